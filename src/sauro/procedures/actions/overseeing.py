"""What those who oversee the procedures do with a case, never in their own matter; and its taking back by who started it."""

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.procedures.actions.base import Conflict, Held, Move, Refused, begin, locked_case, said
from sauro.procedures.actions.moving import once
from sauro.procedures.definition import read_definition
from sauro.procedures.holders import Office
from sauro.procedures.limits import add_working_minutes, closing, working_minutes
from sauro.procedures.models import OPEN_CASES, Case, CaseState, RunState, Seat, StepRun
from sauro.procedures.telling import look_at

LONGEST_EXTENSION = dt.timedelta(days=366)


def _overseen(access: Access, uid: uuid.UUID, version: int | None) -> Move:
    """The locked case, for who oversees the procedures of its agency and has no part in the matter."""
    case = locked_case(access, uid)
    access.require("procedures.oversee", case.agency_id)
    if access.person_id in case.barred:
        raise PermissionDenied(_("This is your own matter: somebody else decides."))
    if version is not None and case.version != version:
        raise Conflict(case)
    return _move(access, case)


def _move(access: Access, case: Case) -> Move:
    definition = read_definition(case.procedure_version.definition)
    return Move(case, definition, Office(case.agency, access.on), access, timezone.now())


def _need(case: Case, *states: str) -> None:
    if case.state not in states:
        raise Refused(_("That is not possible any more: the case has moved on. Look at it as it stands now."))


@transaction.atomic
def suspend(access: Access, uid: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Stops every clock of the case."""
    move = _overseen(access, uid, version)
    _need(move.case, CaseState.RUNNING)
    move.case.reason = said(reason, needed=True)
    move.case.state, move.case.suspended_at = CaseState.SUSPENDED, move.now
    StepRun.objects.filter(case=move.case, state=RunState.OPEN).update(look_at=None)
    return move.close("procedures.suspend", reason=move.case.reason)


@transaction.atomic
def resume(access: Access, uid: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """The clocks go on; every limit moves by the working time for which the case stood still."""
    move = _overseen(access, uid, version)
    _need(move.case, CaseState.SUSPENDED)
    words, case = said(reason, needed=True), move.case
    stood = working_minutes(case.suspended_at or move.now, move.now)
    for run in StepRun.objects.filter(case=case, state=RunState.OPEN):
        if run.due_at is not None and not run.past_at_start and run.due_at > (case.suspended_at or move.now):
            run.due_at = add_working_minutes(run.due_at, stood) if stood else run.due_at
        _store_limit(run, move.now)
    case.state, case.suspended_at, case.reason = CaseState.RUNNING, None, ""
    return move.close("procedures.resume", reason=words, stood_minutes=stood)


def _store_limit(run: StepRun, now: dt.datetime) -> None:
    run.look_at = look_at(run.due_at, now)
    StepRun.objects.filter(pk=run.pk, state=RunState.OPEN).update(
        due_at=run.due_at, first_due_at=run.first_due_at, look_at=run.look_at, past_at_start=run.past_at_start
    )
    if run.due_at is not None:
        Seat.objects.filter(run=run).update(due_order=run.due_at)


@once
def extend(access: Access, case_uid: uuid.UUID, held: Held, *, new_date: dt.date, reason: str) -> Case:
    """A later limit for an open step, with a reason; not by who has the step. The first limit stays shown."""
    desk = begin(access, case_uid, held)
    case, run, move = desk.move.case, desk.run, desk.move
    access.require("procedures.oversee", case.agency_id)
    if access.person_id in case.barred or desk.mine:
        raise PermissionDenied(_("Somebody else decides on the limit of your own step."))
    words, due = said(reason, needed=True), closing(new_date)
    if run.first_due_at is not None and run.due_at == due:
        return case  # the same form again
    if due <= move.now or (run.due_at is not None and due <= run.due_at):
        raise ValidationError({"new_date": _("The new day lies after the old limit and after today.")})
    if due - move.now > LONGEST_EXTENSION:
        raise ValidationError({"new_date": _("At most a year from today.")})
    told = [run.due_at, due]
    run.first_due_at = run.first_due_at or run.due_at
    run.due_at, run.past_at_start = due, False
    _store_limit(run, move.now)
    return move.close("procedures.extend", step=run.key, title=run.title, due=told, reason=words)


@transaction.atomic
def recall(access: Access, uid: uuid.UUID, *, reason: str, version: int | None = None) -> Case:
    """Takes the case back: by who started it, as long as it runs; by who oversees, in a matter that is not his own."""
    case = locked_case(access, uid)
    if case.initiator_id is None or access.person_id != case.initiator_id:
        access.require("procedures.oversee", case.agency_id)
        if access.person_id in case.barred:
            raise PermissionDenied(_("This is your own matter: somebody else decides."))
    _need(case, *OPEN_CASES)
    if version is not None and case.version != version:
        raise Conflict(case)
    words, move = said(reason, needed=True), _move(access, case)
    for run in StepRun.objects.filter(case=case, state=RunState.OPEN):
        run.state, run.finished_at, run.by, run.words = RunState.CANCELLED, move.now, access.user, words
        move.ended.append(run)
        move.relieved.append(run.pk)
    move.finish(CaseState.RECALLED, words)
    return move.close("procedures.recall", reason=words)
