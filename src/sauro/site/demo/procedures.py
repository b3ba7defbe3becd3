"""Procedures of the demo ward: the library, issued by the chairman, and cases at every station; one of them is late."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as daytime
from typing import Any

from django.utils import timezone

from sauro.procedures import actions
from sauro.procedures.actions import Held
from sauro.procedures.definition import REVISE
from sauro.procedures.library import packages
from sauro.procedures.models import Case, Procedure, RunState, StepRun
from sauro.site.demo.lives import clock_at
from sauro.site.demo.organise import Demo
from sauro.tasks.models import TaskStatus
from sauro.tasks.queries import visible
from sauro.vietnamese.calendar import WorkingCalendar

CHAIR, OFFICE, CLERK, VICE = "chutich", "chanhvanphong", "vanthu", "phochutich"
HEAD, DOER = "truongphong.kinhte", "chuyenvien.kinhte"
ISSUED = -60  # days before the day of filling


@dataclass(frozen=True)
class Turn:
    """What somebody does with the open step. `day`: working days before today. `to`: where he returns it."""

    who: str
    day: int
    words: str = ""
    values: dict[str, str] = field(default_factory=dict)
    to: str = ""
    hour: int = 10
    after: int = 1  # hours of work on it


@dataclass(frozen=True)
class Story:
    key: str
    title: str
    who: str
    day: int
    values: Callable[[date], dict[str, Any]]
    turns: tuple[Turn, ...] = ()
    of_a_task: bool = False  # of the next one that whoever starts it leads with his unit


def _days(today: date, offset: int) -> str:
    return (today + timedelta(days=offset)).isoformat()


def _slip(money: str) -> Callable[[date], dict[str, Any]]:
    return lambda _today: {
        "noi-dung": "Trạm bơm tiêu úng của tổ dân phố số 5 cần máy dự phòng trước mùa mưa.",
        "de-xuat": "Cho thuê 02 máy bơm trong 03 tháng, chi từ nguồn dự phòng.",
        "kinh-phi": money,
    }


def _room(what: str, after: int, *, late: bool = False) -> Story:
    return Story(
        "phong-hop-thiet-bi",
        what,
        DOER,
        after + 3,
        lambda today: {"viec": what, "ngay": _days(today, 1), "phong": "Phòng họp tầng 2", "ngoai-gio": "no"},
        (
            Turn(CLERK, after + (1 if late else 3), "Đã xếp phòng, không trùng lịch."),
            Turn(DOER, after, values={"tinh-trang": "Nguyên vẹn"}),
        ),
    )


STORIES = (
    Story("phieu-trinh", "Thuê máy bơm dự phòng mùa mưa", DOER, 5, _slip("12")),
    Story(
        "phieu-trinh", "Sửa chữa mái che bộ phận một cửa", DOER, 9, _slip("8"),
        (Turn(HEAD, 8, "Nhất trí trình."), Turn(VICE, 7, "Đồng ý. Văn phòng theo dõi thực hiện.")),
    ),
    Story(
        "ke-hoach-su-kien", "Ngày hội Đại đoàn kết toàn dân tộc", DOER, 3,
        lambda today: {"ten-su-kien": "Ngày hội Đại đoàn kết", "ngay-to-chuc": _days(today, 14), "dia-diem": "Nhà văn hóa phường",
                       "quy-mo": "150", "kinh-phi": "18"},
        (Turn(HEAD, 2, "Đã rà soát nội dung."), Turn(OFFICE, 1, "Trùng lịch họp tổ dân phố buổi sáng, đề nghị tổ chức buổi chiều.")),
    ),
    Story(
        "van-ban-den", "Trình văn bản 512/SXD-HTKT về điểm úng ngập", CLERK, 1,
        lambda _today: {"so-ky-hieu": "512/SXD-HTKT", "co-quan-ban-hanh": "Sở Xây dựng thành phố Lam Giang",
                        "trich-yeu": "Rà soát điểm úng ngập trước mùa mưa", "do-khan": "Khẩn"},
    ),
    Story(
        "gia-han", "Gia hạn", DOER, 2,
        lambda today: {"han-cu": _days(today, 5), "han-moi": _days(today, 20),
                       "ly-do": "Chờ ý kiến của sở quản lý ngành", "da-gia-han": "0"},
        (Turn(HEAD, 1, "Chưa nêu phần đã làm xong; bổ sung kết quả đến nay.", to=REVISE),),
        of_a_task=True,
    ),
    _room("Họp triển khai thu gom rác ngõ hẹp", 20), _room("Tập huấn biên lai điện tử", 15),
    _room("Họp tổ công tác chỉnh trang tuyến phố", 12, late=True), _room("Tiếp đoàn khảo sát thoát nước", 8),
    _room("Họp rà soát hộ kinh doanh", 4),
)  # fmt: skip


def tell_procedures(demo: Demo, today: date) -> None:
    """Takes the library over, issues it and lets the stories happen, each step on its day."""
    committee = demo.agencies["committee"].pk
    with clock_at(_at(today + timedelta(days=ISSUED), 8)):
        for number, (key, package) in enumerate(packages().items(), 21):
            version = actions.import_package(demo.access(OFFICE), committee, package, key)
            day = today + timedelta(days=ISSUED)
            actions.issue(
                demo.access(CHAIR),
                version.uid,
                valid_from=day,
                record_number=f"{number}/QĐ-UBND",
                record_date=day,
            )
    calendar = WorkingCalendar()
    for story in STORIES:
        _tell(demo, today, story, calendar)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, daytime(hour, 10)))


def _tell(demo: Demo, today: date, story: Story, calendar: WorkingCalendar) -> None:
    procedure = Procedure.objects.get(workspace=demo.workspace, library_key=story.key)
    started, access = calendar.add_working_days(today, -story.day), demo.access(story.who)
    values, subject, title = story.values(started if story.turns else today), None, story.title
    if story.of_a_task:
        running = visible(access).filter(status=TaskStatus.IN_PROGRESS, due_date__gt=today)
        task = running.order_by("due_order", "pk").first()
        if task is None:  # a ward without orders
            return
        subject, title = ("task", task.uid), f"{story.title}: {task.title}"
        values |= {"nhiem-vu": task.title}
    with clock_at(_at(started, 8)):
        case = actions.start(access, procedure.uid, title=title, values=values, subject=subject)
    for turn in story.turns:
        day = calendar.add_working_days(today, -turn.day)
        with clock_at(_at(day, turn.hour - turn.after)):
            actions.see(demo.access(turn.who), StepRun.objects.get(case=case, state=RunState.OPEN))
        with clock_at(_at(day, turn.hour)):
            _turn(demo, case, turn)


def _turn(demo: Demo, case: Case, turn: Turn) -> None:
    run = StepRun.objects.get(case=case, state=RunState.OPEN)
    access, held = demo.access(turn.who), Held(run.uid)
    if turn.to:
        actions.send_back(access, case.uid, held, to=turn.to, reason=turn.words)
    else:
        actions.act(access, case.uid, held, words=turn.words, values=turn.values)
