"""Delegations and absences."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from sauro.organisation import actions, standing
from sauro.organisation.actions.standing import may_delegate, may_record_absence
from sauro.organisation.forms import AbsenceForm, AccessForm, DelegateForm, ReasonForm
from sauro.organisation.models import Delegation
from sauro.organisation.powers import POWERS
from sauro.organisation.presentation import ABSENCE_WORDS, words_of
from sauro.organisation.views.base import form_page, page, rights


def _scope(row: Delegation) -> list[str]:
    """'Giao việc', 'chỉ nhiệm vụ của Phòng Kinh tế'."""
    keys = row.powers.split()
    words = [str(POWERS[key].words) for key in keys if key in POWERS]
    if not keys:
        words = [pgettext("delegation", "All rights of the post")]
    if row.unit is not None:
        words.append(pgettext("delegation", "only tasks of %(unit)s") % {"unit": row.unit.name})
    if row.work_field is not None:
        words.append(pgettext("delegation", "only in the field %(field)s") % {"field": row.work_field.name})
    return words


@login_required
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    access = rights(request)
    found = standing.delegations(access)
    groups = [
        (
            label,
            [(row, words_of(row.post), _scope(row), live and may_delegate(access, row.post)) for row in rows],
        )
        for label, rows, live in (
            (pgettext("delegation", "In force"), found.now, True),
            (pgettext("delegation", "To come"), found.to_come, True),
            (pgettext("delegation", "Over"), found.over, False),
        )
        if rows
    ]
    can = standing.lendable_posts(access).exists()
    return page(request, "delegations", "delegations", groups=groups, can=can)


@login_required
@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    access = rights(request)
    posts = list(standing.lendable_posts(access)[:2])
    first = {"post": posts[0].uid} if len(posts) == 1 else {}
    form = DelegateForm(
        access, request.POST if request.method == "POST" else None, valid_from=access.on, **first
    )

    def act(form: DelegateForm) -> Delegation:
        given = dict(form.cleaned_data)
        return actions.delegate(access, given.pop("post"), given.pop("delegate"), **given)

    return form_page(
        request,
        form,
        act,
        title=pgettext("delegation", "Delegate"),
        lede=pgettext(
            "delegation",
            "It ends by itself on its last day, is not lent on, and each step taken by it names both people.",
        ),
        submit=pgettext("button", "Delegate"),
        back=reverse("organisation:delegations"),
        tab="delegations",
        done=pgettext("delegation", "The delegation is recorded."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_delegation(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = rights(request)
    row = standing.delegation(access, uid)
    form = ReasonForm(access, request.POST if request.method == "POST" else None)
    return form_page(
        request,
        form,
        lambda form: actions.end_delegation(
            access, row, reason=form.cleaned_data["reason"], version=form.version
        ),
        title=pgettext("delegation", "End the delegation"),
        name=f"{row.post.person.full_name} → {row.delegate.full_name}",
        lede=pgettext("delegation", "The rights are back at once."),
        submit=pgettext("button", "End the delegation"),
        back=reverse("organisation:delegations"),
        tab="delegations",
        version=row.version,
        done=pgettext("delegation", "The delegation has ended."),
    )


@login_required
@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    access = rights(request)
    found = standing.absences(access)
    groups = [
        (
            label,
            [(row, ABSENCE_WORDS[row.kind], live and may_record_absence(access, row.person)) for row in rows],
        )
        for label, rows, live in (
            (pgettext("absence", "Away today"), found.now, True),
            (pgettext("absence", "To come"), found.to_come, True),
            (pgettext("absence", "Over"), found.over, False),
        )
        if rows
    ]
    return page(request, "absences", "absences", groups=groups)


@login_required
@require_http_methods(["GET", "POST"])
def record_absence(request: HttpRequest) -> HttpResponse:
    access = rights(request)
    me = standing.may_be_away(access).filter(pk=access.person_id).first()
    data = request.POST if request.method == "POST" else None
    form = AbsenceForm(access, data, person=me.uid if me else None, valid_from=access.on)

    def act(form: AbsenceForm) -> object:
        given = dict(form.cleaned_data)
        return actions.record_absence(access, given.pop("person"), **given)

    return form_page(
        request,
        form,
        act,
        title=pgettext("absence", "Record an absence"),
        submit=pgettext("button", "Record"),
        back=reverse("organisation:absences"),
        tab="absences",
        done=pgettext("absence", "The absence is recorded."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_absence(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = rights(request)
    row = standing.absence(access, uid)
    form = AccessForm(access, request.POST if request.method == "POST" else None)
    return form_page(
        request,
        form,
        lambda form: actions.end_absence(access, row, version=form.version),
        title=pgettext("absence", "Back again"),
        name=row.person.full_name,
        lede=pgettext(
            "absence", "From today the notices go to the person again; the stand-in stands in no more."
        ),
        submit=pgettext("button", "End the absence"),
        back=reverse("organisation:absences"),
        tab="absences",
        version=row.version,
        done=pgettext("absence", "The absence has ended."),
    )
