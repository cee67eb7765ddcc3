"""Lists of links that a sentence of the text introduces, beside those that lead to other articles."""

import pytest

from tests.small_pages import PROSE, TEXT, TITLE, reading, text

_NAMES = ("Nghị định số 1/2024/NĐ-CP", "Thông tư số 2/2024/TT-BTC")
_LINKS = [f"<a href='https://vanban.example/{at}'>{name}</a>" for at, name in enumerate(_NAMES)]


def _text(body):
    return text(reading(f"<h1>{TITLE}</h1><p>12/06/2024</p><div class=b>{body}</div>"))


def _listed(item, around="{}"):
    return around.format("".join(item.format(link) for link in _LINKS))


@pytest.mark.parametrize("lead", ["Bà con căn cứ vào các văn bản sau để kê khai:", "Các văn bản:"])
@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (_listed("<li>{}</li>", "<ul>{}</ul>"), "{}"),
        (_listed("<li>{} về nước sạch;</li>", "<ol>{}</ol>"), "{} về nước sạch;"),
        (_listed("<p>- {}</p>"), "- {}"),
        (_listed("<div>{}</div>"), "{}"),
    ],
)
@pytest.mark.parametrize("below", [TEXT, ""])
def test_what_a_sentence_introduces_is_text_though_it_is_linked(lead, listed, said, below):
    found = _text(f"{TEXT}<p>{lead}</p>{listed}{below}")

    assert found[len(PROSE) : len(PROSE) + 3] == [lead, *map(said.format, _NAMES)]


@pytest.mark.parametrize("rest", ["<p>Trân trọng giới thiệu cùng bà con.</p>", ""])
def test_a_notice_without_prose_introduces_what_it_links_as_well(rest):
    lead = "Chi cục giới thiệu các văn bản mới:"

    found = _text(f"<p>{lead}</p>{_listed('<li>{}</li>', '<ul>{}</ul>')}{rest}")

    assert found[:3] == [lead, *_NAMES]


@pytest.mark.parametrize(
    "lead",
    [
        "Mời bà con xem thêm các bài viết:",
        "Bài viết khác trong chuyên mục này:",
        "Theo dõi chúng tôi trên:",
        "Độc giả có thể tham khảo tại đây:",
        "Bà con quan tâm có thể xem ở các trang:",
        "Mời tìm hiểu thêm về đoàn:",
    ],
)
def test_what_leads_to_other_articles_introduces_none_of_the_text(lead):
    found = _text(f"{TEXT}<p>{lead}</p>{_listed('<li>{}</li>', '<ul>{}</ul>')}")

    assert not set(_NAMES) & set(found)


def test_links_into_the_page_are_no_list_of_the_text():
    contents = "<ul><li><a href=#1>Vì sao bờ sông sạt lở</a></li><li><a href=#2>Việc cần làm ngay</a></li></ul>"

    assert _text(f"<p>Trong bài này có:</p>{contents}{TEXT}") == ["Trong bài này có:", *PROSE]


def test_a_menu_is_introduced_by_no_line_above_it():
    menu = "<ul><li><a href=/>Trang chủ</a></li><li><a href=/doan>Đoàn khảo sát</a></li></ul>"

    assert "Đoàn khảo sát" not in _text(f"{TEXT}<p>Đoàn làm việc với ba xã:</p>{menu}")
