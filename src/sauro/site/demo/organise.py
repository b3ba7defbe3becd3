"""Sets up the demo ward by the actions of its administrator: agencies, units, people, posts, fields of work, aliases."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sauro.identity.models import User, Workspace
from sauro.organisation import actions
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Agency, Person, Unit, WorkField
from sauro.site.demo import people as data
from sauro.site.demo import ward
from sauro.site.demo.accounts import PASSWORD

ADMINISTRATOR = "quantri"
FOUNDING = "committee"
"""The agency that the administrator belongs to: it comes first, with him in it."""


@dataclass(frozen=True)
class Demo:
    """The demo ward by its keys: agencies and units as in `ward`, people and fields by name, users by username."""

    workspace: Workspace
    agencies: dict[str, Agency]
    units: dict[str, Unit]
    people: dict[str, Person]
    users: dict[str, User]
    fields: dict[str, WorkField]

    def access(self, username: str) -> Access:
        return access_of(self.users[username])


@transaction.atomic
def set_up(today: date) -> Demo:
    """Makes the ward, all or nothing; every step is an action of the administrator, with its journal entry."""
    workspace = Workspace.objects.create(name=ward.NAME, slug=ward.SLUG, is_demo=True)
    demo = Demo(workspace, {}, {}, {}, _users(workspace), {})
    _found(demo, today)
    _bodies(demo, today)
    _people(demo, today)
    _answers(demo, today)
    _aliases(demo)
    return demo


def _day(today: date, offset: int | None) -> date | None:
    return None if offset is None else today + timedelta(days=offset)


def _users(workspace: Workspace) -> dict[str, User]:
    """The accounts. All have the same password, which is hashed once."""
    password = make_password(PASSWORD)
    rows = [
        User(username=row.username, full_name=row.name, workspace=workspace, password=password)
        for row in data.PEOPLE
        if row.username
    ]
    for user in rows:
        user.save()
    return {user.username: user for user in rows}


def _found(demo: Demo, today: date) -> None:
    row = next(row for row in ward.AGENCIES if row.key == FOUNDING)
    post = actions.found(
        demo.users[ADMINISTRATOR],
        axis=row.axis,
        name=row.name,
        short_name=row.short_name,
        code=row.code,
        valid_from=_day(today, ward.FOUNDED),
    )
    agency = post.agency
    agency.order = ward.AGENCIES.index(row) + 1  # a founding is the first in its ward
    agency.save_version()
    demo.agencies[row.key] = agency
    demo.people[post.person.full_name] = post.person


def _bodies(demo: Demo, today: date) -> None:
    access, begins = demo.access(ADMINISTRATOR), _day(today, ward.FOUNDED)
    for order, row in enumerate(ward.AGENCIES, 1):
        if row.key not in demo.agencies:
            demo.agencies[row.key] = actions.add_agency(
                access,
                axis=row.axis,
                name=row.name,
                short_name=row.short_name,
                code=row.code,
                order=order,
                valid_from=begins,
            )
    for order, unit in enumerate(ward.UNITS, 1):
        demo.units[unit.key] = actions.add_unit(
            access,
            demo.agencies[unit.agency],
            name=unit.name,
            kind=unit.kind,
            short_name=unit.short_name,
            code=unit.code,
            order=order,
            valid_from=begins,
        )
    for name in ward.FIELDS:
        demo.fields[name] = actions.add_work_field(access, name=name)


def _people(demo: Demo, today: date) -> None:
    access = demo.access(ADMINISTRATOR)
    for row in data.PEOPLE:
        if row.username == ADMINISTRATOR:
            continue
        person = actions.add_person(access, full_name=row.name, user=demo.users.get(row.username))
        demo.people[row.name] = person
        for post in row.posts:
            actions.give_post(
                access,
                person,
                demo.agencies[post.agency],
                role=post.role,
                title=post.title,
                unit=demo.units[post.unit] if post.unit else None,
                valid_from=_day(today, post.begins),
                valid_to=_day(today, post.ends),
            )


def _answers(demo: Demo, today: date) -> None:
    access = demo.access(ADMINISTRATOR)
    for row in data.ANSWERS:
        leader, begins, ends = demo.people[row.leader], _day(today, row.begins), _day(today, row.ends)
        for name in row.fields:
            field = demo.fields[name]
            actions.assign_field(access, leader, work_field=field, valid_from=begins, valid_to=ends)
        for key in row.units:
            unit = demo.units[key]
            actions.assign_field(access, leader, unit=unit, valid_from=begins, valid_to=ends)


def _aliases(demo: Demo) -> None:
    access = demo.access(ADMINISTRATOR)
    for unit in ward.UNITS:
        for text in unit.aliases:
            actions.learn_alias(access, text, unit_id=demo.units[unit.key].pk, learned=False)
    for person in data.PEOPLE:
        for text in person.aliases:
            actions.learn_alias(access, text, person_id=demo.people[person.name].pk, learned=False)
