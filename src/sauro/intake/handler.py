"""What the worker does with an upload: read it in a child process, keep the document, open its review."""

import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from sauro.documents.actions import add_document
from sauro.files.models import Upload
from sauro.files.queue import finish
from sauro.intake.actions.opening import open_review
from sauro.reading import read
from sauro.reading.model import Reading


def read_upload(upload: Upload, path: Path, progress: Callable[[str], None]) -> uuid.UUID:
    """Reads the file of an upload; gives the uid of its document. Raises `UnreadableFile`.

    Reading takes its time outside a transaction; then document, review and the state of the upload are stored in one,
    so that a worker which is killed leaves all or nothing.
    """
    progress(f"Đang đọc “{upload.name}”"[:120])
    reading, took = _reading_of(upload, path)
    progress(f"Đang nhận ra đơn vị trong {len(reading.tasks)} nhiệm vụ")
    with transaction.atomic():
        document, extraction = add_document(upload, reading, read_in_ms=took)
        open_review(document, extraction, reading.tasks)
        finish(upload, document.uid)
    return document.uid


def _reading_of(upload: Upload, path: Path) -> tuple[Reading, int]:
    """The reading that was made while the file was cleared, else one made now; and its milliseconds."""
    prepared = getattr(upload, "prepared", None)
    if isinstance(prepared, Reading):
        return prepared, upload.prepared_in_ms
    began = time.monotonic()
    reading = read(path)
    return reading, int((time.monotonic() - began) * 1000)
