"""Working time: hours, days, and days before a date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.procedures.definition import Limit, Within
from sauro.procedures.limits import add_working_minutes, due_of, working_minutes

PLACE = dt.timezone(dt.timedelta(hours=7))


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=PLACE)


@pytest.mark.parametrize(
    ("since", "hours", "due"),
    [
        ("16/11/2026 08:00", 2, "16/11/2026 10:00"),
        ("16/11/2026 11:00", 1, "16/11/2026 13:30"),
        ("16/11/2026 16:00", 2, "17/11/2026 08:30"),
        ("20/11/2026 16:30", 1, "23/11/2026 08:00"),
        ("21/11/2026 10:00", 4, "23/11/2026 11:30"),
        ("16/11/2026 06:00", 8, "16/11/2026 17:00"),
    ],
)
def test_hours_of_work(since: str, hours: int, due: str) -> None:
    assert due_of(Limit(hours, Within.WORKING_HOURS), at(since), None) == at(due)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (Limit(1, Within.WORKING_DAYS), "23/11/2026 17:00"),
        (Limit(3, Within.DAYS_BEFORE, "event"), "27/11/2026 17:00"),
        (Limit(3, Within.WORKING_DAYS_BEFORE, "event"), "25/11/2026 17:00"),
    ],
)
def test_days(limit: Limit, due: str) -> None:
    assert due_of(limit, at("20/11/2026 10:00"), dt.date(2026, 11, 30)) == at(due)


def test_a_limit_before_a_date_that_is_not_known_is_none() -> None:
    assert due_of(Limit(3, Within.DAYS_BEFORE, "event"), at("20/11/2026 10:00"), None) is None


MOMENTS = st.datetimes(
    at("01/01/2024 00:00").replace(tzinfo=None), at("01/01/2031 00:00").replace(tzinfo=None)
).map(lambda t: t.replace(tzinfo=PLACE, second=0, microsecond=0))


@given(MOMENTS, st.integers(1, 5000))
def test_what_is_added_lies_between(since: dt.datetime, minutes: int) -> None:
    assert working_minutes(since, add_working_minutes(since, minutes)) == minutes
