"""What this room needs of its neighbours and of rooms above: `site` plugs it in when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sauro.identity.models import User, Workspace


class Access(Protocol):
    """The rights of a person (`organisation.access.Access`)."""

    @property
    def user(self) -> User: ...
    @property
    def workspace(self) -> Workspace: ...
    def agencies_for(self, action: str) -> frozenset[int]: ...


class Record(Protocol):
    """Writes one entry of the journal about a person's login."""

    def __call__(self, *, actor: User, action: str, about: UUID, data: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    access_of: Callable[[User], Access]
    record: Record


_plugged: list[Ports] = []


def plug_in(given: Ports) -> None:
    _plugged[:] = [given]


def ports() -> Ports:
    """Raises `RuntimeError` where nothing was plugged in."""
    if not _plugged:
        raise RuntimeError("the room notices has no ports: see sauro.site.plugs")
    return _plugged[0]
