"""Who is not logged in, or not wholly, goes to the door; the language of the person."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from sauro.identity.second_factor import may_come_in, passed

Respond = Callable[[HttpRequest], HttpResponse]

# What a person without his second factor still needs.
DOOR = frozenset(
    {"identity:login", "identity:logout", "identity:second_factor", "identity:new_authenticator"}
)
# What a person with a password of one time still needs: another one.
PASSWORD = frozenset({"identity:password", "identity:logout"})


def _to(request: HttpRequest, url: str) -> HttpResponse:
    """Takes the whole page there: a redirect alone would put the door into the place of a part of it."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return HttpResponse(status=302, headers={"Location": url})


class DoorMiddleware(LoginRequiredMiddleware):
    """Every page asks for a login unless its view is `login_not_required`."""

    def handle_no_permission(self, request: HttpRequest, _view: Callable[..., HttpResponse]) -> HttpResponse:
        here = request.headers.get("HX-Current-URL") if "HX-Request" in request.headers else None
        if request.method != "GET" and here is None:
            return _to(request, reverse("identity:login"))
        return _to(request, redirect_to_login(here or request.get_full_path()).url)


class SecondFactorMiddleware:
    """Nobody who must have a second factor, or a password of his own, goes anywhere without it.

    And no page stays behind in the browser: whoever comes to the machine after him sees nothing by the Back button.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if not may_come_in(request.user, request):
            logout(request)
            return _to(request, reverse("identity:login"))
        match = request.resolver_match
        view = match.view_name if match is not None else ""
        if not passed(request):
            return None if view in DOOR else _to(request, reverse("identity:second_factor"))
        if request.user.one_time_until is not None:
            return None if view in PASSWORD else _to(request, reverse("identity:password"))
        return None


class LanguageMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else "vi"
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
