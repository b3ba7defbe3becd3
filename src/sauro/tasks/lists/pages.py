"""A page of the list in the order of dates, and a number for each tab."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from sauro.documents.models import Document
from sauro.organisation.access import ROLES, Access
from sauro.organisation.models import Person, Post, holds_on
from sauro.tasks.lists.filters import NEWEST_FIRST, TABS, Asked, Filters, asked_of, holders_of
from sauro.tasks.lists.walks import (
    HOLDER,
    Written,
    behind,
    between,
    cursor_of,
    first_of,
    for_each,
    number,
    parts,
)
from sauro.tasks.models import Listing, Stage, Task
from sauro.tasks.queries import Names, RollUp, names_in, roll_up_of, with_roll_up

PAGE = 15
MOST = 1000  # a tab counts so far and no further: '1.000+'


@dataclass(frozen=True, slots=True)
class TaskPage:
    rows: list[Task]
    names: dict[int, Names]
    roll_ups: dict[int, RollUp]
    next_cursor: str  # '' on the last page


def page_of(
    access: Access,
    filters: Filters,
    *,
    cursor: str = "",
    now: dt.datetime | None = None,
    size: int = PAGE,
    also: tuple[str, ...] = (),
) -> TaskPage:
    """A page in the order of dates (no date last), or newest first. `cursor` is where the page before ended: rows that
    come in between neither repeat nor skip a task. `also`: fields of a task beyond those of every row. Two queries.
    """
    newest = is_newest_first(filters)
    walks = walks_of(access, filters, timezone.localtime(now), most=size + 1, cursor=cursor)
    found = rows_of(walks, newest=newest, most=size + 1, also=also)
    rows, last = found[:size], found[size - 1] if len(found) > size else None
    return page_with(rows, next_cursor="" if last is None else cursor_of(last, newest=newest))


def page_with(rows: list[Task], next_cursor: str = "") -> TaskPage:
    """These rows (`as_rows`) with what stands beside them. One query."""
    chosen = [task.pk for task in rows]
    return TaskPage(rows, names_in(chosen) if chosen else {}, roll_ups_of(rows), next_cursor)


def roll_ups_of(rows: list[Task]) -> dict[int, RollUp]:
    told = {task.pk: roll_up_of(task) for task in rows}
    return {pk: roll_up for pk, roll_up in told.items() if roll_up}


def is_newest_first(filters: Filters) -> bool:
    return filters.newest_first or filters.tab in NEWEST_FIRST


def walks_of(
    access: Access, filters: Filters, here: dt.datetime, *, most: int, cursor: str = ""
) -> list[Written]:
    """The walks whose first `most` rows are the list from the cursor. `here`: the moment, in the time of the place."""
    newest = is_newest_first(filters)
    asked = asked_of(access, filters, here)
    wanted = asked.among(TABS.get(filters.tab, TABS["open"])(here, asked.soon))
    order = ("-task_id",) if newest else ("due_order", "task_id")
    walks = [
        asked.rows.filter(part, wanted.due, beyond, holder=HOLDER)
        .order_by(*order)
        .values("task_id", "due_order")[:most]
        for part in parts(wanted, newest=newest, loose=filters.tab == "all" and not filters.deadline)
        for beyond in behind(cursor, newest=newest)
    ]
    return for_each(asked.holders, walks)


def rows_of(walks: list[Written], *, newest: bool, most: int, also: tuple[str, ...] = ()) -> list[Task]:
    """The first tasks of all walks together, with what a row shows. One query."""
    if not walks:
        return []
    found = Task.objects.filter(pk__in=first_of(walks, newest=newest, most=most))
    return list(as_rows(found, also).order_by(*(("-pk",) if newest else ("due_order", "pk"))))


_SHOWN = (
    *("uid", "version", "agency_id", "parent_id", "title", "kind", "status", "due_date", "due_time"),
    *("due_order", "due_text", "rrule", "deliverable", "authority", "accountable_leader_id"),
    "assigner_id",
    *("progress_percent", "section", "finished_at", "proposed", "created_at", "received_at"),
    *("next_milestone", "priority"),
    *("document__reference_number", "document__document_type"),
)


def as_rows(tasks: QuerySet[Task], also: tuple[str, ...] = ()) -> QuerySet[Task]:
    """What a row shows and no more; never the long texts of the source."""
    joined = sorted({"document", *(name.partition("__")[0] for name in also if "__" in name)})
    return with_roll_up(tasks).select_related(*joined).only(*_SHOWN, *also)


@dataclass(frozen=True, slots=True)
class Count:
    """A number that stops at `most`."""

    value: int
    most: int = MOST

    @property
    def capped(self) -> bool:
        return self.value > self.most

    @property
    def shown(self) -> int:
        return min(self.value, self.most)


def counts(access: Access, filters: Filters, now: dt.datetime | None = None) -> dict[str, Count]:
    """For each tab how many tasks it holds under the other filters, up to MOST. One query, or two where a filter looks
    at the task itself.
    """
    here = timezone.localtime(now)
    asked = asked_of(access, replace(filters, tab="all"), here)
    slices = {tab: asked.among(slice_of(here, asked.soon)) for tab, slice_of in TABS.items()}
    few = _few(asked)
    if few is not None:
        return {tab: Count(sum(each.holds(*row) for row in few)) for tab, each in slices.items()}
    numbers: dict[str, Written] = {}
    for tab, wanted in slices.items():
        if not wanted.empty:
            rows = asked.rows.filter(between(wanted.stages), wanted.due, holder=HOLDER)
            # Ordered as an index is, so that PostgreSQL walks it and stops instead of gathering all that fits.
            every = len(wanted.stages) == len(Stage)
            rows = rows.order_by(*(("task_id",) if every else ("stage", "due_order", "task_id")))
            numbers[tab] = number(for_each(asked.holders, [rows.values("task_id")[: MOST + 1]]), MOST)
    statement = f"SELECT {', '.join(each for each, _ in numbers.values())}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _, values in numbers.values() for value in values])
        found = dict(zip(numbers, cursor.fetchone(), strict=True))
    return {tab: Count(found.get(tab, 0)) for tab in TABS}


def _few(asked: Asked) -> list[tuple[int, dt.date, dt.time | None]] | None:
    """Stage, day and hour of each task that the filters leave, where they are few; None where they are many.

    One walk for all tabs: what is rare makes a walk long.
    """
    if not asked.holders or asked.slice.empty:
        return []
    if not asked.narrowed:
        return None
    rows = asked.rows.filter(between(asked.slice.stages), asked.slice.due, holder__in=asked.holders)
    found = list(rows.values_list("task_id", "stage", "due_order", "due_time")[: MOST + 1])
    return None if len(found) > MOST else [row[1:] for row in {row[0]: row for row in found}.values()]


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


def assigners(access: Access) -> QuerySet[Person]:
    """Who may have given a task: those who hold a post today in which one does, with a login."""
    posts = Post.objects.filter(
        holds_on(access.on), workspace_id=access.user.workspace_id, role__in=ROLES["tasks.assign"]
    )
    found = Person.objects.filter(pk__in=posts.values("person_id"), user__isnull=False)
    return found.order_by("sort_key", "id")
