"""How much of the machine one file may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. A file of `file_bytes` or `pages` and more is refused, not cut."""

    file_bytes: int = 200_000_000
    pages: int = 2_000
    seconds: float = 90.0  # by the clock, and as processor time
    memory_bytes: int = 2_000_000_000  # address space of the child
    unpacked_bytes: int = 400_000_000  # of a .docx or .odt, all parts together
    converter_seconds: float = 60.0  # LibreOffice
    converter_memory_bytes: int = 8_000_000_000  # LibreOffice maps much more than it uses
