"""What people do with files: send one in."""

import io
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from sauro.files import quarantine
from sauro.files.models import Upload, UploadState
from sauro.files.ports import Access, Refused, ports
from sauro.files.store import TooLarge
from sauro.identity.records import new_uid

SEND_IN = "files.send_in"
_HEAD = 4096  # bytes by which a format is told at the door


def send_in(access: Access, *, agency_id: int, name: str, stream: BinaryIO) -> Upload:
    """Takes a file into quarantine and leaves it to the worker.

    Refused at the door (`Refused`, its message names the file for the person; a row without name stays as a trace): too
    large, empty, a picture, a web page. What takes longer (the whole format, viruses, classification) is the worker's.
    Whatever breaks on the way leaves neither bytes nor row.
    """
    access.require(SEND_IN, agency_id)
    agency_uid = ports().agency_uid(access.workspace, agency_id)
    uid, shown = new_uid(), quarantine.tidy_name(name)
    upload = Upload(
        uid=uid, workspace=access.workspace, sender=access.user, agency_uid=agency_uid, name=shown
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


def _look_at(head: bytes, size: int, name: str) -> None:
    """What the first bytes tell. Raises `Refused`."""
    if size <= _HEAD and not head.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
        raise ports().refusal("empty_file", name)
    ports().glance(head, name)


def _keep_trace(upload: Upload, refused: Refused) -> None:
    """Only time and reason are kept of a refused file, and who sent it."""
    upload.message = quarantine.without_name(refused.message, upload.name)
    upload.name, upload.state, upload.code = quarantine.NO_NAME, UploadState.REFUSED, refused.code
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
