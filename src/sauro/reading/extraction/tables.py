"""Tables of Word documents: which are data and which are layout, and how each becomes lines of text.

A data table gives one line a row, ``| cell | cell |``. A cell over several columns stands once, with empty cells after
it so that the columns stay in line; a row that is one cell is one cell. A cell over several rows is repeated in each,
so that every task keeps its owner, unless it is long: then it is the task itself and stands once.
A layout table (letterhead, signature) is written block after block: the left column, then the right one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sauro.reading.extraction.numbering import VAL, W, number_of, value_of
from sauro.reading.stacked import is_number_label

if TYPE_CHECKING:
    from lxml.etree import _Element

LONG_CELL = 80  # characters above which a cell over several rows is not repeated

_SIDES = ("top", "left", "bottom", "right")
_ALIASES = {"start": "left", "end": "right"}
_LAYOUT_WORDS = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM|^\W*Nơi nhận|Kính gửi",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_COLUMNS = 200


@dataclass(slots=True)
class Cell:
    column: int
    span: int
    blocks: list[str]
    continues: bool  # the cell goes on from the row above
    element: "_Element"

    @property
    def words(self) -> str:
        """The cell on one line, without the sign that parts cells."""
        return " ".join(" ".join(self.blocks).split()).replace("|", "/")


@dataclass(slots=True)
class Grid:
    rows: list[list[Cell]] = field(default_factory=list)
    width: int = 0


def grid_of(table: "_Element", read_cell: "Callable[[_Element], list[str]]") -> Grid:
    """The cells of a w:tbl by row and column; `read_cell` gives the texts of the blocks in a cell."""
    grid = Grid()
    for row in _children(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        column = min(number_of(value_of(properties, "gridBefore")), _MOST_COLUMNS)
        cells: list[Cell] = []
        for element in _children(row, "tc"):
            shape = element.find(W + "tcPr")
            span = max(1, min(number_of(value_of(shape, "gridSpan"), 1), _MOST_COLUMNS))
            merge = None if shape is None else shape.find(W + "vMerge")
            continues = merge is not None and merge.get(VAL, "continue") == "continue"
            cells.append(Cell(column, span, read_cell(element), continues, element))
            column += span
        if cells:
            grid.rows.append(cells)
            grid.width = max(grid.width, column)
    return grid


def _children(parent: "_Element", tag: str) -> "Iterator[_Element]":
    """Rows or cells below a parent, through content controls and tracked insertions around them."""
    for element in parent:
        if element.tag == W + tag:
            yield element
        elif element.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
            yield from _children(element, tag)


class StyleBorders:
    """The borders that table styles draw."""

    def __init__(self, styles: "_Element | None") -> None:
        self._borders: dict[str, dict[str, bool]] = {}
        self._parents: dict[str, str | None] = {}
        for style in [] if styles is None else styles.iterfind(W + "style"):
            name = style.get(W + "styleId")
            if name is not None and style.get(W + "type") == "table":
                self._borders[name] = _borders(style.find(f"{W}tblPr/{W}tblBorders"))
                self._parents[name] = value_of(style, "basedOn")

    def of(self, style: str | None) -> dict[str, bool]:
        found: dict[str, bool] = {}
        steps = 0
        while style is not None and steps < 20:
            found = {**self._borders.get(style, {}), **found}
            style = self._parents.get(style)
            steps += 1
        return found


def _borders(element: "_Element | None") -> dict[str, bool]:
    """Side (top, left, bottom, right, insideH, insideV) → whether a line is drawn; sides that are not named are absent."""
    sides: dict[str, bool] = {}
    for side in [] if element is None else element:
        name = side.tag.removeprefix(W)
        sides[_ALIASES.get(name, name)] = side.get(VAL, "nil") not in ("nil", "none")
    return sides


def is_layout(table: "_Element", grid: Grid, styles: StyleBorders) -> bool:
    """Whether the table only places blocks side by side (letterhead, signature), or holds one column."""
    if grid.width < 2 or all(len(row) < 2 for row in grid.rows):
        return True
    if len(grid.rows) <= 6 and max(len(row) for row in grid.rows) <= 3:
        words = "\n".join(block for row in grid.rows for cell in row for block in cell.blocks)
        if _LAYOUT_WORDS.search(words):
            return True
    drawn = sum(_is_drawn(cell, table, styles) for row in grid.rows for cell in row)
    if 2 * drawn >= sum(len(row) for row in grid.rows):
        return False
    if any(_is_header(row) for row in grid.rows[:2]):
        return False
    return not (len(grid.rows) >= 3 and min(len(row) for row in grid.rows) >= 3)


def _is_header(row: list[Cell]) -> bool:
    """Whether a row labels columns, the first of them running numbers: then the table holds data without lines too."""
    return len(row) >= 3 and is_number_label(row[0].words)


def _is_drawn(cell: Cell, table: "_Element", styles: StyleBorders) -> bool:
    """Whether at least two sides of the cell have a line: one alone is the rule under a name."""
    properties = table.find(W + "tblPr")
    whole = styles.of(value_of(properties, "tblStyle"))
    whole.update(_borders(None if properties is None else properties.find(W + "tblBorders")))
    own = _borders(cell.element.find(f"{W}tcPr/{W}tcBorders"))
    inside = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
    return sum(own.get(side, whole.get(inside[side], False)) for side in _SIDES) >= 2


def layout_blocks(grid: Grid) -> Iterator[str]:
    """The blocks of a layout table: rows of the same cells are read down each column, then the next column."""
    start = 0
    while start < len(grid.rows):
        shape = [(cell.column, cell.span) for cell in grid.rows[start]]
        end = start + 1
        while end < len(grid.rows) and [(cell.column, cell.span) for cell in grid.rows[end]] == shape:
            end += 1
        for position in range(len(shape)):
            for row in grid.rows[start:end]:
                if row[position].blocks:
                    yield "\n".join(row[position].blocks)
        start = end


def data_lines(grid: Grid) -> str:
    """The rows of a data table, a line each."""
    above: dict[int, str] = {}
    lines = []
    for row in grid.rows:
        values: list[str] = []
        for cell in row:
            values.extend([""] * (cell.column - len(values)))
            words = cell.words
            if cell.continues:
                words = words or above.get(cell.column, "")
            else:
                above[cell.column] = words if len(words) <= LONG_CELL else ""
            values.append(words)
            if len(row) > 1:
                values.extend([""] * (cell.span - 1))
        if any(values):
            lines.append(row_line(values if len(row) == 1 else values + [""] * (grid.width - len(values))))
    return "\n".join(lines)


def row_line(values: list[str]) -> str:
    """A row as it stands in the text: '| a | b |', an empty cell as '| |'."""
    return "|" + "".join(f" {value} |" if value else " |" for value in values)
