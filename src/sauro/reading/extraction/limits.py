"""How much of the machine one file may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. A file of `file_bytes` or `pages` and more is refused, not cut."""

    file_bytes: int = 400_000_000
    pages: int = 2_000
    seconds: float = 90.0  # by the clock, and as processor time
    page_seconds: float = 120.0  # to the next page that is recognised, where that is later than `seconds`
    longest_seconds: float = 7_200.0  # for all pages that are recognised
    memory_bytes: int = 2_000_000_000  # address space of the child
    unpacked_bytes: int = 400_000_000  # of a .docx or .odt, all parts together
    converter_seconds: float = 60.0  # LibreOffice
    converter_memory_bytes: int = 8_000_000_000  # LibreOffice maps much more than it uses
    scans: bool = True  # whether pages without a text layer may be recognised
    keep_unread: bool = False  # a scan that cannot be recognised is no error: it has an empty text, and pages


DPI = 250.0
"""Pixels an inch in which a page is recognised: with fewer, marks of vowels get lost, more only cost time."""
MOST_PIXELS = 24_000_000
"""Of a page that is recognised: a drawing of A0 is made smaller."""
MOST_FRAME_PIXELS = 200_000_000
"""Of a picture as it comes: a page of A3 with 600 pixels an inch has 70 million."""


def dpi_for(width: float, height: float) -> float:
    """Pixels an inch in which a page of that size in points is recognised."""
    return float(min(DPI, (MOST_PIXELS / max(1.0, width * height / 72**2)) ** 0.5))
