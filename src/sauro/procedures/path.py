"""The path of a procedure, drawn: one line a step, with where it leads; of a case also how far it has come."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sauro.files.attaching import shown
from sauro.procedures import words
from sauro.procedures.checking import Finding
from sauro.procedures.definition import END, Definition, Step, What
from sauro.procedures.limits import MINUTES, working_minutes
from sauro.procedures.models import Because, Case, CaseState, RunState, Seat, StepFile, StepRun

DUE_SOON = 3 * MINUTES  # working minutes before a limit at which a step is due soon


@dataclass(frozen=True, slots=True)
class Way:
    """Where a step leads. `to`: the number of the step, 0 is the end. `when`: '' is the usual way."""

    to: str
    when: str


@dataclass(frozen=True, slots=True)
class Node:
    """A step as it is drawn."""

    step: Step
    number: int
    who: str
    what: str
    limit: str
    ways: list[Way]  # only those that are not simply the next step
    returns: list[str]
    needs: list[str]
    spare: str
    rules: list[str]
    findings: list[Finding] = field(default_factory=list)


def nodes(definition: Definition, findings: list[Finding] | None = None) -> list[Node]:
    return [_node(definition, place, findings or []) for place in range(len(definition.steps))]


def _node(definition: Definition, place: int, findings: list[Finding]) -> Node:
    step = definition.steps[place]
    following = definition.steps[place + 1].key if place + 1 < len(definition.steps) else END
    ways = [
        Way(
            words.step_words(branch.to, definition),
            " · ".join(words.condition_words(each, definition) for each in branch.when),
        )
        for branch in step.branches
    ]
    last = definition.after(step)
    if ways or last != following:
        ways.append(Way(words.step_words(last, definition), ""))
    return Node(
        step=step,
        number=place + 1,
        who=words.actor_words(step.actor, definition),
        what=str(words.WHAT[step.what]),
        limit=words.limit_words(step.limit, definition),
        ways=ways,
        returns=[words.step_words(each, definition) for each in step.returns],
        needs=words.needs_of(step),
        spare=words.actor_words(step.fallback, definition) if step.fallback else "",
        rules=_rules(step),
        findings=[each for each in findings if each.step == step.key],
    )


def _rules(step: Step) -> list[str]:
    found = []
    if step.what == What.OPINION:
        found.append(str(words.ROUNDS[step.round]))
    if step.may_reject:
        found.append(pgettext("step", "May end the case by a rejection"))
    return found


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a case through a step, as its page and the printed trail show it."""

    run: StepRun
    outcome: str
    state_class: str  # of the design system: 'overdue'; '' where nothing is to be said
    state_words: str
    people: str  # who has it, or who did it
    note: str  # in whose place, by fallback, handed over
    opinions: list[Seat]
    took: str  # '2 ngày 3 giờ' of working time
    fields: list[tuple[str, str]]
    is_open: bool
    led_back: str
    files: list[
        tuple[StepFile, bool, Promise | str]
    ]  # each with whether it can be had, and otherwise why not


def passages(
    case: Case, runs: list[StepRun], definition: Definition, names: dict[str, str], now: dt.datetime
) -> list[Passage]:
    known = definition.all_fields
    found = []
    for run in runs:
        state_class, state_words = _state(case, run, now)
        filled = [
            (
                known[name].label if name in known else LABELS.get(name, name),
                words.value_words(known.get(name), value, names),
            )
            for name, value in run.filled.items()
            if value != ""
        ]
        back = words.step_words(run.led_to, definition) if run.state == RunState.RETURNED else ""
        found.append(
            Passage(
                run=run,
                outcome=words.outcome_words(run.what, run.state, run.outcome),
                state_class=state_class,
                state_words=state_words,
                people=_people(run),
                note=_note(run),
                opinions=[seat for seat in run.seats.all() if seat.outcome],
                took=duration(working_minutes(run.opened_at, run.finished_at or now)),
                fields=filled,
                is_open=run.state == RunState.OPEN,
                led_back=back,
                files=[(each, *shown(each.upload)) for each in run.files.all()],
            )
        )
    return found


LABELS = {
    "papers": "Văn bản, tài liệu",
    "signed": "Văn bản đã ký",
}  # of what steps ask for besides their fields


def _state(case: Case, run: StepRun, now: dt.datetime) -> tuple[str, str]:
    if run.due_at is None:
        return ("no-deadline", pgettext("limit", "No limit")) if run.state == RunState.OPEN else ("", "")
    if run.past_at_start:
        return "no-deadline", pgettext("limit", "The limit was over when the step opened")
    if run.state != RunState.OPEN:
        late = run.finished_at is not None and run.finished_at > run.due_at
        return ("late", pgettext("limit", "Late")) if late else ("on-time", pgettext("limit", "On time"))
    if case.state == CaseState.SUSPENDED:
        return "no-deadline", pgettext("limit", "The clock stands")
    if run.due_at <= now:
        return "overdue", pgettext("limit", "Overdue by %(time)s") % {
            "time": duration(working_minutes(run.due_at, now))
        }
    left = working_minutes(now, run.due_at)
    if left <= DUE_SOON:
        return "due-soon", pgettext("limit", "%(time)s left") % {"time": duration(left)}
    return "on-track", pgettext("limit", "In time")


def limit_state(case: Case, run: StepRun, now: dt.datetime) -> tuple[str, str]:
    """Class and words of how a step stands against its limit."""
    return _state(case, run, now)


def duration(minutes: int) -> str:
    """Working time: '2 ngày 3 giờ', '40 phút'."""
    days, rest = divmod(minutes, MINUTES)
    hours = rest // 60
    parts = []
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if not parts:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(parts)


def _people(run: StepRun) -> str:
    if run.by is not None:
        return run.by.full_name
    named = [
        seat.person.full_name
        for seat in run.seats.all()
        if seat.person is not None and (seat.is_open or run.what == What.INFORM)
    ]
    return ", ".join(named)


def _note(run: StepRun) -> str:
    notes = []
    if run.instead_of is not None:
        notes.append(_("in the place of %(name)s") % {"name": run.instead_of.full_name})
    for seat in run.seats.all():
        if seat.because == Because.HANDED_OVER and seat.instead_of is not None and seat.is_open:
            notes.append(_("handed over by %(name)s") % {"name": seat.instead_of.full_name})
    if run.flagged:
        notes.append(_("nobody held the role: it went to the fallback"))
    return "; ".join(notes)


def role_of(run: StepRun, definition: Definition) -> str:
    """Whose step it is by the definition, where no name stands."""
    try:
        return words.actor_words(definition.step(run.key).actor, definition)
    except KeyError:
        return pgettext("step", "who started it")
