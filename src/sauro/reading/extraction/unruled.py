"""Tables of a PDF page that no lines are drawn around: columns from the white space that runs through all their rows.

Only a table with a column of running numbers is looked for: its label ('STT') beside other known labels opens it, its
numbers begin the rows.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from sauro.reading.columns import role_of
from sauro.reading.extraction import layout
from sauro.reading.extraction.layout import Row
from sauro.reading.extraction.pdfium import PageWord
from sauro.reading.extraction.ruled import RuledGrid
from sauro.reading.stacked import is_number_label

_GUTTER = 4.0  # points: the least white space between two columns
_CELL_GAP = 9.0  # points: the least between two labels of the header
_LEAST_LABELS = 3
_BEGINS = re.compile(r"(?:\d{1,4}(?:\.\d{1,3}){0,3}|[IVX]{1,5}|[A-HĐ]|[a-zđ])[.)]?\Z|\(\d{1,2}\)\Z|[-+•]\Z")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)]\s")

Gutter = tuple[float, float]


def grids_without_rules(words: Sequence[PageWord], above: Sequence[Gutter] = ()) -> list[RuledGrid]:
    """The tables without lines among the words of a page, from top to bottom.

    `above` are the gutters of the table at the foot of the page before (`gutters_at_foot`): it may go on here.
    """
    rows = layout.rows_of(words)
    found: list[RuledGrid] = []
    index = 0
    if above:
        first = 1 if rows and layout.is_page_number(rows[0]) else 0
        index = _goes_on_to(rows, first, above)
        grid = _grid(rows[first:index], above, least=1) if index > first else None
        found += [grid] if grid else []
    while index < len(rows):
        gaps = _header_gaps(rows[index])
        end, gutters = _reach(rows, index, gaps) if gaps else (index, [])
        if end - index < 3:
            index += 1
            continue
        grid = _grid(rows[index:end], gutters)
        if grid is not None:
            found.append(grid)
        index = end
    return found


def gutters_at_foot(words: Sequence[PageWord], grids: Sequence[RuledGrid]) -> tuple[Gutter, ...]:
    """The gutters of the last table of a page, if nothing but a page number stands below it."""
    if not grids:
        return ()
    below = layout.rows_of([word for word in words if word.y0 > grids[-1].box[3]])
    if not all(layout.is_page_number(row) for row in below):
        return ()
    # Cells of the next page may be wider, but they begin at the same edges.
    return tuple((max(start, end - _GUTTER), end) for start, end in grids[-1].gutters)


def _goes_on_to(rows: Sequence[Row], first: int, gutters: Sequence[Gutter]) -> int:
    """The row after those at the head of a page that go on with the table of the page before."""
    end = first
    while end < len(rows):
        row = rows[end]
        far = end > first and row.top - rows[end - 1].foot > 2.5 * row.height
        if far or _crosses(row, gutters) or not _may_follow(row, gutters[0]):
            break
        end += 1
    return end


def _header_gaps(row: Row) -> list[Gutter]:
    """The white space between the labels of a row that is the first of a header; [] for every other row."""
    parts = [[row.words[0]]]
    for before, word in pairwise(row.words):
        if word.x0 - before.x1 > _CELL_GAP:
            parts.append([])
        parts[-1].append(word)
    labels = [" ".join(word.text for word in part) for part in parts]
    known = {role_of(label) for label in labels} - {None}
    if not is_number_label(labels[0]) or len(known) < _LEAST_LABELS:
        return []
    return [(before[-1].x1, after[0].x0) for before, after in pairwise(parts)]


def _reach(rows: Sequence[Row], first: int, gaps: Sequence[Gutter]) -> tuple[int, list[Gutter]]:
    """The row after the table that begins at `first`, and the gutters between its columns.

    It goes on as long as white space runs through each gap between its labels; the title of a group may cross it.
    """
    taken: list[Gutter] = []
    gutters: list[Gutter] = []
    end = first
    for place in range(first, len(rows)):
        row = rows[place]
        if end > first and (row.top - rows[place - 1].foot > 2.5 * row.height or layout.is_page_number(row)):
            break
        if gutters and _GROUP.match(row.text) and _crosses(row, gutters):
            end = place + 1
            continue
        merged = _merged([*taken, *((word.x0, word.x1) for word in row.words)])
        free = _between_labels([(a[1], b[0]) for a, b in pairwise(merged)], gaps)
        if len(free) < len(gaps) or (end > first and not _may_follow(row, free[0])):
            break
        taken, gutters, end = merged, free, place + 1
    while end > first and _crosses(rows[end - 1], gutters):
        end -= 1  # the title of a group without rows
    return end, gutters


def _between_labels(spaces: Sequence[Gutter], gaps: Sequence[Gutter]) -> list[Gutter]:
    """The widest white space between each two labels: words of one column may leave some between them by chance."""
    found: list[Gutter] = []
    for start, end in gaps:
        inside = [
            space
            for space in spaces
            if space[0] < end and space[1] > start and space[1] - space[0] >= _GUTTER
        ]
        if inside:
            found.append(max(inside, key=lambda space: space[1] - space[0]))
    return found


def _may_follow(row: Row, gutter: Gutter) -> bool:
    """Whether what stands in the first column of a row is a number: words there are a text below the table."""
    first = [word.text for word in row.words if word.x1 <= gutter[0] + _GUTTER]
    return not first or _BEGINS.match(first[0]) is not None


def _merged(spans: list[Gutter]) -> list[Gutter]:
    """The spans as stretches that neither touch nor lie nearer than words do."""
    joined: list[Gutter] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] < _GUTTER:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _crosses(row: Row, gutters: Sequence[Gutter]) -> bool:
    return any(word.x0 < end and word.x1 > start for word in row.words for start, end in gutters)


def _grid(rows: Sequence[Row], gutters: Sequence[Gutter], least: int = 2) -> RuledGrid | None:
    """The rows of the page as rows of the table: a number in the first column begins one."""
    cuts = [(start + end) / 2 for start, end in gutters]
    found: list[list[list[PageWord]]] = []
    for row in rows:
        if _crosses(row, gutters):
            found.append([list(row.words)])
            continue
        cells: list[list[PageWord]] = [[] for _ in range(len(cuts) + 1)]
        for word in row.words:
            cells[sum(word.x0 > cut for cut in cuts)].append(word)
        begins = bool(cells[0]) and _BEGINS.match(cells[0][0].text) is not None
        if not found or begins or len(found[-1]) == 1:
            found.append(cells)
        else:
            for cell, more in zip(found[-1], cells, strict=True):
                cell.extend(more)
    if len(found) < least:
        return None
    words = [word for row in rows for word in row.words]
    box = (
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
    )
    return RuledGrid(box, [box[0], *(end for _, end in gutters)], found, gutters=tuple(gutters))
