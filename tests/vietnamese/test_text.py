import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.vietnamese.text import fold, nfc, same_name, share_of_capitals, squeeze


@given(st.text())
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_is_character_by_character(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_every_vietnamese_letter_folds_to_plain_ascii() -> None:
    bases = "aăâeêioôơuưyđ"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = {
        nfc(base + tone)
        for base in bases + bases.upper()
        for tone in tones
        if base.lower() != "đ" or not tone
    }
    assert len(letters) == 2 * (12 * 6 + 1)
    assert {fold(letter) for letter in letters} == set("aeiouyd")


@pytest.mark.parametrize("text", ["İ", "ß", "ﬁ", "ǆ", "\u0301", "a\u0301", "가", "½"])
def test_characters_that_would_change_length_stay_one_character(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_reads_capitals_and_d_with_stroke() -> None:
    assert fold("ĐỒNG LAU, Ủy ban") == "dong lau, uy ban"


@given(st.text())
def test_squeezed_text_has_single_spaces_only(text: str) -> None:
    squeezed = squeeze(text)
    assert squeezed == squeezed.strip()
    assert "".join(squeezed.split()) == "".join(text.split())
    assert all(not character.isspace() or character == " " for character in squeezed)
    assert "  " not in squeezed


def test_nfc_joins_letter_and_mark() -> None:
    assert nfc(unicodedata.normalize("NFD", "Đồng Lầu")) == "Đồng Lầu"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("UBND phường Đồng Lau", "Ủy ban nhân dân phường Đồng Lau"),
        ("Uỷ ban Nhân dân phường", "UBND PHƯỜNG"),
        ("Hội đồng nhân dân phường", "HĐND phường"),
        ("các phòng chuyên môn", "Phòng chuyên môn"),
        ("Văn phòng HĐND & UBND phường", "Văn phòng Hội đồng nhân dân, Ủy ban nhân dân phường"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam phường", "UBMTTQ phường"),
        ("Phòng  Kinh tế,\nHạ tầng", "phòng kinh tế hạ tầng"),
    ],
)
def test_names_of_one_body_are_the_same(left: str, right: str) -> None:
    assert same_name(left, right)
    assert same_name(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [("UBND phường", "UBND tỉnh"), ("UBND phường", "HĐND phường"), ("Các", "phòng"), ("", ""), ("---", "…")],
)
def test_names_of_two_bodies_and_no_names_differ(left: str, right: str) -> None:
    assert not same_name(left, right)


def test_a_rare_letter_beside_common_ones_changes_nothing_of_their_folding() -> None:
    common = "Ủy ban nhân dân phường “Đồng Lau” – số 5…"
    assert fold(common) == "uy ban nhan dan phuong “dong lau” – so 5…"
    assert fold(f"{common}Ж") == f"{fold(common)}ж"


def test_a_pile_of_marks_keeps_thirty() -> None:
    marks = "\u0300\u0323" * 40
    assert nfc(f"a{marks}b") == unicodedata.normalize("NFC", f"a{marks[:30]}b")
    assert nfc("……" * 40) == "……" * 40
    assert nfc(f"a{marks[:30]}") == unicodedata.normalize("NFC", f"a{marks[:30]}")


@pytest.mark.parametrize(
    ("text", "share"), [("", 0.0), ("12/6", 0.0), ("KẾ HOẠCH", 1.0), ("Sở", 0.5), ("đồng Lau", 1 / 7)]
)
def test_the_share_of_capitals_counts_letters_alone(text: str, share: float) -> None:
    assert share_of_capitals(text) == share
