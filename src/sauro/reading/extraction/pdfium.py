"""The few calls of PDFium that are needed, through the raw bindings of pypdfium2: words with boxes, and ruled lines.

The raw bindings are imported (not the helpers around them), because that is half of the start-up time.
Boxes are in points from the top left corner of the page as it is shown.
"""

import ctypes
import mmap
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from sauro.reading.errors import unreadable
from sauro.reading.extraction.limits import dpi_for

if TYPE_CHECKING:
    from PIL.Image import Image

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_PATH, _IMAGE, _FORM = 2, 3, 5  # FPDF_PAGEOBJ_PATH, _IMAGE, _FORM
_FLAT_FOR_DISPLAY = 0  # FLAT_NORMALDISPLAY
_MOST_OBJECTS = 20_000  # of a page: beyond them its lines are a drawing
_ONE_AT_A_TIME = threading.Lock()  # PDFium may not be used by two threads
_THIN = 2.5
_WHITE = 0xFFFFFFFF
_KEPT = 8  # pages of a thick file
_COARSEST = 150.0  # pixels an inch: a coarser image is made larger, so that its letters have strokes
_WORD = re.compile(r"[^\s\ufffe\x00]+")
_HYPHEN = "\x02"  # what PDFium writes for a hyphen at the end of a line
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\ufeff]")


class PageWord(NamedTuple):
    """A word and its box."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


class Rule(NamedTuple):
    """A line that is drawn along an axis: a stroke, or a side of a filled or stroked box."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


class Document:
    """An open PDF. Use it as a context manager; entering raises `UnreadableFile` where it cannot be opened."""

    def __init__(self, data: bytes | mmap.mmap, name: str) -> None:
        self._map = None if isinstance(data, bytes) else data
        # PDFium reads from these bytes as long as the document is open.
        self._data = data if isinstance(data, bytes) else (ctypes.c_char * len(data)).from_buffer(data)
        self._opened = 0  # pages since the file was opened
        self._name = name
        self._handle: Any = None
        self._content: Any = None  # the same file once more, its pages without what was put over them

    def __enter__(self) -> "Document":
        _ONE_AT_A_TIME.acquire()
        try:
            self._open()
        except BaseException:
            _ONE_AT_A_TIME.release()
            raise
        return self

    def _open(self) -> None:
        pdfium.FPDF_InitLibrary()
        self._handle = self._load()
        if not self._handle:
            error = pdfium.FPDF_GetLastError()
            if error in (_PASSWORD, _SECURITY):
                raise unreadable("encrypted_pdf", self._name)
            raise unreadable("broken_file", self._name, "không mở được PDF")

    def _forget(self) -> None:
        """Opens a thick file anew after some pages: PDFium keeps the images of every page that it has seen."""
        self._opened += 1
        if self._map is None or self._opened % _KEPT:
            return
        if self._content:
            pdfium.FPDF_CloseDocument(self._content)
            self._content = None
        pdfium.FPDF_CloseDocument(self._handle)
        with suppress(AttributeError, OSError):  # not on every system
            self._map.madvise(mmap.MADV_DONTNEED)
        self._open()

    def _load(self) -> Any:
        return pdfium.FPDF_LoadMemDocument64(self._data, len(self._data), None)

    def __exit__(self, *_: object) -> None:
        if self._content:
            pdfium.FPDF_CloseDocument(self._content)
        pdfium.FPDF_CloseDocument(self._handle)
        _ONE_AT_A_TIME.release()

    def __len__(self) -> int:
        return int(pdfium.FPDF_GetPageCount(self._handle))

    def page(self, index: int) -> "PdfPage | None":
        """The page (from 0) with its stamps and filled fields as part of it; None where the page is damaged.

        The page before it must be closed.
        """
        self._forget()
        handle = pdfium.FPDF_LoadPage(self._handle, index)
        if handle and pdfium.FPDFPage_GetAnnotCount(handle) > 0:
            # A number, a date or a stamp that was put in when the document was issued is an annotation over the page.
            pdfium.FPDFPage_Flatten(handle, _FLAT_FOR_DISPLAY)
            pdfium.FPDF_ClosePage(handle)
            handle = pdfium.FPDF_LoadPage(self._handle, index)
        return PdfPage(handle) if handle else None

    def content(self, index: int) -> "PdfPage":
        """The page (from 0) without what was put over it: the picture of a scan without the stamps of signatures.

        Raises `UnreadableFile` where it cannot be opened.
        """
        self._forget()
        if not self._content:
            self._content = self._load()
        handle = pdfium.FPDF_LoadPage(self._content, index) if self._content else None
        if not handle:
            raise unreadable("broken_file", self._name, f"không mở được trang {index + 1}")
        return PdfPage(handle)

    def picture(self, index: int) -> "tuple[Image, float]":
        """`PdfPage.picture` of `content`."""
        page = self.content(index)
        try:
            return page.picture()
        finally:
            page.close()


class PdfPage:
    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.width = float(pdfium.FPDF_GetPageWidthF(handle))
        self.height = float(pdfium.FPDF_GetPageHeightF(handle))
        self._rotation = int(pdfium.FPDFPage_GetRotation(handle))
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(handle, box)
        self._box = (float(box.left), float(box.bottom), float(box.right), float(box.top))

    def close(self) -> None:
        pdfium.FPDF_ClosePage(self._handle)

    def _shown(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of the page's own space (origin below left, before rotation) as it is shown."""
        x_min, y_min, x_max, y_max = self._box
        if self._rotation == 1:
            return bottom - y_min, left - x_min, top - y_min, right - x_min
        if self._rotation == 2:
            return x_max - right, bottom - y_min, x_max - left, top - y_min
        if self._rotation == 3:
            return y_max - top, x_max - right, y_max - bottom, x_max - left
        return left - x_min, y_max - top, right - x_min, y_max - bottom

    def words(self) -> list[PageWord]:
        """The words of the page in the order of its content."""
        text_page = pdfium.FPDFText_LoadPage(self._handle)
        if not text_page:
            return []
        try:
            return list(self._words(text_page))
        finally:
            pdfium.FPDFText_ClosePage(text_page)

    def _words(self, text_page: Any) -> Iterator[PageWord]:
        count = pdfium.FPDFText_CountChars(text_page)
        if count <= 0:
            return
        buffer = (ctypes.c_ushort * (count * 2 + 2))()
        written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
        straight = len(text) == count  # else some characters have no text, and each place must be asked for
        box = pdfium.FS_RECTF()
        get_box, place_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharIndexFromTextIndex
        shown = self._shown
        for match in _WORD.finditer(text):
            word = match.group()
            first, last = match.start(), match.end() - 1
            if not straight:
                first, last = place_of(text_page, first), place_of(text_page, last)
            if not get_box(text_page, first, box):
                continue
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            if last != first and get_box(text_page, last, box):
                left, right = min(left, box.left), max(right, box.right)
                bottom, top = min(bottom, box.bottom), max(top, box.top)
            if not word.isprintable():
                word = _UNPRINTED.sub("", word.replace(_HYPHEN, "-"))
            if word:
                yield PageWord(*shown(left, bottom, right, top), word)

    def rules(self) -> list[Rule]:
        """The horizontal and vertical lines that are drawn on the page; none for a page that is a drawing."""
        found: list[Rule] = []
        for left, bottom, right, top in self._paths(self._handle, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0):
            x0, y0, x1, y1 = self._shown(left, bottom, right, top)
            width, height = x1 - x0, y1 - y0
            if width > self.width * 1.5 or height > self.height * 1.5:
                continue
            if height <= _THIN < width:
                middle = (y0 + y1) / 2
                found.append(Rule(x0, middle, x1, middle))
            elif width <= _THIN < height:
                middle = (x0 + x1) / 2
                found.append(Rule(middle, y0, middle, y1))
            elif width > 8 and height > 8:
                found += [
                    Rule(x0, y0, x1, y0),
                    Rule(x0, y1, x1, y1),
                    Rule(x0, y0, x0, y1),
                    Rule(x1, y0, x1, y1),
                ]
        return found

    def is_picture(self) -> bool:
        """Whether images cover more than half of the page, as in a scan: one, or the strips of one."""
        return sum(width * height for width, height, _ in self._images()) > 0.5 * self.width * self.height

    def _images(self) -> Iterator[tuple[float, float, float]]:
        """Width and height in points of each image, and how many of its pixels are an inch."""
        sides = [ctypes.c_float() for _ in range(4)]
        columns, rows = ctypes.c_uint(), ctypes.c_uint()
        for index in range(min(pdfium.FPDFPage_CountObjects(self._handle), _MOST_OBJECTS)):
            item = pdfium.FPDFPage_GetObject(self._handle, index)
            if pdfium.FPDFPageObj_GetType(item) == _IMAGE and pdfium.FPDFPageObj_GetBounds(item, *sides):
                left, bottom, right, top = (side.value for side in sides)
                pdfium.FPDFImageObj_GetImagePixelSize(item, columns, rows)
                area = max(1.0, (right - left) * (top - bottom)) / 72**2
                yield right - left, top - bottom, (columns.value * rows.value / area) ** 0.5

    def picture(self) -> "tuple[Image, float]":
        """The page as it is shown, grey, and how many of its pixels are an inch: fewer where it is very large, and no
        more than the image of a scan has.

        Raises `MemoryError` where PDFium has no room for it.
        """
        from PIL import Image

        dpi = dpi_for(self.width, self.height)
        if self.is_picture():
            finest = max(density for _, _, density in self._images())
            dpi = max(min(dpi, _COARSEST), min(dpi, finest))
        width, height = max(1, round(self.width * dpi / 72)), max(1, round(self.height * dpi / 72))
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            grey = pdfium.FPDF_GRAYSCALE
            pdfium.FPDF_RenderPageBitmap(bitmap, self._handle, 0, 0, width, height, 0, grey)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Image.frombytes("L", (width, height), pixels, "raw", "L", stride), dpi

    def _paths(
        self, parent: Any, matrix: tuple[float, ...], depth: int
    ) -> Iterator[tuple[float, float, float, float]]:
        """The boxes of the drawn paths below a page or a form, in the page's own space."""
        if depth == 0:
            count, get = pdfium.FPDFPage_CountObjects(parent), pdfium.FPDFPage_GetObject
        else:
            count, get = pdfium.FPDFFormObj_CountObjects(parent), pdfium.FPDFFormObj_GetObject
        if count > _MOST_OBJECTS:
            return
        sides = [ctypes.c_float() for _ in range(4)]
        for index in range(count):
            item = get(parent, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == _PATH:
                for box in _segments(item, sides):
                    shown = _moved(box, matrix)
                    thin = shown[2] - shown[0] <= _THIN or shown[3] - shown[1] <= _THIN
                    if thin or _is_stroked(item):  # a filled box is a background
                        yield shown
            elif kind == _FORM and depth < 3:
                own = pdfium.FS_MATRIX()
                if pdfium.FPDFPageObj_GetMatrix(item, own):
                    inner = (own.a, own.b, own.c, own.d, own.e, own.f)
                    yield from self._paths(item, _combined(inner, matrix), depth + 1)


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke) and stroke.value)


def _segments(path: Any, sides: list[Any]) -> Iterator[tuple[float, float, float, float]]:
    """The box of a path, or of each of its straight segments where it has many."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count <= 5:
        if pdfium.FPDFPageObj_GetBounds(path, *sides):
            left, bottom, right, top = (side.value for side in sides)
            yield left, bottom, right, top
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, own)
    matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
    x, y = ctypes.c_float(), ctypes.c_float()
    previous: tuple[float, float] | None = None
    for index in range(min(count, _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        if previous is not None and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            yield _moved((*previous, *point), matrix)
        previous = point


def _moved(
    box: tuple[float, float, float, float], matrix: tuple[float, ...]
) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    xs = (a * x0 + c * y0 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)


def _combined(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    """The matrix that is `inner` and then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
