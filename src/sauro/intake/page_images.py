"""The pages of a PDF or a picture as they were printed, with what was found drawn over them.

A page is drawn in a child process without network and with bounds on time and memory, as everything that opens a
foreign file; it knows nothing of the environment, in which the password of a database may stand. Two at a time, so that
a long document leaves the machine to others.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sauro.documents.readings import pages_of as pages_in
from sauro.files.store import path_of
from sauro.intake.marks import Mark
from sauro.intake.models import ItemState, Review
from sauro.intake.queries import Screen
from sauro.reading.extraction.limits import MOST_FRAME_PIXELS
from sauro.reading.model import Word

WITH_PAGES = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
SECONDS = 20.0
MEMORY = 1_200_000_000
SCALE = 1.6  # pixels for a point: a page of A4 is 952 pixels wide

TURNS = threading.BoundedSemaphore(2)
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")  # of the environment
_CONFINED = """
import sys
try:
    import ctypes
    library = ctypes.CDLL(None)
    library.prctl(1, 15, 0, 0, 0)  # PR_SET_PDEATHSIG: it ends with its parent
    library.unshare(0x50000000)  # CLONE_NEWUSER, CLONE_NEWNET, where the system allows it
except (OSError, AttributeError):
    pass
"""
_CHILD = (
    _CONFINED
    + """
sys.path[:] = sys.argv[4].split('\\n')
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]), int(sys.argv[3])))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 25))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
except ImportError:
    pass
path, number, scale = sys.argv[1], int(sys.argv[2]), float(sys.argv[5])
with open(path, 'rb') as file:
    is_pdf = b'%PDF-' in file.read(1024)
if is_pdf:
    import pypdfium2
    document = pypdfium2.PdfDocument(path)
    if not 1 <= number <= len(document):
        sys.exit(3)
    image = document[number - 1].render(scale=scale).to_pil()
else:
    from PIL import Image, ImageOps
    Image.MAX_IMAGE_PIXELS = int(sys.argv[6])
    image = Image.open(path, formats=('PNG', 'JPEG', 'TIFF'))
    if not 1 <= number <= getattr(image, 'n_frames', 1):
        sys.exit(3)
    image.seek(number - 1)
    image = ImageOps.exif_transpose(image)
    image.thumbnail((int(scale * 1200), int(scale * 1200)))
    if 'A' in image.getbands():
        paper = Image.new('RGBA', image.size, 'white')
        paper.alpha_composite(image.convert('RGBA'))
        image = paper
    elif image.mode.startswith('I'):
        image = image.point(lambda value: value / 256)
image.convert('RGB').save(sys.stdout.buffer, 'PNG')
"""
)


@dataclass(frozen=True, slots=True)
class Box:
    kind: str
    item: str  # the uid of a task, '' for what stands in one
    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class PageView:
    number: int
    width: float
    height: float
    boxes: list[Box]


def has_pages(review: Review) -> bool:
    return review.document.stored_file.media_type in WITH_PAGES


def pages_of(shown: Screen) -> list[PageView]:
    """The pages of a PDF or a picture with the boxes of what was found; none for another format."""
    if not has_pages(shown.review):
        return []
    marks = [mark for mark in shown.found.marks if mark.kind in ("owner", "due", "target", "ref")]
    tasks = [Mark(card.item.span_start, card.item.span_end, "task", card.number) for card in shown.cards]
    cards = {card.number: card for card in shown.cards}
    views = []
    for page in pages_in(shown.review.extraction):
        boxes = []
        for mark in (*tasks, *marks):
            if mark.start >= page.at[1] or mark.end <= page.at[0]:
                continue
            card = cards.get(mark.item)
            states = (
                [] if card is None else [name for name, on in _states(card.state, chosen=card.chosen) if on]
            )
            css = " ".join([f"box-{mark.kind}", *states])
            for line in _lines(page.words, mark.start, mark.end):
                boxes.append(_box(mark.kind, card.uid if card else "", line, css))
        views.append(PageView(page.page, page.width or 595, page.height or 842, boxes))
    return views


def _states(state: str, *, chosen: bool) -> tuple[tuple[str, bool], ...]:
    return ("on", chosen), ("dropped", state in (ItemState.DROPPED, ItemState.INFORM))


def _lines(words: Sequence[Word], start: int, end: int) -> Iterator[list[Word]]:
    """The words of a span, line by line."""
    line: list[Word] = []
    for word in words:
        if word.end <= start or word.start >= end:
            continue
        if line and (word.y0 > line[-1].y1 or word.x0 < line[-1].x0):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _box(kind: str, item: str, line: Sequence[Word], css: str) -> Box:
    x, y = min(word.x0 for word in line), min(word.y0 for word in line)
    right, bottom = max(word.x1 for word in line), max(word.y1 for word in line)
    return Box(kind, item, round(x, 1), round(y, 1), round(right - x, 1), round(bottom - y, 1), css)


def image_of(review: Review, number: int) -> bytes | None:
    """A page as PNG; None where there is no such page or it cannot be drawn."""
    if not has_pages(review):
        return None
    path = path_of(review.document.stored_file)
    search_path = "\n".join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100 - entries may be empty
    order = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        _CHILD,
        str(path),
        str(number),
        str(MEMORY),
        search_path,
        str(SCALE),
        str(MOST_FRAME_PIXELS),
    ]
    if not TURNS.acquire(timeout=SECONDS):
        return None
    try:
        done = subprocess.run(
            order,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        return None
    finally:
        TURNS.release()
    return done.stdout if done.returncode == 0 and done.stdout else None
