"""A task broken into parts, and a task placed under another one. A task is never, over any levels, a part of itself."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.identity.models import Workspace
from sauro.journal.actions import Change
from sauro.organisation.access import Access
from sauro.tasks.actions.assigning import searched
from sauro.tasks.actions.base import (
    MOST_LEVELS,
    Act,
    Held,
    Refused,
    begin,
    below,
    lock_with_those_above,
    said,
)
from sauro.tasks.actions.parties import Known, drafted, fault_of, look_up, name_of, party_row
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.life import RULES, Relation, Step, may_not, part_of
from sauro.tasks.models import HandlingRole, Task, TaskKind, TaskParty, TaskStatus
from sauro.tasks.queries import by_uid, has_parts
from sauro.vietnamese.text import nfc, squeeze

MOST_PARTS = 60
_PLACED = frozenset({TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class PartAsked:
    """A part to be made: what, by whom, until when; without a date it has that of the whole."""

    title: str
    party: PartyDraft
    due_date: dt.date | None = None


@transaction.atomic
def split(access: Access, held: Held, *, parts: Sequence[PartAsked], reason: str = "") -> Task:
    """Breaks the task into parts, each a task of its own with one lead.

    Who oversees the task makes parts among units, which it follows from now on. The head of the lead unit makes parts
    for the people of his unit: he accepts them, the task follows their progress, and is still handed in by itself. A date
    after that of the whole, or one that has passed, wants a reason. Raises `ValidationError` by field ('title_0').
    """
    act = begin(access, held, Step.SPLIT)
    if act.again:
        return act.task
    within = not act.part.relations & {Relation.LEADER, Relation.ASSIGNER, Relation.CLERK}
    _may_be_split(act, within=within)
    told = said(reason=reason)
    known = look_up(access, [*(part.party for part in parts), *map(drafted, act.task.parties.all())])
    faults = _faults(act, parts, known, told["reason"], within=within)
    if faults:
        raise ValidationError(faults)
    made = [_part(act, part, known, within=within) for part in parts]
    Task.objects.bulk_create(made)
    rows = [
        party_row(task, HandlingRole.LEAD, part.party, known) for task, part in zip(made, parts, strict=True)
    ]
    TaskParty.objects.bulk_create(rows)
    for task, part in zip(made, parts, strict=True):
        facts = {"title": task.title, "kind": task.kind, "due_date": task.due_date, "parent": act.task.uid}
        act.others.append(Change("task", task.uid, facts | {"lead": name_of(part.party, known)}))
    act.moved += [task.pk for task in made]
    act.touched = True
    if not within:
        counted = Task.objects.filter(parent=act.task, is_own_part=False).exclude(status=TaskStatus.CANCELLED)
        act.set(
            "progress_percent", 100 * counted.filter(status=TaskStatus.COMPLETED).count() // counted.count()
        )
    return act.close(parts=[f"{task.title} ({name_of(part.party, known)})" for task, part in zip(made, parts, strict=True)],
                     **told)  # fmt: skip


def _may_be_split(act: Act, *, within: bool) -> None:
    task = act.task
    if task.kind == TaskKind.STANDING:
        raise Refused(
            _("A standing duty has no parts that could be finished: assign them as tasks of their own.")
        )
    if _level(task) >= MOST_LEVELS:
        raise Refused(
            _("At most %(n)s levels of tasks: this one cannot be split further.") % {"n": MOST_LEVELS}
        )
    if within and has_parts(task):
        raise Refused(_("This order has parts of its own: it follows them, so take the step on a part."))


def _level(task: Task) -> int:
    """1 for a task that is part of none."""
    level, above = 1, task.parent
    while above is not None:
        level, above = level + 1, above.parent
    return level


def _faults(
    act: Act, parts: Sequence[PartAsked], known: Known, reason: str, *, within: bool
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not parts:
        faults["title_0"] = _("Say at least one part.")
    if len(parts) > MOST_PARTS:
        faults["title_0"] = _("At most %(n)s parts at once.") % {"n": MOST_PARTS}
    lead = next(each for each in act.task.parties.all() if each.role == HandlingRole.LEAD)
    for number, part in enumerate(parts):
        if not part.title.strip():
            faults[f"title_{number}"] = _("Say what is to be done.")
        fault = fault_of(act.access, part.party, known)
        if not fault and within and (part.party.unit_id != lead.unit_id or part.party.person_id is None):
            fault = _(
                "Choose somebody of your unit: parts for other units are made by who assigned the task."
            )
        if fault:
            faults[f"to_{number}"] = fault
        due = act.task.due_date
        if part.due_date is None or reason:
            continue
        if due is not None and part.due_date > due:
            faults[f"date_{number}"] = _("After the due date of the whole, %(day)s: choose an earlier day, or give a reason below.") % {
                "day": f"{due:%d/%m/%Y}"
            }  # fmt: skip
        elif part.due_date < act.access.on:
            faults[f"date_{number}"] = _("This day has passed: choose a later one, or give a reason below.")
    return faults


def _part(act: Act, part: PartAsked, known: Known, *, within: bool) -> Task:
    whole, title = act.task, squeeze(nfc(part.title))
    number = whole.document.reference_number if whole.document else ""
    return Task(
        workspace_id=whole.workspace_id,
        agency_id=whole.agency_id,
        parent=whole,
        title=title,
        kind=TaskKind.ONE_OFF,
        due_date=part.due_date or whole.due_date,
        due_time=whole.due_time if part.due_date in (None, whole.due_date) else None,
        authority=whole.authority,
        report_to=whole.report_to,
        accountable_leader_id=whole.accountable_leader_id,
        work_field_id=whole.work_field_id,
        category=whole.category,
        priority=whole.priority,
        document=whole.document,
        extraction=whole.extraction,
        span_start=whole.span_start,
        span_end=whole.span_end,
        quote=whole.quote,
        section=whole.section,
        assigner=act.access.user,
        is_own_part=within,
        search_text=searched(title, number, [name_of(part.party, known)]),
    )


@transaction.atomic
def place_under(access: Access, held: Held, *, above: uuid.UUID) -> Task:
    """Makes the task a part of another one of its agency, which follows it from now on.

    Refused where that would make a circle, or too many levels. Of two people who place tasks at once the second sees what
    the first has done: tasks of a workspace are placed one after the other.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=access.user.workspace_id)
    lock_with_those_above(access, held.uid, above)
    act = begin(access, held, Step.PLACE_UNDER)
    if act.again:
        return act.task
    whole = by_uid(access, above)
    why = may_not(RULES[Step.PLACE_UNDER], part_of(access, whole))
    if why:
        raise PermissionDenied(why)
    _fits(act, whole)
    act.set("parent_id", whole.pk)
    return act.close(above=whole.title)


def _fits(act: Act, whole: Task) -> None:
    task = act.task
    above, level = whole, 1
    while True:
        if above.pk == task.pk:
            raise Refused(
                _("A task cannot be part of itself: the other one is, over some levels, a part of this one.")
            )
        if above.parent is None:
            break
        above, level = above.parent, level + 1
    deepest = _depth(task)
    if level + deepest > MOST_LEVELS:
        raise Refused(
            _("At most %(n)s levels of tasks: this one cannot be placed there.") % {"n": MOST_LEVELS}
        )
    if whole.agency_id != task.agency_id:
        raise Refused(_("The task above belongs to another agency: its parts stay with it."))
    if whole.status not in _PLACED or whole.kind == TaskKind.STANDING:
        raise Refused(_("The task above is closed, suspended or without an end: it takes no parts."))


def _depth(task: Task) -> int:
    """How many levels the task and its parts have."""
    levels = {task.pk: 1}
    for each in below(task):
        levels[each.pk] = levels[each.parent_id or task.pk] + 1
    return max(levels.values())
