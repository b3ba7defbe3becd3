"""Pictures of documents (.png, .jpg, .tif): each frame is a page, upright as the camera says."""

import io
import warnings as python_warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from sauro.reading.errors import unreadable
from sauro.reading.extraction.assemble import LoadedPage
from sauro.reading.extraction.extracted import Extracted
from sauro.reading.extraction.limits import MOST_FRAME_PIXELS, Limits, dpi_for
from sauro.reading.extraction.progress import progress
from sauro.reading.extraction.scans import Scan, available, recognise
from sauro.reading.extraction.scans.outcome import outcome

if TYPE_CHECKING:
    from PIL.Image import Image

_A4 = (595.28, 841.89)  # points
_SIDES = (200.0, 2400.0)  # points: the sides a page may have by the resolution that the picture claims
_FORMATS = ("PNG", "JPEG", "TIFF")


def read_pictures(data: bytes, name: str, limits: Limits) -> Extracted:
    """Text, pages with words, warnings. Raises `UnreadableFile` as for a PDF without a text layer."""
    loaded: list[LoadedPage] = []
    with _opened(data, name) as file:
        count = getattr(file, "n_frames", 1)
        if count >= limits.pages:
            raise unreadable("too_many_pages", name, pages=count, limit=limits.pages)
        for frame in range(count):
            file.seek(frame)
            loaded.append(LoadedPage(*_size_of(file, name)))
        recognised = None
        if limits.scans and available():
            done = 0

            def finished() -> None:
                nonlocal done
                done += 1
                progress(done, count)

            draws = [partial(_draw, file, frame, page) for frame, page in enumerate(loaded)]
            scans = [
                Scan(number, page, draw)
                for number, (page, draw) in enumerate(zip(loaded, draws, strict=True), 1)
            ]
            recognised = recognise(scans, finished)
    return outcome(
        loaded,
        textless=range(1, count + 1),
        damaged=0,
        recognised=recognised,
        warnings=[],
        why="không có lớp chữ",
        name=name,
        limits=limits,
    )


@contextmanager
def _opened(data: bytes, name: str) -> "Iterator[Image]":
    """The file, open. What is broken in it shows in any of its frames, so the whole block is watched."""
    from PIL import Image, UnidentifiedImageError

    with python_warnings.catch_warnings():
        python_warnings.simplefilter(
            "ignore"
        )  # Pillow warns of odd tags and large pictures; the size is judged here
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
                yield file
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise unreadable("broken_file", name, "ảnh không mở được") from error
        except Image.DecompressionBombError as error:
            raise _too_large(name) from error


def _too_large(name: str) -> Exception:
    return unreadable(
        "too_large", name, size="ảnh quá nhiều điểm", limit=f"{MOST_FRAME_PIXELS // 1_000_000} triệu điểm"
    )


def _size_of(file: "Image", name: str) -> tuple[float, float]:
    """Width and height of the frame in points, upright: by the resolution it claims, else as if the paper were A4."""
    width, height = file.size
    if width * height > MOST_FRAME_PIXELS:
        raise _too_large(name)
    if file.getexif().get(_ORIENTATION, 1) in _SIDEWAYS:
        width, height = height, width
    claimed = file.info.get("dpi")
    if claimed and all(float(dpi) > 0 for dpi in claimed):
        points = 72 * width / float(claimed[0]), 72 * height / float(claimed[1])
        if all(_SIDES[0] <= side <= _SIDES[1] for side in points):
            return points
    short, long = _A4
    scale = min(short / min(width, height), long / max(width, height))
    return width * scale, height * scale


_ORIENTATION = 0x0112  # EXIF
_SIDEWAYS = (5, 6, 7, 8)


def _draw(file: "Image", frame: int, page: LoadedPage) -> "tuple[Image, float]":
    """The frame upright, grey on white, in the resolution for recognising."""
    from PIL import Image, ImageOps

    file.seek(frame)
    dpi = dpi_for(page.width, page.height)
    file.draft(
        "L", (round(page.width * dpi / 72), round(page.height * dpi / 72))
    )  # a JPEG is decoded smaller at once
    picture: Image.Image = ImageOps.exif_transpose(file)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        paper.alpha_composite(layer)
        picture = paper
    if picture.mode.startswith("I"):  # 16 bits a pixel
        picture = picture.point(lambda value: value / 256)
    grey = picture.convert("L")
    wanted = max(1, round(page.width * dpi / 72)), max(1, round(page.height * dpi / 72))
    if grey.width > wanted[0]:
        grey = grey.resize(wanted, Image.Resampling.LANCZOS)
    return grey, 72 * grey.width / page.width
