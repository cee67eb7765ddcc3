"""What a person can type or set is documented: every command, option and setting."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from crawlers import settings
from crawlers.commands import luuchieu

DOCS = Path(__file__).parents[1] / "docs"


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


COMMANDS = dict(commands(luuchieu, "luuchieu"))


def section(name: str) -> str:
    """The part of docs/commands.md under one command's heading."""
    parts = re.split(r"^## `([^`]+)`.*$", (DOCS / "commands.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(name, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str):
    options = [option.opts[0] for option in COMMANDS[name].params if isinstance(option, click.Option)]

    missing = [option for option in options if f"`{option}" not in section(name)]

    assert section(name), f"docs/commands.md has no section ## `{name}`"
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str):
    assert COMMANDS[name].help


def test_every_setting_is_documented():
    text = (DOCS / "settings.md").read_text(encoding="utf-8")

    missing = [name for name in vars(settings) if name.isupper() and f"`{name}`" not in text]

    assert missing == []


ROOT = DOCS.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path):
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)) if not link.startswith("http")]

    broken = []
    for link in links:
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def test_the_index_lists_every_page():
    listed = re.findall(r"\]\(([^)\s]+\.md)\)", prose(DOCS / "index.md"))

    assert {page.name for page in DOCS.glob("*.md")} - {"index.md"} - set(listed) == set()


def test_every_rule_of_reading_names_the_page_that_shows_its_need():
    table = (DOCS / "reading.md").read_text(encoding="utf-8").partition("| Rule |")[2].partition("\n\n")[0]
    tests = DOCS.parent / "tests"
    pages = {page.stem for page in (tests / "pages").glob("*.html")}

    for rule in table.split("\n")[2:]:
        shown = rule.rstrip(" |").rpartition(" | ")[2]
        for name in re.findall("`([^`]+)`", shown):
            file, _, test = name.partition("::")
            assert (f"def {test}(" in (tests / file).read_text(encoding="utf-8")) if test else file in pages, name
        assert re.search("[`*]", shown), rule
