"""The heads of the days: signed, and kept outside the database, one small file for each workspace and day.

Folder `heads` beside the other data: `<workspace uid>/<day>.json`, and `journal.pub` with the public key, by which
anybody can check a copy. The key itself is the file that `SAURO_JOURNAL_KEY` names (default: `journal.key` beside the
data; on many machines the same file for each worker).
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from sauro.journal.canonical import head_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_PUBLIC = "journal.pub"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry that was sealed on a day. `day` is written yyyy-mm-dd."""

    workspace: str
    day: str
    number: int
    hash: str
    signature: str

    @property
    def text(self) -> bytes:
        return head_text(UUID(self.workspace), date.fromisoformat(self.day), self.number, self.hash)


def folder() -> Path:
    return Path(settings.DATA) / "heads"


def key_path() -> Path:
    return Path(settings.JOURNAL_KEY)


def sign(workspace: UUID, day: date, number: int, link: str) -> Head:
    """The head with its signature, by the key of this installation."""
    signature = _key(key_path()).sign(head_text(workspace, day, number, link)).hex()
    return Head(str(workspace), day.isoformat(), number, link, signature)


def is_genuine(head: Head, public: str) -> bool:
    """Whether the signature is by the key whose public part (hexadecimal) that is."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(head.signature), head.text)
    except (InvalidSignature, ValueError):
        return False
    return True


def own_public_key() -> str:
    """By which our heads are checked, hexadecimal: of the key itself, or where it is away of the file beside the heads;
    '' where there is neither.
    """
    if key_path().exists():
        return _key(key_path()).public_key().public_bytes_raw().hex()
    return public_key_in(folder())


def public_key_in(kept: Path) -> str:
    """The public key that lies with kept heads, '' where there is none."""
    try:
        return (kept / _PUBLIC).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def publish(head: Head) -> None:
    """Writes the file of the head, whole or not at all; a head that is older than the file's is left."""
    path = folder() / head.workspace / f"{head.day}.json"
    kept = _load(path)
    if kept is not None and kept.number >= head.number:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    public = folder() / _PUBLIC
    if not public.exists():
        _write(public, _key(key_path()).public_key().public_bytes_raw().hex() + "\n")
    _write(path, json.dumps(asdict(head), sort_keys=True) + "\n")


def published(workspace: UUID, kept: Path | None = None) -> list[Head | Path]:
    """The heads in the files of a workspace, in order of their days; a path where a file cannot be read.

    `kept`: the folder of a copy that was carried away.
    """
    files = sorted(((kept or folder()) / str(workspace)).glob("*.json"))
    return [_load(path) or path for path in files]


def workspaces(kept: Path | None = None) -> set[str]:
    """The identifiers of the workspaces that have heads in the folder."""
    return {path.parent.name for path in (kept or folder()).glob("*/*.json")}


def _load(path: Path) -> Head | None:
    try:
        head = Head(**json.loads(path.read_text(encoding="utf-8")))
        head.text  # noqa: B018 - a day or an identifier that is none raises here
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return head if isinstance(head.number, int) and path.stem == head.day else None


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


@lru_cache(maxsize=2)
def _key(path: Path) -> "Ed25519PrivateKey":
    """The key in the file; made at the first need, readable by its owner alone."""
    # Imported here: only the worker and a verification need it.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        with suppress(FileNotFoundError):
            part.unlink()
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # another process was faster: its key counts
            os.link(part, path)
        part.unlink()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
