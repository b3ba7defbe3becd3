"""What a person types on the screens of this room."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy

from sauro.documents.models import Document
from sauro.intake import values as v
from sauro.reading.words import DOCUMENT_TYPE
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


class DayField(DueField):
    """'30/11/2026' as a date; empty is None."""

    def clean(self, value: Any) -> date | None:  # type: ignore[override]
        found = super().clean(value)
        if found is not None and found[1] is not None:
            raise ValidationError(gettext("this is a day without an hour. Type it like 30/11/2026."))
        return found[0] if found else None


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


@dataclass(frozen=True, slots=True)
class FactField:
    """A field of `DocumentForm` with what the machine read, where it says something else, and what somebody else wrote."""

    bound: forms.BoundField
    read: str = ""
    theirs: str = ""


class DocumentForm(forms.Form):
    """The facts of the document itself."""

    reference_number = forms.CharField(
        label=pgettext_lazy("field", "Reference number"), required=False, max_length=80
    )
    issue_date = DayField(label=pgettext_lazy("field", "Issue date"), required=False)
    issuing_agency = forms.CharField(
        label=pgettext_lazy("field", "Issuing agency"), required=False, max_length=250
    )
    document_type = forms.ChoiceField(
        label=pgettext_lazy("field", "Document type"), choices=list(DOCUMENT_TYPE.items())
    )
    subject = forms.CharField(
        label=pgettext_lazy("field", "Subject"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def initial_of(cls, document: Document) -> dict[str, str]:
        return {name: cls.said(name, getattr(document, name)) for name in cls.base_fields}

    @staticmethod
    def said(name: str, value: Any) -> str:
        """A fact as a person reads and writes it."""
        if name == "issue_date":
            return f"{value:%d/%m/%Y}" if value else ""
        return str(value or "")

    def beside(self, read: Mapping[str, Any], theirs: Document | None = None) -> list[FactField]:
        """The fields with what stands beside them; `theirs`: the document as somebody else left it meanwhile."""
        made = []
        for bound in self:
            shown = " ".join(str(bound.value() or "").split())
            was = self._worded(bound.name, read[bound.name])
            other = self._worded(bound.name, getattr(theirs, bound.name)) if theirs else ""
            mine = self._worded(bound.name, shown)
            made.append(FactField(bound, was if was != mine else "", other if other != mine else ""))
        return made

    def _worded(self, name: str, value: Any) -> str:
        said = self.said(name, value) if not isinstance(value, str) else value
        return DOCUMENT_TYPE.get(said, said) if name == "document_type" else " ".join(said.split())


def initial_of(values: v.Values) -> dict[str, str]:
    """What the fields of the form say."""
    said = {field: v.said(values, field) for field in v.FIELDS if field not in ("due", "kind")}
    due = values["due"]
    return said | {"due": v.said_due(due | {"text": ""}), "kind": values["kind"]}
