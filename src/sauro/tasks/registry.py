"""What rooms above add to this room's pages; they fill it in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.organisation.access import Access
from sauro.tasks.models import Task

# The address at which a task stands in its source (a review, the minutes of a meeting), or None where the person may
# not open it. The first that answers wins.
source_links: list[Callable[[Access, Task], str | None]] = []


@dataclass(frozen=True, slots=True)
class Link:
    words: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class PanelRow:
    """Something that waits for the person, or is his today."""

    title: str
    address: str
    note: str = ""
    at: str = ""  # an hour, which stands before it: '08:00'
    state: str = ""  # of the design system: 'overdue'; with the words that go with it
    state_words: str = ""


@dataclass(frozen=True, slots=True)
class DeskPanel:
    """What a room above lays on the desk beside the tasks. `all`: where the rest is."""

    key: str
    title: str | Promise
    rows: Sequence[PanelRow]
    all: Link | None = None


# Each gives what it has for the person, or None where it has nothing: then nothing stands there.
desk_panels: list[Callable[[Access], DeskPanel | None]] = []

# What the person may begin with, offered at the head of his desk; the first of them all is the primary one.
first_steps: list[Callable[[Access], Link | None]] = []

# What the journal of a task says for an action: 'tasks.assign' → 'assigned the task'.
action_words: dict[str, Promise] = {
    "tasks.assign": pgettext_lazy("journal", "assigned the task"),
    "tasks.update_progress": pgettext_lazy("journal", "updated the progress"),
    "tasks.follow_merger": pgettext_lazy("journal", "merged the unit: its successor goes on with the task"),
    "tasks.take_over": pgettext_lazy("journal", "received the task in a handover"),
    "tasks.keep_view": pgettext_lazy("journal", "kept a view of the list of tasks"),
    "tasks.change_view": pgettext_lazy("journal", "changed a view of the list of tasks"),
    "tasks.drop_view": pgettext_lazy("journal", "deleted a view of the list of tasks"),
    "tasks.remind": pgettext_lazy("journal", "reminded of the task"),
    "tasks.recur": pgettext_lazy("journal", "made the task of this time"),
    "tasks.withdraw": pgettext_lazy("journal", "withdrew the task"),
    "tasks.watch": pgettext_lazy("journal", "watches the task"),
    "tasks.stop_watching": pgettext_lazy("journal", "no longer watches the task"),
}


def source_link(access: Access, task: Task) -> str | None:
    for link in source_links:
        address = link(access, task)
        if address:
            return address
    return None


def panels_of(access: Access) -> list[DeskPanel]:
    return [panel for panel in (fill(access) for fill in desk_panels) if panel is not None]


def first_steps_of(access: Access) -> list[Link]:
    return [step for step in (offer(access) for offer in first_steps) if step is not None]
