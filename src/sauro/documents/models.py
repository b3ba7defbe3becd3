"""Documents of an agency and the immutable extractions of their files."""

from django.conf import settings
from django.db import models

from sauro.files.models import StoredFile
from sauro.identity.models import Workspace
from sauro.identity.records import Record
from sauro.organisation.models import Agency


class AccessCircle(models.TextChoices):
    """Who may see a document: its agency, or the whole workspace. Party papers are not open to State staff by default."""

    AGENCY = "agency"
    WORKSPACE = "workspace"


class Document(Record):
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    access_circle = models.CharField(max_length=20, choices=AccessCircle.choices, default=AccessCircle.AGENCY)
    document_type = models.CharField(max_length=40)  # sauro.reading.model.DocumentType
    reference_number = models.CharField(max_length=80, blank=True)
    reference_folded = models.CharField(max_length=80, blank=True, db_index=True)
    subject = models.TextField(blank=True)
    issuing_agency = models.CharField(max_length=250, blank=True)
    issue_date = models.DateField(null=True, blank=True)
    issue_date_text = models.CharField(max_length=10, blank=True)  # ISO as far as printed: '2026-06'
    urgency = models.CharField(max_length=20, blank=True)
    signatory = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sent_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.TextField(blank=True)  # folded: number, subject, issuer

    class Meta:
        indexes = [models.Index(fields=["workspace", "agency", "-id"], name="document_newest")]

    def __str__(self) -> str:
        return f"{self.reference_number} {self.subject}".strip()


class Extraction(Record):
    """The text of a file by one version of the reader, with what it read. Immutable: a better reader makes another."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="extractions")
    reader = models.CharField(max_length=40)
    text = models.TextField()
    reading = models.BinaryField()  # the reading as JSON (sauro.reading.model), without text and page words
    pages = models.BinaryField()  # pages with their word boxes, as JSON
    read_in_ms = models.PositiveIntegerField(default=0)
