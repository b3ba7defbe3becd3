"""The table of a task's life, cell by cell: who may take which step, from which status, and where it leads."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from tests.people import Ward, rights_of
from tests.tasks.living import DUE, GIVEN, LATER, RELATIONS, given, ready_for, submission, take, task_in
from tests.tasks.making import change, document, make, person, unit

from sauro.journal.queries import history
from sauro.journal.sealer import seal_all
from sauro.organisation.models import Post, Role
from sauro.tasks import actions
from sauro.tasks.actions import Conflict, Held, Refused
from sauro.tasks.deadlines import DeadlineState, Timeliness, completion_timeliness, deadline_state
from sauro.tasks.life import RULES, Need, Relation, Step, leads_to, part_of
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    Comment,
    DueChange,
    ExplanationRequest,
    ExtensionRequest,
    Outcome,
    ProgressUpdate,
    Submission,
    Task,
    TaskStatus,
    Urging,
)
from sauro.tasks.queries import by_uid
from sauro.tasks.sentences import sentence_of

UNSEEING = {"administrator", "party_clerk", "party_specialist", "outsider"}


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", RELATIONS)
def test_what_each_person_is_to_a_task(ward: Ward, who: str) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    seen = by_uid(rights_of(ward.clerk), task.uid)
    assert part_of(rights_of(getattr(ward, who)), seen).relations == RELATIONS[who]


@pytest.mark.parametrize("step", Step)
def test_each_step_is_open_to_those_whom_the_table_names_and_to_nobody_else(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    goal = leads_to(RULES[step], task)
    for who, relations in RELATIONS.items():
        someone = getattr(ward, who)
        allowed = bool(RULES[step].who & relations)
        with undone():
            if allowed:
                assert take(someone, task, step).status == goal, who
            else:
                refusal = Http404 if who in UNSEEING else PermissionDenied
                with pytest.raises(refusal):
                    take(someone, task, step)
                task.refresh_from_db()


@pytest.mark.parametrize("step", Step)
def test_each_step_is_possible_from_the_statuses_of_the_table_and_from_no_other(
    ward: Ward, step: Step
) -> None:
    rule = RULES[step]
    who = next(name for name, relations in RELATIONS.items() if relations & rule.who)
    for status in TaskStatus:
        with undone():
            task = ready_for(ward, step, status)
            if status in rule.moves:
                done = take(getattr(ward, who), task, step)
                assert done.status == leads_to(rule, _as(task, status)), status
            else:
                with pytest.raises(Refused) as refused:
                    take(getattr(ward, who), task, step)
                assert "làm được khi nhiệm vụ đang ở" in str(refused.value), status
                task.refresh_from_db()
                assert task.status == status


def _as(task: Task, status: str) -> Task:
    task.status = status
    return task


@pytest.mark.parametrize(
    "step", [step for step in Step if Need.REASON in RULES[step].needs or Need.WORDS in RULES[step].needs]
)
def test_what_needs_words_is_not_done_without_them(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    who = next(name for name, relations in RELATIONS.items() if relations & RULES[step].who)
    name = next(name for name in ("reason", "question", "answer", "words") if name in GIVEN[step])
    with pytest.raises(ValidationError) as fault:
        take(getattr(ward, who), task, step, **{name: "  "})
    assert name in fault.value.message_dict


@pytest.mark.parametrize("step", [step for step in Step if RULES[step].not_own])
@pytest.mark.parametrize(
    "how", ["head of the unit in a second post", "leads it in person", "belongs to the unit"]
)
def test_nobody_decides_on_his_own_work(ward: Ward, step: Step, how: str) -> None:
    task = ready_for(ward, step)
    role = Role.SPECIALIST if how == "belongs to the unit" else Role.DIVISION_HEAD
    if how == "leads it in person":
        task.parties.filter(role="lead").update(unit=None, person=ward.leader)
    else:
        Post.objects.create(
            workspace=ward.workspace, person=ward.leader, agency=ward.committee, unit=ward.economy, role=role, title="Phụ trách"
        )  # fmt: skip
    settle([task.pk])
    with pytest.raises(PermissionDenied, match="đơn vị mình"):
        take(ward.leader, task, step)
    take(ward.vice_leader, task, step)


@pytest.mark.parametrize("step", [Step.ACCEPT_DELIVERABLE, Step.RETURN_FOR_REWORK])
def test_who_handed_it_in_does_not_decide_on_it_from_a_later_post(ward: Ward, step: Step) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    change(task, status=TaskStatus.PENDING_ACCEPTANCE)
    submission(task, ward.leader)
    with pytest.raises(PermissionDenied):
        take(ward.leader, task, step)
    take(ward.vice_leader, task, step)


def test_a_named_assignee_does_the_work_and_his_colleagues_do_not(ward: Ward) -> None:
    from sauro.tasks.drafts import PartyDraft

    task = make(ward, leads=[PartyDraft(unit_id=ward.economy.pk, person_id=ward.specialist.pk)])
    seen = by_uid(rights_of(ward.clerk), task.uid)
    assert part_of(rights_of(ward.specialist), seen).relations == {Relation.ASSIGNEE}
    assert part_of(rights_of(ward.division_head), seen).relations == {Relation.LEAD_HEAD}
    other = make(ward, leads=[PartyDraft(unit_id=ward.economy.pk, person_id=ward.division_head.pk)])
    with pytest.raises(PermissionDenied):
        take(ward.specialist, other, Step.UPDATE_PROGRESS)


def test_the_clerk_carries_the_work_of_a_body_outside_but_does_not_accept_what_he_entered(ward: Ward) -> None:
    from sauro.tasks.drafts import PartyDraft

    task = make(ward, leads=[PartyDraft(name="Công ty thoát nước Đồng Lau")])
    take(ward.clerk, task, Step.SUBMIT_DELIVERABLE)
    with pytest.raises(PermissionDenied):
        take(ward.clerk, task, Step.ACCEPT_DELIVERABLE)
    assert take(ward.leader, task, Step.ACCEPT_DELIVERABLE).status == TaskStatus.COMPLETED


# --- what the steps do ------------------------------------------------------------------------------------------------


def test_receipt_has_its_time_and_its_person_and_a_report_implies_it(ward: Ward) -> None:
    task = make(ward)
    take(ward.division_head, task, Step.RECEIVE)
    task.refresh_from_db()
    assert (task.status, task.received_by_id) == (TaskStatus.NOT_STARTED, ward.division_head.user_id)
    assert task.received_at is not None
    with pytest.raises(Refused, match="đã được nhận"):
        take(ward.specialist, task, Step.RECEIVE)
    other = make(ward)
    take(ward.specialist, other, Step.UPDATE_PROGRESS)
    other.refresh_from_db()
    assert (other.status, other.progress_percent) == (TaskStatus.IN_PROGRESS, 40)
    assert other.received_by_id == ward.specialist.user_id
    assert ProgressUpdate.objects.get(task=other).done == "Đã rà soát hai tuyến ngõ"


def test_the_whole_way_with_a_rework(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.NOT_STARTED)
    take(ward.specialist, task, Step.UPDATE_PROGRESS)
    take(ward.specialist, task, Step.SUBMIT_DELIVERABLE)
    task.refresh_from_db()
    assert (task.progress_percent, deadline_state(task, timezone.now())) == (100, None)
    take(ward.leader, task, Step.RETURN_FOR_REWORK)
    task.refresh_from_db()
    assert (task.status, task.progress_percent) == (TaskStatus.REWORK, 40)
    take(ward.division_head, task, Step.SUBMIT_DELIVERABLE, result_summary="Bản đủ tọa độ")
    take(ward.leader, task, Step.ACCEPT_DELIVERABLE, quality="exceeds", words="Tốt")
    task.refresh_from_db()
    last = Submission.objects.get(task=task, outcome=Outcome.ACCEPTED)
    assert (task.status, task.finished_at) == (TaskStatus.COMPLETED, last.at)
    assert (last.quality, last.late_fault, last.decision) == ("exceeds", "", "Tốt")
    assert Submission.objects.filter(task=task).count() == 2


def test_the_day_of_handing_in_counts_not_that_of_acceptance(ward: Ward) -> None:
    today = timezone.localdate()
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    change(task, status=TaskStatus.PENDING_ACCEPTANCE, due_date=today - dt.timedelta(days=3))
    submission(task, ward.specialist, timezone.now() - dt.timedelta(days=5))
    done = take(ward.leader, task, Step.ACCEPT_DELIVERABLE)
    assert completion_timeliness(done) == Timeliness.EARLY


def test_a_late_product_says_through_whom(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.PENDING_ACCEPTANCE)
    change(task, due_date=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(ValidationError) as fault:
        take(ward.leader, task, Step.ACCEPT_DELIVERABLE)
    assert list(fault.value.message_dict) == ["late_fault"]
    done = take(ward.leader, task, Step.ACCEPT_DELIVERABLE, late_fault="support")
    assert Submission.objects.get(task=task).late_fault == "support"
    assert completion_timeliness(done) == Timeliness.LATE


def test_the_clock_stands_while_the_product_waits(ward: Ward) -> None:
    due = timezone.localdate() - dt.timedelta(days=1)
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    change(task, status=TaskStatus.PENDING_ACCEPTANCE, due_date=due, due_time=dt.time(11))
    submission(task, ward.specialist, timezone.now() - dt.timedelta(days=4))
    back = take(ward.leader, task, Step.RETURN_FOR_REWORK)
    assert (back.due_date, back.due_time) == (due + dt.timedelta(days=4), dt.time(11))
    moved = DueChange.objects.get(task=task)
    assert (moved.old_date, moved.new_date, moved.stood_days) == (due, back.due_date, 4)
    assert deadline_state(back, timezone.now()) == DeadlineState.DUE_SOON


def test_what_is_recalled_gains_no_day(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    change(task, status=TaskStatus.PENDING_ACCEPTANCE)
    submission(task, ward.specialist, timezone.now() - dt.timedelta(days=4))
    assert take(ward.specialist, task, Step.RECALL).due_date == DUE
    assert not DueChange.objects.exists()


def test_a_suspended_task_goes_on_where_it_stopped_with_the_days_it_lost(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.REWORK)
    take(ward.leader, task, Step.SUSPEND)
    Task.objects.filter(pk=task.pk).update(suspended_at=timezone.now() - dt.timedelta(days=10))
    on = take(ward.vice_leader, task, Step.RESUME)
    assert (on.status, on.due_date) == (TaskStatus.REWORK, DUE + dt.timedelta(days=10))
    assert (on.suspended_at, on.resumes_to) == (None, "")


def test_extensions_are_all_kept_and_the_latest_that_was_approved_counts(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    first, second = DUE + dt.timedelta(days=10), DUE + dt.timedelta(days=20)
    take(ward.specialist, task, Step.REQUEST_EXTENSION, new_date=first)
    with pytest.raises(Refused, match="chờ quyết định"):
        take(ward.division_head, task, Step.REQUEST_EXTENSION, new_date=second)
    take(ward.leader, task, Step.EXTEND_DEADLINE)
    take(ward.specialist, task, Step.REQUEST_EXTENSION, new_date=second)
    take(ward.leader, task, Step.REJECT_EXTENSION)
    task.refresh_from_db()
    assert task.due_date == first
    kept = ExtensionRequest.objects.filter(task=task).order_by("id")
    assert list(kept.values_list("new_date", "approved")) == [(first, True), (second, False)]
    assert DueChange.objects.get(task=task).old_date == DUE


@pytest.mark.parametrize("new_date", [DUE, DUE - dt.timedelta(days=1)])
def test_an_extension_is_later_than_the_present_date(ward: Ward, new_date: dt.date) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    with pytest.raises(ValidationError) as fault:
        take(ward.specialist, task, Step.REQUEST_EXTENSION, new_date=new_date)
    assert list(fault.value.message_dict) == ["new_date"]


def test_without_a_date_nothing_is_extended_and_a_duty_without_end_is_not_handed_in(ward: Ward) -> None:
    with pytest.raises(Refused):
        take(ward.specialist, make(ward), Step.REQUEST_EXTENSION)
    with pytest.raises(Refused, match="không có ngày kết thúc"):
        take(ward.specialist, make(ward, kind="standing"), Step.SUBMIT_DELIVERABLE)


def test_nothing_is_decided_that_was_not_asked(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    for who, step in (
        (ward.leader, Step.EXTEND_DEADLINE),
        (ward.leader, Step.REJECT_EXTENSION),
        (ward.specialist, Step.EXPLAIN),
    ):
        with pytest.raises(Refused):
            take(who, task, step)


def test_documents_are_handed_in_by_their_numbers_if_one_may_see_them(ward: Ward) -> None:
    mine = document(ward.committee, "12/BC-UBND").document
    document(ward.party, "9-CV/ĐU")
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    with pytest.raises(ValidationError, match="9-CV/ĐU"):
        take(
            ward.division_head,
            task,
            Step.SUBMIT_DELIVERABLE,
            result_summary="",
            document_numbers="12/bc-ubnd; 9-CV/ĐU",
        )
    with pytest.raises(ValidationError):
        take(ward.division_head, task, Step.SUBMIT_DELIVERABLE, result_summary=" ", document_numbers=" ; ")
    take(ward.division_head, task, Step.SUBMIT_DELIVERABLE, result_summary="", document_numbers="12/bc-ubnd")
    assert list(Submission.objects.get(task=task).documents.all()) == [mine]


def test_words_that_press_and_ask_are_kept(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    take(ward.clerk, task, Step.URGE, words="Đề nghị nộp sớm", answer_by=LATER)
    take(ward.colleague, task, Step.COMMENT)
    take(ward.leader, task, Step.REQUEST_EXPLANATION, answer_by=LATER)
    with pytest.raises(Refused):
        take(ward.clerk, task, Step.REQUEST_EXPLANATION)
    take(ward.specialist, task, Step.EXPLAIN)
    assert Urging.objects.get(task=task).answer_by == LATER
    assert Comment.objects.get(task=task).by_id == ward.colleague.user_id
    asked = ExplanationRequest.objects.get(task=task)
    assert (asked.answer, asked.answered_by_id) == ("Vì mưa kéo dài", ward.specialist.user_id)
    with pytest.raises(ValidationError):
        take(ward.clerk, task, Step.URGE, answer_by=dt.date(2020, 1, 1))


# --- the whole and its parts ------------------------------------------------------------------------------------------


def _order(ward: Ward) -> tuple[Task, Task, Task]:
    whole = make(ward, leads=[unit(ward.economy), unit(ward.culture)], due_date=DUE)
    first, second = whole.children.order_by("id")
    return whole, first, second


def test_an_order_follows_its_parts(ward: Ward) -> None:
    whole, first, second = _order(ward)
    take(ward.specialist, first, Step.SUBMIT_DELIVERABLE)
    whole.refresh_from_db()
    assert (whole.status, whole.progress_percent) == (TaskStatus.IN_PROGRESS, 0)
    take(ward.leader, first, Step.ACCEPT_DELIVERABLE)
    whole.refresh_from_db()
    assert (whole.status, whole.progress_percent) == (TaskStatus.IN_PROGRESS, 50)
    take(ward.colleague, second, Step.SUBMIT_DELIVERABLE)
    take(ward.leader, second, Step.ACCEPT_DELIVERABLE)
    whole.refresh_from_db()
    second.refresh_from_db()
    assert (whole.status, whole.progress_percent, whole.finished_at) == (
        TaskStatus.COMPLETED,
        100,
        second.finished_at,
    )


def test_a_cancelled_part_does_not_count_and_the_last_one_ends_the_order(ward: Ward) -> None:
    whole, first, second = _order(ward)
    take(ward.leader, first, Step.CANCEL)
    whole.refresh_from_db()
    assert whole.status == TaskStatus.NOT_STARTED
    take(ward.leader, second, Step.CANCEL)
    whole.refresh_from_db()
    assert whole.status == TaskStatus.CANCELLED


def test_an_order_whose_last_part_is_withdrawn_ends_with_it(ward: Ward) -> None:
    whole, first, second = _order(ward)
    for part in (first, second):
        actions.withdraw(rights_of(ward.clerk), part)
    whole.refresh_from_db()
    assert whole.status == TaskStatus.CANCELLED


def test_an_order_is_suspended_resumed_and_cancelled_with_its_open_parts(ward: Ward) -> None:
    whole, first, second = _order(ward)
    take(ward.specialist, first, Step.SUBMIT_DELIVERABLE)
    take(ward.leader, first, Step.ACCEPT_DELIVERABLE)
    assert take(ward.leader, whole, Step.SUSPEND).status == TaskStatus.SUSPENDED
    second.refresh_from_db()
    assert second.status == TaskStatus.SUSPENDED
    assert take(ward.leader, whole, Step.RESUME).status == TaskStatus.IN_PROGRESS
    second.refresh_from_db()
    assert second.status == TaskStatus.NOT_STARTED
    take(ward.leader, whole, Step.CANCEL)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (TaskStatus.COMPLETED, TaskStatus.CANCELLED)


def test_work_is_reported_on_a_part_not_on_the_whole(ward: Ward) -> None:
    whole, _first, _second = _order(ward)
    with pytest.raises(Refused, match="nhiệm vụ con"):
        take(ward.specialist, whole, Step.UPDATE_PROGRESS)


# --- two at once, and twice -------------------------------------------------------------------------------------------


def test_who_saw_an_older_task_gets_a_conflict_and_nothing_is_lost(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    seen = Held(task.uid, task.version)
    actions.update_progress(rights_of(ward.specialist), seen, progress_percent=30, done="Ngõ 1")
    with pytest.raises(Conflict) as conflict:
        actions.update_progress(rights_of(ward.division_head), seen, progress_percent=60, done="Ngõ 2")
    assert conflict.value.task.progress_percent == 30
    assert list(ProgressUpdate.objects.values_list("done", flat=True)) == ["Ngõ 1"]
    actions.comment(rights_of(ward.division_head), seen, words="Lời bàn không đụng ai")


def test_the_key_of_one_form_does_not_stand_for_another(ward: Ward) -> None:
    first, second = task_in(ward, TaskStatus.IN_PROGRESS), task_in(ward, TaskStatus.IN_PROGRESS)
    key = uuid.uuid4()
    _sent(ward, "specialist", Step.UPDATE_PROGRESS, Held(first.uid, first.version, key))
    for held, step in (
        (Held(second.uid, second.version, key), Step.UPDATE_PROGRESS),
        (Held(first.uid, first.version + 1, key), Step.COMMENT),
    ):
        with pytest.raises(Conflict):
            _sent(ward, "specialist", step, held)


@pytest.mark.parametrize("step", Step)
def test_a_form_that_is_sent_twice_counts_once(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    who = next(name for name, relations in RELATIONS.items() if relations & RULES[step].who)
    held = Held(task.uid, task.version, uuid.uuid4())
    words = given(task, step)
    once = _sent(ward, who, step, held, words)
    rows = _rows()
    twice = _sent(ward, who, step, held, words)
    assert (once.status, once.version) == (twice.status, twice.version)
    assert _rows() == rows


def _sent(ward: Ward, who: str, step: Step, held: Held, words: dict[str, Any] | None = None) -> Task:
    given = GIVEN.get(step, {}) if words is None else words
    done: Task = getattr(actions, step)(rights_of(getattr(ward, who)), held, **given)
    return done


def _rows() -> list[int]:
    from sauro.journal.models import Entry

    models: list[Any] = [
        ProgressUpdate,
        Submission,
        ExtensionRequest,
        ExplanationRequest,
        Urging,
        Comment,
        Entry,
    ]
    return [model.objects.count() for model in models]


# --- the journal ------------------------------------------------------------------------------------------------------

SENTENCES = {
    Step.APPROVE: "đã duyệt giao nhiệm vụ",
    Step.RECEIVE: "đã nhận nhiệm vụ",
    Step.REFUSE: "trả lại vì không thuộc thẩm quyền",
    Step.UPDATE_PROGRESS: "cập nhật tiến độ từ 0% lên 40%",
    Step.SUBMIT_FOR_SIGNATURE: "đã trình ký sản phẩm",
    Step.SUBMIT_DELIVERABLE: "đã trình nghiệm thu",
    Step.RECALL: "đã thu hồi sản phẩm đã nộp",
    Step.ACCEPT_DELIVERABLE: "đã nghiệm thu: đạt yêu cầu",
    Step.RETURN_FOR_REWORK: "đã trả lại để xử lý lại",
    Step.SUSPEND: "đã tạm dừng nhiệm vụ",
    Step.RESUME: "cho thực hiện tiếp",
    Step.CANCEL: "đã hủy nhiệm vụ",
    Step.END_SERIES: "kết thúc chuỗi định kỳ",
    Step.REQUEST_EXTENSION: "đề nghị gia hạn đến 01/01/2099",
    Step.EXTEND_DEADLINE: "gia hạn từ 01/01/2098 đến 01/01/2099",
    Step.REJECT_EXTENSION: "từ chối gia hạn đến 01/01/2099",
    Step.URGE: "đôn đốc đơn vị chủ trì",
    Step.REQUEST_EXPLANATION: "yêu cầu giải trình",
    Step.EXPLAIN: "đã giải trình",
    Step.REPORT_BEYOND: "báo cáo UBND thành phố là cấp quyết định",
    Step.COMMENT: "có ý kiến",
    Step.NAME_ASSIGNEE: "giao Nguyễn Thị Nứa thực hiện",
    Step.REASSIGN: "giao lại cho Phòng Văn hóa - Xã hội thay Phòng Kinh tế, Hạ tầng và Đô thị",
    Step.CHANGE: "sửa: mức ưu tiên",
    Step.SPLIT: "tách ra 1 nhiệm vụ con",
    Step.PLACE_UNDER: "gắn vào nhiệm vụ cấp trên “Nhiệm vụ cấp trên”",
    Step.PLAN_MILESTONES: "đặt 1 mốc trung gian",
    Step.REACH_MILESTONE: "đã đạt mốc “Khảo sát xong”",
}


@pytest.mark.parametrize("step", Step)
def test_each_step_stands_in_the_history_as_a_sentence_with_what_was_said(ward: Ward, step: Step) -> None:
    task = ready_for(ward, step)
    who = next(name for name, relations in RELATIONS.items() if relations & RULES[step].who)
    take(getattr(ward, who), task, step)
    while seal_all():
        pass
    event = history(rights_of(ward.leader), task.uid)[0]
    told = sentence_of(event)
    assert event.action == f"tasks.{step}"
    assert told.actor == getattr(ward, who).full_name
    assert told.words == SENTENCES[step]
    for name in ("reason", "done", "words", "question", "answer", "result_summary"):
        if name in GIVEN.get(step, {}):
            assert GIVEN[step][name] in [words for _, words in told.quotes]


def test_a_whole_tells_that_a_part_moved_it(ward: Ward) -> None:
    whole, first, _second = _order(ward)
    take(ward.specialist, first, Step.UPDATE_PROGRESS)
    while seal_all():
        pass
    assert sentence_of(history(rights_of(ward.leader), whole.uid)[0]).words.endswith(
        "cả việc nay: Đang thực hiện"
    )


def test_a_person_who_leads_by_name(ward: Ward) -> None:
    task = make(ward, leads=[person(ward.vice_leader)])
    take(ward.vice_leader, task, Step.SUBMIT_DELIVERABLE)
    with pytest.raises(PermissionDenied):
        take(ward.vice_leader, task, Step.ACCEPT_DELIVERABLE)
    assert take(ward.leader, task, Step.ACCEPT_DELIVERABLE).status == TaskStatus.COMPLETED
