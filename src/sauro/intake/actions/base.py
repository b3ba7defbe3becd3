"""What every act in a review shares: fetch and authorise, the optimistic lock, the step for undo, the journal."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from sauro.identity.records import Stale
from sauro.intake.models import ItemState, Review, ReviewItem, Step
from sauro.intake.queries import review_by_uid
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access

REVIEW, ACCEPT = "intake.review", "intake.accept"
KEPT = ("values", "state", "span_start", "span_end", "task_id", "merged_into_id")


class Refused(Exception):
    """An act that makes no sense here; the message tells the person why, in his language."""


@dataclass(frozen=True, slots=True)
class Held:
    """An item as the person saw it."""

    uid: uuid.UUID
    version: int


class Conflict(Stale):
    """Somebody else changed `item` since the person saw it; `base` is what he saw, where that is still known."""

    def __init__(self, item: ReviewItem, base: dict[str, Any] | None) -> None:
        super().__init__(str(item.uid))
        self.item = item
        self.base = base


def begin(access: Access, uid: uuid.UUID, action: str) -> Review:
    """The review, where the person may do `action` in its agency. To be called first in the transaction."""
    review = review_by_uid(access, uid)
    access.require(action, review.document.agency_id)
    return review


def items_of(review: Review, held: Sequence[Held]) -> list[ReviewItem]:
    """The items in the order of the text. Raises `Conflict` where one has changed, `Refused` where one is gone."""
    wanted = {one.uid: one.version for one in held}
    found = list(ReviewItem.objects.filter(review=review, uid__in=wanted))
    if len(found) != len(wanted):
        raise Refused(gettext("The task is no longer in this review. Open the page again."))
    for item in found:
        item.review = review
        if item.version != wanted[item.uid]:
            raise Conflict(item, base_of(item, wanted[item.uid]))
    return found


def base_of(item: ReviewItem, version: int) -> dict[str, Any] | None:
    """The values of the item in that version, from the step that changed them."""
    for step in Step.objects.filter(review_id=item.review_id).order_by("-id")[:200]:
        for change in step.changes:
            if change["item"] == str(item.uid) and change["after"] == version + 1 and change["before"]:
                values: dict[str, Any] = change["before"]["values"]
                return values
    return None


def snapshot(item: ReviewItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in KEPT}


def store(access: Access, items: Iterable[ReviewItem]) -> None:
    """Writes the items under their lock. Raises `Conflict`."""
    for item in items:
        item.changed_by = access.user
        read = item.version
        try:
            item.save_version(update_fields=[*KEPT_FIELDS, "changed_by"])
        except Stale:
            now = ReviewItem.objects.get(pk=item.pk)
            raise Conflict(now, base_of(now, read)) from None


def store_decided(access: Access, items: Sequence[ReviewItem]) -> None:
    """Writes state and task of many items under their lock, in few queries. Raises `Conflict`."""
    groups: dict[tuple[int, str], list[ReviewItem]] = {}
    for item in items:
        groups.setdefault((item.version, item.state), []).append(item)
    for (version, state), group in groups.items():
        for at in range(0, len(group), 400):
            part = group[at : at + 400]
            taken = ReviewItem.objects.filter(pk__in=[item.pk for item in part], version=version).update(
                version=version + 1, state=state, changed_by=access.user, changed_at=timezone.now()
            )
            if taken != len(part):
                late = ReviewItem.objects.filter(pk__in=[item.pk for item in part]).exclude(
                    version=version + 1
                )
                raise Conflict(late.first() or part[0], None)
            for item in part:
                item.version = version + 1
    with_task = [item for item in items if item.task_id is not None]
    if with_task:
        ReviewItem.objects.bulk_update(with_task, ["task"], batch_size=200)


KEPT_FIELDS = ("values", "state", "span_start", "span_end", "task", "merged_into")


def close(
    access: Access,
    review: Review,
    action: str,
    before: Mapping[uuid.UUID, dict[str, Any] | None],
    items: Sequence[ReviewItem],
    told: dict[uuid.UUID, dict[str, Any]] | None = None,
    *,
    undone: bool = False,
    final: bool = False,
) -> None:
    """The step, the state of the whole review and the journal: the end of every act.

    An act that is `undone` leaves no step; one that is `final` leaves one which nobody can undo. Raises `Refused` where
    the document was read again since the review was fetched: places in the text may have moved.
    """
    if not undone:
        Step.objects.create(
            review=review,
            actor=access.user,
            action=action,
            changes=[
                {"item": str(item.uid), "before": before[item.uid], "after": item.version} for item in items
            ],
            undone=final,
        )
    waiting = ReviewItem.objects.filter(review=review, state=ItemState.PENDING).exists()
    finished = None if waiting else review.finished_at or timezone.now()
    same_text = Review.objects.filter(pk=review.pk, extraction_id=review.extraction_id)
    if not same_text.update(version=F("version") + 1, finished_at=finished, changed_at=timezone.now()):
        raise Refused(gettext("The document has been read again meanwhile. Open the page again."))
    record(
        workspace=review.workspace,
        actor=access.user,
        action=f"intake.{action}",
        changes=[
            Change(
                "review_item",
                item.uid,
                {"review": str(review.uid), "state": item.state} | (told or {}).get(item.uid, {}),
            )
            for item in items
        ],
    )
