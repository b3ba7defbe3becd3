"""Tables in a text: three forms, one structure.

A text keeps a table in one of three forms:

- **bars**: each cell on lines of its own between lines that are a lone ``|`` (texts taken from web pages);
- **piped lines**: a row is a line ``| a | b |``, with or without a line ``|---|---|`` (Markdown, and what our own
  extraction of DOCX and PDF writes);
- **tabbed lines**: a row is a line whose cells stand between tabs (text copied from an office program).

`tables_in` finds them all in order; `header_of` says what the columns of a table are for.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sauro.reading.lines import Line
from sauro.vietnamese.text import fold, squeeze

Role = Literal[
    "stt",
    "task",
    "lead",
    "support",
    "time",
    "product",
    "note",
    "petitioner",
    "petitioner_role",
    "petition",
    "agency",
    "target",
    "authority",
    "accountable",
]

_MARKUP = re.compile(r"<br\s*/?>|\*+", re.IGNORECASE)
_RULE_CELL = re.compile(r":?-{2,}:?\Z")
_RUNNING_NUMBER = re.compile(r"\d{1,3}\.?\Z")
_CELL_BLANK_LINES = 12
_PAGE_NUMBER = re.compile(r"-?\s*\d{1,3}\s*-?\Z")


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
    def width(self) -> int:
        """The number of columns: the commonest length of a row that has more than one cell."""
        return _common_width([len(row.cells) for row in self.rows])


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of a table are for; `rows` is the number of rows at the top that hold no data."""

    rows: int
    columns: dict[Role, int]


def _spaced(match: re.Match[str]) -> str:
    return " " if match.group().startswith("<") else ""


def _common_width(lengths: list[int]) -> int:
    counted = Counter(length for length in lengths if length > 1) or Counter(lengths)
    if not counted:
        return 0
    best = max(counted.values())
    return max(length for length, times in counted.items() if times == best)


def _cell(text: str, start: int, end: int) -> Cell:
    """The cell between two offsets, its white space left out."""
    inside = text[start:end]
    first = start + len(inside) - len(inside.lstrip())
    return Cell(first, first + len(inside.strip()))


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
    while index < len(lines) and blanks <= _CELL_BLANK_LINES:
        blanks += lines[index].blank
        if lines[index].content == "|":
            blanks = 0
            bars.append(index)
            if index + 1 >= len(lines) or lines[index + 1].blank:
                break
        index += 1
    if len(bars) < 2:
        return None, first + 1
    cells = [_cell(text, lines[above].end, lines[below].start) for above, below in itertools.pairwise(bars)]
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
    return [_cell(text, left + 1, right) for left, right in itertools.pairwise(bars)]


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
        cells.append(_cell(text, start, start + len(part)))
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
        if not goes_on:
            break
        cells = _tabbed_cells(text, line) if tabbed else _piped_cells(text, line)
        rule = all(_RULE_CELL.match(text[cell.start : cell.end]) for cell in cells)
        if skipped and rows and (rule or len(cells) != len(rows[-1].cells) or _next_is_rule(lines, index)):
            break
        skipped = False
        rules += rule
        if not rule and any(cell.start < cell.end for cell in cells):
            rows.append(Row(line.start, line.end, cells))
        last = index
        index += 1
    if not rows:
        return None, last + 1
    layout = _is_layout(text, rows)
    if tabbed and not layout and not _is_grid(rows):
        return None, first + 1
    return Table(lines[first].start, lines[last].end, rows, layout), last + 1


def _next_is_rule(lines: Sequence[Line], index: int) -> bool:
    following = lines[index + 1].content if index + 1 < len(lines) else ""
    return _is_piped(following) and not following.strip("|-: \t")


def _is_grid(rows: list[Row]) -> bool:
    """Whether tabbed lines are a table: at least two rows, three columns, most rows alike."""
    width = _common_width([len(row.cells) for row in rows])
    alike = sum(len(row.cells) == width for row in rows)
    return width >= 3 and alike >= 2 and 2 * alike >= len(rows)


# --- what a table is for -----------------------------------------------------------------------------------------

_LAYOUT_WORDS = re.compile(
    r"\bcong\s+hoa\s+xa\s+hoi|\bdang\s+cong\s+san\s+viet\s+nam\s*\Z|\bdoc\s+lap\s*[-–]\s*tu\s+do"
    r"|^[\s*]*(?:so\s*:|so\s+\d*\s*[-/]|kinh\s+gui|noi\s+nhan)|^[\s*]*(?:tm\.|t/m|kt\.|k/t|tl\.|t/l|tuq\.)\s*\w",
)


def _is_layout(text: str, rows: list[Row]) -> bool:
    """Whether the table only places a letterhead, addressees, recipients or a signature."""
    if _common_width([len(row.cells) for row in rows]) > 4 or role_of(rows[0].cells[0].words(text)) == "stt":
        return False
    return any(_LAYOUT_WORDS.search(fold(cell.words(text))) for row in rows for cell in row.cells)


# The label of a column, folded, and its role: the first pattern that is found decides.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("stt", re.compile(r"\A(?:s\s*t\s*t|t\s*t|so\s+(?:thu\s+tu|tt)|no)\b\.?\Z")),
    ("note", re.compile(r"\bghi\s+chu\b|\bcan\s+cu\b|\bly\s+do\b")),
    ("support", re.compile(r"\bphoi\s+hop\b")),
    ("accountable", re.compile(r"\blanh\s+dao\s+(?:phu\s+trach|chi\s+dao)|\bnguoi\s+chiu\s+trach\s+nhiem\b")),
    ("authority", re.compile(r"\btham\s+quyen\b|\bcap\s+(?:trinh|ban\s+hanh|phe\s+duyet|quyet\s+dinh)\b")),
    (
        "time",
        re.compile(
            r"\bthoi\s+(?:gian|han|diem|luong)\b|\bhan\b|\btien\s+do\b|\blo\s+trinh\b|\bngay\s+hoan\s+thanh\b"
        ),
    ),
    (
        "petitioner_role",
        re.compile(r"\bchuc\s+(?:vu|danh)\b|\bdia\s+chi\b|\bnoi\s+(?:kien\s+nghi|cu\s+tru)\b"),
    ),
    (
        "petition",
        re.compile(
            r"\b(?:noi\s+dung|y\s+kien|tom\s+tat|cac)\b.*\b(?:kien\s+nghi|phan\s+anh|de\s+xuat|cu\s+tri)\b"
            r"|\A(?:y\s+kien\s*,?\s*)?kien\s+nghi(?:\s*,\s*(?:phan\s+anh|de\s+xuat))?\Z"
        ),
    ),
    (
        "petitioner",
        re.compile(
            r"\b(?:ca\s+nhan|to\s+chuc|nguoi|cu\s+tri|don\s+vi|ho\s+(?:va\s+)?ten|dai\s+bieu)\b"
            r".*\b(?:kien\s+nghi|phan\s+anh|de\s+xuat|phat\s+bieu|cu\s+tri)\b"
            r"|\Aho\s*(?:va|,)?\s*ten\b|\Acu\s+tri\b|\Adai\s+bieu\b"
        ),
    ),
    (
        "lead",
        re.compile(
            r"\bchu\s+tri\b|\b(?:co\s+quan|don\s+vi|bo\s+phan|nguoi|ca\s+nhan|phong\s*,?\s*ban|dau\s+moi)\b"
            r".*\b(?:thuc\s+hien|giai\s+quyet|phu\s+trach|xu\s+ly|tham\s+muu|tra\s+loi|trien\s+khai)\b"
            r"|\bphan\s+cong\b|\A(?:nguoi|to\s+chuc)\s+thuc\s+hien\Z"
        ),
    ),
    (
        "product",
        re.compile(r"\bsan\s+pham\b|\bket\s+qua\b|\bdau\s+ra\b|\bhinh\s+thuc\s+van\s+ban\b|\bhoan\s+thanh\b"),
    ),
    ("target", re.compile(r"\bchi\s+tieu\b|\bmuc\s+(?:tieu|phan\s+dau)\b|\bke\s+hoach\s+nam\b")),
    (
        "task",
        re.compile(
            r"\bnhiem\s+vu\b|\bnoi\s+dung\b|\bcong\s+viec\b|\bhoat\s+dong\b|\bgiai\s+phap\b|\bten\s+(?:viec|van\s+ban)\b"
        ),
    ),
    ("agency", re.compile(r"\bco\s+quan\b|\bdon\s+vi\b|\bto\s+chuc\b")),
)


def role_of(label: str) -> Role | None:
    """What a column with this label is for; None where the label says nothing known."""
    words = re.sub(r"[^\w,]+", " ", fold(label)).strip()
    if not words or len(words) > 90:
        return None
    for role, pattern in _ROLES:
        if pattern.search(words):
            return role
    return None


def header_of(table: Table, text: str) -> Header | None:
    """The header of a data table: its roles by column. None for a layout table or one without a known header.

    A header of two rows (a wide cell 'Phân công' over 'Chủ trì' and 'Phối hợp') and a row of column numbers
    ('(1)', '(2)') count as header rows.
    """
    if table.layout or not table.rows:
        return None
    for index, row in enumerate(table.rows[:3]):
        labels = [cell.words(text) for cell in row.cells]
        columns = _columns(labels)
        if len(columns) < 2 or not ({"stt", "task", "petition", "target"} & set(columns)):
            continue
        used = index + 1
        if used < len(table.rows):
            below = [cell.words(text) for cell in table.rows[used].cells]
            joined = _two_rows(labels, below, table.width)
            if joined is not None:
                columns, used = _columns(joined), used + 1
        if used < len(table.rows) and _numbers_columns(table.rows[used], text):
            used += 1
        return Header(used, columns)
    return None


def _columns(labels: list[str]) -> dict[Role, int]:
    columns: dict[Role, int] = {}
    for column, label in enumerate(labels):
        role = role_of(label)
        if role is not None and role not in columns:
            columns[role] = column
    return columns


def _two_rows(above: list[str], below: list[str], width: int) -> list[str] | None:
    """The labels of a header of two rows, one a column; None where the second row is no header."""
    filled = [label for label in below if label]
    if not filled or any(role_of(label) is None for label in filled):
        return None
    if len(below) == len(above) and not below[0]:
        wide = list(above)
        for column, label in enumerate(below):
            wide[column] = label or above[column]
        return wide
    if below[0] and len(above) - 1 + len(below) == width > len(above):
        spread = [[*above[:at], *below, *above[at + 1 :]] for at in range(len(above))]
        return max(spread, key=lambda labels: (len(_columns(labels)), -_stray(labels, above)))
    return None


def _stray(labels: list[str], above: list[str]) -> int:
    """How many labels with a role of their own a spread loses (the wide cell should be the one without)."""
    return sum(1 for label in above if label not in labels and role_of(label) not in (None, "agency", "lead"))


def _numbers_columns(row: Row, text: str) -> bool:
    words = [cell.words(text).strip("()[] ") for cell in row.cells]
    return len(words) > 2 and words == [str(number) for number in range(1, len(words) + 1)]
