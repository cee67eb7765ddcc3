"""Dependencies run one way: crawlers → pipelines → archive; only crawlers know Scrapy."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "archive": {"pipelines", "crawlers", "scrapy", "twisted", "tests", "benchmarks"},
    "pipelines": {"crawlers", "scrapy", "twisted", "tests", "benchmarks"},
    "crawlers": {"tests", "benchmarks"},
}


def imports(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_no_import_runs_against_the_direction(package: str):
    files = sorted((ROOT / package).rglob("*.py"))

    against = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in files
        for line, name in imports(file)
        if name in FORBIDDEN[package]
    ]

    assert files
    assert against == []
