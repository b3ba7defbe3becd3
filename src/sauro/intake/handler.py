"""What the worker does with an upload: read it in a child process, keep the document, open its review."""

import time
import uuid
from pathlib import Path

from django.db import transaction

from sauro.documents.actions import add_document
from sauro.files.models import Upload
from sauro.files.queue import Progress, finish
from sauro.identity.records import Stale
from sauro.intake.actions.again import take_reading
from sauro.intake.actions.opening import open_review
from sauro.reading import Limits, read
from sauro.reading.model import Reading

_TURNS = 5
_PAUSE = 0.3  # seconds


def read_upload(upload: Upload, path: Path, progress: Progress) -> uuid.UUID:
    """Reads the file of an upload; gives the uid of its document. Raises `UnreadableFile`.

    Reading takes its time outside a transaction; then document, review and the state of the upload are stored in one,
    so that a worker which is killed leaves all or nothing.
    """
    reading, took = _reading_of(upload, path, progress)
    progress(f"Đang nhận ra đơn vị trong {len(reading.tasks)} nhiệm vụ")
    if upload.reads_again is not None:
        return _take_again(upload, reading, took)
    with transaction.atomic():
        document, extraction = add_document(upload, reading, read_in_ms=took)
        open_review(document, extraction, reading.tasks)
        finish(upload, document.uid)
    return document.uid


def _take_again(upload: Upload, reading: Reading, took: int) -> uuid.UUID:
    """Takes another reading of a document into its review; people who work there at this moment go first."""
    turn = 1
    while True:
        try:
            with transaction.atomic():
                document = take_reading(upload, reading, read_in_ms=took)
                finish(upload, document.uid)
                return document.uid
        except Stale:
            if turn == _TURNS:
                raise
            turn += 1
            time.sleep(_PAUSE)


def _reading_of(upload: Upload, path: Path, progress: Progress) -> tuple[Reading, int]:
    """The reading that was made while the file was cleared, else one made now; and its milliseconds."""
    prepared = getattr(upload, "prepared", None)
    if isinstance(prepared, Reading):
        return prepared, upload.prepared_in_ms
    began = time.monotonic()
    reading = read(path, limits=Limits(keep_unread=True), progress=progress.pages)
    return reading, int((time.monotonic() - began) * 1000)
