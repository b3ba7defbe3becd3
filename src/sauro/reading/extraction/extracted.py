"""What the reader of a format hands back."""

from dataclasses import dataclass, field

from sauro.reading.model import Page, Warning


@dataclass(slots=True)
class Extracted:
    """A text, its pages where the format has them, and whether some of it was recognised from pictures (`ocr`)."""

    text: str
    warnings: list[Warning] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    count: int | None = None  # of pages; None where the format has none
    ocr: bool = False
