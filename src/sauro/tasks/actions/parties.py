"""Who may be in a task: units that are still there, people who hold a post today, bodies outside by their name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sauro.organisation.access import ROLES, Access
from sauro.organisation.models import Person, Post, Unit, holds_on
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.models import Task, TaskParty
from sauro.vietnamese.text import nfc, squeeze


@dataclass(slots=True)
class Known:
    """What parties name, of this workspace alone. `posts`: person → the units (None: none) of his posts of today."""

    units: dict[int, Unit] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    posts: dict[int, set[int | None]] = field(default_factory=dict)


def look_up(access: Access, parties: Iterable[PartyDraft], others: Iterable[int] = ()) -> Known:
    """Three queries at most, for any number of parties; `others`: further people."""
    mine = {"workspace_id": access.user.workspace_id}
    parties = list(parties)
    named = {party.person_id for party in parties} - {None}
    units = {party.unit_id for party in parties} - {None}
    known = Known(
        units=Unit.objects.filter(**mine).in_bulk(units) if units else {},
        people=Person.objects.filter(**mine).in_bulk(named | set(others)) if named or others else {},
    )
    if named:
        held = Post.objects.filter(
            holds_on(access.on), person_id__in=named, role__in=ROLES["tasks.take_part"], **mine
        )
        for person_id, unit_id in held.values_list("person_id", "unit_id"):
            known.posts.setdefault(person_id, set()).add(unit_id)
    return known


def fault_of(access: Access, party: PartyDraft, known: Known) -> str:
    """Why it cannot be in a task, and what to do; '' where it can."""
    if party.unit_id is None and party.person_id is None:
        return "" if party.name.strip() else _("A party is a unit, a person, or a name.")
    if party.unit_id is not None:
        unit = known.units.get(party.unit_id)
        if unit is None:
            return _("This unit is not one of the ward.")
        if unit.valid_to is not None and unit.valid_to < access.on:
            return _("%(unit)s ended on %(day)s; choose the unit that took over.") % {
                "unit": unit.name,
                "day": f"{unit.valid_to:%d/%m/%Y}",
            }
    return _person_fault(party, known) if party.person_id is not None else ""


def _person_fault(party: PartyDraft, known: Known) -> str:
    person = known.people.get(party.person_id or 0)
    if person is None:
        return _("This person is not one of the ward.")
    posts = known.posts.get(person.pk)
    if not posts:
        return _("%(person)s holds no post today in which he could take a task; choose somebody else.") % {
            "person": person.full_name
        }
    if party.unit_id is not None and party.unit_id not in posts:
        return _("%(person)s holds no post in %(unit)s today; choose somebody of the unit.") % {
            "person": person.full_name,
            "unit": known.units[party.unit_id].name,
        }
    return ""


def name_of(party: PartyDraft, known: Known) -> str:
    """The unit, with its person in brackets; the person; or the name as printed."""
    person = known.people[party.person_id].full_name if party.person_id is not None else ""
    if party.unit_id is None:
        return person or squeeze(nfc(party.name))
    unit = known.units[party.unit_id].name
    return f"{unit} ({person})" if person else unit


def party_row(task: Task, role: str, party: PartyDraft, known: Known) -> TaskParty:
    unit = known.units.get(party.unit_id) if party.unit_id is not None else None
    return TaskParty(
        task=task,
        role=role,
        unit=unit,
        person_id=party.person_id,
        name="" if unit or party.person_id else squeeze(nfc(party.name))[:250],
        agency_id=unit.agency_id if unit and unit.agency_id != task.agency_id else None,
    )


def drafted(party: TaskParty) -> PartyDraft:
    """A stored party as one that is asked for."""
    return PartyDraft(party.unit_id, party.person_id, party.name)
