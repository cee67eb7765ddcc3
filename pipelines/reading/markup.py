"""What class names, ids and tags say of an element's part in a page. Facts about templates, not about hosts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

Part = Literal[
    "chrome",
    "silent",
    "lede",
    "caption",
    "title",
    "date",
    "author",
    "source",
    "meta",
    "section",
    "content",
    "crumbs",
    "banner",
]

_SILENT = (
    "script style template svg math button select option input textarea iframe object embed video audio canvas map "
    "datalist dialog link meta head title"
)
SILENT = frozenset(_SILENT.split())
"""Tags whose text is never prose."""

_BLOCK = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
BLOCK = frozenset(_BLOCK.split())
"""Tags that end a line of text; every other tag runs on inside it."""

MICRODATA_ARTICLE = "itemtype:article"
"""Among an element's marks: its microdata call it an article, as the tag would."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

NO_PARTS: frozenset[Part] = frozenset()


def _either(words: str) -> str:
    """An expression for any of these, each of which begins with a letter that it must hold.

    They are told apart by that letter: of a hundred in one row each would be tried where any may begin.
    """
    by_letter = groupby(sorted(words.split()), key=itemgetter(0))
    return "|".join(f"{letter}(?:{'|'.join(word[1:] for word in of_it)})" for letter, of_it in by_letter)


# Names that say nothing of the part: states, taxonomies of the post itself, page builders' wrappers, utility CSS,
# the ids of what was pasted from Google Docs.
_NEUTRAL_WORDS = (
    "tag category post status type format has no with without is allow elementor wp-block-(?:group|column) et_pb vc "
    "wpb hentry page single col columns? row container grid flex"
)
_NEUTRAL = re.compile(
    rf"(?:{_either(_NEUTRAL_WORDS)})[-_]|field-+type-|internal-source-|(?:hentry|post|page|row|clearfix)$"
)
_STATES = ("-disabled", "-enabled")
# Of these prefixes WordPress makes states (`post-123`, `page-template`) and themes make names (`post-date`).
_OWN_PART = re.compile(
    r"^(?:post|page|single)-(?:title|heading|date|time|author|meta|info|excerpt|summary)(?:$|-)|"
    r"^(?:post|single)-(?:content|body|text|detail)(?:$|-)|^category-name$"
)
_OWN_CHROME = re.compile(r"^(?:post|single)-(?:shar\w*|tags?|views?|comments?|related\w*|nav\w*|social\w*|ratings?)$")
_SITE_HEADER = re.compile(
    r"^(?:(?:site|main|page|top|global|app|desktop|mobile)-)?(?:header|masthead|banner)"
    r"(?:-(?:menu|top|main|wrap\w*|area|bar|inner|nav|bottom|logo|container|site))?$"
)
_BUTTON = re.compile(r"-(?:btn|button)-")
# Words that name chrome wherever they stand in a class name, which is looked at between two hyphens …
_CHROME_WORDS = (
    r"nav\w* foo?tt?er\w* side-?bars? bread-?crum(?:b?s?) breakcumb\d* crumbs? duong-?dan shar(?:es?|ing) share\w* "
    r"social\w* add-?this\w* addtoany\w* a2a like-?box zalo comments? cmts? respond disqus\w* binh-?luan y-?kien "
    r"related\w* relate yarpp orther tin-?khac bai-?khac bai-?viet-?khac tin-?lien-?quan lien-?quan tin-?lq "
    r"other-?(?:news|posts?) cung-?chuyen-?muc same-?cate\w* tin-?moi tin-?cu doc-?nhieu xem-?nhieu "
    r"most-?(?:read|view(?:ed)?|popular) trending recommend\w* newest hot-?news tin-?noi-?bat more-?news xem-?them "
    r"widgets? advert\w* quang-?cao sponsor\w* popup\w* modal\w* toolbars? keywords? tu-?khoa "
    r"tag-?(?:list|links|cloud|detail) hotline call-?now phone-?ring pagination pager paging wp-pagenavi skip-?link "
    r"screen-reader-text sr-only visually-hidden rating ratings vote\w* newsletter subscribe copyright ban-?quyen "
    r"license author-?(?:box|block|latest) thong-?ke luot-?xem view-?count\w* post-?views? item-(?:hits|links|tags) "
    r"ez-toc\w* cookie\w* consent back-?to-?top go-?top totop top-?bar topbar\w* hit-?count\w* wc-block-grid\w* "
    r"hit-title visit(?:or)?s?-?count\w* wp-?u?like\w* link-?web\w* web-?links? truy-?cap weather tham-?do survey "
    r"citation-?(?:display|formats) lien-?ket slogan lang-?switch\w* date-?selector captcha "
    r"edit-?link link-content-footer pagenav wp-block-latest-posts"
)
_CHROME = re.compile(f"menu|-(?:{_either(_CHROME_WORDS)})-")
# … and words that do so only where they are the whole name, or the name of a box.
_CHROME_NAME = re.compile(
    r"^(?:(?:box|block|wrap|list|section|post|article|entry|news|site|page|widget|c|js|top|bottom|right|left)-)?"
    r"(?:fb|twitter|others?|popular|latest|ads?|adv|banners?|promos?|tools?|tags?|links?|login|search|print|stars?|counter|views?|"
    r"toc|sticky|slick|poll|logo|language|zoom|audio|hidden|hide|d-none)"
    r"(?:-(?:box|block|wrap|wrapper|list|area|section|container|bar|links?|news|posts?|form|inner|items?|widget|top|left|right|\d+))?$"
)
# an article's own content, which holds no site's header; `page-content` and `main-content` often hold all of a page
_OWN_CONTENT = re.compile(r"-(?:article|asset|entry|post|news|story|journal)-?(?:full-?)?(?:body|content|detail)-")
_HEADLINE = re.compile(r"(?:^|[\s_-])(?:article|entry|post|news|detail)[_-]?(?:title|heading|headline)(?:$|\s)")
_SUBTITLE = re.compile(r"-sub-?(?:title|headline)-")
_CHROME_INSIDE = re.compile(
    r"lienquan|tinkhac|baikhac|docnhieu|xemnhieu|cungchuyenmuc|cungmuc|samecate|binhluan|quangcao|relatednews|"
    r"relatedpost|othernews|breadcrumb|sharemxh|sharesocial"
)
_OF_ARTICLE = re.compile(r"entry|article|post|detail|content|news|title", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_RUN = re.compile(r"[^\W_]+")
_BRACKET = re.compile(r"[:\[\]]")
_CHROME_TAGS = frozenset({"nav", "footer", "aside", "noscript", "marquee"})
# `aside.pull-quote`: what somebody said, set apart from the text that it belongs to
_QUOTE = re.compile(r"(?:^|\s)(?:pull-?|box-|block-?)?quote(?:$|\s)")
_PLAYED: dict[str, Part] = {"figcaption": "caption", "time": "date", **dict.fromkeys(_CHROME_TAGS, "chrome")}
# What each part is named: by words between two hyphens, and by what else may stand in a name.
_NAMED: tuple[tuple[Part, str, str], ...] = (
    ("crumbs", "crumbs?", "bread-?crum|breakcumb|duong-?dan"),
    (
        "caption",
        r"chu-?thich legend-?wrap\w* note-?(?:image|photo|img|picture)s? img-?home",
        "caption|-(?:image|photo|img|picture)s?-?(?:note|desc)-",
    ),
    (
        "lede",
        "lead lede chapeau tom-?tat trich-?dan trich-?yeu standfirst intro-?text sub-?(?:title|headline) description "
        "excerpt summary short-?(?:desc|intro|content) intro-?detail",
        "sapo-|-(?:news|article|detail)-?(?:intro|desc)-",
    ),
    (
        "date",
        "time times?-?stamp published? posted-on pub-?time created? ngay(?:-?dang)? thoi-?gian ct-time post-?time "
        "publish-?time meta-?time",
        "date(?:time)?-|-date",
    ),
    ("section", "cats? cate category cat-links chuyen-?muc category-page-name entry-categories", ""),
    ("meta", "meta byline posted-on", "-(?:entry|post|article|news|item|detail)-?(?:meta|info)-"),
    ("author", r"author\w* by-?line created-?by tac-?gia writer nguoi-?viet post-?author", ""),
    ("source", r"source\w* nguon nguon-?tin news-?source", ""),
    (
        "content",
        "asset-?(?:full-?)?content",
        "article-?body|noi-?dung|fck-?detail|"
        "-(?:article|entry|post|news|detail|story|main|page)-?(?:body(?:-?html)?|content|text|detail)-",
    ),
    (
        "title",
        r"tieu-?de\w* headline ct-title kicker-?title",
        # what a form for searching is for
        "(?<!form)(?<!search)-title(?:-?(?:detail|news|article|post|page|main))?-|"
        "-(?:entry|post|article|news|detail|page|main|content|single|blog|bai-?viet|tin)-?(?:title|name|heading)-",
    ),
)


def _naming(words: str, others: str) -> re.Pattern[str]:
    return re.compile("|".join(filter(None, (others, f"-(?:{_either(words)})-"))))


_PARTS = tuple((part, _naming(words, others)) for part, words, others in _NAMED)
# most names name none of them
_PART = _naming(" ".join(words for _, words, _ in _NAMED), "|".join(filter(None, (others for *_, others in _NAMED))))


def _words(name: str) -> str:
    """A class name as lower-case words joined by single hyphens: `newsTitle_2` → `news-title-2`."""
    parted = name if name.islower() else _HUMP.sub("-", name)
    return "-".join(_RUN.findall(parted)).lower()


class _Said(NamedTuple):
    """What one class name or id says: parts, whether it names a button, and whether an article's own content."""

    parts: frozenset[Part]
    is_button: bool
    is_own: bool


_NOTHING = _Said(frozenset(), False, False)


def _parts_of(tag: str, names: str, said: Sequence[_Said]) -> frozenset[Part]:
    """The parts an element may play, by its tag and its class names and id, and what is said by each of these."""
    if not said and tag not in _PLAYED and tag not in SILENT:
        return NO_PARTS
    if tag in SILENT or (tag in ("a", "span", "label") and any(one.is_button for one in said)):
        return frozenset({"silent"})
    found: set[Part] = set().union(*(one.parts for one in said))
    if tag in _PLAYED:
        found.add(_PLAYED[tag])
    if tag not in _CHROME_TAGS and found & {"lede", "caption", "content"}:
        found -= {"chrome", "banner"}
    if tag == "aside" and _QUOTE.search(names):
        found.discard("chrome")
    if "banner" in found and _HEADLINE.search(names):
        # `div.article-title.banner` is an article's head upon its picture
        found -= {"chrome", "banner"}
    return frozenset(found)


def _is_neutral(name: str, words: str) -> bool:
    if words.endswith(_STATES) or _NEUTRAL.match(words) or _BRACKET.search(name):
        return True
    return words != name and _NEUTRAL.match(name.lower()) is not None


@lru_cache(maxsize=8192)
def _said_by(name: str) -> _Said:
    words = _words(name)
    within = f"-{words}-"
    is_own = _OWN_CONTENT.search(within) is not None
    if _is_neutral(name, words) and not _OWN_PART.match(words):
        is_chrome = _OWN_CHROME.fullmatch(words) is not None
        return _Said(frozenset({"chrome"} if is_chrome else ()), False, is_own) if is_chrome or is_own else _NOTHING
    found: set[Part] = set()
    if _PART.search(within):
        found.update(part for part, pattern in _PARTS if pattern.search(within))
        if _SUBTITLE.search(within):
            found.discard("title")
    if _CHROME.search(within) or _CHROME_NAME.search(words) or _CHROME_INSIDE.search(words.replace("-", "")):
        found.add("chrome")
    if _SITE_HEADER.search(words):
        found.add("banner")
    is_button = _BUTTON.search(within) is not None
    return _Said(frozenset(found), is_button, is_own) if found or is_button or is_own else _NOTHING


def step_of(tag: str, classes: str) -> str:
    """One step of a block's path: the tag and its first class that says something, digits masked."""
    for name in classes.split():
        if not _BRACKET.search(name):
            return f"{tag}.{_DIGITS.sub('#', name)}"
    return tag


@dataclass(slots=True, eq=False)
class Role:
    """What an element is to a walk over its page. All elements alike share one, so nobody changes it.

    `kind` is its tag and classes, which elements of one purpose share; `acts` are its parts but chrome; `plays` is
    false for mere boxes and runs of text, which most elements are.
    """

    tag: str
    kind: str
    step: str
    parts: frozenset[Part]
    acts: tuple[Part, ...]
    is_block: bool
    is_chrome: bool
    is_silent: bool
    is_article: bool
    is_text: bool
    is_link: bool
    is_bold: bool
    plays: bool


@lru_cache(maxsize=8192)
def role_of(
    tag: str, classes: str, marks: str, hidden: bool, linked: bool, in_article: bool, in_text: bool = False
) -> Role:
    """The role of an element by its tag, its classes, what else it is marked with, and where it stands.

    `in_article` is inside an article or the page's main part, `in_text` inside one article's content.
    """
    names = f"{classes} {marks}"
    # the numbers in ids differ from element to element, and say nothing
    said = [one for name in _DIGITS.sub("0", names).split() if (one := _said_by(name)) is not _NOTHING]
    parts = _parts_of(tag, names, said)
    if ("banner" in parts and not in_text) or (tag == "header" and not in_article and not _OF_ARTICLE.search(classes)):
        parts |= {"chrome"}
    parts -= {"banner"}
    chrome = hidden or "chrome" in parts
    typed = MICRODATA_ARTICLE in marks
    article, link, bold = typed or tag in ("article", "main"), linked and tag == "a", tag in ("b", "strong")
    text = typed or tag == "article" or any(one.is_own for one in said)
    return Role(
        tag,
        f"{tag} {classes}",
        step_of(tag, classes),
        parts,
        tuple(part for part in parts if part != "chrome"),
        tag in BLOCK,
        chrome,
        "silent" in parts,
        article,
        text and not chrome,
        link,
        bold,
        bool(parts or chrome or article or text),
    )
