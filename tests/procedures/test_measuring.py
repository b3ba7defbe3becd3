"""Figures: time in steps, late ones, returns, branches, where it waits."""

import datetime as dt

import pytest
from tests.people import Ward, rights_of
from tests.procedures.making import REVISE, does, held, issued, open_run, started

from sauro.procedures import actions
from sauro.procedures.measuring import Figures, StepFigures, measure
from sauro.procedures.models import Case, Procedure, StepRun


def figures(procedure: Procedure, ward: Ward) -> Figures:
    access = rights_of(ward.clerk)
    return measure(access, procedure.uid, since=access.on - dt.timedelta(days=30), until=access.on)


def of(found: Figures, key: str) -> StepFigures:
    return next(each for each in found.steps if each.key == key)


def test_returns_are_counted_with_their_reasons(ward: Ward) -> None:
    procedure = issued(ward)
    case = started(procedure, ward.specialist)
    actions.send_back(rights_of(ward.division_head), case.uid, held(case), to=REVISE, reason="Thiếu báo giá")
    does(case, ward.specialist, values={"amount": "5"})
    does(case, ward.division_head)
    head = of(figures(procedure, ward), "head")
    assert (head.count, head.returned, head.reasons) == (2, 1, ["Thiếu báo giá"])


def test_branches_are_counted(ward: Ward) -> None:
    procedure = issued(ward)
    for amount in ("10", "60", "70"):
        case = started(procedure, ward.specialist, amount=amount)
        does(case, ward.division_head)
        does(case, ward.clerk)
    assert of(figures(procedure, ward), "opinions").led_to == {"number": 1, "leader": 2}


def test_late_steps_are_counted_by_step_and_unit(ward: Ward) -> None:
    procedure = issued(ward)
    case = started(procedure, ward.specialist)
    StepRun.objects.update(due_at=open_run(case).opened_at - dt.timedelta(hours=1))
    does(case, ward.division_head)
    found = figures(procedure, ward)
    assert of(found, "head").late == 1
    assert (ward.economy.name, 1, 1) in found.late_by_unit


def test_a_limit_that_was_over_at_the_start_is_nobodys_delay(ward: Ward) -> None:
    procedure = issued(ward)
    case = started(procedure, ward.specialist)
    StepRun.objects.update(due_at=open_run(case).opened_at - dt.timedelta(hours=1), past_at_start=True)
    does(case, ward.division_head)
    found = of(figures(procedure, ward), "head")
    assert (found.late, found.past_at_start) == (0, 1)


@pytest.mark.parametrize(("seen_after", "waits"), [(7, True), (1, False)])
def test_where_it_always_waits_is_said(ward: Ward, seen_after: int, waits: bool) -> None:
    """Eight hours of a working day in the step, of which it waited seven, or one."""
    procedure = issued(ward)
    monday = dt.datetime(2026, 11, 16, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    for number in range(5):
        case = started(procedure, ward.specialist, title=f"Việc {number}")
        does(case, ward.division_head)
    seen = monday + dt.timedelta(hours=seen_after + (1.5 if seen_after > 4 else 0))
    StepRun.objects.filter(key="head").update(
        opened_at=monday, seen_at=seen, finished_at=monday + dt.timedelta(hours=9.5)
    )
    assert of(figures(procedure, ward), "head").always_waits is waits


def test_what_was_started_at_another_time_is_left_out(ward: Ward) -> None:
    procedure = issued(ward)
    started(procedure, ward.specialist)
    Case.objects.update(started_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert figures(procedure, ward).started == 0
