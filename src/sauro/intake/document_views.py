"""What a review does with its document as a whole: put its own facts right, have its file read once more."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sauro.documents.actions import correct
from sauro.documents.readings import read_facts
from sauro.files.models import Upload
from sauro.files.queries import OPEN, asked_again
from sauro.identity.records import Stale, version_in
from sauro.intake import actions
from sauro.intake.actions import Refused
from sauro.intake.forms import DocumentForm
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.queries import review_by_uid
from sauro.organisation.access import Access, access_of


def _access(request: HttpRequest) -> Access:
    return access_of(request.user)  # type: ignore[arg-type]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Number, date, issuer, type and subject of the document, each with what the machine read beside it."""
    access = _access(request)
    review = review_by_uid(access, uid)
    document = review.document
    access.require("documents.correct", document.agency_id)
    form = DocumentForm(request.POST or None, initial=DocumentForm.initial_of(document))
    if request.method == "POST" and form.is_valid():
        version = version_in(request.POST.get("version", ""))
        try:
            correct(access, document.uid, version=version, typed=form.cleaned_data)
        except Stale:
            document = review_by_uid(access, uid).document
            context = {"review": review, "document": document, "rival": True}
            context["fields"] = form.beside(read_facts(review.extraction), theirs=document)
            return render(request, "intake/document.html", context, status=409)
        messages.success(request, gettext("The facts of the document were stored."))
        return redirect("intake:review", uid)
    fields = form.beside(read_facts(review.extraction))
    return render(
        request,
        "intake/document.html",
        {"review": review, "document": document, "fields": fields},
        status=422 if form.is_bound else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Asks for another reading (POST); how far it is (GET, every second while it lasts)."""
    access = _access(request)
    if request.method == "POST":
        try:
            actions.ask_again(access, uid)
        except Refused as refused:
            if request.headers.get("HX-Request"):
                return render(request, "intake/parts/refused.html", {"words": str(refused)}, status=422)
            messages.error(request, str(refused))
    review = review_by_uid(access, uid, with_text=False)
    if not request.headers.get("HX-Request"):
        return redirect(reverse("intake:review", args=[uid]))
    return render(request, "intake/parts/again.html", {"review": review, **_progress_of(access, review)})


def _progress_of(access: Access, review: Review) -> dict[str, Any]:
    """How far the reading is that was asked for: `again` is 'open', 'failed' or 'done'."""
    if review.reading_again is not None:
        try:
            upload = asked_again(access, review.reading_again)
        except Upload.DoesNotExist:
            return {"again": "failed"}
        return {"again": "open" if upload.state in OPEN else "failed", "upload": upload}
    waiting = ReviewItem.objects.filter(Q(read__new=True) | Q(read__gone=True), review=review)
    flags = list(waiting.filter(state=ItemState.PENDING).values_list("read", flat=True))
    return {
        "again": "done",
        "new": sum(1 for read in flags if read.get("new")),
        "gone": sum(1 for read in flags if read.get("gone")),
    }
