"""How a procedure runs: time in each step, late ones, returns and why, branches, waiting against working.

Times are minutes of working hours. A step waits until who has it first opens it, then he works on it.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from sauro.organisation.access import Access
from sauro.procedures.definition import Definition, What, read_definition
from sauro.procedures.limits import MINUTES, working_minutes
from sauro.procedures.models import Case, Procedure, RunState, StepRun, VersionState

MOST = 20_000  # passages that are looked at, the newest
REASONS = 5
SHARE_OF_WAITING = 0.6  # of the time in a step, from which on it is said to wait
ENOUGH = 5  # passages below which nothing is suggested


@dataclass(slots=True)
class StepFigures:
    """Of one step, by its key."""

    key: str
    title: str
    count: int = 0
    open: int = 0
    late: int = 0
    returned: int = 0
    flagged: int = 0
    past_at_start: int = 0
    minutes: list[int] = field(default_factory=list)
    waited: list[int] = field(default_factory=list)
    led_to: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    @property
    def middle(self) -> int:
        return int(median(self.minutes)) if self.minutes else 0

    @property
    def longest(self) -> int:
        return max(self.minutes, default=0)

    @property
    def waiting(self) -> int:
        return int(sum(self.waited) / len(self.waited)) if self.waited else 0

    @property
    def working(self) -> int:
        return max(0, int(sum(self.minutes) / len(self.minutes)) - self.waiting) if self.minutes else 0

    @property
    def always_waits(self) -> bool:
        whole = self.waiting + self.working
        long_enough = self.count >= ENOUGH and whole >= MINUTES // 4
        return long_enough and self.waiting > SHARE_OF_WAITING * whole


@dataclass(slots=True)
class Figures:
    """Of a procedure in a time."""

    procedure: Procedure
    definition: Definition | None
    started: int
    running: int
    completed: int
    rejected: int
    middle_days: float
    steps: list[StepFigures]
    late_by_unit: list[tuple[str, int, int]]  # unit, late, all that had a limit
    capped: bool

    @property
    def widest(self) -> int:
        return max((each.waiting + each.working for each in self.steps), default=0)


def measure(
    access: Access, uid: uuid.UUID, *, since: dt.date, until: dt.date, now: dt.datetime | None = None
) -> Figures:
    """Cases started from `since` to `until`, both included. Four queries.

    Raises `Http404` where the person may not know the procedure, `PermissionDenied` where its figures are not his.
    """
    procedure = Procedure.objects.select_related("agency").filter(
        uid=uid, workspace_id=access.user.workspace_id, agency_id__in=access.agencies_for("procedures.see")
    ).first()  # fmt: skip
    if procedure is None:
        raise Http404(str(uid))
    if not access.may("procedures.measure", procedure.agency_id):
        raise PermissionDenied("procedures.measure")
    now = now or timezone.now()
    first = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    last = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))
    mine = Case.objects.filter(
        procedure_version__procedure=procedure, started_at__gte=first, started_at__lt=last
    )
    cases = list(mine.values_list("state", "started_at", "finished_at"))
    runs = list(
        StepRun.objects.filter(case__in=mine.values("pk"))
        .exclude(what=What.INFORM)
        .select_related("unit")
        .only(
            "key", "title", "state", "opened_at", "seen_at", "due_at", "finished_at", "flagged", "past_at_start",
            "led_to", "words", "unit__name",
        )
        .order_by("-id")[: MOST + 1]
    )  # fmt: skip
    version = procedure.versions.exclude(state=VersionState.DRAFT).order_by("-number").first()
    definition = read_definition(version.definition) if version is not None else None
    lasted = [working_minutes(a, b) / MINUTES for _state, a, b in cases if b is not None]
    states = Counter(state for state, _a, _b in cases)
    return Figures(
        procedure=procedure,
        definition=definition,
        started=len(cases),
        running=states["running"] + states["suspended"],
        completed=states["completed"],
        rejected=states["rejected"],
        middle_days=median(lasted) if lasted else 0.0,
        steps=_by_step(runs[:MOST], definition, now),
        late_by_unit=_by_unit(runs[:MOST], now),
        capped=len(runs) > MOST,
    )


def _by_step(runs: Iterable[StepRun], definition: Definition | None, now: dt.datetime) -> list[StepFigures]:
    found: dict[str, StepFigures] = {}
    for run in runs:
        each = found.setdefault(run.key, StepFigures(run.key, run.title))
        each.count += 1
        ended = run.finished_at or now
        each.open += run.state == RunState.OPEN
        each.late += _is_late(run, now)
        each.flagged += run.flagged
        each.past_at_start += run.past_at_start
        each.minutes.append(working_minutes(run.opened_at, ended))
        each.waited.append(working_minutes(run.opened_at, run.seen_at or ended))
        if run.state == RunState.RETURNED:
            each.returned += 1
            if len(each.reasons) < REASONS:
                each.reasons.append(run.words)
        elif run.led_to:
            each.led_to[run.led_to] += 1
    order = {step.key: place for place, step in enumerate(definition.steps)} if definition else {}
    return sorted(found.values(), key=lambda each: (order.get(each.key, 999), each.key))


def _is_late(run: StepRun, now: dt.datetime) -> bool:
    """A limit that was over when the step opened is nobody's delay."""
    return run.due_at is not None and not run.past_at_start and (run.finished_at or now) > run.due_at


def _by_unit(runs: Iterable[StepRun], now: dt.datetime) -> list[tuple[str, int, int]]:
    late: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for run in runs:
        if run.unit is not None and run.due_at is not None:
            late[run.unit.name][0] += _is_late(run, now)
            late[run.unit.name][1] += 1
    return sorted(((name, a, b) for name, (a, b) in late.items()), key=lambda row: (-row[1], row[0]))
