"""One thing done with many tasks at once: each asked for its own right, all that may be done in one transaction.

What may not be done with a task is answered with its reason and leaves that task as it was; the others go through. The
number of queries does not hang on how many there are.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.models import Unit, WorkField
from sauro.organisation.queries import leaders
from sauro.tasks.actions.assigning import LONGEST_SEARCH, searched
from sauro.tasks.actions.base import follow_parts, lock, needed, said
from sauro.tasks.actions.changing import BEGUN
from sauro.tasks.life import Step, cannot, may_not, part_of, rule_of, unexplained
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    FINISHED,
    DueChange,
    ExtensionRequest,
    HandlingRole,
    StepTaken,
    Task,
    TaskParty,
    TaskPriority,
    TaskStatus,
    Urging,
)
from sauro.tasks.queries import lead_of, visible, with_parties
from sauro.vietnamese.text import fold, nfc

MOST_AT_ONCE = 500
_ROWS = 200  # of one INSERT or of one statement with a value for each row


@dataclass(frozen=True, slots=True)
class Picks:
    """The tasks that a person has chosen, each with the version that he saw. `key`: of his form; it counts once."""

    versions: dict[uuid.UUID, int]
    key: uuid.UUID


@dataclass(slots=True)
class Outcome:
    """`refused`: each task with why not. `missing`: how many are not there, or not for him to see. `again`: the same
    form was sent before, and nothing was done now.
    """

    done: list[Task] = field(default_factory=list)
    refused: list[tuple[Task, str]] = field(default_factory=list)
    missing: int = 0
    again: bool = False


@dataclass(slots=True)
class _Batch:
    """The chosen tasks, locked, with parties and source; `wholes`: the keys of orders that have parts of their own."""

    access: Access
    outcome: Outcome
    tasks: list[Task]
    wholes: set[int]
    now: dt.datetime
    told: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)  # what each entry of the journal says
    followed: list[tuple[Task, dict[str, Any]]] = field(
        default_factory=list
    )  # orders that followed their parts

    def keep(self, why_not: Callable[[Task], str]) -> list[Task]:
        """Those with which it may be done; the others are answered with the reason."""
        kept = []
        for task in self.tasks:
            why = why_not(task)
            if why:
                self.outcome.refused.append((task, why))
            else:
                kept.append(task)
        self.tasks = kept
        return kept

    def change(self, tasks: Iterable[Task], **values: Any) -> None:
        """The same values for all of them, and a new version for each."""
        keys = [task.pk for task in tasks]
        Task.objects.filter(pk__in=keys).update(**values, version=F("version") + 1, changed_at=self.now)

    def follow(self, tasks: Iterable[Task]) -> None:
        """Lets the orders follow their parts, whose status has changed."""
        for whole_id, part in {task.parent_id: task for task in tasks if task.parent_id is not None}.items():
            whole = lock(whole_id)
            data = follow_parts(whole)
            if data:
                self.followed.append((whole, data | {"part": part.uid}))

    def close(self, action: str, changed: list[Task], *, listed: bool = True, **words: Any) -> Outcome:
        """Tells the journal of each task that changed, and keeps the lists right where they follow it (`listed`)."""
        if changed:
            told = {name: value for name, value in words.items() if value not in ("", None)}
            changes = [Change("task", task.uid, told | self.told.get(task.uid, {})) for task in changed]
            changes += [Change("task", whole.uid, data) for whole, data in self.followed]
            workspace, actor = self.access.workspace, self.access.user
            record(workspace=workspace, actor=actor, action=f"tasks.{action}", changes=changes)
            if listed:
                settle(task.pk for task in (*changed, *(whole for whole, _ in self.followed)))
        self.outcome.done = self.tasks
        return self.outcome


def _begin(access: Access, picks: Picks, deed: str, *, versioned: bool) -> _Batch:
    """Locks the tasks that the person may see. `versioned`: what somebody else changed meanwhile is not done."""
    if len(picks.versions) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(n)s tasks at once.") % {"n": MOST_AT_ONCE})
    outcome = Outcome()
    seen = visible(access).filter(uid__in=picks.versions)
    keys = list(seen.values_list("pk", flat=True))
    orders = Task.objects.filter(pk__in=keys, parent__isnull=False).values("parent_id")
    locked = Task.objects.select_for_update().filter(Q(pk__in=keys) | Q(pk__in=orders)).order_by("pk")
    list(locked.values_list("pk", flat=True))  # the order that a task is a part of as well, as each step does
    found = (
        Task.objects.filter(pk__in=keys)
        .select_related("document", "accountable_leader", "work_field", "parent")
        .order_by("due_order", "pk")
    )
    tasks = list(found.defer("quote").prefetch_related(with_parties()))
    outcome.missing = len(picks.versions) - len(tasks)
    batch = _Batch(access, outcome, tasks, set(), timezone.now())
    if not tasks:
        return batch
    _row, made = StepTaken.objects.get_or_create(
        key=picks.key, defaults={"task": tasks[0], "step": f"many.{deed}"}
    )
    if not made:
        outcome.again, batch.tasks = True, []
        return batch
    parts = Task.objects.filter(parent_id__in=keys, is_own_part=False).exclude(status=TaskStatus.CANCELLED)
    batch.wholes = set(parts.values_list("parent_id", flat=True))
    if versioned:
        batch.keep(
            lambda task: (
                ""
                if picks.versions[task.uid] == task.version
                else _("Somebody has changed it meanwhile: look at it again.")
            )
        )
    return batch


def _step(batch: _Batch, step: Step) -> Callable[[Task], str]:
    """Why a step of the life may not be taken on a task, as `life.RULES` has it."""

    def why_not(task: Task) -> str:
        rule = rule_of(step, task)
        return may_not(rule, part_of(batch.access, task)) or cannot(
            rule, task, is_whole=task.pk in batch.wholes
        )

    return why_not


@transaction.atomic
def receive_many(access: Access, picks: Picks) -> Outcome:
    """Says that the tasks have arrived (đã nhận), with the time."""
    batch = _begin(access, picks, "receive", versioned=True)
    kept = batch.keep(_step(batch, Step.RECEIVE))
    batch.change(kept, received_at=batch.now, received_by=access.user)
    return batch.close("receive", kept)


@transaction.atomic
def approve_many(access: Access, picks: Picks, *, reason: str = "") -> Outcome:
    """Lets the tasks out that wait for a leader, with the parts of orders: one reason for all that lack date or product."""
    told = said(reason=reason)
    batch = _begin(access, picks, "approve", versioned=True)
    kept = batch.keep(_step(batch, Step.APPROVE))
    if not told["reason"] and any(map(unexplained, kept)):
        raise ValidationError({"reason": _("Say it in a few words: it stands in the history.")})
    every = [
        task for task in _with_parts(batch) if task.status == TaskStatus.PENDING_APPROVAL and not task.refusal
    ]
    owing = [task for task in every if unexplained(task)]
    status = [TaskStatus.PENDING_APPROVAL, TaskStatus.NOT_STARTED]
    batch.told = {task.uid: {"status": status, "owed": " ".join(unexplained(task))} for task in every}
    Task.objects.filter(pk__in=[task.pk for task in owing]).update(
        let_out_reason=told["reason"], let_out_by=access.user
    )
    batch.change(every, status=TaskStatus.NOT_STARTED)
    return batch.close("approve", every, **told)


@transaction.atomic
def urge_many(access: Access, picks: Picks, *, words: str = "", answer_by: dt.date | None = None) -> Outcome:
    """Presses for the tasks (đôn đốc), with a day to answer by."""
    told = said(words=words)
    if answer_by is not None and answer_by < access.on:
        raise ValidationError({"answer_by": _("This day has passed.")})
    batch = _begin(access, picks, "urge", versioned=False)
    kept = batch.keep(_step(batch, Step.URGE))
    Urging.objects.bulk_create(
        [Urging(task=task, by=access.user, at=batch.now, answer_by=answer_by, **told) for task in kept],
        batch_size=_ROWS,
    )
    return batch.close("urge", kept, listed=False, answer_by=answer_by, **told)


@transaction.atomic
def extend_many(access: Access, picks: Picks, *, new_date: dt.date, reason: str) -> Outcome:
    """Gives the tasks a later date (gia hạn), decided by those who decide on a request; the old date stays shown."""
    told = needed(reason=reason)
    batch = _begin(access, picks, "extend_deadline", versioned=True)
    possible = _step(batch, Step.EXTEND_DEADLINE)
    waiting = set(
        ExtensionRequest.objects.filter(task__in=batch.tasks, approved=None).values_list("task_id", flat=True)
    )

    def why_not(task: Task) -> str:
        if task.due_date is None:
            return _("The task has no due date that could be extended.")
        if new_date <= task.due_date:
            return _("Its due date, %(day)s, is not before the new one.") % {
                "day": f"{task.due_date:%d/%m/%Y}"
            }
        if task.pk in waiting:
            return _("An extension has been asked for: decide on that request first.")
        return possible(task)

    kept = batch.keep(why_not)
    granted = ExtensionRequest.objects.bulk_create(
        [
            ExtensionRequest(
                task=task, by=access.user, at=batch.now, old_date=task.due_date, new_date=new_date, approved=True,
                decided_by=access.user, decided_at=batch.now, **told,
            )
            for task in kept
        ],
        batch_size=_ROWS,
    )  # fmt: skip
    DueChange.objects.bulk_create(
        [
            DueChange(
                task=each.task, at=batch.now, old_date=each.old_date, old_time=each.task.due_time,
                new_date=new_date, extension=each,
            )
            for each in granted
        ],
        batch_size=_ROWS,
    )  # fmt: skip
    batch.told = {task.uid: {"due_date": [task.due_date, new_date]} for task in kept}
    batch.change(kept, due_date=new_date, due_time=None)
    return batch.close("extend_deadline", kept, **told)


def _unit(access: Access, unit_id: int) -> Unit:
    """A unit of the ward that is there today. Raises `ValidationError`."""
    unit = Unit.objects.filter(pk=unit_id, workspace_id=access.user.workspace_id).first()
    if unit is None:
        raise ValidationError({"unit": _("This unit is not one of the ward.")})
    if unit.valid_to is not None and unit.valid_to < access.on:
        fault = _("%(unit)s ended on %(day)s; choose the unit that took over.")
        raise ValidationError({"unit": fault % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"}})
    return unit


@transaction.atomic
def change_lead_many(access: Access, picks: Picks, *, unit: int, reason: str) -> Outcome:
    """Gives the tasks to another lead unit, which is to receive them anew. A unit that supported them does no more."""
    told = needed(reason=reason)
    lead = _unit(access, unit)
    batch = _begin(access, picks, "change_lead", versioned=True)
    may = _step(batch, Step.CHANGE)

    def why_not(task: Task) -> str:
        now = lead_of(task)
        if now is not None and now.unit_id == lead.pk:
            return _("%(unit)s leads it already.") % {"unit": lead.name}
        if task.pk in batch.wholes:
            return _("This order has parts of its own: it follows them, so take the step on a part.")
        if task.status == TaskStatus.PENDING_ACCEPTANCE:
            return _("Its product has been handed in: decide on that first.")
        return may(task)

    kept = batch.keep(why_not)
    keys = [task.pk for task in kept]
    parties = TaskParty.objects.filter(task_id__in=keys)
    parties.filter(role=HandlingRole.SUPPORT, unit=lead).delete()
    for foreign in (False, True):  # a unit of another agency is a guest in the task
        some = [task.pk for task in kept if (task.agency_id != lead.agency_id) is foreign]
        parties.filter(role=HandlingRole.LEAD, task_id__in=some).update(
            unit=lead, person=None, name="", own_part="", agency_id=lead.agency_id if foreign else None,
            version=F("version") + 1, changed_at=batch.now,
        )  # fmt: skip
    for task in kept:
        was = lead_of(task)
        batch.told[task.uid] = {"changed": {"lead": [_name(was) if was else "", lead.name]}}
        task.search_text = searched(task.title, _number_of(task), [lead.name, *_others(task, lead)])
    Task.objects.bulk_update(kept, ["search_text"], batch_size=_ROWS)
    begun = [
        task for task in kept if task.status in BEGUN
    ]  # who takes it over begins anew, as `changing` has it
    Task.objects.filter(pk__in=[task.pk for task in begun]).update(status=TaskStatus.NOT_STARTED)
    for task in begun:
        batch.told[task.uid]["status"] = [task.status, TaskStatus.NOT_STARTED]
    batch.change(kept, received_at=None, received_by=None)
    batch.follow(begun)
    return batch.close("change", kept, **told)


def _name(party: TaskParty) -> str:
    if party.unit is not None:
        return party.unit.name
    return party.person.full_name if party.person is not None else party.name


def _number_of(task: Task) -> str:
    return task.document.reference_number if task.document else ""


def _others(task: Task, lead: Unit) -> list[str]:
    """The names of those who support it under the new lead."""
    supports = [party for party in task.parties.all() if party.role == HandlingRole.SUPPORT]
    return [_name(party) for party in supports if party.unit_id != lead.pk]


@transaction.atomic
def add_support_many(access: Access, picks: Picks, *, unit: int) -> Outcome:
    """Lets a further unit support the tasks."""
    support = _unit(access, unit)
    batch = _begin(access, picks, "add_support", versioned=True)
    may = _step(batch, Step.CHANGE)

    def why_not(task: Task) -> str:
        roles = {party.role for party in task.parties.all() if party.unit_id == support.pk}
        if HandlingRole.LEAD in roles:
            return _("%(unit)s leads it already.") % {"unit": support.name}
        if HandlingRole.SUPPORT in roles:
            return _("%(unit)s supports it already.") % {"unit": support.name}
        return may(task)

    kept = batch.keep(why_not)
    TaskParty.objects.bulk_create(
        [
            TaskParty(
                task=task,
                role=HandlingRole.SUPPORT,
                unit=support,
                agency_id=support.agency_id if support.agency_id != task.agency_id else None,
            )
            for task in kept
        ],
        batch_size=_ROWS,
    )
    for task in kept:
        names = [_name(party) for party in task.parties.all() if party.role == HandlingRole.SUPPORT]
        batch.told[task.uid] = {
            "changed": {"supports": ["; ".join(names), "; ".join([*names, support.name])]}
        }
        task.search_text = f"{task.search_text} {fold(nfc(support.name))}"[:LONGEST_SEARCH]
    Task.objects.bulk_update(kept, ["search_text"], batch_size=_ROWS)
    batch.change(kept)
    return batch.close("change", kept)


@transaction.atomic
def set_field_many(access: Access, picks: Picks, *, work_field: int) -> Outcome:
    """Puts the tasks, and the open parts of orders, in a field of work."""
    chosen = WorkField.objects.filter(pk=work_field, workspace_id=access.user.workspace_id).first()
    if chosen is None:
        raise ValidationError({"work_field": _("This field of work is not one of the ward.")})
    batch = _begin(access, picks, "set_field", versioned=True)
    batch.keep(_step(batch, Step.CHANGE))
    return _set(
        batch, "work_field", chosen, lambda task: task.work_field.name if task.work_field else "", chosen.name
    )


@transaction.atomic
def set_leader_many(access: Access, picks: Picks, *, leader: int) -> Outcome:
    """Says which leader answers for the tasks, and for the open parts of orders."""
    chosen = leaders(access).filter(pk=leader).first()
    if chosen is None:
        raise ValidationError({"leader": _("Choose one of today's leaders of the ward.")})
    batch = _begin(access, picks, "set_leader", versioned=True)
    batch.keep(_step(batch, Step.CHANGE))
    return _set(
        batch,
        "accountable_leader",
        chosen,
        lambda task: task.accountable_leader.full_name if task.accountable_leader else "",
        chosen.full_name,
    )


@transaction.atomic
def set_priority_many(access: Access, picks: Picks, *, priority: str) -> Outcome:
    """Says how much the tasks, and the open parts of orders, come before others."""
    if priority not in TaskPriority.values:
        raise ValidationError({"priority": _("Choose one of the priorities.")})
    batch = _begin(access, picks, "set_priority", versioned=True)
    batch.keep(_step(batch, Step.CHANGE))
    return _set(batch, "priority", priority, lambda task: task.priority, priority)


def _set(batch: _Batch, name: str, value: Any, before: Callable[[Task], str], after: str) -> Outcome:
    """One fact of all the tasks that are left, and of the open parts of orders; told where it was another one."""
    every = _with_parts(batch)
    batch.told = {task.uid: {"changed": {name: [before(task), after]}} for task in every}
    batch.change(every, **{name: value})
    return batch.close("change", every)


def _with_parts(batch: _Batch) -> list[Task]:
    """The tasks with the open parts of their orders, each once."""
    there = {task.pk for task in batch.tasks}
    parts = Task.objects.select_for_update(of=("self",)).filter(parent_id__in=there & batch.wholes)
    parts = parts.select_related("accountable_leader", "work_field")
    return [*batch.tasks, *parts.exclude(status__in=FINISHED).exclude(pk__in=there).order_by("pk")]


def titles_of(access: Access, uids: Sequence[uuid.UUID], most: int) -> list[Task]:
    """The first of the chosen tasks that the person may see, as a form names them."""
    found = visible(access).filter(uid__in=uids).order_by("due_order", "pk")
    return list(found.only("uid", "title", "due_order")[:most])
