"""Handovers as their people see them: who leaves, who receives, the leaders of the agency; an administrator sees that there
is one, and how far it is, never what is in it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from sauro.organisation.access import Access
from sauro.organisation.actions.handing import may_prepare
from sauro.organisation.handing import sources
from sauro.organisation.models import Handover, HandoverItem, Person, Post, holds_on


@dataclass(slots=True)
class Line:
    item: HandoverItem
    kind: str
    address: str
    mine: bool  # waits for this person's receipt


@dataclass(slots=True)
class HandoverPage:
    handover: Handover
    lines: list[Line]
    prepares: bool  # may name receivers
    sees_content: bool
    receivers: list[Person]
    waiting: int
    without: int  # nobody is named for them

    @property
    def mine(self) -> list[Line]:
        return [line for line in self.lines if line.mine]


def _known(access: Access) -> QuerySet[Handover]:
    if not access.agencies_for("organisation.see"):
        raise PermissionDenied("organisation.see")
    mine = Q(person_id=access.person_id) | Q(agency_id__in=access.agencies_for("organisation.hand_over"))
    mine |= Q(pk__in=HandoverItem.objects.filter(receiver_id=access.person_id).values("handover_id"))
    if access.agencies_for("organisation.manage"):
        mine |= Q(pk__isnull=False)
    return Handover.objects.filter(mine, workspace_id=access.user.workspace_id)


def handovers(access: Access) -> list[Handover]:
    """The newest first, each with `total` and `received`. One query."""
    found = _known(access).select_related("person", "agency")
    return list(
        found.annotate(
            total=Count("items"), received=Count("items", filter=Q(items__received_at__isnull=False))
        ).order_by("-id")[:200]
    )


def handover(access: Access, uid: UUID) -> Handover:
    """404 where there is none that the person knows of."""
    found = _known(access).filter(uid=uid).select_related("person", "agency").first()
    if found is None:
        raise Http404
    return found


def handover_page(access: Access, uid: UUID) -> HandoverPage:
    """A receiver sees what he receives; who prepares it all of it."""
    one = handover(access, uid)
    prepares = may_prepare(access, one)
    items = list(one.items.select_related("receiver").order_by("kind", "id"))
    shown = [item for item in items if prepares or item.receiver_id == access.person_id]
    lines = []
    for item in shown:
        source = sources.get(item.kind)
        waits = item.receiver_id == access.person_id and item.received_at is None
        lines.append(
            Line(
                item,
                str(source.words) if source else item.kind,
                source.address(item.object_uid) if source else "",
                waits and one.cancelled_at is None,
            )
        )
    receivers: list[Person] = []
    if prepares:
        posts = Post.objects.filter(holds_on(access.on), agency=one.agency).exclude(person=one.person)
        found = Person.objects.filter(pk__in=posts.values("person_id"), user__isnull=False)
        receivers = list(found.order_by("sort_key", "id"))
    return HandoverPage(
        handover=one,
        lines=lines,
        prepares=prepares and one.finished_at is None and one.cancelled_at is None,
        sees_content=bool(shown) or prepares,
        receivers=receivers,
        waiting=sum(item.received_at is None for item in items),
        without=sum(item.received_at is None and item.receiver_id is None for item in items),
    )
