"""Pieces of lines: what stands in the left and in the right column of a letterhead or a closing.

The two columns reach us in many ways: as cells of a layout table, as parts of a line with tabs or many spaces between
them, or run together by an extraction that knew no columns. `segments_of` undoes all of them.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sauro.reading.frame.letters import LOWER, UPPER
from sauro.reading.lines import Line
from sauro.reading.tables import Table
from sauro.vietnamese.text import fold, squeeze

Column = Literal["left", "right", "full"]

RIGHT_INDENT = 28  # columns of white space after which a lone piece stands in the right half of a page

_EDGE = " \t\r\n\u00a0\u200b*#|"
_RULE_BELOW = re.compile(r"(?<=\w)\s+[-_–—]{3,}\Z")  # the line under a name, run together with it
_RULE = ("-", "_", "–", "—")
_GAP = re.compile(r"\t+[ \t]*| {3,}|\u00a0{3,}")
_BREAK = re.compile(r"\n|<br\s*/?>", re.IGNORECASE)
_NO_GAP_AFTER = re.compile(r"(?:\bso\s*:?|\bngay|\bthang|\bnam|[-+•])\s*\Z")
_MARKUP = re.compile(r"[*#]+")

# Where a second column begins inside a line that was run together, in folded text.
_SECOND_COLUMN = re.compile(
    r"(?<=\S)\s+(?=cong\s+hoa\s+xa\s+hoi\b|doc\s+lap\s*\S?\s*tu\s+do|dang\s+cong\s+san\s+viet\s+nam)"
)
_MOTTO = re.compile(r"hoa\s+xa\s+hoi|lap\s*\S?\s*tu\s+do|cong\s+san\s+viet")  # what all of these have inside
_CELL_CUT = re.compile(r"(?<=\S)\s+(?=[*_]*(?:so\s?:|v/v\b|doc\s+lap\s*\S\s*tu\s+do|cong\s+hoa\s+xa))")
_PLACE_AFTER_NUMBER = re.compile(
    rf"\A\s*[Ss][ốỐ]\s*[:.]?.{{0,24}}?[/-]\s?[{UPPER}][\w&-]*(?:[/-][\w&-]+)*(?P<gap>\s+)[^\d,;:/]{{2,40}},?\s*ngày\b"
)
_PLACE_AFTER_CAPITALS = re.compile(
    rf"\A(?:(?!TP\b)[{UPPER}]{{2,}}[,.]?\s+(?:[-–&]\s+)?)+(?=(?:TP\.?\s+)?[{UPPER}][{LOWER}][^\d;:]{{0,36}},?\s+ngày\b)"
)
_PLACE_AFTER_SUBJECT = re.compile(
    rf"\s(?=(?:TP\.?\s+|Thành\s+phố\s+)?[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{0,3}},\s*ngày\b)"
)
_SIGNATURE_MARK = re.compile(
    rf"\s(?=(?:(?:TM|KT|TL|TUQ)\s?[./]|T/M\.?|K/T\.?|T/L\.?|T/UQ\.?)\s?[{UPPER}]{{2}})"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line: ``text[start:end]`` without markup at its ends; `line` is the number of its line.

    `cell` numbers the cell of a layout table that it stands in (None outside tables); `indent` is the white space left
    of it; `after_blank` says that a blank line stands above.
    """

    start: int
    end: int
    column: Column
    line: int
    words: str
    cell: int | None = None
    indent: int = 0
    after_blank: bool = False

    @property
    def folded(self) -> str:
        return fold(self.words)


def _words(text: str, start: int, end: int) -> str:
    return squeeze(_MARKUP.sub("", text[start:end]))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, bars and markup at both ends."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    rule = _RULE_BELOW.search(text, start, end) if text[start:end].endswith(_RULE) else None
    return start, rule.start() if rule else end


def segments_of(
    text: str, lines: Sequence[Line], first: int, last: int, tables: Sequence[Table]
) -> list[Segment]:
    """The pieces of the lines first … last - 1, in reading order; blank pieces are left out."""
    found: list[Segment] = []
    index = first
    cell_number = 0
    blank = False
    by_start = {table.start: table for table in tables if table.layout}
    while index < last:
        line = lines[index]
        if line.blank:
            blank = True
            index += 1
            continue
        table = by_start.get(line.start)
        if table is not None and "\t" not in line.content:
            for segment in _table_segments(text, table, index, cell_number):
                found.append(segment)
                cell_number = max(cell_number, (segment.cell or 0) + 1)
            while index < last and lines[index].start < table.end:
                index += 1
        else:
            found.extend(_line_segments(text, line, index, blank))
            index += 1
        blank = False
    return found


def _table_segments(text: str, table: Table, line: int, number: int) -> Iterator[Segment]:
    for row in table.rows:
        for position, cell in enumerate(row.cells):
            column: Column = "full" if len(row.cells) == 1 else ("left" if position == 0 else "right")
            number += 1
            start = cell.start
            breaks = [*_BREAK.finditer(text, cell.start, cell.end)]
            ends = [*((one.start(), one.end()) for one in breaks), (cell.end, cell.end)]
            for end, following in ends:
                for part in _cell_parts(text, start, end):
                    first, last = trimmed(text, *part)
                    if first < last:
                        yield Segment(first, last, column, line, _words(text, first, last), number)
                start = following


def _cell_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a cell whose line feeds became spaces: it is cut before number, motto, 'V/v' and place and date."""
    folded = fold(text[start:end])
    cuts = [0, *(match.start() for match in _CELL_CUT.finditer(folded)), end - start]
    parts = [(start + first, start + last) for first, last in itertools.pairwise(cuts) if first < last]
    if parts and "phuc" in folded:
        last = parts.pop()
        after = re.search(r"\bphuc\b[\s*_-]*", fold(text[last[0] : last[1]]))
        parts += (
            [last] if after is None else [(last[0], last[0] + after.end()), (last[0] + after.end(), last[1])]
        )
    return parts


def _line_segments(text: str, line: Line, number: int, blank: bool) -> Iterator[Segment]:
    pieces: list[tuple[int, int]] = []
    start = line.start
    for gap in _GAP.finditer(text, line.start, line.end):
        if _NO_GAP_AFTER.search(fold(text[start : gap.start()])):
            continue
        pieces.append((start, gap.start()))
        start = gap.end()
    pieces.append((start, line.end))
    if len(pieces) > 3:  # justified words, not columns
        pieces = [(line.start, line.end)]
    pieces = [part for piece in pieces for part in _run_together(text, *piece)]
    # A tab before the first words is the left column left empty.
    raw = text.rfind("\n", 0, line.start) + 1
    lone_right = text[raw : line.start].count("\t") == 1 and len(pieces) == 1 and line.end - line.start < 60
    for position, (first, last) in enumerate(pieces):
        start, end = trimmed(text, first, last)
        if start == end:
            continue
        indent = line.indent + first - line.start
        column: Column = "full"
        if len(pieces) > 1:
            column = "left" if position == 0 else "right"
        elif indent >= RIGHT_INDENT or lone_right:
            column = "right"
        yield Segment(start, end, column, number, _words(text, start, end), None, indent, blank)


def _run_together(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The one or two columns of a piece that an extraction has run together."""
    piece = text[start:end]
    folded = fold(piece)
    gap = _SECOND_COLUMN.search(folded) if _MOTTO.search(folded) else None
    if gap is not None:
        return [(start, start + gap.start()), (start + gap.end(), end)]
    place = _PLACE_AFTER_NUMBER.match(piece)
    if place is not None:
        return [(start, start + place.start("gap")), (start + place.end("gap"), end)]
    capitals = _PLACE_AFTER_CAPITALS.match(piece)
    if capitals is not None:
        return [(start, start + len(capitals.group().rstrip())), (start + capitals.end(), end)]
    subject = _PLACE_AFTER_SUBJECT.search(piece) if piece.lstrip(" *").startswith(("V/v", "V/V")) else None
    if subject is not None:
        return [(start, start + subject.start()), (start + subject.end(), end)]
    mark = _SIGNATURE_MARK.search(piece)
    if mark is not None and len(piece) < 160:
        before = fold(piece[: mark.start()])
        if before.lstrip(" *").startswith(("noi nhan", "-", "+")) or before.rstrip().endswith(
            (";", ",", ".", ":")
        ):
            return [(start, start + mark.start()), (start + mark.end(), end)]
    return [(start, end)]
