"""With the extra `scan`: every line is read by two recognisers, or by the second alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reading.extraction.scanned import BODY, DPI, TABLE, Paper, letter, worn, write_pdf

from sauro.reading.child import read_in_child
from sauro.reading.extraction import extract
from sauro.reading.extraction.scans import available, second, sheet, tesseract

WITHOUT_MARKS = "giao phong van hoa va xa hoi"


def bare(text: str) -> str:
    from sauro.vietnamese.text import fold

    return " ".join(fold(text).split())


@pytest.fixture
def _both(require: Callable[[str], str]) -> None:
    require("tesseract")


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "find", lambda: None)


def test_it_is_installed() -> None:
    assert second.installed()
    assert available()


@pytest.mark.usefixtures("_both")
def test_a_number_that_the_two_read_otherwise_becomes_a_warning_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_lines = second.read_lines
    monkeypatch.setattr(
        second,
        "read_lines",
        lambda picture, lines: [text.replace("15/8", "16/8") for text in read_lines(picture, lines)],
    )
    extraction = extract(write_pdf(tmp_path / "quét.pdf", letter().picture))
    found = [warning for warning in extraction.warnings if "16/8/2026" in warning.message]
    assert [warning.code for warning in found] == ["ocr_number"]
    assert found[0].at is not None
    assert extraction.text[slice(*found[0].at)].rstrip(".") == "15/8/2026"


@pytest.mark.usefixtures("_both")
def test_the_second_reading_is_of_the_same_lines() -> None:
    picture = Paper().lines(70, 190, BODY).picture
    lines = tesseract.read([picture], DPI)[0]
    others = [bare(text) for text in second.read_lines(picture, lines)]
    assert len(others) == len(BODY)
    assert all(bare(words)[-12:-1] in other for words, other in zip(BODY, others, strict=True))


@pytest.mark.usefixtures("_alone")
def test_alone_it_reads_the_page_and_says_so(tmp_path: Path) -> None:
    extraction = extract(write_pdf(tmp_path / "quét.pdf", worn(letter().picture)))
    assert WITHOUT_MARKS in bare(extraction.text)
    assert "15/8/2026" in extraction.text
    assert extraction.warnings[0].code == "pages_recognised"
    assert "soát lại cả trang" in extraction.warnings[0].message


@pytest.mark.usefixtures("_alone")
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_alone_it_reads_a_page_that_lies(quarters: int) -> None:
    lying = letter().picture.rotate(90 * quarters, expand=True)
    found = sheet.read(lying, DPI)
    assert WITHOUT_MARKS in bare(" ".join(word.text for word in found.words))
    assert found.turn.quarters == quarters


@pytest.mark.usefixtures("_alone")
def test_alone_it_reads_a_table_row_by_row(tmp_path: Path) -> None:
    paper = Paper().table(60, 110, TABLE, (40, 190, 140, 105))
    text = extract(write_pdf(tmp_path / "bảng.pdf", paper.picture)).text
    assert any(line.startswith("| 2 |") and "20/9/2026" in line for line in text.splitlines())


@pytest.mark.usefixtures("_both")
def test_both_fit_into_the_bounds_of_the_child(tmp_path: Path) -> None:
    reading = read_in_child(write_pdf(tmp_path / "quét.pdf", *[letter().picture] * 3))
    assert reading.source.ocr
    assert len(reading.tasks) >= 2
