"""Is the journal what was sealed? Every link, payload and head is computed again."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sauro.identity.models import Workspace
from sauro.journal import heads
from sauro.journal.actions import ERASE
from sauro.journal.canonical import payload_digest
from sauro.journal.models import DailyHead, Entry
from sauro.journal.sealer import link_of

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was sealed: what, at which number of the chain."""

    code: str  # missing · previous · hash · payload · payload_missing · head · head_signature · head_file
    number: int
    detail: str = ""


@dataclass(slots=True)
class Verdict:
    entries: int = 0
    erased: int = 0  # payloads that were lawfully removed
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(workspace: Workspace) -> Verdict:
    """Walks the whole chain of a workspace. Finds a payload, an entry or a head that was changed, removed or moved."""
    verdict = Verdict()
    claims = _claims(workspace, verdict)
    without_payload: set[int] = set()
    erased: set[int] = set()
    number, link = 0, ""
    for entry in _entries(workspace):
        verdict.entries += 1
        if entry.number != number + 1:
            verdict.faults.append(Fault("missing", number + 1))
        elif entry.previous_hash != link:
            verdict.faults.append(Fault("previous", entry.number))
        number = entry.number or 0
        # The link is judged by what the entry itself says came before, so that one change is one fault.
        if entry.hash != link_of(entry, workspace.uid, number, entry.previous_hash):
            verdict.faults.append(Fault("hash", number))
        link = entry.hash
        for claim in claims.pop(number, ()):
            if claim.hash != link:
                verdict.faults.append(Fault("head", number, claim.day))
        payload = getattr(entry, "payload", None)
        if payload is None:
            without_payload.add(number)
        elif payload_digest(payload.salt, payload.data) != entry.digest:
            verdict.faults.append(Fault("payload", number))
        elif entry.action == ERASE:
            erased.add(payload.data["number"])
    for missing, rest in sorted(claims.items()):  # heads of entries that are not there
        verdict.faults += [Fault("head", missing, claim.day) for claim in rest]
    verdict.faults += [Fault("payload_missing", each) for each in sorted(without_payload - erased)]
    verdict.erased = len(without_payload & erased)
    return verdict


def _entries(workspace: Workspace) -> Iterator[Entry]:
    found = Entry.objects.filter(workspace=workspace, number__isnull=False).order_by("number")
    return found.select_related("actor", "payload").iterator(chunk_size=_CHUNK)


def _claims(workspace: Workspace, verdict: Verdict) -> dict[int, list[heads.Head]]:
    """What the genuine heads, in the database and in the files, say about entries; by number."""
    rows = [
        heads.Head(str(workspace.uid), row.day.isoformat(), row.number, row.hash, row.signature)
        for row in DailyHead.objects.filter(workspace=workspace).order_by("day")
    ]
    files = heads.published(workspace.uid)
    verdict.faults += [Fault("head_file", 0, each.name) for each in files if not isinstance(each, heads.Head)]
    kept = [each for each in files if isinstance(each, heads.Head)]
    in_rows, in_files = {row.day: row.number for row in rows}, {each.day for each in kept}
    for row in rows:
        if row.day not in in_files:
            verdict.faults.append(Fault("head_file", row.number, row.day))
    for each in kept:  # the row is written first: it may be ahead of its file, never behind or gone
        if in_rows.get(each.day, -1) < each.number:
            verdict.faults.append(Fault("head", each.number, each.day))
    claims: dict[int, list[heads.Head]] = {}
    for each in (*rows, *kept):
        if each.workspace == str(workspace.uid) and heads.is_genuine(each):
            claims.setdefault(each.number, []).append(each)
        else:
            verdict.faults.append(Fault("head_signature", each.number, each.day))
    return claims
