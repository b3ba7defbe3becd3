"""Is the journal what was sealed? Every link, payload and head is computed again.

Entries are walked in portions along their numbers, so that memory stays flat, however long the chain is, and no
transaction is held open beside the sealer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sauro.identity.models import Workspace
from sauro.journal import heads
from sauro.journal.actions import ERASE
from sauro.journal.canonical import entry_hash, payload_digest
from sauro.journal.models import DailyHead, Entry, Verification

_CHUNK = 5000
_MOST_FAULTS = 1000  # told one by one; the rest is counted


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was sealed: what, at which number of the chain (0: at none), and where it tells more
    the day of the head or the name of the file.
    """

    code: str  # one of CODES
    number: int
    detail: str = ""


CODES = (
    "missing",  # entries from this number on are gone, or the number was taken by none
    "previous",  # the entry names another one before it: entries were changed in order, put in or taken out
    "hash",  # who, when, what or the digest was changed
    "payload",  # what the entry tells was changed
    "payload_missing",  # what the entry tells was removed, and no erasure says so
    "head",  # a signed head says something else, or of an entry or head that is gone
    "head_signature",  # a head that our key did not sign
    "head_file",  # the file of a head is gone or cannot be read
    "unsigned",  # entries behind the last head: put in past the sealer
    "key",  # the public key beside the heads is another one than ours, or there is none
)


@dataclass(slots=True)
class Verdict:
    entries: int = 0
    erased: int = 0  # payloads that were lawfully removed
    heads: int = 0  # signed heads that were compared
    number: int = 0  # of the last entry
    faults: list[Fault] = field(default_factory=list)
    found: int = 0  # how many faults there are, also those that are not told one by one

    @property
    def holds(self) -> bool:
        return not self.found

    def fault(self, code: str, number: int, detail: str = "") -> None:
        self.found += 1
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(code, number, detail))


class _Row(NamedTuple):
    """A sealed entry with its payload. `salt` is None where there is none."""

    number: int
    previous_hash: str
    hash: str
    at: Any
    actor: UUID | None
    action: str
    action_id: UUID
    object_kind: str
    object_uid: UUID
    digest: str
    salt: str | None
    data: Any


_COLUMNS = (
    *(
        "number",
        "previous_hash",
        "hash",
        "at",
        "actor__uid",
        "action",
        "action_id",
        "object_kind",
        "object_uid",
    ),
    *("digest", "payload__salt", "payload__data"),
)


def verify(
    workspace: Workspace, *, outside: Path | None = None, progress: Callable[[int], None] = lambda _: None
) -> Verdict:
    """Walks the whole chain of a workspace. Finds a payload, an entry or a head that was changed, removed or moved.

    `outside`: a copy of the folder of heads that was carried away; its heads count as well, and where one of its files
    is younger than what stands here, the end of the chain is missing. `progress` is told the entries so far.
    """
    verdict = Verdict()
    claims = _claims(workspace, verdict, outside)
    last_claim = max(claims, default=0)
    without_payload: set[int] = set()
    erased: set[int] = set()
    number, link = 0, ""
    for row in _rows(workspace):
        verdict.entries += 1
        if row.number != number + 1:
            verdict.fault("missing", number + 1)
        elif row.previous_hash != link:
            verdict.fault("previous", row.number)
        number, link = row.number, row.hash
        # The link is judged by what the entry itself says came before, so that one change is one fault.
        if row.hash != _link_of(row, workspace.uid):
            verdict.fault("hash", number)
        for claim in claims.pop(number, ()):
            if claim.hash != link:
                verdict.fault("head", number, claim.day)
        if row.salt is None:
            without_payload.add(number)
        elif payload_digest(row.salt, row.data) != row.digest:
            verdict.fault("payload", number)
        elif row.action == ERASE:
            erased.add(row.data["number"])
        if verdict.entries % _CHUNK == 0:
            progress(verdict.entries)
    verdict.number = number
    for missing, rest in sorted(claims.items()):  # heads of entries that are not there
        for claim in rest:
            verdict.fault("head", missing, claim.day)
    for each in sorted(without_payload - erased):
        verdict.fault("payload_missing", each)
    if number > last_claim and not _sealed_meanwhile(workspace, number):
        verdict.fault("unsigned", last_claim + 1)
    verdict.erased = len(without_payload & erased)
    return verdict


def keep(workspace: Workspace, verdict: Verdict, seconds: float) -> None:
    """Stores that the journal was verified, for the auditor to see."""
    Verification.objects.create(
        workspace=workspace,
        entries=verdict.entries,
        number=verdict.number,
        faults=verdict.found,
        seconds=seconds,
    )


def _link_of(row: _Row, workspace: UUID) -> str:
    return entry_hash(
        workspace=workspace,
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        action_id=row.action_id,
        object_kind=row.object_kind,
        object_uid=row.object_uid,
        digest=row.digest,
        previous_hash=row.previous_hash,
    )


def _rows(workspace: Workspace) -> Iterator[_Row]:
    """The sealed entries in order."""
    last = 0
    while True:
        found = Entry.objects.filter(workspace=workspace, number__gt=last).order_by("number")
        rows = list(found.values_list(*_COLUMNS)[:_CHUNK])
        for row in rows:
            yield _Row(*row)
        if len(rows) < _CHUNK:
            return
        last = rows[-1][0]


def _sealed_meanwhile(workspace: Workspace, number: int) -> bool:
    """Whether entries behind the heads that were read are covered by one that the sealer has signed since."""
    row = DailyHead.objects.filter(workspace=workspace, number__gte=number).order_by("number").first()
    return row is not None and heads.is_genuine(_head(workspace, row), heads.own_public_key())


def _head(workspace: Workspace, row: DailyHead) -> heads.Head:
    return heads.Head(str(workspace.uid), row.day.isoformat(), row.number, row.hash, row.signature)


def _claims(workspace: Workspace, verdict: Verdict, outside: Path | None) -> dict[int, list[heads.Head]]:
    """What the genuine heads, in the database and in the files, say about entries; by number."""
    rows = [_head(workspace, row) for row in DailyHead.objects.filter(workspace=workspace).order_by("day")]
    kept = _readable(verdict, heads.published(workspace.uid))
    copied = _readable(verdict, heads.published(workspace.uid, outside)) if outside else []
    in_rows, in_files = {row.day: row.number for row in rows}, {each.day for each in kept}
    public = heads.own_public_key()
    if (rows or kept or copied) and not public:
        verdict.fault("key", 0)
    if outside and copied and heads.public_key_in(outside) not in ("", public):
        verdict.fault("key", 0, str(outside))
    for row in rows:
        if row.day not in in_files:
            verdict.fault("head_file", row.number, row.day)
    claims: dict[int, list[heads.Head]] = {}
    for each in dict.fromkeys((*rows, *kept, *copied)):
        if each.workspace != str(workspace.uid) or not heads.is_genuine(each, public):
            verdict.fault("head_signature", each.number, each.day)
            continue
        verdict.heads += 1
        # The row is written first: it may be ahead of a file, never behind it or gone.
        if in_rows.get(each.day, -1) < each.number:
            verdict.fault("head", each.number, each.day)
        claims.setdefault(each.number, []).append(each)
    return claims


def _readable(verdict: Verdict, found: list[heads.Head | Path]) -> list[heads.Head]:
    for each in found:
        if isinstance(each, Path):
            verdict.fault("head_file", 0, each.name)
    return [each for each in found if isinstance(each, heads.Head)]
