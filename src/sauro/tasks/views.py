"""The task list in its layouts: table, groups, board, timeline, calendar."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sauro.organisation.access import Access, access_of
from sauro.tasks import layouts
from sauro.tasks.columns import COLUMN_WORDS
from sauro.tasks.forms import GROUP_WORDS, LAYOUT_WORDS, TAB_WORDS, FilterForm
from sauro.tasks.lists import TABS, counts
from sauro.tasks.lists.saved import kept_views
from sauro.tasks.many_forms import deeds_of

# What htmx asks for by the element that it fills, and the template that fills it: the layout's own parts go without
# tabs and saved views, which stand on the page already.
_PARTS = {"task-rows": "rows", "group-more": "group_rows", "column-more": "cards"}


@login_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def task_list(request: HttpRequest) -> HttpResponse:
    """The whole page; for htmx its results alone, further rows where a page was asked for, or the further filters."""
    access = access_of(request.user)  # type: ignore[arg-type]
    form = FilterForm(access, request.GET)
    target = (request.htmx.target or "") if request.htmx else ""
    if target == "more":
        return render(request, "tasks/more.html", {"form": form})
    now = timezone.now()
    shown = _layout(request, access, form, now)
    context = {"form": form, "filters": form.filters(), "deeds": deeds_of(access), **shown}
    part = next((name for prefix, name in _PARTS.items() if target.startswith(prefix)), "")
    if part:
        return render(request, f"tasks/{part}.html", context)
    context |= _frame(access, form, now)
    if target != "results":
        return render(request, "tasks/list.html", context)
    response = render(request, "tasks/results.html", context)
    response["HX-Push-Url"] = f"{request.path}{form.address()}"
    return response


def _layout(request: HttpRequest, access: Access, form: FilterForm, now: dt.datetime) -> dict[str, Any]:
    """What the layout shows, and the template of its results."""
    cursor = request.GET.get("cursor", "")
    match form.layout_name:
        case "board":
            only = request.GET.get("column", "")
            shown = layouts.board(access, form, now, only=only, cursor=cursor)
        case "timeline":
            shown = layouts.timeline(access, form, cursor, now)
        case "calendar":
            shown = layouts.calendar(access, form, now)
        case _:
            if form.is_grouped:
                shown = layouts.groups(access, form, request.GET.get("first", ""), now)
                return {**shown, "shown": "tasks/groups.html"}
            shown = layouts.table(access, form, cursor, now)
    return {**shown, "shown": f"tasks/{form.layout_name}.html"}


def _frame(access: Access, form: FilterForm, now: dt.datetime) -> dict[str, Any]:
    """What stands around the rows: the tabs with their numbers, and how else the list can be shown."""
    filters, chosen = form.filters(), form.chosen_columns
    numbers = counts(access, filters, now)
    kept = kept_views(access)
    return {
        "tabs": [(TAB_WORDS[tab], form.address(tab=tab), numbers[tab], tab == filters.tab) for tab in TABS],
        "undated": numbers["undated"],
        "overdue": numbers["overdue"],
        "layouts": [
            (
                words,
                form.address(layout=name if name != "table" else "", span="", day=""),
                name == form.layout_name,
            )
            for name, words in LAYOUT_WORDS.items()
        ],
        "groupings": [
            (name, words, name == form.cleaned_data.get("group")) for name, words in GROUP_WORDS.items()
        ],
        "kept_views": kept,
        "kept_now": next((each for each in kept if each.view.query == form.query), None),
        "column_choices": [(name, words, name in chosen) for name, words in COLUMN_WORDS.items()],
    }
