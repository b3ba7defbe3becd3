"""Rows of petitions, exact in every shape of the table."""

import pytest

from sauro.reading.lines import split_lines
from sauro.reading.model import Petition
from sauro.reading.petitions import items_of, petitions_in, split_petitioner
from sauro.reading.tables import tables_in

ROWS = [
    ["STT", "Tổ chức/Cá nhân kiến nghị", "Nội dung kiến nghị", "Cơ quan chủ trì", "Ghi chú"],
    [
        "1.",
        "Đ/c Phạm Văn Lúa - Tổ trưởng TDP số 4 (Bờ Đê)",
        "- Đề nghị nạo vét kênh Cầu Đá - Lắp đèn ngõ 27",
        "UBND phường",
        "",
    ],
    [
        "2.",
        "Bà Lê Thị Na, Bí thư Chi bộ 7",
        "- Đề nghị xử lý rác tại ngã ba Lúa Vàng - Đồng Xanh",
        "Công an phường",
        "Đã nhắc",
    ],
]


def bars(rows: list[list[str]]) -> str:
    return "".join("|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in rows) + "\n"


def piped(rows: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def tabbed(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def read(text: str) -> list[Petition]:
    return petitions_in(text, tables_in(text, split_lines(text)), lambda _: 3)


@pytest.mark.parametrize("form", [bars, piped, tabbed])
def test_every_form_gives_the_same_petitions(form: object) -> None:
    assert callable(form)
    text = "PHỤ LỤC\nKiến nghị của cử tri\n\n" + form(ROWS)
    first, second = read(text)
    assert (first.no, first.petitioner, first.role) == (1, "Phạm Văn Lúa", "Tổ trưởng TDP số 4 (Bờ Đê)")
    assert first.items == ["Đề nghị nạo vét kênh Cầu Đá", "Lắp đèn ngõ 27"]
    assert (first.lead_agency, first.note, first.page) == ("UBND phường", None, 3)
    assert (second.no, second.petitioner, second.role) == (2, "Lê Thị Na", "Bí thư Chi bộ 7")
    assert second.items == ["Đề nghị xử lý rác tại ngã ba Lúa Vàng - Đồng Xanh"]
    assert (second.lead_agency, second.note) == ("Công an phường", "Đã nhắc")
    assert "Phạm Văn Lúa" in text[first.at[0] : first.at[1]]
    assert "Lê Thị Na" not in text[first.at[0] : first.at[1]]


def test_columns_in_another_order_and_the_post_in_its_own() -> None:
    rows = [
        ["TT", "Ý kiến, kiến nghị", "Họ và tên", "Chức vụ", "Đơn vị giải quyết"],
        ["1", "Đề nghị sửa đường", "Ông Trần Văn Tôm", "Trưởng thôn Cồn Nổi", "Phòng Kinh tế"],
        ["2", "Đề nghị lắp loa", "Bà Hồ Thị Sen", "Chi hội trưởng", "Phòng Văn hóa - Xã hội"],
    ]
    first = read(piped(rows))[0]
    assert (first.petitioner, first.role, first.lead_agency) == (
        "Trần Văn Tôm",
        "Trưởng thôn Cồn Nổi",
        "Phòng Kinh tế",
    )
    assert first.items == ["Đề nghị sửa đường"]


def test_a_page_break_between_rows_and_inside_one() -> None:
    text = piped(ROWS[:2]) + "\n12\n\n| | | và sơn lại lan can. | | |\n" + piped(ROWS[2:])
    first, second = read(text)
    assert first.items == ["Đề nghị nạo vét kênh Cầu Đá", "Lắp đèn ngõ 27 và sơn lại lan can"]
    assert second.no == 2


def test_a_header_repeated_on_the_next_page_is_no_petition() -> None:
    assert [one.no for one in read(piped([ROWS[0], ROWS[1], ROWS[0], ROWS[2]]))] == [1, 2]


def test_group_rows_and_totals_are_no_petitions() -> None:
    rows = [
        ROWS[0],
        ["I", "Lĩnh vực đô thị", "", "", ""],
        ROWS[1],
        ["II. AN NINH", "", "", "", ""],
        ROWS[2],
        ["", "Tổng cộng", "2", "", ""],
    ]
    assert [one.no for one in read(piped(rows))] == [1, 2]
    assert [one.no for one in read(bars([ROWS[0], ["I. ĐÔ THỊ"], ROWS[1], ["II. AN NINH"], ROWS[2]]))] == [
        1,
        2,
    ]


def test_a_cell_repeated_over_merged_rows_is_one_petitioner() -> None:
    rows = [
        ROWS[0],
        ["1", "Ông Trần Văn Tôm", "Đề nghị sửa đường", "Phòng Kinh tế", ""],
        ["1", "Ông Trần Văn Tôm", "Đề nghị lắp đèn", "Phòng Kinh tế", ""],
        ["2", "Bà Hồ Thị Sen", "Đề nghị dọn kênh", "Phòng Kinh tế", ""],
    ]
    assert [(one.no, one.items) for one in read(piped(rows))] == [
        (1, ["Đề nghị sửa đường", "Đề nghị lắp đèn"]),
        (2, ["Đề nghị dọn kênh"]),
    ]


def test_a_table_of_tasks_holds_no_petitions() -> None:
    rows = [
        ["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
        ["1", "Dọn kênh", "Phòng Kinh tế", "Tháng 5"],
    ]
    assert read("Các nhiệm vụ:\n\n" + piped(rows)) == []


def test_petitioners_and_their_posts() -> None:
    expected = {
        "Đ/c Phạm Văn Lúa - Tổ trưởng TDP số 4": ("Phạm Văn Lúa", "Tổ trưởng TDP số 4"),
        "Đồng chí Lê Thị Na (Chi bộ 7)": ("Lê Thị Na", "Chi bộ 7"),
        "Ông Trần Văn Tôm, Trưởng thôn Cồn Nổi": ("Trần Văn Tôm", "Trưởng thôn Cồn Nổi"),
        "Cử tri Hồ Thị Sen – tổ dân phố số 2": ("Hồ Thị Sen", "tổ dân phố số 2"),
        "Hồ Thị Sen Tổ trưởng tổ dân phố số 2": ("Hồ Thị Sen", "Tổ trưởng tổ dân phố số 2"),
        "Chi bộ 13 - Đ/c Phạm Văn Lúa": ("Phạm Văn Lúa", "Chi bộ 13"),
        "Chi bộ số 5": ("Chi bộ số 5", None),
        "Lê Thị Na": ("Lê Thị Na", None),
    }
    assert {words: split_petitioner(words) for words in expected} == expected


def test_items_of_a_cell() -> None:
    expected = {
        "Đề nghị sửa đường.": ["Đề nghị sửa đường"],
        "- Sửa đường; - Lắp đèn.": ["Sửa đường", "Lắp đèn"],
        "- Sửa đường - Lắp đèn ngõ 2/5": ["Sửa đường", "Lắp đèn ngõ 2/5"],
        "1. Sửa đường; vỉa hè 2. Lắp đèn": ["Sửa đường; vỉa hè", "Lắp đèn"],
        "(1) Sửa đường (2) Lắp đèn": ["Sửa đường", "Lắp đèn"],
        "a) Sửa đường; b) Lắp đèn": ["Sửa đường", "Lắp đèn"],
        "Sửa đường; lắp đèn": ["Sửa đường", "lắp đèn"],
        "- Dọn kênh khu Lúa Vàng - Đồng Xanh": ["Dọn kênh khu Lúa Vàng - Đồng Xanh"],
        "": [],
    }
    assert {words: items_of(words) for words in expected} == expected


def test_a_surname_that_is_also_a_post_stays_in_the_name() -> None:
    assert split_petitioner("Phó Đức Thành - Tổ trưởng TDP số 4") == ("Phó Đức Thành", "Tổ trưởng TDP số 4")
    assert split_petitioner("Trần Văn Cốc, Phó Trưởng thôn Gò") == ("Trần Văn Cốc", "Phó Trưởng thôn Gò")
