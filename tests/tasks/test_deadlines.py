from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sauro.tasks.deadlines import completion_timeliness, deadline_state, words_of

HERE = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=HERE)


@dataclass
class Judged:
    due_date: date | None = None
    due_time: time | None = None
    status: str = "in_progress"
    kind: str = "one_off"
    rrule: str = ""
    finished_at: datetime | None = None


@pytest.mark.parametrize(
    ("task", "now", "state", "words"),
    [
        (Judged(), NOW, "no_deadline", "Chưa có hạn"),
        (Judged(date(2026, 11, 13)), NOW, "overdue", "Quá hạn 3 ngày"),
        (Judged(date(2026, 11, 15)), NOW, "overdue", "Quá hạn 1 ngày"),
        (Judged(date(2026, 11, 16)), NOW, "due_today", "Đến hạn 17:00"),
        (Judged(date(2026, 11, 16)), NOW.replace(hour=17, minute=1), "due_today", "Đến hạn 17:00"),
        (Judged(date(2026, 11, 16)), NOW.replace(hour=23, minute=59), "due_today", "Đến hạn 17:00"),
        (Judged(date(2026, 11, 16), time(11, 30)), NOW, "due_today", "Đến hạn 11:30"),
        (Judged(date(2026, 11, 16), time(9, 0)), NOW, "due_today", "Đến hạn 09:00"),
        (Judged(date(2026, 11, 16), time(8, 59)), NOW, "overdue", "Quá hạn từ 08:59"),
        (Judged(date(2026, 11, 17), time(8, 0)), NOW, "due_soon", "Sắp đến hạn 1 ngày"),
        (Judged(date(2026, 11, 18)), NOW, "due_soon", "Sắp đến hạn 2 ngày"),
        (Judged(date(2026, 11, 19)), NOW, "due_soon", "Sắp đến hạn 3 ngày"),
        (Judged(date(2026, 11, 20)), NOW, "on_track", "Trong hạn"),
        (Judged(date(2026, 11, 13), status="rework"), NOW, "overdue", "Quá hạn 3 ngày"),
        (Judged(date(2026, 11, 13), status="pending_approval"), NOW, "overdue", "Quá hạn 3 ngày"),
        (Judged(date(2026, 11, 13), status="pending_acceptance"), NOW, None, ""),
        (Judged(date(2026, 11, 13), status="suspended"), NOW, None, ""),
        (Judged(date(2026, 11, 13), status="cancelled", finished_at=NOW), NOW, None, ""),
        (Judged(kind="standing"), NOW, None, ""),
        (Judged(kind="recurring"), NOW, "no_deadline", "Chưa có hạn"),
        # Midnight is Hà Nội's, whatever zone the clock was handed in.
        (Judged(date(2026, 11, 16)), datetime(2026, 11, 16, 17, 30, tzinfo=UTC), "overdue", "Quá hạn 1 ngày"),
        (Judged(date(2026, 11, 16)), datetime(2026, 11, 15, 18, 0, tzinfo=UTC), "due_today", "Đến hạn 17:00"),
    ],
)
def test_the_state_of_an_open_task(task: Judged, now: datetime, state: str | None, words: str) -> None:
    assert deadline_state(task, now) == state
    with translation.override("vi"):
        assert words_of(task, now) == words


@pytest.mark.parametrize(
    ("due", "hour", "finished", "timeliness", "words"),
    [
        (date(2026, 11, 16), None, NOW - timedelta(days=2), "early", "Trước hạn 2 ngày"),
        (date(2026, 11, 16), None, NOW, "on_time", "Đúng hạn"),
        (date(2026, 11, 16), None, NOW.replace(hour=23), "on_time", "Đúng hạn"),
        (date(2026, 11, 16), time(9), NOW, "on_time", "Đúng hạn"),
        (date(2026, 11, 16), time(9), NOW + timedelta(minutes=1), "late", "Trễ hạn, sau 09:00"),
        (date(2026, 11, 16), None, NOW + timedelta(days=1), "late", "Trễ hạn 1 ngày"),
        (None, None, NOW, None, ""),
    ],
)
def test_the_timeliness_of_a_completed_task(
    due: date | None, hour: time | None, finished: datetime, timeliness: str | None, words: str
) -> None:
    task = Judged(due, hour, "completed", finished_at=finished)
    assert completion_timeliness(task) == timeliness
    assert deadline_state(task, NOW + timedelta(days=400)) is None
    with translation.override("vi"):
        assert words_of(task, NOW + timedelta(days=400)) == words


def test_due_soon_may_be_another_number_of_days() -> None:
    task = Judged(date(2026, 11, 21))
    assert deadline_state(task, NOW, due_soon_days=5) == "due_soon"
    assert deadline_state(task, NOW, due_soon_days=4) == "on_track"


MOMENTS = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=HERE) + timedelta(minutes=minutes)
)
ORDER = ["on_track", "due_soon", "due_today", "overdue"]


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(MOMENTS, min_size=2),
)
def test_time_only_makes_it_later(due: date, moments: list[datetime]) -> None:
    states = [deadline_state(Judged(due), moment) for moment in sorted(moments)]
    places = [ORDER.index(str(state)) for state in states]
    assert places == sorted(places)
