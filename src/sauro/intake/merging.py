"""A new reading of a document under review, put together with what people did in the review. Nothing of theirs is lost.

    item                          read again                          not read again
    waits, untouched              takes the new values                stays, marked as gone
    waits, touched by a person    keeps his values, takes the others  stays as it is
    decided (accepted, dropped,   stays as it is                      stays as it is
    for information, merged)

A task that is read for the first time is added and waits, unless what it says stands in an item that a person touched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sauro.intake import values as v
from sauro.intake.anchors import Anchors
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.reading.model import Span
from sauro.tasks.models import TaskKind

_ALIKE = 0.5  # share of the words of both that a task and an item have in common, to be the same
_COVERED = 0.5  # share of a new task that stands in items which people touched, to be no new one


@dataclass(frozen=True, slots=True)
class Fresh:
    """A task as it was read now; `read` is what an item keeps of it (`ReviewItem.read`)."""

    span: Span
    read: dict[str, Any]

    @property
    def values(self) -> v.Values:
        return self.read["values"]  # type: ignore[no-any-return]


@dataclass(slots=True)
class Outcome:
    """What a new reading changed: items that differ now, new ones (not stored yet), and those that are gone."""

    changed: list[ReviewItem] = field(default_factory=list)
    added: list[ReviewItem] = field(default_factory=list)
    gone: list[ReviewItem] = field(default_factory=list)


def touched(item: ReviewItem) -> bool:
    """Whether a person decided, wrote or made something of the item."""
    read = item.read.get("values")
    return item.state != ItemState.PENDING or not read or bool(v.changed(read, item.values))


def merge(review: Review, items: Sequence[ReviewItem], fresh: Sequence[Fresh], anchors: Anchors) -> Outcome:
    """Brings the items (all of the review) in line with the new reading, in memory."""
    outcome = Outcome()
    before = {id(item): _state_of(item) for item in items}
    places = {id(item): anchors.at((item.span_start, item.span_end)) for item in items}
    partner = _partners(items, places, fresh)
    by_hand = {id(item) for item in items if touched(item)}
    for item in items:
        new = partner.get(id(item))
        _move(item, places[id(item)], anchors)
        if item.state != ItemState.PENDING:
            continue
        if new is not None:
            _take(item, new, keep=id(item) in by_hand)
        elif id(item) not in by_hand:
            item.read = {**item.read, "gone": True}
            item.read.pop("new", None)
            outcome.gone.append(item)
    outcome.changed = [item for item in items if _state_of(item) != before[id(item)]]
    taken = {id(one) for one in partner.values()}
    kept = [(item.span_start, item.span_end) for item in items if id(item) in by_hand]
    outcome.added = [
        ReviewItem(
            review=review,
            span_start=one.span[0],
            span_end=one.span[1],
            read={**one.read, "new": True},
            values=one.values,
        )
        for one in fresh
        if id(one) not in taken and not _covered(one.span, kept)
    ]
    return outcome


def _state_of(item: ReviewItem) -> tuple[int, int, dict[str, Any], v.Values]:
    return item.span_start, item.span_end, item.read, item.values


def _partners(
    items: Sequence[ReviewItem], places: dict[int, Span | None], fresh: Sequence[Fresh]
) -> dict[int, Fresh]:
    """For each item (by id) the task that is the same one; those that are most alike first, each once."""
    alike: list[tuple[float, int, int]] = []
    for number, item in enumerate(items):
        place = places[id(item)]
        if place is None or not item.read or item.state == ItemState.MERGED:
            continue
        for other, one in enumerate(fresh):
            both = _common(place, one.span)
            share = both / max(1, place[1] - place[0] + one.span[1] - one.span[0] - both)
            if share >= _ALIKE:
                alike.append((-share, number, other))
    found: dict[int, Fresh] = {}
    used: set[int] = set()
    for _, number, other in sorted(alike):
        if id(items[number]) not in found and other not in used:
            found[id(items[number])] = fresh[other]
            used.add(other)
    return found


def _common(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _covered(span: Span, kept: Sequence[Span]) -> bool:
    return sum(_common(span, one) for one in kept) >= _COVERED * (span[1] - span[0])


def _move(item: ReviewItem, place: Span | None, anchors: Anchors) -> None:
    """The item and the reasons of its values at their place in the new text; without one where nothing is found."""
    if place is None:
        at = anchors.near(item.span_start)
        place = (at, at)
    item.span_start, item.span_end = place
    item.values = _moved(item.values, anchors.at)


def _moved(values: v.Values, at: Callable[[Span], Span | None]) -> v.Values:
    def placed(one: dict[str, Any]) -> dict[str, Any]:
        if not one.get("at"):
            return one
        found = at((one["at"][0], one["at"][1]))
        return one | {"at": list(found) if found else None}

    return values | {
        "leads": [placed(one) for one in values["leads"]],
        "supports": [placed(one) for one in values["supports"]],
        "accountable": placed(values["accountable"]) if values["accountable"] else None,
        "why": {field: placed(one) for field, one in values["why"].items()},
    }


def _take(item: ReviewItem, new: Fresh, *, keep: bool) -> None:
    """The new reading in an item that waits; with `keep` the fields that a person wrote stay his."""
    mine = v.changed(item.read.get("values", {}), item.values) if keep else []
    now = dict(new.values)
    if mine:
        now["why"] = {field: why for field, why in now["why"].items() if field not in mine}
        now["why"] |= {field: why for field, why in item.values["why"].items() if field in mine}
        now |= {field: item.values[field] for field in mine}
        now["proposed"] = [field for field in item.values["proposed"] if field in mine]
        if now["kind"] == TaskKind.STANDING and now["due"]["date"]:
            now["due"] = v.no_due() | {"text": now["due"]["text"]}
    item.values = now
    item.read = new.read
    if "title" not in mine:
        item.span_start, item.span_end = new.span
