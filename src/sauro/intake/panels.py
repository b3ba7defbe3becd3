"""What this room lays on the desk of a person: documents that wait to be handled, and where to begin."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import pgettext

from sauro.documents.templatetags.documents import type_words
from sauro.files.models import Upload
from sauro.files.queries import CLEAR_SCAN, scans
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.queries import reviewable
from sauro.organisation.access import Access
from sauro.tasks.registry import DeskPanel, Link, PanelRow

MOST = 5
MOST_SCANS = 3


def documents_to_handle(access: Access) -> DeskPanel | None:
    """Scans that wait for somebody to look at them, then the newest documents whose review is not finished."""
    rows = [_scan(upload) for upload in _scans(access)]
    if access.agencies_for("intake.review"):
        waiting = reviewable(access).filter(finished_at=None).select_related("document")
        items = ReviewItem.objects.filter(review=OuterRef("pk")).exclude(state=ItemState.MERGED)
        items = items.order_by().values("review")
        accepted = Count("pk", filter=Q(state=ItemState.ACCEPTED))
        waiting = waiting.annotate(
            total=Subquery(items.annotate(n=Count("pk")).values("n")),
            accepted=Subquery(items.annotate(n=accepted).values("n")),
        )
        rows += [_review(each) for each in waiting.defer("document__search_text").order_by("-id")[:MOST]]
    if not rows:
        return None
    whole = Link(pgettext("desk", "All reviews"), reverse("intake:list"))
    return DeskPanel(
        "documents",
        pgettext("desk", "Documents to handle"),
        rows,
        whole if access.agencies_for("intake.review") else None,
    )


def _scans(access: Access) -> list[Upload]:
    """Those that the clerk answers for; who has sent one in finds it where he sent it."""
    return list(scans(access)[:MOST_SCANS]) if access.agencies_for(CLEAR_SCAN) else []


def _scan(upload: Upload) -> PanelRow:
    return PanelRow(
        upload.file_name,
        reverse("intake:upload"),
        pgettext("desk", "scan; somebody has to see that it bears no mark of secrecy"),
        state="due-soon",
        state_words=pgettext("desk", "Waits for you"),
    )


def _review(review: Review) -> PanelRow:
    document = review.document
    words = " ".join(filter(None, (type_words(document.document_type), document.reference_number)))
    title = f"{words}: {document.subject}" if document.subject else words or document.file_name
    counts = {name: getattr(review, name) or 0 for name in ("accepted", "total")}
    told = pgettext("desk", "%(accepted)s/%(total)s tasks accepted") % counts
    return PanelRow(
        title,
        reverse("intake:review", args=[review.uid]),
        " · ".join(filter(None, (document.issuing_agency, told))),
    )


def read_a_document(access: Access) -> Link | None:
    if not access.agencies_for("files.send_in"):
        return None
    return Link(pgettext("button", "Read a document"), reverse("intake:upload"))
