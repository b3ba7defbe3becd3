"""The steps of those who assigned the task or lead its agency: they decide, never on their own work."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.journal.actions import Change
from sauro.organisation.access import Access
from sauro.tasks.actions.base import Act, Held, Refused, begin, below, needed, said
from sauro.tasks.actions.doing import take_back
from sauro.tasks.actions.evidence import accept, give_back
from sauro.tasks.deadlines import is_late
from sauro.tasks.life import Step
from sauro.tasks.models import (
    ExtensionRequest,
    LateFault,
    Outcome,
    Submission,
    Task,
    TaskStatus,
    WorkQuality,
)


@transaction.atomic
def approve(access: Access, held: Held, *, reason: str = "") -> Task:
    """The task stands: its doer may begin. Without date or product it does for a leader's reason."""
    act = begin(access, held, Step.APPROVE)
    if act.again:
        return act.task
    told = act.let_out(reason)
    act.move()
    _to_parts(act)
    return act.close(**told)


@transaction.atomic
def accept_deliverable(
    access: Access, held: Held, *, quality: str = WorkQuality.MEETS, late_fault: str = "", words: str = ""
) -> Task:
    """Completes the task, on the day on which the product was handed in. Where that was late, says through whom."""
    act = begin(access, held, Step.ACCEPT_DELIVERABLE)
    if act.again:
        return act.task
    told = said(words=words)
    waiting = _waiting(act)
    if quality not in WorkQuality.values:
        raise ValidationError({"quality": _("Say how good the product is.")})
    late = is_late(act.task, waiting.at)
    if late and late_fault not in LateFault.values:
        raise ValidationError({"late_fault": _("It was handed in late: say through whom.")})
    accept(act, told["words"])
    waiting.outcome, waiting.decision = Outcome.ACCEPTED, told["words"]
    waiting.decided_by, waiting.decided_at = access.user, act.now
    waiting.quality, waiting.late_fault = quality, late_fault if late else ""
    waiting.save_version(
        update_fields=["outcome", "decision", "decided_by", "decided_at", "quality", "late_fault"]
    )
    act.set("finished_at", waiting.at)
    act.move()
    return act.close(quality=quality, late_fault=waiting.late_fault, finished_at=waiting.at, **told)


def _waiting(act: Act) -> Submission:
    """What was handed in and waits. Raises `PermissionDenied` where the person himself handed it in."""
    waiting = Submission.objects.filter(task=act.task, outcome="").first()
    if waiting is None:
        raise Refused(_("Nothing has been handed in: return the task to its doer."))
    if waiting.by_id in act.behind:
        raise PermissionDenied(_("You handed this in yourself: somebody else decides on it."))
    return waiting


@transaction.atomic
def return_for_rework(access: Access, held: Held, *, reason: str, products: Sequence[str] = ()) -> Task:
    """Back to the doer; `products`: those that are good already. The days for which it waited are his: the due date moves by them."""
    act = begin(access, held, Step.RETURN_FOR_REWORK)
    if act.again:
        return act.task
    told = needed(reason=reason)
    if act.task.status == TaskStatus.PENDING_ACCEPTANCE:
        _own_submission_is_not_his(act)
        waiting = take_back(act, Outcome.RETURNED, told["reason"])
        give_back(act, products)
        act.let_stand(waiting.at if waiting else None)
    act.move()
    return act.close(**told)


def _own_submission_is_not_his(act: Act) -> None:
    if Submission.objects.filter(task=act.task, outcome="", by_id__in=act.behind).exists():
        raise PermissionDenied(_("You handed this in yourself: somebody else decides on it."))


@transaction.atomic
def suspend(access: Access, held: Held, *, reason: str) -> Task:
    """Stops the doer's clock, of all open parts as well."""
    act = begin(access, held, Step.SUSPEND)
    if act.again:
        return act.task
    told = needed(reason=reason)
    _stop(act)
    _to_parts(act)
    return act.close(**told)


def _stop(act: Act) -> None:
    act.set("resumes_to", str(act.task.status))
    act.set("suspended_at", act.now)
    act.move()


@transaction.atomic
def resume(access: Access, held: Held, *, reason: str) -> Task:
    """Goes on where it stopped; the due date moves by the days for which it stood."""
    act = begin(access, held, Step.RESUME)
    if act.again:
        return act.task
    told = needed(reason=reason)
    _go_on(act)
    _to_parts(act)
    return act.close(**told)


def _go_on(act: Act) -> None:
    act.move()
    act.let_stand(act.task.suspended_at)
    act.set("suspended_at", None)
    act.set("resumes_to", "")


@transaction.atomic
def cancel(access: Access, held: Held, *, reason: str) -> Task:
    """Ends the task without a result, with its open parts. It stays readable."""
    act = begin(access, held, Step.CANCEL)
    if act.again:
        return act.task
    told = needed(reason=reason)
    _end(act)
    _to_parts(act)
    return act.close(**told)


def _end(act: Act) -> None:
    if act.task.status == TaskStatus.PENDING_ACCEPTANCE:
        take_back(act, Outcome.RETURNED, "")
    act.move()


@transaction.atomic
def end_series(access: Access, held: Held, *, reason: str) -> Task:
    """No further instances come; those that are there go on. Parts that have the same rhythm end with it."""
    act = begin(access, held, Step.END_SERIES)
    if act.again:
        return act.task
    told = needed(reason=reason)
    act.move()
    _to_parts(act)
    return act.close(**told)


def _to_parts(act: Act) -> None:
    """The same step on each part below for which it is possible, with an entry of its own."""
    change = {
        Step.SUSPEND: _stop,
        Step.RESUME: _go_on,
        Step.CANCEL: _end,
        Step.APPROVE: _begin_part,
        Step.END_SERIES: Act.move,
    }[act.rule.step]
    for each in below(act.task):
        if TaskStatus(each.status) not in act.rule.moves:
            continue
        inner = Act(act.access, act.rule, each, act.part, again=False, now=act.now)
        change(inner)
        if not inner.changed:
            continue
        each.save_version(update_fields=list(inner.changed))
        act.moved.append(each.pk)
        act.others.append(
            Change("task", each.uid, {"status": inner.changed["status"], "whole": act.task.uid})
        )


def _begin_part(inner: Act) -> None:
    """A part goes out with its order; one that the lead gave back waits on."""
    if not inner.task.refusal:
        inner.move()


@transaction.atomic
def extend_deadline(access: Access, held: Held, *, words: str = "") -> Task:
    """Grants the extension that waits: from now the task is judged by its new date; the old one stays shown."""
    act = begin(access, held, Step.EXTEND_DEADLINE)
    if act.again:
        return act.task
    told = said(words=words)
    asked = _asked(act)
    if act.task.due_date is None or asked.new_date <= act.task.due_date:
        raise Refused(_("The due date has moved past the day that was asked for. Reject the request."))
    asked.approved, asked.decided_by, asked.decided_at = True, access.user, act.now
    asked.decision = told["words"]
    asked.save_version(update_fields=["approved", "decided_by", "decided_at", "decision"])
    act.move_due(asked.new_date, extension=asked)
    return act.close(reason=asked.reason, **told)


@transaction.atomic
def reject_extension(access: Access, held: Held, *, reason: str) -> Task:
    """The date holds; the request and the answer stay shown."""
    act = begin(access, held, Step.REJECT_EXTENSION)
    if act.again:
        return act.task
    told = needed(reason=reason)
    asked = _asked(act)
    asked.approved, asked.decided_by, asked.decided_at = False, access.user, act.now
    asked.decision = told["reason"]
    asked.save_version(update_fields=["approved", "decided_by", "decided_at", "decision"])
    return act.close(new_date=asked.new_date, **told)


def _asked(act: Act) -> ExtensionRequest:
    asked = ExtensionRequest.objects.filter(task=act.task, approved=None).first()
    if asked is None:
        raise Refused(_("No extension is asked for."))
    if asked.by_id in act.behind:
        raise PermissionDenied(_("You asked for this yourself: somebody else decides on it."))
    return asked
