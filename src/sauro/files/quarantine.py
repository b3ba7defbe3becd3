"""Where a file waits until format, virus hook and classification have passed. On the disk it has no name of its own.

A sweeper removes what no upload waits for: the rest of a connection that broke, of a process that was killed.
"""

import shlex
import subprocess
import time
import unicodedata
import uuid
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sauro.files.models import Upload, UploadState
from sauro.files.ports import Refused
from sauro.files.store import sync_folder, write_whole

REFUSE = "files.refuse"
CLASSIFIED = "classified"
"""The code of a refusal after which nothing of the file is kept, not even its name."""
ORPHAN_SECONDS = 24 * 3600
_NAME_LENGTH = 200  # bytes: file systems allow 255
_SUFFIX_LENGTH = 12
_VIRUS_SECONDS = 300
_CLEAN, _INFECTED = 0, 1  # exit codes of clamscan, clamdscan and those that follow them


def folder() -> Path:
    return Path(settings.DATA) / "quarantine"


def path_of(uid: uuid.UUID) -> Path:
    return folder() / str(uid)


def take(stream: BinaryIO, uid: uuid.UUID, limit: int) -> int:
    """Writes a stream to its place in quarantine, whole or not at all; gives its size. Raises `store.TooLarge`."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder() / f"{uid}.part"
    size, _ = write_whole(stream, part, limit)
    part.replace(path_of(uid))
    sync_folder(folder())
    return size


def wipe(uid: uuid.UUID) -> None:
    with suppress(FileNotFoundError):
        path_of(uid).unlink()


def tidy_name(name: str) -> str:
    """The name of a file as it is shown and used: no folders, no control characters, not too long, never empty."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C").strip()
    if base.strip(".") == "":
        return "khong-ten"
    stem, dot, suffix = base.rpartition(".")
    ending = dot + suffix if stem and len(suffix) <= _SUFFIX_LENGTH else ""
    room = _NAME_LENGTH - len(ending.encode())
    return base[: len(base) - len(ending)].encode()[:room].decode("utf-8", "ignore") + ending


def trace_of(code: str, message: str, name: str) -> dict[str, str]:
    """What is kept of a refused file: the reason, and its name for the sender until he dismisses it.

    Of a state secret the name goes as well: it may tell what the file is about.
    """
    kept = {"code": code, "message": message.replace(f"'{name}'", "đã gửi")}
    return kept | {"name": "" if code == CLASSIFIED else name}


def look_for_viruses(path: Path) -> None:
    """Asks the program that `SAURO_VIRUS_COMMAND` names, with the path behind its arguments. Without one, nothing.

    It answers with its exit code as clamscan does: 0 clean, 1 infected; anything else is a fault, and a fault is not
    a pass. Raises `Refused`.
    """
    command = settings.VIRUS_COMMAND
    if not command:
        return
    try:
        done = subprocess.run(
            [*shlex.split(command), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_VIRUS_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        code = None
    else:
        code = done.returncode
    if code == _CLEAN:
        return
    if code == _INFECTED:
        raise Refused(
            "virus",
            "Chương trình chống vi-rút báo tệp đã gửi có mã độc. Tệp không được lưu. "
            "Hãy báo cho người gửi và quét vi-rút máy đã tạo ra tệp.",
        )
    raise Refused(
        "virus_check_failed",
        "Không kiểm tra được vi-rút cho tệp đã gửi nên tệp không được nhận. "
        "Hãy báo quản trị hệ thống kiểm tra chương trình chống vi-rút, rồi gửi lại.",
        again=True,
    )


def sweep(now: float | None = None) -> int:
    """Removes files that no upload waits for and nobody has touched for a day; gives their number."""
    limit = (time.time() if now is None else now) - ORPHAN_SECONDS
    old = [path for path in _files(folder()) if path.stat().st_mtime < limit]
    waiting = set(
        Upload.objects.filter(
            state__in=(
                UploadState.QUARANTINED,
                UploadState.UNCLEAR,
                UploadState.WAITING,
                UploadState.READING,
            ),
            uid__in=[uid for path in old if (uid := _uid(path)) is not None],
        ).values_list("uid", flat=True)
    )
    removed = 0
    for path in old:
        if path.suffix == ".part" or _uid(path) not in waiting:
            path.unlink(missing_ok=True)
            removed += 1
    for link in (Path(settings.DATA) / "reading").glob("*/*"):
        if link.lstat().st_mtime < limit:
            link.unlink(missing_ok=True)
            with suppress(OSError):
                link.parent.rmdir()
    for part in (Path(settings.DATA) / "files").glob("*/.*.part"):
        if part.stat().st_mtime < limit:
            part.unlink(missing_ok=True)
            removed += 1
    return removed


def _files(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if path.is_file()] if place.is_dir() else []


def _uid(path: Path) -> uuid.UUID | None:
    try:
        return uuid.UUID(path.name)
    except ValueError:
        return None
