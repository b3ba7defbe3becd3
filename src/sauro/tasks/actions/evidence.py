"""Files that show what was done, and which products of a task are there."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sauro.files.attaching import to_tie
from sauro.tasks.actions.base import Act
from sauro.tasks.models import Evidence, Submission, Task

HANDED_IN, ACCEPTED = "handed_in", "accepted"


def attach(act: Act, uploads: Sequence[uuid.UUID], submission: Submission | None = None) -> list[str]:
    """Ties files that the person has just sent in for this task to it; gives their names. Raises `ValidationError`.

    The bytes came first and wait in quarantine; these rows stand or fall with the step. A file that is refused there
    leaves its row, with the reason.
    """
    if not uploads:
        return []
    found = to_tie(act.access, uploads, act.task.uid, Evidence)
    if found is None:
        raise ValidationError({"evidence": _("A file is not there any more: choose it again.")})
    Evidence.objects.bulk_create(
        Evidence(task=act.task, by=act.access.user, at=act.now, upload=each, submission=submission)
        for each in found
    )
    return [each.name for each in found]


def products_of(task: Task) -> list[str]:
    """The products that a task owes, one a line."""
    return task.deliverable.splitlines()


def hand_in(act: Act, products: Sequence[str] | None) -> list[str]:
    """Marks products as handed in, all of them for None; gives those. Raises `ValidationError`."""
    owed = products_of(act.task)
    if products is None:
        products = owed
    if any(each not in owed for each in products) or (owed and not products):
        raise ValidationError({"products": _("Choose at least one of the products of this task.")})
    states = dict(act.task.product_states)
    states |= {each: HANDED_IN for each in products if states.get(each) != ACCEPTED}
    act.set("product_states", states)
    return list(products) if len(owed) > 1 else []


def give_back(act: Act, accepted: Sequence[str] = ()) -> None:
    """What was handed in is missing again, but for the products that are good already."""
    states = {name: state for name, state in act.task.product_states.items() if state == ACCEPTED}
    act.set("product_states", states | {name: ACCEPTED for name in accepted if name in products_of(act.task)})


def accept(act: Act, words: str) -> None:
    """All that was handed in is good. Raises `ValidationError` where a product is missing and nobody says why."""
    states, owed = act.task.product_states, products_of(act.task)
    missing = [each for each in owed if each not in states]
    if missing and states and not words:
        raise ValidationError(
            {
                "words": _("Not handed in yet: %(products)s. Say why it is accepted without.")
                % {"products": "; ".join(missing)}
            }
        )
    act.set("product_states", {each: ACCEPTED for each in owed if each in states or not states})
