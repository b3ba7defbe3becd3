"""Every right, by everybody: what an action lets a person do is what `organisation.access.ROLES` says of his role.

A right that no row here and no exception names fails: a new one needs a deed by which it is tried.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from tests.intake.conftest import directive, open_text  # noqa: F401 - fixtures
from tests.people import Ward, rights_of
from tests.site.addresses import POSTS, having
from tests.tasks.making import document, draft, make

from sauro.documents.actions import correct
from sauro.documents.models import Document
from sauro.files.actions import send_in
from sauro.files.ports import Refused
from sauro.identity.models import User
from sauro.intake.actions.base import Held
from sauro.intake.actions.base import Refused as NotNow
from sauro.intake.actions.decide import accept, drop, inform
from sauro.intake.models import Review
from sauro.journal import audit
from sauro.notices.actions import remove_target
from sauro.organisation import actions as organisation
from sauro.organisation import queries
from sauro.organisation.access import ROLES, Access
from sauro.organisation.models import Axis, Role, Unit
from sauro.tasks.actions import assign, withdraw
from sauro.tasks.clock import actions as rules
from sauro.tasks.models import Task
from sauro.tasks.queries import visible as visible_tasks


@dataclass(frozen=True)
class World:
    """In the committee: a task, a document, a review with items, a unit."""

    ward: Ward
    task: Task
    document: Document
    review: Review

    @property
    def unit(self) -> Unit:
        return self.ward.culture

    def held(self) -> list[Held]:
        return [Held(item.uid, item.version) for item in self.review.items.order_by("id")[:1]]

    def version(self) -> int:
        return User.objects.get(pk=self.ward.specialist.user_id).version


Deed = Callable[[Access, World], Any]


def _seen(access: Access, world: World) -> None:
    if not visible_tasks(access).filter(pk=world.task.pk).exists():
        raise PermissionDenied


# What is done → the right it takes in the committee, and how it is done.
DEEDS: dict[str, tuple[str, Deed]] = {
    "assign a task": ("tasks.assign", lambda who, world: assign(who, draft(world.ward))),
    "withdraw a task": ("tasks.assign", lambda who, world: withdraw(who, world.task)),
    "find the tasks of the agency": ("tasks.see_agency", _seen),
    "send a file in": (
        "files.send_in",
        lambda who, world: send_in(
            who, agency_id=world.ward.committee.pk, name="a.txt", stream=io.BytesIO(b"a b")
        ),
    ),
    "correct a document": (
        "documents.correct",
        lambda who, world: correct(who, world.document.uid, version=1, typed={"subject": "x"}),
    ),
    "accept from a review": ("intake.accept", lambda who, world: accept(who, world.review.uid, world.held())),
    "drop from a review": ("intake.review", lambda who, world: drop(who, world.review.uid, world.held())),
    "keep for information": ("intake.review", lambda who, world: inform(who, world.review.uid, world.held())),
    "add an agency": (
        "organisation.manage",
        lambda who, _: organisation.add_agency(who, axis=Axis.FRONT, name="UBMTTQ"),
    ),
    "add a unit": (
        "organisation.manage",
        lambda who, world: organisation.add_unit(who, world.ward.committee, name="Ban mới"),
    ),
    "end a unit": (
        "organisation.manage",
        lambda who, world: organisation.end_unit(who, world.unit, last_day=who.on),
    ),
    "add a person": (
        "organisation.manage",
        lambda who, _: organisation.add_person(who, full_name="Lý Thị Sim"),
    ),
    "give a post": (
        "organisation.manage",
        lambda who, world: organisation.give_post(
            who, world.ward.specialist, world.ward.committee, role=Role.SPECIALIST, title="Chuyên viên"
        ),
    ),
    "end a post": (
        "organisation.manage",
        lambda who, world: organisation.end_post(who, world.ward.specialist.posts.get(), last_day=who.on),
    ),
    "add a field of work": (
        "organisation.manage",
        lambda who, _: organisation.add_work_field(who, name="Chợ"),
    ),
    "assign a field": (
        "organisation.manage",
        lambda who, world: organisation.assign_field(who, world.ward.leader, unit=world.unit),
    ),
    "learn another name": (
        "organisation.learn_alias",
        lambda who, world: organisation.learn_alias(who, "Phòng VHXH mới", unit_id=world.unit.pk),
    ),
    "read the accounts": ("organisation.manage", lambda who, _: queries.accounts(who)),
    "reset a password": (
        "organisation.manage",
        lambda who, world: organisation.reset_password(who, world.ward.specialist, version=world.version()),
    ),
    "lock an account": (
        "organisation.manage",
        lambda who, world: organisation.lock_account(who, world.ward.specialist, version=world.version()),
    ),
    "end sessions": (
        "organisation.manage",
        lambda who, world: organisation.end_sessions(who, world.ward.specialist, version=world.version()),
    ),
    "remove a chat target": (
        "notices.set_targets",
        lambda who, world: remove_target(who, world.ward.specialist.user.uid),
    ),
    "add a rule of reminding": (
        "tasks.set_rules",
        lambda who, _: rules.add_rule(
            who, trigger="overdue", days=9, audience="assigner", valid_from=who.on, source="Quy chế làm việc"
        ),
    ),
    "set from when on a task is due soon": (
        "tasks.set_rules",
        lambda who, world: rules.set_due_soon(
            who, world.ward.committee.uid, days=5, valid_from=who.on, source="Quy chế làm việc"
        ),
    ),
    "read who saw what": ("journal.audit", lambda who, _: audit.lookups(who.user, audit.Filters())),
}
# Rights whose deed stands elsewhere: pages in `addresses.py`, steps in tests/tasks, procedures and posts in their rooms.
ELSEWHERE = {
    "documents.see_agency": "addresses.py: documents:document",
    "files.see_worker": "addresses.py: files:machine",
    "journal.see_system": "addresses.py: journal:journal",
    "files.clear_scan": "tests/files/test_scans.py",
    "organisation.see": "tests/organisation",
    "organisation.hand_over": "tests/organisation",
    "organisation.delegate": "tests/organisation",
    "organisation.record_absence": "tests/organisation",
    "tasks.see_unit": "addresses.py: tasks:task",
    "tasks.see_rules": "addresses.py: tasks:rules",
    **{f"tasks.{name}": "tests/tasks/test_life.py" for name in (
        "take_part", "carry_out", "answer_for", "oversee", "decide",
    )},
}  # fmt: skip
ROOMS_ELSEWHERE = ("procedures.",)


def test_every_right_is_tried_somewhere() -> None:
    tried = {right for right, _ in DEEDS.values()} | ELSEWHERE.keys()
    assert {right for right in ROLES if not right.startswith(ROOMS_ELSEWHERE)} - tried == set()
    assert tried - ROLES.keys() == set()


@pytest.fixture
def world(ward: Ward, open_text: Callable[..., Review], directive: str) -> World:  # noqa: F811 - the fixtures
    return World(ward, make(ward, ward.culture), document(ward.committee).document, open_text(directive))


# Beside the role: who is in the task by his unit finds it.
BESIDE = {
    "find the tasks of the agency": frozenset({"colleague"}),
    "learn another name": frozenset({"administrator"}),  # he keeps the books
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_person_may_do_what_his_role_says_and_nothing_else(world: World, deed: str) -> None:
    right, do = DEEDS[deed]
    allowed = set()
    for name in POSTS:
        access = rights_of(getattr(world.ward, name))
        with transaction.atomic():
            if _may(do, access, world):
                allowed.add(name)
            transaction.set_rollback(True)
    of_ward = "committee" if right not in ("organisation.manage", "organisation.learn_alias", "journal.audit",
                                           "notices.set_targets", "tasks.set_rules") else ""  # fmt: skip
    expected = having(right, agency=of_ward) - {"outsider"} | BESIDE.get(deed, frozenset())
    assert allowed == expected


def _may(do: Deed, access: Access, world: World) -> bool:
    try:
        do(access, world)
    except (PermissionDenied, Http404):
        return False
    except (ValidationError, Refused, NotNow):  # he may, but it makes no sense
        return True
    return True
