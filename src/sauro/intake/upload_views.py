"""Sending documents in: one page for many files or pasted text, and what becomes of each."""

import io
import uuid
from dataclasses import dataclass, field
from typing import BinaryIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.documents.models import Document
from sauro.files import actions as files
from sauro.files import quarantine
from sauro.files.models import Upload, UploadState
from sauro.files.ports import Refused
from sauro.files.queries import OPEN, scan_by_uid, scans, upload_by_uid, uploads_of
from sauro.identity.records import Stale
from sauro.intake.queries import doubles_of, newest_reviews
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Agency, Axis

RECENT = 20


@dataclass(slots=True)
class UploadRow:
    """An upload with where to go from it: its review, and documents that are the same file or bear its number.

    `foreign`: somebody else sent it in, and asks here whether it is a state secret.
    """

    upload: Upload
    review: uuid.UUID | None = None
    same: list[tuple[Document, uuid.UUID | None]] = field(default_factory=list)
    foreign: bool = False

    @property
    def open(self) -> bool:
        return self.upload.state in OPEN

    @property
    def dismissible(self) -> bool:
        return self.upload.state in (UploadState.REFUSED, UploadState.FAILED)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)  # type: ignore[arg-type]
    agencies = list(
        Agency.objects.filter(pk__in=access.agencies_for("files.send_in")).order_by("order", "id")
    )
    if not agencies:
        raise PermissionDenied("files.send_in")
    if request.method == "POST":
        return _take(request, access, agencies)
    return render(request, "intake/upload.html", _page(access, agencies))


def _page(access: Access, agencies: list[Agency]) -> dict[str, object]:
    others = scans(access).exclude(sender=access.user)[:RECENT]
    uploads = list(uploads_of(access)[:RECENT])
    return {
        "agencies": agencies,
        "agency": _usual(agencies, uploads),
        "rows": rows_of(access, uploads),
        "questions": [UploadRow(one, foreign=True) for one in others],
    }


def _usual(agencies: list[Agency], uploads: list[Upload]) -> Agency:
    """The agency of what the person sent in last; before that the people's committee, which most papers belong to."""
    last = uploads[0].agency_uid if uploads else None
    of_committee = (one for one in agencies if one.axis == Axis.COMMITTEE)
    return next((one for one in agencies if one.uid == last), None) or next(of_committee, agencies[0])


def _take(request: HttpRequest, access: Access, agencies: list[Agency]) -> HttpResponse:
    chosen = request.POST.get("agency", "")
    agency = next((one for one in agencies if str(one.pk) == chosen), None)
    if not chosen:
        agency = _usual(agencies, list(uploads_of(access)[:1]))
    if agency is None:
        raise PermissionDenied("files.send_in")
    sent: list[tuple[str, BinaryIO]] = [(one.name or "", one.file) for one in request.FILES.getlist("files")]
    words = request.POST.get("text", "").strip()
    if words:
        name = f"Văn bản dán {timezone.localtime():%d-%m-%Y %Hh%M}.txt"
        sent.append((name, io.BytesIO(words.encode())))
    taken, refused, traces = [], [], []
    for name, stream in sent:
        try:
            taken.append(files.send_in(access, agency_id=agency.pk, name=name, stream=stream))
        except Refused as fault:
            refused.append((name, fault.message))
            traces.append(fault.trace)
    if not sent:
        refused.append(("", gettext("Choose a file or paste the text of a document first.")))
    if request.headers.get("Accept", "").startswith("application/json"):
        return _answer([one.uid for one in taken] + [one for one in traces if one], refused)
    if refused:
        kept = {"refused": refused, "text": words if not taken else "", "agency": agency}
        context = _page(access, agencies) | kept
        return render(request, "intake/upload.html", context, status=422)
    return redirect("intake:upload")


def _answer(rows: list[uuid.UUID], refused: list[tuple[str, str]]) -> JsonResponse:
    """For the script, which sends one file at a time: where its row is, also of one that was refused."""
    return JsonResponse(
        {
            "rows": [reverse("intake:upload_state", args=[one]) for one in rows],
            "refused": [message for _, message in refused],
        },
        status=422 if refused else 200,
    )


@login_required
@never_cache
@require_GET
def state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One upload as a row; asked every second while it is being read."""
    access = access_of(request.user)  # type: ignore[arg-type]
    try:
        found = upload_by_uid(access, uid)
    except Upload.DoesNotExist:
        raise Http404("upload") from None
    row = rows_of(access, [found])[0]
    if not request.headers.get("HX-Request"):
        return redirect(
            reverse("intake:review", args=[row.review]) if row.review else reverse("intake:upload")
        )
    return render(request, "intake/parts/upload_row.html", {"row": row})


@login_required
@never_cache
@require_GET
def scan_file(request: HttpRequest, uid: uuid.UUID) -> FileResponse:
    """A scan in quarantine, for those who have to say whether it bears a mark of secrecy. Never shown in a page."""
    access = access_of(request.user)  # type: ignore[arg-type]
    try:
        found = scan_by_uid(access, uid)
        stream = quarantine.path_of(uid).open("rb")
    except (Upload.DoesNotExist, FileNotFoundError):
        raise Http404("scan") from None
    answer = FileResponse(
        stream, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@login_required
@require_POST
def answer_scan(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Whether a scan bears a mark of secrecy (`act`: 'none' or 'classified')."""
    access = access_of(request.user)  # type: ignore[arg-type]
    act = request.POST.get("act", "")
    if act not in ("none", "classified"):
        raise Http404("act")
    try:
        files.answer_scan(access, uid, classified=act == "classified")
    except Upload.DoesNotExist:
        raise Http404("scan") from None
    except Stale:
        messages.warning(request, gettext("Somebody else has answered for this scan meanwhile."))
    else:
        said = (
            pgettext("scan", "The file was deleted. Handle the document by the rules for state secrets.")
            if act == "classified"
            else pgettext("scan", "Your answer was noted. The scan is being read.")
        )
        messages.success(request, said)
    return redirect("intake:upload")


@login_required
@require_POST
def dismiss(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Takes a refused or failed file off the sender's list."""
    try:
        files.dismiss(access_of(request.user), uid)  # type: ignore[arg-type]
    except Upload.DoesNotExist:
        raise Http404("upload") from None
    if request.headers.get("HX-Request"):
        return HttpResponse()
    return redirect("intake:upload")


def rows_of(access: Access, uploads: list[Upload]) -> list[UploadRow]:
    """The rows of uploads; what is the same file or number is looked for among what the person may see."""
    results = [one.result_uid for one in uploads if one.result_uid]
    reviews = newest_reviews(access, results)
    rows = [UploadRow(one, reviews.get(one.result_uid) if one.result_uid else None) for one in uploads]
    doubles = doubles_of(access, uploads)
    others = newest_reviews(access, [document.uid for found in doubles.values() for document in found])
    for row in rows:
        row.same = [(one, others.get(one.uid)) for one in doubles.get(row.upload.pk, [])]
    return rows
