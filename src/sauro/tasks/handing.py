"""The open tasks of a person who leaves, and giving them to who receives them: for `organisation.handing`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.handing import OpenThing, Source
from sauro.organisation.models import Agency, Person, Unit
from sauro.tasks.forms import STATUS_WORDS
from sauro.tasks.listings import settle
from sauro.tasks.models import FINISHED, HandlingRole, Task, TaskParty

_ROLES = (HandlingRole.LEAD, HandlingRole.SUPPORT)


def open_tasks(agency: Agency, person: Person) -> list[OpenThing]:
    """What he leads or supports in person, and what he answers for, of one agency. The work of his unit stays with it."""
    parties = TaskParty.objects.filter(person=person, role__in=_ROLES)
    mine = Q(pk__in=parties.values("task_id")) | Q(accountable_leader=person)
    tasks = Task.objects.filter(mine, agency=agency).exclude(status__in=FINISHED).order_by("due_order", "pk")
    found = tasks.prefetch_related(Prefetch("parties", queryset=parties, to_attr="his"))
    return [OpenThing(task.uid, task.title, _detail(task, person)) for task in found]


def _detail(task: Task, person: Person) -> str:
    roles = [str(_ROLE_WORDS[party.role]) for party in getattr(task, "his", [])]
    if task.accountable_leader_id == person.pk:
        roles.append(pgettext("handover", "accountable leader"))
    due = f"{task.due_date:%d/%m/%Y}" if task.due_date else ""
    status = str(STATUS_WORDS[task.status])
    return " · ".join(filter(None, (", ".join(roles), status, due)))


_ROLE_WORDS: dict[str, Any] = {
    HandlingRole.LEAD: pgettext_lazy("handover", "leads"),
    HandlingRole.SUPPORT: pgettext_lazy("handover", "supports"),
}


def take_over(access: Access, leaver: Person, receiver: Person, uids: Sequence[UUID]) -> None:
    """Puts the receiver in the place of who leaves, in each of these tasks; one entry of the journal each.

    In the transaction of the receipt, which has asked who may. Nobody is in a task twice: what the receiver does in it
    already stays, and the leaver goes.
    """
    tasks = list(
        Task.objects.select_for_update()
        .filter(workspace_id=access.user.workspace_id, uid__in=list(uids))
        .order_by("pk")
    )
    changes = []
    for task in tasks:
        told = _replace(task, leaver, receiver)
        task.save_version(update_fields=["accountable_leader"])
        changes.append(
            Change(
                "task", task.uid, {"leaver": leaver.full_name, "receiver": receiver.full_name, "parts": told}
            )
        )
    if changes:
        settle([task.pk for task in tasks])
        record(workspace=access.workspace, actor=access.user, action="tasks.take_over", changes=changes)


def _replace(task: Task, leaver: Person, receiver: Person) -> list[str]:
    told = []
    parties = list(TaskParty.objects.filter(task=task, role__in=_ROLES))
    for party in [each for each in parties if each.person_id == leaver.pk]:
        there = [each for each in parties if each.person_id == receiver.pk]
        if party.role == HandlingRole.SUPPORT and there:
            party.delete()
            continue
        for each in there:  # who supported it leads it now
            each.delete()
        party.person = receiver
        party.save_version(update_fields=["person"])
        told.append(str(party.role))
    if task.accountable_leader_id == leaver.pk:
        task.accountable_leader = receiver
        told.append("accountable_leader")
    return told


def follow_merger(access: Access, old: Unit, new: Unit) -> None:
    """The open tasks of a unit go on in the one into which it was merged; one entry of the journal each."""
    parties = TaskParty.objects.filter(unit=old, role__in=_ROLES)
    open_ones = Task.objects.exclude(status__in=FINISHED).filter(pk__in=parties.values("task_id"))
    tasks = list(open_ones.select_for_update().order_by("pk"))
    for task in tasks:
        there = {(party.unit_id, party.role): party for party in TaskParty.objects.filter(task=task)}
        lead, support = there.get((old.pk, HandlingRole.LEAD)), there.get((old.pk, HandlingRole.SUPPORT))
        twice = there.get((new.pk, HandlingRole.SUPPORT))
        if support is not None and (twice or lead or (new.pk, HandlingRole.LEAD) in there):
            support.delete()
            support = None
        if lead is not None and twice is not None:
            twice.delete()
        for party in filter(None, (lead, support)):
            party.unit = new
            party.agency_id = new.agency_id if new.agency_id != task.agency_id else None
            party.save_version(update_fields=["unit", "agency"])
        task.save_version(update_fields=[])
    if tasks:
        settle([task.pk for task in tasks])
        data = {"old_unit": old.name, "new_unit": new.name}
        record(
            workspace=access.workspace,
            actor=access.user,
            action="tasks.follow_merger",
            changes=[Change("task", task.uid, data) for task in tasks],
        )


SOURCE = Source(
    kind="task",
    words=pgettext_lazy("handover", "Tasks"),
    open_things=open_tasks,
    move=take_over,
    address=lambda uid: reverse("tasks:task", args=[uid]),
)
