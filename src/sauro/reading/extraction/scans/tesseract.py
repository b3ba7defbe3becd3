"""Tesseract with its Vietnamese model, as a program beside us: pictures in through a pipe, words with places out."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "vie"
_BLOCK = "6"  # Tesseract's layouts: one block of lines
_LINE = "7"  # one line
_DIRECTION = "0"  # and: only which side is up
_SECONDS = 40.0  # for one call
_PLACES = ("/usr/bin/tesseract", "/usr/local/bin/tesseract", "/opt/homebrew/bin/tesseract")
_WORD_LEVEL = "5"
_CERTAIN = 50  # of 100: what is less may be a stain and says nothing of the height of a line
_BULLETS = dict.fromkeys("»«°®©¢", "•")  # what a bullet at the head of a line is taken for
_TURN = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)


class Seen(NamedTuple):
    """A word that was recognised, its box in pixels, and how sure the recogniser is (0 to 100)."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    sure: float


@cache
def find() -> str | None:
    """The path of Tesseract with a Vietnamese model; None where one of them is missing."""
    path = shutil.which("tesseract") or next((one for one in _PLACES if os.access(one, os.X_OK)), None)
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, "--list-langs"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if LANGUAGE in done.stdout.split() else None


def read(pictures: Sequence["Image"], dpi: float, *, digits: bool = False) -> list[list[list[Seen]]]:
    """The lines of each picture, which holds one block of text, or one line of `digits` and nothing else; none for a
    picture that could not be read.
    """
    found: list[list[list[Seen]]] = [[] for _ in pictures]
    if not pictures:
        return found
    layout = ("--psm", _LINE, "-c", "tessedit_char_whitelist=0123456789") if digits else ("--psm", _BLOCK)
    table = _run(pictures, "-l", LANGUAGE, *layout, "--dpi", str(round(dpi)), "tsv")
    line: list[Seen] = []
    place: list[str] = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        if cells[1:5] != place:
            line, place = [], cells[1:5]
            found[int(cells[1]) - 1].append(line)
        x, y, width, height = (float(cell) for cell in cells[6:10])
        text = _BULLETS.get(cells[11].strip(), cells[11].strip()) if not line else cells[11].strip()
        line.append(Seen(x, y, x + width, y + height, text, float(cells[10])))
    return [[_levelled(words) for words in lines] for lines in found]


def quarters(picture: "Image") -> int:
    """The quarter turns clockwise after which the picture stands upright, as far as can be told."""
    match = _TURN.search(_run([picture], "-l", "osd", "--psm", _DIRECTION))
    return int(match.group(1)) // 90 % 4 if match else 0


def _levelled(words: list[Seen]) -> list[Seen]:
    """The words of a line, all as high as the line: what stands side by side is told by the feet of words."""
    certain = [word for word in words if word.sure > _CERTAIN] or words
    y0, y1 = min(word.y0 for word in certain), max(word.y1 for word in certain)
    return [word._replace(y0=y0, y1=y1) for word in words]


def _run(pictures: Sequence["Image"], *order: str) -> str:
    """What Tesseract writes about the pictures; nothing where it fails, which is a page that could not be read."""
    path = find()
    if path is None:
        return ""
    sheets = io.BytesIO()
    pictures[0].save(sheets, "TIFF", save_all=True, append_images=pictures[1:])
    try:
        done = subprocess.run(
            [path, "stdin", "stdout", *order],
            input=sheets.getvalue(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """One thread for each call: Tesseract's own threads wait for each other more than they work."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {"PATH": os.defpath, **kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
