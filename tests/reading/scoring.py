"""Compares a reading with the gold reading of a directive: what was found, what was missed, what was false.

Tasks are paired one to one, best overlap first, where the characters that they cover (white space aside) overlap by an
intersection over union of one half or more. Everything else of a task is compared inside its pair; what stands in an
unpaired task counts as missed or false. Names are folded: no case, no accents, words only.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sauro.reading.model import Deadline, Petition, Reading, Task, Value

Gold = dict[str, Any]
Same = Callable[[Any, Any], bool]

SAME_TASK = 0.5
SAME_BORDERS = 0.9


@dataclass
class Tally:
    """How much of one kind of thing was found (`hits`), asked for (`gold`) and read."""

    hits: int = 0
    gold: int = 0
    read: int = 0

    def add(self, hits: int, gold: int, read: int) -> None:
        self.hits += hits
        self.gold += gold
        self.read += read

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was read."""
        return 2 * self.hits / (self.gold + self.read) if self.gold + self.read else 1.0


@dataclass
class Comparison:
    """The tallies of one or more directives, and each difference as a line that a person can read."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def add(self, metric: str, hits: int, gold: int, read: int) -> None:
        self.tallies.setdefault(metric, Tally()).add(hits, gold, read)

    def merge(self, other: "Comparison") -> None:
        for metric, tally in other.tallies.items():
            self.add(metric, tally.hits, tally.gold, tally.read)
        self.differences += other.differences

    def f1(self, metric: str) -> float:
        return self.tallies.get(metric, Tally()).f1

    def report(self) -> str:
        """A table of all figures, then all differences."""
        lines = [f"{'':14}{'F1':>7}{'found':>7}{'gold':>7}{'read':>7}"]
        lines += [
            f"{metric:14}{tally.f1:7.3f}{tally.hits:7}{tally.gold:7}{tally.read:7}"
            for metric, tally in self.tallies.items()
        ]
        return "\n".join(lines + self.differences)


def fold(text: str | None) -> str:
    """Lower case, no accents, words only, single spaces; 'ủy ban nhân dân' and 'UBND' are the same."""
    plain = unicodedata.normalize("NFD", (text or "").replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    plain = plain.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
    return " ".join(re.findall(r"\w+", plain))


def same_name(one: str, other: str) -> bool:
    """The same words, or the shorter name (two words or more) begins the longer; a leading 'các' does not count."""
    short, long = sorted(
        (fold(one).removeprefix("cac ").split(), fold(other).removeprefix("cac ").split()), key=len
    )
    return short == long or (len(short) >= 2 and long[: len(short)] == short)


def overlap(one: str, other: str) -> bool:
    """One is part of the other and at least half as long."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return bool(short) and short in long and 2 * len(short) >= len(long)


def count_pairs(gold: Iterable[Any], read: Iterable[Any], same: Same) -> int:
    left = list(read)
    hits = 0
    for wanted in gold:
        match = next((found for found in left if same(wanted, found)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def text_of(value: Value | None) -> str | None:
    return value.text if value is not None else None


class Cells:
    """Where quotes stand in a text without its white space."""

    def __init__(self, text: str) -> None:
        self.squeezed = "".join(unicodedata.normalize("NFC", text).split())
        self.after = 0

    def next(self, quote: str) -> range:
        """The cells of the quote, looked for behind the one before; empty where the text lacks it."""
        wanted = "".join(unicodedata.normalize("NFC", quote).split())
        start = self.squeezed.find(wanted, self.after)
        if start < 0:
            start = self.squeezed.find(wanted)
        if start < 0 or not wanted:
            return range(0)
        self.after = start
        return range(start, start + len(wanted))


def union_share(one: range, other: range) -> float:
    """Intersection over union of two ranges, 0 to 1."""
    both = max(0, min(one.stop, other.stop) - max(one.start, other.start))
    return both / (len(one) + len(other) - both) if both else 0.0


def paired(gold: Sequence[range], read: Sequence[range]) -> dict[int, tuple[int, float]]:
    """Each gold task with the read task that is the same one, best overlap first, and how well they overlap."""
    shares = [(union_share(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(read)]
    pairs: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for share, i, j in sorted(shares, reverse=True):
        if share >= SAME_TASK and i not in pairs and j not in used:
            pairs[i] = (j, share)
            used.add(j)
    return pairs


def gold_deadline(deadline: Gold) -> tuple[Any, ...]:
    return (deadline["kind"], deadline["start"], deadline["end"])


def read_deadline(deadline: Deadline) -> tuple[Any, ...]:
    return (deadline.kind, deadline.start_date, deadline.end_date)


def listed(value: Any) -> list[Any]:
    return [] if value is None else [value]


# What is compared inside a pair of tasks: the gold's values, the reading's, and when two of them are the same.
FIELDS: dict[str, tuple[Callable[[Gold], list[Any]], Callable[[Task], list[Any]], Same]] = {
    "owners": (lambda g: g["owners"], lambda r: [owner.text for owner in r.owners], same_name),
    "owner_source": (lambda g: [g["owner_source"]], lambda r: [r.owner_source], lambda a, b: bool(a == b)),
    "coordinators": (
        lambda g: g["coordinators"],
        lambda r: [party.text for party in r.coordinators],
        same_name,
    ),
    "deadlines": (
        lambda g: [gold_deadline(deadline) for deadline in g["deadlines"]],
        lambda r: [read_deadline(deadline) for deadline in r.deadlines],
        lambda a, b: bool(a == b),
    ),
    "recurrence": (
        lambda g: [deadline["recurrence"] for deadline in g["deadlines"] if deadline["kind"] == "recurring"],
        lambda r: [deadline.recurrence for deadline in r.deadlines if deadline.kind == "recurring"],
        lambda a, b: bool(a == b),
    ),
    "deliverables": (lambda g: listed(g["deliverable"]), lambda r: listed(text_of(r.deliverable)), overlap),
    "report_to": (lambda g: listed(g["report_to"]), lambda r: listed(text_of(r.report_to)), same_name),
    "accountable": (lambda g: listed(g["accountable"]), lambda r: listed(text_of(r.accountable)), same_name),
    "authority": (lambda g: listed(g["authority"]), lambda r: listed(text_of(r.authority)), same_name),
    "action": (lambda g: listed(g["action"]), lambda r: listed(text_of(r.action)), overlap),
    "task_kind": (lambda g: [g["task_kind"]], lambda r: [r.task_kind], lambda a, b: bool(a == b)),
    "section": (lambda g: listed(g["section"]), lambda r: listed(r.section), lambda a, b: bool(a == b)),
}


def compare_tasks(result: Comparison, name: str, gold: list[Gold], reading: Reading) -> None:
    where, there = Cells(reading.text), Cells(reading.text)
    wanted = [where.next(task["quote"]) for task in gold]
    found = [there.next(task.quote) for task in reading.tasks]
    pairs = paired(wanted, found)
    used = {j for j, _ in pairs.values()}
    result.add("tasks", len(pairs), len(gold), len(reading.tasks))
    exact = sum(share >= SAME_BORDERS for _, share in pairs.values())
    result.add("exact", exact, len(gold), len(reading.tasks))
    sound = sum(reading.text[task.at[0] : task.at[1]] == task.quote for task in reading.tasks)
    result.add("spans", sound, len(reading.tasks), len(reading.tasks))
    for i, task in enumerate(gold):
        if not wanted[i]:
            result.differences.append(
                f"{name} {task['id']}: the text lacks this quote: {task['quote'][:90]!r}"
            )
        elif i not in pairs:
            result.differences.append(f"{name} {task['id']}: missed: {task['quote'][:90]!r}")
        elif pairs[i][1] < SAME_BORDERS:
            read = reading.tasks[pairs[i][0]].quote
            result.differences.append(
                f"{name} {task['id']}: other borders: {task['quote']!r} is read as {read!r}"
            )
    for j, false in enumerate(reading.tasks):
        if j not in used:
            result.differences.append(f"{name} false: {false.quote[:90]!r}")
    for metric, (of_gold, of_read, same) in FIELDS.items():
        hits = 0
        for i, (j, _) in pairs.items():
            asked, had = of_gold(gold[i]), of_read(reading.tasks[j])
            right = count_pairs(asked, had, same)
            hits += right
            if not right == len(asked) == len(had):
                result.differences.append(f"{name} {gold[i]['id']} {metric}: {asked} is read as {had}")
        result.add(
            metric,
            hits,
            sum(len(of_gold(task)) for task in gold),
            sum(len(of_read(task)) for task in reading.tasks),
        )


def compare_document(result: Comparison, name: str, gold: Gold, reading: Reading) -> None:
    document = reading.document
    pairs: list[tuple[str, str | None, str | None]] = [("type", gold["type"], document.type)]
    pairs += [
        (key, gold[key], text_of(getattr(document, key)))
        for key in ("issuer", "parent_body", "symbol", "subject", "place", "date")
    ]
    pairs += [
        (key, gold["signature"][key], text_of(getattr(document.signature, key)))
        for key in ("capacity", "position", "name")
    ]
    hits = 0
    for key, asked, had in pairs:
        hits += bool(asked) and fold(asked) == fold(had)
        if fold(asked) != fold(had):
            result.differences.append(f"{name} document {key}: {asked!r} is read as {had!r}")
    result.add(
        "document", hits, sum(bool(asked) for _, asked, _ in pairs), sum(bool(had) for *_, had in pairs)
    )
    for key in ("addressees", "recipients"):
        names, others = gold[key], [value.text for value in getattr(document, key)]
        right = count_pairs(names, others, same_name)
        result.add("document", right, len(names), len(others))
        if not right == len(names) == len(others):
            result.differences.append(f"{name} document {key}: {names} is read as {others}")


def same_reference(gold: Gold, read: Any) -> bool:
    if gold["symbol"]:
        return fold(gold["symbol"]) == fold(read.symbol) and gold["date"] in (None, read.date)
    same_type = fold(gold["type"]) == fold(read.type)
    return same_type and gold["date"] == read.date and overlap(gold["quote"], read.quote)


def same_target(gold: Gold, read: Any) -> bool:
    def number(value: str) -> str:
        return re.sub(r"[^\d,]", "", value.replace(".", ",")).strip(",")

    return (
        number(gold["value"]) == number(read.value)
        and fold(gold["unit"]) == fold(read.unit)
        and gold["comparator"] == read.comparator
        and gold["period_end"] == read.period_end
    )


def same_petition(gold: Gold, read: Petition) -> bool:
    return (
        gold["no"] == read.no
        and fold(gold["petitioner"]) == fold(read.petitioner)
        and fold(gold["role"]) == fold(read.role)
        and fold(gold["lead_agency"]) == fold(read.lead_agency)
        and len(gold["items"]) == len(read.items)
        and all(overlap(one, other) for one, other in zip(gold["items"], read.items, strict=True))
    )


def compare(name: str, gold: Gold, reading: Reading) -> Comparison:
    """The reading of one directive beside its gold; `name` stands before each difference."""
    result = Comparison()
    compare_tasks(result, name, gold["tasks"], reading)
    compare_document(result, name, gold["document"], reading)
    others: tuple[tuple[str, list[Any], Same], ...] = (
        ("references", reading.references, same_reference),
        ("targets", reading.targets, same_target),
        ("petitions", reading.petitions, same_petition),
    )
    for metric, read, same in others:
        asked = gold[metric]
        hits = count_pairs(asked, read, same)
        result.add(metric, hits, len(asked), len(read))
        if not hits == len(asked) == len(read):
            quotes = [getattr(one, "quote", None) or getattr(one, "petitioner", None) for one in read]
            wanted = [one.get("quote") or one.get("petitioner") for one in asked]
            result.differences.append(f"{name} {metric}: {wanted} is read as {quotes}")
    return result
