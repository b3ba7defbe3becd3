"""Forms of the rules."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.tasks.clock.models import MOST_DAYS, Audience, Trigger

TRIGGER_WORDS: dict[str, Promise] = {
    Trigger.BEFORE_DUE: pgettext_lazy("trigger", "working days before the due date"),
    Trigger.OVERDUE: pgettext_lazy("trigger", "working days after the due date"),
    Trigger.NO_UPDATE: pgettext_lazy("trigger", "days without an update"),
    Trigger.REPORT_DUE: pgettext_lazy("trigger", "working days before a standing duty is reported on"),
}
AUDIENCE_WORDS: dict[str, Promise] = {
    Audience.ASSIGNEE: pgettext_lazy("audience", "Assignee"),
    Audience.DIVISION_HEAD: pgettext_lazy("audience", "Head of the lead unit"),
    Audience.ACCOUNTABLE_LEADER: pgettext_lazy("audience", "Accountable leader"),
    Audience.ASSIGNER: pgettext_lazy("audience", "Assigner"),
}


def _day(label: Promise) -> forms.DateField:
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}
    )
    hint = pgettext_lazy("rules", "Such as 30/11/2026.")
    return forms.DateField(label=label, widget=widget, help_text=hint)


def _source() -> forms.CharField:
    hint = pgettext_lazy("rules", "Such as the working regulations of the office, Article 12.")
    return forms.CharField(
        label=pgettext_lazy("rules", "Follows which document"), max_length=250, help_text=hint
    )


class RuleForm(forms.Form):
    days = forms.IntegerField(
        label=pgettext_lazy("rules", "Days"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "num"}),
    )
    trigger = forms.ChoiceField(label=pgettext_lazy("rules", "When"), choices=list(TRIGGER_WORDS.items()))
    audience = forms.ChoiceField(
        label=pgettext_lazy("rules", "Reminds"), choices=list(AUDIENCE_WORDS.items())
    )
    valid_from = _day(pgettext_lazy("rules", "In force from"))
    source = _source()


class DueSoonForm(forms.Form):
    days = forms.IntegerField(
        label=pgettext_lazy("rules", "Days before the due date"),
        min_value=1,
        max_value=30,
        widget=forms.NumberInput(attrs={"class": "num"}),
    )
    valid_from = _day(pgettext_lazy("rules", "In force from"))
    source = _source()
