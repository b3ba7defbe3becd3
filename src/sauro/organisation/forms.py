"""Forms of the organisation. A choice is named by its public identifier, and offers what the person may choose."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.identity.records import version_in
from sauro.organisation import queries, standing
from sauro.organisation.access import Access
from sauro.organisation.models import Agency, Level, Person, Post, Role, Unit
from sauro.organisation.powers import POWERS
from sauro.organisation.presentation import (
    ABSENCE_WORDS,
    LEVEL_WORDS,
    ROLE_WORDS,
    UNIT_KIND_WORDS,
    words_of,
)


def _day(label: Promise, *, required: bool = True, hint: Promise | str = "") -> forms.DateField:
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}
    )
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def _text(label: Promise, length: int, *, required: bool = True, hint: Promise | str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint)


def _words(label: Promise, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, required=required, widget=forms.Textarea(attrs={"rows": 2})
    )


def _choices(words: dict[str, Promise], first: Promise | None = None) -> list[tuple[str, Any]]:
    return [*([("", first)] if first else []), *((str(key), label) for key, label in words.items())]


class _Chosen(forms.ModelChoiceField):
    """One of the rows that the person may choose, by its uid."""

    def __init__(
        self, label: Promise, *, required: bool = True, empty: Promise | str = "", hint: Any = ""
    ) -> None:
        super().__init__(
            Person.objects.none(), label=label, required=required, to_field_name="uid", empty_label=empty or "",
            help_text=hint,
        )  # fmt: skip

    def label_from_instance(self, obj: Any) -> str:
        if isinstance(obj, Post):
            words = words_of(obj)
            return f"{obj.person.full_name}: {words.title}, {words.where}"
        if isinstance(obj, Unit):
            return f"{obj.name} ({obj.agency.short_name or obj.agency.name})"
        return str(obj)


FROM = pgettext_lazy("organisation", "From")
TO = pgettext_lazy("organisation", "To, included")
_DAY_HINT = pgettext_lazy("organisation", "Such as 30/11/2026.")
_OPEN_HINT = pgettext_lazy("organisation", "Empty: without an end.")
_WHOLE_WARD = pgettext_lazy("organisation", "all units")
_ALL_FIELDS = pgettext_lazy("organisation", "all fields")


class AccessForm(forms.Form):
    """A form that knows who fills it in."""

    wide: tuple[str, ...] = ()

    def __init__(self, access: Access, data: QueryDict | None = None, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.access = access
        self.prepare()

    def prepare(self) -> None:
        """Fills the choices."""

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def version(self) -> int:
        """Of the thing as it was seen."""
        return version_in(self.data.get("version", ""))


class DelegateForm(AccessForm):
    post = _Chosen(pgettext_lazy("delegation", "Rights of"))
    delegate = _Chosen(pgettext_lazy("delegation", "Lent to"))
    valid_from = _day(FROM, hint=_DAY_HINT)
    valid_to = _day(TO)
    document_text = _text(
        pgettext_lazy("delegation", "Document"), 200,
        hint=pgettext_lazy("delegation", "Number and day, such as 12/GUQ-UBND of 03/11/2026."),
    )  # fmt: skip
    reason = _words(pgettext_lazy("delegation", "Reason"))
    powers = forms.MultipleChoiceField(
        label=pgettext_lazy("delegation", "Powers"),
        required=False,
        choices=[(key, power.words) for key, power in POWERS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=pgettext_lazy("delegation", "Tick nothing to lend everything that the post gives."),
    )
    unit = _Chosen(pgettext_lazy("delegation", "Only for tasks of"), required=False, empty=_WHOLE_WARD)
    work_field = _Chosen(pgettext_lazy("delegation", "Only in the field"), required=False, empty=_ALL_FIELDS)
    wide = ("post", "delegate", "document_text", "reason", "powers")

    def prepare(self) -> None:
        self._offer("post", standing.lendable_posts(self.access))
        self._offer("delegate", standing.colleagues(self.access))
        self._offer("unit", queries.units(self.access))
        self._offer("work_field", queries.work_fields(self.access))


class AbsenceForm(AccessForm):
    person = _Chosen(pgettext_lazy("absence", "Who is away"))
    kind = forms.ChoiceField(label=pgettext_lazy("absence", "Kind"), choices=_choices(ABSENCE_WORDS))
    valid_from = _day(FROM, hint=_DAY_HINT)
    valid_to = _day(TO)
    stand_in = _Chosen(
        pgettext_lazy("absence", "Stand-in"), required=False, empty=pgettext_lazy("absence", "nobody"),
        hint=pgettext_lazy("absence", "Gets the notices, receives tasks, reports progress. Decides nothing: for that, delegate."),
    )  # fmt: skip
    words = _text(pgettext_lazy("absence", "Note"), 250, required=False)
    wide = ("stand_in", "words")

    def prepare(self) -> None:
        self._offer("person", standing.may_be_away(self.access))
        self._offer("stand_in", standing.colleagues(self.access))


class AnswerForm(AccessForm):
    leader = _Chosen(pgettext_lazy("accountability", "Leader"))
    work_field = _Chosen(pgettext_lazy("accountability", "Field of work"), required=False, empty=_ALL_FIELDS)
    unit = _Chosen(pgettext_lazy("accountability", "Unit"), required=False, empty=_WHOLE_WARD)
    area = _text(
        pgettext_lazy("accountability", "Part of the ward"), 120, required=False,
        hint=pgettext_lazy("accountability", "Empty: all of it."),
    )  # fmt: skip
    valid_from = _day(FROM, hint=_DAY_HINT)
    valid_to = _day(TO, required=False, hint=_OPEN_HINT)
    document_text = _text(
        pgettext_lazy("accountability", "Document"), 200, required=False,
        hint=pgettext_lazy("accountability", "Such as 15/TB-UBND of 02/7/2026."),
    )  # fmt: skip
    wide = ("leader", "document_text")

    def prepare(self) -> None:
        self._offer("leader", queries.leaders(self.access))
        self._offer("work_field", queries.work_fields(self.access))
        self._offer("unit", queries.units(self.access))


class WorkFieldForm(AccessForm):
    name = _text(pgettext_lazy("accountability", "Name of the field"), 120)
    wide = ("name",)


class AuthorityForm(AccessForm):
    matter = _text(pgettext_lazy("authority", "Matter"), 250)
    work_field = _Chosen(pgettext_lazy("authority", "Field of work"), required=False, empty="–")
    level = forms.ChoiceField(label=pgettext_lazy("authority", "Level"), choices=_choices(LEVEL_WORDS))
    position = _text(
        pgettext_lazy("authority", "Who decides"), 160,
        hint=pgettext_lazy("authority", "The position, such as chairperson of the People's Committee."),
    )  # fmt: skip
    source = _text(
        pgettext_lazy("authority", "Source"), 250,
        hint=pgettext_lazy("authority", "The article or the decision that says so."),
    )  # fmt: skip
    phrases = _text(
        pgettext_lazy("authority", "Words of orders"), 400, required=False,
        hint=pgettext_lazy("authority", "By which a task is known, with semicolons between; empty: the whole field."),
    )  # fmt: skip
    valid_from = _day(FROM, hint=_DAY_HINT)
    valid_to = _day(TO, required=False, hint=_OPEN_HINT)
    wide = ("matter", "position", "source", "phrases")

    def prepare(self) -> None:
        self._offer("work_field", queries.work_fields(self.access))
        self.fields["level"].initial = Level.WARD


class LastDayForm(AccessForm):
    last_day = _day(pgettext_lazy("organisation", "Last day"), hint=_DAY_HINT)
    wide = ("last_day",)


class ReasonForm(AccessForm):
    reason = _words(pgettext_lazy("organisation", "Reason"))
    wide = ("reason",)


class HandoverForm(AccessForm):
    agency = _Chosen(pgettext_lazy("handover", "Agency"))
    last_day = _day(pgettext_lazy("handover", "Last day of work"), hint=_DAY_HINT)
    reason = _text(
        pgettext_lazy("handover", "Reason"), 250,
        hint=pgettext_lazy("handover", "Such as transfer, retirement, new assignment of work."),
    )  # fmt: skip
    wide = ("agency", "reason")

    def prepare(self) -> None:
        self._offer("agency", queries.agencies(self.access))


class _Placed(AccessForm):
    """A form that asks for an agency or one of its units in one choice."""

    def prepare(self) -> None:
        agencies, units = list(queries.agencies(self.access)), list(queries.units(self.access))
        self.places: dict[str, tuple[Agency, Unit | None]] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = [("", [("", "")])]
        for agency in agencies:
            rows = [(f"a.{agency.uid}", agency.name)]
            self.places[f"a.{agency.uid}"] = (agency, None)
            for unit in (each for each in units if each.agency_id == agency.pk):
                rows.append((f"u.{unit.uid}", unit.name))
                self.places[f"u.{unit.uid}"] = (agency, unit)
            groups.append((agency.short_name or agency.name, rows))
        self.fields["place"].choices = groups  # type: ignore[attr-defined]

    @property
    def place(self) -> tuple[Agency, Unit | None]:
        return self.places[self.cleaned_data["place"]]


def _place(label: Promise) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[])


class PostForm(_Placed):
    place = _place(pgettext_lazy("posts", "Agency or unit"))
    title = _text(
        pgettext_lazy("posts", "Position"),
        120,
        hint=pgettext_lazy("posts", "As printed in documents, such as deputy head of division."),
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("posts", "Role"), choices=_choices(ROLE_WORDS), initial=Role.SPECIALIST
    )
    valid_from = _day(FROM, hint=_DAY_HINT)
    valid_to = _day(TO, required=False, hint=_OPEN_HINT)
    wide = ("place",)


class PersonForm(_Placed):
    full_name = _text(pgettext_lazy("person", "Full name"), 200)
    username = forms.CharField(
        label=pgettext_lazy("person", "Username"),
        max_length=60,
        required=False,
        help_text=pgettext_lazy("person", "Empty: the person does not log in."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    place = _place(pgettext_lazy("posts", "Agency or unit"))
    title = _text(
        pgettext_lazy("posts", "Position"),
        120,
        hint=pgettext_lazy("posts", "As printed in documents, such as deputy head of division."),
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("posts", "Role"), choices=_choices(ROLE_WORDS), initial=Role.SPECIALIST
    )
    valid_from = _day(FROM, hint=_DAY_HINT)
    wide = ("place",)


class LoginNameForm(AccessForm):
    username = forms.CharField(
        label=pgettext_lazy("person", "Username"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class UnitForm(AccessForm):
    name = _text(pgettext_lazy("unit", "Name"), 200)
    short_name = _text(pgettext_lazy("unit", "Short name"), 80, required=False)
    code = _text(pgettext_lazy("unit", "Code"), 40, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("unit", "Kind"), choices=_choices(UNIT_KIND_WORDS))
    parent = _Chosen(pgettext_lazy("unit", "Stands under"), required=False, empty="–")
    wide = ("name",)

    def prepare(self) -> None:
        self._offer("parent", queries.units(self.access))


class NewUnitForm(UnitForm):
    agency = _Chosen(pgettext_lazy("unit", "Agency"))
    valid_from = _day(FROM, hint=_DAY_HINT)
    field_order = ("agency", "name", "short_name", "code", "kind", "parent", "valid_from")
    wide = ("agency", "name")

    def prepare(self) -> None:
        super().prepare()
        self._offer("agency", queries.agencies(self.access))


class MergeForm(AccessForm):
    into = _Chosen(pgettext_lazy("unit", "Merged into"))
    last_day = _day(pgettext_lazy("unit", "Last day of the old unit"), hint=_DAY_HINT)
    wide = ("into",)

    def prepare(self) -> None:
        self._offer("into", queries.units(self.access))


def take_faults(form: forms.Form, fault: ValidationError) -> None:
    """What an action found, beside the fields that it names."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    shown = {"agency": "place", "unit": "place"} if "place" in form.fields else {}
    for name, words in fault.message_dict.items():
        target = shown.get(name, name)
        form.add_error(target if target in form.fields else None, words)
