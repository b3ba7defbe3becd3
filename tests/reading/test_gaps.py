"""Every paragraph that gave no task stands among the gaps once, with its reason: on the fictional directives."""

from itertools import pairwise

import pytest
from tests.reading.directives import NAMES, text_of

from sauro.reading import read_text
from sauro.reading.deadlines import Times
from sauro.reading.frame import read_frame
from sauro.reading.lines import split_lines
from sauro.reading.model import Gap, Reading
from sauro.reading.part_reader import Sheet
from sauro.reading.tables import tables_in


def sheet_of(reading: Reading) -> Sheet:
    text, lines = reading.text, split_lines(reading.text)
    frame = read_frame(text, lines, lambda _: None)
    times = Times(text, year=None, page=lambda _: None)
    return Sheet(text, lines, tables_in(text, lines), frame, times, lambda _: None)


def reasons(text: str) -> dict[str, str]:
    """The reason of each gap, by its first words."""
    reading = read_text(text)
    return {" ".join(reading.text[gap.at[0] : gap.at[1]].split()[:4]): gap.reason for gap in reading.gaps}


@pytest.mark.parametrize("name", NAMES)
def test_a_paragraph_is_a_task_or_a_gap_and_never_both(name: str) -> None:
    reading = read_text(text_of(name), name)
    sheet = sheet_of(reading)
    spans = [task.at for task in reading.tasks]
    gaps = [gap.at for gap in reading.gaps]
    assert len(set(gaps)) == len(gaps)
    for part in sheet.parts:
        for node in sheet.tree_of(part).nodes:
            in_task = any(start < node.end and node.body < end for start, end in spans)
            assert gaps.count((node.body, node.end)) == (0 if in_task else 1), reading.text[
                node.body : node.end
            ]


@pytest.mark.parametrize("name", NAMES)
def test_gaps_stand_in_order_and_do_not_overlap(name: str) -> None:
    gaps: list[Gap] = read_text(text_of(name), name).gaps
    for before, after in pairwise(gaps):
        assert before.at[0] < before.at[1] <= after.at[0] < after.at[1]


@pytest.mark.parametrize("name", NAMES)
def test_few_paragraphs_of_a_directive_have_no_reason(name: str) -> None:
    gaps = read_text(text_of(name), name).gaps
    unsure = [gap for gap in gaps if gap.reason == "unsure"]
    assert len(unsure) <= max(2, len(gaps) // 5)


def test_each_reason_is_given_where_it_belongs() -> None:
    found = reasons(
        """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU
Số: 31/KH-UBND
Đồng Lau, ngày 09 tháng 3 năm 2026

KẾ HOẠCH
Làm sạch mặt sông năm 2026

Thực hiện Nghị quyết số 04-NQ/ĐU của Đảng ủy phường về môi trường, UBND phường ban hành kế hoạch như sau:

I. MỤC ĐÍCH
Giữ cho mặt sông sạch rác quanh năm, nâng cao ý thức của người dân hai bên bờ.

II. ĐÁNH GIÁ TÌNH HÌNH
Năm 2025, các tổ dân phố đã vớt được nhiều rác, song lục bình vẫn dày ở khúc sông phía nam.

III. NHIỆM VỤ
1. Phòng Kinh tế lập danh sách các điểm ứ đọng trước ngày 15/4/2026.
2. Các tổ dân phố ra quân vớt rác hằng tháng.

IV. KINH PHÍ
Kinh phí thực hiện từ ngân sách phường năm 2026.

V. TỔ CHỨC THỰC HIỆN
Thủ trưởng các đơn vị chịu trách nhiệm trước Chủ tịch UBND phường về kết quả thực hiện Kế hoạch này.

Trên đây là Kế hoạch làm sạch mặt sông năm 2026./.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Đỗ Văn Thuyền
"""
    )
    assert found["MỤC ĐÍCH"] == "heading"
    assert found["Thực hiện Nghị quyết"] == "preamble"
    assert found["Giữ cho mặt sông"] == "aim"
    assert found["Năm 2025, các tổ"] == "assessment"
    assert found["Kinh phí thực hiện"] == "data"
    assert found["Thủ trưởng các đơn"] == "accountability"
    assert found["Trên đây là Kế"] == "closing"


def test_a_table_without_work_is_data() -> None:
    text = """Kính gửi: Phòng Kinh tế phường Đồng Lau.

1. Phòng Kinh tế gửi số liệu thu gom rác về UBND phường trước ngày 15/4/2026.
2. Các tổ dân phố đối chiếu khối lượng với số liệu trong bảng.

| Tổ | Khối lượng (tấn) | Số hộ |
|---|---|---|
| Tổ 1 | 12 | 240 |
| Tổ 2 | 9 | 180 |
"""
    reading = read_text(text)
    assert [task.quote[:13] for task in reading.tasks] == ["Phòng Kinh tế", "Các tổ dân ph"]
    assert [gap.reason for gap in reading.gaps if reading.text[gap.at[0]] == "|"] == ["data"]
