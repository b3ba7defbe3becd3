"""The auditor's questions: who changed what, who saw what. Newest first, page by page, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from sauro.identity.models import User
from sauro.journal.models import DailyHead, Entry, Lookup, Verification
from sauro.journal.ports import Rights, Subject, ports
from sauro.journal.queries import event_of
from sauro.vietnamese.text import fold, nfc

PAGE = 40
MOST_PEOPLE = 50  # who bear a name that was asked for
ANYTHING, NOTHING = Q(), Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked; the empty value of each asks nothing. Days are those of the place, both included."""

    person: str = ""  # a part of a name
    action: str = ""
    object_uid: UUID | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""  # words of an object


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the view. `number` is 0 for a look-up. `subject` is None where the person may not see the object: then
    nothing of its content stands in the words either.
    """

    number: int
    at: datetime
    actor: str  # '' for what the machine did
    words: str
    quotes: list[tuple[str, str]]
    kind: str
    uid: UUID
    subject: Subject | None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    rows: list[Line]
    next_cursor: str  # '' on the last page


@dataclass(frozen=True, slots=True)
class Integrity:
    """How the journal stands: its last signed head, when it was last computed again and with what outcome."""

    head: DailyHead | None
    verification: Verification | None
    waiting: int  # entries that are not sealed yet, up to 1,000


def rights_of(user: User) -> Rights:
    """Raises `PermissionDenied` for whoever has nothing to do here."""
    rights = ports().rights(user)
    if rights is None:
        raise PermissionDenied("journal")
    return rights


def changes(user: User, filters: Filters, *, cursor: str = "", size: int = PAGE) -> Lines:
    """Sealed entries. The administrator gets those of the system alone."""
    rights = rights_of(user)
    asked = _asked(rights, user, filters, "actor")
    if filters.action:
        asked &= Q(action=filters.action)
    if not rights.whole:
        asked &= Q(action__in=ports().system)
    found = Entry.objects.filter(asked, _behind(cursor, "number"), number__isnull=False)
    entries = list(found.select_related("actor", "payload").order_by("-at", "-number")[: size + 1])
    rows, last = entries[:size], entries[size - 1] if len(entries) > size else None
    subjects = _subjects(rights, rows)
    return Lines(
        [_change(entry, subjects.get(entry.object_uid)) for entry in rows],
        _cursor(last.at, last.number or 0) if last else "",
    )


def lookups(user: User, filters: Filters, *, cursor: str = "", size: int = PAGE) -> Lines:
    """Who opened what. Raises `PermissionDenied` for the administrator."""
    rights = rights_of(user)
    if not rights.whole:
        raise PermissionDenied("journal")
    found = Lookup.objects.filter(_asked(rights, user, filters, "user"), _behind(cursor, "pk"))
    seen = list(found.select_related("user").order_by("-at", "-pk")[: size + 1])
    rows, last = seen[:size], seen[size - 1] if len(seen) > size else None
    subjects = _subjects(rights, rows)
    return Lines(
        [
            Line(0, row.at, row.user.full_name, row.view, [], row.object_kind, row.object_uid,
                 subjects.get(row.object_uid))
            for row in rows
        ],
        _cursor(last.at, last.pk) if last else "",
    )  # fmt: skip


def integrity(user: User) -> Integrity:
    rights_of(user)
    mine = {"workspace_id": user.workspace_id}
    return Integrity(
        head=DailyHead.objects.filter(**mine).order_by("-day").first(),
        verification=Verification.objects.filter(**mine).order_by("-id").first(),
        waiting=len(Entry.objects.filter(**mine, number=None).values_list("pk")[:1000]),
    )


def _asked(rights: Rights, user: User, filters: Filters, person: str) -> Q:
    asked = Q(workspace_id=user.workspace_id)
    if filters.person.strip():
        asked &= Q(**{f"{person}__in": _people(user, filters.person)})
    if filters.object_uid is not None:
        asked &= Q(object_uid=filters.object_uid)
    if filters.text.strip():
        asked &= Q(object_uid__in=ports().find(rights.access, filters.text))
    if filters.since is not None:
        asked &= Q(at__gte=_midnight(filters.since))
    if filters.until is not None:
        asked &= Q(at__lt=_midnight(filters.until + timedelta(days=1)))
    return asked


def _people(user: User, name: str) -> list[int]:
    """Users of the workspace in whose name or username each word stands, without diacritics."""
    words = fold(nfc(name)).split()
    mine = User.objects.filter(workspace_id=user.workspace_id).order_by("id")
    found = [
        pk
        for pk, full_name, username in mine.values_list("pk", "full_name", "username")
        if all(word in f"{fold(full_name)} {username}" for word in words)
    ]
    return found[:MOST_PEOPLE]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _cursor(at: datetime, number: int) -> str:
    return f"{at.timestamp():.6f}-{number}"


def _behind(cursor: str, number: str) -> Q:
    """The rows behind the cursor, as one range of an index; a cursor that is none is the beginning."""
    moment, _, last = cursor.rpartition("-")
    try:
        at = datetime.fromtimestamp(float(moment), tz=timezone.get_current_timezone())
        return Q(at__lte=at) & ~Q(at=at, **{f"{number}__gte": int(last)})
    except (ValueError, OverflowError, OSError):
        return ANYTHING


def _subjects(rights: Rights, rows: Sequence[Entry | Lookup]) -> dict[UUID, Subject]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        wanted[row.object_kind].add(row.object_uid)
    return ports().subjects(rights.access, wanted)


def _change(entry: Entry, subject: Subject | None) -> Line:
    event = event_of(entry)
    own: dict[str, Any] = {"number": event.number, "at": event.at, "actor": event.actor, "kind": event.kind}
    if subject is None:
        room = event.action.partition(".")[0]
        words = str(ports().actions.get(room, {}).get(event.action, event.action))
        return Line(words=words, quotes=[], uid=event.uid, subject=None, **own)
    told = ports().tell(event)
    return Line(
        words=told.words, quotes=told.quotes, uid=event.uid, subject=subject, erased=event.data is None, **own
    )
