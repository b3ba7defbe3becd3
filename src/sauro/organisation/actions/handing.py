"""Handover (bàn giao): the list of what somebody leaves behind, to whom each thing goes, and its receipt."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.identity.records import Stale
from sauro.organisation.access import Access
from sauro.organisation.actions.base import require_ours, write
from sauro.organisation.handing import open_things, sources
from sauro.organisation.models import Agency, Handover, HandoverItem, Person, Post, holds_on
from sauro.vietnamese.text import nfc, squeeze


def may_prepare(access: Access, handover: Handover) -> bool:
    """Who leaves, and the leaders of the agency. The administrator opens one, and does not see what is in it."""
    return handover.person_id == access.person_id or access.may("organisation.hand_over", handover.agency_id)


@transaction.atomic
def open_handover(access: Access, person: Person, agency: Agency, *, last_day: date, reason: str) -> Handover:
    """The package with all that is open today. Raises `PermissionDenied`, and `ValidationError` where one is open."""
    require_ours(access, (person, agency))
    if not (
        person.pk == access.person_id
        or access.may("organisation.hand_over", agency.pk)
        or access.agencies_for("organisation.manage")
    ):
        raise PermissionDenied("organisation.hand_over")
    Person.objects.select_for_update().get(pk=person.pk)
    words = squeeze(nfc(reason))
    faults = {} if words else {"reason": _("Say why.")}
    if len(words) > 250:
        faults["reason"] = _("Too long: at most %(n)s characters.") % {"n": 250}
    if not Post.objects.filter(person=person, agency=agency).exists():
        faults["person"] = _("%(name)s holds no post there.") % {"name": person.full_name}
    if Handover.objects.filter(person=person, finished_at=None, cancelled_at=None).exists():
        faults["person"] = _("A handover of %(name)s is open already.") % {"name": person.full_name}
    if faults:
        raise ValidationError(faults)
    handover = Handover.objects.create(
        workspace=access.workspace,
        agency=agency,
        person=person,
        last_day=last_day,
        reason=words,
        opened_by=access.user,
    )
    count = _collect(handover)
    write(
        access, "open_handover", "handover", handover,
        person=person.full_name, last_day=last_day, reason=words, items=count,
    )  # fmt: skip
    return handover


def _collect(handover: Handover) -> int:
    """Adds what is open and not listed, takes off what nobody has received and is open no more; gives how many stand."""
    there = {(item.kind, item.object_uid): item for item in handover.items.all()}
    found = {(kind, thing.uid): thing for kind, thing in open_things(handover.agency, handover.person)}
    gone = [item.pk for key, item in there.items() if key not in found and item.received_at is None]
    HandoverItem.objects.filter(pk__in=gone).delete()
    HandoverItem.objects.bulk_create(
        HandoverItem(
            handover=handover, kind=kind, object_uid=uid, title=thing.title[:400], detail=thing.detail[:250]
        )
        for (kind, uid), thing in found.items()
        if (kind, uid) not in there
    )
    return handover.items.count()


def _held(access: Access, handover: Handover, version: int) -> Handover:
    """Locked, as the person saw it, and his to prepare."""
    require_ours(access, (handover,))
    if not may_prepare(access, handover):
        raise PermissionDenied("organisation.hand_over")
    locked = Handover.objects.select_for_update().select_related("person", "agency").get(pk=handover.pk)
    if locked.version != version:
        raise Stale(str(handover.uid))
    if locked.finished_at is not None or locked.cancelled_at is not None:
        raise ValidationError(_("The handover is closed already."))
    return locked


@transaction.atomic
def refresh_handover(access: Access, handover: Handover, *, version: int) -> Handover:
    """What has been opened or closed since comes in or goes."""
    locked = _held(access, handover, version)
    count = _collect(locked)
    locked.save_version(update_fields=[])
    write(access, "refresh_handover", "handover", locked, items=count)
    return locked


@transaction.atomic
def name_receivers(
    access: Access, handover: Handover, receivers: Mapping[UUID, tuple[Person | None, str]], *, version: int
) -> Handover:
    """Item → who receives it, and a note. Sends what has a receiver: from now on he confirms.

    Raises `ValidationError` with the fault of each item, under its uid.
    """
    locked = _held(access, handover, version)
    items = {item.uid: item for item in locked.items.filter(received_at=None)}
    people = [one for one, _note in receivers.values() if one is not None]
    require_ours(access, people)
    here = set(
        Post.objects.filter(holds_on(access.on), person__in=people, agency=locked.agency)
        .exclude(person=locked.person)
        .values_list("person_id", flat=True)
    )
    faults = {
        str(uid): _("%(name)s cannot receive it: a post in %(agency)s and an account are needed.")
        % {"name": one.full_name, "agency": locked.agency.name}
        for uid, (one, _note) in receivers.items()
        if one is not None and (one.pk not in here or one.user_id is None)
    }
    if faults:
        raise ValidationError(faults)
    for uid, (one, note) in receivers.items():
        item = items.get(uid)
        if item is None:
            continue
        if item.receiver_id != (one.pk if one else None):
            item.declined = ""
        item.receiver, item.note = one, squeeze(nfc(note))[:400]
        item.save_version(update_fields=["receiver", "note", "declined"])
    named = locked.items.filter(receiver__isnull=False).count()
    if named and locked.sent_at is None:
        locked.sent_at = timezone.now()
    locked.save_version(update_fields=["sent_at"])
    write(access, "name_receivers", "handover", locked, named=named, items=locked.items.count())
    return locked


@transaction.atomic
def receive_items(access: Access, handover: Handover, item_uids: Sequence[UUID]) -> Handover:
    """Confirms receipt of what is one's own; the work moves with it. A second time it does nothing."""
    require_ours(access, (handover,))
    locked = Handover.objects.select_for_update().select_related("person", "agency").get(pk=handover.pk)
    wanted = list(locked.items.filter(uid__in=item_uids, received_at=None).order_by("pk"))
    if any(item.receiver_id != access.person_id for item in wanted) or access.person_id is None:
        raise PermissionDenied(_("Only who is named as receiver confirms the receipt."))
    if not wanted:
        return locked
    if locked.cancelled_at is not None:
        raise ValidationError(_("The handover is closed already."))
    me = Person.objects.get(pk=access.person_id)
    now = timezone.now()
    for kind in dict.fromkeys(item.kind for item in wanted):
        uids = [item.object_uid for item in wanted if item.kind == kind]
        if kind in sources:
            sources[kind].move(access, locked.person, me, uids)
    for item in wanted:
        item.received_at = now
        item.save_version(update_fields=["received_at"])
    if not locked.items.filter(received_at=None).exists():
        locked.finished_at = now
    locked.save_version(update_fields=["finished_at"])
    write(
        access, "receive_items", "handover", locked,
        received=[item.title for item in wanted], receiver=me.full_name, finished=locked.finished_at is not None,
    )  # fmt: skip
    return locked


@transaction.atomic
def decline_item(access: Access, handover: Handover, item_uid: UUID, *, reason: str) -> Handover:
    """The receiver asks to name somebody else, with a reason."""
    require_ours(access, (handover,))
    locked = Handover.objects.select_for_update().get(pk=handover.pk)
    item = locked.items.filter(uid=item_uid, received_at=None).select_related("receiver").first()
    if item is None or access.person_id is None or item.receiver_id != access.person_id:
        raise PermissionDenied(_("Only who is named as receiver confirms the receipt."))
    words = squeeze(nfc(reason))
    if not words:
        raise ValidationError({"reason": _("Say why.")})
    item.declined = f"{item.receiver}: {words}"[:400]
    item.receiver = None
    item.save_version(update_fields=["declined", "receiver"])
    locked.save_version(update_fields=[])
    write(access, "decline_item", "handover", locked, title=item.title, reason=words)
    return locked


@transaction.atomic
def close_handover(access: Access, handover: Handover, *, version: int) -> Handover:
    """Ends one without anything left, or calls one off of which nothing was received."""
    locked = _held(access, handover, version)
    received = locked.items.filter(received_at__isnull=False).exists()
    if locked.items.filter(received_at=None).exists():
        if received:
            raise ValidationError(
                _("Some things are received and others are not: name receivers for the rest.")
            )
        locked.cancelled_at = timezone.now()
    else:
        locked.finished_at = timezone.now()
    locked.save_version(update_fields=["cancelled_at", "finished_at"])
    write(access, "close_handover", "handover", locked, cancelled=locked.cancelled_at is not None)
    return locked
