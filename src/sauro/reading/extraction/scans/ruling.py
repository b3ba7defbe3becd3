"""The ruled lines of a scanned table: found among the pixels, so that its cells can be read one by one.

A line is a run of ink that is much longer than a letter is wide or high. Runs are looked for in the bytes of the
black-and-white picture row by row, and again in the picture turned by a quarter.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST = 0.32  # inches: the least length of a ruled line
_THICK = 0.05  # inches: what is thicker is a bar or a shadow
_GAP = 0.03  # inches: a break in a line that is bridged
_INK = 0.75  # of the light around a place: what is darker is ink
_AROUND = 0.125  # inches


class Stroke(NamedTuple):
    """A ruled line, in pixels; x1 and y1 are behind its last pixel."""

    x0: int
    y0: int
    x1: int
    y1: int


def ink_of(picture: "Image", dpi: float) -> "Image":
    """The picture in black (0, ink) and white (255), by the light around each place, so that a shadow is no ink."""
    from PIL import ImageChops, ImageFilter

    around = picture.filter(ImageFilter.BoxBlur(_AROUND * dpi))
    threshold = around.point(lambda value: int(value * _INK))
    return ImageChops.subtract(picture, threshold).point(lambda value: 255 if value else 0)


def strokes_of(ink: "Image", dpi: float) -> tuple[list[Stroke], list[Stroke]]:
    """The level and the upright lines of a black-and-white picture."""
    from PIL import Image

    level = list(_level(ink, dpi))
    quarter = ink.transpose(Image.Transpose.TRANSPOSE)
    upright = [Stroke(stroke.y0, stroke.x0, stroke.y1, stroke.x1) for stroke in _level(quarter, dpi)]
    return level, upright


def _level(ink: "Image", dpi: float) -> Iterator[Stroke]:
    """Runs of ink that lie one above the other, put together."""
    least, thick, gap = round(_LEAST * dpi), max(2, round(_THICK * dpi)), max(1, round(_GAP * dpi))
    piece = least // 4
    run = re.compile(rb"\x00{%d,}(?:\xff{1,%d}\x00{%d,})*" % (piece, gap, piece))
    width, data = ink.width, ink.tobytes()
    growing: list[Stroke] = []
    for row in range(ink.height):
        runs = [match.span() for match in run.finditer(data, row * width, (row + 1) * width)]
        spans = [(begin - row * width, end - row * width) for begin, end in runs if end - begin >= least]
        alive: list[Stroke] = []
        for stroke in growing:
            touching = [span for span in spans if span[0] <= stroke.x1 + gap and span[1] >= stroke.x0 - gap]
            for span in touching:
                spans.remove(span)
            if touching:
                x0, x1 = min(span[0] for span in touching), max(span[1] for span in touching)
                alive.append(Stroke(min(stroke.x0, x0), stroke.y0, max(stroke.x1, x1), row + 1))
            elif row - stroke.y1 < 2:
                alive.append(stroke)
            elif stroke.y1 - stroke.y0 <= thick:
                yield stroke
        growing = alive + [Stroke(begin, row, end, row + 1) for begin, end in spans]
    yield from (stroke for stroke in growing if stroke.y1 - stroke.y0 <= thick)
