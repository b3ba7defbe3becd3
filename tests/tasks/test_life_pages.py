"""The page of a task through its life: what it offers to whom, what it shows, what it says when something is wrong."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.asked import asked
from tests.people import Ward, client_of
from tests.tasks.living import DUE, RELATIONS, SENT, ready_for, take, task_in
from tests.tasks.living import given as given_to
from tests.tasks.making import change, document, make, sourced, unit

from sauro.journal.sealer import seal_all
from sauro.tasks.facts import facts_of
from sauro.tasks.life import RULES, Step
from sauro.tasks.models import Comment, ProgressUpdate, Submission, Task, TaskStatus
from sauro.tasks.step_forms import has_form


def _page(ward: Ward, who: str, task: Task, more: str = "") -> str:
    answer = client_of(getattr(ward, who)).get(f"/nhiem-vu/{task.uid}/{more}")
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return page


def _offered(page: str) -> set[str]:
    return set(re.findall(r'href="\?buoc=(\w+)#buoc"', page)) | set(
        re.findall(r'action="/nhiem-vu/[\w-]+/(\w+)/"', page)
    )


def _said(ward: Ward, task: Task, step: Step) -> dict[str, Any]:
    if step == Step.CHANGE:
        seen = facts_of(task)
        return SENT[step] | {
            "seen": json.dumps(seen),
            "lead": seen["lead"],
            "supports": [f"u{ward.culture.pk}"],
        }
    if step == Step.SPLIT:
        return SENT[step] | {"to_0": f"u{ward.economy.pk}p{ward.specialist.pk}"}
    if step in SENT:
        return SENT[step]
    given = given_to(task, step) | ({"confidence": "yes"} if step == Step.UPDATE_PROGRESS else {})
    given |= {"quality": "meets"} if step == Step.ACCEPT_DELIVERABLE else {}
    return {
        name: f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
        for name, value in given.items()
    }


SEEING = [who for who, relations in RELATIONS.items() if relations or who == "auditor"]
# Steps that answer something, which a plain task has not; the last one, that somebody above the ward decides.
ANSWERS = {
    *(Step.EXTEND_DEADLINE, Step.REJECT_EXTENSION, Step.EXPLAIN, Step.REACH_MILESTONE),
    Step.REPORT_BEYOND,
    Step.END_SERIES,
}


@pytest.mark.parametrize("status", TaskStatus)
@pytest.mark.parametrize("who", SEEING)
def test_the_page_offers_exactly_what_the_table_allows(ward: Ward, who: str, status: str) -> None:
    task = task_in(ward, status)
    expected = {
        step
        for step, rule in RULES.items()
        if rule.who & RELATIONS[who] and status in rule.moves and step not in ANSWERS
    }
    assert _offered(_page(ward, who, task)) == {str(step) for step in expected}


@pytest.mark.parametrize("step", Step)
def test_each_step_goes_by_its_form(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    who = next(name for name, relations in RELATIONS.items() if relations & RULES[step].who)
    client = client_of(getattr(ward, who))
    page = client.get(f"/nhiem-vu/{task.uid}/" + (f"?buoc={step}" if has_form(step) else "")).content.decode()
    form = re.search(rf'<form[^>]*action="/nhiem-vu/{task.uid}/{step}/".*?</form>', page, re.DOTALL)
    assert form is not None
    hidden = dict(re.findall(r'name="(version|key)" value="([^"]+)"', form.group()))
    assert set(hidden) == {"version", "key"}
    for _ in range(2):  # sent twice it counts once, and nobody is shown a fault
        answer = client.post(
            f"/nhiem-vu/{task.uid}/{step}/", {**hidden, **_said(ward, task, step)}, follow=True
        )
        assert answer.status_code == 200, answer.content.decode()
        assert answer.redirect_chain == [(f"/nhiem-vu/{task.uid}/", 302)]
        assert "Đã ghi: " in answer.content.decode()


def test_what_is_wrong_stands_beside_the_form_with_what_was_typed(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    client = client_of(ward.specialist)
    sent = {
        "version": str(task.version),
        "key": str(uuid.uuid4()),
        "new_date": "01/01/2020",
        "reason": "Chờ số liệu",
    }
    answer = client.post(f"/nhiem-vu/{task.uid}/request_extension/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hãy chọn ngày sau hạn hiện nay" in page
    assert "Chờ số liệu</textarea>" in page
    answer = client.post(f"/nhiem-vu/{task.uid}/request_extension/", sent | {"new_date": "31/02/2099"})
    assert answer.status_code == 422


def test_a_conflict_shows_both_values_and_the_typed_one_can_still_be_sent(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    sent = {
        "version": str(task.version),
        "key": str(uuid.uuid4()),
        "progress_percent": "60",
        "done": "Ngõ 2",
        "confidence": "yes",
    }
    take(ward.specialist, task, Step.UPDATE_PROGRESS, progress_percent=30, done="Ngõ 1")
    client = client_of(ward.division_head)
    answer = client.post(f"/nhiem-vu/{task.uid}/update_progress/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Có người vừa cập nhật trước bạn", "30%", "Ngõ 1", 'value="60"', "Ngõ 2</textarea>"):
        assert words in page, words
    assert ProgressUpdate.objects.count() == 1
    hidden = dict(re.findall(r'name="(version|key)" value="([^"]+)"', page))
    assert client.post(f"/nhiem-vu/{task.uid}/update_progress/", sent | hidden).status_code == 302
    task.refresh_from_db()
    assert task.progress_percent == 60


def test_a_conflict_with_a_step_that_makes_no_sense_any_more_says_so(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    seen = task.version
    take(ward.leader, task, Step.CANCEL)
    sent = {
        "version": str(seen),
        "key": str(uuid.uuid4()),
        "progress_percent": "60",
        "done": "Ngõ 2",
        "confidence": "yes",
    }
    answer = client_of(ward.specialist).post(f"/nhiem-vu/{task.uid}/update_progress/", sent)
    assert answer.status_code == 409
    assert "Nhiệm vụ này: Đã hủy" in answer.content.decode()
    assert "Vẫn gửi nội dung của tôi" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("colleague", 403), ("administrator", 404), ("outsider", 404)]
)
def test_a_step_that_is_not_his_is_refused(ward: Ward, who: str, status: int) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    sent = {"version": str(task.version), "key": str(uuid.uuid4()), "reason": "Thôi"}
    client = client_of(getattr(ward, who))
    assert client.post(f"/nhiem-vu/{task.uid}/cancel/", sent).status_code == status
    task.refresh_from_db()
    assert task.status == TaskStatus.IN_PROGRESS


def test_the_address_of_a_step_opened_again_shows_the_task(ward: Ward) -> None:
    task = make(ward)
    answer = client_of(ward.clerk).get(f"/nhiem-vu/{task.uid}/cancel/")
    assert (answer.status_code, answer["Location"]) == (302, f"/nhiem-vu/{task.uid}/")


def test_an_unknown_step_is_not_found(ward: Ward) -> None:
    task = make(ward)
    assert client_of(ward.leader).post(f"/nhiem-vu/{task.uid}/nothing/").status_code == 404
    assert 'id="buoc"' not in _page(ward, "leader", task, "?buoc=accept_deliverable")


def test_the_page_shows_extensions_submissions_and_who_received(ward: Ward) -> None:
    report = document(ward.committee, "12/BC-UBND").document
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.division_head, task, Step.RECEIVE)
    take(ward.specialist, task, Step.UPDATE_PROGRESS, obstacle="Thiếu bản đồ", confidence="at_risk")
    take(ward.specialist, task, Step.REQUEST_EXTENSION, new_date=DUE + dt.timedelta(days=9))
    assert "chưa quyết định" in _page(ward, "leader", task)
    take(ward.leader, task, Step.EXTEND_DEADLINE)
    take(ward.specialist, task, Step.REQUEST_EXTENSION, new_date=DUE + dt.timedelta(days=90))
    take(ward.leader, task, Step.REJECT_EXTENSION)
    take(ward.division_head, task, Step.SUBMIT_DELIVERABLE, document_numbers="12/BC-UBND")
    while seal_all():
        pass
    page = _page(ward, "leader", task)
    for words in (
        f"{DUE:%d/%m/%Y}</s>", f"{DUE + dt.timedelta(days=9):%d/%m/%Y}", "Hạn đầu tiên", "Trần Văn Lau từ chối gia hạn",
        "Có nguy cơ trễ hạn", "Thiếu bản đồ", "12/BC-UBND", "Chờ nghiệm thu", "đã nhận", "Phạm Văn Tre",
    ):  # fmt: skip
        assert words in page, words
    assert f"/van-ban/{report.uid}/" in page
    assert f"/van-ban/{report.uid}/" not in _page(ward, "specialist", task)
    assert "1 văn bản bạn không được xem" in _page(ward, "specialist", task)


def test_what_people_type_is_shown_as_text(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    take(ward.specialist, task, Step.UPDATE_PROGRESS, done="<script>alert(1)</script>")
    take(ward.leader, task, Step.COMMENT, words="<b>đậm</b>")
    while seal_all():
        pass
    page = _page(ward, "leader", task)
    assert "<script>alert" not in page
    assert "<b>đậm" not in page
    assert "&lt;b&gt;đậm" in page


def test_older_entries_stand_behind_a_link(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    for number in range(25):
        take(ward.leader, task, Step.COMMENT, words=f"Ý kiến thứ {number}.")
    while seal_all():
        pass
    page = _page(ward, "leader", task)
    assert "Ý kiến thứ 24." in page
    assert "Ý kiến thứ 4." not in page
    link = re.search(r'href="(\?truoc=\d+)#', page)
    assert link is not None
    assert "Ý kiến thứ 4." in _page(ward, "leader", task, link.group(1))
    assert Comment.objects.count() == 25


# Of a leader his second factor and the way back into the review are asked for as well.
_MOST = {"leader": 14, "specialist": 12}


@pytest.mark.parametrize("who", ["leader", "specialist"])
def test_a_long_life_costs_no_more_queries(ward: Ward, who: str) -> None:
    client = client_of(getattr(ward, who))
    task = task_in(ward, TaskStatus.PENDING_ACCEPTANCE)
    for number in range(2):
        document(ward.committee, f"{number}/BC-UBND")
    Submission.objects.get(task=task).documents.set([document(ward.committee, "9/BC-UBND").document])
    client.get("/nhiem-vu/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/nhiem-vu/{task.uid}/").status_code == 200
        return len(asked(caught))

    take(ward.leader, task, Step.COMMENT)
    few = cost()
    for number in range(4):
        take(ward.leader, task, Step.RETURN_FOR_REWORK)
        take(ward.specialist, task, Step.UPDATE_PROGRESS)
        take(ward.specialist, task, Step.REQUEST_EXTENSION, new_date=DUE + dt.timedelta(days=10 + number))
        take(ward.leader, task, Step.EXTEND_DEADLINE)
        take(ward.leader, task, Step.REQUEST_EXPLANATION)
        take(ward.specialist, task, Step.EXPLAIN)
        take(ward.division_head, task, Step.SUBMIT_DELIVERABLE, document_numbers="0/BC-UBND; 1/BC-UBND")
    assert cost() == few
    assert few <= _MOST[who], few


def test_an_order_offers_what_is_for_the_whole(ward: Ward) -> None:
    whole = make(ward, leads=[unit(ward.economy), unit(ward.culture)], due_date=DUE)
    assert _offered(_page(ward, "leader", whole)) == {
        *("suspend", "cancel", "urge", "comment", "change", "split", "place_under", "plan_milestones"),
    }
    assert _offered(_page(ward, "specialist", whole)) == {"comment", "plan_milestones"}


def test_a_late_product_asks_through_whom(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.PENDING_ACCEPTANCE)
    assert 'name="late_fault"' not in _page(ward, "leader", task, "?buoc=accept_deliverable")
    change(task, due_date=timezone.localdate() - dt.timedelta(days=2))
    assert 'name="late_fault"' in _page(ward, "leader", task, "?buoc=accept_deliverable")


@pytest.mark.parametrize("who", ["leader", "specialist"])
def test_the_page_of_an_order_and_of_its_part_costs_no_more(ward: Ward, who: str) -> None:
    source = sourced(document(ward.committee))
    whole = make(ward, leads=[unit(ward.economy), unit(ward.culture)], supports=[unit(ward.office)],
                 accountable_leader_id=ward.vice_leader.pk, due_date=DUE, **source)  # fmt: skip
    part = whole.children.order_by("id")[0]
    take(ward.division_head, part, Step.SPLIT)
    take(ward.specialist, part, Step.PLAN_MILESTONES)
    client = client_of(getattr(ward, who))
    client.get("/nhiem-vu/")
    for task in (whole, part):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/nhiem-vu/{task.uid}/").status_code == 200
        assert len(asked(caught)) <= _MOST[who], [each[:90] for each in asked(caught)]
