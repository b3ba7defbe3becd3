"""What a person holds on a day: his own posts, what others have lent him, and for whom he stands in. For `access`."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from sauro.identity.models import User
from sauro.organisation.models import Absence, Delegation, Post, holds_on
from sauro.organisation.powers import actions_of

OWN, LENT, ABSENT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Lent:
    """The rights of a post that its holder has lent (ủy quyền). `actions`: None for all of them; `in_unit_id` and
    `in_field_id` narrow what may be decided. `holder_units`: of all posts of the holder, whose work is his own.
    """

    id: int
    role: str
    agency_id: int
    unit_id: int | None
    title: str
    holder_id: int
    holder_user_id: int | None
    holder_name: str
    actions: frozenset[str] | None = None
    in_unit_id: int | None = None
    in_field_id: int | None = None
    holder_units: frozenset[int] = frozenset()

    @property
    def narrowed(self) -> bool:
        return self.in_unit_id is not None or self.in_field_id is not None

    @property
    def whole(self) -> bool:
        """All that the post gives, so that the person is taken for the holder, in what he does in person as well."""
        return self.actions is None and not self.narrowed

    def covers(self, *, unit_id: int | None, work_field_id: int | None) -> bool:
        """Whether it holds for what this unit leads in this field of work."""
        return self.in_unit_id in (None, unit_id) and self.in_field_id in (None, work_field_id)

    def is_doer(self, *, unit_id: int | None, person_id: int | None) -> bool:
        """Whether what this unit or person leads is the holder's own work."""
        return self.holder_id == person_id or unit_id in self.holder_units


@dataclass(frozen=True, slots=True)
class StandsIn:
    """Somebody who is away, for whom the person receives and reports. `posts`: (role, agency id, unit id or None)."""

    holder_id: int
    holder_user_id: int | None
    holder_name: str
    posts: tuple[tuple[str, int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    person_id: int | None
    posts: tuple[tuple[str, int, int | None], ...]
    title: str
    lent: tuple[Lent, ...]
    stands_in: tuple[StandsIn, ...]


def holdings_of(user: User, on: date) -> Holdings:
    """One query; a second one where somebody has lent the person his rights.

    What others lend holds beside a post of one's own in the same agency, and ends with it: nobody comes in by a
    delegation alone. Nothing that is lent is lent on: a delegation belongs to a post, and is none.
    """
    rows: list[tuple[Any, ...]] = sorted(_rows(user, on), key=lambda row: (row[0], row[1]))
    own = [row for row in rows if row[0] == OWN]
    here = {row[4] for row in own}
    lent = [row for row in rows if row[0] == LENT and row[4] in here]
    units = _units_of({row[7] for row in lent}, on)
    return Holdings(
        person_id=own[0][2] if own else None,
        posts=tuple((row[3], row[4], row[5]) for row in own),
        title=own[0][6] if own else "",
        lent=tuple(_lent(row, units) for row in lent),
        stands_in=_stands_in([row for row in rows if row[0] == ABSENT and row[4] in here]),
    )


def _rows(user: User, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """kind, id, person, role, agency, unit, title, holder, his user, his name, powers, unit and field (0 is none)."""
    mine = {"workspace_id": user.workspace_id}
    none, nothing = Value(0, BigIntegerField()), Value("", CharField())
    own = Post.objects.filter(holds_on(on), person__user=user, **mine).annotate(
        arm=Value(OWN, BigIntegerField()), holder=none, holder_user=none, name=nothing, keys=nothing,
        narrow_unit=none, narrow_field=none,
    )  # fmt: skip
    posts = Q(
        Q(post__valid_from=None) | Q(post__valid_from__lte=on),
        Q(post__valid_to=None) | Q(post__valid_to__gte=on),
    )
    lent = Delegation.objects.filter(
        posts, delegate__user=user, valid_from__lte=on, valid_to__gte=on, ended_at=None, **mine
    ).annotate(
        arm=Value(LENT, BigIntegerField()),
        holder=F("post__person_id"),
        holder_user=Coalesce("post__person__user_id", none),
        name=F("post__person__full_name"),
        narrow_unit=Coalesce("unit_id", none),
        narrow_field=Coalesce("work_field_id", none),
    )
    held = Q(
        Q(person__posts__valid_from=None) | Q(person__posts__valid_from__lte=on),
        Q(person__posts__valid_to=None) | Q(person__posts__valid_to__gte=on),
        person__posts__isnull=False,
    )
    away = Absence.objects.filter(
        held, stand_in__user=user, valid_from__lte=on, valid_to__gte=on, cancelled_at=None, **mine
    ).annotate(
        arm=Value(ABSENT, BigIntegerField()),
        holder_user=Coalesce("person__user_id", none),
        name=F("person__full_name"),
        keys=nothing,
        narrow_unit=none,
        narrow_field=none,
    )
    return own.values_list(
        "arm", "id", "person_id", "role", "agency_id", "unit_id", "title",
        "holder", "holder_user", "name", "keys", "narrow_unit", "narrow_field",
    ).union(
        lent.values_list(
            "arm", "id", "delegate_id", "post__role", "post__agency_id", "post__unit_id", "post__title",
            "holder", "holder_user", "name", "powers", "narrow_unit", "narrow_field",
        ),
        away.values_list(
            "arm", "person__posts__id", "stand_in_id", "person__posts__role", "person__posts__agency_id",
            "person__posts__unit_id", "person__posts__title",
            "person_id", "holder_user", "name", "keys", "narrow_unit", "narrow_field",
        ),
        all=True,
    )  # fmt: skip


def _units_of(person_ids: set[int], on: date) -> dict[int, frozenset[int]]:
    """The units of these people's posts."""
    if not person_ids:
        return {}
    found: dict[int, set[int]] = defaultdict(set)
    rows = Post.objects.filter(holds_on(on), person_id__in=person_ids, unit__isnull=False)
    for person_id, unit_id in rows.values_list("person_id", "unit_id"):
        found[person_id].add(unit_id)  # type: ignore[arg-type]
    return {person_id: frozenset(units) for person_id, units in found.items()}


def _lent(row: tuple[Any, ...], units: dict[int, frozenset[int]]) -> Lent:
    return Lent(
        id=row[1],
        role=row[3],
        agency_id=row[4],
        unit_id=row[5],
        title=row[6],
        holder_id=row[7],
        holder_user_id=row[8] or None,
        holder_name=row[9],
        actions=actions_of(row[10].split()) if row[10] else None,
        in_unit_id=row[11] or None,
        in_field_id=row[12] or None,
        holder_units=units.get(row[7], frozenset()),
    )


def _stands_in(rows: list[tuple[Any, ...]]) -> tuple[StandsIn, ...]:
    posts: dict[tuple[int, int | None, str], list[tuple[str, int, int | None]]] = defaultdict(list)
    for row in rows:
        posts[row[7], row[8] or None, row[9]].append((row[3], row[4], row[5]))
    return tuple(StandsIn(*holder, tuple(dict.fromkeys(held))) for holder, held in posts.items())
