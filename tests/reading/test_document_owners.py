"""Whom a directive orders as a whole: a preamble that begins with its addressees, a closing, the article of execution."""

import pytest

from sauro.reading import read_text

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG

Số: 45/CT-UBND

Lam Giang, ngày 09 tháng 11 năm 2026

CHỈ THỊ
Về việc tăng cường quản lý trật tự xây dựng

Thời gian qua, công tác quản lý còn hạn chế. """
ITEMS = """
1. Rà soát, lập danh sách nhà xuống cấp trước ngày 02/12/2026.
2. Tổ chức tuyên truyền đến hộ dân.
"""


def owners(text: str) -> list[str]:
    tasks = read_text(text).tasks
    assert len(tasks) == 2
    assert all(task.owner_source == "document" for task in tasks)
    assert [owner.text for owner in tasks[0].owners] == [owner.text for owner in tasks[1].owners]
    return [owner.text for owner in tasks[0].owners]


@pytest.mark.parametrize(
    ("preamble", "expected"),
    [
        (
            "Giám đốc Sở Xây dựng, Giám đốc Công an tỉnh, Chủ tịch UBND các xã, phường và các cơ quan liên quan thực hiện tốt các nhiệm vụ sau:",
            ["Giám đốc Sở Xây dựng", "Giám đốc Công an tỉnh", "Chủ tịch UBND các xã, phường", "các cơ quan liên quan"],
        ),
        (
            "Hiệu trưởng các trường mầm non, tiểu học; Giám đốc các trung tâm học tập cộng đồng trên địa bàn tỉnh thực hiện các nội dung sau:",
            ["Hiệu trưởng các trường mầm non, tiểu học", "Giám đốc các trung tâm học tập cộng đồng trên địa bàn tỉnh"],
        ),
        (
            "Cơ quan, tổ chức, đơn vị, địa phương và cá nhân có liên quan có trách nhiệm:",
            ["Cơ quan, tổ chức, đơn vị, địa phương và cá nhân có liên quan"],
        ),
        (
            "Thủ tướng Chính phủ yêu cầu Chủ tịch UBND các tỉnh, thành phố, Chủ tịch, Tổng Giám đốc các tập đoàn nhà nước thực hiện:",
            ["Chủ tịch UBND các tỉnh, thành phố", "Chủ tịch, Tổng Giám đốc các tập đoàn nhà nước"],
        ),
    ],
)  # fmt: skip
def test_a_preamble_that_begins_with_whom_it_orders(preamble: str, expected: list[str]) -> None:
    assert owners(f"{HEAD}{preamble}{ITEMS}") == expected


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ; Thủ trưởng các cơ quan, đơn vị; Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành Chỉ thị này./.",
            ["Chánh Văn phòng UBND tỉnh", "Giám đốc Sở Nội vụ", "Thủ trưởng các cơ quan, đơn vị", "Chủ tịch UBND các xã, phường"],
        ),
        (
            "Giám đốc, Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các xã, phường và các đơn vị, tổ chức, cá nhân có liên quan căn cứ Chỉ thị thực hiện./.",
            ["Giám đốc, Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường", "các đơn vị, tổ chức, cá nhân có liên quan"],
        ),
        (
            "Trên đây là chỉ đạo của UBND tỉnh, yêu cầu các đơn vị, địa phương căn cứ chức năng, nhiệm vụ được giao tổ chức thực hiện.",
            ["các đơn vị, địa phương"],
        ),
    ],
)  # fmt: skip
def test_a_closing_that_says_who_executes(closing: str, expected: list[str]) -> None:
    assert owners(f"{HEAD}Chủ tịch UBND tỉnh chỉ thị:{ITEMS}{closing}\n") == expected
