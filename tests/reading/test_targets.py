"""Figures to reach, and figures that only report."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.reading.lines import split_lines
from sauro.reading.model import Target
from sauro.reading.outline import nest, paragraphs_of
from sauro.reading.targets import targets_in


def read(text: str, start: int = 0) -> list[Target]:
    paragraphs = paragraphs_of(text, [line for line in split_lines(text) if line.start >= start], [])
    nest(text, paragraphs)
    return targets_in(text, [paragraphs])


def brief(text: str) -> list[tuple[str, str | None, str, str | None]]:
    return [(one.value, one.unit, one.comparator, one.period_end) for one in read(text)]


def test_each_clause_has_its_own_figure_and_period() -> None:
    text = "- Giải ngân: đến hết quý II/2026 phấn đấu đạt 48% kế hoạch; đến hết năm 2026 phấn đấu đạt 95% kế hoạch."
    assert brief(text) == [("48", "%", "=", "2026-06-30"), ("95", "%", "=", "2026-12-31")]
    first = read(text)[0]
    assert text[first.at[0] : first.at[1]] == first.quote
    assert first.quote.endswith("phấn đấu đạt 48% kế hoạch")


def test_comparators() -> None:
    expected = {
        "Phấn đấu tăng trưởng đạt từ 9,5%.": ("9,5", ">="),
        "Phấn đấu giảm tối thiểu 25% số điểm rác.": ("25", ">="),
        "Có ≥ 60% hộ kinh doanh dùng hóa đơn điện tử, phấn đấu cả phường.": ("60", ">="),
        "Mục tiêu tỷ lệ hộ nghèo dưới 0,3%.": ("0,3", "<="),
        "Phấn đấu tỷ lệ trễ hạn không quá 2%.": ("2", "<="),
        "Quyết tâm thu vượt mức 105% dự toán.": ("105", ">"),
        "Phấn đấu thu ngân sách vượt kế hoạch thành phố giao (8%).": ("8", ">"),
        "Phấn đấu 80% trở lên số ngõ có camera.": ("80", ">="),
        "Duy trì 100% ngõ có đèn chiếu sáng.": ("100", "="),
    }
    for text, (value, comparator) in expected.items():
        assert [(one.value, one.comparator) for one in read(text)] == [(value, comparator)], text


def test_counts_with_their_noun() -> None:
    assert brief("- Mỗi thôn giữ ít nhất một sự kiện đua thuyền.") == [("1", "sự kiện", ">=", None)]
    assert brief("- Phấn đấu đến hết năm 2026 có 03 mô hình tự quản.") == [
        ("03", "mô hình", "=", "2026-12-31")
    ]
    assert brief("- Phấn đấu thu 1.250,5 tỷ đồng trong năm 2026.") == [
        ("1.250,5", "tỷ đồng", "=", "2026-12-31")
    ]


def test_a_heading_of_aims_makes_figures_targets_and_gives_the_period() -> None:
    text = "2. Mục tiêu cụ thể đến năm 2030\n\n- 85% hồ sơ được nộp trực tuyến.\n\n- 100% cán bộ được bồi dưỡng kỹ năng số.\n"
    assert brief(text) == [("85", "%", "=", "2030-12-31"), ("100", "%", "=", "2030-12-31")]


def test_a_figure_of_a_heading_that_its_item_repeats_counts_once() -> None:
    text = "2.3. Quyết tâm thực hiện mục tiêu tăng trưởng năm 2026 từ 11%\n\n- Phấn đấu tăng trưởng năm 2026 đạt từ 11%.\n"
    [found] = read(text)
    assert found.quote.startswith("Phấn đấu")


def test_figures_that_report_are_none() -> None:
    for text in (
        "Thu ngân sách ước đạt 56,3% dự toán, tăng 12% so với cùng kỳ.",
        "Đã giải quyết 98% hồ sơ đúng hạn.",
        "Vốn ngân sách dự kiến chiếm khoảng 75% tổng vốn.",
        "Yêu cầu 100% cán bộ, công chức ký cam kết.",
        "Hợp tác xã nắm giữ 51% vốn góp.",
        "Tỷ lệ thu gom tính bằng (a - b)/a * 100%.",
        "Đề án “Trồng ít nhất 02 triệu cây xanh” của thành phố.",
        "Thống nhất ghép 04 tổ; báo cáo trước 05 ngày.",
    ):
        assert read(text) == [], text


def test_figures_outside_the_paragraphs_are_left_alone() -> None:
    text = "Phấn đấu đạt 50% kế hoạch.\n\nPhấn đấu đạt 70% kế hoạch.\n"
    assert [one.value for one in read(text, text.index("\n"))] == ["70"]


@given(
    st.text("phấn đấu đạt 10%()“”;.,:\n-≥ mục tiêu 3 mô hình năm 2026", max_size=160) | st.text(max_size=100)
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_quotes_that_stand_in_it(text: str) -> None:
    for one in read(text):
        assert text[one.at[0] : one.at[1]] == one.quote
        assert any(c.isdigit() for c in one.value)


def test_a_figure_that_another_year_is_compared_with_gives_no_period() -> None:
    text = "MỤC TIÊU\n1. Đến năm 2030\n- Giảm 50% số vụ cháy so với năm 2025.\n- Trồng mới 1.200 cây xanh.\n"
    assert brief(text) == [("50", "%", "=", "2030-12-31"), ("1.200", "cây xanh", "=", "2030-12-31")]


def test_a_sum_that_is_to_be_reached_is_a_target() -> None:
    text = "Thu ngân sách năm 2026 đạt 125 tỷ đồng."
    assert brief(text) == [("125", "tỷ đồng", "=", "2026-12-31")]
    assert brief("Thu ngân sách quý I năm 2026 ước đạt 125 tỷ đồng.") == []
