"""The Vietnamese syllable: onset, rime and tone, and the letter that carries the tone.

A closed system: some thirty onsets and 170 rimes. What fits in it is Vietnamese spelling, what does not is another
language, an abbreviation, or bytes read in the wrong encoding.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The five written tones as combining marks: huyền, sắc, ngã, hỏi, nặng."""

VOWELS = frozenset("aeiouy")

_SPELT_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"

_SPELT_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""

# After qu the glide is in the onset, and these rimes exist with it only.
_SPELT_AFTER_QU = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo et ê ên ênh êt êch êu
    i in it inh ôc ơ ơi ơn ơt y ych yên yêt yn ynh yt
"""

_ONSETS = frozenset(_SPELT_ONSETS.split()) | {""}
_RIMES = frozenset(_SPELT_RIMES.split())
_RIMES_OF_QU = frozenset(_SPELT_AFTER_QU.split())

_OPEN_PAIRS = frozenset({"ia", "oa", "oe", "ua", "uy", "ưa"})
_STOP_CODA = re.compile(r"(?:c|ch|p|t)$")
_FRONT = frozenset("eêiy")


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable taken apart: onset and rime in lower case without tone, the tone's combining mark or ''."""

    onset: str
    rime: str
    tone: str


@lru_cache(maxsize=65536)
def parse_syllable(word: str) -> Syllable | None:
    """Take one word (any case, NFC or NFD) apart, or None where Vietnamese spelling has no such syllable.

    The tone may stand on either vowel of an open pair, as people write it (`hoà`, `hòa`, `cuả`, `qúy`); a syllable
    that ends in c, ch, p or t must bear sắc or nặng.
    """
    bare, tone, at = _without_tone(word.lower())
    if bare is None or len(bare) > 7:
        return None
    for length in (3, 2, 1, 0):
        onset, rime = bare[:length], bare[length:]
        if onset in _ONSETS and _fits(onset, rime):
            stopped = _STOP_CODA.search(rime) is not None and tone not in {"\u0301", "\u0323"}
            misplaced = tone and at - length not in _tone_places(onset, rime)
            return None if stopped or misplaced else Syllable(onset, rime, tone)
    return None


def is_syllable(word: str) -> bool:
    """Whether one word is spelt as a Vietnamese syllable, tone included."""
    return parse_syllable(word) is not None


def spell(syllable: Syllable) -> str:
    """Write a syllable in lower case NFC with its tone where tradition puts it (`hòa`, `thủy`, `quý`)."""
    if not syllable.tone:
        return syllable.onset + syllable.rime
    at = _tone_bearer(syllable.rime) + 1
    toned = syllable.rime[:at] + syllable.tone + syllable.rime[at:]
    return unicodedata.normalize("NFC", syllable.onset + toned)


def _without_tone(word: str) -> tuple[str | None, str, int]:
    """The word without its tone, the tone, and the index of its letter; no word where two stand or none may stand."""
    if word.isascii():
        return word, "", -1
    letters: list[str] = []
    tone, base, at = "", "", -1
    for char in unicodedata.normalize("NFD", word):
        if char not in TONES:
            letters.append(char)
            base = base if unicodedata.combining(char) else char
        elif tone or base not in VOWELS:
            return None, "", -1
        else:
            tone, at = char, len(unicodedata.normalize("NFC", "".join(letters))) - 1
    return unicodedata.normalize("NFC", "".join(letters)), tone, at


def _tone_places(onset: str, rime: str) -> set[int]:
    if rime in _OPEN_PAIRS:
        return {0, 1}
    glide = {-1} if onset in {"qu", "gi"} else set()
    return glide | {_tone_bearer(rime)}


def _fits(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _RIMES_OF_QU
    if rime not in _RIMES:
        return False
    front = rime[0] in _FRONT
    if onset in {"gh", "ngh"}:
        return front and rime[0] != "y"
    if onset in {"c", "ng"}:
        return not front
    if onset == "g":  # gì, gìn, giếng: the i of gi doubles as the nucleus
        return not front or rime in {"i", "in", "iêng", "iêc", "iêt", "iêm"}
    if onset == "gi":
        return rime[0] not in {"i", "y"}
    return len(rime) < 2 or rime[0] != "y" or onset == ""


def _tone_bearer(rime: str) -> int:
    shaped = [at for at, char in enumerate(rime) if char in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    vowels = len(rime) - len(rime.lstrip("aeiouy"))
    if vowels == 3 or (vowels == 2 and len(rime) > vowels):
        return 1
    return 0
