"""Old encodings are recognised by what they turn into; text that is right stays right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS

from sauro.vietnamese import legacy
from sauro.vietnamese.syllables import is_syllable, share_of_syllables

SENTENCE = "Ủy ban nhân dân phường Đồng Lau giao các tổ dân phố rà soát danh sách hộ nghèo trong tháng bảy"


def typed_in(encoding: str, text: str) -> str:
    table = {letter: code for code, letter in CHARMAPS[encoding].pairs}
    return "".join(table.get(letter, table.get(letter.lower(), letter)) for letter in text)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_an_old_encoding_is_recognised_and_converted(encoding: legacy.LegacyEncoding) -> None:
    typed = typed_in(encoding, SENTENCE)
    assert typed != SENTENCE
    assert legacy.detect(typed) == encoding
    assert legacy.convert(typed, encoding).lower() == SENTENCE.lower()


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "",
        "UBND, HĐND, VNeID",
        "Le conseil a décidé que les élèves étaient reçus à l'hôtel de ville",
        "El niño pequeño comió jamón y después salió",
    ],
)
def test_a_text_that_is_right_is_not_taken_for_an_old_encoding(text: str) -> None:
    assert legacy.detect(text) is None


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x1EFF, exclude_categories=["Cs"]), max_size=80))
def test_detection_takes_any_text(text: str) -> None:
    assert legacy.detect(text) in (None, "tcvn3", "vni")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_and_a_named_encoding(data: bytes) -> None:
    text, encoding = legacy.decode(data)
    assert encoding in legacy.ENCODING_NAMES
    assert bool(text) == bool(data)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VNTIMEH", "tcvn3"),
        ("VNI-Times", "vni"),
        ("ABCDEF+.VnArial", "tcvn3"),
        ("Times New Roman", None),
    ],
)
def test_a_font_tells_its_encoding(font: str, encoding: str | None) -> None:
    assert legacy.encoding_of_font(font) == encoding


@pytest.mark.parametrize(
    "word",
    "nghiêng quốc quyết giếng gì hoà hòa thuỷ thủy khuỷu ngoằng xoong yêu ý Đồng LAU ủy quỹ huyện chuyển khuya tuần oan".split(),
)
def test_a_syllable_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "cac ngiệp xyz ñy nh©n hộị Microsoft quản- bnt uơn".split())
def test_what_is_none_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_abbreviations_do_not_count_against_a_text() -> None:
    assert share_of_syllables("UBND phường Đồng Lau") == (1.0, 3)
    assert share_of_syllables("") == (0.0, 0)
    assert share_of_syllables("xqzw phường") == (0.5, 2)
