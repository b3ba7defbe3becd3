"""The clock over running cases: who is told of a step, reminded of its limit, told that it is late; steps that nobody has
any more; cases that start by themselves.

Nothing here is asked twice: a step is looked at when `look_at` says so, which moves on in the same transaction, a notice
has a key, and a scheduled case a day. So the clock may run as often as it likes, in any number of workers.
"""

import calendar as months
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from sauro.identity.models import Workspace
from sauro.notices.actions import Word, tell
from sauro.procedures.actions.starting import start_by_schedule
from sauro.procedures.coming_and_going import reseat, users_of, welcome
from sauro.procedures.definition import Rhythm, Schedule, What, read_definition
from sauro.procedures.models import CaseState, RunState, Seat, StepRun, Version, VersionState
from sauro.procedures.notices import DUE_SOON, INFORMED, LATE, NEW
from sauro.procedures.telling import look_at

AT_ONCE = 1000  # steps of one transaction
MOST_AT_A_TIME = 300_000  # steps of one round of the clock


@dataclass(slots=True)
class Done:
    """What a round of the clock has done."""

    looked_at: int = 0
    told: int = 0
    reseated: int = 0
    started: int = 0


def tick(now: dt.datetime | None = None) -> Done:
    """One round: every step that is to be looked at, seats that have become empty, cases of the schedule."""
    now = now or timezone.now()
    done = Done(reseated=reseat(now), started=start_scheduled(now), told=welcome(now))
    return look(now, done)


def look(now: dt.datetime | None = None, done: Done | None = None) -> Done:
    """Every step that is to be looked at: two statements where there is none."""
    now, done = now or timezone.now(), done or Done()
    with override("vi"):  # what is stored is Vietnamese
        while done.looked_at < MOST_AT_A_TIME:
            looked, told = _look(now)
            done.looked_at += looked
            done.told += told
            if looked < AT_ONCE:
                break
    return done


@transaction.atomic
def _look(now: dt.datetime) -> tuple[int, int]:
    """The next steps that are to be looked at, the longest waiting first; (how many, how many notices)."""
    found = list(
        StepRun.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(look_at__lte=now)
        .select_related("case")
        .only(
            "uid", "title", "what", "state", "opened_at", "due_at", "look_at", "told_at",
            "case__uid", "case__title", "case__workspace_id", "case__barred", "case__state",
        )
        .order_by("look_at", "id")[:AT_ONCE]
    )  # fmt: skip
    if not found:
        return 0, 0
    told = 0
    for workspace_id in sorted({run.case.workspace_id for run in found}):
        runs = [run for run in found if run.case.workspace_id == workspace_id]
        told += tell(Workspace(pk=workspace_id), _words(runs, now))
    later: dict[dt.datetime | None, list[int]] = defaultdict(list)
    for run in found:
        later[look_at(run.due_at, now) if run.state == RunState.OPEN else None].append(run.pk)
    for moment, ids in later.items():
        StepRun.objects.filter(pk__in=ids).update(look_at=moment, told_at=now)
    return len(found), told


def _words(runs: list[StepRun], now: dt.datetime) -> list[Word]:
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(run__in=[run.pk for run in runs]).only("run_id", "holder", "is_open"):
        seats[seat.run_id].append(seat)
    holders = {seat.holder for each in seats.values() for seat in each}
    users = users_of(holders, timezone.localdate(now))
    words = []
    for run in runs:
        kind = _kind(run, now)
        if kind is None or (run.case.state != CaseState.RUNNING and run.what != What.INFORM):
            continue
        his = [s for s in seats[run.pk] if s.is_open or run.what == What.INFORM]
        link = f"/quy-trinh/ho-so/{run.case.uid}/"
        key = f"{kind}:{run.uid}" if kind != LATE else f"{kind}:{run.uid}:{run.due_at:%Y%m%d%H}"
        for user in sorted({user for seat in his for user in users.get(seat.holder, ())}):
            words.append(Word(user, kind, f"{run.title}: {run.case.title}", link, key, run.case.uid))
    return words


def _kind(run: StepRun, now: dt.datetime) -> str | None:
    """What is to be told of the step, None where it has ended meanwhile."""
    if run.what == What.INFORM:
        return INFORMED
    if run.state != RunState.OPEN:
        return None
    if run.told_at is None:
        return NEW
    return LATE if run.due_at is not None and run.due_at <= now else DUE_SOON


def start_scheduled(now: dt.datetime) -> int:
    """Cases whose day has come, of versions in force; at most once a day and procedure."""
    today, started = timezone.localdate(now), 0
    versions = Version.objects.filter(
        state=VersionState.ISSUED, valid_from__lte=today, definition__has_key="schedule"
    ).select_related("procedure__agency__workspace", "procedure__workspace")
    current: dict[int, Version] = {}
    for version in versions.order_by("valid_from", "number"):
        current[version.procedure_id] = version
    newest = dict(
        Version.objects.filter(procedure__in=current, state=VersionState.ISSUED, valid_from__lte=today)
        .order_by("valid_from", "number")
        .values_list("procedure_id", "pk")
    )
    for version in current.values():
        schedule = read_definition(version.definition).schedule
        if schedule is not None and newest[version.procedure_id] == version.pk and falls_on(schedule, today):
            started += start_by_schedule(version, today, now) is not None
    return started


def falls_on(schedule: Schedule, day: dt.date) -> bool:
    """Whether a case starts on the day; the 31st is the last day of a shorter month."""
    if schedule.rhythm == Rhythm.WEEKLY:
        return day.isoweekday() == schedule.day
    if schedule.rhythm == Rhythm.QUARTERLY and day.month % 3 != 1:
        return False
    return day.day == min(schedule.day, months.monthrange(day.year, day.month)[1])
