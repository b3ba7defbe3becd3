"""The days of a rhythm in the form of RFC 5545, whenever the task was assigned: quarters are those of the calendar.

All rhythms are counted from one Monday, so that the days depend on the rule alone and can be remembered.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from sauro.vietnamese.calendar import WorkingCalendar

EPOCH = datetime(2024, 1, 1)  # noqa: DTZ001 - a Monday, the first of a year; days alone are meant
_HORIZON = timedelta(days=5 * 366)
_LONGEST = 120
_DAILY = re.compile(r"FREQ=DAILY\b")
_SUPPORTED = re.compile(r"^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)\b")
_INTERVAL = re.compile(r"INTERVAL=(\d+)")


@lru_cache(maxsize=4096)
def next_after(rrule: str, after: date) -> date | None:
    """The first day of the rhythm after that day; None where there is none within five years, or it is no rhythm.

    A rhythm without a day of its own ends with its period: Friday, the last of the month, of the quarter, of the year.
    """
    rule = _rule(rrule)
    if rule is None:
        return None
    begin = datetime.combine(after + timedelta(days=1), datetime.min.time())
    # `until` keeps a rule that never comes (30 February) from being looked for up to the year 9999.
    found = rule.replace(until=begin + _HORIZON).after(begin, inc=True)
    return found.date() if found else None


@lru_cache(maxsize=1024)
def _rule(rrule: str):  # type: ignore[no-untyped-def]
    from dateutil.rrule import rrulestr

    text = rrule.strip().upper().removeprefix("RRULE:")
    frequency = _SUPPORTED.match(text)
    if frequency is None or len(text) > _LONGEST or "COUNT=" in text or "UNTIL=" in text:
        return None
    every = int(found[1]) if (found := _INTERVAL.search(text)) else 1
    if not 1 <= every <= 366:
        return None
    start = EPOCH
    if frequency[1] == "WEEKLY" and "BY" not in text:
        text += ";BYDAY=FR"
    elif frequency[1] == "MONTHLY":
        if "BY" not in text:
            text += ";BYMONTHDAY=-1"
        if every <= 12 and "BYMONTH=" not in text:
            start = EPOCH.replace(month=every)  # a quarter ends in March
    elif frequency[1] == "YEARLY" and "BY" not in text:
        text += ";BYMONTH=12;BYMONTHDAY=31"
    try:
        return rrulestr(text, dtstart=start)
    except (ValueError, TypeError):
        return None


def is_daily(rrule: str) -> bool:
    return bool(_DAILY.search(rrule.upper()))


def due_of(rrule: str, day: date, calendar: WorkingCalendar) -> date | None:
    """When the instance of that day is due: on it, or on the next working day where it is a day off.

    Bộ luật Dân sự 2015, Điều 148 khoản 5. A daily rhythm has no instance on days off: then None.
    """
    if is_daily(rrule):
        return day if calendar.is_working_day(day) else None
    return calendar.next_working_day(day)
