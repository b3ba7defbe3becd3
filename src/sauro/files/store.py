"""Bytes by their hash, one copy for each workspace, never rewritten.

A file stands at `files/<workspace uid>/<first two digits>/<sha256>` in the data folder. It comes there by a rename
within the folder, after it was written to the disk, so that a path which exists always holds all its bytes.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from sauro.files.models import StoredFile
from sauro.identity.models import Workspace

CHUNK = 1024 * 1024
_READ_ONLY = 0o440


class TooLarge(Exception):
    """More bytes than were allowed."""


def put(
    workspace: Workspace, source: Path | BinaryIO, *, media_type: str = "application/octet-stream"
) -> StoredFile:
    """Keeps the bytes of a path or a stream; the same bytes give the same row. Not to be called in a transaction."""
    home = _home(workspace)
    home.mkdir(parents=True, exist_ok=True)
    part = home / f".{secrets.token_hex(8)}.part"
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                size, digest = write_whole(stream, part)
        else:
            size, digest = write_whole(source, part)
        target = home / digest[:2] / digest
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            part.chmod(_READ_ONLY)
            part.replace(target)
            sync_folder(target.parent)
            sync_folder(home)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return _row(workspace, digest, size, media_type)


def path_of(stored: StoredFile) -> Path:
    """Where the bytes are. Their name is their hash: `named` gives a path that ends in a person's name for the file."""
    return _home(stored.workspace) / stored.sha256[:2] / stored.sha256


def write_whole(stream: BinaryIO, path: Path, limit: int | None = None) -> tuple[int, str]:
    """Copies a stream into a new file, to the disk; gives size and SHA-256. Raises `TooLarge` at `limit` bytes and more.

    Whatever goes wrong, no file is left.
    """
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            while data := stream.read(CHUNK):
                size += len(data)
                if limit is not None and size >= limit:
                    raise TooLarge  # noqa: TRY301 - the file must go before it is told
                digest.update(data)
                out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        with suppress(FileNotFoundError):
            path.unlink()
        raise
    return size, digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def named(path: Path, name: str) -> Iterator[Path]:
    """The same bytes under a person's name for them, as long as the block lasts: readers name the file in messages."""
    folder = Path(settings.DATA) / "reading" / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    link = folder / (name or "-")
    try:
        link.symlink_to(path)
        yield link
    finally:
        with suppress(FileNotFoundError):
            link.unlink()
        with suppress(OSError):
            folder.rmdir()


def _home(workspace: Workspace) -> Path:
    return Path(settings.DATA) / "files" / str(workspace.uid)


def _row(workspace: Workspace, digest: str, size: int, media_type: str) -> StoredFile:
    found = StoredFile.objects.filter(workspace=workspace, sha256=digest).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                workspace=workspace, sha256=digest, size=size, media_type=media_type
            )
    except IntegrityError:  # somebody kept the same bytes at the same moment
        return StoredFile.objects.get(workspace=workspace, sha256=digest)
