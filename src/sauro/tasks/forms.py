"""The filters of the task list: a GET form, so that every view of the list has an address."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.documents.models import Document
from sauro.documents.queries import visible as visible_documents
from sauro.organisation import queries as organisation
from sauro.organisation.access import Access
from sauro.tasks.lists import TABS, Filters, sources

STATUS_WORDS: dict[str, Promise] = {
    "pending_approval": pgettext_lazy("task status", "Pending approval"),
    "not_started": pgettext_lazy("task status", "Not started"),
    "in_progress": pgettext_lazy("task status", "In progress"),
    "awaiting_signature": pgettext_lazy("task status", "Awaiting signature"),
    "pending_acceptance": pgettext_lazy("task status", "Pending acceptance"),
    "rework": pgettext_lazy("task status", "Rework"),
    "completed": pgettext_lazy("task status", "Completed"),
    "suspended": pgettext_lazy("task status", "Suspended"),
    "cancelled": pgettext_lazy("task status", "Cancelled"),
}
STATE_WORDS: dict[str, Promise] = {
    "overdue": pgettext_lazy("deadline state", "Overdue"),
    "due_today": pgettext_lazy("deadline state", "Due today"),
    "due_soon": pgettext_lazy("deadline state", "Due soon"),
    "on_track": pgettext_lazy("deadline state", "On track"),
    "no_deadline": pgettext_lazy("deadline state", "No deadline"),
}
KIND_WORDS: dict[str, Promise] = {
    "one_off": pgettext_lazy("task kind", "One-off"),
    "recurring": pgettext_lazy("task kind", "Recurring"),
    "standing": pgettext_lazy("task kind", "Standing"),
}
CATEGORY_WORDS: dict[str, Promise] = {
    "strategic": pgettext_lazy("task category", "Strategic"),
    "regular": pgettext_lazy("task category", "Regular"),
    "ad_hoc": pgettext_lazy("task category", "Ad hoc"),
}
PRIORITY_WORDS: dict[str, Promise] = {
    "normal": pgettext_lazy("priority", "Normal"),
    "high": pgettext_lazy("priority", "High"),
    "urgent": pgettext_lazy("priority", "Urgent"),
}
TAB_WORDS: dict[str, Promise] = {
    "open": pgettext_lazy("tab", "To do"),
    "overdue": pgettext_lazy("tab", "Overdue"),
    "soon": pgettext_lazy("tab", "Due soon"),
    "acceptance": pgettext_lazy("tab", "Pending acceptance"),
    "undated": pgettext_lazy("tab", "No deadline"),
    "completed": pgettext_lazy("tab", "Completed"),
    "all": pgettext_lazy("tab", "All"),
}


@dataclass(frozen=True, slots=True)
class Select:
    """One filter with what it offers: (value, words, whether chosen). Rendered plainly: a ward has a hundred units."""

    name: str
    label: Promise
    options: list[tuple[str, str, bool]]

    @property
    def element_id(self) -> str:
        return f"id_{self.name}"


_ANY: dict[str, tuple[Promise, Promise]] = {
    "unit": (pgettext_lazy("filter", "Unit"), pgettext_lazy("filter", "Any unit")),
    "status": (pgettext_lazy("filter", "Status"), pgettext_lazy("filter", "Any status")),
    "deadline": (pgettext_lazy("filter", "Deadline state"), pgettext_lazy("filter", "Any deadline state")),
    "source": (pgettext_lazy("filter", "Source"), pgettext_lazy("filter", "Any source")),
    "field": (pgettext_lazy("filter", "Field of work"), pgettext_lazy("filter", "Any field")),
    "leader": (pgettext_lazy("filter", "Accountable leader"), pgettext_lazy("filter", "Any leader")),
    "kind": (pgettext_lazy("filter", "Task kind"), pgettext_lazy("filter", "Any kind")),
}
USUAL = ("unit", "status", "deadline")
MORE = ("source", "field", "leader", "kind")


class FilterForm(forms.Form):
    """What cannot be understood asks nothing: an old or mangled address still shows a list."""

    q = forms.CharField(required=False, max_length=200, label=pgettext_lazy("filter", "Search tasks"))
    unit = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)
    deadline = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    field = forms.ChoiceField(required=False)
    leader = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    missing = forms.BooleanField(required=False, label=pgettext_lazy("filter", "not six clear yet"))
    tab = forms.ChoiceField(required=False, choices=[(tab, tab) for tab in TABS], widget=forms.HiddenInput)

    def __init__(self, access: Access, data: QueryDict) -> None:
        super().__init__(data)
        # What stands behind 'more filters' is fetched only where it is shown: the usual list goes without.
        self.more_shown = any(data.get(name) for name in ("more", *MORE))
        self._document_ids: dict[str, int] = {}
        self._offered: dict[str, list[tuple[str, Any]]] = {
            "unit": _names(organisation.units(access), "name"),
            "status": list(STATUS_WORDS.items()),
            "deadline": list(STATE_WORDS.items()),
        }
        if self.more_shown:
            self._offered |= {
                "source": self._sources(access, data.get("source", "")),
                "field": _names(organisation.work_fields(access), "name"),
                "leader": _names(organisation.leaders(access), "full_name"),
                "kind": list(KIND_WORDS.items()),
            }
        for name, offered in self._offered.items():
            self.fields[name].choices = [("", ""), *offered]  # type: ignore[attr-defined]
        self.fields["q"].widget = forms.TextInput(
            attrs={
                "type": "search",
                "class": "input grow",
                "data-search": "",
                "placeholder": pgettext_lazy("filter", "Search tasks, numbers, units (marks not needed)"),
            }
        )
        self.is_valid()

    def _sources(self, access: Access, asked: str) -> list[tuple[str, Any]]:
        documents = list(sources(access))
        if asked and all(str(each.uid) != asked for each in documents):
            documents += _further(access, asked)
        self._document_ids = {str(each.uid): each.pk for each in documents}
        return [
            (str(each.uid), each.reference_number or each.subject[:60] or each.file_name)
            for each in documents
        ]

    def filters(self) -> Filters:
        said = self.cleaned_data
        number = {name: int(said[name]) if said.get(name) else None for name in ("unit", "field", "leader")}
        return Filters(
            tab=said.get("tab") or "open",
            search=said.get("q") or "",
            unit_id=number["unit"],
            work_field_id=number["field"],
            leader_id=number["leader"],
            document_id=self._document_ids.get(said.get("source", "")),
            status=said.get("status") or "",
            deadline=said.get("deadline") or "",
            kind=said.get("kind") or "",
            incomplete=bool(said.get("missing")),
        )

    def _select(self, name: str) -> Select:
        label, any_of_them = _ANY[name]
        chosen = self.cleaned_data.get(name) or ""
        options = [("", str(any_of_them), not chosen)]
        options += [(value, str(words), value == chosen) for value, words in self._offered[name]]
        return Select(name, label, options)

    @property
    def usual(self) -> list[Select]:
        return [self._select(name) for name in USUAL]

    @property
    def more(self) -> list[Select]:
        return [self._select(name) for name in MORE]

    @property
    def more_address(self) -> str:
        """This list with all of its filters."""
        return self.address(more="on")

    @property
    def said(self) -> list[str]:
        """The view and what it was narrowed by, in words: for paper, where no control is seen."""
        asked = self.cleaned_data
        words = [str(TAB_WORDS[asked.get("tab") or "open"])]
        words += [f"“{asked['q']}”"] if asked.get("q") else []
        for name, offered in self._offered.items():
            words += [str(label) for value, label in offered if value == asked.get(name)]
        words += [str(self.fields["missing"].label)] if asked.get("missing") else []
        return words

    @property
    def narrowed(self) -> bool:
        """Whether anything but a tab was asked."""
        return any(value for name, value in self.cleaned_data.items() if name != "tab")

    def address(self, **changes: str) -> str:
        """The query of the list with these filters and some changed: '?q=…&tab=overdue'."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned_data.items():
            if value:
                query[name] = "on" if value is True else value
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"


def _names(things: QuerySet[Any], name: str) -> list[tuple[str, Any]]:
    return [(str(pk), words) for pk, words in things.values_list("pk", name)]


def _further(access: Access, asked: str) -> list[Document]:
    """A source that was asked for by its address and is not among the newest."""
    try:
        uid = uuid.UUID(asked)
    except ValueError:
        return []
    return list(visible_documents(access).filter(uid=uid)[:1])
