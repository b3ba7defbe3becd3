"""Which numbers stand on a desk, and which tasks each of them counts.

A tile is a set of tasks (`Pile`): holders of `Listing` and a slice of them. Number and rows are both fetched from it, so
that they cannot differ.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from sauro.organisation.access import ROLES, Access
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.deadlines import DeadlineState
from sauro.tasks.lists.filters import OPEN_STAGES, Slice, holders_of, in_state
from sauro.tasks.models import Listing, Stage, Task
from sauro.tasks.queries import people_of, units_of

ME, UNIT, AGENCY = "me", "unit", "agency"


@dataclass(frozen=True, slots=True)
class Pile:
    """The tasks of `holders` within `slice`, of those that pass `asked` (a condition on `Listing`)."""

    holders: tuple[str, ...]
    slice: Slice
    asked: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True)
class Tile:
    key: str
    words: str | Promise
    pile: Pile
    hint: str | Promise = ""  # what waits behind it, where the words alone do not say it

    @property
    def is_rare(self) -> bool:
        """Stands there only while something waits."""
        return self.key in ("decisions", "explanations")

    @property
    def is_late(self) -> bool:
        return self.key == "overdue"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose numbers they are: the person's own, those of somebody in whose place he acts, of his units, agencies."""

    key: str
    words: str | Promise
    tiles: tuple[Tile, ...]
    first: str  # the tile whose rows stand there when none was chosen
    led_by_one: frozenset[str] = (
        frozenset()
    )  # tiles all of whose tasks have the same lead: the person, his unit

    def tile(self, key: str) -> Tile | None:
        return next((tile for tile in self.tiles if tile.key == key), None)


_DATES = (
    ("overdue", DeadlineState.OVERDUE, pgettext_lazy("tile", "Overdue")),
    ("today", DeadlineState.DUE_TODAY, pgettext_lazy("tile", "Due today")),
    ("soon", DeadlineState.DUE_SOON, pgettext_lazy("tile", "Due soon")),
)


def scopes_of(access: Access, here: dt.datetime) -> list[Scope]:
    """What the person may look at, his own first. `here`: the moment, in the time of the place. One query at most."""
    people = people_of(access)
    scopes = []
    if any(role in ROLES["tasks.take_part"] for role, _, _ in access.posts) and access.person_id in people:
        scopes.append(_of_person(access, here, access.person_id, ME, pgettext("scope", "Mine")))
    names = _names_of_others(access)
    for person in people:
        if person in names:
            words = pgettext("scope", "For %(name)s") % {"name": names[person]}
            scopes.append(_of_person(access, here, person, f"{ME}-{person}", words))
    units = _own_units(access)
    if units:
        scopes.append(_of_units(units, here, soon_for(access)))
    agencies = sorted(access.agencies_for("tasks.see_agency"))
    if agencies:
        scopes.append(_of_agencies(agencies, here, soon_for(access)))
    return scopes


def _names_of_others(access: Access) -> dict[int, str]:
    """Those in whose place he acts in person."""
    return {one.holder_id: one.holder_name for one in (*access.stands_in, *access.lent)}


def _own_units(access: Access) -> list[int]:
    """The units in which he works, himself or in somebody's place."""
    own = {
        unit
        for role, agency, unit in access.posts
        if unit is not None
        and role in ROLES["tasks.take_part"]
        and agency in access.agencies_for("tasks.see_agency")
    }
    return sorted(own | {unit for _, unit in units_of(access)})


def _of_person(access: Access, here: dt.datetime, person: int | None, key: str, words: str) -> Scope:
    seen = sorted(access.agencies_for("tasks.see_agency"))
    decides = sorted(access.agencies_for("tasks.decide") | access.agencies_for("tasks.assign"))
    opened, every = Slice(here, OPEN_STAGES), Slice(here)
    others = _of_others(access)
    tiles = _dated([f"p{person}"], here, soon_for(access))
    if decides:
        tiles += [
            Tile("acceptance", pgettext_lazy("tile", "For me to accept"),
                 Pile(_each("xp{}.{}", decides, person), opened, others)),
            Tile("decisions", pgettext_lazy("tile", "For me to decide"),
                 Pile(_each("dp{}.{}", decides, person), opened, others),
                 pgettext_lazy("tile", "To be approved or signed, and extensions that are asked for")),
        ]  # fmt: skip
    tiles += [
        Tile("receipt", pgettext_lazy("tile", "For me to receive"), Pile((f"rp{person}",), opened)),
        Tile("explanations", pgettext_lazy("tile", "For me to explain"), Pile((f"ep{person}",), every)),
        Tile("assigned", pgettext_lazy("tile", "Assigned to me"), Pile((f"pl{person}",), opened)),
    ]
    if access.agencies_for("tasks.decide"):
        words_of_all = pgettext_lazy("tile", "I answer for")
        tiles.append(Tile("answered_for", words_of_all, Pile((f"p{person}",), opened)))
    if access.agencies_for("tasks.assign"):
        given = Pile(_each("b{}.{}", seen, person), opened)
        tiles.append(Tile("created", pgettext_lazy("tile", "Created by me"), given))
    tiles += [
        Tile("supported", pgettext_lazy("tile", "I support"), Pile((f"ps{person}",), opened)),
        Tile("watched", pgettext_lazy("tile", "I watch"), Pile((f"pw{person}",), opened, _seen(access))),
    ]
    first = "answered_for" if access.agencies_for("tasks.decide") else "assigned"
    return Scope(key, words, tuple(tiles), first, frozenset({"receipt", "explanations", "assigned"}))


def _of_units(units: list[int], here: dt.datetime, soon: int) -> Scope:
    opened, every = Slice(here, OPEN_STAGES), Slice(here)
    tiles = [
        *_dated([f"u{unit}" for unit in units], here, soon),
        Tile("acceptance", pgettext_lazy("tile", "Waits for acceptance"),
             Pile(_each("u{}", units), Slice(here, frozenset({Stage.ACCEPTANCE})))),
        Tile("receipt", pgettext_lazy("tile", "To be received"), Pile(_each("ru{}", units), opened)),
        Tile("explanations", pgettext_lazy("tile", "To be explained"), Pile(_each("eu{}", units), every)),
        Tile("assigned", pgettext_lazy("tile", "Assigned to the unit"), Pile(_each("u{}", units), opened)),
        Tile("supported", pgettext_lazy("tile", "The unit supports"), Pile(_each("us{}", units), opened)),
    ]  # fmt: skip
    ours = frozenset(tile.key for tile in tiles if tile.key != "supported")
    words = pgettext("scope", "My unit")
    return Scope(UNIT, words, tuple(tiles), "assigned", ours if len(units) == 1 else frozenset())


def _of_agencies(agencies: list[int], here: dt.datetime, soon: int) -> Scope:
    opened, every = Slice(here, OPEN_STAGES), Slice(here)
    both = _each("a{}", agencies) + _each("g{}", agencies)
    undated = in_state(DeadlineState.NO_DEADLINE, here, soon)
    tiles = [
        *_dated(both, here, soon),
        Tile("acceptance", pgettext_lazy("tile", "Waits for acceptance"), Pile(_each("xa{}", agencies), opened)),
        Tile("decisions", pgettext_lazy("tile", "To be decided"), Pile(_each("da{}", agencies), opened),
             pgettext_lazy("tile", "To be approved or signed, and extensions that are asked for")),
        Tile("receipt", pgettext_lazy("tile", "Not received yet"), Pile(_each("ra{}", agencies), opened)),
        Tile("explanations", pgettext_lazy("tile", "To be explained"), Pile(_each("ea{}", agencies), every)),
        Tile("undated", pgettext_lazy("tile", "Without a date"), Pile(both, undated)),
        Tile("assigned", pgettext_lazy("tile", "Open"), Pile(both, opened)),
    ]  # fmt: skip
    return Scope(AGENCY, pgettext("scope", "Agency"), tuple(tiles), "assigned")


def _dated(holders: Iterable[str], here: dt.datetime, soon: int) -> list[Tile]:
    held = tuple(holders)
    return [Tile(key, words, Pile(held, in_state(state, here, soon))) for key, state, words in _DATES]


def _each(pattern: str, keys: Iterable[int], *more: Any) -> tuple[str, ...]:
    return tuple(pattern.format(key, *more) for key in keys)


def _of_others(access: Access) -> Q:
    """Tasks that no unit of his own leads: nobody decides on those (`life.Part.own`)."""
    units = [f"u{unit}" for unit in sorted(access.unit_ids)]
    if not units:
        return Q()
    return ~Q(Exists(Listing.objects.filter(task=OuterRef("task_id"), holder__in=units)))


def _seen(access: Access) -> Q:
    """Tasks that he may see: to watch one opens nothing, and he may have watched it from a former post."""
    task = OuterRef("task_id")
    whole = Q(agency_id__in=access.agencies_for("tasks.see_agency"))
    whole |= Q(accountable_leader_id__in=people_of(access))
    held = Listing.objects.filter(task=task, holder__in=holders_of(access))
    return Q(Exists(held)) | Q(Exists(Task.objects.filter(whole, pk=task)))
