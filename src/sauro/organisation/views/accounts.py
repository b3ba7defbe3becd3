"""The administrator's pages: the logins of the ward. Nothing of what people work on stands here."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sauro.identity.records import Stale, version_in
from sauro.organisation import actions, queries
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Person
from sauro.organisation.presentation import words_of


def _access(request: HttpRequest) -> Access:
    return access_of(request.user)  # type: ignore[arg-type]


def _shown(account: queries.Account) -> dict[str, Any]:
    return {"account": account, "posts": [words_of(post) for post in account.posts]}


@login_required
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The whole page, only its results for htmx, or only further rows where a page was asked for."""
    search, cursor = request.GET.get("q", "")[:100], request.GET.get("sau", "")
    page = queries.accounts(_access(request), search=search, cursor=cursor)
    further = {"q": search, "sau": page.next_cursor} if search else {"sau": page.next_cursor}
    context = {
        "rows": [_shown(row) for row in page.rows],
        "search": search,
        "cursor": cursor,
        "next_address": f"?{urlencode(further)}" if page.next_cursor else "",
    }
    # Back to a search that htmx has put into the history asks for the whole page.
    partial = request.htmx and not request.htmx.history_restore_request
    part = "rows" if partial and cursor else "table" if partial else "accounts"
    response = render(request, f"organisation/{part}.html", context)
    if part == "table":
        response["HX-Push-Url"] = f"{request.path}?{urlencode({'q': search})}" if search else request.path
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


@login_required
@never_cache
@require_safe
def account(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return render(request, "organisation/account.html", _shown(queries.account(_access(request), uid)))


def _try(request: HttpRequest, uid: uuid.UUID, act: Callable[[Access, Person], Any]) -> Any:
    """Does it and gives back what it gives; a refusal becomes a message, and gives None."""
    access = _access(request)
    person = queries.account(access, uid).person
    try:
        return act(access, person)
    except Stale:
        words = pgettext("accounts", "Somebody else has just changed this account. Look at it and try again.")
        messages.warning(request, words)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return None


def _version(request: HttpRequest) -> int:
    return version_in(request.POST.get("version", ""))


@login_required
@never_cache
@require_POST
def reset_password(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Shows the password of one time, this once."""
    password = _try(
        request, uid, lambda access, person: actions.reset_password(access, person, version=_version(request))
    )
    if password is None:
        return redirect("organisation:account", uid)
    context = _shown(queries.account(_access(request), uid)) | {"password": password}
    return render(request, "organisation/one_time_password.html", context)


def _action(act: Callable[[Access, Person, int], None], done: Promise) -> Callable[..., HttpResponse]:
    """A view that does one thing with an account and comes back to its page."""

    @login_required
    @require_POST
    def view(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
        def acted(access: Access, person: Person) -> bool:
            act(access, person, _version(request))
            return True

        if _try(request, uid, acted):
            messages.success(request, done)
        return redirect("organisation:account", uid)

    return view


reset_second_factor = _action(
    lambda access, person, version: actions.reset_second_factor(access, person, version=version),
    pgettext_lazy("accounts", "The second factor is reset. All sessions of the person have ended."),
)
lock_account = _action(
    lambda access, person, version: actions.lock_account(access, person, version=version),
    pgettext_lazy("accounts", "The account is locked. All sessions of the person have ended."),
)
unlock_account = _action(
    lambda access, person, version: actions.unlock_account(access, person, version=version),
    pgettext_lazy("accounts", "The account is unlocked."),
)
end_sessions = _action(
    lambda access, person, version: actions.end_sessions(access, person, version=version),
    pgettext_lazy("accounts", "All sessions of the person have ended."),
)
forget_failed_tries = _action(
    lambda access, person, _version: actions.forget_failed_tries(access, person),
    pgettext_lazy("accounts", "The person can try to log in again at once."),
)
