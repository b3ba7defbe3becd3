"""Ways of looking at the list of tasks that a person keeps under a name, for himself, his unit or his agency."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from sauro.identity.records import Stale
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.tasks.lists import holders_of
from sauro.tasks.models import SavedView, Sharing
from sauro.vietnamese.text import nfc, squeeze

MOST_VIEWS = 50  # of one person
_LONGEST_QUERY = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """`query`: as the address of the list has it. `unit_id`, `agency_id`: with whom it is shared; neither: with nobody."""

    name: str
    query: str
    unit_id: int | None = None
    agency_id: int | None = None


def _apply(access: Access, view: SavedView, wanted: Wanted) -> None:
    """Raises `ValidationError` by field."""
    name = squeeze(nfc(wanted.name))
    if not name or len(name) > 80:
        raise ValidationError({"name": _("Give it a name of at most 80 characters.")})
    if len(wanted.query) > _LONGEST_QUERY:
        raise ValidationError({"name": _("These filters are too long to be kept.")})
    mine = SavedView.objects.filter(owner=access.user).exclude(pk=view.pk)
    if mine.filter(name=name).exists():
        raise ValidationError({"name": _("You have kept another one under this name.")})
    if view.pk is None and mine.count() >= MOST_VIEWS:
        raise ValidationError({"name": _("At most %(n)s of them: delete one first.") % {"n": MOST_VIEWS}})
    agencies = {agency for _, agency, _ in access.posts}
    if (wanted.unit_id is not None and wanted.unit_id not in access.unit_ids) or (
        wanted.agency_id is not None and wanted.agency_id not in agencies
    ):
        raise ValidationError({"share": _("Share it with a unit or an agency in which you hold a post.")})
    view.name, view.query = name, wanted.query
    view.unit_id, view.agency_id = wanted.unit_id, None if wanted.unit_id is not None else wanted.agency_id
    view.sharing = (
        Sharing.UNIT
        if view.unit_id is not None
        else Sharing.AGENCY
        if view.agency_id is not None
        else Sharing.PRIVATE
    )


def _tell(access: Access, view: SavedView, action: str) -> None:
    """What others may see from now on; the filters of a private one are nobody's business."""
    told = {"name": view.name, "sharing": view.sharing} if view.sharing != Sharing.PRIVATE else {}
    change = Change("saved_view", view.uid, told)
    record(workspace=access.workspace, actor=access.user, action=f"tasks.{action}", changes=[change])


@transaction.atomic
def keep_view(access: Access, wanted: Wanted) -> SavedView:
    """Raises `PermissionDenied` for who sees no tasks, and `ValidationError` by field."""
    if not holders_of(access):
        raise PermissionDenied(_("Only those who work with tasks keep ways of looking at them."))
    view = SavedView(workspace=access.workspace, owner=access.user)
    _apply(access, view, wanted)
    view.save()
    _tell(access, view, "keep_view")
    return view


def own_view(access: Access, uid: uuid.UUID) -> SavedView:
    """404 where there is none or it is somebody else's."""
    view = SavedView.objects.filter(owner=access.user, workspace_id=access.user.workspace_id, uid=uid).first()
    if view is None:
        raise Http404
    return view


@transaction.atomic
def change_view(access: Access, uid: uuid.UUID, version: int, wanted: Wanted) -> SavedView:
    """Raises `Stale` where it was changed since the form was opened, in another window."""
    view = own_view(access, uid)
    if view.version != version:
        raise Stale(str(uid))
    _apply(access, view, wanted)
    view.save_version(update_fields=["name", "query", "sharing", "unit", "agency"])
    _tell(access, view, "change_view")
    return view


@transaction.atomic
def drop_view(access: Access, uid: uuid.UUID) -> None:
    view = own_view(access, uid)
    _tell(access, view, "drop_view")
    view.delete()
