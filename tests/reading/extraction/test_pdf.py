"""PDF with a text layer: lines as printed, blocks side by side one after the other, tables by their ruled lines."""

from pathlib import Path

import pytest
from tests.reading.extraction.documents import PdfMaker

from sauro.reading.errors import UnreadableFile
from sauro.reading.extraction import Extraction, Limits, extract

BODY = [
    "Ủy ban nhân dân phường Đồng Lau giao các tổ dân phố rà soát",
    "danh sách hộ nghèo và báo cáo kết quả về phường trước ngày 15",
    "tháng 8 năm 2026.",
]


def read(tmp_path: Path, maker: PdfMaker) -> Extraction:
    extraction = extract(maker.write(tmp_path / "a.pdf"))
    for page in extraction.pages:
        start, end = page.at
        assert extraction.text[start:end] == extraction.text[start:end].strip()
    return extraction


def words_of(extraction: Extraction, page: int) -> list[str]:
    return [extraction.text[word.start : word.end] for word in extraction.pages[page].words]


def test_lines_stay_as_printed_and_an_indent_begins_a_paragraph(tmp_path: Path) -> None:
    maker = PdfMaker().page().text(98, 100, BODY[0]).lines(80, 118, BODY[1:])
    maker.text(98, 154, "2. Tổ dân phố số 3 niêm yết danh sách tại nhà văn hóa theo").lines(
        80, 172, ["quy định chung."]
    )
    text = read(tmp_path, maker).text
    assert text == (
        "\n".join(BODY) + "\n\n2. Tổ dân phố số 3 niêm yết danh sách tại nhà văn hóa theo\nquy định chung.\n"
    )


def test_space_between_lines_begins_a_paragraph(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 100, BODY).lines(80, 162, BODY)
    assert read(tmp_path, maker).text == "\n".join(BODY) + "\n\n" + "\n".join(BODY) + "\n"


def test_every_word_has_its_place_in_the_text_and_its_box(tmp_path: Path) -> None:
    extraction = read(tmp_path, PdfMaker().page().lines(80, 100, BODY).page().lines(80, 300, BODY))
    assert words_of(extraction, 0) == " ".join(BODY).split()
    assert words_of(extraction, 1) == words_of(extraction, 0)
    first = extraction.pages[0].words[0]
    assert first.x0 == pytest.approx(80, abs=1)
    assert first.x1 == pytest.approx(80 + 2 * 7, abs=2)
    assert 85 < first.y0 < first.y1 < 105
    assert (extraction.pages[1].width, extraction.pages[1].height) == (595, 842)
    assert extraction.source.pages == 2


def letterhead(maker: PdfMaker) -> PdfMaker:
    maker.text(60, 60, "UBND PHƯỜNG ĐỒNG LAU", 12).text(260, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12)
    maker.text(90, 78, "Số: 12/UBND-VP", 12).text(300, 76, "Độc lập - Tự do - Hạnh phúc", 12)
    maker.text(70, 96, "V/v rà soát hộ nghèo", 12).text(290, 98, "Đồng Lau, ngày 01 tháng 7 năm 2026", 12)
    return maker.text(80, 114, "năm 2026", 12)


def test_a_letterhead_gives_the_left_block_then_the_right_one(tmp_path: Path) -> None:
    maker = letterhead(PdfMaker().page()).text(240, 150, "Kính gửi: Các tổ dân phố.").lines(80, 190, BODY)
    assert read(tmp_path, maker).text.startswith(
        "UBND PHƯỜNG ĐỒNG LAU\nSố: 12/UBND-VP\nV/v rà soát hộ nghèo\nnăm 2026\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐồng Lau, ngày 01 tháng 7 năm 2026\n\n"
        "Kính gửi: Các tổ dân phố.\n\n" + BODY[0]
    )


def test_a_title_in_the_middle_of_the_page_ends_the_letterhead(tmp_path: Path) -> None:
    maker = letterhead(PdfMaker().page()).text(262, 132, "KẾ HOẠCH").lines(80, 150, BODY)
    text = read(tmp_path, maker).text
    assert "năm 2026\n\nCỘNG HÒA" in text
    assert "ngày 01 tháng 7 năm 2026\n\nKẾ HOẠCH\n" in text


def test_recipients_and_signature_are_read_one_after_the_other(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 100, BODY)
    maker.text(80, 190, "Nơi nhận:", 12).text(350, 188, "TM. ỦY BAN NHÂN DÂN")
    maker.text(80, 205, "- Như trên;", 11).text(380, 206, "CHỦ TỊCH")
    maker.text(80, 219, "- Thường trực Đảng ủy phường (để báo cáo);", 11).text(80, 233, "- Lưu: VT.", 11)
    maker.text(370, 280, "Lê Văn Thử")
    assert read(tmp_path, maker).text == (
        "\n".join(BODY)
        + "\n\nNơi nhận:\n- Như trên;\n- Thường trực Đảng ủy phường (để báo cáo);\n- Lưu: VT.\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Thử\n"
    )


def test_a_page_number_stays_where_it_is_printed(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 700, BODY[:2]).page().text(295, 50, "2").lines(80, 90, BODY[2:])
    extraction = read(tmp_path, maker)
    assert extraction.text == f"{BODY[0]}\n{BODY[1]}\n\n2\n\n{BODY[2]}\n"
    assert [extraction.text[slice(*page.at)] for page in extraction.pages] == [
        "\n".join(BODY[:2]),
        f"2\n\n{BODY[2]}",
    ]


def test_a_sentence_over_pages_without_numbers_goes_on(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 700, BODY[:2]).page().lines(80, 90, BODY[2:])
    assert read(tmp_path, maker).text == "\n".join(BODY) + "\n"


COLUMNS = (60, 110, 330, 540)


def cells(maker: PdfMaker, y: float, *texts: str) -> PdfMaker:
    for x, text in zip(COLUMNS, texts, strict=False):
        if text:
            maker.lines(x + 5, y, text.split("\n"))
    return maker


def test_a_ruled_table_gives_a_line_a_row(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 60, BODY).grid(COLUMNS, (130, 160, 200, 240))
    cells(maker, 150, "STT", "Nhiệm vụ", "Chủ trì")
    cells(maker, 178, "1", "Rà soát danh sách\nhộ nghèo|cận nghèo", "Tổ dân phố")
    cells(maker, 218, "2", "", "Trạm Y tế")
    maker.text(80, 270, "Các đơn vị báo cáo hằng tháng.")
    extraction = read(tmp_path, maker)
    assert extraction.text == (
        "\n".join(BODY)
        + "\n\n| STT | Nhiệm vụ | Chủ trì |\n| 1 | Rà soát danh sách hộ nghèo/cận nghèo | Tổ dân phố |\n"
        "| 2 | | Trạm Y tế |\n\nCác đơn vị báo cáo hằng tháng.\n"
    )
    assert "Trạm" in words_of(extraction, 0)


def test_a_cell_over_several_rows_is_repeated(tmp_path: Path) -> None:
    maker = PdfMaker().page().grid(COLUMNS, (130, 160))
    for x in COLUMNS:
        maker.rule(x, 160, x, 240)
    maker.rule(60, 200, 330, 200).rule(60, 240, 540, 240)
    cells(maker, 150, "STT", "Nhiệm vụ", "Chủ trì")
    cells(maker, 180, "1", "Rà soát hộ nghèo", "Tổ dân phố")
    cells(maker, 220, "2", "Lập danh sách")
    assert "| 2 | Lập danh sách | Tổ dân phố |" in read(tmp_path, maker).text


def test_a_row_that_a_page_breaks_is_put_together_and_a_repeated_header_goes(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 60, BODY).grid(COLUMNS, (680, 710, 780))
    cells(maker, 700, "STT", "Nhiệm vụ", "Chủ trì")
    cells(maker, 730, "1", "Rà soát danh sách", "Tổ dân phố")
    maker.page().text(295, 40, "2").grid(COLUMNS, (60, 90, 130, 170))
    cells(maker, 80, "STT", "Nhiệm vụ", "Chủ trì")
    cells(maker, 110, "", "hộ nghèo", "số 3")
    cells(maker, 150, "2", "Niêm yết kết quả", "Văn phòng")
    extraction = read(tmp_path, maker)
    assert extraction.text.split("\n\n", 1)[1] == (
        "| STT | Nhiệm vụ | Chủ trì |\n| 1 | Rà soát danh sách hộ nghèo | Tổ dân phố số 3 |\n"
        "| 2 | Niêm yết kết quả | Văn phòng |\n\n2\n"
    )
    moved = next(
        word for word in extraction.pages[1].words if extraction.text[word.start : word.end] == "nghèo"
    )
    assert 90 < moved.y0 < 120
    assert moved.start < extraction.pages[0].at[1]


def test_a_table_over_three_pages_is_one_table(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 60, BODY).grid(COLUMNS, (680, 710, 780))
    cells(maker, 700, "STT", "Nhiệm vụ", "Chủ trì")
    cells(maker, 730, "1", "Rà soát danh sách", "Tổ dân phố")
    cells(maker.page().text(295, 40, "2").grid(COLUMNS, (60, 90, 780)), 80, "2", "Niêm yết", "Văn phòng")
    cells(maker, 120, "3", "Báo cáo", "Văn phòng")
    cells(maker.page().text(295, 40, "3").grid(COLUMNS, (60, 90)), 80, "4", "Lưu trữ", "Văn thư")
    maker.text(80, 150, "Các đơn vị thực hiện.")
    assert read(tmp_path, maker).text.split("\n\n", 1)[1] == (
        "| STT | Nhiệm vụ | Chủ trì |\n| 1 | Rà soát danh sách | Tổ dân phố |\n| 2 | Niêm yết | Văn phòng |\n"
        "| 3 | Báo cáo | Văn phòng |\n| 4 | Lưu trữ | Văn thư |\n\n2\n\n3\n\nCác đơn vị thực hiện.\n"
    )


def test_a_frame_around_text_and_a_rule_under_a_name_make_no_table(tmp_path: Path) -> None:
    maker = PdfMaker().page().grid((50, 550), (50, 800)).rule(200, 120, 300, 120).lines(80, 100, BODY)
    assert "|" not in read(tmp_path, maker).text


def test_the_ruled_lines_library_is_not_loaded_for_a_page_without_tables(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = letterhead(PdfMaker().page()).lines(80, 190, BODY).write(tmp_path / "a.pdf")
    code = (
        "import sys; sys.path[:] = sys.argv[2:]\nfrom sauro.reading.extraction import extract\n"
        "extract(sys.argv[1]); print(sorted({'pdfplumber', 'pypdfium2', 'lxml', 'viparse'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path, *sys.path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_page_without_text_among_others_is_named_in_a_warning(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 100, BODY).page().page().lines(80, 100, BODY)
    extraction = extract(maker.write(tmp_path / "a.pdf"), Limits(scans=False))
    assert [warning.code for warning in extraction.warnings] == ["pages_without_text"]
    assert "trang 2" in extraction.warnings[0].message


def test_a_short_last_page_is_a_page_of_words_and_no_scan(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(80, 100, BODY).page().text(80, 100, "Trang cuối.")
    extraction = read(tmp_path, maker)
    assert extraction.text.endswith("Trang cuối.\n")
    assert not extraction.warnings
    assert not extraction.source.ocr


def test_a_text_layer_in_tcvn3_is_converted(tmp_path: Path) -> None:
    maker = (
        PdfMaker()
        .page()
        .lines(80, 100, ["Giao c¸c tæ d©n phè rµ so¸t danh s¸ch hé nghÌo, hoµn thµnh tr­íc th¸ng b¶y"])
    )
    extraction = read(tmp_path, maker)
    assert extraction.text == "Giao các tổ dân phố rà soát danh sách hộ nghèo, hoàn thành trước tháng bảy\n"
    assert [warning.code for warning in extraction.warnings] == ["legacy_encoding"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_has_its_boxes_as_it_is_shown(tmp_path: Path, rotation: int) -> None:
    path = tmp_path / "a.pdf"
    data = PdfMaker().page().lines(80, 100, BODY).bytes()
    place = b"/Contents 8 0 R >>"
    path.write_bytes(data.replace(place, f"/Rotate {rotation} ".encode() + place))
    extraction = extract(path)
    page = extraction.pages[0]
    first = next(word for word in page.words if extraction.text[word.start : word.end] == "Ủy")
    width, height = (842, 595) if rotation in (90, 270) else (595, 842)
    assert (page.width, page.height) == (width, height)
    corner = {90: (842 - 104, 80), 180: (595 - 94, 842 - 104), 270: (88, 595 - 94)}[rotation]
    assert (first.x0, first.y0) == pytest.approx(corner, abs=8)


@pytest.mark.parametrize("name", ["106", "119"])
def test_a_pdf_of_the_corpus_holds_the_words_of_its_text(corpus: Path, name: str) -> None:
    path = corpus / "files" / f"{name}.pdf"
    if not path.is_file():
        pytest.skip(f"no {name}.pdf in the corpus")
    found = extract(path).text.split()
    words = (corpus / "docs" / f"{name}.txt").read_text(encoding="utf-8").split()
    # A number and a day that were filled in when the document was issued may be missing in the text.
    assert not set(words) - set(found)
    assert len(found) - len(words) in range(4)


def test_the_scan_of_the_corpus_is_called_a_scan(corpus: Path) -> None:
    path = corpus / "files" / "122-scan.pdf"
    if not path.is_file():
        pytest.skip("no scan in the corpus")
    with pytest.raises(UnreadableFile) as caught:
        extract(path, Limits(scans=False))
    assert caught.value.code == "no_text_layer"
