"""Milestones: set all at once, reached one by one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.tasks.actions.base import Act, Held, Refused, begin
from sauro.tasks.life import Step
from sauro.tasks.models import Milestone, Task
from sauro.vietnamese.text import nfc, squeeze

MOST = 12
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone as it is asked for; `uid` of one that is there already."""

    name: str
    due_date: dt.date
    uid: uuid.UUID | None = None


@transaction.atomic
def plan_milestones(access: Access, held: Held, *, milestones: Sequence[Planned]) -> Task:
    """The milestones that are not reached yet become these; what was reached stays as it is.

    Raises `ValidationError` by field ('name_0', 'date_0').
    """
    act = begin(access, held, Step.PLAN_MILESTONES)
    if act.again:
        return act.task
    asked = [Planned(squeeze(nfc(each.name)), each.due_date, each.uid) for each in milestones]
    faults = _faults(act, asked)
    if faults:
        raise ValidationError(faults)
    stored = {each.uid: each for each in Milestone.objects.filter(task=act.task, reached_at=None)}
    kept = {each.uid for each in asked if each.uid in stored}
    Milestone.objects.filter(task=act.task, reached_at=None).exclude(uid__in=kept).delete()
    for each in asked:
        old = stored.get(each.uid) if each.uid else None
        if old is None:
            Milestone.objects.create(task=act.task, name=each.name, due_date=each.due_date)
        elif (old.name, old.due_date) != (each.name, each.due_date):
            old.name, old.due_date = each.name, each.due_date
            old.save_version(update_fields=["name", "due_date"])
    _next(act)
    return act.close(milestones=[[each.name, each.due_date] for each in asked] or "–")


def _faults(act: Act, asked: list[Planned]) -> dict[str, str]:
    faults: dict[str, str] = {}
    if len(asked) > MOST:
        faults["name_0"] = _("At most %(n)s milestones.") % {"n": MOST}
    for number, each in enumerate(asked):
        if not each.name or len(each.name) > _LONGEST_NAME:
            faults[f"name_{number}"] = _("Name the milestone in at most %(n)s characters.") % {
                "n": _LONGEST_NAME
            }
        if act.task.due_date is not None and each.due_date > act.task.due_date:
            faults[f"date_{number}"] = _("A milestone comes before the due date, %(day)s.") % {
                "day": f"{act.task.due_date:%d/%m/%Y}"
            }
    return faults


@transaction.atomic
def reach_milestone(access: Access, held: Held, *, milestone: uuid.UUID) -> Task:
    """Says that a milestone is reached, with the time."""
    act = begin(access, held, Step.REACH_MILESTONE)
    if act.again:
        return act.task
    found = Milestone.objects.filter(task=act.task, uid=milestone).first()
    if found is None:
        raise ValidationError({"milestone": _("This milestone is not there any more.")})
    if found.reached_at is not None:
        raise Refused(_("The milestone has been reached already."))
    found.reached_at, found.reached_by = act.now, access.user
    found.save_version(update_fields=["reached_at", "reached_by"])
    _next(act)
    return act.close(milestone=found.name, milestone_date=found.due_date)


def _next(act: Act) -> None:
    act.touched = True
    first = Milestone.objects.filter(task=act.task, reached_at=None).order_by("due_date").first()
    act.set("next_milestone", first.due_date if first else None)
