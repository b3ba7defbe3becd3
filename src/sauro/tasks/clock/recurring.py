"""What comes back: an instance of a recurring task each time, a reminder for a standing duty that is to be reported on.

`Task.next_on` says when the clock has to look at a rhythm next, so that a day looks at the few whose day has come. An
instance is a task of its own with its own date; the series never has a state of its own dates and is never completed by a
product. One instance for each day of the rhythm is held by the database.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from sauro.journal.actions import Change, record
from sauro.tasks.clock.models import EscalationRule, Trigger
from sauro.tasks.clock.reminding import AT_WORK, BATCH, Day, Found, open_tasks, remind_of
from sauro.tasks.clock.rhythms import due_of, next_after
from sauro.tasks.listings import settle
from sauro.tasks.models import WITHOUT_END, Task, TaskKind, TaskParty, TaskStatus
from sauro.vietnamese.text import fold

_DAY = timedelta(days=1)
LEAD = 14  # days before its own date at which an instance is made at the latest
MISSED = 7  # days: an instance that should have come while the clock stood for longer is not made up for
_COPIED = (
    "category", "priority", "resources",
    "workspace_id", "agency_id", "title", "due_time", "due_text", "deliverable", "authority", "report_to",
    "accountable_leader_id", "work_field_id", "document_id", "extraction_id", "span_start", "span_end", "quote",
    "section", "assigner_id", "search_text",
)  # fmt: skip
_SERIES_RUNS = (*AT_WORK, TaskStatus.PENDING_ACCEPTANCE)


def recur(here: Day) -> None:
    """Looks at every rhythm whose day has come."""
    _begin(here)
    rule = next((each for each in here.rules if each.trigger == Trigger.REPORT_DUE), None)
    waiting = open_tasks(here.workspace).filter(next_on__lte=here.day)
    last = 0
    while True:
        batch = list(waiting.filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        _instances_once(here, [task for task in batch if task.kind == TaskKind.RECURRING])
        if rule is not None and here.calendar.is_working_day(here.day):
            _duties(here, rule, [task for task in batch if task.kind == TaskKind.STANDING])
        here.on()


def _begin(here: Day) -> None:
    """Says of rhythms that are new when they are to be looked at: those that cannot be read, never."""
    fresh = (
        open_tasks(here.workspace)
        .filter(next_on=None, kind__in=(TaskKind.RECURRING, TaskKind.STANDING))
        .exclude(rrule="")
    )
    last = 0
    while True:
        batch = list(fresh.filter(pk__gt=last).order_by("pk").values_list("pk", "kind", "rrule")[:BATCH])
        if not batch:
            return
        last = batch[-1][0]
        by_day: dict[date, list[int]] = {}
        for pk, kind, rrule in batch:
            by_day.setdefault(_look_on(here, kind, rrule, here.day - _DAY), []).append(pk)
        with transaction.atomic():
            for day, keys in by_day.items():
                Task.objects.filter(pk__in=keys, next_on=None).update(next_on=day)
        here.on()


def _look_on(here: Day, kind: str, rrule: str, done: date) -> date:
    """When to look at the rhythm again, all days up to `done` being done."""
    comes = next_after(rrule, done)
    if comes is None:
        return WITHOUT_END
    if kind == TaskKind.STANDING:
        return here.calendar.add_working_days(comes, -_report_days(here))
    return max(done + _DAY, comes - LEAD * _DAY)


def _report_days(here: Day) -> int:
    return max((rule.days for rule in here.rules if rule.trigger == Trigger.REPORT_DUE), default=3)


# Instances.


def _instances_once(here: Day, series: list[Task]) -> None:
    try:
        _instances(here, series)
    except IntegrityError:  # another clock was at it: look again at what it made
        _instances(here, series)


@transaction.atomic
def _instances(here: Day, series: list[Task]) -> None:
    """Makes the instances that are due to be made, of up to `BATCH` series, in a constant number of queries."""
    if not series:
        return
    keys = [task.pk for task in series]
    wholes = set(
        Task.objects.filter(parent_id__in=keys, is_own_part=False)
        .order_by()
        .values_list("parent_id", flat=True)
        .distinct()
    )
    made = (
        Task.objects.filter(series_id__in=keys)
        .order_by()
        .values("series_id")
        .annotate(last=Max("occurrence"))
    )
    last_of = {row["series_id"]: row["last"] for row in made}
    rows: list[Task] = []
    looks: dict[date, list[int]] = {}
    for task in series:
        done = max(last_of.get(task.pk) or here.day - _DAY, here.day - MISSED * _DAY)
        if task.status in _SERIES_RUNS and task.pk not in wholes:
            done = _deal(here, task, done, rows)
        # A series that is suspended, or whose parts have rhythms of their own, is looked at again as if all were done.
        again = _look_on(here, task.kind, task.rrule, done)
        looks.setdefault(max(again, here.day + _DAY), []).append(task.pk)
    if rows:
        _store(here, rows)
    for day, keys in looks.items():
        Task.objects.filter(pk__in=keys).update(next_on=day)


def _deal(here: Day, series: Task, done: date, rows: list[Task]) -> date:
    """Adds the instances that are to be made; gives the last day of the rhythm that is done."""
    while (comes := next_after(series.rrule, done)) is not None:
        if max(done + _DAY, comes - LEAD * _DAY) > here.day:
            break
        due = due_of(series.rrule, comes, here.calendar)
        if due is not None:
            rows.append(_instance(series, comes, due))
        done = comes
    return done


def _instance(series: Task, comes: date, due: date) -> Task:
    given = {name: getattr(series, name) for name in _COPIED}
    title = f"{series.title} ({comes:%d/%m/%Y})"
    text = given.pop("search_text")
    return Task(
        **given | {"title": title},
        kind=TaskKind.ONE_OFF,
        status=TaskStatus.NOT_STARTED,
        due_date=due,
        series=series,
        occurrence=comes,
        search_text=f"{text} {fold(f'{comes:%d/%m/%Y}')}",
    )


def _store(here: Day, rows: list[Task]) -> None:
    Task.objects.bulk_create(rows, batch_size=BATCH)
    parties: dict[int, list[TaskParty]] = {}
    for party in TaskParty.objects.filter(task_id__in={task.series_id for task in rows}).order_by("pk"):
        parties.setdefault(party.task_id, []).append(party)
    copied = [
        TaskParty(
            task=task,
            role=party.role,
            unit_id=party.unit_id,
            person_id=party.person_id,
            name=party.name,
            agency_id=party.agency_id,
            own_part=party.own_part,
        )
        for task in rows
        for party in parties[task.series_id or 0]
    ]
    TaskParty.objects.bulk_create(copied, batch_size=BATCH)
    settle(task.pk for task in rows)
    changes = [
        Change("task", task.uid, {"title": task.title, "due_date": task.due_date, "series": task.series.uid,
                                  "occurrence": task.occurrence})
        for task in rows if task.series is not None
    ]  # fmt: skip
    record(workspace=here.workspace, actor=None, action="tasks.recur", changes=changes)
    here.counts.instances += len(rows)


# Standing duties.


def _duties(here: Day, rule: EscalationRule, duties: list[Task]) -> None:
    """Reminds of the day on which a standing duty is to be reported on."""
    found, looks = [], {}
    for task in duties:
        comes = next_after(task.rrule, here.day - _DAY)
        if comes is None:
            looks.setdefault(WITHOUT_END, []).append(task.pk)
            continue
        if here.calendar.add_working_days(comes, -rule.days) <= here.day:
            if task.status in AT_WORK:
                found.append(Found(task, comes))
            comes = next_after(task.rrule, comes) or WITHOUT_END
        again = here.calendar.add_working_days(comes, -rule.days) if comes != WITHOUT_END else comes
        looks.setdefault(max(again, here.day + _DAY), []).append(task.pk)
    with transaction.atomic():
        if found:
            remind_of(here, rule, found)
        for day, keys in looks.items():
            Task.objects.filter(pk__in=keys).update(next_on=day)
