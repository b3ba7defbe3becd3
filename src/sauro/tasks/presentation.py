"""Tasks as rows and pages show them: words, no decision.

A row is made ready here and its template only prints: a list of many rows costs little more than one of few.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy

from sauro.files.attaching import STATE_WORDS
from sauro.files.models import UploadState
from sauro.tasks.actions.evidence import ACCEPTED, HANDED_IN, products_of
from sauro.tasks.clarity import missing
from sauro.tasks.columns import COLUMN_WORDS, USUAL
from sauro.tasks.deadlines import state_of, words_of
from sauro.tasks.forms import KIND_WORDS, PRIORITY_WORDS, STATUS_WORDS
from sauro.tasks.milestones import at_risk
from sauro.tasks.models import Task, TaskKind, TaskParty, TaskStatus
from sauro.tasks.queries import Names, RollUp
from sauro.tasks.said import Attached

NAMED = 3  # so many supporting units stand by name in a row, more as a number


def party_name(party: TaskParty) -> str:
    if party.unit is not None:
        return party.unit.name
    return party.person.full_name if party.person is not None else party.name


@dataclass(frozen=True, slots=True)
class Row:
    """A task in a list."""

    task: Task
    address: str
    source: str  # '214/TB-UBND · 2.4 · Định kỳ'
    under_title: str  # the source, unless it has a column of its own
    lead: str
    under_lead: list[str]  # '7/12 đơn vị', 'phối hợp: …'
    deliverable_note: str
    date: str
    date_note: str
    state_class: str  # of the design system: 'due-soon'
    state_words: str
    status_words: str
    kind_words: str  # '' where it is the usual kind
    progress: int
    missing: list[str]
    lamps: SafeString
    roll_up: RollUp | None
    risk: str  # 'có nguy cơ', with the milestone that has passed
    cells: list[tuple[str, str, str]]  # column, its words, and its content where the row has it nowhere above


def row_of(
    task: Task,
    now: dt.datetime,
    names: Names,
    roll_up: RollUp | None = None,
    columns: Collection[str] = USUAL,
    *,
    soon: int,
) -> Row:
    """`soon`: from how many days on it is due soon (`clock.rules.soon_for`). `columns`: those that are shown (`sauro.tasks.columns`); what they need was fetched along."""
    state = state_of(task, now, due_soon_days=soon)
    lacking = missing(task, has_lead=bool(names.lead))
    kind = "" if task.kind == TaskKind.ONE_OFF else str(KIND_WORDS[task.kind])
    proposal = pgettext("tasks", "(proposal)")
    parts = (task.document.reference_number if task.document else "", task.section, kind)
    source = " · ".join(filter(None, parts))
    return Row(
        task=task,
        address=_address(task),
        source=source,
        under_title=(kind if "kind" not in columns else "") if "source" in columns else source,
        lead=names.lead,
        under_lead=_under_lead(names, [] if "supports" in columns else names.supports, roll_up),
        deliverable_note=proposal if "deliverable" in task.proposed else "",
        date=f"{task.due_date:%d/%m/%Y}" if task.due_date else "",
        date_note=proposal if "due_date" in task.proposed else "" if task.due_date else task.due_text,
        state_class=state.value.replace("_", "-") if state else "",
        state_words=words_of(task, now, due_soon_days=soon),
        status_words=str(STATUS_WORDS[task.status]),
        kind_words=kind,
        progress=roll_up.percent if roll_up and not roll_up.is_own else task.progress_percent,
        missing=lacking,
        lamps=_lamps(get_language(), tuple(lacking)),
        roll_up=roll_up,
        risk=_risk(task, now),
        cells=[_cell(name, task, names) for name in columns],
    )


def _risk(task: Task, now: dt.datetime) -> str:
    if task.next_milestone is None or not at_risk(
        task.next_milestone, task.status, timezone.localtime(now).date()
    ):
        return ""
    return pgettext("tasks", "At risk: milestone %(day)s") % {"day": f"{task.next_milestone:%d/%m}"}


def _cell(name: str, task: Task, names: Names) -> tuple[str, str, str]:
    tell = _TOLD.get(name)
    return (name, str(COLUMN_WORDS[name]), tell(task, names)) if tell else (name, "", "")


def _day(at: dt.datetime | None) -> str:
    return f"{timezone.localdate(at):%d/%m/%Y}" if at else ""


_TOLD: dict[str, Callable[[Task, Names], str]] = {
    "source": lambda task, _: " · ".join(
        filter(None, (task.document.reference_number if task.document else "", task.section))
    ),
    "supports": lambda _, names: ", ".join(names.supports),
    "assignee": lambda _, names: names.assignee or (names.lead if names.by_name else ""),
    "leader": lambda task, _: task.accountable_leader.full_name if task.accountable_leader else "",
    "assigner": lambda task, _: task.assigner.full_name if task.assigner else "",
    "field": lambda task, _: task.work_field.name if task.work_field else "",
    "kind": lambda task, _: str(KIND_WORDS[task.kind]),
    "priority": lambda task, _: str(PRIORITY_WORDS[task.priority]),
    "authority": lambda task, _: task.authority,
    "assigned": lambda task, _: _day(task.created_at),
    "received": lambda task, _: _day(task.received_at),
}


def _under_lead(names: Names, supports: list[str], roll_up: RollUp | None) -> list[str]:
    lines = [names.assignee] if names.assignee else []
    if roll_up:
        lines.append(roll_up_words(roll_up))
    if supports:
        count = len(supports)
        listed = (
            ", ".join(supports)
            if count <= NAMED
            else ngettext("%(n)s unit", "%(n)s units", count) % {"n": count}
        )
        lines.append(pgettext("supporting units", "with: %(names)s") % {"names": listed})
    return lines


def roll_up_words(roll_up: RollUp) -> str:
    if roll_up.is_own:
        return pgettext("roll-up", "%(done)s/%(total)s subtasks") % {
            "done": roll_up.done,
            "total": roll_up.total,
        }
    return pgettext("roll-up", "%(done)s/%(total)s units") % {"done": roll_up.done, "total": roll_up.total}


PRODUCT_WORDS: dict[str, Promise] = {
    "": pgettext_lazy("product", "not there yet"),
    HANDED_IN: pgettext_lazy("product", "handed in"),
    ACCEPTED: pgettext_lazy("product", "good"),
}


def products_shown(task: Task) -> list[tuple[str, str, Promise]]:
    """Each product of the task with its state, by name and in words."""
    whole = {TaskStatus.COMPLETED: ACCEPTED, TaskStatus.PENDING_ACCEPTANCE: HANDED_IN}
    usual = "" if task.product_states else whole.get(TaskStatus(task.status), "")
    states = [(each, task.product_states.get(each, usual)) for each in products_of(task)]
    return [(each, state, PRODUCT_WORDS[state]) for each, state in states]


def evidence_shown(files: list[Attached]) -> list[tuple[Attached, bool, Promise | str]]:
    """Each file with whether it can be had, and otherwise why not."""
    return [(each, each.state == UploadState.READ, STATE_WORDS.get(each.state, "")) for each in files]


@lru_cache(maxsize=8)
def _beginning(prefix: str) -> str:  # noqa: ARG001 - under which the site is served: part of the key
    return reverse("tasks:list")


def _address(task: Task) -> str:
    """As `reverse` gives it, which is slow for many rows."""
    return f"{_beginning(get_script_prefix())}{task.uid}/"


@lru_cache(maxsize=256)
def _lamps(language: str | None, lacking: tuple[str, ...]) -> SafeString:  # noqa: ARG001 - part of the key
    """Six strokes and '5/6': one of 64 for each language."""
    return render_to_string("tasks/lamps.html", {"missing": lacking})
