"""The list of tasks: what a person may see of it, filtered, page by page, with a number for each tab.

A page is a walk along an index from the cursor until it is full, one walk for each agency of which the person sees
all, and one over the tasks in which he or his unit is. So its cost hangs on the length of the page, not of the table.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sauro.documents.models import Document
from sauro.identity.models import Workspace
from sauro.organisation.access import Access
from sauro.tasks.clarity import incomplete
from sauro.tasks.deadlines import CLOCK_STANDS, DUE_SOON_DAYS, DeadlineState
from sauro.tasks.models import WITHOUT_END, HandlingRole, Task, TaskKind, TaskParty, TaskStatus
from sauro.tasks.queries import Names, RollUp, names_in, party_tasks, roll_ups
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


Condition = Callable[[dt.datetime], Q]


def _running() -> Q:
    """Open tasks whose clock runs."""
    return Q(~Q(status__in=CLOCK_STANDS), ~Q(kind=TaskKind.STANDING), finished_at=None)


def _past_hour(now: dt.datetime) -> Q:
    """Due today at an hour that is printed and has passed."""
    here = timezone.localtime(now)
    return Q(due_order=here.date(), due_time__isnull=False, due_time__lt=here.time())


def _soon(now: dt.datetime) -> Q:
    """Due today or soon, as one range of an index."""
    today = timezone.localdate(now)
    return (
        _running() & Q(due_order__gte=today, due_order__lte=today + DUE_SOON_DAYS * _DAY) & ~_past_hour(now)
    )


def in_state(state: str, now: dt.datetime) -> Q:
    """Open tasks in a deadline state: the same line as `deadlines.deadline_state`, in SQL."""
    today = timezone.localdate(now)
    running = _running()
    match state:
        case DeadlineState.OVERDUE:
            return running & Q(due_order__lte=today) & (Q(due_order__lt=today) | _past_hour(now))
        case DeadlineState.DUE_TODAY:
            return running & Q(due_order=today) & ~_past_hour(now)
        case DeadlineState.DUE_SOON:
            return running & Q(due_order__gt=today, due_order__lte=today + DUE_SOON_DAYS * _DAY)
        case DeadlineState.ON_TRACK:
            return running & Q(due_order__gt=today + DUE_SOON_DAYS * _DAY, due_order__lt=WITHOUT_END)
        case DeadlineState.NO_DEADLINE:
            return running & Q(due_order=WITHOUT_END)
    raise ValueError(state)


# The tabs in their order; 'soon' holds what is due today as well.
TABS: dict[str, Condition] = {
    "open": lambda now: Q(finished_at=None),  # noqa: ARG005
    "overdue": lambda now: in_state(DeadlineState.OVERDUE, now),
    "soon": _soon,
    "acceptance": lambda now: Q(status=TaskStatus.PENDING_ACCEPTANCE),  # noqa: ARG005
    "undated": lambda now: in_state(DeadlineState.NO_DEADLINE, now),
    "completed": lambda now: Q(status=TaskStatus.COMPLETED),  # noqa: ARG005
    "all": lambda now: Q(),  # noqa: ARG005
}
NEWEST_FIRST = frozenset({"completed", "all"})


def _branches(access: Access, *, whole_orders: bool) -> list[QuerySet[Task]]:
    """Disjoint sets that make up what the person sees.

    `whole_orders`: of an order to several units only the parent, where he sees all of the agency.
    """
    agencies = sorted(access.agencies_for("tasks.see_agency"))
    found = []
    for agency in agencies:
        branch = Task.objects.filter(agency_id=agency)
        found.append(branch.filter(parent=None) if whole_orders else branch)
    arms = party_tasks(access)
    if arms:
        ids = arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]
        found.append(Task.objects.filter(pk__in=ids).exclude(agency_id__in=agencies))
    return found


def _asked(filters: Filters, now: dt.datetime) -> Q:
    """The condition of the filters."""
    asked = TABS.get(filters.tab, TABS["open"])(now)
    if filters.unit_id is not None:
        roles = (HandlingRole.LEAD, HandlingRole.SUPPORT)
        asked &= Q(
            Exists(TaskParty.objects.filter(task=OuterRef("pk"), unit_id=filters.unit_id, role__in=roles))
        )
    simple = {
        "work_field_id": filters.work_field_id,
        "accountable_leader_id": filters.leader_id,
        "document_id": filters.document_id,
        "status": filters.status or None,
        "kind": filters.kind or None,
    }
    asked &= Q(**{name: value for name, value in simple.items() if value is not None})
    if filters.deadline:
        asked &= in_state(filters.deadline, now)
    if filters.incomplete:
        asked &= incomplete()
    for word in fold(nfc(filters.search)).split():
        asked &= Q(search_text__contains=word)
    return asked


def page_of(
    access: Access,
    filters: Filters,
    *,
    cursor: str = "",
    now: dt.datetime | None = None,
    size: int = PAGE,
) -> TaskPage:
    """A page in the order of dates (no date last), or newest first. `cursor` is where the page before ended: rows that
    come in between neither repeat nor skip a task. Four queries and one for each agency of which the person sees all.
    """
    moment = now or timezone.now()
    newest = filters.newest_first or filters.tab in NEWEST_FIRST
    asked = _asked(filters, moment) & _behind(cursor, newest=newest)
    keys: list[tuple[Any, ...]] = []
    for branch in _branches(access, whole_orders=filters.unit_id is None):
        keys += (
            branch.filter(asked).order_by(*_order(newest=newest)).values_list("pk", "due_order")[: size + 1]
        )
    keys.sort(key=(lambda key: -key[0]) if newest else (lambda key: (key[1], key[0])))
    chosen = [pk for pk, _ in keys[:size]]
    rows = _rows(chosen)
    last = rows[-1] if len(keys) > size else None
    next_cursor = "" if last is None else str(last.pk) if newest else f"{last.due_order:%Y%m%d}.{last.pk}"
    return TaskPage(
        rows,
        names=names_in(chosen) if chosen else {},
        roll_ups=roll_ups(chosen) if chosen else {},
        next_cursor=next_cursor,
    )


def _order(*, newest: bool) -> tuple[str, ...]:
    """The order of a list; counting goes the same way, so that it walks the same index."""
    return ("-pk",) if newest else ("due_order", "pk")


def _rows(chosen: Sequence[int]) -> list[Task]:
    """The tasks of a page with what a row shows; never the long texts of the source."""
    found = (
        Task.objects.filter(pk__in=chosen)
        .select_related("document")
        .only(
            *(
                "uid",
                "agency_id",
                "parent_id",
                "title",
                "kind",
                "status",
                "due_date",
                "due_time",
                "due_order",
            ),
            *("due_text", "rrule", "deliverable", "authority", "accountable_leader_id", "progress_percent"),
            *("section", "finished_at", "proposed", "document__reference_number", "document__document_type"),
        )
    )
    by_pk = {task.pk: task for task in found}
    return [by_pk[pk] for pk in chosen if pk in by_pk]


def _behind(cursor: str, *, newest: bool) -> Q:
    """The rows behind the cursor; a cursor that is none is the beginning."""
    day, _, pk = cursor.rpartition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return Q()
    if newest:
        return Q(pk__lt=int(pk)) if not day else Q()
    try:
        due = dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return Q()
    return Q(due_order__gte=due) & (Q(due_order__gt=due) | Q(pk__gt=int(pk)))


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


class _CountOf(Subquery):
    """How many rows a query gives, within another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted_rows)"


def counts(access: Access, filters: Filters, now: dt.datetime | None = None) -> dict[str, Count1000]:
    """For each tab how many tasks it holds under the other filters, up to MOST. Two queries."""
    moment = now or timezone.now()
    rest = replace(filters, tab="all")
    asked = _asked(rest, moment)
    totals = dict.fromkeys(TABS, 0)
    agencies = access.agencies_for("tasks.see_agency")
    branches = [branch.filter(asked) for branch in _branches(access, whole_orders=filters.unit_id is None)]
    walks, others = branches[: len(agencies)], branches[len(agencies) :]
    if walks:
        counted: dict[str, Any] = {
            f"{tab}_{number}": _CountOf(
                branch.filter(condition(moment))
                .order_by(*_order(newest=tab in NEWEST_FIRST))
                .values("pk")[: MOST + 1]
            )
            for tab, condition in TABS.items()
            for number, branch in enumerate(walks)
        }
        row = Workspace.objects.filter(pk=access.user.workspace_id).values(**counted).get()
        for tab in TABS:
            totals[tab] += sum(row[f"{tab}_{number}"] for number in range(len(walks)))
    for branch in others:
        row = branch.aggregate(
            **{tab: Count("pk", filter=condition(moment)) for tab, condition in TABS.items()}
        )
        for tab in TABS:
            totals[tab] += row[tab]
    return {tab: Count1000(total) for tab, total in totals.items()}


def sources(access: Access, *, most: int = 50, among: int = 300) -> QuerySet[Document]:
    """The sources of the newest tasks that the person sees, newest first: what the filter of the source offers.

    Rows show the numbers of these documents too; opening one asks `documents`.
    """
    arms = [
        Task.objects.filter(agency_id=agency).order_by("-pk").values("document_id")[:among]
        for agency in sorted(access.agencies_for("tasks.see_agency"))
    ]
    units = access.units_for("tasks.see_unit")
    if units:
        led = TaskParty.objects.filter(unit_id__in=units, role=HandlingRole.LEAD)
        arms.append(led.order_by("-task_id").values("task__document_id")[:among])
    condition = Q(pk__in=[])
    for arm in arms:
        condition |= Q(pk__in=arm)
    found = Document.objects.filter(condition, workspace_id=access.user.workspace_id)
    return found.only("uid", "reference_number", "subject", "file_name").order_by("-id")[:most]
