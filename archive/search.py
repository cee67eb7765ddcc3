"""Vietnamese full-text search over the catalog's articles and their documents, typed with marks or without.

A query with marks looks among the words as written, so that *bạn* does not find *bán*; one without looks among the
folded words and finds both. Tones may stand on either vowel: *hoà* finds *hòa*.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.exchange.selection import check_period
from archive.orthography import fold, has_marks, normal_form, same_tone_placement

_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_WORD = re.compile(r"[^\W_]+")
_BOUNDS = """a.kind = 'article'
    AND NOT EXISTS (SELECT 1 FROM ruled r WHERE r.agency = a.agency AND r.url = a.url AND r.withheld IS NOT NULL)
    AND (:agency IS NULL OR a.agency = :agency)
    AND (:since IS NULL OR a.published >= :since)
    AND (:until IS NULL OR substr(a.published, 1, length(:until)) <= :until)
    AND (:section IS NULL OR fold(a.section) = fold(:section))"""
# Ranked first and joined to their texts then: a common word is in every article.
_SEARCH = f"""WITH own AS (
        SELECT a.docid, a.published, round(bm25(words, 5.0, 1.0, 5.0, 1.0), 3) AS score, NULL AS annex, NULL AS document
        FROM words JOIN article a ON a.docid = words.rowid
        WHERE words MATCH :match AND {_BOUNDS}
        ORDER BY score, a.published DESC, a.agency, a.url LIMIT :limit),
    attached AS (
        SELECT a.docid, a.published, round(bm25(annex_words), 3) AS score, x.id AS annex, x.url AS document
        FROM annex_words JOIN annex x ON x.id = annex_words.rowid
        JOIN attachment t ON t.agency = x.agency AND t.url IN (
            SELECT x.url UNION SELECT url FROM capture r WHERE r.agency = x.agency AND r.redirect = x.url)
        JOIN article a ON a.agency = t.agency AND a.url = t.article
        WHERE annex_words MATCH :annex_match AND {_BOUNDS}
          AND NOT EXISTS (SELECT 1 FROM ruled r WHERE r.agency = x.agency AND r.url = x.url AND r.withheld IS NOT NULL)
        ORDER BY score, a.published DESC, a.agency, a.url, x.url LIMIT :limit),
    best AS (
        SELECT docid, min(score) AS score, max(annex IS NULL) AS is_own, min(document) AS document
        FROM (SELECT * FROM own UNION ALL SELECT * FROM attached) GROUP BY docid)
    SELECT a.url, coalesce(r.title, v.title), a.published, a.agency,
           CASE WHEN is_own THEN v.text ELSE (SELECT text FROM annex WHERE agency = a.agency AND url = b.document) END,
           b.document
    FROM best b JOIN article a ON a.docid = b.docid
    JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
    LEFT JOIN ruled r ON r.agency = a.agency AND r.url = a.url
    ORDER BY b.score, a.published DESC, a.agency, a.url LIMIT :limit"""
_SNIPPET = 200
_LEAD = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `snippet` is a piece of its text; what matched stands between `[` and `]`.

    `attachment` is a document attached to the article in which the words stand; the snippet is a piece of that
    document's text where they do not stand in the article's own.
    """

    url: str
    title: str | None
    published: str | None
    agency: str
    snippet: str
    attachment: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, understood: groups of alternatives that all must occur, and words that must not.

    Each word is a phrase; `prefix` marks those that end in `*`.
    """

    groups: tuple[tuple["Phrase", ...], ...]
    without: tuple["Phrase", ...]
    marked: bool

    @property
    def wanted(self) -> list["Phrase"]:
        """Everything that may be highlighted."""
        return [phrase for group in self.groups for phrase in group]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together; the last may be the beginning of a word only."""

    words: tuple[str, ...]
    prefix: bool = False


def search(
    catalog: Catalog,
    query: str,
    agency: str | None = None,
    since: str | None = None,
    until: str | None = None,
    section: str | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Articles that match, the best first: by bm25, the title counting five times, newer before older.

    `since` and `until` are days, months or years (`2020-02-13`, `2020-02`, `2020`), both included; undated articles
    match neither. Raises UsageError, saying what would help, for a query without a word and for no
    day or period.
    """
    check_period(since, until)
    understood = parse_query(query)
    catalog.connection.create_function("fold", 1, lambda name: fold(name or ""), deterministic=True)
    match = _match(understood)
    rows = catalog.connection.execute(
        _SEARCH,
        {
            "match": f"{{{'title text' if understood.marked else 'plain_title plain_text'}}} : ({match})",
            "annex_match": f"{{{'text' if understood.marked else 'plain_text'}}} : ({match})",
            "agency": agency,
            "since": since,
            "until": until,
            "section": section,
            "limit": limit,
        },
    )
    return [
        Hit(url, title, published, slug, snippet_of(text, understood), document)
        for url, title, published, slug, text, document in rows
    ]


def parse_query(text: str) -> Query:
    """Understand `"phrases"`, `a OR b`, `-without` and `prefix*`; everything else is a word to be found.

    Raises UsageError where nothing is left to look for.
    """
    typed = same_tone_placement(normal_form(text))
    marked = has_marks(typed)
    groups: list[list[Phrase]] = []
    without: list[Phrase] = []
    joining = False
    for match in _TERM.finditer(typed if marked else fold(typed)):
        if (match[3] or "").upper() == "OR":
            joining = bool(groups)
            continue
        phrase, is_without = _phrase(match)
        if is_without or not phrase.words:
            without += [phrase] if phrase.words else []
            continue
        groups = [*groups[:-1], [*groups[-1], phrase]] if joining else [*groups, [phrase]]
        joining = False
    if not groups:
        raise UsageError(f'nothing to look for in {text!r}: type words, "phrases", prefix*, a OR b, -without')
    return Query(tuple(map(tuple, groups)), tuple(without), marked)


def _phrase(match: re.Match[str]) -> tuple[Phrase, bool]:
    """One term as typed; a word with punctuation in it (155/2016/NĐ-CP) is a phrase of its parts."""
    minus, quoted, word = match.groups()
    if word is None:
        return Phrase(_words(quoted)), minus == "-"
    is_without = word.startswith("-")
    word = word.removeprefix("-")
    return Phrase(_words(word), word.endswith("*")), is_without


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def _match(query: Query) -> str:
    """The query in FTS5's language, every word quoted."""
    required = " AND ".join("(" + " OR ".join(map(_quoted, group)) + ")" for group in query.groups)
    return f"({required})" + "".join(f" NOT {_quoted(phrase)}" for phrase in query.without)


def _quoted(phrase: Phrase) -> str:
    return '"' + " ".join(phrase.words) + '"' + (" *" if phrase.prefix else "")


def snippet_of(text: str, query: Query) -> str:
    """About 200 characters of the text around the first match, as it was written, with all matches in brackets."""
    places = _matches(text, query)
    start = _word_start(text, places[0][0] - _LEAD) if places else 0
    end = min(len(text), start + _SNIPPET)
    end = end if end == len(text) else max(text.rfind(" ", start, end), start + 1)
    shown, at = [], start
    for first, last in places:
        if first >= at and last <= end:
            shown += [text[at:first], "[", text[first:last], "]"]
            at = last
    shown.append(text[at:end])
    piece = " ".join("".join(shown).split())
    return ("… " if start else "") + piece + (" …" if end < len(text) else "")


def _word_start(text: str, at: int) -> int:
    return 0 if at <= 0 else text.find(" ", at) + 1


def _matches(text: str, query: Query) -> list[tuple[int, int]]:
    """Where wanted phrases stand in the text, in order, by comparing word by word as the query is compared."""
    alike = same_tone_placement if query.marked else fold
    found = list(_WORD.finditer(text))
    words = [alike(match[0]).lower() for match in found]
    places = {
        (found[at].start(), found[at + len(phrase.words) - 1].end())
        for phrase in query.wanted
        for at in range(len(words) - len(phrase.words) + 1)
        if _stands_at(words, at, phrase)
    }
    return sorted(places)


def _stands_at(words: Sequence[str], at: int, phrase: Phrase) -> bool:
    here = tuple(words[at : at + len(phrase.words)])
    if not phrase.prefix:
        return here == phrase.words
    return here[:-1] == phrase.words[:-1] and here[-1].startswith(phrase.words[-1])
