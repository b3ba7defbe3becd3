"""Reading a document once more with the reader of today, and taking what it finds into the review."""

import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from sauro.documents.actions import add_extraction
from sauro.documents.models import Document
from sauro.files import actions as files
from sauro.files.models import Upload
from sauro.files.queries import being_read
from sauro.identity.records import Stale
from sauro.intake.actions.base import REVIEW, Refused, begin, close, snapshot
from sauro.intake.actions.opening import fresh_items
from sauro.intake.anchors import Anchors
from sauro.intake.merging import Outcome, merge
from sauro.intake.models import Review, ReviewItem
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access, access_of
from sauro.reading.model import Reading


@transaction.atomic
def ask_again(access: Access, review_uid: uuid.UUID) -> Upload:
    """Leaves the file of a review to the worker once more. Refused while it is being read again already."""
    review = begin(access, review_uid, REVIEW)
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.reading_again is not None and being_read(access, locked.reading_again):
        raise Refused(gettext("This document is being read again already."))
    document = review.document
    upload = files.read_again(
        access,
        agency_uid=document.agency.uid,
        stored=document.stored_file,
        name=document.file_name,
        document=document.uid,
    )
    Review.objects.filter(pk=review.pk).update(reading_again=upload.uid, changed_at=timezone.now())
    record(
        workspace=review.workspace,
        actor=access.user,
        action="intake.ask_again",
        changes=[Change("review", review.uid, {"document": str(document.uid)})],
    )
    return upload


@transaction.atomic
def take_reading(upload: Upload, reading: Reading, *, read_in_ms: int = 0) -> Document:
    """Takes a new reading into the review of its document: one step, with the rights of who asked for it.

    Whoever is editing at this moment loses nothing: an item that the new reading changes has a new version, so that what
    he stores meets it as a conflict, with both values beside each other. See `sauro.intake.merging`. Locks are taken in
    the order of every act, items before review. Raises `Stale` where somebody was faster: try again.
    """
    access = access_of(upload.sender)
    found = Review.objects.select_related(
        "document__agency", "document__workspace", "document__stored_file", "extraction", "workspace"
    )
    review = (
        found.filter(document__uid=upload.reads_again, workspace_id=upload.workspace_id)
        .order_by("-id")[:1]
        .get()
    )
    access.require(REVIEW, review.document.agency_id)
    old = review.extraction
    items = list(ReviewItem.objects.select_for_update().filter(review=review).order_by("span_start", "id"))
    before = {item.uid: snapshot(item) for item in items}
    extraction = add_extraction(access, review.document, reading, read_in_ms=read_in_ms)
    outcome = merge(
        review,
        items,
        fresh_items(review.document, reading.document, reading.tasks),
        Anchors(old.text, extraction.text),
    )
    seen = Review.objects.filter(pk=review.pk, version=review.version)  # every act counts it up
    if not seen.update(
        extraction=extraction, reading_again=None, version=F("version") + 1, changed_at=timezone.now()
    ):
        raise Stale(str(review.uid))
    review.extraction, review.extraction_id = extraction, extraction.pk
    _store(access, outcome)
    changed = [*outcome.changed, *outcome.added]
    if changed:
        known = {one.uid: before.get(one.uid) for one in changed}
        close(access, review, "read_again", known, changed, _told(outcome), final=True)
    return review.document


def _store(access: Access, outcome: Outcome) -> None:
    """Writes what changed; the rows are locked, so the version only has to be counted up."""
    for item in outcome.changed:
        item.version += 1
        item.changed_by = access.user
        item.changed_at = timezone.now()
    ReviewItem.objects.bulk_update(
        outcome.changed,
        ["values", "read", "span_start", "span_end", "version", "changed_by", "changed_at"],
        batch_size=100,
    )
    ReviewItem.objects.bulk_create(outcome.added, batch_size=500)


def _told(outcome: Outcome) -> dict[uuid.UUID, dict[str, object]]:
    told: dict[uuid.UUID, dict[str, object]] = {item.uid: {"found": "new"} for item in outcome.added}
    return told | {item.uid: {"found": "gone"} for item in outcome.gone}
