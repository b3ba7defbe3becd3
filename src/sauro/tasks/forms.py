"""The filters of the task list: a GET form, so that every view of the list has an address."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet, Value
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from sauro.documents.models import Document
from sauro.documents.queries import visible as visible_documents
from sauro.organisation import queries as organisation
from sauro.organisation.access import Access
from sauro.tasks.columns import COLUMN_WORDS, USUAL, columns_in_order
from sauro.tasks.lists import TABS, Filters, assigners, sources

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


LAYOUT_WORDS: dict[str, Promise] = {
    "table": pgettext_lazy("layout", "Table"),
    "board": pgettext_lazy("layout", "By status"),
    "timeline": pgettext_lazy("layout", "Timeline"),
    "calendar": pgettext_lazy("layout", "Calendar"),
}
GROUP_WORDS: dict[str, Promise] = {
    "unit": pgettext_lazy("group by", "Lead unit"),
    "leader": pgettext_lazy("group by", "Accountable leader"),
    "source": pgettext_lazy("group by", "Source"),
    "field": pgettext_lazy("group by", "Field of work"),
}
GROUP_OF_NONE: dict[str, Promise] = {
    "unit": pgettext_lazy("group by", "No unit of the ward"),
    "leader": pgettext_lazy("group by", "No accountable leader"),
    "source": pgettext_lazy("group by", "No source document"),
    "field": pgettext_lazy("group by", "No field of work"),
}
SPAN_WORDS: dict[str, Promise] = {
    "weeks": pgettext_lazy("span", "Weeks"),
    "months": pgettext_lazy("span", "Months"),
    "month": pgettext_lazy("span", "Month"),
    "week": pgettext_lazy("span", "Week"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the list, and the address of the list without it."""

    label: str
    words: str
    address: str
    of_day: bool = False  # the words alone do not say what day it is


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
    "assigner": (pgettext_lazy("filter", "Assigner"), pgettext_lazy("filter", "Any assigner")),
}
USUAL_FILTERS = ("unit", "status", "deadline")
MORE = ("source", "field", "leader", "assigner", "kind")
DAYS = ("since", "until")
# How the list is shown, as against what is in it.
SHAPE = ("tab", "layout", "group", "columns", "span", "day")
_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class _DayInput(forms.DateInput):
    """Shows a day as people write it, in whatever form the address has it."""

    def format_value(self, value: Any) -> str | None:
        try:
            return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
        except (TypeError, ValueError):
            return super().format_value(value)


def _day(label: Promise) -> forms.DateField:
    attrs = {"class": "input num day", "inputmode": "numeric", "autocomplete": "off"}
    attrs["placeholder"] = pgettext_lazy("filter", "dd/mm/yyyy")
    widget = _DayInput(format="%d/%m/%Y", attrs=attrs)
    return forms.DateField(required=False, input_formats=_DAY_FORMATS, label=label, widget=widget)


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
    assigner = forms.ChoiceField(required=False)
    since = _day(pgettext_lazy("filter", "Due from"))
    until = _day(pgettext_lazy("filter", "Due until"))
    missing = forms.BooleanField(required=False, label=pgettext_lazy("filter", "not six clear yet"))
    tab = forms.ChoiceField(required=False, choices=[(tab, tab) for tab in TABS], widget=forms.HiddenInput)
    layout = forms.ChoiceField(
        required=False, choices=[(name, name) for name in LAYOUT_WORDS], widget=forms.HiddenInput
    )
    group = forms.ChoiceField(
        required=False, choices=[(name, name) for name in GROUP_WORDS], widget=forms.HiddenInput
    )
    within = forms.RegexField(r"^[0-9]{1,18}$", required=False, widget=forms.HiddenInput)
    columns = forms.MultipleChoiceField(
        required=False, choices=[(name, name) for name in COLUMN_WORDS], widget=forms.MultipleHiddenInput
    )
    span = forms.ChoiceField(
        required=False, choices=[(name, name) for name in SPAN_WORDS], widget=forms.HiddenInput
    )
    day = forms.DateField(required=False, input_formats=_DAY_FORMATS, widget=forms.HiddenInput)

    def __init__(self, access: Access, data: QueryDict) -> None:
        super().__init__(data)
        # What stands behind 'more filters' is fetched only where it is shown: the usual list goes without.
        self.more_shown = any(data.get(name) for name in ("more", *MORE, *DAYS))
        self._document_ids: dict[str, int] = {}
        self._offered: dict[str, list[tuple[str, Any]]] = {
            "unit": [],
            "status": list(STATUS_WORDS.items()),
            "deadline": list(STATE_WORDS.items()),
        }
        if self.more_shown:
            self._offered |= {
                "source": self._sources(access, data.get("source", "")),
                **dict.fromkeys(("field", "leader", "assigner"), ()),
                "kind": list(KIND_WORDS.items()),
            }
        self._offered |= _offers(access, self._offered.keys())
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
        keys = ("unit", "field", "leader", "assigner")
        number = {name: int(said[name]) if said.get(name) else None for name in keys}
        grouped = bool(said.get("group") and said.get("within"))
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
            assigner_id=number["assigner"],
            since=said.get("since"),
            until=said.get("until"),
            within=(said["group"], int(said["within"])) if grouped else None,
        )

    @property
    def layout_name(self) -> str:
        return self.cleaned_data.get("layout") or "table"

    @property
    def own_columns(self) -> bool:
        return self.chosen_columns != USUAL

    @property
    def progress_apart(self) -> bool:
        """Whether the progress has a column of its own."""
        return "progress" in self.chosen_columns

    @property
    def bare(self) -> str:
        """The query of the list as it is shown, with nothing that narrows it."""
        return self.address(**dict.fromkeys((*self.cleaned_data.keys() - set(SHAPE), "more"), ""))

    @property
    def is_grouped(self) -> bool:
        """Whether heads of groups are shown: within one group its rows alone."""
        return bool(self.cleaned_data.get("group") and not self.cleaned_data.get("within"))

    @property
    def within_words(self) -> str:
        """Within which group the list is: 'Lead unit'."""
        grouped = self.cleaned_data.get("within") and self.cleaned_data.get("group")
        return str(GROUP_WORDS[self.cleaned_data["group"]]) if grouped else ""

    @property
    def chosen_columns(self) -> tuple[str, ...]:
        """In the order in which they always stand."""
        return columns_in_order(self.cleaned_data.get("columns") or ())

    def _select(self, name: str) -> Select:
        label, any_of_them = _ANY[name]
        chosen = self.cleaned_data.get(name) or ""
        options = [("", str(any_of_them), not chosen)]
        options += [(value, str(words), value == chosen) for value, words in self._offered[name]]
        return Select(name, label, options)

    @property
    def usual(self) -> list[Select]:
        return [self._select(name) for name in USUAL_FILTERS]

    @property
    def more(self) -> list[Select]:
        return [self._select(name) for name in MORE]

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAYS]

    @property
    def more_address(self) -> str:
        """This list with all of its filters."""
        return self.address(more="on")

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list, apart from the tab; each can be taken away."""
        asked = self.cleaned_data
        chips = []
        if asked.get("q"):
            chips.append(Chip("", f"“{asked['q']}”", self.address(q="")))
        for name, offered in self._offered.items():
            words = next((str(label) for value, label in offered if value == asked.get(name)), "")
            if words and asked.get(name):
                chips.append(Chip(str(_ANY[name][0]), words, self.address(**{name: ""})))
        for name in DAYS:
            if asked.get(name):
                label = str(self.fields[name].label)
                chips.append(Chip(label, f"{asked[name]:%d/%m/%Y}", self.address(**{name: ""}), of_day=True))
        if self.within_words:
            words = gettext("one group by %(what)s") % {"what": self.within_words.lower()}
            chips.append(Chip("", words, self.address(within="")))
        if asked.get("missing"):
            chips.append(Chip("", str(self.fields["missing"].label), self.address(missing="")))
        return chips

    @property
    def said(self) -> list[str]:
        """The view and what it was narrowed by, in words: for paper, where no control is seen."""
        words = [str(TAB_WORDS[self.cleaned_data.get("tab") or "open"])]
        return words + [f"{chip.label} {chip.words}" if chip.of_day else chip.words for chip in self.chips]

    @property
    def shape_words(self) -> list[str]:
        """How it is shown, where that is not the usual table."""
        words = [str(LAYOUT_WORDS[self.layout_name])] if self.layout_name != "table" else []
        if self.is_grouped:
            words.append(
                gettext("grouped by %(what)s")
                % {"what": str(GROUP_WORDS[self.cleaned_data["group"]]).lower()}
            )
        if self.own_columns:
            words.append(", ".join(str(COLUMN_WORDS[name]) for name in self.chosen_columns))
        return words

    @property
    def narrowed(self) -> bool:
        """Whether anything but a tab was asked."""
        return any(value for name, value in self.cleaned_data.items() if name not in SHAPE)

    @property
    def query(self) -> str:
        """All that the address of the list says, as it is saved: 'q=…&tab=overdue&columns=lead&columns=due'."""
        return self.address()[1:]

    def address(self, **changes: str) -> str:
        """The query of the list with these filters and some changed: '?q=…&tab=overdue'. '' takes one away."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned_data.items():
            if not value or name in changes:
                continue
            if isinstance(value, list):
                query.setlist(name, value)
            elif isinstance(value, dt.date):
                query[name] = f"{value:%Y-%m-%d}"
            else:
                query[name] = "on" if value is True else value
        for name, value in changes.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}"


_NOWHERE = (Value(0), Value(0), Value(0))


def _offers(access: Access, wanted: Collection[str]) -> dict[str, list[tuple[str, Any]]]:
    """What the ward has to offer for these filters, each in its order. One query."""
    things: dict[str, QuerySet[Any, Any]] = {
        "unit": organisation.units(access)
        .order_by()
        .values_list(Value("unit"), "pk", "name", "agency__order", "agency_id", "order", Value("")),
        "field": organisation.work_fields(access)
        .order_by()
        .values_list(Value("field"), "pk", "name", *_NOWHERE, "name"),
        "leader": organisation.leaders(access)
        .order_by()
        .values_list(Value("leader"), "pk", "full_name", *_NOWHERE, "sort_key"),
        "assigner": assigners(access)
        .order_by()
        .values_list(Value("assigner"), "user_id", "full_name", *_NOWHERE, "sort_key"),
    }
    first, *others = (each for name, each in things.items() if name in wanted)
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in things if name in wanted}
    rows = first.union(*others, all=True) if others else first
    for name, key, words, *_ in sorted(rows, key=lambda row: (*row[3:], row[1])):
        found[name].append((str(key), words))
    return found


def _further(access: Access, asked: str) -> list[Document]:
    """A source that was asked for by its address and is not among the newest."""
    try:
        uid = uuid.UUID(asked)
    except ValueError:
        return []
    return list(visible_documents(access).filter(uid=uid)[:1])
