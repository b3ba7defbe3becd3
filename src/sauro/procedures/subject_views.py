"""What runs about a thing of another room, and what can be started from it: a part of its page, and a page by itself."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.organisation.access import access_of
from sauro.procedures import queries, words
from sauro.procedures.path import limit_state
from sauro.procedures.registry import kinds, subject_of


@login_required
@never_cache
@require_safe
def about(request: HttpRequest, kind: str, uid: uuid.UUID) -> HttpResponse:
    """The cases about the thing that the person may see and the procedures that he can start from it.

    Asked for by the page of the thing it is the panel alone, and nothing at all where there is nothing to show.
    """
    access, now = access_of(request.user), timezone.now()  # type: ignore[arg-type]
    subject = subject_of(access, kind, uid)
    if subject is None:
        raise Http404(str(uid))
    rows = []
    for case in queries.cases_about(access, kind, uid):
        run = case.open_runs[0] if case.open_runs else None
        rows.append(
            (case, words.CASE_STATES[case.state], run, *(limit_state(case, run, now) if run else ("", "")))
        )
    offered = queries.offered_for(access, kind)
    context = {
        "subject": subject,
        "label": kinds[kind].label,
        "kind": kind,
        "uid": uid,
        "rows": rows,
        "offered": offered,
    }
    if request.htmx:  # type: ignore[attr-defined]
        shown = rows or offered
        return render(request, "procedures/about_panel.html", context) if shown else HttpResponse("")
    return render(request, "procedures/about.html", context)
