"""What can be done with a selection of tasks, and what each asks for."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.organisation import queries as organisation
from sauro.organisation.access import Access
from sauro.tasks.actions import many
from sauro.tasks.actions.base import LONGEST_WORDS
from sauro.tasks.forms import PRIORITY_WORDS
from sauro.tasks.life import STEP_WORDS, Step

DEED_WORDS: dict[str, Promise] = {
    "receive": STEP_WORDS[Step.RECEIVE],
    "approve": STEP_WORDS[Step.APPROVE],
    "urge": STEP_WORDS[Step.URGE],
    "extend": STEP_WORDS[Step.EXTEND_DEADLINE],
    "change_lead": pgettext_lazy("deed", "Change the lead unit"),
    "add_support": pgettext_lazy("deed", "Add a supporting unit"),
    "set_leader": pgettext_lazy("deed", "Set the leader"),
    "set_field": pgettext_lazy("deed", "Set the field"),
    "set_priority": pgettext_lazy("deed", "Set the priority"),
}
ACTIONS: dict[str, Callable[..., many.Outcome]] = {
    "receive": many.receive_many,
    "approve": many.approve_many,
    "urge": many.urge_many,
    "extend": many.extend_many,
    "change_lead": many.change_lead_many,
    "add_support": many.add_support_many,
    "set_leader": many.set_leader_many,
    "set_field": many.set_field_many,
    "set_priority": many.set_priority_many,
}
# What a role must lend for the deed to be offered at all; each task is asked by itself.
_NEEDS: dict[str, tuple[str, ...]] = {
    "receive": ("tasks.carry_out", "tasks.take_part"),
    "approve": ("tasks.decide",),
    "urge": ("tasks.oversee", "tasks.decide", "tasks.assign"),
    "extend": ("tasks.decide", "tasks.assign"),
    "change_lead": ("tasks.assign",),
    "add_support": ("tasks.assign",),
    "set_leader": ("tasks.assign",),
    "set_field": ("tasks.assign",),
    "set_priority": ("tasks.assign",),
}


def deeds_of(access: Access) -> list[tuple[str, Promise]]:
    """What the bar under a selection offers to the person."""
    return [
        (deed, words)
        for deed, words in DEED_WORDS.items()
        if any(access.agencies_for(action) for action in _NEEDS[deed])
    ]


def _day(label: Promise, *, required: bool) -> forms.DateField:
    hint = pgettext_lazy("step field", "Such as 30/11/2026.")
    optional = pgettext_lazy("step field", "Such as 30/11/2026; may stay empty.")
    attrs = {"class": "num", "inputmode": "numeric", "autocomplete": "off"}
    widget = forms.DateInput(format="%d/%m/%Y", attrs=attrs)
    return forms.DateField(
        label=label, required=required, help_text=hint if required else optional, widget=widget
    )


def _words(label: Promise, *, required: bool) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=LONGEST_WORDS, widget=area)


class ManyForm(forms.Form):
    """The fields of one deed, and a key that counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, deed: str, access: Access, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        self.deed = deed
        reason = pgettext_lazy("step field", "Reason")
        match deed:
            case "urge":
                self.fields["words"] = _words(pgettext_lazy("step field", "Words"), required=False)
                self.fields["answer_by"] = _day(pgettext_lazy("step field", "Answer by"), required=False)
            case "approve":
                why = pgettext_lazy("step field", "Why they go out without a due date or product")
                self.fields["reason"] = _words(why, required=False)
            case "extend":
                self.fields["new_date"] = _day(pgettext_lazy("step field", "New due date"), required=True)
                self.fields["reason"] = _words(reason, required=True)
            case "change_lead":
                self._choice(
                    "unit", pgettext_lazy("step field", "New lead unit"), organisation.units(access), "name"
                )
                self.fields["reason"] = _words(reason, required=True)
            case "add_support":
                self._choice(
                    "unit", pgettext_lazy("step field", "Supporting unit"), organisation.units(access), "name"
                )
            case "set_leader":
                self._choice(
                    "leader",
                    pgettext_lazy("step field", "Accountable leader"),
                    organisation.leaders(access),
                    "full_name",
                )
            case "set_field":
                self._choice(
                    "work_field",
                    pgettext_lazy("step field", "Field of work"),
                    organisation.work_fields(access),
                    "name",
                )
            case "set_priority":
                self.fields["priority"] = forms.ChoiceField(
                    label=pgettext_lazy("step field", "Priority"), choices=list(PRIORITY_WORDS.items())
                )

    def _choice(self, name: str, label: Promise, things: Any, words: str) -> None:
        offered = [("", pgettext_lazy("step field", "choose"))]
        offered += [(str(pk), said) for pk, said in things.values_list("pk", words)]
        self.fields[name] = forms.TypedChoiceField(label=label, choices=offered, coerce=int)

    @property
    def asks(self) -> list[forms.BoundField]:
        """The fields that people see; none where the button itself does it."""
        return self.visible_fields()

    def typed(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
