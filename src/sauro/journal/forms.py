"""The filters of the auditor's view. What cannot be read asks nothing and says so."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import pgettext_lazy

from sauro.journal.audit import Filters
from sauro.journal.ports import ports


class FilterForm(forms.Form):
    view = forms.ChoiceField(choices=[("", ""), ("lookups", "")], required=False, widget=forms.HiddenInput)
    person = forms.CharField(max_length=100, required=False, label=pgettext_lazy("audit", "Person"))
    action = forms.ChoiceField(
        required=False, label=pgettext_lazy("audit", "Action"), widget=forms.Select(attrs={"class": "input"})
    )
    since = forms.DateField(required=False, label=pgettext_lazy("audit", "From"))
    until = forms.DateField(required=False, label=pgettext_lazy("audit", "To"))
    text = forms.CharField(
        max_length=200, required=False, label=pgettext_lazy("audit", "Words of the object")
    )
    object = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, whole: bool) -> None:
        super().__init__(data)
        plugged = ports()
        groups = [
            (str(plugged.rooms.get(room, room)), [(name, str(words)) for name, words in actions.items()
                                                 if whole or name in plugged.system])
            for room, actions in plugged.actions.items()
        ]  # fmt: skip
        every = ("", pgettext_lazy("audit", "Every action"))
        self.fields["action"].choices = [every, *(group for group in groups if group[1])]  # type: ignore[attr-defined]

    @property
    def lookups(self) -> bool:
        return self.cleaned_data.get("view") == "lookups"

    @property
    def filters(self) -> Filters:
        """Of a form that was cleaned; a field with a fault asks nothing."""
        clean = self.cleaned_data
        return Filters(
            person=clean.get("person") or "",
            action="" if self.lookups else clean.get("action") or "",
            object_uid=clean.get("object"),
            since=clean.get("since"),
            until=clean.get("until"),
            text=clean.get("text") or "",
        )

    def address(self, **other: str) -> str:
        """The query of an address that asks the same, apart from `other`."""
        kept = {name: self.data.get(name, "") for name in self.fields} | other
        return urlencode({name: value for name, value in kept.items() if value})
