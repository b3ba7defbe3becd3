"""The list of steps on somebody's desk, and which cases who may open."""

import datetime as dt

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, rights_of
from tests.procedures.making import AMOUNT, LEADER, does, issued, started, step

from sauro.organisation.models import Delegation, Person, Post
from sauro.procedures.definition import Definition
from sauro.procedures.models import Case, Seat
from sauro.procedures.queries import case_by_uid, cases, cases_about, waiting_count, waiting_for

TO_LEADER = Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))


def titles(person: Person) -> list[str]:
    return [row.run.case.title for row in waiting_for(rights_of(person)).rows]


@pytest.mark.parametrize(
    ("who", "there"),
    [("division_head", True), ("specialist", False), ("leader", False), ("clerk", False), ("colleague", False),
     ("auditor", False), ("administrator", False), ("party_clerk", False), ("outsider", False)],
)  # fmt: skip
def test_a_step_is_on_one_desk(ward: Ward, who: str, there: bool) -> None:
    started(issued(ward), ward.specialist)
    assert bool(titles(getattr(ward, who))) is there
    assert waiting_count(rights_of(getattr(ward, who))) == int(there)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("division_head", True), ("specialist", True), ("leader", True), ("clerk", True), ("auditor", True),
     ("colleague", False), ("administrator", False), ("party_clerk", False), ("party_specialist", False), ("outsider", False)],
)  # fmt: skip
def test_who_may_open_a_case(ward: Ward, who: str, seen: bool) -> None:
    case = started(issued(ward), ward.specialist)
    access = rights_of(getattr(ward, who))
    assert bool(cases(access, tab="open").rows) is seen
    if seen:
        assert case_by_uid(access, case.uid) == case
    else:
        with pytest.raises(Http404):
            case_by_uid(access, case.uid)


def test_the_earliest_limit_comes_first_and_pages_go_on(ward: Ward) -> None:
    procedure = issued(ward, TO_LEADER)
    made = [started(procedure, ward.specialist, title=f"Việc {number}") for number in range(7)]
    for number, case in enumerate(made):
        seat = Seat.objects.get(run__case=case)
        due = case.started_at + dt.timedelta(days=(number * 3) % 7)
        type(seat.run).objects.filter(pk=seat.run_id).update(due_at=due)
        Seat.objects.filter(pk=seat.pk).update(due_order=due)
    whole = [row.run.pk for row in waiting_for(rights_of(ward.leader), size=50).rows]
    walked, cursor = [], ""
    while True:
        page = waiting_for(rights_of(ward.leader), cursor=cursor, size=3)
        walked += [row.run.pk for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert walked == whole
    assert len(whole) == 7


def test_a_cursor_that_is_none_is_the_beginning(ward: Ward) -> None:
    started(issued(ward, TO_LEADER), ward.specialist)
    assert len(waiting_for(rights_of(ward.leader), cursor="x.y").rows) == 1


def test_the_desk_asks_the_same_for_one_and_for_many(ward: Ward) -> None:
    procedure = issued(ward, TO_LEADER)
    numbers = []
    for count in (1, 8):
        for number in range(count):
            started(procedure, ward.specialist, title=f"Việc {number}")
        access = rights_of(ward.leader)
        with CaptureQueriesContext(connection) as captured:
            waiting_for(access)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 3


def test_who_has_been_lent_the_rights_decides_in_the_name_of_the_holder(ward: Ward) -> None:
    case = started(issued(ward, TO_LEADER), ward.specialist)
    today = rights_of(ward.leader).on
    Delegation.objects.create(
        workspace=ward.workspace, post=Post.objects.get(person=ward.leader), delegate=ward.division_head,
        valid_from=today, valid_to=today, document_text="1/GUQ-UBND", reason="Đi công tác", granted_by=ward.leader.user,
    )  # fmt: skip
    rows = waiting_for(rights_of(ward.division_head)).rows
    assert [row.in_place for row in rows] == [True]
    does(case, ward.division_head)
    assert Case.objects.get().runs.get().instead_of == ward.leader


def test_the_rights_of_the_one_whose_matter_it_is_do_not_decide(ward: Ward) -> None:
    """The leader starts a case; the others of the role have it, and his delegate does not decide by his rights."""
    case = started(issued(ward, TO_LEADER), ward.leader)
    today = rights_of(ward.leader).on
    Delegation.objects.create(
        workspace=ward.workspace, post=Post.objects.get(person=ward.leader), delegate=ward.division_head,
        valid_from=today, valid_to=today, document_text="1/GUQ-UBND", reason="Đi công tác", granted_by=ward.leader.user,
    )  # fmt: skip
    assert titles(ward.division_head) == []
    Seat.objects.update(holder=f"r{ward.committee.pk}.leader", person=None)
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        does(case, ward.division_head)


def test_cases_about_a_thing(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    Case.objects.filter(pk=case.pk).update(subject_kind="task", subject_uid=case.uid)
    assert cases_about(rights_of(ward.clerk), "task", case.uid) == [case]
    assert cases_about(rights_of(ward.colleague), "task", case.uid) == []
