"""What people do with tasks: assign one, or many at once; take back what was just assigned."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.models import WorkField
from sauro.tasks.actions.base import below, follow_parts, lock, said
from sauro.tasks.actions.parties import Known, fault_of, look_up, name_of, party_row
from sauro.tasks.clarity import owed
from sauro.tasks.drafts import PartyDraft, TaskDraft
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    HandlingRole,
    Task,
    TaskCategory,
    TaskKind,
    TaskParty,
    TaskPriority,
    TaskStatus,
)
from sauro.vietnamese.text import fold, nfc, squeeze

_AT_ONCE = 200  # rows of one INSERT: SQLite bounds the values of a statement
LONGEST_SEARCH = 4000


@dataclass(slots=True)
class _Known(Known):
    """What the drafts name, read in a constant number of queries and of this workspace alone."""

    fields: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Plan:
    """A checked draft and the rows that it makes."""

    draft: TaskDraft
    leads: list[PartyDraft]
    supports: list[PartyDraft]
    task: Task
    children: list[Task] = field(default_factory=list)


def assign(access: Access, draft: TaskDraft, *, reason: str = "") -> Task:
    """Gives the task to its one lead; several leads make a parent and a child for each. Gives the task or the parent.

    Raises `PermissionDenied`, and `ValidationError` with the fault of each field.
    """
    return assign_many(access, [draft], reason=reason)[0]


@transaction.atomic
def assign_many(access: Access, drafts: Sequence[TaskDraft], *, reason: str = "") -> list[Task]:
    """All of the drafts or none, in a constant number of queries for up to 200 of them; tasks in the order of the drafts.

    A one-off task without date or product (`clarity.owed`) goes out for a leader's `reason`; assigned by somebody else
    it waits for a leader (`pending_approval`). Raises `ValidationError` where a leader gives none.
    """
    for agency_id in {draft.agency_id for draft in drafts}:
        access.require("tasks.assign", agency_id)
    known = _look_up(access, drafts)
    reason = _needed_reason(access, drafts, reason)
    plans = [_plan(access, draft, known, reason) for draft in drafts]
    Task.objects.bulk_create([plan.task for plan in plans], batch_size=_AT_ONCE)
    for plan in plans:
        for child in plan.children:
            child.parent = plan.task
    Task.objects.bulk_create([child for plan in plans for child in plan.children], batch_size=_AT_ONCE)
    TaskParty.objects.bulk_create(_parties(plans, known), batch_size=_AT_ONCE)
    if plans:
        settle(task.pk for plan in plans for task in (plan.task, *plan.children))
        changes = [change for plan in plans for change in _changes(plan, known)]
        record(workspace=access.workspace, actor=access.user, action="tasks.assign", changes=changes)
    return [plan.task for plan in plans]


@transaction.atomic
def withdraw(access: Access, task: Task, *, reason: str = "") -> Task:
    """Takes back a task that nobody has begun, with its children. It stays readable as cancelled."""
    access.require("tasks.assign", task.agency_id)
    whole = list(Task.objects.select_for_update().filter(pk=task.pk))
    whole += [each for each in below(task) if each.status != TaskStatus.CANCELLED]
    fresh = {TaskStatus.NOT_STARTED, TaskStatus.PENDING_APPROVAL}
    if not whole or any(each.status not in fresh or each.progress_percent for each in whole):
        raise ValidationError(_("The task has been begun or closed and cannot be withdrawn any more."))
    now = timezone.now()
    for each in whole:
        each.status = TaskStatus.CANCELLED
        each.finished_at = now
        each.save_version(update_fields=["status", "finished_at"])
    changes = [Change("task", each.uid, {"status": each.status, "reason": reason}) for each in whole]
    if task.parent_id is not None:  # a part of an order, which follows the parts that are left
        order = lock(task.parent_id)
        followed = follow_parts(order)
        if followed:
            changes.append(Change("task", order.uid, followed | {"part": task.uid}))
            whole.append(order)
    settle(each.pk for each in whole)
    record(workspace=access.workspace, actor=access.user, action="tasks.withdraw", changes=changes)
    return whole[0]


def _look_up(access: Access, drafts: Sequence[TaskDraft]) -> _Known:
    parties = [party for draft in drafts for party in (*draft.leads, *draft.supports)]
    leaders = {draft.accountable_leader_id for draft in drafts if draft.accountable_leader_id is not None}
    found = look_up(access, parties, leaders)
    fields = {draft.work_field_id for draft in drafts} - {None}
    stored = WorkField.objects.filter(pk__in=fields, workspace_id=access.user.workspace_id)
    return _Known(
        found.units, found.people, found.posts, set(stored.values_list("pk", flat=True)) if fields else set()
    )


def _needed_reason(access: Access, drafts: Sequence[TaskDraft], reason: str) -> str:
    """The leader's reason, where he assigns something without date or product; '' where nobody has to give one."""
    owing = [draft for draft in drafts if owed(draft) and access.may("tasks.decide", draft.agency_id)]
    if not owing:
        return ""
    told = said(reason=reason)["reason"]
    if not told:
        count = len(owing)
        words = ngettext(
            "%(n)s task has no due date or no product: fill it in, or say why it goes out all the same.",
            "%(n)s tasks have no due date or no product: fill them in, or say why they go out all the same.",
            count,
        )
        raise ValidationError({"reason": words % {"n": count}})
    return told


def _plan(access: Access, draft: TaskDraft, known: _Known, reason: str) -> _Plan:
    leads, supports = _once(draft.leads), _once(draft.supports)
    supports = [party for party in supports if party not in leads]
    faults = _faults(access, draft, leads, supports, known)
    if faults:
        raise ValidationError(faults)
    plan = _Plan(draft, leads, supports, _task(access, draft, known, [*leads, *supports]))
    if len(leads) > 1:
        plan.children = [_task(access, draft, known, [lead]) for lead in leads]
    if owed(draft):
        for task in (plan.task, *plan.children):
            _let_out_or_wait(access, task, reason)
    return plan


def _let_out_or_wait(access: Access, task: Task, reason: str) -> None:
    if access.may("tasks.decide", task.agency_id):
        task.let_out_reason, task.let_out_by = reason, access.user
    else:
        task.status = TaskStatus.PENDING_APPROVAL


def _once(parties: Iterable[PartyDraft]) -> list[PartyDraft]:
    """Each party once, in order."""
    return list(dict.fromkeys(parties))


def _faults(
    access: Access, draft: TaskDraft, leads: list[PartyDraft], supports: list[PartyDraft], known: _Known
) -> dict[str, str]:
    """What is wrong with a draft, field by field."""
    faults: dict[str, str] = {}
    if not draft.title.strip():
        faults["title"] = _("Say what is to be done.")
    if draft.kind not in TaskKind.values:
        faults["kind"] = _("A task is done once, recurs, or is a standing duty.")
    if not leads:
        faults["leads"] = _("Say who takes the lead: a task always has exactly one lead.")
    for name, parties in (("leads", leads), ("supports", supports)):
        fault = next(filter(None, (fault_of(access, party, known) for party in parties)), None)
        if fault:
            faults[name] = fault
    if draft.category and draft.category not in TaskCategory.values:
        faults["category"] = _("Choose one of the categories.")
    if draft.priority not in TaskPriority.values:
        faults["priority"] = _("Choose one of the priorities.")
    if draft.accountable_leader_id is not None and draft.accountable_leader_id not in known.people:
        faults["accountable_leader"] = _("This person is not one of the ward.")
    if draft.work_field_id is not None and draft.work_field_id not in known.fields:
        faults["work_field"] = _("This field of work is not one of the ward.")
    if draft.document is not None and draft.document.workspace_id != access.user.workspace_id:
        faults["document"] = _("This document is not one of the ward.")
    if draft.extraction is not None:
        if draft.document is None or draft.extraction.document_id != draft.document.pk:
            faults["extraction"] = _("The place in the source belongs to another document.")
        elif draft.span_start is None or draft.span_end is None or draft.span_start >= draft.span_end:
            faults["extraction"] = _("The place in the source is missing.")
    return faults


def _task(access: Access, draft: TaskDraft, known: _Known, parties: list[PartyDraft]) -> Task:
    standing = draft.kind == TaskKind.STANDING
    number = draft.document.reference_number if draft.document else ""
    title = squeeze(nfc(draft.title))
    names = [name_of(party, known) for party in parties]
    due_date: dt.date | None = None if standing else draft.due_date
    return Task(
        workspace=access.workspace,
        agency_id=draft.agency_id,
        title=title,
        kind=draft.kind,
        status=TaskStatus.NOT_STARTED,
        due_date=due_date,
        due_time=draft.due_time if due_date else None,
        due_text=squeeze(draft.due_text)[:200],
        rrule=draft.rrule[:120],
        deliverable=lines_of(draft.deliverable),
        authority=squeeze(nfc(draft.authority))[:200],
        report_to=squeeze(nfc(draft.report_to))[:200],
        accountable_leader_id=draft.accountable_leader_id,
        work_field_id=draft.work_field_id,
        proposed=list(draft.proposed),
        document=draft.document,
        extraction=draft.extraction,
        span_start=draft.span_start,
        span_end=draft.span_end,
        quote=draft.quote,
        section=draft.section[:60],
        assigner=access.user,
        category=draft.category,
        priority=draft.priority,
        resources=squeeze(nfc(draft.resources)),
        search_text=searched(title, number, names),
    )


def lines_of(text: str) -> str:
    """A text whose lines count, without blanks around them: the products of a task stand one a line."""
    return "\n".join(filter(None, map(squeeze, nfc(text).splitlines())))


def searched(title: str, number: str, names: Iterable[str]) -> str:
    """What the search of a list looks into, folded: title, number of the source, who is in the task."""
    return fold(nfc(" ".join([title, number, *names])))[:LONGEST_SEARCH]


def _parties(plans: list[_Plan], known: _Known) -> list[TaskParty]:
    rows = []
    for plan in plans:
        rows.append(party_row(plan.task, HandlingRole.LEAD, plan.leads[0], known))
        rows.extend(party_row(plan.task, HandlingRole.SUPPORT, party, known) for party in plan.supports)
        for child, lead in zip(plan.children, plan.leads, strict=False):
            rows.append(party_row(child, HandlingRole.LEAD, lead, known))
    return rows


def _changes(plan: _Plan, known: _Known) -> list[Change]:
    """One entry for each task: what it asks, of whom, until when; the source by its place alone."""
    draft = plan.draft
    shared = {
        "title": plan.task.title,
        "kind": plan.task.kind,
        "due_date": plan.task.due_date,
        "due_text": plan.task.due_text,
        "deliverable": plan.task.deliverable,
        "proposed": plan.task.proposed,
        "owed": " ".join(owed(draft)),
        "waits": plan.task.status == TaskStatus.PENDING_APPROVAL,
        "reason": plan.task.let_out_reason,
        "document": draft.document.uid if draft.document else None,
        "span": [draft.span_start, draft.span_end] if draft.span_start is not None else None,
    }
    supports = [name_of(party, known) for party in plan.supports]
    whole = {
        **shared,
        "lead": name_of(plan.leads[0], known),
        "supports": supports,
        "children": len(plan.children),
    }
    changes = [Change("task", plan.task.uid, whole)]
    for child, lead in zip(plan.children, plan.leads, strict=False):
        changes.append(
            Change("task", child.uid, {**shared, "lead": name_of(lead, known), "parent": plan.task.uid})
        )
    return changes
