"""What screens ask about notices. A person sees his own; nobody sees those of others."""

from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from sauro.identity.models import User
from sauro.notices.actions import SET_TARGETS
from sauro.notices.models import ChatTarget, Dispatch, DispatchState, Notice, Preference
from sauro.notices.ports import Access
from sauro.vietnamese.text import squeeze

PAGE = 50
COUNTED = 99  # unread notices are counted so far
PEOPLE = 50


@dataclass(slots=True)
class Page:
    rows: list[Notice] = field(default_factory=list)
    before: int | None = None  # where the next page begins; None on the last
    unread: int = 0
    newest: int = 0  # the key of the newest notice shown


def notices_of(user: User, *, before: int | None = None, unread_only: bool = False) -> Page:
    """The person's own notices, newest first. Two queries."""
    mine = Notice.objects.filter(recipient=user)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    if unread_only:
        mine = mine.filter(read_at=None)
    rows = list(mine.order_by("-pk")[: PAGE + 1])
    page = Page(rows[:PAGE], unread=unread(user), newest=rows[0].pk if rows else 0)
    if len(rows) > PAGE:
        page.before = rows[PAGE - 1].pk
    return page


def unread(user: User) -> int:
    """How many the person has not read: exact up to `COUNTED`, else one more. One query over an index."""
    return Notice.objects.filter(recipient=user, read_at=None).order_by()[: COUNTED + 1].count()


def preference_of(user: User) -> Preference:
    """What the person has chosen, else what holds for who has chosen nothing (not stored; version 0)."""
    return Preference.objects.filter(user=user).first() or Preference(user=user, version=0)


def has_target(user: User) -> bool:
    """Whether an administrator has opened the way to chat for him."""
    return ChatTarget.objects.filter(user=user).exists()


def targets(access: Access, search: str = "") -> QuerySet[User]:
    """People of the ward with `service`, of those whom chat reaches, first. Raises `PermissionDenied`."""
    if not access.agencies_for(SET_TARGETS):
        raise PermissionDenied(SET_TARGETS)
    found = User.objects.filter(workspace_id=access.user.workspace_id, is_active=True)
    words = squeeze(search)
    if words:
        found = found.filter(Q(full_name__icontains=words) | Q(username__icontains=words))
    target = ChatTarget.objects.filter(user=OuterRef("pk"))
    return found.annotate(service=target.values("service")[:1], reached=Exists(target)).order_by(
        "-reached", "full_name", "pk"
    )[:PEOPLE]


def recipient(access: Access, uid: UUID) -> User | None:
    """Somebody of the ward, for the administrator. Raises `PermissionDenied`."""
    if not access.agencies_for(SET_TARGETS):
        raise PermissionDenied(SET_TARGETS)
    return User.objects.filter(uid=uid, workspace_id=access.user.workspace_id).first()


def failed(access: Access) -> int:
    """Messages of the ward that were given up, for who runs the system: a figure alone."""
    return Dispatch.objects.filter(workspace_id=access.user.workspace_id, state=DispatchState.FAILED).count()
