"""URLs that lead nowhere new: what real sites multiply without end, told by the URL alone."""

import re

from archive.urls import repeated_segments

# Slugs of over 200 Vietnamese letters exist; percent-encoded in NFD each takes up to nine characters.
LONGEST = 3000
DEEPEST = 14

_TRAPS = (
    ("login", r"/(?:wp-login\.php|wp-admin(?:/|$)|xmlrpc\.php|administrator/?$|c/portal/log(?:in|out))"),
    ("login", r"/(?:log-?in|log-?out|sign-?in|sign-?up|dang-nhap|dang-xuat|register)(?:[./?;]|$)"),
    ("login", r"[?&](?:return_?url|redirect_to|returnto|nv_redirect|nvredirect)="),
    ("login", r"[?&](?:action=(?:lostpassword|register|logout)|nv=users|view=login|ctl=(?:login|register))(?:&|$)"),
    ("printed-view", r"/(?:print|in-tin|ban-in|inbai|in-bai|printer|printview|savefile)(?:[/?]|$)"),
    ("printed-view", r"/print(?:news|page|view|article)?(?:\.aspx?|\.php|\.html?|\.jsp)"),
    ("printed-view", r"[?&](?:print(?:able|view|mode)?|tmpl|layout)=(?:1|true|yes|print|component)(?:&|$)"),
    ("printed-view", r"[?&]op=[^&]*(?:/|%2f)?(?:print|savefile)(?:/|%2f|&|$)"),
    ("printed-view", r"[?&]p_p_state=(?:pop_up|exclusive)"),
    ("calendar", r"/(?:calendar|events?|lich|su-kien)/(?:[a-z-]+/)*(?:19|20|21)\d\d(?:[-/]\d\d?){1,2}/?(?:$|\?)"),
    ("calendar", r"[?&](?:i?cal|outlook-ical|tribe-bar-date|tribe_event_display|eventdisplay)="),
    ("calendar", r"[?&](?=[^#]*(?:year|nam)=\d)[^#]*(?:month|thang)=\d"),
    ("search", r"[?&](?:s|q|keyword|keywords|tukhoa|search)=|/(?:search|tim-kiem)(?:[/?]|$)"),
    ("reply", r"[?&](?:replytocom|share|like_comment|add-to-cart)=|/wp-json/oembed/|/trackback/?$"),
    ("comment-feed", r"/comments/feed|/feed/(?:.*/)?comments"),
)
_TRAP = re.compile("|".join(f"(?P<t{at}>{pattern})" for at, (_reason, pattern) in enumerate(_TRAPS)), re.IGNORECASE)
_LANGUAGE = re.compile(
    r"/(?:vi|en|vn|fr|zh|cn|ja|jp|ko|kr|lo|km|ru|de|es|vi-vn|en-us|vi_vn|en_us)(?=[/?]|$)", re.IGNORECASE
)


def endless(url: str) -> str | None:
    """Why this URL belongs to a space without end: too long, too deep, segments or languages piled up. Else None."""
    path = url.partition("?")[0]
    if len(url) > LONGEST:
        return "too-long"
    if path.count("/") > DEEPEST:
        return "too-deep"
    # One portal appends its language switch again and again: ….html/en/en/vi/en
    if len(_LANGUAGE.findall(path)) > 1:
        return "languages"
    # Twice is real: a section /tin-tuc/ with a page /tin-tuc/tin-tuc.
    if repeated_segments(url) > 2:
        return "repeated-segments"
    return None


def fruitless(url: str) -> str | None:
    """Why this URL shows nothing that another does not: logins, printed views, calendars, searches. Else None."""
    match = _TRAP.search(url, url.find("/", 8))
    return _TRAPS[int((match.lastgroup or "t0")[1:])][0] if match else None
