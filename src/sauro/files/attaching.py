"""Files that come with a form of a room above, and the way out again.

The bytes come first and wait in quarantine; the room ties them to its thing in the transaction of its act, by a row with
a one-to-one `upload`, and gives that model here as `ties`.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from sauro.files.actions import SEND_IN, send_in, take_back
from sauro.files.models import Upload, UploadState
from sauro.files.ports import Access, Refused
from sauro.files.store import path_of

MOST_FILES = 10
STATE_WORDS: dict[str, Promise] = {
    UploadState.QUARANTINED: pgettext_lazy("attached", "being checked"),
    UploadState.WAITING: pgettext_lazy("attached", "being checked"),
    UploadState.READING: pgettext_lazy("attached", "being checked"),
    UploadState.UNCLEAR: pgettext_lazy("attached", "a scan: somebody has to say that it is no state secret"),
    UploadState.REFUSED: pgettext_lazy("attached", "refused"),
    UploadState.FAILED: pgettext_lazy("attached", "refused"),
}


class Files(forms.FileInput):
    """A control for several files."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True})


def taken_in(
    request: HttpRequest, access: Access, field: str, to: uuid.UUID, agency_id: int, ties: type[Model]
) -> tuple[list[Upload], list[str]]:
    """The files of the field `field`, at the door: those that wait in quarantine for `to`, and why others were refused.

    What was sent in with a form that came back is named in `sent`, so that nobody has to choose it twice.
    """
    uploads = _sent_before(request, access, to, ties)
    files, faults = request.FILES.getlist(field), []
    if len(files) + len(uploads) > MOST_FILES:
        return uploads, [gettext("At most %(n)s files at once.") % {"n": MOST_FILES}]
    mine = access.agencies_for(SEND_IN)
    agency_id = agency_id if agency_id in mine else min(mine, default=agency_id)
    for each in files:
        try:
            uploads.append(
                send_in(access, agency_id=agency_id, name=each.name or "", stream=each, attached_to=to)  # type: ignore[arg-type]
            )
        except Refused as refused:
            faults.append(refused.message)
        except PermissionDenied:
            return uploads, [gettext("You may not send files in.")]
    return uploads, faults


def _sent_before(request: HttpRequest, access: Access, to: uuid.UUID, ties: type[Model]) -> list[Upload]:
    wanted = []
    for text in request.POST.getlist("sent")[:MOST_FILES]:
        try:
            wanted.append(uuid.UUID(text))
        except ValueError:
            continue
    mine = Upload.objects.filter(uid__in=wanted, sender=access.user, attached_to=to)
    tied = ties._default_manager.filter(upload__uid__in=wanted).values("upload_id")
    return list(mine.exclude(pk__in=tied).order_by("id"))


def let_go(access: Access, uploads: list[Upload], ties: type[Model]) -> None:
    """Takes back what no act has tied to its thing: it was refused, or the same form came twice."""
    rows = ties._default_manager.filter(upload__in=uploads) if uploads else None
    tied = set(rows.values_list("upload_id", flat=True)) if rows is not None else set()
    for each in uploads:
        if each.pk not in tied:
            take_back(access, each)


def to_tie(
    access: Access, uploads: Sequence[uuid.UUID], to: uuid.UUID, ties: type[Model]
) -> list[Upload] | None:
    """The files that the person has just sent in for `to`; None where one of them is not there, or tied already."""
    found = Upload.objects.filter(
        uid__in=uploads, sender=access.user, attached_to=to, workspace_id=access.user.workspace_id
    )
    rows = list(found.order_by("id"))
    complete = len(rows) == len(set(uploads))
    return rows if complete and not ties._default_manager.filter(upload__in=rows).exists() else None


def served(upload: Upload) -> FileResponse:
    """The file as it came in; only once it is cleared, and never shown in a page. Raises `Http404`."""
    if upload.state != UploadState.READ or upload.stored_file is None:
        raise Http404("file")
    try:
        stream = path_of(upload.stored_file).open("rb")
    except FileNotFoundError:
        raise Http404("file") from None
    answer = FileResponse(
        stream, as_attachment=True, filename=upload.name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def shown(upload: Any) -> tuple[bool, Promise | str]:
    """Whether the file can be had, and otherwise why not."""
    return upload.state == UploadState.READ, STATE_WORDS.get(upload.state, "")
