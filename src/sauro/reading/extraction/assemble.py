"""From the words of pages to one text: rows in reading order, tables over pages put together, every word with its box."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sauro.reading.extraction import layout
from sauro.reading.extraction.layout import Row
from sauro.reading.extraction.pdfium import PageWord, Rule
from sauro.reading.extraction.straight import Turn
from sauro.reading.model import Page, Span, Word


@dataclass(slots=True)
class LoadedPage:
    """A page whose words and ruled lines were taken out. `turn` is what was done to it before they were."""

    width: float
    height: float
    words: list[PageWord] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    turn: Turn | None = None


@dataclass(slots=True)
class Assembled:
    """The text, its pages, and where in the text each word of them came to stand (by the identity of the word)."""

    text: str
    pages: list[Page]
    places: dict[int, Span]


def assemble(loaded: Sequence[LoadedPage]) -> Assembled:
    """The text of all pages, and each page with its words."""
    pages_rows: list[list[Row]] = []
    above: Gutters = ()
    for page in loaded:
        rows, above = _rows_of_page(page, above)
        pages_rows.append(rows)
    if any(row.cells is not None for rows in pages_rows for row in rows):
        from sauro.reading.extraction import ruled

        ruled.join_over_pages(pages_rows)
    owner: dict[int, int] = {id(word): index for index, page in enumerate(loaded) for word in page.words}
    writer = _Writer(loaded, owner)
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
    text = "".join(writer.parts) + "\n" if writer.parts else ""
    pages = [
        Page(index + 1, span, round(page.width, 2), round(page.height, 2), writer.words[index])
        for index, (span, page) in enumerate(zip(spans, loaded, strict=True))
    ]
    return Assembled(text, pages, writer.places)


Gutters = tuple[tuple[float, float], ...]
# Labels of the first column of a table that may have no lines.
_NUMBER_LABELS = frozenset(("STT", "TT", "Stt", "stt"))


def _rows_of_page(page: LoadedPage, above: Gutters) -> tuple[list[Row], Gutters]:
    """The rows of a page, and the gutters of a table without lines at its foot; `above` are those of the page before."""
    width = page.turn.size[0] if page.turn else page.width
    if len(page.rules) >= 6:
        from sauro.reading.extraction import ruled

        grids = ruled.grids_of(page.rules, page.words) if ruled.may_hold_table(page.rules) else []
        if grids:
            return ruled.flow_with_tables(page.words, grids, width), ()
    if above or any(word.text.rstrip(".") in _NUMBER_LABELS for word in page.words):
        from sauro.reading.extraction import ruled, unruled

        grids = unruled.grids_without_rules(page.words, above)
        if grids:
            foot = unruled.gutters_at_foot(page.words, grids)
            return ruled.flow_with_tables(page.words, grids, width), foot
    return layout.flow(page.words, width), ()


class _Writer:
    """Writes rows to the text and remembers where each word came to stand."""

    def __init__(self, pages: Sequence[LoadedPage], owner: dict[int, int]) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.words: list[list[Word]] = [[] for _ in pages]
        self.places: dict[int, Span] = {}
        self._pages = pages
        self._owner = owner

    def _write(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def _word(self, word: PageWord, text: str) -> None:
        start = self.length
        self._write(text)
        page = self._owner[id(word)]
        turn = self._pages[page].turn
        x0, y0, x1, y1 = (round(side, 1) for side in (turn.back(word[:4]) if turn else word[:4]))
        self.words[page].append(Word(start, self.length, x0, y0, x1, y1))
        self.places.setdefault(id(word), (start, self.length))

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
                self._write("" if id(word) in row.glued else " ")
                self._word(word, word.text.replace("|", "/"))
            self._write(" |")
        return begin
