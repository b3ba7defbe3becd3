"""Follows the sealed journal and tells people what concerns them.

Sealed entries alone: their order is final, so a late commit is never skipped. The place is kept in the same transaction
as the notices; killed between, the entries are read once more and tell nothing twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sauro.identity.models import User, Workspace
from sauro.journal.models import Entry
from sauro.journal.queries import Event, sealed_after
from sauro.notices.actions import Word, tell
from sauro.organisation.access import access_of
from sauro.tasks.clock.models import Follower
from sauro.tasks.clock.recipients import People, lead_of
from sauro.tasks.models import HandlingRole, Submission, Task, TaskParty
from sauro.tasks.queries import visible, with_parties

BATCH = 500  # entries of one transaction
OLDEST = timedelta(days=3)  # what happened earlier is history: nobody is told of it any more
_LOOK = timedelta(minutes=1)  # between two notes that nothing was new


def follow(workspace: Workspace, now: datetime | None = None) -> int:
    """Tells of what was sealed since the last time, up to `BATCH` entries; gives how many there were."""
    now = now or timezone.now()
    place = Follower.objects.filter(workspace=workspace).first() or _begin(workspace, now)
    if not Entry.objects.filter(workspace=workspace, number__gt=place.number).exists():
        if place.looked_at is None or now - place.looked_at > _LOOK:
            Follower.objects.filter(pk=place.pk).update(looked_at=now)
        return 0
    with transaction.atomic(), translation.override("vi"):
        place = Follower.objects.select_for_update().get(pk=place.pk)
        events = sealed_after(workspace, place.number, BATCH)
        if not events:
            return 0
        fresh = [event for event in events if event.kind == "task" and event.at >= now - OLDEST]
        tell(workspace, _words(workspace, fresh, now))
        place.number, place.looked_at = events[-1].number, now
        place.save(update_fields=["number", "looked_at"])
        return len(events)


def _begin(workspace: Workspace, now: datetime) -> Follower:
    """Begins behind what is history already, so that nobody is told of years."""
    old = Entry.objects.filter(workspace=workspace, number__isnull=False, at__lt=now - OLDEST)
    number = old.order_by("-number").values_list("number", flat=True).first() or 0
    return Follower.objects.get_or_create(workspace=workspace, defaults={"number": number})[0]


@dataclass(frozen=True, slots=True)
class About:
    """An entry, the task that it tells of, and who is in that task."""

    event: Event
    task: Task
    lead: TaskParty
    people: People
    data: dict[str, Any]

    @property
    def doers(self) -> list[int]:
        return self.people.doers(self.task, self.lead)

    @property
    def above(self) -> list[int]:
        """Who assigned the task and who answers for it: they decide."""
        assigner = self.people.person(self.task.assigner_id)
        return self.people.told([assigner, self.task.accountable_leader_id])

    @property
    def all(self) -> list[int]:
        roles = (HandlingRole.SUPPORT, HandlingRole.WATCH)
        return [*self.doers, *self.people.in_parties(list(self.task.parties.all()), *roles), *self.above]


@dataclass(frozen=True, slots=True)
class Telling:
    """Of one kind of entry: the kind of the notice, who is told, and its first words."""

    kind: str
    who: Callable[[About], Iterable[int]]
    words: Callable[[], str]


def _supports(about: About) -> list[int]:
    return about.people.in_parties(list(about.task.parties.all()), HandlingRole.SUPPORT, HandlingRole.WATCH)


def _assigned(about: About) -> list[int]:
    """Of an order to several units the leader and the watchers: each unit hears of its own part."""
    own = [] if about.data.get("children") else about.doers
    return [*own, *_supports(about), *about.people.told([about.task.accountable_leader_id])]


_TELLS: dict[str, tuple[Telling, ...]] = {
    "tasks.assign": (Telling("assigned", _assigned, lambda: _("New task")),),
    "tasks.recur": (Telling("assigned", _assigned, lambda: _("New task")),),
    "tasks.approve": (Telling("assigned", lambda about: about.doers, lambda: _("New task")),),
    "tasks.reassign": (Telling("assigned", _assigned, lambda: _("New task")),),
    "tasks.name_assignee": (Telling("assigned", lambda about: about.doers, lambda: _("Assigned to you")),),
    "tasks.return_for_rework": (
        Telling("returned", lambda about: about.doers, lambda: _("Returned for rework")),
    ),
    "tasks.refuse": (Telling("refused", lambda about: about.above, lambda: _("Refused")),),
    "tasks.submit_deliverable": (
        Telling("submitted", lambda about: about.above, lambda: _("Waits for acceptance")),
    ),
    "tasks.accept_deliverable": (Telling("accepted", lambda about: about.doers, lambda: _("Accepted")),),
    "tasks.request_extension": (
        Telling("extension", lambda about: about.above, lambda: _("An extension is asked for")),
    ),
    "tasks.extend_deadline": (
        Telling("extension", lambda about: about.doers, lambda: _("Extension granted")),
    ),
    "tasks.reject_extension": (
        Telling("extension", lambda about: about.doers, lambda: _("Extension rejected")),
    ),
    "tasks.urge": (Telling("urged", lambda about: about.doers, lambda: _("Urged")),),
    "tasks.request_explanation": (
        Telling("urged", lambda about: about.doers, lambda: _("An explanation is asked for")),
    ),
    "tasks.explain": (Telling("urged", lambda about: about.above, lambda: _("Explained")),),
    "tasks.comment": (Telling("commented", lambda about: about.all, lambda: _("Comment")),),
    "tasks.suspend": (Telling("changed", lambda about: about.doers, lambda: _("Suspended")),),
    "tasks.resume": (Telling("changed", lambda about: about.doers, lambda: _("Resumed")),),
    "tasks.cancel": (Telling("changed", lambda about: about.doers, lambda: _("Cancelled")),),
    "tasks.withdraw": (Telling("changed", lambda about: about.doers, lambda: _("Withdrawn")),),
}


def _words(workspace: Workspace, events: list[Event], now: datetime) -> list[Word]:
    wanted = [event for event in events if event.action in _TELLS and "part" not in (event.data or {})]
    if not wanted:
        return []
    people = People(workspace, timezone.localdate(now))
    uids = {event.uid for event in wanted}
    found = Task.objects.filter(workspace=workspace, uid__in=uids).prefetch_related(with_parties())
    tasks = {task.uid: task for task in found}
    handed_in = _handed_in(wanted, tasks)
    words: list[Word] = []
    watching: dict[int, set[int]] = {}  # user → tasks that he watches
    for event in wanted:
        task = tasks.get(event.uid)
        if task is None:
            continue
        about = About(event, task, lead_of(task), people, event.data or {})
        mentioned = [people.by_uid(str(uid)) for uid in about.data.get("mentions", [])]
        told = dict.fromkeys(people.told(mentioned), "mentioned")
        for telling in _TELLS[event.action]:
            more = handed_in.get(task.pk, ()) if telling.kind in {"returned", "accepted"} else ()
            for user in (*telling.who(about), *more):
                told.setdefault(user, telling.kind)
        told.pop(event.actor_id or 0, None)  # nobody is told of what he did himself
        for user in people.in_parties(list(task.parties.all()), HandlingRole.WATCH):
            if user in told:
                watching.setdefault(user, set()).add(task.pk)
        first = _TELLS[event.action][0].words()
        words += [_word(event, task, user, kind, first) for user, kind in told.items()]
    closed = _closed(watching, tasks)
    return [word for word in words if (word.recipient_id, word.object_uid) not in closed]


def _closed(watching: dict[int, set[int]], tasks: dict[Any, Task]) -> set[tuple[int, Any]]:
    """(user, task) of watchers who may see the task no longer: to watch one opens nothing. Two queries a watcher."""
    if not watching:
        return set()
    uids = {task.pk: uid for uid, task in tasks.items()}
    closed: set[tuple[int, Any]] = set()
    for user in User.objects.select_related("workspace").filter(pk__in=watching):
        watched = watching[user.pk]
        seen = set(visible(access_of(user)).filter(pk__in=watched).values_list("pk", flat=True))
        closed |= {(user.pk, uids[pk]) for pk in watched - seen}
    return closed


def _handed_in(events: list[Event], tasks: dict[Any, Task]) -> dict[int, list[int]]:
    """Who handed in what came back or was accepted: task → user."""
    decided = {"tasks.return_for_rework", "tasks.accept_deliverable"}
    keys = [tasks[event.uid].pk for event in events if event.action in decided and event.uid in tasks]
    if not keys:
        return {}
    rows = Submission.objects.filter(task_id__in=keys, by__isnull=False).order_by("-pk")
    found: dict[int, list[int]] = {}
    for task, user in rows.values_list("task_id", "by_id"):
        found.setdefault(task, [user])
    return found


def _word(event: Event, task: Task, user: int, kind: str, first: str) -> Word:
    words = _("You are mentioned") if kind == "mentioned" else first
    return Word(
        recipient_id=user,
        kind=f"tasks.{kind}",
        title=f"{words}: {task.title}",
        link=f"/nhiem-vu/{task.uid}/",
        key=f"journal:{event.number}",
        object_uid=task.uid,
    )
