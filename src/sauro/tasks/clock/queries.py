"""What screens ask of the clock: the rules, how it goes, the instances of a series, and how long those above take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sauro.identity.models import User
from sauro.organisation.access import Access
from sauro.organisation.models import Agency
from sauro.tasks.clock import rules
from sauro.tasks.clock.models import ClockRun, DueSoonRule, EscalationRule, Follower
from sauro.tasks.models import Submission, Task
from sauro.tasks.queries import visible
from sauro.vietnamese.calendar import WorkingCalendar

SEE_RULES = "tasks.see_rules"
SHOWN = 12  # instances on the page of a series
RUNS = 7
STANDS = timedelta(minutes=10)  # without a sign of the clock
_DAY = timedelta(days=1)


def see_rules(access: Access) -> None:
    """Raises `PermissionDenied` for who has nothing to do with them."""
    if not access.agencies_for(SEE_RULES):
        raise PermissionDenied(SEE_RULES)


def rules_of(access: Access) -> list[EscalationRule]:
    """The rules in force and those to come, then those that ended in the last year. Raises `PermissionDenied`."""
    see_rules(access)
    rules.ensure(access.workspace)
    found = EscalationRule.objects.filter(workspace=access.workspace).order_by(
        "trigger", "days", "-valid_from", "pk"
    )
    rows = [row for row in found if row.valid_to is None or row.valid_to >= access.on - 366 * _DAY]
    return sorted(rows, key=lambda row: row.valid_to is not None and row.valid_to < access.on)


def rule_by_uid(access: Access, uid: object) -> EscalationRule | None:
    see_rules(access)
    return EscalationRule.objects.filter(workspace=access.workspace, uid=uid).first()


def due_soon_rules(access: Access) -> list[tuple[Agency, int, DueSoonRule | None]]:
    """Each agency with its threshold in days, and the rule that sets it. Two queries."""
    see_rules(access)
    held = DueSoonRule.objects.filter(workspace=access.workspace, valid_from__lte=access.on)
    latest = {row.agency_id: row for row in held.order_by("valid_from", "pk")}
    agencies = Agency.objects.filter(workspace=access.workspace).order_by("order", "pk")
    found = []
    for agency in agencies:
        rule = latest.get(agency.pk)
        found.append((agency, rule.days if rule else rules.DUE_SOON_DAYS, rule))
    return found


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How the clock of a workspace goes: its last runs, newest first, and whether it stands."""

    runs: list[ClockRun]
    looked_at: datetime | None  # when it last looked at the journal
    stands: bool

    @property
    def last(self) -> ClockRun | None:
        return self.runs[0] if self.runs else None


def heartbeat(workspace_id: int, now: datetime | None = None) -> Heartbeat:
    """Figures alone, for who runs the system; the page asks for his rights. Two queries."""
    now = now or timezone.now()
    runs = list(ClockRun.objects.filter(workspace_id=workspace_id).order_by("-day")[:RUNS])
    place = Follower.objects.filter(workspace_id=workspace_id).first()
    looked = place.looked_at if place else None
    return Heartbeat(runs, looked, looked is None or now - looked > STANDS)


def instances_of(access: Access, task: Task) -> list[Task]:
    """The newest instances of a series that the person may see."""
    if not task.is_series:
        return []
    found = visible(access).filter(series=task).select_related("document")
    return list(found.order_by("-occurrence", "-pk")[:SHOWN])


def series_of(access: Access, task: Task) -> Task | None:
    """The series of an instance, where the person may see it."""
    return visible(access).filter(pk=task.series_id).first() if task.series_id else None


@dataclass(frozen=True, slots=True)
class AcceptanceDelay:
    """How long products waited for those who decide on them: of one person, or (None) still waiting."""

    user: User | None
    count: int
    working_days: int
    longest: int

    @property
    def average(self) -> float:
        return self.working_days / self.count


def waited(submission: Submission, now: datetime, calendar: WorkingCalendar | None = None) -> int:
    """Working days for which a product waited to be decided on: the delay of who decides, never of the doer."""
    until = submission.decided_at or now
    calendar = calendar or WorkingCalendar()
    return calendar.working_days_between(timezone.localdate(submission.at), timezone.localdate(until))


def acceptance_delays(access: Access, since: date, now: datetime | None = None) -> list[AcceptanceDelay]:
    """Of the tasks that the person may see and that were handed in from `since` on, longest first. One query."""
    now, calendar = now or timezone.now(), WorkingCalendar()
    begin = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    rows: Sequence[Submission] = (
        Submission.objects.filter(task__in=visible(access), at__gte=begin)
        .exclude(outcome="recalled")
        .select_related("decided_by")
    )
    found: dict[User | None, list[int]] = {}
    for row in rows:
        found.setdefault(row.decided_by, []).append(waited(row, now, calendar))
    delays = [AcceptanceDelay(user, len(days), sum(days), max(days)) for user, days in found.items()]
    return sorted(delays, key=lambda each: -each.longest)


def silent_days(task: Task, now: datetime) -> int:
    """Days for which the doer of an open task has not let himself be heard; 0 where nobody waits for him."""
    from sauro.tasks.clock.reminding import AT_WORK

    if task.heard_at is None or task.status not in AT_WORK or task.is_series or task.kind == "standing":
        return 0
    return (timezone.localdate(now) - timezone.localdate(task.heard_at)).days


STALE_DAYS = (7, 30)  # from here on a task is flagged as not updated


def stale_since(task: Task, now: datetime) -> int:
    """The flag of a task: 30, 7, or 0 where it was updated within a week."""
    days = silent_days(task, now)
    return next((flag for flag in reversed(STALE_DAYS) if days >= flag), 0)
