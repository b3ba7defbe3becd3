"""Long tables: the work grows with the number of rows, not with its square (calls are counted, no clock is read)."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.reading.table_forms import TEXT_WRITERS, Rows, Sample, text_of, write_docx

from sauro.reading.extraction import extract
from sauro.reading.interpret import interpret_text

PLACES = ("Bờ Đê", "Cầu Đá", "Cồn Nổi", "Lúa Vàng", "Đồng Xanh", "Xóm Lưới", "Gò Mây")
LEADS = ("Phòng Kinh tế", "Công an phường", "Trạm Y tế phường", "Phòng Văn hóa - Xã hội")


def assignments(count: int) -> Rows:
    head = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"]
    return [
        head,
        *(
            [
                str(n),
                f"Rà soát hộ số {n} tại khu {PLACES[n % 7]} ngõ {n * 7 % 113}",
                LEADS[n % 4],
                LEADS[(n + 1) % 4],
                f"{n % 28 + 1}/{n % 12 + 1}/2026",
                "Danh sách",
            ]
            for n in range(1, count + 1)
        ),
    ]


def petitions(count: int) -> Rows:
    head = ["TT", "Cử tri", "Nội dung kiến nghị", "Cơ quan giải quyết"]
    return [
        head,
        *(
            [str(n), f"Ông Trần Văn {PLACES[n % 7]}", f"Đề nghị sửa ngõ {n}; lắp đèn số {n}", LEADS[n % 4]]
            for n in range(1, count + 1)
        ),
    ]


def targets(count: int) -> Rows:
    head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026", "Đơn vị chủ trì"]
    return [
        head,
        *(
            [str(n), f"Tỷ lệ hộ khu {n} có nước sạch", "%", str(n % 99 + 1), LEADS[n % 4]]
            for n in range(1, count + 1)
        ),
    ]


def calls_of(work: Callable[[], Any]) -> tuple[int, Any]:
    """How many functions of Python and C the work calls, and what it gives."""
    counted: Counter[str] = Counter()

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        counted[event] += 1

    sys.setprofile(count)
    try:
        result = work()
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"], result


def sample_of(rows: Rows) -> Sample:
    order = "Giao UBND phường giải quyết các kiến nghị tại Phụ lục, báo cáo trước ngày 30/6/2026."
    return Sample("00 long", blocks=[order, rows])


@pytest.mark.parametrize("rows_of", [assignments, petitions, targets])
@pytest.mark.parametrize("form", sorted(TEXT_WRITERS))
def test_twice_as_many_rows_are_twice_the_work(rows_of: Callable[[int], Rows], form: str) -> None:
    texts = {count: text_of(sample_of(rows_of(count)), form) for count in (20, 60, 120)}
    interpret_text(texts[20])  # what is done once is done
    work: dict[int, int] = {}
    for count in (60, 120):
        work[count], reading = calls_of(lambda text=texts[count]: interpret_text(text))
        found = {assignments: reading.tasks, petitions: reading.petitions, targets: reading.targets}[rows_of]
        assert len(found) >= count
    assert work[120] < 2.2 * work[60]


def test_the_cells_of_a_word_file(tmp_path: Path) -> None:
    work: dict[int, int] = {}
    for count in (20, 60, 120):
        path = write_docx(sample_of(assignments(count)), tmp_path / f"{count}.docx")
        work[count], extraction = calls_of(lambda path=path: extract(path))
        assert extraction.text.count("Rà soát hộ số") == count
    assert work[120] < 2.2 * work[60]
