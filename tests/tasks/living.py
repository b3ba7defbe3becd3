"""Tasks at any station of their life, and what each step is given."""

import datetime as dt
from typing import Any

from django.utils import timezone
from tests.people import Ward, rights_of
from tests.tasks.making import change, make

from sauro.organisation.models import AuthorityRule, Person, Unit
from sauro.tasks.actions import Held, PartAsked, Planned
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.facts import facts_of
from sauro.tasks.life import RULES, Relation, Step
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    FINISHED,
    ExplanationRequest,
    ExtensionRequest,
    Milestone,
    Submission,
    Task,
    TaskKind,
    TaskStatus,
)
from sauro.tasks.step_forms import ACTIONS

LATER = dt.date(2099, 1, 1)
DUE = dt.date(2098, 1, 1)
GIVEN: dict[Step, dict[str, Any]] = {
    Step.REFUSE: {"reason": "Không thuộc thẩm quyền của phòng"},
    Step.UPDATE_PROGRESS: {"progress_percent": 40, "done": "Đã rà soát hai tuyến ngõ"},
    Step.SUBMIT_DELIVERABLE: {"result_summary": "Danh mục mười điểm úng"},
    Step.RECALL: {"reason": "Thiếu phụ lục"},
    Step.RETURN_FOR_REWORK: {"reason": "Thiếu tọa độ"},
    Step.SUSPEND: {"reason": "Chờ văn bản của cấp trên"},
    Step.RESUME: {"reason": "Đã có văn bản"},
    Step.CANCEL: {"reason": "Đã có việc khác thay"},
    Step.END_SERIES: {"reason": "Kế hoạch năm đã kết thúc"},
    Step.REQUEST_EXTENSION: {"reason": "Chờ số liệu", "new_date": LATER},
    Step.REJECT_EXTENSION: {"reason": "Đủ thời gian"},
    Step.REQUEST_EXPLANATION: {"question": "Vì sao chậm?"},
    Step.EXPLAIN: {"answer": "Vì mưa kéo dài"},
    Step.REPORT_BEYOND: {"words": "Đã báo cáo và đề xuất phương án"},
    Step.COMMENT: {"words": "Đề nghị gửi bản đồ"},
    Step.PLAN_MILESTONES: {"milestones": [Planned("Khảo sát xong", dt.date(2097, 1, 1))]},
}
# The same as forms send it, where that is another thing.
SENT: dict[Step, dict[str, str]] = {
    Step.CHANGE: {
        "title": "Rà soát điểm úng ngập toàn phường",
        "priority": "high",
        "due_date": f"{DUE:%d/%m/%Y}",
    },
    Step.SPLIT: {"title_0": "Khảo sát tổ 1", "rows": "4"},
    Step.PLAN_MILESTONES: {"name_0": "Khảo sát xong", "date_0": "01/01/2097", "rows": "4"},
}


def given(task: Task, step: Step) -> dict[str, Any]:
    """What the step is given; for some it hangs on the ward of the task."""
    match step:
        case Step.NAME_ASSIGNEE:
            return {"person": _specialist(task).uid}
        case Step.REASSIGN:
            return {"lead": f"u{_unit(task, 'Phòng Văn hóa').pk}"}
        case Step.CHANGE:
            seen = facts_of(Task.objects.prefetch_related("parties").get(pk=task.pk))
            return {"seen": seen, "wanted": seen | {"priority": "high"}}
        case Step.SPLIT:
            unit = PartyDraft(unit_id=_unit(task, "Phòng Kinh tế").pk, person_id=_specialist(task).pk)
            return {"parts": [PartAsked("Khảo sát tổ 1", unit)]}
        case Step.PLACE_UNDER:
            return {"above": Task.objects.get(title=ABOVE).uid}
        case Step.REACH_MILESTONE:
            return {"milestone": Milestone.objects.get(task=task).uid}
    return GIVEN.get(step, {})


# What each person of the ward is to a task that the clerk assigned to the economy division, supported by culture.
RELATIONS: dict[str, frozenset[Relation]] = {
    "clerk": frozenset({Relation.CLERK, Relation.ASSIGNER}),
    "leader": frozenset({Relation.LEADER}),
    "vice_leader": frozenset({Relation.LEADER}),
    "division_head": frozenset({Relation.LEAD_HEAD, Relation.LEAD_MEMBER}),
    "specialist": frozenset({Relation.LEAD_MEMBER}),
    "colleague": frozenset({Relation.SUPPORT}),
    "auditor": frozenset(),
    "administrator": frozenset(),
    "party_clerk": frozenset(),
    "party_specialist": frozenset(),
    "outsider": frozenset(),
}
ABOVE = "Nhiệm vụ cấp trên"


def _unit(task: Task, short: str) -> Unit:
    return Unit.objects.get(workspace=task.workspace, short_name=short)


def _specialist(task: Task) -> Person:
    posts = {"posts__unit": _unit(task, "Phòng Kinh tế"), "posts__title": "Chuyên viên"}
    return Person.objects.filter(**posts).order_by("id")[0]


def task_in(ward: Ward, status: str, **fields: Any) -> Task:
    """A task of the economy division in this status, with all that the status goes with."""
    from tests.tasks.making import unit

    task = make(ward, supports=[unit(ward.culture)], due_date=DUE, **fields)
    now = timezone.now()
    more: dict[str, Any] = {"status": status}
    if status in FINISHED:
        more["finished_at"] = now
    if status == TaskStatus.SUSPENDED:
        more |= {"suspended_at": now, "resumes_to": TaskStatus.IN_PROGRESS}
    if status == TaskStatus.PENDING_ACCEPTANCE:
        submission(task, ward.specialist)
    change(task, **more)
    return task


def submission(task: Task, by: Person, at: dt.datetime | None = None) -> Submission:
    made = Submission.objects.create(
        task=task, by=by.user, result_summary="Danh mục", at=at or timezone.now()
    )
    settle([task.pk])
    return made


def ready_for(ward: Ward, step: Step, status: str | None = None) -> Task:
    """A task on which the step is possible, were it not for the status, if another one is given."""
    rhythm = {"kind": TaskKind.RECURRING, "rrule": "FREQ=WEEKLY"} if step == Step.END_SERIES else {}
    task = task_in(ward, status or next(iter(RULES[step].moves)), **rhythm)
    if step == Step.ACCEPT_DELIVERABLE and not Submission.objects.filter(task=task).exists():
        submission(task, ward.specialist)
    if step in (Step.EXTEND_DEADLINE, Step.REJECT_EXTENSION):
        ExtensionRequest.objects.create(
            task=task, by=ward.specialist.user, reason="Chờ số liệu", old_date=DUE, new_date=LATER
        )
    if step == Step.REACH_MILESTONE:
        Milestone.objects.create(task=task, name="Khảo sát xong", due_date=dt.date(2097, 1, 1))
        change(task, next_milestone=dt.date(2097, 1, 1))
    if step == Step.PLACE_UNDER:
        make(ward, title=ABOVE, due_date=DUE)
    if step == Step.REPORT_BEYOND:
        AuthorityRule.objects.create(
            workspace=ward.workspace, matter="Thoát nước", phrases="úng ngập", level="above", position="UBND thành phố",
            source="Quyết định 12",
        )  # fmt: skip
    if step == Step.EXPLAIN:
        ExplanationRequest.objects.create(task=task, by=ward.leader.user, question="Vì sao chậm?")
    settle([task.pk])
    return task


def take(person: Person, task: Task, step: Step, /, **words: Any) -> Task:
    """The step by its action, on the task as it stands."""
    task.refresh_from_db()
    return ACTIONS[step](
        rights_of(person),
        Held(task.uid, task.version),
        **(GIVEN.get(step, {}) | words if words else given(task, step)),
    )
