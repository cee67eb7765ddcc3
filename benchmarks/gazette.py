"""A simulated agency: what it publishes, edits and removes in a year, and how its site answers at any instant.

Everything follows from a seed. The site is what an HTTP server would send for a path at a time; who fetches, and over
what, is the caller's.
"""

import hashlib
import json
import math
import random
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal
from urllib.parse import parse_qs, urlsplit

VIETNAM = timezone(timedelta(hours=7))
_HEAD, _LISTED, _IN_SITEMAP, _PER_PAGE = 10, 10, 200, 100
_SITEMAP = re.compile(r"/sitemap(?:-(\d+))?\.xml")
_TOPICS = ("quan-trac", "kiem-dinh", "dao-tao", "thong-bao")
_PLACES = ("Đà Lạt", "Quy Nhơn", "Hà Giang", "Bến Tre", "Tam Kỳ", "Buôn Ma Thuột", "Đồng Hới", "Cà Mau", "Sa Pa")
_THINGS = ("trạm quan trắc", "giếng khoan", "phòng thử nghiệm", "bản đồ địa chất", "cân kiểm tra", "máy đo độ mặn")

_WHO = (
    *("các kỹ sư trẻ", "bà con ngư dân", "nhóm chuyên gia", "phòng thí nghiệm tỉnh", "hội đồng khoa học"),
    *("tổ giám sát cộng đồng", "sinh viên năm cuối", "ban quản lý khu bảo tồn", "doanh nghiệp chế biến", "trung tâm"),
)
_HOW = (
    *(
        "lần đầu tiên",
        "sau nhiều năm chuẩn bị",
        "theo đề nghị của địa phương",
        "trong hai tuần liền",
        "bất chấp mưa lớn",
    ),
    *(
        "với sự giúp đỡ của dân bản",
        "bằng nguồn vốn tự có",
        "đúng như cam kết",
        "ngay trong đêm",
        "một cách thận trọng",
    ),
)
_DID = (
    *("trình bày kết quả", "thảo luận kỹ", "thử nghiệm thành công", "đo đạc lại", "thống nhất cách tính"),
    *("lắp đặt xong", "đề xuất hướng xử lý", "công bố số liệu", "bàn giao toàn bộ", "phản biện"),
)
_WHAT = (
    *("mô hình dự báo lũ", "bộ mẫu nước ngầm", "quy trình hiệu chuẩn", "thiết bị đo gió", "hồ sơ vùng trồng"),
    *("bản đồ sạt lở", "phương án cấp điện", "giống lúa chịu mặn", "cảm biến rung chấn", "dữ liệu thủy triều"),
)
_WHERE = (
    *("ở vùng thượng nguồn", "dọc bờ kè phía đông", "tại các xã ven biển", "trên đỉnh đèo", "quanh hồ chứa"),
    *("ở cửa sông", "trong khu công nghiệp cũ", "bên quốc lộ mới mở", "tại bến cảng", "giữa cánh đồng mẫu"),
)
_WHY = (
    *("để kịp mùa khô", "nhằm giảm chi phí vận hành", "cho các trường trong huyện", "trước khi nghiệm thu"),
    *("vì an toàn của người dân", "phục vụ quy hoạch dài hạn", "để so sánh với năm ngoái", "theo chuẩn quốc tế"),
)


@dataclass(frozen=True)
class Make:
    """How a site is made: what it announces its articles with, and whether its pages bear tags or change by themselves.

    `rest`: whether its API keeps to `modified_after`; `sitemap`: whether it says when pages were modified.
    """

    rest: Literal["follows", "ignores", "refuses", None] = None
    feed: bool = False
    sitemap: Literal["dated", "plain", None] = None
    tags: bool = False
    counters: bool = False


@dataclass
class Post:
    """One article: its instants as Unix time; `edits` in order."""

    number: int
    published: float
    edits: list[float] = field(default_factory=list)
    removed: float | None = None

    @property
    def path(self) -> str:
        """Where it stands on its site."""
        return f"/{self.topic}/hoat-dong-do-dac-so-{self.number}.html"

    @property
    def topic(self) -> str:
        """The listing that it belongs to."""
        return _TOPICS[self.number % len(_TOPICS)]

    @property
    def place(self) -> str:
        """Where it happened."""
        return _PLACES[self.number % len(_PLACES)]

    @property
    def thing(self) -> str:
        """What it is about."""
        return _THINGS[self.number % len(_THINGS)]

    @property
    def title(self) -> str:
        """Its headline."""
        return f"Đoàn công tác kiểm tra {self.thing} số {self.number} tại {self.place}"

    @property
    def lead(self) -> str:
        """What every tenth bulletin says in other figures, and all others in words of their own."""
        day = datetime.fromtimestamp(self.published, VIETNAM)
        if self.number % 10 == 0:
            return (
                f"Ngày {day:%d/%m/%Y}, tại {self.place}, đoàn công tác số {self.number} đã kiểm tra {self.thing} và"
                f" ghi nhận {self.number * 3 + 1} chỉ tiêu đạt yêu cầu kỹ thuật."
            )
        return f"Ngày {day:%d/%m/%Y}, tại {self.place}, {self._said(0)} về {self.thing}."

    @property
    def report(self) -> str:
        """What else it says."""
        return " ".join(f"{said[0].upper()}{said[1:]}." for said in map(self._said, range(1, 5)))

    def _said(self, sentence: int) -> str:
        """One of a million sentences, the same at every call."""
        chance = random.Random(f"{self.number} {sentence}")
        return " ".join(chance.choice(words) for words in (_WHO, _HOW, _DID, _WHAT, _WHERE, _WHY))

    def is_there(self, now: float) -> bool:
        """Whether it is published and not removed at an instant."""
        return self.published <= now and (self.removed is None or now < self.removed)

    def edition(self, now: float) -> int:
        """How often it was edited until an instant."""
        return bisect_right(self.edits, now)

    def modified(self, now: float) -> float:
        """When it was last written at an instant."""
        edition = self.edition(now)
        return self.edits[edition - 1] if edition else self.published


@dataclass
class Reply:
    """What a server answers."""

    status: int = 200
    mime: str = "text/html; charset=utf-8"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Gazette:
    """One agency with its posts, in order of publication, and its site under `url`."""

    def __init__(self, url: str, make: Make, posts: list[Post]) -> None:
        self.url = url
        self.make = make
        self.posts = posts
        self._published = [post.published for post in posts]
        self._by_path = {post.path: post for post in posts}
        self._asked = 0

    @classmethod
    def of_a_year(cls, url: str, make: Make, seed: int, begin: datetime, days: int, before: int = 60) -> "Gazette":
        """Three posts a day in working hours; a quarter edited, one in fifty removed; `before` days are old already."""
        morning = begin.astimezone(VIETNAM).replace(hour=7, minute=0, second=0, microsecond=0)
        posts: list[Post] = []
        for day in range(-before, days):
            chance = random.Random(f"{seed} {day}")  # so that a shorter run is the beginning of a longer one
            times = sorted(chance.uniform(0, 11 * 3600) for _ in range(3))
            since = (morning + timedelta(days=day)).timestamp()
            posts += [_post(len(posts) + n, float(int(since + at)), chance) for n, at in enumerate(times)]
        return cls(url, make, posts)

    def there(self, now: float) -> list[Post]:
        """What is online at an instant, the newest first."""
        known = self.posts[: bisect_right(self._published, now)]
        return [post for post in reversed(known) if post.is_there(now)]

    def newest(self, now: float, count: int, topic: str | None = None) -> list[Post]:
        """The newest that are online."""
        found: list[Post] = []
        for number in range(bisect_right(self._published, now) - 1, -1, -1):
            post = self.posts[number]
            if post.is_there(now) and topic in (None, post.topic):
                found.append(post)
                if len(found) == count:
                    break
        return found

    def answer(self, target: str, headers: Mapping[str, str], now: float) -> Reply:
        """What the site sends for a path with its query; `headers` by lower-case name."""
        self._asked += 1
        parts = urlsplit(target)
        reply = self._reply(parts.path, parse_qs(parts.query), now)
        if not self.make.tags or reply.status != 200:
            return reply
        tag = f'"{hashlib.blake2b(reply.body, digest_size=8).hexdigest()}"'
        if headers.get("if-none-match") == tag:
            return Reply(304, headers={"ETag": tag})
        reply.headers["ETag"] = tag
        return reply

    def _reply(self, path: str, query: dict[str, list[str]], now: float) -> Reply:
        if post := self._by_path.get(path):
            return Reply(body=self._page(post, now)) if post.is_there(now) else Reply(404, body=b"Not found")
        if path == "/robots.txt":
            return Reply(mime="text/plain", body=b"User-agent: *\nDisallow: /noi-bo/\n")
        if path == "/":
            return Reply(body=self._listing(self.newest(now, _HEAD), now))
        topic = path.strip("/")
        if topic in _TOPICS:
            return Reply(body=self._listing(self.newest(now, _LISTED, topic), now))
        if path == "/feed/" and self.make.feed:
            return Reply(mime="application/rss+xml", body=self._feed(now))
        if self.make.sitemap and (match := _SITEMAP.fullmatch(path)):
            return self._sitemap(match[1], now)
        if path == "/wp-json/wp/v2/posts" and self.make.rest:
            return self._rest({name: values[0] for name, values in query.items()}, now)
        return Reply(404, body=b"Not found")

    def _page(self, post: Post, now: float) -> bytes:
        day = datetime.fromtimestamp(post.published, VIETNAM)
        edition = post.edition(now)
        mended = f" Bản tin được bổ sung lần {edition}: thêm {edition * 7} hạng mục." if edition else ""
        counter = f"<span class=luot-xem>Lượt xem: {self._asked}</span>" if self.make.counters else ""
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{post.title}</title>
<meta property="og:type" content="article"></head><body class="single"><header><a href="/">Trang chủ</a></header>
<article><h1 class="entry-title">{post.title}</h1>
<time class="entry-date published" datetime="{day.isoformat()}">{day:%d/%m/%Y %H:%M}</time>{counter}
<div class="entry-content"><p>{post.lead}{mended}</p><p>{post.report}</p></div></article></body></html>""".encode()

    def _listing(self, posts: list[Post], now: float) -> bytes:
        menu = "".join(f'<a href="/{topic}/">{topic}</a>' for topic in _TOPICS)
        advertised = '<link rel="alternate" type="application/rss+xml" href="/feed/">' if self.make.feed else ""
        counter = f"<p>Lượt truy cập: {self._asked}</p>" if self.make.counters else ""
        rows = "".join(f'<h3><a href="{post.path}">{post.title}</a></h3>' for post in posts)
        return f"<html><head>{advertised}</head><body><nav>{menu}</nav>{rows}{counter}</body></html>".encode()

    def _feed(self, now: float) -> bytes:
        items = "".join(
            f"<item><title>{post.title}</title><link>{self.url}{post.path}</link>"
            f"<pubDate>{datetime.fromtimestamp(post.published, UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
            for post in self.newest(now, _HEAD)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()

    def _sitemap(self, number: str | None, now: float) -> Reply:
        known = self.posts[: bisect_right(self._published, now)]
        if number is None:
            files = range(-(-len(known) // _IN_SITEMAP))
            rows = "".join(f"<sitemap><loc>{self.url}/sitemap-{one}.xml</loc></sitemap>" for one in files)
            return _xml(f"<sitemapindex>{rows}</sitemapindex>")
        first = int(number) * _IN_SITEMAP
        rows = "".join(self._entry(post, now) for post in known[first : first + _IN_SITEMAP] if post.is_there(now))
        return _xml(f"<urlset>{rows}</urlset>")

    def _entry(self, post: Post, now: float) -> str:
        dated = f"<lastmod>{_utc(post.modified(now))}Z</lastmod>" if self.make.sitemap == "dated" else ""
        return f"<url><loc>{self.url}{post.path}</loc>{dated}</url>"

    def _rest(self, query: dict[str, str], now: float) -> Reply:
        posts = self.there(now)
        if "modified_after" in query and self.make.rest == "refuses":
            return Reply(400, "application/json", b'{"code":"rest_invalid_param"}')
        if "modified_after" in query and self.make.rest == "follows":
            since = datetime.fromisoformat(query["modified_after"]).timestamp()
            posts = [post for post in posts if post.modified(now) > since]
        if query.get("orderby") == "modified":
            posts.sort(key=lambda post: post.modified(now), reverse=query.get("order") != "asc")
        page, pages = int(query.get("page", 1)), -(-len(posts) // _PER_PAGE)
        if page > max(pages, 1):
            return Reply(400, "application/json", b'{"code":"rest_post_invalid_page_number"}')
        shown = posts[(page - 1) * _PER_PAGE : page * _PER_PAGE]
        listed = [
            {
                "id": post.number,
                "link": self.url + post.path,
                "date_gmt": _utc(post.published),
                "modified_gmt": _utc(post.modified(now)),
                "title": {"rendered": post.title},
            }
            for post in shown
        ]
        told = {"X-WP-Total": str(len(posts)), "X-WP-TotalPages": str(pages)}
        return Reply(mime="application/json", body=json.dumps(listed).encode(), headers=told)


def _post(number: int, published: float, chance: random.Random) -> Post:
    """Most edits come within the day, some after weeks; what is removed was mostly online for a month."""
    edits: list[float] = []
    at = published
    while len(edits) < 3 and chance.random() < 0.25:
        at += 3600 * math.exp(chance.gauss(math.log(8), 1.8))
        edits.append(float(int(at)))
    removed = published + chance.expovariate(1 / (30 * 86400)) if chance.random() < 0.02 else None
    return Post(number, published, [one for one in edits if removed is None or one < removed], removed)


def _xml(body: str) -> Reply:
    return Reply(mime="application/xml", body=f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode())


def _utc(unix: float) -> str:
    return f"{datetime.fromtimestamp(unix, UTC):%Y-%m-%dT%H:%M:%S}"
