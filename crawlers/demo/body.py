"""The body of an article as WordPress's editors leave it: pasted from Word, the classic editor, blocks.

A site that is some years old has all three, since nobody edits old articles again.
"""

import html
import re
from collections.abc import Iterator, Sequence

from crawlers.demo.written import Written

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_CLASSIC_SINCE, _BLOCKS_SINCE = 2018, 2021


def body_html(article: Written) -> str:
    """The inner HTML of `.entry-content`."""
    paragraphs = list(_credited(article))
    after_first = "".join(_picture(article, *picture) for picture in article.pictures)
    parts = [_paragraph(article, paragraph) for paragraph in paragraphs]
    if parts:
        parts[0] += after_first
    if article.table:
        parts[1] += _table(article)
    if article.file:
        parts.append(_file(article, *article.file))
    if article.signed:
        parts.append(f'<p style="text-align: right;"><strong>{article.signed}</strong></p>')
    if article.credit and not _is_inline(article.credit):
        parts.append(f'<p style="text-align: right;"><em>{html.escape(article.credit)}</em></p>')
    return "\n".join(parts)


def upload(article: Written, name: str) -> str:
    """The path of a file uploaded with the article."""
    return f"/wp-content/uploads/{article.published:%Y/%m}/{name}"


def _credited(article: Written) -> Iterator[str]:
    """The paragraphs; an outlet's mark stands before the first or in brackets after the last."""
    paragraphs, credit = article.paragraphs, article.credit or ""
    for position, paragraph in enumerate(paragraphs):
        opening = credit if position == 0 and credit.endswith("– ") else ""
        closing = f" {credit}" if position == len(paragraphs) - 1 and credit == "(TTXVN)" else ""
        yield opening + paragraph + closing


def _is_inline(credit: str) -> bool:
    return credit.endswith("– ") or credit == "(TTXVN)"


def _words(text: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', html.escape(text, quote=False))


def _paragraph(article: Written, text: str) -> str:
    year, words = article.published.year, _words(text)
    if year >= _BLOCKS_SINCE:
        return f"\n<p>{words}</p>\n"
    if year >= _CLASSIC_SINCE:
        return f'<p style="text-align: justify;">{words}</p>'
    # Word leaves a span for each run, also inside a word.
    head, tail = (words[:1], words[1:]) if words[0].isalpha() else ("", words)
    return (
        '<p class="MsoNormal" style="margin-bottom: 6.0pt; text-align: justify;"><span style="font-size: 14.0pt;">'
        f'<span style="font-family: \'Times New Roman\',serif;">{head}<span lang="VI">{tail}</span></span></span></p>'
    )


def _picture(article: Written, name: str, caption: str) -> str:
    source, year = upload(article, name), article.published.year
    size, name = 'loading="lazy" decoding="async" width="640" height="360"', f"wp-image-{article.number}7"
    image = f'<img {size} src="{source}" alt="" class="{name}" />'
    if year >= _BLOCKS_SINCE:
        words = f'<figcaption class="wp-element-caption">{caption}</figcaption>'
        return f'\n<figure class="wp-block-image size-large">{image}{words}</figure>\n'
    if year >= _CLASSIC_SINCE:
        label = f"caption-attachment-{article.number}7"
        return (
            f'<div id="attachment_{article.number}7" style="width: 650px" class="wp-caption aligncenter">'
            f'<a href="{source}">{image}</a><p id="{label}" class="wp-caption-text">{caption}</p></div>'
        )
    return f'<p style="text-align: center;">{image}</p><p style="text-align: center;"><em>{caption}</em></p>'


def _table(article: Written) -> str:
    rows = "".join(_row(row) for row in article.table)
    table = f"<table><tbody>{rows}</tbody></table>"
    return f'<figure class="wp-block-table">{table}</figure>' if article.published.year >= _BLOCKS_SINCE else table


def _row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def _file(article: Written, name: str, words: str) -> str:
    source = upload(article, name)
    return (
        f'<div class="wp-block-file"><a id="wp-block-file--media-{article.number}" href="{source}">{words}</a>'
        f'<a href="{source}" class="wp-block-file__button wp-element-button" download>Tải xuống</a></div>'
    )
