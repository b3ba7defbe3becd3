"""The list as a calendar: what is due on each day of a month or a week, weeks from Monday, days off marked."""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db import connection
from django.utils import timezone

from sauro.organisation.access import Access
from sauro.tasks.lists.filters import OPEN_STAGES, TABS, Filters, Slice, asked_of
from sauro.tasks.lists.pages import as_rows
from sauro.tasks.lists.walks import HOLDER, for_each, union
from sauro.tasks.models import Task
from sauro.vietnamese.calendar import WorkingCalendar

MOST = (
    2000  # tasks of a month; where there are more, the days behind them are left open, and the page says so
)
IN_MONTH, IN_WEEK = 3, 40  # tasks of a day that stand by name
_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Day:
    """`number` is None where the month holds more than is counted and this day lies behind."""

    day: dt.date
    inside: bool  # of the month that is shown
    today: bool
    working: bool
    number: int | None = 0
    rows: list[Task] = field(default_factory=list)

    @property
    def further(self) -> int:
        """How many stand there without a name."""
        return (self.number or 0) - len(self.rows)


@dataclass(frozen=True, slots=True)
class Calendar:
    first: dt.date
    last: dt.date
    weeks: list[list[Day]]
    total: int
    capped: bool


def calendar_of(
    access: Access, filters: Filters, day: dt.date, *, week: bool = False, now: dt.datetime | None = None
) -> Calendar:
    """The month or the week of `day`, of what is not finished. Two queries."""
    here = timezone.localtime(now)
    first, last = _week(day) if week else _month(day)
    days = _days(first, last, day, week=week, today=here.date())
    asked = asked_of(access, filters, here)
    wanted = asked.among(open_part(filters, here, asked.soon)) & Slice(here, since=first, until=last)
    walks = []
    if not wanted.empty:
        walks = [
            asked.rows.filter(wanted.due, holder=HOLDER, stage=stage)
            .order_by("due_order", "task_id")
            .values("task_id", "due_order")[: MOST + 1]
            for stage in sorted(wanted.stages)
        ]
    written = for_each(asked.holders, walks)
    found: list[tuple[int, dt.date]] = []
    if written:
        together, values = union(written)
        statement = f"SELECT task_id, due_order FROM ({together}) merged ORDER BY due_order, task_id LIMIT {MOST + 1:d}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = [(pk, _date(due)) for pk, due in cursor.fetchall()]
    capped = len(found) > MOST
    _fill(days, found[:MOST], named=IN_WEEK if week else IN_MONTH, capped=capped)
    rows = list(days.values())
    weeks = [rows[at : at + 7] for at in range(0, len(rows), 7)]
    return Calendar(first, last, weeks, min(len(found), MOST), capped)


def open_part(filters: Filters, here: dt.datetime, soon: int) -> Slice:
    """The part of a tab that has days: what is finished stands at none in the listings."""
    tab = TABS.get(filters.tab, TABS["open"])(here, soon)
    return replace(tab, stages=(tab.stages & OPEN_STAGES) or OPEN_STAGES)


def _date(value: dt.date | str) -> dt.date:
    """SQLite gives text where it was not asked through Django."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _week(day: dt.date) -> tuple[dt.date, dt.date]:
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def _month(day: dt.date) -> tuple[dt.date, dt.date]:
    """Whole weeks: from the Monday before the first to the Sunday after the last."""
    last = (day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY
    return _week(day.replace(day=1))[0], _week(last)[1]


def _days(first: dt.date, last: dt.date, day: dt.date, *, week: bool, today: dt.date) -> dict[dt.date, Day]:
    working = WorkingCalendar()
    every = [first + n * _DAY for n in range((last - first).days + 1)]
    return {
        each: Day(
            each,
            inside=week or each.month == day.month,
            today=each == today,
            working=working.is_working_day(each),
        )
        for each in every
    }


def _fill(days: dict[dt.date, Day], found: list[tuple[int, dt.date]], *, named: int, capped: bool) -> None:
    """How many each day holds, and its first tasks."""
    chosen: dict[int, dt.date] = {}
    for pk, due in found:
        day = days[due]
        if (day.number or 0) < named:
            chosen[pk] = due
        day.number = (day.number or 0) + 1
    if capped:  # the last day is cut, and those behind it are not counted
        for day in days.values():
            if day.day >= found[-1][1]:
                day.number = None
        chosen = {pk: due for pk, due in chosen.items() if due < found[-1][1]}
    if chosen:
        for task in as_rows(Task.objects.filter(pk__in=chosen)).order_by("due_order", "pk"):
            days[chosen[task.pk]].rows.append(task)
