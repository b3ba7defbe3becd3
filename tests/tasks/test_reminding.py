"""Reminders: by the rules of the day, once for each date, to the right people, in the history of the task."""

import datetime as dt

import pytest
from tests.people import Ward, client_of
from tests.tasks.clocking import FRIDAY, MONDAY, SATURDAY, after, at, due, hear, reminded, run, told
from tests.tasks.living import submission
from tests.tasks.making import change, make, person, unit

from sauro.journal.sealer import seal_all
from sauro.notices.models import Notice
from sauro.organisation.models import Absence, Role
from sauro.tasks.clock.models import EscalationRule, Reminder
from sauro.tasks.models import TaskKind, TaskStatus

BEFORE = ("before_due", 3, "assignee")
ONE_OVER = ("overdue", 1, "division_head")
THREE_OVER = ("overdue", 3, "accountable_leader")


def test_three_working_days_before_its_date_the_assignee_is_reminded(ward: Ward) -> None:
    task = due(ward, after(3), leads=[person(ward.specialist)])
    assert run(ward).reminders == 1
    assert reminded(task) == [BEFORE]
    assert told(ward.specialist, "tasks.reminder") == ["Còn 3 ngày làm việc: Rà soát điểm úng ngập"]


def test_a_date_further_away_waits(ward: Ward) -> None:
    due(ward, after(7))
    assert run(ward).reminders == 0


def test_days_off_do_not_count(ward: Ward) -> None:
    task = due(ward, after(8))  # Tuesday of the next week: from Thursday on three working days
    assert run(ward, after(2)).reminders == 0
    assert run(ward, after(3)).reminders == 1
    assert reminded(task) == [BEFORE]


def test_a_task_of_a_unit_reminds_its_heads_until_somebody_has_received_it(ward: Ward) -> None:
    due(ward, after(2))
    mine = due(ward, after(1))
    change(mine, received_by=ward.specialist.user)
    run(ward)
    assert len(told(ward.division_head)) == 1
    assert len(told(ward.specialist)) == 1


def test_the_day_after_its_date_the_head_of_the_division_is_reminded(ward: Ward) -> None:
    task = due(ward, MONDAY, leads=[unit(ward.economy)])
    run(ward, after(1), since=MONDAY)
    assert reminded(task) == [ONE_OVER]
    assert told(ward.division_head) == ["Quá hạn 1 ngày: Rà soát điểm úng ngập"]


def test_three_days_after_it_the_leader_is_reminded(ward: Ward) -> None:
    task = due(ward, MONDAY)
    for days in range(1, 5):
        run(ward, after(days), since=after(days - 1))
    assert reminded(task) == [ONE_OVER, THREE_OVER]
    assert told(ward.vice_leader) == ["Quá hạn 3 ngày: Rà soát điểm úng ngập"]


def test_run_twice_nothing_is_sent_twice(ward: Ward) -> None:
    due(ward, after(2))
    due(ward, after(-1))
    first, second = run(ward), run(ward)
    assert first.reminders == 2
    assert (second.reminders, second.notices, second.instances) == (0, 0, 0)


def test_a_weekend_is_quiet_and_monday_makes_it_good(ward: Ward) -> None:
    task = due(ward, FRIDAY)
    assert run(ward, SATURDAY, since=FRIDAY).reminders == 0
    run(ward, after(7), since=SATURDAY)
    assert reminded(task) == [ONE_OVER]


def test_days_on_which_the_clock_stood_are_made_good(ward: Ward) -> None:
    task = due(ward, MONDAY)
    run(ward, after(21), since=after(1))
    assert set(reminded(task)) == {ONE_OVER, THREE_OVER}


def test_a_first_run_does_not_tell_of_what_is_long_known(ward: Ward) -> None:
    due(ward, after(-40))
    assert run(ward).reminders == 0


def test_a_date_that_moved_is_reminded_of_anew(ward: Ward) -> None:
    task = due(ward, after(2))
    run(ward)
    change(task, due_date=after(9))
    run(ward, after(7), since=MONDAY)
    assert reminded(task) == [BEFORE, BEFORE]


@pytest.mark.parametrize(
    "state",
    [
        {"status": TaskStatus.SUSPENDED, "suspended_at": at(MONDAY), "resumes_to": TaskStatus.IN_PROGRESS},
        {"status": TaskStatus.PENDING_ACCEPTANCE},
        {"status": TaskStatus.PENDING_APPROVAL},
        {"status": TaskStatus.COMPLETED, "finished_at": at(MONDAY)},
        {"status": TaskStatus.CANCELLED, "finished_at": at(MONDAY)},
    ],
)
def test_where_the_clock_of_the_doer_stands_nobody_is_reminded(ward: Ward, state: dict[str, object]) -> None:
    task = due(ward, after(-1))
    change(task, **state)
    assert run(ward).reminders == 0


def test_a_week_of_silence_reminds_the_assignee_and_a_month_the_leader(ward: Ward) -> None:
    task = due(ward, after(90))
    change(task, heard_at=at(after(-7)))
    run(ward, since=after(-1))
    assert reminded(task) == [("no_update", 7, "assignee")]
    run(ward, after(23), since=after(22))
    assert reminded(task)[1:] == [("no_update", 30, "accountable_leader")]


def test_a_standing_duty_is_never_overdue_nor_silent(ward: Ward) -> None:
    task = make(ward, kind=TaskKind.STANDING)
    change(task, heard_at=at(after(-7)))
    assert run(ward, since=after(-1)).reminders == 0


def test_an_order_to_several_units_reminds_each_of_its_part_and_the_leader_once(ward: Ward) -> None:
    whole = due(ward, after(-7), leads=[unit(ward.economy), unit(ward.culture)])
    run(ward, since=after(-4))
    rows = Reminder.objects.filter(audience="accountable_leader")
    assert not rows.filter(task=whole).exists()
    assert rows.filter(task__parent=whole).count() == 2
    # Of both parts at once, and in place of the head whom the culture division lacks.
    assert len(told(ward.vice_leader)) == 2


def test_where_nobody_of_the_audience_is_there_the_next_above_is_reminded(ward: Ward) -> None:
    due(ward, after(-1), leads=[unit(ward.culture)])  # has no head
    run(ward)
    assert len(told(ward.vice_leader)) == 1


def test_who_stands_in_for_somebody_away_is_reminded_as_well(ward: Ward) -> None:
    Absence.objects.create(
        workspace=ward.workspace, person=ward.division_head, stand_in=ward.specialist,
        valid_from=MONDAY, valid_to=FRIDAY, recorded_by=ward.clerk.user,
    )  # fmt: skip
    due(ward, after(-1))
    run(ward)
    assert len(told(ward.division_head)) == len(told(ward.specialist)) == 1


def test_a_post_that_has_ended_is_reminded_no_more(ward: Ward) -> None:
    ward.division_head.posts.update(valid_to=after(-1))
    due(ward, after(-1))
    run(ward)
    assert told(ward.division_head) == []


def test_nobody_of_another_ward_is_touched(ward: Ward) -> None:
    due(ward, after(-1))
    from sauro.tasks.clock.daily import run_day

    assert run_day(ward.elsewhere, MONDAY).reminders == 0
    assert not Notice.objects.exists()


def test_the_history_of_the_task_tells_of_the_reminder(ward: Ward) -> None:
    task = due(ward, after(3), leads=[person(ward.specialist)])
    run(ward)
    while seal_all():
        pass
    page = client_of(ward.specialist).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "đã nhắc Nguyễn Thị Nứa: đến hạn 18/06/2026" in page


def test_rules_hold_from_their_date_on(ward: Ward) -> None:
    run(ward)  # makes the defaults
    EscalationRule.objects.filter(trigger="overdue").update(valid_to=after(1))
    task = due(ward, after(1))
    run(ward, after(2), since=after(1))
    assert ONE_OVER not in reminded(task)


def test_a_rule_that_is_new_does_not_reach_back(ward: Ward) -> None:
    run(ward)
    EscalationRule.objects.all().delete()
    EscalationRule.objects.create(
        workspace=ward.workspace, trigger="overdue", days=1, audience="assigner", valid_from=after(4), source="QĐ 1"
    )  # fmt: skip
    due(ward, after(-2))
    run(ward, after(4), since=MONDAY)
    assert told(ward.clerk, "tasks.reminder") == []


def test_many_tasks_cost_a_constant_number_of_queries(
    ward: Ward, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        due(ward, after(2))
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert run(ward).reminders == 12


def test_a_submission_that_waits_leaves_the_doer_in_peace(ward: Ward) -> None:
    task = due(ward, after(-1))
    submission(task, ward.specialist)
    change(task, status=TaskStatus.PENDING_ACCEPTANCE)
    run(ward)
    assert told(ward.division_head) == []


def test_the_administrator_is_told_of_no_task(ward: Ward) -> None:
    due(ward, after(-1), leads=[person(ward.specialist)])
    ward.specialist.posts.update(role=Role.ADMINISTRATOR)
    run(ward)
    hear(ward)
    assert told(ward.specialist) == []


def test_dates_of_a_window_meet_without_a_gap(ward: Ward) -> None:
    """Each date is in the window of every rule on one day at least, whatever weekends and holidays lie between."""
    from sauro.tasks.clock.rules import window
    from sauro.vietnamese.calendar import WorkingCalendar

    calendar = WorkingCalendar()
    rule = EscalationRule(trigger="overdue", days=3, valid_from=dt.date(2025, 1, 1))
    since, found = dt.date(2026, 1, 2), set()
    day = dt.date(2026, 1, 5)
    while day < dt.date(2026, 5, 20):  # the New Year of the moon, 30 April
        if calendar.is_working_day(day):
            span = window(rule, day, since, calendar)
            found |= {span.first + dt.timedelta(days=n) for n in range((span.last - span.first).days + 1)}
            since = day
        day += dt.timedelta(days=1)
    first = dt.date(2026, 1, 12)
    assert {first + dt.timedelta(days=n) for n in range(100)} <= found
