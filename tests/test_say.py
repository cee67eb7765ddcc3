"""What a site writes is no order to the terminal of who reads it: not in titles, texts, reason phrases, nor JSON."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from archive.catalog import Catalog
from crawlers.say import printable
from pipelines.reading.page import read_page
from tests.agency_site import article, home_for, luuchieu
from tests.odd_server import Odd, OddServer, odd_server, sized
from tests.sites import HOST, agency_of, page_of

HTML = b"Content-Type: text/html; charset=utf-8"
ORDER = "\x1b]0;pwn\x07"
ORDERS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
REASON = "/tin-tuc/reason.html"
TITLE = "/tin-tuc/title.html"


def bad(text: str, *controls: str) -> str:
    return text.replace("Nghiệm thu", f"Nghiệm{''.join(controls)} thu")


@pytest.mark.parametrize(
    ("control", "left"),
    [
        ("\x1b[2J", "[2J"),
        ("&#27;[2J", "[2J"),
        ("&#x001B;[2J", "[2J"),
        ("&#x1b[2J", "[2J"),
        ("\x9b2J", "2J"),
        ("\x7f&#127;&#7;\0", ""),
        ("\x1e\x1f", ""),
        ("\v", ""),
        ("&#271;&#x7F9;", "ď\u07f9"),
    ],
)
def test_controls_are_no_text(control: str, left: str):
    reading = read_page(page_of(f"{HOST}/tin-tuc/mot.html", bad(article(50), control)), agency_of())
    assert (reading.title or "").startswith(f"Nghiệm{left} thu trạm quan trắc")
    assert ORDERS.search("".join(block.text for block in reading.blocks)) is None


def test_controls_that_json_spells_out_are_no_text():
    told = {"@type": "NewsArticle", "author": f"Nguyễn{ORDER} Văn A", "articleSection": "Tin\x9b2J"}
    script = f'<script type="application/ld+json">{json.dumps(told)}</script><meta prop'
    reading = read_page(page_of(f"{HOST}/mot.html", article(50).replace("<meta prop", script)), agency_of())
    assert (ORDERS.search(reading.author or ""), reading.section) == (None, "Tin2J")


def test_what_is_printed_has_its_orders_written_out():
    assert printable("a\x1b[2J\tb\n\x9b\u202ec") == "a\\u001b[2J\tb\n\\u009b\\u202ec"
    assert json.loads(printable(json.dumps({"a": "\x9b\u202e"}, ensure_ascii=False))) == {"a": "\x9b\u202e"}


def site() -> OddServer:
    listed = f'<h3><a href="{TITLE}">Bài</a></h3>'.encode()
    page = bad(article(50), ORDER, "&#27;[2J").encode()
    phrase = b"HTTP/1.1 404 \x1b[2JNo" + ORDER.encode()
    pages = {"/": sized(listed, HTML), TITLE: sized(page, HTML), REASON: sized(b"", status=phrase)}
    return odd_server({path: Odd((body,)) for path, body in pages.items()})


def test_no_command_passes_orders_on(tmp_path: Path):
    with site() as server:
        home = home_for(tmp_path / "home", server.url)
        urls = [server.url + REASON, server.url + TITLE]
        commands = [
            ("crawl", "mau"),
            ("capture", *urls),
            *(("show", url) for url in urls),
            ("search", "nghiem thu"),
            ("search", "nghiem thu", "--json"),
            ("read", urls[1]),
            ("status",),
        ]
        said = [luuchieu(*command, "--home", home) for command in commands]
    assert [ORDERS.search(one.stdout + one.stderr) for one in said] == [None] * len(commands), said
    with Catalog.reader(home / "catalog.db") as catalog:
        (row,) = catalog.select("SELECT title, text FROM articles")
    assert ORDERS.search(row["title"] + row["text"]) is None


def test_add_writes_no_orders_of_a_title_into_the_file(tmp_path: Path):
    title = f"<title>Sở\u202e Nước{ORDER} {'dài ' * 3000}</title>".encode()
    with odd_server({"/": Odd((sized(title, HTML),))}) as server:
        options = ("--slug", "so", "--delay", "0", "--allow-private-address", "--home", tmp_path)
        added = luuchieu("agency", "add", server.url, *options)
    written = (tmp_path / "agencies" / "so.toml").read_text()
    assert ORDERS.search(added.stdout + added.stderr + written) is None
    name = tomllib.loads(written)["name"]
    assert (name.startswith("Sở Nước]0;pwn dài dài"), len(name) <= 200) == (True, True)
