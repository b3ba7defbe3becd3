"""The editor: the steps as a list, one of them open as a form; each button stores the draft as a whole."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sauro.identity.records import Stale, version_in
from sauro.organisation.access import Access, access_of
from sauro.organisation.queries import units
from sauro.procedures import actions, editing, queries, words
from sauro.procedures.actions import Refused
from sauro.procedures.checking import check
from sauro.procedures.definition import Definition, read_definition
from sauro.procedures.editor_forms import (
    StepForm,
    WholeForm,
    branch_rows,
    field_rows,
    messages_of,
    read_fields,
)
from sauro.procedures.holders import Office
from sauro.procedures.models import Version, VersionState
from sauro.procedures.path import nodes
from sauro.vietnamese.text import nfc, squeeze

LONGEST_TITLE = 200


def _draft(request: HttpRequest, uid: uuid.UUID) -> tuple[Access, Version]:
    access = access_of(request.user)  # type: ignore[arg-type]
    version = queries.version_by_uid(access, uid)
    if not access.may("procedures.write", version.procedure.agency_id):
        raise PermissionDenied("procedures.write")
    return access, version


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """`?buoc=` the open step, without one what holds for all of them. POST `op`: what is to be done."""
    access, version = _draft(request, uid)
    if version.state != VersionState.DRAFT:
        return redirect("procedures:version", uid)
    definition = read_definition(version.definition)
    key = request.GET.get("buoc", "")
    if key and key not in {step.key for step in definition.steps}:
        key = ""
    if request.method == "POST":
        return _post(request, access, version, definition, key)
    return _page(request, access, version, definition, key)


def _post(
    request: HttpRequest, access: Access, version: Version, definition: Definition, key: str
) -> HttpResponse:
    op = request.POST.get("op", "save")
    expected = version_in(request.POST.get("version", ""))
    if expected and expected != version.version:
        note = _(
            "Somebody else has changed this draft since you opened it. What you typed stands below; nothing was stored."
        )
        return _again(request, access, version, definition, key, [note], status=409)
    parsed = _save(request, definition, key)
    if isinstance(parsed, list):
        return _again(request, access, version, definition, key, parsed)
    changed, named = parsed
    goes_to = key
    if op == "add":
        title = squeeze(nfc(request.POST.get("new_title", "")))[:LONGEST_TITLE]
        if not title:
            return _again(request, access, version, changed, key, [_("Give the new step a name.")])
        changed, goes_to = editing.add_step(changed, title, after=key)
    elif op in ("up", "down") and key:
        changed = editing.move_step(changed, key, -1 if op == "up" else 1)
    elif op == "remove" and key:
        changed, goes_to = editing.remove_step(changed, key), ""
    try:
        actions.save_draft(access, version.uid, changed, expected=expected or None, **named)
    except ValidationError as fault:
        return _again(request, access, version, definition, key, fault.messages)
    except (Stale, Refused) as fault:
        note = (
            str(fault)
            if isinstance(fault, Refused)
            else _("Somebody else was faster: nothing of yours was stored.")
        )
        return _again(request, access, version, definition, key, [note], status=409)
    if op == "check":
        return redirect("procedures:version", version.uid)
    messages.success(request, _("Stored."))
    address = reverse("procedures:edit", args=[version.uid])
    return redirect(f"{address}?buoc={goes_to}" if goes_to else address)


def _save(
    request: HttpRequest, definition: Definition, key: str
) -> tuple[Definition, dict[str, str]] | list[str]:
    """The definition as the open form says, or what is wrong with it; further arguments of the action."""
    rows = field_rows((), request.POST)
    faults = [told for row in rows if not row.is_valid() for told in messages_of([row])]
    if key:
        step = definition.step(key)
        form, branches = StepForm(definition, step, request.POST), branch_rows(definition, step, request.POST)
        faults += [told for row in branches if not row.is_valid() for told in messages_of([row])]
        if not form.is_valid():
            faults += [
                f"{form.fields[n].label}: {' '.join(told)}"
                for n, told in form.errors.items()
                if n in form.fields
            ]
        if faults:
            return faults
        taken = set(definition.all_fields) - {each.name for each in step.fields}
        fields = read_fields(rows, step.fields, taken)
        found = tuple(each for row in branches if (each := row.branch()) is not None)
        return editing.put_step(definition, form.changed(fields, found)), {}
    whole = WholeForm("", "", definition, request.POST)
    if not whole.is_valid():
        faults += [
            f"{whole.fields[n].label}: {' '.join(told)}"
            for n, told in whole.errors.items()
            if n in whole.fields
        ]
    if faults:
        return faults
    taken = {each.name for step in definition.steps for each in step.fields}
    named = {"name": whole.cleaned_data["name"], "description": whole.cleaned_data["description"]}
    return whole.changed(read_fields(rows, definition.fields, taken)), named


def _again(
    request: HttpRequest,
    access: Access,
    version: Version,
    definition: Definition,
    key: str,
    faults: list[str],
    status: int = 422,
) -> HttpResponse:
    return _page(request, access, version, definition, key, data=request.POST, faults=faults, status=status)


def _page(
    request: HttpRequest,
    access: Access,
    version: Version,
    definition: Definition,
    key: str,
    *,
    data: Any = None,
    faults: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    findings = check(definition, Office(version.procedure.agency, access.on))
    drawn = nodes(definition, findings)
    context: dict[str, Any] = {
        "version": version,
        "procedure": version.procedure,
        "nodes": drawn,
        "faults": faults or [],
        "key": key,
        "node": next((node for node in drawn if node.step.key == key), None),
        "errors": sum(each.is_error for each in findings),
        "whole_findings": [each for each in findings if not each.step],
        "units": [unit.name for unit in units(access) if unit.agency_id == version.procedure.agency_id],
        "unit_kinds": list(words.UNIT_KINDS.values()),
    }
    if key:
        step = definition.step(key)
        context |= {
            "form": StepForm(definition, step, data),
            "branches": branch_rows(definition, step, data),
            "fields": field_rows(step.fields, data),
        }
    else:
        procedure = version.procedure
        context |= {
            "form": WholeForm(procedure.name, procedure.description, definition, data),
            "fields": field_rows(definition.fields, data),
        }
    return render(request, "procedures/editor.html", context, status=status)
