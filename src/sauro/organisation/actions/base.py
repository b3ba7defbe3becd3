"""What the actions of this room share: who may, is it ours, names, the journal."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sauro.identity.models import User, Workspace
from sauro.identity.records import Record
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.models import Person, Post, Role, holds_on
from sauro.organisation.names import sort_key
from sauro.vietnamese.text import fold, nfc, squeeze

WITH_SECOND_FACTOR = frozenset({Role.LEADER, Role.RECORDS_CLERK, Role.ADMINISTRATOR})


def require_manager(access: Access, *things: Record | None) -> None:
    """The administrator of one agency keeps the books of the whole ward; never of another one."""
    if not access.agencies_for("organisation.manage"):
        raise PermissionDenied("organisation.manage")
    require_ours(access, things)


def require_ours(access: Access, things: Iterable[Record | None]) -> None:
    if any(thing is not None and thing.workspace_id != access.user.workspace_id for thing in things):
        raise PermissionDenied("another workspace")


def named(name: str) -> str:
    words = squeeze(nfc(name))
    if not words:
        raise ValidationError({"name": _("Give a name.")})
    return words


def unused(taken: QuerySet[Any], name: str) -> str:
    words = named(name)
    if taken.filter(name=words).exists():
        raise ValidationError({"name": _("There is already one named “%(name)s”.") % {"name": words}})
    return words


def write(access: Access, action: str, object_kind: str, thing: Record, **data: Any) -> None:
    record(
        workspace=access.workspace,
        actor=access.user,
        action=f"organisation.{action}",
        changes=[Change(object_kind, thing.uid, data)],
    )


def make_person(workspace: Workspace, name: str, user: User | None) -> Person:
    return Person.objects.create(
        workspace=workspace, user=user, full_name=name, sort_key=sort_key(name), folded=fold(nfc(name))
    )


def administrators(access: Access, on: date) -> QuerySet[Post]:
    """The posts by which somebody who can log in is administrator on a day."""
    return Post.objects.filter(
        holds_on(on),
        workspace_id=access.user.workspace_id,
        role=Role.ADMINISTRATOR,
        person__user__is_active=True,
    )
