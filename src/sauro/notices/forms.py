"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from sauro.identity.records import version_in
from sauro.notices import registry
from sauro.notices.models import Preference

_CHECKS = forms.CheckboxSelectMultiple


class PreferenceForm(forms.Form):
    digest_hour = forms.TypedChoiceField(
        label=pgettext_lazy("notices", "Hour of the daily digest"),
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text=pgettext_lazy("notices", "One message with all that is new, not one for each event."),
    )
    by_mail = forms.BooleanField(label=pgettext_lazy("notices", "By e-mail"), required=False)
    by_chat = forms.BooleanField(label=pgettext_lazy("notices", "By chat"), required=False)
    on_days_off = forms.BooleanField(
        label=pgettext_lazy("notices", "On weekends and holidays as well"), required=False
    )
    at_once = forms.MultipleChoiceField(
        label=pgettext_lazy("notices", "At once, without waiting for the digest"),
        required=False,
        widget=_CHECKS,
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, kept: Preference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_once"].choices = [(kind.name, kind.label) for kind in registry.kinds()]
        self.initial = {name: getattr(kept, name) for name in self.fields}

    def typed(self) -> dict[str, Any]:
        return self.cleaned_data | {"version": version_in(self.cleaned_data["version"])}


class TargetForm(forms.Form):
    address = forms.CharField(
        label=pgettext_lazy("notices", "Address of the chat"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "tgram://…"}
        ),
        help_text=pgettext_lazy(
            "notices", "As Apprise writes it. It holds a secret: it is kept encrypted and not shown again."
        ),
    )
