"""Tables of PDF pages that are hard to see: words broken in narrow cells, tables without lines, over two pages."""

from pathlib import Path

from tests.reading.extraction.documents import PdfMaker

from sauro.reading.extraction import extract

COLUMNS = (60, 110, 260, 380)


def placed(maker: PdfMaker, y: float, *cells: list[str]) -> None:
    """A row whose cells are lists of lines, at the columns."""
    for x, lines in zip(COLUMNS, cells, strict=True):
        for number, words in enumerate(lines):
            maker.text(x, y + 14 * number, words, size=10)


def text_of(maker: PdfMaker, path: Path) -> str:
    return extract(maker.write(path / "a.pdf")).text


def test_a_word_that_a_narrow_cell_broke_is_whole_again(tmp_path: Path) -> None:
    maker = PdfMaker().page()
    maker.grid((60, 100, 145, 200), (100, 130, 190))
    for x, y, words in [
        (62, 120, "STT"), (102, 120, "Bên"), (147, 120, "Hạn"), (62, 145, "1"),
        (102, 145, "Công"), (102, 160, "phườn"), (102, 175, "g"), (147, 145, "30/6/202"), (147, 160, "6"),
    ]:  # fmt: skip
        maker.text(x, y, words, size=12)
    assert "| 1 | Công phường | 30/6/2026 |" in text_of(maker, tmp_path)


def test_words_that_only_stand_on_two_lines_stay_two(tmp_path: Path) -> None:
    maker = PdfMaker().page()
    maker.grid((60, 100, 145, 200), (100, 130, 190))
    for x, y, words in [
        (62, 120, "STT"), (102, 120, "Bên"), (147, 120, "Hạn"), (62, 145, "1"),
        (102, 145, "Phòng"), (102, 160, "Kinh"), (102, 175, "tế"), (147, 145, "30/6"), (147, 160, "15/7"),
    ]:  # fmt: skip
        maker.text(x, y, words, size=12)
    assert "| 1 | Phòng Kinh tế | 30/6 15/7 |" in text_of(maker, tmp_path)


def test_a_table_without_lines_has_its_columns_by_the_space_between(tmp_path: Path) -> None:
    maker = PdfMaker().page()
    maker.text(60, 60, "Các nhiệm vụ như sau:")
    placed(maker, 100, ["STT"], ["Nhiệm vụ"], ["Đơn vị chủ trì"], ["Thời hạn"])
    placed(maker, 120, ["1"], ["Nạo vét kênh Cầu Đá", "trước mùa mưa"], ["Phòng Kinh tế"], ["30/6/2026"])
    placed(maker, 160, ["2"], ["Lắp loa tại chợ"], ["Phòng Văn hóa", "- Xã hội"], ["Quý III/2026"])
    maker.text(60, 240, "Trên đây là kế hoạch của phường.")
    text = text_of(maker, tmp_path)
    assert "| STT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn |\n" in text
    assert "| 1 | Nạo vét kênh Cầu Đá trước mùa mưa | Phòng Kinh tế | 30/6/2026 |\n" in text
    assert "| 2 | Lắp loa tại chợ | Phòng Văn hóa - Xã hội | Quý III/2026 |" in text
    assert "\n\nTrên đây là kế hoạch của phường." in text


def test_a_table_without_lines_goes_on_over_the_page(tmp_path: Path) -> None:
    maker = PdfMaker().page()
    placed(maker, 100, ["TT"], ["Nhiệm vụ"], ["Chủ trì"], ["Thời hạn"])
    placed(maker, 120, ["1"], ["Nạo vét kênh Cầu Đá"], ["Phòng Kinh tế"], ["30/6/2026"])
    placed(maker, 140, ["2"], ["Lắp loa tại chợ"], ["Công an phường"], ["15/7/2026"])
    maker.page()
    placed(maker, 80, ["3"], ["Trồng cây ven kênh"], ["Đoàn Thanh niên"], ["20/7/2026"])
    maker.text(60, 160, "Trên đây là kế hoạch của phường.")
    text = text_of(maker, tmp_path)
    assert "| 2 | Lắp loa tại chợ | Công an phường | 15/7/2026 |\n| 3 | Trồng cây ven kênh |" in text
    assert "\n\nTrên đây là kế hoạch của phường." in text


def test_lines_of_a_letter_are_no_table(tmp_path: Path) -> None:
    maker = PdfMaker().page()
    for number, words in enumerate(
        ["TT Đảng ủy giao nhiệm vụ cho các đơn vị chủ trì, phối hợp.", "1 Rà soát.", "2 Báo cáo."]
    ):
        maker.text(60, 100 + 20 * number, words)
    assert "|" not in text_of(maker, tmp_path)
