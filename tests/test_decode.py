import re
import shutil
import subprocess
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html.entities import codepoint2name
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.decode import declared_charset, decode
from pipelines.legacy import READERS, latin, with_capitals
from tests.test_orthography import CORRECT
from tests.vietnamese import PROSE, as_forms_send, encode, marked_text, one_byte_codes

SEEDS = Path(__file__).parents[2] / "shared/data/seeds"
LEGACY = [name for name in READERS if name not in {"utf-8", "windows-1252"}]
LABELS = [None, "utf-8", "iso-8859-1", "windows-1258", "viscii", "tcvn", "x-viet-vps", "windows-1250", "gb2312"]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


def slices(text: str) -> Iterator[str]:
    yield text
    yield from (text[at : at + 120] for at in range(0, len(text) - 120, 120))
    yield text[-120:]


def lines(text: str) -> list[str]:
    return [text, *textwrap.wrap(text, 120)]


def seeds() -> list[str]:
    texts = [path.read_text() for path in sorted(SEEDS.glob("*.txt"))]
    return [unicodedata.normalize("NFC", text).replace("\u200b", "") for text in texts]


@pytest.fixture(params=[lambda: [PROSE], pytest.param(seeds, marks=pytest.mark.slow)], ids=["ours", "seeds"])
def texts(request: pytest.FixtureRequest) -> list[str]:
    """Our own prose; of the seeds each, where there are any."""
    found: list[str] = request.param()
    return found or pytest.skip("no seeds here")


@pytest.mark.parametrize("encoding", LEGACY)
def test_word_recall_is_whole_whatever_the_label(texts: list[str], encoding: str) -> None:
    lost = [
        (label, part, missing)
        for text in texts
        for part in slices(text)
        for label in (*LABELS, encoding)
        if (missing := words(part) - words(decode(encode(part, encoding), label).text))
    ]
    assert lost == []


@pytest.mark.parametrize("encoding", sorted({*LEGACY} - {"vni"}))
def test_what_an_encoding_lacks_stands_as_references(texts: list[str], encoding: str) -> None:
    lost = [
        (label, part, missing)
        for text in texts
        for part in lines(text)
        for label in (None, "utf-8", encoding)
        if (missing := words(part) - words(decode(as_forms_send(part, encoding), label).text))
    ]
    assert lost == []


@pytest.mark.parametrize("encoding", LEGACY)
def test_words_in_references_beside_others_in_an_old_code(texts: list[str], encoding: str) -> None:
    lost = []
    for text in texts:
        for part in lines(text):
            written = [
                word.encode("ascii", "xmlcharrefreplace") if at % 2 else encode(word, encoding)
                for at, word in enumerate(part.split())
            ]
            lost += [part] if words(part) - words(decode(b" ".join(written)).text) else []
    assert lost == []


@pytest.mark.parametrize("encoding", LEGACY)
def test_font_code_points_inside_utf_8_are_undone(texts: list[str], encoding: str) -> None:
    lost = [
        part
        for text in texts
        for part in slices(text)
        if words(part) - words(decode(latin(encode(part, encoding)).encode(), "utf-8").text)
    ]
    assert lost == []


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_utf_8_read_as_windows_1252_is_undone(texts: list[str], times: int) -> None:
    for text in texts:
        for part in slices(text):
            data = part.encode()
            for _ in range(times):
                data = latin(data).encode()
            assert decode(data).text == part


def test_utf_8_read_as_windows_1258_is_undone(texts: list[str]) -> None:
    for text in texts:
        for part in slices(text):
            read = "".join(bytes([byte]).decode("cp1258", "ignore") or chr(byte) for byte in part.encode())
            assert decode(read.encode()).text == decode(unicodedata.normalize("NFC", read).encode()).text == part


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("Äiá»u tra vÃ  giÃ¡m sÃ¡t tráºn lÅ©", "Điều tra và  giám sát trận lũ"),
        ("ngÆ°á»i vÃ\xa0 phÃa", "người và phía"),
        ("má»i ngÆ°á»\ufffdi nÃ³i â€œcÃ³â€\ufffd", "má»i người nói “có”"),
        ("HÃ  Ná»™i vÃ  HÃ  Giang lÃ m nhÃ  mÃ¡y, Ä‘Ã o kÃªnh", "Hà Nội và  Hà Giang làm nhà  máy, đào kênh"),
        ("MÃ SỐ THUẾ, ĐÃ NỘP: ngÃ y nÃ y á»Ÿ bÃ£i", "MÃ SỐ THUẾ, ĐÃ NỘP: ngày này ở bãi"),
    ],
)
def test_letters_torn_on_the_way_are_healed_where_the_word_tells(torn: str, whole: str) -> None:
    assert decode(torn.encode()).text == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_wins_over_any_label(texts: list[str], encoding: str) -> None:
    for text in (*texts, *CORRECT[1:2]):
        for label in LABELS:
            decoded = decode(text.encode(encoding), label)
            assert (decoded.text, "undone" in decoded.evidence) == (text, False)


@pytest.mark.parametrize("encoding", ["vps", "viscii", "tcvn-5712-1"])
def test_a_capital_where_windows_has_a_dash_is_told_from_a_dash_in_the_same_word(encoding: str) -> None:
    """`HÀN QUỐC”` was `HÀN QU–C”` in VPS: all of a word's dashes and quotation marks were letters, or none."""
    said = "►Triển lãm đặc biệt “HÀN QUỐC”, “TRƯỜNG ĐỜI” – nơi gặp gỡ của “BỜ BIỂN”–“ĐẤT LIỀN”, “NƠI KHÓ”."
    assert decode(encode(said, encoding)).text == said


def test_an_opening_quotation_mark_before_a_blank_is_a_capital() -> None:
    said = "Ông Đỗ Ngọc Ẩn, ngụ ấp Ổ Ong, thuê ‘12’ máy đào ở xã Mỹ Hòa, huyện Cầu Kè."
    assert decode(encode(said, "viscii")).text == said


@pytest.mark.parametrize("text", CORRECT)
def test_correct_text_raises_no_alarm(text: str) -> None:
    assert (decode(text.encode()).text, decode(text.encode(), "viscii").encoding) == (text, "utf-8")


@pytest.mark.parametrize(("text", "encoding"), [(2, "cp1252"), (3, "iso-8859-1"), (4, "cp1250"), (10, "koi8-r")])
def test_other_languages_are_read_as_labelled(text: int, encoding: str) -> None:
    data = CORRECT[text].replace("’", "'").encode(encoding, "ignore")
    assert decode(data, encoding).text == data.decode(encoding)


@pytest.mark.parametrize("label", [None, "iso-8859-1"])
def test_quotation_marks_of_french_are_no_vietnamese_words(label: str | None) -> None:
    """`«` and `»` are `ề` and `Ừ` in VISCII and VPS, and stood for two words of Vietnamese."""
    said = "Les lots «\xa012\xa0», «\xa015\xa0» et «\xa018\xa0» sont à part."
    assert decode(said.encode("cp1252"), label).text == said


def test_a_label_in_the_page_decides_where_nothing_else_does() -> None:
    page = "<meta charset=windows-1251><p>Москва, площадь".encode("cp1251")
    assert (decode(page).text, decode(page).encoding) == (page.decode("cp1251"), "cp1251")


@given(marked_text(), st.sampled_from(LEGACY))
@settings(max_examples=300, deadline=None)
def test_any_syllables_come_back(text: str, encoding: str) -> None:
    assert decode(encode(text, encoding)).text == text


@given(marked_text())
@settings(deadline=None)
def test_any_syllables_in_utf_8_come_back(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.binary(max_size=200), st.sampled_from([*LABELS, "no-such-charset", "idna", "hex"]))
@settings(deadline=None)
def test_no_bytes_and_no_label_fail(data: bytes, label: str | None) -> None:
    assert isinstance(decode(data, label).text, str)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam", "tcvn3"),
        (b"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam", "vni"),
        (b"C\xb5ng h\xf2a x\xe3 h\xb5i ch\xfc ngh\xeea Vi\xaet Nam", "viscii"),
        (b"C\xb6ng h\xf2a x\xe3 h\xb6i ch\xfb ngh\xefa Vi\x8ct Nam", "vps"),
        (b"C\xf4\xf2ng ho\xcca xa\xde h\xf4\xf2i chu\xd2 nghi\xdea Vi\xea\xf2t Nam", "windows-1258"),
    ],
)
def test_a_known_line_in_each_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == ("Cộng hòa xã hội chủ nghĩa Việt Nam", encoding)


@pytest.mark.skipif(not shutil.which("iconv"), reason="needs iconv")
@pytest.mark.parametrize(
    ("encoding", "charset"), [("viscii", "VISCII"), ("tcvn-5712-1", "TCVN5712-1"), ("windows-1258", "CP1258")]
)
def test_tables_agree_with_iconv(encoding: str, charset: str) -> None:
    for char, code in one_byte_codes(encoding).items():
        run = subprocess.run(
            ["iconv", "-f", charset, "-t", "UTF-8"], input=code + b" ", capture_output=True, check=False
        )
        assert run.returncode or run.stdout.decode() in {char + " ", latin(code) + " "}


def test_references_in_and_beside() -> None:
    vni = latin(encode("Trạm quan trắc nước ở hạ lưu", "vni"))
    page = f"<p>{vni}</p><p>C&#7847;u c&#361; &amp; &#60;ch&#7907;&#x3e;</p>"
    expected = "<p>Trạm quan trắc nước ở hạ lưu</p><p>Cầu cũ &amp; &#60;chợ&#x3e;</p>"
    assert decode(page.encode()).text == decode(page.encode("cp1252")).text == expected


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps", "windows-1258"])
def test_font_text_saved_with_named_entities(encoding: str) -> None:
    names = {code: f"&{name};" for code, name in codepoint2name.items() if code > 0xA0}
    page = latin(encode(PROSE.splitlines()[1], encoding)).translate(names)
    assert decode(f"<p>{page}</p>".encode()).text == f"<p>{PROSE.splitlines()[1]}</p>"


def test_only_the_paragraph_in_another_font_is_undone() -> None:
    lead = "Bé, sét, mè: ba chữ đúng, để nguyên như vậy trong bài này."
    body = latin(encode(PROSE.splitlines()[1], "tcvn3"))
    decoded = decode(f"<title>{lead}</title><p>{body}</p><script>'µ¸'</script>".encode())
    assert decoded.text == f"<title>{lead}</title><p>{PROSE.splitlines()[1]}</p><script>'µ¸'</script>"
    assert decoded.evidence == {"by": "strict", "undone": ["tcvn3"]}


FRAME = "Cổng thông tin điện tử tỉnh Đồng Lâm, cơ quan chủ quản: Ủy ban nhân dân tỉnh. Tin tức, sự kiện, văn bản"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps"])
def test_what_is_unicode_around_a_long_text_in_another_font_stays(encoding: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in PROSE.splitlines())
    decoded = decode(f"<title>Tiêu đề</title><p>{FRAME}</p>{latin(encode(body, encoding))}".encode())
    # TCVN3 has no toned capitals
    assert decoded.text.lower() == f"<title>Tiêu đề</title><p>{FRAME}</p>{body}".lower()


@pytest.mark.parametrize(
    ("typed", "shown"), [("CộNG HòA", "CỘNG HÒA"), ("VĂN úT", "VĂN ÚT"), ("Văn Út", "Văn Út"), ("Đ/c Hà", "Đ/c Hà")]
)
def test_a_font_of_capitals_drew_toned_letters_as_such(typed: str, shown: str) -> None:
    assert with_capitals(typed) == shown


def test_of_a_paragraph_in_both_only_the_odd_words_are_undone() -> None:
    body = PROSE.splitlines()[1]
    decoded = decode(f"<p>{FRAME}: {latin(encode(body, 'tcvn3'))}</p>".encode())
    assert words(f"{FRAME} {body}") - words(decoded.text) == Counter()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(texts: list[str], encoding: str) -> None:
    for text in texts:
        for part in slices(text):
            assert decode(part.encode(encoding), "utf-8").text == part


@pytest.mark.parametrize("written", ["&#{};", "&#x{:x};", "&#x{:X};"])
def test_references_mixed_with_letters(written: str) -> None:
    for part in slices(PROSE):
        mixed = "".join(char if char.isascii() or at % 2 else written.format(ord(char)) for at, char in enumerate(part))
        assert decode(mixed.encode()).text == part


def test_utf_8_written_as_references_byte_by_byte() -> None:
    page = "".join(char if char.isascii() else "".join(f"&#{byte};" for byte in char.encode()) for char in PROSE)
    assert decode(page.encode()).text == PROSE


def test_markup_does_not_vote() -> None:
    script = "<script>" + "'été à Noël garçon' " * 200 + "</script>"
    page = script.encode("cp1252") + encode(PROSE, "viscii")
    assert decode(page).encoding == "viscii"


def test_a_body_cut_inside_a_character_is_still_utf_8() -> None:
    decoded = decode("Đường về xã Hòa Thắng ở".encode()[:-1])
    assert (decoded.text, decoded.encoding) == ("Đường về xã Hòa Thắng ", "utf-8")


def test_bytes_that_are_valid_utf_8_by_chance() -> None:
    text = "ươm trườn nướng bườm cười đường lươn hươu mượn tươi"
    assert [decode(encode(text, encoding)).text for encoding in ("vps", "viscii")] == [text, text]
    mixed = "Chữ Hebrew aשb và chữ Syriac xܐy, N’Ko ߊn"
    assert (decode(mixed.encode()).text, decode(mixed.encode()).encoding) == (mixed, "utf-8")


def test_capitals_that_a_capital_font_drew() -> None:
    assert decode(encode("ỦY BAN NHÂN DÂN XÃ Ở VIỆT NAM, tại Hà Nội", "tcvn3")).text == (
        "ỦY BAN NHÂN DÂN XÃ Ở VIỆT NAM, tại Hà Nội"
    )


@pytest.mark.parametrize(
    ("content_type", "head", "label"),
    [
        ("text/html; charset=UTF-8", b"<meta charset=viscii>", "utf-8"),
        ("text/html", b"<!doctype html><meta charset='Windows-1258'>", "windows-1258"),
        (None, b'<META http-equiv="Content-Type" content="text/html; charset=x-viet-vps">', "x-viet-vps"),
        (None, b'<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ("text/html", b"<p>charset=none", None),
    ],
)
def test_declared_charset(content_type: str | None, head: bytes, label: str | None) -> None:
    assert declared_charset(content_type, head) == label
