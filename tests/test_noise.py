"""What templates print around Vietnamese articles is noise; sentences that begin with the same words are text."""

import pytest

from pipelines.reading.extract import extract, parse_html
from pipelines.reading.lines import Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.noise import is_noise
from pipelines.reading.others import opens_tail
from pipelines.reading.weeding import without_noise
from tests import small_pages

NOISE = """
Thích 0 Yêu 0 Buồn 0
Trang chủ » Tin tức » Hoạt động của trung tâm
TRANG CHỦ / Tin tức
Bạn đang ở: Trang chủ > Tin tức > Chi tiết
Home › News
45 lượt xem 0 bình luận
[Quay lại] [Đầu trang]
Kế tiếp >
<- Quay lại: Tin tức
Xem các bài viết khác
Xem tất cả bài viết của Lò Thị Hương
Tổng biên tập: Nguyễn Văn Mẫu
Tin đang được cập nhật
Nội dung đang cập nhật...
Chức năng bình luận bị tắt ở Sửa trạm bơm
error: Content is protected !!
Số lần xem: 1.204
Số lần xem:
Lượt xem: 12
Lượt xem trong ngày: 12
Xếp hạng: 5 - 1 phiếu bầu
Xếp hạng: 4.5 - 12 phiếu bầu
5 - 1 phiếu bầu
Bạn đã không sử dụng Site, Bấm vào đây để duy trì trạng thái đăng nhập. Thời gian chờ: 60 giây
Click để đánh giá bài viết
Tổng số điểm của bài viết là: 0 trong 0 đánh giá
Gửi email cho bạn bè
Gửi bài viết qua email
Gửi cho bạn bè
Gửi phản hồi
Trở về
Trở về đầu trang
Lưu bài viết
Lưu bài viết này
Lưu tin
Cỡ chữ: A A+
Cỡ chữ A- A A+
Tăng cỡ chữ
A A
A- A+
A A A
Mã bảo mật
Mã bảo mật:
Mã xác nhận
Mã an toàn
Mã bảo vệ
Nhập mã bảo mật
Bình chọn
Bình chọn:
Nhấn để phóng to ảnh
Bấm vào ảnh để phóng to
Click vào ảnh để xem cỡ lớn
Xem ảnh lớn
Được đăng bởi: admin
Đăng bởi: admin
Đăng bởi admin
Người đăng: quantri
Th5
Th12
Liên hệ ngay: 0912 345 678
Liên hệ ngay: 0912.345.678
Gọi ngay: 0912345678
Hotline: 0912 345 678
Nguồn ảnh: Internet
Ảnh: Internet
Ảnh: Sưu tầm
Nguồn ảnh: Sưu tầm
Ý kiến bạn đọc
Bạn cần đăng nhập với tư cách là Thành viên chính thức để có thể bình luận
Bạn đã không sử dụng Site
Vui lòng nhập bình luận của bạn
Vui lòng nhập tên của bạn ở đây
Tên của bạn
Email của bạn
Nội dung bình luận
Gửi đi
Hủy
Nhập lại
Save my name, email, and website in this browser for the next time I comment.
Lưu tên của tôi, email, và trang web trong trình duyệt này cho lần bình luận kế tiếp của tôi.
Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *
Email của bạn sẽ không được hiển thị công khai.
Your email address will not be published. Required fields are marked *
You can follow any responses to this entry through the RSS 2.0 feed. Both comments and pings are currently closed.
This entry was posted on May 4th, 2013. You can follow any responses to this entry through the RSS 2.0 feed.
Posted in
Leave a Reply
Leave a comment
Để lại một bình luận
Trả lời
0 Comments
No Comments
Chưa có bình luận
Chia sẻ Facebook
Share on Facebook
Share on Twitter
Share via Email
Previous Post
Next Post
Bài trước
Bài tiếp theo
Bài viết trước
Bài viết tiếp theo
Điều hướng bài viết
Post navigation
Đánh giá bài viết
5/5 - (1 bình chọn)
5/5 - (12 votes)
Rate this post
Average (0 Votes)
The average rating is 0.0 stars out of 5.
Your Rating
Trung bình (0 Bình chọn)
Đánh giá (0 Bình chọn)
Bình chọn: 0
Kết quả đánh giá: 0
In ra
In tin này
Print
In bài
Xem bản in
Tải về máy
Quay lại
Quay về
Lên đầu trang
Tags:
Từ khóa
Đọc tiếp
Đọc bài viết
Lượt thích: 12
Thích 0
Không có bình luận
Facebook Comments
Bình luận Facebook
Bình luận bằng Facebook
Reply With Quote
Trả lời kèm trích dẫn
Trả lời nhanh
Đăng nhập để bình luận
Đăng nhập để trả lời
Bạn phải đăng nhập để gửi bình luận.
Bạn phải đăng nhập để gửi phản hồi
Mời bạn đăng nhập để bình luận
Cảm ơn bạn đã đánh giá
Sao chép liên kết
Copy link
Đã sao chép
Nghe bài viết
Tốc độ đọc
Giọng nam
Giọng nữ
Cỡ chữ nhỏ
Tương phản
Đóng
Close
Đóng [X]
Xem với cỡ chữ
Màu chữ
Google Plus
Follow us
Theo dõi chúng tôi
Số người truy cập: 12345
Thống kê truy cập
Đang truy cập: 12
Đang online: 12
Hôm nay: 12
Tổng truy cập: 123.456
Quảng cáo
Advertisement
ADVERTISEMENT
- Advertisement -
Trang chủ
Lượt đọc: 12
Lượt xem 1234
1234 lượt xem
Đã xem: 1234
Đã đọc 1234 lần
Viewed: 12
Views: 12
Hits: 12
Lần xem: 12
Cập nhật lúc: 12/03/2020
Tải về
Download
Facebook ZaloCỡ chữ: A A+
Chia sẻ bài viết của bạn về môi trường nước tại đây.
Chủ đề: (*)
Ngày đăng: 6/12/2018 - Số lần xem: 2035
🔊 Nghe bài viết
Nghe nội dung
👁 123 lượt xem
📞 Hotline: 0912 345 678
1,022 total views, 3 views today
88 lượt tải
Số người xem: 12
Bài viết đã được xem 1.234 lần
Có 123 người đã xem
Ngày đăng
Đã xuất bản
Thời gian đăng:
[Trở về] [In trang]
In bài viết Quay lại Gửi cho bạn bè
Gửi Zalo
Ý kiến phản hồi
★★★★★
Bạn chưa đánh giá
Bạn đánh giá thế nào về bài viết này?
Hãy là người đầu tiên bình luận
Sửa lần cuối: 12/3/2024
"""

TEXT = """
Trang chủ của cổng dịch vụ công có mục tra cứu hồ sơ » Chọn
Home / Away
Yêu 2 con như nhau
45 lượt xem mỗi phút, 3 bình luận mỗi giờ
Đầu trang sách có chữ ký của ông
Người kế tiếp
Quay lại: người thợ dệt kể chuyện
Xem các bài thi vẽ của học sinh
Tổng biên tập: người gác cổng của tờ báo
Nội dung đang cập nhật của dự thảo gồm ba phần
Số liệu đang được cập nhật hằng tuần
Số lần xem: kênh truyền hình này được đo mỗi giờ một lần
Xếp hạng: tỉnh đứng thứ 5 về chỉ số cải cách hành chính
Bấm vào đây để xem toàn văn thông báo
Trở về từ vùng lũ, đoàn đã báo cáo kết quả
Lưu bài viết tay của học sinh vào kho tư liệu
Mã bảo mật của hệ thống phải được đổi ba tháng một lần
Bình chọn cây di sản năm 2024: ba mươi cây được chọn
Bình chọn bảy kỳ quan mới
Được đăng bởi Tạp chí Khoa học, nghiên cứu chỉ ra ba nguyên nhân
Liên hệ ngay: Phòng Một cửa, Sở Tài nguyên và Môi trường, để được hướng dẫn
Điện thoại liên hệ: 0912 345 678
Nguồn ảnh: Chi cục Kiểm lâm vùng II cung cấp ngày 5/6
Nguồn ảnh: TTXVN
Ảnh: TTXVN
Ảnh minh họa cho tác động của hạn hán ở đồng bằng
Nhấn để phóng to ảnh chụp vệ tinh là thao tác đầu tiên của học viên
Gửi email cho bạn bè và đồng nghiệp ở các tỉnh, chị kể lại chuyến đi
Tổng số điểm của bài thi là 100 điểm
Tổng số điểm của bài viết là 9 trên 10, cao nhất trong cuộc thi
Click để đánh giá hiểu biết
Thời gian chờ: 60 giây giữa hai lần đo
Cỡ chữ trên nhãn không nhỏ hơn 2 mm
Hôm nay: nắng nóng diện rộng
Đóng cửa rừng tự nhiên
Tải về trạm xử lý 200 tấn rác mỗi ngày
Tài liệu đính kèm: Phụ lục số 01
Trả lời:
Trả lời cử tri, Bộ trưởng nói
Làm lại từ đầu
Hủy quyết định cũ
Quay lại với nghề cũ
Đánh giá tác động môi trường
Kết quả đánh giá: đạt
Lượt xem: theo thống kê của Đài, tăng gấp đôi
Đang truy cập vào hệ thống, cán bộ phát hiện lỗi
Thống kê truy cập cho thấy người dân quan tâm hơn
Bạn đọc viết
Nội dung bình luận trái chiều
Bình luận của chuyên gia: cần thận trọng
Đăng nhập để nộp hồ sơ trực tuyến
Ý kiến bạn đọc về dự thảo gửi trước ngày 30/6
Tin đã đăng ký bảo hộ
Tổng truy cập trái phép bị chặn là 300 lượt
Giọng nữ trầm
In ra 500 tờ rơi
Quảng cáo ngoài trời phải xin phép
Sự kiện liên quan đến ba xã
Chủ đề được quan tâm nhất là nước sạch
5/5 xã đạt chuẩn
5/5 - (1 xã) đạt chuẩn
A A là ký hiệu mẫu
Chia sẻ với phóng viên, ông Nam nói.
Chia sẻ: "Tôi rất vui khi nước về bản"
Chia sẻ tin vui với bà con vùng hạn
Chủ đề: Nước cho hòa bình
Viết bình luận thể thao là nghề vất vả
Không có ý kiến cho dự thảo
Đánh giá bài viết của học sinh là việc của thầy cô
12 đánh giá tác động môi trường được phê duyệt
3 phiếu bầu không hợp lệ
Chịu trách nhiệm chính: Phòng Kỹ thuật
Cơ quan chủ trì: Sở Khoa học và Công nghệ
Giấy phép số: 123/GP-UBND ngày 5/6/2020
Đánh giá
Xếp hạng
Tư vấn
A
B
Tin sau bão
In tiền
Video ghi lại cảnh lũ quét
Xem ngay tại chỗ
Đóng góp ý kiến
Lưu tin nhắn
Gửi bài dự thi
Gửi tin nhắn cho người dân
Đăng nhập hệ thống
Hits: bản nhạc được yêu thích
Hôm nay: 12 ca mắc mới
Tháng này: 120 tỷ đồng
Đang xem: cử tri theo dõi phiên họp
Th13
Th5: triều cường
Liên hệ ngay với chính quyền khi thấy cháy rừng
Gọi ngay 114 khi có cháy
Ảnh: Mạng lưới quan trắc
Số lượt khách: 12 triệu
12 lượt xem xét
Bản quyền phần mềm
Google là công ty
Đăng bởi Báo Mẫu
Trang chủ động nguồn nước
Nhập nội dung văn bản vào hệ thống
Email của bạn đọc gửi về tòa soạn
Tên của bạn là gì
Trả lời nhanh các câu hỏi của cử tri
Trung bình (2020): 12 mm
Trung bình: 12,5
Điểm đánh giá: 9/10
5/5
🔊 Nghe bài viết của học sinh lớp bốn
88 lượt tải cừ tràm về bãi trong tháng
Có 123 người đã xem triển lãm
Ngày đăng ký
Thời gian đăng ký dự tuyển
[1] [2]
[Hình 3] [Phụ lục 2]
Ý kiến phản hồi của xã Đồng Mô
Sửa lần cuối: năm 2024, khi kè bị xói
"""


def line(text, linked=0, index=0, kind="paragraph"):
    return Line(text, "body/p", kind, None, linked, (), frozenset(), index)


@pytest.mark.parametrize("text", NOISE.strip().split("\n"))
def test_a_template_prints_it(text):
    assert is_noise(line(text))


@pytest.mark.parametrize("text", TEXT.strip().split("\n"))
def test_an_author_wrote_it(text):
    assert not is_noise(line(text))


def test_a_comment_box_tells_more_than_a_line_holds():
    asked = "Bạn cần trở thành thành viên của nhóm để có thể bình luận về bài viết này."

    assert is_noise(line(f"{asked} Nhấn vào đây để đăng ký làm thành viên nhóm này!"))


def test_a_theme_is_text_and_a_list_of_links_is_none():
    text = "Chủ đề: Nước sạch, Quan trắc"

    assert (is_noise(line(text)), is_noise(line(text, linked=20))) == (False, True)


ROWS = """
Số lượt người xem: 13 Tải file đính kèm Tại đây Bản in Quay lại
In bài viết Gửi email Chia sẻ Facebook Về đầu trang
Admin 5 lần xem | 0 bình luận
In bài viết | Gửi bài viết | Chia sẻ Facebook | Lên đầu trang
"""
NO_ROWS = """
Tải file đính kèm tại đây
Xem chi tiết tại đây
Bà con gửi tin về ban biên tập, xem chi tiết cách ghi ở trang này
Chia sẻ của bác Tư | Người giữ đập Vàm Kênh
Video | Người giữ đập Vàm Kênh
Nhiều trang trại ven sông phải bơm nước trở lại
"""


@pytest.mark.parametrize("text", ROWS.strip().splitlines())
def test_controls_stand_side_by_side(text):
    assert is_noise(line(text))


@pytest.mark.parametrize("text", NO_ROWS.strip().splitlines())
def test_what_only_ends_or_begins_as_rows_of_controls_do_is_text(text):
    assert not is_noise(line(text))


def test_a_month_is_a_counter_only_below_another():
    counters = ["Hôm nay : 7", "Tháng 10 : 13", "Năm 2024 : 10.442", "Tổng cộng: 251.013"]
    figures = ["Số ca mắc theo tháng:", "Tháng 9: 12", "Tháng 10: 13", "Tổng cộng: 25"]

    kept = without_noise([line(text, index=at) for at, text in enumerate([*figures, *counters])], None)

    assert [one.text for one in kept] == figures


def test_dots_that_end_a_list_stay():
    lines = [line(text, index=at) for at, text in enumerate(["Chứng chỉ tiền gửi;", "…", "…"])]

    assert [kept.text for kept in without_noise(lines, None)] == ["Chứng chỉ tiền gửi;", "…"]


@pytest.mark.parametrize(
    ("below", "kept"), [("05/03/2024 | 230", True), ("Số 12 | 05/03/2024 | 230", False), ("Bản in | Gửi email", False)]
)
def test_labels_head_a_table_whose_rows_have_as_many_cells(below, kept):
    rows = [line(text, index=at, kind="row") for at, text in enumerate(["Ngày đăng | Lượt xem", below])]

    assert (rows[0] in without_noise(rows, None)) is kept


LEDE = "Đợt lấy mẫu mùa khô năm nay mở rộng thêm bốn điểm ở hạ lưu."
BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "Sáng ngày 12/3, đoàn công tác đã lấy mẫu nước tại mười hai điểm và gửi về phòng phân tích trong ngày.",
        "Kết quả ban đầu cho thấy hàm lượng ôxy hòa tan tại các điểm đầu nguồn đều đạt, ba điểm hạ lưu vượt ngưỡng.",
        "Trung tâm sẽ quan trắc hai tuần một lần cho đến hết mùa khô và công bố số liệu trên cổng thông tin của tỉnh.",
    )
)


def first_line(between):
    text = f"<div class='content-detail'>{BODY}</div>"
    html = f"<body><div><h1>Lấy mẫu nước mùa khô</h1>{between}{text}</div></body>"
    return extract(parse_html(html.encode()).find("body"), Metadata(), None).text[0].text


@pytest.mark.parametrize("markup", ["<div class='font-bold'>{}</div>", "<div class='my-3'><span>{}</span></div>"])
def test_a_sentence_between_title_and_toolbar_is_the_lede(markup):
    toolbar = "<div class='toolbar'><a href='#'>Chia sẻ</a><a href='#'>In bài</a></div>"

    assert first_line(markup.format(LEDE) + toolbar) == LEDE


@pytest.mark.parametrize(
    "between", ["Tác giả: Lê Hà.", "Cập nhật lúc 08:30 ngày 12/03/2024.", "Tin tức sự kiện", "Số lượt xem: 1.204."]
)
def test_what_else_stands_between_title_and_text_is_none(between):
    assert first_line(f"<div>{between}</div>").startswith("Sáng ngày 12/3")


@pytest.mark.parametrize(
    "text",
    [
        "More posts",
        "Bài viết tương tự",
        "Tin cùng danh mục",
        "Các tin mới nhận",
        "Các tin/bài khác",
        "Phóng sự ảnh khác",
    ],
)
def test_what_heads_a_list_of_other_articles(text):
    assert opens_tail(text)
    assert not opens_tail(f"{text} từ bạn đọc ở Đồng Mô")


def test_whom_to_ask_is_part_of_a_notice_however_its_prose_is_boxed():
    ask = ["Hồ sơ nộp tại Văn phòng Sở. Điện thoại: 0203.3825.449", "Hạn nộp: 20/6/2024."]
    items = "".join(f"<li>{one}</li>" for one in small_pages.PROSE)
    page = f"<h1>Thông báo tuyển dụng</h1><ol>{items}</ol><p>{ask[0]}</p><p>{ask[1]}</p>"

    assert small_pages.text(small_pages.reading(page))[-2:] == ask
