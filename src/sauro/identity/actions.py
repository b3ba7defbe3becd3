"""What a person does with his own login, and what the rooms above ask for. One transaction each, told by `events`."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sauro.identity.events import tell
from sauro.identity.models import User
from sauro.identity.second_factor import (
    AUTHENTICATOR,
    CODES,
    RECOVERY,
    authenticator_of,
    pending_authenticator,
)

# No letter or digit that is mistaken for another on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 10


@transaction.atomic
def require_second_factor(user: User) -> None:
    """From now on `user` comes in with a second factor; for whoever gives him a post that asks for one."""
    if not user.needs_second_factor:
        user.needs_second_factor = True
        user.save_version(update_fields=["needs_second_factor"])
        tell(user, "identity.require_second_factor", by=None)


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
    user.set_password(password)
    user.save_version(update_fields=["password"])
    tell(user, "identity.change_password", by=user)


@transaction.atomic
def begin_authenticator(user: User) -> TOTPDevice:
    """A new authenticator, not in use until its first code came; the same one when asked again."""
    return pending_authenticator(user) or TOTPDevice.objects.create(
        user=user, name=AUTHENTICATOR, confirmed=False
    )


@transaction.atomic
def confirm_authenticator(user: User, code: str) -> list[str] | None:
    """Puts the new authenticator in the place of the old one; gives new recovery codes, None for a wrong code."""
    device = pending_authenticator(user)
    if device is None or not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    require_second_factor(user)
    tell(user, "identity.confirm_authenticator", by=user)
    return renew_codes(user)


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """Ten new recovery codes for one use each; the old ones are void."""
    StaticDevice.objects.filter(user=user, name=RECOVERY).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    tell(user, "identity.renew_codes", by=user)
    return codes


def check_code(user: User, code: str) -> Device | None:
    """The device that the code fits: the authenticator, else a recovery code, which is then used up.

    Not in a transaction of its own: a wrong code is counted, whatever becomes of the request.
    """
    authenticator = authenticator_of(user)
    digits = code.replace(" ", "")
    if digits.isdecimal():
        return authenticator if authenticator is not None and authenticator.verify_token(digits) else None
    recovery = StaticDevice.objects.filter(user=user, name=RECOVERY).first()
    if recovery is not None and recovery.verify_token(digits.replace("-", "").lower()):
        with transaction.atomic():
            tell(user, "identity.use_recovery_code", by=user)
        return recovery
    return None
