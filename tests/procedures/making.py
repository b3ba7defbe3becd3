"""Procedures and cases for the tests of this room and those above."""

import uuid
from typing import Any

from tests.people import Ward, rights_of

from sauro.organisation.access import Access
from sauro.organisation.models import Person
from sauro.procedures import actions
from sauro.procedures.actions import Held
from sauro.procedures.definition import (
    REVISE,
    Actor,
    Branch,
    Compare,
    Condition,
    Definition,
    FieldKind,
    FormField,
    Limit,
    Step,
    What,
    Who,
    Within,
)
from sauro.procedures.models import Case, Procedure, RunState, StepRun, Version

HEAD = Actor(Who.INITIATOR_HEAD)
LEADER = Actor(Who.ROLE, role="leader")
CLERK = Actor(Who.ROLE, role="records_clerk")
AMOUNT = FormField("amount", "Kinh phí", FieldKind.NUMBER, required=True)
EVENT = FormField("event", "Ngày tổ chức", FieldKind.DATE)


def step(key: str, actor: Actor = HEAD, what: What = What.DECIDE, **named: Any) -> Step:
    return Step(key=key, title=named.pop("title", key.capitalize()), actor=actor, what=what, **named)


SLIP = Definition(
    fields=(AMOUNT, EVENT),
    steps=(
        step("head", HEAD, returns=(REVISE,), limit=Limit(2, Within.WORKING_DAYS)),
        step(
            "opinions",
            Actor(Who.UNIT, unit="office", role="records_clerk"),
            What.OPINION,
            branches=(Branch("leader", (Condition("amount", Compare.AT_LEAST, "50"),)),),
            then="number",
        ),
        step(
            "leader", LEADER, returns=("head", REVISE), may_reject=True, limit=Limit(1, Within.WORKING_DAYS)
        ),
        step("number", CLERK, What.ATTACH),
    ),
)
"""Head of the unit → opinion of the office → the leader, from 50 million on → the clerk."""


def issued(ward: Ward, definition: Definition = SLIP, name: str = "Phiếu trình") -> Procedure:
    """An issued procedure of the committee, in force today."""
    leader = rights_of(ward.leader)
    version = actions.create(leader, ward.committee.pk, name=name, definition=definition)
    actions.issue(leader, version.uid, valid_from=leader.on, record_number="12/QĐ-UBND")
    return version.procedure


def started(procedure: Procedure, by: Person, title: str = "Mua máy in", **values: Any) -> Case:
    return actions.start(rights_of(by), procedure.uid, title=title, values={"amount": "60", **values})


def open_run(case: Case) -> StepRun:
    return StepRun.objects.get(case=case, state=RunState.OPEN)


def held(case: Case, key: uuid.UUID | None = None) -> Held:
    return Held(open_run(case).uid, key)


def does(case: Case, who: Person | Access, outcome: str = "", **named: Any) -> Case:
    """Ends the open step of the case."""
    access = who if isinstance(who, Access) else rights_of(who)
    return actions.act(access, case.uid, held(case), outcome=outcome, **named)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def version_of(procedure: Procedure) -> Version:
    return procedure.versions.latest("number")
