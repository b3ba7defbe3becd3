"""Whether a task is on time. Computed from dates at the moment of asking, never stored; the clock is handed in.

Dates are compared unless an hour is printed; 17:00 times reminders and the word of the day, it makes nobody late.
The clock of the doer stands while he waits for acceptance or the task is suspended: then there is no state.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext

from sauro.tasks.models import TaskKind, TaskStatus

DUE_SOON_DAYS = 3
CLOSING_HOUR = time(17)
CLOCK_STANDS = frozenset({TaskStatus.PENDING_ACCEPTANCE, TaskStatus.SUSPENDED})
FINISHED = frozenset({TaskStatus.COMPLETED, TaskStatus.CANCELLED})


class DeadlineState(StrEnum):
    """Of an open task."""

    NO_DEADLINE = "no_deadline"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


class Timeliness(StrEnum):
    """Of a completed task."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class Dated(Protocol):
    """What a deadline is judged by; a `Task` is one."""

    kind: str
    rrule: str
    status: str
    due_date: date | None
    due_time: time | None
    finished_at: datetime | None


def deadline_state(task: Dated, now: datetime, *, due_soon_days: int = DUE_SOON_DAYS) -> DeadlineState | None:
    """The state of an open task at `now` (aware). None where there is none to speak of: it is finished, its clock
    stands, it is a standing duty, or the series of a rhythm: its instances have the dates.
    """
    if task.status in FINISHED or task.status in CLOCK_STANDS or task.kind == TaskKind.STANDING:
        return None
    if task.kind == TaskKind.RECURRING and task.rrule:
        return None
    if task.due_date is None:
        return DeadlineState.NO_DEADLINE
    here = timezone.localtime(now)
    days = (task.due_date - here.date()).days
    if days < 0 or (days == 0 and task.due_time is not None and here.time() > task.due_time):
        return DeadlineState.OVERDUE
    if days == 0:
        return DeadlineState.DUE_TODAY
    return DeadlineState.DUE_SOON if days <= due_soon_days else DeadlineState.ON_TRACK


def completion_timeliness(task: Dated) -> Timeliness | None:
    """Whether a completed task was finished early, on time or late. None without a date, and for what is not completed."""
    if task.status != TaskStatus.COMPLETED or task.due_date is None or task.finished_at is None:
        return None
    if task.kind == TaskKind.RECURRING and task.rrule:
        return None
    finished = timezone.localtime(task.finished_at)
    days = (task.due_date - finished.date()).days
    if days > 0:
        return Timeliness.EARLY
    if days < 0 or (task.due_time is not None and finished.time() > task.due_time):
        return Timeliness.LATE
    return Timeliness.ON_TIME


def is_late(task: Dated, at: datetime) -> bool:
    """Whether a product that is handed in at that moment comes after the due date of the task."""
    if task.due_date is None:
        return False
    here = timezone.localtime(at)
    same_day = here.date() == task.due_date
    return here.date() > task.due_date or (
        same_day and task.due_time is not None and here.time() > task.due_time
    )


def state_of(
    task: Dated, now: datetime, *, due_soon_days: int = DUE_SOON_DAYS
) -> DeadlineState | Timeliness | None:
    """The one state that a row shows: of the deadline while the task is open, of its completion afterwards."""
    return completion_timeliness(task) or deadline_state(task, now, due_soon_days=due_soon_days)


def words_of(task: Dated, now: datetime, *, due_soon_days: int = DUE_SOON_DAYS) -> str:
    """The state in words, days counted: 'Quá hạn 3 ngày', 'Đến hạn 17:00', 'Trễ hạn 1 ngày'; '' without a state."""
    state = state_of(task, now, due_soon_days=due_soon_days)
    if state is None or task.due_date is None:
        return pgettext("deadline state", "No deadline") if state == DeadlineState.NO_DEADLINE else ""
    if isinstance(state, Timeliness):
        return _finished_words(state, task, task.due_date)
    days = abs((task.due_date - timezone.localtime(now).date()).days)
    hour = (task.due_time or CLOSING_HOUR).strftime("%H:%M")
    match state:
        case DeadlineState.OVERDUE if days:
            return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days) % {"days": days}
        case DeadlineState.OVERDUE:
            return gettext("Overdue since %(hour)s") % {"hour": hour}
        case DeadlineState.DUE_TODAY:
            return gettext("Due at %(hour)s") % {"hour": hour}
        case DeadlineState.DUE_SOON:
            return ngettext("Due in %(days)s day", "Due in %(days)s days", days) % {"days": days}
    return pgettext("deadline state", "On track")


def _finished_words(state: Timeliness, task: Dated, due: date) -> str:
    finished = timezone.localtime(task.finished_at) if task.finished_at else None
    days = abs((due - finished.date()).days) if finished else 0
    if state == Timeliness.EARLY:
        return ngettext("%(days)s day early", "%(days)s days early", days) % {"days": days}
    if state == Timeliness.ON_TIME:
        return pgettext("completion", "On time")
    if days:
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    return gettext("Late, after %(hour)s") % {"hour": (task.due_time or CLOSING_HOUR).strftime("%H:%M")}
