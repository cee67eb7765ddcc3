"""An editorial office and a week of its work, whatever its site runs on; and its site as static files behind nginx."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import escape

from tests.archives import PNG
from tests.front import Front, front

VIETNAM = timezone(timedelta(hours=7))
SUBJECTS = [
    "quan trắc nước dưới đất",
    "kiểm định cân ô tô",
    "bảo tồn rạn san hô",
    "thử nghiệm thép xây dựng",
    "an toàn bức xạ",
    "hiệu chuẩn nhiệt kế",
    "nhãn hàng hóa",
    "mã số mã vạch",
]
PLACES = ["Đà Nẵng", "Quảng Ngãi", "Bình Thuận", "Huế", "Kon Tum", "Cà Mau", "Điện Biên"]
ACTIONS = ["Tập huấn", "Khảo sát", "Hội thảo", "Kiểm tra", "Công bố kết quả", "Nghiệm thu"]
PER_PAGE = 10


@dataclass(frozen=True)
class Post:
    """What stands under a URL: `published` is Vietnamese time as the catalog writes it."""

    number: int
    url: str
    title: str
    published: str


class Newsroom(Protocol):
    """A site and those who edit it. Posts are named by their number; `at` is when it is done."""

    posts: dict[int, Post]
    front: Front

    def replace(self, number: int, find: str, put: str, at: datetime) -> None:
        """Edit the text."""

    def retitle(self, number: int, title: str, at: datetime) -> None:
        """Edit the title."""

    def save(self, number: int, at: datetime) -> None:
        """Save without a change."""

    def delete(self, number: int) -> None:
        """The page is 404 from now on."""

    def withdraw(self, number: int) -> None:
        """The page is 410 from now on."""

    def rename(self, number: int, slug: str, at: datetime) -> None:
        """Another URL; the old one leads to it."""

    def publish(self, title: str, text: str, published: datetime, at: datetime) -> Post:
        """A new post, `published` as it says."""


SAMPLES = [
    "Đại diện đơn vị cho biết {} mẫu đã được lấy và phân tích, kết quả sẽ được gửi tới các cơ sở trong vòng {} ngày"
    " làm việc theo đúng quy định hiện hành.",
    "Tại hiện trường, {} mẫu đã được niêm phong rồi chuyển về phòng thử nghiệm; sau {} ngày cơ sở nhận phiếu kết quả"
    " theo đúng quy định hiện hành.",
    "Qua sàng lọc, {} mẫu đã đạt yêu cầu ngay lần đầu, số còn lại phải đo lại sau {} ngày theo đúng quy định hiện"
    " hành.",
]
ENDS = [
    "Cũng trong chuyến công tác, hai bên thống nhất kế hoạch cho quý tiếp theo và phân công cán bộ đầu mối, bảo đảm"
    " việc trao đổi số liệu được liên tục.",
    "Buổi làm việc kết thúc bằng phần giải đáp cho các cơ sở về lệ phí, thời hạn và cách đăng ký qua mạng.",
    "Đoàn cũng ghi nhận kiến nghị về việc bổ sung chuẩn đo lường và sẽ trả lời bằng văn bản trong tháng.",
]


def paragraphs(number: int, published: datetime) -> list[str]:
    """The text of a post, as wordpress/seed.php writes it too: so varied that nothing in it is taken for chrome."""
    return [
        f"Ngày {published.astimezone(VIETNAM):%d/%m}, đoàn công tác của Chi cục đã làm việc tại {PLACES[number % 7]} về"
        f" {SUBJECTS[number % 8]}; đây là đợt thứ {number} trong chương trình phối hợp nhiều năm giữa hai bên.",
        SAMPLES[number % 3].format(number * 7 + 3, number % 20 + 5),
        ENDS[number // 3 % 3],
    ]


@dataclass(frozen=True)
class Page:
    """A post of the static site."""

    post: Post
    text: tuple[str, ...]
    modified: datetime

    @property
    def path(self) -> str:
        return "/" + self.post.url.split("/", 3)[3]


@dataclass
class StaticSite:
    """Files written anew after every change, as a site generator does: only those that differ are touched.

    It has listings of ten, a feed of the newest twenty, and a sitemap with the day and time of each change.
    """

    front: Front
    root: Path
    pages: dict[int, Page] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    refreshed: dict[str, str] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def posts(self) -> dict[int, Post]:
        return {number: page.post for number, page in self.pages.items()}

    def begin(self, posts: int, first: datetime) -> None:
        """Write the site with so many posts, one every 23 days, and the files that all pages share."""
        for number in range(1, posts + 1):
            title = f"{ACTIONS[number % 6]} {SUBJECTS[number % 8]} tại {PLACES[number % 7]} – đợt {number}"
            published = first + timedelta(days=number * 23, seconds=number * 61)
            self._put(number, title, tuple(paragraphs(number, published)), published, published)
        self._file("/robots.txt", "User-agent: *\nAllow: /\n" + f"Sitemap: {self.front.url}/sitemap.xml\n", first)
        self._file("/kieu.css", "h1 { color: #036 }\n" * 200, first)
        for number in range(5):
            self._file(f"/anh-{number}.png", PNG + b"%d" % number, first)
        about = "<p>Chi cục Đo lường mẫu là đơn vị kiểm định phương tiện đo trên địa bàn.</p>"
        self._file("/gioi-thieu/index.html", _framed("Giới thiệu", about), first)
        self._write(first)

    def replace(self, number: int, find: str, put: str, at: datetime) -> None:
        page = self.pages[number]
        text = tuple(line.replace(find, put) for line in page.text)
        assert text != page.text
        self.pages[number] = replace(page, text=text, modified=at)
        self._write(at)

    def retitle(self, number: int, title: str, at: datetime) -> None:
        page = self.pages[number]
        self.pages[number] = replace(page, post=replace(page.post, title=title), modified=at)
        self._write(at)

    def save(self, number: int, at: datetime) -> None:
        page = self.pages[number] = replace(self.pages[number], modified=at)
        file = self.root / page.path.strip("/") / "index.html"
        os.utime(file, (at.timestamp(), at.timestamp()))
        self._write(at)

    def delete(self, number: int) -> None:
        page = self.pages.pop(number)
        shutil.rmtree(self.root / page.path.strip("/"))
        self._write(page.modified)

    def withdraw(self, number: int) -> None:
        page = self.pages[number]
        self.withdrawn.append(page.path)
        self.delete(number)
        self.front.configure(self._configuration(), page.path, 410)

    def rename(self, number: int, slug: str, at: datetime) -> None:
        """The first by a redirect, every later one by a page that refreshes to the new one."""
        page = self.pages[number]
        target = f"/tin-tuc/{slug}/"
        self.pages[number] = replace(page, post=replace(page.post, url=self.front.url + target), modified=at)
        if not self.moved:
            self.moved[page.path] = target
            self.front.configure(self._configuration(), page.path, 301)
        else:
            self.refreshed[page.path] = target
        self._write(at)

    def publish(self, title: str, text: str, published: datetime, at: datetime) -> Post:
        number = max(self.pages) + 1
        self._put(number, title, (text,), published, at)
        self._write(at)
        return self.pages[number].post

    def _put(self, number: int, title: str, text: tuple[str, ...], published: datetime, modified: datetime) -> None:
        local = published.astimezone(VIETNAM).isoformat(timespec="seconds")
        post = Post(number, f"{self.front.url}/tin-tuc/dot-{number}/", title, local)
        self.pages[number] = Page(post, text, modified)

    def _configuration(self) -> str:
        gone = "".join(f"location = {path} {{ return 410; }} " for path in self.withdrawn)
        moved = "".join(f"location = {old} {{ return 301 {new}; }} " for old, new in self.moved.items())
        return static(self.root) + gone + moved

    def _write(self, at: datetime) -> None:
        """All that changed becomes files of the time `at`."""
        newest = sorted(self.pages.values(), key=lambda page: page.post.published, reverse=True)
        for page in newest:
            self._file(f"{page.path}index.html", _article(page), page.modified)
        for old, new in self.refreshed.items():
            refresh = f'<meta http-equiv="refresh" content="0; url={new}">'
            self._file(f"{old}index.html", f"<!doctype html><html><head>{refresh}</head><body></body></html>", at)
        for path, content in _listings(newest):
            self._file(f"{path}index.html", content, at)
        self._file("/sitemap.xml", _sitemap(newest), at)
        self._file("/feed.xml", _feed(newest[:20], self.front.url), at)

    def _file(self, path: str, content: str | bytes, at: datetime) -> None:
        data = content.encode() if isinstance(content, str) else content
        file = self.root / path.strip("/")
        if file.exists() and file.read_bytes() == data:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        os.utime(file, (at.timestamp(), at.timestamp()))


def static(root: Path) -> str:
    """Directives that serve a folder."""
    return f"root {root}; index index.html; "


@contextmanager
def static_site(work: Path, posts: int, first: datetime) -> Iterator[StaticSite]:
    """The static site with so many posts behind nginx, until the block ends."""
    root = work / "files"
    root.mkdir(parents=True)
    with front(work / "nginx", static(root)) as running:
        site = StaticSite(running, root)
        site.begin(posts, first)
        yield site


def _theme() -> str:
    """Menus as themes have them: the greater part of a page's bytes, the same on all."""
    chance = random.Random(4)
    items = []
    for number in range(160):
        icon = "".join(f"l{chance.uniform(-9, 9):.2f} {chance.uniform(-9, 9):.2f}" for _ in range(14))
        items.append(
            f'<li class="muc-{number}"><svg viewBox="0 0 24 24"><path d="M12 4{icon}z"/></svg><span>Mục</span></li>'
        )
    return "".join(items)


_THEME = _theme()


def _framed(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} – Chi cục Đo lường mẫu</title>'
        f'<link rel="stylesheet" href="/kieu.css"></head><body><nav><a href="/">Trang chủ</a>'
        f'<a href="/gioi-thieu/">Giới thiệu</a><ul>{_THEME}</ul></nav><main>{body}</main>'
        "<footer><p>© Chi cục Đo lường mẫu</p></footer></body></html>"
    )


def _article(page: Page) -> str:
    published = datetime.fromisoformat(page.post.published)
    text = "".join(f"<p>{line}</p>" for line in page.text)
    picture = f'<p><img src="/anh-{page.post.number % 5}.png" alt=""></p>' if page.post.number % 5 == 0 else ""
    return _framed(
        page.post.title,
        f'<article><h1 class="entry-title">{page.post.title}</h1><time class="entry-date published"'
        f' datetime="{page.post.published}">{published:%d/%m/%Y}</time>'
        f'<div class="entry-content">{text}{picture}</div></article>',
    )


def _listings(newest: list[Page]) -> Iterator[tuple[str, str]]:
    last = -(-len(newest) // PER_PAGE)
    for number in range(1, last + 1):
        shown = newest[(number - 1) * PER_PAGE : number * PER_PAGE]
        links = "".join(f'<h2><a href="{page.path}">{page.post.title}</a></h2>' for page in shown)
        older = f'<a rel="next" href="/trang/{number + 1}/">Cũ hơn</a>' if number < last else ""
        yield "/" if number == 1 else f"/trang/{number}/", _framed(f"Tin tức, trang {number}", links + older)


def _sitemap(newest: list[Page]) -> str:
    entries = "".join(
        f"<url><loc>{page.post.url}</loc><lastmod>{page.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for page in sorted(newest, key=lambda page: page.post.number)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def _feed(newest: list[Page], url: str) -> str:
    items = "".join(
        f"<item><title>{escape(page.post.title)}</title><link>{page.post.url}</link>"
        f"<pubDate>{datetime.fromisoformat(page.post.published):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for page in newest
    )
    return f'<rss version="2.0"><channel><title>Chi cục</title><link>{url}</link>{items}</channel></rss>'
