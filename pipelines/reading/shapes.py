"""trafilatura's rules about names of classes, asked once of every shape of element instead of every element.

Half of what a vote costs are its XPath expressions, each with regular expressions, over all elements of a page: some
500,000 instructions for an element. They look at nothing but its tag and attributes, and templates repeat these; most
hold none of the words that rules look for.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator

from lxml.etree import Element, SubElement, XPath
from lxml.html import HtmlElement
from trafilatura.settings import BASIC_CLEAN_XPATH
from trafilatura.xpaths import (
    BODY_XPATH,
    DISCARD_IMAGE_ELEMENTS,
    OVERALL_DISCARD_XPATH,
    RAW_TREE_PRUNE_XPATH,
    REMOVE_COMMENTS_AND_LISTS_XPATH,
    TEASER_DISCARD_XPATH,
)

from archive.memo import Memo

Attributes = tuple[tuple[str, str], ...]
Shape = tuple[str, Attributes]
Word = tuple[str, re.Pattern[str]]
"""What an attribute may hold, and the longest run of small letters that is in it however it is written."""
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
# what its functions ask of attributes beside its rules: code by its marks, tables by their role
_ASKED = XPath(
    "./*[@lang or @role or @data-preloaded or contains(@class, 'highlight') or contains(@class, 'hljs') or "
    "contains(@class, 'w3-code') or contains(@class, 'schema-faq-question')]"
)
_TOLD = re.compile(r"(?:self::|//)(\w+)|@([\w-]+)")
# an attribute that need only be there; one that must be, begin with or hold a text, which may be a pattern
_BARE = re.compile(r"@([\w-]+)(?=\s+or\s|])")
_ASKED_FOR = re.compile(
    r"(starts-with\()?(translate\()?((?:@[\w-]+\|?)+)(?:, *'\w+', *'\w+'\))?(=|, *)'([^']*)'(, *'i')?"
)
_NAME = re.compile(r"[\w-]+")
_UNLESS = re.compile(r"\(\?![^)]*\)")
_CHOICE = re.compile(r"(?:\(\?:[^)]*\)|[^|(])+")
# what a choice need not hold, and how it stands; the rest is letters
_LOOSE = re.compile(r"\(.*?\)\??|\[.*?\](?:\?|\{.*?\})?|.\?|[$^]")
# what a document may hold, and lxml lets nobody write
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTED = XPath("descendant::*/@*/..")
_OTHER = "other"
_MOST, _LONGEST = 2048, 1024


def _known_to(rules: Iterable[XPath]) -> Callable[[Attributes], bool]:
    """Whether one of these rules may know an attribute: where none does, they take an element by its tag or not at all.

    Found by the words in their expressions, which costs a tenth of what it costs to ask.
    """
    paths = " ".join(rule.path for rule in rules)
    bare = frozenset(_BARE.findall(paths))
    words: dict[str, set[Word]] = defaultdict(set)
    for name, word in _words_in(paths):
        words[name].add(word)

    def speaks(name: str, value: str) -> bool:
        if name in bare or len(value) > _LONGEST or not value.isascii():
            return True
        small = value.lower()
        return any(stem in small and pattern.search(value) for stem, pattern in words.get(name, ()))

    return lambda attributes: any(speaks(*attribute) for attribute in attributes)


def _words_in(paths: str) -> Iterator[tuple[str, Word]]:
    """The names of attributes that expressions ask for, each with one choice of the texts that it may hold."""
    for starts, translated, names, how, text, flag in _ASKED_FOR.findall(_UNLESS.sub("", paths)):
        for choice in _CHOICE.findall(text):
            stem = max(_LOOSE.sub("\n", choice).lower().split("\n"), key=len)
            pattern = f"{'^' * bool(starts or how == '=')}{choice}{'$' * (how == '=')}"
            word = stem, re.compile(pattern, re.IGNORECASE if translated or flag else 0)
            yield from ((name, word) for name in _NAME.findall(names))


def _remembered(asks: Callable[[Shape], bool]) -> Memo[Shape, bool]:
    """What is answered of each shape, asked once.

    A style may hold a whole picture: what is as long is asked each time, lest a reader's memory fill up with it.
    """
    return Memo(asks, _MOST, _LONGEST, _length)


def _length(shape: Shape) -> int:
    return sum(len(value) for _, value in shape[1])


def by_shape(rule: XPath) -> Rule:
    """The same rule, asked of an element that stands alone, and remembered.

    Elements without attributes no rule takes but by their tag, and most are without: libxml2 finds those to ask about.
    """
    told = _TOLD.findall(rule.path)
    tags, names = {tag for tag, _ in told if tag}, {name for _, name in told if name}
    bare = {tag: bool(rule(_alone(tag, ()))) for tag in (*tags, _OTHER)}
    knows = _known_to([rule])
    takes = _remembered(lambda shape: bool(rule(_alone(*shape))) if knows(shape[1]) else bare[shape[0]])
    asked = XPath(" | ".join([_ATTRIBUTED.path, *(f"descendant::{tag}" for tag in tags if bare[tag])]))

    def taken(tree: HtmlElement) -> list[HtmlElement]:
        return [
            element
            for element in asked(tree)
            if takes[tag if (tag := element.tag) in tags else _OTHER, _named(element, names)]
        ]

    return taken


def _named(element: HtmlElement, names: Container[str]) -> Attributes:
    return tuple([item for item in element.items() if item[0] in names])


def _alone(tag: str, attributes: Attributes) -> HtmlElement:
    """An element that holds nothing but an element of this shape."""
    around = Element("div")
    SubElement(around, tag, {name: _UNFIT.sub("\ufffd", value) for name, value in attributes})
    return around


def where_shaped(rule: XPath) -> Rule:
    """The same rule, asked of a page only where it takes an element of a shape that stands there, were it alone."""
    shaped = by_shape(rule)
    return lambda tree: rule(tree) if shaped(tree) else []


_ALL = (*(rule for rules in (*OF_SHAPES, *OF_PLACES) for rule in rules), BASIC_CLEAN_XPATH, _ASKED)
_NAMES = frozenset(name for rule in _ALL for _, name in _TOLD.findall(rule.path) if name)
_knows = _known_to(_ALL)
_told = _remembered(lambda shape: _knows(shape[1]))


def clear_untold(tree: HtmlElement) -> None:
    """Take the attributes off each element of which none may mean anything to trafilatura: most are in no rule."""
    for element in _ATTRIBUTED(tree):
        if not _told[_OTHER, _named(element, _NAMES)]:
            element.attrib.clear()


def remember_shapes() -> None:
    """Let trafilatura find its rules so, in the lists where it looks them up; doing it twice is doing it once."""
    for rules in OF_SHAPES:
        rules[:] = [by_shape(rule) if isinstance(rule, XPath) else rule for rule in rules]
    for rules in OF_PLACES:
        rules[:] = [where_shaped(rule) if isinstance(rule, XPath) else rule for rule in rules]
