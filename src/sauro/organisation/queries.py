"""The bodies and people of a ward, for screens and forms. Names of a ward's own bodies are open to everybody in it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from sauro.identity.models import User, Workspace
from sauro.identity.queries import second_factors, shut_out
from sauro.identity.second_factor import locked_until
from sauro.organisation.access import Access
from sauro.organisation.models import Agency, FieldAssignment, Person, Post, Role, Unit, WorkField, holds_on
from sauro.vietnamese.text import search_words

ACCOUNTS = 50  # a page


def agencies(access: Access) -> QuerySet[Agency]:
    return Agency.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id).order_by(
        "order", "id"
    )


def units(access: Access) -> QuerySet[Unit]:
    """The units of today, agency by agency."""
    found = Unit.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id)
    return found.select_related("agency").order_by("agency__order", "agency_id", "order", "id")


def people(access: Access) -> QuerySet[Person]:
    """Who holds a post today, in the order of given names."""
    holders = Post.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id).values(
        "person_id"
    )
    return Person.objects.filter(pk__in=holders).order_by("sort_key", "id")


def leaders(access: Access) -> QuerySet[Person]:
    """Who may answer for a task: leaders of an agency today."""
    posts = Post.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id, role=Role.LEADER)
    return Person.objects.filter(pk__in=posts.values("person_id")).order_by("sort_key", "id")


def work_fields(access: Access) -> QuerySet[WorkField]:
    return WorkField.objects.filter(workspace_id=access.user.workspace_id).order_by("name")


def posts_of(access: Access, person_ids: list[int]) -> dict[int, list[Post]]:
    """The posts that people hold today, in one query."""
    found = Post.objects.filter(
        holds_on(access.on), person_id__in=person_ids, workspace_id=access.user.workspace_id
    ).select_related("agency", "unit")
    held: dict[int, list[Post]] = {}
    for post in found.order_by("agency__order", "id"):
        held.setdefault(post.person_id, []).append(post)
    return held


@dataclass(frozen=True, slots=True)
class Accountable:
    """The leader who answers, and why, in Vietnamese."""

    person: Person
    why: str


class Leaders:
    """Who answers for which unit and field on a day; read once, asked for any number of tasks."""

    def __init__(self, workspace: Workspace, on: date) -> None:
        found = FieldAssignment.objects.filter(holds_on(on), workspace=workspace, area="")
        self.rows = list(found.select_related("leader", "work_field", "unit").order_by("-valid_from", "-id"))

    def of(self, unit_id: int | None, work_field_id: int | None = None) -> Accountable | None:
        """The leader of this unit in this field, else of the unit, else of the field; the latest assignment first.

        What is assigned for a part of the ward alone (`area`) is for people to see: an order does not say where it is.
        """
        wanted = [(unit_id, work_field_id), (unit_id, None), (None, work_field_id)]
        for unit, work_field in wanted:
            if unit is None and work_field is None:
                continue
            for row in self.rows:
                if (row.unit_id, row.work_field_id) == (unit, work_field):
                    return Accountable(row.leader, _why(row))
        return None


def _why(row: FieldAssignment) -> str:
    what = [
        part
        for part in (row.unit and row.unit.name, row.work_field and f"lĩnh vực {row.work_field.name}")
        if part
    ]
    since = f" từ ngày {row.valid_from:%d/%m/%Y}" if row.valid_from else ""
    return f"được phân công phụ trách {', '.join(what)}{since}"


def leader_for(
    workspace: Workspace, unit_id: int | None, work_field_id: int | None, on: date
) -> Person | None:
    """The leader who answers for one task; `Leaders` tells why, and reads once for many."""
    found = Leaders(workspace, on).of(unit_id, work_field_id)
    return found.person if found else None


@dataclass(frozen=True, slots=True)
class Account:
    """A login and whose it is, as the administrator sees it. `waits_until`: too many wrong passwords or codes."""

    person: Person
    user: User
    posts: list[Post]
    has_second_factor: bool
    waits_until: datetime | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    rows: list[Account]
    next_cursor: str  # '' on the last page


def _with_logins(access: Access) -> QuerySet[Person]:
    """Raises `PermissionDenied` for who keeps no books here."""
    if not access.agencies_for("organisation.manage"):
        raise PermissionDenied("organisation.manage")
    mine = Person.objects.filter(workspace_id=access.user.workspace_id, user__isnull=False)
    return mine.select_related("user")


def _accounts_of(access: Access, people: Sequence[Person]) -> list[Account]:
    users = [person.user for person in people]
    posts = posts_of(access, [person.pk for person in people])
    factors, shut = second_factors(users), shut_out(users)
    found = []
    for person in people:
        user = person.user
        waits = (shut.get(user.username), locked_until(factors.get(user.pk)))
        found.append(
            Account(
                person=person,
                user=user,
                posts=posts.get(person.pk, []),
                has_second_factor=user.pk in factors,
                waits_until=max((wait for wait in waits if wait), default=None),
                is_own=user.pk == access.user.pk,
            )
        )
    return found


def accounts(access: Access, *, search: str = "", cursor: str = "", size: int = ACCOUNTS) -> AccountPage:
    """The logins of the ward in the order of given names; `cursor` is where the page before ended. Four queries.

    `search`: words of a name without regard to diacritics, or a part of a username. Raises `PermissionDenied`.
    """
    found = _with_logins(access)
    for word in search_words(search):
        found = found.filter(Q(folded__contains=word) | Q(user__username__contains=word))
    key, _, pk = cursor.rpartition(".")
    if key and "\0" not in key and pk.isascii() and pk.isdigit():
        found = found.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=int(pk[:18])))
    people = list(found.order_by("sort_key", "id")[: size + 1])
    more = len(people) > size
    last = people[size - 1] if more else None
    return AccountPage(_accounts_of(access, people[:size]), f"{last.sort_key}.{last.pk}" if last else "")


def account(access: Access, uid: uuid.UUID) -> Account:
    """One login of the ward, by the person's `uid`. Raises `PermissionDenied`; 404 where there is none."""
    person = _with_logins(access).filter(uid=uid).first()
    if person is None:
        raise Http404
    return _accounts_of(access, [person])[0]


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """How the logins of a ward are, in numbers. `strangers`: nobody has come in by them yet."""

    every: int
    locked: int
    strangers: int


def account_figures(access: Access) -> AccountFigures:
    """One query. Raises `PermissionDenied` for who keeps no books here."""
    found = _with_logins(access).select_related(None).order_by()
    return AccountFigures(
        **found.aggregate(
            every=Count("pk"),
            locked=Count("pk", filter=Q(user__is_active=False)),
            strangers=Count("pk", filter=Q(user__is_active=True, user__last_login=None)),
        )
    )
