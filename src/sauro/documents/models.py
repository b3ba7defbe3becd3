"""Documents of an agency and the immutable extractions of their files."""

from django.conf import settings
from django.db import models

from sauro.files.models import StoredFile
from sauro.identity.models import Workspace
from sauro.identity.records import Record
from sauro.organisation.models import Agency


class CitationRelation(models.TextChoices):
    """What a document says of one that it cites, by the words before it."""

    CARRIES_OUT = "carries_out"  # 'Thực hiện Công văn số …': the order from above
    ANSWERS = "answers"
    AMENDS = "amends"  # sửa đổi, bổ sung, thay thế, bãi bỏ
    BASIS = "basis"  # căn cứ
    MENTIONS = "mentions"


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
    search_text = models.TextField(blank=True)  # folded: number, subject, issuer, name of the file

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


class Citation(Record):
    """A document that a document cites, as its latest extraction has it. Which document of ours that is, is asked by its
    number at the moment of showing: it may come in later, and not everybody may see it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="citations")
    relation = models.CharField(
        max_length=20, choices=CitationRelation.choices, default=CitationRelation.MENTIONS
    )
    document_type = models.CharField(max_length=40, blank=True)
    reference_number = models.CharField(max_length=80, blank=True)
    reference_folded = models.CharField(max_length=80, blank=True)
    issue_date_text = models.CharField(max_length=10, blank=True)
    issuing_agency = models.CharField(max_length=250, blank=True)
    quote = models.CharField(max_length=300)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()

    class Meta:
        ordering = ["span_start", "id"]
        indexes = [models.Index(fields=["workspace", "reference_folded"], name="citation_by_number")]


class TextMark(Record):
    """One of the few numbers that stand for the words of a document: two alike share most of theirs."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    mark = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "mark"], name="text_mark")]


class Likeness(Record):
    """Two documents that may be one: received twice, or one a corrected version of the other. `later` came in later."""

    later = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    earlier = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()  # of their words, 0 to 100
    same_number = models.BooleanField(default=False)
    same_date = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["later", "earlier"], name="likeness_once")]
