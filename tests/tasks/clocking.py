"""Days of the clock, and who was told what."""

import datetime as dt
from typing import Any

from tests.people import Ward
from tests.tasks.making import change, make

from sauro.journal.sealer import seal_all
from sauro.notices.models import Notice
from sauro.organisation.models import Person
from sauro.tasks.clock.daily import run_day
from sauro.tasks.clock.events import follow
from sauro.tasks.clock.models import Reminder
from sauro.tasks.clock.reminding import Counts
from sauro.tasks.models import Task

MONDAY = dt.date(2026, 6, 15)  # no holiday is near
FRIDAY, SATURDAY = MONDAY + dt.timedelta(days=4), MONDAY + dt.timedelta(days=5)
_HERE = dt.timezone(dt.timedelta(hours=7))


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), _HERE)


def after(days: int, day: dt.date = MONDAY) -> dt.date:
    return day + dt.timedelta(days=days)


def due(ward: Ward, day: dt.date | None, **fields: Any) -> Task:
    """A task of the economy division that is due on that day, for which a leader answers; not one of silence."""
    task = make(ward, due_date=day, accountable_leader_id=ward.vice_leader.pk, **fields)
    change(task, heard_at=at(MONDAY + dt.timedelta(days=99)))
    return task


def run(ward: Ward, day: dt.date = MONDAY, since: dt.date | None = None) -> Counts:
    return run_day(ward.workspace, day, since=since)


def reminded(task: Task) -> list[tuple[str, int, str]]:
    rows = Reminder.objects.filter(task=task).order_by("pk")
    return list(rows.values_list("trigger", "days", "audience"))


def told(person: Person, kind: str = "") -> list[str]:
    """What the person was told, oldest first."""
    rows = Notice.objects.filter(recipient=person.user, kind__startswith=kind).order_by("pk")
    return list(rows.values_list("title", flat=True))


def hear(ward: Ward) -> None:
    """The journal is sealed and followed to its end."""
    while seal_all():
        pass
    while follow(ward.workspace):
        pass
