"""The list as a timeline: a bar from the day of assignment to the due date, by lead unit, over weeks or months.

A row is drawn in shares of the width: each week or month is one column, so that the bars follow any screen and paper.
"""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, replace

from django.utils import timezone

from sauro.organisation.access import Access
from sauro.tasks.deadlines import DeadlineState, deadline_state
from sauro.tasks.lists.filters import Filters
from sauro.tasks.lists.pages import TaskPage, page_of
from sauro.tasks.models import Task

ROWS = 40
WEEKS, MONTHS = 10, 12
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a timeline shows: `starts` holds the first day of each column, and the day behind the last."""

    by: str  # 'weeks' or 'months'
    starts: tuple[dt.date, ...]

    @property
    def first(self) -> dt.date:
        return self.starts[0]

    @property
    def last(self) -> dt.date:
        return self.starts[-1] - _DAY

    @property
    def columns(self) -> int:
        return len(self.starts) - 1

    def at(self, day: dt.date) -> float:
        """Where the beginning of a day stands, in percent of the width; outside the window at its edge."""
        if day <= self.first:
            return 0.0
        if day > self.last:
            return 100.0
        column = max(n for n in range(self.columns) if self.starts[n] <= day)
        length = (self.starts[column + 1] - self.starts[column]).days
        return round(100 * (column + (day - self.starts[column]).days / length) / self.columns, 3)

    @property
    def before(self) -> dt.date:
        """A day of the window before this one."""
        return self._moved(-1)

    @property
    def after(self) -> dt.date:
        return self._moved(1)

    def _moved(self, sign: int) -> dt.date:
        by_weeks = self.by == "weeks"
        return (
            self.first + sign * dt.timedelta(days=7 * WEEKS)
            if by_weeks
            else _months_on(self.first, sign * MONTHS)
        )


def window_of(day: dt.date, *, months: bool = False) -> Window:
    """The window that begins in the week or month of `day`."""
    if months:
        first = day.replace(day=1)
        return Window("months", tuple(_months_on(first, n) for n in range(MONTHS + 1)))
    monday = day - day.weekday() * _DAY
    return Window("weeks", tuple(monday + 7 * n * _DAY for n in range(WEEKS + 1)))


def _months_on(day: dt.date, many: int) -> dt.date:
    """The first of the month so many months on, within the years that there are."""
    months = min(max(day.year * 12 + day.month - 1 + many, 12), 9998 * 12)
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Bar:
    """A task in the window, in percent of its width. `late`: how far the time since the due date reaches."""

    task: Task
    start: float
    end: float
    late: float  # equals `end` where the task is not overdue
    begins_before: bool
    station: float | None = None  # the first milestone that is not reached, where it is in the window

    @property
    def width(self) -> float:
        return max(round(self.end - self.start, 3), 0.4)

    @property
    def late_width(self) -> float:
        return round(self.late - self.end, 3)


@dataclass(frozen=True, slots=True)
class Timeline:
    """`groups`: lead and its bars, in the order of names."""

    window: Window
    page: TaskPage
    groups: list[tuple[str, list[Bar]]]
    today: float | None  # where the line of today stands


def timeline_of(
    access: Access, filters: Filters, window: Window, *, cursor: str = "", now: dt.datetime | None = None
) -> Timeline:
    """What is not finished and due within the window, ROWS at a time in the order of dates. Two queries."""
    here = timezone.localtime(now)
    since = max(filters.since or window.first, window.first)
    until = min(filters.until or window.last, window.last)
    tab = "open" if filters.tab in ("completed", "all", "undated") else filters.tab
    asked = replace(filters, tab=tab, since=since, until=until, newest_first=False)
    page = page_of(access, asked, cursor=cursor, now=now, size=ROWS)
    groups: dict[str, list[Bar]] = {}
    for task in page.rows:
        groups.setdefault(page.names[task.pk].lead, []).append(_bar(task, window, here))
    today = here.date()
    inside = window.first <= today <= window.last
    return Timeline(window, page, sorted(groups.items()), window.at(today) if inside else None)


def _bar(task: Task, window: Window, here: dt.datetime) -> Bar:
    due = task.due_date or window.last
    start = min(timezone.localdate(task.created_at), due)
    end = window.at(due + _DAY)
    overdue = deadline_state(task, here) == DeadlineState.OVERDUE
    late = window.at(here.date() + _DAY) if overdue else end
    stop = task.next_milestone
    station = window.at(stop) if stop and window.first <= stop <= window.last else None
    return Bar(task, window.at(start), end, max(late, end), start < window.first, station)
