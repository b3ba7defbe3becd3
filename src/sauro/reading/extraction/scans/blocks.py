"""Which parts of a page are read for themselves: two blocks side by side (letterhead, recipients and signature) apart,
the text between them in one piece.

A recogniser of lines takes two blocks whose lines are not level for one, and mixes them. The page is looked at in
points: a pixel for each, dark where there is any writing.
"""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[int, int, int, int]

_POINTS = 72
_GUTTER = 12  # points: the least white between two blocks
_NARROW = 45  # points: what is narrower beside the gutter is the number of an item
_DARK = 200  # of 255, the mean of the pixels under one point: a speck is lighter
_WHITE_OR_NOT = bytes([0] * 255 + [255])
_WRITING = re.compile(rb"\x00+")


def blocks_of(ink: "Image", dpi: float) -> list[Box]:
    """The parts of a black-and-white page, in its pixels, from top to bottom and from left to right."""
    scale = max(1, round(dpi / _POINTS))
    small = ink.reduce(scale).point(lambda value: 0 if value < _DARK else 255)
    boxes = _parts(small, (0, 0, small.width, small.height), depth=0)
    return [
        (x0 * scale, y0 * scale, min(ink.width, x1 * scale), min(ink.height, y1 * scale))
        for x0, y0, x1, y1 in boxes
    ]


def _parts(page: "Image", box: Box, depth: int) -> list[Box]:
    """The parts of a box of the page, which holds two blocks side by side at most `depth` times more."""
    parts: list[Box] = []
    start: int | None = None  # of the lines that are in one piece
    bands = _bands(page, box)
    place = 0
    while place < len(bands):
        group = _side_by_side(page, box, bands[place:]) if depth < 2 else None
        if group is None:
            start = bands[place][0] if start is None else start
            place += 1
            continue
        count, gutter = group
        top, foot = bands[place][0], bands[place + count - 1][1]
        if start is not None:
            parts.append((box[0], start, box[2], top))
            start = None
        middle = (gutter[0] + gutter[1]) // 2
        for half in ((box[0], top, middle, foot), (middle, top, box[2], foot)):
            parts += _parts(page, half, depth + 1)
        place += count
    if start is not None:
        parts.append((box[0], start, box[2], bands[-1][1]))
    return parts


def _bands(page: "Image", box: Box) -> list[tuple[int, int]]:
    """The rows with writing that follow each other without a white row: top and foot."""
    from PIL import Image

    rows = page.crop(box).resize((1, box[3] - box[1]), Image.Resampling.BOX).tobytes()
    written = rows.translate(_WHITE_OR_NOT)
    return [(box[1] + match.start(), box[1] + match.end()) for match in _WRITING.finditer(written)]


def _side_by_side(
    page: "Image", box: Box, bands: list[tuple[int, int]]
) -> tuple[int, tuple[int, int]] | None:
    """How many of the bands, from the first on, stand on both sides of one gutter, and where that is."""
    low, high = box[0], box[2]
    gutter: tuple[int, int] | None = None
    count = 0
    for top, foot in bands:
        runs = _written(page, (box[0], top, box[2], foot))
        if not runs:
            break
        if gutter is None:
            gutter = _widest(runs)
            if gutter is None:
                return None
        low, high = gutter
        for begin, end in runs:
            if end <= (low + high) / 2:
                low = max(low, end)
            elif begin >= (low + high) / 2:
                high = min(high, begin)
            else:
                low = high
        if high - low < _GUTTER:
            break
        gutter = (low, high)
        count += 1
    return (count, gutter) if gutter is not None and count else None


def _widest(runs: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The widest white between the runs that has a block on both sides."""
    first, last = runs[0][0], runs[-1][1]
    gaps = [(before[1], after[0]) for before, after in pairwise(runs)]
    wide = [
        gap
        for gap in gaps
        if gap[1] - gap[0] >= _GUTTER and gap[0] - first >= _NARROW and last - gap[1] >= _NARROW
    ]
    return max(wide, key=lambda gap: gap[1] - gap[0], default=None)


def _written(page: "Image", box: Box) -> list[tuple[int, int]]:
    """The columns of the box with writing, as runs."""
    from PIL import Image

    columns = page.crop(box).resize((box[2] - box[0], 1), Image.Resampling.BOX).tobytes()
    return [
        (box[0] + match.start(), box[0] + match.end())
        for match in _WRITING.finditer(columns.translate(_WHITE_OR_NOT))
    ]
