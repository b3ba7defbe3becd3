"""A task is given to a person, given again after a refusal, changed by two people at once."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from tests.people import Ward, add_person, client_of, rights_of
from tests.tasks.living import DUE, RELATIONS, given, take, task_in
from tests.tasks.making import draft, make, unit

from sauro.organisation.models import Post, Role, Unit
from sauro.tasks import actions
from sauro.tasks.actions import Diverged, Held, Refused
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.facts import facts_of
from sauro.tasks.life import Step
from sauro.tasks.lists import Filters, page_of
from sauro.tasks.models import DueChange, HandlingRole, Listing, Task, TaskParty, TaskStatus

LATER = DUE + dt.timedelta(days=20)


def _lead(task: Task) -> TaskParty:
    return TaskParty.objects.get(task=task, role=HandlingRole.LEAD)


def _facts(task: Task) -> dict[str, str]:
    return facts_of(Task.objects.prefetch_related("parties").get(pk=task.pk))


def _change(
    ward: Ward, task: Task, seen: dict[str, str] | None = None, reason: str = "", **wanted: str
) -> Task:
    task.refresh_from_db()
    seen = seen or _facts(task)
    held = Held(task.uid, task.version)
    return actions.change(rights_of(ward.leader), held, seen=seen, wanted=seen | wanted, reason=reason)


# --- the person in the unit -------------------------------------------------------------------------------------------


def test_the_head_gives_the_task_to_one_of_his_people_and_the_unit_stays_the_lead(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.division_head, task, Step.NAME_ASSIGNEE, person=ward.specialist.uid)
    lead = _lead(task)
    assert (lead.unit, lead.person) == (ward.economy, ward.specialist)
    holders = set(Listing.objects.filter(task=task).values_list("holder", flat=True))
    assert {f"u{ward.economy.pk}", f"p{ward.specialist.pk}"} <= holders
    assert page_of(rights_of(ward.specialist), Filters()).names[task.pk].assignee == "Nguyễn Thị Nứa"
    take(ward.division_head, task, Step.NAME_ASSIGNEE, person=None)
    assert _lead(task).person is None
    with pytest.raises(Refused):
        take(ward.division_head, task, Step.NAME_ASSIGNEE, person=None)


def test_only_somebody_with_a_post_in_the_unit_today_is_named(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    gone = add_person("Đinh Văn Lác", "lac", ward.committee, ward.economy, Role.SPECIALIST, "Chuyên viên")
    Post.objects.filter(person=gone).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    for person, words in (
        (gone, "hiện không giữ vị trí nào để nhận nhiệm vụ"),
        (ward.colleague, "hiện không giữ vị trí nào ở Phòng Kinh tế"),
        (ward.outsider, "không thuộc phường"),
        (ward.administrator, "hiện không giữ vị trí nào"),
    ):
        with pytest.raises(ValidationError, match=words):
            take(ward.division_head, task, Step.NAME_ASSIGNEE, person=person.uid)
    assert _lead(task).person is None


def test_the_form_offers_the_people_of_the_unit_alone(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    page = client_of(ward.division_head).get(f"/nhiem-vu/{task.uid}/?buoc=name_assignee").content.decode()
    offered = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    assert set(offered) == {str(ward.division_head.uid), str(ward.specialist.uid)}


def test_without_a_unit_there_is_nobody_to_name(ward: Ward) -> None:
    task = make(ward, leads=[PartyDraft(name="Công ty thoát nước Đồng Lau")])
    with pytest.raises(Refused, match="không do đơn vị nào"):
        take(ward.leader, task, Step.NAME_ASSIGNEE)


def test_nobody_is_assigned_without_a_post_or_outside_his_unit(ward: Ward) -> None:
    for party, words in (
        (PartyDraft(unit_id=ward.economy.pk, person_id=ward.colleague.pk), "chọn người của đơn vị"),
        (PartyDraft(person_id=ward.administrator.pk), "chọn người khác"),
        (PartyDraft(person_id=ward.outsider.pk), "không thuộc phường"),
    ):
        with pytest.raises(ValidationError, match=words):
            actions.assign(rights_of(ward.clerk), draft(ward, leads=[party]))


# --- a refusal --------------------------------------------------------------------------------------------------------


def test_a_refused_task_goes_to_another_unit_with_its_reason_kept(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.division_head, task, Step.RECEIVE)
    take(ward.division_head, task, Step.REFUSE)
    task.refresh_from_db()
    assert (task.status, task.refusal) == (TaskStatus.PENDING_APPROVAL, "Không thuộc thẩm quyền của phòng")
    with pytest.raises(Refused, match="giao lại kèm trả lời"):
        take(ward.leader, task, Step.APPROVE)
    page = client_of(ward.leader).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "Không thuộc thẩm quyền của phòng" in page
    take(ward.leader, task, Step.REASSIGN, lead=f"u{ward.office.pk}")
    task.refresh_from_db()
    assert (task.status, task.refusal, task.received_at) == (TaskStatus.NOT_STARTED, "", None)
    assert (_lead(task).unit, _lead(task).person) == (ward.office, None)
    assert "van phong hdnd" in task.search_text
    take(ward.clerk, task, Step.COMMENT)


def test_the_same_unit_gets_it_again_only_with_an_answer(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.division_head, task, Step.REFUSE)
    same = f"u{ward.economy.pk}"
    with pytest.raises(ValidationError) as fault:
        take(ward.leader, task, Step.REASSIGN, lead=same)
    assert list(fault.value.message_dict) == ["words"]
    take(ward.leader, task, Step.REASSIGN, lead=same, words="Phòng chủ trì theo quy chế làm việc.")
    take(ward.specialist, task, Step.RECEIVE)


@pytest.mark.parametrize("lead", ["", "u999999", "x1", "u", "n  "])
def test_a_lead_that_is_none_is_answered_clearly(ward: Ward, lead: str) -> None:
    task = task_in(ward, TaskStatus.PENDING_APPROVAL)
    with pytest.raises(ValidationError) as fault:
        take(ward.leader, task, Step.REASSIGN, lead=lead)
    assert list(fault.value.message_dict) == ["lead"]


def test_a_unit_that_has_ended_gets_nothing(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.PENDING_APPROVAL)
    Unit.objects.filter(pk=ward.culture.pk).update(valid_to=dt.date(2020, 6, 30))
    with pytest.raises(ValidationError, match="30/06/2020"):
        take(ward.leader, task, Step.REASSIGN)


# --- changing ---------------------------------------------------------------------------------------------------------


def test_what_is_changed_stands_in_the_task_and_a_moved_date_keeps_its_reason(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    with pytest.raises(ValidationError) as fault:
        _change(ward, task, due_date=LATER.isoformat())
    assert list(fault.value.message_dict) == ["reason"]
    supports = f"u{ward.office.pk}"
    _change(
        ward, task, reason="Cấp trên lùi hạn", due_date=LATER.isoformat(), deliverable="Danh mục\n\nBản đồ ",
        supports=supports, category="strategic", resources="02 cán bộ",
    )  # fmt: skip
    task.refresh_from_db()
    assert (task.due_date, task.deliverable, task.category) == (LATER, "Danh mục\nBản đồ", "strategic")
    assert [each.unit for each in task.parties.filter(role=HandlingRole.SUPPORT)] == [ward.office]
    moved = DueChange.objects.get(task=task)
    assert (moved.old_date, moved.reason, moved.by_id) == (DUE, "Cấp trên lùi hạn", ward.leader.user_id)
    page = client_of(ward.leader).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "Trần Văn Lau sửa hạn ngày" in page


def test_a_new_lead_has_to_receive_the_task(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    _change(ward, task, reason="Chuyển đúng lĩnh vực", lead=f"u{ward.culture.pk}")
    task.refresh_from_db()
    assert (task.status, task.received_at, _lead(task).unit) == (TaskStatus.NOT_STARTED, None, ward.culture)
    assert not task.parties.filter(role=HandlingRole.SUPPORT).exists()  # it was supporting before
    take(ward.colleague, task, Step.RECEIVE)
    with pytest.raises(Http404):  # it is not theirs any more
        take(ward.specialist, task, Step.UPDATE_PROGRESS)


@pytest.mark.parametrize(
    ("name", "wanted", "reason"),
    [
        ("title", {"title": " "}, ""),
        ("lead", {"lead": ""}, "x"),
        ("lead", {"lead": "u999999"}, "x"),
        ("supports", {"supports": "u999999"}, ""),
        ("due_date", {"due_date": ""}, "x"),
        ("reason", {"due_date": "2020-01-01"}, ""),
        ("category", {"category": "sometimes"}, ""),
        ("priority", {"priority": "9"}, ""),
        ("accountable_leader", {"accountable_leader": "999999"}, ""),
        ("work_field", {"work_field": "x"}, ""),
        ("authority", {"authority": "a" * 201}, ""),
    ],
)
def test_a_fault_names_its_field_and_nothing_is_changed(
    ward: Ward, name: str, wanted: dict[str, str], reason: str
) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    before = _facts(task)
    with pytest.raises(ValidationError) as fault:
        _change(ward, task, reason=reason, **wanted)
    assert list(fault.value.message_dict) == [name]
    assert _facts(task) == before


def test_a_day_that_has_passed_is_set_with_a_reason(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    _change(ward, task, due_date="2020-01-01", reason="Nhập lại theo văn bản gốc")
    task.refresh_from_db()
    assert task.due_date == dt.date(2020, 1, 1)


def test_the_lead_does_not_change_while_the_product_waits(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.PENDING_ACCEPTANCE)
    with pytest.raises(ValidationError, match="chờ nghiệm thu"):
        _change(ward, task, reason="x", lead=f"u{ward.culture.pk}")


# --- two people -------------------------------------------------------------------------------------------------------


def test_who_changes_what_somebody_else_has_changed_is_shown_both(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    seen = _facts(task)
    _change(ward, task, seen, title="Của người thứ nhất", authority="Chủ tịch UBND phường")
    with pytest.raises(Diverged) as diverged:
        _change(ward, task, seen, title="Của người thứ hai")
    assert diverged.value.stored["title"] == "Của người thứ nhất"
    task.refresh_from_db()
    assert task.title == "Của người thứ nhất"


def test_a_step_of_somebody_else_is_no_conflict(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    seen, version = _facts(task), task.version
    take(ward.specialist, task, Step.UPDATE_PROGRESS)
    wanted = seen | {"priority": "urgent"}
    done = actions.change(rights_of(ward.leader), Held(task.uid, version), seen=seen, wanted=wanted)
    assert (done.priority, done.progress_percent) == ("urgent", 40)


def _form(page: str) -> dict[str, Any]:
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {name: value.replace("&quot;", '"') for name, value in hidden.items()}


def test_the_merge_screen_takes_each_field_from_whom_one_says(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    browser = client_of(ward.leader)
    address = f"/nhiem-vu/{task.uid}/change/"
    hidden = _form(browser.get(f"/nhiem-vu/{task.uid}/?buoc=change").content.decode())
    seen = json.loads(hidden["seen"])
    _change(ward, task, title="Rà soát toàn phường", authority="Chủ tịch UBND phường")
    sent = {
        "title": "Rà soát ba tổ dân phố", "lead": seen["lead"], "supports": [f"u{ward.culture.pk}"], "priority": "high",
        "due_date": f"{DUE:%d/%m/%Y}", "version": hidden["version"], "key": hidden["key"], "seen": hidden["seen"],
    }  # fmt: skip
    answer = browser.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "Rà soát điểm úng ngập",
        "Rà soát toàn phường",
        "Rà soát ba tổ dân phố",
        "Chủ tịch UBND phường",
        "Ưu tiên",
    ):
        assert words in page, words
    picks = {"pick_title": "theirs", "pick_authority": "theirs", "pick_priority": "mine", "reason": ""}
    assert re.search(r'name="pick_priority" value="mine" checked', page)
    assert re.search(r'name="pick_authority" value="theirs" checked', page)
    for _ in range(2):  # sent twice it counts once
        assert browser.post(address, _form(page) | picks).status_code == 302
    task.refresh_from_db()
    assert (task.title, task.authority, task.priority) == (
        "Rà soát toàn phường",
        "Chủ tịch UBND phường",
        "high",
    )


def test_a_form_that_was_tampered_with_changes_nothing(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    browser = client_of(ward.leader)
    hidden = _form(browser.get(f"/nhiem-vu/{task.uid}/?buoc=change").content.decode())
    for seen in ("", "[]", "{}", "null", '{"title": 1}'):
        sent = hidden | {"seen": seen, "title": "Khác", "lead": f"u{ward.economy.pk}"}
        assert browser.post(f"/nhiem-vu/{task.uid}/change/", sent).status_code == 422
        assert browser.post(f"/nhiem-vu/{task.uid}/change/", sent | {"mine": seen}).status_code == 422


@pytest.mark.parametrize("who", [who for who in RELATIONS if who not in ("clerk", "leader", "vice_leader")])
def test_nobody_else_changes_it(ward: Ward, who: str) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    answer = client_of(getattr(ward, who)).get(f"/nhiem-vu/{task.uid}/?buoc=change")
    assert answer.status_code == 404 or 'name="seen"' not in answer.content.decode()
    assert given(task, Step.CHANGE)["wanted"]["priority"] == "high"


def test_an_order_keeps_its_parts_when_it_is_changed(ward: Ward) -> None:
    whole = make(ward, leads=[unit(ward.economy), unit(ward.culture)], due_date=DUE)
    _change(ward, whole, priority="urgent")
    assert whole.children.count() == 2
