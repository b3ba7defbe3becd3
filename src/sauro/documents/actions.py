"""What changes documents."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sauro.documents.citations import keep_citations
from sauro.documents.likeness import keep_likeness
from sauro.documents.models import AccessCircle, Document, Extraction
from sauro.documents.numbers import number_key
from sauro.documents.queries import by_uid
from sauro.documents.readings import facts_of, packed, read_facts
from sauro.files.models import Upload
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Agency
from sauro.reading.model import Reading
from sauro.vietnamese.text import fold, nfc, squeeze

CORRECTED = ("document_type", "reference_number", "subject", "issuing_agency", "issue_date")
"""The fields of a document that a person may put right."""


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
    document = Document(
        workspace=access.workspace,
        agency=agency,
        access_circle=AccessCircle.AGENCY,
        file_name=upload.name,
        stored_file=upload.stored_file,
        sent_in_by=access.user,
    )
    _put(document, facts_of(reading.document))
    document.save()
    extraction = _extract(document, reading, read_in_ms)
    _write(access, "documents.add", document, extraction, len(reading.tasks))
    return document, extraction


@transaction.atomic
def add_extraction(
    access: Access, document: Document, reading: Reading, *, read_in_ms: int = 0
) -> Extraction:
    """What a newer reader made of the same file. What was accepted keeps the extraction it stands on.

    The fields of the document that nobody put right follow the new reading. Where it says what the last one said, to the
    letter, that one is given back.
    """
    if document.workspace_id != access.user.workspace_id:
        raise PermissionDenied("another workspace")
    access.require("intake.review", document.agency_id)
    last = document.extractions.order_by("-id")[:1].get()
    if (last.text, bytes(last.reading), bytes(last.pages)) == packed(reading):
        extraction = last
    else:
        extraction = _extract(document, reading, read_in_ms)
        before, now = read_facts(last), facts_of(reading.document)
        fresh = {
            name: value for name, value in now.items() if getattr(document, name) == before[name] != value
        }
        if "issue_date_text" in fresh:  # one thing in two columns
            fresh["issue_date"] = now["issue_date"]
        if fresh:
            document.save_version(update_fields=_put(document, fresh))
    _write(access, "documents.read_again", document, extraction, len(reading.tasks))
    return extraction


@transaction.atomic
def correct(access: Access, uid: uuid.UUID, *, version: int, typed: Mapping[str, Any]) -> Document:
    """Puts right what was read of the document itself: texts by field of `CORRECTED`, `issue_date` a date or None.

    What was read stays in the extraction. Raises `Http404` for a document that the person may not see,
    `PermissionDenied`, and `Stale` where somebody else was faster than `version`.
    """
    document = by_uid(access, uid)
    access.require("documents.correct", document.agency_id)
    given = {name: _tidy(value) for name, value in typed.items() if name in CORRECTED}
    told = {
        name: [getattr(document, name), value]
        for name, value in given.items()
        if value != getattr(document, name)
    }
    if not told:
        return document
    now = {name: pair[1] for name, pair in told.items()}
    if "issue_date" in now:
        now["issue_date_text"] = now["issue_date"].isoformat() if now["issue_date"] else ""
    document.save_version(expected=version, update_fields=_put(document, now))
    record(
        workspace=access.workspace,
        actor=access.user,
        action="documents.correct",
        changes=[Change("document", document.uid, told)],
    )
    return document


def _tidy(value: str | date | None) -> str | date | None:
    return squeeze(nfc(value)) if isinstance(value, str) else value


def _put(document: Document, facts: Mapping[str, Any]) -> list[str]:
    """Writes the facts and what is made from them into the document; gives the fields that are to be saved."""
    for name, value in facts.items():
        setattr(document, name, value)
    document.reference_folded = number_key(document.reference_number)
    document.search_text = fold(
        f"{document.reference_number} {document.subject} {document.issuing_agency} {document.file_name}"
    )
    return [*facts, "reference_folded", "search_text"]


def _extract(document: Document, reading: Reading, read_in_ms: int) -> Extraction:
    text, kept, pages = packed(reading)
    extraction = Extraction.objects.create(
        document=document,
        reader=reading.source.reader[:40],
        text=text,
        reading=kept,
        pages=pages,
        read_in_ms=read_in_ms,
    )
    keep_citations(document, extraction, reading)
    keep_likeness(document, extraction)
    return extraction


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
