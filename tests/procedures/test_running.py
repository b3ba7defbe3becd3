"""Cases from start to end, and all that can go wrong on the way."""

import datetime as dt
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, build_ward, rights_of
from tests.procedures.making import (
    AMOUNT,
    HEAD,
    LEADER,
    SLIP,
    does,
    fresh,
    held,
    issued,
    open_run,
    started,
    step,
    version_of,
)

from sauro.journal.models import Entry
from sauro.organisation.models import Person, Post, Role
from sauro.procedures import actions
from sauro.procedures.actions import Conflict, Held, Refused
from sauro.procedures.definition import (
    REVISE,
    Actor,
    Definition,
    FieldKind,
    FormField,
    Limit,
    Round,
    StandIn,
    What,
    Who,
    Within,
)
from sauro.procedures.limits import closing
from sauro.procedures.models import Because, Case, CaseState, RunState, Seat, StepRun

PAPERS = {"papers": "15/TTr-UBND"}


def keys(case: Case) -> list[str]:
    return list(StepRun.objects.filter(case=case).order_by("id").values_list("key", flat=True))


def test_a_case_goes_from_desk_to_desk_until_its_end(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    does(case, ward.division_head, words="Đồng ý trình")
    does(case, ward.clerk)
    does(case, ward.leader)
    does(case, ward.clerk, values=PAPERS)
    assert fresh(case).state == CaseState.COMPLETED
    assert keys(case) == ["head", "opinions", "leader", "number"]


def test_a_branch_leaves_steps_out(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist, amount="49,5")
    does(case, ward.division_head)
    does(case, ward.clerk)
    assert open_run(case).key == "number"


def test_a_condition_on_an_empty_field_does_not_hold(ward: Ward) -> None:
    field = FormField("amount", "Kinh phí", FieldKind.NUMBER)
    definition = Definition(fields=(field,), steps=SLIP.steps)
    case = started(issued(ward, definition), ward.specialist, amount="")
    does(case, ward.division_head)
    does(case, ward.clerk)
    assert open_run(case).key == "number"


def test_a_return_goes_to_who_started_it_and_comes_back_to_who_returned_it(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    actions.send_back(rights_of(ward.division_head), case.uid, held(case), to=REVISE, reason="Thiếu báo giá")
    assert open_run(case).key == REVISE
    does(case, ward.specialist, values={"amount": "70"})
    assert open_run(case).key == "head"
    assert fresh(case).data["amount"] == "70"


def test_a_return_has_a_reason(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    with pytest.raises(ValidationError):
        actions.send_back(rights_of(ward.division_head), case.uid, held(case), to=REVISE, reason="  ")
    assert open_run(case).key == "head"


def test_it_returns_only_where_the_step_allows(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    with pytest.raises(ValidationError):
        actions.send_back(rights_of(ward.division_head), case.uid, held(case), to="number", reason="x")


def test_a_rejection_ends_the_case(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    does(case, ward.division_head)
    does(case, ward.clerk)
    does(case, ward.leader, "reject", words="Chưa có nguồn")
    case = fresh(case)
    assert (case.state, case.reason) == (CaseState.REJECTED, "Chưa có nguồn")


@pytest.mark.parametrize(
    "who", ["clerk", "leader", "specialist", "colleague", "auditor", "administrator", "party_clerk"]
)
def test_a_step_is_done_by_who_has_it_alone(ward: Ward, who: str) -> None:
    case = started(issued(ward), ward.specialist)
    with pytest.raises(PermissionDenied):
        does(case, getattr(ward, who))
    assert open_run(case).key == "head"


def test_a_case_of_another_ward_is_not_there(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    with pytest.raises(Http404):
        does(case, ward.outsider)


@pytest.mark.parametrize("who", ["auditor", "administrator", "party_clerk", "outsider"])
def test_who_may_not_start_a_case(ward: Ward, who: str) -> None:
    procedure = issued(ward)
    with pytest.raises((PermissionDenied, Http404)):
        started(procedure, getattr(ward, who))


def test_nobody_decides_his_own_matter(ward: Ward) -> None:
    """The head of the unit starts it: his own step goes to the fallback, and the leader to the others of the role."""
    case = started(issued(ward), ward.division_head)
    run = open_run(case)
    assert run.flagged
    assert [seat.because for seat in run.seats.all()] == [Because.FALLBACK]
    with pytest.raises(PermissionDenied):
        does(case, ward.division_head)


def test_of_a_role_the_others_decide(ward: Ward) -> None:
    case = started(issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))), ward.leader)
    assert [seat.person for seat in open_run(case).seats.all()] == [ward.vice_leader]
    does(case, ward.vice_leader)
    assert fresh(case).state == CaseState.COMPLETED


def test_nobody_decides_his_own_matter_in_a_second_post(ward: Ward) -> None:
    """The role's seat stands for all its holders; who started it gets the post while it waits."""
    case = started(
        issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))), ward.specialist
    )
    Post.objects.create(
        workspace=ward.workspace,
        person=ward.specialist,
        agency=ward.committee,
        role=Role.LEADER,
        title="Phó Chủ tịch",
    )
    with pytest.raises(PermissionDenied, match=r"matter|việc của"):
        does(case, ward.specialist)


def test_nobody_is_handed_his_own_matter(ward: Ward) -> None:
    definition = Definition(fields=(AMOUNT,), steps=(step("head", stand_in=StandIn.UNIT),))
    case = started(issued(ward, definition), ward.specialist)
    with pytest.raises(PermissionDenied):
        actions.hand_over(rights_of(ward.division_head), case.uid, held(case), to=ward.specialist.uid)


def test_whose_matter_it_is_by_a_field_decides_nothing(ward: Ward) -> None:
    about = FormField("about", "Người nghỉ", FieldKind.PERSON, required=True)
    definition = Definition(fields=(about,), steps=(step("leader", LEADER),), concerns=("about",))
    case = actions.start(
        rights_of(ward.clerk),
        issued(ward, definition).uid,
        title="Nghỉ phép",
        values={"about": str(ward.leader.uid)},
    )
    assert [seat.person for seat in open_run(case).seats.all()] == [ward.vice_leader]


def test_a_step_is_handed_over_within_its_rule(ward: Ward) -> None:
    definition = Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))
    case = started(issued(ward, definition), ward.specialist)
    before = held(case)
    actions.hand_over(rights_of(ward.leader), case.uid, before, to=ward.vice_leader.uid)
    seat = Seat.objects.get(run=open_run(case), is_open=True)
    assert (seat.person, seat.instead_of, seat.because) == (
        ward.vice_leader,
        ward.leader,
        Because.HANDED_OVER,
    )
    with pytest.raises(PermissionDenied):
        does(case, ward.leader)
    does(case, ward.vice_leader)


def test_a_step_is_not_handed_beyond_its_rule(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    with pytest.raises(PermissionDenied):
        actions.hand_over(rights_of(ward.division_head), case.uid, held(case), to=ward.colleague.uid)


def test_who_oversees_hands_a_step_to_anybody_who_works_here_with_a_reason(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    clerk = rights_of(ward.clerk)
    with pytest.raises(ValidationError):
        actions.hand_over(clerk, case.uid, held(case), to=ward.colleague.uid)
    with pytest.raises(PermissionDenied):
        actions.hand_over(clerk, case.uid, held(case), to=ward.auditor.uid, words="Đi vắng")
    actions.hand_over(clerk, case.uid, held(case), to=ward.colleague.uid, words="Trưởng phòng đi vắng")
    does(case, ward.colleague)


def test_a_role_that_nobody_holds_goes_to_the_fallback_with_a_flag(ward: Ward) -> None:
    definition = Definition(
        fields=(AMOUNT,),
        steps=(
            step(
                "hall",
                Actor(Who.ROLE, role="leader", title="Chủ nhiệm"),
                fallback=Actor(Who.ROLE, role="records_clerk"),
            ),
        ),
    )
    case = started(issued(ward, definition), ward.specialist)
    assert open_run(case).flagged
    does(case, ward.clerk)


def test_who_takes_the_post_over_finds_the_step_and_who_leaves_loses_it(ward: Ward) -> None:
    case = started(
        issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))), ward.specialist
    )
    Post.objects.filter(person=ward.leader).update(valid_to=dt.date(2020, 1, 1))
    with pytest.raises(PermissionDenied):
        does(case, ward.leader)
    Post.objects.create(
        workspace=ward.workspace,
        person=ward.colleague,
        agency=ward.committee,
        role=Role.LEADER,
        title="Chủ tịch",
    )
    does(case, ward.colleague)


def test_a_running_case_keeps_its_version(ward: Ward) -> None:
    procedure = issued(ward)
    case = started(procedure, ward.specialist)
    leader = rights_of(ward.leader)
    draft = actions.new_draft(leader, version_of(procedure).uid)
    actions.save_draft(leader, draft.uid, Definition(fields=(AMOUNT,), steps=(step("only", LEADER),)))
    actions.issue(leader, draft.uid, valid_from=leader.on)
    does(case, ward.division_head)
    assert open_run(case).key == "opinions"
    assert open_run(started(procedure, ward.specialist, title="Mới")).key == "only"


def test_a_withdrawn_version_starts_nothing_and_lets_running_cases_end(ward: Ward) -> None:
    procedure = issued(ward)
    case = started(procedure, ward.specialist)
    actions.withdraw(rights_of(ward.leader), version_of(procedure).uid, reason="Bãi bỏ")
    with pytest.raises(Refused):
        started(procedure, ward.specialist, title="Mới")
    does(case, ward.division_head)
    assert open_run(case).key == "opinions"


def test_a_version_that_begins_later_starts_nothing_yet(ward: Ward) -> None:
    leader = rights_of(ward.leader)
    version = actions.create(leader, ward.committee.pk, name="Mai", definition=SLIP)
    actions.issue(leader, version.uid, valid_from=leader.on + dt.timedelta(days=1))
    with pytest.raises(Refused):
        started(version.procedure, ward.specialist)


def test_a_limit_before_a_date(ward: Ward) -> None:
    definition = Definition(
        fields=(FormField("event", "Ngày", FieldKind.DATE, required=True),),
        steps=(step("head", limit=Limit(3, Within.DAYS_BEFORE, "event")),),
    )
    procedure = issued(ward, definition)
    soon = rights_of(ward.specialist).on + dt.timedelta(days=30)
    case = actions.start(rights_of(ward.specialist), procedure.uid, title="Ngày hội", values={"event": soon})
    assert open_run(case).due_at == closing(soon - dt.timedelta(days=3))
    assert not open_run(case).past_at_start


def test_a_limit_that_is_over_when_the_step_opens_says_so(ward: Ward) -> None:
    definition = Definition(
        fields=(FormField("event", "Ngày", FieldKind.DATE, required=True),),
        steps=(step("head", limit=Limit(3, Within.DAYS_BEFORE, "event")),),
    )
    today = rights_of(ward.specialist).on
    case = actions.start(
        rights_of(ward.specialist), issued(ward, definition).uid, title="Gấp", values={"event": today}
    )
    run = open_run(case)
    assert run.past_at_start
    assert run.due_at < run.opened_at


def opinion_case(ward: Ward, rule: Round, members: int = 3) -> Case:
    """A round among the specialists of the committee; further ones are added."""
    for number in range(members - 2):
        from tests.people import add_person

        add_person(
            f"Người {number}", f"nguoi{number}", ward.committee, ward.culture, Role.SPECIALIST, "Chuyên viên"
        )
    round_step = step("round", Actor(Who.ROLE, role="specialist"), What.OPINION, round=rule)
    return started(
        issued(ward, Definition(fields=(AMOUNT,), steps=(round_step, step("leader", LEADER)))), ward.clerk
    )


def speak(case: Case, person: Person, outcome: str) -> None:
    run = StepRun.objects.get(case=case, key="round")
    actions.act(rights_of(person), case.uid, Held(run.uid), outcome=outcome, words="Ý kiến")


def test_one_opinion_is_enough(ward: Ward) -> None:
    case = opinion_case(ward, Round.ONE)
    speak(case, ward.colleague, "agree")
    assert open_run(case).key == "leader"


def test_all_have_to_speak(ward: Ward) -> None:
    case = opinion_case(ward, Round.ALL)
    speak(case, ward.colleague, "agree")
    speak(case, ward.specialist, "disagree")
    assert open_run(case).key == "round"
    speak(case, Person.objects.get(full_name="Người 0"), "agree")
    assert open_run(case).key == "leader"
    assert fresh(case).results["step:round"] == "disagree"


def test_a_majority_ends_the_round(ward: Ward) -> None:
    case = opinion_case(ward, Round.MAJORITY)
    speak(case, ward.colleague, "agree")
    speak(case, ward.specialist, "agree")
    assert open_run(case).key == "leader"
    assert fresh(case).results["step:round"] == "agree"
    third = Seat.objects.get(run__key="round", outcome="")
    assert not third.is_open


def test_who_has_spoken_speaks_once(ward: Ward) -> None:
    case = opinion_case(ward, Round.ALL)
    speak(case, ward.colleague, "agree")
    speak(case, ward.colleague, "disagree")
    assert Seat.objects.get(person=ward.colleague).outcome == "agree"


def test_a_disagreement_says_why(ward: Ward) -> None:
    case = opinion_case(ward, Round.ALL)
    with pytest.raises(ValidationError):
        does(case, ward.colleague, "disagree")


def test_the_second_of_two_people_gets_a_conflict(ward: Ward) -> None:
    case = started(
        issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER), step("number", HEAD)))),
        ward.clerk,
    )
    seen = held(case)
    actions.act(rights_of(ward.leader), case.uid, seen)
    with pytest.raises(Conflict) as conflict:
        actions.act(rights_of(ward.vice_leader), case.uid, seen)
    assert conflict.value.run is not None
    assert conflict.value.run.by == ward.leader.user


def test_a_form_sent_twice_acts_once(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    seen = held(case, uuid.uuid4())
    for _ in range(2):
        actions.act(rights_of(ward.division_head), case.uid, seen)
    assert keys(case) == ["head", "opinions"]


def test_a_case_started_twice_by_one_form_is_one(ward: Ward) -> None:
    procedure, key = issued(ward), uuid.uuid4()
    made = [
        actions.start(rights_of(ward.specialist), procedure.uid, title="Một", values={"amount": "1"}, key=key)
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert Case.objects.count() == 1


def test_a_case_stands_still_and_its_limits_move(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    case = started(issued(ward), ward.specialist)
    due = open_run(case).due_at
    actions.suspend(rights_of(ward.clerk), case.uid, reason="Chờ hướng dẫn")
    with pytest.raises(Refused):
        does(case, ward.division_head)
    Case.objects.filter(pk=case.pk).update(suspended_at=fresh(case).suspended_at - dt.timedelta(days=7))
    actions.resume(rights_of(ward.clerk), case.uid, reason="Đã có hướng dẫn")
    assert open_run(case).due_at > due
    does(case, ward.division_head)


def test_a_limit_is_extended_by_somebody_else_with_a_reason(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    first = open_run(case).due_at
    later = rights_of(ward.clerk).on + dt.timedelta(days=40)
    with pytest.raises(PermissionDenied):
        actions.extend(rights_of(ward.division_head), case.uid, held(case), new_date=later, reason="Bận")
    actions.extend(rights_of(ward.clerk), case.uid, held(case), new_date=later, reason="Chờ số liệu")
    run = open_run(case)
    assert (run.due_at, run.first_due_at) == (closing(later), first)
    assert Seat.objects.get(run=run).due_order == closing(later)


@pytest.mark.parametrize("who", ["division_head", "specialist", "colleague", "auditor", "administrator"])
def test_who_does_not_oversee_suspends_nothing(ward: Ward, who: str) -> None:
    case = started(issued(ward), ward.specialist)
    with pytest.raises(PermissionDenied):
        actions.suspend(rights_of(getattr(ward, who)), case.uid, reason="x")


def test_who_started_it_takes_it_back(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    actions.recall(rights_of(ward.specialist), case.uid, reason="Không mua nữa")
    assert fresh(case).state == CaseState.RECALLED
    assert not Seat.objects.filter(is_open=True).exists()


def test_an_overseer_does_nothing_in_his_own_matter(ward: Ward) -> None:
    case = started(issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))), ward.clerk)
    with pytest.raises(PermissionDenied):
        actions.suspend(rights_of(ward.clerk), case.uid, reason="x")


def test_what_only_informs_is_passed_at_once(ward: Ward) -> None:
    told = step("told", Actor(Who.UNIT, unit="Phòng Văn hóa"), What.INFORM)
    definition = Definition(fields=(AMOUNT,), steps=(step("head"), told, step("leader", LEADER)))
    case = started(issued(ward, definition), ward.specialist)
    does(case, ward.division_head)
    assert keys(case) == ["head", "told", "leader"]
    assert StepRun.objects.get(key="told").state == RunState.DONE


def test_every_act_stands_in_the_journal(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    does(case, ward.division_head)
    told = list(Entry.objects.filter(object_uid=case.uid).order_by("id").values_list("action", flat=True))
    assert told == ["procedures.start", "procedures.act"]


def test_start_and_move_cost_at_most_twelve_statements(ward: Ward) -> None:
    procedure = issued(ward)
    person, head = rights_of(ward.specialist), rights_of(ward.division_head)
    with CaptureQueriesContext(
        connection,
    ) as start:
        case = actions.start(person, procedure.uid, title="Mua", values={"amount": "60"}, key=uuid.uuid4())
    seen = held(case, uuid.uuid4())
    with CaptureQueriesContext(connection) as move:
        actions.act(head, case.uid, seen)
    for captured in (start, move):
        statements = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
        assert len(statements) <= 12, "\n".join(statements)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins() -> None:
    ward = build_ward()
    case = started(
        issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER), step("number", HEAD)))),
        ward.specialist,
    )
    seen, outcomes, gate = held(case), [], threading.Barrier(2)

    def go(person: Person) -> None:
        access = rights_of(person)
        gate.wait()
        try:
            actions.act(access, case.uid, seen)
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(person,)) for person in (ward.leader, ward.vice_leader)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "done"]
    assert keys(case) == ["leader", "number"]
