"""Forms of the editor: one for a step, one for the whole, rows of fields and of branches."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from msgspec.structs import replace

from sauro.organisation.models import Role
from sauro.procedures import words
from sauro.procedures.conditions import RESULT
from sauro.procedures.definition import (
    END,
    REVISE,
    Actor,
    Branch,
    Compare,
    Condition,
    Definition,
    FieldKind,
    FormField,
    Limit,
    Rhythm,
    Round,
    Schedule,
    StandIn,
    Step,
    What,
    Who,
    Within,
)
from sauro.procedures.editing import named_fields
from sauro.procedures.models import Outcome
from sauro.procedures.registry import kinds
from sauro.vietnamese.text import nfc, squeeze

SPARE_ROWS = 2
CONDITIONS = 2  # of a branch
MOST_ROWS = 40


def _text(label: Any, *, required: bool = False, most: int = 200, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint)


def _choice(label: Any, choices: Any, *, hint: Any = "", required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=hint)


def _role_choices() -> list[tuple[str, Any]]:
    return [("", "–"), *((role.value, words.ROLES[role]) for role in Role if role in words.ROLES)]


class FieldRow(forms.Form):
    """A field that is asked for; a row without a label is none."""

    name = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    label = _text(pgettext_lazy("editor", "Label"))
    kind = _choice(pgettext_lazy("editor", "Kind"), list(words.FIELD_KINDS.items()))
    choices = _text(pgettext_lazy("editor", "Choices, with semicolons"), most=1000)
    required = forms.BooleanField(label=pgettext_lazy("editor", "Required"), required=False)

    def field(self) -> FormField | None:
        data = self.cleaned_data
        label = squeeze(nfc(data["label"]))
        if not label:
            return None
        choices = tuple(filter(None, (squeeze(nfc(each)) for each in data["choices"].split(";"))))
        kind = FieldKind(data["kind"] or FieldKind.TEXT)
        return FormField(
            data["name"], label, kind, data["required"], choices if kind == FieldKind.CHOICE else ()
        )


def _rows(
    name: str, count: int, form: Any, data: Any, first: list[dict[str, Any]], **named: Any
) -> list[Any]:
    """Rows of a form that is there several times; as many as were sent, else those there are and some to spare."""
    if data is not None:
        sent = data.get(f"{name}-n", "")
        count = min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
        return [form(data, prefix=f"{name}-{n}", **named) for n in range(count)]
    spare: list[dict[str, Any]] = [{} for _n in range(count)]
    return [form(prefix=f"{name}-{n}", initial=each, **named) for n, each in enumerate([*first, *spare])]


def field_rows(fields: tuple[FormField, ...], data: Any = None) -> list[FieldRow]:
    first = [
        {
            "name": f.name,
            "label": f.label,
            "kind": f.kind,
            "choices": "; ".join(f.choices),
            "required": f.required,
        }
        for f in fields
    ]
    return _rows("field", SPARE_ROWS, FieldRow, data, first)


def read_fields(
    rows: list[FieldRow], before: tuple[FormField, ...], taken: set[str]
) -> tuple[FormField, ...]:
    """The fields of valid rows; hints are kept, which the editor does not show."""
    hints = {each.name: each.hint for each in before}
    found = [each for row in rows if (each := row.field()) is not None]
    return tuple(replace(each, hint=hints.get(each.name, "")) for each in named_fields(found, taken))


class BranchRow(forms.Form):
    """Where the case goes on under conditions that all hold; a row without a first field is none."""

    def __init__(self, data: Any = None, *, definition: Definition, step: Step, **named: Any) -> None:
        super().__init__(data, **named)
        fields = [("", "–"), *((each.name, each.label) for each in definition.all_fields.values())]
        fields += [
            (RESULT + each.key, _("How it ended: %(title)s") % {"title": each.title})
            for each in definition.steps[: definition.index(step.key) + 1]
            if each.what in (What.OPINION, What.DECIDE)
        ]
        for n in range(CONDITIONS):
            self.fields[f"field{n}"] = _choice(pgettext_lazy("editor", "If"), fields)
            self.fields[f"test{n}"] = _choice(
                pgettext_lazy("editor", "Comparison"), list(words.COMPARE.items())
            )
            self.fields[f"value{n}"] = _text(pgettext_lazy("editor", "Value"))
        self.fields["to"] = _choice(pgettext_lazy("editor", "Go on to"), targets(definition, step))
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.definition = definition

    @property
    def conditions(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"field{n}"], self[f"test{n}"], self[f"value{n}"]) for n in range(CONDITIONS)]

    def branch(self) -> Branch | None:
        data = self.cleaned_data
        when = tuple(
            Condition(data[f"field{n}"], Compare(data[f"test{n}"] or Compare.IS), self._value(n))
            for n in range(CONDITIONS)
            if data[f"field{n}"]
        )
        return Branch(data["to"], when) if when and data["to"] else None

    def _value(self, n: int) -> str:
        """As the definition keeps it: people may write 'có', 3,5 and 30/11/2026, and the words of an outcome."""
        value, name = squeeze(nfc(self.cleaned_data[f"value{n}"])), self.cleaned_data[f"field{n}"]
        if name.startswith(RESULT):
            words_of = {str(label).casefold(): key for key, label in words.OUTCOMES.items()}
            return str(words_of.get(value.casefold(), value or Outcome.AGREE))
        field = self.definition.all_fields.get(name)
        kind = field.kind if field else FieldKind.TEXT
        if kind == FieldKind.YES_NO:
            return "yes" if value.casefold() in ("có", "yes", "co") else "no" if value else ""
        if kind == FieldKind.NUMBER:
            return value.replace(".", "").replace(",", ".")
        if kind == FieldKind.DATE and value.count("/") == 2:
            day, month, year = value.split("/")
            return f"{year}-{month:0>2}-{day:0>2}"
        return value


def targets(definition: Definition, step: Step) -> list[tuple[str, str]]:
    """Where a step may go on to: later steps and the end."""
    later = definition.steps[definition.index(step.key) + 1 :]
    return [
        ("", "–"),
        *((each.key, words.step_words(each.key, definition)) for each in later),
        (END, words.step_words(END, definition)),
    ]


def branch_rows(definition: Definition, step: Step, data: Any = None) -> list[BranchRow]:
    first = []
    for branch in step.branches:
        row: dict[str, Any] = {"to": branch.to}
        for n, condition in enumerate(branch.when[:CONDITIONS]):
            field = definition.all_fields.get(condition.field)
            shown = words.OUTCOMES.get(condition.value, condition.value) if condition.field.startswith(RESULT) else (
                words.value_words(field, condition.value, {}) if condition.value else ""
            )  # fmt: skip
            row |= {f"field{n}": condition.field, f"test{n}": condition.test, f"value{n}": shown}
        first.append(row)
    return _rows("branch", 1, BranchRow, data, first, definition=definition, step=step)


class ActorFields(forms.Form):
    """Who does it; which of the others counts hangs on the first."""

    who = _choice(pgettext_lazy("editor", "Who"), list(words.WHO.items()), required=True)
    role = forms.ChoiceField(label=pgettext_lazy("editor", "Role"), required=False)
    unit = forms.CharField(
        label=pgettext_lazy("editor", "Unit"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"list": "units"}),
        help_text=pgettext_lazy("editor", "Its name, short name or code."),
    )  # fmt: skip
    title = _text(
        pgettext_lazy("editor", "Title of the post"),
        hint=pgettext_lazy("editor", "Such as Chairman; may stay empty."),
    )
    field = forms.ChoiceField(label=pgettext_lazy("editor", "Field with the person or unit"), required=False)
    work_field = _text(pgettext_lazy("editor", "Field of work"))

    def _offer(self, definition: Definition) -> None:
        self.fields["role"].choices = _role_choices()
        bodies = (FieldKind.PERSON, FieldKind.UNIT)
        named = [(each.name, each.label) for each in definition.all_fields.values() if each.kind in bodies]
        self.fields["field"].choices = [("", "–"), *named]

    def actor(self) -> Actor:
        data, who = self.cleaned_data, Who(self.cleaned_data["who"])
        unit = squeeze(nfc(data["unit"]))
        kinds_by_words = {str(label).casefold(): key for key, label in words.UNIT_KINDS.items()}
        return Actor(
            who,
            role=data["role"] if who in (Who.ROLE, Who.UNIT) else "",
            unit=str(kinds_by_words.get(unit.casefold(), unit)) if who == Who.UNIT else "",
            title=squeeze(nfc(data["title"])) if who in (Who.ROLE, Who.UNIT) else "",
            field=data["field"]
            if who == Who.NAMED
            else data["work_field"]
            if who == Who.FIELD_LEADER
            else "",
        )


def _actor_first(actor: Actor) -> dict[str, Any]:
    unit = str(words.UNIT_KINDS.get(actor.unit, actor.unit))
    named, leader = actor.who == Who.NAMED, actor.who == Who.FIELD_LEADER
    return {
        "who": actor.who, "role": actor.role, "unit": unit, "title": actor.title,
        "field": actor.field if named else "", "work_field": actor.field if leader else "",
    }  # fmt: skip


class StepForm(ActorFields):
    """A step without its fields and branches, which are rows of their own."""

    step_title = _text(pgettext_lazy("editor", "Name of the step"), required=True)
    hint = _text(
        pgettext_lazy("editor", "What to look at"),
        most=500,
        hint=pgettext_lazy("editor", "Stands above the step for whoever has it; may stay empty."),
    )
    what = _choice(pgettext_lazy("editor", "What is done"), list(words.WHAT.items()), required=True)
    round = _choice(pgettext_lazy("editor", "Opinions"), list(words.ROUNDS.items()))
    may_reject = forms.BooleanField(
        label=pgettext_lazy("editor", "May reject, which ends the case"), required=False
    )
    count = forms.IntegerField(label=pgettext_lazy("editor", "Limit"), required=False, min_value=1, max_value=999,
                               widget=forms.NumberInput(attrs={"class": "num"}))  # fmt: skip
    within = _choice(pgettext_lazy("editor", "Counted in"), list(words.WITHIN.items()))
    date_field = forms.ChoiceField(label=pgettext_lazy("editor", "Before the day in"), required=False)
    stand_in = _choice(pgettext_lazy("editor", "May be handed over"), list(words.STAND_INS.items()))
    returns = forms.MultipleChoiceField(
        label=pgettext_lazy("editor", "May be returned to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    then = forms.ChoiceField(label=pgettext_lazy("editor", "Otherwise goes on to"), required=False)

    def __init__(self, definition: Definition, step: Step, data: Any = None) -> None:
        limit = step.limit
        first = {
            **_actor_first(step.actor), "step_title": step.title, "hint": step.hint, "what": step.what, "round": step.round,
            "may_reject": step.may_reject, "count": limit.count if limit else None,
            "within": limit.within if limit else Within.WORKING_DAYS, "date_field": limit.date_field if limit else "",
            "stand_in": step.stand_in, "returns": list(step.returns), "then": step.then,
        }  # fmt: skip
        super().__init__(data, initial=first)
        self._offer(definition)
        days = [(f.name, f.label) for f in definition.all_fields.values() if f.kind == FieldKind.DATE]
        self.fields["date_field"].choices = [("", "–"), *days]
        earlier = definition.steps[: definition.index(step.key)]
        self.fields["returns"].choices = [
            (REVISE, words.step_words(REVISE, definition)),
            *((each.key, words.step_words(each.key, definition)) for each in earlier),
        ]
        following = targets(definition, step)
        self.fields["then"].choices = [("", pgettext_lazy("editor", "the next step")), *following[1:]]
        self.step, self.definition = step, definition

    def changed(self, fields: tuple[FormField, ...], branches: tuple[Branch, ...]) -> Step:
        data = self.cleaned_data
        limit = None
        if data["count"]:
            within = Within(data["within"] or Within.WORKING_DAYS)
            before = within in (Within.DAYS_BEFORE, Within.WORKING_DAYS_BEFORE)
            limit = Limit(data["count"], within, data["date_field"] if before else "")
        return replace(
            self.step, title=squeeze(nfc(data["step_title"])), actor=self.actor(), what=What(data["what"]),
            round=Round(data["round"] or Round.ONE), may_reject=data["may_reject"] and data["what"] == What.DECIDE,
            hint=squeeze(nfc(data["hint"])), limit=limit, stand_in=StandIn(data["stand_in"] or StandIn.SAME_ROLE),
            returns=tuple(data["returns"]), then=data["then"], fields=fields, branches=branches,
        )  # fmt: skip


class WholeForm(forms.Form):
    """What holds for all steps."""

    name = _text(pgettext_lazy("editor", "Name of the procedure"), required=True)
    description = forms.CharField(
        label=pgettext_lazy("editor", "What it is for"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    basis = _text(pgettext_lazy("editor", "Rule that it follows"), most=300)
    printed_name = _text(pgettext_lazy("editor", "Heading of the printed trail"))
    rhythm = _choice(
        pgettext_lazy("editor", "Starts by itself"),
        [("", pgettext_lazy("editor", "no")), *words.RHYTHMS.items()],
    )
    day = forms.IntegerField(label=pgettext_lazy("editor", "On day"), required=False, min_value=1, max_value=31,
                             help_text=pgettext_lazy("editor", "Of the week (1 is Monday), of the month, or of the quarter's first month."))  # fmt: skip
    concerns = forms.MultipleChoiceField(
        label=pgettext_lazy("editor", "Whose own matter it is"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=pgettext_lazy("editor", "People in these fields decide nothing in the case; who starts it never does."),
    )  # fmt: skip
    subject_kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("editor", "Starts only from"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, name: str, description: str, definition: Definition, data: Any = None) -> None:
        schedule = definition.schedule
        first = {
            "name": name, "description": description, "basis": definition.basis, "printed_name": definition.printed_name,
            "rhythm": schedule.rhythm if schedule else "", "day": schedule.day if schedule else None,
            "concerns": list(definition.concerns), "subject_kinds": list(definition.subject_kinds),
        }  # fmt: skip
        super().__init__(data, initial=first)
        people = [(f.name, f.label) for f in definition.all_fields.values() if f.kind == FieldKind.PERSON]
        self.fields["concerns"].choices = people
        self.fields["subject_kinds"].choices = [(kind.name, kind.label) for kind in kinds.values()]
        for empty in [name for name in ("concerns", "subject_kinds") if not self.fields[name].choices]:
            del self.fields[empty]
        self.definition = definition

    def changed(self, fields: tuple[FormField, ...]) -> Definition:
        data = self.cleaned_data
        schedule = Schedule(Rhythm(data["rhythm"]), data["day"] or 1) if data["rhythm"] else None
        names = {each.name for each in fields} | {
            f.name for step in self.definition.steps for f in step.fields
        }
        return replace(
            self.definition, fields=fields, basis=squeeze(nfc(data["basis"])),
            printed_name=squeeze(nfc(data["printed_name"])), schedule=schedule,
            concerns=tuple(each for each in data.get("concerns", self.definition.concerns) if each in names),
            subject_kinds=tuple(data.get("subject_kinds", self.definition.subject_kinds)),
        )  # fmt: skip


def messages_of(*parts: Any) -> Iterator[str]:
    """What is wrong in rows, which show no errors of their own."""
    for part in parts:
        for row in part:
            for told in row.errors.values():
                yield from told
