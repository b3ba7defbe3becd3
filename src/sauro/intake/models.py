"""The review of a reading: items that a person corrects, accepts or drops. What was read is kept beside what he wrote."""

import json
from typing import Any

import msgspec
from django.conf import settings
from django.db import models

from sauro.documents.models import Document, Extraction
from sauro.identity.models import Workspace
from sauro.identity.records import Record
from sauro.tasks.models import Task


class QuickDecoder(json.JSONDecoder):
    """Decodes ten times as fast as the standard one, which is set up anew for each value: a screen may hold 2,000."""

    def __init__(self, **_: Any) -> None:
        pass

    def decode(self, s: str, *_: Any) -> Any:
        return msgspec.json.decode(s)


class ItemState(models.TextChoices):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    INFORM = "inform"  # chỉ để biết
    MERGED = "merged"  # went into another item


class Review(Record):
    """The review of a document by its latest extraction; `version` counts every change of its items."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    extraction = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    # The upload by which the file is read once more, until that is done.
    reading_again = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["extraction"], name="review_once_an_extraction")]
        indexes = [
            models.Index(fields=["workspace", "-id"], name="review_newest"),
            models.Index(
                fields=["workspace", "-id"], condition=models.Q(finished_at=None), name="review_unfinished"
            ),
        ]


class ReviewItem(Record):
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    # {"values": as the machine read them}; {} where a person added it. When it was read again: "new" where that found it
    # first, "gone" where it did not find it any more.
    read = models.JSONField(default=dict, decoder=QuickDecoder)
    values = models.JSONField(default=dict, decoder=QuickDecoder)  # as it stands now: see sauro.intake.values
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.PENDING)
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["span_start", "id"]
        indexes = [models.Index(fields=["review", "span_start"], name="item_in_order")]


class Step(Record):
    """One act of one person in a review, with what stood there before: what `undo` brings back.

    `changes`: [{"item": uid, "before": its fields or null where the act made it, "after": its version after the act}].
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="steps")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20)
    changes = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["review", "actor", "-id"], name="step_of_person")]
