"""The tree of agencies and units with their people, and the page of one person. Names of one's own ward are open to it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from sauro.organisation.access import Access
from sauro.organisation.answering import MANY
from sauro.organisation.models import (
    Absence,
    Agency,
    Alias,
    Delegation,
    FieldAssignment,
    Handover,
    Person,
    Post,
    Unit,
    holds_on,
)


@dataclass(slots=True)
class UnitNode:
    unit: Unit
    depth: int
    posts: list[Post] = field(default_factory=list)
    merged: list[Unit] = field(default_factory=list)  # units that it took over


@dataclass(slots=True)
class AgencyNode:
    agency: Agency
    posts: list[Post] = field(default_factory=list)  # of the agency itself
    units: list[UnitNode] = field(default_factory=list)
    many: list[UnitNode] = field(default_factory=list)  # residential groups, cells, schools


@dataclass(slots=True)
class Tree:
    agencies: list[AgencyNode]
    ended: list[Unit]
    without_post: list[Person]  # for who keeps the books


def _insider(access: Access) -> None:
    if not access.agencies_for("organisation.see"):
        raise PermissionDenied("organisation.see")


def tree(access: Access) -> Tree:
    """Everything of today. Four queries, five for who keeps the books."""
    _insider(access)
    mine = {"workspace_id": access.user.workspace_id}
    agencies = list(Agency.objects.filter(holds_on(access.on), **mine).order_by("order", "id"))
    every = list(Unit.objects.filter(**mine).select_related("successor", "agency").order_by("order", "id"))
    ended = [unit for unit in every if unit.valid_to is not None and unit.valid_to < access.on]
    gone = {unit.pk for unit in ended}
    posts: dict[tuple[int, int | None], list[Post]] = defaultdict(list)
    held = Post.objects.filter(holds_on(access.on), **mine).select_related("person")
    for post in held.order_by("id"):
        posts[post.agency_id, post.unit_id].append(post)
    merged: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in ended:
        merged[unit.successor_id].append(unit)
    children: dict[tuple[int, int | None], list[Unit]] = defaultdict(list)
    for unit in every:
        if unit.pk not in gone:
            above = unit.parent_id if unit.parent_id not in gone else None
            children[unit.agency_id, above].append(unit)
    nodes = []
    for agency in agencies:
        node = AgencyNode(agency, posts[agency.pk, None])
        for unit, depth in _walk(children, agency.pk, None, 0):
            one = UnitNode(unit, depth, posts[agency.pk, unit.pk], merged[unit.pk])
            (node.many if unit.kind in MANY and depth == 0 else node.units).append(one)
        nodes.append(node)
    without: list[Person] = []
    if access.agencies_for("organisation.manage"):
        holders = Post.objects.filter(holds_on(access.on), **mine).values("person_id")
        found = Person.objects.filter(**mine).exclude(pk__in=holders).order_by("sort_key", "id")
        without = list(found[:200])
    return Tree(nodes, sorted(ended, key=lambda unit: unit.valid_to or access.on, reverse=True), without)


def _walk(
    children: dict[tuple[int, int | None], list[Unit]], agency_id: int, above: int | None, depth: int
) -> Iterator[tuple[Unit, int]]:
    for unit in children[agency_id, above]:
        yield unit, depth
        yield from _walk(children, agency_id, unit.pk, depth + 1)


def unit_by_uid(access: Access, uid: UUID) -> Unit:
    """404 where the ward has none."""
    _insider(access)
    found = Unit.objects.filter(workspace_id=access.user.workspace_id, uid=uid)
    unit = found.select_related("agency", "parent", "successor").first()
    if unit is None:
        raise Http404
    return unit


def aliases_of(unit: Unit) -> list[str]:
    return list(Alias.objects.filter(unit=unit).order_by("text").values_list("text", flat=True))


@dataclass(slots=True)
class PersonPage:
    person: Person
    posts: list[Post]  # of today and to come
    former: list[Post]
    answers_for: list[FieldAssignment]
    lends: list[Delegation]
    holds: list[Delegation]
    absences: list[Absence]
    handover: Handover | None  # that is open


def person_page(access: Access, uid: UUID) -> PersonPage:
    """Six queries. 404 where the ward has nobody of this name."""
    _insider(access)
    person = (
        Person.objects.filter(workspace_id=access.user.workspace_id, uid=uid).select_related("user").first()
    )
    if person is None:
        raise Http404
    posts = list(
        Post.objects.filter(person=person).select_related("agency", "unit").order_by("valid_from", "id")
    )
    live: QuerySet[Delegation] = Delegation.objects.filter(ended_at=None, valid_to__gte=access.on)
    live = live.select_related("post__person", "post__agency", "delegate").order_by("valid_from", "id")
    answers = FieldAssignment.objects.filter(holds_on(access.on), leader=person)
    absences = Absence.objects.filter(person=person, cancelled_at=None, valid_to__gte=access.on)
    over = [post for post in posts if post.valid_to is not None and post.valid_to < access.on]
    return PersonPage(
        person=person,
        posts=[post for post in posts if post not in over],
        former=over[::-1],
        answers_for=list(answers.select_related("work_field", "unit").order_by("id")),
        lends=list(live.filter(post__person=person)),
        holds=list(live.filter(delegate=person)),
        absences=list(absences.select_related("stand_in").order_by("valid_from")),
        handover=Handover.objects.filter(person=person, finished_at=None, cancelled_at=None).first(),
    )


def post_by_uid(access: Access, uid: UUID) -> Post:
    _insider(access)
    found = Post.objects.filter(workspace_id=access.user.workspace_id, uid=uid)
    post = found.select_related("person", "agency", "unit").first()
    if post is None:
        raise Http404
    return post
