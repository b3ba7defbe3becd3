"""The list as a board: a column for each status, its first cards and how many it holds.

Each column is a walk of its own along the index of the status, so that a status that is rare among a thousand others
costs no more than one that is common.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from sauro.organisation.access import Access
from sauro.tasks.lists.filters import TABS, Filters, asked_of
from sauro.tasks.lists.pages import MOST, Count, as_rows, roll_ups_of
from sauro.tasks.lists.walks import HOLDER, Written, behind, cursor_of, for_each, number, union_of_keys
from sauro.tasks.models import FINISHED, STATUS_ORDER, WITHOUT_END, Stage, Task, TaskStatus
from sauro.tasks.queries import RollUp, with_parties

CARDS = 8  # of a column at a time

# What `life` asks of a task beyond the fields of every row.
_FOR_STEPS = ("is_own_part", "resumes_to", "refusal", "work_field_id", "let_out_reason", "parent__status")
_RUNS = frozenset({Stage.RUNNING, Stage.STILL})
_STAGES: dict[str, frozenset[Stage]] = {
    TaskStatus.PENDING_ACCEPTANCE: frozenset({Stage.ACCEPTANCE}),
    TaskStatus.SUSPENDED: frozenset({Stage.STILL}),
    TaskStatus.COMPLETED: frozenset({Stage.COMPLETED}),
    TaskStatus.CANCELLED: frozenset({Stage.CANCELLED}),
}  # in which stages the tasks of a status are; of the others some run and some are standing duties


@dataclass(slots=True)
class Column:
    """`next_cursor` is '' where all of its cards are shown."""

    status: str
    count: Count = field(default_factory=lambda: Count(0))
    rows: list[Task] = field(default_factory=list)
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    columns: list[Column]
    roll_ups: dict[int, RollUp]


def board_of(
    access: Access, filters: Filters, *, only: str = "", cursor: str = "", now: dt.datetime | None = None
) -> Board:
    """The columns that the tab and the filters leave; of the column `only` the cards behind the cursor, without a count.

    Parties are fetched along, since they decide who may move a card. Three queries.
    """
    here = timezone.localtime(now)
    asked = asked_of(access, filters, here)
    wanted = asked.among(TABS.get(filters.tab, TABS["open"])(here, asked.soon))
    shown = [filters.status] if filters.status in STATUS_ORDER else [str(status) for status in TaskStatus]
    shown = [
        status for status in shown if only in ("", status) and _STAGES.get(status, _RUNS) & wanted.stages
    ]
    columns = {status: Column(status) for status in shown}
    if wanted.empty or not asked.holders or not columns:
        return Board(list(columns.values()), {})
    walks: dict[str, list[Written]] = {}
    numbers: dict[str, Written] = {}
    for status in columns:
        finished = status in FINISHED
        rows = asked.rows.filter(wanted.due, holder=HOLDER, status_order=STATUS_ORDER[status])
        if wanted.stages == {Stage.RUNNING}:
            rows = rows.filter(stage=Stage.RUNNING)
        if finished:  # they stand at one day, so that the index is in the order of their making
            rows = rows.filter(due_order=WITHOUT_END)
        order = ("-task_id",) if finished else ("due_order", "task_id")
        counted = rows.order_by("due_order", "task_id").values("task_id")[: MOST + 1]
        numbers[status] = number(for_each(asked.holders, [counted]), MOST)
        walks[status] = for_each(
            asked.holders,
            [
                rows.filter(beyond).order_by(*order).values("task_id")[: CARDS + 1]
                for beyond in (behind(cursor, newest=finished) if only else [Q()])
            ],
        )
    if not only:
        for status, value in _counted(numbers).items():
            columns[status].count = Count(value)
    chosen = Task.objects.filter(pk__in=union_of_keys([walk for each in walks.values() for walk in each]))
    found = as_rows(chosen, _FOR_STEPS).prefetch_related(with_parties())
    for task in sorted(found, key=_place):
        columns[task.status].rows.append(task)
    for column in columns.values():
        if len(column.rows) > CARDS:
            del column.rows[CARDS:]
            column.next_cursor = cursor_of(column.rows[-1], newest=column.status in FINISHED)
    cards = [task for column in columns.values() for task in column.rows]
    return Board(list(columns.values()), roll_ups_of(cards))


def _place(task: Task) -> tuple[dt.date, int]:
    """Its place in its column: by date, what is finished newest first."""
    return (WITHOUT_END, -task.pk) if task.status in FINISHED else (task.due_order, task.pk)


def _counted(numbers: dict[str, Written]) -> dict[str, int]:
    statement = f"SELECT {', '.join(each for each, _ in numbers.values())}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _, values in numbers.values() for value in values])
        return dict(zip(numbers, cursor.fetchone(), strict=True))
