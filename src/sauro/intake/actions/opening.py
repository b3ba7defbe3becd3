"""From a reading to a review: every task that was read becomes an item that waits for a person."""

from collections.abc import Sequence
from datetime import date

import msgspec
from django.db import transaction
from django.utils import timezone

from sauro.documents.models import Document, Extraction
from sauro.documents.readings import reading_of
from sauro.intake import values as v
from sauro.intake.merging import Fresh
from sauro.intake.models import Review, ReviewItem
from sauro.journal.actions import Change, record
from sauro.organisation.answering import Authorities
from sauro.organisation.models import Unit
from sauro.organisation.profile import profile_of_workspace
from sauro.organisation.queries import Leaders
from sauro.organisation.resolve import Resolver
from sauro.reading.model import Document as ReadDocument
from sauro.reading.model import Task as ReadTask
from sauro.reading.share import Share
from sauro.tasks.authority import propose_authority


def tools_for(
    document: Document, on: date | None = None, *, typed: bool = False
) -> tuple[Resolver, dict[int, str]]:
    """What turns names into our units and people, and the names of the units; `typed`: names that a person of ours wrote.

    'Văn phòng' in a paper of the city is the city's; typed here it is ours.
    """
    workspace = document.workspace
    names = dict(Unit.objects.filter(workspace=workspace).values_list("pk", "name"))
    day = on or timezone.localdate()
    issuer = "" if typed else document.issuing_agency
    return Resolver(workspace, day, document.agency_id, issuer), names


@transaction.atomic
def open_review(document: Document, extraction: Extraction, tasks: list[ReadTask]) -> Review:
    """The review of a new extraction. An older review of the document stays as it is, with what was decided in it."""
    review = Review.objects.create(workspace=document.workspace, document=document, extraction=extraction)
    items = [
        ReviewItem(
            review=review, span_start=one.span[0], span_end=one.span[1], read=one.read, values=one.values
        )
        for one in fresh_items(document, reading_of(extraction).document, tasks)
    ]
    ReviewItem.objects.bulk_create(items, batch_size=500)
    record(
        workspace=document.workspace,
        actor=None,
        action="intake.open",
        changes=[Change("review", review.uid, {"document": str(document.uid), "tasks": len(items)})],
    )
    return review


def fresh_items(document: Document, facts: ReadDocument, tasks: Sequence[ReadTask]) -> list[Fresh]:
    """What a reading proposes for each of its tasks, in the words of our organisation, and whether it binds us.

    `facts` are those of the document as it was read: who issued it, to whom it went.
    """
    resolver, names = tools_for(document)
    leaders = Leaders(document.workspace, timezone.localdate())
    authorities = Authorities(document.workspace, timezone.localdate())
    share = Share(profile_of_workspace(document.workspace, timezone.localdate()), facts, tasks)
    found = []
    for task in tasks:
        values = v.values_of(task, resolver, names)
        _answerable(values, leaders)
        _decided(values, authorities)
        scope = msgspec.to_builtins(share.of(task))
        found.append(
            Fresh(task.at, {"id": task.id, "heading": task.heading, "values": values, "scope": scope})
        )
    return found


def _answerable(values: v.Values, leaders: Leaders) -> None:
    """Who of the leadership answers for the leading unit, by the division of fields (phân công phụ trách)."""
    if values["accountable"] or len(values["leads"]) != 1 or not values["leads"][0]["unit"]:
        return
    leader = leaders.of(values["leads"][0]["unit"])
    if leader is not None:
        values["accountable"] = v.known_person(leader.person.pk, leader.person.full_name, leader.why)
        values["why"]["accountable"] = {"text": leader.why, "at": None}


def _decided(values: v.Values, authorities: Authorities) -> None:
    """Who decides, by the authority matrix, where the order does not say it: marked as a proposal, with the article."""
    if values["authority"]:
        return
    found = propose_authority(authorities, f"{values['title']} {values['deliverable']}")
    if found is not None:
        values["authority"] = found.text
        values["why"]["authority"] = {"text": found.why, "at": None}
        values["proposed"].append("authority")
