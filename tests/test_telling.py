"""Relations, syndication, mentions and spoken dates: what the catalog says of texts once articles are settled."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import sentences
from archive.catalog import Catalog
from archive.model import Note, Place
from pipelines.agency import Agency
from pipelines.settling import telling
from pipelines.settling.settle import settle
from pipelines.settling.telling import tell
from tests.readings import AGENCY, HOST, all_views, capture_of, published, reading_of

MAU = Agency(AGENCY, "Mẫu", HOST + "/")
KHAC = Agency("khac", "Trung tâm Khác (TTK)", "https://khac.vn/")

STORY = [
    "Sáng 12/3, tại thị xã Hương Khê, Trung tâm Quan trắc Hòa Lộc tổ chức hội nghị tổng kết công tác năm 2025.",
    "Dự hội nghị có bà Đoàn Thị Thúy Hằng, Phó Giám đốc Sở, cùng đại diện 17 phòng, đơn vị trực thuộc.",
    "Ông Lương Văn Bách cho biết Trung tâm đã hoàn thành 23 nhiệm vụ thường xuyên và 6 đề tài trong năm qua.",
    "Các trạm quan trắc tự động truyền 1.250 bản ghi mỗi ngày về máy chủ đặt tại Hòa Lộc để phục vụ cảnh báo.",
    "Năm tới đơn vị sẽ đầu tư thêm thiết bị đo lưu lượng tại các cửa sông và đào tạo 40 cán bộ kỹ thuật.",
]
NEXT_YEAR = [
    line.replace("12/3", "15/4").replace("2025", "2026").replace("17", "21").replace("23", "31").replace("1.250", "980")
    for line in STORY
]
OTHER = [
    "Đoàn kiểm tra liên ngành đã lấy mẫu nước tại ba hồ chứa trên địa bàn và gửi về phòng thử nghiệm phân tích.",
    "Kết quả bước đầu cho thấy hàm lượng chất rắn lơ lửng tăng nhẹ so với cùng kỳ do mưa lớn ở thượng nguồn.",
    "Người dân ven hồ được khuyến cáo lọc nước trước khi dùng và báo ngay khi thấy cá chết hoặc nước đổi màu.",
]

BULLETIN = [
    "Trong tháng {b}, mực nước trung bình tại trạm Cửa Đạt là {c} cm, thấp hơn cùng kỳ năm trước {b} cm.",
    "Tổng lượng mưa đo được tại 4 trạm của lưu vực là {a} mm, số ngày có mưa là {b} ngày trong tháng.",
    "Có {a} mẫu nước được lấy tại các giếng quan trắc, trong đó {b} mẫu vượt giới hạn của quy chuẩn.",
    "Dự báo tháng tới mực nước dưới đất dao động từ {b} đến {a} cm tại các công trình quan trắc.",
]
PLACES = [
    "Cửa Đạt",
    "Hói Quai",
    "Bến Sung",
    "Đò Lèn",
    "Xuân Khánh",
    "Giàng",
    "Cẩm Thủy",
    "Hồi Xuân",
    "Lý Nhân",
    "Chuối",
]


def of_year(number):
    """The story as its template tells it of another year."""
    said = {"12/3": f"{9 + number}/5", "2025": f"{2026 + number}", "17": f"{31 + number}", "23": f"{47 + number}"}
    lines = list(STORY)
    for there, here in (said | {"1.250": f"{977 + number}"}).items():
        lines = [line.replace(there, here) for line in lines]
    return lines


@pytest.fixture
def catalog(tmp_path):
    with Catalog(tmp_path / "catalog.db") as opened:
        yield opened


def add(catalog, number, url, lines, title="Tin", day=1, agency=MAU, date=None, **fields):
    """One capture of an article and its reading, not yet settled."""
    host = agency.url.rstrip("/")
    capture = capture_of(number, host + url, day, agency=agency.slug)
    told = published(date) if date else None
    catalog.add_captures([capture])
    catalog.add_readings([reading_of(capture, title, *lines, published=told, **fields)])


def settled(catalog):
    for agency in (MAU, KHAC):
        settle(agency, catalog)


def relations(catalog):
    query = "SELECT kind, a, b, score FROM relations ORDER BY kind, a, b"
    return [tuple(row.values()) for row in catalog.select(query)]


class TestRelations:
    def test_across_agencies_the_first_published_comes_first(self, catalog):
        add(catalog, 1, "/sau", [*STORY, "Chia sẻ bài viết"], date="2026-03-14")
        add(catalog, 2, "/truoc", STORY, agency=KHAC, date="2026-03-12")
        settled(catalog)
        assert catalog.select("SELECT * FROM relations") == [
            {
                "kind": "republication",
                "a_agency": "khac",
                "a": "https://khac.vn/truoc",
                "b_agency": "mau",
                "b": HOST + "/sau",
                "first": "https://khac.vn/truoc",
                "score": 1.0,
                "method": "shared sentences",
            }
        ]

    def test_template_and_excerpt(self, catalog):
        add(catalog, 1, "/a", STORY, date="2026-03-12")
        add(catalog, 2, "/b", NEXT_YEAR, date="2027-04-15")
        add(catalog, 3, "/c", OTHER, date="2026-03-12")
        add(catalog, 4, "/d", OTHER[1:2], date="2026-03-13")
        settled(catalog)
        assert [row[:3] for row in relations(catalog)] == [
            ("excerpt", HOST + "/c", HOST + "/d"),
            ("template-sibling", HOST + "/a", HOST + "/b"),
        ]

    def test_siblings_with_a_number_in_every_sentence(self, catalog):
        months = [[line.format(a=7 * n + 11, b=n + 3, c=90 + n) for line in BULLETIN] for n in range(1, 13)]
        for number, lines in enumerate(months):
            add(catalog, number, f"/thang-{number + 1:02}", lines, date=f"2025-{number + 1:02}-05")
        add(catalog, 20, "/lai", [*months[5][:3], "Chia sẻ bài viết"], date="2025-07-01", agency=KHAC)
        settled(catalog)
        found = relations(catalog)
        assert [row[:3] for row in found if row[0] != "template-sibling"] == [
            ("republication", HOST + "/thang-06", "https://khac.vn/lai")
        ]
        assert {url for row in found for url in row[1:3]} == {
            "https://khac.vn/lai",
            *(f"{HOST}/thang-{number:02}" for number in range(1, 13)),
        }

    def test_a_table_told_again_and_the_next_one(self, catalog):
        rows = [f"{place} {n} {n + 9}" for n, place in enumerate(PLACES, 21)]
        add(catalog, 1, "/mot", ["Nhiệt độ các nơi", *rows], date="2026-03-01")
        add(catalog, 2, "/chep", [*rows, "Nguồn: mau"], date="2026-03-02", agency=KHAC)
        later = [f"{place} {n} {n + 11}" for n, place in enumerate(PLACES, 17)]
        add(catalog, 3, "/hai", ["Nhiệt độ các nơi", *later], date="2026-03-08")
        settled(catalog)
        assert [row[:3] for row in relations(catalog)] == [
            ("republication", HOST + "/mot", "https://khac.vn/chep"),
            ("template-sibling", "https://khac.vn/chep", HOST + "/hai"),
            ("template-sibling", HOST + "/mot", HOST + "/hai"),
        ]

    def test_copies_are_one_text_however_many(self, catalog):
        for number in range(sentences.COMMON + 5):
            add(catalog, number, f"/{number:02}", STORY, date=f"2026-03-{number % 28 + 1:02}")
        add(catalog, 90, "/sua", [*STORY[:4], "Hội nghị kết thúc tốt đẹp cùng ngày."], date="2026-04-01")
        settled(catalog)
        found = relations(catalog)
        assert [row[0] for row in found] == ["exact"] * (sentences.COMMON + 4) + ["republication"]
        assert {row[1] for row in found} == {HOST + "/00"}
        assert found[-1][2] == HOST + "/sua"

    def test_a_changed_or_vanished_text_loses_its_kin(self, catalog):
        add(catalog, 1, "/a", STORY)
        add(catalog, 2, "/b", STORY[:4])
        settled(catalog)
        assert [row[0] for row in relations(catalog)] == ["republication"]
        add(catalog, 3, "/b", OTHER, day=2)
        settled(catalog)
        assert relations(catalog) == []
        assert catalog.select("SELECT count(*) AS n FROM kin") == [{"n": 0}]
        assert catalog.select("SELECT count(DISTINCT article) AS n FROM sentence") == [{"n": 2}]

    def test_pages_of_one_article_are_no_siblings_by_their_template(self, catalog):
        pages = ("/bai", "/bai?page=2", "/bai?page=3", "/tiep")
        for number, page in enumerate(pages):
            previous = HOST + pages[2] if page == "/tiep" else None
            add(catalog, number, page, of_year(number), title="Tin", previous=previous)
        add(catalog, 9, "/khac", of_year(9), title="Tin khác")

        settled(catalog)

        found = catalog.select("SELECT kind, a, b FROM relations")
        assert {(row["kind"], *sorted((row["a"], row["b"]))) for row in found} == {
            ("part-of", HOST + "/bai", HOST + "/bai?page=2"),
            ("part-of", HOST + "/bai", HOST + "/bai?page=3"),
            ("part-of", HOST + "/bai?page=3", HOST + "/tiep"),
            *(("template-sibling", *sorted((HOST + page, HOST + "/khac"))) for page in pages),
        }

    def test_pages_of_a_paged_article(self, catalog):
        add(catalog, 1, "/bai", STORY)
        add(catalog, 2, "/bai?page=2", OTHER, title="Tin")
        add(catalog, 3, "/bai/3/", OTHER[:1], title="Tin")
        add(catalog, 4, "/khac", NEXT_YEAR, title="Chuyện khác", previous=HOST + "/bai")
        add(catalog, 5, "/tiep", ["Phần cuối của bài viết nhiều kỳ."], title="Tin", previous=HOST + "/bai")
        settled(catalog)
        query = "SELECT a, b, method FROM relations WHERE kind = 'part-of' ORDER BY b"
        assert [tuple(row.values()) for row in catalog.select(query)] == [
            (HOST + "/bai", HOST + "/bai/3/", "address"),
            (HOST + "/bai", HOST + "/bai?page=2", "address"),
            (HOST + "/bai", HOST + "/tiep", "rel=prev"),
        ]

    @pytest.mark.parametrize("later", ["Tin", "Tin - Trang 2", "Tin (tiếp theo)", "Tin – Kỳ 2", "Tin: Kết quả", None])
    @pytest.mark.parametrize("previous", [None, HOST + "/bai"])
    def test_titles_of_later_pages_go_on_behind_the_firsts(self, catalog, later, previous):
        add(catalog, 1, "/bai", STORY, title="Tin")
        add(catalog, 2, "/bai/2", OTHER, title=later, previous=previous)

        settled(catalog)

        parts = catalog.select("SELECT a, b FROM relations WHERE kind = 'part-of'")
        assert parts == [{"a": HOST + "/bai", "b": HOST + "/bai/2"}]

    @pytest.mark.parametrize("url", ["/thong-bao/2", "/thong-bao_2", "/thong-bao?p=12"])
    @pytest.mark.parametrize("title", ["Lịch nghỉ Tết", "Thông báo mời thầu gói số 2"])
    def test_an_address_alone_makes_no_later_page(self, catalog, url, title):
        add(catalog, 1, "/thong-bao", STORY, title="Thông báo")
        add(catalog, 2, url, OTHER, title=title)

        settled(catalog)

        assert relations(catalog) == []


def credit(catalog, agency, toml):
    note = Note(
        f"urn:uuid:{agency.slug}",
        agency.slug,
        "crawl-1",
        "agency-file",
        "2026-03-01T00:00:00.000000Z",
        {"text": toml},
        Place("warc/a.warc.gz", 1, 1),
    )
    catalog.add_notes([note])


KHAC_TOML = 'name = "Trung tâm Khác (TTK)"\nurl = "https://khac.vn/"\naliases = ["Tổng cục Khác"]\n'


class TestSyndication:
    @pytest.mark.parametrize("said", ["Theo TTK", "khac.vn", "Trung tâm Khác", "Website khac.vn", "TỔNG CỤC KHÁC"])
    def test_who_republished_whom_when_and_what_changed(self, catalog, said):
        credit(catalog, KHAC, KHAC_TOML)
        add(catalog, 1, "/goc", STORY, title="Hội nghị", agency=KHAC, date="2026-03-12")
        add(catalog, 2, "/dan", [*STORY[:4], OTHER[0]], title="Tin dẫn", date="2026-03-14", credited_source=said)
        settled(catalog)
        assert catalog.select("SELECT * FROM syndication") == [
            {
                "source_agency": "khac",
                "source": "https://khac.vn/goc",
                "source_published": "2026-03-12",
                "agency": "mau",
                "url": HOST + "/dan",
                "published": "2026-03-14",
                "delay_days": 2,
                "kind": "republication",
                "score": 1.0,
                "sentences_lost": 1,
                "sentences_added": 1,
                "title_changed": 1,
                "credited_source": said,
                "evidence": "text and credit",
            }
        ]

    def test_a_credit_outweighs_the_dates(self, catalog):
        credit(catalog, KHAC, KHAC_TOML)
        add(catalog, 1, "/goc", STORY, agency=KHAC, date="2026-03-15")
        add(catalog, 2, "/dan", STORY[:4], date="2026-03-14", credited_source="TTK")
        settled(catalog)
        (row,) = catalog.select("SELECT source, url, delay_days, sentences_lost, sentences_added FROM syndication")
        assert tuple(row.values()) == ("https://khac.vn/goc", HOST + "/dan", -1, 1, 0)

    @pytest.mark.parametrize(
        ("source", "copy", "evidence"),
        [
            ("2026-03-12", "2026-03-14", "text"),
            (None, "2026-03-14", "capture"),
            ("2026-03-14", "2026-03-14T08:00:00+07:00", "capture"),
            ("2026-03-14T08:00:00+07:00", "2026-03-14T08:00:00+07:00", "capture"),
        ],
    )
    def test_says_whether_dates_tell_who_was_first(self, catalog, source, copy, evidence):
        add(catalog, 1, "/z", STORY, date=source)
        add(catalog, 2, "/a", STORY[:4], agency=KHAC, date=copy)
        settled(catalog)
        assert catalog.select("SELECT source, evidence FROM syndication") == [
            {"source": HOST + "/z", "evidence": evidence}
        ]
        assert catalog.select("SELECT first FROM relations") == [{"first": HOST + "/z"}]

    @pytest.mark.parametrize(("date", "source"), [("2026-02-12", "https://khac.vn/a"), ("2026-03-02", HOST + "/z")])
    def test_an_undated_text_was_there_at_its_first_capture_and_not_known_before(self, catalog, date, source):
        add(catalog, 1, "/z", STORY, day=1)
        add(catalog, 2, "/a", STORY, agency=KHAC, date=date, day=6)

        settled(catalog)

        (row,) = catalog.select("SELECT source, evidence FROM syndication")
        assert (row["source"], row["evidence"]) == (source, "capture")

    def test_credits_without_a_text_are_told_resolved_or_not(self, catalog):
        credit(catalog, KHAC, KHAC_TOML)
        add(catalog, 1, "/a", STORY, credited_source="TTK")
        add(catalog, 2, "/b", OTHER, credited_source="VEA")
        settled(catalog)
        query = "SELECT source_agency, source, url, kind, credited_source, evidence FROM syndication ORDER BY url"
        assert [tuple(row.values()) for row in catalog.select(query)] == [
            ("khac", None, HOST + "/a", "credited", "TTK", "credit"),
            (None, None, HOST + "/b", "credited", "VEA", "credit"),
        ]

    def test_a_name_that_two_agencies_bear_is_left_open(self, catalog):
        credit(catalog, KHAC, KHAC_TOML)
        third = replace(KHAC, slug="ba")
        credit(catalog, third, KHAC_TOML.replace("khac.vn", "ba.vn"))
        add(catalog, 1, "/a", STORY, credited_source="TTK")
        for agency in (MAU, KHAC, third):
            settle(agency, catalog)
        assert catalog.select("SELECT source_agency, credited_source FROM syndication") == [
            {"source_agency": None, "credited_source": "TTK"}
        ]

    def test_a_recorded_file_that_is_not_understood_leaves_the_slug(self, catalog, caplog):
        credit(catalog, KHAC, KHAC_TOML + 'future = "?"\n')
        add(catalog, 1, "/a", STORY, credited_source="TTK")
        add(catalog, 2, "/b", OTHER, credited_source="Khac")
        settled(catalog)
        assert "by its slug only" in caplog.text
        assert catalog.select("SELECT source_agency FROM syndication ORDER BY url") == [
            {"source_agency": None},
            {"source_agency": "khac"},
        ]

    def test_an_agency_repeating_itself_and_templates_are_no_syndication(self, catalog):
        add(catalog, 1, "/a", STORY)
        add(catalog, 2, "/b", STORY[:4])
        add(catalog, 3, "/c", NEXT_YEAR, agency=KHAC)
        settled(catalog)
        assert catalog.select("SELECT * FROM syndication") == []


def test_mentions_of_title_and_text(catalog):
    lines = ["Theo Thông tư số 25/2018/TT-BTNMT ngày 5/6/2018 và QCVN 40:2011/BTNMT, nước thải phải được kiểm tra."]
    add(catalog, 1, "/a", lines, title="Triển khai Nghị định 08/2022/NĐ-CP")
    settled(catalog)
    assert [tuple(row.values())[2:] for row in catalog.select("SELECT * FROM mentions")] == [
        ("nghị định", "08/2022/NĐ-CP", 2022, "CP", None, "Nghị định 08/2022/NĐ-CP"),
        ("thông tư", "25/2018/TT-BTNMT", 2018, "BTNMT", "2018-06-05", "Thông tư số 25/2018/TT-BTNMT"),
        ("QCVN", "QCVN 40:2011/BTNMT", 2011, "BTNMT", None, "QCVN 40:2011/BTNMT"),
    ]


class TestSpokenDates:
    LINE = "Sáng 12/3, hội nghị khai mạc. Hạn nộp hồ sơ là ngày 15/4/2026 tại Hà Nội."

    def spoken(self, catalog):
        query = "SELECT date, precision, inferred_year, text FROM spoken_dates"
        return [tuple(row.values()) for row in catalog.select(query)]

    def test_years_come_from_the_publication_and_say_so(self, catalog):
        add(catalog, 1, "/a", [self.LINE], date="2026-03-13")
        settled(catalog)
        assert self.spoken(catalog) == [
            ("2026-03-12", "day", 1, "12/3"),
            ("2026-04-15", "day", 0, "ngày 15/4/2026"),
        ]

    def test_without_a_publication_date_what_has_no_year_stays_out(self, catalog):
        add(catalog, 1, "/a", [self.LINE])
        settled(catalog)
        assert self.spoken(catalog) == [("2026-04-15", "day", 0, "ngày 15/4/2026")]

    def test_a_date_that_a_feed_tells_later_gives_the_year(self, catalog):
        from archive.model import Hint

        add(catalog, 1, "/a", [self.LINE], spoken=())
        settled(catalog)
        feed = capture_of(2, "/feed")
        catalog.add_captures([feed])
        hint = Hint(HOST + "/a", "feed", "Tin", "2026-03-01T08:00:00+07:00")
        catalog.add_readings([reading_of(feed, None, outcome="feed", hints=(hint,))])
        settled(catalog)
        assert self.spoken(catalog)[0] == ("2026-03-12", "day", 1, "12/3")


POOL = [*STORY, *NEXT_YEAR, *OTHER]
FACTS = st.lists(
    st.tuples(
        st.sampled_from(["/a", "/b", "/c", "/d", "/e", "/f"]),
        st.booleans(),
        st.lists(st.integers(0, len(POOL) - 1), min_size=1, max_size=6),
        st.integers(1, 4),
        st.sampled_from([None, "2026-02-01", "2026-02-03"]),
        st.sampled_from([None, "TTK", "VEA"]),
        st.sampled_from(["article", "article", "article", "page", "listing"]),
    ),
    min_size=1,
    max_size=14,
)


def _added(catalog, number, fact):
    url, own, lines, day, date, credited, outcome = fact
    told = [POOL[line] for line in lines]
    add(catalog, number, url, told, "Tin", day, MAU if own else KHAC, date, credited_source=credited, outcome=outcome)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FACTS, st.integers(0, 2**32), st.integers(1, 4))
def test_relations_do_not_depend_on_order_or_batches(tmp_path_factory, facts, seed, size):
    folder = tmp_path_factory.mktemp("order")
    shuffled = list(enumerate(facts))
    random.Random(seed).shuffle(shuffled)
    with pytest.MonkeyPatch.context() as patch, Catalog(folder / "1.db") as once, Catalog(folder / "2.db") as bits:
        # Small bounds, so that few articles reach them.
        patch.setattr(sentences, "COMMON", 3)
        patch.setattr(telling, "CANDIDATES", 2)
        for catalog in (once, bits):
            credit(catalog, KHAC, KHAC_TOML)
        for number, fact in enumerate(facts):
            _added(once, number, fact)
        settled(once)
        for at, (number, fact) in enumerate(shuffled):
            _added(bits, number, fact)
            if at % size == 0:
                settle(random.Random(seed + at).choice([MAU, KHAC]), bits)
        settled(bits)
        assert all_views(bits) == all_views(once)
        assert _kin(bits) == _kin(once)
        assert bits.select("SELECT * FROM retold") == []


def _kin(catalog):
    return catalog.select(
        """SELECT a.agency, a.url, b.agency AS other_agency, b.url AS other, k.kind, k.score, k.only_here, k.only_there
           FROM kin k JOIN article a ON a.docid = k.article JOIN article b ON b.docid = k.other
           ORDER BY 1, 2, 3, 4"""
    )


def test_telling_all_again_changes_nothing(catalog):
    add(catalog, 1, "/a", STORY)
    add(catalog, 2, "/b", STORY[:4])
    settled(catalog)
    before = all_views(catalog)
    catalog.connection.execute("INSERT INTO retold (docid) SELECT docid FROM article")
    tell(catalog)
    assert all_views(catalog) == before


@pytest.mark.parametrize("side", ["a", "b"])
def test_relations_of_one_article_are_found_by_indexes(catalog, side):
    query = f"EXPLAIN QUERY PLAN SELECT * FROM relations WHERE {side}_agency = 'mau' AND {side} = 'x'"
    plan = [row["detail"] for row in catalog.select(query)]
    made = re.compile(r"SCAN (?:kindred|relations|above|(?:\d )?CONSTANT ROWS?)")
    assert [line for line in plan if line.startswith("SCAN") and not made.fullmatch(line)] == []
    assert [line for line in plan if "(agency=?)" in line] == []
