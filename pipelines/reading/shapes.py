"""trafilatura's rules about names of classes, asked once of every shape of element instead of every element.

Half of what a vote costs are its XPath expressions, each with regular expressions, over all elements of a page: some
200,000 instructions for an element. They look at nothing but its tag and attributes, and templates repeat these.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from lxml.etree import XPath
from lxml.html import HtmlElement, fragment_fromstring
from trafilatura.xpaths import (
    BODY_XPATH,
    DISCARD_IMAGE_ELEMENTS,
    OVERALL_DISCARD_XPATH,
    RAW_TREE_PRUNE_XPATH,
    REMOVE_COMMENTS_AND_LISTS_XPATH,
    TEASER_DISCARD_XPATH,
)

Rule = Callable[[HtmlElement], list[HtmlElement]]
"""The elements inside one that a rule takes, in document order."""

OF_SHAPES = (
    BODY_XPATH,
    OVERALL_DISCARD_XPATH,
    TEASER_DISCARD_XPATH,
    DISCARD_IMAGE_ELEMENTS,
    REMOVE_COMMENTS_AND_LISTS_XPATH,
)
"""Lists of rules that only look at an element's own tag and attributes; of `BODY_XPATH` the first answer counts."""
OF_PLACES = (RAW_TREE_PRUNE_XPATH,)
"""Lists of rules that also look at what an element holds: it may keep one from being taken."""
_TOLD = re.compile(r"(?:self::|//)(\w+)|@([\w-]+)")
# what a document may hold, and lxml lets nobody write
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def by_shape(rule: XPath) -> Rule:
    """The same rule, asked of an element that stands alone, and remembered."""
    told = _TOLD.findall(rule.path)
    tags, names = {tag for tag, _ in told if tag}, {name for _, name in told if name}

    @lru_cache(maxsize=1024)
    def takes(tag: str, attributes: tuple[tuple[str, str], ...]) -> bool:
        around = fragment_fromstring("<div></div>")
        fit = {name: _UNFIT.sub("\ufffd", value) for name, value in attributes}
        around.append(around.makeelement(tag, fit))
        return bool(rule(around))

    def taken(tree: HtmlElement) -> list[HtmlElement]:
        return [
            element
            for element in tree.iterdescendants("*")
            if takes(
                tag if (tag := element.tag) in tags else "other",
                tuple([item for item in element.items() if item[0] in names]),
            )
        ]

    return taken


def where_shaped(rule: XPath) -> Rule:
    """The same rule, asked of a page only where it takes an element of a shape that stands there, were it alone."""
    shaped = by_shape(rule)
    return lambda tree: rule(tree) if shaped(tree) else []


def remember_shapes() -> None:
    """Let trafilatura find its rules so, in the lists where it looks them up; doing it twice is doing it once."""
    for rules in OF_SHAPES:
        rules[:] = [by_shape(rule) if isinstance(rule, XPath) else rule for rule in rules]
    for rules in OF_PLACES:
        rules[:] = [where_shaped(rule) if isinstance(rule, XPath) else rule for rule in rules]
