"""Writing the journal: what an action changed, in the transaction of the action itself."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sauro.identity.models import User, Workspace
from sauro.journal.canonical import payload_digest, plain
from sauro.journal.models import Entry, Payload

ERASE = "journal.erase"
_AT_ONCE = 500  # rows of one INSERT


@dataclass(frozen=True, slots=True)
class Change:
    """One object that an action changed: its kind ('task'), its public identifier, and what changed in it."""

    kind: str
    uid: uuid.UUID
    data: dict[str, Any]


def record(*, workspace: Workspace, actor: User | None, action: str, changes: Sequence[Change]) -> uuid.UUID:
    """One entry for each change, all with the identifier that is given back. Two queries for up to 80 changes.

    `actor` is None for what the machine did by itself. Raises `RuntimeError` outside a transaction: an entry stands or
    falls with what it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the action")
    if not changes:
        raise ValueError("an action that changed nothing has no entry")
    action_id = uuid.uuid4()
    now = timezone.now()
    payloads = [(secrets.token_hex(16), plain(change.data)) for change in changes]
    entries = Entry.objects.bulk_create(
        [
            Entry(
                workspace=workspace,
                action_id=action_id,
                at=now,
                actor=actor,
                action=action,
                object_kind=change.kind,
                object_uid=change.uid,
                digest=payload_digest(salt, data),
            )
            for change, (salt, data) in zip(changes, payloads, strict=True)
        ],
        batch_size=_AT_ONCE,
    )
    Payload.objects.bulk_create(
        [
            Payload(entry=entry, salt=salt, data=data)
            for entry, (salt, data) in zip(entries, payloads, strict=True)
        ],
        batch_size=_AT_ONCE,
    )
    return action_id


def erase(*, workspace: Workspace, actor: User | None, numbers: Sequence[int], reason: str) -> uuid.UUID:
    """Removes the payloads of sealed entries for a lawful reason, and says so in the journal.

    The chain stays verifiable, since it holds only the salted digest. The room above has asked for the right to do this.
    Raises `ValueError` for an entry that is not sealed, has no payload any more, or tells of an erasure itself.
    """
    if not reason.strip():
        raise ValueError("an erasure has a reason")
    with transaction.atomic():
        wanted = list(
            Entry.objects.filter(workspace=workspace, number__in=set(numbers), payload__isnull=False)
            .exclude(action=ERASE)
            .order_by("number")
        )
        if not wanted or len(wanted) != len(set(numbers)):
            raise ValueError("only sealed entries with a payload can be erased")
        Payload.objects.filter(entry__in=wanted).delete()
        return record(
            workspace=workspace,
            actor=actor,
            action=ERASE,
            changes=[
                Change(entry.object_kind, entry.object_uid, {"number": entry.number, "reason": reason})
                for entry in wanted
            ],
        )
