"""Who answers for what, and the authority matrix."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from sauro.organisation import actions, answering
from sauro.organisation.forms import AnswerForm, AuthorityForm, LastDayForm, WorkFieldForm
from sauro.organisation.models import AuthorityRule, FieldAssignment
from sauro.organisation.presentation import LEVEL_WORDS
from sauro.organisation.views.base import asked_day, form_page, page, rights


def _manager(request: HttpRequest) -> None:
    if not rights(request).agencies_for("organisation.manage"):
        raise PermissionDenied("organisation.manage")


@login_required
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """?ngay= shows another day."""
    found = answering.answers(rights(request), asked_day(request))
    return page(request, "answers", "answers", answers=found)


@login_required
@require_http_methods(["GET", "POST"])
def assign_field(request: HttpRequest) -> HttpResponse:
    _manager(request)
    access = rights(request)
    form = AnswerForm(access, request.POST if request.method == "POST" else None, valid_from=access.on)

    def act(form: AnswerForm) -> object:
        given = dict(form.cleaned_data)
        return actions.assign_field(access, given.pop("leader"), **given)

    return form_page(
        request,
        form,
        act,
        title=pgettext("accountability", "Assign a field"),
        lede=pgettext(
            "accountability",
            "Who answers for a field, a unit, or a field in a unit. From here the accountable leader of a task is proposed.",
        ),
        submit=pgettext("button", "Assign"),
        back=reverse("organisation:answers"),
        tab="answers",
        done=pgettext("accountability", "The assignment is recorded."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_work_field(request: HttpRequest) -> HttpResponse:
    _manager(request)
    access = rights(request)
    form = WorkFieldForm(access, request.POST if request.method == "POST" else None)
    return form_page(
        request,
        form,
        lambda form: actions.add_work_field(access, name=form.cleaned_data["name"]),
        title=pgettext("accountability", "Add a field of work"),
        submit=pgettext("button", "Add"),
        back=reverse("organisation:answers"),
        tab="answers",
        done=pgettext("accountability", "The field of work is there."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_field_assignment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    _manager(request)
    access = rights(request)
    mine = FieldAssignment.objects.filter(workspace_id=access.user.workspace_id, uid=uid)
    row = mine.select_related("leader", "work_field", "unit").first()
    if row is None:
        raise Http404
    form = LastDayForm(access, request.POST if request.method == "POST" else None, last_day=access.on)
    return form_page(
        request,
        form,
        lambda form: actions.end_field_assignment(
            access, row, last_day=form.cleaned_data["last_day"], version=form.version
        ),
        title=pgettext("accountability", "End an assignment"),
        name=f"{row.leader}: {row.work_field or row.unit}",
        submit=pgettext("button", "End"),
        back=reverse("organisation:answers"),
        tab="answers",
        version=row.version,
        done=pgettext("accountability", "The assignment ends on that day."),
    )


@login_required
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")[:100]
    found = answering.matrix(rights(request), asked_day(request), search)
    groups = [(name, [(rule, LEVEL_WORDS[rule.level]) for rule in rules]) for name, rules in found.groups]
    return page(request, "matrix", "matrix", matrix=found, groups=groups, search=search)


@login_required
@require_http_methods(["GET", "POST"])
def set_authority(request: HttpRequest) -> HttpResponse:
    _manager(request)
    access = rights(request)
    form = AuthorityForm(access, request.POST if request.method == "POST" else None, valid_from=access.on)
    return form_page(
        request,
        form,
        lambda form: actions.set_authority(access, **form.cleaned_data),
        title=pgettext("authority", "Add a row"),
        lede=pgettext(
            "authority",
            "From here the authority of a task is proposed, and a task above the ward is pointed out. An earlier row of the same matter ends by itself.",
        ),
        submit=pgettext("button", "Add"),
        back=reverse("organisation:matrix"),
        tab="matrix",
        done=pgettext("authority", "The row is there."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_authority(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    _manager(request)
    access = rights(request)
    rule = AuthorityRule.objects.filter(workspace_id=access.user.workspace_id, uid=uid).first()
    if rule is None:
        raise Http404
    form = LastDayForm(access, request.POST if request.method == "POST" else None, last_day=access.on)
    return form_page(
        request,
        form,
        lambda form: actions.end_authority(
            access, rule, last_day=form.cleaned_data["last_day"], version=form.version
        ),
        title=pgettext("authority", "End a row"),
        name=rule.matter,
        submit=pgettext("button", "End"),
        back=reverse("organisation:matrix"),
        tab="matrix",
        version=rule.version,
        done=pgettext("authority", "The row ends on that day."),
    )
