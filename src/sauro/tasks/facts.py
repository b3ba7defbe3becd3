"""What somebody may change of an assigned task, as plain words: to be compared, merged, and sent along in a form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sauro.tasks.drafts import PartyDraft
from sauro.tasks.models import HandlingRole, Task

Facts = dict[str, str]

FACTS = (
    *("title", "lead", "supports", "due_date", "due_time", "deliverable", "accountable_leader", "authority"),
    *("report_to", "work_field", "category", "priority", "resources"),
)


def party_key(party: PartyDraft) -> str:
    """'u12' a unit, also where one of its people is named; 'p7' a person; 'nSở Xây dựng' a body outside."""
    if party.unit_id is not None:
        return f"u{party.unit_id}"
    return f"p{party.person_id}" if party.person_id is not None else f"n{party.name}"


_KEY = re.compile(
    r"u(?P<unit>[0-9]{1,15})(?:p(?P<within>[0-9]{1,15}))?|p(?P<person>[0-9]{1,15})|n(?P<name>.*\S.*)"
)


def party_of(key: str) -> PartyDraft | None:
    """The party of a key, also of 'u12p7', a person within a unit; None where it is none."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    person = found["within"] or found["person"]
    return PartyDraft(
        unit_id=int(found["unit"]) if found["unit"] else None,
        person_id=int(person) if person else None,
        name=found["name"] or "",
    )


def keys_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def joined(keys: Iterable[str]) -> str:
    """Without regard to order: two people who tick the same units want the same."""
    return "\n".join(sorted(set(keys)))


def facts_of(task: Task) -> Facts:
    """The facts of a task whose parties were fetched along."""
    parties = [
        (party.role, PartyDraft(party.unit_id, party.person_id, party.name)) for party in task.parties.all()
    ]
    return {
        "title": task.title,
        "lead": next(party_key(party) for role, party in parties if role == HandlingRole.LEAD),
        "supports": joined(party_key(party) for role, party in parties if role == HandlingRole.SUPPORT),
        "due_date": task.due_date.isoformat() if task.due_date else "",
        "due_time": f"{task.due_time:%H:%M}" if task.due_time else "",
        "deliverable": task.deliverable,
        "accountable_leader": str(task.accountable_leader_id or ""),
        "authority": task.authority,
        "report_to": task.report_to,
        "work_field": str(task.work_field_id or ""),
        "category": task.category,
        "priority": task.priority,
        "resources": task.resources,
    }


@dataclass(frozen=True, slots=True)
class Differing:
    """A fact that somebody else has changed meanwhile, or the person himself, or both."""

    name: str
    before: str
    theirs: str
    mine: str

    @property
    def both(self) -> bool:
        """Both changed it, and not to the same: only the person can say what holds."""
        return self.theirs not in (self.before, self.mine) and self.mine != self.before

    @property
    def merged(self) -> str:
        """What is proposed: the value of who changed it; his own where both did."""
        return self.mine if self.mine != self.before else self.theirs


def differing(seen: Facts, stored: Facts, wanted: Facts) -> list[Differing]:
    """All facts in which the three are not the same, in the order of FACTS."""
    rows = (Differing(name, seen[name], stored[name], wanted[name]) for name in FACTS)
    return [row for row in rows if not row.before == row.theirs == row.mine]
