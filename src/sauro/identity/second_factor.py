"""The second factor of a person: one authenticator (TOTP, RFC 6238) and recovery codes; who may go on without."""

import ipaddress
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone

from sauro.identity.models import Authenticator, RecoveryCode, User

SESSION_KEY = "second_factor"  # holds the uid of the authenticator in use when the person came in
LONGEST_WAIT = 900  # seconds
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


def remember(request: HttpRequest, authenticator: Authenticator) -> None:
    """From now on this session has given its second factor; with the authenticator this ends."""
    request.session[SESSION_KEY] = str(authenticator.uid)
    request.second_factor_given = True  # type: ignore[attr-defined]


def given(request: HttpRequest) -> bool:
    """Whether this session has given a second factor that still counts. One query a request, where it ever did."""
    kept: bool | None = getattr(request, "second_factor_given", None)
    if kept is None:
        session = getattr(request, "session", None)  # an error page may be made before there is one
        uid = session.get(SESSION_KEY) if session is not None else None
        kept = uid is not None and in_use().filter(user=request.user, uid=uid).exists()
        request.second_factor_given = kept  # type: ignore[attr-defined]
    return kept


def passed(request: HttpRequest) -> bool:
    """Whether the person who is logged in may go on: a second factor is not needed, or was given."""
    return given(request) or not needed(request.user, request)


def inside(request: HttpRequest) -> bool:
    """Whether the person who is logged in may go everywhere: nothing is left to do at the door."""
    return passed(request) and request.user.one_time_until is None


def in_use() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(confirmed=True)


def authenticator_of(user: User) -> Authenticator | None:
    """The authenticator in use."""
    return in_use().filter(user=user).first()


def pending_authenticator(user: User) -> Authenticator | None:
    """The authenticator that the person is setting up."""
    return Authenticator.objects.filter(user=user, confirmed=False).first()


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user).count()


def locked_until(authenticator: Authenticator | None, now: datetime | None = None) -> datetime | None:
    """When the next code may be tried, None for at once: each wrong one doubles the wait, up to a quarter of an hour."""
    if authenticator is None or authenticator.failed_at is None or not authenticator.failures:
        return None
    wait = min(2 ** min(authenticator.failures - 1, 20), LONGEST_WAIT)
    until = authenticator.failed_at + timedelta(seconds=wait)
    return until if until > (now or timezone.now()) else None
