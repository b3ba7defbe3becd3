"""The list of a person's notices, his choices, and the administrator's page of chat."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sauro.identity.records import Stale
from sauro.notices import actions, queries, registry
from sauro.notices.channels import mail
from sauro.notices.forms import PreferenceForm, TargetForm
from sauro.notices.models import Notice
from sauro.notices.ports import Access, ports


def _access(request: HttpRequest) -> Access:
    return ports().access_of(request.user)  # type: ignore[arg-type]


def _label(notice: Notice) -> str:
    kind = registry.kind_of(notice.kind)
    return str(kind.label) if kind else ""


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 16 else None


@login_required
@never_cache
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """`?truoc=`: what is older than that notice; `?chua-doc=1`: the unread alone."""
    unread_only = request.GET.get("chua-doc") == "1"
    before = _number(request.GET.get("truoc", ""))
    page = queries.notices_of(request.user, before=before, unread_only=unread_only)  # type: ignore[arg-type]
    context = {
        "page": page,
        "rows": [(notice, _label(notice)) for notice in page.rows],
        "unread_only": unread_only,
        "first_page": before is None,
    }
    return render(request, "notices/list.html", context)


@login_required
@never_cache
@require_safe
def open_notice(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Leads to what the notice tells of; from now on it is read. Opened twice it is read once."""
    notice = actions.mark_read(request.user, uid)  # type: ignore[arg-type]
    if notice is None:
        raise Http404
    return redirect(notice.link)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = actions.mark_all_read(request.user, up_to=_number(request.POST.get("newest", "")) or 0)  # type: ignore[arg-type]
    if count:
        words = ngettext("%(n)s notice is read now.", "%(n)s notices are read now.", count)
        messages.success(request, words % {"n": count})
    return redirect("notices:list")


@login_required
@never_cache
def preferences(request: HttpRequest) -> HttpResponse:
    user = request.user
    kept = queries.preference_of(user)  # type: ignore[arg-type]
    form = PreferenceForm(kept, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.choose(user, **form.typed())  # type: ignore[arg-type]
            except ValidationError as fault:
                form.add_error(None, fault)
            except Stale:
                words = pgettext(
                    "notices", "You changed this elsewhere meanwhile. Look at it and save again."
                )
                messages.warning(request, words)
                return redirect("notices:preferences")
            else:
                messages.success(request, pgettext("notices", "Your choices are saved."))
                return redirect("notices:preferences")
    context = {
        "form": form,
        "mail_works": mail.is_set_up(),
        "has_target": queries.has_target(user),  # type: ignore[arg-type]
    }
    return render(request, "notices/preferences.html", context, status=status)


@login_required
@never_cache
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    access = _access(request)
    search = request.GET.get("q", "")[:100]
    context = {
        "people": queries.targets(access, search),
        "search": search,
        "mail_works": mail.is_set_up(),
        "failed": queries.failed(access),
    }
    return render(request, "notices/targets.html", context)


@login_required
@never_cache
def target(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Opens the way to chat for one person, or changes it."""
    access = _access(request)
    person = queries.recipient(access, uid)
    if person is None:
        raise Http404
    form = TargetForm(request.POST or None)
    context: dict[str, Any] = {"person": person, "form": form, "reached": queries.has_target(person)}
    if request.method != "POST":
        return render(request, "notices/target.html", context)
    if form.is_valid():
        try:
            actions.set_target(access, uid, form.cleaned_data["address"])
        except ValidationError as fault:
            form.add_error("address", fault.message_dict.get("address", fault.messages))
        else:
            words = pgettext("notices", "Chat reaches %(name)s now.") % {"name": person.full_name}
            messages.success(request, words)
            return redirect("notices:targets")
    return render(request, "notices/target.html", context, status=422)


@login_required
@require_POST
def remove_target(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _access(request)
    person = queries.recipient(access, uid)
    if person is None:
        raise Http404
    actions.remove_target(access, uid)
    messages.success(
        request, pgettext("notices", "Chat does not reach %(name)s any more.") % {"name": person.full_name}
    )
    return redirect("notices:targets")
