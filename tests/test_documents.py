"""Text of PDF and DOCX files, whatever state they are in."""

import random
import zipfile
from io import BytesIO

import pypdfium2
import pytest

from crawlers.demo.files import pdf
from pipelines.reading import documents
from pipelines.reading.documents import read_document

LINES = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Căn cứ Nghị định số 08/2022/NĐ-CP ngày 10 tháng 01 năm 2022 của Chính phủ quy định chi tiết một số điều của Luật "
    "Bảo vệ môi trường, Trung tâm thông báo tuyển dụng viên chức năm 2026.",
    "1. Vị trí tuyển dụng: kỹ sư thủy văn.",
    "2. Hồ sơ nộp tại phòng Tổ chức, trước ngày 15/4/2026.",
]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body, name="word/document.xml", namespace=W, coding="utf-8", **notes):
    head = f"<?xml version='1.0' encoding='{coding}'?>"
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"{head}<w:document {namespace}><w:body>{body}</w:body></w:document>".encode(coding))
        for kind, text in notes.items():
            archive.writestr(f"word/{kind}.xml", text)
    return file.getvalue()


def paragraph(*runs):
    return "<w:p>" + "".join(f"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def texts(data):
    return [block.text for block in read_document(data).blocks]


def test_a_pdf_reads_as_paragraphs():
    found = read_document(pdf(LINES))
    assert [block.text for block in found.blocks] == LINES
    assert (found.reason, found.extractor) == ("a PDF of 1 pages", "pdfium")


def test_the_same_bytes_read_the_same():
    assert read_document(pdf(LINES)) == read_document(pdf(LINES))


def test_page_numbers_go_and_what_stands_before_the_head_is_no_matter():
    assert texts(pdf([*LINES[:1], "- 2 -", "Trang 1/3"])) == LINES[:1]
    assert texts(b"\r\n" + pdf(LINES[:1])) == LINES[:1]


def test_a_scanned_pdf_says_so():
    found = read_document(pdf([" "]))
    assert found.blocks == ()
    assert found.reason == "a PDF without text, most likely scanned: 1 pages"


@pytest.mark.parametrize("data", [b"%PDF-1.4 rubbish", pdf(LINES)[:400], b"%PDF-"])
def test_a_broken_pdf_says_so(data):
    found = read_document(data)
    assert (found.blocks, found.reason.startswith("a PDF that")) == ((), True)


def test_an_encrypted_pdf_says_so():
    locked = pdf(LINES).replace(
        b"trailer\n<<",
        b"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"00" * 32
        + b"> /U <"
        + b"11" * 32
        + b"> >>"
        b" /ID [<aa> <aa>] ",
    )
    found = read_document(locked)
    assert (found.blocks, found.reason) == ((), "a PDF that cannot be opened: encrypted")


def damaged(data, chance):
    damaged = bytearray(data)
    for _ in range(12):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged[: chance.randrange(20, len(damaged))])


def test_whatever_is_damaged_gives_text_or_a_reason():
    chance, whole = random.Random(1), (pdf(LINES), docx(paragraph(*LINES)))
    found = [read_document(damaged(data, chance)) for _ in range(150) for data in whole]

    assert len(found) == 300
    assert [one for one in found if not (one.blocks or one.reason)] == []


def test_what_is_beyond_the_bounds_is_not_read_and_said_so(monkeypatch):
    monkeypatch.setattr(documents, "MAX_LETTERS", 30)
    found = read_document(docx(paragraph("nước " * 40)))
    assert (sum(len(block.text) for block in found.blocks), found.reason) == (
        29,
        "a Word document, the first 30 letters read",
    )
    monkeypatch.setattr(documents, "MAX_XML", 100)
    assert read_document(docx(paragraph("nước " * 40))).reason.startswith("a Word document of more than")


def pages(data, count):
    """A PDF of the same page several times."""
    whole = pypdfium2.PdfDocument.new()
    for _ in range(count):
        whole.import_pages(pypdfium2.PdfDocument(data))
    file = BytesIO()
    whole.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        (20, "a PDF of 3 pages, the first 1 read, the first 20 letters read"),
        (60, "a PDF of 3 pages, the first 2 read, the first 60 letters read"),
        (1000, "a PDF of 3 pages"),
    ],
)
def test_of_a_pdf_with_more_letters_the_first_are_read_and_it_says_so(monkeypatch, letters, reason):
    monkeypatch.setattr(documents, "MAX_LETTERS", letters)

    found = read_document(pages(pdf(LINES[:1]), 3))

    read = "".join(block.text for block in found.blocks)
    assert (LINES[0] * 3).startswith(read)
    assert len(read) >= min(letters, len(LINES[0] * 3)) - 5
    assert found.reason == reason


def test_a_word_document_reads_in_its_order():
    row = "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("Kỹ sư", "02 người")) + "</w:tr>"
    body = (
        paragraph("THÔNG ", "BÁO")
        + f"<w:tbl>{row}</w:tbl>"
        + "<w:p><w:r><w:t>Hạn nộp:</w:t><w:tab/><w:t>15/4</w:t></w:r><w:del><w:r><w:t>bỏ</w:t></w:r></w:del></w:p>"
        + f"<w:sdt><w:sdtContent>{paragraph('Hết.')}</w:sdtContent></w:sdt>"
    )
    assert texts(docx(body)) == ["THÔNG BÁO", "Kỹ sư | 02 người", "Hạn nộp: 15/4", "Hết."]


def table(*cells):
    return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<w:p><w:r><w:t>08/2022/NĐ</w:t><w:noBreakHyphen/><w:t>CP</w:t></w:r></w:p>", ["08/2022/NĐ-CP"]),
        (
            table(paragraph("Tên") + table(paragraph("a"), paragraph("b")), paragraph("c")),
            ["Tên a | b | c"],
        ),
        (table(paragraph("Một.") + paragraph("Hai.")), ["Một.", "Hai."]),
        (
            "<w:p><w:moveFrom><w:r><w:t>Cũ.</w:t></w:r></w:moveFrom></w:p>"
            "<w:p><w:moveTo><w:r><w:t>Cũ.</w:t></w:r></w:moveTo></w:p>",
            ["Cũ."],
        ),
        (f"<w:p><w:r><w:txbxContent>{paragraph('Một')}{paragraph('Hai')}</w:txbxContent></w:r></w:p>", ["Một", "Hai"]),
        (
            f"<w:p><w:r><w:t>Trước</w:t></w:r><w:r><w:txbxContent>{paragraph('Trong hộp')}</w:txbxContent></w:r>"
            "<w:r><w:t>sau.</w:t></w:r></w:p>",
            ["Trước sau.", "Trong hộp"],
        ),
        (
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('Bỏ')}</w:tc></w:tr>"
            f"<w:tr><w:tc>{paragraph('a')}</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('b')}</w:tc></w:tr></w:tbl>",
            ["a"],
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Ẩn</w:t></w:r>"
            "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Hiện</w:t></w:r></w:p>",
            ["Hiện"],
        ),
        (
            "<w:p><w:r><w:t>với </w:t></w:r><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
            "<m:r><m:t>C=</m:t></m:r><m:f><m:num><m:r><m:t>m</m:t></m:r></m:num><m:den><m:r><m:t>V</m:t></m:r></m:den></m:f>"
            "</m:oMath></w:p>",
            ["với C=m/V"],
        ),
    ],
    ids=[
        "a hyphen that no line breaks at",
        "a table in a cell",
        "layout",
        "moved",
        "a box of text",
        "words around a box",
        "a row and a cell that were deleted",
        "hidden",
        "a formula",
    ],
)
def test_each_word_of_a_word_document_is_read_once(body, lines):
    assert texts(docx(body)) == lines


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_word_document_of_the_strict_form_reads_as_others(coding):
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    assert texts(docx(paragraph(*LINES[:1]), namespace=strict, coding=coding)) == LINES[:1]


def test_notes_stand_below_a_word_document():
    separator = "<w:footnote w:type='separator'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    footnotes = f"<w:footnotes {W}>{separator}<w:footnote>{paragraph('Số liệu năm 2024.')}</w:footnote></w:footnotes>"
    endnotes = f"<w:endnotes {W}><w:endnote>{paragraph('Theo báo cáo tháng 5.')}</w:endnote></w:endnotes>"
    data = docx(paragraph("Mực nước giảm."), footnotes=footnotes, endnotes=endnotes)
    assert texts(data) == ["Mực nước giảm.", "Số liệu năm 2024.", "Theo báo cáo tháng 5."]


def test_broken_notes_take_no_text_with_them():
    found = read_document(docx(paragraph("Mực nước giảm."), footnotes="<w:footnotes"))
    assert [block.text for block in found.blocks] == ["Mực nước giảm."]
    assert found.reason == "a Word document, with notes that are broken"


def test_text_in_an_old_font_is_read_as_it_shows():
    legacy = "Trung t©m Quan tr¾c tµi nguyªn n­íc th«ng b¸o tuyÓn dông viªn chøc, hå s¬ nép t¹i phßng Tæ chøc"
    assert texts(docx(paragraph(legacy))) == [
        "Trung tâm Quan trắc tài nguyên nước thông báo tuyển dụng viên chức, hồ sơ nộp tại phòng Tổ chức"
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 no zip", "a Word document that cannot be opened"),
        (docx("", name="xl/workbook.xml"), "an archive, or an Office document other than Word's"),
        (docx("<w:p>"), "a Word document that is broken"),
        (docx(""), "a Word document without text"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "an Office 97 or encrypted document"),
        (b"{\\rtf1 x}", "a document of a kind that no text is read from"),
        (b"", "a document of a kind that no text is read from"),
    ],
)
def test_what_has_no_text_says_why(data, reason):
    found = read_document(data)
    assert (found.blocks, found.reason[: len(reason)]) == ((), reason)
