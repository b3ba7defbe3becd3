"""Pages that are pictures: recognised by Tesseract, checked by a second recogniser where the extra `scan` is installed.

Nothing here is loaded before there is a picture to read. Each page is made level, its ruled lines are found, every cell
and every block is read for itself; the words then go the way of the words of a PDF, with the same rules for columns,
paragraphs and tables.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sauro.reading.extraction.assemble import LoadedPage
from sauro.reading.extraction.pdfium import PageWord
from sauro.reading.extraction.progress import recognising
from sauro.reading.extraction.scans import second, tesseract

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PIL.Image import Image

    from sauro.reading.extraction.scans.sheet import Query, Sheet

AT_ONCE = 2  # pages: Tesseract is a process of its own for each, so two take two cores

Draw = Callable[[], "tuple[Image, float]"]
"""Gives the picture of a page, grey, and how many of its pixels are an inch."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page to recognise, and its number from 1.

    `sense` is what its own text layer has, which is to be surpassed; `over` are words that were put over the picture
    (the number of a document, a signature), which are known and not in it.
    """

    number: int
    page: LoadedPage
    draw: Draw
    sense: float = 0.0
    over: list[PageWord] = field(default_factory=list)


@dataclass(slots=True)
class Recognised:
    """The numbers of the pages that were read, of those of which nothing could be made, and the words to look at."""

    read: list[int] = field(default_factory=list)
    illegible: list[int] = field(default_factory=list)
    queries: "list[Query]" = field(default_factory=list)
    alone: bool = False  # whether the second recogniser was the only one


def available() -> bool:
    """Whether this machine can recognise a picture at all."""
    return tesseract.find() is not None or second.installed()


def recognise(scans: Sequence[Scan], finished: Callable[[], None]) -> Recognised:
    """Puts words and lines into the pages. Calls `finished` in this thread after each of them.

    Pages are drawn in this thread, one ahead of those at work, so that a thick file costs no more memory than a thin one.
    """
    done = Recognised(alone=tesseract.find() is None)
    with recognising():
        for scan, sheet in _sheets(scans):
            _take(scan, sheet, done)
            finished()
    return done


def _sheets(scans: Sequence[Scan]) -> "Iterator[tuple[Scan, Sheet]]":
    from concurrent.futures import ThreadPoolExecutor

    from sauro.reading.extraction.scans import sheet

    waiting: list[tuple[Scan, Future[Sheet]]] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for scan in scans:
            waiting.append((scan, pool.submit(sheet.read, *scan.draw())))
            if len(waiting) > AT_ONCE:
                first, future = waiting.pop(0)
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()


def _take(scan: Scan, sheet: "Sheet", done: Recognised) -> None:
    """Replaces what the page had, where the recogniser made more of it."""
    if sheet.words and sheet.sense > scan.sense:
        known = [PageWord(*sheet.turn.onto(word[:4]), word.text) for word in scan.over]
        scan.page.words, scan.page.rules, scan.page.turn = known + sheet.words, sheet.rules, sheet.turn
        done.read.append(scan.number)
        done.queries += sheet.queries
    elif not sheet.legible and not scan.sense:
        done.illegible.append(scan.number)
