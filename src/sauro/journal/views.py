"""The auditor's pages: who changed what, who saw what, and whether the journal holds."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.journal import audit, exporting
from sauro.journal.actions import Change, record
from sauro.journal.audit import Line
from sauro.journal.forms import FilterForm
from sauro.journal.ports import ports

TYPES = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exporting.as_workbook),
}


def _form(request: HttpRequest) -> FilterForm:
    rights = audit.rights_of(request.user)  # type: ignore[arg-type]
    form = FilterForm(request.GET, whole=rights.whole)
    form.is_valid()
    return form


def words_of(line: Line) -> str:
    """What was done; of a look-up what was opened."""
    if line.number:
        return line.words
    if line.words.endswith((":original", ":scan_file")):
        return pgettext("audit", "opened the file")
    return pgettext("audit", "opened the page")


def title_of(line: Line) -> str:
    """How the object is called; its kind alone where the auditor may not see it."""
    kind = str(ports().kinds.get(line.kind, line.kind))
    if line.subject is None:
        return pgettext("audit", "%(kind)s outside what you may see") % {"kind": kind}
    return line.subject.title or kind


def _shown(line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "words": words_of(line),
        "title": title_of(line),
        "kind": ports().kinds.get(line.kind, line.kind),
    }


@login_required
@never_cache
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx only further rows."""
    form, cursor = _form(request), request.GET.get("sau", "")[:60]
    user: Any = request.user
    page = (audit.lookups if form.lookups else audit.changes)(user, form.filters, cursor=cursor)
    context = {
        "form": form,
        "whole": audit.rights_of(user).whole,
        "rows": [_shown(line) for line in page.rows],
        "cursor": cursor,
        "asked": form.filters != audit.Filters(),
        "next_address": f"?{form.address(sau=page.next_cursor)}" if page.next_cursor else "",
        "here": form.address(),
        "tabs": [
            (pgettext("audit", "Changes"), f"?{form.address(view='')}", not form.lookups),
            (pgettext("audit", "Who saw what"), f"?{form.address(view='lookups', action='')}", form.lookups),
        ],
    }
    if request.htmx and cursor:  # type: ignore[attr-defined]
        response = render(request, "journal/rows.html", context)
    else:
        response = render(request, "journal/journal.html", context | {"integrity": audit.integrity(user)})
    patch_vary_headers(response, ("HX-Request",))
    return response


@login_required
@never_cache
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The lines as a file; that they were taken away stands in the journal."""
    form = _form(request)
    user: Any = request.user
    page = audit.lookups if form.lookups else audit.changes
    rows = [exporting.cells(line, words_of, title_of) for line in exporting.lines(user, page, form.filters)]
    with transaction.atomic():
        told = {"lines": len(rows), "lookups": form.lookups, "filters": form.address()}
        change = Change("workspace", user.workspace.uid, told)
        record(workspace=user.workspace, actor=user, action="journal.export", changes=[change])
    media_type, made = TYPES[kind]
    name = f"nhat-ky-{timezone.localdate():%Y%m%d}.{kind}"
    return HttpResponse(
        made(iter(rows)),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
