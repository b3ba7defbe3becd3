"""Who does a step on the day on which it opens: an actor of the definition → seats on people's desks.

A seat names a role wherever nobody in it is barred, so that whoever takes the post over finds the step on his desk and
who leaves it loses it. Where a matter is somebody's own, the others of the role get a seat each by name.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sauro.organisation.access import Access, lends
from sauro.organisation.models import Agency, Post, Role, UnitKind, holds_on
from sauro.organisation.queries import Leaders
from sauro.procedures.definition import DECIDING, Actor, Round, Step, What, Who
from sauro.procedures.models import Because
from sauro.vietnamese.text import fold

WORKERS = (Role.LEADER, Role.RECORDS_CLERK, Role.DIVISION_HEAD, Role.SPECIALIST)
_FIRST_OF_HEADS = ("truong", "chanh", "giam doc", "to truong", "hieu truong")  # before their deputies


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat that is to be stored."""

    holder: str
    person_id: int | None = None
    because: str = Because.STEP


@dataclass(frozen=True, slots=True)
class Found:
    """Who gets a step. `flagged`: nobody of the step could have it, so it went to the fallback, or to nobody at all."""

    chairs: tuple[Chair, ...]
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a case the search for people asks."""

    initiator_id: int | None
    initiator_unit_id: int | None
    data: Mapping[str, Any]
    barred: frozenset[int]


@dataclass(frozen=True, slots=True)
class Path:
    """How a seat is somebody's: by a post of his own, lent by its holder, or because he stands in for who is away."""

    holder: str
    instead_of: int | None = None
    decides: bool = True


def paths_of(access: Access) -> dict[str, Path]:
    """By seat, in whose seats the person finds his steps; his own before those of others.

    A delegation lends what it names in whole, not where it is narrowed to a unit or a field. A stand-in receives and
    fills in; he decides nothing (docs/organisation.md).
    """
    if access.person_id is None:
        return {}
    found = [
        Path(f"p{access.person_id}"),
        *(Path(each) for post in access.posts for each in seats_of_post(*post)),
    ]
    for lent in access.lent:
        if lends(lent, "procedures.act") and not lent.narrowed:
            found += (Path(f"p{lent.holder_id}", lent.holder_id),) if lent.whole else ()
            found += (
                Path(each, lent.holder_id) for each in seats_of_post(lent.role, lent.agency_id, lent.unit_id)
            )
    for away in access.stands_in:
        found.append(Path(f"p{away.holder_id}", away.holder_id, decides=False))
        found += (
            Path(each, away.holder_id, decides=False) for post in away.posts for each in seats_of_post(*post)
        )
    paths: dict[str, Path] = {}
    for path in found:
        if path.holder not in paths or (path.decides and not paths[path.holder].decides):
            paths[path.holder] = path
    return paths


def seats_of_post(role: str, agency: int, unit: int | None) -> list[str]:
    """The seats of whoever holds the post."""
    if role not in WORKERS:
        return []
    return [f"r{agency}.{role}", *([f"u{unit}.{role}", f"u{unit}."] if unit is not None else [])]


def holders_of(access: Access) -> list[str]:
    """In whose seats the person finds his steps."""
    return list(paths_of(access))


class Office:
    """The posts of an agency on a day; read once, asked for any number of steps. One query, one more for fields."""

    def __init__(self, agency: Agency, on: dt.date) -> None:
        self.agency, self.on = agency, on

    @cached_property
    def posts(self) -> list[Post]:
        """Posts of people who can log in; the rows of the workspace, so that people of other agencies can be named."""
        found = Post.objects.filter(
            holds_on(self.on), workspace_id=self.agency.workspace_id, person__user__is_active=True
        )
        return list(found.select_related("unit", "person").order_by("id"))

    @cached_property
    def leaders(self) -> Leaders:
        return Leaders(self.agency.workspace, self.on)

    def find(self, step: Step, matter: Matter, fallback: Actor) -> Found:
        """The seats of a step. Of a decision nobody gets one whose own matter it is."""
        barred = matter.barred if step.what in DECIDING else frozenset()
        each = step.what == What.OPINION and step.round != Round.ONE
        for actor, because in (
            (step.actor, Because.STEP),
            (step.fallback, Because.FALLBACK),
            (fallback, Because.FALLBACK),
        ):
            if actor is None:
                continue
            chairs = self._chairs(actor, matter, barred, because, each=each)
            if chairs:
                return Found(chairs, flagged=because == Because.FALLBACK)
        return Found((), flagged=True)

    def _chairs(
        self, actor: Actor, matter: Matter, barred: frozenset[int], because: str, *, each: bool
    ) -> tuple[Chair, ...]:
        people = self.people(actor, matter)
        free = [one for one in people if one not in barred]
        if not free:
            return ()
        pool = self._pool(actor)
        if pool and not each and len(free) == len(people):
            return (Chair(pool, because=because),)
        return tuple(Chair(f"p{one}", one, because) for one in free)

    def _pool(self, actor: Actor) -> str:
        """The seat of a role, '' where the actor is people."""
        if actor.who == Who.ROLE and not actor.title:
            return f"r{self.agency.pk}.{actor.role}"
        if actor.who == Who.UNIT and not actor.title:
            units = self.units(actor.unit)
            return f"u{next(iter(units))}.{actor.role}" if len(units) == 1 else ""
        return ""

    def people(self, actor: Actor, matter: Matter) -> list[int]:
        """Everybody whom the actor means today, without a look at whose matter it is."""
        match actor.who:
            case Who.ROLE:
                found = self._holding(actor, (p for p in self.posts if p.agency_id == self.agency.pk))
            case Who.UNIT:
                units = self.units(actor.unit)
                found = self._holding(actor, (p for p in self.posts if p.unit_id in units))
            case Who.FIELD_LEADER:
                found = self._answering(matter.initiator_unit_id, actor.field)
            case Who.NAMED:
                found = self._named(matter.data.get(actor.field))
            case Who.INITIATOR:
                found = self._here([matter.initiator_id])
            case Who.INITIATOR_HEAD:
                found = self.heads(matter.initiator_unit_id)
            case Who.INITIATOR_LEADER:
                found = self._answering(matter.initiator_unit_id, "")
        return list(dict.fromkeys(found))

    def _holding(self, actor: Actor, posts: Iterable[Post]) -> list[int]:
        roles = (actor.role,) if actor.role else WORKERS
        title = fold(actor.title)
        return [post.person_id for post in posts if post.role in roles and fold(post.title).startswith(title)]

    def units(self, name: str) -> set[int]:
        """The units of the agency that a definition means: by kind, code, short name or name."""
        wanted = fold(name).strip()
        mine = {post.unit for post in self.posts if post.unit and post.agency_id == self.agency.pk}
        if name in UnitKind.values:
            return {unit.pk for unit in mine if unit.kind == name}
        exact = {
            unit.pk
            for unit in mine
            if wanted and wanted in map(fold, (unit.name, unit.short_name, unit.code))
        }
        return exact or {unit.pk for unit in mine if wanted and fold(unit.name).startswith(wanted)}

    def heads(self, unit_id: int | None) -> list[int]:
        """The head of a unit; deputies only where no post says head by its title."""
        posts = [
            post
            for post in self.posts
            if unit_id is not None and post.unit_id == unit_id and post.role == Role.DIVISION_HEAD
        ]
        first = [post for post in posts if fold(post.title).startswith(_FIRST_OF_HEADS)]
        return [post.person_id for post in first or posts]

    def _answering(self, unit_id: int | None, field: str) -> list[int]:
        field_id = None
        if field:
            rows = [row for row in self.leaders.rows if row.work_field is not None]
            field_id = next(
                (
                    row.work_field_id
                    for row in rows
                    if row.work_field and fold(row.work_field.name) == fold(field)
                ),
                None,
            )
            if field_id is None:
                return []
        found = self.leaders.of(unit_id if not field else None, field_id)
        return self._here([found.person.pk]) if found else []

    def _named(self, value: Any) -> list[int]:
        """The person with that public identifier, or the head of the unit with it."""
        wanted = str(value or "")
        for post in self.posts:
            if str(post.person.uid) == wanted:
                return [post.person_id]
            if post.unit and str(post.unit.uid) == wanted:
                return self.heads(post.unit_id)
        return []

    def _here(self, people: list[int | None]) -> list[int]:
        """Those of them who hold a post today."""
        here = {post.person_id for post in self.posts}
        return [one for one in people if one in here and one is not None]

    def unit_of(self, person_id: int | None) -> int | None:
        """The first unit of the person in the agency."""
        mine = (p for p in self.posts if p.person_id == person_id and p.agency_id == self.agency.pk)
        return next((post.unit_id for post in mine if post.unit_id), None)

    def may_take_over(self, rule: str, holder_id: int, other_id: int) -> bool:
        """Whether a step of `holder_id` may be handed over to `other_id`, by the stand-in rule of the step."""
        mine = [p for p in self.posts if p.person_id == holder_id and p.agency_id == self.agency.pk]
        others = [p for p in self.posts if p.person_id == other_id and p.agency_id == self.agency.pk]
        working = [p for p in others if p.role in WORKERS]
        if rule == "same_role":
            return bool({p.role for p in mine if p.role in WORKERS} & {p.role for p in working})
        if rule == "unit":
            units = {p.unit_id for p in mine if p.unit_id}
            return any(p.unit_id in units for p in working)
        return False

    def may_work(self, person_id: int) -> bool:
        """Whether the person works on cases of the agency."""
        return any(
            p.person_id == person_id and p.agency_id == self.agency.pk and p.role in WORKERS
            for p in self.posts
        )
