"""One thing done with many tasks: each asked for its own right, an answer for each, nothing lost and nothing twice."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import change, document, make, sourced, unit

from sauro.journal.models import Entry
from sauro.organisation.models import Person, WorkField
from sauro.tasks import queries
from sauro.tasks.actions import many
from sauro.tasks.actions.many import MOST_AT_ONCE, Outcome, Picks
from sauro.tasks.listings import settle
from sauro.tasks.models import DueChange, ExtensionRequest, Task, Urging

DUE, LATER = dt.date(2098, 1, 1), dt.date(2099, 1, 1)


def picks(*tasks: Task) -> Picks:
    return Picks({task.uid: task.version for task in tasks}, uuid.uuid4())


def given(ward: Ward, deed: str) -> dict[str, Any]:
    field, _ = WorkField.objects.get_or_create(workspace=ward.workspace, name="Đô thị")
    return {
        "receive_many": {},
        "urge_many": {"words": "Đề nghị báo cáo"},
        "extend_many": {"new_date": LATER, "reason": "Chờ số liệu"},
        "change_lead_many": {"unit": ward.culture.pk, "reason": "Đúng chức năng"},
        "add_support_many": {"unit": ward.office.pk},
        "set_field_many": {"work_field": field.pk},
        "set_priority_many": {"priority": "high"},
        "set_leader_many": {"leader": ward.vice_leader.pk},
    }[deed]


def do(ward: Ward, who: str, deed: str, chosen: Picks, **more: Any) -> Outcome:
    action = getattr(many, deed)
    return action(rights_of(getattr(ward, who)), chosen, **(given(ward, deed) | more))


# Who may do what with a task of the committee that the clerk assigned to the economy division.
MAY = {
    "receive_many": {"division_head", "specialist"},
    "urge_many": {"clerk", "leader", "vice_leader"},
    "extend_many": {"clerk", "leader", "vice_leader"},
    "change_lead_many": {"clerk", "leader", "vice_leader"},
    "add_support_many": {"clerk", "leader", "vice_leader"},
    "set_field_many": {"clerk", "leader", "vice_leader"},
    "set_priority_many": {"clerk", "leader", "vice_leader"},
    "set_leader_many": {"clerk", "leader", "vice_leader"},
}


@pytest.mark.parametrize("deed", MAY)
def test_each_person_does_what_his_role_allows_and_no_more(ward: Ward, deed: str) -> None:
    for who in ward.people:
        task = make(ward, due_date=DUE)
        before = Entry.objects.count()
        outcome = do(ward, who, deed, picks(task))
        seen = queries.visible(rights_of(getattr(ward, who))).filter(pk=task.pk).exists()
        assert bool(outcome.done) is (who in MAY[deed]), who
        assert len(outcome.refused) == (1 if seen and not outcome.done else 0), who
        assert outcome.missing == (0 if seen else 1), who
        assert Entry.objects.count() - before == len(outcome.done), who
        version = Task.objects.get(pk=task.pk).version
        assert (version > task.version) is (bool(outcome.done) and deed != "urge_many"), who


def test_what_cannot_be_done_is_answered_and_the_rest_goes_through(ward: Ward) -> None:
    fine, undated, later = make(ward, due_date=DUE), make(ward), make(ward, due_date=LATER)
    done = make(ward, due_date=DUE, status="completed", finished_at=dt.datetime.now(dt.UTC))
    stale = make(ward, due_date=DUE)
    chosen = picks(fine, undated, later, done, stale)
    Task.objects.filter(pk=stale.pk).update(version=9)
    outcome = do(ward, "leader", "extend_many", chosen)
    assert [task.pk for task in outcome.done] == [fine.pk]
    why = {task.pk: words for task, words in outcome.refused}
    assert set(why) == {undated.pk, later.pk, done.pk, stale.pk}
    assert "người khác thay đổi" in why[stale.pk]
    assert "01/01/2099" in why[later.pk]
    fine.refresh_from_db()
    assert fine.due_date == LATER
    change_made, granted = DueChange.objects.get(), ExtensionRequest.objects.get()
    assert (change_made.old_date, change_made.new_date, change_made.extension) == (DUE, LATER, granted)
    assert granted.approved is True


def test_a_request_that_waits_is_decided_by_itself(ward: Ward) -> None:
    task = make(ward, due_date=DUE)
    ExtensionRequest.objects.create(
        task=task, by=ward.specialist.user, reason="x", old_date=DUE, new_date=LATER
    )
    settle([task.pk])
    outcome = do(ward, "leader", "extend_many", picks(task))
    assert outcome.done == []
    assert "đề nghị gia hạn" in outcome.refused[0][1]


def test_a_leader_does_not_extend_the_work_of_his_own_unit(ward: Ward) -> None:
    from tests.tasks.making import person

    task = make(ward, leads=[person(ward.leader)], due_date=DUE)
    assert do(ward, "leader", "extend_many", picks(task)).done == []
    assert len(do(ward, "vice_leader", "extend_many", picks(task)).done) == 1


def test_the_same_form_sent_twice_counts_once(ward: Ward) -> None:
    chosen = picks(make(ward), make(ward))
    assert len(do(ward, "leader", "urge_many", chosen).done) == 2
    again = do(ward, "leader", "urge_many", chosen)
    assert again.again
    assert again.done == []
    assert Urging.objects.count() == 2


def test_a_new_lead_finds_the_task_and_receives_it_anew(ward: Ward) -> None:
    source = document(ward.committee)
    task = make(ward, supports=[unit(ward.culture), unit(ward.office)], **sourced(source))
    change(task, received_at=dt.datetime.now(dt.UTC), received_by=ward.specialist.user)
    outcome = do(ward, "clerk", "change_lead_many", picks(task))
    assert len(outcome.done) == 1
    task.refresh_from_db()
    assert task.received_at is None
    assert [(party.role, party.unit_id) for party in task.parties.order_by("id")] == [
        ("lead", ward.culture.pk),
        ("support", ward.office.pk),
    ]
    assert "van hoa" in task.search_text
    assert "kinh te" not in task.search_text
    assert not queries.visible(rights_of(ward.specialist)).exists()
    assert queries.visible(rights_of(ward.colleague)).exists()
    assert "đang chủ trì" in do(ward, "clerk", "change_lead_many", picks(task)).refused[0][1]


def test_who_takes_a_part_over_begins_anew_and_the_order_follows(ward: Ward) -> None:
    order = make(ward, leads=[unit(group) for group in ward.groups])
    part = order.children.order_by("id")[0]
    change(part, status="in_progress")
    change(order, status="in_progress")
    do(ward, "leader", "change_lead_many", picks(part))
    part.refresh_from_db()
    order.refresh_from_db()
    assert (part.status, order.status) == ("not_started", "not_started")
    entry = Entry.objects.filter(object_uid=part.uid).last()
    assert entry.payload.data["changed"] == {"lead": ["Tổ dân phố số 1", "Phòng Văn hóa - Xã hội"]}


def test_a_lead_of_another_agency_is_a_guest(ward: Ward) -> None:
    task = make(ward)
    do(ward, "clerk", "change_lead_many", picks(task), unit=ward.party_office.pk)
    assert queries.visible(rights_of(ward.party_clerk)).filter(pk=task.pk).exists()


def test_an_order_takes_its_parts_along_where_that_makes_sense(ward: Ward) -> None:
    order = make(ward, leads=[unit(group) for group in ward.groups])
    assert do(ward, "leader", "change_lead_many", picks(order)).done == []
    outcome = do(ward, "leader", "set_leader_many", picks(order))
    assert [task.pk for task in outcome.done] == [order.pk]
    assert set(Task.objects.values_list("accountable_leader_id", flat=True)) == {ward.vice_leader.pk}
    assert Entry.objects.filter(action="tasks.change").count() == 4


@pytest.mark.parametrize(
    ("deed", "wrong", "field"),
    [
        ("change_lead_many", {"unit": 10**9}, "unit"), ("add_support_many", {"unit": 10**9}, "unit"),
        ("set_field_many", {"work_field": 10**9}, "work_field"), ("set_leader_many", {"leader": 10**9}, "leader"),
        ("extend_many", {"reason": " "}, "reason"), ("urge_many", {"answer_by": dt.date(2020, 1, 1)}, "answer_by"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_field_and_nothing_is_done(
    ward: Ward, deed: str, wrong: dict[str, Any], field: str
) -> None:
    task = make(ward, due_date=DUE)
    with pytest.raises(ValidationError) as fault:
        do(ward, "leader", deed, picks(task), **wrong)
    assert field in fault.value.message_dict
    task.refresh_from_db()
    assert task.version == 1


def test_a_unit_that_has_ended_takes_nothing_over(ward: Ward) -> None:
    ward.culture.valid_to = dt.date(2020, 1, 1)
    ward.culture.save()
    with pytest.raises(ValidationError):
        do(ward, "leader", "change_lead_many", picks(make(ward)))


def test_units_and_people_of_another_ward_are_not_taken(ward: Ward) -> None:
    with pytest.raises(ValidationError):
        do(ward, "leader", "set_leader_many", picks(make(ward)), leader=ward.outsider.pk)
    with pytest.raises(ValidationError):  # of the ward, and no leader
        do(ward, "leader", "set_leader_many", picks(make(ward)), leader=ward.specialist.pk)
    elsewhere: Person = ward.outsider
    outcome = many.set_leader_many(rights_of(elsewhere), picks(make(ward)), leader=elsewhere.pk)
    assert (outcome.done, outcome.missing) == ([], 1)


@pytest.mark.parametrize("deed", MAY)
def test_many_cost_no_more_queries_than_few(ward: Ward, deed: str) -> None:
    who = "specialist" if deed == "receive_many" else "leader"
    counted = []
    for size in (3, 12):
        chosen = picks(*(make(ward, due_date=DUE, supports=[unit(ward.groups[0])]) for _ in range(size)))
        access, more = rights_of(getattr(ward, who)), given(ward, deed)
        with CaptureQueriesContext(connection) as caught:
            assert len(getattr(many, deed)(access, chosen, **more).done) == size
        counted.append(len(caught))
    assert counted[0] == counted[1] <= 35


def _post(ward: Ward, who: str, **data: Any) -> Any:
    return client_of(getattr(ward, who)).post("/nhiem-vu/nhieu/", data)


def test_the_form_is_asked_first_and_then_the_list_says_what_was_done(ward: Ward) -> None:
    tasks = [make(ward, title=f"việc {n}", due_date=DUE) for n in range(3)]
    chosen = [f"{task.uid}.{task.version}" for task in tasks]
    asked = _post(ward, "leader", deed="extend", task=chosen, back="tab=open").content.decode()
    assert "Gia hạn: 3 nhiệm vụ" in asked
    assert all(task.title in asked for task in tasks)
    data = {"deed": "extend", "task": chosen, "back": "tab=open", "key": str(uuid.uuid4())}
    wrong = _post(ward, "leader", **data, new_date="mai", reason="Chờ")
    assert wrong.status_code == 422
    assert 'value="mai"' in wrong.content.decode()
    done = _post(ward, "leader", **data, new_date="01/01/2099", reason="Chờ")
    assert done["Location"] == "/nhiem-vu/?tab=open"
    assert set(Task.objects.values_list("due_date", flat=True)) == {LATER}


def test_the_answer_names_each_that_was_not_possible(ward: Ward) -> None:
    fine, undated = make(ward, due_date=DUE), make(ward, title="không có hạn")
    chosen = [f"{task.uid}.{task.version}" for task in (fine, undated)]
    page = _post(
        ward, "leader", deed="extend", task=chosen, key=str(uuid.uuid4()), new_date="01/01/2099", reason="Chờ"
    ).content.decode()
    assert "1 xong, 1 không được" in page
    assert "không có hạn" in page.split("<tbody")[1]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"deed": "urge"},
        {"deed": "xóa", "task": "x"},
        {"deed": "urge", "task": ["x", "y.1", ".", "0190.x"]},
    ],
)
def test_what_is_no_selection_leads_back_with_a_word(ward: Ward, data: dict[str, Any]) -> None:
    answer = _post(ward, "clerk", **data)
    assert answer["Location"] == "/nhiem-vu/"


def test_too_many_at_once_are_refused(ward: Ward) -> None:
    chosen = Picks({uuid.uuid4(): 1 for _ in range(MOST_AT_ONCE + 1)}, uuid.uuid4())
    with pytest.raises(ValidationError):
        do(ward, "clerk", "urge_many", chosen)


def test_the_bar_offers_what_the_role_may_do(ward: Ward) -> None:
    make(ward)
    offered = {"clerk": 8, "specialist": 1, "auditor": 0}
    for who, number in offered.items():
        page = client_of(getattr(ward, who)).get("/nhiem-vu/").content.decode()
        assert page.count('name="deed"') == number, who
