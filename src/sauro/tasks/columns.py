"""The columns of the table of tasks: which there are, which stand there by default, and what each needs.

As offices keep their tables (bảng theo dõi nhiệm vụ). Pairs share a cell until the second of them is asked for by
itself: the source stands under the title, supporting units under the lead, progress under the status.
"""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

# In the order in which they always stand; the title is always there.
COLUMN_WORDS: dict[str, Promise] = {
    "source": pgettext_lazy("column", "Number · source"),
    "lead": pgettext_lazy("column", "Lead unit"),
    "supports": pgettext_lazy("column", "Supporting units"),
    "assignee": pgettext_lazy("column", "Assignee"),
    "leader": pgettext_lazy("column", "Accountable leader"),
    "assigner": pgettext_lazy("column", "Assigner"),
    "field": pgettext_lazy("column", "Field of work"),
    "kind": pgettext_lazy("column", "Task kind"),
    "priority": pgettext_lazy("column", "Priority"),
    "deliverable": pgettext_lazy("column", "Deliverable"),
    "authority": pgettext_lazy("column", "Authority"),
    "assigned": pgettext_lazy("column", "Assigned on"),
    "received": pgettext_lazy("column", "Received on"),
    "due": pgettext_lazy("column", "Due date"),
    "status": pgettext_lazy("column", "Status"),
    "progress": pgettext_lazy("column", "Progress"),
    "six": pgettext_lazy("six clears", "Six clears"),
}
USUAL = ("lead", "deliverable", "due", "status", "six")
# What a column needs beyond the fields of every row.
_ALSO: dict[str, tuple[str, ...]] = {
    "leader": ("accountable_leader__full_name",),
    "assigner": ("assigner__full_name",),
    "field": ("work_field__name",),
}


def columns_in_order(names: Collection[str]) -> tuple[str, ...]:
    """The columns of these names; the usual ones where none is asked for."""
    return tuple(name for name in COLUMN_WORDS if name in names) or USUAL


def also_for(columns: Collection[str]) -> tuple[str, ...]:
    """The fields to be fetched along."""
    return tuple(field for name in columns for field in _ALSO.get(name, ()))


def heading_of(name: str, columns: Collection[str]) -> Promise:
    """The words over a column: of a pair both, while they share it."""
    if name == "status" and "progress" not in columns:
        return pgettext_lazy("column", "Status · progress")
    return COLUMN_WORDS[name]


def title_heading(columns: Collection[str]) -> Promise:
    if "source" in columns:
        return pgettext_lazy("column", "Task")
    return pgettext_lazy("column", "Task · source")
