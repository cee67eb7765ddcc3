"""Start tags told without a tree: held against a browser's parser on whatever order of pieces."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipelines.discovery.tags import attributes_of, content_of, linking_tags, name_of, start_tags

PIECES = [
    '<a href="/a">', "<a href='/b' title='x > y'>", "<A HREF=/c>", '<a title="1 < 2" href="/d">', "<a\nhref = /e\n>",
    "<a href=/f/>", '<a href="/g?x=1&amp;y=2&copy=3&lt;">', '<img src="/h" alt="<a href=/no>">', "</a>", "</p>", "<p>",
    "chữ và 3 < 4 > 2 & thêm", "<!-- <a href=/no> -->", "<!--> <a href=/i> ", "<!---->", "<!doctype html>", "<?x <b ?>",
    "<script>if (a<b) '<a href=/no>' </script>", "<SCRIPT src='/j'></SCRIPT >", "<style>a>b{} <a href=/no></style>",
    "<textarea><a href=/no></textarea>", "<title><a href=/no></title>", '<a data-x=\'{"y":"<b>"}\' href="/k">', "</ a>",
    '<a href="/l" href="/no">', "<a>", "<a href>", '<a class="b"href="/m">', "<a/href=/n>", "<a =x href=/o>",
    "<b>", "<i>", "<s k>",
]  # fmt: skip


LINKING = {
    "a", "area", "base", "link", "meta", "img", "source", "script", "iframe", "frame", "embed", "object", "video",
    "style",
}  # fmt: skip


def decoded(tags: list[bytes]) -> list[str]:
    return [tag.decode() for tag in tags]


def hrefs(text: str) -> set[str]:
    tags = [(name_of(tag), attributes_of(tag)) for tag in decoded(start_tags(text.encode()))]
    return {attributes.get("href", "") for name, attributes in tags if name == "a"}


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_links_are_those_of_a_parsed_page(text: str):
    page = f"<!doctype html><body>{text}"
    parsed = {node.attributes.get("href") or "" for node in LexborHTMLParser(page).css("a")}
    assert hrefs(page) == parsed


@given(st.lists(st.sampled_from([*PIECES, *"<>\"'= /a", "<span ", "<Link ", "<li", "title", "<!--", "x"])).map("".join))
def test_linking_tags_are_the_start_tags_of_elements_that_link(text: str):
    tags = start_tags(text.encode())
    assert linking_tags(text.encode()) == [tag for tag in tags if name_of(tag.decode()) in LINKING]


@pytest.mark.parametrize("name", sorted(LINKING))
@pytest.mark.parametrize("spelled", [str.lower, str.upper, str.title])
@pytest.mark.parametrize("attribute", ["", ' id="x"', ' href="x"'])
def test_no_element_that_links_is_taken_for_another(name: str, spelled: Callable[[str], str], attribute: str):
    tag = f"<{spelled(name)}{attribute}>".encode()
    opaque = b"</" + name.encode() + b">"
    assert linking_tags(b"<p>" + tag + opaque + b"<p>") == [tag]


@pytest.mark.parametrize("name", ["style", "script", "iframe", "title", "textarea", "xmp", "noembed", "noframes"])
@pytest.mark.parametrize("attribute", ["", ' id="x"'])
def test_what_stands_in_an_opaque_element_is_no_tag(name: str, attribute: str):
    markup = f"<p><{name}{attribute}><a href=x></{name}><a href=y>".encode()
    assert linking_tags(markup)[-1] == b"<a href=y>"
    assert b"<a href=x>" not in linking_tags(markup)


def test_tags_that_a_style_or_a_background_belongs_to_are_among_the_linking_ones():
    markup = b"<p><td background=x><a href=y><td class='z' BACKGROUND='v'><div style='z'>background<i data-track='k'>"
    assert linking_tags(markup) == [b"<td background=x>", b"<a href=y>", b"<td class='z' BACKGROUND='v'>"]
    assert linking_tags(b'<td class="z" background="v">') == [b'<td class="z" background="v">']
    styled = b"<p style='background: url(x)'><b style='y'><i style='src: url(z)'>"
    assert linking_tags(styled) == [b"<p style='background: url(x)'>", b"<i style='src: url(z)'>"]


def test_content_of_style():
    (tag,) = decoded(start_tags(b"<style media='a>b'>a > b { c: url(d) }</style>"))
    assert (name_of(tag), attributes_of(tag), content_of(tag)) == ("style", {"media": "a>b"}, "a > b { c: url(d) }")


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<a href='", '<a b="', "<!--", "<script>", "<style ", "</", "<a =", "&", "<x>"]
)
def test_time_grows_with_the_page_only(piece: str):
    began = time.process_time()
    for tag in decoded([*start_tags(piece.encode() * 100_000), *linking_tags(piece.encode() * 100_000)]):
        attributes_of(tag)
    assert time.process_time() - began < 2
