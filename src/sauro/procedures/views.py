"""Pages of procedures: the list, the library, a version as a drawn path, its issue, export and import."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sauro.identity.records import Stale
from sauro.organisation.access import Access, access_of
from sauro.organisation.queries import agencies
from sauro.procedures import actions, queries, words
from sauro.procedures.actions import Refused
from sauro.procedures.checking import check
from sauro.procedures.definition import LARGEST_FILE, Package, read_definition, to_json
from sauro.procedures.holders import Office
from sauro.procedures.library import packages
from sauro.procedures.models import Version, VersionState
from sauro.procedures.path import nodes
from sauro.procedures.version_forms import IssueForm, NewForm, WithdrawForm


def _access(request: HttpRequest) -> Access:
    return access_of(request.user)  # type: ignore[arg-type]


def said(fault: ValidationError) -> str:
    return " ".join(fault.messages)


@login_required
@never_cache
@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    access = _access(request)
    rows = []
    for procedure in queries.procedures(access):
        issued = [v for v in procedure.seen if v.state == VersionState.ISSUED and v.valid_from <= access.on]
        coming = [v for v in procedure.seen if v.state == VersionState.ISSUED and v.valid_from > access.on]
        draft = next((v for v in procedure.seen if v.state == VersionState.DRAFT), None)
        current = issued[0] if issued else None
        shown = current or (coming[0] if coming else None) or draft or procedure.seen[0]
        rows.append(
            {
                "procedure": procedure,
                "shown": shown,
                "state": words.VERSION_STATES[shown.state],
                "current": current,
                "coming": coming[0] if coming else None,
                "draft": draft,
                "may_start": current is not None and access.may("procedures.start", procedure.agency_id),
            }
        )
    context = {
        "rows": rows,
        "may_write": bool(access.agencies_for("procedures.write")),
        "may_measure": bool(access.agencies_for("procedures.measure")),
        "waiting": queries.waiting_count(access),
        "most": queries.MOST,
    }
    return render(request, "procedures/list.html", context)


def _writes_in(access: Access) -> list[tuple[int, str]]:
    mine = access.agencies_for("procedures.write")
    return [(agency.pk, agency.name) for agency in agencies(access) if agency.pk in mine]


@login_required
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """Ready procedures, an empty one, or a file: each becomes a draft of an agency."""
    access = _access(request)
    offered = _writes_in(access)
    if not offered:
        raise PermissionDenied("procedures.write")
    form = NewForm(offered, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                version = _make(access, form.cleaned_data)
                messages.success(request, _("A draft has been made. Look it through, then issue it."))
                return redirect("procedures:version", version.uid)
            except ValidationError as fault:
                form.add_error(None, said(fault))
    have = {p.library_key for p in queries.procedures(access) if p.library_key}
    ready = [(key, each, len(each.definition.steps), key in have) for key, each in packages().items()]
    return render(request, "procedures/library.html", {"form": form, "ready": ready}, status=status)


def _make(access: Access, data: dict[str, Any]) -> Version:
    agency_id = int(data["agency"])
    if data["key"]:
        package = packages().get(data["key"])
        if package is None:
            raise ValidationError(_("There is no such procedure in the library."))
        return actions.import_package(access, agency_id, package, data["key"])
    if data["file"]:
        return actions.import_file(access, agency_id, data["file"].read(LARGEST_FILE + 1))
    return actions.create(access, agency_id, name=data["name"])


@login_required
@never_cache
@require_safe
def version(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _access(request)
    return _page(request, access, queries.version_by_uid(access, uid))


def _page(
    request: HttpRequest, access: Access, found: Version, *, status: int = 200, **more: Any
) -> HttpResponse:
    definition = read_definition(found.definition)
    agency_id = found.procedure.agency_id
    writes = access.may("procedures.write", agency_id)
    findings = (
        check(definition, Office(found.procedure.agency, access.on))
        if writes and found.state != VersionState.WITHDRAWN
        else []
    )
    versions = found.procedure.versions.defer("definition").order_by("-number")
    drawn = nodes(definition, findings)
    issues = writes and actions.may_issue(access, agency_id)
    context = {
        "version": found,
        "procedure": found.procedure,
        "definition": definition,
        "state": words.VERSION_STATES[found.state],
        "nodes": drawn,
        "fields": definition.fields,
        "field_kinds": words.FIELD_KINDS,
        "schedule": words.schedule_words(definition.schedule),
        "fallback": words.actor_words(definition.fallback, definition),
        "findings": [
            (each, words.step_words(each.step, definition) if each.step else "") for each in findings
        ],
        "errors": sum(each.is_error for each in findings),
        "versions": [
            (each, words.VERSION_STATES[each.state])
            for each in versions
            if writes or each.state != VersionState.DRAFT
        ],
        "writes": writes,
        "issues": issues,
        "may_start": found.state == VersionState.ISSUED and access.may("procedures.start", agency_id),
        "issue_form": IssueForm(initial={"valid_from": access.on, "version": found.version})
        if issues
        else None,
        "withdraw_form": WithdrawForm() if issues else None,
        **more,
    }
    return render(request, "procedures/version.html", context, status=status)


@login_required
@require_POST
def issue(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _access(request)
    found = queries.version_by_uid(access, uid)
    form = IssueForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.issue(
                access, uid, valid_from=data["valid_from"], record_number=data["record_number"],
                record_date=data["record_date"], expected=data["version"],
            )  # fmt: skip
            messages.success(request, _("The version has been issued."))
            return redirect("procedures:version", uid)
        except ValidationError as fault:
            form.add_error(None, said(fault))
        except Stale:
            form.add_error(None, _("Somebody else has changed the draft meanwhile: look at it once more."))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, access, found, status=422, issue_form=form)


@login_required
@require_POST
def withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = _access(request)
    found = queries.version_by_uid(access, uid)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw(access, uid, reason=form.cleaned_data["reason"])
            messages.success(request, _("The version has been withdrawn. Running cases go on by it."))
            return redirect("procedures:version", uid)
        except (ValidationError, Refused) as fault:
            form.add_error(None, said(fault) if isinstance(fault, ValidationError) else str(fault))
    return _page(request, access, found, status=422, withdraw_form=form)


@login_required
@require_POST
def new_draft(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return redirect("procedures:edit", actions.new_draft(_access(request), uid).uid)


@login_required
@require_POST
def discard(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    try:
        actions.discard(_access(request), uid)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("procedures:version", uid)
    messages.success(request, _("The draft has been thrown away."))
    return redirect("procedures:list")


@login_required
@never_cache
@require_safe
def export(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The version as a file that can be imported here and elsewhere."""
    found = queries.version_by_uid(_access(request), uid)
    package = Package(found.procedure.name, read_definition(found.definition), found.procedure.description)
    answer = HttpResponse(to_json(package), content_type="application/json")
    name = found.procedure.library_key or "quy-trinh"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{found.number}.json"'
    return answer
