"""The list of tasks: what a person may see of it, filtered, page by page, with a number for each tab.

A list is a merge of short walks along the index of `Listing`, one for each holder (agency, unit, person) and stage,
from the cursor until the page is full. So its cost hangs on the length of the page, neither on how many tasks there
are nor on how many are the person's own (docs/decisions/0011).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from sauro.documents.models import Document
from sauro.organisation.access import Access
from sauro.tasks.clarity import incomplete
from sauro.tasks.deadlines import DUE_SOON_DAYS, DeadlineState
from sauro.tasks.models import (
    WITHOUT_END,
    HandlingRole,
    Listing,
    Stage,
    Task,
    TaskKind,
    TaskParty,
    TaskStatus,
)
from sauro.tasks.queries import Names, RollUp, names_in, roll_ups
from sauro.vietnamese.text import fold, nfc

PAGE = 15
MOST = 1000  # a tab counts so far and no further: '1.000+'
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asks of the list; the empty value of each asks nothing."""

    tab: str = "open"
    search: str = ""
    unit_id: int | None = None
    work_field_id: int | None = None
    leader_id: int | None = None
    document_id: int | None = None
    status: str = ""
    deadline: str = ""
    kind: str = ""
    incomplete: bool = False
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class TaskPage:
    rows: list[Task]
    names: dict[int, Names]
    roll_ups: dict[int, RollUp]
    next_cursor: str  # '' on the last page


_OPEN = frozenset({Stage.RUNNING, Stage.STILL, Stage.ACCEPTANCE})
_FINISHED = frozenset({Stage.COMPLETED, Stage.CANCELLED})
_RUNNING = frozenset({Stage.RUNNING})
_EITHER = frozenset({True, False})


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of the listings a tab or a filter asks for, at a moment: a range of stages and one of days.

    `passed`: of what is due today, whether its printed hour has passed. Only a slice that ends today asks for those
    that have, and only one that begins today for those that have not.
    """

    here: dt.datetime  # in the time of the place
    stages: frozenset[Stage] = frozenset(Stage)
    since: dt.date = dt.date.min
    until: dt.date = dt.date.max
    passed: frozenset[bool] = _EITHER

    def __and__(self, other: "Slice") -> "Slice":
        return Slice(
            self.here,
            self.stages & other.stages,
            max(self.since, other.since),
            min(self.until, other.until),
            self.passed & other.passed,
        )

    @property
    def empty(self) -> bool:
        return not self.stages or self.since > self.until or not self.passed

    @property
    def due(self) -> Q:
        """The days and hours, as one range of an index where the hour is left aside."""
        today = self.here.date()
        past = Q(due_order=today, due_time__isnull=False, due_time__lt=self.here.time())
        days = Q()
        if self.since == self.until:
            days = Q(due_order=self.since)
        else:
            days &= Q(due_order__gte=self.since) if self.since > dt.date.min else Q()
            days &= Q(due_order__lte=self.until) if self.until < dt.date.max else Q()
        if self.passed == {True}:
            days &= Q(due_order__lt=today) | past
        elif self.passed == {False}:
            days &= ~past
        return days

    def holds(self, stage: int, due_order: dt.date, due_time: dt.time | None) -> bool:
        """Whether a listing is in the slice: as `due` and the stages have it."""
        past = due_time is not None and due_time < self.here.time()
        return (
            stage in self.stages
            and self.since <= due_order <= self.until
            and (due_order != self.here.date() or past in self.passed)
        )


def in_state(state: str, here: dt.datetime) -> Slice:
    """Open tasks in a deadline state: the same line as `deadlines.deadline_state`, in SQL."""
    today = here.date()
    soon = today + DUE_SOON_DAYS * _DAY
    match state:
        case DeadlineState.OVERDUE:
            return Slice(here, _RUNNING, until=today, passed=frozenset({True}))
        case DeadlineState.DUE_TODAY:
            return Slice(here, _RUNNING, since=today, until=today, passed=frozenset({False}))
        case DeadlineState.DUE_SOON:
            return Slice(here, _RUNNING, since=today + _DAY, until=soon)
        case DeadlineState.ON_TRACK:
            return Slice(here, _RUNNING, since=soon + _DAY, until=WITHOUT_END - _DAY)
        case DeadlineState.NO_DEADLINE:
            return Slice(here, _RUNNING, since=WITHOUT_END, until=WITHOUT_END)
    raise ValueError(state)


def _soon(here: dt.datetime) -> Slice:
    """Due today or soon."""
    today = here.date()
    return Slice(here, _RUNNING, since=today, until=today + DUE_SOON_DAYS * _DAY, passed=frozenset({False}))


# The tabs in their order; 'soon' holds what is due today as well.
TABS: dict[str, Callable[[dt.datetime], Slice]] = {
    "open": lambda here: Slice(here, _OPEN),
    "overdue": lambda here: in_state(DeadlineState.OVERDUE, here),
    "soon": _soon,
    "acceptance": lambda here: Slice(here, frozenset({Stage.ACCEPTANCE})),
    "undated": lambda here: in_state(DeadlineState.NO_DEADLINE, here),
    "completed": lambda here: Slice(here, frozenset({Stage.COMPLETED})),
    "all": Slice,
}
NEWEST_FIRST = frozenset({"completed", "all"})
# Where the tasks of a status are; of the others some run and some are standing duties.
_STAGES_OF: dict[str, frozenset[Stage]] = {
    TaskStatus.COMPLETED: frozenset({Stage.COMPLETED}),
    TaskStatus.CANCELLED: frozenset({Stage.CANCELLED}),
    TaskStatus.PENDING_ACCEPTANCE: frozenset({Stage.ACCEPTANCE}),
    TaskStatus.SUSPENDED: frozenset({Stage.STILL}),
}
_NOT_STILL = frozenset({Stage.RUNNING, Stage.STILL})


def holders_of(access: Access) -> list[str]:
    """In whose listings the person finds his tasks: the same tasks that `queries.visible` gives, of an order to
    several units the whole where he sees all of the agency, and his own part where he does not.
    """
    whole = access.agencies_for("tasks.see_agency")
    held = [f"{kind}{agency}" for agency in sorted(whole) for kind in "ag"]
    held += [
        f"u{unit}"
        for agency, unit in sorted(
            (agency, unit)
            for role, agency, unit in access.posts
            if unit is not None and agency not in whole and unit in access.units_for("tasks.see_unit")
        )
    ]
    if access.person_id is not None and (whole or access.agencies_for("tasks.see_unit")):
        held.append(f"p{access.person_id}")
    return list(dict.fromkeys(held))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the filters ask, apart from the tab."""

    holders: list[str]
    slice: Slice
    rows: QuerySet[Listing]  # those that pass every filter that looks at the task itself
    narrowed: bool  # whether there is such a filter


def _asked(access: Access, filters: Filters, here: dt.datetime) -> _Asked:
    holders = holders_of(access)
    asked, wanted = Q(), Slice(here)
    if filters.unit_id is not None:
        asked &= _in_unit(access, holders, filters.unit_id)
        holders = [f"u{filters.unit_id}"] if holders else []
    simple = {
        "work_field_id": filters.work_field_id,
        "accountable_leader_id": filters.leader_id,
        "status": filters.status or None,
        "kind": filters.kind or None,
    }
    asked &= Q(**{name: value for name, value in simple.items() if value is not None})
    if filters.status:
        wanted &= Slice(here, _STAGES_OF.get(filters.status, _NOT_STILL))
    if filters.kind == TaskKind.STANDING:
        wanted &= Slice(here, frozenset(Stage) - _RUNNING)
    if filters.deadline:
        wanted &= in_state(filters.deadline, here)
    if filters.incomplete:
        asked &= incomplete()
    for word in fold(nfc(filters.search)).split():
        asked &= Q(search_text__contains=word)
    rows = Listing.objects.all()
    if filters.document_id is not None:  # a join: few tasks have one source, and its index finds them
        rows = rows.filter(task__document_id=filters.document_id)
    if asked:  # looked up task by task along the walk, which ends when the page is full
        rows = rows.filter(Exists(Task.objects.filter(asked, pk=OuterRef("task_id"))))
    return _Asked(holders, wanted, rows, narrowed=bool(asked) or filters.document_id is not None)


def _in_unit(access: Access, holders: list[str], unit_id: int) -> Q:
    """Tasks that the unit leads or supports, among those that the person may see."""
    roles = (HandlingRole.LEAD, HandlingRole.SUPPORT)
    acts = Q(Exists(TaskParty.objects.filter(task=OuterRef("pk"), unit_id=unit_id, role__in=roles)))
    if f"u{unit_id}" in holders:
        return acts
    seen = Q(agency_id__in=access.agencies_for("tasks.see_agency"))
    seen |= Exists(Listing.objects.filter(task=OuterRef("pk"), holder__in=holders))
    if f"p{access.person_id}" in holders:
        seen |= Q(accountable_leader_id=access.person_id)  # the parts of an order for which he answers
    return acts & seen


def page_of(
    access: Access,
    filters: Filters,
    *,
    cursor: str = "",
    now: dt.datetime | None = None,
    size: int = PAGE,
) -> TaskPage:
    """A page in the order of dates (no date last), or newest first. `cursor` is where the page before ended: rows that
    come in between neither repeat nor skip a task. Three queries.
    """
    newest = filters.newest_first or filters.tab in NEWEST_FIRST
    here = timezone.localtime(now)
    asked = _asked(access, filters, here)
    wanted = TABS.get(filters.tab, TABS["open"])(here) & asked.slice
    order = ("-task_id",) if newest else ("due_order", "task_id")
    walks = [
        asked.rows.filter(part, wanted.due, behind, holder=_HOLDER)
        .order_by(*order)
        .values("task_id", "due_order")[: size + 1]
        for part in _parts(wanted, newest=newest, loose=filters.tab == "all" and not filters.deadline)
        for behind in _behind(cursor, newest=newest)
    ]
    found = _rows(_for_each(asked.holders, walks), newest=newest, most=size + 1)
    rows, last = found[:size], found[size - 1] if len(found) > size else None
    chosen = [task.pk for task in rows]
    next_cursor = "" if last is None else str(last.pk) if newest else f"{last.due_order:%Y%m%d}.{last.pk}"
    return TaskPage(
        rows,
        names=names_in(chosen) if chosen else {},
        roll_ups=roll_ups(chosen) if chosen else {},
        next_cursor=next_cursor,
    )


def _between(stages: frozenset[Stage]) -> Q:
    """The stages as one range of an index: those that a list asks for together stand side by side."""
    if stages == frozenset(Stage):
        return Q()
    first, last = min(stages), max(stages)
    return Q(stage=first) if first == last else Q(stage__gte=first, stage__lte=last)


def _parts(wanted: Slice, *, newest: bool, loose: bool) -> list[Q]:
    """The stages as conditions under each of which an index stands in the order of the list.

    `loose`: the filters ask the task itself for what its stage would say as well.
    """
    if wanted.empty:
        return []
    if newest and not wanted.stages <= _FINISHED:
        return [Q() if loose else _between(wanted.stages)]
    # What is finished stands at one day in the listings, so that its index is in the order of its making.
    finished = Q(due_order=WITHOUT_END) if newest else Q()
    return [finished & Q(stage=stage) for stage in sorted(wanted.stages)]


Written = tuple[str, tuple[Any, ...]]  # a statement and its values
_HOLDER = "?"  # stands for a holder in a walk that is written once and sent for each of them


def _for_each(holders: list[str], walks: list[QuerySet[Listing, Any]]) -> list[Written]:
    """The walks of every holder, written out: Django puts no walks with an end together on SQLite."""
    written = [walk.query.sql_with_params() for walk in walks]
    return [
        (statement, tuple(holder if value == _HOLDER else value for value in values))
        for holder in holders
        for statement, values in written
    ]


def _union(walks: list[Written]) -> Written:
    """All walks together, each task once."""
    parts = [f"SELECT * FROM ({statement}) walk_{n}" for n, (statement, _) in enumerate(walks)]  # noqa: S608
    return " UNION ".join(parts), tuple(value for _, values in walks for value in values)


def _rows(walks: list[Written], *, newest: bool, most: int) -> list[Task]:
    """The first tasks of all walks together, with what a row shows; never the long texts of the source. One query.

    What is first of all is among the first of its own walk.
    """
    if not walks:
        return []
    together, values = _union(walks)
    order = "task_id DESC" if newest else "due_order, task_id"
    first = f"SELECT task_id FROM ({together}) merged ORDER BY {order} LIMIT {most:d}"  # noqa: S608
    found = Task.objects.filter(pk__in=RawSQL(first, values))  # noqa: S611 - written by Django, values apart
    found = found.order_by(*(("-pk",) if newest else ("due_order", "pk")))
    return list(found.select_related("document").only(*_SHOWN))


_SHOWN = (
    *("uid", "agency_id", "parent_id", "title", "kind", "status", "due_date", "due_time", "due_order"),
    *("due_text", "rrule", "deliverable", "authority", "accountable_leader_id", "progress_percent"),
    *("section", "finished_at", "proposed", "document__reference_number", "document__document_type"),
)


def _behind(cursor: str, *, newest: bool) -> list[Q]:
    """The rows behind the cursor, as ranges of an index; a cursor that is none is the beginning."""
    day, _, pk = cursor.rpartition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return [Q()]
    if newest:
        return [Q(task_id__lt=int(pk))] if not day else [Q()]
    try:
        due = dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return [Q()]
    return [Q(due_order=due, task_id__gt=int(pk)), Q(due_order__gt=due)]


@dataclass(frozen=True, slots=True)
class Count1000:
    """A number that stops at MOST."""

    value: int

    @property
    def capped(self) -> bool:
        return self.value > MOST

    @property
    def shown(self) -> int:
        return min(self.value, MOST)


def counts(access: Access, filters: Filters, now: dt.datetime | None = None) -> dict[str, Count1000]:
    """For each tab how many tasks it holds under the other filters, up to MOST. One query, or two where a filter looks
    at the task itself.
    """
    here = timezone.localtime(now)
    asked = _asked(access, replace(filters, tab="all"), here)
    slices = {tab: slice_of(here) & asked.slice for tab, slice_of in TABS.items()}
    few = _few(asked)
    if few is not None:
        return {tab: Count1000(sum(each.holds(*row) for row in few)) for tab, each in slices.items()}
    numbers: dict[str, Written] = {}
    for tab, wanted in slices.items():
        if not wanted.empty:
            rows = asked.rows.filter(_between(wanted.stages), wanted.due, holder=_HOLDER)
            # Ordered as an index is, so that PostgreSQL walks it and stops instead of gathering all that fits.
            every = len(wanted.stages) == len(Stage)
            rows = rows.order_by(*(("task_id",) if every else ("stage", "due_order", "task_id")))
            numbers[tab] = _number(_for_each(asked.holders, [rows.values("task_id")[: MOST + 1]]))
    statement = f"SELECT {', '.join(each for each, _ in numbers.values())}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _, values in numbers.values() for value in values])
        found = dict(zip(numbers, cursor.fetchone(), strict=True))
    return {tab: Count1000(found.get(tab, 0)) for tab in TABS}


def _few(asked: _Asked) -> list[tuple[int, dt.date, dt.time | None]] | None:
    """Stage, day and hour of each task that the filters leave, where they are few; None where they are many.

    One walk for all tabs: what is rare makes a walk long.
    """
    if not asked.holders or asked.slice.empty:
        return []
    if not asked.narrowed:
        return None
    rows = asked.rows.filter(_between(asked.slice.stages), asked.slice.due, holder__in=asked.holders)
    found = list(rows.values_list("task_id", "stage", "due_order", "due_time")[: MOST + 1])
    return None if len(found) > MOST else [row[1:] for row in {row[0]: row for row in found}.values()]


def _number(walks: list[Written]) -> Written:
    """How many tasks the walks hold together; where the first, the widest, holds more than MOST, it alone is looked at."""
    (statement, first), (together, every) = walks[0], _union(walks)
    alone = f"(SELECT COUNT(*) FROM ({statement}) held)"  # noqa: S608 - written by Django, values apart
    if len(walks) == 1:
        return alone, first
    exact = f"(SELECT COUNT(*) FROM ({together}) held)"  # noqa: S608
    return f"CASE WHEN {alone} > {MOST:d} THEN {MOST + 1:d} ELSE {exact} END", (*first, *every)


def sources(access: Access, *, most: int = 50, among: int = 300) -> QuerySet[Document]:
    """The sources of the newest tasks that the person sees, newest first: what the filter of the source offers.

    Rows show the numbers of these documents too; opening one asks `documents`.
    """
    condition = Q(pk__in=[])
    for holder in holders_of(access):
        newest = Listing.objects.filter(holder=holder).order_by("-task_id")
        condition |= Q(pk__in=newest.values("task__document_id")[:among])
    found = Document.objects.filter(condition, workspace_id=access.user.workspace_id)
    return found.only("uid", "reference_number", "subject", "file_name").order_by("-id")[:most]
