"""Marks over a text, rendered so that they nest and never cross. Pure Python: no database, no template.

A text is cut into *blocks* (paragraphs, headings, lines of the letterhead, rows of a table) that tile it: every
character stands in exactly one block. In a block, tasks are the outer level (`Run`) and what was found in their words
the inner one (`Piece`). Joining the words of all pieces gives the text again, character for character; what is only
markup (`**`, `|`) stays in its place and is hidden.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sauro.reading.lines import Line, split_lines
from sauro.reading.model import Span
from sauro.reading.outline import paragraphs_of

Kind = Literal["task", "owner", "due", "target", "ref", "bold", "italic", "hidden"]
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
    """A part of the text. In `head` and `foot` (letterhead; recipients and signature) each line is a block."""

    start: int
    end: int
    kind: BlockKind


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
    rows = [(line.start, line.end) for line in lines if _is_row(line)]
    titles = sorted(headings)
    spans: list[tuple[int, int, BlockKind]] = [(start, end, "row") for start, end in rows]
    for paragraph in paragraphs_of(text, lines, [span for span in (head, foot) if span[0] < span[1]] + rows):
        is_title = paragraph.hashes > 0 or any(paragraph.start <= a < paragraph.end for a, _ in titles)
        spans.append((paragraph.start, paragraph.end, "heading" if is_title else "paragraph"))
    covered = sorted(spans)
    for line in lines:
        if line.content and not _is_row(line) and not _inside(line.start, covered):
            zone: BlockKind = "head" if line.start < head[1] else "line"
            spans.append((line.start, line.end, "foot" if foot[0] <= line.start < foot[1] else zone))
    return list(_tiled(sorted(spans), len(text)))


def _is_row(line: Line) -> bool:
    return line.content.startswith("|") and line.content.endswith("|") and len(line.content) > 1


def _inside(at: int, spans: Sequence[tuple[int, int, BlockKind]]) -> bool:
    place = bisect_right(spans, (at, 1 << 60, "row")) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def _tiled(spans: Sequence[tuple[int, int, BlockKind]], length: int) -> Iterator[Block]:
    """Each block reaches up to the next, so that the white space between them is in the one before."""
    if not spans:
        if length:
            yield Block(0, length, "line")
        return
    starts = [0, *(start for start, _, _ in spans[1:]), length]
    for number, (_, _, kind) in enumerate(spans):
        if starts[number] < starts[number + 1]:
            yield Block(starts[number], starts[number + 1], kind)


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


def cells_of(text: str, block: Block) -> list[Span]:
    """The cells of a row, tiling it: each begins with its bar, the last holds the closing one too."""
    bars = [place for place in range(block.start, block.end) if text[place] == "|"]
    starts = [block.start, *bars[1:-1]]
    return [(a, b) for a, b in zip(starts, [*starts[1:], block.end], strict=True) if a < b]


def is_ruled(text: str, block: Block) -> bool:
    """Whether a row only draws the line under the head of a table (`|---|---|`)."""
    return block.kind == "row" and _RULED.fullmatch(text[block.start : block.end].strip()) is not None
