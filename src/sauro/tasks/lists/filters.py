"""What a person asks of a list of tasks, and where in the listings the answer is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sauro.organisation.access import Access
from sauro.tasks.clarity import incomplete
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.deadlines import DeadlineState
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
from sauro.tasks.queries import people_of, units_of
from sauro.vietnamese.text import fold, nfc

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
    assigner_id: int | None = None  # a user
    status: str = ""
    deadline: str = ""
    kind: str = ""
    incomplete: bool = False
    since: dt.date | None = None  # due on this day or later
    until: dt.date | None = None
    newest_first: bool = False
    within: tuple[str, int] | None = None  # a group of `GROUPINGS` and its key; 0: those that have none


OPEN_STAGES = frozenset({Stage.RUNNING, Stage.STILL, Stage.ACCEPTANCE})
FINISHED_STAGES = frozenset({Stage.COMPLETED, Stage.CANCELLED})
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


def in_state(state: str, here: dt.datetime, soon_days: int) -> Slice:
    """`soon_days`: from how many on a task is due soon (`clock.rules.soon_for`). Open tasks in a deadline state: the same line as `deadlines.deadline_state`, in SQL."""
    today = here.date()
    soon = today + soon_days * _DAY
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


def _soon(here: dt.datetime, days: int) -> Slice:
    """Due today or soon."""
    today = here.date()
    return Slice(here, _RUNNING, since=today, until=today + days * _DAY, passed=frozenset({False}))


# The tabs in their order; 'soon' holds what is due today as well.
TABS: dict[str, Callable[[dt.datetime, int], Slice]] = {
    "open": lambda here, _: Slice(here, OPEN_STAGES),
    "overdue": lambda here, soon: in_state(DeadlineState.OVERDUE, here, soon),
    "soon": _soon,
    "acceptance": lambda here, _: Slice(here, frozenset({Stage.ACCEPTANCE})),
    "undated": lambda here, soon: in_state(DeadlineState.NO_DEADLINE, here, soon),
    "completed": lambda here, _: Slice(here, frozenset({Stage.COMPLETED})),
    "all": lambda here, _: Slice(here),
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


# What rows may be grouped by: the field of a task that is the key of its group; a unit's is with the lead party.
GROUPINGS: dict[str, str] = {
    "unit": "unit_id",
    "leader": "accountable_leader_id",
    "source": "document_id",
    "field": "work_field_id",
}


def _within(group: tuple[str, int]) -> Q:
    by, key = group
    if by == "unit":
        lead = TaskParty.objects.filter(task=OuterRef("pk"), role=HandlingRole.LEAD)
        return Q(Exists(lead.filter(unit_id=key) if key else lead.filter(unit=None)))
    return Q(**{GROUPINGS[by]: key}) if key else Q(**{f"{GROUPINGS[by]}__isnull": True})


def holders_of(access: Access) -> list[str]:
    """In whose listings the person finds his tasks: the same tasks that `queries.visible` gives, of an order to
    several units the whole where he sees all of the agency, and his own part where he does not.
    """
    whole = access.agencies_for("tasks.see_agency")
    held = [f"{kind}{agency}" for agency in sorted(whole) for kind in "ag"]
    held += [
        f"{kind}{unit}"
        for agency, unit in sorted(units_of(access))
        if agency not in whole
        for kind in ("u", "us")
    ]
    held += [f"{kind}{person}" for person in people_of(access) for kind in ("p", "ps")]
    return list(dict.fromkeys(held))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filters ask, apart from the tab."""

    holders: list[str]
    slice: Slice
    rows: QuerySet[Listing]  # those that pass every filter that looks at the task itself
    narrowed: bool  # whether there is such a filter
    days: Slice  # those between which it is to be due; what is finished stands at no day in the listings
    soon: int  # from how many days on a task is due soon

    def among(self, wanted: Slice) -> Slice:
        """The part of a tab that the filters leave."""
        left = wanted & self.slice
        return left if left.stages & FINISHED_STAGES else left & self.days


def asked_of(access: Access, filters: Filters, here: dt.datetime) -> Asked:
    holders, soon = holders_of(access), soon_for(access)
    asked, wanted = Q(), Slice(here)
    if filters.unit_id is not None:
        asked &= _in_unit(access, holders, filters.unit_id)
        holders = [f"u{filters.unit_id}", f"us{filters.unit_id}"] if holders else []
    simple = {
        "work_field_id": filters.work_field_id,
        "accountable_leader_id": filters.leader_id,
        "status": filters.status or None,
        "kind": filters.kind or None,
        "assigner_id": filters.assigner_id,
        "due_date__gte": filters.since,
        "due_date__lte": filters.until,
    }
    asked &= Q(**{name: value for name, value in simple.items() if value is not None})
    if filters.status:
        wanted &= Slice(here, _STAGES_OF.get(filters.status, _NOT_STILL))
    if filters.kind == TaskKind.STANDING:
        wanted &= Slice(here, frozenset(Stage) - _RUNNING)
    if filters.deadline:
        wanted &= in_state(filters.deadline, here, soon)
    if filters.incomplete:
        asked &= incomplete()
    for word in fold(nfc(filters.search)).split():
        asked &= Q(search_text__contains=word)
    rows = Listing.objects.all()
    if filters.within is not None:
        asked &= _within(filters.within)
    days = Slice(here, since=filters.since or dt.date.min, until=filters.until or dt.date.max)
    if filters.document_id is not None:  # a join: few tasks have one source, and its index finds them
        rows = rows.filter(task__document_id=filters.document_id)
    if asked:  # looked up task by task along the walk, which ends when the page is full
        rows = rows.filter(Exists(Task.objects.filter(asked, pk=OuterRef("task_id"))))
    return Asked(
        holders, wanted, rows, narrowed=bool(asked) or filters.document_id is not None, days=days, soon=soon
    )


def _in_unit(access: Access, holders: list[str], unit_id: int) -> Q:
    """Tasks that the unit leads or supports, among those that the person may see."""
    roles = (HandlingRole.LEAD, HandlingRole.SUPPORT)
    acts = Q(Exists(TaskParty.objects.filter(task=OuterRef("pk"), unit_id=unit_id, role__in=roles)))
    if f"u{unit_id}" in holders:
        return acts
    seen = Q(agency_id__in=access.agencies_for("tasks.see_agency"))
    seen |= Exists(Listing.objects.filter(task=OuterRef("pk"), holder__in=holders))
    people = people_of(access)
    if people:
        seen |= Q(accountable_leader_id__in=people)  # the parts of an order for which he answers
    return acts & seen
