"""Reminds of tasks by the rules of the day, in bounded batches along an index of dates.

A batch is one transaction: the rows that say who was reminded, the notices and the journal stand or fall together. Killed
between two batches and started again, it finds what was reminded and goes on; a rule never reminds of the same date twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.identity.models import Workspace
from sauro.journal.actions import Change, record
from sauro.notices.actions import Word, tell
from sauro.tasks.clock import rules
from sauro.tasks.clock.models import Audience, EscalationRule, Reminder, Trigger
from sauro.tasks.clock.recipients import People
from sauro.tasks.models import Task, TaskKind, TaskParty, TaskStatus
from sauro.vietnamese.calendar import WorkingCalendar

BATCH = 500  # tasks of one transaction
AT_WORK = (
    TaskStatus.NOT_STARTED,
    TaskStatus.IN_PROGRESS,
    TaskStatus.AWAITING_SIGNATURE,
    TaskStatus.REWORK,
)
KIND = "tasks.reminder"
_FIELDS = ("uid", "title", "status", "kind", "due_date", "heard_at", "parent", "accountable_leader", "assigner",
           "received_by", "next_on", "rrule")  # fmt: skip


@dataclass(slots=True)
class Counts:
    """What a run has done."""

    reminders: int = 0
    notices: int = 0
    instances: int = 0


@dataclass(slots=True)
class Day:
    """One day of one workspace, and what is known for all of its batches."""

    workspace: Workspace
    day: date
    since: date | None
    calendar: WorkingCalendar
    people: People
    rules: list[EscalationRule]
    counts: Counts = field(default_factory=Counts)
    on: Callable[[], None] = lambda: None  # called after each batch


@dataclass(frozen=True, slots=True)
class Found:
    """A task that a rule is about, and the date that it is about."""

    task: Task
    about: date


def remind(here: Day) -> None:
    """All rules of the day. Days off are quiet: what fell on them is reminded of on the next working day."""
    if not here.calendar.is_working_day(here.day):
        return
    for rule in here.rules:
        for batch in _batches(here, rule):
            _remind_once(here, rule, batch)
            here.on()


def open_tasks(workspace: Workspace) -> QuerySet[Task]:
    return Task.objects.filter(workspace=workspace, finished_at=None)


def _batches(here: Day, rule: EscalationRule) -> Iterator[list[Found]]:
    if rule.trigger in (Trigger.BEFORE_DUE, Trigger.OVERDUE):
        return _by_due_date(here, rule)
    if rule.trigger == Trigger.NO_UPDATE:
        return _by_silence(here, rule)
    return iter(())  # REPORT_DUE: `recurring` knows the rhythms


def _by_due_date(here: Day, rule: EscalationRule) -> Iterator[list[Found]]:
    span = rules.window(rule, here.day, here.since, here.calendar)
    dated = open_tasks(here.workspace).filter(due_date__gte=span.first, due_date__lte=span.last)
    place: tuple[date, int] | None = None
    while True:
        rows = dated
        if place is not None:
            rows = rows.filter(Q(due_date__gt=place[0]) | Q(due_date=place[0], pk__gt=place[1]))
        found = list(rows.only(*_FIELDS).order_by("due_date", "pk")[:BATCH])
        if not found:
            return
        last = found[-1]
        place = (last.due_date or span.last, last.pk)
        yield [Found(task, task.due_date or span.last) for task in found if task.status in AT_WORK]


def _by_silence(here: Day, rule: EscalationRule) -> Iterator[list[Found]]:
    span = rules.window(rule, here.day, here.since, here.calendar)
    first = timezone.make_aware(datetime.combine(span.first, time()))
    end = timezone.make_aware(datetime.combine(span.last + timedelta(days=1), time()))
    silent = open_tasks(here.workspace).filter(heard_at__lt=end)
    place: tuple[datetime, int] = (first, 0)
    while True:
        rows = silent.filter(
            Q(heard_at__gt=place[0]) | Q(heard_at=place[0], pk__gt=place[1]), heard_at__gte=place[0]
        )
        found = list(rows.only(*_FIELDS).order_by("heard_at", "pk")[:BATCH])
        if not found:
            return
        place = (found[-1].heard_at, found[-1].pk)
        yield [
            Found(task, timezone.localdate(task.heard_at))
            for task in found
            if task.status in AT_WORK and task.kind != TaskKind.STANDING and not task.is_series
        ]


def _remind_once(here: Day, rule: EscalationRule, found: list[Found]) -> None:
    """The batch, and once more where another clock was at it at the same moment: then it finds what that one did."""
    try:
        remind_of(here, rule, found)
    except IntegrityError:
        remind_of(here, rule, found)


@transaction.atomic
def remind_of(here: Day, rule: EscalationRule, found: list[Found]) -> None:
    """Reminds of those of these tasks that nobody was reminded of by this rule. Nine queries for up to `BATCH` tasks.

    An order to several units is left out: its parts are reminded of, and its leader once for all of them.
    """
    by_pk = {each.task.pk: each for each in found}
    for pk in _done(rule, by_pk) | _wholes(by_pk):
        by_pk.pop(pk, None)
    if not by_pk:
        return
    parties: dict[int, list[TaskParty]] = {}
    for party in TaskParty.objects.filter(task_id__in=by_pk, role="lead"):
        parties.setdefault(party.task_id, []).append(party)
    rows, words, changes = [], [], []
    parents = Task.objects.only("uid", "title").in_bulk(
        {each.task.parent_id for each in by_pk.values()} - {None}
    )
    for each in by_pk.values():
        task = each.task
        users = here.people.of(task, parties[task.pk][0], rule.audience)
        rows.append(_row(here, rule, each, users))
        whole = parents.get(task.parent_id) if rule.audience == Audience.ACCOUNTABLE_LEADER else None
        words += [_word(rule, each, here, user, whole or task) for user in users]
        if users:
            changes.append(_told(rule, each, [here.people.names[user] for user in users]))
    Reminder.objects.bulk_create(rows, batch_size=BATCH)
    here.counts.reminders += len(rows)
    here.counts.notices += tell(here.workspace, words)
    if changes:
        record(workspace=here.workspace, actor=None, action="tasks.remind", changes=changes)


def _done(rule: EscalationRule, found: dict[int, Found]) -> set[int]:
    said = Reminder.objects.filter(
        task_id__in=found, trigger=rule.trigger, days=rule.days, audience=rule.audience
    )
    return {pk for pk, about in said.values_list("task_id", "about") if found[pk].about == about}


def _wholes(found: dict[int, Found]) -> set[int]:
    parts = Task.objects.filter(parent_id__in=found, is_own_part=False).exclude(status=TaskStatus.CANCELLED)
    return set(parts.order_by().values_list("parent_id", flat=True).distinct())


def _row(here: Day, rule: EscalationRule, each: Found, users: list[int]) -> Reminder:
    return Reminder(
        task=each.task,
        rule=rule,
        trigger=rule.trigger,
        days=rule.days,
        audience=rule.audience,
        about=each.about,
        day=here.day,
        recipients=users,
    )


def _word(rule: EscalationRule, each: Found, here: Day, user: int, shown: Task) -> Word:
    return Word(
        recipient_id=user,
        kind=KIND,
        title=f"{words_of(rule.trigger, each.about, here.day, here.calendar)}: {shown.title}",
        link=f"/nhiem-vu/{shown.uid}/",
        key=f"remind:{rule.trigger}{rule.days}:{rule.audience}:{shown.uid}:{each.about}",
        object_uid=shown.uid,
    )


def _told(rule: EscalationRule, each: Found, names: list[str]) -> Change:
    data = {"trigger": rule.trigger, "days": rule.days, "about": each.about, "recipients": names}
    return Change("task", each.task.uid, data)


def words_of(trigger: str, about: date, day: date, calendar: WorkingCalendar) -> str:
    """What is the matter, in few words: 'Còn 3 ngày làm việc', 'Quá hạn 1 ngày', 'Chưa cập nhật từ 01/11/2026'."""
    match trigger:
        case Trigger.BEFORE_DUE:
            days = calendar.working_days_between(day, about)
            if about == day:
                return _("Due today")
            return ngettext("%(n)s working day left", "%(n)s working days left", days) % {"n": days}
        case Trigger.OVERDUE:
            days = (day - about).days
            return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days) % {"days": days}
        case Trigger.NO_UPDATE:
            return _("Not updated since %(day)s") % {"day": f"{about:%d/%m/%Y}"}
    return _("To be reported on by %(day)s") % {"day": f"{about:%d/%m/%Y}"}
