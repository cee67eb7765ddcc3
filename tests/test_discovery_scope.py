"""Scope: whose a URL is, and the traps of real sites, each beside a neighbour that is none."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Link
from pipelines.discovery.scope import budget_key, classify, in_scope
from tests.sites import HOST, agency_of

AGENCY = agency_of()

REFUSED = {
    "/tin.html/en/en/vi/en": "languages",
    "/a/b/a/b/a/": "repeated-segments",
    "/" + "x/" * 1 + "/".join("abcdefghijklmno") + "/": "too-deep",
    "/" + "x" * 3000: "too-long",
    "/wp-login.php?redirect_to=x": "login",
    "/wp-admin/": "login",
    "/c/portal/login?p_l_id=1": "login",
    "/dang-nhap.html": "login",
    "/tin/a?returnUrl=%2F": "login",
    "/index.php?language=vi&nv=users&op=login": "login",
    "/tin/print/a/": "printed-view",
    "/PrintNews.aspx?id=5": "printed-view",
    "/tin/a?tmpl=component&print=1": "printed-view",
    "/tin-tuc/savefile/a-12.html": "printed-view",
    "/index.php?nv=news&op=print/tin/a-1": "printed-view",
    "/tin?p_p_id=58&p_p_state=pop_up": "printed-view",
    "/calendar/2020-03/": "calendar",
    "/lich/tuan?year=2020&month=3": "calendar",
    "/lich/tuan?thang=3&nam=2020": "calendar",
    "/su-kien/?tribe-bar-date=2020-01-01": "calendar",
    "/?s=nuoc": "search",
    "/tim-kiem/nuoc/": "search",
    "/tin/a/?replytocom=12#respond": "form",
    "/web/guest/tin?p_p_id=x&p_p_lifecycle=1": "form",
    "/comments/feed/": "comment-feed",
    '/x?a="><b': "malformed",
    "/phim.mp4": "not-kept",
}
ACCEPTED = [
    "/tin.html/en",
    "/en/tin-tuc/",
    "/tin-tuc/tin-tuc",
    "/login-he-thong-moi-cua-bo/",
    "/in-an-tai-lieu/",
    "/print-on-demand-tai-viet-nam/",
    "/lich-su-hinh-thanh/",
    "/su-kien/2020/hoi-nghi/",
    "/2020/03/04/",
    "/tin?year=2020",
    "/oan-can-b-nawapi-d-tun-l-nc",
    "/Introduction.aspx?MenuID=1f0c&NewsID=77aa",
    "/portal/pages/2024-06-18/Tin-abc.aspx",
    "/-/view_content/12-tin?_101_keywords=&_cur=3",
    "/" + "%E1%BB%87" * 200,
    "",
    "?page_id=4",
    "/tai-lieu/login.pdf",
    "/tin.php?s=12",
    "/?q=node/12",
]


@pytest.mark.parametrize("path", REFUSED)
def test_traps(path: str):
    assert in_scope(HOST + path, AGENCY) == REFUSED[path]


def test_every_reason_is_documented():
    documented = (Path(__file__).parent.parent / "docs" / "agencies.md").read_text()
    listed = re.findall(r"^\| ([a-z, -]+) \| ", documented, re.MULTILINE)
    reasons = {reason for each in listed for reason in each.split(", ")}
    assert reasons >= {*REFUSED.values(), "other-host", "excluded", "way-off"}


@pytest.mark.parametrize("path", ACCEPTED)
def test_neighbours_of_traps(path: str):
    assert in_scope(HOST + path, AGENCY) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tep/Bao-cao.PDF?ver=2", "attachment"),
        ("/documents/10180/0/bao-cao.docx/1f0c2a77-aa00-4b4b-9c9c-0123456789ab?t=15", "attachment"),
        ("/getattachment/1f0c2a77-aa00-4b4b-9c9c-0123456789ab/Bao-cao.pdf.aspx?lang=vi-VN", "attachment"),
        ("/getmedia/1f0c2a77-aa00-4b4b-9c9c-0123456789ab/logo.png.aspx?width=220", "asset"),
        ("/Download.aspx?id=5&file=%2Ftep%2Fa.xls", "attachment"),
        ("/tin/pdf", "page"),
        ("/tin?x=pdf", "page"),
        ("/anh.JPG", "asset"),
        ("/rss/tin-moi.rss", "feed"),
        ("/index.php?nv=news&op=rss/tin", "feed"),
        ("/tin-tuc/feed/", "feed"),
        ("/rss-la-gi.html", "page"),
        ("/post-sitemap2.xml", "sitemap"),
        ("/so-do-sitemap.html", "page"),
        ("/category/tin/", "listing"),
        ("/category/tin/page/2/", "pagination"),
    ],
)
def test_kinds_by_spelling(path: str, kind: str):
    assert classify(HOST + path, AGENCY)[0] == kind


def test_the_agencys_patterns_come_first():
    agency = agency_of("article = ['/print/']\nexclude = ['/cu/']")
    assert in_scope(f"{HOST}/print/a", agency) is None
    assert in_scope(f"{HOST}/cu/print/a", agency) == "excluded"
    assert classify(f"{HOST}/print/a.pdf", agency) == ("page", 2)
    assert classify(f"{HOST}/a.pdf", agency) == ("attachment", 4)


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://mau.gov.vn/", None),
        ("https://www.mau.gov.vn/", None),
        ("https://MAU.gov.vn:443/", None),
        ("https://mau.gov.vn:8443/", "other-host"),
        ("https://vanban.mau.gov.vn/", "other-host"),
        ("https://mau.gov.vn.evil.vn/", "other-host"),
        ("https://mau.gov.vn@evil.vn/", "other-host"),
    ],
)
def test_hosts(url: str, refusal: str | None):
    assert in_scope(url, AGENCY) == refusal


def test_hosts_have_their_time():
    agency = agency_of(
        '[[hosts]]\nname = "cu.vn"\nuntil = 2025-03-01\n[[hosts]]\nname = "mau.gov.vn"\nsince = 2025-02-01\n'
        '[[hosts]]\nname = "vb.mau.gov.vn:8080"'
    )
    days = [dt.date(2025, 1, 1), dt.date(2025, 2, 15), dt.date(2025, 3, 2), None]
    refusals = {
        url: [in_scope(url, agency, day) for day in days]
        for url in ("https://cu.vn/", "https://www.cu.vn/", "https://mau.gov.vn/", "http://vb.mau.gov.vn:8080/")
    }
    other = "other-host"
    assert refusals == {
        "https://cu.vn/": [None, None, other, other],
        "https://www.cu.vn/": [None, None, other, other],
        "https://mau.gov.vn/": [other, None, None, None],
        "http://vb.mau.gov.vn:8080/": [None, None, None, None],
    }


def test_budgets_count_shapes_not_announcements():
    agency = agency_of("article = ['-bai\\d+']")
    keys = {
        path: budget_key(Link(HOST + path, kind, cost), agency)
        for path, kind, cost in (
            ("/lich/2026/03/", "page", 1),
            ("/tin/page/12/", "pagination", 0),
            ("/tag/nuoc/", "page", 1),
            ("/tag/dat-dai/page/3/", "pagination", 0),
            ("/tin-bai12.html", "page", 1),
            ("/a-1/", "page", 0),
            ("/feed/?paged=2", "feed", 0),
        )
    }
    assert keys == {
        "/lich/2026/03/": "mau.gov.vn/lich/0/0/",
        "/tin/page/12/": "mau.gov.vn/tin/page/0/",
        "/tag/nuoc/": "mau.gov.vn/tag/*",
        "/tag/dat-dai/page/3/": "mau.gov.vn/tag/*",
        "/tin-bai12.html": None,
        "/a-1/": None,
        "/feed/?paged=2": None,
    }


@given(st.text(max_size=60))
def test_any_url_gets_an_answer(path: str):
    url = f"{HOST}/{path}"
    assert in_scope(url, AGENCY) is None or isinstance(in_scope(url, AGENCY), str)
    assert classify(url, AGENCY)[1] in range(7)
