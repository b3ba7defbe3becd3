"""Who stands in for whom on a day, for rooms that send notices; and the lists of delegations and absences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from sauro.organisation.access import Access
from sauro.organisation.models import Absence, Delegation, Person, Post, holds_on
from sauro.organisation.powers import LENDABLE

SHOWN = 100  # of what is over


def stand_in_of(person: Person, day: date) -> Person | None:
    """Who gets the notices of `person` on that day; None where he is there, named nobody, or that one is away too."""
    return stand_ins([person.pk], day).get(person.pk)


def stand_ins(person_ids: Iterable[int], day: date) -> dict[int, Person]:
    """The same for many people: id of who is away → who stands in. One query."""
    absent = Absence.objects.filter(cancelled_at=None, valid_from__lte=day, valid_to__gte=day)
    rows = absent.filter(
        ~Exists(absent.filter(person_id=OuterRef("stand_in_id"))),
        person_id__in=list(person_ids),
        stand_in__isnull=False,
    )
    return {row.person_id: row.stand_in for row in rows.select_related("stand_in__user") if row.stand_in}


def _mine(access: Access) -> QuerySet[Delegation]:
    """Delegations are known in the agency of their post; an administrator, who enters them, knows all of the ward."""
    found = Delegation.objects.filter(workspace_id=access.user.workspace_id)
    if not access.agencies_for("organisation.manage"):
        found = found.filter(post__agency_id__in=access.agencies_for("organisation.see"))
    return found.select_related(
        "post__person", "post__agency", "post__unit", "delegate", "unit", "work_field"
    )


Row = TypeVar("Row", Delegation, Absence)


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    now: list[Row]
    to_come: list[Row]
    over: list[Row]


def delegations(access: Access) -> Listed[Delegation]:
    """One query."""
    rows = list(_mine(access).order_by("-valid_to", "-id")[: 3 * SHOWN])
    over = [row for row in rows if row.ended_at is not None or row.valid_to < access.on]
    live = sorted(
        (row for row in rows if row.ended_at is None and row.valid_to >= access.on),
        key=lambda row: (row.valid_from, row.pk),
    )
    return Listed(
        [row for row in live if row.valid_from <= access.on],
        [row for row in live if row.valid_from > access.on],
        over[:SHOWN],
    )


def delegation(access: Access, uid: UUID) -> Delegation:
    """404 where there is none that the person knows of."""
    found = _mine(access).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def lendable_posts(access: Access) -> QuerySet[Post]:
    """The posts whose rights the person may lend: his own; for an administrator those of the ward but his own."""
    held = Post.objects.filter(
        holds_on(access.on), workspace_id=access.user.workspace_id, role__in=LENDABLE
    ).select_related("person", "agency", "unit")
    if not access.agencies_for("organisation.manage"):
        held = held.filter(person_id=access.person_id)
    return held.order_by("person__sort_key", "id")


def colleagues(access: Access) -> QuerySet[Person]:
    """Who can stand in or be lent something: people with an account and a post where the person sees the organisation."""
    posts = Post.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id)
    if not access.agencies_for("organisation.manage"):
        posts = posts.filter(agency_id__in=access.agencies_for("organisation.see"))
    return Person.objects.filter(pk__in=posts.values("person_id"), user__isnull=False).order_by(
        "sort_key", "id"
    )


def _known(access: Access) -> QuerySet[Absence]:
    """Absences are known in the agencies of who is away: others must know whom to ask."""
    posts = Post.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id)
    if not access.agencies_for("organisation.manage"):
        posts = posts.filter(agency_id__in=access.agencies_for("organisation.see"))
    found = Absence.objects.filter(workspace_id=access.user.workspace_id, cancelled_at=None)
    return found.filter(Q(person_id__in=posts.values("person_id")) | Q(person_id=access.person_id))


def absences(access: Access) -> Listed[Absence]:
    """Those of today and to come, and the latest that are over. One query."""
    rows = _known(access).select_related("person", "stand_in").order_by("-valid_to", "-id")[: 3 * SHOWN]
    found = list(rows)
    return Listed(
        [row for row in found if row.valid_from <= access.on <= row.valid_to],
        sorted(
            (row for row in found if row.valid_from > access.on), key=lambda row: (row.valid_from, row.pk)
        ),
        [row for row in found if row.valid_to < access.on][:SHOWN],
    )


def absence(access: Access, uid: UUID) -> Absence:
    found = _known(access).filter(uid=uid).select_related("person", "stand_in").first()
    if found is None:
        raise Http404
    return found


def may_be_away(access: Access) -> QuerySet[Person]:
    """Whose absence the person may record: his own; the clerk's and the administrator's of their agencies."""
    posts = Post.objects.filter(
        holds_on(access.on), agency_id__in=access.agencies_for("organisation.record_absence")
    )
    people = Person.objects.filter(workspace_id=access.user.workspace_id)
    return people.filter(Q(pk=access.person_id) | Q(pk__in=posts.values("person_id"))).order_by(
        "sort_key", "id"
    )
