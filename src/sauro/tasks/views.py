"""The task list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sauro.organisation.access import access_of
from sauro.tasks.forms import TAB_WORDS, FilterForm
from sauro.tasks.lists import TABS, counts, page_of
from sauro.tasks.presentation import row_of


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
