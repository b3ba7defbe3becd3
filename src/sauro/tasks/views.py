"""The task list and the page of a task."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sauro.journal.queries import history
from sauro.organisation.access import access_of
from sauro.organisation.queries import posts_of
from sauro.tasks import queries
from sauro.tasks.forms import TAB_WORDS, FilterForm
from sauro.tasks.lists import TABS, counts, page_of
from sauro.tasks.presentation import party_name, roll_up_words, row_of
from sauro.tasks.registry import action_words, source_link


@login_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def task_list(request: HttpRequest) -> HttpResponse:
    """The whole page; for htmx its results alone, further rows where a page was asked for, or the further filters."""
    access = access_of(request.user)
    form = FilterForm(access, request.GET)
    if request.htmx and request.htmx.target == "more":
        return render(request, "tasks/more.html", {"form": form})
    filters = form.filters()
    cursor = request.GET.get("cursor", "")
    now = timezone.now()
    page = page_of(access, filters, cursor=cursor, now=now)
    context = {
        "form": form,
        "filters": filters,
        "rows": [row_of(task, now, page.names[task.pk], page.roll_ups.get(task.pk)) for task in page.rows],
        "next_address": form.address(cursor=page.next_cursor) if page.next_cursor else "",
        "cursor": cursor,
    }
    further = bool(request.htmx and cursor)
    if not further:
        numbers = counts(access, filters, now)
        context["tabs"] = [
            (TAB_WORDS[tab], form.address(tab=tab), numbers[tab], tab == filters.tab) for tab in TABS
        ]
    template = (
        "rows" if further else "results" if request.htmx and request.htmx.target == "results" else "list"
    )
    response = render(request, f"tasks/{template}.html", context)
    if template == "results":
        response["HX-Push-Url"] = f"{request.path}{form.address()}"
    return response


@login_required
@require_safe
def task_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = access_of(request.user)
    task = queries.by_uid(access, uid)
    now = timezone.now()
    children = queries.children_of(access, task)
    totals = queries.roll_ups([task.pk])
    names = queries.names_in([task.pk, *(child.pk for child in children)])
    people = [task.accountable_leader_id] if task.accountable_leader_id else []
    context = {
        "task": task,
        "row": row_of(task, now, names[task.pk], totals.get(task.pk)),
        "children": [row_of(child, now, names[child.pk]) for child in children],
        "roll_up_words": roll_up_words(totals[task.pk]) if task.pk in totals else "",
        "parent": queries.parent_of(access, task),
        "supports": [(party, party_name(party)) for party in queries.supports_of(task)],
        "leader_posts": posts_of(access, people).get(task.accountable_leader_id or 0, []),
        "document": queries.document_of(access, task),
        "excerpt": queries.excerpt_of(access, task),
        "source_link": source_link(access, task),
        "events": [
            (event, action_words.get(event.action, event.action))
            for event in history(access, task.uid, limit=20)
        ],
    }
    return render(request, "tasks/task.html", context)
