"""The lives of a few tasks of the demo ward, told step by step by the actions that people use."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from unittest import mock

from django.utils import timezone

from sauro.files.actions import send_in
from sauro.files.queue import work_off
from sauro.organisation.models import Person
from sauro.site.demo.organise import Demo
from sauro.tasks.actions import Held, PartAsked, Planned
from sauro.tasks.drafts import PartyDraft
from sauro.tasks.life import Step
from sauro.tasks.models import HandlingRole, Task, TaskKind, TaskStatus
from sauro.tasks.step_forms import ACTIONS

OLD_ENOUGH = timedelta(days=4)
ECONOMY_HEAD, ECONOMY, CULTURE_HEAD, CULTURE = (
    "truongphong.kinhte",
    "chuyenvien.kinhte",
    "truongphong.vanhoa",
    "chuyenvien.vanhoa",
)
Told = tuple[str, Step, dict[str, Any]]  # who, what, with which words

# Lead unit → its stories. `days`: so many days after the present due date or, to answer by, after today.
STORIES: tuple[tuple[str, tuple[Told, ...]], ...] = (
    ("economy", (
        (ECONOMY_HEAD, Step.RECEIVE, {}),
        (ECONOMY_HEAD, Step.NAME_ASSIGNEE, {"person": ECONOMY, "words": "Nhờ đồng chí chủ động khảo sát ngay tuần này."}),
        (ECONOMY_HEAD, Step.PLAN_MILESTONES, {"stations": (("Khảo sát xong hiện trường", 1), ("Lấy ý kiến các tổ dân phố", 2))}),
        (ECONOMY, Step.UPDATE_PROGRESS, {
            "progress_percent": 30, "done": "Đã khảo sát 12/40 vị trí, lập phiếu từng vị trí.",
            "files": (("phieu-khao-sat-dot-1.txt", "Phiếu khảo sát hiện trường đợt 1: 12 vị trí, có sơ đồ và chữ ký tổ trưởng.\n"),)}),
        (ECONOMY_HEAD, Step.REQUEST_EXTENSION, {"days": 10, "reason": "Chờ đơn vị thoát nước cung cấp bản đồ cống ngầm."}),
        ("chutich", Step.EXTEND_DEADLINE, {"words": "Đồng ý, không gia hạn thêm."}),
        (ECONOMY, Step.UPDATE_PROGRESS, {
            "progress_percent": 65, "done": "Đã khảo sát 26/40 vị trí.", "confidence": "at_risk",
            "obstacle": "Sáu vị trí nằm trong công trình đang thi công, chưa vào được.",
            "request_to_superior": "Đề nghị có văn bản gửi chủ đầu tư cho vào khảo sát."}),
        ("vanthu", Step.URGE, {"words": "Đề nghị báo cáo kết quả khảo sát sáu vị trí còn lại.", "days": 2}),
        ("phochutich", Step.COMMENT, {"mentions": (ECONOMY_HEAD, ECONOMY), "words": "Văn phòng dự thảo văn bản gửi chủ đầu tư, trình trong tuần này."}),
    )),
    ("culture", (
        (CULTURE_HEAD, Step.RECEIVE, {}),
        (CULTURE, Step.UPDATE_PROGRESS, {"progress_percent": 50, "done": "Đã tổng hợp danh sách từ chín tổ dân phố."}),
        (CULTURE, Step.SUBMIT_DELIVERABLE, {"result_summary": "Danh sách tổng hợp toàn phường, 214 trường hợp."}),
        ("chutich", Step.RETURN_FOR_REWORK, {"reason": "Thiếu cột ngày sinh và chữ ký của tổ trưởng hai tổ."}),
        (CULTURE, Step.UPDATE_PROGRESS, {"progress_percent": 80, "done": "Đã bổ sung ngày sinh; chờ chữ ký Tổ 7."}),
    )),
    ("economy", (
        (ECONOMY, Step.UPDATE_PROGRESS, {"progress_percent": 20, "done": "Đã lập kế hoạch kiểm tra."}),
        (ECONOMY_HEAD, Step.REQUEST_EXTENSION, {"days": 30, "reason": "Đang tập trung cho việc khác."}),
        ("chutich", Step.REJECT_EXTENSION, {"reason": "Lý do chưa xác đáng; việc này được ưu tiên."}),
        ("chutich", Step.REQUEST_EXPLANATION, {"question": "Vì sao hai tuần chưa kiểm tra được cơ sở nào?", "days": 3}),
        (ECONOMY_HEAD, Step.EXPLAIN, {"answer": "Tổ kiểm tra thiếu một người đến ngày 12; đã bố trí thay và bắt đầu từ hôm nay."}),
    )),
    ("culture", (
        (CULTURE_HEAD, Step.RECEIVE, {}),
        (CULTURE, Step.SUBMIT_DELIVERABLE, {"result_summary": "Kế hoạch đã ban hành và gửi các đơn vị."}),
        ("chutich", Step.ACCEPT_DELIVERABLE, {"quality": "exceeds", "late_fault": "superior", "words": "Làm tốt."}),
    )),
    ("office", (
        ("chanhvanphong", Step.REFUSE, {"reason": "Nội dung thuộc lĩnh vực hạ tầng, Văn phòng không có chuyên môn để chủ trì."}),
        ("chutich", Step.REASSIGN, {"unit": "economy", "words": "Phòng Kinh tế chủ trì; Văn phòng cung cấp số liệu."}),
        (ECONOMY_HEAD, Step.RECEIVE, {}),
        (ECONOMY_HEAD, Step.SPLIT, {"parts": (("Rà soát hồ sơ, số liệu hiện có", ECONOMY), ("Viết báo cáo trình lãnh đạo", ECONOMY_HEAD))}),
    )),
    ("economy", (
        (ECONOMY_HEAD, Step.RECEIVE, {}),
        (ECONOMY, Step.UPDATE_PROGRESS, {"progress_percent": 70, "done": "Đã thống kê xong, đang viết báo cáo."}),
        (ECONOMY, Step.SUBMIT_DELIVERABLE, {"result_summary": "Báo cáo kèm biểu thống kê đã gửi Văn phòng."}),
    )),
)  # fmt: skip


@contextmanager
def clock_at(moment: datetime | None) -> Iterator[None]:
    """Inside it is that moment, for all that asks Django for the time; None leaves the clock alone."""
    if moment is None:
        yield
        return
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


def tell_lives(demo: Demo) -> set[int]:
    """Takes each story's steps on a task of its unit, between its assignment and now. Gives the tasks, by key."""
    told: set[int] = set()
    for unit, story in STORIES:
        task = _task_for(demo, unit, told)
        if task is not None:
            _tell(demo, task, story)
            told |= {task.pk, *task.children.values_list("pk", flat=True)}
    return told


def _task_for(demo: Demo, unit: str, told: set[int]) -> Task | None:
    """The oldest task of the unit that is done once, has a date and no parts, and was assigned some days ago."""
    found = Task.objects.filter(
        agency=demo.agencies["committee"], parent=None, children=None, kind=TaskKind.ONE_OFF,
        due_date__gt=timezone.localdate() + timedelta(days=1), status=TaskStatus.NOT_STARTED,
        created_at__lt=timezone.now() - OLD_ENOUGH,
        parties__role=HandlingRole.LEAD, parties__unit=demo.units[unit],
    ).exclude(pk__in=told)  # fmt: skip
    return found.order_by("created_at", "pk").first()


def _tell(demo: Demo, task: Task, story: tuple[Told, ...]) -> None:
    now = timezone.now()
    between = (now - task.created_at) / (len(story) + 1)
    for number, (who, step, words) in enumerate(story, 1):
        moment = task.created_at + between * number
        at_work = timezone.localtime(moment).replace(hour=8 + number, minute=(17 * number) % 60)
        with clock_at(min(at_work, now)):
            task.refresh_from_db()
            given = _named(demo, task, who, _dated(task, step, words))
            ACTIONS[step](demo.access(who), Held(task.uid, task.version), **given)
    work_off("demo")


def _named(demo: Demo, task: Task, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """What a step is given, with the people, units and files that the story names."""
    given = dict(words)
    if "person" in given:
        given["person"] = _person(demo, given["person"]).uid
    if "mentions" in given:
        given["mentions"] = [_person(demo, each).uid for each in given["mentions"]]
    if "unit" in given:
        given["lead"] = f"u{demo.units[given.pop('unit')].pk}"
    if "stations" in given:
        begin, due = timezone.localdate(), task.due_date or timezone.localdate()
        third = (due - begin) / 3
        given["milestones"] = [Planned(name, begin + third * which) for name, which in given.pop("stations")]
    if "parts" in given:
        lead = task.parties.get(role=HandlingRole.LEAD).unit_id
        given["parts"] = [
            PartAsked(title, PartyDraft(unit_id=lead, person_id=_person(demo, each).pk))
            for title, each in given["parts"]
        ]
    for name, text in given.pop("files", ()):
        upload = send_in(
            demo.access(who),
            agency_id=task.agency_id,
            name=name,
            stream=BytesIO(text.encode()),
            attached_to=task.uid,
        )
        given.setdefault("evidence", []).append(upload.uid)
    return given


def _person(demo: Demo, username: str) -> Person:
    return Person.objects.get(user=demo.users[username])


def _dated(task: Task, step: Step, words: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in words.items() if name != "days"}
    if "days" in words:
        asks_for_time = step == Step.REQUEST_EXTENSION and task.due_date is not None
        name, begin = ("new_date", task.due_date) if asks_for_time else ("answer_by", timezone.localdate())
        given[name] = (begin or timezone.localdate()) + timedelta(days=words["days"])
    return given
