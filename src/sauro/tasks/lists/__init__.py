"""The list of tasks: what a person may see of it, filtered, page by page, with a number for each tab.

`filters` says where in the listings the answer stands, `walks` fetches it; each layout of the list has its own module.
"""

from sauro.tasks.lists.filters import GROUPINGS, NEWEST_FIRST, TABS, Filters, holders_of, in_state
from sauro.tasks.lists.pages import MOST, PAGE, Count, TaskPage, assigners, counts, page_of, sources

__all__ = [
    "GROUPINGS",
    "MOST",
    "NEWEST_FIRST",
    "PAGE",
    "TABS",
    "Count",
    "Filters",
    "TaskPage",
    "assigners",
    "counts",
    "holders_of",
    "in_state",
    "page_of",
    "sources",
]
