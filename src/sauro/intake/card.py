"""The open card: its fields with what they say, why, what the machine read, what is suggested and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sauro.intake import values as v
from sauro.intake.forms import KINDS, ValuesForm, initial_of
from sauro.intake.queries import Card
from sauro.tasks.models import TaskKind

# Field, whether it takes the whole width, and the lamp that it lights.
LAYOUT = (
    ("title", True, "task"),
    ("leads", False, "assignee"),
    ("due", False, "due_date"),
    ("supports", False, ""),
    ("accountable", False, "accountable_leader"),
    ("deliverable", False, "deliverable"),
    ("authority", False, "authority"),
    ("report_to", False, ""),
    ("kind", False, ""),
)
GROWING = ("title", "leads", "supports", "accountable", "deliverable", "authority")


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: int
    text: str  # the printed words that are in doubt; '' for a suggested value of a text field
    kind: str
    id: int | str
    name: str


@dataclass(slots=True)
class FieldView:
    name: str
    label: str
    value: str
    wide: bool = False
    growing: bool = False
    rows: int = 1
    missing: bool = False
    proposed: bool = False
    proposable: bool = False  # a rule of the workspace may fill it
    why: str = ""
    at: str = ""  # '781-989'
    read: str = ""  # what the machine read, where a person wrote something else
    outside: str = ""  # names that a person typed and that nobody here bears
    note: str = ""  # the rhythm of a recurring task
    error: str = ""
    theirs: str = ""  # what somebody else wrote meanwhile
    taken: bool = False  # what somebody else wrote stands in the field, since this person had not touched it
    choices: tuple[tuple[str, Any], ...] = ()
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def extra(self) -> bool:
        """Stands behind 'more': seldom changed by a clerk."""
        return self.name in ("report_to", "kind")

    @property
    def css(self) -> str:
        flags = (("wide", self.wide), ("missing", self.missing), ("error", bool(self.error or self.theirs)))
        return " ".join(["field", *(name for name, on in flags if on)])


def fields_of(
    card: Card,
    *,
    form: ValuesForm | None = None,
    base: v.Values | None = None,
    hints: Mapping[str, str] | None = None,
) -> list[FieldView]:
    """The fields of a card in their order.

    `form` holds what was typed and could not be stored, for its faults or because somebody else was faster; `base` is
    what the person saw when he began to type. `hints` are suggested texts by field.
    """
    now = initial_of(card.values)
    read = card.item.read.get("values") or {}
    differing = v.changed(read, card.values)
    missing = card.missing
    made = []
    for name, wide, lamp in LAYOUT:
        one = FieldView(
            name=name,
            label=str(ValuesForm.base_fields[name].label),
            value=now[name],
            wide=wide,
            growing=name in GROWING,
            missing=lamp in missing,
            proposed=name in card.values["proposed"],
            read=v.said(read, name) if name in differing else "",
            choices=KINDS if name == "kind" else (),
            proposable=lamp in missing
            and (name == "deliverable" or (name == "due" and card.values["kind"] == TaskKind.ONE_OFF)),
        )
        reason = card.values["why"].get(name)
        if reason:
            one.why = reason["text"]
            one.at = "-".join(str(place) for place in reason["at"]) if reason["at"] else ""
            if reason["text"] == v.BY_HAND:
                one.outside = _outside(card.values, name)
        if name == "due":
            one.note = v.said_due(card.values["due"] | {"date": ""})
        if name in differing and name == "kind":
            one.read = str(dict(KINDS).get(one.read, one.read))
        made.append(one)
    if form is not None:
        _typed_over(made, form, now, initial_of(base) if base else None)
    for one in made:
        one.rows = max(1, -(-len(one.value) // (58 if one.wide else 27)))
    _suggest(made, card.values, hints or {})
    return made


def _outside(values: v.Values, name: str) -> str:
    """The typed parties that are no unit and no person of the workspace: a body outside, or a slip of the pen."""
    found = {"leads": values["leads"], "supports": values["supports"]}.get(name, [])
    if name == "accountable" and values["accountable"]:
        found = [values["accountable"]]
    return "; ".join(one["name"] for one in found if one["unit"] is None and one["person"] is None)


def _typed_over(
    made: list[FieldView], form: ValuesForm, now: dict[str, str], base: dict[str, str] | None
) -> None:
    """What the person typed stands in the fields again; what somebody else wrote in the same ones stands beside."""
    for one in made:
        if one.name not in form.data:
            continue
        typed = str(form.data[one.name]).strip()
        if base is None:
            one.value = typed
            one.theirs = now[one.name] if form.errors == {} and _differ(typed, now[one.name]) else ""
        elif _differ(typed, base[one.name]):
            one.value = typed
            one.theirs = (now[one.name] or "-") if _differ(now[one.name], base[one.name]) else ""
        else:
            one.taken = _differ(now[one.name], base[one.name])
        one.error = " ".join(form.errors.get(one.name, []))


def _differ(a: str, b: str) -> bool:
    return " ".join(a.split()) != " ".join(b.split())


def _suggest(made: list[FieldView], values: v.Values, hints: Mapping[str, str]) -> None:
    key = 1
    for one in made:
        doubtful = values[one.name] if one.name in ("leads", "supports") else []
        if one.name == "accountable" and values["accountable"]:
            doubtful = [values["accountable"]]
        for party in doubtful:
            for kind, chosen, name in party["suggestions"]:
                if key <= 9:
                    one.suggestions.append(Suggestion(key, party["text"], kind, chosen, name))
                    key += 1
        if not one.value and one.name in hints and key <= 9:
            one.suggestions.append(Suggestion(key, "", "text", "", hints[one.name]))
            key += 1
