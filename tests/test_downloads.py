"""Documents behind addresses that do not tell what they are, from a real crawl and from its WARC files alone."""

from pathlib import Path

from archive.catalog import Catalog
from tests.agency_site import Page, agency_site, article, crawl, home_for, luuchieu
from tests.readings import all_views

PDF = (Path(__file__).parent / "wordpress" / "notice.pdf").read_bytes()
LINKS = """<p><a href="/download?id=7">Tải về</a> <a href="/tai-ve/8">Phụ lục</a> <a href="/get/9">Biểu mẫu</a>
<a href="/download?id=10">Bài cũ</a> <a href="/tin-tuc/nghiem-thu-1.html">Bài khác</a></p>"""


def test_what_is_answered_with_a_document_is_attached_live_and_in_rebuild(tmp_path):
    site = agency_site(3)
    site.put("/tin-tuc/nghiem-thu-0.html", article(0).replace("<p>Theo", f"{LINKS}<p>Theo", 1))
    site.pages["/download?id=7"] = Page(PDF, "application/pdf")
    site.pages["/tai-ve/8"] = Page(
        PDF + b"%", "application/octet-stream", headers={"Content-Disposition": 'attachment; filename="phu-luc.pdf"'}
    )
    site.pages["/get/9"] = Page(
        b"ma;ten\n1;Tram", "application/force-download", headers={"Content-Disposition": "attachment; filename=mau.csv"}
    )
    site.put("/download?id=10", article(2))
    with site.served():
        home = home_for(tmp_path / "home", site.url)
        assert crawl(home)["code"] == 0
    rebuilt = luuchieu("rebuild", "--home", home, "--into", tmp_path / "again")

    assert rebuilt.returncode == 0, rebuilt.stderr
    with Catalog.reader(home / "catalog.db") as live, Catalog.reader(tmp_path / "again" / "catalog.db") as again:
        attached = live.select("SELECT url, mime FROM attachments ORDER BY url")
        assert all_views(live) == all_views(again)
        pages = [row["url"] for row in live.select("SELECT url FROM pages")]
    assert attached == [
        {"url": f"{site.url}/download?id=7", "mime": "application/pdf"},
        {"url": f"{site.url}/get/9", "mime": "application/force-download"},
        {"url": f"{site.url}/tai-ve/8", "mime": "application/octet-stream"},
    ]
    assert pages == []
