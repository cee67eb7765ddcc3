"""Folding by a table gives what folding word by word gives, and what search finds in a text stays the same words."""

import re
import sqlite3
import unicodedata
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import _LONGEST_TEXT, COMMON, _folded, _remembered, flat, fold, folded_words, in_bytes
from archive.orthography import may_move_tones, same_tone_placement
from archive.spelling import spelled
from archive.syllables import VOWELS
from tests.vietnamese import SYLLABLES, TONES

_texts = st.text(st.sampled_from(COMMON) | st.characters(codec="utf-8"), max_size=60)


@given(_texts)
def test_a_table_folds_as_words_are_folded(text: str) -> None:
    assert fold(text) == " ".join(_folded.__missing__(word) for word in text.split(" "))


@given(_texts)
def test_the_words_of_a_folded_text_come_out_of_a_table_too(text: str) -> None:
    assert folded_words(text) == " ".join(re.findall(r"\w+", fold(text)))


@given(st.text(st.sampled_from(COMMON)))
def test_common_text_takes_one_byte_a_letter(text: str) -> None:
    assert len(in_bytes(text) or b"") == len(text)


def test_a_book_is_spelt_in_bytes_and_not_remembered() -> None:
    before = _remembered.cache_info()
    assert len(in_bytes("Mực nước " * _LONGEST_TEXT) or b"") == 9 * _LONGEST_TEXT
    assert _remembered.cache_info() == before


@pytest.mark.parametrize("text", ["ngày Tết 🎉", "a\u0301", "Правда", "中興", "１２", "Ñandú"])
def test_other_text_has_no_bytes_and_is_folded_none_the_less(text: str) -> None:
    assert in_bytes(text) is None
    assert fold(text) == _folded.__missing__(text)


def test_a_flat_text_has_words_and_few_signs() -> None:
    text = "Thứ Hai: “Ngày 5/3–2020”,\tlúc 7 giờ… (m² và 1.000,5 kg)\r\nHết!"
    assert flat(text) == "thu hai; |ngay 5/3-2020|, luc 7 gio; |m² va 1.000,5 kg| \nhet;"


@given(_texts)
def test_a_flat_text_has_the_words_of_the_folded_one(text: str) -> None:
    assert re.findall(r"[^\W_]+", flat(text)) == re.findall(r"[^\W_]+", fold(text))
    assert not re.search(r"[^\w\n ./,;|-]|_", flat(text))


@pytest.mark.parametrize("sign", [*COMMON[1:], "🎉", "\u200b", "№", "ñ"])
def test_search_finds_the_same_words_whatever_sign_stands_between(sign: str) -> None:
    text = f"Hoà{sign}Bình {sign}thuỷ{sign} 12{sign}3 {sign} hòan"
    words = re.findall("[\\w\u0300-\u036f]+", text)
    expected = " ".join(map(same_tone_placement, words)), " ".join(map(fold, words))
    with closing(sqlite3.connect(":memory:")) as db:
        assert [_terms(db, column) for column in spelled(text)] == [_terms(db, column) for column in expected]


def _terms(db: sqlite3.Connection, text: str) -> list[str]:
    db.executescript(
        """DROP TABLE IF EXISTS seen; DROP TABLE IF EXISTS words;
        CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = "unicode61 remove_diacritics 0");
        CREATE VIRTUAL TABLE seen USING fts5vocab (words, instance)"""
    )
    db.execute("INSERT INTO words VALUES (?)", (text,))
    return [term for (term,) in db.execute('SELECT term FROM seen ORDER BY "offset"')]


def _misplaced() -> list[str]:
    """All syllables with their tone on a vowel that may be the wrong one."""
    found = set()
    for spread in (unicodedata.normalize("NFD", word) for word in SYLLABLES):
        tone = next((char for char in spread if char in TONES and char), "")
        bare = unicodedata.normalize("NFC", spread.replace(tone, "") if tone else spread)
        ends = (at + 1 for at, char in enumerate(bare) if fold(char) in VOWELS)
        found |= {unicodedata.normalize("NFC", bare[:end] + tone + bare[end:]) for end in ends}
    return sorted(found)


def test_a_tone_that_is_moved_is_seen_before() -> None:
    for word in _misplaced():
        for text in (word, word.upper(), word.title()):
            assert may_move_tones(in_bytes(text) or b"") or same_tone_placement(text) == text
    moved = {word for word in _misplaced() if same_tone_placement(word) != word}
    assert {"hoà", "thuỷ", "cuả", "hòan", "qúy", "gìa", "trứơc", "hôị", "tìên"} <= moved
    assert not {"của", "quá", "già", "hoàn", "người", "quý", "mía", "hòa"} & moved


@pytest.mark.parametrize("text", ["của già quá người quý mía hòa thủy", "Hoàn toàn khỏe, nhiều giờ; quốc gia"])
def test_a_right_text_is_not_looked_through_for_tones(text: str) -> None:
    assert not may_move_tones(in_bytes(text) or b"")
    assert may_move_tones(in_bytes(f"{text} hoà") or b"")
