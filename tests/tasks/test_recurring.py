"""Rhythms: an instance each time, once; standing duties are reported on and never overdue."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.people import Ward, client_of
from tests.tasks.clocking import MONDAY, after, at, hear, reminded, run, told
from tests.tasks.living import take
from tests.tasks.making import make, person, unit

from sauro.tasks.actions import Refused
from sauro.tasks.clock.rhythms import due_of, next_after
from sauro.tasks.deadlines import deadline_state
from sauro.tasks.life import Step
from sauro.tasks.models import WITHOUT_END, Task, TaskKind, TaskStatus
from sauro.vietnamese.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
WEEKLY = "FREQ=WEEKLY;BYDAY=FR"


def series(ward: Ward, rrule: str = WEEKLY, **fields: Any) -> Task:
    return make(ward, kind=TaskKind.RECURRING, rrule=rrule, title="Báo cáo tình hình", **fields)


def days(task: Task) -> list[dt.date]:
    return list(Task.objects.filter(series=task).order_by("occurrence").values_list("occurrence", flat=True))


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", dt.date(2026, 6, 19)),
        ("FREQ=WEEKLY", dt.date(2026, 6, 19)),
        ("FREQ=MONTHLY;BYMONTHDAY=25", dt.date(2026, 6, 25)),
        ("FREQ=MONTHLY", dt.date(2026, 6, 30)),
        ("FREQ=MONTHLY;INTERVAL=3", dt.date(2026, 6, 30)),
        ("FREQ=MONTHLY;INTERVAL=6", dt.date(2026, 6, 30)),
        ("FREQ=YEARLY", dt.date(2026, 12, 31)),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=5", dt.date(2026, 9, 5)),
        ("RRULE:FREQ=DAILY", dt.date(2026, 6, 16)),
    ],
)
def test_the_next_day_of_a_rhythm(rrule: str, expected: dt.date) -> None:
    assert next_after(rrule, MONDAY) == expected


@pytest.mark.parametrize(
    "rrule",
    ["", "hằng tuần", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
     "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=WEEKLY;COUNT=1", "FREQ=WEEKLY;INTERVAL=0"],
)  # fmt: skip
def test_what_is_no_rhythm_never_comes(rrule: str) -> None:
    assert next_after(rrule, MONDAY) is None


@given(st.dates(dt.date(2025, 1, 1), dt.date(2031, 1, 1)), st.sampled_from([WEEKLY, "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=31"]))  # fmt: skip
def test_the_next_day_is_later_and_none_lies_between(day: dt.date, rrule: str) -> None:
    comes = next_after(rrule, day)
    assert comes is not None
    assert comes > day
    assert next_after(rrule, comes - dt.timedelta(days=1)) == comes


def test_a_day_off_moves_the_date_to_the_next_working_day() -> None:
    assert due_of(WEEKLY, dt.date(2026, 9, 2), CALENDAR) == dt.date(2026, 9, 3)
    assert due_of("FREQ=DAILY", dt.date(2026, 6, 20), CALENDAR) is None


def test_an_instance_is_made_each_time_and_once(ward: Ward) -> None:
    task = series(ward)
    assert run(ward).instances == 1
    assert run(ward).instances == 0
    run(ward, after(7), since=MONDAY)
    assert days(task) == [after(4), after(11)]


def test_an_instance_is_a_task_of_its_own_with_the_same_people(ward: Ward) -> None:
    task = series(ward, leads=[unit(ward.economy)], supports=[unit(ward.culture)], deliverable="Báo cáo")
    run(ward)
    (made,) = Task.objects.filter(series=task)
    assert (made.kind, made.status, made.due_date) == (TaskKind.ONE_OFF, TaskStatus.NOT_STARTED, after(4))
    assert made.title == "Báo cáo tình hình (19/06/2026)"
    assert made.deliverable == "Báo cáo"
    assert [party.unit for party in made.parties.order_by("pk")] == [ward.economy, ward.culture]
    assert (made.parent_id, made.document_id) == (None, None)


def test_the_series_itself_is_never_overdue(ward: Ward) -> None:
    task = series(ward, due_date=after(-30))
    assert deadline_state(task, at(MONDAY)) is None
    run(ward)
    assert reminded(task) == []


def test_the_database_holds_one_instance_for_each_day(ward: Ward) -> None:
    task = series(ward)
    run(ward)
    (made,) = Task.objects.filter(series=task)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(
            workspace=ward.workspace,
            agency=ward.committee,
            title="x",
            series=task,
            occurrence=made.occurrence,
        )


def test_who_does_it_is_told_of_each_instance(ward: Ward) -> None:
    series(ward, leads=[person(ward.specialist)])
    hear(ward)
    run(ward)
    hear(ward)
    assert told(ward.specialist)[1:] == ["Nhiệm vụ mới: Báo cáo tình hình (19/06/2026)"]


def test_weeks_on_which_the_clock_stood_are_not_made_up_for(ward: Ward) -> None:
    task = series(ward)
    run(ward)
    run(ward, after(35), since=MONDAY)
    assert days(task) == [after(4), after(32), after(39)]


def test_a_suspended_series_rests_and_a_resumed_one_goes_on(ward: Ward) -> None:
    task = series(ward)
    run(ward)
    take(ward.leader, task, Step.SUSPEND)
    run(ward, after(7), since=MONDAY)
    assert len(days(task)) == 1
    take(ward.leader, task, Step.RESUME)
    run(ward, after(8), since=after(7))
    assert len(days(task)) == 2


def test_the_assigner_ends_a_series_with_his_reason(ward: Ward) -> None:
    task = series(ward)
    run(ward)
    take(ward.clerk, task, Step.END_SERIES)
    run(ward, after(7), since=MONDAY)
    task.refresh_from_db()
    assert (task.status, len(days(task))) == (TaskStatus.COMPLETED, 1)


def test_the_work_of_a_series_is_done_in_its_instances(ward: Ward) -> None:
    task = series(ward)
    for step in (Step.SUBMIT_DELIVERABLE, Step.UPDATE_PROGRESS):
        with pytest.raises(Refused, match="từng kỳ"):
            take(ward.division_head, task, step)
    run(ward)
    (made,) = Task.objects.filter(series=task)
    assert take(ward.division_head, made, Step.SUBMIT_DELIVERABLE).status == TaskStatus.PENDING_ACCEPTANCE


def test_an_order_to_several_units_has_a_series_for_each(ward: Ward) -> None:
    whole = series(ward, leads=[unit(ward.economy), unit(ward.culture)])
    assert run(ward).instances == 2
    assert days(whole) == []
    take(ward.clerk, whole, Step.END_SERIES)
    assert set(Task.objects.filter(parent=whole).values_list("status", flat=True)) == {TaskStatus.COMPLETED}


def test_a_rhythm_that_cannot_be_read_is_looked_at_once(ward: Ward) -> None:
    task = series(ward, "mỗi khi có yêu cầu")
    assert run(ward).instances == 0
    task.refresh_from_db()
    assert task.next_on == WITHOUT_END


def test_a_standing_duty_is_reminded_of_its_report_and_stays_open(ward: Ward) -> None:
    task = make(ward, kind=TaskKind.STANDING, rrule=WEEKLY, leads=[person(ward.specialist)])
    run(ward)
    assert reminded(task) == []
    run(ward, after(1), since=MONDAY)  # Tuesday: three working days before Friday
    run(ward, after(2), since=after(1))
    assert reminded(task) == [("report_due", 3, "assignee")]
    run(ward, after(8), since=after(2))
    assert len(reminded(task)) == 2
    with pytest.raises(Refused):
        take(ward.specialist, task, Step.SUBMIT_DELIVERABLE)


def test_the_page_of_a_series_shows_its_instances_and_theirs_the_series(ward: Ward) -> None:
    task = series(ward)
    run(ward)
    (made,) = Task.objects.filter(series=task)
    client = client_of(ward.specialist)
    assert f"/nhiem-vu/{made.uid}/" in client.get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert f"/nhiem-vu/{task.uid}/" in client.get(f"/nhiem-vu/{made.uid}/").content.decode()
