"""What lies on the desk of who runs the system: figures of machine and logins, and no content of anybody."""

from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import ngettext, pgettext

from sauro.files.queries import SEE_WORKER, MachineState, machine_state
from sauro.organisation.access import Access
from sauro.organisation.queries import account_figures
from sauro.tasks.registry import DeskPanel, Link, PanelRow


def machine(access: Access) -> DeskPanel | None:
    if not access.agencies_for(SEE_WORKER):
        return None
    state, page = machine_state(access), reverse("files:machine")
    rows = [_worker(state, page)]
    if state.failed_today:
        words = ngettext(
            "%(n)s file could not be read today", "%(n)s files could not be read today", state.failed_today
        )
        rows.append(
            PanelRow(
                words % {"n": state.failed_today},
                page,
                state="overdue",
                state_words=pgettext("desk", "To be looked at"),
            )
        )
    words = ngettext("%(n)s file waits to be read", "%(n)s files wait to be read", state.waiting) % {
        "n": state.waiting
    }
    since = timesince(state.oldest_waiting, timezone.now(), depth=1) if state.oldest_waiting else ""
    rows.append(
        PanelRow(words, page, pgettext("desk", "the oldest for %(time)s") % {"time": since} if since else "")
    )
    return DeskPanel(
        "machine", pgettext("desk", "The machine"), rows, Link(pgettext("desk", "State of the machine"), page)
    )


def _worker(state: MachineState, page: str) -> PanelRow:
    if state.works:
        return PanelRow(
            pgettext("desk", "The worker runs"), page, state="done", state_words=pgettext("desk", "In order")
        )
    return PanelRow(
        pgettext("desk", "No worker runs: nothing is read and nobody is reminded"),
        page,
        state="overdue",
        state_words=pgettext("desk", "To be looked at"),
    )


def logins(access: Access) -> DeskPanel | None:
    if not access.agencies_for("organisation.manage"):
        return None
    figures, page = account_figures(access), reverse("organisation:accounts")
    told = (
        (figures.every, ngettext("%(n)s account", "%(n)s accounts", figures.every)),
        (figures.locked, ngettext("%(n)s account is locked", "%(n)s accounts are locked", figures.locked)),
        (
            figures.strangers,
            ngettext(
                "%(n)s person has never logged in", "%(n)s people have never logged in", figures.strangers
            ),
        ),
    )
    rows = [PanelRow(words % {"n": number}, page) for number, words in told if number]
    return DeskPanel(
        "logins", pgettext("desk", "User accounts"), rows, Link(pgettext("desk", "All accounts"), page)
    )
