import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.people import Ward, rights_of
from tests.tasks.making import change, document, draft, make, person, sourced, unit

from sauro.journal.models import Entry
from sauro.organisation.models import Unit
from sauro.tasks.actions import assign, assign_many, withdraw
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.models import Task, TaskParty

DUE = dt.date(2026, 11, 30)


@pytest.mark.parametrize("who", ["clerk", "leader", "vice_leader"])
def test_clerk_and_leaders_assign(ward: Ward, who: str) -> None:
    access = rights_of(getattr(ward, who))
    task = assign(
        access,
        draft(
            ward,
            supports=[unit(ward.culture), PartyDraft(name="Sở Xây dựng")],
            due_date=DUE,
            deliverable="Danh mục",
        ),
    )
    parties = list(task.parties.order_by("id").values_list("role", "unit__name", "name"))
    assert parties == [
        ("lead", "Phòng Kinh tế, Hạ tầng và Đô thị", ""),
        ("support", "Phòng Văn hóa - Xã hội", ""),
        ("support", None, "Sở Xây dựng"),
    ]
    assert (task.status, task.due_date, task.assigner) == ("not_started", DUE, access.user)
    assert task.search_text.startswith("ra soat diem ung ngap")
    assert "phong van hoa - xa hoi so xay dung" in task.search_text


@pytest.mark.parametrize(
    "who",
    ["division_head", "specialist", "colleague", "auditor", "administrator", "party_clerk", "outsider"],
)
def test_nobody_else_assigns_for_the_agency(ward: Ward, who: str) -> None:
    with pytest.raises(PermissionDenied):
        assign(rights_of(getattr(ward, who)), draft(ward))
    assert not Task.objects.exists()
    assert not Entry.objects.exists()


def test_several_leads_make_a_parent_and_a_child_for_each(ward: Ward) -> None:
    extraction = document(ward.committee)
    groups = [unit(group) for group in ward.groups]
    parent = make(
        ward,
        leads=[unit(ward.office), *groups],
        supports=[unit(ward.culture)],
        due_date=DUE,
        **sourced(extraction),
    )
    children = list(parent.children.order_by("id"))
    assert len(children) == 4
    assert parent.parties.get(role="lead").unit == ward.office
    assert [child.parties.get().unit for child in children] == [ward.office, *ward.groups]
    assert {child.due_date for child in children} == {DUE}
    assert {(child.extraction_id, child.span_start, child.quote) for child in children} == {
        (extraction.pk, parent.span_start, parent.quote)
    }
    assert parent.parties.filter(role="support").count() == 1
    entries = Entry.objects.filter(action="tasks.assign")
    assert entries.count() == 5
    assert entries.values("action_id").distinct().count() == 1


def test_a_standing_duty_gets_no_date(ward: Ward) -> None:
    task = make(ward, kind="standing", due_date=DUE, due_time=dt.time(11), due_text="thường xuyên")
    assert (task.due_date, task.due_time, task.due_text) == (None, None, "thường xuyên")


def test_each_party_is_in_a_task_once(ward: Ward) -> None:
    task = make(
        ward,
        leads=[unit(ward.economy), unit(ward.economy)],
        supports=[unit(ward.economy), unit(ward.culture), unit(ward.culture)],
    )
    assert task.parties.count() == 2
    assert not task.children.exists()


def test_a_unit_of_another_agency_is_marked(ward: Ward) -> None:
    task = make(ward, ward.party_office, supports=[unit(ward.culture)])
    assert task.parties.get(role="lead").agency == ward.party
    assert task.parties.get(role="support").agency is None


Fault = Callable[[Ward], dict[str, Any]]
FAULTS: list[tuple[str, Fault]] = [
    ("title", lambda _: {"title": "  "}),
    ("leads", lambda _: {"leads": []}),
    ("leads", lambda _: {"leads": [PartyDraft(name=" ")]}),
    ("leads", lambda _: {"leads": [PartyDraft(unit_id=987654)]}),
    ("supports", lambda ward: {"supports": [person(ward.outsider)]}),
    ("kind", lambda _: {"kind": "sometimes"}),
    ("accountable_leader", lambda ward: {"accountable_leader_id": ward.outsider.pk}),
    ("work_field", lambda _: {"work_field_id": 987654}),
    ("extraction", lambda ward: {"extraction": document(ward.committee)}),
    ("extraction", lambda ward: {**sourced(document(ward.committee)), "span_end": 0}),
]


@pytest.mark.parametrize(("field", "wrong"), FAULTS)
def test_a_fault_names_its_field_and_nothing_is_stored(ward: Ward, field: str, wrong: Fault) -> None:
    with pytest.raises(ValidationError) as caught:
        assign_many(rights_of(ward.clerk), [draft(ward), draft(ward, **wrong(ward))])
    assert list(caught.value.message_dict) == [field]
    assert not Task.objects.exists()


def test_a_unit_that_has_ended_takes_no_task(ward: Ward) -> None:
    Unit.objects.filter(pk=ward.economy.pk).update(valid_to=dt.date(2020, 6, 30))
    with pytest.raises(ValidationError, match="30/06/2020"):
        assign(rights_of(ward.clerk), draft(ward))


def test_many_cost_no_more_queries_than_one(ward: Ward, django_assert_max_num_queries: Any) -> None:
    access = rights_of(ward.clerk)
    many = [draft(ward, title=f"Việc {number}", supports=[unit(ward.culture)]) for number in range(60)]
    with django_assert_max_num_queries(17):
        tasks = assign_many(access, many)
    assert [task.title for task in tasks] == [one.title for one in many]
    assert TaskParty.objects.count() == 120


def test_the_database_holds_one_lead_and_the_time_of_an_end(ward: Ward) -> None:
    task = make(ward)
    for fault in (
        lambda: TaskParty.objects.create(task=task, role="lead", unit=ward.culture),
        lambda: Task.objects.filter(pk=task.pk).update(status="completed"),
        lambda: Task.objects.filter(pk=task.pk).update(kind="standing", due_date=DUE),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            fault()


def test_a_fresh_task_is_withdrawn_with_its_children(ward: Ward) -> None:
    parent = make(ward, leads=[unit(group) for group in ward.groups])
    withdraw(rights_of(ward.clerk), parent, reason="giao nhầm")
    assert set(Task.objects.values_list("status", flat=True)) == {"cancelled"}
    with pytest.raises(ValidationError):
        withdraw(rights_of(ward.clerk), parent)


def test_a_task_that_was_begun_is_not_withdrawn(ward: Ward) -> None:
    parent = make(ward, leads=[unit(group) for group in ward.groups])
    change(parent.children.first(), status="in_progress")
    with pytest.raises(ValidationError):
        withdraw(rights_of(ward.clerk), parent)
    for other in (ward.specialist, ward.division_head, ward.outsider, ward.administrator):
        with pytest.raises(PermissionDenied):
            withdraw(rights_of(other), parent)
    assert not Task.objects.filter(status="cancelled").exists()
