"""A second recogniser, trueocr, where the extra `scan` is installed: another opinion on numbers, and the only one where
Tesseract is missing.

Its errors are others than Tesseract's: fewer on digits, more on the marks of vowels. So it never replaces a word that
Tesseract read; where the two differ over a number, a person looks.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sauro.reading.extraction.scans.tesseract import Seen

if TYPE_CHECKING:
    from PIL.Image import Image

_MARGIN = 2  # pixels around a line
_BATCH = 16  # lines at a time: memory grows with them


@cache
def installed() -> bool:
    """Whether trueocr is there. Looks for it without loading it."""
    return all(find_spec(name) is not None for name in ("trueocr", "onnxruntime", "cv2", "numpy"))


@cache
def _model() -> Any:
    from trueocr import load_model

    return load_model(threads=1, batch_size=_BATCH)


def read_lines(picture: "Image", lines: Sequence[Sequence[Seen]]) -> list[str]:
    """The words of each line of a level picture, as this recogniser reads them."""
    import numpy as np

    pixels = np.asarray(picture)
    crops = []
    for line in lines:
        x0, x1 = min(word.x0 for word in line), max(word.x1 for word in line)
        y0, y1 = min(word.y0 for word in line), max(word.y1 for word in line)
        left, top = max(0, int(x0) - _MARGIN), max(0, int(y0) - _MARGIN)
        crops.append(np.ascontiguousarray(pixels[top : int(y1) + _MARGIN, left : int(x1) + _MARGIN]))
    return [prediction.text for prediction in _model().recognizer.predict(crops, batch_size=_BATCH)]


def quarters(picture: "Image") -> int:
    """The quarter turns clockwise after which the picture stands upright, as far as can be told."""
    return int(_model().predict(picture, mode="page").data["rotation_clockwise_degrees"]) // 90 % 4


def read_page(picture: "Image") -> list[list[Seen]]:
    """The lines of an upright, level picture, each word with its share of the line by its letters."""
    found = []
    for line in _model().predict(picture, mode="page").lines:
        x0, y0, x1, y1 = (float(side) for side in line["bbox"])
        text = str(line["text"])
        width = (x1 - x0) / max(1, len(text))
        words: list[Seen] = []
        place = 0
        for word in text.split():
            place = text.index(word, place)
            left = x0 + place * width
            place += len(word)
            words.append(Seen(left, y0, x0 + place * width, y1, word, 100 * line["confidence"]))
        if words:
            found.append(words)
    return found
