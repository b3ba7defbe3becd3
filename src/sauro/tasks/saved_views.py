"""Keeping, changing and deleting a way of looking at the list. Plain forms; no script is needed."""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sauro.identity.records import Stale, version_in
from sauro.organisation.access import Access, access_of
from sauro.tasks.actions.keeping import Wanted, change_view, drop_view, keep_view, own_view
from sauro.tasks.forms import FilterForm
from sauro.tasks.lists import saved
from sauro.tasks.models import SavedView


class ViewForm(forms.Form):
    """Its name, and with whom it is shared: 'u12', 'a3' or ''."""

    name = forms.CharField(max_length=80, label=pgettext_lazy("saved view", "Name"))
    share = forms.ChoiceField(required=False, label=pgettext_lazy("saved view", "Shared with"))

    def __init__(self, access: Access, data: QueryDict | None = None, view: SavedView | None = None) -> None:
        shared = (
            ""
            if view is None
            else f"u{view.unit_id}"
            if view.unit_id
            else f"a{view.agency_id}"
            if view.agency_id
            else ""
        )
        super().__init__(data, initial={"name": view.name if view else "", "share": shared})
        self.fields["share"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("saved view", "nobody: for myself alone")),
            *saved.places_of(access),
        ]

    def wanted(self, query: str) -> Wanted:
        share = self.cleaned_data["share"]
        place = int(share[1:]) if share else None
        return Wanted(
            self.cleaned_data["name"],
            query,
            unit_id=place if share.startswith("u") else None,
            agency_id=place if share.startswith("a") else None,
        )


def _clean(access: Access, query: str) -> FilterForm:
    """What the list understands of it, and nothing else."""
    return FilterForm(access, QueryDict(query[:2000]))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """`query`: the way in which the list was just looked at."""
    access = access_of(request.user)  # type: ignore[arg-type]
    asked = _clean(access, request.POST.get("query", "") or request.GET.get("query", ""))
    form = ViewForm(access, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = keep_view(access, form.wanted(asked.query))
        except ValidationError as fault:
            _add(form, fault)
        else:
            messages.success(request, gettext("Kept under the name “%(name)s”.") % {"name": view.name})
            return redirect(f"{reverse('tasks:list')}?{view.query}")
    context = {"form": form, "asked": asked, "address": f"{reverse('tasks:list')}?{asked.query}"}
    return render(request, "tasks/saved_view.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Changes the name and with whom it is shared, or deletes it."""
    access = access_of(request.user)  # type: ignore[arg-type]
    view = own_view(access, uid)
    asked = _clean(access, view.query)
    address = f"{reverse('tasks:list')}?{view.query}"
    if request.method == "POST" and "drop" in request.POST:
        drop_view(access, uid)
        messages.success(request, gettext("Deleted: “%(name)s”.") % {"name": view.name})
        return redirect(address)
    form = ViewForm(access, request.POST or None, view)
    if request.method == "POST" and form.is_valid():
        try:
            change_view(access, uid, version_in(request.POST.get("version", "")), form.wanted(view.query))
        except ValidationError as fault:
            _add(form, fault)
        except Stale:
            form.add_error(
                None, gettext("It was changed in another window: look at it again, then send this.")
            )
            view = own_view(access, uid)
        else:
            messages.success(
                request, gettext("Kept under the name “%(name)s”.") % {"name": form.cleaned_data["name"]}
            )
            return redirect(address)
    context = {"form": form, "asked": asked, "view": view, "address": address}
    return render(request, "tasks/saved_view.html", context, status=422 if form.is_bound else 200)


def _add(form: ViewForm, fault: ValidationError) -> None:
    for name, words in fault.message_dict.items():
        form.add_error(name if name in form.fields else None, words)
