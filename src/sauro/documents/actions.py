"""What changes documents."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sauro.documents.models import AccessCircle, Document, Extraction
from sauro.documents.numbers import number_key
from sauro.documents.readings import packed
from sauro.files.models import Upload
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Agency
from sauro.reading.model import Reading, Value
from sauro.vietnamese.text import fold, nfc, squeeze


def _words(value: Value | None, most: int | None = None) -> str:
    return squeeze(nfc(value.text))[:most] if value is not None else ""


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:  # '2026-06' where no day is printed
        return None


@transaction.atomic
def add_document(upload: Upload, reading: Reading, *, read_in_ms: int = 0) -> tuple[Document, Extraction]:
    """The document of an upload that was read, with its first extraction. It belongs to the agency it was sent in for.

    Done with the rights of the sender: raises `PermissionDenied` where he may not send in for the agency any more.
    """
    access = access_of(upload.sender)
    agency = Agency.objects.filter(uid=upload.agency_uid, workspace_id=access.user.workspace_id).first()
    if agency is None or upload.workspace_id != access.user.workspace_id:
        raise PermissionDenied("another workspace")
    access.require("files.send_in", agency.pk)
    if upload.stored_file is None:
        raise ValueError("an upload that has not passed quarantine has no document")
    facts = reading.document
    number = _words(facts.symbol, 80)
    subject, issuer, issued = _words(facts.subject), _words(facts.issuer, 250), _words(facts.date, 10)
    document = Document.objects.create(
        workspace=access.workspace,
        agency=agency,
        access_circle=AccessCircle.AGENCY,
        document_type=facts.type,
        reference_number=number,
        reference_folded=number_key(number),
        subject=subject,
        issuing_agency=issuer,
        issue_date=_day(issued),
        issue_date_text=issued,
        urgency=_words(facts.urgency, 20),
        signatory=_words(facts.signature.name, 200),
        file_name=upload.name,
        stored_file=upload.stored_file,
        sent_in_by=access.user,
        search_text=fold(f"{number} {subject} {issuer} {upload.name}"),
    )
    extraction = _extract(document, reading, read_in_ms)
    _write(access, "documents.add", document, extraction, len(reading.tasks))
    return document, extraction


@transaction.atomic
def add_extraction(
    access: Access, document: Document, reading: Reading, *, read_in_ms: int = 0
) -> Extraction:
    """What a newer reader made of the same file. What was accepted keeps the extraction it stands on."""
    if document.workspace_id != access.user.workspace_id:
        raise PermissionDenied("another workspace")
    access.require("intake.review", document.agency_id)
    extraction = _extract(document, reading, read_in_ms)
    _write(access, "documents.read_again", document, extraction, len(reading.tasks))
    return extraction


def _extract(document: Document, reading: Reading, read_in_ms: int) -> Extraction:
    text, kept, pages = packed(reading)
    return Extraction.objects.create(
        document=document,
        reader=reading.source.reader[:40],
        text=text,
        reading=kept,
        pages=pages,
        read_in_ms=read_in_ms,
    )


def _write(access: Access, action: str, document: Document, extraction: Extraction, found: int) -> None:
    record(
        workspace=access.workspace,
        actor=access.user,
        action=action,
        changes=[
            Change(
                "document",
                document.uid,
                {
                    "reference_number": document.reference_number,
                    "file_sha256": document.stored_file.sha256,
                    "reader": extraction.reader,
                    "extraction": extraction.uid,
                    "tasks_read": found,
                },
            )
        ],
    )
