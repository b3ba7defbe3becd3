"""What every action on a case shares: the locked case, its open steps, whose desk they are on, what follows, the journal.

A move is worked out in memory and stored by `Move.close` in a fixed number of statements, however many steps it passes.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from sauro.identity.models import Workspace
from sauro.identity.records import Stale
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.procedures import registry
from sauro.procedures.conditions import RESULT, next_of
from sauro.procedures.definition import (
    BEFORE,
    DECIDING,
    END,
    REVISE,
    Actor,
    Definition,
    Step,
    What,
    Who,
    read_definition,
)
from sauro.procedures.holders import Chair, Found, Matter, Office, Path, holders_of, paths_of
from sauro.procedures.limits import due_of
from sauro.procedures.models import (
    WITHOUT_LIMIT,
    Case,
    CaseState,
    Outcome,
    RunState,
    Seat,
    StepRun,
)
from sauro.procedures.values import day_in
from sauro.vietnamese.text import nfc

LONGEST_WORDS = 4000
REVISE_TITLE = "Bổ sung, trình lại"  # stored with the step, as the titles of the others are


class Refused(Exception):
    """An act that makes no sense for the case as it stands; the message says why, in the language of the person."""


class Conflict(Stale):
    """Somebody else was faster. Nothing was stored; `case` is as it stands now."""

    def __init__(self, case: Case, run: StepRun | None = None) -> None:
        super().__init__(str(case.uid))
        self.case, self.run = case, run


@dataclass(frozen=True, slots=True)
class Held:
    """A step as the person saw it. `key`: of the form that he sends; the same key counts once."""

    uid: uuid.UUID
    key: uuid.UUID | None = None


@dataclass(slots=True)
class Opened:
    """A step that a move opens, or passes at once."""

    run: StepRun
    found: Found


@dataclass
class Move:
    """What one act does to a case."""

    case: Case
    definition: Definition
    office: Office
    access: Access | None  # None: the clock
    now: dt.datetime
    opened: list[Opened] = field(default_factory=list)
    ended: list[StepRun] = field(default_factory=list)  # changed, to be stored
    relieved: list[int] = field(default_factory=list)  # keys of runs whose seats close

    @cached_property
    def matter(self) -> Matter:
        case = self.case
        return Matter(case.initiator_id, case.initiator_unit_id, case.data, frozenset(case.barred))

    def open_from(self, key: str, came_from: str = "") -> None:
        """Opens the step `key`; what only informs is passed at once. Ends the case where the way ends."""
        for _passed in range(len(self.definition.steps) + 1):
            if key == END:
                self.finish(CaseState.COMPLETED)
                return
            step = self.definition.step(key) if key != REVISE else revise_step(self.definition)
            opened = self._open(step, came_from)
            self.opened.append(opened)
            if step.what != What.INFORM:
                return
            run = opened.run
            run.state, run.finished_at, run.outcome = RunState.DONE, self.now, Outcome.DONE
            self.case.results[RESULT + key] = str(Outcome.DONE)
            key = run.led_to = next_of(self.definition, step, self.case.data | self.case.results)
        raise Refused(_("The steps of this procedure go round in a circle: it cannot go on."))

    def _open(self, step: Step, came_from: str) -> Opened:
        limit = step.limit
        event = day_in(self.case.data, limit.date_field) if limit and limit.within in BEFORE else None
        due = due_of(limit, self.now, event)
        found = self.office.find(step, self.matter, self.definition.fallback)
        past = due is not None and due <= self.now
        run = StepRun(
            case=self.case, key=step.key, title=step.title, what=step.what, opened_at=self.now, due_at=due,
            past_at_start=past, flagged=found.flagged, came_from=came_from,
            look_at=self.now,
        )  # fmt: skip
        return Opened(run, found)

    def finish(self, state: CaseState, reason: str = "") -> None:
        self.case.state, self.case.finished_at = state, self.now
        self.case.reason = reason or self.case.reason

    def close(self, action: str, *, new: bool = False, **told: Any) -> Case:
        """Stores what has changed and tells the journal. Seven statements at most, with the journal's two."""
        case = self.case
        if new:
            case.save(force_insert=True)
        else:
            self._store_case()
        for run in self.ended:
            _store_run(run)
        if self.relieved:
            Seat.objects.filter(run_id__in=self.relieved, is_open=True).update(is_open=False)
        StepRun.objects.bulk_create([each.run for each in self.opened])
        Seat.objects.bulk_create(
            [seat_of(each.run, chair) for each in self.opened for chair in each.found.chairs]
        )
        actor = self.access.user if self.access else None
        workspace = self.access.workspace if self.access else case.workspace
        data = {name: value for name, value in told.items() if value not in ("", None, [], {})}
        if self.opened:
            data["opened"] = [each.run.key for each in self.opened]
        if case.finished_at is not None and case.finished_at == self.now:
            data["state"] = case.state
        tell_journal(workspace, actor, action, case, data)
        if case.finished_at == self.now and self.access and case.subject_kind in registry.kinds:
            registry.kinds[case.subject_kind].ended(self.access, case)
        return case

    def _store_case(self) -> None:
        case = self.case
        taken = Case.objects.filter(pk=case.pk, version=case.version).update(
            version=F("version") + 1, changed_at=self.now, state=case.state, data=case.data, results=case.results,
            barred=case.barred, finished_at=case.finished_at, suspended_at=case.suspended_at, reason=case.reason,
        )  # fmt: skip
        if not taken:
            raise Conflict(case)
        case.version += 1


def tell_journal(workspace: Workspace, actor: Any, action: str, case: Case, data: dict[str, Any]) -> None:
    record(
        workspace=workspace, actor=actor, action=action, changes=[Change("procedure_case", case.uid, data)]
    )


def _store_run(run: StepRun) -> None:
    """One that was open until now; whoever ended it first has won."""
    taken = StepRun.objects.filter(pk=run.pk, state=RunState.OPEN).update(
        version=F("version") + 1, state=run.state, finished_at=run.finished_at, outcome=run.outcome, words=run.words,
        filled=run.filled, by=run.by, instead_of_id=run.instead_of_id, unit_id=run.unit_id, led_to=run.led_to, act_key=run.act_key,
        seen_at=run.seen_at, due_at=run.due_at, first_due_at=run.first_due_at,
        look_at=run.look_at if run.state == RunState.OPEN else None,
    )  # fmt: skip
    if not taken:
        raise Conflict(run.case, run)


def seat_of(run: StepRun, chair: Chair, instead_of: int | None = None) -> Seat:
    return Seat(
        run=run, holder=chair.holder, person_id=chair.person_id, because=chair.because, instead_of_id=instead_of,
        is_open=run.state == RunState.OPEN, due_order=run.due_at or WITHOUT_LIMIT,
    )  # fmt: skip


def revise_step(definition: Definition) -> Step:
    """The step in which who started the case mends it after a return."""
    return Step(
        key=REVISE,
        title=REVISE_TITLE,
        actor=Actor(Who.INITIATOR),
        what=What.FORM,
        fields=definition.fields,
    )


@dataclass
class Desk:
    """A step of a locked case, and the seats of it."""

    access: Access
    move: Move
    run: StepRun
    seats: list[Seat]
    others: list[StepRun]  # further open steps of the case

    @property
    def step(self) -> Step:
        key, definition = self.run.key, self.move.definition
        return definition.step(key) if key != REVISE else revise_step(definition)

    @cached_property
    def mine(self) -> list[tuple[Seat, Path]]:
        """The open seats that are the person's, with how they are: by his own posts first."""
        paths, deciding = paths_of(self.access), self.step.what in DECIDING
        order = list(paths)
        found = [
            (seat, paths[seat.holder])
            for seat in self.seats
            if seat.is_open and seat.holder in paths and (paths[seat.holder].decides or not deciding)
        ]
        return sorted(found, key=lambda each: order.index(each[0].holder))

    def require_seat(self) -> tuple[Seat, Path]:
        """Raises `PermissionDenied` where the step is not the person's, or the matter is his own or that of the one in
        whose place he would decide.
        """
        self.require_not_own()
        if not self.mine:
            raise PermissionDenied(_("This step is not on your desk."))
        barred = self.move.case.barred if self.step.what in DECIDING else []
        free = [each for each in self.mine if each[1].instead_of not in barred]
        if not free:
            raise PermissionDenied(_("It is the own matter of the one in whose place you would decide."))
        return free[0]

    def require_not_own(self) -> None:
        """However he came by the step: as stand-in, in a second post, handed over."""
        if self.step.what in DECIDING and self.access.person_id in self.move.case.barred:
            raise PermissionDenied(_("This is your own matter: somebody else decides."))


def locked_case(access: Access, uid: uuid.UUID) -> Case:
    """The case, which nobody else changes until the end of the transaction. Who may see it is asked after."""
    if not connection.in_atomic_block:
        raise RuntimeError("a case is moved in one transaction")
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("procedure_version", "agency__workspace", "workspace")
        .filter(workspace_id=access.user.workspace_id, uid=uid)
        .first()
    )
    if case is None:
        raise Http404(str(uid))
    return case


def begin(access: Access, case_uid: uuid.UUID, held: Held) -> Desk:
    """The step of the locked case. Two queries, three where nobody has the step.

    Raises `Http404` where there is none, `Conflict` where somebody else has ended it, `Again` where this very form has
    ended it before, `Refused` where the case stands still.
    """
    case = locked_case(access, case_uid)
    runs, seats = _runs_of(case, held.uid)
    run = next((each for each in runs.values() if each.uid == held.uid), None)
    if run is None:
        raise Http404(str(held.uid))
    if run.state != RunState.OPEN:
        if held.key is not None and run.act_key == held.key and run.by_id == access.user.pk:
            raise Again(case)
        if not any(seat.holder in holders_of(access) for seat in seats[run.pk]):
            raise PermissionDenied(_("This step is not on your desk."))
        raise Conflict(case, run)
    if case.state == CaseState.SUSPENDED:
        raise Refused(_("The case is suspended: it has to be resumed first."))
    definition = read_definition(case.procedure_version.definition)
    now = timezone.now()
    move = Move(case, definition, Office(case.agency, access.on), access, now)
    others = [each for each in runs.values() if each.pk != run.pk]
    return Desk(access, move, run, seats[run.pk], others)


def _runs_of(case: Case, uid: uuid.UUID) -> tuple[dict[int, StepRun], dict[int, list[Seat]]]:
    """The open steps of the case with their seats, and the step asked for, which may have ended."""
    asked = Q(state=RunState.OPEN) | Q(uid=uid)
    runs: dict[int, StepRun] = {}
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(run__in=StepRun.objects.filter(asked, case=case)).select_related("run"):
        runs.setdefault(seat.run_id, seat.run)
        seats.setdefault(seat.run_id, []).append(seat)
    if not any(run.uid == uid for run in runs.values()):
        for run in StepRun.objects.filter(case=case, uid=uid):
            runs[run.pk], seats[run.pk] = run, []
    for run in runs.values():
        run.case = case
    return runs, seats


class Again(Exception):
    """The same form was sent before: there is nothing left to do."""

    def __init__(self, case: Case) -> None:
        super().__init__(str(case.uid))
        self.case = case


def said(words: str, *, needed: bool = False) -> str:
    """Composed, without blanks around. Raises `ValidationError` for what is too long, or empty and needed."""
    clean = nfc(words).strip()
    if len(clean) > LONGEST_WORDS:
        raise ValidationError({"words": _("Too long: at most %(n)s characters.") % {"n": LONGEST_WORDS}})
    if needed and not clean:
        raise ValidationError({"words": _("Give the reason in a few words: it stands in the trail.")})
    return clean
