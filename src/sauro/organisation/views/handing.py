"""Handovers: the list, one of them with who receives what, receipt, the printed minutes."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sauro.identity.records import Stale, version_in
from sauro.organisation import actions, handovers, structure
from sauro.organisation.forms import HandoverForm
from sauro.organisation.models import Handover, Person
from sauro.organisation.views.base import form_page, page, rights


@login_required
@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    access = rights(request)
    me = Person.objects.filter(pk=access.person_id).first()
    return page(request, "handovers", "handovers", rows=handovers.handovers(access), me=me)


@login_required
@require_http_methods(["GET", "POST"])
def open_handover(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = rights(request)
    found = structure.person_page(access, uid)
    person = found.person
    leads = any(access.may("organisation.hand_over", post.agency_id) for post in found.posts)
    if not (person.pk == access.person_id or leads or access.agencies_for("organisation.manage")):
        raise PermissionDenied("organisation.hand_over")
    first = {"agency": found.posts[0].agency.uid} if found.posts else {}
    form = HandoverForm(access, request.POST if request.method == "POST" else None, **first)

    def act(form: HandoverForm) -> Handover:
        given = dict(form.cleaned_data)
        return actions.open_handover(access, person, given.pop("agency"), **given)

    return form_page(
        request,
        form,
        act,
        title=pgettext("handover", "Hand over"),
        name=person.full_name,
        lede=pgettext(
            "handover",
            "The list of what is open is made by itself. Then receivers are named, each confirms, and the minutes are printed.",
        ),
        submit=pgettext("button", "Make the list"),
        back=reverse("organisation:person", args=[uid]),
        tab="handovers",
        then=lambda made: redirect("organisation:handover", made.uid),
    )


@login_required
@never_cache
@require_safe
def handover(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return page(
        request, "handover", "handovers", shown=handovers.handover_page(rights(request), uid), faults={}
    )


@login_required
@require_safe
def minutes(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """To be printed: what went to whom, when it was received."""
    shown = handovers.handover_page(rights(request), uid)
    if not shown.sees_content:
        raise PermissionDenied("organisation.hand_over")
    receivers = list(dict.fromkeys(line.item.receiver for line in shown.lines if line.item.receiver))
    return render(request, "organisation/minutes.html", {"shown": shown, "receivers": receivers})


def _try(request: HttpRequest, uid: uuid.UUID, act: Any, done: str) -> HttpResponse:
    """Does it and goes back to the page; a refusal becomes a message there."""
    access = rights(request)
    one = handovers.handover(access, uid)
    try:
        act(access, one)
    except Stale:
        words = pgettext("organisation", "Somebody else has just changed this. Look at it and try again.")
        messages.warning(request, words)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("organisation:handover", uid)


def _uids(request: HttpRequest, name: str) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


@login_required
@require_POST
def name_receivers(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Fields 'to.<item>' with the uid of a person, 'note.<item>'; what is wrong stands beside its row."""
    access = rights(request)
    shown = handovers.handover_page(access, uid)
    people = {str(person.uid): person for person in shown.receivers}
    everything = people.get(request.POST.get("to_all", ""))
    named = {}
    for line in shown.lines:
        key = str(line.item.uid)
        if line.item.received_at is None and f"to.{key}" in request.POST:
            receiver = people.get(request.POST[f"to.{key}"]) or everything
            named[line.item.uid] = (receiver, request.POST.get(f"note.{key}", ""))
    version = version_in(request.POST.get("version", ""))
    return _try(
        request,
        uid,
        lambda access, one: actions.name_receivers(access, one, named, version=version),
        pgettext("handover", "The receivers are named. Each of them confirms what he receives."),
    )


@login_required
@require_POST
def receive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return _try(
        request,
        uid,
        lambda access, one: actions.receive_items(access, one, _uids(request, "item")),
        pgettext("handover", "Received. It is yours from now on."),
    )


@login_required
@require_POST
def decline(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    def act(access: Any, one: Handover) -> None:
        for item in _uids(request, "decline"):
            actions.decline_item(access, one, item, reason=request.POST.get(f"reason.{item}", ""))

    return _try(request, uid, act, pgettext("handover", "Given back with your reason."))


@login_required
@require_POST
def refresh(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    version = version_in(request.POST.get("version", ""))
    return _try(
        request,
        uid,
        lambda access, one: actions.refresh_handover(access, one, version=version),
        pgettext("handover", "The list is as of now."),
    )


@login_required
@require_POST
def close(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    version = version_in(request.POST.get("version", ""))
    return _try(
        request,
        uid,
        lambda access, one: actions.close_handover(access, one, version=version),
        pgettext("handover", "The handover is closed."),
    )
