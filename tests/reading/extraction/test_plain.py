"""Text and Markdown files keep their text as it is."""

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS

from sauro.reading.extraction import extract, extraction_of_text

TEXT = (
    "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU\n\n**KẾ HOẠCH**\n\n| STT | Nhiệm vụ |\n|---|---|\n| 1 | Rà soát hộ nghèo |\n\n"
    "1. Giao Tổ dân phố số 3 rà soát danh sách hộ nghèo, hoàn thành trước ngày 15/8/2026.\n"
)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_any_form_of_unicode_is_the_text_itself(tmp_path: Path, encoding: str) -> None:
    extraction = extract(write(tmp_path / "a.txt", TEXT.encode(encoding)))
    assert extraction.text.removeprefix("\ufeff") == TEXT
    assert extraction.warnings == []


def test_the_source_says_what_was_read(tmp_path: Path) -> None:
    path = write(tmp_path / "kế hoạch.md", TEXT.encode())
    source = extract(path).source
    assert (source.name, source.media_type, source.pages, source.ocr) == (
        "kế hoạch.md",
        "text/markdown",
        None,
        False,
    )
    assert source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_decomposed_letters_are_composed_and_line_ends_are_one_line_feed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n")
    assert extract(write(tmp_path / "a.txt", decomposed.encode())).text == TEXT
    assert extraction_of_text(decomposed, "a").text == TEXT


def test_white_space_and_markup_stay(tmp_path: Path) -> None:
    text = "  # Mục 1  \n\n\n\t- một\u00a0 hai\t\n"
    assert extract(write(tmp_path / "a.md", text.encode())).text == text


def in_tcvn3(text: str) -> bytes:
    """The text typed with a TCVN3 keyboard: one byte a letter, no capitals with marks of tone."""
    table = {letter: code for code, letter in CHARMAPS["tcvn3"].pairs}
    return "".join(table.get(letter, table.get(letter.lower(), letter)) for letter in text).encode("latin-1")


def in_vni(text: str) -> bytes:
    table = {letter: code for code, letter in CHARMAPS["vni"].pairs}
    return "".join(table.get(letter, letter) for letter in text).encode("cp1252")


LEGACY = "Giao Tổ dân phố số 3 rà soát danh sách hộ nghèo, hoàn thành trước ngày 15/8/2026, báo cáo Ủy ban.\n"


def test_tcvn3_is_converted_with_a_warning(tmp_path: Path) -> None:
    data = in_tcvn3(LEGACY)
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    extraction = extract(write(tmp_path / "cũ.txt", data))
    assert extraction.text.lower() == LEGACY.lower()
    assert [warning.code for warning in extraction.warnings] == ["legacy_encoding"]
    assert "TCVN3" in extraction.warnings[0].message


def test_vni_is_converted_with_a_warning(tmp_path: Path) -> None:
    extraction = extract(write(tmp_path / "cũ.txt", in_vni(LEGACY)))
    assert extraction.text == LEGACY
    assert "VNI" in extraction.warnings[0].message


def test_tcvn3_that_was_saved_as_utf_8_is_converted_too(tmp_path: Path) -> None:
    extraction = extract(write(tmp_path / "cũ.txt", in_tcvn3(LEGACY).decode("latin-1").encode()))
    assert extraction.text.lower() == LEGACY.lower()
    assert "TCVN3" in extraction.warnings[0].message


def test_windows_1258_is_read(tmp_path: Path) -> None:
    tones = {
        "\u0300",
        "\u0301",
        "\u0303",
        "\u0309",
        "\u0323",
    }  # letters as they are, tones as marks after them
    typed = ""
    for letter in LEGACY:
        parts = unicodedata.normalize("NFD", letter)
        base = "".join(part for part in parts if part not in tones)
        typed += unicodedata.normalize("NFC", base) + "".join(part for part in parts if part in tones)
    extraction = extract(write(tmp_path / "cũ.txt", typed.encode("cp1258")))
    assert extraction.text == LEGACY


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãạấềộứỹ .,;\n\t|*-0123456789"), min_size=1)
)
def test_vietnamese_text_is_never_changed(tmp_path: Path, text: str) -> None:
    if text.strip():
        assert extract(write(tmp_path / "a.txt", text.encode())).text == unicodedata.normalize("NFC", text)
