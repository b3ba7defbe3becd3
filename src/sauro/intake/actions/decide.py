"""What a person decides about items: accept, drop, keep for information, take back into the list."""

import uuid
from collections.abc import Sequence
from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, ngettext

from sauro.intake import values as v
from sauro.intake.actions.base import (
    ACCEPT,
    REVIEW,
    Held,
    Refused,
    begin,
    close,
    items_of,
    snapshot,
    store_decided,
)
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.organisation.access import Access
from sauro.tasks.actions import assign_many
from sauro.tasks.drafts import PartyDraft, TaskDraft
from sauro.tasks.models import Task, TaskKind, TaskStatus


@transaction.atomic
def accept(access: Access, review_uid: uuid.UUID, held: Sequence[Held], *, reason: str = "") -> list[Task]:
    """Assigns the tasks of pending items, all or none; each item and its task in the same transaction.

    `reason`: why a leader lets those out that have no date or no product; a clerk's wait for a leader.
    """
    review = begin(access, review_uid, ACCEPT)
    items = items_of(review, held)
    for item in items:
        _require(item, ItemState.PENDING)
        fault = unacceptable(item.values)
        if fault:
            raise Refused(f"{v.short(item.values['title'])}: {fault}")
    before = {item.uid: snapshot(item) for item in items}
    try:
        tasks = assign_many(access, [draft_of(review, item) for item in items], reason=reason)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    for item, task in zip(items, tasks, strict=True):
        item.task = task
        item.state = ItemState.ACCEPTED
    store_decided(access, items)
    told = {
        item.uid: {"task": str(item.task.uid), "changed": _differences(item)} for item in items if item.task
    }
    close(access, review, "accept", before, items, told)
    return tasks


@transaction.atomic
def drop(access: Access, review_uid: uuid.UUID, held: Sequence[Held]) -> list[ReviewItem]:
    """These are no tasks."""
    return _move(access, review_uid, held, "drop", ItemState.PENDING, ItemState.DROPPED)


@transaction.atomic
def inform(access: Access, review_uid: uuid.UUID, held: Sequence[Held]) -> list[ReviewItem]:
    """These are kept for information only (chỉ để biết)."""
    return _move(access, review_uid, held, "inform", ItemState.PENDING, ItemState.INFORM)


@transaction.atomic
def restore(access: Access, review_uid: uuid.UUID, held: Sequence[Held]) -> list[ReviewItem]:
    """These wait for a decision again."""
    return _move(
        access, review_uid, held, "restore", (ItemState.DROPPED, ItemState.INFORM), ItemState.PENDING
    )


def _move(
    access: Access,
    review_uid: uuid.UUID,
    held: Sequence[Held],
    action: str,
    from_states: str | tuple[str, ...],
    to_state: ItemState,
) -> list[ReviewItem]:
    review = begin(access, review_uid, REVIEW)
    items = items_of(review, held)
    before = {item.uid: snapshot(item) for item in items}
    for item in items:
        _require(item, *([from_states] if isinstance(from_states, str) else from_states))
        item.state = to_state
    store_decided(access, items)
    close(access, review, action, before, items)
    return items


def _require(item: ReviewItem, *states: str) -> None:
    if item.state not in states:
        raise Refused(
            gettext("“%(title)s” has been decided already.") % {"title": v.short(item.values["title"])}
        )


def unacceptable(values: v.Values) -> str:
    """Why the values cannot become a task yet, or ''. The six clears may be unmet; these may not."""
    if not values["title"].strip():
        return gettext("Say what is to be done.")
    if not values["leads"]:
        return gettext("Say who takes the lead: a task always has exactly one lead.")
    return ""


def draft_of(review: Review, item: ReviewItem) -> TaskDraft:
    """The task that the values make."""
    values = item.values
    due = values["due"]
    placed = item.span_start < item.span_end
    standing = values["kind"] == TaskKind.STANDING
    return TaskDraft(
        agency_id=review.document.agency_id,
        title=values["title"],
        leads=[_party(one) for one in values["leads"]],
        supports=[_party(one) for one in values["supports"]],
        kind=values["kind"],
        due_date=None if standing else v.parse_date(due["date"]),
        due_time=time.fromisoformat(due["time"]) if due["time"] and not standing else None,
        due_text=due["text"][:200],
        rrule=due["rrule"][:120],
        deliverable=values["deliverable"],
        authority=values["authority"][:200],
        report_to=values["report_to"][:200],
        accountable_leader_id=(values["accountable"] or {}).get("person"),
        proposed=list(values["proposed"]),
        document=review.document,
        # What a person wrote for a page that no machine could read has no place in the text.
        extraction=review.extraction if placed else None,
        span_start=item.span_start if placed else None,
        span_end=item.span_end if placed else None,
        quote=review.extraction.text[item.span_start : item.span_end],
        section=values["section"][:60],
    )


def _party(one: v.Party) -> PartyDraft:
    if one["unit"] or one["person"]:
        return PartyDraft(unit_id=one["unit"], person_id=None if one["unit"] else one["person"])
    return PartyDraft(name=(one["name"] or one["text"])[:250])


def _differences(item: ReviewItem) -> dict[str, list[str]]:
    """What was read and what was accepted, where they differ."""
    read = item.read.get("values", {})
    return {
        field: [v.said(read, field), v.said(item.values, field)] for field in v.changed(read, item.values)
    }


def accepted_message(tasks: Sequence[Task]) -> str:
    """How many were assigned, and how many of them wait for a leader."""
    count = len(tasks)
    told = ngettext("%(count)s task assigned.", "%(count)s tasks assigned.", count) % {"count": count}
    waiting = sum(task.status == TaskStatus.PENDING_APPROVAL for task in tasks)
    if not waiting:
        return told
    more = ngettext(
        "%(count)s waits for a leader: it has no due date or no product.",
        "%(count)s wait for a leader: they have no due date or no product.",
        waiting,
    )
    return f"{told} {more % {'count': waiting}}"
