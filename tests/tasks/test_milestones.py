"""Milestones of long tasks: proposed, set, reached, and what a late one says."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.people import Ward, client_of
from tests.tasks.living import DUE, take, task_in
from tests.tasks.making import change

from sauro.tasks.actions import Planned, Refused
from sauro.tasks.life import Step
from sauro.tasks.milestones import at_risk, is_long, propose
from sauro.tasks.models import Milestone, TaskStatus

BEGIN, END = dt.date(2026, 11, 2), dt.date(2027, 1, 29)


def test_two_are_proposed_on_working_days_between_begin_and_end() -> None:
    found = propose(BEGIN, END)
    assert [each.name for each in found] == [
        "Hoàn thành một phần ba khối lượng",
        "Hoàn thành hai phần ba khối lượng",
    ]
    assert BEGIN < found[0].due_date < found[1].due_date < END
    assert all(each.due_date.weekday() < 5 for each in found)


@pytest.mark.parametrize(
    ("product", "first"),
    [("Kế hoạch kiểm tra", "Dự thảo xong, gửi lấy ý kiến"), ("Báo cáo kết quả", "Thu thập xong số liệu")],
)
def test_they_are_named_after_the_product(product: str, first: str) -> None:
    assert propose(BEGIN, END, product)[0].name == first


def test_a_task_of_more_than_thirty_days_has_milestones() -> None:
    assert not is_long("one_off", BEGIN, BEGIN + dt.timedelta(days=30))
    assert is_long("one_off", BEGIN, BEGIN + dt.timedelta(days=31))
    assert not is_long("standing", BEGIN, None)
    assert not is_long("recurring", BEGIN, END)


def test_one_that_passed_puts_an_open_task_at_risk() -> None:
    assert at_risk(BEGIN, "in_progress", BEGIN + dt.timedelta(days=1))
    assert not at_risk(BEGIN, "in_progress", BEGIN)
    assert not at_risk(BEGIN, "pending_acceptance", END)
    assert not at_risk(None, "in_progress", END)


def test_what_was_reached_stays_when_the_others_are_set_anew(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    first, second = dt.date(2097, 1, 5), dt.date(2097, 6, 5)
    take(ward.specialist, task, Step.PLAN_MILESTONES, milestones=[Planned("A", first), Planned("B", second)])
    one = Milestone.objects.get(name="A")
    take(ward.specialist, task, Step.REACH_MILESTONE, milestone=one.uid)
    task.refresh_from_db()
    assert task.next_milestone == second
    with pytest.raises(Refused, match="đã đạt"):
        take(ward.specialist, task, Step.REACH_MILESTONE, milestone=one.uid)
    take(ward.specialist, task, Step.PLAN_MILESTONES, milestones=[])
    assert list(Milestone.objects.values_list("name", flat=True)) == ["A"]
    task.refresh_from_db()
    assert task.next_milestone is None


@pytest.mark.parametrize(
    ("planned", "field"),
    [(Planned(" ", dt.date(2097, 1, 1)), "name_0"), (Planned("A", DUE + dt.timedelta(days=1)), "date_0")],
)
def test_a_fault_names_its_row(ward: Ward, planned: Planned, field: str) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    with pytest.raises(ValidationError) as fault:
        take(ward.specialist, task, Step.PLAN_MILESTONES, milestones=[planned])
    assert list(fault.value.message_dict) == [field]


def test_a_late_milestone_stands_on_the_page_and_in_the_row(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    past = timezone.localdate() - dt.timedelta(days=2)
    Milestone.objects.create(task=task, name="Khảo sát xong", due_date=past)
    change(task, next_milestone=past)
    for address in (f"/nhiem-vu/{task.uid}/", "/nhiem-vu/"):
        assert f"Có nguy cơ: mốc {past:%d/%m}" in client_of(ward.leader).get(address).content.decode()


def test_the_form_of_a_long_task_begins_with_the_proposal(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, deliverable="Báo cáo")
    page = client_of(ward.specialist).get(f"/nhiem-vu/{task.uid}/?buoc=plan_milestones").content.decode()
    assert 'value="Thu thập xong số liệu"' in page
    assert "các mốc dưới đây là đề xuất" in page
