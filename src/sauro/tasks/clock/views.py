"""The rules of escalation: everybody in an office sees them, its clerk and the administrator change them."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sauro.identity.records import Stale, version_in
from sauro.organisation.access import Access, access_of
from sauro.tasks.clock import actions, queries
from sauro.tasks.clock.forms import AUDIENCE_WORDS, TRIGGER_WORDS, DueSoonForm, RuleForm


@login_required
@never_cache
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return _page(request, access_of(request.user))  # type: ignore[arg-type]


@login_required
@require_POST
def add_rule(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)  # type: ignore[arg-type]
    form = RuleForm(request.POST)
    done = pgettext("rules", "The rule is there.")
    return _try(request, access, form, lambda: actions.add_rule(access, **form.cleaned_data), done, form=form)


@login_required
@require_POST
def set_due_soon(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = access_of(request.user)  # type: ignore[arg-type]
    form = _threshold(uid, access, request.POST)
    done = pgettext("rules", "The threshold is changed.")
    return _try(
        request,
        access,
        form,
        lambda: actions.set_due_soon(access, uid, **form.cleaned_data),
        done,
        refused=form,
        of_agency=uid,
    )


@login_required
@require_POST
def end_rule(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ends the rule with yesterday: from today on it reminds nobody."""
    access = access_of(request.user)  # type: ignore[arg-type]
    if queries.rule_by_uid(access, uid) is None:
        raise Http404
    try:
        version = version_in(request.POST.get("version", ""))
        actions.end_rule(access, uid, version=version, last_day=access.on - timedelta(days=1))
    except Stale:
        words = pgettext("rules", "Somebody else has just changed this rule. Look at it and try again.")
        messages.warning(request, words)
    except ValidationError as fault:
        messages.warning(request, " ".join(fault.messages))
    else:
        messages.success(request, pgettext("rules", "The rule has ended."))
    return redirect("tasks:rules")


def _try(
    request: HttpRequest,
    access: Access,
    form: forms.Form,
    act: Callable[[], object],
    done: str,
    /,
    **context: Any,
) -> HttpResponse:
    actions.may_set_rules(access)
    if form.is_valid():
        try:
            act()
        except ValidationError as fault:
            for name, words in fault.message_dict.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, done)
            return redirect("tasks:rules")
    return _page(request, access, status=422, **context)


def _threshold(agency: uuid.UUID, access: Access, data: QueryDict | None = None) -> DueSoonForm:
    """The form of one agency: there is one for each on the page, and every field has an id of its own."""
    return DueSoonForm(data, auto_id=f"id_{agency}_%s", initial={"valid_from": access.on})


def _page(request: HttpRequest, access: Access, status: int = 200, **given: Any) -> HttpResponse:
    found = queries.rules_of(access)
    today = {"valid_from": access.on}
    context = {
        "rules": [
            (
                rule,
                TRIGGER_WORDS[rule.trigger],
                AUDIENCE_WORDS[rule.audience],
                rule.valid_to is not None and rule.valid_to < access.on,
            )
            for rule in found
        ],
        "due_soon": [
            (
                agency,
                days,
                rule,
                given.get("refused")
                if agency.uid == given.get("of_agency")
                else _threshold(agency.uid, access),
            )
            for agency, days, rule in queries.due_soon_rules(access)
        ],
        "may_set": bool(access.agencies_for(actions.SET_RULES)),
        "form": RuleForm(initial=today),
        **given,
    }
    return render(request, "tasks/rules.html", context, status=status)
