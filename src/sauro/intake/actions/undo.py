"""Taking back one's own last act in a review."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from sauro.identity.records import Stale
from sauro.intake.actions.base import REVIEW, Refused, begin, close, store
from sauro.intake.models import Review, ReviewItem, Step
from sauro.organisation.access import Access
from sauro.tasks.actions import withdraw


def undo(access: Access, review_uid: uuid.UUID) -> list[ReviewItem]:
    """Takes back the person's last act that still stands, all of it or nothing.

    Refused where somebody changed one of its items since, or has begun a task that it assigned.
    """
    try:
        with transaction.atomic():
            return _undo(access, review_uid)
    except Stale as stale:  # somebody does so at this moment, or the same person twice
        raise _changed() from stale


def _undo(access: Access, review_uid: uuid.UUID) -> list[ReviewItem]:
    review = begin(access, review_uid, REVIEW)
    step = Step.objects.filter(review=review, actor=access.user, undone=False).order_by("-id").first()
    if step is None:
        raise Refused(gettext("There is nothing of yours to undo in this review."))
    items = _as_left(review, step)
    made = [items[change["item"]] for change in step.changes if change["before"] is None]
    changed = []
    for change in step.changes:
        item = items[change["item"]]
        if change["before"] is not None:
            _bring_back(access, item, change["before"])
            changed.append(item)
    store(access, changed)
    close(
        access,
        review,
        "undo",
        {},
        [*changed, *made],
        {one.uid: {"undone": step.action} for one in (*changed, *made)},
        undone=True,
    )
    for item in made:
        if not ReviewItem.objects.filter(pk=item.pk, version=item.version).delete()[0]:
            raise Stale(str(item.uid))
    step.undone = True
    step.save_version(update_fields=["undone"])
    _carry_on(step, {str(item.uid): item.version for item in changed})
    return changed


def _carry_on(undone: Step, versions: dict[str, int]) -> None:
    """The acts before the undone one left what stands now: their next undo must know it by its new version."""
    before = {change["item"]: change["after"] - 1 for change in undone.changes}
    for step in Step.objects.filter(review_id=undone.review_id, undone=False, pk__lt=undone.pk).order_by(
        "-id"
    )[:200]:
        known = [change for change in step.changes if before.get(change["item"]) == change["after"]]
        for change in known:
            change["after"] = versions[change["item"]]
        if known:
            step.save_version(update_fields=["changes"])


def _as_left(review: Review, step: Step) -> dict[str, ReviewItem]:
    """The items of the step by their uid, as it left them."""
    wanted = [change["item"] for change in step.changes]
    items = {
        str(item.uid): item
        for item in ReviewItem.objects.select_related("task").filter(review=review, uid__in=wanted)
    }
    for change in step.changes:
        item = items.get(change["item"])
        if item is None or item.version != change["after"]:
            raise _changed()
    return items


def _changed() -> Refused:
    return Refused(
        gettext("Somebody has changed this task since. What you did can no longer be undone by itself.")
    )


def _bring_back(access: Access, item: ReviewItem, before: dict[str, Any]) -> None:
    if item.task is not None and before["task_id"] is None:
        try:
            withdraw(access, item.task, reason="hoàn tác khi duyệt")
        except ValidationError as fault:
            raise Refused(" ".join(fault.messages)) from fault
    for name, value in before.items():
        setattr(item, name, value)
