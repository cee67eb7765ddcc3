"""One page, alone: an exchange read back from its record becomes a reading. Pure: no clock, no network, no memory."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO

from archive import clock
from archive.errors import TooLargeError
from archive.http1 import decoded
from archive.model import Block, Exchange, Hint, Outcome, Reading
from archive.orthography import normal_form
from pipelines.agency import Agency, Layout
from pipelines.decode import Decoded, decode
from pipelines.discovery.asked import asked_for
from pipelines.reading.answers import Answer, answer_of
from pipelines.reading.attachments import attachments_of, downloads_of, looks_like_download
from pipelines.reading.documents import read_document
from pipelines.reading.elements import links_document
from pipelines.reading.extract import Extract, extract, parse_html
from pipelines.reading.kinds import Seen, judge, sent_on, stub_reason
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata, metadata_of
from pipelines.reading.pruning import is_prose
from pipelines.reading.scripted import told_to_scripts
from pipelines.reading.sections import section_of
from pipelines.reading.stamps import modified_of, named_stamp, published_of
from pipelines.reading.stand_in import stand_in
from pipelines.reading.votes import EXTRACTOR
from pipelines.rules import RULES, rules_for
from pipelines.settling.versions import text_of

MAX_DOCUMENT = 64 << 20
"""Longest document read, in bytes without its content coding."""

_OF_VIETNAMESE = "ăđơưạ-ỹĂĐƠƯẠ"
_LETTERS_OF_VIETNAMESE = re.compile(f"[{_OF_VIETNAMESE}]")
# more than a twentieth of all that are looked at, found without counting them one by one
_MANY_OF_VIETNAMESE = re.compile(f"(?:[^{_OF_VIETNAMESE}]*+[{_OF_VIETNAMESE}]){{76}}")
_LETTERS_LOOKED_AT = 1500
_LONGEST_STUB = 30_000
_LINES_BELOW = 12
_SENDS_ON = (b"location", b"refresh")


def read_page(exchange: Exchange, agency: Agency | None, hints: Sequence[Hint] = (), capture: str = "") -> Reading:
    """What one exchange says when read alone, but for `spoken`. Never raises for what a server sent.

    `hints` are what discovery documents said of this URL; `capture` is the id of the record the exchange came from.
    """
    return replace(_read(exchange, agency, hints, capture), rules=rules_for(agency))


def _read(exchange: Exchange, agency: Agency | None, hints: Sequence[Hint], capture: str) -> Reading:
    answer = answer_of(exchange)
    if answer.outcome is not None:
        return _machine_reading(exchange, agency, answer, capture)
    decoded = decode(answer.data, answer.charset)
    root = parse_html(decoded.spelt)
    if root is None or root.find("body") is None:
        return _encoded(Reading(capture, RULES, "unreadable", "no markup in it"), decoded)
    short = len(decoded.text) < _LONGEST_STUB
    markup = decoded.spelt.lower() if short else b""
    scripts = stub_reason(root) if any(word in markup for word in _SENDS_ON) else None
    if scripts:
        return _encoded(Reading(capture, RULES, "stub", scripts, canonical=sent_on(root, exchange.url)), decoded)
    if short and (told := stand_in(root)):
        return _encoded(Reading(capture, RULES, "stub", told), decoded)
    reading = _html_reading(root, exchange, agency, hints, capture)
    reason = f"{reading.reason}; {answer.left_out}" if answer.left_out else reading.reason
    return _encoded(replace(reading, reason=reason), decoded)


def _machine_reading(exchange: Exchange, agency: Agency | None, answer: Answer, capture: str) -> Reading:
    """Files and documents made for machines; of the latter, what they say about articles."""
    assert answer.outcome is not None
    if answer.outcome == "attachment" and exchange.response is not None:
        return _document_reading(exchange.response, answer, capture)
    if agency is None or answer.outcome not in ("feed", "sitemap", "api", "robots"):
        return Reading(capture, RULES, answer.outcome, answer.reason)
    from pipelines.discovery.discover import discover

    found = discover(exchange, agency)
    reason = "; ".join((answer.reason, *(remark.removeprefix(f"{exchange.url}: ") for remark in found.remarks)))
    return Reading(capture, RULES, answer.outcome, reason, hints=found.hints, claims=found.claims)


def _document_reading(response: IO[bytes], answer: Answer, capture: str) -> Reading:
    """A document's text as blocks; where there is none, the reason says why."""
    try:
        document = read_document(decoded(response, MAX_DOCUMENT))
    except TooLargeError as error:
        return Reading(capture, RULES, "attachment", f"{answer.reason}: {error}")
    return Reading(capture, RULES, "attachment", document.reason, blocks=document.blocks, extractor=document.extractor)


def _encoded(reading: Reading, decoded: Decoded) -> Reading:
    return replace(reading, encoding=decoded.encoding, encoding_evidence=decoded.evidence)


def _html_reading(
    root: Element, exchange: Exchange, agency: Agency | None, hints: Sequence[Hint], capture: str
) -> Reading:
    body, metadata = root.find("body"), metadata_of(root, exchange.url)
    layout = layout_for(agency, clock.parse(exchange.started).date())
    stamped = named_stamp(body, layout)
    found = _with_told(extract(body, metadata, layout), metadata)
    published, stamps = published_of(exchange, metadata, found, stamped, hints)
    first = found.text[0].element if found.text else found.place
    attachments, downloads = attachments_of(found.place, exchange.url, first), downloads_of(found.place, exchange.url)
    has_documents = bool(attachments) or any(map(looks_like_download, downloads))
    hinted = _is_announced(exchange.url, agency, hints)
    seen = _seen(
        exchange.url, body, metadata, found, dated=published is not None, hinted=hinted, has_documents=has_documents
    )
    outcome, reason = _judged(agency, seen)
    raw = "\n".join(line.text for line in found.text)
    blocks = tuple(_blocks(found.text))
    return Reading(
        capture,
        RULES,
        outcome,
        reason,
        title=found.title.text,
        blocks=blocks,
        author=found.credits.author,
        credited_source=found.credits.source,
        section=seen.section,
        published=published if outcome in ("article", "page") else None,
        modified=modified_of(metadata),
        canonical=metadata.canonical,
        lang=language_of(raw, metadata.lang),
        raw_text=raw if raw != text_of(blocks) else None,
        attachments=attachments,
        extractor=EXTRACTOR,
        previous=metadata.previous,
        downloads=downloads if outcome in ("article", "page") else (),
        headings=found.title.others,
        stamps=stamps if outcome in ("article", "page") else (),
    )


def _with_told(shown: Extract, metadata: Metadata) -> Extract:
    """What a page shows; or what its scripts are told, where it shows no prose, no document, and not half as much."""
    if any(map(is_prose, shown.text)) or any(map(links_document, shown.text)):
        return shown
    told = told_to_scripts(metadata)
    built = parse_html(told.encode()) if told else None
    if built is None:
        return shown
    found = extract(built.find("body"), metadata, None)
    return found if _length(found) > 2 * _length(shown) else shown


def _length(found: Extract) -> int:
    return sum(len(line.text) for line in found.text)


def _seen(
    url: str, body: Element, metadata: Metadata, found: Extract, *, dated: bool, hinted: bool, has_documents: bool
) -> Seen:
    """What a page is judged by."""
    return Seen(
        url=url,
        metadata=metadata,
        title=found.title.text,
        text=found.text,
        visible=found.visible,
        dated=dated,
        hinted=hinted,
        has_documents=has_documents,
        body_classes=frozenset((body.get("class") or "").lower().split()),
        source=found.credits.source,
        section=section_of(metadata, found),
        below=found.page.lines[found.end + 1 : found.end + _LINES_BELOW],
    )


def _judged(agency: Agency | None, seen: Seen) -> tuple[Outcome, str]:
    """What a page is: none, where its URL is that of a document for machines."""
    outcome, reason = judge(seen)
    asked = asked_for(seen.url, agency) if outcome in ("article", "page") else None
    return ("soft-404", f"asked for as a {asked}, answered with a page") if asked else (outcome, reason)


def _is_announced(url: str, agency: Agency | None, hints: Sequence[Hint]) -> bool:
    """Whether feed or API list the page, or the agency's file says that its address is an article's."""
    patterns = agency.article if agency else ()
    return any(hint.where != "sitemap" for hint in hints) or any(re.search(pattern, url) for pattern in patterns)


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    for line in lines:
        text = normal_form(line.text).strip()
        if text:
            yield Block(text, line.path, line.kind)


def layout_for(agency: Agency | None, day: dt.date) -> Layout | None:
    """The hints that were valid on a capture's day: the design that ended soonest after it, else the present one."""
    layouts = agency.layouts if agency else ()
    past = sorted((one.until, position) for position, one in enumerate(layouts) if one.until and one.until >= day)
    if past:
        return layouts[past[0][1]]
    return next((one for one in layouts if one.until is None), None)


def language_of(text: str, declared: str | None) -> str | None:
    """`vi` where the text's letters say so, whatever the template declares; else what is declared."""
    sample = text[:_LETTERS_LOOKED_AT]
    if _MANY_OF_VIETNAMESE.match(sample):
        return "vi"
    marked = len(_LETTERS_OF_VIETNAMESE.findall(sample))
    letters = sum(map(str.isalpha, sample))
    if letters > 40 and marked > 0.05 * letters:
        return "vi"
    return declared
