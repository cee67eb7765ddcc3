"""URLs that lead nowhere new: what real sites multiply without end, told by the URL alone."""

import re

from archive.urls import repeated_segments

# Slugs of over 200 Vietnamese letters exist; percent-encoded in NFD each takes up to nine characters.
LONGEST = 3000
DEEPEST = 14

_SEGMENTS = {
    segment: reason
    for reason, listed in {
        "login": "wp-login wp-admin xmlrpc login log-in logout signin sign-in signup sign-up register dang-nhap "
        "dangnhap dang-xuat dangxuat authenticate administrator lost-password quen-mat-khau",
        "printed-view": "print printer printview printnews printpage printarticle print_news print-news in-tin intin "
        "ban-in in-bai inbai savefile",
        "search": "search tim-kiem timkiem",
        "form": "trackback oembed",
    }.items()
    for segment in listed.split()
}
_QUERY = (
    ("login", r"(?:return_?(?:url|to)|redirect_to|nv_redirect)="),
    ("login", r"(?:action=(?:lostpassword|register|logout)|nv=users|view=login|ctl=(?:login|register))(?:&|$)"),
    ("printed-view", r"(?:print(?:able|view|mode)?|tmpl|layout)=(?:1|true|yes|print|component)(?:&|$)"),
    ("printed-view", r"op=[^&]*(?:print|savefile)(?:/|%2f|&|$)|p_p_state=(?:pop_up|exclusive)"),
    ("calendar", r"(?:i?cal|outlook-ical|tribe-bar-date|tribe_event_display|eventdisplay)="),
    ("calendar", r"(?=.*?\b(?:year|nam)=\d)(?:[^&]*&)*(?:month|thang)=\d"),
    # ?s=12 is a section somewhere, and ?q=node/12 an article of Drupal.
    ("search", r"(?:s|q|keywords?|tukhoa|search)=(?!\d+(?:&|$)|[a-z]+(?:/|%2f))"),
    ("form", r"(?:replytocom|share|like_comment|add-to-cart)=|p_p_lifecycle=1(?:&|$)"),
)
_IN_QUERY = re.compile("|".join(f"(?P<t{at}>[?&]{pattern})" for at, (_reason, pattern) in enumerate(_QUERY)))
_CALENDAR_DAY = re.compile(r"/(?:calendar|events?|lich|su-kien)/(?:[a-z-]+/)*(?:19|20|21)\d\d(?:[-/]\d\d?){1,2}/?$")
_LIFERAY = re.compile(r"[?&](?:inheritRedirect=|_\w+_redirect=)")
_WAY_BACK = re.compile(r"(?:inheritRedirect|redirect|_\w+_redirect)=")
_LANGUAGE = re.compile(r"/(?:vi|en|vn|fr|zh|cn|ja|jp|ko|kr|lo|km|ru|de|es|vi[-_]vn|en[-_]us)(?=[/?]|$)", re.IGNORECASE)


def endless(url: str) -> str | None:
    """Why this URL belongs to a space without end: too deep, segments or languages piled up, no URL. Else None."""
    path = url.partition("?")[0]
    if "<" in url:  # a quote that was never closed took the text behind it into the link
        return "malformed"
    if path.count("/") > DEEPEST:
        return "too-deep"
    # One portal appends its language switch again and again: ….html/en/en/vi/en
    if len(_LANGUAGE.findall(path)) > 1:
        return "languages"
    # Twice is real: a section /tin-tuc/ with a page /tin-tuc/tin-tuc.
    if repeated_segments(url) > 2:
        return "repeated-segments"
    return None


def without_way_back(url: str) -> str:
    """The URL without Liferay's parameters that say which listing led to it, or each article has as many URLs."""
    if "edirect=" not in url or not _LIFERAY.search(url):
        return url
    head, _mark, query = url.partition("?")
    kept = [pair for pair in query.split("&") if not _WAY_BACK.match(pair)]
    return f"{head}?{'&'.join(kept)}" if kept else head


def fruitless(url: str) -> str | None:
    """Why this URL shows nothing that another does not: logins, printed views, calendars, searches. Else None."""
    path, mark, query = url.lower().partition("?")
    segments = path.split("/")[3:]
    for segment in segments:
        if reason := _SEGMENTS.get(segment.partition(".")[0].partition(";")[0]):
            return reason
    if "feed" in segments and "comments" in segments:
        return "comment-feed"
    if _CALENDAR_DAY.search(path):
        return "calendar"
    match = _IN_QUERY.search(mark + query) if mark else None
    return _QUERY[int((match.lastgroup or "t0")[1:])][0] if match else None
