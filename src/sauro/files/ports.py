"""What this room needs of rooms on its own floor or above: `site` plugs it in when the program starts.

Nothing here is optional: a program that forgot to plug in fails at the first upload, not silently.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
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
    def require(self, action: str, agency_id: int) -> None: ...


class Refused(Exception):
    """A file that may not come in: `code` for programs, `message` in Vietnamese for the person.

    `again`: the fault may be the machine's, so that another try is worth while.
    """

    def __init__(self, code: str, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.again = again
        self.trace: UUID | None = None  # of the row that keeps time and reason, where the door wrote one


class Unclear(Exception):
    """A file in which no text tells whether it is a state secret: a person must look at it before it is read."""


class Record(Protocol):
    """Writes the journal: `changes` are (kind, uid, what changed)."""

    def __call__(
        self,
        *,
        workspace: Workspace,
        actor: User | None,
        action: str,
        changes: Sequence[tuple[str, UUID, dict[str, Any]]],
    ) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Cleared:
    """A file that has passed. `prepared`: what was made of it on the way, for the handler; None where nothing was."""

    media_type: str
    prepared: Any = None


class Clear(Protocol):
    """Reads the whole file in a child: format, limits, classification. Raises `Refused`, `Unclear`.

    `scans`: somebody has looked at it, so that pages without text may be recognised. `progress` is told (pages done, all
    pages).
    """

    def __call__(self, path: Path, *, scans: bool, progress: Callable[[int, int], None]) -> Cleared: ...


@dataclass(frozen=True, slots=True)
class Ports:
    access_of: Callable[[User], Access]
    agency_uid: Callable[[Workspace, int], UUID]  # raises LookupError
    agency_uids: Callable[
        [Workspace, Collection[int]], Iterable[UUID]
    ]  # of those that are there; may be a subquery
    agency_id: Callable[[Workspace, UUID], int]  # raises LookupError
    record: Record
    refusal: Callable[..., Refused]  # (code, name, **facts): the sentence for the code
    glance: Callable[[bytes, str], None]  # first bytes and name of a file; raises Refused
    clear: Clear


_plugged: list[Ports] = []


def plug_in(ports: Ports) -> None:
    _plugged[:] = [ports]


def ports() -> Ports:
    if not _plugged:
        raise RuntimeError("nothing is plugged into sauro.files (sauro.files.ports.plug_in)")
    return _plugged[0]
