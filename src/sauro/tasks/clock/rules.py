"""The rules of escalation that hold on a day, and which dates they are about."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from sauro.identity.models import Workspace
from sauro.organisation.access import Access
from sauro.tasks.clock.models import Audience, DueSoonRule, EscalationRule, Trigger
from sauro.tasks.deadlines import DUE_SOON_DAYS
from sauro.vietnamese.calendar import WorkingCalendar

_DAY = timedelta(days=1)
OVERLAP = 7  # days that a run looks back beyond the last one: what came late into its window is found
DEFAULTS_FROM = date(2025, 7, 1)  # since there are wards of the two-tier government
DEFAULT_SOURCE = "Mặc định của phần mềm; sửa theo quy chế làm việc của cơ quan"
DEFAULTS = (
    (Trigger.BEFORE_DUE, 3, Audience.ASSIGNEE),
    (Trigger.OVERDUE, 1, Audience.DIVISION_HEAD),
    (Trigger.OVERDUE, 3, Audience.ACCOUNTABLE_LEADER),
    (Trigger.NO_UPDATE, 7, Audience.ASSIGNEE),
    (Trigger.NO_UPDATE, 30, Audience.ACCOUNTABLE_LEADER),
    (Trigger.REPORT_DUE, 3, Audience.ASSIGNEE),
)


def in_force(workspace: Workspace, day: date) -> list[EscalationRule]:
    """The rules of that day. A workspace that never had one gets the defaults."""
    ensure(workspace)
    return list(holding(workspace, day).order_by("trigger", "days", "audience", "pk"))


def holding(workspace: Workspace, day: date) -> QuerySet[EscalationRule]:
    return EscalationRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), workspace=workspace, valid_from__lte=day
    )


def ensure(workspace: Workspace) -> None:
    """The defaults, for a workspace that has had no rules at all. Done twice it is done once."""
    if EscalationRule.objects.filter(workspace=workspace).exists():
        return
    EscalationRule.objects.bulk_create(
        [
            EscalationRule(
                workspace=workspace,
                trigger=trigger,
                days=days,
                audience=audience,
                valid_from=DEFAULTS_FROM,
                source=DEFAULT_SOURCE,
            )
            for trigger, days, audience in DEFAULTS
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True, slots=True)
class Window:
    """The dates (both included) that a rule is about on a day."""

    first: date
    last: date


def window(rule: EscalationRule, day: date, since: date | None, calendar: WorkingCalendar) -> Window:
    """Which dates the rule is about when the clock runs on `day`, a working day, having run last on `since`.

    Before a date: from today to so many working days on. After one: what has passed it since the last run, and a week
    more. At a first run (`since` None) only what passes it on this very day: nobody is flooded with what is long known.
    """
    if rule.trigger == Trigger.BEFORE_DUE:
        return Window(day, _ahead(day, rule.days, calendar))
    before = calendar.add_working_days(day, -1) if since is None else min(since, day) - OVERLAP * _DAY
    before = max(before, rule.valid_from - _DAY)
    if rule.trigger == Trigger.OVERDUE:
        return Window(_passed(before, rule.days, calendar) + _DAY, _passed(day, rule.days, calendar))
    return Window(before - (rule.days - 1) * _DAY, day - rule.days * _DAY)


def _ahead(day: date, days: int, calendar: WorkingCalendar) -> date:
    """The last date that is at most so many working days away: days off that follow count with it."""
    return calendar.add_working_days(day, days + 1) - _DAY


def _passed(day: date, days: int, calendar: WorkingCalendar) -> date:
    """The last date after which so many working days have begun by that day."""
    here = day if calendar.is_working_day(day) else calendar.add_working_days(day, -1)
    return calendar.add_working_days(here, 1 - days) - _DAY


def due_soon_days(workspace: Workspace, day: date) -> dict[int, int]:
    """Agency → from how many days on a task counts as due soon; agencies that follow the default are missing."""
    rows = DueSoonRule.objects.filter(workspace=workspace, valid_from__lte=day).order_by("valid_from", "pk")
    return dict(rows.values_list("agency_id", "days"))


def soon_for(access: Access) -> int:
    """From how many days on a task counts as due soon on the screens of this person: the threshold of the agency in
    which he works, of several the longest. Tile, tab and row say the same, and an index is walked over one range of days.
    One query in a request.
    """
    kept: int | None = access.worked_out.get("due_soon")
    if kept is None:
        agencies = {agency for _, agency, _ in access.posts} | {lent.agency_id for lent in access.lent}
        days = due_soon_days(access.workspace, access.on)
        kept = max((days.get(agency, DUE_SOON_DAYS) for agency in agencies), default=DUE_SOON_DAYS)
        access.worked_out["due_soon"] = kept
    return kept
