"""How a reading is kept: the text in a column of its own, the pages apart, so that a list or a task never loads them."""

import msgspec

from sauro.documents.models import Extraction
from sauro.reading.model import Page, Reading


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
