"""Every procedure of the library runs from its start to its end, by the people whom it names."""

import datetime as dt

import pytest
from tests.people import Ward, add_person, rights_of
from tests.procedures.making import fresh
from tests.tasks.making import make

from sauro.identity.models import User
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import FieldAssignment, Role
from sauro.procedures import actions
from sauro.procedures.actions import Held
from sauro.procedures.actions.moving import extra_fields
from sauro.procedures.conditions import YES
from sauro.procedures.definition import FieldKind, FormField, read_definition
from sauro.procedures.holders import holders_of
from sauro.procedures.library import packages
from sauro.procedures.models import Case, CaseState, RunState, StepRun


@pytest.fixture
def office(ward: Ward) -> Ward:
    add_person("Ngô Văn Đước", "duoc", ward.committee, ward.office, Role.DIVISION_HEAD, "Chánh Văn phòng")
    add_person("Lý Thị Bần", "ban", ward.committee, ward.culture, Role.DIVISION_HEAD, "Trưởng phòng")
    FieldAssignment.objects.create(workspace=ward.workspace, leader=ward.vice_leader, unit=ward.economy)
    return ward


def value(field: FormField, ward: Ward, *, large: bool) -> str:
    """What somebody fills in; `large` takes the branches of big sums and long times."""
    match field.kind:
        case FieldKind.NUMBER:
            return "900" if large else "0"
        case FieldKind.DATE:
            return (dt.date.today() + dt.timedelta(days=40)).isoformat()  # noqa: DTZ011
        case FieldKind.YES_NO:
            return YES if large else "no"
        case FieldKind.CHOICE:
            return field.choices[0 if not large else -1]
        case FieldKind.PERSON:
            return str(ward.colleague.uid)
        case FieldKind.UNIT:
            return str(ward.culture.uid)
    return f"Nội dung {field.label}"


def somebody_with(run: StepRun) -> Access:
    """Whoever has the step on his desk."""
    wanted = set(run.seats.filter(is_open=True).values_list("holder", flat=True))
    for user in User.objects.order_by("id"):
        access = access_of(user)
        if wanted & set(holders_of(access)) and access.person_id not in run.case.barred:
            return access
    raise AssertionError(f"nobody has {run.key}")


def through(case: Case, ward: Ward, *, large: bool) -> list[str]:
    """Runs the case to its end; gives the steps."""
    definition = read_definition(case.procedure_version.definition)
    for _ in range(40):
        run = StepRun.objects.filter(case=case, state=RunState.OPEN).first()
        if run is None:
            break
        assert not run.flagged, run.key
        step = definition.step(run.key)
        typed = {each.name: value(each, ward, large=large) for each in (*step.fields, *extra_fields(step))}
        who = somebody_with(run) if step.actor.who != "initiator" else rights_of(case.initiator)
        actions.act(who, case.uid, Held(run.uid), values=typed)
    return list(StepRun.objects.filter(case=case).order_by("id").values_list("key", flat=True))


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("key", packages())
def test_it_runs_from_start_to_end(key: str, large: bool, office: Ward) -> None:
    package, leader = packages()[key], rights_of(office.leader)
    version = actions.import_package(leader, office.committee.pk, package, key)
    actions.issue(leader, version.uid, valid_from=leader.on)
    starter = rights_of(office.specialist)
    typed = {each.name: value(each, office, large=large) for each in package.definition.fields}
    subject = ("task", make(office).uid) if package.definition.subject_kinds else None
    case = actions.start(starter, version.procedure.uid, title=package.name, values=typed, subject=subject)
    steps = through(case, office, large=large)
    assert fresh(case).state == CaseState.COMPLETED, steps
    assert len(steps) >= 2


def test_there_are_twelve() -> None:
    assert len(packages()) == 12


def test_large_and_small_take_different_ways(office: Ward) -> None:
    ways = []
    for large in (False, True):
        leader = rights_of(office.leader)
        version = actions.import_package(leader, office.committee.pk, packages()["ke-hoach-su-kien"])
        actions.issue(leader, version.uid, valid_from=leader.on)
        fields = packages()["ke-hoach-su-kien"].definition.fields
        typed = {each.name: value(each, office, large=large) for each in fields}
        case = actions.start(rights_of(office.specialist), version.procedure.uid, title="Hội", values=typed)
        ways.append(through(case, office, large=large))
    assert "phu-trach" in ways[0]
    assert "chu-tich" in ways[1]
