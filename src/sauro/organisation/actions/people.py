"""Somebody new: the person, his login and his first post in one go."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.identity import actions as identity
from sauro.organisation.access import Access
from sauro.organisation.actions.base import WITH_SECOND_FACTOR, named, require_manager, write
from sauro.organisation.actions.bodies import add_person, give_post
from sauro.organisation.models import Agency, Person, Post, Unit
from sauro.organisation.names import sort_key
from sauro.vietnamese.text import fold, nfc


@transaction.atomic
def welcome(
    access: Access,
    *,
    full_name: str,
    username: str,
    agency: Agency,
    role: str,
    title: str,
    unit: Unit | None = None,
    valid_from: date | None = None,
) -> tuple[Person, str]:
    """All or nothing; gives the password of one time, '' where no username was given: the person then has no login."""
    require_manager(access, agency, unit)
    user, password = None, ""
    if username.strip():
        user, password = identity.create_login(
            access.workspace, username=username, full_name=full_name, by=access.user
        )
    person = add_person(access, full_name=full_name, user=user)
    give_post(access, person, agency, role=role, title=title, unit=unit, valid_from=valid_from)
    return person, password


@transaction.atomic
def give_login(access: Access, person: Person, *, username: str) -> str:
    """To somebody who has none; gives the password of one time."""
    require_manager(access, person)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if person.pk == access.person_id:
        raise PermissionDenied("one's own account")
    if locked.user_id is not None:
        raise ValidationError({"username": _("This person has an account already.")})
    user, password = identity.create_login(
        access.workspace, username=username, full_name=locked.full_name, by=access.user
    )
    locked.user = user
    locked.save_version(update_fields=["user"])
    if Post.objects.filter(person=locked, role__in=WITH_SECOND_FACTOR).exists():
        identity.require_second_factor(user)
    return password


@transaction.atomic
def rename_person(access: Access, person: Person, *, full_name: str, version: int) -> Person:
    """Another name of the person and of his login; lists follow it."""
    require_manager(access, person)
    old, new = person.full_name, named(full_name)
    person.full_name, person.sort_key, person.folded = new, sort_key(new), fold(nfc(new))
    person.save_version(expected=version, update_fields=["full_name", "sort_key", "folded"])
    if person.user is not None:
        person.user.full_name = new
        person.user.save_version(update_fields=["full_name"])
    write(access, "rename_person", "person", person, full_name=[old, new])
    return person
