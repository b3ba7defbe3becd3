"""A one-off task without date or product goes out only for a leader's recorded reason, or once both are filled in."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import draft, unit

from sauro.journal.models import Entry
from sauro.journal.sealer import seal_all
from sauro.tasks.actions import Held, Refused, assign, assign_many, change
from sauro.tasks.actions.deciding import approve
from sauro.tasks.actions.many import Picks, approve_many
from sauro.tasks.facts import facts_of
from sauro.tasks.models import Listing, Task, TaskStatus

DUE = dt.date(2098, 1, 1)
WHOLE = {"due_date": DUE, "deliverable": "Danh mục"}
REASON = "Cần làm ngay, sản phẩm thống nhất sau khảo sát"
PENDING, NOT_STARTED = TaskStatus.PENDING_APPROVAL, TaskStatus.NOT_STARTED


def waiting(ward: Ward, **fields: Any) -> Task:
    return assign(rights_of(ward.clerk), draft(ward, **fields))


def fill(ward: Ward, task: Task, **facts: str) -> None:
    seen = facts_of(Task.objects.prefetch_related("parties").get(pk=task.pk))
    change(rights_of(ward.clerk), Held(task.uid), seen=seen, wanted=seen | facts)
    task.refresh_from_db()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (WHOLE, NOT_STARTED),
        ({"due_date": DUE}, PENDING),
        ({"deliverable": "Danh mục"}, PENDING),
        ({}, PENDING),
        ({"kind": "standing"}, NOT_STARTED),
        ({"kind": "recurring", "rrule": "FREQ=MONTHLY"}, NOT_STARTED),
    ],
)
def test_what_a_clerk_assigns_without_date_or_product_waits_for_a_leader(
    ward: Ward, fields: dict[str, Any], status: str
) -> None:
    task = waiting(ward, **fields)
    assert task.status == status
    assert Listing.objects.filter(holder=f"da{task.agency_id}", task=task).exists() is (status == PENDING)


def test_a_leader_assigns_it_with_his_reason(ward: Ward) -> None:
    task = assign(rights_of(ward.leader), draft(ward), reason=REASON)
    assert (task.status, task.let_out_reason, task.let_out_by) == (NOT_STARTED, REASON, ward.leader.user)


def test_a_leader_without_a_reason_is_asked_for_one_and_nothing_is_stored(ward: Ward) -> None:
    with pytest.raises(ValidationError) as fault:
        assign_many(rights_of(ward.leader), [draft(ward), draft(ward, **WHOLE)])
    assert "reason" in fault.value.message_dict
    assert not Task.objects.exists()


def test_the_parts_of_an_order_wait_and_go_out_with_it(ward: Ward) -> None:
    order = waiting(ward, leads=[unit(ward.economy), unit(ward.culture)])
    part = order.children.order_by("id")[0]
    assert part.status == PENDING
    with pytest.raises(Refused):
        approve(rights_of(ward.leader), Held(part.uid), reason=REASON)
    approve(rights_of(ward.leader), Held(order.uid), reason=REASON)
    assert set(order.children.values_list("status", flat=True)) == {NOT_STARTED}


@pytest.mark.parametrize("who", ["leader", "vice_leader"])
def test_a_leader_lets_it_out_for_a_reason_that_stands_in_the_journal(ward: Ward, who: str) -> None:
    task = waiting(ward)
    leader = getattr(ward, who)
    with pytest.raises(ValidationError):
        approve(rights_of(leader), Held(task.uid))
    approve(rights_of(leader), Held(task.uid), reason=REASON)
    task.refresh_from_db()
    assert (task.status, task.let_out_reason, task.let_out_by) == (NOT_STARTED, REASON, leader.user)
    assert Entry.objects.filter(action="tasks.approve").count() == 1


@pytest.mark.parametrize("who", ["clerk", "division_head", "specialist"])
def test_nobody_else_lets_it_out(ward: Ward, who: str) -> None:
    task = waiting(ward)
    with pytest.raises(PermissionDenied):
        approve(rights_of(getattr(ward, who)), Held(task.uid), reason=REASON)
    task.refresh_from_db()
    assert task.status == PENDING


def test_it_goes_out_at_once_when_date_and_product_are_filled_in(ward: Ward) -> None:
    task = waiting(ward)
    fill(ward, task, due_date=DUE.isoformat())
    assert task.status == PENDING
    fill(ward, task, deliverable="Danh mục")
    assert (task.status, task.let_out_reason) == (NOT_STARTED, "")


def test_what_is_filled_in_an_order_is_filled_in_its_parts(ward: Ward) -> None:
    order = waiting(ward, leads=[unit(ward.economy), unit(ward.culture)])
    fill(ward, order, due_date=DUE.isoformat(), deliverable="Danh mục")
    rows = set(order.children.values_list("status", "due_date", "deliverable"))
    assert rows == {(NOT_STARTED, DUE, "Danh mục")}


def test_a_selection_goes_out_for_one_reason(ward: Ward) -> None:
    order = waiting(ward, leads=[unit(ward.economy), unit(ward.culture)])
    tasks = [waiting(ward), waiting(ward, due_date=DUE), order]
    picks = Picks({task.uid: task.version for task in tasks}, uuid4())
    outcome = approve_many(rights_of(ward.leader), picks, reason=REASON)
    assert len(outcome.done) == 3
    assert set(Task.objects.values_list("status", "let_out_reason")) == {(NOT_STARTED, REASON)}


def test_a_selection_without_a_reason_stays(ward: Ward) -> None:
    task = waiting(ward)
    with pytest.raises(ValidationError):
        approve_many(rights_of(ward.leader), Picks({task.uid: task.version}, uuid4()))
    task.refresh_from_db()
    assert task.status == PENDING


def test_a_clerk_lets_no_selection_out(ward: Ward) -> None:
    task = waiting(ward)
    outcome = approve_many(rights_of(ward.clerk), Picks({task.uid: task.version}, uuid4()), reason=REASON)
    assert [each.pk for each, _ in outcome.refused] == [task.pk]
    task.refresh_from_db()
    assert task.status == PENDING


def test_the_page_says_what_it_waits_for_and_later_why_it_went_out(ward: Ward) -> None:
    task = waiting(ward, due_date=DUE)
    client = client_of(ward.leader)
    address = reverse("tasks:task", args=[task.uid])
    page = client.get(f"{address}?buoc=approve").content.decode()
    assert "Chưa có sản phẩm nên chờ lãnh đạo cho ý kiến." in page
    assert "Lý do cho giao khi chưa có sản phẩm" in page
    approve(rights_of(ward.leader), Held(task.uid), reason=REASON)
    while seal_all():
        pass
    page = client.get(address).content.decode()
    assert "cho giao khi chưa có sản phẩm:" in page
    assert "đã duyệt giao khi chưa có sản phẩm" in page
    assert page.count(REASON) == 2


def test_the_form_of_the_page_asks_for_the_reason(ward: Ward) -> None:
    task = waiting(ward)
    address = reverse("tasks:step", args=[task.uid, "approve"])
    sent = {"version": str(task.version), "key": str(uuid4()), "reason": ""}
    answer = client_of(ward.leader).post(address, sent)
    assert answer.status_code == 422
    client_of(ward.leader).post(address, sent | {"reason": REASON})
    task.refresh_from_db()
    assert (task.status, task.let_out_reason) == (NOT_STARTED, REASON)
