"""Pages that belong to no room: the first one, and those of errors."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sauro.organisation.access import access_of

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def home(request: HttpRequest) -> HttpResponse:
    """The list of tasks; the administrator, who sees no content, goes to his own page."""
    access = access_of(request.user)
    content = ("tasks.see_agency", "tasks.see_unit", "files.send_in")
    if not any(access.agencies_for(action) for action in content) and access.agencies_for(
        "organisation.manage"
    ):
        return redirect("organisation:accounts")
    return redirect("tasks:list")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood, or one that is too large to be taken in."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
