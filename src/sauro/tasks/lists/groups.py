"""The list in groups: by lead unit, accountable leader, source or field, with a number at the head of each.

No index stands in the order of groups. So the first thousand tasks of the list are put in their groups, and where there
are more the page says so; a group itself goes on page by page like every list (`Filters.within`).
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from sauro.organisation.access import Access
from sauro.tasks.lists.filters import GROUPINGS, Filters
from sauro.tasks.lists.pages import MOST, TaskPage, as_rows, is_newest_first, page_with, walks_of
from sauro.tasks.lists.walks import cursor_of, first_of
from sauro.tasks.models import HandlingRole, Task, TaskParty

SHOWN = 5  # rows of a group
HEADS = 20  # groups of a page


@dataclass(slots=True)
class Group:
    """`key` is 0 for what has none: no unit of the ward leads, no leader answers, no source, no field."""

    key: int
    name: str
    number: int
    rows: list[Task] = field(default_factory=list)
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class Grouped:
    """`capped`: only the first MOST tasks were put in groups. `next_first`: the head at which the next page begins."""

    groups: list[Group]
    page: TaskPage
    capped: bool
    next_first: int | None


def groups_of(
    access: Access,
    filters: Filters,
    by: str,
    *,
    first: int = 0,
    now: dt.datetime | None = None,
    also: tuple[str, ...] = (),
) -> Grouped:
    """The groups from the head `first` on (HEADS of them) with the first rows of each. Three queries."""
    newest = is_newest_first(filters)
    walks = walks_of(access, filters, timezone.localtime(now), most=MOST + 1)
    if not walks:
        return Grouped([], page_with([]), capped=False, next_first=None)
    keyed, heads = _keyed(first_of(walks, newest=newest, most=MOST + 1), by, newest=newest)
    members: dict[int, list[int]] = defaultdict(list)
    for pk, key in keyed[:MOST]:
        members[key or 0].append(pk)
    order = ("-pk",) if newest else ("due_order", "pk")
    names = {head.key: head.name for head in heads}
    keys = [head.key for head in sorted(heads, key=lambda head: head.place) if head.key in members]
    keys += [0] if 0 in members else []
    groups = [Group(key, names.get(key, ""), len(members[key])) for key in keys[first : first + HEADS]]
    wanted = {pk: group for group in groups for pk in members[group.key][:SHOWN]}
    for task in as_rows(Task.objects.filter(pk__in=wanted), also).order_by(*order):
        wanted[task.pk].rows.append(task)
    capped = len(keyed) > MOST
    for group in groups:
        if group.rows and (group.number > len(group.rows) or capped):
            group.next_cursor = cursor_of(group.rows[-1], newest=newest)
    return Grouped(
        groups,
        page_with([task for group in groups for task in group.rows]),
        capped=capped,
        next_first=first + HEADS if len(keys) > first + HEADS else None,
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """A group by name. `place`: where it stands: units as in the ward, leaders by given name, sources newest first,
    fields by name.
    """

    key: int
    name: str
    place: tuple[Any, ...]


# What names a head, from the task (for a unit from its lead party), and what of it gives its place.
_NAMED: dict[str, tuple[str, ...]] = {
    "unit": ("unit__name", "unit__agency__order", "unit__agency_id", "unit__order", "unit_id"),
    "leader": ("accountable_leader__full_name", "accountable_leader__sort_key"),
    "source": ("document__reference_number", "document__subject", "document__file_name"),
    "field": ("work_field__name",),
}


def _keyed(first: RawSQL, by: str, *, newest: bool) -> tuple[list[tuple[int, int | None]], list[_Head]]:
    """Each task with the key of its group, in the order of the list, and the heads of the groups. One query."""
    rows: QuerySet[Any]
    if by == "unit":
        order = ("-task_id",) if newest else ("task__due_order", "task_id")
        leads = TaskParty.objects.filter(role=HandlingRole.LEAD, task_id__in=first).order_by(*order)
        rows = leads.values_list("task_id", "unit_id", *_NAMED[by])
    else:
        order = ("-pk",) if newest else ("due_order", "pk")
        rows = (
            Task.objects.filter(pk__in=first).order_by(*order).values_list("pk", GROUPINGS[by], *_NAMED[by])
        )
    keyed, heads = [], {}
    for pk, key, name, *rest in rows:
        keyed.append((pk, key))
        if key and key not in heads:
            if by == "source":
                subject, file_name = rest
                heads[key] = _Head(key, name or subject[:80] or file_name, (-key,))
            else:
                heads[key] = _Head(key, name, tuple(rest) if rest else (name,))
    return keyed, list(heads.values())
