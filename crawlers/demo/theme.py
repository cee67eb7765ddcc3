"""The demo site's pages as a WordPress theme prints them, with the noise that such pages carry."""

import html
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.orthography import fold
from crawlers.demo.body import body_html
from crawlers.demo.written import Written

NAME = "Trung tâm Nước và Đo lường Sông Mây"
_MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
_STYLE = "/wp-content/themes/song-may/style.css?ver=6.6.2"
_COMMENTS = {
    "dong-ho-nuoc-lap-nguoc-van-chay-nhung-sai": ("Bác Tư Lúa", "Nhà tôi bị y như vậy, cảm ơn bài viết nhiều lắm!"),
    "mu-bao-hiem-kem-chat-luong-vo-ngay-o-lan-roi-dau": ("Ngọc", "Cho mình hỏi mua mũ loại nào thì yên tâm ạ?"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around an article: the posts before and after it, related ones, the newest ones, its view count."""

    before: Written | None
    after: Written | None
    related: Sequence[Written]
    newest: Sequence[Written]
    views: int


def slug_of(words: str) -> str:
    """A category's or author's name as WordPress spells it in URLs."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in fold(words)).split())


def day_in_words(day: datetime) -> str:
    """A date as WordPress prints it in Vietnamese: `13 Tháng Hai, 2020`."""
    return f"{day.day} Tháng {_MONTHS[day.month - 1]}, {day.year}"


def article_page(article: Written, shown: Shown) -> str:
    """The page of one article."""
    parts = [_entry(article, shown.views), _neighbours(shown), _related(shown.related), _comments(article)]
    kind = "post" if article.kind == "post" else article.kind
    classes = f"{kind}-template-default single single-{kind} postid-{article.number} wp-custom-logo"
    head = (
        f'<link rel="canonical" href="{article.path}" />\n<link rel="shortlink" href="/?p={article.number}" />\n'
        f'<link rel="alternate" title="JSON" type="application/json" href="/wp-json/wp/v2/posts/{article.number}" />'
    )
    return frame(article.title, classes, "\n".join(parts), shown.newest, head)


def listing_page(title: str, classes: str, path: str, page: int, pages: int, listed: Sequence[Written]) -> str:
    """One page of a listing, with its excerpts and numbered pagination."""
    header = f'<header class="page-header"><h1 class="page-title">{title}</h1></header>\n'
    numbers = "\n".join(_page_number(path, number, page) for number in range(1, pages + 1))
    further = f'<a class="next page-numbers" href="{path}page/{page + 1}/">Trang sau</a>' if page < pages else ""
    navigation = (
        '<nav class="navigation pagination" aria-label="Phân trang bài viết"><h2 class="screen-reader-text">Phân trang'
        f' bài viết</h2><div class="nav-links">{numbers}{further}</div></nav>'
    )
    return frame(title, classes, header + "\n".join(map(_excerpt, listed)) + navigation, ())


def standing_page(title: str, content: str) -> str:
    """A page that is no news: *Giới thiệu*, *Liên hệ*, the calendar."""
    entry = (
        '<article class="page type-page hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{title}</h1></header>'
        f'<div class="entry-content">{content}</div></article>'
    )
    return frame(title, "page-template-default page wp-custom-logo", entry, ())


def frame(title: str, classes: str, content: str, newest: Sequence[Written], head: str = "") -> str:
    """A whole document around some content."""
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)} &#8211; {NAME}</title>
<meta name="robots" content="max-image-preview:large" />
<link rel="alternate" type="application/rss+xml" title="Dòng thông tin {NAME} &raquo;" href="/feed/" />
<link rel="alternate" type="application/rss+xml" title="{NAME} &raquo; Dòng bình luận" href="/comments/feed/" />
<link rel="stylesheet" id="song-may-style-css" href="{_STYLE}" media="all" />
<link rel="https://api.w.org/" href="/wp-json/" />
{head}
<meta name="generator" content="WordPress 6.6.2" />
</head>
<body class="{classes}">
<div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">Chuyển đến phần nội dung</a>
<header id="masthead" class="site-header"><div class="site-branding"><a href="/" class="custom-logo-link" rel="home">
<img class="custom-logo" src="/wp-content/themes/song-may/images/logo.svg" alt="{NAME}" width="48" height="48" /></a>
<p class="site-title"><a href="/" rel="home">{NAME}</a></p>
<p class="site-description">Đo đúng để dùng đúng</p></div>
<nav id="site-navigation" class="main-navigation" aria-label="Trình đơn chính"><ul id="primary-menu" class="menu">
<li class="menu-item"><a href="/">Trang chủ</a></li><li class="menu-item"><a href="/gioi-thieu/">Giới thiệu</a></li>
<li class="menu-item"><a href="/category/tai-nguyen-nuoc/">Tài nguyên nước</a></li>
<li class="menu-item"><a href="/category/do-luong/">Đo lường</a></li>
<li class="menu-item"><a href="/van-ban/">Văn bản</a></li>
<li class="menu-item"><a href="/lich-cong-tac/">Lịch công tác</a></li>
<li class="menu-item"><a href="/lien-he/">Liên hệ</a></li></ul></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
{content}
</main></div>
{_sidebar(newest)}</div>
<footer id="colophon" class="site-footer"><div class="site-info"><p>{NAME}</p>
<p>Số 2 đường Bờ Kè, thị xã Bến Mây, tỉnh Mây Giang. Điện thoại: (0000) 123 456</p>
<p>Cơ quan hư cấu, dựng lên để trình diễn chương trình lưu trữ. <a href="/noi-bo/lich-truc/">Nội bộ</a>
<a href="/wp-login.php">Đăng nhập</a></p></div></footer></div>
<script id="song-may-js-extra">
var songMay = {{"ajax":"/wp-admin/admin-ajax.php","nonce":"{secrets.token_hex(5)}"}};</script>
</body>
</html>
"""


def _entry(article: Written, views: int) -> str:
    category = (
        f'<span class="cat-links">Chuyên mục: <a href="/category/{slug_of(article.category)}/" rel="category tag">'
        f"{article.category}</a></span>"
    )
    classes = f"post-{article.number} {article.kind} type-{article.kind} status-publish hentry"
    return f"""<article id="post-{article.number}" class="{classes}">
<header class="entry-header"><h1 class="entry-title">{html.escape(article.title, quote=False)}</h1>
<div class="entry-meta">{_posted(article)} {category if article.kind == "post" else ""}
<span class="post-views"><span class="dashicons dashicons-visibility"></span> Lượt xem: {_dotted(views)}</span>
</div></header>
<div class="entry-content">
{body_html(article)}
</div>
<div class="sharedaddy"><h3 class="sd-title">Chia sẻ:</h3>
<ul><li><a href="#">Facebook</a></li><li><a href="#">Zalo</a></li></ul></div>
</article>"""


def _dotted(number: int) -> str:
    """A number as Vietnamese write it: 1.234."""
    return f"{number:,}".replace(",", ".")


def _posted(article: Written) -> str:
    words = day_in_words(article.published)
    if article.kind != "post":
        return f'<span class="posted-on">Đăng ngày: {words}</span>'
    updated = ""
    if article.modified != article.published:
        updated = (
            f'<time class="updated" datetime="{article.modified.isoformat()}">{day_in_words(article.modified)}</time>'
        )
    return (
        f'<span class="posted-on">Đăng vào <a href="{article.path}" rel="bookmark"><time class="entry-date published"'
        f' datetime="{article.published.isoformat()}">{words}</time>{updated}</a></span>'
        ' <span class="byline"> bởi <span class="author vcard">'
        f'<a class="url fn n" href="/author/{slug_of(article.author)}/">{article.author}</a></span></span>'
    )


def _neighbours(shown: Shown) -> str:
    links = "".join(
        f'<div class="nav-{where}"><a href="{one.path}" rel="{rel}"><span class="meta-nav">{words}</span>'
        f' <span class="post-title">{one.title}</span></a></div>'
        for one, where, rel, words in (
            (shown.before, "previous", "prev", "Bài trước"),
            (shown.after, "next", "next", "Bài tiếp theo"),
        )
        if one
    )
    return f'<nav class="navigation post-navigation" aria-label="Bài viết"><div class="nav-links">{links}</div></nav>'


def _related(articles: Sequence[Written]) -> str:
    items = "".join(f'<li><a href="{one.path}">{one.title}</a></li>' for one in articles)
    return f'<div class="related-posts"><h3>Bài viết liên quan</h3><ul>{items}</ul></div>' if items else ""


def _comments(article: Written) -> str:
    if article.kind != "post":
        return ""
    said = ""
    if article.slug in _COMMENTS:
        who, what = _COMMENTS[article.slug]
        said = (
            '<h2 class="comments-title">1 bình luận</h2><ol class="comment-list">'
            '<li id="comment-9" class="comment even depth-1">'
            f'<div class="comment-author vcard"><b class="fn">{who}</b> <span class="says">viết:</span></div>'
            f'<div class="comment-content"><p>{what}</p></div><div class="reply">'
            f'<a rel="nofollow" class="comment-reply-link" href="{article.path}?replytocom=9#respond">Trả lời</a>'
            "</div></li></ol>"
        )
    if article.published.year < 2019:
        return f'<div id="comments" class="comments-area">{said}<p class="no-comments">Đã đóng bình luận.</p></div>'
    return f"""<div id="comments" class="comments-area">{said}<div id="respond" class="comment-respond">
<h3 id="reply-title" class="comment-reply-title">Để lại một bình luận</h3>
<form action="/wp-comments-post.php" method="post" id="commentform" class="comment-form"><p class="comment-notes">
Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *</p>
<p class="comment-form-comment"><label for="comment">Bình luận *</label>
<textarea id="comment" name="comment"></textarea></p>
<input type="hidden" name="comment_post_ID" value="{article.number}" />
<input type="hidden" id="akismet_comment_nonce" name="akismet_comment_nonce" value="{secrets.token_hex(5)}" />
<input name="submit" type="submit" value="Gửi bình luận" /></form></div></div>"""


def _sidebar(newest: Iterable[Written]) -> str:
    items = "".join(
        f'<li><a href="{one.path}">{one.title}</a> <span class="post-date">{day_in_words(one.published)}</span></li>'
        for one in newest
    )
    recent = (
        f'<section class="widget widget_recent_entries"><h2 class="widget-title">Tin mới</h2><ul>{items}</ul></section>'
    )
    return f"""<aside id="secondary" class="widget-area">
<section class="widget widget_search"><form role="search" method="get" class="search-form" action="/">
<input type="search" class="search-field" placeholder="Tìm kiếm &hellip;" value="" name="s" /></form></section>
{recent if items else ""}
<section class="widget widget_text"><h2 class="widget-title">Thống kê truy cập</h2><div class="textwidget">
<p>Đang trực tuyến: {secrets.randbelow(40) + 1}</p></div></section></aside>"""


def _page_number(path: str, number: int, page: int) -> str:
    if number == page:
        return f'<span aria-current="page" class="page-numbers current">{number}</span>'
    return f'<a class="page-numbers" href="{path if number == 1 else f"{path}page/{number}/"}">{number}</a>'


def _excerpt(article: Written) -> str:
    words = " ".join(" ".join(article.lines).split()[:30])
    classes = f"post-{article.number} {article.kind} hentry"
    return f"""<article id="post-{article.number}" class="{classes}"><header class="entry-header">
<h2 class="entry-title"><a href="{article.path}" rel="bookmark">{article.title}</a></h2>
<div class="entry-meta"><span class="posted-on">
<time class="entry-date published">{day_in_words(article.published)}</time></span></div>
</header><div class="entry-summary"><p>{words} [&hellip;]</p>
<a class="more-link" href="{article.path}">Đọc tiếp</a></div></article>"""
