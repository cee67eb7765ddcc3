"""Which dated lines near a title are its article's own: lists of other articles bear dates too, and so do clocks."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile

from pipelines.reading.elements import words_of
from pipelines.reading.extract import Extract
from pipelines.reading.lines import Element, Line
from pipelines.reading.stamp_labels import tells_answer
from pipelines.reading.stamp_lines import is_stamp, looks_dated

_HEADLINE = 25
_BESIDE = frozenset({"author", "source"})
_LABEL = re.compile(r"[^\W\d_]\s?:\s")
# `date` alone may be an event's, or today's
_OF_ARTICLE = re.compile(
    r"(?:post|entry|article|news|publish(?:ed)?)[-_]?date|date[-_]?(?:post|publish(?:ed)?)|ngay[-_]?dang", re.IGNORECASE
)
# sections, authors and steps of the breadcrumb are links beside an article's own date
_NO_HEADLINES = frozenset({"crumbs", "section", "author"})


class Neighbourhood:
    """Where title and text of a page stand, by which its own dated lines are told from its neighbours'."""

    def __init__(self, found: Extract) -> None:
        self._lines = found.page.lines
        self._start, self._end = found.start, found.end
        self._shown = found.title.shown
        self._ways: dict[Element, tuple[Element, ...]] = {}
        self.first = found.title.first if found.title.first is not None else found.start
        text = self._upwards(self._lines[found.start].element if found.text else found.place)
        title = text[1:] if found.title.first is None else self._upwards(self._lines[self.first].element)
        self._around = frozenset((*title, *text))
        self._both: Element | None = next((element for element in title if element in text), None)
        alone = [element for element in title if element not in text]
        self._heading: Element | None = alone[-1] if alone else None

    def owns(self, line: Line) -> bool:
        """Whether a dated line may be the article's, by where it stands.

        Above the title it is in one element with title and text, or marked as a date right above. Nowhere does it
        stand in a list of headlines, or right beside one, nor inside the text among several of its kind.
        """
        if line.index < self.first:
            near = self._is_inside(line) or self._is_marked(line)
            return near and not self._is_listed(line, 1) and not self._is_beside_headline(line)
        if line.index < self._start:
            return not self._is_listed(line, 2) and not self._follows_headline(line)
        if line.index <= self._end and self._stamps_inside[line.path] > 1:
            return False
        between = self._lines[self._end + 1 : line.index]
        return not self._is_listed(line, 1) and not any(map(self._is_headline, between))

    def closes_text(self, line: Line) -> bool:
        """Whether a line is nothing but a date right below the text, by its class the article's, and no headline's."""
        if (
            line.index != self._end + 1
            or not is_stamp(line.text)
            or not _OF_ARTICLE.search(line.path.rpartition("/")[2])
        ):
            return False
        return not any(map(self._is_headline, self._lines[line.index + 1 : line.index + 2]))

    def is_beside_title(self, line: Line) -> bool:
        """Whether a line stands in the very box of the title."""
        box = self._lines[self.first].element.getparent()
        return box is not None and any(box is one for one in (line.element, line.element.getparent()))

    def is_in_head(self, line: Line) -> bool:
        """Whether a line is the text's only one that is but a date, and stands in the very box of the title alone."""
        if not is_stamp(line.text) or self.first not in self._shown or self._stamps_inside.total() != 1:
            return False
        box = self._lines[self.first].element.getparent()
        return self.is_beside_title(line) and box not in self._upwards(self._lines[self._end].element)

    def is_apart(self, line: Line) -> bool:
        """Whether a line stands where sites have their clock: today's day is not believed there."""
        if self.first < line.index < self._start:
            return False
        around = self._upwards(line.element)
        if self._heading is not None and self._heading in around:
            return False
        return self._both is None or self._both not in around or self._holds_page(self._both)

    def _is_inside(self, line: Line) -> bool:
        # breadcrumbs have left the tree, as all chrome has
        return "crumbs" in line.parts or self._both is None or self._both in self._upwards(line.element)

    def _is_marked(self, line: Line) -> bool:
        """Whether a line is marked as a date, or is a moment in what holds the title, and nothing shown is between."""
        between = self._lines[line.index + 1 : self.first]
        # a day alone is today's
        is_moment = ":" in line.text and is_stamp(line.text) and line.element.getparent() in self._around
        is_date = "date" in line.parts or is_moment
        return is_date and all(one.roots or one.parts & _BESIDE for one in between)

    def _holds_page(self, element: Element) -> bool:
        """Whether an element is the page rather than the article: all of it, or its menus too."""
        if element.tag == "body" or all(element in self._upwards(self._lines[end].element) for end in (0, -1)):
            return True
        links = (line for line in self._lines[: self.first] if line.link_share > 0.6 and "crumbs" not in line.parts)
        return any(element in self._upwards(line.element) for line in links)

    def _is_listed(self, line: Line, fewest: int) -> bool:
        """Whether a line's box, which holds neither title nor text, has so many headlines, or dates and links."""
        box = list(takewhile(lambda element: element not in self._around, self._upwards(line.element)))
        inside = list(self._inside(box[-1], line)) if box else [line]
        headlines = sum(map(self._is_headline, inside))
        if headlines >= fewest:
            return True
        leads_on = headlines > 0 or sum(one.linked > 0 and not _is_labelled(one) for one in inside) > 1
        return leads_on and sum(looks_dated(one.text) for one in inside) > 1

    def _inside(self, box: Element, line: Line) -> Iterator[Line]:
        """The lines of a box, a line of which is known."""
        yield from takewhile(lambda one: box in self._upwards(one.element), reversed(self._lines[: line.index]))
        yield from takewhile(lambda one: box in self._upwards(one.element), self._lines[line.index :])

    def _is_beside_headline(self, line: Line) -> bool:
        after = self._lines[line.index + 1 : self.first]
        before = self._lines[max(0, line.index - 1) : line.index]
        return any(map(self._is_headline, after)) or any(map(self._is_headline, filter(self._is_inside, before)))

    def _follows_headline(self, line: Line) -> bool:
        """Whether another's headline stands right before a line, or among several dated ones of its kind."""
        headlines = self._headlines_between
        return line.index - 1 in headlines or (self._dated_between[line.path] > 1 and bool(headlines))

    @cached_property
    def _headlines_between(self) -> frozenset[int]:
        between = self._lines[self.first + 1 : self._start]
        # a headline that bears its own date has no other behind it
        return frozenset(one.index for one in between if self._is_headline(one) and not _bears_date(one))

    @cached_property
    def _dated_between(self) -> Counter[str]:
        between = self._lines[self.first + 1 : self._start]
        return Counter(one.path for one in between if looks_dated(one.text))

    @cached_property
    def _stamps_inside(self) -> Counter[str]:
        inside = self._lines[self._start : self._end + 1]
        # one page may answer several questions
        return Counter(one.path for one in inside if is_stamp(one.text) and not tells_answer(one.text))

    @cached_property
    def _menu(self) -> frozenset[str]:
        return frozenset(one.text for one in self._lines[: self.first] if one.roots)

    def _upwards(self, element: Element) -> tuple[Element, ...]:
        """An element and all that hold it, from the inside out; found once for all that one of them holds."""
        way = self._ways.get(element)
        if way is None:
            around = element.getparent()
            way = self._ways[element] = (element,) if around is None else (element, *self._upwards(around))
        return way

    def _is_headline(self, line: Line) -> bool:
        """Whether a line holds another article's headline: a long link that is no entry of the site's menu."""
        if line.linked < _HEADLINE or line.parts & _NO_HEADLINES or line.index in self._shown:
            return False
        return not any(words_of(link) in self._menu for link in line.element.iter("a"))


def _bears_date(line: Line) -> bool:
    """Whether a date stands beside a line's links."""
    text = line.text
    for link in line.element.iter("a"):
        text = text.replace(words_of(link), "", 1)
    return looks_dated(text)


def _is_labelled(line: Line) -> bool:
    """Whether a label stands before a line's links: `Chuyên mục: Tin tức`."""
    return _LABEL.search(line.text[: len(line.text) - line.linked]) is not None
