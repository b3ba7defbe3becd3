"""From a file to its text: format by content, one text with pages, refusals with a reason.

`extract` works in this process; `sauro.reading.read` calls it in a child with limits, which is what a file from
outside needs.
"""

import errno
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sauro import __version__
from sauro.reading.errors import UnreadableFile, megabytes, unreadable
from sauro.reading.extraction.classification import refuse_classified
from sauro.reading.extraction.extracted import Extracted
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.sniff import MEDIA_TYPES, Format, claimed_format, sniff
from sauro.reading.model import Extraction, Source, Warning
from sauro.vietnamese.text import nfc

if TYPE_CHECKING:
    from mmap import mmap

__all__ = ["Extraction", "Limits", "UnreadableFile", "extract", "extraction_of_text"]

_BLANK = b" \t\r\n\f\v\xef\xbb\xbf"
_HEAD = 4096  # bytes
_THICK = 32_000_000  # bytes


def extract(path: str | Path, limits: Limits | None = None) -> Extraction:
    """The text of a file (.txt, .md, .docx, .doc, .odt, .rtf, .pdf, .png, .jpg, .tif) and where it stands on its pages.

    Raises `UnreadableFile` for every file that gives no text, and for one that is marked as a state secret.
    """
    limits = limits or Limits()
    path = Path(path)
    data = _load(path, limits)
    kind = sniff(path, data)
    found = _read(path, data, kind, limits)
    refuse_classified(found.text, path.name)
    claimed = claimed_format(path)
    if claimed is not None and claimed != kind and {claimed, kind} != {"text", "markdown"}:
        printed = kind if kind != "text" else "văn bản thuần"
        message = f"Đuôi tệp là {path.suffix.lower()} nhưng nội dung là {printed}; đã đọc theo nội dung."
        found.warnings.insert(0, Warning("wrong_extension", message))
    source = Source(
        name=path.name,
        media_type=MEDIA_TYPES[kind],
        sha256=hashlib.sha256(data).hexdigest(),
        pages=found.count,
        ocr=found.ocr,
        reader=__version__,
    )
    return Extraction(source=source, text=found.text, pages=found.pages, warnings=found.warnings)


def extraction_of_text(text: str, name: str) -> Extraction:
    """A text that is at hand as an extraction: NFC, line ends as one line feed. Refuses what `extract` refuses."""
    text = nfc(text.replace("\r\n", "\n"))
    if not text.strip():
        raise unreadable("empty_file", name)
    refuse_classified(text, name)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(name, MEDIA_TYPES["text"], digest, pages=None, ocr=False, reader=__version__)
    return Extraction(source=source, text=text, pages=[])


def _mapped(path: Path) -> "bytes | mmap":
    """A thick PDF stays on the disk and is looked at in its place; every other format is taken into memory."""
    import mmap

    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return path.read_bytes()
        return mmap.mmap(
            file.fileno(), 0, access=mmap.ACCESS_COPY
        )  # PDFium wants it writable, and writes nothing


def _load(path: Path, limits: Limits) -> "bytes | mmap":
    """The bytes of the file, after its size was looked at."""
    name = path.name or str(path)
    try:
        if not path.exists():
            raise unreadable("not_found", name)
        if not path.is_file():
            raise unreadable("not_a_file", name)
        size = path.stat().st_size
        if size >= limits.file_bytes:
            raise unreadable("too_large", name, size=megabytes(size), limit=megabytes(limits.file_bytes))
        data = _mapped(path) if size >= _THICK else path.read_bytes()
    except PermissionError as error:
        raise unreadable("no_permission", name) from error
    except (OSError, ValueError) as error:
        code = "not_found" if getattr(error, "errno", None) in (errno.ENAMETOOLONG, None) else "broken_file"
        raise unreadable(code, name) from error
    if not data[:_HEAD].strip(_BLANK) and not bytes(data).strip(_BLANK):
        raise unreadable("empty_file", name)
    return data


def _read(path: Path, data: "bytes | mmap", kind: Format, limits: Limits) -> Extracted:
    if kind == "pdf":
        from sauro.reading.extraction.pdf import read_pdf

        return read_pdf(data, path.name, limits)
    data = bytes(data)
    if kind in ("text", "markdown"):
        from sauro.reading.extraction.plain import read_plain

        return Extracted(*read_plain(data, path.name))
    if kind in ("png", "jpeg", "tiff"):
        from sauro.reading.extraction.pictures import read_pictures

        return read_pictures(data, path.name, limits)
    if kind == "docx":
        from sauro.reading.extraction.docx import read_docx

        return Extracted(*read_docx(path, limits))
    from sauro.reading.extraction.office import read_through_office

    return Extracted(*read_through_office(path, kind, limits))
