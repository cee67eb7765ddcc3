import re
import string
import time
import unicodedata
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.urls import fetch_key, host_of, origin_of, pattern_of, repeated_segments, resolve, sendable, urlkey

KEYS = {
    "https://cebid.vn/tin/bai-viet/": "https://cebid.vn/tin/bai-viet/",
    "HTTPS://CEBID.VN": "https://cebid.vn/",
    "http://cebid.vn:80/a#top": "http://cebid.vn/a",
    "https://cebid.vn:443?x": "https://cebid.vn/?x",
    "https://cebid.vn:8443/a": "https://cebid.vn:8443/a",
    "http://cebid.vn:443/a": "http://cebid.vn:443/a",
    "https://cebid.vn/A/b.HTML": "https://cebid.vn/A/b.HTML",
    "https://cebid.vn/a//b/../c/": "https://cebid.vn/a//b/../c/",
    "https://cebid.vn/p?": "https://cebid.vn/p?",
    "https://cebid.vn/p?b=2&a=1&b=2": "https://cebid.vn/p?b=2&a=1&b=2",
    "https://cebid.vn/p?utm_source=zalo&UTM_Medium=x&id=7&fbclid=I%20w": "https://cebid.vn/p?id=7",
    "https://cebid.vn/p?zarsrc=30&gidzl=abc": "https://cebid.vn/p",
    "https://cebid.vn/p?x=1&amp;utm_campaign=z&amp;y=2": "https://cebid.vn/p?x=1&amp;y=2",
    "https://cebid.vn/p?utm%5Fsource=z": "https://cebid.vn/p",
    "https://cebid.vn/p?PHPSESSID=4f&id=2": "https://cebid.vn/p?id=2",
    "https://cebid.vn/web/tin;jsessionid=0A1B.node2?id=2": "https://cebid.vn/web/tin?id=2",
    "https://cebid.vn/(S(lit3py55t21z5v55vlm25s55))/Tin.aspx": "https://cebid.vn/Tin.aspx",
    "https://cebid.vn/a(b)/c": "https://cebid.vn/a(b)/c",
    "https://cebid.vn/%7euser/%c3%a1%2f": "https://cebid.vn/~user/%C3%A1%2F",
    "https://cebid.vn/tin tức?q=đất": "https://cebid.vn/tin%20t%E1%BB%A9c?q=%C4%91%E1%BA%A5t",
    "https://cebid.vn/100%/%%34%31%c3": "https://cebid.vn/100%/%%34%31%C3",
    'https://cebid.vn/"<{|}>^`\\': "https://cebid.vn/%22%3C%7B%7C%7D%3E%5E%60%5C",
    "https://viện.vn/a": "https://xn--vin-5kz.vn/a",
    "http://[2001:DB8::1]:80/a": "http://[2001:db8::1]/a",
    "http://127.0.0.1:8080/a": "http://127.0.0.1:8080/a",
    "https://cebid.vn./a": "https://cebid.vn./a",
    "https://cebid.vn:/a": "https://cebid.vn/a",
}


@pytest.mark.parametrize(("url", "key"), KEYS.items(), ids=KEYS)
def test_fetch_key_is_what_the_server_must_see(url, key):
    assert fetch_key(url) == key


def test_fetch_key_keeps_the_form_of_vietnamese_letters():
    composed, split = (f"https://cebid.vn/{unicodedata.normalize(form, 'giải-pháp')}" for form in ("NFC", "NFD"))

    assert fetch_key(composed) != fetch_key(split)
    assert [unquote(fetch_key(url)) for url in (composed, split)] == [composed, split]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cebid.vn",
        "/a",
        "ftp://cebid.vn/",
        "http://",
        "http:///a",
        "http://a b/",
        "http://a:99999/",
        "http://a:8x/",
        "http://[:]/a",
        "http://[1.2.3.4]/a",
        "http://a/\udcff",
        "http://%ff/#b",
        "http://<a>/",
    ],
)
def test_fetch_key_refuses_what_is_no_http_url(url):
    for function in (fetch_key, sendable, pattern_of):
        with pytest.raises(ValueError, match="^not a.*: " + re.escape(repr(url))):
            function(url)


RESOLVED = {
    "bai-2.html": "https://cebid.vn/tin/bai-2.html",
    "/a/../b/./c": "https://cebid.vn/b/c",
    "../../../x/..": "https://cebid.vn/",
    "%2e%2E/x": "https://cebid.vn/x",
    "  \n bai\n-3.html\t": "https://cebid.vn/tin/bai-3.html",
    "\x00\x1fbai.html\x07": "https://cebid.vn/tin/bai.html",
    "//nawapi.gov.vn/a": "https://nawapi.gov.vn/a",
    "///nawapi.gov.vn/a": "https://nawapi.gov.vn/a",
    "\\\\nawapi.gov.vn\\a\\b?c\\d": "https://nawapi.gov.vn/a/b?c\\d",
    "http:nawapi.gov.vn/a": "http://nawapi.gov.vn/a",
    "https:b.html": "https://cebid.vn/tin/b.html",
    "HTTP://nawapi.gov.vn/a": "http://nawapi.gov.vn/a",
    "?page=2": "https://cebid.vn/tin/bai.html?page=2",
    "": "https://cebid.vn/tin/bai.html?z=1",
    "#cuối": "https://cebid.vn/tin/bai.html?z=1#cuối",
    "tiếng việt.html": "https://cebid.vn/tin/tiếng việt.html",
    "a:b": None,
    "javascript:void(0)": None,
    "JavaScript :x": "https://cebid.vn/tin/JavaScript :x",
    "mailto:a@cebid.vn": None,
    "tel:+84": None,
    "data:text/plain,a": None,
    "ftp://cebid.vn/a": None,
    "http://": None,
    "http://a b/": None,
    "http://ai-do@gmail.com": None,
    "http://cebid.vn:70000/": None,
    "bai\ud800.html": None,
}


@pytest.mark.parametrize(("href", "url"), RESOLVED.items(), ids=map(ascii, RESOLVED))
def test_resolve_goes_where_a_browser_goes(href, url):
    assert resolve("https://cebid.vn/tin/bai.html?z=1#muc", href) == url


def test_resolve_from_a_bare_host():
    assert resolve("http://cebid.vn:8080", "a?b") == "http://cebid.vn:8080/a?b"


def test_sendable_drops_nothing_that_the_server_gave():
    assert sendable("HTTP://cebid.vn:80/đ;jsessionid=1?PHPSESSID=2&utm_source=x#y") == (
        "http://cebid.vn/%C4%91;jsessionid=1?PHPSESSID=2&utm_source=x"
    )


def test_urlkey_is_the_surt_of_pywb():
    assert urlkey("https://www.cebid.vn/Tin/?b=2&a=1") == "vn,cebid)/tin?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("https://CEBID.vn/a", "cebid.vn", "https://cebid.vn"),
        ("http://cebid.vn:8080/a", "cebid.vn", "http://cebid.vn:8080"),
        ("http://[::1]:8080/a", "[::1]", "http://[::1]:8080"),
        ("http://[::1]/a", "[::1]", "http://[::1]"),
        ("http://viện.vn?x", "xn--vin-5kz.vn", "http://xn--vin-5kz.vn"),
    ],
)
def test_host_and_origin(url, host, origin):
    assert (host_of(url), origin_of(url)) == (host, origin)


PATTERNS = {
    "https://cebid.vn/2024/03/bai-12.html": "cebid.vn/0/0/bai-0.html",
    "https://cebid.vn/lich?year=2024&month=3": "cebid.vn/lich?year=*&month=*",
    "https://cebid.vn/index.php?nv=news&op=Tin-12": "cebid.vn/index.php?nv=news&op=*",
    "https://cebid.vn/login/3fa85f6457174562b3fc2c963f66afa6": "cebid.vn/login/*",
    "https://cebid.vn/x/3FA85F64-5717-4562-B3FC-2C963F66AFA6/y": "cebid.vn/x/*/y",
    "https://cebid.vn/tin/gi%E1%BA%A3i-ph%C3%A1p-7": "cebid.vn/tin/giải-pháp-0",
    "http://127.0.0.1:81/trang-3": "127.0.0.1:81/trang-0",
}


@pytest.mark.parametrize(("url", "pattern"), PATTERNS.items(), ids=PATTERNS)
def test_pattern_of_masks_what_counts_up(url, pattern):
    assert pattern_of(url) == pattern


def test_repeated_segments():
    assert repeated_segments("https://cebid.vn/x.html/en/en/vi/en?en/en") == 3
    assert repeated_segments("https://cebid.vn/") == 0


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
URLISH = st.text(st.sampled_from("%0123aAfF/;?&=#()SjJ.-_~ đ́é+:@[]'|{}") | st.sampled_from(["a"]), max_size=40)
NAMES = st.sampled_from(["utm_source", "fbclid", "PHPSESSID", "id", "trang", "a%20b", "amp;utm_x", ""])
QUERY = st.lists(st.tuples(NAMES, URLISH.map(lambda text: text.replace("&", "").replace("#", ""))), max_size=4)


@given(TEXT | URLISH, QUERY)
@example("%%34%31", [])
@example(";jsession;jsessionid=1id=2", [])
@example("(S(a))/(S(b))/c", [])
def test_fetch_key_is_idempotent_and_ascii(path, query):
    key = fetch_key(f"https://cebid.vn/{path}?" + "&".join("=".join(pair) for pair in query))

    assert fetch_key(key) == key == sendable(key)
    assert key.isascii()
    assert " " not in key


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="#?;("), max_size=40))
def test_fetch_key_changes_nothing_but_the_spelling_of_a_path(path):
    assert unquote(fetch_key(f"https://cebid.vn/{path}")).encode() == unquote(f"https://cebid.vn/{path}").encode()


@given(st.lists(st.tuples(st.sampled_from(["id", "trang", "đ"]), st.text(string.printable, max_size=8)), min_size=1))
def test_fetch_key_keeps_order_and_number_of_what_is_asked(pairs):
    query = "&".join(f"{name}={value}" for name, value in pairs).replace("#", "")

    kept = urlsplit(fetch_key(f"https://cebid.vn/?{query}")).query

    assert [unquote(pair) for pair in kept.split("&")] == [unquote(pair) for pair in query.split("&")]


@given(TEXT | URLISH)
@example("http:\\\\cebid.vn\\%zz")
@example("//[::1/")
def test_what_resolve_gives_has_a_key(href):
    url = resolve("https://cebid.vn/tin/", href)

    assert url is None or fetch_key(fetch_key(url)) == fetch_key(url)


def test_fetch_key_is_fast_enough_for_every_link_of_a_page():
    urls = [f"https://nawapi.gov.vn/tin-tuc-trung-tam/hoat-dong/bai-viet-so-{i}/" for i in range(3000)]
    urls += [f"https://cebid.vn/index.php?nv=news&op=bai-{i}&page=3" for i in range(1000)]

    started = time.process_time()
    for url in urls:
        fetch_key(url)

    assert len(urls) / (time.process_time() - started) > 100_000
