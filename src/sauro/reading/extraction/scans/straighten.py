"""A picture of a page made level: how far its lines of text are tilted, and the picture turned back and cleaned.

Only Pillow is needed. The tilt is the angle at which the rows of ink are told apart best from the white between them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 10.0  # degrees that are looked for; a quarter turn is another matter
LEAST = 0.3  # degrees below which a picture stays as it is: turning it blurs more than it helps
_COARSE, _FINE = 500, 1000  # pixels of the longer side of the picture that is measured
_EMPTY = 0.002  # share of ink below which there are no lines to go by
_SOFT = 0.5  # pixels
_PAPER = 64  # of 255: lighter than that is no ink


def turned(picture: "Image", quarters: int) -> "Image":
    """The picture after so many quarter turns clockwise."""
    from PIL import Image

    turn = Image.Transpose
    order = {1: turn.ROTATE_270, 2: turn.ROTATE_180, 3: turn.ROTATE_90}.get(quarters)
    return picture if order is None else picture.transpose(order)


def levelled(picture: "Image") -> tuple["Image", "Image", float]:
    """The picture with level lines, the same one cleaned for reading, and the degrees it was turned by.

    The noise of a tilted scan is what a recogniser takes for marks of vowels: a little softness takes it away (better,
    and faster, than the median of nine pixels). It would also weaken thin ruled lines, which are looked for before it.
    A picture that is level stays as it is.
    """
    from PIL import Image, ImageFilter

    tilt = tilt_of(picture)
    if abs(tilt) < LEAST:
        return picture, picture, 0.0
    level = picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
    return level, level.filter(ImageFilter.BoxBlur(_SOFT)), tilt


def tilt_of(picture: "Image") -> float:
    """Degrees by which to turn the picture (grey, dark on light), counter-clockwise, so that its lines are level."""
    from PIL import Image, ImageChops, ImageStat

    fine = ImageChops.invert(picture)
    fine.thumbnail((_FINE, _FINE), Image.Resampling.BOX)
    # What is dark without being writing (a shadow, the edge of the paper) changes from row to row at no angle.
    fine = fine.point(lambda value: max(0, value - _PAPER))
    if ImageStat.Stat(fine).mean[0] < 255 * _EMPTY:
        return 0.0
    coarse = fine.copy()
    coarse.thumbnail((_COARSE, _COARSE), Image.Resampling.BOX)
    best = 0.0
    for ink, step, reach in ((coarse, 1.0, MOST), (fine, 0.25, 0.75), (fine, 0.05, 0.15)):
        count = round(reach / step)
        angles = [best + step * number for number in range(-count, count + 1)]
        best = max(angles, key=lambda angle: _sharpness(ink, angle))
    return best


def _sharpness(ink: "Image", angle: float) -> float:
    """How much the sum of ink changes from one row of pixels to the next in the turned picture."""
    from PIL import Image

    tilted = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = tilted.convert("F").resize((1, tilted.height), Image.Resampling.BOX).tobytes()
    sums = memoryview(rows).cast("f")
    return sum((sums[place] - sums[place - 1]) ** 2 for place in range(1, len(sums)))
