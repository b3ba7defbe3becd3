"""What rooms above add to this room's pages; they fill it in `AppConfig.ready()`."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.organisation.access import Access
from sauro.tasks.models import Task

# The address at which a task stands in its source (a review, the minutes of a meeting), or None where the person may
# not open it. The first that answers wins.
source_links: list[Callable[[Access, Task], str | None]] = []

# What the journal of a task says for an action: 'tasks.assign' → 'assigned the task'.
action_words: dict[str, Promise] = {
    "tasks.assign": pgettext_lazy("journal", "assigned the task"),
    "tasks.update_progress": pgettext_lazy("journal", "updated the progress"),
    "tasks.follow_merger": pgettext_lazy("journal", "merged the unit: its successor goes on with the task"),
    "tasks.take_over": pgettext_lazy("journal", "received the task in a handover"),
    "tasks.keep_view": pgettext_lazy("journal", "kept a view of the list of tasks"),
    "tasks.change_view": pgettext_lazy("journal", "changed a view of the list of tasks"),
    "tasks.drop_view": pgettext_lazy("journal", "deleted a view of the list of tasks"),
    "tasks.withdraw": pgettext_lazy("journal", "withdrew the task"),
}


def source_link(access: Access, task: Task) -> str | None:
    for link in source_links:
        address = link(access, task)
        if address:
            return address
    return None
