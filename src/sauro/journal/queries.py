"""Reading the journal. Every reader sees sealed entries only: their order is final and nothing comes in between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sauro.identity.models import User, Workspace
from sauro.journal.models import Entry

PAGE = 50


class Access(Protocol):
    """What this room asks of the rights of a person, which stand above it."""

    @property
    def user(self) -> User: ...


@dataclass(frozen=True, slots=True)
class Event:
    """A sealed entry. `actor` is '' for what the machine did; `data` is None where the payload was lawfully erased."""

    number: int
    at: datetime
    actor: str
    action: str
    action_id: UUID
    kind: str
    uid: UUID
    data: dict[str, Any] | None
    actor_id: int | None = None  # key of the user; for rooms that follow the journal


def history(
    access: Access, uids: UUID | list[UUID], *, before: int | None = None, limit: int = PAGE
) -> list[Event]:
    """What happened to objects of the person's workspace, newest first; `before` is the number a page ended with.

    The room of the object has asked whether the person may see it.
    """
    wanted = [uids] if isinstance(uids, UUID) else uids
    found = Entry.objects.filter(
        workspace_id=access.user.workspace_id, object_uid__in=wanted, number__isnull=False
    )
    if before is not None:
        found = found.filter(number__lt=before)
    return [event_of(entry) for entry in found.select_related("actor", "payload").order_by("-number")[:limit]]


def sealed_after(workspace: Workspace, number: int, limit: int = 500) -> list[Event]:
    """The entries that follow `number` (0: from the first), oldest first: for whoever works along the journal."""
    found = Entry.objects.filter(workspace=workspace, number__gt=number)
    return [event_of(entry) for entry in found.select_related("actor", "payload").order_by("number")[:limit]]


def event_of(entry: Entry) -> Event:
    payload = getattr(entry, "payload", None)
    return Event(
        number=entry.number or 0,
        at=entry.at,
        actor=entry.actor.full_name if entry.actor else "",
        action=entry.action,
        action_id=entry.action_id,
        kind=entry.object_kind,
        uid=entry.object_uid,
        data=payload.data if payload else None,
        actor_id=entry.actor_id,
    )
