"""The six clears (6 rõ) of a task: người, việc, thời gian, trách nhiệm, sản phẩm, thẩm quyền. From its fields alone."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from django.db.models import Q
from django.utils.translation import pgettext

from sauro.tasks.models import TaskKind

SIX_CLEARS = ("assignee", "task", "due_date", "accountable_leader", "deliverable", "authority")


class Facts(Protocol):
    """What the lamps are read from; a `Task` and a `TaskDraft` are such."""

    title: str
    kind: str
    due_date: date | None
    due_text: str
    rrule: str
    accountable_leader_id: int | None
    deliverable: str
    authority: str


def missing(facts: Facts, *, has_lead: bool = True) -> list[str]:
    """The names of SIX_CLEARS that are not met, in their order.

    A recurring or standing duty is clear in time where its rhythm is: nothing else could be.
    """
    met = {
        "assignee": has_lead,
        "task": bool(facts.title.strip()),
        "due_date": facts.due_date is not None or _has_rhythm(facts),
        "accountable_leader": facts.accountable_leader_id is not None,
        "deliverable": bool(facts.deliverable.strip()),
        "authority": bool(facts.authority.strip()),
    }
    return [name for name in SIX_CLEARS if not met[name]]


class Owing(Protocol):
    """What a one-off task owes: a `Task`, a `TaskDraft`."""

    kind: str
    due_date: date | None
    deliverable: str


def owed(task: Owing) -> list[str]:
    """'due_date' and 'deliverable' where a one-off task has none: without a leader's reason it does not go out."""
    if task.kind != TaskKind.ONE_OFF:
        return []
    there = {"due_date": task.due_date is not None, "deliverable": bool(task.deliverable.strip())}
    return [name for name, met in there.items() if not met]


def owed_words(names: Collection[str]) -> str:
    """'date', 'product' or both, as they stand in a sentence."""
    words = {"due_date": pgettext("owed", "due date"), "deliverable": pgettext("owed", "product")}
    return pgettext("owed", " and ").join(words[name] for name in words if name in names)


def _has_rhythm(facts: Facts) -> bool:
    return facts.kind != TaskKind.ONE_OFF and bool(facts.rrule or facts.due_text)


def incomplete() -> Q:
    """Stored tasks that miss one of the six; a stored task always has a lead and a title."""
    no_time = Q(due_date=None) & (Q(kind=TaskKind.ONE_OFF) | Q(rrule="", due_text=""))
    return no_time | Q(accountable_leader=None) | Q(deliverable="") | Q(authority="")
