"""The steps of those who do the work."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.documents.models import Document
from sauro.documents.numbers import number_key
from sauro.documents.queries import visible as visible_documents
from sauro.organisation.access import Access
from sauro.tasks.actions.base import Act, Held, Refused, begin, needed, said
from sauro.tasks.actions.evidence import attach, give_back, hand_in
from sauro.tasks.life import Step
from sauro.tasks.models import (
    FINISHED,
    Confidence,
    ExplanationRequest,
    ExtensionRequest,
    Outcome,
    ProgressUpdate,
    Submission,
    Task,
)
from sauro.vietnamese.text import nfc, squeeze

MOST_DOCUMENTS = 20


@transaction.atomic
def receive(access: Access, held: Held) -> Task:
    """Says that the task has arrived (đã nhận), with the time."""
    act = begin(access, held, Step.RECEIVE)
    if act.again:
        return act.task
    act.receive()
    return act.close()


@transaction.atomic
def refuse(access: Access, held: Held, *, reason: str) -> Task:
    """Not within the unit's authority: back to who assigned it, to be approved again, changed or cancelled."""
    act = begin(access, held, Step.REFUSE)
    if act.again:
        return act.task
    told = needed(reason=reason)
    act.move()
    act.set("received_at", None)
    act.set("received_by", None)
    act.set("refusal", told["reason"])
    return act.close(**told)


@transaction.atomic
def update_progress(
    access: Access,
    held: Held,
    *,
    progress_percent: int,
    done: str,
    obstacle: str = "",
    request_to_superior: str = "",
    confidence: str = Confidence.YES,
    evidence: Sequence[uuid.UUID] = (),
) -> Task:
    """How far it is in percent, what was done, what stands in the way, and whether the date holds."""
    act = begin(access, held, Step.UPDATE_PROGRESS)
    if act.again:
        return act.task
    told = needed(done=done) | said(obstacle=obstacle, request_to_superior=request_to_superior)
    if not 0 <= progress_percent <= 100:
        raise ValidationError({"progress_percent": _("From 0 to 100.")})
    if confidence not in Confidence.values:
        raise ValidationError({"confidence": _("Say whether the date holds.")})
    ProgressUpdate.objects.create(
        task=act.task,
        by=access.user,
        at=act.now,
        progress_percent=progress_percent,
        confidence=confidence,
        **told,
    )
    files = attach(act, evidence)
    act.move()
    act.set("progress_percent", progress_percent)
    return act.close(confidence=confidence, evidence=files, **told)


@transaction.atomic
def submit_for_signature(access: Access, held: Held, *, words: str = "") -> Task:
    """The product is written and lies with who signs it."""
    act = begin(access, held, Step.SUBMIT_FOR_SIGNATURE)
    if act.again:
        return act.task
    told = said(words=words)
    act.move()
    return act.close(**told)


@transaction.atomic
def submit_deliverable(
    access: Access,
    held: Held,
    *,
    result_summary: str = "",
    document_numbers: str = "",
    evidence: Sequence[uuid.UUID] = (),
    products: Sequence[str] | None = None,
) -> Task:
    """Hands the product in: words, documents of ours by their numbers, files. From now the doer's clock stands.

    Of a task with several products those in `products`; None is all of them.
    """
    act = begin(access, held, Step.SUBMIT_DELIVERABLE)
    if act.again:
        return act.task
    told = said(result_summary=result_summary)
    if Task.objects.filter(parent=act.task, is_own_part=True).exclude(status__in=FINISHED).exists():
        raise Refused(_("Some subtasks are still open: finish or cancel them first."))
    documents = _documents(access, document_numbers)
    if not told["result_summary"] and not documents and not evidence:
        raise ValidationError(
            {"result_summary": _("Hand something in: words about the result, or a document.")}
        )
    submission = Submission.objects.create(
        task=act.task,
        by=access.user,
        at=act.now,
        percent_before=act.task.progress_percent,
        result_summary=told["result_summary"],
    )
    submission.documents.set(documents)
    files, handed_in = attach(act, evidence, submission), hand_in(act, products)
    act.move()
    act.set("progress_percent", 100)
    numbers = [each.reference_number or each.file_name for each in documents]
    return act.close(documents=numbers, evidence=files, products=handed_in, **told)


def _documents(access: Access, numbers: str) -> list[Document]:
    """The documents of these numbers ('12/BC-UBND; 15/BC-UBND') that the person may see. Raises `ValidationError`."""
    parts = (squeeze(nfc(part)) for part in numbers.replace("\n", ";").replace(",", ";").split(";"))
    wanted = {number_key(part): part for part in parts if part}
    if len(wanted) > MOST_DOCUMENTS:
        fault = _("At most %(n)s documents at once.") % {"n": MOST_DOCUMENTS}
        raise ValidationError({"document_numbers": fault})
    found: dict[str, Document] = {}
    if wanted:
        for each in visible_documents(access).filter(reference_folded__in=wanted).order_by("pk"):
            found[each.reference_folded] = each  # of several with one number the newest
    lacking = [words for key, words in wanted.items() if key not in found]
    if lacking:
        fault = _("Not found among the documents that you may see: %(numbers)s.")
        raise ValidationError({"document_numbers": fault % {"numbers": "; ".join(lacking)}})
    return list(found.values())


@transaction.atomic
def recall(access: Access, held: Held, *, reason: str) -> Task:
    """Takes back what was handed in and has not been decided. The clock is taken to have run all the while."""
    act = begin(access, held, Step.RECALL)
    if act.again:
        return act.task
    told = needed(reason=reason)
    take_back(act, Outcome.RECALLED, told["reason"])
    act.move()
    return act.close(**told)


def take_back(act: Act, outcome: str, decision: str) -> Submission | None:
    """Closes the submission that waits; the progress is again what it was. None where the product lay for signature."""
    waiting = Submission.objects.filter(task=act.task, outcome="").first()
    if waiting is not None:
        waiting.outcome, waiting.decision = outcome, decision
        waiting.decided_by, waiting.decided_at = act.access.user, act.now
        waiting.save_version(update_fields=["outcome", "decision", "decided_by", "decided_at"])
        act.set("progress_percent", waiting.percent_before)
        give_back(act)
    return waiting


@transaction.atomic
def request_extension(access: Access, held: Held, *, reason: str, new_date: dt.date) -> Task:
    """Asks for a later date. One request waits at a time."""
    act = begin(access, held, Step.REQUEST_EXTENSION)
    if act.again:
        return act.task
    told = needed(reason=reason)
    due = act.task.due_date or new_date  # the rule has refused a task without a date
    if new_date <= due:
        fault = _("Choose a day after the present date, %(day)s.") % {"day": f"{due:%d/%m/%Y}"}
        raise ValidationError({"new_date": fault})
    if ExtensionRequest.objects.filter(task=act.task, approved=None).exists():
        raise Refused(_("An extension has been asked for already and waits for its decision."))
    ExtensionRequest.objects.create(
        task=act.task, by=access.user, at=act.now, old_date=due, new_date=new_date, **told
    )
    return act.close(new_date=new_date, **told)


@transaction.atomic
def explain(access: Access, held: Held, *, answer: str) -> Task:
    """Answers the explanation that was asked for."""
    act = begin(access, held, Step.EXPLAIN)
    if act.again:
        return act.task
    told = needed(answer=answer)
    asked = ExplanationRequest.objects.filter(task=act.task, answered_at=None).first()
    if asked is None:
        raise Refused(_("No explanation is asked for."))
    asked.answer, asked.answered_by, asked.answered_at = told["answer"], access.user, act.now
    asked.save_version(update_fields=["answer", "answered_by", "answered_at"])
    return act.close(**told)
