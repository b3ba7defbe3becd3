"""What a person does with his own login, and what the rooms above ask for. One transaction each, told by `events`.

What an administrator does with the login of somebody else is asked for by `organisation`, which knows who may.
"""

import re
import secrets
from datetime import timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessLog
from axes.utils import reset as forget_attempts
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from sauro.identity import totp
from sauro.identity.events import tell
from sauro.identity.models import Authenticator, RecoveryCode, User, Workspace
from sauro.identity.second_factor import authenticator_of, locked_until, pending_authenticator

# No letter or digit that is mistaken for another on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODES = 10
CODE_LENGTH = 10
_HEAD = 2  # letters of a recovery code by which its row is found, so that one hash is tried and not ten
ONE_TIME_LENGTH = 12
ONE_TIME_LASTS = timedelta(days=3)


def _letters(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@transaction.atomic
def require_second_factor(user: User) -> None:
    """From now on `user` comes in with a second factor; for whoever gives him a post that asks for one."""
    if not user.needs_second_factor:
        user.needs_second_factor = True
        user.save_version(update_fields=["needs_second_factor"])
        tell(user, "identity.require_second_factor", by=None)


USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,58})[a-z0-9]")


def username_fault(username: str) -> str:
    """Why a login cannot have this name; '' where it can. Names of logins are one list for the whole installation."""
    if not USERNAME.fullmatch(username):
        return gettext("A username has 3 to 60 letters without diacritics, digits, dots or hyphens.")
    if User.objects.filter(username=username).exists():
        return gettext("The username “%(name)s” is taken. Choose another one.") % {"name": username}
    return ""


@transaction.atomic
def create_login(workspace: Workspace, *, username: str, full_name: str, by: User) -> tuple[User, str]:
    """A login and its password of one time, given back this once. Raises `ValidationError` under 'username'."""
    name = username.strip().lower()
    fault = username_fault(name)
    if fault:
        raise ValidationError({"username": fault})
    user = User.objects.create_user(name, full_name=full_name, workspace=workspace)
    tell(user, "identity.create_login", by=by, username=name)
    return user, reset_password(user, by=by, expected=user.version)


@transaction.atomic
def choose(user: User, *, language: str, single_keys: bool) -> None:
    """The language of the screens, and whether single keys answer."""
    user.language = language
    user.single_keys = single_keys
    user.save_version(update_fields=["language", "single_keys"])
    tell(user, "identity.choose", by=user, language=language, single_keys=single_keys)


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Raises `ValidationError` where the rules refuse the password. Other sessions of the person end by themselves."""
    validate_password(password, user)
    if user.one_time_until is not None and user.check_password(password):
        raise ValidationError(pgettext("account", "choose another one than the password you were given."))
    user.set_password(password)
    user.one_time_until = None
    user.save_version(update_fields=["password", "one_time_until"])
    _forget_pending(user)
    tell(user, "identity.change_password", by=user)


@transaction.atomic
def begin_authenticator(user: User) -> Authenticator:
    """A new authenticator, not in use until its first code came; the same one when asked again."""
    pending, _ = Authenticator.objects.get_or_create(
        user=user, confirmed=False, defaults={"secret": secrets.token_hex(totp.SECRET_BYTES)}
    )
    return pending


def _forget_pending(user: User) -> None:
    """With a new password: whoever had the old one may have seen the secret of an authenticator not yet in use."""
    Authenticator.objects.filter(user=user, confirmed=False).delete()


@transaction.atomic
def confirm_authenticator(user: User, code: str) -> list[str] | None:
    """Puts the new authenticator in the place of the old one; gives new recovery codes, None for a wrong code."""
    pending = pending_authenticator(user)
    now = totp.step_of(timezone.now().timestamp())
    step = totp.matching_step(bytes.fromhex(pending.secret), code, now) if pending else None
    if pending is None or step is None:
        return None
    Authenticator.objects.filter(user=user, confirmed=True).delete()
    pending.confirmed, pending.last_step, pending.drift = True, step, step - now
    pending.save_version(update_fields=["confirmed", "last_step", "drift"])
    require_second_factor(user)
    tell(user, "identity.confirm_authenticator", by=user)
    return renew_codes(user)


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """Ten new recovery codes for one use each; the old ones are void. Only their hashes are kept."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [_letters(CODE_LENGTH) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, head=code[:_HEAD], hash=make_password(code)) for code in codes
    )
    tell(user, "identity.renew_codes", by=user)
    return codes


def check_code(user: User, code: str) -> Authenticator | None:
    """The authenticator, where the code is of it or a recovery code, which is then used up; None for a wrong code.

    Not in a transaction of its own: a wrong code is counted, whatever becomes of the request. While the person has to
    wait (`locked_until`) no code is right. A try is counted before it is judged: of many at one moment one is judged.
    """
    authenticator = authenticator_of(user)
    if authenticator is None or locked_until(authenticator) is not None:
        return None
    mine = Authenticator.objects.filter(pk=authenticator.pk)
    if not mine.filter(failures=authenticator.failures).update(
        failures=F("failures") + 1, failed_at=timezone.now()
    ):
        return None
    plain = code.replace(" ", "").replace("-", "").lower()
    if not (_fits(authenticator, plain) if plain.isdecimal() else _use_recovery_code(user, plain)):
        return None
    mine.update(failures=0, failed_at=None)
    return authenticator


def _fits(authenticator: Authenticator, code: str) -> bool:
    """Whether it shows this code now, and for the first time."""
    here = totp.step_of(timezone.now().timestamp())
    step = totp.matching_step(bytes.fromhex(authenticator.secret), code, here + authenticator.drift)
    if step is None:
        return False
    unused = Authenticator.objects.filter(pk=authenticator.pk, last_step__lt=step)
    return bool(unused.update(last_step=step, drift=step - here))


def _use_recovery_code(user: User, code: str) -> bool:
    for kept in RecoveryCode.objects.filter(user=user, head=code[:_HEAD]):
        # Of two requests with the same code one deletes the row.
        if check_password(code, kept.hash) and RecoveryCode.objects.filter(pk=kept.pk).delete()[0]:
            with transaction.atomic():
                tell(user, "identity.use_recovery_code", by=user)
            return True
    return False


@transaction.atomic
def reset_password(user: User, *, by: User, expected: int) -> str:
    """A password for one login within three days, given back this one time; the old one and all sessions end.

    `expected` is the version of `user` that `by` has seen, here and below; raises `Stale` where it is another one.
    """
    password = "-".join(_letters(4) for _ in range(ONE_TIME_LENGTH // 4))
    user.set_password(password)
    user.one_time_until = timezone.now() + ONE_TIME_LASTS
    user.save_version(expected=expected, update_fields=["password", "one_time_until"])
    _forget_pending(user)
    forget_attempts(username=user.username)
    tell(user, "identity.reset_password", by=by, until=user.one_time_until)
    return password


@transaction.atomic
def reset_second_factor(user: User, *, by: User, expected: int) -> None:
    """The authenticator and the recovery codes are void; who must have one sets another up at the next login."""
    user.session_round += 1
    user.save_version(expected=expected, update_fields=["session_round"])
    Authenticator.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    tell(user, "identity.reset_second_factor", by=by)


@transaction.atomic
def lock(user: User, *, by: User, expected: int) -> None:
    """The person does not come in any more, and is out at once."""
    user.is_active = False
    user.session_round += 1
    user.save_version(expected=expected, update_fields=["is_active", "session_round"])
    tell(user, "identity.lock", by=by)


@transaction.atomic
def unlock(user: User, *, by: User, expected: int) -> None:
    user.is_active = True
    user.save_version(expected=expected, update_fields=["is_active"])
    tell(user, "identity.unlock", by=by)


@transaction.atomic
def end_sessions(user: User, *, by: User, expected: int) -> None:
    """Whoever is logged in as this person, on whatever device, has to log in again."""
    user.session_round += 1
    user.save_version(expected=expected, update_fields=["session_round"])
    tell(user, "identity.end_sessions", by=by)


@transaction.atomic
def forget_failed_tries(user: User, *, by: User) -> None:
    """After too many wrong passwords or codes: the next try counts at once."""
    forget_attempts(username=user.username)
    Authenticator.objects.filter(user=user).update(failures=0, failed_at=None)
    tell(user, "identity.forget_failed_tries", by=by)


def sweep() -> int:
    """Removes what was kept about tries to log in and sessions and has no use any more; gives the number of rows.

    A wrong password is kept with address and program as long as it counts (SECURITY.md). Successful logins are not kept at all:
    rows of an older version go.
    """
    now = timezone.now()
    until = now - (get_cool_off() or timedelta())
    old = (
        AccessAttempt.objects.filter(attempt_time__lt=until),
        AccessLog.objects.all(),
        Session.objects.filter(expire_date__lt=now),
    )
    return sum(rows.delete()[0] for rows in old)
