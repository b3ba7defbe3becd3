"""Ruled tables of a PDF page: cells from the lines that are drawn, words into cells, rows over pages put together.

The geometry of cells is pdfplumber's (its functions over edges; its slow reading of the page is not needed).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sauro.reading.extraction import layout
from sauro.reading.extraction.layout import Row
from sauro.reading.extraction.pdfium import PageWord, Rule
from sauro.reading.extraction.tables import LONG_CELL

_SNAP = 3.0  # points: lines nearer than that are one line
_MOST_RULES = 3000
_PADDING = 16.0  # points: what the edges of a cell and a letter of room take of its width at most
# What is one word without being a syllable: a date, a figure, an abbreviation, the number of a document.
_UNBROKEN = re.compile(
    r"\d{1,2}/\d{1,2}/\d{0,4}|\d{1,2}/\d{1,4}|[IVX]{1,3}/\d{1,4}|\d[\d.,]*%?|\d+/[A-ZĐ-]+"
    r"|UBND|HĐND|MTTQ|UBMTTQ|TDP|BHXH|PCCC|THCS|THPT|TTHC|STT"
)

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class RuledGrid:
    """A table of a page: its box, the left sides of its columns, the words of each row's cells."""

    box: Box
    columns: list[float]
    rows: list[list[list[PageWord]]]
    glued: frozenset[int] = frozenset()
    gutters: tuple[
        tuple[float, float], ...
    ] = ()  # of a table without lines: the white space between its columns


def may_hold_table(rules: Sequence[Rule]) -> bool:
    """Whether there are lines enough for a table of two columns: three uprights that two level lines reach."""
    if len(rules) > _MOST_RULES:
        return False
    uprights = {round(rule.x0 / _SNAP) for rule in rules if not rule.horizontal}
    levels = {round(rule.y0 / _SNAP) for rule in rules if rule.horizontal}
    return len(uprights) >= 3 and len(levels) >= 2


def grids_of(rules: Sequence[Rule], words: Sequence[PageWord]) -> list[RuledGrid]:
    """The tables that the lines draw, from top to bottom; a frame around text is none."""
    grids = []
    for boxes in cells_of(rules):
        grid = _grid(boxes, words)
        if grid is not None:
            grids.append(grid)
    return grids


def cells_of(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells that the lines enclose, those of a table together."""
    from pdfplumber import table as geometry

    edges = [
        {
            "x0": rule.x0,
            "x1": rule.x1,
            "top": rule.y0,
            "bottom": rule.y1,
            "width": rule.x1 - rule.x0,
            "height": rule.y1 - rule.y0,
            "orientation": "h" if rule.horizontal else "v",
            "object_type": "line",
        }
        for rule in rules
    ]
    merged = geometry.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    cells = geometry.intersections_to_cells(geometry.edges_to_intersections(merged, _SNAP, _SNAP))
    return [list(boxes) for boxes in geometry.cells_to_tables(cells)]


def _grid(boxes: list[Box], words: Sequence[PageWord]) -> RuledGrid | None:
    columns = sorted({box[0] for box in boxes})
    tops = sorted({box[1] for box in boxes})
    outer = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    if len(columns) < 2:
        return None
    held: dict[Box, list[PageWord]] = {box: [] for box in boxes}
    for word in _inside(words, outer):
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        box = next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if box is not None:
            held[box].append(word)
    by_top: dict[float, list[Box]] = {top: [] for top in tops}
    for box in boxes:
        for top in tops:
            if box[1] - 1 <= top < box[3] - 1:
                by_top[top].append(box)
    rows = []
    for top in tops:
        row: list[list[PageWord]] = [[] for _ in columns]
        for box in sorted(by_top[top]):
            content = _in_reading_order(held[box])
            # A cell over several rows is repeated in each unless it is long, as in a Word document.
            if box[1] < top - 1 and len(" ".join(word.text for word in content)) > LONG_CELL:
                content = []
            row[columns.index(box[0])] = content
        if len(by_top[top]) == 1:
            row = [cell for cell in row if cell]
        if any(row):
            rows.append(row)
    filled = sum(1 for row in rows for cell in row if cell)
    if not rows or filled < 2 or max(len(row) for row in rows) < 2:
        return None
    glued = {id(word) for box in boxes for word in _broken_words(_in_reading_order(held[box]), box)}
    return RuledGrid(outer, columns, rows, frozenset(glued))


def _broken_words(words: list[PageWord], box: Box) -> Iterator[PageWord]:
    """The words of a cell that are the rest of the one before: too narrow for it, the cell broke it ('phườn⏎g')."""
    from sauro.vietnamese.syllables import is_syllable

    for before, word in pairwise(words):
        if word.y1 - before.y1 < 0.5 * (before.y1 - before.y0):
            continue  # on the same line
        if before.x1 - before.x0 + word.x1 - word.x0 < box[2] - box[0] - _PADDING:
            continue  # there was room for it
        whole = before.text + word.text
        if is_syllable(whole.rstrip(".,;:")) or _UNBROKEN.fullmatch(whole):
            yield word


def _inside(words: Sequence[PageWord], box: Box) -> list[PageWord]:
    return [
        word
        for word in words
        if box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= (word.y0 + word.y1) / 2 <= box[3]
    ]


def _in_reading_order(words: list[PageWord]) -> list[PageWord]:
    return [word for row in layout.rows_of(words) for word in row.words]


def flow_with_tables(words: Sequence[PageWord], grids: list[RuledGrid], width: float) -> list[Row]:
    """The rows of a page with tables: text above a table, its rows, the text below it."""
    rest = list(words)
    ordered: list[Row] = []
    for grid in sorted(grids, key=lambda grid: grid.box[1]):
        taken = {id(word) for word in _inside(rest, grid.box)}
        above = [word for word in rest if id(word) not in taken and (word.y0 + word.y1) / 2 < grid.box[1]]
        gone = taken | {id(word) for word in above}
        rest = [word for word in rest if id(word) not in gone]
        ordered += _after_table(ordered, layout.flow(above, width))
        for position, cells in enumerate(grid.rows):
            everything = [word for cell in cells for word in cell]
            ordered.append(Row(everything, "\n" if position else "\n\n", cells, grid.glued))
    ordered += _after_table(ordered, layout.flow(rest, width))
    return ordered


def _after_table(before: list[Row], rows: list[Row]) -> list[Row]:
    if before and rows:
        rows[0].lead = "\n\n"
    return rows


def join_over_pages(pages: list[list[Row]]) -> None:
    """Puts together what the end of a page broke, in place, where a table is the last thing of a page and the first of
    the next with as many columns.

    The header that is printed again goes. A row with an empty first cell goes on with the row before it. The page
    number that stands between the two parts comes behind the table, which would else be two.
    """
    header: list[str] = []
    for index in range(1, len(pages)):
        above, below = pages[index - 1], pages[index]
        end, begin = _edge(above, reverse=True), _edge(below, reverse=False)
        if end is None or begin is None:
            continue
        start = _start_of_table(above, end)
        if any(not layout.is_page_number(row) for row in above[:start]) or not header:
            header = _texts(above[start])
        if _width(above[start : end + 1]) != _width(below[begin : _end_of_table(below, begin) + 1]):
            continue
        if _texts(below[begin]) == header and _is_row(below, begin + 1):
            del below[begin]
        _join_row(above[end], below, begin)
        numbers = above[end + 1 :] + below[:begin]
        del above[end + 1 :], below[:begin]
        if below and below[0].cells is not None:
            below[0].lead = "\n"
        behind = _end_of_table(below, 0) + 1 if _is_row(below, 0) else 0
        for row in numbers:
            row.lead = "\n\n"
        below[behind:behind] = numbers


def _join_row(last: Row, below: list[Row], begin: int) -> None:
    """Ends the last row of a page with the first of the next, if that has no first cell of its own."""
    first = below[begin]
    if last.cells is None or first.cells is None or len(last.cells) != len(first.cells):
        return
    if first.cells[0] or not last.cells[0]:
        return
    for cell, more in zip(last.cells, first.cells, strict=True):
        if cell and more and "/" in cell[-1].text and _UNBROKEN.fullmatch(cell[-1].text + more[0].text):
            last.glued |= {id(more[0])}  # a date that was broken in a narrow column
        cell.extend(more)
    last.words = [word for cell in last.cells for word in cell]
    last.glued |= first.glued
    del below[begin]


def _width(rows: list[Row]) -> int:
    return max((len(row.cells or []) for row in rows), default=0)


def _is_row(rows: list[Row], place: int) -> bool:
    return place < len(rows) and rows[place].cells is not None


def _start_of_table(rows: list[Row], end: int) -> int:
    while end > 0 and rows[end - 1].cells is not None and rows[end].lead == "\n":
        end -= 1
    return end


def _end_of_table(rows: list[Row], start: int) -> int:
    while _is_row(rows, start + 1) and rows[start + 1].lead == "\n":
        start += 1
    return start


def _texts(row: Row) -> list[str]:
    return [" ".join(word.text for word in cell) for cell in row.cells or []]


def _edge(rows: list[Row], *, reverse: bool) -> int | None:
    """The row at the end or the beginning of a page, page numbers aside, if it is a row of a table."""
    places = range(len(rows) - 1, -1, -1) if reverse else range(len(rows))
    for place in places:
        row = rows[place]
        if row.cells is None and layout.is_page_number(row):
            continue
        return place if row.cells is not None else None
    return None
