"""What templates print around Vietnamese articles on every host: NukeViet, Liferay, DNN, SharePoint, WordPress.

Patterns of whole lines, folded to lower case without marks, blanks and punctuation at the ends taken off. Each must be
so narrow that no sentence which begins with the same words is one.
"""

import re

_COUNT = r"[\d.,]+\s*[km]?"
_NETWORK = r"(?:facebook|twitter|zalo|email|e-mail|linkedin|pinterest|telegram|whatsapp|google\+?|x|mang xa hoi|ban be)"
_POST = r"(?:bai viet|bai|tin|noi dung|trang|thong tin)(?: nay)?"
_GETTING_ABOUT = (
    r"truy cap noi dung luon|(?:chuyen|bo qua|di) (?:den |toi )?(?:phan )?noi dung(?: chinh)?",
    r"skip (?:to (?:main )?content|ribbon commands)|turn (?:on|off) (?:more accessible mode|animations)|sign in",
    r"(?:ve|len|quay ve|tro ve|tro lai|quay lai) (?:top|trang chu|trang truoc|dau trang|phia tren)",
    r"quay (?:lai|ve)|tro (?:lai|ve)|len top|(?:len )?dau trang|ke tiep|trang chu|"
    r"dieu huong bai viet|post navigation",
    r"(?:tin|bai|bai viet|trang) (?:truoc|sau|cu hon|moi hon|ke tiep|tiep theo)",
    r"(?:next|previous|prev)(?: post| article)?|check also",
    r"xem (?:them|tiep|tat ca|chi tiet|nhieu hon|ngay|theo ngay|danh sach)|"
    r"doc (?:tiep|them|bai viet|tin|bao noi)|chi tiet|loading",
    r"xem (?:tat ca |(?:tat ca )?cac )(?:tin|bai)(?: viet)?(?: khac)?(?: cua .{2,25})?|"
    r"quay (?:lai|ve) ?: ?(?:trang|muc|tin|danh sach|chuyen muc|thong bao)\b.{0,30}",
    r"dang (?:nhap|ky|xuat)|dang tai(?: du lieu| trang)?|video|noi bat|dong(?: \[?x\]?)?|close|huy|gui di|nhap lai",
    r"(?:nhan|bam|click|kich|an)(?: chuot)? (?:vao )?(?:hinh |anh )?de (?:phong to|xem)(?: (?:anh|hinh)| co lon|"
    r" anh lon)*",
    r"(?:nhan|bam|click|kich|an)(?: chuot)? vao (?:anh|hinh) de (?:phong to|xem (?:anh|hinh|co|"
    r"kich thuoc).{0,12})|xem anh lon",
    r"use shift\+enter to open the menu.*|(?:- ?)?(?:quang cao|advertisement)(?: ?-)?",
)
_DOING_THINGS = (
    r"in|ban in|in (?:trang|ra|tin)(?: nay)?|in bai(?: viet)?(?: nay)?|xem ban in|print|tai (?:van ban|ve|xuong|"
    r"ve may)|download",
    rf"luu (?:bai viet|bai|tin|trang)(?: nay)?|gui (?:email|mail|{_POST})(?: (?:qua email|cho ban be))?",
    r"gui (?:email |mail )?cho ban be|gui tin qua email",
    rf"gui (?:qua |len )?{_NETWORK}",
    r"(?:chon |tang |giam |xem (?:voi )?)?co chu(?: ?:)?(?: nho| lon| vua| mac dinh)*(?:[: ]+(?:a ?[+-]? ?)+)?|"
    r"a ?[+-](?: ?a ?[+-]?){0,4}|a(?: a ?[+-]?){1,4}|font size.*",
    r"(?:mau|kieu|kich thuoc) chu|doi co chu|do tuong phan|tuong phan|toc do doc|dung doc|bam de nghe|toan man hinh|"
    r"giong (?:nam|nu)(?: mien (?:bac|trung|nam))?",
    rf"chia? se(?: {_POST})?(?: (?:len|qua|voi|tren))?(?: {_NETWORK})*|chia? se ?: ?(?:{_NETWORK} ?)*",
    rf"share (?:on|via|with|this)(?: {_NETWORK}| post| article)*|sao chep(?: lien ket| link)?|da sao chep",
    r"copy link(?: thanh cong)?|lay link!?|link bai goc",
    rf"(?:hay )?(?:chia se|share)(?: {_POST})?(?: ngay)? neu (?:ban )?(?:thay|cam thay|thich|yeu thich)(?: \S+){{0,4}}",
    r"facebook|twitter|zalo|email|linkedin|pinterest|telegram|whatsapp|google(?:\+| plus)?|youtube|share|tweet|like",
    r"nghe (?:doc )?(?:bai(?: viet| bao)?|tin(?: bai)?|noi dung|audio):?(?: ?\d\d?:\d\d)?(?: ?/ ?\d\d?:\d\d)?",
    r"tang sao (?:cho )?bai viet.*",
    r"theo doi chung toi|follow us(?: on .{2,30})?",
    r"call now button|hotline(?: ?:)?[\d. +()-]*|(?:goi|lien he|tu van) ngay(?: ?[:-])? ?[\d. +()-]*",
    r"(?:nhap )?ma (?:bao mat|xac nhan|an toan|bao ve|captcha)(?: ?\(\*\))?|doi ma(?: khac)?",
    r"(?:duoc )?(?:nguoi )?dang(?: boi)? ?:? ?(?:admin\w*|quan ?tri(?: vien)?|ban bien tap|bbt|webmaster|editor)",
    r"tac gia ?: ?admin\w*",
    r"(?:nguon )?(?:hinh )?anh ?: ?(?:tu )?(?:internet|suu tam|google|mang|facebook|st)",
)
# buttons that stand side by side without a blank
_BUTTON = (
    r"(?:facebook|twitter|zalo|email|linkedin|pinterest|telegram|google\+?|print|copy link|"
    r"(?:tang |giam )?co chu ?:?|a ?[+-]|a(?![a-z])|chia se|ban in|in bai(?: viet)?|luu(?: tin| bai)?)"
)
_IN_A_ROW = (rf"{_BUTTON}(?: ?[|/,]? ?{_BUTTON})+",)
_COMMENTS = (
    r"(?:gui )?(?:binh luan|y kien|phan hoi|nhan xet)(?: cua ban| ban doc)?(?: ?\(\d+\))?|\d+ (?:binh luan|"
    r"comments?)",
    r"no comments?|(?:da )?dong binh luan|(?:huy )?tra loi",
    r"tra loi (?:nhanh|kem trich dan)|reply(?: with quote)?|(?:leave a|cancel) (?:reply|comment)(?: cancel reply)?",
    r"(?:facebook comments?|binh luan (?:bang |qua )?facebook)|de lai (?:mot )?(?:binh luan|phan hoi|"
    r"tra loi)(?: cua ban)?",
    r"(?:viet|them) (?:mot )?binh luan(?: (?:cua ban|moi|dau tien))?",
    r"(?:chua co|khong co) (?:binh luan|danh gia|y kien)(?: nao)?(?: cho (?:bai|noi dung).*)?|"
    r"(?:gui )?y kien phan hoi|(?:hay )?la nguoi (?:dau tien )?binh luan(?: dau tien)?(?: (?:bai viet|tin) nay)?|"
    r"tham do y kien",
    r"(?:(?:moi )?(?:ban )?(?:phai |can |vui long )?)?dang nhap(?: tai khoan)? de (?:gui |viet |co the )?"
    r"(?:binh luan|tra loi|phan hoi|gui binh luan)(?: ve bai viet)?",
    r"(?:vui long )?nhap (?:binh luan|noi dung binh luan|ten|email|ho ten)(?: cua ban)?(?: (?:o|vao) (?:day|o nay))?",
    r"(?:noi dung binh luan|ten cua ban|email cua ban|ho va ten|dia chi email)(?: ?\(?\*\)?)?|notify of|"
    r"inline feedbacks",
    r"view all comments|log in to leave a comment|please enter your (?:comment|name).{0,8}",
)
_VOTES = (
    r"(?:danh gia|binh chon|cham diem) (?:bai viet|bai|tin)(?: nay)?(?: ?[:(] ?[\d.,/ ]+(?:sao|diem|binh chon|"
    r"luot)?\)?)?",
    r"(?:danh gia|binh chon|xep hang) ?:? ?[☆★⭐✩✭ ]+(?:\(?[\d.,/ ]*(?:sao|diem|binh chon|luot|danh gia)?\)?)?",
    r"[☆★⭐✩✭ ]+|ban chua danh gia|ban (?:danh gia the nao ve|co hai long (?:voi|ve)) "
    r"(?:bai viet|noi dung|thong tin|trang)(?: nay)? ?\?",
    r"binh chon|(?:danh gia|binh chon) ?[:(] ?[\d.,/ ]+(?:sao|diem|binh chon|luot)?\)?",
    r"click de danh gia(?: bai viet)?|cam on ban da danh gia|danh gia bai viet (?:cua ban|o day)|"
    r"ket qua danh gia ?: ?\d+",
    r"(?:tong so diem cua bai viet|diem danh gia)(?: la)? ?:? ?[\d.,]+ (?:trong|tren|"
    r"/) [\d.,]+(?: luot)?(?: danh gia)?",
    r"trung binh ?\(?:? ?[\d.,/]+ (?:binh chon|sao|danh gia|votes?)\)?|your rating|rate this (?:post|article|"
    r"page)",
    r"\(?\d+ (?:luot )?(?:danh gia|binh chon|votes?|phieu bau)\)?(?:[\s,:(-]*(?:trung binh|average|diem|tren|sao|"
    r"stars?|[\d.,/]+))*\)?",
    r"(?:xep hang ?: ?)?[\d.,]+(?: ?/ ?\d)? ?-? ?\(?\d+ (?:phieu bau|votes?|binh chon|danh gia|luot danh gia)\)?",
    r"average \(?\d+ votes?\)?|the average rating is .{0,30} out of \d|average rating [\d.]+ / \d.*|"
    r"no votes so far.*",
    r"how useful was this post\W*|click (?:on a star )?to rate (?:it|this post).*",
)
_VISITS = (
    rf"(?:hom (?:nay|qua)|trong (?:ngay|tuan|thang)|(?:tuan|thang) (?:nay|truoc)|dang (?:truy cap|online|xem)|"
    rf"(?:tong|so)(?: so)?(?: (?:nguoi|luot))?(?: dang)? truy cap|truc tuyen|khach vieng tham|"
    rf"thanh vien online) ?: ?{_COUNT}"
)
VISITS = re.compile(_VISITS)
"""A counter of visitors."""
MORE_VISITS = re.compile(
    rf"(?:(?:trong )?(?:thang|nam|quy)(?: \d+(?:/\d+)?| nay)?|tong(?: cong| so| luot)?|tat ca) ?: ?{_COUNT}"
)
"""What is one only below another: *Tháng 10 : 13* may be a table's."""
_COUNTERS = (
    r"(?:tong )?(?:so )?(?:luot|lan|so lan) (?:nguoi )?(?:xem|doc|truy cap|tai(?: ve)?|thich)(?: trong ngay)?"
    rf"[\s:]*(?:{_COUNT})?"
    r"(?:[ -]+(?:ban in|in|quay lai|tro ve|gui mail|chia se))*",
    rf"(?:da )?(?:xem|doc) ?: ?{_COUNT}(?: lan| luot)?|tai xuong ?: ?{_COUNT}",
    rf"(?:da )?(?:xem|doc) {_COUNT} lan|post views ?:.*|(?:views?|viewed|"
    rf"hits) ?:? ?{_COUNT}",
    rf"(?:bai viet |tin )?(?:nay )?da duoc (?:xem|doc) {_COUNT} lan",
    rf"(?:co )?{_COUNT} (?:nguoi|luot)(?: da)? (?:xem|doc)|"
    rf"so nguoi (?:da )?(?:xem|doc)[\s:]*{_COUNT}|{_COUNT} luot tai(?: ve)?|"
    rf"{_COUNT} total views(?: ?, ?{_COUNT} views? today)?",
    rf"{_COUNT} ?(?:luot |lan )?(?:xem|doc|views?)|\d+ ?(?:shares?|tweets?|likes?)",
    _VISITS,
    rf"(?:ban|quy khach) la (?:nguoi|khach)(?: truy cap)? thu {_COUNT}(?: ghe tham| truy cap| vieng tham)?",
    r"(?:(?:share|tweet|like|thich|yeu(?: thich)?|haha|wow|buon|phan no|tuyet voi)(?: ?:)? ?\d+ ?)+",
    rf"(?:{_COUNT} (?:luot xem|lan xem|views?|binh luan|comments?|luot thich|likes?|chia se) ?){{2,}}",
    r"thoi gian doc ?:? ?\d.*|\d+ (?:minutes?|phut) (?:read|doc)|"
    r"thong ke truy cap",
)
_SECTIONS = (
    r"(?:chia se|gui) (?:bai viet|y kien|cau chuyen) cua ban .{0,60}(?:tai day|ve (?:dia chi|email|hop thu|hom thu).*)",
    r"(?:cac )?(?:tag )?(?:tu khoa|tags?)(?: ?:.*)?|(?:chu de|the)(?: ?:[\W\d]*)?",
    r"xem them ve ?:.*|(?:chuyen muc(?: cha)?|dang trong|category) ?:.*",
    r"(?:bai viet nay|this entry was) (?:duoc )?(?:dang|posted) (?:trong|in) .{2,60} (?:va (?:duoc )?gan the|"
    r"and tagged) .*",
)
_LONG = (
    r"(?:tin|bai|bai viet) (?:truoc|sau|cu hon|moi hon|ke tiep|tiep theo) ?:.*|quet ma qr de (?:tai|doc|xem|"
    r"truy cap).*",
    r"theo doi .{2,40} tren (?:google news|facebook|zalo|youtube|tiktok)|binh luan da (?:bi )?dong.*",
    r"(?:da )?dong binh luan (?:o|tai|cho|trong) .*|chuc nang binh luan bi tat(?: o .*)?|comments off(?: on .*)?",
    # what an editor's plugin would have filled in, were it still there
    r"\[[a-z][a-z\d_-]*(?: [^\[\]]*[a-z]=[^\[\]]*)\]|\[/[a-z\d_-]+\]|\[email protected\]",
    # labels of what stood beside them in a box of its own
    r"(?:ngay|thoi gian) (?:dang|cap nhat|xuat ban|dua tin|dang (?:tin|bai))|da xuat ban|posted in",
    r"error ?: ?content is protected.*|dong cua so(?: nay)?|url cua ban tin(?: nay)? ?:.*|phien ban ?: ?\d+\.0",
    # 'Đã tạo lúc 14/12/2015 3:02 CH bởi Văn thư', below the forms of SharePoint
    r"(?:(?:da|duoc) (?:tao|dang)|(?:sua doi|chinh sua|cap nhat|sua) lan cuoi)"
    r"(?: (?:luc|ngay|vao)\b| ?: ?\d\d?[/:.-]).{0,30}\d{4}.{0,14}(?: boi (?:\S+ ?){1,6})?",
)
# 'Chào mừng quý khách đến với Cổng thông tin điện tử Sở Mẫu', above every page of a portal
_WELCOME = (
    r"chao mung (?:\S+ ){1,4}(?:den|ghe tham|truy cap)(?: voi)? "
    r"(?:website|(?:trang|cong) (?:thong tin|tin|ttdt|tttt|web\w*|dien tu|chu))\b[^.!?]*"
)
_SITE = (
    _WELCOME,
    r"(?:tin|noi dung|du lieu|thong tin|trang)(?: nay)? (?:hien )?dang (?:duoc )?cap nhat",
    r"(?:ghi|de nghi ghi) ro nguon .{0,60} khi .*|ban quyen (?:thuoc|website|©).*|(?:©|copyright).*|"
    r"all rights reserved.*",
    r"(?:nguoi )?chiu trach nhiem (?:noi dung|xuat ban|quan ly noi dung|chinh(?= ?: ?(?:ong|ba)\b)).{0,20}:.*",
    r"tong bien tap ?:(?: [^\W\d]+){1,5}(?: ?[,;.|–-].*)?",
    r"(?:so )?giay phep(?: so)? ?:? ?\d+/.*(?:ttdt|tttt|icp|bvhtt|gp-?bc|ttxb|bao chi).*",
    r"giay phep (?:thiet lap|hoat dong|xuat ban) (?:bao|trang|mang|so).*|co quan chu quan ?:.*",
    r"lien ket (?:website|web|trang)|thong tin thoi tiet",
)
_LONGER = (*_LONG, *_SECTIONS, *_SITE)
LONG = re.compile("|".join(_LONGER))
"""Labels with what they label, and what a site says of itself: up to the length of a sentence."""
CONTROLS = re.compile(
    "|".join((*_GETTING_ABOUT, *_DOING_THINGS, *_IN_A_ROW, *_COMMENTS, *_VOTES, *_COUNTERS, *_LONGER))
)
"""Controls, counters and labels of any length."""

_TOLD = (
    _WELCOME,
    r"ban da khong su dung site\b.*",
    r"ban dang (?:doc|xem) (?:bai viet|bai|tin)\b.* (?:tai|trong|o) (?:chuyen )?(?:muc|trang)\b.*",
    r"ban can (?:dang nhap|tro thanh thanh vien|la thanh vien)\b.* de co the binh luan\b.*",
    r"(?:luu ten cua toi|save my name), email,? (?:va|and) (?:trang web|website) .*",
    r"(?:email cua ban|dia chi email cua ban) se khong (?:duoc|bi) (?:hien thi )?cong khai\b.*",
    r"your email address will not be published.*",
    # below every text of WordPress's themes of its first years
    r"(?:this entry was posted .* )?you can follow any responses to this entry through\b.*",
    r"it looks like your browser does not have javascript enabled.*",
)
TOLD = re.compile("|".join(_TOLD))
"""Sentences of comment boxes and log-ins."""
TOLD_BEGINS = (
    "Chào mừng ",
    "Bạn cần ",
    "Bạn đã ",
    "Bạn đang ",
    "Lưu tên ",
    "Save my ",
    "Email của ",
    "Địa chỉ email ",
    "Your email ",
    "This entry ",
    "You can follow ",
    "It looks ",
)
"""With what such a sentence begins as it is written: not every long line need be folded to see that it is none."""

_OTHERS = (
    r"khac|lien quan|moi nhat|moi hon|moi cap nhat|moi dang|moi nhan|moi|cu hon|cu|da dua|tuong tu|da dang|doc nhieu|"
    r"noi bat|nong|cung (?:loai|chu de|chuyen muc|muc|danh muc|linh vuc|the loai|nhom)|"
    r"ban (?:nen|co the) (?:doc|quan tam)"
)
_TAIL = (
    rf"(?:moi (?:ban doc|doc gia|quy vi) (?:theo doi|doc|xem) )?"
    rf"(?:cac |nhung )?(?:tin|bai|bai tin|bai viet|tin tuc|tin ?[/,] ?bai(?: viet)?|tin bai|thong tin|su kien|"
    rf"thong bao|video|clip|album(?: anh)?|(?:phong su|chum|bo|tin) anh)(?: (?:{_OTHERS}))+(?: sau(?: day)?)?",
    r"(?:(?:cac )?(?:tin|bai|tin bai|bai viet) )?cung (?:chuyen muc|chu de|muc|loai|su kien|tac gia)",
    r"nen doc|chu de nong|chu de duoc quan tam",
    r"(?:(?:tin|bai|bai viet|tin tuc|binh luan|video) )?(?:duoc )?(?:doc|xem|quan tam) nhieu(?: nhat)?(?: trong.*)?",
    r"(?:xem|doc) them (?:tren|tai|ve|cac|nhung) .*|theo dong su kien|(?:tham khao|tim hieu) them",
    r"(?:recent|latest|related|more) (?:posts?|news|articles?)(?: more from author)?|you may also like",
    r"(?:ban )?(?:cung )?co the (?:ban )?(?:cung )?(?:thich|quan tam)(?: den)?",
    r"(?:tag |cac )?tu khoa ?:.*|tags? ?:.*|xem them|co lien quan|tin (?:tuc )?su kien ve.*|moi (?:ban )?doc them.*",
    r"(?:gui |viet )?(?:binh luan|y kien)(?: ban doc| cua ban)?(?: ?\(\d+\))?|de lai .{0,20}(?:binh luan|tra loi).*",
    r"thong tin doanh nghiep.{0,20}",
)
TAIL = re.compile("|".join(_TAIL))
"""Headings of lists of other articles, of tags and of comments."""

AUTHOR = re.compile(r"(?:(?:ve|gioi thieu|thong tin)(?: ve)? )?tac gia bai viet|about (?:the )?author|author bio")
"""Headings of boxes that tell of who wrote the text; *Về tác giả* may be a chapter of it."""

LONE_LABEL = re.compile(
    r"(?:tac gia(?: bai viet)?|nguoi (?:viet|dang|dua tin)|nguon(?: tin)?|(?:duoc )?(?:dang|viet|gui|chia se) boi) ?:"
)
"""A label of a credit that a template left empty."""

DOCUMENTS = re.compile(r"(?:cac )?(?:van ban|tai lieu) (?:lien quan|cung loai|khac|moi nhat)")
"""Headings of lists of other documents; in texts they may head what those cite."""

ATTACHED = re.compile(r"(?:cac )?(?:tap tin|tep(?: tin)?|files?|tai lieu|van ban)(?: (?:dinh|gui|dang))? kem(?: theo)?")
"""Headings of what is attached, which often stands apart from the text."""

TAGS = re.compile(r"(?:chu de|the|su kien|danh muc) ?:")
"""What stands before links to other lists; before text it may head an event's theme."""

SEE_ALSO = re.compile(
    r"(?:(?:moi )?(?:ban |quy vi )?(?:xem|doc) (?:them|ngay)(?: (?:bai viet|tin|tai))?"
    r"|(?:ban )?co the (?:ban )?quan tam(?: den)?|(?:tin |bai(?: viet)? )?lien quan) ?:"
)
"""What stands before a link to another article in the middle of a text."""

OF_OTHERS = re.compile(
    r"\b(?:(?:xem|doc) (?:them|tiep|cac)|(?:muon|nen) (?:xem|doc)|(?:cac|loat) bai|bai (?:viet|bao|doc|tin|truoc|khac)|"
    r"tin (?:tuc|bai|khac|lien quan|moi)|tu khoa|tags?|chuyen muc|theo doi|ket noi|chia se|quang cao|doc gia|ban doc|"
    r"quan tam|(?:tim hieu|tham khao) them|tai (?:day|lien ket))\b"
)
"""What a line that announces links to other articles, or to the site's own pages, speaks of."""

ARROWS = ">>"
"""With what newspapers lead on in the middle of a text: `>> Kè đá ở bãi bồi đã xong phần móng`; others head content."""

COMMENTS = re.compile(
    r"(?:\d+ )?(?:(?:cac|nhung) )?(?:binh luan|y kien|phan hoi|gop y|nhan xet|comments?)"
    r"(?: (?:cua )?(?:ban doc|doc gia|khach hang|nguoi doc|ban))?(?: ?\(\d+\))?"
)
"""What heads comments, and may head a chapter of a text."""

COUNTED_COMMENTS = re.compile(r"(?:binh luan|y kien(?: ban doc)?) ?\(\d+\)")
"""What heads comments and tells how many; they are prose as the text above it is."""
