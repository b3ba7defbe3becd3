"""What every step of a task's life shares: see, may, not twice, not over somebody else's change, possible, told."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.identity.records import Stale
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.tasks.life import Part, Rule, Step, cannot, leads_to, may_not, part_of, rule_of, unexplained
from sauro.tasks.listings import settle
from sauro.tasks.models import FINISHED, DueChange, StepTaken, Task, TaskStatus
from sauro.tasks.queries import by_uid, has_parts
from sauro.vietnamese.text import nfc

LONGEST_WORDS = 4000
MOST_LEVELS = 4  # a task, its subtasks, theirs, and theirs


class Refused(Exception):
    """A step that makes no sense for the task as it stands; the message says why, in the language of the person."""


class Conflict(Stale):
    """Somebody else changed `task` since the person saw it. Nothing was stored."""

    def __init__(self, task: Task) -> None:
        super().__init__(str(task.uid))
        self.task = task


@dataclass(frozen=True, slots=True)
class Held:
    """A task as the person saw it. `key`: of the form that he sends; the same key counts once."""

    uid: uuid.UUID
    version: int | None = None
    key: uuid.UUID | None = None


@dataclass(slots=True)
class Act:
    """A step that may be taken, on a task that is locked."""

    access: Access
    rule: Rule
    task: Task
    part: Part
    again: bool  # the same form has been sent before: there is nothing left to do
    now: dt.datetime = field(default_factory=lambda: timezone.now())  # noqa: PLW0108 - asked when it is made
    changed: dict[str, list[Any]] = field(default_factory=dict)  # field → before and after
    others: list[Change] = field(default_factory=list)  # entries of parts and of the whole
    touched: bool = (
        False  # its parties, parts or milestones have changed, which counts as a change of the task
    )
    moved: list[int] = field(default_factory=list)  # other tasks whose listings have to follow

    @property
    def behind(self) -> set[int | None]:
        """The users who take the step: the person, and whoever he takes it for. What they did is not theirs to judge."""
        lender = self.part.acting_for(self.rule)
        return {self.access.user.pk} | ({lender.holder_user_id} if lender else set())

    def set(self, name: str, value: Any) -> None:
        """Changes a field of the task; the journal is told of it where it means something to people."""
        old = getattr(self.task, name)
        if old != value:
            self.changed[name] = [old, value]
            setattr(self.task, name, value)

    def move(self) -> None:
        """To the status that the rule leads to."""
        self.set("status", leads_to(self.rule, self.task))
        if self.task.status in FINISHED and self.task.finished_at is None:
            self.set("finished_at", self.now)
        if self.task.received_at is None and self.rule.step in _IMPLY_RECEIPT:
            self.receive()

    def receive(self) -> None:
        self.set("received_at", self.now)
        self.set("received_by", self.access.user)

    def let_stand(self, since: dt.datetime | None) -> None:
        """Moves the due date by the days for which the doer's clock stood since then."""
        if since is None or self.task.due_date is None:
            return
        days = (timezone.localtime(self.now).date() - timezone.localtime(since).date()).days
        if days > 0:
            self.move_due(self.task.due_date + dt.timedelta(days=days), stood_days=days)

    def move_due(self, new: dt.date, **cause: Any) -> None:
        """To another day, with its cause: `extension`, `stood_days`, or `reason` and `by`. The task has a date."""
        task = self.task
        DueChange.objects.create(
            task=task, at=self.now, old_date=task.due_date, old_time=task.due_time, new_date=new, **cause
        )
        if "extension" in cause:
            self.set("due_time", None)
        self.set("due_date", new)

    def let_out(self, reason: str) -> dict[str, str]:
        """Keeps a leader's reason for letting it out without date or product; gives what the journal is told.

        Raises `ValidationError` where a reason is owed and there is none.
        """
        lacking = unexplained(self.task)
        told = needed(reason=reason) if lacking else said(reason=reason)
        if lacking:
            self.set("let_out_reason", told["reason"])
            self.set("let_out_by", self.access.user)
            told["owed"] = " ".join(lacking)
        return told

    def close(self, **told: Any) -> Task:
        """Stores what was set, lets the whole follow its part, keeps the lists right and tells the journal."""
        task, workspace = self.task, self.access.workspace
        before = task.version
        if self.rule.step in _HEARD:
            self.set("heard_at", self.now)
        if self.changed or self.touched:
            task.save_version(update_fields=list(self.changed))
        if self.changed or self.touched or self.rule.step in _WAITED_FOR:
            self.moved.append(task.pk)
        follows = {"status", "finished_at", "parent_id"} | (
            {"progress_percent"} if task.is_own_part else set()
        )
        if follows & self.changed.keys():
            self._let_follow()
        if self.moved:
            settle(self.moved)
        data: dict[str, Any] = {name: self.changed[name] for name in _TOLD if name in self.changed}
        data |= {name: value for name, value in told.items() if value not in ("", None, [], {})}
        lender = self.part.acting_for(self.rule)
        if lender is not None:
            data["acting_for"] = lender.holder_name
        own = Change("task", task.uid, data | {"version": [before, task.version]})
        record(
            workspace=workspace,
            actor=self.access.user,
            action=f"tasks.{self.rule.step}",
            changes=[own, *self.others],
        )
        return task

    def _let_follow(self) -> None:
        """The tasks above follow, level by level, as long as something changes."""
        part = self.task
        while part.parent_id is not None:
            whole = lock(part.parent_id)
            data = follow_parts(whole)
            if not data:
                return
            self.others.append(Change("task", whole.uid, data | {"part": part.uid}))
            self.moved.append(whole.pk)
            part = whole


# They change nothing of the task, and yet whose desk it lies on.
_WAITED_FOR = frozenset(
    {Step.REQUEST_EXTENSION, Step.REJECT_EXTENSION, Step.REQUEST_EXPLANATION, Step.EXPLAIN}
)
_TOLD = ("status", "progress_percent", "due_date")
_IMPLY_RECEIPT = frozenset({Step.UPDATE_PROGRESS, Step.SUBMIT_FOR_SIGNATURE, Step.SUBMIT_DELIVERABLE})
_FRESH = frozenset({TaskStatus.NOT_STARTED, TaskStatus.PENDING_APPROVAL})
# The doer lets himself be heard, or the task is his again: from here the days of silence are counted.
_HEARD = _IMPLY_RECEIPT | {Step.RECEIVE, Step.RETURN_FOR_REWORK, Step.RESUME}
_DECIDED_ABOVE = frozenset({TaskStatus.SUSPENDED, TaskStatus.CANCELLED, TaskStatus.PENDING_APPROVAL})


def lock(pk: int) -> Task:
    """The task, which nobody else changes until the end of the transaction."""
    return Task.objects.select_for_update().get(pk=pk)


def below(task: Task) -> list[Task]:
    """The parts of a task, and theirs, locked; the upper ones first. A query for each level."""
    found: list[Task] = []
    level = [task.pk]
    for _level in range(MOST_LEVELS):
        parts = list(Task.objects.select_for_update().filter(parent_id__in=level).order_by("pk"))
        if not parts:
            break
        found += parts
        level = [each.pk for each in parts]
    return found


def follow_parts(whole: Task) -> dict[str, Any]:
    """An order follows its parts in status and progress, unless somebody has suspended or cancelled the whole; a task
    that its unit has split for itself follows them in progress alone.

    Stores them; gives what changed, field → before and after. Parts that were cancelled do not count.
    """
    if whole.status in FINISHED or whole.status in _DECIDED_ABOVE:
        return {}
    every = list(Task.objects.select_for_update().filter(parent_id=whole.pk).order_by("pk"))
    before = (whole.status, whole.progress_percent)
    if any(not each.is_own_part for each in every):
        _follow_as_order(whole, [each for each in every if not each.is_own_part])
    else:
        _follow_own_parts(whole, every)
    after = (whole.status, whole.progress_percent)
    if before == after:
        return {}
    whole.save_version(update_fields=["status", "progress_percent", "finished_at"])
    names = ("status", "progress_percent")
    return {name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new}


def _follow_as_order(whole: Task, every: list[Task]) -> None:
    parts = [each for each in every if each.status != TaskStatus.CANCELLED]
    done = [each for each in parts if each.status == TaskStatus.COMPLETED]
    if not parts:
        whole.status, whole.finished_at = TaskStatus.CANCELLED, timezone.now()
    elif len(done) == len(parts):
        whole.status = TaskStatus.COMPLETED
        whole.finished_at = max(each.finished_at for each in done if each.finished_at)
    else:
        begun = whole.received_at is not None or any(each.status not in _FRESH for each in parts)
        whole.status = TaskStatus.IN_PROGRESS if begun else TaskStatus.NOT_STARTED
    whole.progress_percent = 100 * len(done) // len(parts) if parts else whole.progress_percent


def _follow_own_parts(whole: Task, every: list[Task]) -> None:
    parts = [each for each in every if each.status != TaskStatus.CANCELLED]
    if not parts or whole.status not in (TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS, TaskStatus.REWORK):
        return
    if whole.status == TaskStatus.NOT_STARTED and any(each.status not in _FRESH for each in parts):
        whole.status = TaskStatus.IN_PROGRESS
    reached = [100 if each.status == TaskStatus.COMPLETED else each.progress_percent for each in parts]
    whole.progress_percent = sum(reached) // len(parts)


def begin(access: Access, held: Held, step: Step) -> Act:
    """The step on the locked task, where the person may take it and it is possible. First in the transaction.

    Raises `Http404` where he may not see the task, `PermissionDenied` where the step is not his, `Conflict` where
    the task has changed since he saw it, `Refused` where it makes no sense.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a step is taken in one transaction")
    lock_with_those_above(access, held.uid)
    task = by_uid(access, held.uid)
    rule, part = rule_of(step, task), part_of(access, task)
    why = may_not(rule, part)
    if why:
        raise PermissionDenied(why)
    act = Act(access, rule, task, part, again=_taken_before(held, task, step))
    if act.again:
        return act
    if held.version is not None and held.version != task.version and not rule.speaks_only:
        raise Conflict(task)
    why = cannot(rule, task, is_whole=has_parts(task))
    if why:
        raise Refused(why)
    return act


def lock_with_those_above(access: Access, *uids: uuid.UUID) -> None:
    """The tasks that these are parts of, and themselves, in one order, so that two steps at once never wait for each other."""
    mine = Task.objects.filter(workspace_id=access.user.workspace_id, uid__in=uids)
    wanted, up = Q(uid__in=uids), "parent"
    for _level in range(1, MOST_LEVELS):
        wanted |= Q(pk__in=mine.values(f"{up}_id"))
        up += "__parent"
    found = Task.objects.filter(wanted, workspace_id=access.user.workspace_id)
    list(found.select_for_update().order_by("pk").values_list("pk", flat=True))


def _taken_before(held: Held, task: Task, step: Step) -> bool:
    if held.key is None:
        return False
    row, made = StepTaken.objects.get_or_create(key=held.key, defaults={"task": task, "step": step})
    if (row.task_id, row.step) != (task.pk, step):
        raise Conflict(task)  # the key of another form
    return not made


def said(**texts: str) -> dict[str, str]:
    """The texts of a form, composed and without blanks around. Raises `ValidationError` for one that is too long."""
    clean = {name: nfc(text).strip() for name, text in texts.items()}
    long = {name: _("Too long: at most %(n)s characters.") % {"n": LONGEST_WORDS}
            for name, text in clean.items() if len(text) > LONGEST_WORDS}  # fmt: skip
    if long:
        raise ValidationError(long)
    return clean


def needed(**texts: str) -> dict[str, str]:
    """As `said`, and none of them empty. Raises `ValidationError`."""
    clean = said(**texts)
    empty: Iterable[str] = [name for name, text in clean.items() if not text]
    if empty:
        raise ValidationError(dict.fromkeys(empty, _("Say it in a few words: it stands in the history.")))
    return clean
