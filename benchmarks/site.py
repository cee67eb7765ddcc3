"""A generated agency site: seeded, so that every run and every tool reads the same bytes.

Pages are 30-80 KB of theme around 1-6 KB of Vietnamese prose, as WordPress themes are; twenty articles a listing
page, numbered pagination, a menu of sections, one huge file, gzip copies beside the files for `gzip_static`.
"""

import gzip
import random
from datetime import date, timedelta
from pathlib import Path

_WHO = ["Trung tâm", "Cục", "Chi cục", "Viện", "Sở Tài nguyên", "Ban Quản lý", "Đoàn công tác", "Phòng Kỹ thuật"]
_DID = ["tổ chức hội nghị", "khảo sát hiện trường", "công bố kết quả", "ký kết thỏa thuận", "tập huấn nghiệp vụ"]
_ABOUT = ["nước dưới đất", "chất lượng hàng hóa", "quan trắc môi trường", "đa dạng sinh học", "hiệu chuẩn thiết bị"]
_WHERE = ["Đà Nẵng", "Quảng Nam", "Cần Thơ", "Thái Nguyên", "Lâm Đồng", "Hải Phòng", "Bình Định", "Sơn La"]
_TAIL = [
    "với sự tham dự của đại diện các đơn vị trực thuộc",
    "nhằm đánh giá tiến độ và bàn giải pháp cho giai đoạn tiếp theo",
    "theo kế hoạch đã được lãnh đạo phê duyệt",
    "trong khuôn khổ chương trình hợp tác với các địa phương",
]
_SECTIONS = 60
BIG = "/tep/so-lieu.pdf"
"""One file of 60 MB, which nobody may hold in memory."""


def _sentence(rng: random.Random) -> str:
    return (
        f"{rng.choice(_WHO)} {rng.choice(_DID)} về {rng.choice(_ABOUT)} tại {rng.choice(_WHERE)}, "
        f"{rng.choice(_TAIL)}, ghi nhận {rng.randint(2, 9999)} kết quả trong {rng.randint(2, 48)} tháng."
    )


def _theme(rng: random.Random, size: int) -> list[str]:
    """Menu items of about `size` bytes in all, the greater part of every real page; sixty sections on every page."""
    items: list[str] = []
    written = 0
    while written < size:
        name = f"{rng.choice(_ABOUT)} {rng.randint(1, 999)}"
        icon = "".join(f"l{rng.uniform(-9, 9):.2f} {rng.uniform(-9, 9):.2f}" for _ in range(rng.randint(4, 24)))
        items.append(
            f'<li id="menu-item-{rng.randint(1, 99999)}" class="menu-item menu-item-type-taxonomy menu-item-object">'
            f'<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4{icon}z"></path></svg>'
            f'<a href="/chuyen-muc/{rng.randint(1, _SECTIONS)}/"><span class="menu-text">{name}</span></a></li>\n'
        )
        written += len(items[-1])
    return items


def _page(title: str, body: str, theme: list[str]) -> bytes:
    half = len(theme) // 2
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>'
        f'{title} – Cơ quan mẫu</title></head><body class="single">'
        f'<header><ul class="menu">{"".join(theme[:half])}</ul></header>'
        f"<main>{body}</main><aside><ul>{''.join(theme[half:])}</ul></aside>"
        "<footer><p>Cơ quan mẫu phục vụ đo đạc</p></footer></body></html>"
    ).encode()


def article_path(number: int) -> str:
    """The path of one article: three directories deep at most, as pretty permalinks are."""
    return f"/tin-tuc/{number % 50}/bai-{number}/"


def _article(number: int, rng: random.Random) -> bytes:
    day = date(2012, 1, 1) + timedelta(days=number % 5000)
    title = f"{_sentence(rng).split(',')[0]} lần thứ {number}"
    prose = "".join(
        f"<p>{' '.join(_sentence(rng) for _ in range(rng.randint(2, 5)))}</p>" for _ in range(rng.randint(4, 10))
    )
    meta = f'<time class="entry-date published" datetime="{day}T08:00:00+07:00">{day:%d/%m/%Y}</time>'
    body = f'<article><h1 class="entry-title">{title}</h1>{meta}<div class="entry-content">{prose}</div></article>'
    return _page(title, body, _theme(rng, rng.randint(28_000, 72_000)))


def _listing(number: int, pages: int, articles: int, rng: random.Random) -> bytes:
    first = (number - 1) * 20
    links = "".join(
        f'<h2><a href="{article_path(n)}">Bài số {n}</a></h2>' for n in range(first, min(first + 20, articles))
    )
    around = [n for n in (number - 1, number + 1) if 0 < n <= pages]
    paging = "".join(f'<a class="page-numbers" href="/trang/{n}/">Trang {n}</a>' for n in around)
    big = f'<a href="{BIG}">Toàn văn số liệu</a>' if number == 1 else ""
    return _page(f"Tin tức, trang {number}", links + paging + big, _theme(rng, 30_000))


def build(root: Path, articles: int, seed: int = 1) -> list[str]:
    """Write the site under `root`, files and gzip copies; returns the paths of all pages."""
    rng = random.Random(seed)
    pages = -(-articles // 20)
    files = {article_path(n): _article(n, rng) for n in range(articles)}
    files |= {f"/trang/{n}/": _listing(n, pages, articles, rng) for n in range(1, pages + 1)}
    files["/"] = _listing(1, pages, articles, rng)
    files |= {f"/chuyen-muc/{n}/": _listing(n, pages, articles, rng) for n in range(1, _SECTIONS + 1)}
    root.mkdir(parents=True, exist_ok=True)
    big = root / BIG.strip("/")
    big.parent.mkdir()
    big.write_bytes(random.Random(seed).randbytes(60_000_000))
    (root / "robots.txt").write_text("User-agent: *\nAllow: /\n")
    for path, content in files.items():
        file = root / path.strip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.with_suffix(".html.gz").write_bytes(gzip.compress(content, 6, mtime=0))
    return sorted(files)
