"""Marks over a text, rendered so that they nest and never cross. Pure Python: no database, no template.

A text is cut into *blocks* (paragraphs, headings, lines of the letterhead, rows of a table) that tile it: every
character stands in exactly one block. In a block, tasks are the outer level (`Run`) and what was found in their words
the inner one (`Piece`). Joining the words of all pieces gives the text again, character for character; what is only
markup (`**`, `|`) stays in its place and is hidden.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sauro.reading.lines import Line, split_lines
from sauro.reading.model import Span
from sauro.reading.outline import paragraphs_of
from sauro.reading.tables import tables_in

Kind = Literal["task", "owner", "due", "target", "ref", "doubt", "bold", "italic", "hidden"]
BlockKind = Literal["paragraph", "heading", "head", "foot", "line", "row"]


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` is a `kind`; `item` numbers the task, from 1 in the order of the text."""

    start: int
    end: int
    kind: Kind
    item: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text. In `head` and `foot` (letterhead; recipients and signature) each line is a block.

    Of a `row`, `cells` tile the block, and `columns` are those of its table; the line under the head of a table has none.
    """

    start: int
    end: int
    kind: BlockKind
    cells: tuple[Span, ...] = ()
    columns: int = 0


@dataclass(slots=True)
class Piece:
    """Words with one set of inner marks."""

    start: int
    words: str
    kinds: frozenset[str]


@dataclass(slots=True)
class Run:
    """Pieces that belong to the same tasks (none: ordinary words); `opens` are the tasks that begin here."""

    items: tuple[int, ...]
    opens: tuple[int, ...]
    pieces: list[Piece] = field(default_factory=list)


_STRONG = re.compile(r"\*\*(?=\S)((?:[^*\n]|\n(?!\s*\n))+?)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])((?:[^*\n]|\n(?!\s*\n))+?)(?<=[^\s*])\*(?![*\w])")
_HASHES = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_LEFT_OVER = re.compile(r"\*\*+|^[ \t]*\|[ \t]*$", re.MULTILINE)
_RULED = re.compile(r"\|(?:\s*:?-{2,}:?\s*\|)+\s*")


def markup_in(text: str) -> list[Mark]:
    """Bold and italic words of the text and the signs that say so."""
    found: list[Mark] = []
    taken: set[int] = set()
    for pattern, kind, width in ((_STRONG, "bold", 2), (_EMPHASIS, "italic", 1)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if taken.intersection((*range(start, start + width), *range(end - width, end))):
                continue
            taken.update((*range(start, start + width), *range(end - width, end)))
            found.append(Mark(start + width, end - width, kind))  # type: ignore[arg-type]
            found += [Mark(start, start + width, "hidden"), Mark(end - width, end, "hidden")]
    for pattern in (_HASHES, _LEFT_OVER):
        for match in pattern.finditer(text):
            if match.start() not in taken:
                found.append(Mark(match.start(), match.end(), "hidden"))
    return found


def blocks_of(
    text: str, *, head: Span = (0, 0), foot: Span = (0, 0), headings: Iterable[Span] = ()
) -> list[Block]:
    """The blocks of the text; within `head` (letterhead) and `foot` (recipients, signature) a line is a block."""
    lines = split_lines(text)
    rows, places = _rows_of(text, lines)
    titles = sorted(headings)
    spans: list[tuple[int, int, BlockKind]] = [(start, end, "row") for start, end in rows]
    for paragraph in paragraphs_of(
        text, lines, [span for span in (head, foot) if span[0] < span[1]] + places
    ):
        is_title = paragraph.hashes > 0 or any(paragraph.start <= a < paragraph.end for a, _ in titles)
        spans.append((paragraph.start, paragraph.end, "heading" if is_title else "paragraph"))
    tables: list[tuple[int, int, BlockKind]] = [(start, end, "row") for start, end in places]
    covered = sorted([*tables, *(span for span in spans if span[2] != "row")])
    for line in lines:
        if line.content and not _inside(line.start, covered):
            zone: BlockKind = "head" if line.start < head[1] else "line"
            spans.append((line.start, line.end, "foot" if foot[0] <= line.start < foot[1] else zone))
    return list(_tiled(text, sorted(spans), rows))


@dataclass(frozen=True, slots=True)
class _Row:
    """Where the cells of a row begin, and the columns of its table."""

    cells: tuple[int, ...]
    columns: int


def _rows_of(text: str, lines: Sequence[Line]) -> tuple[dict[Span, _Row], list[Span]]:
    """The rows of all tables that the reader knows, and what is nothing but table.

    A table of one cell a line, or of tabs, begins a row where its first cell begins; what stands between two rows goes
    with the one before. A row on a line of its own is one also where the reader knows no table.
    """
    rows: dict[Span, _Row] = {}
    places: list[Span] = []
    for table in tables_in(text, lines):
        if table.layout or text[table.rows[0].start] == "|":
            continue
        places.append((table.start, table.end))
        for number, row in enumerate(table.rows):
            start = row.start if number else table.start
            starts = (start, *(cell.start for cell in row.cells[1:]))
            rows[(start, row.end)] = _Row(tuple(dict.fromkeys(starts)), table.width)
    for line in lines:
        if _is_row(line) and not any(start <= line.start < end for start, end in places):
            bars = [place for place in range(line.start, line.end) if text[place] == "|"]
            rows[(line.start, line.end)] = _Row((line.start, *bars[1:-1]), 0)
    return rows, sorted({*places, *(span for span, row in rows.items() if not row.columns)})


def _is_row(line: Line) -> bool:
    return line.content.startswith("|") and line.content.endswith("|") and len(line.content) > 1


def _inside(at: int, spans: Sequence[tuple[int, int, BlockKind]]) -> bool:
    place = bisect_right(spans, (at, 1 << 60, "row")) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def _tiled(
    text: str, spans: Sequence[tuple[int, int, BlockKind]], rows: Mapping[Span, _Row]
) -> Iterator[Block]:
    """Each block reaches up to the next, so that the white space between them is in the one before."""
    if not spans:
        if text:
            yield Block(0, len(text), "line")
        return
    starts = [0, *(start for start, _, _ in spans[1:]), len(text)]
    for number, (first, last, kind) in enumerate(spans):
        start, end = starts[number], starts[number + 1]
        if start >= end:
            continue
        if kind != "row" or _RULED.fullmatch(text[start:end].strip()):
            yield Block(start, end, kind)
            continue
        row = rows[(first, last)]
        places = [start, *row.cells[1:], end]
        cells = tuple((a, b) for a, b in pairwise(places) if a < b)
        yield Block(start, end, kind, cells, max(row.columns, len(cells)))


def runs_of(text: str, blocks: Sequence[Block], marks: Iterable[Mark]) -> Iterator[tuple[Block, list[Run]]]:
    """The runs of each block, in order. Marks may overlap as they like; empty and foreign ones are left out."""
    waiting = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=lambda m: (m.start, m.end)
    )
    at = 0
    active: list[Mark] = []
    for block in blocks:
        while at < len(waiting) and waiting[at].start < block.end:
            active.append(waiting[at])
            at += 1
        active = [mark for mark in active if mark.end > block.start]
        yield block, _runs(text, block.start, block.end, active)


def _runs(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Run]:
    cuts = {start, end}
    for mark in marks:
        cuts.update(place for place in (mark.start, mark.end) if start < place < end)
    places = sorted(cuts)
    runs: list[Run] = []
    for first, last in pairwise(places):
        over = [mark for mark in marks if mark.start <= first and last <= mark.end]
        items = tuple(sorted({mark.item for mark in over if mark.kind == "task"}))
        opens = tuple(sorted({mark.item for mark in over if mark.kind == "task" and mark.start == first}))
        piece = Piece(first, text[first:last], frozenset(m.kind for m in over if m.kind != "task"))
        if not runs or runs[-1].items != items or opens:
            runs.append(Run(items, opens))
        pieces = runs[-1].pieces
        if pieces and pieces[-1].kinds == piece.kinds:
            pieces[-1].words += piece.words
        else:
            pieces.append(piece)
    return runs


def bars_in(text: str, blocks: Iterable[Block]) -> list[Mark]:
    """The bars between the cells of rows that stand on one line each."""
    return [
        Mark(place, place + 1, "hidden")
        for block in blocks
        if block.kind == "row" and text[block.start : block.end].lstrip().startswith("|")
        for place in _bars_of(text, block)
    ]


def _bars_of(text: str, block: Block) -> list[int]:
    """Those that begin a cell, and the last one."""
    first = text.index("|", block.start)
    starts = {first, *(start for start, _ in block.cells if text[start] == "|")}
    return sorted({*starts, text.rindex("|", block.start, block.end)})
