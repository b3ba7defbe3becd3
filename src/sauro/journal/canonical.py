"""The canonical form of entries, payloads and heads, and their hashes.

Anybody can compute the chain again with a JSON library and SHA-256; docs/decisions/0008 says the same in words.

- *Canonical JSON*: keys in order of their code points, no spaces, no escapes but those that JSON demands, UTF-8.
- *Digest of a payload*: SHA-256 of the salt (16 bytes), followed by the canonical JSON of the data.
- *Hash of an entry*: SHA-256 of the canonical JSON of an object with exactly the keys of `entry_hash`. It holds the hash
  of the entry before; the first entry of a workspace has '' there.
- *Head of a day*: the lines of `head_text`, signed with Ed25519 (RFC 8032).

Hashes, digests, salts and signatures are lower-case hexadecimal.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

_encoded = msgspec.json.Encoder(order="deterministic").encode  # the bytes of `json.dumps`, ten times as fast
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps neither in JSON


def plain(value: Any) -> Any:
    """The value in the kinds that both databases give back as they were: text, whole numbers, truth, None, lists,
    objects. Dates, identifiers and numbers with a fraction become text. Raises `TypeError` for anything else.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", str(value))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(each) for each in value)
    raise TypeError(f"the journal cannot hold {type(value).__name__}")


def canonical(value: Any) -> bytes:
    """Canonical JSON of a plain value."""
    try:
        return _encoded(value)
    except OverflowError:  # a whole number of more than 64 bits
        return json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        ).encode()


def moment(value: datetime) -> str:
    """A point in time in UTC with six digits of a second: '2026-01-31T02:03:04.000005Z'."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(salt: str, data: Any) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + canonical(data)).hexdigest()


def entry_hash(
    *,
    workspace: UUID,
    number: int,
    at: datetime,
    actor: UUID | None,
    action: str,
    action_id: UUID,
    object_kind: str,
    object_uid: UUID,
    digest: str,
    previous_hash: str,
) -> str:
    """The link of the chain for one entry; the names of the parameters are the keys of its canonical form."""
    form = {
        "action": action,
        "action_id": str(action_id),
        "actor": None if actor is None else str(actor),
        "at": moment(at),
        "digest": digest,
        "number": number,
        "object_kind": object_kind,
        "object_uid": str(object_uid),
        "previous_hash": previous_hash,
        "workspace": str(workspace),
    }
    return hashlib.sha256(canonical(form)).hexdigest()


def head_text(workspace: UUID, day: date, number: int, link: str) -> bytes:
    """What is signed at the end of a day: five lines, each ended by a line feed."""
    return f"sauro-journal-head-1\n{workspace}\n{day.isoformat()}\n{number}\n{link}\n".encode()
