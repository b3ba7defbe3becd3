"""Files that come with a step, and the way out again."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.files.actions import SEND_IN, send_in, take_back
from sauro.files.models import Upload, UploadState
from sauro.files.ports import Refused
from sauro.files.store import path_of
from sauro.organisation.access import Access, access_of
from sauro.tasks import queries
from sauro.tasks.actions.evidence import MOST_FILES
from sauro.tasks.models import Evidence, Task


def taken_in(request: HttpRequest, access: Access, task: Task) -> tuple[list[Upload], list[str]]:
    """The files of a form, at the door: those that wait in quarantine, and why others were refused.

    What was sent in with a form that came back is named in `sent`, so that nobody has to choose it twice.
    """
    uploads = _sent_before(request, access, task)
    files, faults = request.FILES.getlist("evidence"), []
    if len(files) + len(uploads) > MOST_FILES:
        return uploads, [gettext("At most %(n)s files at once.") % {"n": MOST_FILES}]
    mine = access.agencies_for(SEND_IN)
    agency_id = task.agency_id if task.agency_id in mine else min(mine, default=task.agency_id)
    for each in files:
        try:
            uploads.append(
                send_in(access, agency_id=agency_id, name=each.name or "", stream=each, attached_to=task.uid)  # type: ignore[arg-type]
            )
        except Refused as refused:
            faults.append(refused.message)
        except PermissionDenied:
            return uploads, [gettext("You may not send files in.")]
    return uploads, faults


def _sent_before(request: HttpRequest, access: Access, task: Task) -> list[Upload]:
    wanted = []
    for text in request.POST.getlist("sent")[:MOST_FILES]:
        try:
            wanted.append(uuid.UUID(text))
        except ValueError:
            continue
    mine = Upload.objects.filter(uid__in=wanted, sender=access.user, attached_to=task.uid)
    attached = Evidence.objects.filter(upload__uid__in=wanted).values("upload_id")
    return list(mine.exclude(pk__in=attached).order_by("id"))


def let_go(access: Access, uploads: list[Upload]) -> None:
    """Takes back what no step has tied to the task: it was refused, or the same form came twice."""
    tied = (
        set(Evidence.objects.filter(upload__in=uploads).values_list("upload_id", flat=True))
        if uploads
        else set()
    )
    for each in uploads:
        if each.pk not in tied:
            take_back(access, each)


@login_required
@never_cache
@require_safe
def evidence_file(request: HttpRequest, uid: uuid.UUID, evidence: uuid.UUID) -> FileResponse:
    """The file as it came in, for whoever may see the task; only once it is cleared, and never shown in a page."""
    task = queries.by_uid(access_of(request.user), uid)  # type: ignore[arg-type]
    found = (
        Evidence.objects.filter(task=task, uid=evidence, upload__state=UploadState.READ)
        .select_related("upload__stored_file__workspace")
        .first()
    )
    if found is None or found.upload.stored_file is None:
        raise Http404("file")
    try:
        stream = path_of(found.upload.stored_file).open("rb")
    except FileNotFoundError:
        raise Http404("file") from None
    answer = FileResponse(
        stream, as_attachment=True, filename=found.upload.name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
