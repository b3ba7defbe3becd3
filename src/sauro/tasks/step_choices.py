"""What the forms of some steps offer to choose from. Asked when a form is opened or sent, not for every page."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import pgettext

from sauro.organisation import queries as organisation
from sauro.organisation.access import ROLES, Access
from sauro.organisation.models import Person, Post, Unit, holds_on
from sauro.tasks.actions.evidence import ACCEPTED, products_of
from sauro.tasks.actions.parties import drafted
from sauro.tasks.facts import party_key
from sauro.tasks.life import Step
from sauro.tasks.lists import Filters, page_of
from sauro.tasks.models import FINISHED, Milestone, Task, TaskParty
from sauro.tasks.presentation import party_name
from sauro.tasks.queries import lead_of, people_who_see

Choices = list[tuple[str, str]]
CANDIDATES = 30


@dataclass(slots=True)
class Offered:
    """Field → (value, words); `first`: what stands chosen."""

    choices: dict[str, Choices] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)


def offered_for(access: Access, step: Step, task: Task, *, search: str = "") -> Offered:
    """One or two queries, for the steps that have something to choose."""
    match step:
        case Step.NAME_ASSIGNEE:
            lead = lead_of(task)
            nobody = ("", pgettext("assignee", "nobody by name: the unit as a whole"))
            found = people_in(access, lead.unit_id if lead else None)
            chosen = next((each for each in found if lead and lead.person_id == each.pk), None)
            return Offered(
                {"person": [nobody, *((str(each.uid), _with_title(each)) for each in found)]},
                {"person": str(chosen.uid) if chosen else ""},
            )
        case Step.REASSIGN:
            lead = lead_of(task)
            return Offered(
                {"lead": unit_choices(access, [lead] if lead else [], task.agency_id)},
                {"lead": party_key(drafted(lead)) if lead else ""},
            )
        case Step.COMMENT:
            return Offered(
                {"mentions": [(str(each.uid), each.full_name) for each in people_who_see(access, task)]}
            )
        case Step.SUBMIT_DELIVERABLE | Step.RETURN_FOR_REWORK:
            return _products(step, task)
        case Step.PLACE_UNDER:
            return Offered({"above": _candidates(access, task, search)})
        case Step.REACH_MILESTONE:
            waiting = Milestone.objects.filter(task=task, reached_at=None).order_by("due_date", "id")
            rows = [(str(each.uid), f"{each.name} ({each.due_date:%d/%m/%Y})") for each in waiting]
            return Offered({"milestone": rows}, {"milestone": rows[0][0] if rows else ""})
    return Offered()


def _products(step: Step, task: Task) -> Offered:
    """Of a task with several products: those to be handed in, or of those that were the ones that are good already."""
    owed, states = products_of(task), task.product_states
    if len(owed) < 2:
        return Offered()
    if step == Step.SUBMIT_DELIVERABLE:
        return Offered({"products": [(each, each) for each in owed]}, {"products": owed})
    handed_in = [each for each in owed if each in states]
    good = [each for each in handed_in if states[each] == ACCEPTED]
    return Offered({"products": [(each, each) for each in handed_in]}, {"products": good})


def people_in(access: Access, unit_id: int | None) -> list[Person]:
    """Who holds a post in the unit today with which he may take a task; `title` is that of the post. One query."""
    posts = Post.objects.filter(
        holds_on(access.on),
        unit_id=unit_id,
        role__in=ROLES["tasks.take_part"],
        workspace_id=access.user.workspace_id,
    ).select_related("person")
    found: dict[int, Person] = {}
    for post in posts.order_by("person__sort_key", "id"):
        post.person.title = post.title
        found.setdefault(post.person_id, post.person)
    return list(found.values())


def _with_title(person: Person) -> str:
    title: str = getattr(person, "title", "")
    return f"{person.full_name}, {title}" if title else person.full_name


def unit_choices(access: Access, present: list[TaskParty], agency_id: int | None = None) -> Choices:
    """The units of today, those of the agency first; before them those who are in the task and no such unit. One query."""
    units: list[Unit] = sorted(organisation.units(access), key=lambda each: each.agency_id != agency_id)
    rows = [
        (
            f"u{each.pk}",
            each.name
            if each.agency_id == agency_id
            else f"{each.name} ({each.agency.short_name or each.agency.name})",
        )
        for each in units
    ]
    known = {key for key, _ in rows}
    others = [
        (party_key(drafted(party)), party_name(party))
        for party in present
        if party_key(drafted(party)) not in known
    ]
    return [*others, *rows]


def _candidates(access: Access, task: Task, search: str) -> Choices:
    """Open tasks of the same agency which could stand above: those that are found, else those of the same source."""
    page = page_of(
        access, Filters(search=search, document_id=None if search else task.document_id), size=CANDIDATES
    )
    fitting = [
        each
        for each in page.rows
        if each.pk != task.pk
        and each.agency_id == task.agency_id
        and each.parent_id != task.pk
        and each.status not in FINISHED
    ]
    return [(str(each.uid), f"{each.title[:110]} · {page.names[each.pk].lead}") for each in fitting]


def part_choices(access: Access, task: Task, *, within: bool) -> Choices:
    """To whom a part can be given: the people of the lead unit, and where it is not `within` that unit, all units."""
    lead = lead_of(task)
    unit_id = lead.unit_id if lead else None
    people = (
        [(f"u{unit_id}p{each.pk}", _with_title(each)) for each in people_in(access, unit_id)]
        if unit_id
        else []
    )
    return people if within else [*unit_choices(access, [], task.agency_id), *people]
