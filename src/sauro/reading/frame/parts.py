"""The parts of a text in order: letterhead, title, addressees, body, recipients, signature, attachments, notes."""

from dataclasses import dataclass
from typing import Literal

from sauro.reading.model import DocumentType, Value

PartKind = Literal[
    "letterhead", "title", "addressees", "body", "recipients", "signature", "attachment", "notes"
]


@dataclass(slots=True)
class Part:
    """A part ``text[start:end]``. Of an attachment, `title` and `type` are its own, `attached` the words that tie it to
    its document ('Kèm theo Quyết định số …'), and `body` is where its content begins below them."""

    kind: PartKind
    start: int
    end: int
    title: str | None = None
    type: DocumentType | None = None
    attached: Value | None = None
    body: int | None = None
