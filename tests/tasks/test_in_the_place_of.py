"""Steps in the place of somebody else: told with both names, and never on one's own work or that of the lender."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.people import Ward, client_of, rights_of
from tests.tasks.living import GIVEN, ready_for, submission, take, task_in
from tests.tasks.making import change, make, person

from sauro.journal.queries import history
from sauro.journal.sealer import seal_all
from sauro.organisation import actions
from sauro.organisation.models import Person, Post, Role, WorkField
from sauro.tasks.life import RULES, SUPERIORS, Relation, Step, part_of
from sauro.tasks.life_queries import life_of
from sauro.tasks.listings import settle
from sauro.tasks.lists import Filters, page_of
from sauro.tasks.models import Task, TaskStatus
from sauro.tasks.queries import by_uid, visible
from sauro.tasks.sentences import sentence_of

DECISIONS = [step for step in Step if RULES[step].not_own]


def lend(holder: Person, to: Person, **fields: Any) -> None:
    today = timezone.localdate()
    actions.delegate(
        rights_of(holder), Post.objects.get(person=holder, title__in=("Chủ tịch", "Phó Chủ tịch", "Trưởng phòng", "Văn thư")),
        to, valid_from=today, valid_to=today + timedelta(days=5), document_text="12/GUQ-UBND", reason="Đi công tác", **fields,
    )  # fmt: skip


def away(who: Person, stand_in: Person) -> None:
    today = timezone.localdate()
    actions.record_absence(
        rights_of(who),
        who,
        valid_from=today,
        valid_to=today + timedelta(days=5),
        kind="leave",
        stand_in=stand_in,
    )


def second_post(ward: Ward, who: Person, **fields: Any) -> None:
    given = {
        "agency": ward.committee,
        "unit": ward.economy,
        "role": Role.SPECIALIST,
        "title": "Kiêm nhiệm",
        **fields,
    }
    Post.objects.create(workspace=ward.workspace, person=who, **given)


def last_sentence(ward: Ward, task: Task) -> Any:
    while seal_all():
        pass
    return sentence_of(history(rights_of(ward.leader), task.uid)[0])


@pytest.mark.parametrize("step", DECISIONS)
def test_a_delegate_decides_and_the_history_says_for_whom(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    lend(ward.leader, ward.colleague)
    Post.objects.filter(person=ward.colleague).update(unit=ward.office)  # not a supporting unit of the task
    take(ward.colleague, task, step)
    assert last_sentence(ward, task).actor == f"{ward.colleague.full_name}, thay {ward.leader.full_name}"


@pytest.mark.parametrize("step", DECISIONS)
@pytest.mark.parametrize(
    "whose",
    [
        "the delegate belongs to the unit",
        "the delegate belongs to the unit by a second post",
        "the delegate leads it in person",
        "the delegate stands in for the one who leads it",
        "the unit's head has lent him its post as well",
        "the holder leads it in person",
        "the holder belongs to the unit by a second post",
    ],
)
def test_nobody_decides_on_his_own_work_through_a_delegation(ward: Ward, step: Step, whose: str) -> None:
    task = ready_for(ward, step)
    to = ward.colleague
    match whose:
        case "the delegate belongs to the unit":
            to = ward.specialist
        case "the delegate belongs to the unit by a second post":
            second_post(ward, to)
        case "the delegate leads it in person":
            task.parties.filter(role="lead").update(unit=None, person=to)
        case "the delegate stands in for the one who leads it":
            task.parties.filter(role="lead").update(unit=None, person=ward.vice_leader)
            away(ward.vice_leader, to)
        case "the unit's head has lent him its post as well":
            lend(ward.division_head, to)
        case "the holder leads it in person":
            task.parties.filter(role="lead").update(unit=None, person=ward.leader)
        case "the holder belongs to the unit by a second post":
            second_post(ward, ward.leader, role=Role.DIVISION_HEAD)
    change(task)
    lend(ward.leader, to)
    with pytest.raises(PermissionDenied):
        take(to, task, step)
    assert step not in [
        offer.step for offer in life_of(rights_of(to), by_uid(rights_of(to), task.uid), is_whole=False).offers
    ]


@pytest.mark.parametrize("step", DECISIONS)
def test_who_has_a_right_of_his_own_decides_as_himself(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    task.parties.filter(role="lead").update(unit=None, person=ward.leader)
    change(task)
    lend(ward.leader, ward.vice_leader)
    second_post(ward, ward.vice_leader, unit=ward.office)
    part = part_of(rights_of(ward.vice_leader), by_uid(rights_of(ward.vice_leader), task.uid))
    assert part.acting_for(RULES[step]) is None
    # All of the leader's post is lent to him, and with it what the leader does in person: not his to judge.
    with pytest.raises(PermissionDenied):
        take(ward.vice_leader, task, step)


@pytest.mark.parametrize("step", [Step.ACCEPT_DELIVERABLE, Step.RETURN_FOR_REWORK])
def test_what_the_holder_handed_in_himself_is_not_accepted_in_his_place(ward: Ward, step: Step) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    change(task, status=TaskStatus.PENDING_ACCEPTANCE)
    submission(task, ward.leader)
    second_post(ward, ward.colleague, unit=ward.office)
    lend(ward.leader, ward.colleague)
    with pytest.raises(PermissionDenied):
        take(ward.colleague, task, step)
    take(ward.vice_leader, task, step)


@pytest.mark.parametrize("scope", ["unit", "work_field"])
def test_a_narrow_delegation_decides_within_it_alone(ward: Ward, scope: str) -> None:
    field = WorkField.objects.create(workspace=ward.workspace, name="Đô thị")
    inside = ready_for(ward, Step.SUSPEND)
    change(inside, work_field=field)
    outside = make(ward, ward.culture)
    lend(ward.leader, ward.clerk, **{scope: ward.economy if scope == "unit" else field})
    Task.objects.update(assigner=ward.leader.user)  # so that the clerk decides by what is lent to her alone
    settle(Task.objects.values_list("pk", flat=True))
    take(ward.clerk, inside, Step.SUSPEND)
    with pytest.raises(PermissionDenied):
        take(ward.clerk, outside, Step.SUSPEND)


def test_the_post_of_a_head_is_lent_with_its_work(ward: Ward) -> None:
    task = make(ward)
    with pytest.raises(Http404):
        by_uid(rights_of(ward.colleague), task.uid)
    lend(ward.division_head, ward.colleague)
    take(ward.colleague, task, Step.SUBMIT_DELIVERABLE)
    assert (
        last_sentence(ward, task).actor == f"{ward.colleague.full_name}, thay {ward.division_head.full_name}"
    )
    assert task in list(page_of(rights_of(ward.colleague), Filters(tab="acceptance")).rows)


def test_a_delegate_of_the_clerk_decides_on_what_she_assigned(ward: Ward) -> None:
    task = make(ward)
    lend(ward.clerk, ward.colleague)
    part = part_of(rights_of(ward.colleague), by_uid(rights_of(ward.colleague), task.uid))
    assert part.relations == {Relation.ASSIGNER, Relation.CLERK}
    take(ward.colleague, task, Step.SUSPEND)


ALLOWED = {Step.RECEIVE, Step.UPDATE_PROGRESS, Step.COMMENT}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("how", ["named", "head of the unit", "specialist of the unit"])
def test_a_stand_in_receives_reports_and_speaks_and_nothing_else(ward: Ward, step: Step, how: str) -> None:
    task = ready_for(ward, step)
    task.parties.filter(role="support").delete()
    who = {"named": ward.vice_leader, "head of the unit": ward.division_head}.get(how, ward.specialist)
    if how == "named":
        task.parties.filter(role="lead").update(unit=None, person=who)
    change(task)
    away(who, ward.colleague)
    if step in ALLOWED:
        take(ward.colleague, task, step)
        assert last_sentence(ward, task).actor == f"{ward.colleague.full_name}, thay {who.full_name}"
    else:
        with pytest.raises(PermissionDenied):
            take(ward.colleague, task, step)


def test_a_stand_in_finds_the_work_in_his_list_for_these_days_alone(ward: Ward) -> None:
    task = make(ward, leads=[person(ward.vice_leader)])
    assert not visible(rights_of(ward.colleague)).filter(pk=task.pk).exists()
    away(ward.vice_leader, ward.colleague)
    assert [each.pk for each in page_of(rights_of(ward.colleague), Filters()).rows] == [task.pk]
    assert visible(rights_of(ward.colleague)).filter(pk=task.pk).exists()


def test_a_leader_who_stands_in_for_a_doer_does_not_decide_on_it(ward: Ward) -> None:
    task = ready_for(ward, Step.ACCEPT_DELIVERABLE)
    away(ward.division_head, ward.vice_leader)
    with pytest.raises(PermissionDenied):
        take(ward.vice_leader, task, Step.ACCEPT_DELIVERABLE)
    take(ward.leader, task, Step.ACCEPT_DELIVERABLE)


def test_the_page_offers_a_delegate_what_he_may_do(ward: Ward) -> None:
    task = ready_for(ward, Step.ACCEPT_DELIVERABLE)
    lend(ward.leader, ward.colleague)
    answer = client_of(ward.colleague).get(f"/nhiem-vu/{task.uid}/?buoc=accept_deliverable")
    assert "thay mặt Trần Văn Lau" in answer.content.decode()


def test_every_superior_step_is_tried_here() -> None:
    assert {step for step in Step if RULES[step].who <= SUPERIORS} <= set(DECISIONS)
    assert set(GIVEN) <= set(Step)
