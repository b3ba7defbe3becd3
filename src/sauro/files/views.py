"""Pages of the room."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sauro.files import queries
from sauro.files.ports import ports


@login_required
@require_safe
def machine(request: HttpRequest) -> HttpResponse:
    """'Tình trạng máy': does the worker live, how much waits for it."""
    state = queries.machine_state(ports().access_of(request.user))
    return render(request, "files/machine.html", {"state": state})
