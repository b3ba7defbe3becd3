"""A small writer of PDF files with a text layer, for the invented directives: no LibreOffice is needed for the demo.

A line of the text is a line on the page, wrapped where it is too long. Two parts of a line with three spaces or more
between them stand in two columns, as letterhead and signature do; a line that begins far from the margin is centred.
"""

import ctypes
import io
import re
from typing import Any

from sauro.site.fonts import path_of

LEFT, RIGHT, TOP, BOTTOM = 85.0, 545.0, 790.0, 60.0  # points, on A4
PAPER = (595.0, 842.0)
SIZE, LEADING = 11.5, 17.0
FAR = 12
"""Spaces from which on a line is centred."""


def pdf(text: str) -> bytes:
    """The PDF file of a text; a form feed begins a new page."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    try:
        writer = _Writer(document)
        for number, page in enumerate(text.split("\f")):
            if number:
                writer.next_page()
            for line in page.splitlines():
                writer.line(line)
        writer.finish()
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()


class _Writer:
    """Puts lines on pages, from top to bottom."""

    def __init__(self, document: Any) -> None:
        from pypdfium2 import raw

        self.document, self.raw = document, raw
        data = path_of("NotoSerif.ttf").read_bytes()
        letters = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        self.font = raw.FPDFText_LoadFont(document, letters, len(data), raw.FPDF_FONT_TRUETYPE, True)
        self.next_page()

    def next_page(self) -> None:
        if hasattr(self, "page"):
            self.finish()
        self.page = self.document.new_page(*PAPER)
        self.y = TOP

    def finish(self) -> None:
        self.raw.FPDFPage_GenerateContent(self.page)
        self.page.close()

    def line(self, line: str) -> None:
        """One line of the source: in columns, centred, or from the left margin on."""
        parts = re.split(r"(?<=\S) {3,}", line.rstrip())
        middle = (LEFT + RIGHT) / 2
        if not line.strip():
            self.y -= LEADING / 2
        elif len(parts) == 2:
            self.words(parts[0].strip(), (LEFT + middle) / 2 - 20, centred=True)
            self.words(parts[1].strip(), (middle + RIGHT) / 2 + 15, centred=True)
            self.y -= LEADING
        elif len(line) - len(line.lstrip()) >= FAR:
            self.words(line.strip(), middle, centred=True)
            self.y -= LEADING
        else:
            indent = 28.0 if line.startswith("   ") else 0.0
            for number, part in enumerate(self.wrapped(line.strip(), RIGHT - LEFT - indent)):
                self.words(part, LEFT + (0.0 if number else indent))
                self.y -= LEADING

    def width(self, words: str) -> float:
        made = self._object(words)
        sides = [ctypes.c_float() for _ in range(4)]
        self.raw.FPDFPageObj_GetBounds(made, *map(ctypes.byref, sides))
        self.raw.FPDFPageObj_Destroy(made)
        return float(sides[2].value - sides[0].value)

    def wrapped(self, words: str, room: float) -> list[str]:
        """The words in lines of at most `room` points."""
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def words(self, words: str, x: float, *, centred: bool = False) -> None:
        if self.y < BOTTOM:
            self.next_page()
        made = self._object(words)
        left = x - self.width(words) / 2 if centred else x
        self.raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, left, self.y)
        self.raw.FPDFPage_InsertObject(self.page, made)

    def _object(self, words: str) -> Any:
        made = self.raw.FPDFPageObj_CreateTextObj(self.document, self.font, SIZE)
        letters = (words + "\0").encode("utf-16-le")
        buffer = ctypes.cast(ctypes.create_string_buffer(letters), self.raw.FPDF_WIDESTRING)
        self.raw.FPDFText_SetText(made, buffer)
        return made
