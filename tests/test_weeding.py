"""Lists at the end, and lines that read as controls: text by what stands around them."""

import pytest

from tests.small_pages import PROSE, TEXT, TITLE, reading, text


def _text(body):
    return text(reading(f"<h1>{TITLE}</h1><p>12/06/2024</p><div class=b>{body}</div>"))


@pytest.mark.parametrize("head", ["Đăng ký", "Ý kiến", "Bình luận", "Tải về", "Video", "Chia sẻ"])
def test_a_heading_between_paragraphs_of_the_text_is_no_control(head):
    how = "Các xã gửi phiếu trước ngày 10/09 về phòng kỹ thuật, nơi phiếu được tổng hợp trước khi đoàn lên đường."

    assert _text(f"{TEXT}<h3>{head}</h3><p>{how}</p>") == [*PROSE, head, how]


@pytest.mark.parametrize(
    "controls",
    [
        "<h3>Bình luận</h3><p>Bạn cần đăng nhập để gửi bình luận.</p>",
        "<h3>Chia sẻ</h3><p>Facebook</p>",
        "<h3>Video</h3>",
        "<div><h3>Đăng ký</h3><p>Lượt xem: 12</p></div>",
    ],
)
def test_a_heading_of_controls_is_one(controls):
    assert _text(TEXT + controls) == list(PROSE)


@pytest.mark.parametrize("around", ["<div class=b>{}</div>", "<article>{}</article>", "<div class=noi-dung>{}</div>"])
@pytest.mark.parametrize("lead", ["", "<p>Mỗi nhà mang theo:</p>"])
def test_a_list_with_which_a_text_ends_is_text(around, lead):
    body = around.format(f"{TEXT}{lead}<ul><li>Cuốc và xẻng</li><li>Xe thồ</li></ul>")

    found = text(reading(f"<h1>{TITLE}</h1><p>12/06/2024</p>{body}<ul><li>Facebook</li></ul><p>Trang chủ</p>"))

    assert found == [*PROSE, *(["Mỗi nhà mang theo:"] if lead else []), "Cuốc và xẻng", "Xe thồ"]


@pytest.mark.parametrize(
    "above",
    [["Mọi thông tin chi tiết xin liên hệ:"], ["Mọi chi tiết xin liên hệ:", "Phòng Kế hoạch, ĐT: 024 3333 4444"]],
)
def test_a_hotline_is_text_below_what_tells_how_to_reach_somebody(above):
    lines = [*above, "Hotline: 0909 111 222", "Hotline: 0909 111 333"]

    assert _text(TEXT + "".join(f"<p>{line}</p>" for line in lines)) == [*PROSE, *lines]


@pytest.mark.parametrize("item", ["<p>{}</p>", "<li>{}</li>"])
def test_a_number_to_call_is_text_beside_other_ways_to_reach_somebody(item):
    ways = ["Hotline: 0909 123 456", "Email: vanphong@xamau.example"]

    assert _text(TEXT + "".join(map(item.format, ways))) == [*PROSE, *ways]
    assert _text(TEXT + item.format(ways[0])) == list(PROSE)


@pytest.mark.parametrize(
    "control",
    [
        "Lượt xem: 98 - Chia sẻ",
        "Lượt xem: 98 Chia sẻ",
        "Đã xem: 45 lần",
        "Tổng số lượt xem: 55",
        "Tải xuống: 15",
        "Cỡ chữ: Nhỏ Vừa Lớn",
        "5/5 (1 bình chọn)",
        "Tác giả: admin",
        "Trang sau",
    ],
)
def test_what_templates_print_below_a_text_is_none_of_it(control):
    assert _text(f"{TEXT}<p>{control}</p>") == list(PROSE)


@pytest.mark.parametrize("said", ["Đã xem: 45 lần, thuộc lòng.", "Cỡ chữ: nhỏ vừa đủ đọc.", "Trang sau bỏ trống."])
def test_what_begins_as_they_do_is_text(said):
    assert _text(f"{TEXT}<p>{said}</p>") == [*PROSE, said]


@pytest.mark.parametrize(
    "counted", [" (Tải về: 15)", " Lượt xem: 98 Lượt tải: 15", " - 1.204 lượt tải", " | Đã tải: 5 lần"]
)
def test_how_often_a_document_was_taken_along_is_no_part_of_its_name(counted):
    assert _text(f'{TEXT}<p><a href="/f/qd-12.pdf">qd-12.pdf</a> (1,2 MB){counted}</p>')[-1] == "qd-12.pdf (1,2 MB)"


def test_what_a_sentence_says_of_a_document_is_text():
    said = "Mẫu đơn ở phụ lục 2, tải về: 15 bản mỗi xã, in ra và điền đủ các mục."
    assert _text(f"{TEXT}<p>{said.replace('phụ lục 2', '<a href=/f/mau.doc>phụ lục 2</a>')}</p>")[-1] == said
