"""Figures to reach and figures that only report: invented plans."""

import pytest

from sauro.reading import read_text

HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Đồng Lau, ngày 10 tháng 7 năm 2026

KẾ HOẠCH
Phát triển kinh tế - xã hội

"""
Found = list[tuple[str, str | None, str, str | None]]


def targets(sentence: str, heading: str = "I. NHIỆM VỤ") -> Found:
    found = read_text(f"{HEAD}{heading}\n1. {sentence}.\n").targets
    return [(each.value, each.unit, each.comparator, each.period_end) for each in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Giảm ít nhất 10% số vụ tai nạn giao thông so với năm 2025", [("10", "%", ">=", None)]),
        ("Tăng trưởng kinh tế đạt trên 8%/năm giai đoạn 2026 - 2030", [("8", "%", ">=", "2030-12-31")]),
        ("100% tổ dân phố có tổ công nghệ số cộng đồng", [("100", "%", "=", None)]),
        ("Không quá 5% hồ sơ quá hạn", [("5", "%", "<=", None)]),
        ("Kết nạp ít nhất 15 đảng viên mới trong năm 2026", [("15", "đảng viên", ">=", "2026-12-31")]),
        ("Phấn đấu vượt từ 5% trở lên so với chỉ tiêu giao", [("5", "%", ">=", None)]),
        ("Yêu cầu 100% cán bộ, đảng viên chấp hành", []),
        ("100% cán bộ, công chức phải được tập huấn", []),
        ("Đến nay đã có 85% hộ dân ký cam kết", []),
        ("Số vụ cháy tăng 3% so với cùng kỳ", []),
        ("Mức hỗ trợ tính bằng 30% * đơn giá", []),
    ],
)
def test_a_figure_is_a_target_where_it_is_aimed_at(sentence: str, expected: Found) -> None:
    assert targets(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thu nhập bình quân đầu người đạt 120 triệu đồng/người/năm vào năm 2030",
         [("120", "triệu đồng/người/năm", "=", "2030-12-31")]),
        ("Bình quân mỗi năm giảm 1,5% hộ cận nghèo", [("1,5", "%", "=", None)]),
        ("Trồng mới 2.000 cây xanh trong năm 2026", [("2.000", "cây xanh", "=", "2026-12-31")]),
    ],
)  # fmt: skip
def test_under_a_heading_of_aims_every_figure_aims(sentence: str, expected: Found) -> None:
    assert targets(sentence, "I. MỤC TIÊU") == expected
