"""What trafilatura is asked about: nothing that could be voted for is missing, and nothing else is there."""

from lxml import etree

from pipelines.reading.ballot import ballot_of
from pipelines.reading.extract import parse_html
from pipelines.reading.lines import lines_of

PROSE = "<p>Sáng nay, đoàn kiểm tra đã đo mực nước ở bảy trạm.</p>"


def ballot(inner: str) -> str:
    """The ballot of a page with this body, as HTML between the tags of its body."""
    root = parse_html(f"<html><head><title>Trạm</title></head><body>{inner}</body></html>".encode())
    assert root is not None
    before = etree.tostring(root)
    asked = ballot_of(root.find("body"), lines_of(root.find("body")).lines)
    assert etree.tostring(root) == before, "the page itself stays as it is"
    text = etree.tostring(asked, encoding="unicode")
    return text.removeprefix("<html><body>").removesuffix("</body></html>")


def test_lists_of_links_and_empty_boxes_are_left_out() -> None:
    links = (
        '<div class="hang"><ul><li><a href="/a">Mực nước hôm qua</a></li><li><a href="/b">Trạm mới</a></li></ul></div>'
    )
    empty = '<div class="anh"><img src="/a.jpg"><span></span></div>'
    assert ballot(f"<div>{PROSE}</div>{links}{empty}") == f"<div>{PROSE}</div>"


def test_what_follows_an_empty_box_stays() -> None:
    assert ballot(f"<div><div></div>Bảy trạm đều báo mực nước thấp.{PROSE}</div>") == (
        f"<div>Bảy trạm đều báo mực nước thấp.{PROSE}</div>"
    )


def test_a_page_heading_is_asked_about_without_its_link_to_itself() -> None:
    assert ballot(f'<div><h1><a href="">Mực nước</a> sáng nay</h1>{PROSE}</div>') == (
        f"<div><h1>Mực nước sáng nay</h1>{PROSE}</div>"
    )


def test_links_beside_prose_stay_in_lines_and_lists() -> None:
    line = "<p><a>Bảng số liệu</a></p>"
    listed = "<ul><li><a>Trạm Mường Vạt</a></li></ul>"
    linked = f"{line}{listed}".replace("<a>", '<a href="/bang.pdf">')
    assert ballot(f"<div>{PROSE}{linked}</div>") == f"<div>{PROSE}{line}{listed}</div>"


def test_a_link_within_a_line_stays() -> None:
    line = "<p>Số liệu do <a>trạm đo</a> công bố hôm nay.</p>"
    assert ballot(f"<div>{line}</div>".replace("<a>", '<a href="/tram">')) == f"<div>{line}</div>"


def test_the_cells_of_a_row_stay() -> None:
    row = "<tr><td>Trạm</td><td><p>Mực nước</p></td><td/></tr>"
    assert ballot(f"<table><tbody>{row}</tbody></table>") == f"<table><tbody>{row}</tbody></table>"


def test_of_a_page_with_nothing_but_links_all_is_asked_about() -> None:
    link = "<div><a>Mực nước hôm qua</a></div>"
    assert ballot(link.replace("<a>", '<a href="/a">')) == link


def test_attributes_stay_where_a_rule_may_know_one() -> None:
    told = f'<div class="article-content vung" onclick="x()">{PROSE}</div><div lang="vi" title="Trạm">{PROSE}</div>'
    assert ballot(f'{told}<div class="vung-9" id="k1" style="color:red">{PROSE}</div>') == f"{told}<div>{PROSE}</div>"


def test_a_name_that_only_the_parser_takes_stays_as_it_is() -> None:
    assert ballot(f"<div>{PROSE}<f<></f<>{PROSE}</div>").count("Sáng nay") == 2
