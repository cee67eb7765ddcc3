"""Start tags told without a tree: held against a browser's parser on whatever order of pieces."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipelines.discovery.tags import attributes_of, content_of, name_of, start_tags

PIECES = [
    '<a href="/a">', "<a href='/b' title='x > y'>", "<A HREF=/c>", '<a title="1 < 2" href="/d">', "<a\nhref = /e\n>",
    "<a href=/f/>", '<a href="/g?x=1&amp;y=2&copy=3&lt;">', '<img src="/h" alt="<a href=/no>">', "</a>", "</p>", "<p>",
    "chữ và 3 < 4 > 2 & thêm", "<!-- <a href=/no> -->", "<!--> <a href=/i> ", "<!---->", "<!doctype html>", "<?x <b ?>",
    "<script>if (a<b) '<a href=/no>' </script>", "<SCRIPT src='/j'></SCRIPT >", "<style>a>b{} <a href=/no></style>",
    "<textarea><a href=/no></textarea>", "<title><a href=/no></title>", '<a data-x=\'{"y":"<b>"}\' href="/k">', "</ a>",
    '<a href="/l" href="/no">', "<a>", "<a href>", '<a class="b"href="/m">', "<a/href=/n>", "<a =x href=/o>",
]  # fmt: skip


def hrefs(text: str) -> set[str]:
    tags = [(name_of(tag), attributes_of(tag)) for tag in start_tags(text)]
    return {attributes.get("href", "") for name, attributes in tags if name == "a"}


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_links_are_those_of_a_parsed_page(text: str):
    page = f"<!doctype html><body>{text}"
    parsed = {node.attributes.get("href") or "" for node in LexborHTMLParser(page).css("a")}
    assert hrefs(page) == parsed


def test_content_of_style():
    (tag,) = start_tags("<style media='a>b'>a > b { c: url(d) }</style>")
    assert (name_of(tag), attributes_of(tag), content_of(tag)) == ("style", {"media": "a>b"}, "a > b { c: url(d) }")


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<a href='", '<a b="', "<!--", "<script>", "<style ", "</", "<a =", "&", "<x>"]
)
def test_time_grows_with_the_page_only(piece: str):
    began = time.process_time()
    for tag in start_tags(piece * 100_000):
        attributes_of(tag)
    assert time.process_time() - began < 2
