"""Tables in a text: four forms, one structure.

A text keeps a table in one of four forms:

- **bars**: each cell on lines of its own between lines that are a lone ``|`` (texts taken from web pages);
- **piped lines**: a row is a line ``| a | b |``, with or without a line ``|---|---|`` (Markdown, and what our own
  extraction of DOCX and PDF writes);
- **tabbed lines**: a row is a line whose cells stand between tabs (text copied from an office program);
- **stacked cells**: each cell a paragraph of its own, no sign between them (`stacked`).

`tables_in` finds them all in order; what their columns are for says `columns`.
"""

import itertools
import re
from collections.abc import Sequence

from sauro.reading.cells import Cell, Row, Table, cell_between, common_width
from sauro.reading.lines import Line
from sauro.reading.stacked import is_number_label, stacked_table
from sauro.vietnamese.text import fold

__all__ = ["Cell", "Row", "Table", "tables_in"]

_RULE_CELL = re.compile(r":?-{2,}:?\Z")
_RUNNING_NUMBER = re.compile(r"\d{1,3}\.?\Z")
_CELL_BLANK_LINES = 12
_CELL_LINES = 30  # a text between the bars of its letterhead and those of its signature is no cell
_LONGEST_TITLE = 200  # characters of the title of a group
_PAGE_NUMBER = re.compile(r"-?\s*\d{1,3}\s*-?\Z")


def tables_in(text: str, lines: Sequence[Line]) -> list[Table]:
    """Every table of the text, in order, none overlapping another. `lines` are those of `split_lines(text)`."""
    found: list[Table] = []
    index = 0
    while index < len(lines):
        content = lines[index].content
        table, after = None, index + 1
        if content == "|":
            table, after = _bar_table(text, lines, index)
        elif _is_piped(content):
            table, after = _line_table(text, lines, index, tabbed=False)
        elif _is_tabbed(lines[index]):
            table, after = _line_table(text, lines, index, tabbed=True)
        elif is_number_label(content):
            table, after = stacked_table(text, lines, index)
        if table is not None:
            found.append(table)
        index = max(after, index + 1)
    return found


# --- bars ------------------------------------------------------------------------------------------------------


def _bar_table(text: str, lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """The table that the bar at line `first` opens, and the line after it.

    It ends at a bar with a blank line (or nothing) under it, where at least one cell has been closed; also where no
    bar follows soon, so that a stray bar does not swallow a document.
    """
    bars = [first]
    index = first + 1
    blanks = 0
    while index < len(lines) and blanks <= _CELL_BLANK_LINES and index - bars[-1] <= _CELL_LINES:
        blanks += lines[index].blank
        if lines[index].content == "|":
            blanks = 0
            bars.append(index)
            if index + 1 >= len(lines) or lines[index + 1].blank:
                break
        index += 1
    if len(bars) < 2:
        return None, first + 1
    cells = [
        cell_between(text, lines[above].end, lines[below].start) for above, below in itertools.pairwise(bars)
    ]
    rows = [_row(part) for part in _split_rows(text, cells) if any(cell.words(text) for cell in part)]
    if not rows:
        return None, bars[-1] + 1
    start, end = lines[first].start, lines[bars[-1]].end
    return Table(start, end, rows, _is_layout(text, rows)), bars[-1] + 1


def _row(cells: list[Cell]) -> Row:
    return Row(cells[0].start, cells[-1].end, cells)


def _split_rows(text: str, cells: list[Cell]) -> list[list[Cell]]:
    """The cells of a bar table as rows.

    Between two rows stand two bars in a row, which looks like an empty cell; so every empty cell may be a break. The
    width that explains the whole table best decides: rows of that width are free (better than free where they begin
    with a running number), header rows above the first number and a row of one filled cell (a group) are cheap, every
    other is dear.
    """
    words = [cell.words(text) for cell in cells]
    blank = [not word for word in words]
    numbered = [_RUNNING_NUMBER.match(word) is not None for word in words]
    at = [index for index, number in enumerate(numbered) if number]
    # Between two running numbers stand the cells of one row and one break.
    widths = {after - before - 1 for before, after in itertools.pairwise(at) if 2 < after - before <= 30}
    widths |= {len(run) for run in _runs(blank)} or {1}
    best = min(
        (_break_up(blank, numbered, width) for width in sorted(widths, reverse=True)),
        key=lambda found: found[0],
    )
    return [cells[start:end] for start, end in best[1] if end > start]


def _runs(blank: list[bool]) -> list[list[int]]:
    """The runs of filled cells, as lists of their places."""
    runs: list[list[int]] = [[]]
    for index, empty in enumerate(blank):
        if empty:
            runs.append([])
        else:
            runs[-1].append(index)
    return [run for run in runs if run]


def _break_up(blank: list[bool], numbered: list[bool], width: int) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest way to break cells into rows of about `width`: its cost, and the rows as ranges of cells."""
    count = len(blank)
    first_number = numbered.index(True) if True in numbered else count
    costs: list[float] = [0.0] + [float("inf")] * count
    steps: list[int] = [0] * (count + 1)
    for end in range(1, count + 1):
        if end < count and not blank[end]:
            continue  # a row ends at a break or with the table
        for start in range(max(0, end - 2 * width - 2), end + 1):
            before = start - 1 if start else 0  # the break itself belongs to no row
            if start and not blank[before]:
                continue
            price = costs[before] + _row_price(
                blank[start:end], numbered[start:end], width, end <= first_number
            )
            if price < costs[end]:
                costs[end], steps[end] = price, start
    if costs[count] == float("inf"):
        return float("inf"), [(0, count)]
    ranges: list[tuple[int, int]] = []
    end = count
    while end > 0:
        ranges.append((steps[end], end))
        end = steps[end] - 1 if steps[end] else 0
    return costs[count] - 0.01 * width, ranges[::-1]


def _row_price(blank: list[bool], numbered: list[bool], width: int, header: bool) -> float:
    length = len(blank)
    if length == 0:
        return 3.0
    if length == width:
        return -0.5 if numbered[0] else 0.1 * blank[0]
    if length == 1 and not blank[0]:
        return 0.4
    if header and length < width and not any(blank):
        return 0.3
    return 1.0 + 0.1 * abs(length - width) + (0.5 if length > width else 0.0)


# --- rows of one line --------------------------------------------------------------------------------------------


def _is_piped(content: str) -> bool:
    return len(content) > 2 and content.startswith("|") and content.endswith("|")


def _piped_cells(text: str, line: Line) -> list[Cell]:
    bars = [
        at
        for at in range(line.start, line.end)
        if text[at] == "|" and (at == line.start or text[at - 1] != "\\" or at == line.end - 1)
    ]
    return [cell_between(text, left + 1, right) for left, right in itertools.pairwise(bars)]


def _line_end(text: str, line: Line) -> int:
    end = text.find("\n", line.end)
    return len(text) if end < 0 else end


def _is_tabbed(line: Line) -> bool:
    """Whether a tab stands between words of the line; one at its end alone opens no table."""
    return "\t" in line.content


def _is_short_row(text: str, line: Line, rows: Sequence[Row]) -> bool:
    """Whether the line is a row of the table above with nothing but empty cells behind its first."""
    behind = text[line.end : _line_end(text, line)].count("\t")
    return behind > 1 and behind + 1 == len(rows[-1].cells)


def _tabbed_cells(text: str, line: Line) -> list[Cell]:
    """The cells of the raw line, so that an empty last cell counts; a tab that only indents opens none."""
    start, end = text.rfind("\n", 0, line.start) + 1, _line_end(text, line)
    cells: list[Cell] = []
    for part in text[start:end].split("\t"):
        cells.append(cell_between(text, start, start + len(part)))
        start += len(part) + 1
    return cells


def _line_table(text: str, lines: Sequence[Line], first: int, tabbed: bool) -> tuple[Table | None, int]:
    """The table whose first row is the line `first`, and the line after it.

    Blank lines and page numbers between rows of one width are a page break, not an end.
    """
    rows: list[Row] = []
    rules = 0
    last = first
    index = first
    skipped = False
    while index < len(lines):
        line = lines[index]
        if line.blank or (skipped and _PAGE_NUMBER.match(line.content)):
            skipped = True
            index += 1
            continue
        goes_on = (
            _is_tabbed(line) or (rows and _is_short_row(text, line, rows))
            if tabbed
            else _is_piped(line.content)
        )
        if not goes_on and not (tabbed and _is_title_row(lines, index, rows)):
            break
        cells = _tabbed_cells(text, line) if tabbed else _piped_cells(text, line)
        rule = all(_RULE_CELL.match(text[cell.start : cell.end]) for cell in cells)
        if skipped and rows and (rule or len(cells) != len(rows[-1].cells) or _next_is_rule(lines, index)):
            break
        skipped = False
        rules += rule
        if not rule and any(cell.start < cell.end for cell in cells):
            # empty cells at the end of a row in tabs stand behind its last word
            rows.append(Row(line.start, max(line.end, cells[-1].end), cells))
        last = index
        index += 1
    if not rows:
        return None, last + 1
    layout = _is_layout(text, rows)
    if tabbed and not layout and not _is_grid(rows):
        return None, first + 1
    return Table(lines[first].start, max(lines[last].end, rows[-1].end), rows, layout), last + 1


def _is_title_row(lines: Sequence[Line], index: int, rows: Sequence[Row]) -> bool:
    """Whether a line without tabs between tabbed rows is the title of a group ('I. HẠ TẦNG'): it reaches over all cells."""
    words = lines[index].content
    if not rows or lines[index - 1].blank or len(words) > _LONGEST_TITLE or words.endswith((":", ".", ";")):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is not None and _is_tabbed(below) and not is_number_label(below.content.split("\t")[0])


def _next_is_rule(lines: Sequence[Line], index: int) -> bool:
    following = lines[index + 1].content if index + 1 < len(lines) else ""
    return _is_piped(following) and not following.strip("|-: \t")


def _is_grid(rows: list[Row]) -> bool:
    """Whether tabbed lines are a table: at least two rows, three columns, most rows alike."""
    width = common_width([len(row.cells) for row in rows])
    alike = sum(len(row.cells) == width for row in rows)
    return width >= 3 and alike >= 2 and 2 * alike >= len(rows)


# --- what only places blocks -----------------------------------------------------------------------------------------

_LAYOUT_WORDS = re.compile(
    r"\bcong\s+hoa\s+xa\s+hoi|\bdang\s+cong\s+san\s+viet\s+nam\s*\Z|\bdoc\s+lap\s*[-–]\s*tu\s+do"
    r"|^[\s*]*(?:so\s*:|so\s+\d*\s*[-/]|kinh\s+gui|noi\s+nhan)|^[\s*]*(?:tm\.|t/m|kt\.|k/t|tl\.|t/l|tuq\.)\s*\w",
)


def _is_layout(text: str, rows: list[Row]) -> bool:
    """Whether the table only places a letterhead, addressees, recipients or a signature."""
    if common_width([len(row.cells) for row in rows]) > 4 or is_number_label(rows[0].cells[0].words(text)):
        return False
    return any(_LAYOUT_WORDS.search(fold(cell.words(text))) for row in rows for cell in row.cells)
