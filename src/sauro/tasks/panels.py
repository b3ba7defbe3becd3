"""What this room adds to the pages of rooms below."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sauro.documents.registry import Work
from sauro.files.registry import Panel
from sauro.organisation.access import Access
from sauro.procedures.path import limit_state
from sauro.procedures.queries import waiting_for
from sauro.tasks.clock.queries import heartbeat
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.presentation import row_of
from sauro.tasks.queries import names_in, visible
from sauro.tasks.registry import DeskPanel, Link, PanelRow

STEPS = 5  # of procedures, on the desk
MOST = 100  # tasks of a document that its page names


def works_of(access: Access, document_ids: Sequence[int]) -> dict[int, list[Work]]:
    """The tasks of these documents that the person may see, of an order to several units the parent alone. Two queries."""
    tasks = list(
        visible(access)
        .filter(document_id__in=document_ids, parent=None)
        .select_related("document")
        .order_by("document_id", "span_start", "pk")[:MOST]
    )
    names = names_in([task.pk for task in tasks])
    now, soon = timezone.now(), soon_for(access)
    found: dict[int, list[Work]] = {}
    for task in tasks:
        row = row_of(task, now, names[task.pk], soon=soon)
        line = Work(task.title, row.address, row.lead, row.state_words or row.status_words, row.state_class)
        found.setdefault(task.document_id or 0, []).append(line)
    return found


def steps_waiting(access: Access) -> DeskPanel | None:
    """The steps of procedures on the person's desk, the earliest limit first. Two queries."""
    now, rows = timezone.now(), []
    for waiting in waiting_for(access, size=STEPS).rows:
        run, case = waiting.run, waiting.run.case
        state, words = limit_state(case, run, now)
        address = reverse("procedures:case", args=[case.uid])
        rows.append(PanelRow(case.title, address, run.title, state=state, state_words=words))
    every = Link(pgettext("panel", "All steps"), f"{reverse('procedures:cases')}?tab=desk")
    title = pgettext("panel", "Steps of procedures that wait for me")
    return DeskPanel("procedures", title, rows, every) if rows else None


def clock_panel(access: Access) -> Panel:
    """The heartbeat of the clock, for who runs the system: figures alone."""
    beat = heartbeat(access.user.workspace_id)
    warning = ""
    if beat.stands:
        warning = _(
            "The clock stands: nobody is reminded or told. Start a worker: sauro serve, or sauro worker."
        )
    facts = []
    if beat.looked_at:
        facts.append(
            (pgettext("clock", "Last sign"), f"{timezone.localtime(beat.looked_at):%H:%M:%S %d/%m/%Y}")
        )
    for run in beat.runs:
        if run.finished_at and run.started_at:
            seconds = f"{(run.finished_at - run.started_at).total_seconds():.1f}".replace(".", ",")
            words = pgettext(
                "clock",
                "%(seconds)s seconds; %(reminders)s reminders, %(notices)s notices, %(instances)s instances",
            )
            told = words % {"seconds": seconds, "reminders": run.reminders, "notices": run.notices,
                            "instances": run.instances}  # fmt: skip
        else:
            told = pgettext("clock", "not finished")
        facts.append((pgettext("clock", "Run of %(day)s") % {"day": f"{run.day:%d/%m/%Y}"}, told))
    if not beat.runs:
        facts.append((pgettext("clock", "Daily run"), pgettext("clock", "none yet")))
    return Panel(pgettext("clock", "Clock of reminders"), warning, facts)
