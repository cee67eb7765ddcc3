"""Links in HTML pages and style sheets: which are found, how they are written, what is refused."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Link
from archive.urls import fetch_key
from pipelines.agency import Agency
from pipelines.discovery.discover import discover
from pipelines.discovery.found import Discovered
from pipelines.discovery.scope import classify
from tests.sites import HOST, agency_of, exchange_of, page_of

AGENCY = agency_of()
PAGE = f"{HOST}/tin-tuc/"


def found_on(body: str | bytes, agency: Agency = AGENCY, url: str = PAGE, *headers: str) -> list[tuple[str, str]]:
    return [(link.kind, link.url.removeprefix(HOST)) for link in discover(page_of(url, body, *headers), agency).links]


def test_kinds_depths_and_priorities():
    body = """<title>x</title><a href="/thong-bao/">a</a><a href=bai-viet-ve-do-luong-nam-2026.html>b</a>
    <a href='/tin-tuc/page/2/#noi-dung'>2</a><area href="/uploads/Bao-cao.PDF"><img src="anh.jpg" alt="<a href='/x'>">
    <a href="/category/tin-tuc/">c</a><a href="/rss/tin-moi.rss">r</a><a href="/tag/nuoc/">t</a><!-- <a href="/cu/"> -->
    <script>document.write('<a href="/js/">')</script>"""
    assert discover(page_of(PAGE, body), AGENCY) == Discovered(
        links=(
            Link(f"{HOST}/thong-bao/", "page", 1, 5),
            Link(f"{PAGE}bai-viet-ve-do-luong-nam-2026.html", "page", 1, 3),
            Link(f"{PAGE}page/2/", "pagination", 0, 3),
            Link(f"{HOST}/uploads/Bao-cao.PDF", "attachment", 0, 4),
            Link(f"{PAGE}anh.jpg", "asset", 0, 6),
            Link(f"{HOST}/category/tin-tuc/", "listing", 1, 4),
            Link(f"{HOST}/rss/tin-moi.rss", "feed", 0, 1),
            Link(f"{HOST}/tag/nuoc/", "page", 1, 6),
        )
    )


@pytest.mark.parametrize(
    "href",
    [
        "/tin-tuc/page/2/",
        "?page=2",
        "?cur=2",
        "/web/guest/tin?p_p_id=101_INSTANCE_x&_101_INSTANCE_x_delta=10&_101_INSTANCE_x_cur=17",
        "/tin-tuc/trang-3.htm",
        "/tin-tuc/trang-3",
        "/tin-tuc-p4.html",
        "/index.php?nv=news&op=page-2",
        "/index.php/tin?start=20",
        "/Tin.aspx?PageIndex=5",
    ],
)
def test_numbered_pages_of_a_listing(href: str):
    assert [link.kind for link in discover(page_of(PAGE, f'<a href="{href}">x</a>'), AGENCY).links] == ["pagination"]


@pytest.mark.parametrize("href", ["/?p=123", "/?page_id=4", "/hoi-nghi-lan-2/", "/bai-p.html", "/tin?id=12"])
def test_numbers_that_count_no_pages(href: str):
    assert [link.kind for link in discover(page_of(PAGE, f'<a href="{href}">x</a>'), AGENCY).links] == ["page"]


def test_head_of_a_page():
    body = f"""<link rel="canonical" href="{PAGE}"><link rel="next" href="/tin-tuc/?trang-sau=2">
    <link rel=alternate type="application/rss+xml" href="/feed/"><link rel="https://api.w.org/" href="{HOST}/wp-json/">
    <link rel=alternate type="application/rss+xml" href="{PAGE}feed/"><link rel=alternate hreflang=en href="/en/">
    <link rel="shortcut icon" href="/favicon.ico"><link rel="preload" as="font" href="/a.woff2">
    <meta http-equiv=Refresh content="0; URL='/moi/'"><meta property="og:image" content="/og.jpg">"""
    api = "/wp-json/wp/v2/posts?per_page=100&_fields=id,link,date,date_gmt,modified,modified_gmt,title"
    assert found_on(body) == [
        ("canonical", "/tin-tuc/"),
        ("pagination", "/tin-tuc/?trang-sau=2"),
        ("feed", "/feed/"),
        ("api", api),
        ("asset", "/favicon.ico"),
        ("asset", "/a.woff2"),
        ("redirect", "/moi/"),
        ("asset", "/og.jpg"),
    ]
    header = 'Link: </x.css>; rel=preload, <https://mau.gov.vn/?rest_route=/>; rel="https://api.w.org/"'
    plain = api.replace("/wp-json/wp/v2/posts?", "/?rest_route=/wp/v2/posts&")
    assert found_on("<p>x", AGENCY, PAGE, header) == [("api", plain)]


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}page/2/", f"{HOST}/page/2/"])
def test_the_feed_of_one_page_of_a_site_tells_nothing_new(url: str):
    feed = '<link rel=alternate type="application/rss+xml" href="{}">'
    own, site = feed.format(f"{PAGE}feed/"), feed.format(f"{HOST}/feed/")

    # From elsewhere a feed may be all that leads to a section.
    kept = [("feed", "/feed/")] if url.startswith(PAGE) else [("feed", "/tin-tuc/feed/"), ("feed", "/feed/")]
    assert found_on(own + site, url=url) == kept


def test_files_that_replay_needs_come_from_any_host():
    body = """<link rel=stylesheet href="//cdn.vn/a.css"><script src="https://cdn.vn/a.js"></script>
    <img src="data:image/gif;base64,R0lGOD" data-src="https://anh.vn/lon.jpg"
      srcset="/nho,vua.jpg 480w, /vua.jpg 1.5x,/lon.jpg">
    <picture><source srcset="/a.webp"></picture><video poster="/bia.png"><source src="/phim.mp4"></video>
    <div style="background: url('/nen.png')"></div><style>/* url(/cu.png) */ @font-face{src:url(/f.woff2)}</style>
    <table background="/o.gif"></table><script>var a = 1</script><img src=""><img>"""
    assert found_on(body) == [
        ("asset", "https://cdn.vn/a.css"),
        ("asset", "https://cdn.vn/a.js"),
        ("asset", "https://anh.vn/lon.jpg"),
        ("asset", "/nho,vua.jpg"),
        ("asset", "/vua.jpg"),
        ("asset", "/lon.jpg"),
        ("asset", "/a.webp"),
        ("asset", "/bia.png"),
        ("asset", "/nen.png"),
        ("asset", "/f.woff2"),
        ("asset", "/o.gif"),
    ]


def test_each_kind_of_file_can_be_switched_off():
    body = "<link rel=stylesheet href=/a.css><script src=/a.js></script><img src=/a.png><a href=/a.doc><a href=/a.woff>"
    off = agency_of("[keep]\nattachments = false\nimages = false\nstyles = false\nscripts = false\nfonts = false")
    assert len(found_on(body)) == 5
    assert discover(page_of(PAGE, body), off) == Discovered(
        refused=tuple((f"{HOST}/a.{each}", "not-kept") for each in ("css", "js", "png", "doc", "woff"))
    )


def test_files_of_other_hosts_that_are_not_kept_are_refused_and_seen():
    cdn = "https://cdn.khac.vn"
    body = f"<link rel=stylesheet href={cdn}/a.css><img src={cdn}/a.png><a href={cdn}/tin/>x</a>"
    sheet = f"@import '{cdn}/b.css'; p {{ background: url({cdn}/b.png) }}"
    off = agency_of("[keep]\nimages = false")

    refused = [
        discover(page_of(PAGE, body), off).refused,
        discover(exchange_of(f"{HOST}/a.css", sheet, "Content-Type: text/css"), off).refused,
    ]

    assert refused == [((f"{cdn}/a.png", "not-kept"),), ((f"{cdn}/b.png", "not-kept"),)]


def test_documents_in_a_viewer():
    body = """<iframe src="https://docs.google.com/viewer?url=https%3A%2F%2Fmau.gov.vn%2Ftep%2Fa.pdf&embedded=true"></iframe>
    <iframe src="/pdfjs/viewer.html?file=/tep/b.pdf"></iframe><object data="c.docx"></object>
    <iframe src="https://www.youtube.com/embed/x"></iframe>"""
    assert found_on(body) == [
        ("attachment", "/tep/a.pdf"),
        ("attachment", "/tep/b.pdf"),
        ("attachment", "/tin-tuc/c.docx"),
    ]


def test_vietnamese_letters_are_sent_as_written():
    nfc, nfd = "/gi\u1ea3i-ph\u00e1p", "/gia\u0309i-pha\u0301p"
    links = found_on(f'<a href="{nfc}">1</a><a href="{nfd}">2</a><a href="/gi&#7843;i–a,b c">3</a>')
    assert links == [("page", nfc), ("page", nfd), ("page", "/giải–a,b c")]
    assert [fetch_key(HOST + url) for _kind, url in links] == [
        f"{HOST}/gi%E1%BA%A3i-ph%C3%A1p",
        f"{HOST}/gia%CC%89i-pha%CC%81p",
        f"{HOST}/gi%E1%BA%A3i%E2%80%93a,b%20c",
    ]


def test_links_of_a_legacy_encoding_go_back_as_the_bytes_they_were():
    body = b'<meta charset=x-tcvn><title>Tin t\xf8c</title><a href="/tin-t\xf8c?t=\xae&amp;r=1">x</a>'
    assert found_on(body) == [("page", "/tin-t%F8c?t=%AE&r=1")]


def test_links_too_long_to_be_any_are_said():
    long = "/x" * 2000
    body = f'<a href="{long}">x</a><img src="data:image/png;base64,{long}"><a href="/tin/">x</a>'
    assert discover(page_of(PAGE, body), AGENCY) == Discovered(
        links=(Link(f"{HOST}/tin/", "page", 1, 5),),
        remarks=(f"{PAGE}: 1 links longer than 3,000 characters were not followed",),
    )


def test_utf16():
    assert found_on('<a href="/tin/">x</a>'.encode("utf-16")) == [("page", "/tin/")]


def test_liferay_articles_have_one_url_whatever_listing_led_there():
    old = "/web/so/-/bai?inheritRedirect=true&amp;redirect=%2Ftin%3Fcur%3D17"
    new = "/w/bai?_com_liferay_asset_INSTANCE_x_redirect=https%3A%2F%2Fmau.gov.vn%2Ftin&amp;_com_x_assetEntryId=5"
    body = f'<a href="{old}">x</a><a href="{new}">x</a><a href="/di?redirect=x">y</a>'
    assert found_on(body) == [
        ("page", "/web/so/-/bai"),
        ("page", "/w/bai?_com_x_assetEntryId=5"),
        ("page", "/di?redirect=x"),
    ]


def test_base_element():
    assert found_on('<base href="/goc/"><a href="a">x</a>') == [("page", "/goc/a")]


def test_other_hosts_are_left_out_and_own_traps_are_named():
    body = """<a href="https://khac.vn/">x</a><a href="mailto:a@b">x</a><a href="javascript:void(0)">x</a>
    <a href="/tin.html/en/en/vi/en">x</a><a href="http://www.mau.gov.vn/a/">x</a><a href="/dang-nhap.php?x=1">x</a>"""
    assert discover(page_of(PAGE, body), AGENCY) == Discovered(
        links=(Link("http://www.mau.gov.vn/a/", "page", 1, 5),),
        refused=((f"{HOST}/tin.html/en/en/vi/en", "languages"), (f"{HOST}/dang-nhap.php?x=1", "login")),
    )


def test_nothing_is_read_from_errors_and_other_hosts():
    body = '<html><a href="https://mau.gov.vn/a/">x</a>'
    assert discover(exchange_of(PAGE, body, status="404 Not Found"), AGENCY) == Discovered()
    assert discover(page_of("https://khac.vn/", body), AGENCY) == Discovered()
    assert discover(exchange_of(f"{HOST}/a.pdf", body, "Content-Type: application/pdf"), AGENCY) == Discovered()


def test_redirects_are_links():
    moved = exchange_of(PAGE, "", "Location: /m\xe1\xbb\x9bi/", status="301 Moved Permanently")
    assert discover(moved, AGENCY) == Discovered(links=(Link(f"{HOST}/m%E1%BB%9Bi/", "redirect", 0, 0),))
    away = exchange_of(PAGE, "", "Location: https://khac.vn/", status="302 Found")
    assert discover(away, AGENCY) == Discovered(refused=(("https://khac.vn/", "other-host"),))


def test_style_sheets_of_any_host_name_fonts_and_pictures():
    css = """@import "in.css"; @import url(khac.css); /* url(cu.png) */
    @font-face { src: url("../f/a.woff2?v=1") format("woff2"), url('a.ttf') } a { background: URL( b.png ) }
    b { background: url(data:image/png;base64,AAAA) } c { mask: url(#m) }"""
    found = discover(exchange_of("https://cdn.vn/css/a.css", css, "Content-Type: text/css"), AGENCY)
    urls = ["css/in.css", "css/khac.css", "f/a.woff2?v=1", "css/a.ttf", "css/b.png"]
    assert found == Discovered(links=tuple(Link(f"https://cdn.vn/{url}", "asset", 0, 6) for url in urls))


LISTING = '[discovery]\nlistings = ["/tin/"]\npagination = "trang-{n}.aspx"\n'


@pytest.mark.parametrize(
    ("page", "following"),
    [("/tin/", "/tin/trang-2.aspx"), ("/tin/trang-9.aspx", "/tin/trang-10.aspx"), ("/khac/", None)],
)
def test_pagination_that_scripts_hide(page: str, following: str | None):
    body = '<a href="/tin/hoi-nghi-tong-ket-cuoi-nam.aspx">x</a><a href="javascript:__doPostBack(1)">2</a>'
    found = found_on(body, agency_of(LISTING), HOST + page)
    assert found[1:] == ([("pagination", following)] if following else [])


@pytest.mark.parametrize(
    ("anchor", "url"),
    [
        (
            """<a href="javascript:" onclick="javascript:RefreshPageTo(event, &quot;/tin/Lists/Bai/AllPosts.aspx?"""
            """Paged=TRUE\\u0026p_ID=10\\u0026PageFirstRow=11&quot;);javascript:return false;">Next</a>""",
            f"{HOST}/tin/Lists/Bai/AllPosts.aspx?Paged=TRUE&p_ID=10&PageFirstRow=11",
        ),
        (f"""<a href="JavaScript:SubmitFormPost('{HOST}/tin?PageFirstRow=3')">x</a>""", f"{HOST}/tin?PageFirstRow=3"),
        ("""<a href="#" onclick="window.open('tin-4.htm', '_blank')">x</a>""", f"{HOST}/chuyen-muc/tin-4.htm"),
        ("""<a onclick='location.href = "\\/tin\\/a"'>x</a>""", f"{HOST}/tin/a"),
        ("""<a onclick="location='/tin/b'; return false">x</a>""", f"{HOST}/tin/b"),
        ("""<a href="/tin/c" onclick="window.open('/dem')">x</a>""", f"{HOST}/tin/c"),
    ],
)
def test_a_link_that_only_a_script_goes_is_followed(anchor: str, url: str):
    assert [link for _kind, link in found_on(anchor, AGENCY, f"{HOST}/chuyen-muc/tin")] == [url.removeprefix(HOST)]


@pytest.mark.parametrize(
    "script",
    [
        "_gaq.push(['_trackPageview', '/di-ra/quang-cao'])",
        "location.href = '/tin?id=' + this.id",
        "window.open('javascript:void(0)')",
        "showTab('/tin')",
        "reopen('/tin')",
        "__doPostBack('/tin', '')",
    ],
)
def test_what_a_script_counts_or_computes_is_no_link(script: str):
    assert found_on(f'<a href="javascript:void(0)" onclick="{script}">x</a>') == []


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/tin/Lists/Bai/AllPosts.aspx", "listing"),
        ("/vanban/Forms/AllItems.aspx?View={6CBF14B7}", "listing"),
        ("/vanban/Forms/AllItems.aspx?Paged=TRUE&PagedPrev=TRUE&p_ID=31&PageFirstRow=1", "pagination"),
        ("/tin/Lists/Bai/Post.aspx?ID=31", "page"),
        ("/tin/Lists/Bai/DispForm.aspx?ID=31", "page"),
        ("/tin/khong-paged-true-p_id=3", "page"),
    ],
)
def test_views_of_a_list_in_sharepoint(url: str, kind: str):
    assert classify(HOST + url, AGENCY)[0] == kind


def test_pagination_ends_where_a_page_brings_no_articles():
    agency = agency_of("article = ['/tin/bai-']\n" + LISTING)
    assert found_on('<a href="/tin/lien-he-voi-chung-toi.aspx">x</a>', agency, f"{HOST}/tin/trang-7.aspx") == [
        ("page", "/tin/lien-he-voi-chung-toi.aspx")
    ]


def test_ways_that_are_switched_off_are_not_gone():
    agency = agency_of("""article = ['/bai-.$']\n[discovery]\nways = ["listings"]\nlistings = ["/tin/"]""")
    body = """<link rel="https://api.w.org/" href="/wp-json/"><a href="/bai-1">x</a><a href="/khac">y</a>
    <a href="?page=2">2</a>"""
    on_listing = [("page", "/bai-1"), ("page", "/khac"), ("pagination", "/tin/?page=2")]
    assert found_on(body, agency, f"{HOST}/tin/") == on_listing
    assert found_on(body, agency, f"{HOST}/bai-2") == [("page", "/bai-1"), ("pagination", "/bai-2?page=2")]


@pytest.mark.parametrize("scaffold", ["<div>", "<b><ul>", "<table>"])
def test_a_page_that_nests_without_end_takes_no_time(scaffold: str):
    body = scaffold * 100_000 + '<a href="/tin/">x</a><img src="/a.jpg">'
    began = time.process_time()
    assert set(found_on(body)) >= {("page", "/tin/"), ("asset", "/a.jpg")}
    assert time.process_time() - began < 3


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_stop_discovery_and_all_that_is_found_can_be_fetched(body: bytes):
    found = [
        discover(exchange_of(HOST + path, start + body, f"Content-Type: {mime}"), AGENCY)
        for mime in ("text/html", "text/css", "application/xml", "text/plain")
        for path in ("/", "/robots.txt", "/wp-json/wp/v2/posts", "/sitemap.xml")
        for start in (b"", b"<a href='", b"<rss><item><link>", b"<urlset><url><loc>", b'[{"link":')
    ]
    links = [link.url for one in found for link in one.links]

    assert len(found) == 80
    assert [url for url in links if fetch_key(url).partition(":")[0] not in ("http", "https")] == []


ODD = """<html><head><base href="/goc/"><script>var a = "<a href='/khong/'>"; // > </script>
<style>.x { background: url(/nen.png) } /* <a href="/khong/"> */</style><!-- <a href="/khong/"> -- > --></head><body>
<a title="a > b" href="/tin-mot-hai-ba-bon-nam/">Một</a><a href='/tin-đo-lường-chất-lượng-mới/'>Hai</a>
<p style="background:url('/a.jpg')">x < y</p><textarea><a href="/khong/"></textarea>
<img src="data:image/png;base64,AAAA" data-src="/b.jpg"><a href="bai-3.html">Ba</a><iframe src="/tep/a.pdf"></iframe>"""


@pytest.mark.parametrize("part", [64, 65, 100, 501])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
def test_a_long_page_read_in_parts_has_the_same_links(part, encoding, monkeypatch):
    body = ODD.encode(encoding, "xmlcharrefreplace")
    whole = discover(page_of(f"{HOST}/trang/", body), AGENCY)
    monkeypatch.setattr("pipelines.discovery.html_links._PART", part)
    assert discover(page_of(f"{HOST}/trang/", body), AGENCY) == whole
    assert f"{HOST}/goc/bai-3.html" in [link.url for link in whole.links]
    assert f"{HOST}/khong/" not in [link.url for link in whole.links]


def test_a_long_page_gives_all_its_links_in_little_memory():
    link = "<li><a href='/muc-{0}/tin-nuoc-ngam-{0}.html'>Tin số {0}</a><img src='data:image/png;base64,{1}'></li>"
    body = "".join(link.format(number, "iVBORw0KGgo" * 4000 if number % 20 == 0 else "") for number in range(12_000))
    exchange = page_of(f"{HOST}/so-do/", f"<html><body>{body}</body></html>")
    tracemalloc.start()
    found = discover(exchange, AGENCY)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(body) > 25_000_000
    assert [link.url for link in found.links] == [f"{HOST}/muc-{n}/tin-nuoc-ngam-{n}.html" for n in range(12_000)]
    assert most < 40 << 20


@pytest.mark.slow
def test_of_more_links_than_any_page_has_the_rest_is_left_out_and_said():
    body = "".join(f"<a href=/{number}>" for number in range(200_000))
    found = discover(page_of(f"{HOST}/bay/", body), AGENCY)
    assert 100_000 < len(found.links) < 190_000
    assert found.remarks == (f"{HOST}/bay/: more than 100,000 links, the rest of the page was not followed",)
