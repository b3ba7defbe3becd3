"""The queue of uploads: rows that a worker claims by a conditional update. docs/decisions/0007 says why.

A claim is (name of the worker, time). Who holds one renews it; one that is not renewed for `stale_seconds` belongs to a
worker that is gone, and the row is taken over. Every write of a worker asks whether the claim is still its own, so that
a worker which was only asleep changes nothing any more.

    quarantined ──examined──▶ waiting ──▶ reading ──▶ read
      ▲  │  └──▶ refused (wiped)               └──▶ failed (the file is kept)
      │  ▼         ▲
     unclear ──────┘   a scan waits for a person, claimed by nobody
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sauro.files import quarantine, store
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.files.ports import Refused, Unclear, ports

logger = logging.getLogger(__name__)

TRIES = 3
RETRY_SECONDS = (2, 15)  # after the first and the second failure
OPEN = (UploadState.QUARANTINED, UploadState.WAITING, UploadState.READING)

PROGRESS_SECONDS = 0.5  # between two writes of how many pages are done


class Progress:
    """What shows how far the work on an upload is. Raises `ClaimLost` where it is no longer this worker's."""

    def __init__(self, upload: Upload, clock: Callable[[], float] = time.monotonic) -> None:
        self._upload = upload
        self._clock = clock
        self._told: float | None = None

    def __call__(self, text: str) -> None:
        """A step in words, in Vietnamese."""
        _move(self._upload, self._upload.state, progress=text[:120])

    def pages(self, done: int, total: int) -> None:
        """`done` of `total` pages; the last one is always written, the others not too often."""
        now = self._clock()
        if self._told is not None and now - self._told < PROGRESS_SECONDS and done < total:
            return
        self._told = now
        _move(self._upload, self._upload.state, pages_done=done, pages_total=total)


Handler = Callable[[Upload, Path, Progress], uuid.UUID]


class ClaimLost(Exception):
    """Another worker has taken the upload over; what this one did must not be stored."""


class Unreadable(Exception):
    """Raised by a handler for a file that no further try will read: `code` and the message for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


_handlers: list[Handler] = []
_at_work: dict[str, int] = {}  # worker → the upload it works on; a thread beside it renews the claim


def register_handler(handler: Handler) -> None:
    """The room above says what reads an upload: `handler(upload, path, progress) -> uid` of what it made of it.

    `path` ends in the file's own name. `upload.prepared` is what was already made of it when it was cleared (a
    `Reading`, in `upload.prepared_in_ms`), or None: nothing needs to be read twice. `upload.reads_again` is the document
    whose file is read once more, else None. The handler stores its result in one transaction and calls
    `finish(upload, uid)` in it: then a worker that is killed leaves all or nothing, and nothing comes twice. It may raise
    `Unreadable`, or an exception with `code` and `message` (as `sauro.reading.UnreadableFile` has them), for a file that
    cannot be read; any other exception is a failure that is tried again.
    """
    _handlers[:] = [handler]


def stale_seconds() -> float:
    return float(getattr(settings, "WORKER_STALE_SECONDS", 30))


def claim_next(worker: str, now: datetime | None = None) -> Upload | None:
    """The oldest upload that nobody works on, claimed for `worker`; None where there is none."""
    now = now or timezone.now()
    stale = now - timedelta(seconds=stale_seconds())
    free = Q(claimed_by="", state__in=(UploadState.QUARANTINED, UploadState.WAITING))
    free &= Q(claimed_at=None) | Q(claimed_at__lte=now)  # of a row that waits for its next try: not before
    orphaned = Q(state__in=OPEN, claimed_at__lt=stale) & ~Q(claimed_by="")
    while True:
        found = Upload.objects.filter(free | orphaned).order_by("id").first()
        if found is None:
            return None
        mine = Upload.objects.filter(
            pk=found.pk,
            state=found.state,
            claimed_by=found.claimed_by,
            claimed_at=found.claimed_at,
            attempts=found.attempts,
        ).update(claimed_by=worker, claimed_at=now, attempts=F("attempts") + 1, version=F("version") + 1)
        if mine:
            related = Upload.objects.select_related("workspace", "sender", "stored_file__workspace")
            upload = related.get(pk=found.pk)
            # Beside the fields, which a transaction that is rolled back leaves changed in memory.
            upload.claim = (worker, found.attempts + 1)
            upload.prepared, upload.prepared_in_ms = None, 0
            return upload


def work_on_next(worker: str) -> bool:
    """Claims one upload and takes it as far as it goes; False where there was nothing to do."""
    upload = claim_next(worker)
    if upload is None:
        return False
    _at_work[worker] = upload.pk
    try:
        _work(upload)
    except ClaimLost:
        logger.warning("upload %s was taken over by another worker", upload.uid)
    finally:
        del _at_work[worker]
    return True


def work_off(worker: str = "here") -> int:
    """Works until nothing is left to do now; gives the number of steps. For tests and for filling a demo ward."""
    steps = 0
    while work_on_next(worker):
        steps += 1
    return steps


def is_busy(worker: str) -> bool:
    """Whether the worker, of this process, has an upload in its hands."""
    return worker in _at_work


def renew(worker: str, now: datetime | None = None) -> None:
    """The worker lives: what it works on stays its own."""
    upload_id = _at_work.get(worker)
    if upload_id is not None:
        held = Upload.objects.filter(pk=upload_id, claimed_by=worker, state__in=OPEN)
        held.update(claimed_at=now or timezone.now())


def release(worker: str) -> int:
    """Gives back what the worker has claimed, as if it had not tried; gives the number of uploads."""
    held = Upload.objects.filter(claimed_by=worker)
    back: dict[str, object] = {
        "claimed_by": "",
        "claimed_at": None,
        "attempts": F("attempts") - 1,
        "progress": "",
    }
    count = held.filter(state=UploadState.READING).update(state=UploadState.WAITING, **back)
    return count + held.filter(state__in=OPEN).update(**back)


def finish(upload: Upload, result_uid: uuid.UUID) -> None:
    """The upload is read. In the transaction that stores the result. Raises `ClaimLost`: roll back then."""
    if upload.state == UploadState.READ and upload.result_uid == result_uid:
        return
    with transaction.atomic():
        _move(
            upload, UploadState.READ, result_uid=result_uid, progress="", code="", message="", claimed_by=""
        )
        ports().record(
            workspace=upload.workspace,
            actor=None,
            action="files.read",
            changes=[("upload", upload.uid, {"result": str(result_uid)})],
        )


def _work(upload: Upload) -> None:
    if upload.attempts > TRIES:  # three workers were lost over it
        _give_up(upload, "reader_failed", _sentence("reader_failed", upload))
        return
    try:
        if upload.state == UploadState.QUARANTINED:
            _examine(upload)
        _read(upload)
    except ClaimLost:
        raise
    except Unclear:
        _ask(upload)
    except (Refused, Unreadable) as error:
        _failed(upload, error.code, error.message, again=getattr(error, "again", False))
    except Exception as error:  # noqa: BLE001 - whatever a handler does, the queue goes on
        code, message = getattr(error, "code", None), getattr(error, "message", None)
        if isinstance(code, str) and isinstance(message, str):
            _failed(upload, code, message, again=False)
            return
        # Neither the text of the error nor its trace: they may hold words of the file.
        logger.error("upload %s: %s", upload.uid, type(error).__name__)  # noqa: TRY400
        _failed(upload, "reader_failed", _sentence("reader_failed", upload), again=True)


def _examine(upload: Upload) -> None:
    """Viruses, format, classification; then the file is kept and waits to be read. Raises `Refused`, `Unclear`."""
    held = quarantine.path_of(upload.uid)
    if not held.exists():
        raise ports().refusal("not_found", upload.name)
    progress = Progress(upload)
    progress("Đang kiểm tra và đọc tệp")
    quarantine.look_for_viruses(held)
    began = time.monotonic()
    with store.named(held, upload.name) as path:
        cleared = ports().clear(path, scans=upload.cleared_by_id is not None, progress=progress.pages)
    took = int((time.monotonic() - began) * 1000)
    stored = store.put(upload.workspace, held, media_type=cleared.media_type)
    with transaction.atomic():
        _move(upload, UploadState.WAITING, stored_file=stored, progress="")
        ports().record(
            workspace=upload.workspace,
            actor=None,
            action="files.clear",
            changes=[("upload", upload.uid, {"name": upload.name, "sha256": stored.sha256})],
        )
    quarantine.wipe(upload.uid)
    upload.prepared, upload.prepared_in_ms = cleared.prepared, took


def _ask(upload: Upload) -> None:
    """The file stays in quarantine until somebody has looked at it (`files.actions.answer_scan`)."""
    with transaction.atomic():
        _move(
            upload,
            UploadState.UNCLEAR,
            claimed_by="",
            claimed_at=None,
            attempts=0,
            progress="",
            pages_done=0,
            pages_total=0,
        )
        ports().record(
            workspace=upload.workspace,
            actor=None,
            action="files.ask",
            changes=[("upload", upload.uid, {"about": "classification"})],
        )


def _read(upload: Upload) -> None:
    stored: StoredFile | None = upload.stored_file
    if stored is not None and upload.attached_to is not None:  # kept for what it belongs to, read by nobody
        finish(upload, upload.attached_to)
        return
    if stored is None or not _handlers:
        raise RuntimeError("nothing to read, or nobody who reads")
    _move(upload, UploadState.READING, progress="Đang đọc", pages_done=0, pages_total=0)
    with store.named(store.path_of(stored), upload.name) as path:
        result = _handlers[0](upload, path, Progress(upload))
    finish(upload, result)


def _failed(upload: Upload, code: str, message: str, *, again: bool) -> None:
    """One try has failed: the next one later, or the end."""
    if not again or upload.attempts >= TRIES:
        _give_up(upload, code, message)
        return
    later = timezone.now() + timedelta(seconds=RETRY_SECONDS[min(upload.attempts, len(RETRY_SECONDS)) - 1])
    state = UploadState.QUARANTINED if upload.stored_file_id is None else UploadState.WAITING
    _move(upload, state, claimed_by="", claimed_at=later, progress="Sẽ thử lại")


def _give_up(upload: Upload, code: str, message: str) -> None:
    """What passed quarantine is kept and has failed; what did not is refused and wiped."""
    kept = upload.stored_file_id is not None
    facts: dict[str, object] = {"code": code, "message": message, "claimed_by": "", "progress": ""}
    if not kept:
        facts |= quarantine.trace_of(code, message, upload.name)
        # The bytes first: a stop between the two leaves a row that is refused at the next try, for want of bytes.
        quarantine.wipe(upload.uid)
    with transaction.atomic():
        _move(upload, UploadState.FAILED if kept else UploadState.REFUSED, **facts)
        ports().record(
            workspace=upload.workspace,
            actor=None,
            action="files.fail" if kept else quarantine.REFUSE,
            changes=[("upload", upload.uid, {"code": code})],
        )


def _sentence(code: str, upload: Upload) -> str:
    return ports().refusal(code, upload.name, detail="phần đọc đã dừng").message


def _move(upload: Upload, state: str, **facts: object) -> None:
    """Writes state and facts where the claim is still the one under which the upload was loaded. Raises `ClaimLost`."""
    worker, attempt = upload.claim
    changed = Upload.objects.filter(pk=upload.pk, claimed_by=worker, attempts=attempt, state__in=OPEN).update(
        state=state, version=F("version") + 1, changed_at=timezone.now(), **facts
    )
    if not changed:
        raise ClaimLost(str(upload.uid))
    for name, value in {"state": state, **facts}.items():
        setattr(upload, name, value)
    upload.version += 1
