"""Documents that texts name: every form on its own, what is refused, and several in one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.mentions import Mention, find_mentions

FORMS = [
    # decrees, circulars, decisions
    ("Nghị định 155/2016/NĐ-CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("Nghị định số 155/2016/NĐ-CP ngày 18/11/2016", "nghị định", "155/2016/NĐ-CP", 2016, "CP", "2016-11-18"),
    ("155/2016/NĐ-CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("155/2016 /NĐ- CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("155/2016/NĐ–CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("155/2016/NĐ\u2011CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("58/2015/TTLT\u2010BYT\u2010BTNMT", "thông tư liên tịch", "58/2015/TTLT-BYT-BTNMT", 2015, "BYT-BTNMT", None),
    ("36\u2011NQ/TW", "nghị quyết", "36-NQ/TW", None, "TW", None),
    ("155/2016/ND-CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("NĐ 08/2022/NĐ-CP", "nghị định", "08/2022/NĐ-CP", 2022, "CP", None),
    ("Thông tư số 25/2018/TT-BTNMT", "thông tư", "25/2018/TT-BTNMT", 2018, "BTNMT", None),
    ("THÔNG TƯ SỐ 25/2018/TT-BTNMT", "thông tư", "25/2018/TT-BTNMT", 2018, "BTNMT", None),
    ("Thông tư số: 01/2022/TT-BTNMT.", "thông tư", "01/2022/TT-BTNMT", 2022, "BTNMT", None),
    ("(Thông tư 24/2018/TT-BKHCN)", "thông tư", "24/2018/TT-BKHCN", 2018, "BKHCN", None),
    (
        "Thông tư liên tịch số 58/2015/TTLT-BYT-BTNMT",
        "thông tư liên tịch",
        "58/2015/TTLT-BYT-BTNMT",
        2015,
        "BYT-BTNMT",
        None,
    ),
    ("Quyết định số 611/QĐ-TTg ngày 8/7/2024", "quyết định", "611/QĐ-TTg", 2024, "TTg", "2024-07-08"),
    ("Quyết định số 611/QĐ-TTg ngày 08 tháng 7 năm 2024", "quyết định", "611/QĐ-TTg", 2024, "TTg", "2024-07-08"),
    ("Quyết định 611/QĐ-TTg ban hành ngày 08.07.2024", "quyết định", "611/QĐ-TTg", 2024, "TTg", "2024-07-08"),
    ("Quyết định 611/QĐ-TTg (ngày 8-7-2024)", "quyết định", "611/QĐ-TTg", 2024, "TTg", "2024-07-08"),
    ("611/QĐ-Ttg", "quyết định", "611/QĐ-TTg", None, "TTg", None),
    ("Công văn 611/TTg-KTTH", "công văn", "611/TTg-KTTH", None, "TTg", None),
    ("611/QD-TTG", "quyết định", "611/QĐ-TTg", None, "TTg", None),
    ("QĐ số 16/2008/QĐ-BTNMT", "quyết định", "16/2008/QĐ-BTNMT", 2008, "BTNMT", None),
    ("Quyết định số 1250/QĐ-UBND.HC", "quyết định", "1250/QĐ-UBND.HC", None, "UBND", None),
    (
        "Quyết định số 1305/QĐ-BNNMT của Bộ trưởng Bộ Nông nghiệp và Môi trường ngày 12 tháng 5 năm 2025",
        *("quyết định", "1305/QĐ-BNNMT", 2025, "BNNMT", "2025-05-12"),
    ),
    ("Quyết định số 12a/QĐ-TĐC", "quyết định", "12a/QĐ-TĐC", None, "TĐC", None),
    ("Quyết định số 611 ngày 8/7/2024", "quyết định", "611", 2024, None, "2024-07-08"),
    ("Quyết định số 622 của Thủ tướng Chính phủ", "quyết định", "622", None, "Thủ tướng Chính phủ", None),
    ("Nghị quyết số 57 của Bộ Chính trị về khoa học", "nghị quyết", "57", None, "Bộ Chính trị", None),
    ("155/2016/nđ-cp", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("nghi dinh 08/2022/nd-cp", "nghị định", "08/2022/NĐ-CP", 2022, "CP", None),
    ("quyết định 611/qđ-ttg", "quyết định", "611/QĐ-TTg", None, "TTg", None),
    ("NĐ155/2016/NĐ-CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("Nghị định số155/2016/NĐ-CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("155∕2016∕NĐ−CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("155/2016/NĐ — CP", "nghị định", "155/2016/NĐ-CP", 2016, "CP", None),
    ("20/2007/TTLT/BTC-BTNMT", "thông tư liên tịch", "20/2007/TTLT-BTC-BTNMT", 2007, "BTC-BTNMT", None),
    ("58/2015/TTLT-BYT- BTNMT", "thông tư liên tịch", "58/2015/TTLT-BYT-BTNMT", 2015, "BYT-BTNMT", None),
    ("Quyết định số 12A/QĐ-TĐC", "quyết định", "12A/QĐ-TĐC", None, "TĐC", None),
    ("22/1999/QĐ/BTS", "quyết định", "22/1999/QĐ-BTS", 1999, "BTS", None),
    ("24/2016/TT BTNMT", "thông tư", "24/2016/TT-BTNMT", 2016, "BTNMT", None),
    ("Quyết định 12/QĐ-TP.HCM", "quyết định", "12/QĐ-TP.HCM", None, "TP.HCM", None),
    ("611/QĐ-TTg do Thủ tướng ký ngày 8/7/2024", "quyết định", "611/QĐ-TTg", 2024, "TTg", "2024-07-08"),
    ("611/QĐ-TTg của Thủ tướng có hiệu lực từ ngày 8/7/2024", "quyết định", "611/QĐ-TTg", None, "TTg", None),
    ("Quyết định số 611 do Thủ tướng ký", "quyết định", "611", None, "Thủ tướng", None),
    # directives, notices, plans, reports
    ("Chỉ thị số 20/CT-TTg", "chỉ thị", "20/CT-TTg", None, "TTg", None),
    ("Công điện số 32/CĐ-TTg ngày 5/4/2024", "công điện", "32/CĐ-TTg", 2024, "TTg", "2024-04-05"),
    ("Thông báo số 123/TB-VPCP", "thông báo", "123/TB-VPCP", None, "VPCP", None),
    ("Thông báo 45/TB-TTTN", "thông báo", "45/TB-TTTN", None, "TTTN", None),
    ("Kế hoạch 45/KH-UBND", "kế hoạch", "45/KH-UBND", None, "UBND", None),
    ("Báo cáo số 12/BC-UBND", "báo cáo", "12/BC-UBND", None, "UBND", None),
    ("Tờ trình số 12/TTr-BTNMT", "tờ trình", "12/TTr-BTNMT", None, "BTNMT", None),
    ("Hướng dẫn số 02/HD-TCMT", "hướng dẫn", "02/HD-TCMT", None, "TCMT", None),
    ("Nghị quyết số 18/NQ-CP", "nghị quyết", "18/NQ-CP", None, "CP", None),
    ("Nghị quyết 120/NQ-CP ngày 17/11/2017", "nghị quyết", "120/NQ-CP", 2017, "CP", "2017-11-17"),
    ("Nghị quyết 24/2022/NQ-HĐND", "nghị quyết", "24/2022/NQ-HĐND", 2022, "HĐND", None),
    ("Giấy phép số 12/GP-BTNMT ngày 03.02.2020", "giấy phép", "12/GP-BTNMT", 2020, "BTNMT", "2020-02-03"),
    ("Giấy phép: Số 13/GPTTĐT - STTTT", "giấy phép", "13/GPTTĐT-STTTT", None, "STTTT", None),
    ("quyết định xử phạt 00002460/QĐ-XPVPHC", "quyết định", "00002460/QĐ-XPVPHC", None, "XPVPHC", None),
    ("636/SGD&ĐT-VP", "công văn", "636/SGD&ĐT-VP", None, "SGD&ĐT", None),
    ("Giấy mời số 77/GM-BTNMT", "giấy mời", "77/GM-BTNMT", None, "BTNMT", None),
    ("văn bản hợp nhất số 12/VBHN-BTNMT", "văn bản hợp nhất", "12/VBHN-BTNMT", None, "BTNMT", None),
    ("Chương trình số 05/CTr-UBND", "chương trình", "05/CTr-UBND", None, "UBND", None),
    ("Quy chế phối hợp số 01/QCPH-BTNMT-BCA", "quy chế phối hợp", "01/QCPH-BTNMT-BCA", None, "BTNMT-BCA", None),
    # the party's
    ("Nghị quyết số 36-NQ/TW ngày 22/10/2018", "nghị quyết", "36-NQ/TW", 2018, "TW", "2018-10-22"),
    ("Nghị quyết 37/NQ/TW", "nghị quyết", "37-NQ/TW", None, "TW", None),
    ("Nghị quyết 37/NQ-TƯ", "nghị quyết", "37-NQ/TW", None, "TW", None),
    ("Nghị quyết 24-NQ/TW", "nghị quyết", "24-NQ/TW", None, "TW", None),
    ("Chỉ thị 05-CT/TW", "chỉ thị", "05-CT/TW", None, "TW", None),
    ("Kết luận số 56-KL/TW", "kết luận", "56-KL/TW", None, "TW", None),
    ("Quy định số 37-QĐ/TW", "quy định", "37-QĐ/TW", None, "TW", None),
    ("Hướng dẫn 02-HD/BTGTW", "hướng dẫn", "02-HD/BTGTW", None, "BTGTW", None),
    # laws
    ("Luật số 28/2023/QH15", "luật", "28/2023/QH15", 2023, "QH", None),
    ("Luật Tài nguyên nước (28/2023/QH15)", "luật", "28/2023/QH15", 2023, "QH", None),
    ("Luật Bảo vệ môi trường số 72/2020/QH14", "luật", "72/2020/QH14", 2020, "QH", None),
    ("Luật BVMT sửa đổi năm 2020, số 72/2020/QH14 ngày 17/11/2020", "luật", "72/2020/QH14", 2020, "QH", "2020-11-17"),
    ("Bộ luật Hình sự số 100/2015/QH13", "bộ luật", "100/2015/QH13", 2015, "QH", None),
    ("Nghị quyết của Quốc hội số 43/2022/QH15", "nghị quyết", "43/2022/QH15", 2022, "QH", None),
    ("Pháp lệnh Dân số số 02/2022/UBTVQH15", "pháp lệnh", "02/2022/UBTVQH15", 2022, "UBTVQH", None),
    ("Nghị quyết về đô thị 1210/2016/UBTVQH13", "nghị quyết", "1210/2016/UBTVQH13", 2016, "UBTVQH", None),
    ("pháp luật tại số 72/2020/QH14", None, "72/2020/QH14", 2020, "QH", None),
    ("kỷ luật theo số 72/2020/QH14", None, "72/2020/QH14", 2020, "QH", None),
    ("Luật Đất đai; xem 72/2020/QH14", None, "72/2020/QH14", 2020, "QH", None),
    ("Giấy phép môi trường số 15/GPMT-BTNMT", "giấy phép môi trường", "15/GPMT-BTNMT", None, "BTNMT", None),
    ("Hợp đồng số 12/2020/HĐ-TV", "hợp đồng", "12/2020/HĐ-TV", 2020, "TV", None),
    ("Thông báo kết luận số 12-TB/TU", "thông báo", "12-TB/TU", None, "TU", None),
    ("Bộ luật số 45/2019/QH14", "bộ luật", "45/2019/QH14", 2019, "QH", None),
    ("Nghị quyết số 41/2017/QH14", "nghị quyết", "41/2017/QH14", 2017, "QH", None),
    ("Pháp lệnh 02/2022/UBTVQH15", "pháp lệnh", "02/2022/UBTVQH15", 2022, "UBTVQH", None),
    ("Lệnh số 12/2012/L-CTN", "lệnh", "12/2012/L-CTN", 2012, "CTN", None),
    ("Sắc lệnh số 08-SL", "sắc lệnh", "08-SL", None, None, None),
    ("Sắc lệnh 67/SL", "sắc lệnh", "67/SL", None, None, None),
    ("Luật số 72/2020/QH 14", "luật", "72/2020/QH14", 2020, "QH", None),
    ("luat so 72/2020/qh14", "luật", "72/2020/QH14", 2020, "QH", None),
    # letters
    ("Công văn 1234/BTNMT-TNN", "công văn", "1234/BTNMT-TNN", None, "BTNMT", None),
    ("Công văn số 5678/VPCP-NN ngày 5 tháng 6 năm 2023", "công văn", "5678/VPCP-NN", 2023, "VPCP", "2023-06-05"),
    ("CV 5678/VPCP-NN", "công văn", "5678/VPCP-NN", None, "VPCP", None),
    ("5678/VPCP-NN", "công văn", "5678/VPCP-NN", None, "VPCP", None),
    ("Văn bản số 3456/UBND-NN", "công văn", "3456/UBND-NN", None, "UBND", None),
    ("Công văn số 45/TTQH-KT", "công văn", "45/TTQH-KT", None, "TTQH", None),
    ("Công văn số 88/STNMT-BVMT", "công văn", "88/STNMT-BVMT", None, "STNMT", None),
    # standards
    ("QCVN 40:2011/BTNMT", "QCVN", "QCVN 40:2011/BTNMT", 2011, "BTNMT", None),
    ("QCVN 08-MT:2015/BTNMT", "QCVN", "QCVN 08-MT:2015/BTNMT", 2015, "BTNMT", None),
    ("QCVN 01-1:2018/BYT", "QCVN", "QCVN 01-1:2018/BYT", 2018, "BYT", None),
    ("QCVN 4 : 2009 / BKHCN", "QCVN", "QCVN 4:2009/BKHCN", 2009, "BKHCN", None),
    ("QCVN 14", "QCVN", "QCVN 14", None, None, None),
    ("QCXDVN 05:2008/BXD", "QCXDVN", "QCXDVN 05:2008/BXD", 2008, "BXD", None),
    ("QCTĐHN 01:2014/BTNMT", "QCTĐHN", "QCTĐHN 01:2014/BTNMT", 2014, "BTNMT", None),
    ("TCVN 6663-\n11:2011", "TCVN", "TCVN 6663-11:2011", 2011, None, None),
    ("Giấy phép số 45/GP-BTNMT cấp ngày 3/6/2021", "giấy phép", "45/GP-BTNMT", 2021, "BTNMT", "2021-06-03"),
    ("TCVN ISO 9001:2015", "TCVN ISO", "TCVN ISO 9001:2015", 2015, None, None),
    ("TCVN ISO/IEC 17025:2017", "TCVN ISO/IEC", "TCVN ISO/IEC 17025:2017", 2017, None, None),
    ("TCVN 6663-1:2011", "TCVN", "TCVN 6663-1:2011", 2011, None, None),
    ("TCVN 5945-2005", "TCVN", "TCVN 5945:2005", 2005, None, None),
    ("TCVN 6663", "TCVN", "TCVN 6663", None, None, None),
    ("TCVN 7699-2-1:2007", "TCVN", "TCVN 7699-2-1:2007", 2007, None, None),
    ("TCVN 6238-4A:2011", "TCVN", "TCVN 6238-4A:2011", 2011, None, None),
    ("TCVN 6663–1:2011", "TCVN", "TCVN 6663-1:2011", 2011, None, None),
    ("QCVN 01 - 1 : 2018/BYT", "QCVN", "QCVN 01-1:2018/BYT", 2018, "BYT", None),
    ("TCVN 4519:88", "TCVN", "TCVN 4519:1988", 1988, None, None),
    ("TCVN 6396-20:2017/SĐ1", "TCVN", "TCVN 6396-20:2017", 2017, None, None),
    ("ISO/IEC 60601-1-2:2014", "ISO/IEC", "ISO/IEC 60601-1-2:2014", 2014, None, None),
    ("QCVN số 14:2008/BTNMT", "QCVN", "QCVN 14:2008/BTNMT", 2008, "BTNMT", None),
    ("QCVN 40/2011/BTNMT", "QCVN", "QCVN 40:2011/BTNMT", 2011, "BTNMT", None),
    ("qcvn 40:2011/btnmt", "QCVN", "QCVN 40:2011/BTNMT", 2011, "BTNMT", None),
    ("TCVN/ISO 9001", "TCVN ISO", "TCVN ISO 9001", None, None, None),
    ("TCVN-ISO 9001", "TCVN ISO", "TCVN ISO 9001", None, None, None),
    ("TCVN ISO IEC 17025", "TCVN ISO/IEC", "TCVN ISO/IEC 17025", None, None, None),
    ("ISO/IEC GUIDE 98-3:2008", "ISO/IEC Guide", "ISO/IEC Guide 98-3:2008", 2008, None, None),
    ("OIML R 76-1:2006", "OIML", "OIML R76-1:2006", 2006, None, None),
    ("TCXDVN 33:2006", "TCXDVN", "TCXDVN 33:2006", 2006, None, None),
    ("TCVN 4453-87", "TCVN", "TCVN 4453:1987", 1987, None, None),
    ("TCVN 5699-2-80", "TCVN", "TCVN 5699-2-80", None, None, None),
    ("TCVN 6396-77", "TCVN", "TCVN 6396-77", None, None, None),
    ("TCVN 10687-80", "TCVN", "TCVN 10687-80", None, None, None),
    ("TCVN 6151-96", "TCVN", "TCVN 6151:1996", 1996, None, None),
    ("ĐLVN 17:2017", "ĐLVN", "ĐLVN 17:2017", 2017, None, None),
    ("22 TCN 263-2000", "22TCN", "22TCN 263:2000", 2000, None, None),
    ("TCCS 01:2020/VNPT", "TCCS", "TCCS 01:2020/VNPT", 2020, "VNPT", None),
    ("ISO/IEC 17025:2017", "ISO/IEC", "ISO/IEC 17025:2017", 2017, None, None),
    ("ISO 14001", "ISO", "ISO 14001", None, None, None),
    ("ISO 9001:2015", "ISO", "ISO 9001:2015", 2015, None, None),
]
REFUSED = [
    "làm việc 24/7",
    "ngày 8/7/2024",
    "chiếm 1/2 diện tích",
    "nhà số 12/3 Nguyễn Trãi",
    "bản đồ tỷ lệ 1/500",
    "huyết áp 120/80 mmHg",
    "điện 220V/50Hz",
    "phòng chống Covid-19",
    "hàm lượng 10 mg/L",
    "tổ 3/KP5, phường 2",
    "Quốc khánh 2/9",
    "số 10/KP-B",
    "Đường 12/UB",
    "năm học 2019-2020",
    "Lô 5/KCN Hòa Khánh",
    "tiêu chuẩn TCVN",
    "điện thoại 0912/345-678",
    "đạt 10/TT",
    "xếp hạng 50/CT",
    "Quốc lộ 1A/QL-1",
    "biển số 29A-123.45",
    "thứ 3/TP. Hồ Chí Minh",
    "tuyến 5/B-C",
    "giai đoạn 2021/2025",
    "chỉ số PM2.5/PM10",
    "12 mẫu/TT",
    "Quyết định số một",
    "số 1234 ngày 8/7/2024",
    "Thông báo số 5 khẩn",
    "Nghị quyết Đại hội XIII",
    "https://vi.vn/155/2016/ND-CP/tin",
    "phòng thử nghiệm VILAS 023",
    "ISO 100",
    "phim ISO 3200",
    "từ ISO 2020",
    "TCVN 6663-1:20111",
    "TCVN 3/2",
    "Quy chuẩn 14:2008/BTNMT",
    "Quy chuẩn 40/2011/BTNMT",
    "63/UBND tỉnh",
    "Phòng 5/BYT",
    "mã vạch 893 850 / TĐC",
    "Lô 12-L/KCN",
    "Lô 12/L-KCN",
    "24-HD/TV",
    "Luật số 3 của Newton",
    "Phương án số 1 do Công ty A đề xuất",
    "Phương án số 1 do Sở Xây dựng đề xuất",
]
LISTS = [
    ("TCVN 5699-2-21:2013 (IEC 60335-2-21:2009)", ["TCVN 5699-2-21:2013", "IEC 60335-2-21:2009"]),
    ("QCVN 40:2011/BTNMT, 14:2008/BTNMT", ["QCVN 40:2011/BTNMT", "QCVN 14:2008/BTNMT"]),
    ("QCVN 05, 06:2009/BTNMT", ["QCVN 05:2009/BTNMT", "QCVN 06:2009/BTNMT"]),
    ("QCVN 05; 06 và 19:2009/BTNMT", ["QCVN 05:2009/BTNMT", "QCVN 06:2009/BTNMT", "QCVN 19:2009/BTNMT"]),
    ("TCVN 6663-1,3:2011", ["TCVN 6663-1:2011", "TCVN 6663-3:2011"]),
    ("TCVN 12619-1, 2 và 3:2019", ["TCVN 12619-1:2019", "TCVN 12619-2:2019", "TCVN 12619-3:2019"]),
    ("TCVN 4453-87, 5574:2012", ["TCVN 4453:1987", "TCVN 5574:2012"]),
    ("TCVN 2737-95, 5574-91", ["TCVN 2737:1995", "TCVN 5574:1991"]),
    ("TCVN 4453-87, 10-75 m", ["TCVN 4453:1987"]),
    ("TCXD 45-78, 40-87 và 44-70.", ["TCXD 45:1978", "TCXD 40:1987", "TCXD 44:1970"]),
    ("TCXD 45-78, 40-87 mm", ["TCXD 45:1978"]),
    ("TCXD 45:1978, 40-87%", ["TCXD 45:1978"]),
    ("TCVN 11565, 1:2000", ["TCVN 11565"]),
    ("TCVN 10687-12-1, 2:2023", ["TCVN 10687-12-1:2023", "TCVN 10687-12-2:2023"]),
    ("TCVN 7447-5-51:2010, 5-52:2010", ["TCVN 7447-5-51:2010", "TCVN 7447-5-52:2010"]),
    ("QCVN 40:2011/BTNMT, 14 mẫu", ["QCVN 40:2011/BTNMT"]),
    ("TCVN 6663-1:2011, 5993:1995", ["TCVN 6663-1:2011", "TCVN 5993:1995"]),
    ("TCVN 5574, 12 trang", ["TCVN 5574"]),
    ("20 TCN 33-85", ["20TCN 33:1985"]),
    ("TCVN 6663-1:2011, 6663-3:2016", ["TCVN 6663-1:2011", "TCVN 6663-3:2016"]),
    ("ISO 9001:2015; 14001:2015 và 45001:2018", ["ISO 9001:2015", "ISO 14001:2015", "ISO 45001:2018"]),
    ("TCVN 6663-1:2011, 155/2016/NĐ-CP", ["TCVN 6663-1:2011", "155/2016/NĐ-CP"]),
    ("số 155/2016, 55/2021/NĐ-CP", ["155/2016/NĐ-CP", "55/2021/NĐ-CP"]),
    ("từ tháng 5/2016, 55/2021/NĐ-CP", ["55/2021/NĐ-CP"]),
    ("các công văn số 12, 13/TNN-PCD", ["12/TNN-PCD", "13/TNN-PCD"]),
    ("các công văn số 12/TNN-PCD và số 13/TNN-PCD", ["12/TNN-PCD", "13/TNN-PCD"]),
    ("các Nghị quyết số 18 và 19-NQ/TW", ["18-NQ/TW", "19-NQ/TW"]),
    ("Thông tư số 5, 6/2018/TT-BTNMT", ["5/2018/TT-BTNMT", "6/2018/TT-BTNMT"]),
]


@pytest.mark.parametrize(("text", "kind", "number", "year", "issuer", "date"), FORMS)
@pytest.mark.parametrize("frame", ["{}", "Căn cứ {} và các quy định khác.", "– {};", "theo {}"])
def test_every_form_is_read_wherever_it_stands(frame, text, kind, number, year, issuer, date):
    told = [one.row[:5] for one in find_mentions(frame.format(text))]
    assert told == [(kind, number, year, issuer, date)]


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_looks_like_a_number_of_a_document(text):
    assert find_mentions(text) == ()


@pytest.mark.parametrize(("text", "numbers"), LISTS)
def test_each_number_of_a_list_is_what_the_list_is_of(text, numbers):
    told = [one.number for one in find_mentions(f"Theo {text} và các quy định khác.")]
    assert told == numbers


def test_what_stands_once_in_a_list_holds_for_its_others_of_one_kind_only():
    text = "Luật số 72/2020/QH14, 28/2023/QH15, 15/2017/NĐ-CP; công văn số 12, 13/TNN-PCD ngày 5/6/2023."

    told = [(one.number, one.type, one.year) for one in find_mentions(text)]

    laws = [("72/2020/QH14", "luật", 2020), ("28/2023/QH15", "luật", 2023), ("15/2017/NĐ-CP", "nghị định", 2017)]
    assert told == [*laws, ("12/TNN-PCD", "công văn", None), ("13/TNN-PCD", "công văn", 2023)]


def test_several_in_one_text_in_their_order_and_each_once():
    text = (
        "Thông tư số 24/2018/TT-BTNMT và 25/2018/TT-BTNMT quy định theo QCVN 4:2009/BKHCN.\n"
        "Sửa đổi 1:2016 QCVN 4:2009/BKHCN; Quyết định 1250/QĐ-UBND, số 1250/QĐ-UBND ngày 1/2/2020."
    )
    assert [(one.number, one.year, one.date) for one in find_mentions(text)] == [
        ("24/2018/TT-BTNMT", 2018, None),
        ("25/2018/TT-BTNMT", 2018, None),
        ("QCVN 4:2009/BKHCN", 2009, None),
        ("1250/QĐ-UBND", 2020, "2020-02-01"),
    ]


def test_several_acts_behind_one_word_are_of_its_kind_and_those_of_another_document_are_not():
    text = "Các Luật: số 31/2004/QH11, 32/2004/QH11 và 33/2004/QH11. Nghị quyết số 18/NQ-HĐND thi hành 72/2020/QH14."

    kinds = [(one.number, one.type) for one in find_mentions(text)]

    laws = [(f"{number}/2004/QH11", "luật") for number in (31, 32, 33)]
    assert kinds == [*laws, ("18/NQ-HĐND", "nghị quyết"), ("72/2020/QH14", None)]


def test_text_and_span_are_those_of_the_text():
    text = "Ngày 1/2, Quyết định số 611/QĐ-TTg được ban hành."
    (found,) = find_mentions(text)
    assert found == Mention("quyết định", "611/QĐ-TTg", None, "TTg", None, "Quyết định số 611/QĐ-TTg", (10, 34))
    assert text[slice(*found.span)] == found.text


def test_an_impossible_day_is_no_date():
    (found,) = find_mentions("Quyết định số 611/QĐ-TTg ngày 31/2/2024")
    assert (found.year, found.date) == (None, None)


@given(st.text(alphabet="0123456789/-–∕:,. ABCĐNQTVgsố ngày cvniso", max_size=80))
def test_any_text_gives_numbers_that_stand_in_it(text):
    for one in find_mentions(text):
        assert one.text == text[slice(*one.span)] != ""
        assert one.number
