"""A whole reading: it never fails, its spans hold, its parts fit together, whatever the text."""

import functools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.directives import NAMES, text_of

from sauro.reading import read_text
from sauro.reading.model import Deadline, Reading, Value
from sauro.vietnamese.text import squeeze

HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU
Số: 12/KH-UBND
Đồng Lau, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Chỉnh trang đô thị năm 2026

"""
END = """
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Cốc
"""


@functools.cache
def texts() -> list[str]:
    return [text_of(name) for name in NAMES]


def values_of(reading: Reading) -> Iterator[Value | Deadline]:
    for task in reading.tasks:
        singles = (
            task.action,
            task.accountable,
            task.authority,
            task.resources,
            task.deliverable,
            task.report_to,
        )
        yield from (value for value in singles if value is not None)
        yield from (*task.owners, *task.coordinators, *task.deadlines)


def assert_sound(reading: Reading) -> None:
    text = reading.text
    for task in reading.tasks:
        assert 0 <= task.at[0] < task.at[1] <= len(text)
        assert text[task.at[0] : task.at[1]] == task.quote
    for value in values_of(reading):
        assert value.why
        # As printed; in the name of a party a line break is a space.
        assert value.at is None or squeeze(text[value.at[0] : value.at[1]]) == squeeze(value.text)
    for quoted in (*reading.references, *reading.targets):
        assert text[quoted.at[0] : quoted.at[1]] == quoted.quote
    for placed in (*reading.gaps, *reading.petitions):
        assert 0 <= placed.at[0] < placed.at[1] <= len(text)
    ids = [task.id for task in reading.tasks]
    assert ids == [f"T{number}" for number in range(1, len(ids) + 1)]
    linked = [one.task for one in (*reading.targets, *reading.petitions) if one.task is not None]
    assert set(linked) <= set(ids)


cuts = st.integers(0, 30_000)


@given(st.integers(0, len(NAMES) - 1), cuts, cuts)
@settings(max_examples=60)
def test_a_piece_of_a_directive_is_read(which: int, one: int, other: int) -> None:
    text = texts()[which]
    start, end = sorted((one % (len(text) + 1), other % (len(text) + 1)))
    assert_sound(read_text(text[start:end] or "-"))


@given(st.integers(0, len(NAMES) - 1), st.integers(0, len(NAMES) - 1), cuts, cuts)
@settings(max_examples=60)
def test_a_directive_spliced_into_another_is_read(first: int, second: int, one: int, other: int) -> None:
    a, b = texts()[first], texts()[second]
    cut, back = one % (len(a) + 1), other % (len(b) + 1)
    assert_sound(read_text(a[:cut] + b[back:] + a[cut : cut + 2000] or "-"))


@given(
    st.integers(0, len(NAMES) - 1),
    st.lists(st.tuples(cuts, st.text("\n|*-.;: 1a)(“”", max_size=6)), max_size=12),
)
@settings(max_examples=60)
def test_a_directive_with_stray_signs_is_read(which: int, strays: list[tuple[int, str]]) -> None:
    text = texts()[which]
    for at, signs in strays:
        at %= len(text) + 1
        text = text[:at] + signs + text[at:]
    assert_sound(read_text(text))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_text_gives_the_same_reading(name: str) -> None:
    assert read_text(text_of(name), name) == read_text(text_of(name), name)
    assert_sound(read_text(text_of(name), name))


def deadlines(body: str) -> list[list[tuple[str, str | None, str | None]]]:
    reading = read_text(HEAD + body + END)
    return [
        [(one.kind, one.start_date or one.end_date, one.recurrence) for one in task.deadlines]
        for task in reading.tasks
    ]


def test_a_heading_with_a_date_holds_for_the_items_under_it() -> None:
    body = """II. NHIỆM VỤ
1. Hoàn thành trước ngày 30/6/2026:
- Phòng Kinh tế rà soát quỹ đất công trên địa bàn phường.
- Công an phường lập danh sách nhà trọ trước ngày 15/5/2026.
2. Báo cáo định kỳ hằng tháng:
a) Phòng Kinh tế báo cáo tiến độ giải ngân.
3. Nhiệm vụ năm 2026:
a) Trạm Y tế xây dựng phương án phòng dịch.
"""
    assert deadlines(body) == [
        [("by", "2026-06-30", None)],
        [("by", "2026-05-15", None)],
        [("recurring", None, "monthly")],
        [],
    ]


def test_times_on_lines_under_a_label_belong_to_the_task() -> None:
    body = """II. NHIỆM VỤ
1. Tổ chức tập huấn cho lực lượng xung kích.
- Đơn vị chủ trì: Ban Chỉ huy quân sự phường.
- Thời gian dự kiến:
+ Đợt 1: tháng 5/2026.
+ Đợt 2: tháng 9/2026.
2. Sửa chữa tuyến đường Bờ Đê (hoàn thành trong tháng 8/2026).
"""
    assert deadlines(body) == [
        [("within_period", "2026-05-31", None), ("within_period", "2026-09-30", None)],
        [("within_period", "2026-08-31", None)],
    ]


def test_a_closing_sentence_gives_its_date_to_the_tasks_of_its_paragraph() -> None:
    body = """II. NHIỆM VỤ
1. Phòng Kinh tế rà soát nhà xuống cấp; Công an phường kiểm tra nhà trọ. Hoàn thành trước ngày 15/10/2026.
"""
    assert deadlines(body) == [[("by", "2026-10-15", None)]] * 2


def test_the_times_of_a_table_are_those_of_its_rows() -> None:
    body = """III. PHÂN CÔNG
| TT | Nội dung công việc | Cơ quan chủ trì | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|
| 1 | Rà soát biển số nhà | Công an phường | Tháng 4/2026 | Danh sách |
| 2 | Tuyên truyền về rác thải | Phòng Văn hóa - Xã hội | Thường xuyên | |
| 3 | Trồng cây xanh | Phòng Kinh tế | Năm 2026 và các năm tiếp theo | |
| 4 | Xây dựng nền tảng quản lý | Phòng Kinh tế | Trước 15/5/2026 và 15/11/2026 | |
"""
    assert deadlines(body) == [
        [("within_period", "2026-04-30", None)],
        [("recurring", None, "unspecified")],
        [("from", "2026-01-01", None)],
        [("by", "2026-05-15", None), ("by", "2026-11-15", None)],
    ]


def test_a_day_that_no_calendar_has_is_pointed_out_where_it_stands() -> None:
    body = "1. Phòng Kinh tế gửi danh sách trước ngày 31/02/2026.\n2. Công an phường báo cáo trước ngày 28/02/2026.\n"
    reading = read_text(HEAD + body + END)
    [warning] = [one for one in reading.warnings if one.code == "impossible_date"]
    assert warning.at is not None
    assert reading.text[warning.at[0] : warning.at[1]] == "trước ngày 31/02/2026"
    assert "31/02/2026" in warning.message


def test_a_text_without_an_order_says_so() -> None:
    reading = read_text("Mùa này sông cạn, bến vắng, chỉ có gió.")
    assert [warning.code for warning in reading.warnings] == ["no_tasks"]


def answering(body: str) -> list[str | None]:
    return [
        task.accountable.text if task.accountable else None for task in read_text(HEAD + body + END).tasks
    ]


def test_who_answers_is_named_behind_the_task_in_its_section_or_at_the_end() -> None:
    behind = """1. Phòng Kinh tế
a) Gửi biểu tổng hợp trước ngày 20/11/2026; Trưởng phòng Kinh tế chịu trách nhiệm về số liệu.
b) Xây dựng phương án sử dụng vỉa hè.
"""
    assert answering(behind) == ["Trưởng phòng Kinh tế", None]
    closing = """1. Phòng Kinh tế lập danh sách.
2. Công an phường kiểm tra nhà trọ.
Người đứng đầu các đơn vị chịu trách nhiệm trước Chủ tịch UBND phường về kết quả thực hiện Kế hoạch này.
"""
    assert answering(closing) == ["Người đứng đầu các đơn vị"] * 2


def test_petitions_go_to_the_order_that_has_them_solved() -> None:
    body = """1. Phòng Kinh tế hoàn thiện hồ sơ theo các ý kiến tham gia tại cuộc họp.
2. Giao các phòng, đơn vị giải quyết dứt điểm các kiến nghị của cử tri tại Phụ lục kèm theo trước ngày 20/4/2026.
3. Văn phòng HĐND và UBND phường theo dõi việc thực hiện Thông báo này.
"""
    appendix = """
PHỤ LỤC
TỔNG HỢP KIẾN NGHỊ CỦA CỬ TRI
(Kèm theo Kế hoạch số 12/KH-UBND)

| STT | Người kiến nghị | Nội dung kiến nghị | Cơ quan chủ trì |
|---|---|---|---|
| 1 | Bùi Thị Xoan - Tổ trưởng tổ 4 | Sửa đèn đường ngõ 12 | Phòng Kinh tế |
"""
    reading = read_text(HEAD + body + END + appendix)
    [petition] = reading.petitions
    [order] = [task for task in reading.tasks if task.id == petition.task]
    assert order.quote.startswith("Giao các phòng, đơn vị giải quyết")
