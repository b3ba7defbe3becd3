"""Who opened what: one row for each page or file, written behind the answer, gone when it has expired.

Not in the journal: it would be ten times as long, and what a person read is his own sooner than what he did
(`SAURO_LOOKUP_DAYS`, a year where nothing is set).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sauro.identity.models import User
from sauro.journal.models import Lookup
from sauro.journal.ports import ports

logger = logging.getLogger(__name__)
_AT_ONCE = 5000  # rows that go in one statement: others write in between


def note(user: User, view: str, kind: str, uid: UUID) -> None:
    """One row. A database that is away breaks no page: the answer is on its way."""
    try:
        with transaction.atomic():
            Lookup.objects.create(
                workspace_id=user.workspace_id, user=user, view=view, object_kind=kind, object_uid=uid
            )
    except DatabaseError as error:
        logger.error("look-up log: %s: %s", type(error).__name__, error)  # noqa: TRY400 - told in one line
        connection.close_if_unusable_or_obsolete()


def prune(now: datetime | None = None) -> int:
    """Removes what has expired; gives how many rows."""
    before = (now or timezone.now()) - timedelta(days=settings.LOOKUP_DAYS)
    gone = 0
    while True:
        old = list(
            Lookup.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:_AT_ONCE]
        )
        if not old:
            return gone
        gone += Lookup.objects.filter(pk__in=old).delete()[0]


class LookupMiddleware:
    """Notes the page that was opened, when its answer has been handed over: reading waits for no writing.

    What counts stands in `ports().opened`. Parts of a page that htmx asks for again are no opening.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        kind = ports().opened.get(match.view_name) if match else None
        if kind is None or request.method != "GET" or response.status_code != 200:
            return response
        user = request.user
        if not isinstance(user, User) and not user.is_authenticated:
            return response
        if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
            return response
        view, uid = match.view_name, match.kwargs["uid"]
        _behind(response, lambda: note(user, view, kind, uid))  # type: ignore[arg-type]
        return response


def _behind(response: HttpResponse, work: Callable[[], None]) -> None:
    """Does the work when the server closes the answer, after its last byte."""
    response._resource_closers.append(work)  # type: ignore[attr-defined]  # noqa: SLF001 - as FileResponse closes its file
