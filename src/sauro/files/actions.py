"""What people do with files: send one in, answer for a scan, have a kept one read again, take a refusal off the list."""

import io
import uuid
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sauro.files import quarantine
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.files.ports import Access, Refused, ports
from sauro.files.queries import CLEAR_SCAN, scan_by_uid, upload_by_uid
from sauro.files.store import TooLarge
from sauro.identity.records import Stale, new_uid

SEND_IN = "files.send_in"
_HEAD = 4096  # bytes by which a format is told at the door


def send_in(
    access: Access, *, agency_id: int, name: str, stream: BinaryIO, attached_to: uuid.UUID | None = None
) -> Upload:
    """Takes a file into quarantine and leaves it to the worker. `attached_to`: it is cleared and kept for that thing, and
    does not become a document.

    Refused at the door (`Refused`, its message names the file for the person; a row stays as a trace, `Refused.trace`):
    too large, empty, a web page. What takes longer (the whole format, viruses, classification) is the worker's.
    Whatever breaks on the way leaves neither bytes nor row.
    """
    access.require(SEND_IN, agency_id)
    agency_uid = ports().agency_uid(access.workspace, agency_id)
    uid, shown = new_uid(), quarantine.tidy_name(name)
    upload = Upload(
        uid=uid,
        workspace=access.workspace,
        sender=access.user,
        agency_uid=agency_uid,
        name=shown,
        attached_to=attached_to,
    )
    watched = _Head(stream)
    try:
        size = quarantine.take(watched, uid, settings.MAX_UPLOAD_BYTES)  # type: ignore[arg-type]
        _look_at(watched.head, size, shown)
        with transaction.atomic():
            upload.save()
            ports().record(
                workspace=access.workspace,
                actor=access.user,
                action=SEND_IN,
                changes=[("upload", uid, {"agency": str(agency_uid), "size": size})],
            )
    except TooLarge:
        refused = ports().refusal("too_large", shown, size=f"từ {_megabytes()} trở lên", limit=_megabytes())
        _keep_trace(upload, refused)
        raise refused from None
    except Refused as refused:
        quarantine.wipe(uid)
        _keep_trace(upload, refused)
        raise
    except BaseException:
        quarantine.wipe(uid)
        raise
    return upload


def take_back(access: Access, upload: Upload) -> bool:
    """Takes a file that was sent in for something out of quarantine again, where nobody works on it yet; says whether."""
    with transaction.atomic():
        waiting = Upload.objects.filter(
            pk=upload.pk,
            sender=access.user,
            attached_to__isnull=False,
            state=UploadState.QUARANTINED,
            claimed_by="",
        )
        if not waiting.delete()[0]:
            return False
        ports().record(
            workspace=access.workspace,
            actor=access.user,
            action="files.take_back",
            changes=[("upload", upload.uid, {})],
        )
    quarantine.wipe(upload.uid)
    return True


def answer_scan(access: Access, uid: uuid.UUID, *, classified: bool) -> None:
    """A person has looked at a scan in quarantine and says whether it bears a mark of secrecy.

    Without one it is read; with one it is wiped at once and refused as a state secret. Who sent it may answer, as long as
    he may send in, and the clerk of the agency. Raises `Upload.DoesNotExist`, `PermissionDenied`, and `Stale` where
    somebody else was faster.
    """
    upload = scan_by_uid(access, uid)
    if upload.sender_id == access.user.pk and upload.agency_uid is not None:
        access.require(SEND_IN, ports().agency_id(access.workspace, upload.agency_uid))
    facts: dict[str, object] = {"state": UploadState.QUARANTINED, "cleared_by": access.user}
    if classified:
        refused = ports().refusal(quarantine.CLASSIFIED, upload.name, level="người xem tệp xác nhận")
        trace = quarantine.trace_of(refused.code, refused.message, upload.name)
        facts = {"state": UploadState.REFUSED, **trace}
    with transaction.atomic():
        asked = Upload.objects.filter(pk=upload.pk, state=UploadState.UNCLEAR)
        if not asked.update(version=F("version") + 1, changed_at=timezone.now(), **facts):
            raise Stale(str(uid))
        ports().record(
            workspace=access.workspace,
            actor=access.user,
            action=quarantine.REFUSE if classified else CLEAR_SCAN,
            changes=[
                ("upload", uid, {"code": quarantine.CLASSIFIED} if classified else {"classified": False})
            ],
        )
        # Before the row says so: a stop between the two leaves a question about nothing, not bytes.
        if classified:
            quarantine.wipe(uid)


def read_again(
    access: Access, *, agency_uid: uuid.UUID, stored: StoredFile, name: str, document: uuid.UUID
) -> Upload:
    """Leaves a kept file to the worker once more; its handler finds the document in `reads_again`.

    In the transaction of the action that asks for it, which has looked at the rights and writes the journal.
    """
    return Upload.objects.create(
        workspace=access.workspace,
        sender=access.user,
        agency_uid=agency_uid,
        name=name,
        state=UploadState.WAITING,
        stored_file=stored,
        reads_again=document,
    )


@transaction.atomic
def dismiss(access: Access, uid: uuid.UUID) -> None:
    """Takes a refusal or failure off the sender's own list; the name of a refused file goes with it.

    Raises `Upload.DoesNotExist`, also for one that is not refused or failed.
    """
    upload = upload_by_uid(access, uid)
    if upload.state not in (UploadState.REFUSED, UploadState.FAILED):
        raise Upload.DoesNotExist
    if upload.state == UploadState.REFUSED:
        upload.name = ""
    upload.dismissed_at = timezone.now()
    upload.save_version(update_fields=["name", "dismissed_at"])
    ports().record(
        workspace=access.workspace,
        actor=access.user,
        action="files.dismiss",
        changes=[("upload", uid, {"code": upload.code})],
    )


def _look_at(head: bytes, size: int, name: str) -> None:
    """What the first bytes tell. Raises `Refused`."""
    if size <= _HEAD and not head.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
        raise ports().refusal("empty_file", name)
    ports().glance(head, name)


def _keep_trace(upload: Upload, refused: Refused) -> None:
    """Time and reason are kept of a refused file, who sent it, and its name for him."""
    upload.state = UploadState.REFUSED
    for field, value in quarantine.trace_of(refused.code, refused.message, upload.name).items():
        setattr(upload, field, value)
    refused.trace = upload.uid
    with transaction.atomic():
        upload.save()
        ports().record(
            workspace=upload.workspace,
            actor=upload.sender,
            action=quarantine.REFUSE,
            changes=[("upload", upload.uid, {"code": refused.code})],
        )


def _megabytes() -> str:
    return f"{settings.MAX_UPLOAD_BYTES / 1_000_000:.0f} MB"


class _Head(io.RawIOBase):
    """A stream that remembers how it began, and reads what a Django upload gives."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.head = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if len(self.head) < _HEAD:
            self.head = (self.head + data)[:_HEAD]
        return data
