"""Forms of the door and of a person's own account."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import pgettext_lazy

from sauro.identity.models import User


def _password(label: str, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=1000)


class LoginForm(forms.Form):
    username = forms.CharField(
        label=pgettext_lazy("login", "Username"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = _password(pgettext_lazy("login", "Password"), "current-password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        max_length=30,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "num",
            }
        ),
    )


class AccountForm(forms.Form):
    language = forms.ChoiceField(label=pgettext_lazy("account", "Language"), choices=settings.LANGUAGES)
    single_keys = forms.BooleanField(
        label=pgettext_lazy("account", "Keys of one letter work"),
        required=False,
        help_text=pgettext_lazy("account", "Switch off if you dictate or often touch keys by accident."),
    )


class PasswordForm(forms.Form):
    current = _password(pgettext_lazy("account", "Current password"), "current-password")
    new = _password(pgettext_lazy("account", "New password"), "new-password")
    again = _password(pgettext_lazy("account", "New password again"), "new-password")

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.one_time_until is not None:
            self.fields["current"].label = pgettext_lazy("account", "The password you were given")
        self.fields["new"].help_text = pgettext_lazy(
            "account",
            "At least 10 characters. A sentence of four or five words is easy to keep and hard to guess.",
        )

    def clean_current(self) -> str:
        current = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise forms.ValidationError(pgettext_lazy("account", "this is not your current password."))
        return current

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        if new == self.data.get("current"):
            raise forms.ValidationError(
                pgettext_lazy("account", "choose another one than your current password.")
            )
        return new

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(
                pgettext_lazy("account", "the two new passwords differ. Type them again.")
            )
        return again
