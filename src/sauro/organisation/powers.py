"""What of a post can be lent: all of it, or some of these powers. A power is a few actions that go together."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.organisation.models import Role

LENDABLE = frozenset({Role.LEADER, Role.DIVISION_HEAD, Role.RECORDS_CLERK})
"""Whose posts can be lent. Running the system and looking into the journal are not."""
NEVER_LENT = frozenset({"organisation.manage", "organisation.delegate", "organisation.hand_over"})


@dataclass(frozen=True, slots=True)
class Power:
    words: Promise
    actions: frozenset[str]


POWERS: dict[str, Power] = {
    "decide": Power(
        pgettext_lazy("power", "Decide on tasks: approve, accept, return, extend, suspend, cancel"),
        frozenset({"tasks.decide", "tasks.take_part", "tasks.see_agency"}),
    ),
    "assign": Power(
        pgettext_lazy("power", "Assign tasks"),
        frozenset({"tasks.assign", "tasks.take_part", "tasks.see_agency"}),
    ),
    "lead_unit": Power(
        pgettext_lazy("power", "Lead the work of the unit: receive, report, hand in"),
        frozenset({"tasks.answer_for", "tasks.carry_out", "tasks.take_part", "tasks.see_unit"}),
    ),
    "oversee": Power(
        pgettext_lazy("power", "Follow tasks up: urge, ask for explanations"),
        frozenset({"tasks.oversee", "tasks.take_part", "tasks.see_agency"}),
    ),
    "procedures": Power(
        pgettext_lazy("power", "Decide on the steps of procedures that are the post's"),
        frozenset({"procedures.see", "procedures.see_agency", "procedures.act"}),
    ),
    "review": Power(
        pgettext_lazy("power", "Send documents in and review what was read"),
        frozenset(
            {"files.send_in", "intake.review", "intake.accept", "documents.correct", "documents.see_agency"}
        ),
    ),
}


def actions_of(keys: Iterable[str]) -> frozenset[str]:
    """The actions of these powers; of keys that nobody knows any more, none."""
    found: frozenset[str] = frozenset()
    for key in keys:
        found |= POWERS[key].actions if key in POWERS else frozenset()
    return found
