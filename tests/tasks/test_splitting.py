"""A task in parts: among units, within a unit, over several levels, and never in a circle."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from tests.people import Ward, client_of, rights_of
from tests.tasks.living import DUE, take, task_in
from tests.tasks.making import change, make, unit

from sauro.tasks import actions
from sauro.tasks.actions import Held, PartAsked, Refused
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.life import Step
from sauro.tasks.models import Task, TaskStatus

LATER = DUE + dt.timedelta(days=1)


def _mine(ward: Ward, title: str = "Khảo sát tổ 1", **fields: Any) -> PartAsked:
    return PartAsked(title, PartyDraft(unit_id=ward.economy.pk, person_id=ward.specialist.pk), **fields)


def _under(task: Task) -> list[Task]:
    return list(Task.objects.filter(parent=task).order_by("id"))


def test_a_leader_splits_a_task_among_units_and_it_follows_them(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, accountable_leader_id=ward.vice_leader.pk)
    parts = [PartAsked(f"Tổ {each.order}", unit(each)) for each in (ward.economy, ward.culture)]
    take(ward.leader, task, Step.SPLIT, parts=parts)
    first, second = _under(task)
    assert (first.due_date, first.accountable_leader, first.is_own_part) == (DUE, ward.vice_leader, False)
    with pytest.raises(Refused, match="nhiệm vụ con"):
        take(ward.specialist, task, Step.UPDATE_PROGRESS)
    for part, who in ((first, ward.specialist), (second, ward.colleague)):
        take(who, part, Step.SUBMIT_DELIVERABLE)
        take(ward.vice_leader, part, Step.ACCEPT_DELIVERABLE)
    task.refresh_from_db()
    assert (task.status, task.progress_percent) == (TaskStatus.COMPLETED, 100)


def test_a_head_splits_among_his_people_accepts_them_and_hands_in_the_whole(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.division_head, task, Step.SPLIT, parts=[_mine(ward), _mine(ward, "Khảo sát tổ 2")])
    first, second = _under(task)
    assert (first.is_own_part, first.assigner_id) == (True, ward.division_head.user_id)
    take(ward.specialist, first, Step.UPDATE_PROGRESS, progress_percent=60)
    task.refresh_from_db()
    assert (task.status, task.progress_percent) == (TaskStatus.IN_PROGRESS, 30)
    take(ward.specialist, first, Step.SUBMIT_DELIVERABLE)
    with pytest.raises(PermissionDenied):
        take(ward.specialist, first, Step.ACCEPT_DELIVERABLE)
    take(ward.division_head, first, Step.ACCEPT_DELIVERABLE)
    with pytest.raises(Refused, match="nhiệm vụ con chưa xong"):
        take(ward.division_head, task, Step.SUBMIT_DELIVERABLE)
    take(ward.leader, second, Step.CANCEL)
    take(ward.division_head, task, Step.SUBMIT_DELIVERABLE)
    task.refresh_from_db()
    assert task.status == TaskStatus.PENDING_ACCEPTANCE
    with pytest.raises(PermissionDenied):
        take(ward.division_head, task, Step.ACCEPT_DELIVERABLE)


def test_a_part_that_the_head_keeps_for_himself_is_accepted_by_somebody_else(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    own = PartAsked("Viết báo cáo", PartyDraft(unit_id=ward.economy.pk, person_id=ward.division_head.pk))
    take(ward.division_head, task, Step.SPLIT, parts=[own])
    part = _under(task)[0]
    take(ward.division_head, part, Step.SUBMIT_DELIVERABLE)
    with pytest.raises(PermissionDenied):
        take(ward.division_head, part, Step.ACCEPT_DELIVERABLE)
    take(ward.leader, part, Step.ACCEPT_DELIVERABLE)


def test_a_head_gives_parts_to_his_own_people_alone(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    for party in (unit(ward.culture), unit(ward.economy), PartyDraft(person_id=ward.specialist.pk)):
        with pytest.raises(ValidationError) as fault:
            take(ward.division_head, task, Step.SPLIT, parts=[PartAsked("Phần", party)])
        assert list(fault.value.message_dict) == ["to_0"]
    assert not _under(task)


def test_a_date_after_that_of_the_whole_or_one_that_has_passed_wants_a_reason(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    for day in (LATER, timezone.localdate() - dt.timedelta(days=1)):
        with pytest.raises(ValidationError) as fault:
            take(ward.leader, task, Step.SPLIT, parts=[_mine(ward), _mine(ward, due_date=day)])
        assert list(fault.value.message_dict) == ["date_1"]
    take(
        ward.leader, task, Step.SPLIT, parts=[_mine(ward, due_date=LATER)], reason="Chờ nghiệm thu công trình"
    )
    assert _under(task)[0].due_date == LATER


def test_a_subtask_of_a_subtask_moves_all_above_and_there_are_four_levels(ward: Ward) -> None:
    levels = [task_in(ward, TaskStatus.NOT_STARTED)]
    for number in range(3):
        take(ward.leader, levels[-1], Step.SPLIT, parts=[PartAsked(f"Cấp {number}", unit(ward.economy))])
        levels.append(_under(levels[-1])[0])
    with pytest.raises(Refused, match="nhiều nhất 4 cấp"):
        take(ward.leader, levels[-1], Step.SPLIT)
    take(ward.specialist, levels[-1], Step.UPDATE_PROGRESS)
    for each in levels:
        each.refresh_from_db()
        assert each.status == TaskStatus.IN_PROGRESS
    take(ward.leader, levels[0], Step.SUSPEND)
    assert set(Task.objects.filter(pk__in=[each.pk for each in levels]).values_list("status", flat=True)) == {
        "suspended"
    }
    take(ward.leader, levels[0], Step.CANCEL)
    assert not Task.objects.exclude(status=TaskStatus.CANCELLED).exists()


def test_a_task_is_never_placed_under_itself_or_its_parts(ward: Ward) -> None:
    top = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.leader, top, Step.SPLIT, parts=[PartAsked("Cấp 2", unit(ward.economy))])
    second = _under(top)[0]
    take(ward.leader, second, Step.SPLIT, parts=[PartAsked("Cấp 3", unit(ward.economy))])
    for above in (top, second, _under(second)[0]):
        with pytest.raises(Refused, match="không thể là phần của chính nó"):
            take(ward.leader, top, Step.PLACE_UNDER, above=above.uid)
    with pytest.raises(Refused, match="đã thuộc một nhiệm vụ"):
        take(ward.leader, second, Step.PLACE_UNDER, above=make(ward).uid)
    other = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.leader, other, Step.PLACE_UNDER, above=top.uid)
    assert [each.title for each in _under(top)] == ["Cấp 2", other.title]
    deep = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.leader, top, Step.PLACE_UNDER, above=deep.uid)
    with pytest.raises(Refused, match="nhiều nhất 4 cấp"):
        take(ward.leader, deep, Step.PLACE_UNDER, above=make(ward, due_date=DUE).uid)


def test_a_task_of_another_agency_or_one_that_is_closed_takes_no_part(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    closed = task_in(ward, TaskStatus.COMPLETED)
    with pytest.raises(Refused, match="không nhận thêm"):
        take(ward.leader, task, Step.PLACE_UNDER, above=closed.uid)
    standing = make(ward, kind="standing")
    with pytest.raises(Refused):
        take(ward.leader, standing, Step.SPLIT)


@pytest.mark.django_db(transaction=True)
def test_two_who_place_two_tasks_under_each_other_at_once_make_no_circle(ward: Ward) -> None:
    first, second = task_in(ward, TaskStatus.NOT_STARTED), task_in(ward, TaskStatus.NOT_STARTED)
    together, answers = threading.Barrier(2), []

    def place(task: Task, above: Task, access: Any) -> None:
        together.wait()
        try:
            actions.place_under(access, Held(task.uid), above=above.uid)
            answers.append("placed")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    people = [
        threading.Thread(target=place, args=(first, second, rights_of(ward.leader))),
        threading.Thread(target=place, args=(second, first, rights_of(ward.vice_leader))),
    ]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(answers) == ["placed", "refused"]
    assert Task.objects.filter(parent__isnull=False).count() == 1


def test_the_form_keeps_its_rows_when_more_are_asked_for_and_names_the_row_that_is_wrong(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    browser = client_of(ward.division_head)
    to = f"u{ward.economy.pk}p{ward.specialist.pk}"
    sent = {"version": task.version, "key": "0195b2f2-7d6c-7c3a-8a1e-1f7f0f6f0001", "rows": "4"}
    sent |= {"title_2": "Khảo sát tổ 3", "to_2": to}
    answer = browser.post(f"/nhiem-vu/{task.uid}/split/", sent | {"more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="rows" value="8"' in page
    assert 'value="Khảo sát tổ 3"' in page
    answer = browser.post(f"/nhiem-vu/{task.uid}/split/", sent | {"date_2": f"{LATER:%d/%m/%Y}"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_split_date_2_error"' in page
    assert not _under(task)
    for wrong in ({"to_2": ""}, {"title_2": ""}, {"date_2": "31/02/2097"}, {"to_2": "u999"}):
        assert browser.post(f"/nhiem-vu/{task.uid}/split/", sent | wrong).status_code == 422
    assert browser.post(f"/nhiem-vu/{task.uid}/split/", sent).status_code == 302
    assert [each.title for each in _under(task)] == ["Khảo sát tổ 3"]


def test_parts_stand_on_the_page_and_lead_back(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.division_head, task, Step.SPLIT, parts=[_mine(ward)])
    part = _under(task)[0]
    page = client_of(ward.leader).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "0/1 nhiệm vụ con" in page
    assert f"/nhiem-vu/{part.uid}/" in page
    page = client_of(ward.specialist).get(f"/nhiem-vu/{part.uid}/").content.decode()
    assert "Nhiệm vụ cấp trên" in page
    change(part, progress_percent=10)
