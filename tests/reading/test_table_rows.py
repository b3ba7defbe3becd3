"""Rows of assignment tables: reasons of values, shared cells, rows that repeat the body, stacked cells."""

import pytest

from sauro.reading.assignments import Known
from sauro.reading.columns import role_of
from sauro.reading.interpret import interpret_text
from sauro.reading.lines import split_lines
from sauro.reading.model import Reading
from sauro.reading.tables import tables_in

HEAD = "| TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn | Sản phẩm |\n"


def read(rows: str, above: str = "Các nhiệm vụ như sau:\n\n") -> Reading:
    return interpret_text(f"{above}{HEAD}{rows}\nhết\n")


def test_every_value_says_its_column_and_row() -> None:
    task = read("| 1 | Sửa cống | Phòng Kinh tế | Công an phường | 30/6/2026 | Biên bản |\n").tasks[0]
    assert task.owners[0].why == "cột Chủ trì, hàng 1"
    assert task.coordinators[0].why == "cột Phối hợp, hàng 1"
    assert task.deadlines[0].why == "cột Thời gian, hàng 1"
    assert task.deliverable is not None
    assert task.deliverable.why == "cột Sản phẩm, hàng 1"


def test_a_value_of_another_row_says_so_and_stands_there() -> None:
    reading = read(
        "| I | Hạ tầng | | | | |\n| 1 | Sửa cống | Phòng Kinh tế | | 30/6/2026 | |\n| 2 | Sửa cầu | | | | Hồ sơ |\n"
    )
    first, second = reading.tasks
    assert second.owners[0].why == "cột Chủ trì, hàng I.2 (ô chung của nhiều hàng)"
    assert second.owners[0].at == first.owners[0].at
    assert second.deadlines[0].end_date == "2026-06-30"
    assert second.heading == "I Hạ tầng"


def test_a_date_is_not_taken_from_above_where_the_lead_is_printed() -> None:
    rows = "| 1 | Sửa cống | Phòng Kinh tế | | 30/6/2026 | |\n| 2 | Sửa cầu | Công an phường | | | |\n"
    assert read(rows).tasks[1].deadlines == []


def test_a_lead_is_not_taken_from_another_group() -> None:
    rows = (
        "| I | Hạ tầng | | | | |\n| 1 | Sửa cống | Phòng Kinh tế | | 30/6/2026 | |\n"
        "| II | Văn hóa | | | | |\n| 2 | Tổ chức hội thi | | | 30/9/2026 | |\n"
    )
    assert read(rows).tasks[1].owners == []


def test_a_row_that_repeats_a_task_of_the_body_is_left_out() -> None:
    above = "1. Phòng Kinh tế nạo vét kênh Cầu Đá trước mùa mưa bão, hoàn thành trước ngày 30/4/2026.\n\n"
    rows = (
        "| 1 | Nạo vét kênh Cầu Đá trước mùa mưa bão, hoàn thành trước ngày 30/4/2026 | Phòng Kinh tế | | | |\n"
        "| 2 | Nạo vét kênh Bờ Đê | Phòng Kinh tế | | | |\n"
    )
    assert [task.quote for task in read(rows, above).tasks][1:] == ["Nạo vét kênh Bờ Đê"]


@pytest.mark.parametrize(
    ("wording", "repeated"),
    [
        ("Rà soát hộ nghèo tại khu Cồn Nổi", True),
        ("rà soát  hộ nghèo tại khu cồn nổi.", True),
        ("Rà soát hộ nghèo tại khu Cồn Nổi và cập nhật danh sách vào phần mềm của phường", False),
        ("Rà soát hộ nghèo", False),
        ("", False),
    ],
)
def test_what_repeats(wording: str, repeated: bool) -> None:
    assert Known(["Sửa cống", "Rà soát hộ nghèo tại khu Cồn Nổi"]).repeats(wording) is repeated


def test_a_row_that_is_done_is_no_task() -> None:
    text = (
        "| TT | Nhiệm vụ | Chủ trì | Trạng thái |\n"
        "| 1 | Sửa cống | Phòng Kinh tế | Đã hoàn thành |\n| 2 | Sửa cầu | Phòng Kinh tế | Đang thực hiện |\n"
    )
    assert [task.quote for task in interpret_text(f"Tiến độ:\n\n{text}").tasks] == ["Sửa cầu"]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Đơn vị tính", "unit"),
        ("Quá hạn", "other"),
        ("Văn bản giao nhiệm vụ", "other"),
        ("Hạn chế", None),
        ("Tiến độ (%)", "status"),
        ("Chủ trì (rõ người)", "lead"),
        ("Chủ trì tham mưu", "lead"),
        ("Đơn vị đầu mối", "lead"),
        ("Xử lý chính", "lead"),
        ("Đồng chí phụ trách", "accountable"),
        ("Người chỉ đạo", "accountable"),
        ("Cơ quan ban hành", "authority"),
        ("Cấp trình", "authority"),
        ("Hoàn thành", "time"),
        ("Bắt đầu", "begin"),
        ("Nguồn vốn", "resources"),
        ("Thời điểm", "time"),
        ("Điểm chuẩn", "score"),
        ("Cử tri/Địa bàn", "petitioner"),
    ],
)
def test_labels(label: str, role: str | None) -> None:
    assert role_of(label) == role


STACKED = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]


def test_stacked_cells_find_their_columns_by_what_they_hold() -> None:
    cells = [*STACKED, "1", "Sửa cống", "Phòng Kinh tế", "30/6/2026", "2", "Sửa cầu", "Công an phường"]
    text = "Như sau:\n\n" + "\n\n".join(cells) + "\n\nTrên đây là kế hoạch của phường.\n"
    [table] = tables_in(text, split_lines(text))
    assert [[cell.words(text) for cell in row.cells] for row in table.rows] == [
        STACKED,
        ["1", "Sửa cống", "Phòng Kinh tế", "", "30/6/2026"],
        ["2", "Sửa cầu", "Công an phường", "", ""],
    ]
    assert "Trên đây" not in text[table.start : table.end]


@pytest.mark.parametrize(
    "text",
    [
        "TT\n\nĐảng ủy giao Phòng Kinh tế rà soát.\n\n1. Việc thứ nhất.\n",
        "STT\n\nNhiệm vụ\n\nChủ trì\n\nKhông có hàng nào.\n",
        "STT\n",
    ],
)
def test_a_label_alone_is_no_table(text: str) -> None:
    assert tables_in(text, split_lines(text)) == []


def test_the_title_of_a_group_between_tabbed_rows_is_a_row() -> None:
    text = "TT\tNhiệm vụ\tChủ trì\nI. HẠ TẦNG\n1\tSửa cống\tPhòng Kinh tế\n2\tSửa cầu\tPhòng Kinh tế\n"
    [table] = tables_in(text, split_lines(text))
    assert [len(row.cells) for row in table.rows] == [3, 1, 3, 3]
