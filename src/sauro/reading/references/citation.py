"""One mention of a document."""

from dataclasses import dataclass

from sauro.reading.model import Span


@dataclass(slots=True)
class Citation:
    """A mention ``text[at[0]:at[1]]``: `type` as printed or as the symbol says, `date` ISO, `name` of one without number."""

    at: Span
    type: str
    symbol: str | None
    date: str | None
    issuer: str | None
    name: str | None = None
