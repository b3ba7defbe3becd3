"""What became of the demo's tasks: every status, every deadline state, finished early, on time and late.

The product has no screen for progress yet, so the rows are written here, each with its entry in the journal.
"""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db import connection, transaction
from django.utils import timezone

from sauro.journal.actions import Change, record
from sauro.site.demo.organise import Demo
from sauro.tasks.listings import settle
from sauro.tasks.models import FINISHED, Task, TaskKind, TaskStatus

# Status → how many in a hundred; the first tasks take each of them once, so that none is missing in a small ward.
SHARES = {
    TaskStatus.IN_PROGRESS: 32,
    TaskStatus.NOT_STARTED: 26,
    TaskStatus.COMPLETED: 20,
    TaskStatus.PENDING_ACCEPTANCE: 7,
    TaskStatus.AWAITING_SIGNATURE: 5,
    TaskStatus.REWORK: 4,
    TaskStatus.SUSPENDED: 3,
    TaskStatus.PENDING_APPROVAL: 2,
    TaskStatus.CANCELLED: 1,
}
PAST_SHARES = {**SHARES, TaskStatus.COMPLETED: 110, TaskStatus.NOT_STARTED: 12}
"""Of tasks whose day has passed: most are done."""
DONE_ENOUGH = {
    TaskStatus.IN_PROGRESS: (10, 80),
    TaskStatus.COMPLETED: (100, 100),
    TaskStatus.PENDING_ACCEPTANCE: (100, 100),
    TaskStatus.AWAITING_SIGNATURE: (80, 95),
    TaskStatus.REWORK: (60, 90),
    TaskStatus.SUSPENDED: (0, 40),
}
SEED = 20_260_701


class Statuses:
    """Deals out statuses, progress and days of finishing; the same seed deals the same."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret: an invented ward
        self.first = {kind: list(SHARES) if kind != TaskKind.STANDING else [] for kind in TaskKind}
        self.lateness = cycle((0, 3, -2, 0, 0, -1, 1))  # days

    def deal(self, kind: str, due: date | None, today: date) -> tuple[TaskStatus, int, datetime | None]:
        """Status, percent, and when it was finished, None where it was not."""
        waiting = self.first[TaskKind(kind)]
        shares = PAST_SHARES if due is not None and due < today else SHARES
        if due == today:
            status = TaskStatus.IN_PROGRESS  # its day is not over
        else:
            status = waiting.pop() if waiting else self.chance.choices(list(shares), list(shares.values()))[0]
        if status == TaskStatus.COMPLETED and kind == TaskKind.STANDING:
            status = TaskStatus.IN_PROGRESS  # a standing duty has no end
        low, high = DONE_ENOUGH.get(status, (0, 0))
        percent = self.chance.randint(low // 5, high // 5) * 5
        finished = self._finished(due, today) if status in FINISHED else None
        return status, percent, finished

    def _finished(self, due: date | None, today: date) -> datetime:
        """On the day, late and early in turn where the day has passed; never after yesterday."""
        yesterday = today - timedelta(days=1)
        if due is not None and due <= yesterday:
            day = due + timedelta(days=next(self.lateness))
        else:
            day = yesterday - timedelta(days=self.chance.randint(0, 5))
        hour = time(self.chance.randint(8, 16), self.chance.choice((5, 20, 40)))
        return timezone.make_aware(datetime.combine(min(day, yesterday), hour))


@dataclass(frozen=True)
class Turn:
    """What becomes of a task."""

    task: Task
    status: TaskStatus
    percent: int
    finished: datetime | None

    @property
    def changes_something(self) -> bool:
        return (self.task.status, self.task.progress_percent) != (self.status, self.percent)


def spread_statuses(demo: Demo, today: date) -> int:
    """Gives the tasks of the ward their statuses; a parent follows its children. Gives how many changed."""
    dealt = Statuses()
    tasks = list(Task.objects.filter(workspace=demo.workspace).order_by("due_order", "id"))
    children: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.parent_id is not None:  # type: ignore[attr-defined]
            children[task.parent_id].append(task)  # type: ignore[attr-defined]
    turns = [
        Turn(task, *dealt.deal(task.kind, task.due_date, today)) for task in tasks if task.pk not in children
    ]
    changed = take_turns(turns)
    return changed + take_turns([_follow(task, children[task.pk]) for task in tasks if task.pk in children])


def _follow(parent: Task, children: list[Task]) -> Turn:
    done = sum(each.status == TaskStatus.COMPLETED for each in children)
    begun = any(each.status != TaskStatus.NOT_STARTED for each in children)
    return Turn(
        parent, TaskStatus.IN_PROGRESS if begun else TaskStatus.NOT_STARTED, 100 * done // len(children), None
    )


@transaction.atomic
def take_turns(turns: list[Turn]) -> int:
    """Writes what became of the tasks, each with its entry in the journal; gives how many changed."""
    moved = [turn for turn in turns if turn.changes_something]
    if not moved:
        return 0
    first = moved[0].task
    changes = [
        Change(
            "task",
            turn.task.uid,
            {
                "status": [turn.task.status, turn.status],
                "progress_percent": [turn.task.progress_percent, turn.percent],
            },
        )
        for turn in moved
    ]
    for turn in moved:
        task = turn.task
        task.status, task.progress_percent, task.finished_at = turn.status, turn.percent, turn.finished
        task.version += 1
    rows = [
        (turn.status.value, turn.percent, _stored(turn.finished), turn.task.version, turn.task.pk)
        for turn in moved
    ]
    with connection.cursor() as cursor:
        # One statement for all: a queryset's bulk_update makes a CASE of thousands of arms of it.
        cursor.executemany(
            "UPDATE tasks_task SET status = %s, progress_percent = %s, finished_at = %s, version = %s WHERE id = %s",
            rows,
        )
    settle(turn.task.pk for turn in moved)
    record(workspace=first.workspace, actor=first.assigner, action="tasks.update_progress", changes=changes)
    return len(moved)


def _stored(moment: datetime | None) -> str | datetime | None:
    """A point in time as the database takes it."""
    stored: str | datetime | None = connection.ops.adapt_datetimefield_value(moment)
    return stored
