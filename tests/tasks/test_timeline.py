"""The list as a timeline: bars on one scale of weeks or months."""

import datetime as dt
import itertools

import pytest
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import NOW, day, make, unit
from tests.tasks.test_lists import SEEN, spread  # noqa: F401 - a fixture

from sauro.tasks.listings import settle
from sauro.tasks.lists import Filters
from sauro.tasks.lists.timeline import MONTHS, WEEKS, Bar, timeline_of, window_of
from sauro.tasks.models import Task

WINDOW = window_of(dt.date(2026, 11, 4))


def _bars(ward: Ward, who: str = "clerk", filters: Filters | None = None) -> list[Bar]:
    found = timeline_of(rights_of(getattr(ward, who)), filters or Filters(), WINDOW, now=NOW)
    return [bar for _, bars in found.groups for bar in bars]


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    assert WINDOW.starts[0] == dt.date(2026, 11, 2)
    assert WINDOW.columns == WEEKS
    months = window_of(dt.date(2026, 11, 16), months=True)
    assert (months.first, months.last, months.columns) == (
        dt.date(2026, 11, 1),
        dt.date(2027, 10, 31),
        MONTHS,
    )
    assert months.after == dt.date(2027, 11, 1)
    assert months.before == dt.date(2025, 11, 1)


@pytest.mark.parametrize("months", [False, True])
def test_days_run_from_left_to_right_without_a_jump(months: bool) -> None:
    window = window_of(dt.date(2026, 11, 4), months=months)
    places = [
        window.at(window.first + dt.timedelta(days=n)) for n in range((window.last - window.first).days + 2)
    ]
    assert places[0] == 0
    assert places[-1] == 100
    steps = [after - before for before, after in itertools.pairwise(places)]
    assert min(steps) > 0.2
    assert max(steps) < 1.5


def test_a_bar_reaches_from_the_day_of_assignment_to_the_due_date(ward: Ward) -> None:
    task = make(ward, due_date=dt.date(2026, 11, 29))
    Task.objects.update(created_at=dt.datetime(2026, 11, 9, 3, tzinfo=dt.UTC))
    bar = _bars(ward)[0]
    assert (bar.start, bar.end) == (10.0, 40.0)  # from the second week to the end of the fourth, of ten
    assert bar.late == bar.end
    Task.objects.filter(pk=task.pk).update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert _bars(ward)[0].begins_before


@pytest.mark.parametrize(("day", "place"), [(dt.date(2026, 11, 16), 20.0), (dt.date(2026, 10, 30), None)])
def test_the_next_milestone_stands_where_it_is_in_the_window(
    ward: Ward, day: dt.date, place: float | None
) -> None:
    task = make(ward, due_date=dt.date(2026, 11, 29))
    Task.objects.filter(pk=task.pk).update(next_milestone=day)
    assert _bars(ward)[0].station == place


def test_what_is_overdue_goes_on_to_today(ward: Ward) -> None:
    make(ward, due_date=day(-7))
    bar = _bars(ward)[0]
    assert bar.late == WINDOW.at(day(1)) > bar.end
    make(ward, due_date=day(-6), status="pending_acceptance")  # the clock of the doer stands
    assert [each.late_width > 0 for each in _bars(ward)] == [True, False]


def test_only_what_is_due_in_the_window_and_open_is_shown_by_lead(ward: Ward) -> None:
    make(ward, title="trước", due_date=WINDOW.first - dt.timedelta(days=1))
    make(ward, title="trong", due_date=WINDOW.first)
    make(ward, ward.culture, title="cuối", due_date=WINDOW.last)
    make(ward, title="sau", due_date=WINDOW.last + dt.timedelta(days=1))
    make(ward, title="không hạn")
    make(ward, title="xong", due_date=day(1), status="completed", finished_at=NOW)
    found = timeline_of(rights_of(ward.clerk), Filters(tab="all"), WINDOW, now=NOW)
    shown = [(lead, [bar.task.title for bar in bars]) for lead, bars in found.groups]
    assert shown == [("Phòng Kinh tế, Hạ tầng và Đô thị", ["trong"]), ("Phòng Văn hóa - Xã hội", ["cuối"])]
    assert found.today == WINDOW.at(NOW.date())
    later = timeline_of(rights_of(ward.clerk), Filters(), window_of(WINDOW.after), now=NOW)
    assert later.today is None


@pytest.mark.parametrize("who", SEEN)
def test_everybody_sees_his_own_bars(spread: Ward, who: str) -> None:  # noqa: F811
    Task.objects.update(due_date=day(4))
    settle(Task.objects.values_list("pk", flat=True))
    assert {bar.task.title for bar in _bars(spread, who)} == SEEN[who]


def test_the_page_draws_without_style_and_says_what_it_draws(ward: Ward) -> None:
    make(ward, supports=[unit(ward.culture)], due_date=day(5), status="in_progress", progress_percent=40)
    page = (
        client_of(ward.specialist).get(f"/nhiem-vu/?layout=timeline&day={day(0):%Y-%m-%d}").content.decode()
    )
    assert " style=" not in page
    assert f"đến {day(5):%d/%m/%Y}" in page
    assert 'class="done" width="40%"' in page
    empty = client_of(ward.specialist).get("/nhiem-vu/?layout=timeline&day=2030-01-01").content.decode()
    assert "Không có nhiệm vụ đến hạn trong khoảng này" in empty
