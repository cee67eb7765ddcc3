"""trafilatura's rules asked by shape answer as the rules themselves do."""

import importlib
import sys
from itertools import product

import pytest
from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.reading.extract import parse_html
from pipelines.reading.shapes import _LONGEST, _MOST, Shape, _remembered, by_shape, clear_untold, where_shaped

LISTS = (
    "BODY_XPATH",
    "OVERALL_DISCARD_XPATH",
    "TEASER_DISCARD_XPATH",
    "DISCARD_IMAGE_ELEMENTS",
    "REMOVE_COMMENTS_AND_LISTS_XPATH",
    "RAW_TREE_PRUNE_XPATH",
)
TAGS = "div section article main p span ul ol li details aside table item list o:p"
NAMES = """
post entry article-content entry-content post-1234 story-body content main-content page-content main noi-dung
chi-tiet sidebar left-sidebar tags share social nav menu banner footer-top widget related-news meta author
comments comment-list comments-title article-comments commentary teaser Teaser-1 caption wp-caption hidden
hide-mobile infinite-scroll mvp-post-add-box elementor-share-buttons cookie reply-12 o&#1;nav FullText PostContent
Cookie-Banner Main-Content Page-Content contentBody bread-crumb breadcrumb post_text dfpAd dấu-hidden
"""
ATTRIBUTES = """
role="article" role="Navigation" style="display:none" style="color:red" aria-hidden="true" itemprop="articleBody"
data-component="MostPopularStories" data-lp-replacement-content="" lang="vi" href="/tin"
"""


def page() -> HtmlElement:
    """Elements of every kind, bare and with every name a rule knows; some hold a heading, some an inner one."""
    named = [f'{where}="{name}"' for where, name in product(("class", "id"), NAMES.split())]
    named += [f'class="{one}" id="{other}"' for one, other in zip(NAMES.split(), NAMES.split()[7:], strict=False)]
    named += ATTRIBUTES.split()
    boxes = [f"<{tag} {names}>Mực nước</{tag}>" for tag, names in product(TAGS.split(), ["", *named])]
    holding = [f"<div {names}><h1>Mực nước</h1><div {names}>Trạm</div></div>" for names in named]
    root = parse_html(f"<html><body>{''.join(boxes + holding)}</body></html>".encode())
    assert root is not None
    return root


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[XPath]]:
    """The rules as trafilatura ships them: this process may have others by now."""
    monkeypatch.delitem(sys.modules, "trafilatura.xpaths")
    shipped = importlib.import_module("trafilatura.xpaths")
    return {name: getattr(shipped, name) for name in LISTS}


def test_a_rule_by_shape_takes_the_same_elements(lists: dict[str, list[XPath]]) -> None:
    root = page()
    for name in LISTS[1:-1]:
        for rule in lists[name]:
            assert by_shape(rule)(root) == rule(root) != [], name


def test_the_first_place_for_a_text_is_the_same_everywhere_in_a_page(lists: dict[str, list[XPath]]) -> None:
    root = page()
    for rule in lists["BODY_XPATH"]:
        for place in (root, root[0], *root[0][::37]):
            assert by_shape(rule)(place)[:1] == rule(place)[:1]


def test_a_rule_that_looks_inside_is_asked_itself(lists: dict[str, list[XPath]]) -> None:
    root = page()
    for rule in lists["RAW_TREE_PRUNE_XPATH"]:
        assert where_shaped(rule)(root) == rule(root) != []
        assert where_shaped(rule)(root[0][0]) == []


def test_what_is_cleared_means_nothing_to_any_rule(lists: dict[str, list[XPath]]) -> None:
    root, cleared = page(), page()
    clear_untold(cleared)
    assert sum(bool(element.attrib) for element in root.iter()) > sum(bool(one.attrib) for one in cleared.iter())
    twins = dict(zip(root.iter(), cleared.iter(), strict=True))
    for rule in (rule for name in LISTS for rule in lists[name]):
        assert [twins[element] for element in rule(root)] == rule(cleared)


def test_a_shape_is_asked_once_unless_it_holds_a_picture() -> None:
    asked: list[Shape] = []

    def is_first(shape: Shape) -> bool:
        asked.append(shape)
        return len(asked) == 1

    answers = _remembered(is_first)
    short, long = "display:none", "x" * (_LONGEST + 1)
    assert [answers["div", (("style", style),)] for style in (short, long, short, long)] == [True, False, True, False]
    assert [style for _, ((_, style),) in asked] == [short, long, long]


def test_shapes_that_are_kept_have_a_bound() -> None:
    answers = _remembered(lambda shape: shape[1][0][1] == "c7")
    told = [answers["div", (("class", f"c{number}"),)] for number in range(_MOST + 9)]
    assert (told.index(True), told.count(True), len(answers)) == (7, 1, 9)
