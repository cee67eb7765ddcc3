"""Texts that only a page's scripts are told: Next.js's state and JSON-LD, as systems write them."""

import json

import pytest

from tests.small_pages import PROSE, TEXT, reading, text

_TITLE = "Khảo sát bờ sông Đồng Mô trước mùa lũ năm nay"
_LEDE = "Đoàn khảo sát đi dọc 14 km bờ sông trong hai ngày."
_SITE = "Trang thông tin điện tử xã Đồng Mô"
_POST = {"title": _TITLE, "content": TEXT}


def _built(state, body="<div id='__next'><nav>Trang chủ</nav><footer>Điện thoại: 0200 3 111 222</footer></div>"):
    script = f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(state)}</script>"
    return reading(body + script, head=f"<title>{_TITLE}</title>")


def test_a_text_that_only_scripts_are_told_is_read():
    post = {"title": _TITLE, "content": TEXT, "publishedAt": "2025-08-14T02:40:00.000Z", "description": _LEDE}
    page = _built(
        {"props": {"pageProps": {"others": [{"title": "Tin khác", "content": "<p>Khác.</p>"}], "post": post}}}
    )
    assert (page.title, page.published.value) == (_TITLE, "2025-08-14T09:40:00+07:00")
    assert text(page) == [_LEDE, *PROSE]


@pytest.mark.parametrize("state", [{"post": {"title": "Tin khác", "content": TEXT}}, {"post": {"title": _TITLE}}, None])
def test_what_scripts_are_told_of_another_page_is_not_read(state):
    assert PROSE[0] not in text(_built(state))


def test_what_the_page_shows_goes_before_what_its_scripts_are_told():
    other = {"post": {"title": _TITLE, "content": "<p>Bản nháp cũ.</p>" * 20}}
    assert text(_built(other, f"<h1>{_TITLE}</h1>{TEXT}")) == list(PROSE)


def _state(script):
    body = f"<div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{script}</script>"
    return reading(body, head=f"<title>{_TITLE}</title>")


def _linked(shown, **said):
    thing = {"@type": "NewsArticle", "headline": _TITLE, "datePublished": "2023-02-03", **said}
    script = f"<script type='application/ld+json'>{json.dumps(thing)}</script>"
    return reading(
        f"<h1>{_TITLE}</h1><div class='content-detail'>{shown}</div>{script}", head=f"<title>{_TITLE}</title>"
    )


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ({"createdAt": "2023-01-02T03:00:00Z", "publishedAt": "2023-02-02T18:30:00Z"}, "2023-02-03T01:30:00+07:00"),
        ({"createdAt": "2023-01-02T03:00:00Z", "publishedAt": None}, "2023-01-02T10:00:00+07:00"),
        ({"createdAt": "2023-01-02T03:00:00Z", "publishedAt": 1675362600}, None),
    ],
)
def test_a_day_of_publication_goes_before_one_of_making(said, published):
    read = _built({"post": {**_POST, **said}}).published
    assert (read and read.value) == published


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("H&agrave; Nội &amp; vùng ven. " + PROSE[0] + PROSE[1], ["Hà Nội & vùng ven. " + PROSE[0] + PROSE[1]]),
        (TEXT.replace("<", "&lt;").replace(">", "&gt;"), list(PROSE)),
        ("<strong>Đồng Mô.</strong> " + "\n".join(PROSE), ["Đồng Mô. " + PROSE[0], *PROSE[1:]]),
        ("\n".join(PROSE) + " Độ mặn < 4 và > 1.", [*PROSE[:2], PROSE[2] + " Độ mặn < 4 và > 1."]),
    ],
)
def test_a_text_may_be_plain_or_marked_up_or_escaped(body, expected):
    assert text(_linked("", articleBody=body)) == expected


@pytest.mark.parametrize(
    "post",
    [
        {"title": _TITLE, "content": json.dumps({"blocks": [{"text": line} for line in PROSE]}, ensure_ascii=False)},
        {"metaTitle": _TITLE, "metaDescription": " ".join(PROSE)},
    ],
)
def test_an_editor_s_json_and_what_search_engines_are_told_are_no_text(post):
    assert text(_built({"post": post})) == []


def test_what_the_site_says_of_itself_is_no_article():
    state = json.dumps({"name": _SITE, "about": " ".join(PROSE), "createdAt": "2019-01-01"})
    script = f"<script id='__NEXT_DATA__' type='application/json'>{state}</script>"
    page = reading(f"<div id='__next'></div>{script}", head=f"<title>{_SITE}</title>")
    assert (text(page), page.published) == ([], None)


def test_a_notice_keeps_its_document_and_verses_their_lines_whatever_scripts_are_told():
    notice = _linked("<p>Kính gửi các thôn.</p><p><a href='/f/7.pdf'>ke-hoach.pdf</a></p>", articleBody=" ".join(PROSE))
    assert notice.attachments == ("https://coquan.example/f/7.pdf",)
    verses = [f"Sông Đồng Mô chảy qua làng câu thứ {n}" for n in ("nhất", "hai", "ba", "tư", "năm", "sáu")]
    shown = _linked("".join(f"<p>{verse}</p>" for verse in verses), articleBody=" ".join(verses))
    assert text(shown) == verses


@pytest.mark.parametrize("script", ['{"a": ' + "1" * 5000 + "}", "[" * 50_000, '{"a": ', "[" * 50_000 + "]" * 50_000])
def test_a_state_that_cannot_be_read_tells_nothing(script):
    assert text(_state(script)) == []


def test_half_a_pair_of_surrogates_is_no_letter():
    page = _state(json.dumps({"post": {**_POST, "content": f"{TEXT}<p>{_LEDE} \ud83d</p>"}}))
    assert text(page) == [*PROSE, f"{_LEDE} \ufffd"]
