"""Assignment tables: each row that has work of its own is a task, its cells give owner, support, time and product."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sauro.reading.heads import head_at
from sauro.reading.lexicon import VERB, Phrase
from sauro.reading.parties import party_end
from sauro.reading.tables import Cell, Header, Role, Row, Table, header_of
from sauro.vietnamese.text import fold

_ITEM = re.compile(r"[-+•]\s+")


@dataclass(slots=True)
class Assignment:
    """A row of an assignment table: where its work stands and the cells about it, by role."""

    start: int
    end: int
    number: str
    group: str
    row: int
    cells: dict[Role, Cell] = field(default_factory=dict)


def assignments_in(text: str, table: Table) -> list[Assignment]:
    """The rows of `table` that have work, [] where it is not an assignment table (no column of work, or no owner)."""
    header = header_of(table, text) or _header_by_content(text, table)
    if (
        header is None
        or "task" not in header.columns
        or not ({"lead", "support", "time", "product"} & set(header.columns))
    ):
        return []
    found: list[Assignment] = []
    group = ""
    for index, row in enumerate(table.rows[header.rows :], start=1):
        filled = row.filled(text)
        if not filled:
            continue
        words = [row.cells[column].words(text) for column in filled]
        if _is_group(words):
            group = " ".join(words)
            continue
        assignment = _assignment(text, row, header, group, index)
        if assignment:
            found.append(assignment)
        elif found:
            _continue(text, found[-1], row, header)
    return found


def _header_by_content(text: str, table: Table) -> Header | None:
    """The columns of a table without a header, told by what most of their cells hold: verbs, bodies, dates, numbers."""
    rows = [row for row in table.rows if len(row.cells) == table.width]
    if table.layout or len(rows) < 2 or len(rows) < 0.7 * len(table.rows) or not 2 <= table.width <= 7:
        return None
    columns: dict[Role, int] = {}
    for column in range(table.width):
        cells = [row.cells[column] for row in rows if row.cells[column].words(text)]
        for role, holds in _HOLDS:
            if (
                role not in columns
                and len(cells) >= 2
                and sum(holds(text, cell) for cell in cells) >= 0.75 * len(rows)
            ):
                columns[role] = column
                break
    return Header(0, columns) if {"task", "lead"} <= set(columns) else None


def _is_number(text: str, cell: Cell) -> bool:
    return _NUMBER.fullmatch(cell.words(text)) is not None


def _is_date(text: str, cell: Cell) -> bool:
    return len(cell.words(text)) < 60 and _DATE.search(text, cell.start, cell.end) is not None


def _is_body(text: str, cell: Cell) -> bool:
    head = head_at(text, cell.start, cell.end)
    return head is not None and party_end(text, head, cell.end) >= cell.end - 2


def _is_work(text: str, cell: Cell) -> bool:
    return len(cell.words(text)) > 8 and _WORK.match(text, cell.start, cell.end) is not None


_NUMBER = re.compile(r"\d{1,3}[.)]?")
_DATE = Phrase(
    r"\d{1,2}/\d{1,2}|\d{1,2}/20\d\d|(?:[Qq]uý|[Tt]háng|[Nn]ăm) [\dIVX]+|[Tt]hường xuyên|[Hh][ằà]ng (?:tuần|tháng|quý|năm)"
)
_WORK = Phrase(rf"[-+•\s*]*(?:{VERB})(?![\w])", re.IGNORECASE)
_HOLDS: tuple[tuple[Role, Callable[[str, Cell], bool]], ...] = (
    ("stt", _is_number),
    ("lead", _is_body),
    ("support", _is_body),
    ("time", _is_date),
    ("task", _is_work),
)


def _is_group(words: list[str]) -> bool:
    """A row that names a group of tasks: one cell with words, or a number in Roman figures or a letter with a title."""
    if len(words) == 1:
        return True
    return len(words) == 2 and re.fullmatch(r"[IVX]+\.?|[A-H]\.?", words[0]) is not None


def _assignment(text: str, row: Row, header: Header, group: str, index: int) -> Assignment | None:
    column = header.columns["task"]
    if column >= len(row.cells) or not row.cells[column].words(text):
        return None
    number = ""
    if "stt" in header.columns and header.columns["stt"] < len(row.cells):
        number = row.cells[header.columns["stt"]].words(text).strip(" .)")
    cell = row.cells[column]
    others: dict[Role, Cell] = {
        role: row.cells[at]
        for role, at in header.columns.items()
        if role not in {"stt", "task"} and at < len(row.cells) and row.cells[at].words(text)
    }
    if not others:
        return None
    start, end = _without_mark(text, cell.start, cell.end)
    return Assignment(start, end, number, group, index, others)


def _continue(text: str, above: Assignment, row: Row, header: Header) -> None:
    """A row without a number or work is the rest of the row above, cut by the end of a page."""
    for role, at in header.columns.items():
        if (
            at < len(row.cells)
            and row.cells[at].words(text)
            and role not in above.cells
            and role not in {"stt", "task"}
        ):
            above.cells[role] = row.cells[at]


def _without_mark(text: str, start: int, end: int) -> tuple[int, int]:
    mark = _ITEM.match(text, start, end)
    begin = mark.end() if mark else start
    while begin < end and text[begin] in "*_ \n":
        begin += 1
    while end > begin and text[end - 1] in ".;, \n*_…":
        end -= 1
    return begin, end


def repeats(first: str, second: str) -> bool:
    """Whether two wordings say the same task: most words of the shorter stand in the longer."""
    a, b = (set(re.findall(r"\w+", fold(words))) for words in (first, second))
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return len(short & long) >= 0.85 * len(short) and len(short) >= 0.45 * len(long)
