"""Two readings side by side: of two documents that may be one, or of one document by two readers.

Tasks are paired by their words: first those that are the same to the letter (white space, case and diacritics aside),
then the most alike of what lies between two such pairs, as a text comparison does with lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sauro.reading.model import Deadline, Document, Reading, Task, Value
from sauro.vietnamese.text import fold, squeeze

ALIKE = 0.55  # of the words of both tasks, as difflib counts: below it they are two tasks
NEAR = 20  # places before and after its own where a task is looked for: comparing all costs their square

Kind = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words; `kind` is 'same', or 'removed' on the old side and 'added' on the new one."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the document or of a task: identifier of the field, what it was, what it is."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A task of the old reading beside its counterpart in the new one; None where there is none."""

    kind: Kind
    old: Task | None
    new: Task | None
    old_parts: list[Part]
    new_parts: list[Part]
    changes: list[FieldChange]


@dataclass(frozen=True, slots=True)
class Comparison:
    facts: list[FieldChange]
    pairs: list[Pair]

    def count(self, kind: Kind) -> int:
        return sum(pair.kind == kind for pair in self.pairs)


def compare(old: Reading, new: Reading) -> Comparison:
    """What changed from the old reading to the new one, tasks in the order of the new."""
    return Comparison(
        facts=_fact_changes(old.document, new.document),
        pairs=[_pair(before, after) for before, after in _paired(old.tasks, new.tasks)],
    )


def _fact_changes(old: Document, new: Document) -> list[FieldChange]:
    names = ("symbol", "date", "issuer", "subject", "urgency")
    rows = [("type", old.type, new.type)]
    rows += [(name, _text(getattr(old, name)), _text(getattr(new, name))) for name in names]
    rows.append(("signatory", _text(old.signature.name), _text(new.signature.name)))
    return [FieldChange(name, before, after) for name, before, after in rows if _key(before) != _key(after)]


def _text(value: Value | None) -> str:
    return squeeze(value.text) if value is not None else ""


def _key(words: str) -> str:
    return squeeze(fold(words))


def _paired(old: Sequence[Task], new: Sequence[Task]) -> list[tuple[Task | None, Task | None]]:
    matcher = SequenceMatcher(
        None, [_key(task.quote) for task in old], [_key(task.quote) for task in new], autojunk=False
    )
    found: list[tuple[Task | None, Task | None]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found += zip(old[a:b], new[c:d], strict=True)
        else:
            found += _stretch(old[a:b], new[c:d])
    return found


def _stretch(old: Sequence[Task], new: Sequence[Task]) -> list[tuple[Task | None, Task | None]]:
    """Pairs within a stretch without equals: the most alike first; what is left over stands alone."""
    words = [_key(task.quote).split() for task in old]
    alike = []
    for at, task in enumerate(new):
        matcher = SequenceMatcher(None, b=_key(task.quote).split(), autojunk=False)
        place = at * len(old) // len(new)
        for before in range(max(0, place - NEAR), min(len(old), place + NEAR + 1)):
            matcher.set_seq1(words[before])
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                alike.append((matcher.ratio(), -abs(at - before), at, before))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for ratio, _, at, before in sorted(alike, reverse=True):
        if ratio >= ALIKE and at not in partners and before not in taken:
            partners[at] = before
            taken.add(before)
    gone = [(task, None) for before, task in enumerate(old) if before not in taken]
    return [*gone, *((old[partners[at]] if at in partners else None, task) for at, task in enumerate(new))]


def _pair(old: Task | None, new: Task | None) -> Pair:
    if old is None or new is None:
        kind: Kind = "added" if old is None else "removed"
        return Pair(kind, old, new, _whole(kind, old), _whole(kind, new), [])
    old_parts, new_parts = _word_changes(squeeze(old.quote), squeeze(new.quote))
    changes = [
        FieldChange(name, before, after)
        for name, before, after in (
            ("owners", _names(old.owners), _names(new.owners)),
            ("coordinators", _names(old.coordinators), _names(new.coordinators)),
            ("deadlines", _dates(old.deadlines), _dates(new.deadlines)),
            ("deliverable", _text(old.deliverable), _text(new.deliverable)),
        )
        if _key(before) != _key(after)
    ]
    same = _key(old.quote) == _key(new.quote) and not changes
    return Pair("same" if same else "changed", old, new, old_parts, new_parts, changes)


def _whole(kind: Kind, task: Task | None) -> list[Part]:
    return [Part(kind, squeeze(task.quote))] if task is not None else []


def _names(values: Sequence[Value]) -> str:
    return "; ".join(squeeze(value.text) for value in values)


def _dates(deadlines: Sequence[Deadline]) -> str:
    return "; ".join(squeeze(deadline.text) for deadline in deadlines)


def _word_changes(old: str, new: str) -> tuple[list[Part], list[Part]]:
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(
        None, [fold(word) for word in before], [fold(word) for word in after], autojunk=False
    )
    left: list[Part] = []
    right: list[Part] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        if a < b:
            left.append(Part("same" if same else "removed", " ".join(before[a:b])))
        if c < d:
            right.append(Part("same" if same else "added", " ".join(after[c:d])))
    return left, right
