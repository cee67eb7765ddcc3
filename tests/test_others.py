"""Lists of other articles: where in a text they end, and what at its end is theirs."""

import pytest

from tests.small_pages import reading, text

_TITLE = "Nước về đồng Mẫu sớm hơn mọi năm"
_HEAD = f"<title>{_TITLE}</title>"
_PROSE = (
    "Nước sông Mẫu đã về đến cánh đồng phía tây của xã vào sáng sớm nay, sớm hơn mọi năm gần nửa tháng.",
    "Xã mở cống lấy nước từ tuần sau, mỗi thôn một ngày, thôn ở cuối nguồn lấy trước để kịp xuống giống.",
)
_LINKS = ("<a href=/1>Nạo vét kênh trước mùa mưa</a>", "<a href=/2>Thôn Đông làm xong cầu qua kênh</a>")


def _listed(item, around="{}", head="<p><b>Tin liên quan</b></p>"):
    return head + around.format("".join(item.format(link) for link in _LINKS))


_ROWS = _listed("<tr><td>{}</td></tr>", head="<tr><td><b>Tin liên quan</b></td></tr>")
_LISTS = {
    "a list": _listed("<li>{}</li>", "<ul>{}</ul>"),
    "paragraphs": _listed("<p>{}</p>", head="<p><b>Xem thêm:</b></p>"),
    "a table": f"<table align=right>{_ROWS}</table>",
    "a quote": f"<blockquote>{_listed('<p>{}</p>')}</blockquote>",
    "a box": f"<div class=b>{_listed('<p>{}</p>', head='<h3>Bài viết liên quan</h3>')}</div>",
    "breaks": _listed("<br>{}", head="<hr><b>TIN LIÊN QUAN</b>") + "<hr>",
}


def _text(body):
    return text(reading(f"<div class=a><h1>{_TITLE}</h1><p>12/06/2024</p><div class=b>{body}</div></div>", head=_HEAD))


def _paragraphs(*texts):
    return "".join(f"<p>{one}</p>" for one in texts)


@pytest.mark.parametrize("listed", _LISTS.values(), ids=_LISTS.keys())
@pytest.mark.parametrize(
    ("below", "lines"),
    [
        ("<p>Mỗi nhà cử một người ra đồng.</p>", ["Mỗi nhà cử một người ra đồng."]),
        ("<h2>Lịch lấy nước</h2><p>Thôn Tây lấy trước.</p>", ["Lịch lấy nước", "Thôn Tây lấy trước."]),
        ("<p>Mỗi nhà mang theo:</p><ul><li>Cuốc;</li><li>Xẻng;</li></ul>", ["Mỗi nhà mang theo:", "Cuốc;", "Xẻng;"]),
        (
            "<table><tr><td>Thôn</td><td>Ngày</td></tr><tr><td>Tây</td><td>Thứ tư</td></tr></table>",
            ["Thôn | Ngày", "Tây | Thứ tư"],
        ),
        ("<figure><img src=a.jpg><figcaption>Cống ở đầu kênh.</figcaption></figure>", ["Cống ở đầu kênh."]),
    ],
)
def test_the_text_goes_on_where_a_list_in_its_middle_ends(listed, below, lines):
    end = _paragraphs("Cống đóng vào tối chủ nhật.") + _listed("<li>{}</li>", "<ul>{}</ul>", "<h4>Bài viết khác</h4>")
    found = _text(_paragraphs(*_PROSE) + listed + below + end)

    assert found == [*_PROSE, *lines, "Cống đóng vào tối chủ nhật."]


def test_short_paragraphs_alone_go_on_below_a_list():
    above, below = ["Nước đã về đồng.", "Xã mở cống từ thứ hai."], ["Mỗi nhà cử một người.", "Cống đóng vào tối."]

    assert _text(_paragraphs(*above) + _LISTS["a list"] + _paragraphs(*below)) == [*above, *below]


@pytest.mark.parametrize(
    "end",
    [
        _listed("<p>{}</p><p>Kênh dài hai cây số.</p>"),
        _listed("<div><h4>{}</h4><p>Kênh dài hai cây số.</p></div>"),
        _listed("<p>{}</p><p>Văn phòng - 12/05/2024</p>"),
        _listed("<p>{} (12/05/2024)</p>"),
        _listed("<li>{}</li>", "<ul>{}</ul>") + "<p>Chia sẻ bài viết</p><p>Lượt xem: 44</p>",
        _listed("<li>{}</li>", "<ul>{}</ul>") + "<h3>Bình luận</h3><p>Lê Văn Mẫu</p><p>Nhà tôi ở cuối kênh.</p>",
        _listed("<tr><td>{}</td><td>12/05/2024</td></tr>", "<table>{}</table>"),
    ],
)
def test_nothing_of_a_list_at_the_end_is_text(end):
    assert _text(_paragraphs(*_PROSE) + end) == list(_PROSE)


_COUNTED = ("2 bình luận", "Bình luận (2)", "Góp ý của bạn đọc (2)")


@pytest.mark.parametrize(
    ("head", "around"),
    [
        *((head, "{}") for head in _COUNTED),
        *((head, "<div class=binhluan>{}</div>") for head in (*_COUNTED, "Ý kiến bạn đọc", "Phản hồi")),
    ],
)
def test_comments_are_told_by_their_heading_and_who_wrote_however_short_the_text(head, around):
    said = ["Nước đã về đồng từ sáng nay, sớm hơn mọi năm.", "Xã mở cống từ tuần sau, mỗi thôn một ngày."]
    comments = _paragraphs("<b>Lê Hải</b> - 13/06/2024", "Mong xã làm thêm cống ở cuối kênh.", _PROSE[0])

    assert _text(_paragraphs(*said) + around.format(f"<h3>{head}</h3>{comments}")) == said


@pytest.mark.parametrize("head", ["Nhận xét", "Các ý kiến", "Phản hồi của khách hàng", "Góp ý của bạn đọc"])
@pytest.mark.parametrize("who", ["<b>Lê Văn Hải</b>", "Ông Lê Văn Hải", "Lê Văn Hải - 13/06/2024"])
@pytest.mark.parametrize("answers", ["Xã trả lời", "Trả lời của xã"])
def test_those_who_speak_below_a_heading_of_the_text_write_no_comments(head, who, answers):
    asked = _paragraphs(who, "Mong xã làm thêm cống ở cuối kênh.")
    told = _paragraphs("Xã sẽ làm thêm hai cống ở cuối kênh trước mùa sau.")

    found = _text(_paragraphs(*_PROSE) + f"<h3>{head}</h3>{asked}<h3>{answers}</h3>{told}")

    assert found[-1] == "Xã sẽ làm thêm hai cống ở cuối kênh trước mùa sau."
    assert "Mong xã làm thêm cống ở cuối kênh." in found


def test_a_chapter_in_a_box_of_its_own_has_no_comments_below_a_name():
    spoken = _paragraphs("<b>Lê Văn Hải</b>", "Mong xã làm thêm cống ở cuối kênh.", "Cống đóng vào tối.")

    found = _text(f"<div>{_paragraphs(*_PROSE)}</div><div><h3>Các ý kiến</h3>{spoken}</div>")

    assert found[-1] == "Cống đóng vào tối."


@pytest.mark.parametrize("head", ["Mời bạn đọc theo dõi các bài liên quan sau:", "Các tin liên quan sau đây:"])
def test_a_heading_may_bid_the_reader_to_a_list_in_the_middle(head):
    listed = _listed("<li>{}</li>", "<ul>{}</ul>", head=f"<p>{head}</p>")

    assert _text(_paragraphs(_PROSE[0]) + listed + _paragraphs(_PROSE[1])) == list(_PROSE)
