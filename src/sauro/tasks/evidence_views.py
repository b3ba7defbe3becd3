"""Files that come with a step of a task, and the way out again."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.files import attaching
from sauro.files.models import Upload
from sauro.organisation.access import Access, access_of
from sauro.tasks import queries
from sauro.tasks.models import Evidence, Task


def taken_in(request: HttpRequest, access: Access, task: Task) -> tuple[list[Upload], list[str]]:
    """The files of a form, at the door: those that wait in quarantine, and why others were refused."""
    return attaching.taken_in(request, access, "evidence", task.uid, task.agency_id, Evidence)


def let_go(access: Access, uploads: list[Upload]) -> None:
    """Takes back what no step has tied to the task: it was refused, or the same form came twice."""
    attaching.let_go(access, uploads, Evidence)


@login_required
@never_cache
@require_safe
def evidence_file(request: HttpRequest, uid: uuid.UUID, evidence: uuid.UUID) -> FileResponse:
    """The file as it came in, for whoever may see the task."""
    task = queries.by_uid(access_of(request.user), uid)  # type: ignore[arg-type]
    found = Evidence.objects.filter(task=task, uid=evidence).select_related("upload__stored_file__workspace")
    row = found.first()
    if row is None:
        raise Http404("file")
    return attaching.served(row.upload)
