"""The numbers of a desk, and the rows behind one of them: one query for all numbers, one for the rows of a page."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

from sauro.organisation.access import Access
from sauro.tasks.desk.tiles import Pile, Scope, Tile, scopes_of
from sauro.tasks.lists.filters import FINISHED_STAGES
from sauro.tasks.lists.pages import MOST, as_rows
from sauro.tasks.lists.pages import Count as Number
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
from sauro.tasks.models import (
    ExplanationRequest,
    ExtensionRequest,
    Listing,
    Submission,
    Task,
    TaskParty,
    TaskStatus,
)
from sauro.tasks.queries import RollUp, visible

PAGE = 10


@dataclass(frozen=True, slots=True)
class Numbered:
    """A tile with its number."""

    tile: Tile
    number: Number


@dataclass(frozen=True, slots=True)
class Desk:
    """The numbers of one scope, and whose rows stand below."""

    scopes: list[Scope]
    scope: Scope
    numbers: list[Numbered]
    chosen: Numbered

    @property
    def names_leads(self) -> bool:
        """Whether each row has to say who leads."""
        return self.chosen.tile.key not in self.scope.led_by_one

    @property
    def is_empty(self) -> bool:
        return not any(each.number.value for each in self.numbers)


def desk_of(access: Access, here: dt.datetime, *, scope: str = "", tile: str = "") -> Desk | None:
    """The desk of the person as he asked for it; None for who has no tasks to see.

    A scope that is not his is not asked for; where none is, it is the first of his that has anything to show. One query,
    one more for each scope in which there is nothing.
    """
    scopes = scopes_of(access, here)
    if not scopes:
        return None
    asked = [each for each in scopes if each.key == scope]
    counted = []
    for one in asked or scopes:
        counted.append((one, numbers_of(one.tiles)))
        if any(number.value for number in counted[-1][1].values()):
            return _arranged(scopes, *counted[-1], tile)
    return _arranged(scopes, *counted[0], tile)


def _arranged(scopes: list[Scope], scope: Scope, numbers: dict[str, Number], asked: str) -> Desk:
    every = [Numbered(tile, numbers[tile.key]) for tile in scope.tiles]
    by_key = {each.tile.key: each for each in every}
    full = [each for each in every if each.number.value]
    usual = by_key[scope.first]
    chosen = by_key.get(asked) or (usual if usual.number.value or not full else full[0])
    shown = [each for each in every if each.number.value or not each.tile.is_rare or each is chosen]
    return Desk(scopes, scope, shown, chosen)


def numbers_of(tiles: Iterable[Tile]) -> dict[str, Number]:
    """How many tasks are behind each tile, counted up to MOST. One query."""
    counted: dict[str, Written] = {}
    found: dict[str, int] = {}
    for tile in tiles:
        walks = _counting(tile.pile)
        if walks:
            counted[tile.key] = number(walks, MOST)
        found[tile.key] = 0
    if counted:
        statement = f"SELECT {', '.join(each for each, _ in counted.values())}"
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for _, values in counted.values() for value in values])
            found |= dict(zip(counted, cursor.fetchone(), strict=True))
    return {key: Number(value) for key, value in found.items()}


def _counting(pile: Pile) -> list[Written]:
    if pile.slice.empty or not pile.holders:
        return []
    rows = Listing.objects.filter(pile.asked, between(pile.slice.stages), pile.slice.due, holder=HOLDER)
    # Ordered as an index is, so that PostgreSQL walks it and stops instead of gathering all that fits.
    rows = rows.order_by("stage", "due_order", "task_id")
    return for_each(list(pile.holders), [rows.values("task_id")[: MOST + 1]])


@dataclass(slots=True)
class Lying:
    """Tasks as they lie on the desk, with what stands beside each."""

    tasks: list[Task]
    roll_ups: dict[int, RollUp] = field(default_factory=dict)
    waiting: dict[int, ExtensionRequest | ExplanationRequest | Submission] = field(default_factory=dict)
    next_cursor: str = ""  # '' on the last page


def page_of(pile: Pile, tile: str, *, cursor: str = "", size: int = PAGE) -> Lying:
    """The rows behind a tile in the order of dates, from the cursor. Two queries; one more where somebody is waited for,
    whose words stand in the row.
    """
    # Of what is finished the listings keep no day: where a tile holds it as well, the newest task comes first.
    newest = bool(pile.slice.stages & FINISHED_STAGES)
    walks = [
        Listing.objects.filter(pile.asked, part, pile.slice.due, beyond, holder=HOLDER)
        .order_by(*(("-task_id",) if newest else ("due_order", "task_id")))
        .values("task_id", "due_order")[: size + 1]
        for part in parts(pile.slice, newest=newest, loose=False)
        for beyond in behind(cursor, newest=newest)
    ]
    written = for_each(list(pile.holders), walks)
    if not written:
        return Lying([])
    shown = _shown(Task.objects.filter(pk__in=first_of(written, newest=newest, most=size + 1)))
    found = list(shown.order_by(*(("-pk",) if newest else ("due_order", "pk"))))
    rows, last = found[:size], found[size - 1] if len(found) > size else None
    return _lying(rows, tile, "" if last is None else cursor_of(last, newest=newest))


_ALSO = ("assigner_id", "work_field_id", "is_own_part", "refusal")  # what a person is to a task hangs on them
_COMPLETED = Q(status=TaskStatus.COMPLETED)


def _shown(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """With what a row shows, the parts of an order counted along: those that were cancelled do not count."""
    counted = Task.objects.filter(parent=OuterRef("pk")).exclude(status=TaskStatus.CANCELLED).order_by()
    counted = counted.values("parent").annotate(
        total=Count("pk"),
        done=Count("pk", filter=_COMPLETED),
        others=Count("pk", filter=Q(is_own_part=False)),
    )
    return as_rows(tasks, _ALSO).annotate(
        **{f"parts_{name}": Subquery(counted.values(name)) for name in ("total", "done", "others")}
    )


def one_of(access: Access, task: Task, tile: str) -> Lying:
    """A task that the person may see, as its row shows it."""
    return _lying(list(_shown(visible(access).filter(pk=task.pk))), tile, "")


def _lying(tasks: list[Task], tile: str, next_cursor: str) -> Lying:
    if not tasks:
        return Lying([])
    named = TaskParty.objects.select_related("unit", "person").order_by("id")
    named = named.only("task_id", "role", "name", "unit_id", "unit__name", "person_id", "person__full_name")
    prefetch_related_objects(tasks, Prefetch("parties", queryset=named))
    wholes = {
        task.pk: RollUp(task.parts_done, task.parts_total, not task.parts_others)  # type: ignore[attr-defined]
        for task in tasks
        if task.parts_total  # type: ignore[attr-defined]
    }
    return Lying(tasks, wholes, _waiting([task.pk for task in tasks], tile), next_cursor)


def _waiting(keys: Sequence[int], tile: str) -> dict[int, ExtensionRequest | ExplanationRequest | Submission]:
    """What somebody has said and waits for an answer to."""
    rows: Iterable[ExtensionRequest | ExplanationRequest | Submission]
    if tile == "acceptance":
        rows = Submission.objects.filter(task__in=keys, outcome="").select_related("by")
    elif tile == "decisions":
        rows = ExtensionRequest.objects.filter(task__in=keys, approved=None).select_related("by")
    elif tile == "explanations":
        rows = ExplanationRequest.objects.filter(task__in=keys, answered_at=None).select_related("by")
    else:
        return {}
    return {row.task_id: row for row in rows}


def lies_in(pile: Pile, task: Task) -> bool:
    """Whether the task is still one of those behind the tile."""
    rows = Listing.objects.filter(pile.asked, task=task, holder__in=pile.holders)
    slice_ = pile.slice
    return any(slice_.holds(*row) for row in rows.values_list("stage", "due_order", "due_time"))
