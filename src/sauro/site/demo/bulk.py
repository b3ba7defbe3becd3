"""Fills the demo ward up to any number of tasks: many at a time, by the action that assigns a task made by hand."""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from sauro.identity.models import User, Workspace
from sauro.journal.sealer import seal_all
from sauro.organisation.models import Agency, Person, Unit, WorkField
from sauro.site.demo.letting_out import let_out
from sauro.site.demo.organise import Demo
from sauro.site.demo.plots import Plots
from sauro.site.demo.statuses import Statuses, Turn, take_turns
from sauro.site.demo.ward import AGENCIES, SLUG, UNITS
from sauro.tasks.actions import assign_many
from sauro.tasks.drafts import TaskDraft
from sauro.tasks.models import Task

AT_ONCE = 1000  # tasks of one transaction
REPORT_SECONDS = 5


def load() -> Demo:
    """The demo ward of this database. Raises `LookupError` where there is none."""
    workspace = Workspace.objects.filter(slug=SLUG, is_demo=True).first()
    if workspace is None:
        raise LookupError("this database has no demo ward")
    units = {unit.name: unit for unit in Unit.objects.filter(workspace=workspace)}
    agencies = {agency.name: agency for agency in Agency.objects.filter(workspace=workspace)}
    return Demo(
        workspace,
        {row.key: agencies[row.name] for row in AGENCIES},
        {row.key: units[row.name] for row in UNITS},
        {person.full_name: person for person in Person.objects.filter(workspace=workspace)},
        {user.username: user for user in User.objects.filter(workspace=workspace)},
        {field.name: field for field in WorkField.objects.filter(workspace=workspace)},
    )


def fill_up(wanted: int, say: Callable[[str], None] = lambda _: None, today: date | None = None) -> int:
    """Adds invented tasks until the ward has `wanted` of them; gives how many it has then."""
    demo, today = load(), today or timezone.localdate()
    have = Task.objects.filter(workspace=demo.workspace).count()
    plots, dealt = Plots(demo, today, first=have), Statuses(have)
    told = time.monotonic()
    while have < wanted:
        have += _add(demo, plots, dealt, min(AT_ONCE, wanted - have), today)
        if time.monotonic() - told > REPORT_SECONDS:
            say(f"  {have:,} nhiệm vụ…".replace(",", "."))
            told = time.monotonic()
    while seal_all():
        pass
    return have


@transaction.atomic
def _add(demo: Demo, plots: Plots, dealt: Statuses, count: int, today: date) -> int:
    drafts: dict[str, list[TaskDraft]] = defaultdict(list)
    for plot in plots.deal(count):
        drafts[plot.clerk].append(plot.draft)
    for clerk, mine in drafts.items():
        tasks = assign_many(demo.access(clerk), mine)
        let_out(tasks)
        for task in tasks:
            task.refresh_from_db(fields=["status", "version"])
        take_turns([Turn(task, *dealt.deal(task.kind, task.due_date, today)) for task in tasks])
    return count
