"""Words that press, ask and tell; they change nothing of the task itself."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.organisation.models import Person
from sauro.tasks.actions.base import Held, Refused, begin, needed, said
from sauro.tasks.authority import decision_on
from sauro.tasks.life import Step
from sauro.tasks.models import Comment, ExplanationRequest, Task, Urging
from sauro.tasks.queries import people_who_see
from sauro.vietnamese.text import fold


@transaction.atomic
def urge(access: Access, held: Held, *, words: str = "", answer_by: dt.date | None = None) -> Task:
    """Presses for the task (đôn đốc), with a day to answer by."""
    act = begin(access, held, Step.URGE)
    if act.again:
        return act.task
    told = said(words=words)
    _not_passed(access, answer_by)
    Urging.objects.create(task=act.task, by=access.user, at=act.now, answer_by=answer_by, **told)
    return act.close(answer_by=answer_by, **told)


@transaction.atomic
def request_explanation(
    access: Access, held: Held, *, question: str, answer_by: dt.date | None = None
) -> Task:
    """Asks the doer for an explanation. One waits at a time."""
    act = begin(access, held, Step.REQUEST_EXPLANATION)
    if act.again:
        return act.task
    told = needed(question=question)
    _not_passed(access, answer_by)
    if ExplanationRequest.objects.filter(task=act.task, answered_at=None).exists():
        raise Refused(_("An explanation is asked for already and waits for its answer."))
    ExplanationRequest.objects.create(task=act.task, by=access.user, at=act.now, answer_by=answer_by, **told)
    return act.close(answer_by=answer_by, **told)


def _not_passed(access: Access, day: dt.date | None) -> None:
    if day is not None and day < access.on:
        raise ValidationError({"answer_by": _("This day has passed.")})


@transaction.atomic
def comment(access: Access, held: Held, *, words: str, mentions: Sequence[uuid.UUID] = ()) -> Task:
    """Says something to all who are in the task. Who is mentioned, by `mentions` or as '@Nguyễn Thị Nứa' in the words, may
    see the task; the journal names them for those who tell people what concerns them.
    """
    act = begin(access, held, Step.COMMENT)
    if act.again:
        return act.task
    told = needed(words=words)
    named = _mentioned(access, act.task, told["words"], set(mentions))
    said_here = Comment.objects.create(task=act.task, by=access.user, at=act.now, **told)
    said_here.mentioned.set(named)
    return act.close(
        mentions=[each.uid for each in named], mentioned=[each.full_name for each in named], **told
    )


def _mentioned(access: Access, task: Task, words: str, asked: set[uuid.UUID]) -> list[Person]:
    if not asked and "@" not in words:
        return []
    people = people_who_see(access, task)
    if asked - {each.uid for each in people}:
        raise ValidationError({"mentions": _("Somebody who is mentioned may not see this task.")})
    plain = fold(words)
    return [each for each in people if each.uid in asked or f"@{each.folded}" in plain]


@transaction.atomic
def report_beyond(access: Access, held: Held, *, words: str) -> Task:
    """Tells that the matter was reported to who decides above the ward, with what was proposed (báo cáo cấp trên)."""
    act = begin(access, held, Step.REPORT_BEYOND)
    if act.again:
        return act.task
    told = needed(words=words)
    decision = decision_on(access, act.task)
    if decision is None or not decision.beyond:
        raise Refused(
            _("By the authority matrix this is decided in the ward: there is nothing to report above.")
        )
    return act.close(position=decision.position, matter=decision.matter, **told)
