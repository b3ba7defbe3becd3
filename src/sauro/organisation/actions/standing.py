"""Who acts in whose place: delegation (ủy quyền) by its paper, absence with a stand-in."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.identity import actions as identity
from sauro.organisation.access import Access
from sauro.organisation.actions.base import WITH_SECOND_FACTOR, require_ours, write
from sauro.organisation.models import (
    Absence,
    AbsenceKind,
    Delegation,
    Person,
    Post,
    Unit,
    WorkField,
    holds_on,
)
from sauro.organisation.powers import LENDABLE, POWERS
from sauro.vietnamese.text import nfc, squeeze

LONGEST = timedelta(days=366)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def may_delegate(access: Access, post: Post) -> bool:
    """The holder lends his own post; an administrator enters the paper for him, never one that gives himself something."""
    own = post.person_id == access.person_id and access.may_himself("organisation.delegate", post.agency_id)
    return own or bool(access.agencies_for("organisation.manage"))


@transaction.atomic
def delegate(
    access: Access,
    post: Post,
    to: Person,
    *,
    valid_from: date,
    valid_to: date,
    document_text: str,
    reason: str,
    powers: Sequence[str] = (),
    unit: Unit | None = None,
    work_field: WorkField | None = None,
    document_uid: uuid.UUID | None = None,
) -> Delegation:
    """Lends the rights of a post for a time, all or some `powers`, narrowed to a unit or a field where these are named.

    It ends by itself, is not lent on (a delegation is no post), and two for the same thing at the same time are refused.
    Raises `PermissionDenied`, and `ValidationError` with the fault of each field.
    """
    require_ours(access, (post, to, unit, work_field))
    if not may_delegate(access, post):
        raise PermissionDenied(_("Only the holder of a post lends it; what is lent is not lent on."))
    if to.pk == access.person_id != post.person_id:
        raise PermissionDenied("rights for oneself")
    Post.objects.select_for_update().get(pk=post.pk)  # of two at once the later sees the earlier
    texts = {"document_text": squeeze(nfc(document_text)), "reason": nfc(reason).strip()}
    faults = _faults(access, post, to, valid_from, valid_to)
    faults |= {
        name: _("Give it: it is what the delegation rests on.") for name, text in texts.items() if not text
    }
    if len(texts["document_text"]) > 200:
        faults["document_text"] = _("Too long: at most %(n)s characters.") % {"n": 200}
    chosen = [key for key in POWERS if key in powers]
    if len(chosen) != len(set(powers)):
        faults["powers"] = _("Choose from the list.")
    if faults:
        raise ValidationError(faults)
    _refuse_overlap(post, valid_from, valid_to, chosen, unit, work_field)
    made = Delegation.objects.create(
        workspace=access.workspace,
        post=post,
        delegate=to,
        valid_from=valid_from,
        valid_to=valid_to,
        powers=" ".join(chosen),
        unit=unit,
        work_field=work_field,
        document_uid=document_uid,
        granted_by=access.user,
        **texts,
    )
    if post.role in WITH_SECOND_FACTOR and to.user is not None:
        identity.require_second_factor(to.user)
    write(
        access, "delegate", "delegation", made,
        holder=post.person.full_name, title=post.title, delegate=to.full_name, valid_from=valid_from, valid_to=valid_to,
        powers=chosen, unit=unit.name if unit else "", work_field=work_field.name if work_field else "", **texts,
    )  # fmt: skip
    return made


def _faults(access: Access, post: Post, to: Person, first: date, last: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if last < first:
        faults["valid_to"] = _("The last day lies before the first.")
    elif last < access.on:
        faults["valid_to"] = _("This time is over. Give a last day that is still to come.")
    elif last - first > LONGEST:
        faults["valid_to"] = _("A delegation is for a time: at most a year.")
    if post.role not in LENDABLE:
        faults["post"] = _("The rights of this post cannot be lent.")
    elif not _held_throughout(post, first, last):
        faults["post"] = _("The post is not held for all of this time.")
    if to.pk == post.person_id:
        faults["delegate"] = _("Nobody lends his rights to himself.")
    elif to.user_id is None:
        faults["delegate"] = _("%(name)s has no account and could not act.") % {"name": to.full_name}
    elif not Post.objects.filter(holds_on(first), person=to, agency_id=post.agency_id).exists():
        faults["delegate"] = _("%(name)s has no post in %(agency)s on that day.") % {
            "name": to.full_name,
            "agency": post.agency.name,
        }
    return faults


def _held_throughout(post: Post, first: date, last: date) -> bool:
    return (post.valid_from is None or post.valid_from <= first) and (
        post.valid_to is None or post.valid_to >= last
    )


def _refuse_overlap(
    post: Post, first: date, last: date, powers: list[str], unit: Unit | None, work_field: WorkField | None
) -> None:
    """One thing is lent to one person at a time: else nobody could say who decides."""
    there = Delegation.objects.filter(post=post, ended_at=None, valid_from__lte=last, valid_to__gte=first)
    if unit is not None:
        there = there.filter(Q(unit=None) | Q(unit=unit))
    if work_field is not None:
        there = there.filter(Q(work_field=None) | Q(work_field=work_field))
    for other in there.select_related("delegate").order_by("valid_from", "id"):
        if not powers or not other.powers or set(powers) & set(other.powers.split()):
            words = _(
                "%(name)s already holds this from %(first)s to %(last)s. "
                "Choose other days or another scope, or end that delegation first."
            )
            raise ValidationError(
                words
                % {
                    "name": other.delegate.full_name,
                    "first": _day(other.valid_from),
                    "last": _day(other.valid_to),
                }
            )


@transaction.atomic
def end_delegation(access: Access, delegation: Delegation, *, reason: str, version: int) -> Delegation:
    """Takes it back at once. Raises `Stale` where it is not as it was seen, `ValidationError` where it is over."""
    require_ours(access, (delegation,))
    if not may_delegate(access, delegation.post):
        raise PermissionDenied(_("Only the holder of a post takes its rights back."))
    if delegation.ended_at is not None or delegation.valid_to < access.on:
        raise ValidationError(_("The delegation is over already."))
    words = nfc(reason).strip()
    if not words:
        raise ValidationError({"reason": _("Say why.")})
    delegation.ended_at, delegation.end_reason = timezone.now(), words
    delegation.save_version(expected=version, update_fields=["ended_at", "end_reason"])
    write(
        access, "end_delegation", "delegation", delegation,
        holder=delegation.post.person.full_name, delegate=delegation.delegate.full_name, reason=words,
    )  # fmt: skip
    return delegation


def may_record_absence(access: Access, person: Person) -> bool:
    """One's own, or for somebody of the agency by its clerk or an administrator."""
    if person.pk == access.person_id:
        return True
    agencies = access.agencies_for("organisation.record_absence")
    return Post.objects.filter(holds_on(access.on), person=person, agency_id__in=agencies).exists()


@transaction.atomic
def record_absence(
    access: Access,
    person: Person,
    *,
    valid_from: date,
    valid_to: date,
    kind: str,
    stand_in: Person | None = None,
    words: str = "",
) -> Absence:
    """Somebody is away. Raises `PermissionDenied`, and `ValidationError` with the fault of each field."""
    require_ours(access, (person, stand_in))
    if not may_record_absence(access, person):
        raise PermissionDenied("organisation.record_absence")
    wanted = [one.pk for one in (person, stand_in) if one is not None]
    list(Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    faults: dict[str, str] = {}
    if valid_to < valid_from:
        faults["valid_to"] = _("The last day lies before the first.")
    if kind not in AbsenceKind.values:
        faults["kind"] = _("Choose from the list.")
    words = squeeze(nfc(words))
    if len(words) > 250:
        faults["words"] = _("Too long: at most %(n)s characters.") % {"n": 250}
    if not faults:
        faults |= _away_twice(person, valid_from, valid_to)
    if stand_in is not None and not faults:
        faults |= _no_stand_in(person, stand_in, valid_from, valid_to)
    if faults:
        raise ValidationError(faults)
    absence = Absence.objects.create(
        workspace=access.workspace,
        person=person,
        stand_in=stand_in,
        valid_from=valid_from,
        valid_to=valid_to,
        kind=kind,
        words=words,
        recorded_by=access.user,
    )
    write(
        access, "record_absence", "absence", absence,
        person=person.full_name, stand_in=stand_in.full_name if stand_in else "", valid_from=valid_from,
        valid_to=valid_to, kind=kind,
    )  # fmt: skip
    return absence


def _overlapping(person: Person, first: date, last: date) -> Iterable[Absence]:
    return Absence.objects.filter(
        person=person, cancelled_at=None, valid_from__lte=last, valid_to__gte=first
    ).order_by("valid_from")


def _away_twice(person: Person, first: date, last: date) -> dict[str, str]:
    for other in _overlapping(person, first, last):
        return {
            "valid_from": _("Away already from %(first)s to %(last)s. End that absence first.")
            % {"first": _day(other.valid_from), "last": _day(other.valid_to)}
        }
    return {}


def _no_stand_in(person: Person, stand_in: Person, first: date, last: date) -> dict[str, str]:
    name = {"name": stand_in.full_name}
    if stand_in.pk == person.pk:
        return {"stand_in": _("Nobody stands in for himself.")}
    if stand_in.user_id is None:
        return {"stand_in": _("%(name)s has no account and could not act.") % name}
    agencies = Post.objects.filter(holds_on(first), person=person).values("agency_id")
    if not Post.objects.filter(holds_on(first), person=stand_in, agency_id__in=agencies).exists():
        return {"stand_in": _("%(name)s has no post in the same agency on that day.") % name}
    for other in _overlapping(stand_in, first, last):
        return {
            "stand_in": _(
                "%(name)s is away as well, from %(first)s to %(last)s. Choose somebody who is there."
            )
            % (name | {"first": _day(other.valid_from), "last": _day(other.valid_to)})
        }
    return {}


@transaction.atomic
def end_absence(access: Access, absence: Absence, *, version: int) -> Absence:
    """Back today, or it does not take place: today is no day of it any more."""
    require_ours(access, (absence,))
    if not may_record_absence(access, absence.person):
        raise PermissionDenied("organisation.record_absence")
    if absence.cancelled_at is not None or absence.valid_to < access.on:
        raise ValidationError(_("The absence is over already."))
    if absence.valid_from >= access.on:
        absence.cancelled_at = timezone.now()
    else:
        absence.valid_to = access.on - timedelta(days=1)
    absence.save_version(expected=version, update_fields=["cancelled_at", "valid_to"])
    write(
        access, "end_absence", "absence", absence,
        person=absence.person.full_name, cancelled=absence.cancelled_at is not None, valid_to=absence.valid_to,
    )  # fmt: skip
    return absence
