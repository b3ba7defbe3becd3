"""Pages of the room."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sauro.files import queries, registry
from sauro.files.ports import ports


@login_required
@require_safe
def machine(request: HttpRequest) -> HttpResponse:
    """'Tình trạng máy': does the worker live, how much waits for it."""
    access = ports().access_of(request.user)
    state = queries.machine_state(access)
    panels = [panel(access) for panel in registry.panels]
    return render(request, "files/machine.html", {"state": state, "panels": panels})
