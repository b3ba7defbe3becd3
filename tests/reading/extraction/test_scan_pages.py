"""Pages that are pictures, read by Tesseract: text in order, every word in its place, what a person is told."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from tests.reading.extraction.documents import PdfMaker
from tests.reading.extraction.scanned import (
    BODY,
    DPI,
    HEAD_LEFT,
    HEAD_RIGHT,
    TABLE,
    Paper,
    letter,
    noise,
    pdf_of,
    worn,
    write_mixed,
    write_pdf,
)

from sauro.reading.errors import UnreadableFile
from sauro.reading.extraction import Extraction, Limits, extract
from sauro.reading.extraction.progress import listening
from sauro.reading.extraction.scans import second, sheet, tesseract
from sauro.reading.interpret import interpret

TYPED = [
    "Ủy ban nhân dân phường Đồng Lau giao các tổ dân phố rà soát",
    "danh sách hộ nghèo và báo cáo kết quả về phường.",
]


@pytest.fixture(autouse=True)
def _tesseract(require: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    require("tesseract")
    monkeypatch.setattr(second, "installed", lambda: False)  # test_scan_twice.py is about it


def codes(extraction: Extraction) -> list[str]:
    return [warning.code for warning in extraction.warnings]


def box_of(extraction: Extraction, word: str) -> tuple[float, float, float, float]:
    """The box of the first such word, whatever stands close behind it."""
    for page in extraction.pages:
        for one in page.words:
            if extraction.text[one.start : one.end].rstrip(".,;:") == word:
                return one.x0, one.y0, one.x1, one.y1
    raise AssertionError(f"{word} was not read")


def unreadable(path: Path, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        extract(path, limits)
    return caught.value


def test_a_scan_gives_its_orders_with_their_dates(tmp_path: Path) -> None:
    extraction = extract(write_pdf(tmp_path / "quét.pdf", letter().picture))
    assert extraction.source.ocr
    assert extraction.source.pages == 1
    reading = interpret(extraction)
    first, *others = reading.tasks
    assert first.owners[0].text == "Phòng Văn hóa và Xã hội"
    assert first.deadlines[0].end_date == "2026-08-15"
    assert any("Công an phường" in task.quote for task in others)


def test_the_two_blocks_of_a_letterhead_do_not_mix(tmp_path: Path) -> None:
    text = extract(write_pdf(tmp_path / "quét.pdf", letter().picture)).text
    places = [text.index(words) for words in (*HEAD_LEFT[:2], *HEAD_RIGHT[:2], BODY[0])]
    assert places == sorted(places)


def test_a_tilted_noisy_page_is_read_and_its_words_stand_where_they_are_printed(tmp_path: Path) -> None:
    level = extract(write_pdf(tmp_path / "ngay.pdf", letter().picture))
    tilted = extract(write_pdf(tmp_path / "nghiêng.pdf", worn(letter().picture)))
    for words in (
        HEAD_LEFT[1],
        HEAD_RIGHT[0],
        "Giao Phòng Văn hóa và Xã hội rà soát",
        "trước ngày 15/8/2026",
    ):
        assert words in tilted.text
    # The page was turned by 2 degrees counter-clockwise about its middle: what stands left of it sank.
    x, y, *_ = box_of(level, "Kính")
    sunk_x, sunk_y, *_ = box_of(tilted, "Kính")
    assert sunk_y - y == pytest.approx(0.0349 * (298 - x), abs=6)
    assert sunk_x - x == pytest.approx(0.0349 * (y - 421), abs=6)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_on_its_side_is_read_and_marked_as_it_lies(tmp_path: Path, quarters: int) -> None:
    upright = extract(write_pdf(tmp_path / "đứng.pdf", letter().picture))
    lying = letter().picture.rotate(90 * quarters, expand=True)
    extraction = extract(write_pdf(tmp_path / "nằm.pdf", lying))
    assert BODY[1] in extraction.text
    page = extraction.pages[0]
    assert (page.width or 0) == pytest.approx(lying.width * 72 / DPI, abs=1)
    x0, y0, x1, y1 = box_of(upright, "Kính")
    expected = {
        1: (y0, 595 - x1, y1, 595 - x0),
        2: (595 - x1, 842 - y1, 595 - x0, 842 - y0),
        3: (842 - y1, x0, 842 - y0, x1),
    }[quarters]
    assert box_of(extraction, "Kính") == pytest.approx(expected, abs=5)


def test_a_ruled_table_gives_a_line_a_row(tmp_path: Path) -> None:
    paper = Paper().text(60, 60, "PHỤ LỤC. PHÂN CÔNG NHIỆM VỤ").table(60, 110, TABLE, (40, 190, 140, 105))
    clean = extract(write_pdf(tmp_path / "bảng.pdf", paper.picture)).text.splitlines()
    assert clean[-3:] == [f"| {' | '.join(row)} |" for row in TABLE]
    badly = extract(write_pdf(tmp_path / "xấu.pdf", worn(paper.picture))).text.splitlines()
    for line, row in zip(badly[-3:], TABLE, strict=True):  # a lone figure of the first column may be lost
        assert line.endswith(f"| {' | '.join(row[1:])} |")


def test_only_the_pages_that_are_pictures_are_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Image.Image] = []
    recognise = sheet.read
    monkeypatch.setattr(sheet, "read", lambda picture, dpi: seen.append(picture) or recognise(picture, dpi))
    typed = PdfMaker().page().lines(80, 100, TYPED).bytes()
    told: list[tuple[int, int]] = []
    with listening(lambda done, total: told.append((done, total))):
        extraction = extract(write_mixed(tmp_path / "lẫn.pdf", typed, pdf_of(letter().picture), typed))
    assert len(seen) == 1
    first, second_, third = (extraction.text[slice(*page.at)] for page in extraction.pages)
    assert first == third == "\n".join(TYPED)
    assert BODY[2] in second_
    assert "trang 2" in extraction.warnings[0].message
    assert told[-1] == (3, 3)
    assert told == sorted(told)


def test_a_text_layer_that_is_nonsense_is_replaced_by_what_is_seen(tmp_path: Path) -> None:
    paper = pypdfium2.PdfDocument(pdf_of(letter().picture))
    layer = PdfMaker().page()
    for row in range(8):
        layer.text(40, 800 + 2 * row, "xqzw wfrt kklp zzrw bnmt qwrt ghjk lkjh", size=1)
    nonsense = pypdfium2.PdfDocument(layer.bytes())
    page = paper[0]
    form = nonsense.page_as_xobject(0, paper)
    page.insert_obj(form.as_pageobject())
    page.gen_content()
    path = tmp_path / "lỗi chữ.pdf"
    paper.save(path)
    assert unreadable(path, Limits(scans=False)).code == "no_text_layer"
    extraction = extract(path)
    assert BODY[1] in extraction.text
    assert "xqzw" not in extraction.text


def test_noise_gives_no_text_and_a_message(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "nhiễu.pdf", noise())
    error = unreadable(path)
    assert (error.code, error.exit_code) == ("no_text_layer", 24)
    assert "không nhận ra được chữ nào" in error.message
    kept = extract(path, Limits(keep_unread=True))
    assert kept.text == ""
    assert [(round(page.width or 0), page.words) for page in kept.pages] == [(595, [])]
    assert codes(kept) == ["scan_unread"]
    assert interpret(kept).tasks == []


def test_a_page_of_noise_among_others_is_named(tmp_path: Path) -> None:
    extraction = extract(write_pdf(tmp_path / "nhiễu.pdf", letter().picture, noise(), Paper().picture))
    assert BODY[2] in extraction.text
    illegible = next(one for one in extraction.warnings if one.code == "pages_illegible")
    assert "trang 2" in illegible.message
    assert "3" not in illegible.message  # page 3 is white
    assert extraction.pages[1].words == extraction.pages[2].words == []


def test_a_number_left_to_be_written_by_hand_is_asked_for(tmp_path: Path) -> None:
    paper = (
        Paper()
        .lines(60, 60, ["ỦY BAN NHÂN DÂN", "PHƯỜNG ĐỒNG LAU", "Số:        /UBND-VP"])
        .lines(70, 190, BODY)
    )
    assert "ocr_missing" in codes(extract(write_pdf(tmp_path / "số.pdf", paper.picture)))


def test_a_scan_marked_secret_is_refused(tmp_path: Path) -> None:
    paper = Paper().text(60, 40, "TỐI MẬT", size=16).lines(70, 190, BODY)
    assert unreadable(write_pdf(tmp_path / "mật.pdf", paper.picture)).code == "classified"


@pytest.mark.parametrize("form", ["png", "jpg", "tif"])
def test_pictures_are_read_page_by_page(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"ảnh.{form}"
    if form == "png":
        clear = Image.new("RGBA", letter().picture.size, (0, 0, 0, 0))
        clear.putalpha(letter().picture.point(lambda value: 255 - value))  # black letters on nothing
        clear.save(path)
    elif form == "jpg":
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was held upright, the picture lies
        letter().picture.rotate(90, expand=True).save(path, exif=exif, dpi=(DPI, DPI))
    else:
        letter().picture.save(
            path, save_all=True, append_images=[Paper().lines(70, 90, TYPED).picture], dpi=(DPI, DPI)
        )
    extraction = extract(path)
    assert BODY[1] in extraction.text
    assert (
        extraction.source.media_type == {"png": "image/png", "jpg": "image/jpeg", "tif": "image/tiff"}[form]
    )
    assert [(round(page.width or 0), round(page.height or 0)) for page in extraction.pages] == [
        (595, 842)
    ] * (2 if form == "tif" else 1)
    x0, y0, *_ = box_of(extraction, "Kính")
    assert (x0, y0) == pytest.approx((70, 194), abs=8)
    if form == "tif":
        assert extraction.text[slice(*extraction.pages[1].at)].split() == " ".join(TYPED).split()


def test_a_broken_picture_is_broken_and_a_huge_one_too_large(tmp_path: Path) -> None:
    cut = tmp_path / "cụt.png"
    whole = io.BytesIO()
    letter().picture.save(whole, "PNG")
    cut.write_bytes(whole.getvalue()[:4000])
    assert unreadable(cut).code == "broken_file"
    huge = tmp_path / "lớn.tif"
    Image.new("1", (20_000, 20_000)).save(huge, compression="group4")
    assert unreadable(huge).code == "too_large"
    animated = tmp_path / "động.gif"
    Image.new("L", (20, 20)).save(animated)
    assert unreadable(animated).code == "unknown_format"


def test_without_leave_nothing_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "read", lambda *_: pytest.fail("it was recognised"))
    picture = tmp_path / "ảnh.png"
    letter().picture.save(picture)
    for path in (picture, write_pdf(tmp_path / "quét.pdf", letter().picture)):
        assert unreadable(path, Limits(scans=False)).code == "no_text_layer"
    typed = PdfMaker().page().lines(80, 100, TYPED).bytes()
    mixed = write_mixed(tmp_path / "lẫn.pdf", typed, pdf_of(letter().picture))
    assert codes(extract(mixed, Limits(scans=False))) == ["pages_without_text"]


def test_without_any_recogniser_the_person_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "find", lambda: None)
    path = write_pdf(tmp_path / "quét.pdf", letter().picture)
    error = unreadable(path)
    assert error.code == "no_text_layer"
    assert "tesseract-ocr-vie" in error.message
    kept = extract(path, Limits(keep_unread=True))
    assert (kept.text, len(kept.pages), kept.source.ocr) == ("", 1, False)
    assert codes(kept) == ["scan_unread"]


def test_tesseract_without_vietnamese_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages (2):'; echo eng; echo osd\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert tesseract.find.__wrapped__() is None
    program.write_text("#!/bin/sh\necho eng; echo vie\n", "utf-8")
    assert tesseract.find.__wrapped__() == str(program)


def test_tesseract_keeps_to_one_thread() -> None:
    assert tesseract._environment()["OMP_THREAD_LIMIT"] == "1"


def test_a_text_is_read_without_loading_what_pictures_need(tmp_path: Path) -> None:
    path = tmp_path / "văn bản.txt"
    path.write_text("\n".join(TYPED), "utf-8")
    code = (
        "import sys; sys.path[:] = sys.argv[2:]\nfrom sauro.reading.extraction import extract\n"
        "extract(sys.argv[1]); print(sorted(name for name in sys.modules if name in ('PIL', 'cv2', 'numpy', "
        "'onnxruntime') or '.scans' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path, *sys.path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
