"""The cells of a table in a text: where each stands, by rows."""

import re
from collections import Counter
from dataclasses import dataclass

from sauro.vietnamese.text import squeeze

_MARKUP = re.compile(r"<br\s*/?>|\*+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell without the white space at its ends; an empty cell has ``start == end``."""

    start: int
    end: int

    def words(self, text: str) -> str:
        """Its words: white space squeezed, markup dropped."""
        return squeeze(_MARKUP.sub(_spaced, text[self.start : self.end]))


@dataclass(frozen=True, slots=True)
class Row:
    """A row, from its first cell to its last."""

    start: int
    end: int
    cells: list[Cell]

    def filled(self, text: str) -> list[int]:
        """The columns whose cell has words."""
        return [column for column, cell in enumerate(self.cells) if cell.words(text)]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `layout` where it only places a letterhead, addressees, recipients or a signature on the page."""

    start: int
    end: int
    rows: list[Row]
    layout: bool = False

    @property
    def first_words(self) -> int:
        """Where the first cell that is not empty ends."""
        cells = (cell for row in self.rows for cell in row.cells)
        return next((cell.end for cell in cells if cell.start < cell.end), self.end)

    @property
    def width(self) -> int:
        """The number of columns: the commonest length of a row that has more than one cell."""
        return common_width([len(row.cells) for row in self.rows])


def _spaced(match: re.Match[str]) -> str:
    return " " if match.group().startswith("<") else ""


def common_width(lengths: list[int]) -> int:
    """The commonest of the numbers of cells of rows, those of one cell aside; of equals the greatest."""
    counted = Counter(length for length in lengths if length > 1) or Counter(lengths)
    if not counted:
        return 0
    best = max(counted.values())
    return max(length for length, times in counted.items() if times == best)


def cell_between(text: str, start: int, end: int) -> Cell:
    """The cell between two offsets, its white space left out."""
    inside = text[start:end]
    first = start + len(inside) - len(inside.lstrip())
    return Cell(first, first + len(inside.strip()))
