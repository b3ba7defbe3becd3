"""Procedures that start from a task or a document, and their cases on its page."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, client_of, rights_of
from tests.procedures.making import LEADER, does, issued, step
from tests.tasks.making import document, make, person

from sauro.organisation.models import Person
from sauro.procedures import actions
from sauro.procedures.definition import Actor, Definition, Who
from sauro.procedures.models import Case, Procedure
from sauro.tasks.models import Task

CLERK_OR_LEADER = Definition(
    steps=(
        step("head", Actor(Who.UNIT, unit="division", role="division_head")),
        step("leader", LEADER),
    ),
    subject_kinds=("task",),
)
OF_DOCUMENT = Definition(steps=(step("leader", LEADER),), subject_kinds=("document",))


def led_by(ward: Ward, who: Person) -> Task:
    return make(ward, leads=[person(who)])


def panel(who: Person, kind: str, uid: uuid.UUID, status: int = 200) -> str:
    answer = client_of(who).get(f"/quy-trinh/ve/{kind}/{uid}/", headers={"HX-Request": "true"})
    assert answer.status_code == status
    return answer.content.decode()


def from_task(procedure: Procedure, who: Person, task: Task) -> Case:
    return actions.start(
        rights_of(who), procedure.uid, title="Gia hạn", values={}, subject=("task", task.uid)
    )


def test_who_does_a_task_decides_nothing_about_it(ward: Ward) -> None:
    procedure, task = issued(ward, CLERK_OR_LEADER, "Gia hạn"), led_by(ward, ward.division_head)
    case = from_task(procedure, ward.clerk, task)
    assert ward.division_head.pk in case.barred
    with pytest.raises(PermissionDenied):
        does(case, ward.division_head)


def test_the_page_of_a_task_offers_what_starts_from_tasks_alone(ward: Ward) -> None:
    task = make(ward)
    mine, other = issued(ward, CLERK_OR_LEADER, "Gia hạn"), issued(ward, OF_DOCUMENT, "Trình văn bản")
    page = panel(ward.specialist, "task", task.uid)
    assert f"/quy-trinh/{mine.uid}/bat-dau/?kind=task&amp;uid={task.uid}" in page
    assert str(other.uid) not in page


def test_a_draft_and_what_comes_later_are_not_offered(ward: Ward) -> None:
    task, leader = make(ward), rights_of(ward.leader)
    version = actions.create(leader, ward.committee.pk, name="Nháp", definition=CLERK_OR_LEADER)
    assert panel(ward.specialist, "task", task.uid) == ""
    actions.issue(leader, version.uid, valid_from=leader.on.replace(year=leader.on.year + 1))
    assert panel(ward.specialist, "task", task.uid) == ""


def test_the_cases_of_a_task_stand_there_for_who_may_see_them(ward: Ward) -> None:
    task = make(ward)
    case = from_task(issued(ward, CLERK_OR_LEADER, "Gia hạn"), ward.specialist, task)
    page = client_of(ward.specialist).get(f"/quy-trinh/ho-so/{case.uid}/").content.decode()
    assert f'href="/nhiem-vu/{task.uid}/"' in page
    for who in (ward.specialist, ward.leader, ward.auditor, ward.clerk):
        assert f"/quy-trinh/ho-so/{case.uid}/" in panel(who, "task", task.uid)
    for who in (ward.outsider, ward.administrator, ward.party_specialist):
        panel(who, "task", task.uid, 404)


def test_without_htmx_it_is_a_page_that_leads_back_and_says_that_there_is_nothing(ward: Ward) -> None:
    task = make(ward)
    page = client_of(ward.specialist).get(f"/quy-trinh/ve/task/{task.uid}/").content.decode()
    assert f'href="/nhiem-vu/{task.uid}/"' in page
    assert "Chưa có hồ sơ nào" in page
    assert (
        f"/quy-trinh/ve/task/{task.uid}/"
        in client_of(ward.specialist).get(f"/nhiem-vu/{task.uid}/").content.decode()
    )


def test_the_panel_asks_as_much_for_many_cases_as_for_one(ward: Ward) -> None:
    task, procedure = make(ward), issued(ward, CLERK_OR_LEADER, "Gia hạn")
    asked = []
    for cases in (1, 4):
        for _ in range(cases):
            from_task(procedure, ward.specialist, task)
        with CaptureQueriesContext(connection) as seen:
            panel(ward.specialist, "task", task.uid)
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_a_case_starts_from_a_document(ward: Ward) -> None:
    paper = document(ward.committee).document
    procedure = issued(ward, OF_DOCUMENT, "Trình văn bản")
    assert f"/bat-dau/?kind=document&amp;uid={paper.uid}" in panel(ward.clerk, "document", paper.uid)
    case = actions.start(
        rights_of(ward.clerk), procedure.uid, title="Trình", values={}, subject=("document", paper.uid)
    )
    assert f"/quy-trinh/ho-so/{case.uid}/" in panel(ward.clerk, "document", paper.uid)
    page = client_of(ward.clerk).get(f"/quy-trinh/ho-so/{case.uid}/").content.decode()
    assert "214/TB-UBND" in page
    assert (
        f"/quy-trinh/ve/document/{paper.uid}/"
        in client_of(ward.clerk).get(f"/van-ban/{paper.uid}/").content.decode()
    )


def test_nothing_starts_from_a_thing_that_one_may_not_see(ward: Ward) -> None:
    task = make(ward)
    procedure = issued(ward, CLERK_OR_LEADER, "Gia hạn")
    with pytest.raises(Http404):
        from_task(procedure, ward.colleague, task)


def test_a_step_stands_on_the_desk_of_who_has_it_and_goes_when_it_is_done(ward: Ward) -> None:
    case = from_task(issued(ward, CLERK_OR_LEADER, "Gia hạn"), ward.specialist, make(ward))
    row = f'href="/quy-trinh/ho-so/{case.uid}/"'
    desk = {
        who: client_of(getattr(ward, who)).get("/").content.decode() for who in ("division_head", "leader")
    }
    assert row in desk["division_head"]
    assert "Bước quy trình chờ tôi" in desk["division_head"]
    assert "Bước quy trình chờ tôi" not in desk["leader"]
    does(case, ward.division_head)
    assert row not in client_of(ward.division_head).get("/").content.decode()
    assert row in client_of(ward.leader).get("/").content.decode()
