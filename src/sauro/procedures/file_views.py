"""The way out for files that were attached in a step."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.files.attaching import served
from sauro.organisation.access import access_of
from sauro.procedures import queries
from sauro.procedures.models import StepFile


@login_required
@never_cache
@require_safe
def step_file(request: HttpRequest, uid: uuid.UUID, file: uuid.UUID) -> FileResponse:
    """The file as it came in, for whoever may see the case."""
    case = queries.case_by_uid(access_of(request.user), uid)  # type: ignore[arg-type]
    found = StepFile.objects.filter(run__case=case, uid=file)
    row = found.select_related("upload__stored_file__workspace").first()
    if row is None:
        raise Http404("file")
    return served(row.upload)
