"""The second factor of a person: one authenticator (TOTP, RFC 6238) and recovery codes; who may go on without."""

import ipaddress
from datetime import datetime

from django.http import HttpRequest
from django.http.request import split_domain_port
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sauro.identity.models import User

AUTHENTICATOR = "authenticator"
RECOVERY = "recovery"
CODES = 10
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def by_loopback(request: HttpRequest) -> bool:
    """Whether the request was made on this machine itself: no proxy, a loopback address and a loopback name."""
    if any(header in request.META for header in FORWARDED):
        return False
    name = split_domain_port(request.get_host())[0]
    try:
        own = name == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
        return own and ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def may_come_in(user: User, request: HttpRequest) -> bool:
    """Demo accounts have passwords that everybody knows: they work on this machine alone."""
    return not user.workspace.is_demo or by_loopback(request)


def needed(user: User, request: HttpRequest) -> bool:
    """Whether this person needs a second factor here; only demo accounts on this machine go without."""
    return user.needs_second_factor and not (user.workspace.is_demo and by_loopback(request))


def passed(request: HttpRequest) -> bool:
    """Whether the person who is logged in may go on: a second factor is not needed, or was given."""
    user = request.user
    # An error page may be made before the middleware of django-otp, or right after the login.
    verified = getattr(user, "is_verified", None)
    return (verified is not None and verified()) or not needed(user, request)


def authenticator_of(user: User) -> TOTPDevice | None:
    """The authenticator in use."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("id").last()


def pending_authenticator(user: User) -> TOTPDevice | None:
    """The authenticator that the person is setting up."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("id").last()


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user, device__name=RECOVERY).count()


def locked_until(user: User) -> datetime | None:
    """When the next code may be tried, None for at once: wrong codes make the wait longer each time."""
    waits = []
    for device in (authenticator_of(user), StaticDevice.objects.filter(user=user, name=RECOVERY).first()):
        if device is not None:
            allowed, details = device.verify_is_allowed()
            if not allowed:
                waits.append(details["locked_until"])
    return max(waits, default=None)
