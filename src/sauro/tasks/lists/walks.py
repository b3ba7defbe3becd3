"""Short walks along the indexes of `Listing`, one for each holder and stage, put together in one statement.

The cost of a list hangs on the length of its walks, neither on how many tasks there are nor on how many are the
person's own (docs/decisions/0011).
"""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from sauro.tasks.lists.filters import FINISHED_STAGES, Slice
from sauro.tasks.models import WITHOUT_END, Listing, Stage, Task


def between(stages: frozenset[Stage]) -> Q:
    """The stages as one range of an index: those that a list asks for together stand side by side."""
    if stages == frozenset(Stage):
        return Q()
    first, last = min(stages), max(stages)
    return Q(stage=first) if first == last else Q(stage__gte=first, stage__lte=last)


def parts(wanted: Slice, *, newest: bool, loose: bool) -> list[Q]:
    """The stages as conditions under each of which an index stands in the order of the list.

    `loose`: the filters ask the task itself for what its stage would say as well.
    """
    if wanted.empty:
        return []
    if newest and not wanted.stages <= FINISHED_STAGES:
        return [Q() if loose else between(wanted.stages)]
    # What is finished stands at one day in the listings, so that its index is in the order of its making.
    finished = Q(due_order=WITHOUT_END) if newest else Q()
    return [finished & Q(stage=stage) for stage in sorted(wanted.stages)]


Written = tuple[str, tuple[Any, ...]]  # a statement and its values
HOLDER = "?"  # stands for a holder in a walk that is written once and sent for each of them


def for_each(holders: list[str], walks: list[QuerySet[Listing, Any]]) -> list[Written]:
    """The walks of every holder, written out: Django puts no walks with an end together on SQLite."""
    written = [walk.query.sql_with_params() for walk in walks]
    return [
        (statement, tuple(holder if value == HOLDER else value for value in values))
        for holder in holders
        for statement, values in written
    ]


def union(walks: list[Written]) -> Written:
    """All walks together, each task once."""
    parts = [f"SELECT * FROM ({statement}) walk_{n}" for n, (statement, _) in enumerate(walks)]  # noqa: S608
    return " UNION ".join(parts), tuple(value for _, values in walks for value in values)


def behind(cursor: str, *, newest: bool) -> list[Q]:
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


def number(walks: list[Written], most: int) -> Written:
    """How many tasks the walks hold together, each ended at `most` + 1; where the first, the widest, holds more than
    `most`, it alone is looked at.
    """
    (statement, first), (together, every) = walks[0], union(walks)
    alone = f"(SELECT COUNT(*) FROM ({statement}) held)"  # noqa: S608 - written by Django, values apart
    if len(walks) == 1:
        return alone, first
    exact = f"(SELECT COUNT(*) FROM ({together}) held)"  # noqa: S608
    return f"CASE WHEN {alone} > {most:d} THEN {most + 1:d} ELSE {exact} END", (*first, *every)


def cursor_of(task: Task, *, newest: bool) -> str:
    """Where a page ends with this task: what `behind` takes."""
    return str(task.pk) if newest else f"{task.due_order:%Y%m%d}.{task.pk}"


def union_of_keys(walks: list[Written]) -> RawSQL:
    """The keys of the tasks of all walks, as a subquery."""
    together, values = union(walks)
    return RawSQL(together, values)  # noqa: S611 - written by Django, values apart


def first_of(walks: list[Written], *, newest: bool, most: int) -> RawSQL:
    """The keys of the first tasks of all walks together, as a subquery. What is first of all is among the first of its
    own walk.
    """
    together, values = union(walks)
    order = "task_id DESC" if newest else "due_order, task_id"
    written = f"SELECT task_id FROM ({together}) merged ORDER BY {order} LIMIT {most:d}"  # noqa: S608
    return RawSQL(written, values)  # noqa: S611 - written by Django, values apart
