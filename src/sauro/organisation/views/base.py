"""What the pages of this room share: the tabs, and a page with one form."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from sauro.identity.records import Stale
from sauro.organisation.access import Access, access_of
from sauro.organisation.forms import AccessForm, take_faults

TABS: tuple[tuple[str, Promise, str], ...] = (
    ("structure", pgettext_lazy("organisation tab", "Agencies, units, people"), "organisation.see"),
    ("answers", pgettext_lazy("organisation tab", "Who answers for what"), "organisation.see"),
    ("matrix", pgettext_lazy("organisation tab", "Authority"), "organisation.see"),
    ("delegations", pgettext_lazy("organisation tab", "Delegation"), "organisation.see"),
    ("absences", pgettext_lazy("organisation tab", "Absence"), "organisation.see"),
    ("handovers", pgettext_lazy("organisation tab", "Handover"), "organisation.see"),
)
Form = TypeVar("Form", bound=AccessForm)


def rights(request: HttpRequest) -> Access:
    return access_of(request.user)  # type: ignore[arg-type]


def tabs(access: Access, current: str) -> list[tuple[str, Promise, bool]]:
    return [
        (reverse(f"organisation:{view}"), label, view == current)
        for view, label, action in TABS
        if access.agencies_for(action)
    ]


def page(
    request: HttpRequest, template: str, current: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page under a tab; `manages`: whether the person keeps the books of the ward."""
    access = rights(request)
    shared = {
        "tabs": tabs(access, current),
        "manages": bool(access.agencies_for("organisation.manage")),
        "today": access.on,
    }
    return render(request, f"organisation/{template}.html", shared | context, status=status)


def asked_day(request: HttpRequest) -> date | None:
    """?ngay=30/11/2026; None where it is not given or no day."""
    try:
        return datetime.strptime(request.GET.get("ngay", ""), "%d/%m/%Y").date()  # noqa: DTZ007 - a day alone
    except ValueError:
        return None


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[Form], Any],
    *,
    title: str | Promise,
    submit: str | Promise,
    back: str,
    tab: str,
    done: str | Promise = "",
    lede: str | Promise = "",
    name: str = "",
    version: int | None = None,
    then: Callable[[Any], HttpResponse] | None = None,
) -> HttpResponse:
    """A page with one form. What is wrong stands beside its field, with all that was typed; else back with a word."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act(form)
            except ValidationError as fault:
                take_faults(form, fault)
            except Stale:
                words = pgettext(
                    "organisation", "Somebody else has just changed this. Look at it and try again."
                )
                messages.warning(request, words)
                return redirect(back)
            else:
                if done:
                    messages.success(request, done)
                return then(made) if then else redirect(back)
    access = rights(request)
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "lede": lede,
        "name": name,
        "version": version,
        "tabs": tabs(access, tab),
    }
    return render(request, "organisation/form.html", context, status=status)
