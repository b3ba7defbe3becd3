"""What the rooms above ask about logins."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

from sauro.identity.models import Authenticator, User


def second_factors(users: Iterable[User]) -> dict[int, Authenticator]:
    """The authenticators in use, by the id of the user. One query."""
    found = Authenticator.objects.filter(user__in=list(users), confirmed=True)
    return {authenticator.user_id: authenticator for authenticator in found}


def shut_out(users: Iterable[User], now: datetime | None = None) -> dict[str, datetime]:
    """By username, until when the door is shut after too many wrong passwords. One query, nothing about from where."""
    now = now or timezone.now()
    lasts = get_cool_off() or timedelta()
    rows = (
        AccessAttempt.objects.filter(
            username__in=[user.username for user in users], attempt_time__gt=now - lasts
        )
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by()
    )
    found: dict[str, datetime] = {}
    for row in rows:
        until = row["last"] + lasts
        found[row["username"]] = max(until, found.get(row["username"], until))
    return found
