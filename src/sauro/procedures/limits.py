"""Time limits in hours and days of work, and how much working time lies between two moments.

An office works from 07:30 to 11:30 and from 13:00 to 17:00; a limit in days ends at 17:00 and does not count the day on
which it begins (Bộ luật Dân sự 2015, Điều 147 khoản 2). Days that are worked are those of `vietnamese.calendar`.
"""

import datetime as dt
from bisect import bisect_left
from functools import cache

from django.utils import timezone

from sauro.procedures.definition import Limit, Within
from sauro.vietnamese.calendar import WorkingCalendar

SPELLS = ((dt.time(7, 30), dt.time(11, 30)), (dt.time(13, 0), dt.time(17, 0)))
CLOSES = dt.time(17, 0)
MINUTES = sum((b.hour - a.hour) * 60 + b.minute - a.minute for a, b in SPELLS)  # of a working day
FIRST, LAST = dt.date(2015, 1, 1), dt.date(2045, 12, 31)


@cache
def calendar() -> WorkingCalendar:
    return WorkingCalendar()


@cache
def _counted() -> list[int]:
    """For each day from FIRST how many working days lie before it; one more at the end."""
    known, found, count = calendar(), [], 0
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        found.append(count)
        count += known.is_working_day(dt.date.fromordinal(ordinal))
    return [*found, count]


def _into_the_day(at: dt.time) -> int:
    """Minutes of work from the morning until `at`."""
    now, gone = at.hour * 60 + at.minute, 0
    for first, last in SPELLS:
        begins, ends = first.hour * 60 + first.minute, last.hour * 60 + last.minute
        gone += max(0, min(now, ends) - begins)
    return gone


def _position(at: dt.datetime) -> int:
    """Minutes of work from FIRST until the moment."""
    here = timezone.localtime(at)
    day = min(max(here.date(), FIRST), LAST)
    counted, place = _counted(), day.toordinal() - FIRST.toordinal()
    worked = counted[place + 1] > counted[place]
    return counted[place] * MINUTES + (_into_the_day(here.time()) if worked else 0)


def working_minutes(since: dt.datetime, until: dt.datetime) -> int:
    """Minutes of work between two moments; 0 where the second is not later."""
    return max(0, _position(until) - _position(since))


def add_working_minutes(since: dt.datetime, minutes: int) -> dt.datetime:
    """The moment at which so many minutes of work are over; the end of a spell rather than the start of the next."""
    wanted = _position(since) + minutes
    days, rest = divmod(wanted, MINUTES)
    if rest == 0 and minutes > 0:
        days, rest = days - 1, MINUTES
    place = bisect_left(_counted(), days + 1) - 1
    day = dt.date.fromordinal(FIRST.toordinal() + place)
    for first, last in SPELLS:
        length = (last.hour - first.hour) * 60 + last.minute - first.minute
        if rest <= length:
            at = dt.datetime.combine(day, first) + dt.timedelta(minutes=rest)
            return timezone.make_aware(at)
        rest -= length
    raise AssertionError("a working day is as long as its spells")


def closing(day: dt.date) -> dt.datetime:
    """17:00 of the day."""
    return timezone.make_aware(dt.datetime.combine(day, CLOSES))


def due_of(limit: Limit | None, opened: dt.datetime, event: dt.date | None) -> dt.datetime | None:
    """When a step that opens now is due. `event`: the day of `limit.date_field`; without it such a limit says nothing."""
    if limit is None:
        return None
    if limit.within == Within.WORKING_HOURS:
        return add_working_minutes(opened, limit.count * 60)
    if limit.within == Within.WORKING_DAYS:
        return closing(calendar().add_working_days(timezone.localtime(opened).date(), limit.count))
    if event is None:
        return None
    if limit.within == Within.WORKING_DAYS_BEFORE:
        return closing(calendar().add_working_days(event, -limit.count))
    return closing(event - dt.timedelta(days=limit.count))
