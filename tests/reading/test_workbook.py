import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.site.example import build

from sauro.reading.model import Deadline, Gap, Scope, Value
from sauro.reading.workbook import LONGEST_CELL, to_workbook

SHEETS = ["Nhiệm vụ", "Chỉ tiêu", "Kiến nghị", "Văn bản dẫn chiếu", "Không có nhiệm vụ", "Thông tin văn bản"]


def opened(reading: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(reading)))


def row(sheet: Any, number: int) -> dict[str, Any]:
    """The cells of a row by the head above them."""
    return {head.value: cell for head, cell in zip(sheet[1], sheet[number], strict=True)}


def test_the_sheets_stand_in_their_order_and_hold_a_row_for_each_thing() -> None:
    book = opened(build())
    assert book.sheetnames == SHEETS
    assert [book[name].max_row - 1 for name in SHEETS[:5]] == [3, 1, 1, 1, 3]


def test_a_task_stands_in_the_ward_s_columns() -> None:
    first = row(opened(build())["Nhiệm vụ"], 2)
    expected = {
        "STT": 1,
        "Đơn vị chủ trì": "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Đơn vị phối hợp": "Công an phường",
        "Thời hạn ghi trong văn bản": "chậm nhất ngày 16/8/2026",
        "Sản phẩm": "danh mục điểm vi phạm",
        "Lãnh đạo phụ trách": "Trưởng phòng Kinh tế",
        "Thẩm quyền": "Chủ tịch Ủy ban nhân dân phường",
        "Báo cáo": None,
        "Mục": "2.1.a",
        "Loại giao việc": "một lần",
        "Còn thiếu": None,
    }
    assert {head: first[head].value for head in expected} == expected
    assert "rà soát các điểm họp chợ tạm trên phố Hàng Lau" in first["Nội dung nhiệm vụ"].value
    assert first["Vị trí trong văn bản"].value.startswith("trang 1, ký tự ")


def test_one_date_is_a_real_date_and_a_rhythm_is_words() -> None:
    sheet = opened(build())["Nhiệm vụ"]
    day, rhythm = row(sheet, 2)["Thời hạn"], row(sheet, 3)["Thời hạn"]
    assert day.value == datetime(2026, 8, 16)  # noqa: DTZ001 - a cell has no zone
    assert day.number_format == "dd/mm/yyyy"
    assert rhythm.value == "trước ngày 25 hằng tháng"


def test_several_dates_are_all_said() -> None:
    reading = build()
    reading.tasks[0].deadlines.append(
        Deadline("ngày 20/8/2026", (0, 1), 1, "", "by", end_date="2026-08-20"),
    )
    cell = row(opened(reading)["Nhiệm vụ"], 2)["Thời hạn"]
    assert cell.value == "Chủ nhật 16/08/2026; thứ Năm 20/08/2026"


def test_what_is_missing_is_named() -> None:
    assert row(opened(build())["Nhiệm vụ"], 3)["Còn thiếu"].value == "trách nhiệm, sản phẩm, thẩm quyền"


def test_the_other_sheets_say_what_was_read() -> None:
    book = opened(build())
    target, petition = row(book["Chỉ tiêu"], 2), row(book["Kiến nghị"], 2)
    assert (target["Mức"].value, target["Giá trị"].value, target["Đơn vị tính"].value) == (
        "ít nhất",
        "95",
        "%",
    )
    assert target["Nhiệm vụ (STT)"].value == 1
    assert petition["Nội dung kiến nghị"].value == "Sửa đèn ngõ 4\nDọn cống"
    assert row(book["Văn bản dẫn chiếu"], 2)["Số, ký hiệu"].value == "9/KH-UBND"
    assert row(book["Không có nhiệm vụ"], 2)["Vì sao"].value == "tiêu đề"
    facts = {cells[0].value: cells[1].value for cells in book["Thông tin văn bản"].iter_rows()}
    assert facts["Loại văn bản"] == "Thông báo"
    assert facts["Kết quả"].startswith("3 nhiệm vụ · 2 có người")
    assert facts["Lưu ý"] == "Chưa có lịch nghỉ lễ chính thức của năm 2027."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_stays_text(start: str) -> None:
    reading = build()
    danger = f"{start}HYPERLINK(A1)"
    reading.petitions[0].petitioner = danger
    cell = row(opened(reading)["Kiến nghị"], 2)["Người kiến nghị"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == danger.strip()


@settings(max_examples=15, deadline=None)
@given(text=st.text(st.characters(exclude_categories=[]), max_size=60), start=st.sampled_from("=+-@"))
def test_no_words_of_a_document_ever_become_a_formula_or_break_the_file(text: str, start: str) -> None:
    reading = build()
    reading.tasks[0].quote = reading.petitions[0].note = start + text
    reading.document.symbol = Value(start + text, None, 1, "")
    reading.text = start + text
    reading.gaps = [Gap((0, len(reading.text)), "unsure")]
    for sheet in opened(reading):
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f"


def test_an_ordinary_text_is_not_marked() -> None:
    assert not row(opened(build())["Nhiệm vụ"], 2)["Đơn vị chủ trì"].quotePrefix


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    reading = build()
    reading.tasks[0].quote = "rà soát " * 5000
    value = row(opened(reading)["Nhiệm vụ"], 2)["Nội dung nhiệm vụ"].value
    assert len(value) == LONGEST_CELL
    assert value.endswith("(còn nữa, xem trong văn bản)")


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_is_ready_to_print(name: str) -> None:
    sheet = opened(build())[name]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "B2"
    assert "41/TB-UBND" in sheet.oddHeader.center.text
    for cell in sheet[1]:
        assert (cell.font.name, cell.font.size, cell.font.bold) == ("Times New Roman", 13, True)
        assert cell.alignment.wrap_text
    body = sheet.cell(2, 2)
    assert (body.font.name, body.font.size, body.font.bold, body.alignment.wrap_text) == (
        "Times New Roman", 13, False, True,
    )  # fmt: skip


def test_a_reading_without_anything_is_a_workbook_with_heads() -> None:
    reading = build()
    reading.tasks, reading.targets, reading.petitions, reading.references, reading.gaps = [], [], [], [], []
    book = opened(reading)
    assert [book[name].max_row for name in SHEETS[:5]] == [1, 1, 1, 1, 1]


def test_where_somebody_asked_ours_stand_first_with_the_reason() -> None:
    reading = build()
    for task, ours in zip(reading.tasks, (False, None, True), strict=True):
        task.scope = Scope(ours, f"lý do {ours}")
    sheet = opened(reading)["Nhiệm vụ"]
    assert [row(sheet, number)["STT"].value for number in (2, 3, 4)] == [3, 2, 1]
    assert [row(sheet, number)["Phạm vi"].value for number in (2, 3, 4)] == [
        "việc của ta",
        "cần xem lại",
        "không phải của ta",
    ]
    assert row(sheet, 2)["Vì sao"].value == "lý do True"


def test_where_nobody_asked_there_is_no_column_for_it() -> None:
    assert "Phạm vi" not in row(opened(build())["Nhiệm vụ"], 2)
