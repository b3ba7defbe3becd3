"""The daily run: once a day and workspace, from the hour on which the clock strikes.

The row of the run is claimed by a conditional update (docs/decisions/0007). Whoever holds it shows that he lives after each
batch; killed, his claim goes stale and another one goes on: what was done is found, nothing is done twice.
"""

import logging
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone, translation

from sauro.identity.models import Workspace
from sauro.tasks.clock import events, rules
from sauro.tasks.clock.models import ClockRun
from sauro.tasks.clock.recipients import People, active_workspaces
from sauro.tasks.clock.recurring import recur
from sauro.tasks.clock.reminding import Counts, Day, remind
from sauro.vietnamese.calendar import WorkingCalendar

logger = logging.getLogger(__name__)

STRIKES = time(5, 30)  # local: before the first digest goes out
STALE = timedelta(minutes=2)  # a claim that gave no sign for so long


class TakenOver(Exception):
    """Another clock has taken the run: this one was thought dead."""


def tick(worker: str, now: datetime | None = None) -> bool:
    """What is to be done now, in every workspace; whether anything was. Called every few seconds."""
    now = now or timezone.now()
    here = timezone.localtime(now)
    done = False
    for workspace in active_workspaces():
        if here.time() >= STRIKES:
            done |= run_claimed(workspace, here.date(), worker, now)
        done |= events.follow(workspace, now) > 0
    return done


def run_claimed(workspace: Workspace, day: date, worker: str, now: datetime) -> bool:
    """The run of that day, where nobody has done it or is at it; whether this clock did it."""
    run = _claim(workspace, day, worker, now)
    if run is None:
        return False
    try:
        counts = run_day(workspace, day, since=_last_day(workspace, day), run=run)
    except TakenOver:
        logger.warning("clock: %s %s was taken over", workspace.slug, day)
        return False
    _count(run, counts, finished_at=timezone.now())
    return True


def _claim(workspace: Workspace, day: date, worker: str, now: datetime) -> ClockRun | None:
    if ClockRun.objects.filter(workspace=workspace, day=day, finished_at__isnull=False).exists():
        return None
    run, _made = ClockRun.objects.get_or_create(workspace=workspace, day=day)
    free = Q(beat_at=None) | Q(beat_at__lt=now - STALE)
    taken = ClockRun.objects.filter(free, pk=run.pk, finished_at=None, version=run.version).update(
        claimed_by=worker, beat_at=now, started_at=run.started_at or now, version=F("version") + 1
    )
    return ClockRun.objects.get(pk=run.pk) if taken else None


def _last_day(workspace: Workspace, day: date) -> date | None:
    done = ClockRun.objects.filter(workspace=workspace, day__lt=day, finished_at__isnull=False)
    return done.order_by("-day").values_list("day", flat=True).first()


def run_day(
    workspace: Workspace, day: date, *, since: date | None = None, run: ClockRun | None = None
) -> Counts:
    """All that the clock does on `day`, having run last on `since`; gives what it did. Run again it does nothing.

    For who measures and for the demo as well: without `run` nothing is claimed. Raises `TakenOver` where another clock
    has taken `run`.
    """
    here = Day(
        workspace=workspace,
        day=day,
        since=since,
        calendar=WorkingCalendar(),
        people=People(workspace, day),
        rules=rules.in_force(workspace, day),
    )
    if run is not None:
        here.on = lambda: _beat(run, here.counts)
    with translation.override("vi"):
        recur(here)
        remind(here)
    return here.counts


def _beat(run: ClockRun, counts: Counts) -> None:
    """Shows that the run goes on, and how far it is."""
    _count(run, counts, beat_at=timezone.now())


def _count(run: ClockRun, counts: Counts, **state: datetime) -> None:
    """Notes what this clock has done so far, beside what one before it has done on the same day."""
    taken = ClockRun.objects.filter(pk=run.pk, version=run.version).update(
        reminders=run.reminders + counts.reminders,
        notices=run.notices + counts.notices,
        instances=run.instances + counts.instances,
        **state,
    )
    if not taken:
        raise TakenOver
