"""A person leaves: his open tasks go to who confirms their receipt; a unit is merged: its tasks go on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import change, make, person, unit

from sauro.identity.records import Stale
from sauro.journal.models import Entry
from sauro.organisation import actions
from sauro.organisation.handovers import handover_page
from sauro.organisation.models import Handover, Person, Post
from sauro.tasks.models import HandlingRole, Task, TaskParty, TaskStatus


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def leave(ward: Ward, who: Person | None = None, by: Person | None = None) -> Handover:
    leaver = who or ward.specialist
    return actions.open_handover(
        rights_of(by or leaver), leaver, ward.committee, last_day=day(9), reason="Điều động"
    )


def name(ward: Ward, one: Handover, to: Person, by: Person | None = None) -> Handover:
    one.refresh_from_db()
    named = {item.uid: (to, "") for item in one.items.filter(received_at=None)}
    return actions.name_receivers(rights_of(by or one.person), one, named, version=one.version)


def uids(one: Handover) -> list[Any]:
    return list(one.items.order_by("id").values_list("uid", flat=True))


def test_the_list_holds_what_stands_in_ones_own_name_and_is_open(ward: Ward) -> None:
    led = make(ward, title="Chủ trì", leads=[person(ward.specialist)])
    supported = make(ward, title="Phối hợp", supports=[person(ward.specialist)])
    answered = make(ward, title="Phụ trách", accountable_leader_id=ward.specialist.pk)
    make(ward, title="Của phòng")
    done = make(ward, title="Đã xong", leads=[person(ward.specialist)])
    change(done, status=TaskStatus.COMPLETED, finished_at=timezone.now())
    one = leave(ward)
    assert set(one.items.values_list("object_uid", flat=True)) == {led.uid, supported.uid, answered.uid}


def test_the_work_moves_with_the_receipt_and_not_before(ward: Ward) -> None:
    task = make(ward, leads=[person(ward.specialist)], accountable_leader_id=ward.specialist.pk)
    one = name(ward, leave(ward), ward.colleague)
    assert TaskParty.objects.get(task=task, role=HandlingRole.LEAD).person == ward.specialist
    actions.receive_items(rights_of(ward.colleague), one, uids(one))
    task.refresh_from_db()
    assert TaskParty.objects.get(task=task, role=HandlingRole.LEAD).person == ward.colleague
    assert task.accountable_leader == ward.colleague
    one.refresh_from_db()
    assert one.finished_at is not None
    told = list(Entry.objects.filter(action="tasks.take_over").values_list("object_uid", flat=True))
    assert told == [task.uid]
    actions.receive_items(rights_of(ward.colleague), one, uids(one))  # sent twice
    assert Entry.objects.filter(action="tasks.take_over").count() == 1


@pytest.mark.parametrize("who", ["specialist", "leader", "division_head", "administrator", "auditor"])
def test_only_the_receiver_confirms(ward: Ward, who: str) -> None:
    make(ward, leads=[person(ward.specialist)])
    one = name(ward, leave(ward), ward.colleague)
    with pytest.raises(PermissionDenied):
        actions.receive_items(rights_of(getattr(ward, who)), one, uids(one))


@pytest.mark.parametrize(
    ("who", "may"),
    [("specialist", True), ("leader", True), ("administrator", False), ("colleague", False), ("clerk", False), ("auditor", False)],
)  # fmt: skip
def test_who_names_receivers(ward: Ward, who: str, may: bool) -> None:
    make(ward, leads=[person(ward.specialist)])
    one = leave(ward)
    if may:
        name(ward, one, ward.colleague, by=getattr(ward, who))
    else:
        with pytest.raises(PermissionDenied):
            name(ward, one, ward.colleague, by=getattr(ward, who))


def test_a_receiver_has_a_post_in_the_agency(ward: Ward) -> None:
    make(ward, leads=[person(ward.specialist)])
    one = leave(ward)
    for to in (ward.party_clerk, ward.specialist):
        with pytest.raises(ValidationError):
            name(ward, one, to)
    with pytest.raises(Stale):
        actions.name_receivers(rights_of(ward.specialist), one, {}, version=one.version + 1)


def test_what_is_given_back_waits_for_another_receiver(ward: Ward) -> None:
    make(ward, leads=[person(ward.specialist)])
    one = name(ward, leave(ward), ward.colleague)
    actions.decline_item(rights_of(ward.colleague), one, uids(one)[0], reason="Không thuộc lĩnh vực")
    item = one.items.get()
    assert item.receiver is None
    assert item.declined == f"{ward.colleague.full_name}: Không thuộc lĩnh vực"
    with pytest.raises(PermissionDenied):
        actions.receive_items(rights_of(ward.colleague), one, uids(one))
    name(ward, one, ward.division_head)
    assert one.items.get().declined == ""


def test_nobody_is_in_a_task_twice(ward: Ward) -> None:
    task = make(ward, leads=[person(ward.specialist)], supports=[person(ward.colleague), unit(ward.culture)])
    one = name(ward, leave(ward), ward.colleague)
    actions.receive_items(rights_of(ward.colleague), one, uids(one))
    parties = TaskParty.objects.filter(task=task).order_by("id").values_list("role", "person_id", "unit_id")
    assert list(parties) == [("lead", ward.colleague.pk, None), ("support", None, ward.culture.pk)]


def test_the_list_is_brought_up_to_date(ward: Ward) -> None:
    first = make(ward, title="Một", leads=[person(ward.specialist)])
    one = leave(ward)
    make(ward, title="Hai", leads=[person(ward.specialist)])
    change(first, status=TaskStatus.CANCELLED, finished_at=timezone.now())
    actions.refresh_handover(rights_of(ward.specialist), one, version=one.version)
    assert list(one.items.values_list("title", flat=True)) == ["Hai"]


def test_the_last_post_is_not_ended_over_open_work(ward: Ward) -> None:
    make(ward, leads=[person(ward.specialist)])
    post = Post.objects.get(person=ward.specialist)
    with pytest.raises(ValidationError, match="bàn giao"):
        actions.end_post(rights_of(ward.administrator), post, last_day=day(3))
    answer = client_of(ward.administrator).post(
        f"/to-chuc/chuc-danh/{post.uid}/thoi-giu/", {"last_day": f"{day(3):%d/%m/%Y}"}
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith("/ban-giao/")
    leave(ward, by=ward.administrator)
    actions.end_post(rights_of(ward.administrator), post, last_day=day(3))


def test_a_second_post_in_the_agency_needs_no_handover(ward: Ward) -> None:
    make(ward, leads=[person(ward.specialist)])
    post = Post.objects.get(person=ward.specialist)
    Post.objects.create(
        workspace=ward.workspace, person=ward.specialist, agency=ward.committee, unit=ward.culture, role="specialist", title="x"
    )  # fmt: skip
    actions.end_post(rights_of(ward.administrator), post, last_day=day(3))


def test_the_administrator_opens_one_and_reads_nothing_of_it(ward: Ward) -> None:
    make(ward, title="Rà soát điểm úng ngập", leads=[person(ward.specialist)])
    one = leave(ward, by=ward.administrator)
    name(ward, one, ward.colleague, by=ward.leader)
    client = client_of(ward.administrator)
    text = client.get(f"/to-chuc/ban-giao/{one.uid}/").content.decode()
    assert "úng ngập" not in text
    assert "1 nội dung đang chờ" in text
    assert client.get(f"/to-chuc/ban-giao/{one.uid}/bien-ban/").status_code == 403
    for who in (ward.specialist, ward.leader, ward.colleague):
        for address in ("", "bien-ban/"):
            assert "úng ngập" in client_of(who).get(f"/to-chuc/ban-giao/{one.uid}/{address}").content.decode()
    for who in (ward.division_head, ward.auditor, ward.party_clerk, ward.outsider):
        with pytest.raises(Http404):
            handover_page(rights_of(who), one.uid)


def test_the_way_through_the_pages(ward: Ward) -> None:
    make(ward, title="Một", leads=[person(ward.specialist)])
    make(ward, title="Hai", leads=[person(ward.specialist)])
    one = leave(ward)
    first, second = one.items.order_by("id")
    address = f"/to-chuc/ban-giao/{one.uid}/"
    form = {f"to.{first.uid}": ward.colleague.uid, f"note.{first.uid}": "Hồ sơ ở tủ 2", f"to.{second.uid}": "",
            "to_all": ward.division_head.uid, "version": one.version}  # fmt: skip
    client_of(ward.specialist).post(f"{address}nguoi-nhan/", form)
    assert [item.receiver for item in one.items.order_by("id")] == [ward.colleague, ward.division_head]
    client_of(ward.colleague).post(f"{address}nhan/", {"item": [first.uid, "x"]})
    client_of(ward.division_head).post(
        f"{address}tu-choi/", {"decline": second.uid, f"reason.{second.uid}": "Bận"}
    )
    one.refresh_from_db()
    client_of(ward.leader).post(
        f"{address}nguoi-nhan/", {f"to.{second.uid}": ward.colleague.uid, "version": one.version}
    )
    client_of(ward.colleague).post(f"{address}nhan/", {"item": second.uid})
    one.refresh_from_db()
    assert one.finished_at is not None
    minutes = client_of(ward.leader).get(f"{address}bien-ban/").content.decode()
    assert "BIÊN BẢN" in minutes
    assert "Hồ sơ ở tủ 2" in minutes


def test_one_without_receipt_is_called_off_and_a_half_one_is_not(ward: Ward) -> None:
    make(ward, title="Một", leads=[person(ward.specialist)])
    make(ward, title="Hai", leads=[person(ward.specialist)])
    one = name(ward, leave(ward), ward.colleague)
    actions.receive_items(rights_of(ward.colleague), one, uids(one)[:1])
    one.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.close_handover(rights_of(ward.specialist), one, version=one.version)
    other = leave(ward, ward.division_head)
    closed = actions.close_handover(rights_of(ward.division_head), other, version=other.version)
    assert closed.finished_at is not None  # nothing was open


def test_a_merged_unit_leaves_its_open_tasks_to_its_successor(ward: Ward) -> None:
    led = make(ward, ward.culture)
    both = make(ward, ward.culture, supports=[unit(ward.economy)])
    helped = make(ward, ward.economy, supports=[unit(ward.culture)])
    done = make(ward, ward.culture)
    change(done, status=TaskStatus.COMPLETED, finished_at=timezone.now())
    actions.merge_unit(
        rights_of(ward.administrator),
        ward.culture,
        ward.economy,
        last_day=day(-1),
        version=ward.culture.version,
    )

    def units(task: Task) -> list[tuple[str, int | None]]:
        return list(TaskParty.objects.filter(task=task).order_by("id").values_list("role", "unit_id"))

    assert units(led) == units(both) == units(helped) == [("lead", ward.economy.pk)]
    assert units(done) == [("lead", ward.culture.pk)]
    assert Entry.objects.filter(action="tasks.follow_merger").count() == 3
