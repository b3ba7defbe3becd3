"""The list in groups: by lead unit, accountable leader, source or field, with a number at the head of each.

No index stands in the order of groups. So the first thousand tasks of the list are put in their groups, and where there
are more the page says so; a group itself goes on page by page like every list (`Filters.within`).
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from sauro.documents.models import Document
from sauro.organisation.access import Access
from sauro.organisation.models import Person, Unit, WorkField
from sauro.tasks.lists.filters import GROUPINGS, Filters, with_lead_unit
from sauro.tasks.lists.pages import MOST, TaskPage, as_rows, is_newest_first, page_with, walks_of
from sauro.tasks.lists.walks import cursor_of, first_of
from sauro.tasks.models import Task

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
    """The groups from the head `first` on (HEADS of them) with the first rows of each. Five queries."""
    newest = is_newest_first(filters)
    walks = walks_of(access, filters, timezone.localtime(now), most=MOST + 1)
    if not walks:
        return Grouped([], page_with([]), capped=False, next_first=None)
    order = ("-pk",) if newest else ("due_order", "pk")
    tasks = Task.objects.filter(pk__in=first_of(walks, newest=newest, most=MOST + 1)).order_by(*order)
    tasks = with_lead_unit(tasks) if by == "unit" else tasks
    keyed = list(tasks.values_list("pk", GROUPINGS[by]))
    members: dict[int, list[int]] = defaultdict(list)
    for pk, key in keyed[:MOST]:
        members[key or 0].append(pk)
    names = _names(access, by, members)
    heads = [key for key in names if key in members] + [key for key in members if key not in names and key]
    heads += [0] if 0 in members else []
    groups = [Group(key, names.get(key, ""), len(members[key])) for key in heads[first : first + HEADS]]
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
        next_first=first + HEADS if len(heads) > first + HEADS else None,
    )


def _names(access: Access, by: str, keys: dict[int, list[int]]) -> dict[int, str]:
    """The names of the groups, in the order in which they stand: units as in the ward, leaders by given name, sources
    newest first, fields by name. One query.
    """
    mine = {"workspace_id": access.user.workspace_id, "pk__in": [key for key in keys if key]}
    found: QuerySet
    match by:
        case "unit":
            found = Unit.objects.filter(**mine).order_by("agency__order", "agency_id", "order", "id")
            return dict(found.values_list("pk", "name"))
        case "leader":
            found = Person.objects.filter(**mine).order_by("sort_key", "id")
            return dict(found.values_list("pk", "full_name"))
        case "field":
            return dict(WorkField.objects.filter(**mine).order_by("name").values_list("pk", "name"))
    sources = Document.objects.filter(**mine).order_by("-id")
    return {
        pk: number or subject[:80] or file_name
        for pk, number, subject, file_name in sources.values_list(
            "pk", "reference_number", "subject", "file_name"
        )
    }
