"""Tables whose cells stand under one another, a paragraph or a line each, without any sign between them.

Some programs take the text out of a PDF in this way. Empty cells are lost, so which column a cell belongs to is told by
what it holds: a body for 'Chủ trì', a date for 'Thời hạn'. Only a table with a column of running numbers can be put
together again: its label ('STT') opens it, its numbers part the rows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sauro.reading.cells import Cell, Row, Table
from sauro.reading.columns import Role, role_of
from sauro.reading.heads import class_head_at
from sauro.reading.lexicon import VERB, Phrase
from sauro.reading.lines import Line
from sauro.vietnamese.text import fold

_LABEL = re.compile(r"\W*(?:s\s*t\s*t|t\s*t|so\s+(?:thu\s+tu|tt)|no)\b\W*\Z")
_NUMBER = re.compile(
    r"(?P<number>\d{1,4}(?:\.\d{1,3}){0,3}|[IVX]{1,5}(?:\.\d{1,3}){1,2})[.)]?\Z|(?P<mark>[-–+•]|[a-zđ]\)?)\Z"
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)]?\Z")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)]\s+\S")
_COLUMN_NUMBER = re.compile(r"\(\w{1,2}\)\Z")
_PAGE_NUMBER = re.compile(r"[-–]\s*\d{1,3}\s*[-–]\Z")
_ENDS = re.compile(r"\W*(?:noi nhan|tren day|tm\.|kt\.|phu luc)\b")
_TOTAL = re.compile(r"(?:tổng|cộng)\b", re.IGNORECASE)
_STATE = re.compile(r"(?:da|dang|chua|hoan thanh|dat|tiep tuc)\b")
_BULLET = re.compile(r"(?:[-–+•*]\s+)?(?:(?:Chủ trì|Phối hợp|Thực hiện)\s*:\s*)?")
_AMOUNT = re.compile(r"(?:trên|dưới|từ|đến|ít nhất|tối thiểu|tối đa|không dưới|không quá|khoảng|đạt)\s+\d")
_MOST_COLUMNS = 16
_LEAST_LABELS = 3
_LEAST_KNOWN = 2  # of them whose role is known, that of the numbers among them
_LONGEST_TITLE = 160
_MOST_BLOCKS = 20_000  # of one table

_WORK = Phrase(rf"[-+•\s*]*(?:{VERB})(?![\w])", re.IGNORECASE)
_PERSON = Phrase(r"(?:Đ/c|[Đđ]ồng chí|Ông|Bà|[Cc]ử tri|[Đđ]ại biểu|[Tt]ổ trưởng) ?")
_TIME = Phrase(
    r"\d{1,2}/\d{1,2}|\d{1,2}/20\d\d|(?:quý|tháng|năm) [\dIVX]+|thường xuyên|h[ằà]ng (?:ngày|tuần|tháng|quý|năm)|20\d\d",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:[-+•*]\s*)?(?:de nghi|kien nghi|phan anh|mong|1[.)]|a\))")
_FIGURE = re.compile(r"[\d.,%≥≤<>=\s/-]+")
_BODIES: frozenset[Role] = frozenset(("lead", "support", "agency", "accountable", "authority"))


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or a line where no blank lines part cells."""

    start: int
    end: int
    words: str
    line: int  # the line after it


def is_number_label(words: str) -> bool:
    """Whether the words are the label of a column of running numbers: 'STT', 'TT', 'Số TT'."""
    return len(words) < 20 and _LABEL.match(fold(words)) is not None


def stacked_table(text: str, lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """The table whose label 'STT' stands alone on line `first`, and the line after it; None where no table follows."""
    blocks = _blocks(lines, first)
    roles, at = _labels(blocks)
    if roles is None:
        return None, first + 1
    header = _header(blocks[:at])
    while at < len(blocks) and _COLUMN_NUMBER.match(blocks[at].words):
        at += 1
    rows, used = _rows(text, blocks, at, roles)
    if not rows:
        return None, first + 1
    return Table(header.start, rows[-1].end, [header, *rows]), used


def _blocks(lines: Sequence[Line], first: int) -> list[_Block]:
    """The paragraphs from line `first` on; its lines where no blank line stands under the first."""
    single = first + 1 < len(lines) and not lines[first + 1].blank
    found: list[_Block] = []
    index = first
    blanks = 0
    while index < len(lines) and len(found) < _MOST_BLOCKS:
        line = lines[index]
        if line.blank:
            blanks += 1
            index += 1
            if single and found:
                break
            continue
        start = index
        while not single and index + 1 < len(lines) and not lines[index + 1].blank:
            index += 1
        index += 1
        words = " ".join(" ".join(part.bare for part in lines[start:index]).split())
        if _ENDS.match(fold(words)) or (
            found and is_number_label(words) and not _says_again(lines, index, found)
        ):
            break
        if single and found and _goes_on(words) and not _NUMBER.match(found[-1].words):
            last = found.pop()
            found.append(_Block(last.start, lines[index - 1].end, f"{last.words} {words}", index))
        elif not _PAGE_NUMBER.match(words):
            found.append(_Block(line.start, lines[index - 1].end, words, index))
    return found


def _goes_on(words: str) -> bool:
    """Whether a line begins in the middle of a cell: with a small letter that is no mark of an item."""
    return (
        words[:1].islower()
        and words[1:2] not in (")", ".")
        and not (_NUMBER.match(words) or _AMOUNT.match(words))
    )


def _says_again(lines: Sequence[Line], after: int, blocks: Sequence[_Block]) -> bool:
    """Whether the label 'STT' before line `after` opens the same header again, on a new page."""
    below = [line.bare for line in lines[after : after + 4 * _MOST_COLUMNS] if not line.blank]
    number = next((match for words in below if (match := _NUMBER.match(words))), None)
    same = len(blocks) > 1 and below[:1] == [blocks[1].words]
    return same and number is not None and number["number"] != "1"


def _labels(blocks: Sequence[_Block]) -> tuple[list[Role | None] | None, int]:
    """The roles of the columns and the block after the header; (None, 0) where there is no header."""
    labels: list[str] = []
    for block in blocks[:_MOST_COLUMNS]:
        first = (_NUMBER, _GROUP, _GROUP_NUMBER, _COLUMN_NUMBER)
        if labels and any(pattern.match(block.words) for pattern in first):
            break
        if role_of(block.words) is None and len(block.words) > 40:
            return None, 0
        labels.append(block.words)
    count = len(labels)
    roles = [role_of(label) for label in _one_row(labels)]
    known = {role for role in roles if role is not None}
    if count < _LEAST_LABELS or len(known) < _LEAST_KNOWN or count == len(blocks):
        return None, 0
    return roles, count


def _one_row(labels: list[str]) -> list[str]:
    """The labels of a header of two rows as one: 'Chủ trì', 'Phối hợp' at its end stand under an earlier 'Thực hiện'."""
    if len(labels) < 5 or [role_of(label) for label in labels[-2:]] != ["lead", "support"]:
        return labels
    wide = next((at for at, label in enumerate(labels[:-2]) if role_of(label) in ("lead", "agency")), None)
    return labels if wide is None else [*labels[:wide], *labels[-2:], *labels[wide + 1 : -2]]


def _rows(text: str, blocks: Sequence[_Block], at: int, roles: list[Role | None]) -> tuple[list[Row], int]:
    """The rows below the header, and the line after the last."""
    starts = _starts(blocks, at, len(roles))
    rows: list[Row] = []
    used = 0
    width = len(roles) - 1
    labels = [block.words for block in blocks[: len(roles)]]
    for place, start in enumerate(starts):
        last = place + 1 == len(starts)
        end = start + 1 + width if last else starts[place + 1]
        body = [block for block in blocks[start:end] if block.words not in labels]
        if not body:
            continue
        if _GROUP.match(body[0].words):
            rows.append(Row(body[0].start, body[0].end, [Cell(body[0].start, body[0].end)]))
            used = body[0].line
            continue
        total = next((n for n, block in enumerate(body) if n and _TOTAL.match(block.words)), len(body))
        body = body[:total]
        inner = body[1:]
        if len(inner) > 2 * width:
            break
        if _GROUP_NUMBER.match(body[0].words) and len(inner) == 1:
            spread = [(0, 1), *[(1, 1)] * (width - 1)]
        else:
            spread = _spread(text, inner, roles[1:], outside=last)
        rows.append(_row(body, [(0, 1), *((a + 1, b + 1) for a, b in spread)]))
        used = body[max(b for _, b in [(0, 0), *spread])].line
    return rows, used


def _starts(blocks: Sequence[_Block], at: int, width: int) -> list[int]:
    """Where rows and groups begin: at the numbers that run on, at Roman numerals and letters.

    A figure in a cell may be the next number by chance; the one that stands a whole row of `width` later is meant then.
    """
    found: list[int] = []
    last = 0
    grouped = True  # numbers may begin anew
    roman = 0
    for index in range(at, len(blocks)):
        words = blocks[index].words
        runs_on = roman < len(_ROMAN) and words.rstrip(".)") == _ROMAN[roman]
        if (_GROUP.match(words) and len(words) < _LONGEST_TITLE) or runs_on or _is_group(blocks, index):
            roman += runs_on
            found.append(index)
            grouped = True
            continue
        match = _NUMBER.match(words)
        if match is None:
            continue
        number = match["number"] or ""
        if number.isdigit():
            if int(number) != last + 1 and not (grouped and number == "1"):
                continue
            later = found[-1] + width if found and not grouped else 0
            if index < later < len(blocks) and blocks[later].words.rstrip(".)") == number:
                continue
            if index + 2 >= len(blocks):
                continue  # a figure in the last row
            last = int(number)
            grouped = False
        elif number[:1].isdigit() and number.split(".")[0] != str(last):
            continue
        found.append(index)
    if not found or found[0] != at:
        return []
    return found


def _is_group(blocks: Sequence[_Block], index: int) -> bool:
    """Whether a Roman numeral or a letter stands here over a title, and a row or another group under it."""
    if not _GROUP_NUMBER.match(blocks[index].words) or index + 2 >= len(blocks):
        return False
    below = blocks[index + 2].words
    return any(pattern.match(below) for pattern in (_NUMBER, _GROUP, _GROUP_NUMBER))


def _header(blocks: Sequence[_Block]) -> Row:
    """The labels in the order of their columns."""
    order = _one_row([block.words for block in blocks])
    cells = [Cell(block.start, block.end) for block in blocks]
    if len(order) < len(blocks):  # the wide label has gone, those under it stand in its place
        wide = next(at for at, block in enumerate(blocks) if block.words != order[at])
        cells = [*cells[:wide], *cells[-2:], *cells[wide + 1 : -2]]
    return Row(blocks[0].start, blocks[-1].end, cells)


def _row(blocks: Sequence[_Block], ranges: Sequence[tuple[int, int]]) -> Row:
    """A row of one cell a column; a range that is empty is an empty cell behind the one before."""
    cells: list[Cell] = []
    place = blocks[0].start
    for first, after in ranges:
        if after > first:
            cells.append(Cell(blocks[first].start, blocks[after - 1].end))
            place = blocks[after - 1].end
        else:
            cells.append(Cell(place, place))
    return Row(cells[0].start, place, cells)


def _spread(
    text: str, blocks: Sequence[_Block], roles: Sequence[Role | None], *, outside: bool
) -> list[tuple[int, int]]:
    """Which blocks fill which column, in their order: the way in which most of them hold what the column is for.

    With `outside` blocks at the end may belong to no column (they stand behind the table).
    """
    count, width = len(blocks), len(roles)
    main = next((role for role in ("petition", "task", "target") if role in roles), None)
    fits = [[_fit(text, block, role) for block in blocks] for role in roles]
    best = [[float("-inf")] * (count + 1) for _ in range(width + 1)]
    came: list[list[int]] = [[0] * (count + 1) for _ in range(width + 1)]
    best[0][0] = 0.0
    for column in range(width):
        for begin in range(count + 1):
            if best[column][begin] == float("-inf"):
                continue
            for end in range(begin, min(count, begin + 3) + 1):
                gain = _gain(fits[column], begin, end, roles[column], main)
                if best[column][begin] + gain > best[column + 1][end]:
                    best[column + 1][end], came[column + 1][end] = best[column][begin] + gain, begin
    ends = range(count + 1) if outside else [count]
    end = max(ends, key=lambda at: (best[width][at], at))
    ranges: list[tuple[int, int]] = []
    for column in range(width, 0, -1):
        ranges.append((came[column][end], end))
        end = came[column][end]
    return ranges[::-1]


def _gain(fits: Sequence[float], begin: int, end: int, role: Role | None, main: str | None) -> float:
    """What it is worth that the blocks begin … end - 1 fill the column; an empty one costs, that of the works most."""
    if end == begin:
        return -4.0 if role is not None and role == main else -0.7 if role in ("lead", "petitioner") else -0.5
    return sum(fits[begin:end]) - 1.5 * (end - begin - 1)


def _fit(text: str, block: _Block, role: Role | None) -> float:
    """How well a block holds what the column is for."""
    words = block.words
    mark = _BULLET.match(text, block.start, block.end)
    start = mark.end() if mark else block.start
    person = _PERSON.match(text, start, block.end) is not None
    body = person or class_head_at(text, start, block.end) is not None
    time = len(words) < 60 and _TIME.search(text, start, block.end) is not None
    asks = _ASKS.match(fold(words)) is not None
    work = _WORK.match(text, start, block.end) is not None
    if role in _BODIES:
        suits = 0.5 if person is (role == "accountable") else 0.0
        return 2.0 + suits if body and not asks else -3.0
    if role in ("time", "begin"):
        return 3.0 if time else -3.0
    if role in ("task", "petition"):
        return 2.0 if (asks if role == "petition" else work) else -1.0 if body or time else 0.5
    if role in ("petitioner", "petitioner_role"):
        return -1.0 if asks or time else 1.0
    if role in ("unit", "cost", "money", "score"):
        return 1.0 if _FIGURE.fullmatch(words) or role == "unit" else -0.5
    if role == "status":
        return 1.0 if _STATE.match(fold(words)) else -0.2
    return -0.5 if body or time else 0.5 if role == "product" else 0.2
