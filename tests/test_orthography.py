import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.orthography import fold, has_marks, is_syllable, normal_form, same_tone_placement
from archive.syllables import Syllable, parse_syllable, spell
from tests.vietnamese import PROSE, SYLLABLES, TONES

CORRECT = [
    PROSE,
    "Dich vu cap phep khai thac nuoc duoi dat tai huyen Quynh Nhai, tinh Son La (go khong dau).",
    "Les élèves ont mangé à la crêperie, où l’été fut très doux\u00a0; «\u00a0c’est sûr\u00a0», dit Hélène à Noël.",
    "Die Behörde prüft größere Flüsse und Äcker; Übergänge über Straßen bleiben gesperrt.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy v\u00a0Brně a\u00a0ve Žďáru nad Sázavou.",
    "Poznań, koń, dzień i łódź; jaźń, pięć gęsi, ćma.",
    "El niño español soñó; mañana irá a La Coruña.",
    "Það er veður við ána; ÍSLENSKUR STAÐUR og æðardúnn.",
    "The café’s naïve façade, coöperate, résumé — £5 per m².",
    "Krông Búk, Ea H'leo, Cư M'gar, M'Đrắk, Đắk R'lấp, Ia Pếch, Y Ñuê, Bih Ƀuôn Ƀlang, Čư Jŭt, Ơ̆, Ư̆, K'Ho",
    "Он сказал: «сам» пришёл; СССР, Москва.",
    "Nǎinai zài Běijīng hěn hǎo.",
    "hoà bình, thuý kiều, khoẻ mạnh, quý, quả, giá, giữa, khuỷu, thuở, ngoằn, loã xoã ở đây",
    "Ở Ý, ông Mario più và bà María ở Málaga đã đến Đạ Tẻh, Y Tý, Ia Kriêng, Đắk Glei, Pờ Y, Huổi Só, Nà Hỳ.",
    "Цена 5 м³; ΔT và kΩ được đo ở СССР, рН của nước",
    "👩‍👩‍👧 gia đình; ភាសា​ខ្មែរ; نمی‌خواهم",
    "Leó Szilárd, Recep Tayyip Erdoğan và Işık Yıldırım ở Hà Nội, João cưỡi xe rơ-moóc.",
]


@pytest.mark.parametrize("text", CORRECT)
def test_correct_text_stays(text: str) -> None:
    assert normal_form(text) == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (unicodedata.normalize("NFD", PROSE), PROSE),
        ("bổ sung Nghi ̣định số 69", "bổ sung Nghị định số 69"),
        ("thuâ ̣t ngữ, ti ̀nh hình, va ̀ các", "thuật ngữ, tình hình, và các"),
        ("tiê\u0301\u0302ng".replace("\u0302", ""), "tiếng"),
        ("vie\u0323\u0302t, tie\u0301\u0302ng", "việt, tiếng"),
        ("Viêṭ Nam ở đây", "Việt Nam ở đây"),
        ("Ðà Nẵng, ÐỒNG NAI, ðược, Ɖặng", "Đà Nẵng, ĐỒNG NAI, được, Đặng"),
        (
            "Huyện Ðăk Hà, Ðắk Lắk và Ðắk Nông; thủ môn Guðmundsson",
            "Huyện Đăk Hà, Đắk Lắk và Đắk Nông; thủ môn Guðmundsson",
        ),
        ("Phát âm của từ là /ðɪs/", "Phát âm của từ là /ðɪs/"),
        ("Nghị định 155/2016/NÐ-CP, HÐND tỉnh Hậu Giang", "Nghị định 155/2016/NĐ-CP, HĐND tỉnh Hậu Giang"),
        ("Báo cáo ÐTM, ÐH Huế, ÐT: (0234) 382, TÐC ở", "Báo cáo ĐTM, ĐH Huế, ĐT: (0234) 382, TĐC ở"),
        ("người nào naò, ỦY BAN VAÒ, taọ, baó", "người nào nào, ỦY BAN VÀO, tạo, báo"),
        ("Ủy ban nhân dân tı\u0309nh, thı\u0323 xã", "Ủy ban nhân dân tỉnh, thị xã"),
        ("ngƣời, nƣớc, ĐƢỜNG", "người, nước, ĐƯỜNG"),
        ("ủy bаn nhân dân, Тhủ đô", "ủy ban nhân dân, Thủ đô"),
        ("nǎm học mới, vǎn bản số", "năm học mới, văn bản số"),
        ("Hà\u00a0Nội mùa\u202fthu ở", "Hà Nội mùa thu ở"),
        ("tuy\u00adệt\u200b đẹp\ufeff", "tuyệt đẹp"),
        ("  \u00a0\u00a0Tin tuc\u00a0 ", "    Tin tuc  "),
        ("gia \u0301 tri \u0323 của", "giá trị của"),
        ("gia \u0309i pháp cu \u0309a xa \u0303 hô \u0323i", "giải pháp của xã hội"),
        ("môi trươ \u0300 ng va \u0300 biê \u0309n ơ \u0309 đi \u0323 a phương", "môi trường và biển ở địa phương"),
        ("co \u0301 an ninh, co \u0301an toàn được", "có an ninh, có an toàn được"),
        ("ba \u0300 y tế được", "bà y tế được"),
        ("hôị nghị cuả ngành phaỉ lo muà mưa", "hội nghị của ngành phải lo mùa mưa"),
        ("HÔỊ NGHỊ CUẢ NGÀNH Ở HÀ NÔỊ", "HỘI NGHỊ CỦA NGÀNH Ở HÀ NỘI"),
        ("ТP. Hồ Chí Minh, Sở ТN&MТ được", "TP. Hồ Chí Minh, Sở TN&MT được"),
        ("công \u0309ty được".replace("c", "с", 1), "cổng ty được"),
    ],
)
def test_slips_are_mended(wrong: str, right: str) -> None:
    assert normal_form(wrong) == right


@given(st.lists(st.characters(codec="utf-8") | st.sampled_from(" ΣσİßẠ\u0301\u0323\u200b\u00a0"), max_size=60))
def test_folding_word_by_word_is_folding_the_whole(letters: list[str]) -> None:
    text = "".join(letters)
    # a space that is none of the kinds that part words, so that all of it is one
    assert fold(text) == fold(text.replace(" ", "\u00a0"))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_normal_form_is_idempotent(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once


PIECES = ["gia", "tri", "cua", "môi", "trươ", "ng", "hô", "i", "đi", "a", "co", "an", "ТP", "сông", "được", "ở", "c"]
GAPS = ["", " ", *(gap for tone in TONES for gap in (tone, f" {tone}", f" {tone} ", f"{tone} "))]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=8))
def test_stray_marks_are_mended_at_once(pieces: list[tuple[str, str]]) -> None:
    once = normal_form("".join(word + gap for word, gap in pieces))
    assert normal_form(once) == once


@given(st.sampled_from(SYLLABLES), st.sampled_from(["{}", "ở {} đã"]))
def test_every_syllable_stays(word: str, around: str) -> None:
    for text in (word, word.upper(), word.capitalize()):
        assert normal_form(around.format(text)) == around.format(text)


@given(st.lists(st.sampled_from(SYLLABLES), max_size=20), st.sampled_from(["NFC", "NFD"]))
def test_syllables_in_either_form_come_out_composed(words: list[str], form: str) -> None:
    text = " ".join(words)
    assert normal_form(unicodedata.normalize(form, text)) == text  # type: ignore[arg-type]


@given(st.sampled_from(SYLLABLES))
def test_every_syllable_is_taken_apart_and_spelt_again(word: str) -> None:
    syllable = parse_syllable(word)
    assert syllable is not None
    assert spell(syllable) == word


@pytest.mark.parametrize("word", ["quốc", "gìn", "giếng", "Nguyễn", "KHUỶU", "hoà", "thuở", "y", "yếu", "ngoằn", "Kạn"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "cac", "strong", "ngế", "cê", "ghà", "tộ̀", "été", "für", "w", "QCVN", "việtnam"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_parts_of_a_syllable() -> None:
    assert parse_syllable("Nghiệp") == Syllable("ngh", "iêp", "\u0323")


def test_fold() -> None:
    assert fold("ĐẮK LẮK\u00a0– Hoà Bình, Ðồng ƣớc, Straße") == "dak lak – hoa binh, dong uoc, strasse"


@given(st.text(max_size=60))
def test_fold_is_idempotent_and_ignores_form(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_has_marks() -> None:
    assert [has_marks(text) for text in ("Đà Nẵng", "Da Nang", "d’Orsay", "Москва")] == [True, False, False, False]


def test_tone_placements_compare_equal() -> None:
    assert same_tone_placement("Hoà THUỶ khoẻ quý giá tuyến ngoài") == "Hòa THỦY khỏe quý giá tuyến ngoài"
    assert same_tone_placement("Hòa THỦY khỏe qúy gía tuyến ngoài") == "Hòa THỦY khỏe quý giá tuyến ngoài"


def test_tones_that_old_editors_put_too_early_compare_equal_and_stay_as_they_are_spelt() -> None:
    early, right = "Tòan TRỨƠC chùyên tíên hòanh lọai gìơ qủa", "Toàn TRƯỚC chuyền tiến hoành loại giờ quả"
    assert same_tone_placement(early) == right
    assert normal_form(f"Việt Nam: {early}") == f"Việt Nam: {early}"
    for foreign in (
        "guión más José García, El Niño",
        "Krông Búk, Y Ñuê, Hòn Gai",
        "naïve réel géant più",
        "Nguyễn Văn Tòo",
    ):
        assert same_tone_placement(foreign) == foreign
