"""Stored files (bytes by hash, per workspace) and uploads on their way through quarantine and the reader."""

from django.conf import settings
from django.db import models

from sauro.identity.models import Workspace
from sauro.identity.records import Record


class StoredFile(Record):
    """Bytes kept as they came: never rewritten, one copy for each hash in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "sha256"], name="file_once_a_workspace")]


class UploadState(models.TextChoices):
    QUARANTINED = "quarantined"  # bytes arrived, nothing looked at
    UNCLEAR = "unclear"  # a scan, in quarantine: a person must say that it bears no mark of secrecy
    WAITING = "waiting"  # passed; waits for a worker
    READING = "reading"  # claimed by a worker
    READ = "read"
    REFUSED = "refused"  # wiped; only time and reason are kept
    FAILED = "failed"  # passed quarantine, could not be read; the file is kept


class Upload(Record):
    """One file sent in. The rows are the worker's queue: claimed by a conditional update, never lost."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The agency it was sent in for; organisation stands above this room.
    agency_uid = models.UUIDField(null=True)
    name = models.CharField(max_length=255, blank=True)  # '' where not even that may be kept
    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.QUARANTINED)
    code = models.CharField(max_length=60, blank=True)  # of the refusal or failure
    message = models.TextField(blank=True)
    stored_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="uploads")
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.CharField(max_length=120, blank=True)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)  # 0: not known yet, or a format without pages
    result_uid = models.UUIDField(null=True)  # what the reader made of it (a document)
    # What it was sent in for, where it is only to be kept (the evidence of a task): no reader makes a document of it.
    attached_to = models.UUIDField(null=True)
    reads_again = models.UUIDField(null=True)  # the document whose kept file is to be read once more
    # Who has looked at a scan and says that it bears no mark of secrecy.
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True)  # when the sender took a refusal or failure off his list

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"], name="upload_queue"),
            models.Index(fields=["workspace", "sender", "-id"], name="upload_mine"),
        ]


class WorkerBeat(models.Model):
    """The heartbeat of a worker process; shown to the administrator."""

    name = models.CharField(max_length=80, unique=True)
    beat_at = models.DateTimeField()
    doing = models.CharField(max_length=200, blank=True)
