"""What the people of a step do: see it, act, return it, hand it over. Who was first has done it; the other is told."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.files.attaching import to_tie
from sauro.organisation.access import Access
from sauro.procedures.actions.base import Again, Desk, Held, begin, said, seat_of
from sauro.procedures.conditions import RESULT, next_of
from sauro.procedures.definition import DECIDING, REVISE, FieldKind, FormField, Round, Step, What
from sauro.procedures.holders import Chair, holders_of
from sauro.procedures.models import (
    Because,
    Case,
    CaseState,
    Outcome,
    RunState,
    Seat,
    StepFile,
    StepRun,
)
from sauro.procedures.values import clean_values, concerned

PAPERS = "papers"  # name of the field of a step that attaches something: documents by their numbers
FILES = "files"  # the files of both
WITH_FILES = (What.ATTACH, What.SIGN)
SIGNED = "signed"  # of a step that signs: number and date of what was signed


P = ParamSpec("P")
_Act = Callable[Concatenate[Access, uuid.UUID, Held, P], Case]


def once(act: _Act[P]) -> _Act[P]:
    """In one transaction; a form that is sent twice acts once."""

    @wraps(act)
    def acted(access: Access, case_uid: uuid.UUID, held: Held, *args: P.args, **named: P.kwargs) -> Case:
        try:
            with transaction.atomic():
                return act(access, case_uid, held, *args, **named)
        except Again as again:
            return again.case

    return acted


def outcomes_of(step: Step) -> tuple[str, ...]:
    """How the step can end; the first is the usual one."""
    match step.what:
        case What.DECIDE:
            return (Outcome.AGREE, Outcome.REJECT) if step.may_reject else (Outcome.AGREE,)
        case What.OPINION:
            return (Outcome.AGREE, Outcome.DISAGREE)
    return (Outcome.DONE,)


def extra_fields(step: Step) -> tuple[FormField, ...]:
    """What a step asks for besides its own fields."""
    match step.what:
        case What.ATTACH:
            return (FormField(PAPERS, "", FieldKind.LONG_TEXT),)
        case What.SIGN:
            return (FormField(SIGNED, "", FieldKind.TEXT, required=True),)
    return ()


@once
def act(
    access: Access,
    case_uid: uuid.UUID,
    held: Held,
    *,
    outcome: str = "",
    words: str = "",
    values: Mapping[str, Any] | None = None,
    files: Sequence[uuid.UUID] = (),
) -> Case:
    """Ends the step, or gives one opinion of its round; the next step comes onto its desk. `files`: sent in for it.

    Raises as `begin` does, `PermissionDenied` where the step is not the person's or the matter is his own,
    `ValidationError` for values that do not fit.
    """
    desk = begin(access, case_uid, held)
    step, move, run = desk.step, desk.move, desk.run
    if step.what == What.OPINION and _has_spoken(desk):
        return move.case
    seat, path = desk.require_seat()
    run.instead_of_id = path.instead_of
    outcome = outcome or outcomes_of(step)[0]
    if outcome not in outcomes_of(step):
        raise ValidationError({"outcome": _("Choose one of the answers offered.")})
    said_words = said(words, needed=outcome in (Outcome.REJECT, Outcome.DISAGREE))
    fields = (*step.fields, *extra_fields(step))
    filled = {} if outcome == Outcome.REJECT else clean_values(fields, values or {}, move.office)
    attached = _attach(desk, files, filled)
    run.filled = run.filled | filled
    names = {each.name for each in step.fields}
    move.case.data = move.case.data | {name: value for name, value in filled.items() if name in names}
    _bar(desk)
    if step.what == What.OPINION and step.round != Round.ONE:
        _speak(desk, seat, outcome, said_words)
        over = _round(step, desk.seats)
        if over is None:
            return _store_opinion(desk, outcome, said_words)
        outcome = over
    run.words = said_words
    _end(desk, RunState.DONE, outcome, held)
    if outcome == Outcome.REJECT:
        move.finish(CaseState.REJECTED, said_words)
    else:
        move.case.results = move.case.results | {RESULT + run.key: outcome}
        run.led_to = (
            run.came_from
            if run.key == REVISE
            else next_of(move.definition, step, move.case.data | move.case.results)
        )
        move.open_from(run.led_to)
    return move.close(
        "procedures.act",
        step=run.key,
        title=run.title,
        outcome=outcome,
        words=said_words,
        filled=filled,
        files=attached,
    )


def _bar(desk: Desk) -> None:
    """Whom the fields name now decides nothing any more; nor does who started the case."""
    case = desk.move.case
    own = {case.initiator_id} if case.initiator_id else set()
    case.barred = sorted({*case.barred, *own, *concerned(desk.move.definition, case.data, desk.move.office)})


def _attach(desk: Desk, files: Sequence[uuid.UUID], filled: Mapping[str, Any]) -> list[str]:
    """Ties files that the person has just sent in to the step; gives their names. Raises `ValidationError`."""
    if desk.step.what == What.ATTACH and not files and not filled.get(PAPERS):
        raise ValidationError({PAPERS: _("Name the papers, or attach a file.")})
    if not files:
        return []
    found = to_tie(desk.access, files, desk.run.uid, StepFile) if desk.step.what in WITH_FILES else None
    if found is None:
        raise ValidationError({FILES: _("A file is not there any more: choose it again.")})
    user, now = desk.access.user, desk.move.now
    StepFile.objects.bulk_create(StepFile(run=desk.run, upload=each, by=user, at=now) for each in found)
    return [each.name for each in found]


def _end(desk: Desk, state: RunState, outcome: str, held: Held) -> None:
    """Ends the step on the desk: who did it, when, for which unit."""
    run, move = desk.run, desk.move
    run.state, run.finished_at, run.outcome = state, move.now, outcome
    run.by, run.act_key = desk.access.user, held.key
    run.unit_id = move.office.unit_of(desk.access.person_id)
    run.seen_at = run.seen_at or move.now
    move.ended.append(run)
    move.relieved.append(run.pk)


def _has_spoken(desk: Desk) -> bool:
    return any(seat.by_id == desk.access.user.pk and not seat.is_open for seat in desk.seats)


def _speak(desk: Desk, seat: Seat, outcome: str, words: str) -> None:
    seat.is_open, seat.outcome, seat.words = False, outcome, words
    seat.by, seat.at, seat.instead_of_id = (
        desk.access.user,
        desk.move.now,
        desk.run.instead_of_id or seat.instead_of_id,
    )
    seat.save(update_fields=["is_open", "outcome", "words", "by", "at", "instead_of"])


def _store_opinion(desk: Desk, outcome: str, words: str) -> Case:
    """An opinion of a round that goes on."""
    move, run = desk.move, desk.run
    run.seen_at = run.seen_at or move.now
    move.ended.append(run)  # stays open; what was filled in is kept
    return move.close("procedures.give_opinion", step=run.key, title=run.title, outcome=outcome, words=words)


def _round(step: Step, seats: list[Seat]) -> str | None:
    """How a round of opinions has ended, None while it goes on. All who agree: agree; a tie is no agreement."""
    said_so = Counter(seat.outcome for seat in seats if seat.outcome)
    total = sum(1 for seat in seats if seat.outcome or seat.is_open)
    agree, disagree = said_so[Outcome.AGREE], said_so[Outcome.DISAGREE]
    waits = agree + disagree < total
    if step.round == Round.MAJORITY:
        if agree * 2 > total:
            return Outcome.AGREE
        if disagree * 2 >= total and disagree:
            return Outcome.DISAGREE
        return None if waits else Outcome.DISAGREE
    return None if waits else Outcome.DISAGREE if disagree else Outcome.AGREE


@once
def send_back(access: Access, case_uid: uuid.UUID, held: Held, *, to: str, reason: str) -> Case:
    """Returns the case to an earlier step, or to who started it, with a reason."""
    desk = begin(access, case_uid, held)
    step, move, run = desk.step, desk.move, desk.run
    run.instead_of_id = desk.require_seat()[1].instead_of
    if to not in step.returns:
        raise ValidationError({"to": _("From this step it does not go back there.")})
    run.words = said(reason, needed=True)
    run.led_to = to
    _end(desk, RunState.RETURNED, "", held)
    move.open_from(to, came_from=run.key if to == REVISE else "")
    return move.close("procedures.send_back", step=run.key, title=run.title, to=to, reason=run.words)


@once
def hand_over(access: Access, case_uid: uuid.UUID, held: Held, *, to: uuid.UUID, words: str = "") -> Case:
    """Puts the step on the desk of somebody else: by who has it, within the stand-in rule of the step; by who oversees
    the procedures, with a reason, to anybody who works in the agency. Never to somebody whose own matter it decides.
    """
    desk = begin(access, case_uid, held)
    move, run = desk.move, desk.run
    taker = next((post for post in move.office.posts if post.person.uid == to), None)
    if taker is None:
        raise ValidationError({"to": _("Choose somebody who holds a post today.")})
    person, barred = taker.person_id, move.case.barred
    if any(seat.person_id == person and seat.is_open for seat in desk.seats) and not desk.mine:
        return move.case  # the same form again
    oversees = access.may("procedures.oversee", move.case.agency_id) and access.person_id not in barred
    if not desk.mine and not oversees:
        raise PermissionDenied(_("This step is not on your desk."))
    if desk.step.what in DECIDING and person in barred:
        raise PermissionDenied(_("It is that person's own matter: hand it to somebody else."))
    giver = desk.mine[0][1].instead_of or access.person_id if desk.mine else None
    by_rule = giver is not None and move.office.may_take_over(desk.step.stand_in, giver, person)
    if not by_rule and not (oversees and move.office.may_work(person)):
        raise PermissionDenied(_("The rules of this step do not let it be handed to that person."))
    reason = said(words, needed=not by_rule)
    if any(seat.holder == f"p{person}" and seat.is_open for seat in desk.seats):
        return move.case  # it is there already
    _move_seat(desk, person)
    move.close("procedures.hand_over", step=run.key, title=run.title, to=taker.person.full_name, words=reason)
    return move.case


def _move_seat(desk: Desk, person_id: int) -> None:
    """Closes the seat of the person, or every seat where an overseer moves the step, and makes one for the other."""
    run = desk.run
    leaving = [desk.mine[0][0]] if desk.mine else [seat for seat in desk.seats if seat.is_open]
    Seat.objects.filter(pk__in=[seat.pk for seat in leaving]).update(is_open=False)
    Seat.objects.filter(run=run, holder=f"p{person_id}").delete()  # one of before, which said nothing
    seat = seat_of(run, Chair(f"p{person_id}", person_id, Because.HANDED_OVER))
    seat.instead_of_id = desk.access.person_id if desk.mine else None
    seat.save(force_insert=True)
    StepRun.objects.filter(pk=run.pk).update(
        look_at=desk.move.now, told_at=None
    )  # the clock tells who has it now


def see(access: Access, run: StepRun) -> None:
    """Notes when who has the step first opened it: until then it waited. One statement, none later."""
    if run.seen_at is not None or run.state != RunState.OPEN:
        return
    if Seat.objects.filter(run=run, is_open=True, holder__in=holders_of(access)).exists():
        now = timezone.now()
        StepRun.objects.filter(pk=run.pk, seen_at=None).update(seen_at=now)
        run.seen_at = now
