"""PDF with a text layer: one text for the whole document, its lines as printed, every word with its box.

Lines are kept, a blank line parts paragraphs, page numbers stay where they are printed, a ruled table gives a line a
row (`ruled`). A table that goes on over the page is one table: the header that is printed again goes, a broken row is
put together where it begins (its words keep the boxes of their own page), the page number comes behind the table.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sauro.reading.errors import unreadable
from sauro.reading.extraction.assemble import LoadedPage
from sauro.reading.extraction.extracted import Extracted
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.pdfium import Document, PageWord
from sauro.reading.extraction.progress import progress
from sauro.reading.extraction.scans import Recognised, Scan, available, recognise
from sauro.reading.extraction.scans.outcome import outcome, pages_named
from sauro.reading.model import Warning
from sauro.vietnamese.syllables import share_of_syllables

if TYPE_CHECKING:
    from mmap import mmap

_TAIL = 65_536  # bytes at the end in which the end mark must stand: some senders add a signature or padding after it
_LINEARIZED = re.compile(rb"/Linearized[^>]{0,200}?/L\s+(\d+)")
_SOFT_HYPHEN = "\xad"  # in TCVN3 it is a letter, so it goes only where that is not the encoding
_STAMP_WORDS = 80  # words of a page with a picture below which they are taken for stamps on it
_SENSE = 0.55  # share of Vietnamese syllables below which a text layer is nonsense
_JUDGED = 25  # words that are needed for that judgement
_NO_LAYER = "không có lớp chữ"
_BROKEN_LAYER = "lớp chữ bên trong bị lỗi, không thành tiếng Việt"


class _Taken(NamedTuple):
    """The pages of a file, and which of them (from 0) are damaged, have no text layer, have one that makes no sense.

    What makes no sense comes with its share of Vietnamese words; `whole` says that the file as a whole does not.
    """

    loaded: list[LoadedPage]
    damaged: list[int]
    bare: list[int]
    nonsense: dict[int, float]
    whole: bool


def read_pdf(data: "bytes | mmap", name: str, limits: Limits) -> Extracted:
    """Text, pages with words, warnings. Pages that are pictures are recognised where that is allowed and possible."""
    _refuse_truncated(data, name)
    with Document(data, name) as document:
        count = len(document)
        if count == 0:
            raise unreadable("broken_file", name, "không có trang nào")
        if count >= limits.pages:
            raise unreadable("too_many_pages", name, pages=count, limit=limits.pages)
        taken = _take(document)
        if len(taken.damaged) == count:
            raise unreadable("broken_file", name, "không mở được trang nào")
        warnings = _repair(taken.loaded)
        wanted = sorted([*taken.bare, *taken.nonsense])
        recognised = _recognise(document, taken, wanted) if limits.scans and wanted and available() else None
    if taken.damaged:
        message = (
            f"Không mở được {pages_named([index + 1 for index in taken.damaged])}; phần đó chưa được đọc."
        )
        warnings.insert(0, Warning("damaged_pages", message))
    return outcome(
        taken.loaded,
        textless=[index + 1 for index in (wanted if taken.whole else taken.bare)],
        damaged=len(taken.damaged),
        recognised=recognised,
        warnings=warnings,
        why=_BROKEN_LAYER if taken.whole else _NO_LAYER,
        name=name,
        limits=limits,
    )


def _recognise(document: Document, taken: _Taken, wanted: list[int]) -> Recognised:
    """Reads the wanted pages from their pictures."""
    done = count = len(document)
    done -= len(wanted)

    def finished() -> None:
        nonlocal done
        done += 1
        progress(done, count)

    scans = [
        Scan(
            index + 1,
            taken.loaded[index],
            partial(document.picture, index),
            taken.nonsense.get(index, 0.0),
            _put_over(document, index, taken.loaded[index].words),
        )
        for index in wanted
    ]
    return recognise(scans, finished)


def _put_over(document: Document, index: int, words: list[PageWord]) -> list[PageWord]:
    """Of the words of a page those that are not its own: the stamps of signatures, the number and the date of issue."""
    if not words:
        return []
    page = document.content(index)
    own = Counter(word.text for word in page.words())
    page.close()
    over = []
    for word in words:
        if own[word.text]:
            own[word.text] -= 1
        else:
            over.append(word)
    return over


def _take(document: Document) -> _Taken:
    """The words and lines of every page, and which pages have to be recognised."""
    loaded: list[LoadedPage] = []
    damaged: list[int] = []
    bare: list[int] = []
    count = len(document)
    for index in range(count):
        page = document.page(index)
        if page is None:
            damaged.append(index)
            loaded.append(LoadedPage(0.0, 0.0))
            continue
        words = page.words()
        loaded.append(LoadedPage(page.width, page.height, words, page.rules()))
        # The words of a scan without text are those of a signature stamp that was put on it.
        if not words or (len(words) < _STAMP_WORDS and page.is_picture()):
            bare.append(index)
        page.close()
        progress(index + 1 - len(bare), count)
    whole = _nonsense(loaded) is not None
    nonsense = {}
    for index, one in enumerate(loaded):
        share = _nonsense([one])
        if one.words and index not in bare and (whole or share is not None):
            nonsense[index] = share or 0.0
    return _Taken(loaded, damaged, bare, nonsense, whole)


def _nonsense(pages: Sequence[LoadedPage]) -> float | None:
    """The share of Vietnamese words where the text layer of the pages makes no sense; None where it does, or is short."""
    body = " ".join(word.text for page in pages for word in page.words)
    share, judged = share_of_syllables(body)
    return share if judged >= _JUDGED and share < _SENSE and _legacy_of(body) is None else None


def _refuse_truncated(data: "bytes | mmap", name: str) -> None:
    """Raises for a file that ends before its end: what is left of it would read as if it were the whole directive."""
    linearized = _LINEARIZED.search(data[:2048])
    if linearized and len(data) < int(linearized.group(1)):
        raise unreadable("broken_file", name, "thiếu phần cuối tệp PDF")
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        raise unreadable("broken_file", name, "thiếu phần cuối tệp PDF")


def _legacy_of(text: str) -> str | None:
    if text.isascii():
        return None
    from sauro.vietnamese import legacy

    return legacy.detect(text)


def _repair(loaded: list[LoadedPage]) -> list[Warning]:
    """Converts the words of a document that was typed in TCVN3 or VNI, in place; NFC for every other."""
    body = " ".join(word.text for page in loaded for word in page.words)
    share, _ = share_of_syllables(body)
    encoding = None if share > 0.85 else _legacy_of(body)
    if encoding in ("tcvn3", "vni"):
        from sauro.vietnamese import legacy

        kind: legacy.LegacyEncoding = "tcvn3" if encoding == "tcvn3" else "vni"
        for page in loaded:
            page.words = [word._replace(text=legacy.convert(word.text, kind)) for word in page.words]
        printed = legacy.ENCODING_NAMES[encoding]
        message = (
            f"Chữ trong tệp là bảng mã cũ {printed}, đã chuyển sang Unicode; hãy soát lại dấu và chữ hoa."
        )
        return [Warning("legacy_encoding", message)]
    if _SOFT_HYPHEN in body or not unicodedata.is_normalized("NFC", body):
        for page in loaded:
            clean = [
                (word, unicodedata.normalize("NFC", word.text.replace(_SOFT_HYPHEN, "")))
                for word in page.words
            ]
            page.words = [word._replace(text=text) for word, text in clean if text]
    return []
