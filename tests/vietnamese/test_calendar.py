import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.vietnamese.calendar import (
    DayOverride,
    WorkingCalendar,
    ask_library,
    packaged_library_days,
    packaged_overrides,
    read_overrides,
)

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-01-01", False),  # New Year
        ("2025-01-29", False),  # Tết
        ("2025-04-07", False),  # Hùng Vương
        ("2025-04-26", True),  # a Saturday worked for 2 May
        ("2025-05-02", False),
        ("2025-09-01", False),
        ("2026-01-02", False),  # a Friday off for Saturday 10 January
        ("2026-01-03", False),
        ("2026-01-10", True),
        ("2026-01-17", False),  # an ordinary Saturday
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-26", False),  # Hùng Vương on a Sunday
        ("2026-04-27", False),  # and the day off for it
        ("2026-04-28", True),
        ("2026-04-30", False),
        ("2026-05-01", False),
        ("2026-08-22", True),  # a Saturday worked for 31 August
        ("2026-08-31", False),
        ("2026-09-02", False),
        ("2026-06-16", True),
        ("2026-06-20", False),
    ],
)
def test_days_of_2025_and_2026_are_worked_as_announced(day: str, worked: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-06-16", "2026-06-16"),
        ("2026-06-20", "2026-06-22"),
        ("2026-01-01", "2026-01-05"),
        ("2026-01-10", "2026-01-10"),
        ("2026-02-14", "2026-02-23"),  # the whole of Tết
        ("2026-04-30", "2026-05-04"),
        ("2025-04-30", "2025-05-05"),
    ],
)
def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(day: str, expected: str) -> None:
    assert CALENDAR.next_working_day(date.fromisoformat(day)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-06-16", 5, "2026-06-23"),
        ("2026-06-19", 1, "2026-06-22"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2025-04-29", 3, "2025-05-07"),
        ("2026-06-22", -1, "2026-06-19"),
        ("2026-06-20", 0, "2026-06-20"),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, n: int, expected: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_a_week_has_five_working_days_between_its_mondays() -> None:
    assert CALENDAR.working_days_between(date(2026, 6, 15), date(2026, 6, 22)) == 5
    assert CALENDAR.working_days_between(date(2026, 6, 22), date(2026, 6, 15)) == -5
    assert CALENDAR.working_days_between(date(2026, 6, 15), date(2026, 6, 15)) == 0


@settings(deadline=None)
@given(DAYS, st.integers(-40, 40))
def test_counting_between_undoes_adding(day: date, n: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, n)) == n


@settings(deadline=None)
@given(DAYS)
def test_the_next_working_day_is_worked_and_nothing_before_it_is(day: date) -> None:
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working_day(following)
    passed = [day + timedelta(days=each) for each in range((following - day).days)]
    assert not any(CALENDAR.is_working_day(each) for each in passed)


def test_an_office_may_override_a_day() -> None:
    founding = DayOverride(date(2026, 6, 16), False, "Nghỉ bù", "Thông báo của phường Đồng Lau")
    saturday = DayOverride(date(2026, 1, 10), False, "Không làm bù", "Thông báo của phường Đồng Lau")
    calendar = WorkingCalendar([founding, saturday])
    assert not calendar.is_working_day(date(2026, 6, 16))
    assert not calendar.is_working_day(date(2026, 1, 10))
    assert CALENDAR.is_working_day(date(2026, 6, 16))


def test_every_packaged_override_changes_the_calendar_or_names_its_source() -> None:
    assert {each.day: each.working for each in packaged_overrides()} == {
        date(2026, 1, 2): False,
        date(2026, 1, 10): True,
    }
    assert all(each.source and each.reason for each in packaged_overrides())


ROW = {"date": "2027-05-04", "working": False, "reason": "Nghỉ bù", "source": "Công văn"}


@pytest.mark.parametrize(
    "days",
    [[ROW, ROW], [{**ROW, "source": " "}], [{**ROW, "working": "no"}], [{**ROW, "date": "2027-02-30"}]],
)
def test_wrong_overrides_are_refused(days: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"\d|twice|range"):
        read_overrides(json.dumps({"days": days}))


def test_the_packaged_days_are_those_of_the_library() -> None:
    kept = packaged_library_days()
    assert kept == ask_library(kept.first_year, kept.last_year)


def test_the_library_is_not_imported_for_a_day_of_the_packaged_years() -> None:
    code = (
        "import sys, datetime; from sauro.vietnamese.calendar import WorkingCalendar; "
        "WorkingCalendar().is_working_day(datetime.date(2026, 8, 31)); "
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_year_outside_the_packaged_ones_is_asked_of_the_library() -> None:
    assert not WorkingCalendar().is_working_day(date(2035, 9, 2))  # a Sunday, and the national day
    assert not WorkingCalendar().is_working_day(date(2036, 5, 1))  # a Thursday
