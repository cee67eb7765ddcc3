"""The demo's site: what it answers to each path, and how its editors change it."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from crawlers.demo import files, machine, theme
from crawlers.demo.body import upload
from crawlers.demo.standing import about, calendar, contact
from crawlers.demo.written import Written

_PER_PAGE = 8
_THEME = "/wp-content/themes/song-may"
_MOVED = {
    "/canh-bao-man-xam-nhap/": "/canh-bao-man-xam-nhap-som-o-cua-song-tra-ri/",
    "/sitemap.xml": "/wp-sitemap.xml",
    "/rss": "/feed/",
}
_STANDING = ("/gioi-thieu/", "/lien-he/", "/lich-cong-tac/")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is encoded. `modified` is told where WordPress or its web server tells it."""

    body: bytes
    mime: str = "text/html; charset=UTF-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    modified: datetime | None = None


class Site:
    """The agency's site at `url`. `today` is its clock; the editors' changes take that time."""

    def __init__(self, articles: Sequence[Written], today: datetime) -> None:
        self.url = ""
        self.today = today
        self.articles = {article.path: article for article in articles}
        self._removed: set[str] = set()
        self._views = itertools.count(1204, 7)

    def edit(self, path: str, old: str, new: str) -> None:
        """Put `new` in the place of `old` in an article's text."""
        article = self.articles[path]
        if old not in article.text:
            raise ValueError(f"{path} does not say {old!r}")
        self.articles[path] = replace(article, text=article.text.replace(old, new), modified=self.today)

    def publish(self, article: Written) -> None:
        """Add an article."""
        self.articles[article.path] = article

    def remove(self, path: str) -> None:
        """Take an article away; its address answers 410 from now on."""
        del self.articles[path]
        self._removed.add(path)

    def answer(self, target: str) -> Answer:
        """What the site says to a request for a path with its query."""
        answer = self._answer(target)
        if not answer.mime.startswith("text/html"):
            return answer
        # WordPress writes its own addresses in full.
        absolute = answer.body.decode().replace('href="/', f'href="{self.url}/').replace('src="/', f'src="{self.url}/')
        link = f'<{self.url}/wp-json/>; rel="https://api.w.org/"'
        headers = {"X-Powered-By": "PHP/8.2.20", "Link": link, **answer.headers}
        return replace(answer, body=absolute.encode(), headers=headers)

    def _answer(self, target: str) -> Answer:
        path, _, query = target.partition("?")
        if moved := self._moved(path, query):
            return Answer(b"", status=301, headers={"Location": self.url + moved, "X-Redirect-By": "WordPress"})
        if path in self._removed:
            return _page(theme.frame("Bài viết đã được gỡ", "error404", "<h1>Bài viết đã được gỡ</h1>", ()), 410)
        for ask in (self._article, self._listing, self._standing, self._file):
            if found := ask(path):
                return found
        return self._told(path, query) or self._missing()

    def _moved(self, path: str, query: str) -> str | None:
        if path == "/" and query.startswith("p="):
            return next((one.path for one in self.articles.values() if query == f"p={one.number}"), None)
        return _MOVED.get(path)

    def _missing(self) -> Answer:
        words = "<h1>Không tìm thấy trang.</h1><p>Có vẻ không có gì ở đường dẫn này.</p>"
        return _page(theme.frame("Không tìm thấy trang", "error404", words, ()), 404)

    def _newest(self, wanted: Callable[[Written], bool] = lambda one: one.kind == "post") -> list[Written]:
        return sorted(filter(wanted, self.articles.values()), key=lambda one: one.published, reverse=True)

    def _article(self, path: str) -> Answer | None:
        article = self.articles.get(path)
        if article is None:
            return None
        same = self._newest(lambda one: one.category == article.category and one.kind == article.kind)
        at = same.index(article)
        return _page(
            theme.article_page(
                article,
                theme.Shown(
                    before=same[at + 1] if at + 1 < len(same) else None,
                    after=same[at - 1] if at else None,
                    related=[one for one in same if one is not article][:3] if article.kind == "post" else [],
                    newest=self._newest()[:5],
                    views=next(self._views),
                ),
            )
        )

    def _listing(self, path: str) -> Answer | None:
        base, _, number = path.partition("page/")
        page = int(number.strip("/") or 1) if number.strip("/").isdigit() or not number else 0
        title, classes, listed = self._listed(base)
        pages = -(-len(listed) // _PER_PAGE)
        if not 1 <= page <= pages:
            return None
        shown = listed[(page - 1) * _PER_PAGE : page * _PER_PAGE]
        return _page(theme.listing_page(title, classes, base, page, pages, shown))

    def _listed(self, path: str) -> tuple[str, str, list[Written]]:
        """Title, body classes and articles of a listing; no articles where there is none of that path."""
        if path == "/":
            return theme.NAME, "home blog wp-custom-logo", self._newest()
        if path == "/van-ban/":
            documents = self._newest(lambda one: one.kind == "van-ban")
            return "Văn bản", "archive post-type-archive post-type-archive-van-ban", documents
        listed = self._newest(lambda one: one.kind == "post" and path in (_category(one), _author(one)))
        if not listed:
            return "", "", []
        name = listed[0].category if path.startswith("/category/") else listed[0].author
        return name, f"archive {path.split('/')[1]}", listed

    def _standing(self, path: str) -> Answer | None:
        if path == "/gioi-thieu/":
            return _page(theme.standing_page("Giới thiệu", about()))
        if path.startswith("/lien-he/"):
            return _page(theme.standing_page("Liên hệ", contact()))
        content = calendar(path, self.today)
        return _page(theme.standing_page("Lịch công tác", content)) if content else None

    def _file(self, path: str) -> Answer | None:
        if path == f"{_THEME}/style.css":
            return Answer(files.STYLE, "text/css", modified=_INSTALLED)
        if path == f"{_THEME}/images/logo.svg":
            return Answer(files.LOGO, "image/svg+xml", modified=_INSTALLED)
        for article in self.articles.values():
            for name, _ in article.pictures:
                if path == upload(article, name):
                    return Answer(files.png(name), "image/png", modified=article.published)
            if article.file and path == upload(article, article.file[0]):
                return Answer(files.pdf(article.document), "application/pdf", modified=article.published)
        return None

    def _told(self, path: str, query: str) -> Answer | None:
        """Documents made for machines."""
        posts = self._newest()
        if path == "/wp-json/wp/v2/posts":
            status, headers, told = machine.posts(self.url, query, posts)
            return Answer(machine.as_json(told), "application/json; charset=UTF-8", status, headers)
        if path == "/feed/":
            body = machine.feed(self.url, posts).encode()
            return Answer(body, "application/rss+xml; charset=UTF-8", modified=max(one.modified for one in posts))
        if path == "/robots.txt":
            return Answer(machine.robots(self.url).encode(), "text/plain; charset=utf-8")
        xml = self._sitemap(path)
        return Answer(xml.encode(), "application/xml; charset=UTF-8") if xml else None

    def _sitemap(self, path: str) -> str | None:
        posts = self._newest()
        documents = self._newest(lambda one: one.kind == "van-ban")
        maps: dict[str, list[tuple[str, datetime | None]]] = {
            "posts-post": [(one.path, one.modified) for one in posts],
            "posts-page": [(standing, None) for standing in _STANDING],
            "posts-van-ban": [(one.path, one.modified) for one in documents],
            "taxonomies-category": [(one, None) for one in sorted(set(map(_category, posts)))],
            "users": [(one, None) for one in sorted(set(map(_author, posts)))],
        }
        if path == "/wp-sitemap.xml":
            return machine.sitemap_index(self.url, maps)
        name = path.removeprefix("/wp-sitemap-").removesuffix("-1.xml")
        return machine.sitemap(self.url, maps[name]) if name in maps else None


_INSTALLED = datetime(2024, 7, 1, 3, 0, tzinfo=UTC)


def _category(article: Written) -> str:
    return f"/category/{theme.slug_of(article.category)}/"


def _author(article: Written) -> str:
    return f"/author/{theme.slug_of(article.author)}/"


def _page(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status=status)
