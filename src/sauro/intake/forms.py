"""What a person types on the screens of this room."""

import re
from calendar import monthrange
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy

from sauro.intake import values as v
from sauro.tasks.models import TaskKind

KINDS = (
    (TaskKind.ONE_OFF.value, pgettext_lazy("task kind", "one-off")),
    (TaskKind.RECURRING.value, pgettext_lazy("task kind", "recurring")),
    (TaskKind.STANDING.value, pgettext_lazy("task kind", "standing")),
)
_DUE = re.compile(
    r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:[,\s]+(?:lúc\s+)?(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{1,2})?)?"
)


class DueField(forms.CharField):
    """'30/11/2026' or '30/11/2026 17:00' as (date, time or None); empty is None."""

    def clean(self, value: Any) -> tuple[date, time | None] | None:
        words = " ".join(str(value or "").split())
        if not words:
            return None
        match = _DUE.fullmatch(words)
        if match is None:
            raise ValidationError(gettext("this is not a date. Type it like 30/11/2026 or 30/11/2026 17:00."))
        day, month, year = (int(part) for part in match.group(1, 2, 3))
        if not 1 <= month <= 12:
            raise ValidationError(gettext("a year has 12 months. Type it like 30/11/2026."))
        if not 1 <= day <= monthrange(year, month)[1]:
            raise ValidationError(
                gettext("month %(month)s has %(days)s days. Type it like 30/11/2026.")
                % {"month": month, "days": monthrange(year, month)[1]}
            )
        if match[4] is None:
            return date(year, month, day), None
        hour, minute = int(match[4]), int(match[5] or 0)
        if hour > 23 or minute > 59:
            raise ValidationError(gettext("the hour is not one of the day. Type it like 30/11/2026 17:00."))
        return date(year, month, day), time(hour, minute)


class ValuesForm(forms.Form):
    """The fields of one task, as they stand in its open card."""

    title = forms.CharField(
        label=pgettext_lazy("field", "Task"),
        max_length=4000,
        error_messages={"required": pgettext_lazy("error", "say what is to be done.")},
    )
    leads = forms.CharField(label=pgettext_lazy("field", "Lead unit"), required=False, max_length=4000)
    due = DueField(label=pgettext_lazy("field", "Due date"), required=False)
    supports = forms.CharField(
        label=pgettext_lazy("field", "Supporting units"), required=False, max_length=4000
    )
    accountable = forms.CharField(
        label=pgettext_lazy("field", "Accountable leader"), required=False, max_length=200
    )
    deliverable = forms.CharField(
        label=pgettext_lazy("field", "Deliverable"), required=False, max_length=1000
    )
    authority = forms.CharField(label=pgettext_lazy("field", "Authority"), required=False, max_length=200)
    report_to = forms.CharField(label=pgettext_lazy("field", "Report to"), required=False, max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("field", "Task kind"), required=False, choices=KINDS)

    def typed(self) -> dict[str, Any]:
        """What was sent: fields that the request did not hold are left out."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


def initial_of(values: v.Values) -> dict[str, str]:
    """What the fields of the form say."""
    said = {field: v.said(values, field) for field in v.FIELDS if field not in ("due", "kind")}
    due = values["due"]
    return said | {"due": v.said_due(due | {"text": ""}), "kind": values["kind"]}
