"""What an administrator does with the logins of the ward."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.identity import actions as identity
from sauro.identity.models import User, Workspace
from sauro.organisation.access import Access
from sauro.organisation.actions.base import administrators, require_manager
from sauro.organisation.models import Person


def _login_of(access: Access, person: Person) -> User:
    """The login of somebody else of the ward, for the administrator; nobody works on his own here.

    To be called within a transaction. Two administrators wait for one another, so that the last one stays.
    """
    require_manager(access, person)
    Workspace.objects.select_for_update().get(pk=access.user.workspace_id)
    here = User.objects.filter(workspace_id=access.user.workspace_id)
    if not here.filter(pk=access.user.pk, is_active=True).exists():
        raise PermissionDenied("a locked account")
    user = here.filter(pk=person.user_id).first()
    if user is None or user.pk == access.user.pk:
        raise PermissionDenied("one's own account")
    return user


@transaction.atomic
def reset_password(access: Access, person: Person, *, version: int) -> str:
    """A password for one login, given back this one time. `version`: of the login, as it was seen; else `Stale`."""
    return identity.reset_password(_login_of(access, person), by=access.user, expected=version)


@transaction.atomic
def reset_second_factor(access: Access, person: Person, *, version: int) -> None:
    """For a lost phone: who must have a second factor sets another one up at the next login."""
    identity.reset_second_factor(_login_of(access, person), by=access.user, expected=version)


@transaction.atomic
def lock_account(access: Access, person: Person, *, version: int) -> None:
    """Raises `ValidationError` for the last administrator: nobody could unlock anybody any more."""
    user = _login_of(access, person)
    if not administrators(access, access.on).exclude(person=person).exists():
        raise ValidationError(_("The last administrator cannot be locked out."))
    identity.lock(user, by=access.user, expected=version)


@transaction.atomic
def unlock_account(access: Access, person: Person, *, version: int) -> None:
    identity.unlock(_login_of(access, person), by=access.user, expected=version)


@transaction.atomic
def end_sessions(access: Access, person: Person, *, version: int) -> None:
    """Whoever is logged in as this person has to log in again."""
    identity.end_sessions(_login_of(access, person), by=access.user, expected=version)


@transaction.atomic
def forget_failed_tries(access: Access, person: Person) -> None:
    """After too many wrong passwords or codes the person need not wait any longer."""
    identity.forget_failed_tries(_login_of(access, person), by=access.user)
