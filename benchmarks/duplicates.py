"""Place new articles in a catalog of 100,000: size of the sentence index, and time from text to relation.

    python -m benchmarks.duplicates [ARTICLES]

The texts are made up from a seed: agency prose of 300 to 450 words in sentences that a fifth of all articles share as
templates with other numbers, days and names.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from archive.articles import put_article
from archive.catalog import Catalog
from archive.settled import Article, Version
from pipelines.settling.telling import tell

_BATCH = 500
_PLACED = 300

SYLLABLES = """ban bảo bộ cải cán cao cấp chất chế chỉ chính chức chuyên công cơ cục dân dự đạo đầu đề địa điều định đo
đoàn đơn đồng đường giám giao hành hệ hiện hiệu hoạch hội hợp hướng kế khai khoa kiểm kinh lãnh liệu lượng lưu lý mạng
môi mới mức nâng năng ngành nghệ nghị nghiên nghiệp nguồn nhân nhiệm nước phát phòng phối phương quan quản quy quyết
rừng sản sinh sông sở sự tác tài tập thành tháng thẩm thi thiết thông thống thu thực tiêu tỉnh tổ tổng trạm trắc triển
trình trung trường tư tuyên vận vệ viên việc vùng vụ xây xử ý"""
NAMES = "An Bình Châu Dũng Giang Hà Hạnh Khánh Lan Minh Ngọc Phúc Quân Sơn Thảo Tuấn Vân Yến"
FAMILIES = "Bùi Đặng Đỗ Hồ Lê Lý Ngô Nguyễn Phạm Phan Trần Võ"


def sentence(rng: random.Random) -> str:
    words = rng.choices(SYLLABLES.split(), k=rng.randint(10, 34))
    words.insert(4, rng.choice(["ngày {day}/{month}", "năm {year}", "{count} hồ sơ", "ông {name}", "", "", "", ""]))
    return " ".join(words).capitalize().replace("{Day", "{day") + "."


def filled(text: str, rng: random.Random) -> str:
    name = f"{rng.choice(FAMILIES.split())} {rng.choice(NAMES.split())} {rng.choice(NAMES.split())}"
    return text.format(
        day=rng.randint(1, 28),
        month=rng.randint(1, 12),
        year=rng.randint(2005, 2026),
        count=rng.randint(2, 980),
        name=name,
    )


def article(rng: random.Random, templates: list[list[str]]) -> str:
    told = rng.choice(templates) if rng.random() < 0.2 else [sentence(rng) for _ in range(rng.randint(14, 19))]
    return "\n".join(filled(line, rng) for line in told)


def edited(text: str, rng: random.Random) -> str:
    lines = [line for line in text.split("\n") if rng.random() > 0.15]
    return "\n".join(["Chia sẻ bài viết", *lines, "Theo Trung tâm Quan trắc"])


def put(catalog: Catalog, number: int, text: str) -> None:
    url, captured = f"https://mau.gov.vn/tin/{number}", f"2026-11-01T00:00:00.{number:06d}Z"
    version = Version(captured, f"urn:{number}", f"urn:{number}", f"Tin {number}", text, f"sha256:{number}", "none")
    unsaid = (None,) * 7
    one = Article("mau", url, "article", *unsaid, "vi", "live", None, captured, captured, f"urn:{number}", (version,))
    put_article(catalog.connection, one, {})


def fill(catalog: Catalog, articles: int, rng: random.Random, templates: list[list[str]]) -> None:
    took = 0.0
    for start in range(0, articles, _BATCH):
        texts = [article(rng, templates) for _ in range(start, min(articles, start + _BATCH))]
        with catalog.transaction():
            for number, text in enumerate(texts, start):
                put(catalog, number, text)
                _reading(catalog, number, text)
        began = time.process_time()
        tell(catalog)
        took += time.process_time() - began
    print(f"{articles} articles told and related: {took / articles * 1e3:.2f} CPU ms each")


def _reading(catalog: Catalog, number: int, text: str) -> None:
    """What telling asks of a reading: its blocks, and that no dates were found in them."""
    blocks = json.dumps([["paragraph", "p", line] for line in text.split("\n")])
    catalog.connection.execute(
        """INSERT INTO reading (capture, rules, outcome, reason, blocks, content, encoding_evidence, attachments,
           claims, extractor, spoken) VALUES (?, 'r', 'article', '', ?, '', '{}', '[]', '[]', '', '[]')""",
        (f"urn:{number}", blocks),
    )


def place(catalog: Catalog, articles: int, rng: random.Random, templates: list[list[str]]) -> None:
    number = articles
    for kind in ("new", "republished"):
        took, spent, right = [], [], 0
        for _ in range(_PLACED):
            number += 1
            (stored,) = catalog.connection.execute(
                "SELECT text FROM version LIMIT 1 OFFSET ?", (rng.randrange(articles),)
            ).fetchone()
            text = article(rng, templates) if kind == "new" else edited(stored, rng)
            with catalog.transaction():
                put(catalog, number, text)
                _reading(catalog, number, text)
            began, used = time.perf_counter(), time.process_time()
            tell(catalog)
            took.append((time.perf_counter() - began) * 1e3)
            spent.append((time.process_time() - used) * 1e3)
            query = """SELECT count(*) FROM kin JOIN article ON docid = article
                       WHERE url = ? AND kin.kind IN ('exact', 'republication', 'excerpt')"""
            (same,) = catalog.connection.execute(query, (f"https://mau.gov.vn/tin/{number}",)).fetchone()
            right += bool(same) == (kind == "republished")
        median, cpu = statistics.median(took), statistics.median(spent)
        print(f"{kind}: {right}/{_PLACED} right, {median:.1f} ms median ({cpu:.1f} CPU), {max(took):.1f} ms worst")


def sizes(catalog: Catalog) -> None:
    catalog.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    query = (
        "SELECT name, sum(pgsize) / 1e6 AS mb FROM dbstat WHERE name IN ('sentence', 'telling', 'kin') GROUP BY name"
    )
    print(", ".join(f"{row['name']} {row['mb']:.1f} MB" for row in catalog.select(query)))


def main(articles: int) -> None:
    rng = random.Random(1)
    templates = [[sentence(rng) for _ in range(16)] for _ in range(400)]
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder) / "catalog.db") as catalog:
        fill(catalog, articles, rng, templates)
        sizes(catalog)
        place(catalog, articles, rng, templates)
        began = time.perf_counter()
        found = catalog.connection.execute("SELECT count(*) FROM relations").fetchone()[0]
        print(f"relations: {found} in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
