"""Changing an assigned task: its facts, its lead after a refusal, the person in the lead unit who does it."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.journal.actions import Change
from sauro.organisation.access import Access
from sauro.organisation.models import Person, WorkField
from sauro.organisation.queries import leaders
from sauro.tasks.actions.assigning import lines_of, searched
from sauro.tasks.actions.base import Act, Conflict, Held, Refused, begin, below, said
from sauro.tasks.actions.parties import Known, drafted, fault_of, look_up, name_of, party_row
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.facts import FACTS, Facts, differing, facts_of, keys_of, party_key, party_of
from sauro.tasks.life import Step, unexplained
from sauro.tasks.models import (
    HandlingRole,
    Task,
    TaskCategory,
    TaskKind,
    TaskParty,
    TaskPriority,
    TaskStatus,
)
from sauro.vietnamese.text import nfc, squeeze

_REASONED = ("due_date", "lead")  # what is not changed without a word of why, once it was given out
_SHORT = {"authority": 200, "report_to": 200}
BEGUN = frozenset({TaskStatus.IN_PROGRESS, TaskStatus.AWAITING_SIGNATURE, TaskStatus.REWORK})


class Diverged(Conflict):
    """Somebody else changed facts of the task since the person saw them; `stored` are those of now."""

    def __init__(self, task: Task, stored: Facts) -> None:
        super().__init__(task)
        self.stored = stored


@transaction.atomic
def change(access: Access, held: Held, *, seen: Facts, wanted: Facts, reason: str = "") -> Task:
    """Changes what differs between `seen`, the facts as the person saw them, and `wanted`.

    What others did meanwhile with status or progress is no conflict; a fact that they changed is (`Diverged`), also
    where it is another one: the person sees both before anything is stored. Raises `ValidationError` by field.
    """
    act = begin(access, Held(held.uid, None, held.key), Step.CHANGE)
    if act.again:
        return act.task
    stored, wanted = facts_of(act.task), _clean(wanted)
    if any(stored[name] != seen.get(name) for name in FACTS):
        raise Diverged(act.task, stored)
    changed = {row.name: row.mine for row in differing(seen, stored, wanted)}
    if not changed:
        raise Refused(_("Nothing is different from what stands there already."))
    told = said(reason=reason)
    parties = [
        party for name in ("lead", "supports") for party in map(party_of, keys_of(wanted[name])) if party
    ]
    known = look_up(access, [*parties, *map(drafted, act.task.parties.all())])
    faults = _faults(act, changed, known, told["reason"])
    if faults:
        raise ValidationError(faults)
    words = {
        name: [_shown(name, stored[name], known), _shown(name, value, known)]
        for name, value in changed.items()
    }
    waited = act.task.status == TaskStatus.PENDING_APPROVAL and unexplained(act.task)
    _apply(act, changed, known, told["reason"])
    if waited and not act.task.refusal and not unexplained(act.task):
        _go_out(act)
    return act.close(changed=words, **told)


def _go_out(act: Act) -> None:
    """What it waited for has been filled in, so that no leader has to decide; its parts get it with it."""
    task = act.task
    if task.parent is not None and task.parent.status == TaskStatus.PENDING_APPROVAL:
        return  # it goes out with the order
    act.set("status", str(TaskStatus.NOT_STARTED))
    for part in below(task):
        if part.status != TaskStatus.PENDING_APPROVAL or part.refusal:
            continue
        inner = Act(act.access, act.rule, part, act.part, again=False, now=act.now)
        for name in unexplained(part):
            inner.set(name, getattr(task, name))
        inner.set("status", str(TaskStatus.NOT_STARTED))
        part.save_version(update_fields=list(inner.changed))
        act.moved.append(part.pk)
        act.others.append(Change("task", part.uid, {"status": inner.changed["status"], "whole": task.uid}))


def _clean(facts: Facts) -> Facts:
    """Composed, without blanks around; the products of a task stand in lines, one each."""
    clean = {name: nfc(facts.get(name, "")) for name in FACTS}
    lined = {name: lines_of(clean[name]) for name in ("deliverable", "resources")}
    kept = {name: clean[name] for name in ("lead", "supports")}
    return {name: squeeze(text) for name, text in clean.items()} | lined | kept


def _faults(act: Act, changed: Facts, known: Known, reason: str) -> dict[str, str]:
    faults = {}
    if "title" in changed and not changed["title"]:
        faults["title"] = _("Say what is to be done.")
    for name, most in _SHORT.items():
        if len(changed.get(name, "")) > most:
            faults[name] = _("Too long: at most %(n)s characters.") % {"n": most}
    if changed.get("category") and changed["category"] not in TaskCategory.values:
        faults["category"] = _("Choose one of the categories.")
    if "priority" in changed and changed["priority"] not in TaskPriority.values:
        faults["priority"] = _("Choose one of the priorities.")
    leader, work_field = changed.get("accountable_leader"), changed.get("work_field")
    if leader and not leaders(act.access).filter(pk=_number(leader)).exists():
        faults["accountable_leader"] = _("This person leads no agency of the ward today.")
    if (
        work_field
        and not WorkField.objects.filter(pk=_number(work_field), workspace_id=act.task.workspace_id).exists()
    ):
        faults["work_field"] = _("This field of work is not one of the ward.")
    return faults | _party_faults(act, changed, known) | _due_faults(act, changed, reason)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _party_faults(act: Act, changed: Facts, known: Known) -> dict[str, str]:
    faults = {}
    if "lead" in changed:
        lead = party_of(changed["lead"])
        if lead is None:
            faults["lead"] = _("Say who takes the lead: a task always has exactly one lead.")
        elif act.task.status == TaskStatus.PENDING_ACCEPTANCE:
            faults["lead"] = _("The product waits for acceptance: decide on it, or have it recalled, first.")
        elif fault := fault_of(act.access, lead, known):
            faults["lead"] = fault
    stored = {party_key(drafted(party)) for party in act.task.parties.all()}
    for key in keys_of(changed.get("supports", "")):
        party = party_of(key)
        fault = (
            _("A party is a unit, a person, or a name.")
            if party is None
            else fault_of(act.access, party, known)
        )
        if fault and key not in stored:  # who is in it already may stay, though his unit has ended
            faults["supports"] = fault
    return faults


def _due_faults(act: Act, changed: Facts, reason: str) -> dict[str, str]:
    task, faults = act.task, {}
    if "due_date" in changed:
        day = day_of(changed["due_date"])
        if task.kind == TaskKind.STANDING:
            faults["due_date"] = _("A standing duty has no due date.")
        elif day is None and task.due_date is not None:
            faults["due_date"] = _("A task that had a due date keeps one.")
        elif day is not None and day < act.access.on and not reason:
            faults["reason"] = _("This day has passed: say why it is set all the same.")
    needs_reason = ("due_date" in changed and task.due_date is not None) or "lead" in changed
    if needs_reason and not reason:
        faults.setdefault("reason", _("Say why the due date or the lead changes: it stands in the history."))
    return faults


def day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _shown(name: str, value: str, known: Known) -> str:
    """A fact as the history keeps it: readable without looking anything up, since names change."""
    if name in ("lead", "supports"):
        return "; ".join(name_of(party, known) for party in map(party_of, keys_of(value)) if party)
    if name == "accountable_leader" and value:
        return Person.objects.values_list("full_name", flat=True).get(pk=int(value))
    if name == "work_field" and value:
        return WorkField.objects.values_list("name", flat=True).get(pk=int(value))
    return value


def _apply(act: Act, changed: Facts, known: Known, reason: str) -> None:
    task = act.task
    for name in ("title", "deliverable", "authority", "report_to", "category", "priority", "resources"):
        if name in changed:
            act.set(name, changed[name])
    for name in ("accountable_leader", "work_field"):
        if name in changed:
            act.set(f"{name}_id", int(changed[name]) if changed[name] else None)
    new = day_of(changed["due_date"]) if "due_date" in changed else None
    if new is not None and task.due_date is not None:
        act.move_due(new, reason=reason, by=act.access.user)
    elif new is not None:
        act.set("due_date", new)
    if "due_time" in changed:
        act.set("due_time", dt.time.fromisoformat(changed["due_time"]) if changed["due_time"] else None)
    proposed = [name for name in task.proposed if name not in changed]  # a person has said it now
    if proposed != task.proposed:
        act.set("proposed", proposed)
    if "lead" in changed:
        _take_lead(act, party_of(changed["lead"]), known)
    if "supports" in changed:
        keep = set(keys_of(changed["supports"]))
        TaskParty.objects.filter(
            pk__in=[each.pk for each in _supports(task) if party_key(drafted(each)) not in keep]
        ).delete()
        there = {party_key(drafted(each)) for each in _supports(task)}
        new_ones = [party_of(key) for key in sorted(keep - there)]
        TaskParty.objects.bulk_create(
            party_row(task, HandlingRole.SUPPORT, party, known) for party in new_ones if party
        )
    if {"title", "lead", "supports"} & changed.keys():
        refresh_search(act)


def _supports(task: Task) -> Iterable[TaskParty]:
    return [party for party in task.parties.all() if party.role == HandlingRole.SUPPORT]


def refresh_search(act: Act) -> None:
    """The words by which the task is found: title, source, and those who are in it now."""
    task = act.task
    act.touched = True
    stored = TaskParty.objects.filter(task=task, role__in=(HandlingRole.LEAD, HandlingRole.SUPPORT))
    named = [
        each.unit.name if each.unit else each.person.full_name if each.person else each.name
        for each in stored.select_related("unit", "person").order_by("id")
    ]
    number = task.document.reference_number if task.document else ""
    act.set("search_text", searched(task.title, number, named))


def _take_lead(act: Act, party: PartyDraft | None, known: Known) -> None:
    """One row stays the lead's: the new one has not received the task, and nobody in it is named yet."""
    task = act.task
    if party is None:
        return
    stored = next(each for each in task.parties.all() if each.role == HandlingRole.LEAD)
    made = party_row(task, HandlingRole.LEAD, party, known)
    stored.unit, stored.person_id, stored.name, stored.agency_id = (
        made.unit,
        made.person_id,
        made.name,
        made.agency_id,
    )
    stored.own_part = ""
    stored.save_version(update_fields=["unit", "person", "name", "agency", "own_part"])
    same_support = [each.pk for each in _supports(task) if party_key(drafted(each)) == party_key(party)]
    TaskParty.objects.filter(pk__in=same_support).delete()
    act.touched = True
    act.set("received_at", None)
    act.set("received_by", None)
    if task.status in BEGUN:
        act.set("status", str(TaskStatus.NOT_STARTED))


@transaction.atomic
def reassign(access: Access, held: Held, *, lead: str, words: str = "", reason: str = "") -> Task:
    """After a refusal: to another unit, or to the same again with an answer; `reason` as in `approve`. `lead` is a key of `facts.party_key`."""
    act = begin(access, held, Step.REASSIGN)
    if act.again:
        return act.task
    told = said(words=words)
    party = party_of(lead)
    if party is None:
        raise ValidationError({"lead": _("Say who takes the lead: a task always has exactly one lead.")})
    before = next(drafted(each) for each in act.task.parties.all() if each.role == HandlingRole.LEAD)
    known = look_up(access, [party, before])
    fault = fault_of(access, party, known)
    if fault:
        raise ValidationError({"lead": fault})
    same = party_key(party) == party_key(before)
    if same and act.task.refusal and not told["words"]:
        raise ValidationError({"words": _("It comes back to who refused it: answer his reason.")})
    told |= act.let_out(reason)
    refusal = act.task.refusal
    act.move()
    act.set("refusal", "")
    act.touched = True
    if not same:
        _take_lead(act, party, known)
        refresh_search(act)
    return act.close(lead=[name_of(before, known), name_of(party, known)], refusal=refusal, **told)


@transaction.atomic
def name_assignee(access: Access, held: Held, *, person: uuid.UUID | None = None, words: str = "") -> Task:
    """Gives the task to a person of its lead unit; None gives it back to the unit as a whole. The unit stays the lead."""
    act = begin(access, held, Step.NAME_ASSIGNEE)
    if act.again:
        return act.task
    told = said(words=words)
    lead = next(each for each in act.task.parties.all() if each.role == HandlingRole.LEAD)
    before, found = drafted(lead), None
    if person is not None:
        found = Person.objects.filter(uid=person, workspace_id=act.task.workspace_id).first()
        if found is None:
            raise ValidationError({"person": _("This person is not one of the ward.")})
    asked = PartyDraft(unit_id=lead.unit_id, person_id=found.pk if found else None)
    if asked.person_id == lead.person_id:
        raise Refused(_("Nothing is different from what stands there already."))
    known = look_up(access, [asked, before])
    fault = fault_of(access, asked, known)
    if fault:
        raise ValidationError({"person": fault})
    names = [
        known.people[each].full_name if each in known.people else ""
        for each in (lead.person_id, asked.person_id)
    ]
    lead.person = found
    lead.save_version(update_fields=["person"])
    act.touched = True
    return act.close(assignee=names, **told)
