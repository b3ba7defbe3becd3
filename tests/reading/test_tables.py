"""Tables of the three forms: one structure, whatever the form."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sauro.reading.columns import header_of, role_of
from sauro.reading.lines import split_lines
from sauro.reading.tables import Table, tables_in

ROWS = [
    ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"],
    ["1", "Lập danh sách hộ ven kênh", "Phòng Kinh tế", "Công an phường", "Quý II/2026", "Danh sách"],
    ["2", "Trồng cây dọc đường Bờ Đê", "Đoàn Thanh niên", "", "Tháng 5/2026", ""],
    ["3", "Sửa biển chỉ đường", "Phòng Kinh tế", "Các tổ dân phố", "", "Báo cáo"],
]


def bars(rows: list[list[str]]) -> str:
    """Every cell on its own line between lines of one bar."""
    lines: list[str] = []
    for row in rows:
        lines.append("|")
        for cell in row:
            lines += [*([cell] if cell else []), "|"]
    return "\n".join(lines) + "\n\n"


def piped(rows: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def tabbed(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def read(text: str) -> list[Table]:
    return tables_in(text, split_lines(text))


def cells(text: str, table: Table) -> list[list[str]]:
    return [[cell.words(text) for cell in row.cells] for row in table.rows]


def test_the_three_forms_give_the_same_cells() -> None:
    for form in (bars, piped, tabbed):
        text = "Danh mục như sau:\n\n" + form(ROWS) + "\nTrên đây là kế hoạch./.\n"
        [table] = read(text)
        assert cells(text, table) == ROWS, form.__name__
        assert not table.layout


def test_cells_are_slices_of_the_text() -> None:
    text = bars(ROWS)
    [table] = read(text)
    assert text[table.rows[1].cells[1].start : table.rows[1].cells[1].end] == "Lập danh sách hộ ven kênh"
    assert text[table.start] == "|"
    assert text[table.end - 1] == "|"


def test_markup_and_line_breaks_leave_the_words_of_a_cell() -> None:
    text = "| **Phòng Văn hóa**<br>**- Xã hội** | x |\n"
    [table] = read(text)
    assert cells(text, table) == [["Phòng Văn hóa - Xã hội", "x"]]


def test_the_rule_of_a_markdown_table_is_no_row() -> None:
    text = "| TT | Nhiệm vụ |\n|----|:---|\n| 1 | Dọn kênh |\n"
    [table] = read(text)
    assert cells(text, table) == [["TT", "Nhiệm vụ"], ["1", "Dọn kênh"]]


def test_a_group_row_stays_one_cell_in_the_bar_form() -> None:
    rows = [ROWS[0], ["I. HẠ TẦNG"], ROWS[1], ROWS[2], ["II. VĂN HÓA"], ROWS[3]]
    text = bars(rows)
    [table] = read(text)
    assert cells(text, table) == rows


def test_rows_on_both_sides_of_a_page_number_are_one_table() -> None:
    for form in (piped, tabbed):
        text = form(ROWS[:3]) + "\n4\n\n" + form(ROWS[3:])
        [table] = read(text)
        assert cells(text, table) == ROWS


def test_a_table_with_its_own_rule_after_a_blank_line_is_another_table() -> None:
    text = "| TT | Việc |\n|---|---|\n| 1 | a |\n\n| TT | Tên |\n|---|---|\n| 1 | b |\n"
    assert [len(table.rows) for table in read(text)] == [2, 2]


def test_two_bar_tables_with_words_between_them_are_two() -> None:
    text = bars(ROWS) + "Kèm theo biểu sau:\n\n" + bars(ROWS[:2])
    assert [len(table.rows) for table in read(text)] == [4, 2]


def test_a_stray_bar_does_not_swallow_the_document() -> None:
    text = "|\n" + "Phòng Kinh tế rà soát.\n\n" * 40 + "|\n"
    assert read(text) == []


def test_letterhead_and_signature_are_layout() -> None:
    head = bars(
        [
            ["**ỦY BAN NHÂN DÂN**\nPHƯỜNG ĐỒNG LAU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["Số: 5/KH-UBND", "x"],
        ]
    )
    tail = bars([["Nơi nhận:\n- Như trên;", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"]])
    text = head + "**KẾ HOẠCH**\n\n" + tail
    assert [table.layout for table in read(text)] == [True, True]
    assert header_of(read(text)[0], text) is None


def test_an_indented_paragraph_with_a_tab_is_no_table() -> None:
    assert read("\tTrong tháng 5, các hội hoàn thành việc này.\n\tSau đó báo cáo.\n") == []
    assert read("- Thành phần:\tLãnh đạo phường.\n- Địa điểm:\tHội trường.\n") == []


def test_roles_of_columns() -> None:
    text = piped(ROWS)
    header = header_of(read(text)[0], text)
    assert header is not None
    assert header.rows == 1
    assert header.columns == {"stt": 0, "task": 1, "lead": 2, "support": 3, "time": 4, "product": 5}


def test_labels_that_offices_use() -> None:
    expected = {
        "S T T": "stt", "TT": "stt", "Số TT": "stt", "Tên nhiệm vụ": "task", "Nội dung công việc": "task",
        "Đơn vị thực hiện": "lead", "Đơn vị chủ trì": "lead", "Cơ quan giải quyết": "lead", "Phân công": "lead",
        "Đơn vị phối hợp": "support", "Thời hạn hoàn thành": "time", "Tiến độ": "time", "Thời gian thực hiện": "time",
        "Sản phẩm/kết quả": "product", "Kết quả đầu ra": "product", "Ghi chú": "note",
        "Tổ chức/Cá nhân kiến nghị": "petitioner", "Họ và tên": "petitioner", "Cử tri": "petitioner",
        "Chức vụ": "petitioner_role", "Nội dung kiến nghị": "petition", "Ý kiến, kiến nghị của cử tri": "petition",
        "Kiến nghị": "petition", "Lãnh đạo phụ trách": "accountable", "Cấp ban hành": "authority", "Chỉ tiêu": "target",
    }  # fmt: skip
    assert {label: role_of(label) for label in expected} == expected
    assert role_of("Xóm Lưới") is None


def test_a_header_of_two_rows_is_joined() -> None:
    wide = [
        ["TT", "Nhiệm vụ", "Phân công", "Thời hạn"],
        ["Chủ trì", "Phối hợp"],
        ["1", "Dọn kênh", "A", "B", "Tháng 5"],
    ]
    text = bars([*wide, ["2", "Vớt bèo", "A", "", "Tháng 6"]])
    header = header_of(read(text)[0], text)
    assert header is not None
    assert header.rows == 2
    assert header.columns == {"stt": 0, "task": 1, "lead": 2, "support": 3, "time": 4}
    level = [
        ["TT", "Nhiệm vụ", "Phân công", ""],
        ["", "", "Chủ trì", "Phối hợp"],
        ["1", "Dọn kênh", "A", "B"],
    ]
    text = piped(level)
    header = header_of(read(text)[0], text)
    assert header is not None
    assert header.rows == 2
    assert header.columns == {"stt": 0, "task": 1, "lead": 2, "support": 3}


def test_a_row_of_column_numbers_belongs_to_the_header() -> None:
    text = piped([ROWS[0], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], *ROWS[1:]])
    header = header_of(read(text)[0], text)
    assert header is not None
    assert header.rows == 2


WORD = st.text("abcđêộởừ", min_size=1, max_size=8)
CELL = st.one_of(st.just(""), st.lists(WORD, min_size=1, max_size=4).map(" ".join))


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    """A header without empty cells, and rows that begin with their number."""
    width = draw(st.integers(3, 7))
    names = draw(st.lists(WORD, min_size=width - 1, max_size=width - 1))
    rows = draw(st.lists(st.lists(CELL, min_size=width - 1, max_size=width - 1), min_size=2, max_size=8))
    return [["TT", *names], *([str(number), *row] for number, row in enumerate(rows, 1))]


@given(grids())
@settings(max_examples=150, deadline=None)
def test_any_numbered_table_reads_alike_in_every_form(rows: list[list[str]]) -> None:
    for form in (bars, piped, tabbed):
        text = "Như sau:\n\n" + form(rows) + "\nhết\n"
        [table] = read(text)
        assert cells(text, table) == rows, form.__name__


@example("1\t\t1\n1\t\t")  # empty cells at the end of a row
@given(st.text("|-\t \nab1:*<br>", max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_ordered_tables_within_it(text: str) -> None:
    last = 0
    for table in read(text):
        assert last <= table.start <= table.end <= len(text)
        last = table.end
        header_of(table, text)
        for row in table.rows:
            assert table.start <= row.start <= row.end <= table.end
            for cell in row.cells:
                assert row.start <= cell.start <= cell.end <= row.end
                assert text[cell.start : cell.end] == text[cell.start : cell.end].strip()
