"""Agencies, units and people: the tree, the page of a person, and what an administrator changes."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sauro.organisation import actions, queries, structure
from sauro.organisation.access import Access
from sauro.organisation.actions.bodies import HANDOVER_FIRST, leaves_behind
from sauro.organisation.forms import (
    LastDayForm,
    LoginNameForm,
    MergeForm,
    NewUnitForm,
    PersonForm,
    PostForm,
    UnitForm,
)
from sauro.organisation.presentation import UNIT_KIND_WORDS, words_of
from sauro.organisation.views.base import form_page, page, rights


def _manager(request: HttpRequest) -> Access:
    access = rights(request)
    if not access.agencies_for("organisation.manage"):
        raise PermissionDenied("organisation.manage")
    return access


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@login_required
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    found = structure.tree(rights(request))
    kinds = {str(kind): label for kind, label in UNIT_KIND_WORDS.items()}
    return page(request, "structure", "structure", tree=found, kinds=kinds)


@login_required
@require_safe
def person(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = rights(request)
    found = structure.person_page(access, uid)
    own = access.person_id == found.person.pk
    return page(
        request,
        "person",
        "structure",
        found=found,
        posts=[(post, words_of(post)) for post in found.posts],
        former=[(post, words_of(post)) for post in found.former],
        own=own,
        hands_over=own or bool(access.agencies_for("organisation.hand_over")),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    access = _manager(request)
    form = PersonForm(access, _data(request), valid_from=access.on)

    def act(form: PersonForm) -> Any:
        given = dict(form.cleaned_data)
        given.pop("place")
        agency, unit = form.place
        return actions.welcome(access, agency=agency, unit=unit, **given)

    def shown(made: tuple[Any, str]) -> HttpResponse:
        person, password = made
        return _password(request, access, person.uid, password)

    return form_page(
        request,
        form,
        act,
        title=pgettext("person", "Add a person"),
        lede=pgettext("person", "Person, login and first post in one go. The password is shown once."),
        submit=pgettext("button", "Add the person"),
        back=reverse("organisation:structure"),
        tab="structure",
        then=shown,
    )


def _password(request: HttpRequest, access: Access, uid: uuid.UUID, password: str) -> HttpResponse:
    """Shows the password of one time, this once."""
    if not password:
        return redirect("organisation:person", uid)
    account = queries.account(access, uid)
    context = {"account": account, "password": password, "posts": [words_of(post) for post in account.posts]}
    return render(request, "organisation/one_time_password.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def give_login(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _manager(request)
    found = structure.person_page(access, uid).person
    return form_page(
        request,
        LoginNameForm(access, _data(request)),
        lambda form: actions.give_login(access, found, username=form.cleaned_data["username"]),
        title=pgettext("person", "Give an account"),
        name=found.full_name,
        submit=pgettext("button", "Make the account"),
        back=reverse("organisation:person", args=[uid]),
        tab="structure",
        then=lambda password: _password(request, access, uid, password),
    )


@login_required
@require_http_methods(["GET", "POST"])
def give_post(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _manager(request)
    found = structure.person_page(access, uid).person

    def act(form: PostForm) -> Any:
        given = dict(form.cleaned_data)
        given.pop("place")
        agency, unit = form.place
        return actions.give_post(access, found, agency, unit=unit, **given)

    return form_page(
        request,
        PostForm(access, _data(request), valid_from=access.on),
        act,
        title=pgettext("posts", "Give a post"),
        name=found.full_name,
        lede=pgettext("posts", "Beside the posts that the person holds: any number at a time."),
        submit=pgettext("button", "Give the post"),
        back=reverse("organisation:person", args=[uid]),
        tab="structure",
        done=pgettext("posts", "The post is given."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where the work would stay behind without anybody, the way leads to a handover."""
    access = _manager(request)
    post = structure.post_by_uid(access, uid)
    form = LastDayForm(access, _data(request), last_day=access.on)
    left = leaves_behind(post, access.on)
    try:
        return form_page(
            request,
            form,
            lambda form: _end(access, post, form),
            title=pgettext("posts", "End a post"),
            name=f"{post.person.full_name}: {post.title}",
            lede=pgettext(
                "posts", "It is the last post in the agency; %(n)s things are open: a handover comes first."
            )
            % {"n": left}
            if left
            else "",
            submit=pgettext("button", "End the post"),
            back=reverse("organisation:person", args=[post.person.uid]),
            tab="structure",
            done=pgettext("posts", "The post ends on that day."),
        )
    except _HandoverFirst:
        return redirect("organisation:open_handover", post.person.uid)


class _HandoverFirst(Exception):
    pass


def _end(access: Access, post: Any, form: LastDayForm) -> Any:
    try:
        return actions.end_post(access, post, last_day=form.cleaned_data["last_day"])
    except ValidationError as fault:
        if getattr(fault, "code", "") == HANDOVER_FIRST:
            raise _HandoverFirst from fault
        raise


@login_required
@require_http_methods(["GET", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    access = _manager(request)

    def act(form: NewUnitForm) -> Any:
        given = dict(form.cleaned_data)
        return actions.add_unit(access, given.pop("agency"), **given)

    return form_page(
        request,
        NewUnitForm(access, _data(request), valid_from=access.on),
        act,
        title=pgettext("unit", "Add a unit"),
        submit=pgettext("button", "Add the unit"),
        back=reverse("organisation:structure"),
        tab="structure",
        done=pgettext("unit", "The unit is there."),
    )


@login_required
@require_safe
def unit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = rights(request)
    found = structure.unit_by_uid(access, uid)
    ended = found.valid_to is not None and found.valid_to < access.on
    return page(
        request,
        "unit",
        "structure",
        unit=found,
        kind=UNIT_KIND_WORDS[found.kind],
        aliases=structure.aliases_of(found),
        ended=ended,
    )


@login_required
@require_http_methods(["GET", "POST"])
def change_unit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _manager(request)
    found = structure.unit_by_uid(access, uid)
    first = {name: getattr(found, name) for name in ("name", "short_name", "code", "kind")}
    form = UnitForm(access, _data(request), parent=found.parent.uid if found.parent else None, **first)
    return form_page(
        request,
        form,
        lambda form: actions.change_unit(access, found, version=form.version, **form.cleaned_data),
        title=pgettext("unit", "Change the unit"),
        name=found.name,
        lede=pgettext("unit", "The old name stays an alias, so that documents under it are still read."),
        submit=pgettext("button", "Save"),
        back=reverse("organisation:unit", args=[uid]),
        tab="structure",
        version=found.version,
        done=pgettext("unit", "The unit is changed."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def merge_unit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _manager(request)
    found = structure.unit_by_uid(access, uid)
    return form_page(
        request,
        MergeForm(access, _data(request)),
        lambda form: actions.merge_unit(
            access,
            found,
            form.cleaned_data["into"],
            last_day=form.cleaned_data["last_day"],
            version=form.version,
        ),
        title=pgettext("unit", "Merge the unit"),
        name=found.name,
        lede=pgettext("unit", "The other unit takes over its people, its open tasks and its names."),
        submit=pgettext("button", "Merge units"),
        back=reverse("organisation:unit", args=[uid]),
        tab="structure",
        version=found.version,
        done=pgettext("unit", "The units are merged."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_unit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _manager(request)
    found = structure.unit_by_uid(access, uid)
    if found.valid_to is not None and found.valid_to < access.on:
        raise Http404
    return form_page(
        request,
        LastDayForm(access, _data(request), last_day=access.on),
        lambda form: actions.end_unit(access, found, last_day=form.cleaned_data["last_day"]),
        title=pgettext("unit", "End the unit"),
        name=found.name,
        lede=pgettext(
            "unit", "It stays readable and takes no new task. If another unit takes over, merge it instead."
        ),
        submit=pgettext("button", "End the unit"),
        back=reverse("organisation:unit", args=[uid]),
        tab="structure",
        done=pgettext("unit", "The unit ends on that day."),
    )
