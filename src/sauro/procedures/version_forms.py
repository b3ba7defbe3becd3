"""Forms about a version: a new one, its issue, its withdrawal."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sauro.procedures.forms import day_field


class NewForm(forms.Form):
    agency = forms.ChoiceField(label=pgettext_lazy("field", "Agency"))
    name = forms.CharField(label=pgettext_lazy("field", "Name"), max_length=200, required=False)
    file = forms.FileField(label=pgettext_lazy("field", "File of a procedure (.json)"), required=False)
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, agencies: list[tuple[int, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["agency"].choices = agencies

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("key") or data.get("file") or data.get("name")):
            raise ValidationError(_("Give a name, choose a file, or take one of the library."))
        return data


class IssueForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    valid_from = day_field(pgettext_lazy("field", "In force from"), required=True)
    record_number = forms.CharField(
        label=pgettext_lazy("field", "Document that issues it"), max_length=80, required=False,
        help_text=pgettext_lazy("field", "Such as 12/QD-UBND."),
    )  # fmt: skip
    record_date = day_field(pgettext_lazy("field", "Of the day"))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("field", "Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
