"""What became of the demo's tasks: every status, every deadline state, finished early, on time and late.

A ward may have many thousand tasks, so the rows that the actions would write are written here at once, each change
with its entry in the journal. `lives` tells a few tasks step by step, by the actions themselves.
"""

import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db import connection, transaction
from django.utils import timezone

from sauro.identity.models import User
from sauro.journal.actions import Change, record
from sauro.organisation.models import Post, Role
from sauro.site.demo.organise import Demo
from sauro.tasks.deadlines import is_late
from sauro.tasks.life import Step
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    FINISHED,
    HandlingRole,
    LateFault,
    Outcome,
    ProgressUpdate,
    Submission,
    Task,
    TaskKind,
    TaskParty,
    TaskStatus,
    WorkQuality,
)

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
LAST_STEP = {  # status → the step that led to it, and the words that go with it
    TaskStatus.IN_PROGRESS: (Step.UPDATE_PROGRESS, {"done": "Đang triển khai theo phân công."}),
    TaskStatus.PENDING_ACCEPTANCE: (
        Step.SUBMIT_DELIVERABLE,
        {"result_summary": "Đã hoàn thành sản phẩm được giao."},
    ),
    TaskStatus.COMPLETED: (Step.ACCEPT_DELIVERABLE, {"quality": WorkQuality.MEETS}),
    TaskStatus.AWAITING_SIGNATURE: (Step.SUBMIT_FOR_SIGNATURE, {}),
    TaskStatus.REWORK: (Step.RETURN_FOR_REWORK, {"reason": "Số liệu chưa khớp, đề nghị rà soát lại."}),
    TaskStatus.SUSPENDED: (Step.SUSPEND, {"reason": "Chờ hướng dẫn của cấp trên."}),
    TaskStatus.PENDING_APPROVAL: (Step.REFUSE, {"reason": "Việc thuộc thẩm quyền của đơn vị khác."}),
    TaskStatus.CANCELLED: (Step.CANCEL, {"reason": "Đã có nhiệm vụ khác thay thế."}),
    TaskStatus.NOT_STARTED: (Step.RECEIVE, {}),
}
DOERS_STEPS = frozenset(
    {Step.UPDATE_PROGRESS, Step.SUBMIT_DELIVERABLE, Step.SUBMIT_FOR_SIGNATURE, Step.REFUSE, Step.RECEIVE}
)
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


def spread_statuses(demo: Demo, today: date, told: Collection[int] = ()) -> int:
    """Gives the tasks of the ward but those `told` their statuses; a parent follows its children. Gives how many changed."""
    dealt = Statuses()
    tasks = list(
        Task.objects.filter(workspace=demo.workspace).exclude(pk__in=told).order_by("due_order", "id")
    )
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
    workspace, now, doers = moved[0].task.workspace, timezone.now(), _doers([turn.task for turn in moved])
    changes: dict[tuple[Step, User | None], list[Change]] = defaultdict(list)
    for turn in moved:
        step, words = LAST_STEP[turn.status]
        actor = doers[turn.task.pk] if step in DOERS_STEPS else turn.task.assigner
        data = {
            "status": [turn.task.status, turn.status],
            "progress_percent": [turn.task.progress_percent, turn.percent],
            **words,
        }
        changes[step, actor].append(Change("task", turn.task.uid, data))
    rows = []
    for turn in moved:
        task, doer = turn.task, doers[turn.task.pk]
        task.status, task.progress_percent, task.finished_at = turn.status, turn.percent, turn.finished
        task.version += 1
        begun = turn.status not in (TaskStatus.PENDING_APPROVAL, TaskStatus.CANCELLED, TaskStatus.NOT_STARTED)
        suspended = turn.status == TaskStatus.SUSPENDED
        rows.append((
            turn.status.value, turn.percent, _stored(turn.finished), task.version,
            _stored(min(now, turn.finished or now)) if begun else None, doer.pk if begun and doer else None,
            _stored(now) if suspended else None, TaskStatus.IN_PROGRESS.value if suspended else "", task.pk,
        ))  # fmt: skip
    with connection.cursor() as cursor:
        # One statement for all: a queryset's bulk_update makes a CASE of thousands of arms of it.
        cursor.executemany(
            "UPDATE tasks_task SET status = %s, progress_percent = %s, finished_at = %s, version = %s, "
            "received_at = %s, received_by_id = %s, suspended_at = %s, resumes_to = %s WHERE id = %s",
            rows,
        )
    _write_words(moved, doers, now)
    settle(turn.task.pk for turn in moved)
    for (step, actor), those in changes.items():
        record(workspace=workspace, actor=actor, action=f"tasks.{step}", changes=those)
    return len(moved)


def _doers(tasks: list[Task]) -> dict[int, User | None]:
    """Who speaks for each task: the head of its lead unit, else who works there, else who assigned it. Two queries."""
    units = dict(
        TaskParty.objects.filter(task__in=tasks, role=HandlingRole.LEAD).values_list("task_id", "unit_id")
    )
    posts = Post.objects.filter(
        valid_to=None, unit_id__in=set(units.values()) - {None}, person__user__isnull=False,
        role__in=(Role.DIVISION_HEAD, Role.SPECIALIST),
    ).select_related("person__user")  # fmt: skip
    users: dict[int | None, User | None] = {}
    for post in posts.order_by("-role", "-id"):  # heads come last and stay
        users[post.unit_id] = post.person.user
    return {task.pk: users.get(units.get(task.pk)) or task.assigner for task in tasks}


def _write_words(moved: list[Turn], doers: dict[int, User | None], now: datetime) -> None:
    """What the statuses go with: the last report on work that goes on, the product that was handed in."""
    reports, products = [], []
    for turn in moved:
        task, doer = turn.task, doers[turn.task.pk]
        words = LAST_STEP[turn.status][1]
        if turn.status == TaskStatus.IN_PROGRESS:
            reports.append(
                ProgressUpdate(task=task, by=doer, progress_percent=turn.percent, done=words["done"])
            )
        elif turn.status == TaskStatus.PENDING_ACCEPTANCE:
            products.append(Submission(task=task, by=doer, at=now, result_summary=words["result_summary"]))
        elif turn.status == TaskStatus.COMPLETED and turn.finished is not None:
            late = LateFault.DOER if is_late(task, turn.finished) else ""
            products.append(
                Submission(
                    task=task, by=doer, at=turn.finished, outcome=Outcome.ACCEPTED, decided_by=task.assigner,
                    decided_at=turn.finished, quality=WorkQuality.MEETS, late_fault=late,
                    result_summary="Đã hoàn thành sản phẩm được giao.",
                )
            )  # fmt: skip
    ProgressUpdate.objects.bulk_create(reports, batch_size=100)
    Submission.objects.bulk_create(products, batch_size=60)


def _stored(moment: datetime | None) -> str | datetime | None:
    """A point in time as the database takes it."""
    stored: str | datetime | None = connection.ops.adapt_datetimefield_value(moment)
    return stored
