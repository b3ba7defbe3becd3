"""The organisation as XLSX: out, in with a look at what would change, and only then for good."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sauro.organisation.exchange import Plan, export, plan_of, read_rows
from sauro.organisation.exchange.sheets import LARGEST, Row
from sauro.organisation.views.base import page, rights

_SALT = "sauro.organisation.exchange"
_LASTS = 3600  # seconds for which a preview can be taken in
SHOWN = 300
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    file = forms.FileField(
        label=pgettext_lazy("exchange", "Workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


def _manager(request: HttpRequest) -> None:
    if not rights(request).agencies_for("organisation.manage"):
        raise PermissionDenied("organisation.manage")


@login_required
@never_cache
def exchange(request: HttpRequest) -> HttpResponse:
    """The page; a workbook that is sent in is read, tried and shown, and nothing of it is stored."""
    _manager(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_rows(form.cleaned_data["file"].read(LARGEST + 1))
            plan = plan_of(rights(request), rows)
        except ValidationError as fault:
            form.add_error("file", fault)
        else:
            return _preview(request, FileForm(), plan, rows)
    return page(request, "exchange", "structure", form=form, status=422 if form.errors else 200)


def _preview(request: HttpRequest, form: FileForm, plan: Plan, rows: list[Row]) -> HttpResponse:
    """Only the rows that change something go on to the second step, signed for this person."""
    wanted = {(change.sheet, change.row) for change in plan.changes}
    kept = [[row.sheet, row.number, row.cells] for row in rows if (row.sheet, row.number) in wanted]
    token = signing.dumps([request.user.pk, kept], salt=_SALT, compress=True) if kept else ""
    context: dict[str, Any] = {
        "form": form,
        "plan": plan,
        "changes": plan.changes[:SHOWN],
        "problems": plan.problems[:SHOWN],
        "more": max(len(plan.changes) - SHOWN, 0),
        "token": "" if plan.problems else token,
    }
    return page(request, "exchange", "structure", **context)


@login_required
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """What was looked at, all of it or nothing. Sent twice it changes nothing the second time."""
    _manager(request)
    try:
        whose, kept = signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        whose, kept = None, []
    if whose != request.user.pk:
        messages.error(request, pgettext("exchange", "The preview is too old. Send the workbook in again."))
        return redirect("organisation:exchange")
    rows = [Row(sheet, number, cells) for sheet, number, cells in kept]
    plan = plan_of(rights(request), rows, take_in=True)
    if plan.problems:
        messages.warning(
            request, pgettext("exchange", "The organisation has changed meanwhile: nothing was taken in.")
        )
        return _preview(request, FileForm(), plan, rows)
    done = ngettext("%(n)s change is taken in.", "%(n)s changes are taken in.", len(plan.changes))
    messages.success(request, done % {"n": len(plan.changes)})
    return redirect("organisation:structure")


@login_required
@never_cache
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    _manager(request)
    response = HttpResponse(export(rights(request)), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="to-chuc.xlsx"'
    return response
