"""Where an article is: where every vote leads to the same place, none is asked for."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.extract import parse_html
from pipelines.reading.lines import Element, Line, Page, lines_of
from pipelines.reading.pruning import convicted, prune, visible_lines
from pipelines.reading.region import find_region, foregone, region_of
from pipelines.reading.votes import counted

_SENTENCE = "Ngày làm việc thứ hai, đoàn đến thăm xưởng cơ khí của hợp tác xã ở cuối xã và hỏi chuyện người thợ già. "
_LONG = f"<p>{_SENTENCE * 4}</p>"
_FIGURE = "<figure><img src='a.jpg'><figcaption>Người thợ già</figcaption></figure>"
_SURE = (
    '<h2 class="tieu-de">Chuyến thăm</h2><div class="entry-content"><p class="sapo">Mở đầu ngắn.</p>'
    f"{_LONG * 3}<h3>Buổi chiều</h3>{_LONG}<ul><li>Cày bừa</li><li>Máy gặt</li></ul>{_LONG}"
    f"{_FIGURE}</div>"
    '<div class="khac">Ba tin <a href="/x">Tin thứ nhất ở trong huyện</a> <a href="/y">Tin thứ hai của tỉnh</a></div>'
)
_UNSURE = {
    "prose outside": f"<p>{_SENTENCE}</p>{_SURE}",
    "two boxes": _SURE.replace("<h3>Buổi chiều</h3>", f"<div>{_LONG}</div>"),
    "a short line at the end": _SURE.replace(_FIGURE, "<p>Hết.</p>"),
    "a heading at the end": _SURE.replace(_FIGURE, f"<h3>{_SENTENCE}</h3>"),
    "a link": _SURE.replace("<h3>", '<p><a href="/z">Tin thứ ba ở trong xã ta</a></p><h3>'),
    "too little": f"<div><h1>Chuyến thăm</h1>{_LONG}</div>{_SURE.replace(_LONG, f'<p>{_SENTENCE}</p>')}",
    "nothing named": _SURE.replace("entry-content", "o-giua"),
}


def _pruned(html: str) -> tuple[Element, Page, list[Line]]:
    root = parse_html(f"<html><body>{html}</body></html>")
    assert root is not None
    body = root.find("body")
    page = lines_of(body)
    chrome = convicted(page)
    visible = visible_lines(page, chrome)
    prune(page, chrome, body)
    return body, page, visible


@given(st.sets(st.integers(0, 20)))
def test_whatever_is_voted_for_leads_to_what_was_foregone(chosen: set[int]) -> None:
    body, page, visible = _pruned(_SURE)

    sure = foregone(page, visible)

    votes = [line for line in visible if line.index in chosen]
    by_vote = region_of(counted(votes, page, visible), body, page, visible)
    assert sure is not None
    assert (sure.lines[0].text, sure.lines[-1].text) == ("Mở đầu ngắn.", "Người thợ già")
    assert (by_vote.place, by_vote.lines) == (sure.place, sure.lines)
    assert find_region(body, page, visible) == sure


@pytest.mark.parametrize("why", _UNSURE)
def test_where_votes_may_differ_they_are_asked_for(why: str) -> None:
    body, page, visible = _pruned(_UNSURE[why])

    outcomes = {
        tuple(line.index for line in region_of(counted(visible[first:end], page, visible), body, page, visible).lines)
        for first, end in combinations(range(len(visible) + 1), 2)
    }

    assert foregone(page, visible) is None
    assert len(outcomes) > 1
