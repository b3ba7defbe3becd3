"""From a reading to a review: every task that was read becomes an item that waits for a person."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sauro.documents.models import Document, Extraction
from sauro.intake import values as v
from sauro.intake.models import Review, ReviewItem
from sauro.journal.actions import Change, record
from sauro.organisation.models import Unit
from sauro.organisation.queries import Leaders
from sauro.organisation.resolve import Resolver
from sauro.reading.model import Task as ReadTask


def tools_for(document: Document, on: date | None = None) -> tuple[Resolver, dict[int, str]]:
    """What turns printed names into our units and people, and the names of the units."""
    workspace = document.workspace
    names = dict(Unit.objects.filter(workspace=workspace).values_list("pk", "name"))
    return Resolver(workspace, on or timezone.localdate(), document.agency_id), names


@transaction.atomic
def open_review(document: Document, extraction: Extraction, tasks: list[ReadTask]) -> Review:
    """The review of a new extraction. An older review of the document stays as it is, with what was decided in it."""
    review = Review.objects.create(workspace=document.workspace, document=document, extraction=extraction)
    resolver, names = tools_for(document)
    leaders = Leaders(document.workspace, timezone.localdate())
    items = []
    for task in tasks:
        values = v.values_of(task, resolver, names)
        _answerable(values, leaders)
        items.append(
            ReviewItem(
                review=review,
                span_start=task.at[0],
                span_end=task.at[1],
                read={"id": task.id, "heading": task.heading, "values": values},
                values=values,
            )
        )
    ReviewItem.objects.bulk_create(items, batch_size=500)
    record(
        workspace=document.workspace,
        actor=None,
        action="intake.open",
        changes=[Change("review", review.uid, {"document": str(document.uid), "tasks": len(items)})],
    )
    return review


def _answerable(values: v.Values, leaders: Leaders) -> None:
    """Who of the leadership answers for the leading unit, by the division of fields (phân công phụ trách)."""
    if values["accountable"] or len(values["leads"]) != 1 or not values["leads"][0]["unit"]:
        return
    leader = leaders.of(values["leads"][0]["unit"])
    if leader is not None:
        values["accountable"] = v.known_person(leader.person.pk, leader.person.full_name, leader.why)
        values["why"]["accountable"] = {"text": leader.why, "at": None}
