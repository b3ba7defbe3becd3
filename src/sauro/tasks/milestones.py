"""Milestones of tasks that take long: which are proposed, and whether one is late. The clock is handed in."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sauro.tasks.models import TaskKind
from sauro.vietnamese.calendar import WorkingCalendar

LONG = dt.timedelta(days=30)  # a task that takes longer has milestones
_STATIONS = (  # words of a product, folded, → what comes before it is there
    (("ke hoach", "phuong an", "de an", "quyet dinh", "nghi quyet", "quy che", "chuong trinh", "van ban"),
     ("Dự thảo xong, gửi lấy ý kiến", "Tiếp thu ý kiến, trình ký")),
    (("bao cao", "danh sach", "danh muc", "ho so", "bang"),
     ("Thu thập xong số liệu", "Dự thảo xong, rà soát lần cuối")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Station:
    name: str
    due_date: dt.date


def is_long(kind: str, begin: dt.date, due: dt.date | None) -> bool:
    """Whether a task that began on a day and is due on another ought to have milestones."""
    return kind == TaskKind.ONE_OFF and due is not None and due - begin > LONG


def propose(
    begin: dt.date, due: dt.date, deliverable: str = "", calendar: WorkingCalendar | None = None
) -> list[Station]:
    """Two stations, after a third and two thirds of the days, moved to a working day; named after the product."""
    from sauro.vietnamese.text import fold, nfc

    calendar, plain = calendar or WorkingCalendar(), fold(nfc(deliverable))
    names = next((names for words, names in _STATIONS if any(word in plain for word in words)), None)
    first, second = names or (_("One third of the work done"), _("Two thirds of the work done"))
    days = (due - begin).days
    return [
        Station(first, _working_day(begin + dt.timedelta(days=days // 3), calendar)),
        Station(second, _working_day(begin + dt.timedelta(days=2 * days // 3), calendar)),
    ]


def _working_day(day: dt.date, calendar: WorkingCalendar) -> dt.date:
    while not calendar.is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def at_risk(next_milestone: dt.date | None, status: str, today: dt.date) -> bool:
    """Whether a milestone of an open task has passed without being reached ('có nguy cơ')."""
    return next_milestone is not None and next_milestone < today and status in _AT_WORK


_AT_WORK = frozenset({"not_started", "in_progress", "awaiting_signature", "rework"})
