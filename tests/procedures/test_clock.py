"""The clock: who is told, when, and only once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import Ward, rights_of
from tests.procedures.making import (
    AMOUNT,
    CLERK,
    HEAD,
    LEADER,
    SLIP,
    does,
    fresh,
    issued,
    open_run,
    started,
    step,
)

from sauro.identity.models import User
from sauro.journal.models import Entry
from sauro.notices.models import Notice
from sauro.organisation.models import Absence, Person, Post, Role
from sauro.procedures import actions
from sauro.procedures.clock import falls_on, look, tick
from sauro.procedures.coming_and_going import reseat
from sauro.procedures.definition import Actor, Definition, FieldKind, FormField, Rhythm, Schedule, What, Who
from sauro.procedures.models import Case, Seat, StepRun
from sauro.procedures.queries import waiting_for


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(recipient=person.user).order_by("id").values_list("kind", flat=True))


def test_who_gets_a_step_is_told_once(ward: Ward) -> None:
    started(issued(ward), ward.specialist)
    for _ in range(3):
        tick()
    assert told(ward.division_head) == ["procedures.step"]
    assert told(ward.specialist) == []


def test_all_of_a_role_are_told(ward: Ward) -> None:
    started(issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))), ward.specialist)
    tick()
    assert told(ward.leader) == told(ward.vice_leader) == ["procedures.step"]


def test_a_limit_is_reminded_of_and_its_passing_told(ward: Ward) -> None:
    run = open_run(started(issued(ward), ward.specialist))
    tick()
    tick(run.due_at - dt.timedelta(hours=3))
    tick(run.due_at + dt.timedelta(minutes=1))
    tick(run.due_at + dt.timedelta(days=1))
    assert told(ward.division_head) == ["procedures.step", "procedures.due_soon", "procedures.late"]


def test_a_step_that_is_done_is_not_reminded_of(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    due = open_run(case).due_at
    tick()
    does(case, ward.division_head)
    tick(due + dt.timedelta(minutes=1))
    assert told(ward.division_head) == ["procedures.step"]


def test_a_suspended_case_reminds_nobody(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    due = open_run(case).due_at
    tick()
    actions.suspend(rights_of(ward.clerk), case.uid, reason="Chờ")
    tick(due + dt.timedelta(days=1))
    assert told(ward.division_head) == ["procedures.step"]


def test_who_is_informed_is_told(ward: Ward) -> None:
    steps = (step("told", Actor(Who.UNIT, unit="Phòng Văn hóa"), What.INFORM), step("leader", LEADER))
    started(issued(ward, Definition(fields=(AMOUNT,), steps=steps)), ward.specialist)
    tick()
    assert told(ward.colleague) == ["procedures.informed"]


def test_a_stand_in_is_told_too_and_finds_the_step(ward: Ward) -> None:
    today = rights_of(ward.clerk).on
    Absence.objects.create(
        workspace=ward.workspace, person=ward.division_head, stand_in=ward.specialist, valid_from=today,
        valid_to=today, kind="leave", recorded_by=ward.clerk.user,
    )  # fmt: skip
    started(issued(ward), ward.colleague)
    case = started(issued(ward, name="Hai"), ward.specialist)
    assert case.initiator == ward.specialist
    tick()
    assert [row.in_place for row in waiting_for(rights_of(ward.specialist)).rows] == [True]


def test_a_person_who_leaves_in_mid_step_is_followed_by_the_fallback(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    Post.objects.filter(person=ward.division_head).update(valid_to=dt.date(2020, 1, 1))
    assert tick().reseated == 1
    run = open_run(case)
    assert run.flagged
    assert told(ward.leader) == ["procedures.step"]
    assert Entry.objects.filter(object_uid=case.uid, action="procedures.reseat").count() == 1
    assert tick().reseated == 0
    does(case, ward.leader)


def test_where_nobody_is_left_the_step_stays_with_its_flag(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    Post.objects.exclude(person=ward.specialist).update(valid_to=dt.date(2020, 1, 1))
    tick()
    assert open_run(case).flagged
    assert tick().reseated == 0
    assert not Seat.objects.filter(run=open_run(case), is_open=True).exists()


def test_a_scheduled_case_starts_once_a_day(ward: Ward) -> None:
    today = rights_of(ward.clerk).on
    field = FormField("note", "Ghi chú", FieldKind.TEXT)
    definition = Definition(
        fields=(field,), steps=(step("fill", CLERK, What.FORM, fields=(FormField("n", "Số", FieldKind.NUMBER),)),),
        schedule=Schedule(Rhythm.MONTHLY, today.day, "Đánh giá tháng"),
    )  # fmt: skip
    issued(ward, definition)
    assert [tick().started, tick().started] == [1, 0]
    case = Case.objects.get()
    assert case.initiator is None
    assert case.title == f"Đánh giá tháng ({today:%d/%m/%Y})"
    does(case, ward.clerk)
    assert fresh(case).finished_at


@pytest.mark.parametrize(
    ("schedule", "day", "falls"),
    [
        (Schedule(Rhythm.WEEKLY, 1), dt.date(2026, 11, 16), True),
        (Schedule(Rhythm.WEEKLY, 2), dt.date(2026, 11, 16), False),
        (Schedule(Rhythm.MONTHLY, 31), dt.date(2026, 11, 30), True),
        (Schedule(Rhythm.QUARTERLY, 5), dt.date(2026, 10, 5), True),
        (Schedule(Rhythm.QUARTERLY, 5), dt.date(2026, 11, 5), False),
    ],
)
def test_the_days_of_a_schedule(schedule: Schedule, day: dt.date, falls: bool) -> None:
    assert falls_on(schedule, day) is falls


def test_the_clock_asks_little_of_what_waits(ward: Ward, django_assert_max_num_queries: object) -> None:
    procedure = issued(ward, SLIP)
    for number in range(5):
        started(procedure, ward.specialist, title=f"Việc {number}")
    tick()
    with django_assert_max_num_queries(10):  # type: ignore[operator] - everybody is new in his post
        assert tick().looked_at == 0
    assert StepRun.objects.filter(look_at=None, key="x").count() == 0
    assert HEAD.who


def test_who_comes_to_a_post_is_told_once_of_what_waits_in_it(ward: Ward) -> None:
    procedure = issued(ward, Definition(steps=(step("number", CLERK),)), "Vào số")
    for _ in range(2):
        started(procedure, ward.specialist)
    look()
    later = timezone.now() + dt.timedelta(days=1)
    new = Post.objects.create(
        workspace=ward.workspace, person=ward.colleague, agency=ward.committee, unit=ward.office,
        role=Role.RECORDS_CLERK, title="Văn thư", valid_from=timezone.localdate(later),
    )  # fmt: skip
    before = Notice.objects.filter(recipient=ward.colleague.user).count()
    tick()  # not before the day
    assert Notice.objects.filter(recipient=ward.colleague.user).count() == before
    tick(later)
    tick(later + dt.timedelta(days=1))
    told = Notice.objects.get(recipient=ward.colleague.user, key=f"procedures.post:{new.uid}")
    assert told.title == "Văn thư: 2 bước đang chờ ở chức danh bạn vừa nhận"
    assert told.link == "/quy-trinh/ho-so/?tab=desk"


def test_a_post_that_is_renewed_tells_nothing(ward: Ward) -> None:
    started(issued(ward, Definition(steps=(step("number", CLERK),)), "Vào số"), ward.specialist)
    look()
    today, later = timezone.localdate(), timezone.now() + dt.timedelta(days=1)
    old = Post.objects.get(person=ward.clerk)
    Post.objects.filter(pk=old.pk).update(valid_to=today)
    Post.objects.create(
        workspace=ward.workspace, person=ward.clerk, agency=old.agency, unit=old.unit, role=old.role,
        title=old.title, valid_from=today + dt.timedelta(days=1),
    )  # fmt: skip
    tick(later)
    assert not Notice.objects.filter(key__startswith="procedures.post:").exists()


def test_many_steps_of_who_leaves_cost_as_many_queries_as_few(ward: Ward) -> None:
    procedure = issued(ward, Definition(steps=(step("head", HEAD), step("leader", LEADER))))
    asked = []
    for cases in (1, 2, 6):  # the first finds nobody else with a step
        User.objects.filter(pk=ward.division_head.user_id).update(is_active=True)
        for _ in range(cases):
            started(procedure, ward.specialist)
        User.objects.filter(pk=ward.division_head.user_id).update(is_active=False)
        with CaptureQueriesContext(connection) as seen:
            assert reseat(timezone.now()) == cases
        asked.append(len(seen))
    assert asked[1] == asked[2]
