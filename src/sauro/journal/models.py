"""Journal entries, their payloads in a table of their own, and the signed heads of each day."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from sauro.identity.models import Workspace


class Entry(models.Model):
    """One object changed by one action. `number` and the hashes are given by the sealer after the commit."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    action_id = models.UUIDField(default=uuid.uuid4, db_index=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80)  # room.verb: 'intake.accept'
    object_kind = models.CharField(max_length=60)
    object_uid = models.UUIDField()
    digest = models.CharField(max_length=64)  # salted SHA-256 of the payload
    number = models.PositiveBigIntegerField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="journal_number_once")]
        indexes = [
            models.Index(fields=["workspace", "object_uid", "number"], name="journal_history"),
            # The auditor's view, newest first: all, of a person, of an action.
            models.Index(fields=["workspace", "at", "number"], name="journal_by_time"),
            models.Index(fields=["workspace", "actor", "at", "number"], name="journal_by_person"),
            models.Index(fields=["workspace", "action", "at", "number"], name="journal_by_action"),
            models.Index(
                fields=["workspace", "id"], condition=models.Q(number=None), name="journal_unsealed"
            ),
        ]


class Payload(models.Model):
    """What changed. Erasing it lawfully leaves the chain verifiable: the chain holds only its salted digest."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32)
    data = models.JSONField()


class Verification(models.Model):
    """The journal of a workspace was computed again, with what outcome; the newest is shown."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    entries = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()  # of the last entry
    faults = models.PositiveBigIntegerField()
    seconds = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="verification_newest")]


class Lookup(models.Model):
    """Who opened what. Apart from the journal and not sealed: rows go when they have expired."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    view = models.CharField(max_length=80)  # the name of the address: 'documents:original'
    object_kind = models.CharField(max_length=60)
    object_uid = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "at", "id"], name="lookup_by_time"),
            models.Index(fields=["workspace", "user", "at", "id"], name="lookup_by_person"),
            models.Index(fields=["workspace", "object_uid", "at", "id"], name="lookup_by_object"),
        ]


class DailyHead(models.Model):
    """The last entry of a day and its hash, signed; a copy is kept outside the database."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day"], name="journal_head_once_a_day")]
