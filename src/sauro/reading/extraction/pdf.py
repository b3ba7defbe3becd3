"""PDF with a text layer: one text for the whole document, its lines as printed, every word with its box.

Lines are kept, a blank line parts paragraphs, page numbers stay where they are printed, a ruled table gives a line a
row (`ruled`). A table that goes on over the page is one table: the header that is printed again goes, a broken row is
put together where it begins (its words keep the boxes of their own page), the page number comes behind the table.
"""

import re
import unicodedata

from sauro.reading.errors import unreadable
from sauro.reading.extraction import layout
from sauro.reading.extraction.layout import Row
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.pdfium import Document, PageWord, Rule
from sauro.reading.model import Page, Warning, Word

_TAIL = 65_536  # bytes at the end in which the end mark must stand: some senders add a signature or padding after it
_LINEARIZED = re.compile(rb"/Linearized[^>]{0,200}?/L\s+(\d+)")
_SOFT_HYPHEN = "\xad"  # in TCVN3 it is a letter, so it goes only where that is not the encoding
_FEW_WORDS = 5  # words of a page below which it is taken for a picture
_STAMP_WORDS = 80  # words of a page with a large picture below which they are taken for stamps on it
_SENSE = 0.55  # share of Vietnamese syllables below which a text layer is nonsense
_JUDGED = 25  # words that are needed for that judgement


class _Loaded:
    """A page whose words and ruled lines were taken out."""

    __slots__ = ("bare", "height", "rules", "width", "words")

    def __init__(
        self, width: float, height: float, words: list[PageWord], rules: list[Rule], bare: bool
    ) -> None:
        self.bare = bare
        self.width = width
        self.height = height
        self.words = words
        self.rules = rules


def read_pdf(data: bytes, name: str, limits: Limits) -> tuple[str, list[Page], list[Warning]]:
    """Text, pages with words, warnings."""
    _refuse_truncated(data, name)
    loaded: list[_Loaded] = []
    warnings: list[Warning] = []
    damaged: list[int] = []
    with Document(data, name) as document:
        count = len(document)
        if count == 0:
            raise unreadable("broken_file", name, "không có trang nào")
        if count >= limits.pages:
            raise unreadable("too_many_pages", name, pages=count, limit=limits.pages)
        for index in range(count):
            page = document.page(index)
            if page is None:
                damaged.append(index + 1)
                loaded.append(_Loaded(0.0, 0.0, [], [], bare=True))
                continue
            words = page.words()
            # The words of a scan without text are those of a signature stamp that was put on it.
            bare = len(words) < _FEW_WORDS or (len(words) < _STAMP_WORDS and page.is_picture())
            loaded.append(_Loaded(page.width, page.height, words, page.rules(), bare))
            page.close()
    if len(damaged) == count:
        raise unreadable("broken_file", name, "không mở được trang nào")
    if damaged:
        warnings.append(Warning("damaged_pages", f"Không mở được {_pages(damaged)}; phần đó chưa được đọc."))
    warnings += _judge(loaded, name, damaged)
    warnings += _repair(loaded)
    text, pages = _assemble(loaded)
    return text, pages, warnings


def _refuse_truncated(data: bytes, name: str) -> None:
    """Raises for a file that ends before its end: what is left of it would read as if it were the whole directive."""
    linearized = _LINEARIZED.search(data[:2048])
    if linearized and len(data) < int(linearized.group(1)):
        raise unreadable("broken_file", name, "thiếu phần cuối tệp PDF")
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        raise unreadable("broken_file", name, "thiếu phần cuối tệp PDF")


def _pages(numbers: list[int]) -> str:
    """'trang 3' or 'các trang 3, 4 và 7' for a message."""
    if len(numbers) == 1:
        return f"trang {numbers[0]}"
    shown = [str(number) for number in numbers[:20]]
    return f"các trang {', '.join(shown)}" + (
        f" và {len(numbers) - 20} trang khác" if len(numbers) > 20 else ""
    )


def _judge(loaded: list[_Loaded], name: str, damaged: list[int]) -> list[Warning]:
    """A warning for pages without text or with nonsense; raises where no page has a text that makes sense."""
    from sauro.vietnamese.syllables import share_of_syllables

    body = " ".join(word.text for page in loaded for word in page.words)
    share, judged = share_of_syllables(body)
    if judged >= _JUDGED and share < _SENSE and _legacy_of(body) is None:
        raise unreadable("no_text_layer", name, detail="lớp chữ bên trong bị lỗi, không thành tiếng Việt")
    bare = [index + 1 for index, page in enumerate(loaded) if page.bare and index + 1 not in damaged]
    if len(bare) + len(damaged) == len(loaded):
        raise unreadable("no_text_layer", name, detail="không có lớp chữ")
    if not bare:
        return []
    message = f"Không có lớp chữ ở {_pages(bare)} (bản quét hoặc trang trắng); phần đó chưa được đọc."
    return [Warning("pages_without_text", message)]


def _legacy_of(text: str) -> str | None:
    if text.isascii():
        return None
    from sauro.vietnamese import legacy

    return legacy.detect(text)


def _repair(loaded: list[_Loaded]) -> list[Warning]:
    """Converts the words of a document that was typed in TCVN3 or VNI, in place; NFC for every other."""
    from sauro.vietnamese.syllables import share_of_syllables

    body = " ".join(word.text for page in loaded for word in page.words)
    share, _ = share_of_syllables(body)
    encoding = None if share > 0.85 else _legacy_of(body)
    if encoding in ("tcvn3", "vni"):
        from sauro.vietnamese import legacy

        kind: legacy.LegacyEncoding = "tcvn3" if encoding == "tcvn3" else "vni"
        for page in loaded:
            page.words = [word._replace(text=legacy.convert(word.text, kind)) for word in page.words]
        printed = legacy.ENCODING_NAMES[encoding]
        message = (
            f"Chữ trong tệp là bảng mã cũ {printed}, đã chuyển sang Unicode; hãy soát lại dấu và chữ hoa."
        )
        return [Warning("legacy_encoding", message)]
    if _SOFT_HYPHEN in body or not unicodedata.is_normalized("NFC", body):
        for page in loaded:
            clean = [
                (word, unicodedata.normalize("NFC", word.text.replace(_SOFT_HYPHEN, "")))
                for word in page.words
            ]
            page.words = [word._replace(text=text) for word, text in clean if text]
    return []


def _assemble(loaded: list[_Loaded]) -> tuple[str, list[Page]]:
    """The text of all pages, and each page with its words."""
    pages_rows: list[list[Row]] = []
    for page in loaded:
        pages_rows.append(_rows_of_page(page))
    if any(row.cells is not None for rows in pages_rows for row in rows):
        from sauro.reading.extraction import ruled

        ruled.join_over_pages(pages_rows)
    owner: dict[int, int] = {id(word): index for index, page in enumerate(loaded) for word in page.words}
    writer = _Writer(len(loaded), owner)
    spans: list[tuple[int, int]] = []
    last: Row | None = None
    for rows in pages_rows:
        start = writer.length
        for position, row in enumerate(rows):
            lead = row.lead
            if position == 0 and last is not None and (last.cells is None or row.cells is None):
                lead = "\n" if last.cells is None and layout.continues(last, row) else "\n\n"
            begin = writer.row(row, lead if writer.length else "")
            start = begin if position == 0 else start
            last = row
        spans.append((start, writer.length))
    text = "".join(writer.parts) + "\n"
    pages = [
        Page(index + 1, span, round(page.width, 2), round(page.height, 2), writer.words[index])
        for index, (span, page) in enumerate(zip(spans, loaded, strict=True))
    ]
    return text, pages


def _rows_of_page(page: _Loaded) -> list[Row]:
    if len(page.rules) >= 6:
        from sauro.reading.extraction import ruled

        grids = ruled.grids_of(page.rules, page.words) if ruled.may_hold_table(page.rules) else []
        if grids:
            return ruled.flow_with_tables(page.words, grids, page.width)
    return layout.flow(page.words, page.width)


class _Writer:
    """Writes rows to the text and remembers where each word came to stand."""

    def __init__(self, pages: int, owner: dict[int, int]) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.words: list[list[Word]] = [[] for _ in range(pages)]
        self._owner = owner

    def _write(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def _word(self, word: PageWord, text: str) -> None:
        start = self.length
        self._write(text)
        x0, y0, x1, y1 = (round(side, 1) for side in word[:4])
        self.words[self._owner[id(word)]].append(Word(start, self.length, x0, y0, x1, y1))

    def row(self, row: Row, lead: str) -> int:
        """Writes the row after its white space; returns where its words begin."""
        self._write(lead)
        begin = self.length
        if row.cells is None:
            previous: PageWord | None = None
            for word in row.words:
                if previous is not None:
                    self._write(layout.gap_before(previous, word))
                self._word(word, word.text)
                previous = word
            return begin
        self._write("|")
        for cell in row.cells:
            for word in cell:
                self._write(" ")
                self._word(word, word.text.replace("|", "/"))
            self._write(" |")
        return begin
