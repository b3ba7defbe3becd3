"""How a reading is kept: the text in a column of its own, the pages apart, so that a list or a task never loads them.

And what it says of the document itself, in the fields of the document.
"""

from datetime import date
from typing import Any

import msgspec

from sauro.documents.models import Extraction
from sauro.reading.model import Document as ReadDocument
from sauro.reading.model import Page, Reading, Value
from sauro.vietnamese.text import nfc, squeeze

READ_FIELDS = (
    "document_type",
    "reference_number",
    "subject",
    "issuing_agency",
    "issue_date",
    "issue_date_text",
    "urgency",
    "signatory",
)
"""The fields of a document that a reading fills."""


class _Facts(msgspec.Struct):
    """Of a kept reading the document alone; the rest is passed over."""

    document: ReadDocument


def packed(reading: Reading) -> tuple[str, bytes, bytes]:
    """Text, the reading without text and pages as JSON, the pages as JSON."""
    kept = msgspec.structs.replace(reading, text="", pages=[])
    return reading.text, msgspec.json.encode(kept), msgspec.json.encode(reading.pages)


def reading_of(extraction: Extraction) -> Reading:
    """The reading with its text and without its pages (`pages_of`)."""
    reading = msgspec.json.decode(bytes(extraction.reading), type=Reading)
    reading.text = extraction.text
    return reading


def pages_of(extraction: Extraction) -> list[Page]:
    """The pages with the boxes of their words, in points."""
    return msgspec.json.decode(bytes(extraction.pages), type=list[Page])


def read_facts(extraction: Extraction) -> dict[str, Any]:
    """What was read of the document itself, by `READ_FIELDS`."""
    return facts_of(msgspec.json.decode(bytes(extraction.reading), type=_Facts).document)


def facts_of(read: ReadDocument) -> dict[str, Any]:
    """What a reading says of the document itself, by `READ_FIELDS`; `issue_date` only where a day is printed."""
    issued = _words(read.date, 10)
    return {
        "document_type": read.type,
        "reference_number": _words(read.symbol, 80),
        "subject": _words(read.subject),
        "issuing_agency": _words(read.issuer, 250),
        "issue_date": _day(issued),
        "issue_date_text": issued,
        "urgency": _words(read.urgency, 20),
        "signatory": _words(read.signature.name, 200),
    }


def _words(value: Value | None, most: int | None = None) -> str:
    return squeeze(nfc(value.text))[:most] if value is not None else ""


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:  # '2026-06' where no day is printed
        return None
