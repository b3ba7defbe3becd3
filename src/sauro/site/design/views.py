"""Every component in every state, on one page: what a room may build with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.site.templatetags.look import icon_names


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    return render(request, "design/design.html", {"icons": icon_names()})
