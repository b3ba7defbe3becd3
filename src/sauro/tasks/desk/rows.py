"""The rows of a desk as the screen shows them: what a row says, and the one thing that is to be done with it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from sauro.organisation.access import Access
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.deadlines import DeadlineState
from sauro.tasks.desk.queries import Lying
from sauro.tasks.life import RULES, STEP_WORDS, Part, Step, cannot, may_not, part_of
from sauro.tasks.models import (
    ExplanationRequest,
    ExtensionRequest,
    Submission,
    Task,
    TaskStatus,
)
from sauro.tasks.presentation import Row, row_of
from sauro.tasks.queries import names_of

IN_PLACE = frozenset({Step.RECEIVE, Step.UPDATE_PROGRESS})
LONGEST_NOTE = 160
# What is to be done first with a task, in this order; those that are an answer need what they answer.
_ORDER = (
    Step.ACCEPT_DELIVERABLE,
    Step.EXTEND_DEADLINE,
    Step.APPROVE,
    Step.EXPLAIN,
    Step.RECEIVE,
    Step.UPDATE_PROGRESS,
)
_SHORT: dict[Step, Promise] = {
    Step.UPDATE_PROGRESS: pgettext_lazy("desk", "Update"),
    Step.EXTEND_DEADLINE: pgettext_lazy("desk", "Decide"),
    Step.APPROVE: pgettext_lazy("desk", "Decide"),
}
_ANSWERS = {Step.EXTEND_DEADLINE: ExtensionRequest, Step.EXPLAIN: ExplanationRequest}
_OWN_WORDS = frozenset(
    {Step.ACCEPT_DELIVERABLE, Step.EXTEND_DEADLINE}
)  # nobody decides on what he said himself


class Way(StrEnum):
    """How a button takes its step."""

    AT_ONCE = "at_once"
    IN_PLACE = "in_place"  # opens a form under the row
    ON_PAGE = "on_page"  # of the task, which shows what is decided on


@dataclass(frozen=True, slots=True)
class Button:
    step: Step
    words: str | Promise
    way: Way


@dataclass(frozen=True, slots=True)
class DeskRow:
    row: Row
    note: str  # the words that wait for an answer
    button: Button | None
    updates: bool  # whether progress may be reported here: what `e` opens
    submits: bool
    key: uuid.UUID  # of the step that its button takes at once; sent twice, it counts once

    @property
    def task(self) -> Task:
        return self.row.task


def desk_rows(access: Access, lying: Lying, now: dt.datetime) -> list[DeskRow]:
    return [_desk_row(access, task, lying, now) for task in lying.tasks]


def _desk_row(access: Access, task: Task, lying: Lying, now: dt.datetime) -> DeskRow:
    roll_up = lying.roll_ups.get(task.pk)
    waiting = lying.waiting.get(task.pk)
    part = part_of(access, task)
    is_whole = roll_up is not None and not roll_up.is_own
    steps = [step for step in (*_ORDER, Step.SUBMIT_DELIVERABLE)
             if _possible(access, task, part, step, waiting, is_whole=is_whole)]  # fmt: skip
    first = next((step for step in steps if step in _ORDER), None)
    return DeskRow(
        row=row_of(task, now, names_of(task), roll_up, soon=soon_for(access)),
        note=_note(task, waiting),
        button=None if first is None else Button(first, _SHORT.get(first, STEP_WORDS[first]), _way(first)),
        updates=Step.UPDATE_PROGRESS in steps,
        submits=Step.SUBMIT_DELIVERABLE in steps,
        key=uuid.uuid4(),
    )


def _possible(
    access: Access,
    task: Task,
    part: Part,
    step: Step,
    waiting: ExtensionRequest | ExplanationRequest | Submission | None,
    *,
    is_whole: bool,
) -> bool:
    if may_not(RULES[step], part) or cannot(RULES[step], task, is_whole=is_whole):
        return False
    if step in _ANSWERS and not isinstance(waiting, _ANSWERS[step]):
        return False
    return not (step in _OWN_WORDS and waiting is not None and waiting.by_id == access.user.pk)


def _way(step: Step) -> Way:
    if step == Step.RECEIVE:
        return Way.AT_ONCE
    return Way.IN_PLACE if step in IN_PLACE else Way.ON_PAGE


def _note(task: Task, waiting: ExtensionRequest | ExplanationRequest | Submission | None) -> str:
    match waiting:
        case ExtensionRequest():
            told = pgettext("desk", "%(name)s asks for %(day)s instead of %(old)s: %(words)s") % {
                "name": waiting.by or "–",
                "day": f"{waiting.new_date:%d/%m/%Y}",
                "old": f"{waiting.old_date:%d/%m/%Y}",
                "words": waiting.reason,
            }
        case ExplanationRequest():
            told = pgettext("desk", "%(name)s asks: %(words)s") % {
                "name": waiting.by or "–",
                "words": waiting.question,
            }
        case Submission():
            told = pgettext("desk", "%(name)s handed in on %(day)s: %(words)s") % {
                "name": waiting.by or "–",
                "day": f"{timezone.localtime(waiting.at):%d/%m/%Y}",
                "words": waiting.result_summary or pgettext("desk", "documents"),
            }
        case None if task.status == TaskStatus.PENDING_APPROVAL:
            told = pgettext("desk", "Waits to be approved before it goes out.")
        case None if task.status == TaskStatus.AWAITING_SIGNATURE:
            told = pgettext("desk", "The product waits for its signature.")
        case _:
            told = ""
    return truncatechars(told, LONGEST_NOTE)


def percents(present: int) -> Sequence[int]:
    """What is offered as progress in place: as it is, then up to 100 in four steps, each a multiple of five."""
    steps = [present + (100 - present) * n / 4 for n in (1, 2, 3)]
    return sorted({present, *(min(5 * round(step / 5), 100) for step in steps), 100} - set(range(present)))


def is_late(row: Row) -> bool:
    return row.state_class == DeadlineState.OVERDUE.value
