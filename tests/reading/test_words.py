from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.reading import model, words
from sauro.reading.model import Deadline, Duration, Target


def weekend_only(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def deadline(text: str, kind: str, **facts: Any) -> Deadline:
    return Deadline(text, (0, len(text)), 1, "", kind, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("identifiers", "labels"),
    [
        (model.DocumentType, words.DOCUMENT_TYPE),
        (model.TaskKind, words.TASK_KIND),
        (model.OwnerSource, words.OWNER_SOURCE),
        (model.GapReason, words.GAP),
        (model.Comparator, words.COMPARATOR),
        (model.Recurrence, words.RECURRENCE),
        (model.DurationUnit, words.UNIT),
    ],
)
def test_every_identifier_has_its_word_and_no_word_is_left_over(
    identifiers: Any, labels: dict[str, str]
) -> None:
    assert set(get_args(identifiers)) == set(labels)
    assert all(labels.values())


def test_the_lamps_are_the_fields_of_clarity_in_their_order() -> None:
    assert tuple(words.LAMP) == model.Clarity.__struct_fields__


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-06-16", "16/06/2026"),
        ("2026-06", "tháng 6/2026"),
        ("2026", "năm 2026"),
        (None, ""),
        ("không rõ", "không rõ"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_printed(iso: str | None, shown: str) -> None:
    assert words.date_words(iso) == shown


@pytest.mark.parametrize(
    ("given_deadline", "shown", "note"),
    [
        (deadline("chậm nhất ngày 18/8/2026", "by", end_date="2026-08-18"), "thứ Ba 18/08/2026", ""),
        (
            deadline("ngày 15/8/2026", "by", end_date="2026-08-15"),
            "thứ Bảy 15/08/2026 → làm việc: thứ Hai 17/08/2026",
            "ngày nghỉ (BLDS 2015, Điều 148.5); ngày làm việc trước đó: thứ Sáu 14/08/2026",
        ),
        (
            deadline("trước 17h00 ngày 17/8/2026", "by", end_date="2026-08-17", time="17:00", strict=True),
            "trước 17:00 thứ Hai 17/08/2026",
            "",
        ),
        (
            deadline("trước ngày 17/8/2026", "by", end_date="2026-08-17", strict=True),
            "trước thứ Hai 17/08/2026",
            "ngày làm việc cuối trước đó: thứ Sáu 14/08/2026",
        ),
        (
            deadline("trong quý III/2026", "within_period", start_date="2026-07-01", end_date="2026-09-30"),
            "trong quý III/2026, đến hết thứ Tư 30/09/2026",
            "",
        ),
        (
            deadline("năm 2026 - 2029", "between", start_date="2026-01-01", end_date="2029-12-31"),
            "từ 01/01/2026 đến thứ Hai 31/12/2029",
            "",
        ),
        (
            deadline("từ tháng 10/2026", "from", start_date="2026-10-01"),
            "từ thứ Năm 01/10/2026",
            "văn bản không ghi ngày kết thúc",
        ),
        (
            deadline(
                "trong vòng 05 ngày làm việc",
                "offset",
                duration=Duration(5, "day", True),
                anchor="ngày nhận văn bản",
            ),
            "trong vòng 05 ngày làm việc",
            "5 ngày làm việc kể từ ngày nhận văn bản",
        ),
        (deadline("trước khi họp\n02 buổi", "offset"), "trước khi họp 02 buổi", ""),
    ],
)
def test_a_deadline_is_said_in_words(given_deadline: Deadline, shown: str, note: str) -> None:
    assert words.due(given_deadline, weekend_only) == words.Due(shown, note)


@pytest.mark.parametrize(
    ("recurrence", "rule", "shown"),
    [
        ("weekly", "FREQ=WEEKLY;BYDAY=FR", "thứ Sáu hằng tuần"),
        ("weekly", "FREQ=WEEKLY;BYDAY=MO,TH", "thứ Hai, thứ Năm hằng tuần"),
        ("monthly", "FREQ=MONTHLY;BYMONTHDAY=5", "ngày 05 hằng tháng"),
        ("monthly", "FREQ=MONTHLY;BYMONTHDAY=10,25", "ngày 10, 25 hằng tháng"),
        ("monthly", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "ngày 30 hằng tháng"),
        ("quarterly", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", "ngày 15 tháng cuối quý, hằng quý"),
        ("quarterly", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", "ngày 05 tháng đầu quý, hằng quý"),
        ("yearly", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", "ngày 15/06, 15/12 hằng năm"),
        ("monthly", "FREQ=MONTHLY;BYMONTHDAY=-1", "ngày cuối tháng, hằng tháng"),
        ("yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", "ngày 15/12 hằng năm"),
        ("quarterly", None, "hằng quý"),
        ("unspecified", None, "định kỳ"),
        ("monthly", "rubbish;BYMONTHDAY=", "hằng tháng"),
    ],
)
def test_a_rhythm_is_said_in_words(recurrence: Any, rule: str | None, shown: str) -> None:
    assert words.rhythm_words(deadline("…", "recurring", recurrence=recurrence, rrule=rule)) == shown


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_day_before_a_strict_date_is_a_working_day_before_it(day: date) -> None:
    last = words.last_working_day_before(day, weekend_only)
    assert last < day
    assert last.weekday() < 5
    assert all((last + timedelta(days=n)).weekday() > 4 for n in range(1, (day - last).days))


def test_white_space_and_markup_leave_and_nothing_else_does() -> None:
    assert words.clean("(*gửi kèm*) 5*3 = 15, __lưu__ *") == "(gửi kèm) 5*3 = 15, lưu *"
    assert words.clean("  rà soát\n\t**các   điểm** họp\u00a0chợ ") == "rà soát các điểm họp chợ"


def test_a_figure_has_its_unit() -> None:
    target = Target("…", (0, 1), None, None, "12,5", "triệu\nđồng", "<=", None)
    assert words.figure(target) == "không quá 12,5 triệu đồng"


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert words.number(1482) == "1.482"
    assert words.number(0.214, 2) == "0,21"
    assert words.number(1234.5, 1) == "1.234,5"
