"""Answers with status 200 that are not the page: they make no version of an article, and do not take it away."""

import pytest

from archive import clock
from archive.catalog import Catalog
from pipelines.reading.page import read_page
from tests.agency_site import agency_site, home_for, luuchieu
from tests.exchanges import exchange

SOON = "<h1>Hệ thống đang được bảo trì, nâng cấp</h1><p>Xin quý vị vui lòng quay lại sau.</p>"
MENU = "".join(f'<a href="/muc-{n}/">Mục số {n}</a>' for n in range(6))


def outcome_of(title, body, head=""):
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_page(exchange(body=page.encode()), None).outcome


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Thông báo", SOON),
        ("Site Maintenance", "<h1>We'll be back soon!</h1><p>We are performing some maintenance.</p>"),
        ("Just a moment...", "<p>Checking if the site connection is secure</p><script>challenge()</script>"),
        ("Xin chờ", "<p>Đang kiểm tra trình duyệt của bạn trước khi truy cập cebid.example</p>"),
        ("Account Suspended", "<p>This Account has been suspended.</p><a href='http://may-chu.example/'>Contact</a>"),
        ("Database Error", "<h1>Error establishing a database connection</h1>"),
        ("", "<b>Fatal error</b>: Uncaught Error: Call to undefined function mysql_connect() in /var/www/index.php:12"),
        ("Welcome to nginx!", "<p>If you see this page, the nginx web server is successfully installed.</p>"),
        ("Đăng nhập", "<h1>Đăng nhập hệ thống</h1><form><input name=u><input type=password name=p></form>"),
    ],
)
def test_a_page_that_only_says_why_there_is_no_page_is_a_stub(title, body):
    assert outcome_of(title, body) == "stub"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (SOON + MENU, ""),
        (SOON + "<time>05/03/2026</time>", ""),
        (SOON, '<meta property="og:type" content="article">'),
        (SOON + "<p>" + "Trong thời gian đó, hồ sơ được nhận trực tiếp tại trụ sở của Viện. " * 8 + "</p>", ""),
        ("<h1>Họp báo quý I</h1><p>Hội nghị tạm dừng lúc 12 giờ, sau đó tiếp tục đến hết ngày.</p>", ""),
        (MENU + MENU + "<form><input type=password></form><p>Hội nghị bàn về quan trắc nước.</p>", ""),
    ],
)
def test_what_a_site_says_itself_is_its_page(body, head):
    assert outcome_of("Thông báo của Viện", body, head) in ("article", "page")


@pytest.mark.slow
def test_a_day_of_maintenance_makes_no_version_and_takes_no_article_away(tmp_path):
    site = agency_site(2)
    path = "/tin-tuc/nghiem-thu-0.html"
    told = site.pages[path].body

    def look(day):
        now = clock.stamp(clock.at(clock.parse("2026-03-01T02:00:00Z").timestamp() + day * 86_400))
        ended = luuchieu("capture", site.url + path, "--home", home, LUUCHIEU_NOW=now)
        assert ended.returncode == 0, ended.stderr
        with Catalog.reader(home / "catalog.db") as catalog:
            (row,) = catalog.select("SELECT kind, state, state_detail, newest FROM article")
        return tuple(row.values())

    with site.served():
        home = home_for(tmp_path, site.url)
        states = [look(0)]
        for day, body in ((1, f"<title>Thông báo</title>{SOON}".encode()), (2, b""), (3, told)):
            site.pages[path].body = body
            states.append(look(day))
    assert states == [
        ("article", "live", None, 0),
        ("article", "unreachable", "stub", 0),
        ("article", "unreachable", "unreadable", 0),
        ("article", "live", None, 0),
    ]
