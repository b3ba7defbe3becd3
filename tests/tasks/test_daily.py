"""The daily run: claimed once, taken over where its clock died, and nothing lost or doubled where it was killed."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests.people import Ward, build_ward
from tests.tasks.clocking import MONDAY, after, at, due

from sauro.journal.models import Entry
from sauro.notices.models import Notice
from sauro.tasks.clock import daily
from sauro.tasks.clock.models import ClockRun, Reminder

MORNING = at(MONDAY, 6)


def test_the_clock_strikes_once_a_day(ward: Ward) -> None:
    due(ward, after(2))
    assert daily.tick("a", MORNING)
    assert not daily.tick("a", MORNING + dt.timedelta(hours=3))
    run = ClockRun.objects.get(workspace=ward.workspace)
    assert (run.reminders, run.finished_at is not None) == (1, True)


def test_it_does_not_strike_before_its_hour(ward: Ward) -> None:
    daily.tick("a", at(MONDAY, 4))
    assert not ClockRun.objects.exists()


def test_two_clocks_do_not_run_at_once(ward: Ward) -> None:
    assert daily._claim(ward.workspace, MONDAY, "a", MORNING)
    assert daily._claim(ward.workspace, MONDAY, "b", MORNING) is None


def test_a_run_whose_clock_died_is_taken_over(ward: Ward) -> None:
    first = daily._claim(ward.workspace, MONDAY, "dead", MORNING)
    assert first is not None
    assert daily._claim(ward.workspace, MONDAY, "b", MORNING + daily.STALE * 2)
    with pytest.raises(daily.TakenOver):
        daily._beat(first, daily.Counts())


def test_a_new_day_begins_where_the_last_one_ended(ward: Ward) -> None:
    daily.tick("a", MORNING)
    task = due(ward, after(1))
    daily.tick("a", at(after(4), 6))  # two days on which nothing ran
    assert set(Reminder.objects.filter(task=task).values_list("days", flat=True)) == {1, 3}


KILLED = """
import os, sys, signal
import django
django.setup()
from django.conf import settings
from sauro.identity.models import Workspace
from sauro.tasks.clock import daily, reminding
import datetime as dt
reminding.BATCH = 5
batches = 0
inner = reminding.tell
def tell(*given):
    global batches
    batches += 1
    if batches == 4:
        print("in the middle", flush=True)
        signal.pause()
    return inner(*given)
reminding.tell = tell
now = dt.datetime.fromisoformat(sys.argv[2])
daily.run_claimed(Workspace.objects.get(pk=int(sys.argv[1])), now.date(), "killed", now)
"""


@pytest.fixture
def stored_ward(transactional_db: None) -> Ward:
    """A ward that other processes see."""
    return build_ward()


def test_killed_in_the_middle_and_started_again_nothing_is_lost_or_doubled(
    stored_ward: Ward, root: Path
) -> None:
    ward = stored_ward
    tasks = [due(ward, after(2)) for _ in range(40)]
    database = settings.DATABASES["default"]
    place = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        place = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(ward.workspace.pk), MORNING.isoformat()],
        env={**os.environ, "PYTHONPATH": str(root / "src"), "DATABASE_URL": place,
             "DJANGO_SETTINGS_MODULE": "sauro.site.settings"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "in the middle"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    done = Reminder.objects.count()
    assert 0 < done < len(tasks)
    assert done == Notice.objects.count() == Entry.objects.filter(action="tasks.remind").count()
    later = timezone.now() + daily.STALE * 2
    deadline = time.monotonic() + 20  # until the database has noticed that the other one is gone
    while not daily.run_claimed(ward.workspace, MONDAY, "next", later) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert Reminder.objects.count() == Notice.objects.count() == len(tasks)
    assert Entry.objects.filter(action="tasks.remind").count() == len(tasks)
    assert ClockRun.objects.get(day=MONDAY).reminders == len(tasks)
