"""Place new articles in a catalog of 100,000: size of the sentence index, and time from text to relation.

    python benchmarks/duplicates.py [ARTICLES]

The texts are made up from a seed: agency prose of 300 to 450 words in sentences that a fifth of all articles share as
templates with other numbers, days and names.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from archive import sentences
from pipelines.duplicates import Text, fingerprint, relate

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


def main(articles: int) -> None:
    rng = random.Random(1)
    templates = [[sentence(rng) for _ in range(16)] for _ in range(400)]
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "catalog.db")
        texts = sqlite3.connect(Path(folder) / "texts.db")
        texts.execute("create table text (article integer primary key, text text)")
        sentences.create(db)
        began = time.perf_counter()
        for number in range(articles):
            text = article(rng, templates)
            texts.execute("insert into text values (?, ?)", (number, text))
            sentences.add(db, number, fingerprint(text).keys)
        db.commit()
        texts.commit()
        rows = db.execute("select count(*) from sentence").fetchone()[0]
        size = (Path(folder) / "catalog.db").stat().st_size / 1e6
        each = (time.perf_counter() - began) / articles * 1e3
        print(f"{articles} articles, {rows} hashes: {size:.1f} MB, {each:.2f} ms each")
        place(db, texts, articles, rng, templates)


def place(
    db: sqlite3.Connection, texts: sqlite3.Connection, articles: int, rng: random.Random, templates: list[list[str]]
) -> None:
    for kind in ("new", "republished"):
        took, found = [], 0
        for _ in range(300):
            source = rng.randrange(articles)
            stored = texts.execute("select text from text where article = ?", (source,)).fetchone()[0]
            text = article(rng, templates) if kind == "new" else edited(stored, rng)
            began = time.perf_counter()
            parts = Text(text)
            near = sentences.candidates(db, fingerprint(text).keys)
            rows = [(n, texts.execute("select text from text where article = ?", (n,)).fetchone()[0]) for n in near]
            same = {n for n, other in rows if relate(parts, Text(other)).same}
            took.append((time.perf_counter() - began) * 1e3)
            found += source in same if kind == "republished" else not same
        print(f"{kind}: {found}/300 right, {statistics.median(took):.1f} ms median, {max(took):.1f} ms worst")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
