"""The forms that need a page of their own: changing a task, splitting it, setting its milestones."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from sauro.organisation import queries as organisation
from sauro.organisation.access import Access
from sauro.tasks.actions import PartAsked, Planned
from sauro.tasks.facts import FACTS, Differing, Facts, facts_of, keys_of, party_of
from sauro.tasks.forms import CATEGORY_WORDS, PRIORITY_WORDS
from sauro.tasks.life import Relation, Step, part_of
from sauro.tasks.milestones import is_long, propose
from sauro.tasks.models import HandlingRole, Milestone, Task, TaskKind
from sauro.tasks.step_choices import Choices, offered_for, part_choices, unit_choices
from sauro.tasks.step_forms import StepForm

ROWS = 4  # empty rows of a form that is opened; 'more rows' adds as many
MOST_ROWS = 60

FACT_WORDS: dict[str, Promise] = {
    "title": pgettext_lazy("fact", "Task"),
    "lead": pgettext_lazy("fact", "Lead unit"),
    "supports": pgettext_lazy("fact", "Supporting"),
    "due_date": pgettext_lazy("fact", "Due date"),
    "due_time": pgettext_lazy("fact", "Hour"),
    "deliverable": pgettext_lazy("fact", "Deliverables"),
    "accountable_leader": pgettext_lazy("fact", "Accountable leader"),
    "authority": pgettext_lazy("fact", "Authority"),
    "report_to": pgettext_lazy("fact", "Report to"),
    "work_field": pgettext_lazy("fact", "Field of work"),
    "category": pgettext_lazy("fact", "Task category"),
    "priority": pgettext_lazy("fact", "Priority"),
    "resources": pgettext_lazy("fact", "Resources"),
}
_LONG = {"title": 2, "deliverable": 3, "resources": 2}  # rows of a text area
_HINTS: dict[str, Promise] = {
    "deliverable": pgettext_lazy("fact", "One deliverable a line."),
    "due_time": pgettext_lazy("fact", "Only where an hour is printed; else the day counts."),
    "resources": pgettext_lazy("fact", "People, money, means; may stay empty."),
}
_NONE = ("", "–")


def _day(label: Promise | str) -> forms.DateField:
    shape = pgettext_lazy("filter", "dd/mm/yyyy")
    attributes = {"class": "num", "inputmode": "numeric", "autocomplete": "off", "placeholder": shape}
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%d/%m/%Y", attrs=attributes)
    )


class ChangeForm(StepForm):
    """The facts of an assigned task, with those that the person saw when he opened the form."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60_000)

    def __init__(self, access: Access, task: Task, data: QueryDict | None = None) -> None:
        super().__init__(Step.CHANGE, task, data)
        reason, stored = self.fields.pop("reason"), facts_of(task)
        self.words: dict[str, dict[str, str]] = {}
        for name in FACTS:
            if task.kind == TaskKind.STANDING and name in ("due_date", "due_time"):
                continue
            self.fields[name] = self._field(name, self._choices(access, name))
        self.fields["reason"] = reason
        reason.help_text = pgettext("fact", "Needed where the due date or the lead changes.")
        self.initial |= {**stored, "seen": json.dumps(stored), "supports": keys_of(stored["supports"])}
        self.initial |= {"due_date": task.due_date, "due_time": stored["due_time"]}

    def _choices(self, access: Access, name: str) -> Choices:
        parties = list(self.task.parties.all())
        match name:
            case "lead":
                return unit_choices(
                    access, [each for each in parties if each.role == HandlingRole.LEAD], self.task.agency_id
                )
            case "supports":
                return unit_choices(
                    access,
                    [each for each in parties if each.role == HandlingRole.SUPPORT],
                    self.task.agency_id,
                )
            case "accountable_leader":
                there = self.task.accountable_leader
                rows = {str(each.pk): each.full_name for each in organisation.leaders(access)}
                return [_NONE, *(rows | ({str(there.pk): there.full_name} if there else {})).items()]
            case "work_field":
                return [_NONE, *((str(each.pk), each.name) for each in organisation.work_fields(access))]
            case "category":
                return [_NONE, *((value, str(words)) for value, words in CATEGORY_WORDS.items())]
            case "priority":
                return [(value, str(words)) for value, words in PRIORITY_WORDS.items()]
        return []

    def _field(self, name: str, choices: Choices) -> forms.Field:
        label, hint = FACT_WORDS[name], _HINTS.get(name, "")
        self.words[name] = dict(choices)
        if name == "supports":
            there = set(keys_of(facts_of(self.task)["supports"]))
            first = sorted(choices, key=lambda each: each[0] not in there)  # those who are in it stand on top
            widget = forms.CheckboxSelectMultiple(choices=first)
            return forms.Field(label=label, required=False, widget=widget)
        if choices:
            return forms.CharField(label=label, required=name == "lead", widget=forms.Select(choices=choices))
        if name == "due_date":
            return _day(label)
        if name == "due_time":
            clock = forms.TimeInput(format="%H:%M", attrs={"class": "num", "placeholder": "17:00"})
            return forms.TimeField(label=label, required=False, help_text=hint, widget=clock)
        if name in _LONG:
            area = forms.Textarea(attrs={"rows": _LONG[name]})
            return forms.CharField(
                label=label, required=name == "title", max_length=4000, help_text=hint, widget=area
            )
        return forms.CharField(label=label, required=False, max_length=200)

    def clean_seen(self) -> Facts:
        try:
            seen = json.loads(self.cleaned_data["seen"])
            return {name: str(seen[name]) for name in FACTS}
        except (ValueError, KeyError, TypeError):
            raise ValidationError(pgettext("fact", "Open the form again.")) from None

    def wanted(self) -> Facts:
        clean = self.cleaned_data
        wanted = {name: str(clean.get(name) or "").replace("\r\n", "\n") for name in FACTS}
        wanted["supports"] = "\n".join(sorted(set(clean.get("supports") or [])))
        wanted["due_date"] = clean["due_date"].isoformat() if clean.get("due_date") else ""
        wanted["due_time"] = (
            f"{clean['due_time']:%H:%M}" if clean.get("due_time") and clean["due_date"] else ""
        )
        return wanted

    def typed(self) -> dict[str, Any]:
        return {
            "seen": self.cleaned_data["seen"],
            "wanted": self.wanted(),
            "reason": self.cleaned_data["reason"],
        }

    def shown(self, name: str, value: str) -> str:
        """A fact in words."""
        if name in ("lead", "supports"):
            keys = keys_of(value)
            return "; ".join(
                self.words[name].get(key) or getattr(party_of(key), "name", "") or "?" for key in keys
            )
        if name == "due_date" and value:
            return "/".join(reversed(value.split("-")))
        return self.words.get(name, {}).get(value, value)

    def filled_with(self, facts: Facts) -> dict[str, Any]:
        """The facts as a form sends them."""
        shown = dict(facts) | {"due_date": self.shown("due_date", facts["due_date"])}
        return {**shown, "supports": keys_of(facts["supports"])}


class MergeForm:
    """Field by field: before, theirs, mine; the person picks where both changed the same."""

    def __init__(
        self, form: ChangeForm, rows: list[Differing], wanted: Facts, stored: Facts, reason: str
    ) -> None:
        self.form, self.reason = form, reason
        self.rows = [
            {
                "row": row,
                "label": FACT_WORDS[row.name],
                "before": form.shown(row.name, row.before),
                "theirs": form.shown(row.name, row.theirs),
                "mine": form.shown(row.name, row.mine),
                "picked": "mine" if row.merged == row.mine else "theirs",
            }
            for row in rows
        ]
        self.seen, self.wanted = json.dumps(stored), json.dumps(wanted)


def merged(data: QueryDict) -> Facts | None:
    """What was picked on the merge screen: the stored facts with those of his own that the person keeps."""
    try:
        stored, mine = json.loads(data.get("seen", "")), json.loads(data.get("mine", ""))
        picked = {name for name in FACTS if data.get(f"pick_{name}") == "mine"}
        return {name: str(mine[name] if name in picked else stored[name]) for name in FACTS}
    except (ValueError, KeyError, TypeError):
        return None


class RowsForm(StepForm):
    """A form of equal rows: `names` of the columns, a field each for every row, and no row that is empty counts."""

    names: tuple[str, ...] = ()

    def __init__(self, step: Step, task: Task, data: QueryDict | None, filled: list[dict[str, Any]]) -> None:
        super().__init__(step, task, data)
        reason = self.fields.pop("reason", None)
        count = max(len(filled) + (0 if filled else ROWS), ROWS)
        if data is not None:
            sent = data.get("rows", "")
            count = (
                min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 4 else count
            )
            count = min(count + (ROWS if "more" in data else 0), MOST_ROWS)
        self.count = count
        for number in range(count):
            for name in self.names:
                self.fields[f"{name}_{number}"] = self.field_of(name)
        for number, row in enumerate(filled):
            self.initial |= {f"{name}_{number}": value for name, value in row.items()}
        if reason is not None:
            self.fields["reason"] = reason

    def field_of(self, name: str) -> forms.Field:
        raise NotImplementedError

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{number}"] for name in self.names] for number in range(self.count)]

    def filled_rows(self) -> list[tuple[int, dict[str, Any]]]:
        """The rows in which something stands, with their numbers."""
        rows = [
            (number, {name: self.cleaned_data.get(f"{name}_{number}") for name in self.names})
            for number in range(self.count)
        ]
        return [
            (number, row) for number, row in rows if any(row[name] for name in self.names if name != "uid")
        ]

    def place(self, fault: ValidationError) -> ValidationError:
        """The fault of the n-th part at the row in which it was typed."""
        at = [number for number, _ in self.filled_rows()] or [0]
        found = {}
        for name, words in fault.message_dict.items():
            column, _, number = name.rpartition("_")
            moved = f"{column}_{at[int(number)]}" if column in self.names and int(number) < len(at) else name
            found[moved] = words
        return ValidationError(found)


class SplitForm(RowsForm):
    names = ("title", "to", "date")

    def __init__(self, access: Access, task: Task, data: QueryDict | None = None) -> None:
        overseers = {Relation.LEADER, Relation.ASSIGNER, Relation.CLERK}
        self.within = not part_of(access, task).relations & overseers
        self._choices = [("", "–"), *part_choices(access, task, within=self.within)]
        super().__init__(Step.SPLIT, task, data, [])
        self.fields["reason"].help_text = pgettext(
            "split", "Needed for a date after that of the whole, or one that has passed."
        )

    def field_of(self, name: str) -> forms.Field:
        if name == "title":
            return forms.CharField(label=pgettext("split", "Part"), required=False, max_length=1000)
        if name == "to":
            widget = forms.Select(choices=self._choices)
            return forms.CharField(label=pgettext("split", "Who does it"), required=False, widget=widget)
        return _day(pgettext("split", "Until"))

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        for number, row in self.filled_rows():
            if f"to_{number}" not in self.errors and party_of(row["to"] or "") is None:
                self.add_error(f"to_{number}", pgettext("split", "Choose who does it."))
        return clean

    def typed(self) -> dict[str, Any]:
        rows = [row for _, row in self.filled_rows()]
        parts = [
            PartAsked(row["title"] or "", party, row["date"])
            for row in rows
            if (party := party_of(row["to"] or ""))
        ]
        return {"parts": parts, "reason": self.cleaned_data["reason"]}


class MilestonesForm(RowsForm):
    """The milestones that are not reached yet; where there are none and the task takes long, those that are proposed."""

    names = ("name", "date", "uid")

    def __init__(self, access: Access, task: Task, data: QueryDict | None = None) -> None:
        waiting = Milestone.objects.filter(task=task, reached_at=None).order_by("due_date", "id")
        filled: list[dict[str, Any]] = [
            {"name": each.name, "date": each.due_date, "uid": each.uid} for each in waiting
        ]
        begin = timezone.localtime(task.created_at).date()
        self.proposed = bool(not filled and task.due_date and is_long(task.kind, begin, task.due_date))
        if self.proposed and task.due_date:
            begin = max(begin, access.on)
            filled = [
                {"name": each.name, "date": each.due_date}
                for each in propose(begin, task.due_date, task.deliverable)
            ]
        super().__init__(Step.PLAN_MILESTONES, task, data, filled)

    def field_of(self, name: str) -> forms.Field:
        if name == "name":
            return forms.CharField(label=pgettext("milestone", "Milestone"), required=False, max_length=200)
        if name == "uid":
            return forms.UUIDField(required=False, widget=forms.HiddenInput)
        return _day(pgettext("milestone", "Date"))

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        for number, row in self.filled_rows():
            if row["date"] is None and f"date_{number}" not in self.errors:
                self.add_error(f"date_{number}", pgettext("milestone", "Say until when, such as 30/11/2026."))
        return clean

    def typed(self) -> dict[str, Any]:
        return {
            "milestones": [
                Planned(row["name"] or "", row["date"], row["uid"]) for _, row in self.filled_rows()
            ]
        }


WIDE: dict[Step, type[ChangeForm | SplitForm | MilestonesForm]] = {
    Step.CHANGE: ChangeForm,
    Step.SPLIT: SplitForm,
    Step.PLAN_MILESTONES: MilestonesForm,
}


def form_of(
    step: Step,
    access: Access,
    task: Task,
    data: QueryDict | None = None,
    *,
    is_late: bool = False,
    search: str = "",
) -> StepForm:
    """The form of a step, with all that it offers to choose from."""
    if step in WIDE:
        return WIDE[step](access, task, data)
    return StepForm(step, task, data, is_late=is_late, offered=offered_for(access, step, task, search=search))
