"""Puts together what leaves the product, and sends it: a digest a day for each person, and what he wants at once.

The worker calls `work` every few seconds. Nothing is sent inside a transaction. A row of `Dispatch` is claimed by a
conditional update; a worker that dies leaves a claim that goes stale, and the message goes out once more under the same
Message-ID: between the answer of the server and our note of it nothing can be lost, and a mailbox sees one message.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import ngettext, pgettext

from sauro.identity.models import User
from sauro.notices import registry
from sauro.notices.channels import chat, mail
from sauro.notices.models import (
    FIRST_HOUR,
    Channel,
    ChatTarget,
    Dispatch,
    DispatchState,
    Notice,
    Preference,
)
from sauro.notices.secrets import Lost, unseal
from sauro.vietnamese.calendar import WorkingCalendar

logger = logging.getLogger(__name__)

PEOPLE = 200  # for whom messages are put together in one go
MOST_SENT = 50  # messages of one call
MOST_TITLES = 10  # open titles named in one message
OLDEST = timedelta(days=7)  # what has waited longer is left to the list in the product
CLAIM = timedelta(minutes=5)
TRIES = 6
_PAUSES = (1, 5, 15, 60, 240)  # minutes after each failed try


def work(worker: str, now: datetime | None = None) -> int:
    """Puts together what is due and sends up to `MOST_SENT` messages; gives how many were sent."""
    now = now or timezone.now()
    collect(now)
    sent = 0
    for _ in range(MOST_SENT):
        dispatch = claim(worker, now)
        if dispatch is None:
            break
        sent += deliver(dispatch, now)
    return sent


# Putting together.


def collect(now: datetime) -> int:
    """Makes the messages that are due, of `PEOPLE` people at most; gives how many."""
    made = 0
    for channel, ready in ((Channel.MAIL, mail.is_set_up()), (Channel.CHAT, True)):
        if ready:
            for user in list(_waiting(channel, now)[:PEOPLE]):
                made += _put_together(user, channel, now)
    return made


def _unsent(channel: str, now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at=None, created_at__gte=now - OLDEST, **{channel: None})


def _waiting(channel: str, now: datetime) -> QuerySet[User]:
    """Who has something that leaves by this channel now, as far as the database can tell."""
    here = timezone.localtime(now)
    mine = _unsent(channel, now).filter(recipient=OuterRef("pk"))
    chosen = Preference.objects.filter(user=OuterRef("pk"))
    had = Dispatch.objects.filter(recipient=OuterRef("pk"), channel=channel, slot=_digest_slot(now))
    hour_has_come = Exists(chosen.filter(digest_hour__lte=here.hour))
    if here.hour >= FIRST_HOUR:
        hour_has_come |= ~Exists(chosen)
    if not WorkingCalendar().is_working_day(here.date()):
        hour_has_come &= Exists(chosen.filter(on_days_off=True))
    people = User.objects.filter(
        Exists(mine.filter(at_once=True)) | Q(Exists(mine) & hour_has_come & ~Exists(had)), is_active=True
    )
    if channel == Channel.MAIL:
        refused = Exists(chosen.filter(by_mail=False))
        people = people.exclude(email="").filter(~refused)
    else:
        people = people.filter(
            Exists(ChatTarget.objects.filter(user=OuterRef("pk"))), Exists(chosen.filter(by_chat=True))
        )
    return people.order_by("pk")


def _digest_slot(now: datetime) -> str:
    return f"digest:{timezone.localdate(now).isoformat()}"


def _put_together(user: User, channel: str, now: datetime) -> int:
    """The messages of one person: of what he wants at once, and the digest where its hour has come."""
    preference = Preference.objects.filter(user=user).first() or Preference(user=user)
    made = 0
    hasty = _unsent(channel, now).filter(recipient=user, at_once=True).order_by("pk")
    first = hasty.values_list("pk", flat=True).first()
    if first is not None:
        made += _make(user, channel, f"now:{first}", hasty, now)
    here = timezone.localtime(now)
    works = preference.on_days_off or WorkingCalendar().is_working_day(here.date())
    if works and here.time() >= time(preference.digest_hour):
        rest = _unsent(channel, now).filter(recipient=user)
        if rest.exists():
            made += _make(user, channel, _digest_slot(now), rest, now)
    return made


def _make(user: User, channel: str, slot: str, notices: QuerySet[Notice], now: datetime) -> int:
    """One message for these notices, together with its row; 0 where another worker has just made it."""
    try:
        with transaction.atomic():
            made = Dispatch.objects.create(
                workspace_id=user.workspace_id, recipient=user, channel=channel, slot=slot, due_at=now
            )
            if not notices.order_by().update(**{channel: made}):
                transaction.set_rollback(True)
                return 0
    except IntegrityError:
        return 0
    return 1


# Sending.


def claim(worker: str, now: datetime) -> Dispatch | None:
    """The oldest message that is due, for this worker alone; None where there is none."""
    open_states = (DispatchState.WAITING, DispatchState.SENDING)
    while True:
        due = Dispatch.objects.filter(state__in=open_states, due_at__lte=now).order_by("due_at", "id").first()
        if due is None:
            return None
        taken = Dispatch.objects.filter(pk=due.pk, version=due.version).update(
            state=DispatchState.SENDING,
            claimed_by=worker,
            due_at=now + CLAIM,
            tries=F("tries") + 1,
            version=F("version") + 1,
        )
        if taken:
            return Dispatch.objects.select_related("recipient").get(pk=due.pk)


def deliver(dispatch: Dispatch, now: datetime) -> bool:
    """Sends a claimed message and notes what came of it; whether it was sent."""
    notices = list(Notice.objects.filter(**{dispatch.channel: dispatch}).order_by("pk"))
    fault = ""
    try:
        if notices:
            _SEND[dispatch.channel](dispatch, notices)
    except (OSError, Lost) as error:
        fault = type(error).__name__
        logger.warning("notices: %s not sent: %s", dispatch.channel, fault)
    if not fault:
        _note(dispatch, state=DispatchState.SENT, sent_at=now)
    elif dispatch.tries >= TRIES:
        _note(dispatch, state=DispatchState.FAILED, fault=fault)
    else:
        pause = timedelta(minutes=_PAUSES[min(dispatch.tries, len(_PAUSES)) - 1])
        _note(dispatch, state=DispatchState.WAITING, due_at=now + pause, fault=fault)
    return not fault


def _note(dispatch: Dispatch, **state: object) -> None:
    """Stores what came of it, unless the claim went stale and another worker has taken it over."""
    held = Dispatch.objects.filter(pk=dispatch.pk, version=dispatch.version)
    held.update(claimed_by="", version=F("version") + 1, **({"fault": ""} | state))


def _by_mail(dispatch: Dispatch, notices: list[Notice]) -> None:
    to = dispatch.recipient.email
    if to:
        subject, body = words_of(dispatch.recipient, notices)
        mail.send(to, subject, body, name=str(dispatch.uid))


def _by_chat(dispatch: Dispatch, notices: list[Notice]) -> None:
    target = ChatTarget.objects.filter(user=dispatch.recipient).first()
    if target is not None:
        chat.send(unseal(target.sealed), *words_of(dispatch.recipient, notices))


_SEND: dict[str, Callable[[Dispatch, list[Notice]], None]] = {Channel.MAIL: _by_mail, Channel.CHAT: _by_chat}


def words_of(recipient: User, notices: list[Notice]) -> tuple[str, str]:
    """Subject and body of a message, in the language of the person: how much of what, and where to read it.

    No title, except of what everybody in the workspace may read.
    """
    with translation.override(recipient.language):
        counted = ", ".join(_counted(notices))
        titles = [notice.title for notice in notices if notice.is_open][:MOST_TITLES]
        lines = [
            counted[:1].upper() + counted[1:] + ".",
            "",
            *(f"– {title}" for title in titles),
            *([""] if titles else []),
            pgettext("outside", "Read them in Sáu Rõ: %(link)s") % {"link": address("/thong-bao/")},
            "",
            pgettext("outside", "When and how you are told: %(link)s")
            % {"link": address("/thong-bao/tuy-chon/")},
        ]
        return pgettext("outside", "Sáu Rõ: %(counted)s") % {"counted": counted}, "\n".join(lines)


def _counted(notices: Iterable[Notice]) -> list[str]:
    """'3 nhiệm vụ mới', '1 nhắc việc': kind after kind, in the order of their first notice."""
    numbers: dict[str, int] = {}
    for notice in notices:
        numbers[notice.kind] = numbers.get(notice.kind, 0) + 1
    found = []
    for name, number in numbers.items():
        kind = registry.kind_of(name)
        words = ngettext("%(n)s notice", "%(n)s notices", number) % {"n": number}
        found.append(kind.counted(number) if kind else words)
    return found


def address(path: str) -> str:
    """The whole address of a path of the site, for messages that are read outside."""
    return settings.SITE_ADDRESS.rstrip("/") + path
