"""Forms of cases: the fields that a definition asks for, as controls."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from sauro.files.attaching import Files
from sauro.files.models import Upload
from sauro.procedures.actions.base import LONGEST_WORDS, Held
from sauro.procedures.actions.moving import FILES, PAPERS, SIGNED, WITH_FILES, extra_fields, outcomes_of
from sauro.procedures.conditions import NO, YES
from sauro.procedures.definition import FieldKind, FormField, Step, What
from sauro.procedures.holders import Office
from sauro.procedures.models import Outcome

EXTRA = {
    PAPERS: (
        pgettext_lazy("field", "Documents and papers"),
        pgettext_lazy("field", "Number and date of each, such as 12/BC-UBND of 16/11/2026; one a line."),
    ),
    SIGNED: (
        pgettext_lazy("field", "What was signed"),
        pgettext_lazy("field", "Its number or title and its day."),
    ),
}
PREFIX = "f_"  # of the fields of a definition, so that none takes the name of one of ours


def day_field(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}
    )
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint or pgettext_lazy("field", "Such as 30/11/2026."),
        widget=widget,
    )


def control(field: FormField, office: Office) -> forms.Field:
    """The control of a field. Whether it must be filled in and what fits is asked once more by the action."""
    label, hint = EXTRA.get(field.name, (field.label, field.hint))
    named: dict[str, Any] = {"label": label, "required": field.required, "help_text": hint}
    match field.kind:
        case FieldKind.LONG_TEXT:
            return forms.CharField(**named, max_length=8000, widget=forms.Textarea(attrs={"rows": 3}))
        case FieldKind.NUMBER:
            return forms.CharField(
                **named, max_length=40, widget=forms.TextInput(attrs={"class": "num", "inputmode": "decimal"})
            )
        case FieldKind.DATE:
            return day_field(label, required=field.required, hint=hint)
        case FieldKind.YES_NO:
            choices = [(YES, pgettext_lazy("value", "yes")), (NO, pgettext_lazy("value", "no"))]
            return forms.ChoiceField(**named, choices=[("", "–"), *choices])
        case FieldKind.CHOICE:
            return forms.ChoiceField(**named, choices=[("", "–"), *((each, each) for each in field.choices)])
        case FieldKind.PERSON:
            return forms.ChoiceField(**named, choices=[("", "–"), *_people(office)])
        case FieldKind.UNIT:
            return forms.ChoiceField(**named, choices=[("", "–"), *_units(office)])
    return forms.CharField(**named, max_length=500)


def _people(office: Office) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for post in sorted(office.posts, key=lambda post: (post.person.sort_key, post.pk)):
        found.setdefault(str(post.person.uid), f"{post.person.full_name} · {post.title}")
    return list(found.items())


def _units(office: Office) -> list[tuple[str, str]]:
    units = {post.unit for post in office.posts if post.unit and post.agency_id == office.agency.pk}
    return [(str(unit.uid), unit.name) for unit in sorted(units, key=lambda unit: (unit.order, unit.pk))]


class CaseForm(forms.Form):
    """Fields of a definition with the key of the form, which counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        fields: Iterable[FormField],
        office: Office,
        data: Any = None,
        *,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        first: dict[str, Any] = {"key": uuid.uuid4()}
        for field in fields:
            value = (values or {}).get(field.name)
            if field.kind == FieldKind.DATE and value:
                value = dt.date.fromisoformat(str(value))
            elif field.kind == FieldKind.NUMBER and value:
                value = str(value).replace(".", ",")
            first[PREFIX + field.name] = value
        super().__init__(data, initial=first)
        self.defined = {PREFIX + field.name: field for field in fields}
        for name, field in self.defined.items():
            self.fields[name] = control(field, office)

    @property
    def said(self) -> list[forms.BoundField]:
        return self.visible_fields()

    def values(self) -> dict[str, Any]:
        return {field.name: self.cleaned_data.get(name) for name, field in self.defined.items()}

    def take_errors(self, faults: Mapping[str, list[str]]) -> None:
        """What the action found, beside the field it is about."""
        for name, told in faults.items():
            at = name if name in self.fields else PREFIX + name
            self.add_error(at if at in self.fields else None, told)


class StartForm(CaseForm):
    def __init__(
        self, fields: Iterable[FormField], office: Office, data: Any = None, *, title: str = ""
    ) -> None:
        super().__init__(fields, office, data)
        self.fields = {
            "title": forms.CharField(label=pgettext_lazy("field", "What the case is about"), max_length=500,
                                     widget=forms.Textarea(attrs={"rows": 2})),
            **self.fields,
        }  # fmt: skip
        self.initial["title"] = title


class ActForm(CaseForm):
    """A step: its fields, what is said, and an answer by the button that is pressed."""

    def __init__(
        self, step: Step, office: Office, data: Any = None, *, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__((*step.fields, *extra_fields(step)), office, data, values=values)
        self.step = step
        self.outcome = (data or {}).get("outcome", "") if data is not None else ""
        if self.outcome == Outcome.REJECT:  # a rejection fills nothing in
            for name in self.defined:
                self.fields[name].required = False
        self.uploads: list[Upload] = []  # files that came with it and wait in quarantine
        if step.what in WITH_FILES:
            hint = pgettext_lazy("field", "Several at once; never files marked as state secrets.")
            label = pgettext_lazy("field", "Files")
            self.fields[FILES] = forms.Field(label=label, required=False, help_text=hint, widget=Files)
        label = (
            pgettext_lazy("field", "Opinion, grounds") if step.what in (What.DECIDE, What.OPINION)
            else pgettext_lazy("field", "Note")
        )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=label, required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=pgettext_lazy("field", "Needed where you do not agree.") if len(outcomes_of(step)) > 1 else "",
        )  # fmt: skip

    def held(self, uid: uuid.UUID) -> Held:
        return Held(uid, self.cleaned_data["key"])


class _Reasoned(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=pgettext_lazy("field", "Reason"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, **named)

    @property
    def said(self) -> list[forms.BoundField]:
        return self.visible_fields()

    def take_errors(self, faults: Mapping[str, list[str]]) -> None:
        names = {"reason": "words"}
        for name, told in faults.items():
            at = names.get(name, name)
            self.add_error(at if at in self.fields else None, told)

    def held(self, uid: uuid.UUID) -> Held:
        return Held(uid, self.cleaned_data["key"])


class ReasonForm(_Reasoned):
    """Suspend, resume, take back."""


class ReturnForm(_Reasoned):
    def __init__(self, targets: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        choice = forms.ChoiceField(label=pgettext_lazy("field", "Return to"), choices=targets)
        self.fields = {"to": choice, **self.fields}


class HandOverForm(_Reasoned):
    def __init__(self, office: Office, allowed: set[int], data: Any = None) -> None:
        super().__init__(data)
        people = {str(post.person.uid) for post in office.posts if post.person_id in allowed}
        choices = [("", "–"), *((uid, name) for uid, name in _people(office) if uid in people)]
        self.fields = {
            "to": forms.ChoiceField(label=pgettext_lazy("field", "Hand over to"), choices=choices),
            **self.fields,
        }


class ExtendForm(_Reasoned):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields = {
            "new_date": day_field(pgettext_lazy("field", "New limit"), required=True),
            **self.fields,
        }
