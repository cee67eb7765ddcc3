"""What sites announce about themselves: REST API, feeds, sitemaps, robots.txt."""

import gzip
import json
import tracemalloc
from io import BytesIO

import pytest

from archive.model import Claim, Hint, Link
from pipelines.discovery.discover import discover
from pipelines.discovery.found import Discovered
from pipelines.discovery.seeds import seeds
from pipelines.discovery.xml import elements
from pipelines.reading.page import read_page
from tests.sites import HOST, agency_of, exchange_of

AGENCY = agency_of()
API = f"{HOST}/wp-json/wp/v2/posts?per_page=100&_fields=id,link,date,date_gmt,modified,modified_gmt,title"


def article(path: str) -> Link:
    return Link(f"{HOST}{path}", "page", 0, 2)


def post(path: str, **more: object) -> dict[str, object]:
    return {"id": 1, "link": f"{HOST}{path}", "title": {"rendered": "Hội nghị &amp; t&#7893;ng <em>kết</em>"}, **more}


def test_seeds_of_a_file_with_name_and_url():
    assert seeds(AGENCY) == (
        Link(f"{HOST}/", "page", 0, 0),
        Link(f"{HOST}/robots.txt", "sitemap", 0, 1),
        Link(f"{HOST}/sitemap.xml", "sitemap", 0, 1),
        Link(f"{HOST}/wp-sitemap.xml", "sitemap", 0, 1),
        Link(f"{HOST}/sitemap_index.xml", "sitemap", 0, 1),
        Link(API, "api", 0, 1),
        Link(f"{HOST}/feed/", "feed", 0, 1),
        Link(f"{HOST}/rss", "feed", 0, 1),
        Link(f"{HOST}/rss.xml", "feed", 0, 1),
    )


def test_seeds_are_those_of_the_ways_and_names_in_the_file():
    agency = agency_of(
        'seeds = ["/van-ban/"]\n[discovery]\nways = ["feeds", "listings"]\nfeeds = ["/rss/tin"]\n'
        'listings = ["/cong/tin/"]',
        f"{HOST}/cong/",
    )
    assert seeds(agency) == (
        Link(f"{HOST}/cong/", "page", 0, 0),
        Link(f"{HOST}/rss/tin", "feed", 0, 1),
        Link(f"{HOST}/cong/tin/", "listing", 0, 1),
        Link(f"{HOST}/van-ban/", "page", 0, 1),
    )


def test_posts_of_the_first_api_page_name_the_next_pages():
    posts = [
        post("/mot/", date="2020-02-13T14:05:00", date_gmt="2020-02-13T07:05:00", modified_gmt="2020-02-14T00:00:00"),
        post("/hai/", date="2020-02-12T08:00:00", date_gmt="0000-00-00T00:00:00", title="Hai"),
        {"link": "https://khac.vn/ba/"},
    ]
    body = "\ufeff<b>Warning</b>: mysqli [2002]\n" + json.dumps(posts)
    headers = ("Content-Type: application/json", "X-WP-Total: 203", "x-wp-totalpages: 3")
    assert discover(exchange_of(API, body, *headers), AGENCY) == Discovered(
        links=(
            article("/mot/"),
            article("/hai/"),
            Link(f"{API}&page=2", "api", 0, 1),
            Link(f"{API}&page=3", "api", 0, 1),
        ),
        hints=(
            Hint(f"{HOST}/mot/", "api", "Hội nghị & tổng kết", "2020-02-13T14:05:00+07:00", "2020-02-14T00:00:00Z"),
            Hint(f"{HOST}/hai/", "api", "Hai", "2020-02-12T08:00:00+07:00", None),
        ),
        claims=(Claim("api", 203),),
        refused=(("https://khac.vn/ba/", "other-host"),),
    )


def named_by(url: str, pages: int, *posts: dict[str, object]) -> list[str]:
    found = discover(exchange_of(url, json.dumps(posts), "X-WP-Total: 450", f"X-WP-TotalPages: {pages}"), AGENCY)
    return [link.url for link in found.links if link.kind == "api"]


def test_api_pages_name_the_next_few_up_to_the_last_that_the_site_claims():
    assert named_by(API, 100_000, post("/mot/")) == [f"{API}&page={n}" for n in (2, 3, 4, 5)]
    assert named_by(f"{API}&page=3", 5, post("/mot/")) == [f"{API}&page=4", f"{API}&page=5"]


def test_an_api_page_without_posts_names_no_further_one():
    assert named_by(f"{API}&page=3", 100_000) == []


def refusal(*numbers: int) -> str:
    told = "per_page phải nằm giữa {} (bao gồm) và {} (bao gồm)".format(*numbers)
    params = {"params": {"per_page": told}, "details": {"per_page": {"code": "rest_out_of_bounds"}}}
    return json.dumps({"code": "rest_invalid_param", "data": {"status": 400, **params}})


@pytest.mark.parametrize(
    ("asked", "most", "then"), [(100, 20, [20]), (100, 5, [10]), (10, 5, [5]), (100, 100, [10]), (1, 20, [])]
)
def test_an_api_that_refuses_so_many_posts_a_page_is_asked_for_fewer(asked: int, most: int, then: list[int]):
    url = API.replace("per_page=100", f"per_page={asked}")
    found = discover(exchange_of(url, refusal(1, most), status="400 Bad Request"), AGENCY)
    assert [link.url for link in found.links] == [API.replace("per_page=100", f"per_page={fewer}") for fewer in then]


@pytest.mark.parametrize(
    ("local", "gmt", "published"),
    [
        ("2020-02-13T07:00:00", "2020-02-13T00:00:00", "2020-02-13T07:00:00+07:00"),
        ("2020-02-13T00:00:00", "2020-02-12T17:00:00", "2020-02-13T00:00:00+07:00"),
        # sites that have another time for their own
        ("2020-02-13T07:05:00", "2020-02-13T07:05:00", "2020-02-13T07:05:00Z"),
        ("2020-02-13T15:05:00", "2020-02-13T07:05:00", "2020-02-13T07:05:00Z"),
        (None, "2020-02-13T07:05:00", "2020-02-13T07:05:00Z"),
        ("2020-02-13T14:05:00", "0000-00-00T00:00:00", "2020-02-13T14:05:00+07:00"),
    ],
)
def test_the_api_s_local_time_counts_where_gmt_tells_the_same(local, gmt, published):
    body = json.dumps([post("/mot/", date=local, date_gmt=gmt)])

    (hint,) = discover(exchange_of(API, body), AGENCY).hints

    assert hint.published == published


def test_api_without_its_headers_goes_on_while_pages_are_full():
    full = json.dumps([post(f"/bai-{number}/") for number in range(100)])
    assert discover(exchange_of(API, full), AGENCY).links[-1] == Link(f"{API}&page=2", "api", 0, 1)
    assert len(discover(exchange_of(f"{API}&page=2", json.dumps([post("/cuoi/")])), AGENCY).links) == 1
    fewer = API.replace("per_page=100", "per_page=20")
    found = discover(exchange_of(fewer, json.dumps(json.loads(full)[:20])), AGENCY)
    assert found.links[-1] == Link(f"{fewer}&page=2", "api", 0, 1)


def test_api_without_permalinks_is_tried_where_the_pretty_one_is_missing():
    plain = API.replace("/wp-json/wp/v2/posts?", "/?rest_route=/wp/v2/posts&")
    missing = exchange_of(API, "<html>404", status="404 Not Found")
    assert discover(missing, AGENCY).links == (Link(plain, "api", 0, 1),)
    found = discover(exchange_of(plain, json.dumps([post("/?p=7")]), "X-WP-TotalPages: 2"), AGENCY)
    assert found.links == (Link(f"{HOST}/?p=7", "page", 0, 2), Link(f"{plain}&page=2", "api", 0, 1))


@pytest.mark.parametrize("body", ['[{"link": ' + "[" * 100_000, '[{"id": ' + "9" * 10_000 + "}]", "[{", "<p>[]"])
def test_broken_json_tells_nothing(body: str):
    assert discover(exchange_of(API, body), AGENCY) == Discovered()


def test_half_a_surrogate_pair_does_not_reach_the_catalog():
    posts = [post("/mot/", title={"rendered": "Tin \ud83d"}, date_gmt="2026-01-01T00:00:00\ud83d")]
    assert discover(exchange_of(API, json.dumps(posts)), AGENCY).hints == (Hint(f"{HOST}/mot/", "api", "Tin ?"),)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Tin &#55357;&#56832; m&#x1EDB;i", "Tin 😀 mới"),
        ("Tin &#x00d83d;&#xDE00;", "Tin 😀"),
        ("Tin &#55357; mới", "Tin \ufffd mới"),
        ("Tin &#xDE00;&#xD83D;", "Tin \ufffd\ufffd"),
        ("Tin &#55000;", "Tin \ud6d8"),
    ],
)
def test_an_emoji_that_a_feed_writes_as_two_halves_is_one_letter(written: str, title: str):
    feed = f"<rss><channel><item><title>{written}</title><link>{HOST}/mot</link></item></channel></rss>"
    assert discover(exchange_of(f"{HOST}/feed/", feed, "Content-Type: application/rss+xml"), AGENCY).hints == (
        Hint(f"{HOST}/mot", "feed", title),
    )


def test_an_api_that_is_switched_off_tells_nothing():
    off = exchange_of(API, '{"code":"rest_cannot_access","message":"[{"}', status="401 Unauthorized")
    assert discover(off, AGENCY) == Discovered()


def test_rss_dates_stay_as_written():
    feed = f"""
    <?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
    <channel><title>Cổng mẫu</title><link>{HOST}/</link><atom:link rel="next" href="{HOST}/feed/?paged=2"/>
    <item><media:title>ảnh</media:title><title>Đo&nbsp;lường &amp;amp; chất lượng</title><link>{HOST}/tin?a=1&b=2</link>
      <pubDate>9/5/2026 1:30:00 PM</pubDate></item>
    <item><title><![CDATA[H&ocirc;m nay <b>họp</b>]]></title><link><![CDATA[ {HOST}/hop?x=1&y=2 ]]></link>
      <dc:date>2026-09-04T18:48:27+07:00</dc:date></item>
    <item><title>Chỉ có guid</title><guid isPermaLink="true">{HOST}/guid/</guid></item>
    <item><title>Bị cắt giữa chừng</title><link>{HOST}/cat/</link><pubDate>Thứ Sáu, 4 Tháng Chín 2026</pubDate>"""
    assert discover(exchange_of(f"{HOST}/rss/tin", feed, "Content-Type: text/html"), AGENCY) == Discovered(
        links=(
            article("/tin?a=1&b=2"),
            article("/hop?x=1&y=2"),
            article("/guid/"),
            article("/cat/"),
            Link(f"{HOST}/feed/?paged=2", "feed", 0, 1),
        ),
        hints=(
            Hint(f"{HOST}/tin?a=1&b=2", "feed", "Đo lường & chất lượng", "9/5/2026 1:30:00 PM (month first)"),
            Hint(f"{HOST}/hop?x=1&y=2", "feed", "Hôm nay họp", "2026-09-04T18:48:27+07:00"),
            Hint(f"{HOST}/guid/", "feed", "Chỉ có guid"),
            Hint(f"{HOST}/cat/", "feed", "Bị cắt giữa chừng", "Thứ Sáu, 4 Tháng Chín 2026"),
        ),
    )


def test_atom_and_rdf():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom"/>
    <entry><title type="html">Tin</title>
    <link rel="edit" href="/sua/"/><link href="/tin/"/><published>2026-01-02T03:04:05Z</published>
    <updated>2026-02-02T03:04:05Z</updated></entry></feed>"""
    assert discover(exchange_of(f"{HOST}/atom", atom), AGENCY).hints == (
        Hint(f"{HOST}/tin/", "feed", "Tin", "2026-01-02T03:04:05Z", "2026-02-02T03:04:05Z"),
    )
    rdf = f"""<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel/>
    <item rdf:about="x">
    <link>{HOST}/rdf/</link></item></rdf:RDF>"""
    assert discover(exchange_of(f"{HOST}/rdf.xml", rdf), AGENCY).links == (article("/rdf/"),)


def test_feed_in_a_legacy_encoding():
    feed = f"""<?xml version="1.0" encoding="windows-1258"?><rss><channel><item><title>Đo lương</title>
    <link>{HOST}/do/</link></item></channel></rss>""".encode("cp1258")
    assert discover(exchange_of(f"{HOST}/feed/", feed), AGENCY).hints == (Hint(f"{HOST}/do/", "feed", "Đo lương"),)


SITEMAP = f"""<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{HOST}/main-sitemap.xsl"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><image:image><image:loc>{HOST}/a.jpg</image:loc></image:image>
<loc> {HOST}/hop-bao/ </loc><lastmod>2026-01-02</lastmod>
<news:news><news:publication><news:name>Mẫu</news:name></news:publication>
<news:publication_date>2026-01-01T08:00:00+07:00</news:publication_date>
<news:title>Họp báo</news:title></news:news></url>
<url><loc>https://khac.vn/tin/</loc></url></urlset>"""


def test_news_sitemap():
    assert discover(exchange_of(f"{HOST}/sitemap-tin.xml", SITEMAP), AGENCY) == Discovered(
        links=(article("/hop-bao/"),),
        hints=(Hint(f"{HOST}/hop-bao/", "sitemap", "Họp báo", "2026-01-01T08:00:00+07:00", "2026-01-02"),),
        claims=(Claim("sitemap", 2),),
        refused=(("https://khac.vn/tin/", "other-host"),),
    )


def test_a_gzip_file_is_not_a_content_encoding():
    packed = gzip.compress(SITEMAP.encode())
    assert discover(exchange_of(f"{HOST}/s.xml.gz", packed, "Content-Type: application/x-gzip"), AGENCY) == discover(
        exchange_of(f"{HOST}/s.xml.gz", gzip.compress(packed), "Content-Encoding: gzip"), AGENCY
    )
    assert len(discover(exchange_of(f"{HOST}/s.xml.gz", packed), AGENCY).links) == 1


def test_sitemap_index_and_sitemaps_of_listings():
    index = f"""<sitemapindex xmlns="x"><sitemap><loc>{HOST}/wp-sitemap-posts-post-1.xml</loc></sitemap><sitemap>
    <loc>{HOST}/wp-sitemap-taxonomies-category-1.xml</loc></sitemap></sitemapindex>"""
    assert discover(exchange_of(f"{HOST}/wp-sitemap.xml", index), AGENCY) == Discovered(
        links=(
            Link(f"{HOST}/wp-sitemap-posts-post-1.xml", "sitemap", 0, 1),
            Link(f"{HOST}/wp-sitemap-taxonomies-category-1.xml", "sitemap", 0, 1),
        )
    )
    terms = f"<urlset><url><loc>{HOST}/tin-tuc/</loc></url><url><loc>{HOST}/tag/do-luong/</loc></url></urlset>"
    assert discover(exchange_of(f"{HOST}/wp-sitemap-taxonomies-category-1.xml", terms), AGENCY) == Discovered(
        links=(Link(f"{HOST}/tin-tuc/", "listing", 0, 4), Link(f"{HOST}/tag/do-luong/", "page", 0, 6))
    )


def test_a_sitemap_is_read_up_to_the_protocols_limit_and_says_so():
    entries = "".join(f"<url><loc>{HOST}/bai-viet-so/{number}/</loc></url>" for number in range(50_001))
    found = discover(exchange_of(f"{HOST}/sitemap.xml", f"<urlset>{entries}</urlset>"), AGENCY)
    assert (len(found.links), found.claims, found.remarks) == (
        50_000,
        (Claim("sitemap", 50_000),),
        (f"{HOST}/sitemap.xml: more than 50,000 entries, the rest was not read",),
    )


def test_instructions_and_comments_inside_an_entry_are_passed_over():
    entry = f"<url><?mau x?><loc><!-- địa chỉ -->{HOST}/tin-1/</loc><!-- hết --></url>"
    found = discover(exchange_of(f"{HOST}/sitemap.xml", f"<!-- đầu --><urlset>{entry}</urlset>"), AGENCY)
    assert [link.url for link in found.links] == [f"{HOST}/tin-1/"]


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_up_to_the_protocol_s_limit_is_read_to_its_end(packed):
    entry = "<url><loc>{0}/bai-{1}/</loc><a>&amp;{2}</a><b><![CDATA[{2}&]]></b></url>"
    body = "".join(["<urlset>", *(entry.format(HOST, n, "x" * 500_000) for n in range(49)), "</urlset>"]).encode()
    exchange = exchange_of(f"{HOST}/sitemap.xml", gzip.compress(body, 1) if packed else body, "Content-Type: x/y")
    tracemalloc.start()
    found = discover(exchange, AGENCY)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [link.url for link in found.links] == [f"{HOST}/bai-{n}/" for n in range(49)]
    assert (found.claims, found.remarks) == ((Claim("sitemap", 49),), ())
    assert 49_000_000 < len(body) < 50 << 20
    assert most < 16 << 20


def test_what_a_sitemap_names_before_its_limit_is_kept():
    entry = f"<url><loc>{HOST}/bai-1/</loc></url>"
    body = gzip.compress(b"<urlset>" + entry.encode() + b" " * (51 << 20), 1)
    found = discover(exchange_of(f"{HOST}/sitemap.xml.gz", body, "Content-Type: application/x-gzip"), AGENCY)
    assert [link.url for link in found.links] == [f"{HOST}/bai-1/"]
    told = "longer than 50 MB uncompressed, the sitemap protocol's limit; the rest was not read"
    assert found.remarks == (f"{HOST}/sitemap.xml.gz: {told}",)


def test_a_document_beyond_the_limit_is_said_not_swallowed():
    bomb = gzip.compress(b"<urlset>" + b" " * (50 * 1024 * 1024))
    found = discover(exchange_of(f"{HOST}/sitemap.xml", bomb, "Content-Encoding: gzip"), AGENCY)
    assert (found.links, len(found.remarks)) == ((), 1)
    told = "longer than 50 MB uncompressed, the sitemap protocol's limit; the rest was not read"
    assert found.remarks == (f"{HOST}/sitemap.xml: {told}",)


def test_sitemap_as_plain_text():
    listed = f"\ufeff{HOST}/mot/\r\n\r\n{HOST}/hai/\n"
    found = discover(exchange_of(f"{HOST}/sitemap.txt", listed, "Content-Type: text/plain"), AGENCY)
    assert found == Discovered(links=(article("/mot/"), article("/hai/")), claims=(Claim("sitemap", 2),))


def test_robots_names_sitemaps():
    robots = f"User-agent: *\nDisallow: /x\n\nSITEMAP: {HOST}/s1.xml\r\n sitemap : /s2.xml # cũ\n#Sitemap: /no.xml\n"
    assert discover(exchange_of(f"{HOST}/robots.txt", robots), AGENCY).links == (
        Link(f"{HOST}/s1.xml", "sitemap", 0, 1),
        Link(f"{HOST}/s2.xml", "sitemap", 0, 1),
    )


def test_entities_are_never_fetched_or_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("/bi-mat/")
    doctype = f'<!DOCTYPE urlset [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    xml = f"{doctype}<urlset><url><loc>{HOST}&s;</loc></url></urlset>"
    assert "bi-mat" not in repr(discover(exchange_of(f"{HOST}/sitemap.xml", xml), AGENCY))


def test_well_known_documents_that_are_excluded_are_not_asked_for():
    agency = agency_of('exclude = ["sitemap", "/rss", "wp-json", "robots"]')
    assert [link.url for link in seeds(agency)] == [f"{HOST}/", f"{HOST}/robots.txt", f"{HOST}/feed/"]


MAP = f"""<?xml version="1.0" encoding="{{}}"?><!-- 1 --><urlset><url><loc>{HOST}/tin/mới/</loc></url></urlset>"""


@pytest.mark.parametrize("declared", ["UTF-8", "utf-16", "UCS-2", "utf-32", "windows-9999", "iso-8859-1"])
def test_xml_in_utf_8_is_read_whatever_it_declares(declared: str):
    found = discover(exchange_of(f"{HOST}/sitemap.xml", MAP.format(declared), "Content-Type: text/xml"), AGENCY)
    assert [(link.url, link.kind) for link in found.links] == [(f"{HOST}/tin/mới/", "page")]


@pytest.mark.parametrize("declared", ["utf-16", "UCS-2", "utf-32", "windows-9999", "iso-8859-1"])
def test_xml_in_ascii_is_read_whatever_it_declares(declared: str):
    sitemap = MAP.format(declared).replace("mới", "moi")
    found = discover(exchange_of(f"{HOST}/sitemap.xml", sitemap, "Content-Type: text/xml"), AGENCY)
    assert [link.url for link in found.links] == [f"{HOST}/tin/moi/"]


@pytest.mark.parametrize("declared", ["windows-1252", "ISO-8859-1"])
def test_a_feed_whose_first_letters_are_all_ascii_is_read_as_it_declares(declared: str):
    """The first 256 KiB decided that it is UTF-8."""
    items = f"<item><title>{'a' * 300_000}</title></item><item><title>Café mùa</title></item>"
    feed = f'<?xml version="1.0" encoding="{declared}"?><rss><channel>{items}</channel></rss>'.encode("latin-1")
    assert [one.findtext("title") for one in elements(BytesIO(feed), frozenset({"item"}))][1] == "Café mùa"


@pytest.mark.parametrize("mime", ["image/png", "application/pdf", "font/woff", "application/vnd.ms-excel"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_sitemap_is_known_by_its_bytes_whatever_its_label(mime: str, packed: bool):
    data = gzip.compress(MAP.format("UTF-8").encode()) if packed else MAP.format("UTF-8").encode()
    found = discover(exchange_of(f"{HOST}/sitemap.xml", data, f"Content-Type: {mime}"), AGENCY)
    assert (len(found.links), found.claims) == (1, (Claim("sitemap", 1),))
    reading = read_page(exchange_of(f"{HOST}/sitemap.xml", data, f"Content-Type: {mime}"), AGENCY)
    assert (reading.outcome, reading.claims) == ("sitemap", found.claims)


@pytest.mark.parametrize(
    ("mime", "data"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe1<x:xmpmeta><rdf:RDF xmlns:rdf='x'></rdf:RDF>"),
        ("image/png", b"<svg><metadata><rdf:RDF xmlns:rdf='x'></rdf:RDF></metadata></svg>"),
        ("image/svg+xml", b"<svg><metadata><rdf:RDF xmlns:rdf='x'></rdf:RDF></metadata></svg>"),
        ("application/msword", b"<html><body><a href='/tin/mot/'>x</a><rss ></body></html>"),
    ],
)
def test_pictures_that_hold_rdf_announce_nothing(mime: str, data: bytes):
    exchange = exchange_of(f"{HOST}/anh/1", data, f"Content-Type: {mime}")
    assert discover(exchange, AGENCY) == Discovered()
    assert read_page(exchange, AGENCY).outcome == ("attachment" if "msword" in mime else "asset")
