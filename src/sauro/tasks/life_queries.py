"""What the page of a task shows of its life: the steps that are open to the person, and what was said and handed in."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise

from sauro.organisation.access import Access
from sauro.organisation.answering import Decision
from sauro.tasks.authority import decision_on
from sauro.tasks.deadlines import is_late
from sauro.tasks.life import STEP_WORDS, Part, Step, cannot, may_not, part_of, rule_of
from sauro.tasks.milestones import at_risk
from sauro.tasks.models import Task
from sauro.tasks.said import (
    Attached,
    Everything,
    Explanation,
    Extension,
    HandedIn,
    Moved,
    Progress,
    Station,
    everything_in,
)
from sauro.tasks.step_forms import LATE_FAULT_WORDS, OUTCOME_WORDS, QUALITY_WORDS, has_form

AT_ONCE = 3  # so many steps stand as buttons, the others behind 'other steps'
_ANSWERS = {  # steps that answer a request, and make no sense without one
    Step.EXTEND_DEADLINE: "extension",
    Step.REJECT_EXTENSION: "extension",
    Step.EXPLAIN: "explanation",
}
_ASKS = {Step.REQUEST_EXTENSION: "extension", Step.REQUEST_EXPLANATION: "explanation"}  # one waits at a time
_DECIDES_ON_WORDS = frozenset(
    {Step.ACCEPT_DELIVERABLE, Step.RETURN_FOR_REWORK, Step.EXTEND_DEADLINE, Step.REJECT_EXTENSION}
)
# The order in which steps are offered: what this person is waited for, then what goes on, then what changes the course.
_ORDER = (
    Step.ACCEPT_DELIVERABLE, Step.RETURN_FOR_REWORK, Step.EXTEND_DEADLINE, Step.REJECT_EXTENSION, Step.APPROVE,
    Step.REASSIGN, Step.EXPLAIN, Step.RECEIVE, Step.UPDATE_PROGRESS, Step.SUBMIT_DELIVERABLE, Step.REQUEST_EXTENSION,
    Step.RESUME, Step.URGE, Step.REQUEST_EXPLANATION, Step.CHANGE, Step.NAME_ASSIGNEE, Step.SPLIT, Step.REACH_MILESTONE,
    Step.PLAN_MILESTONES, Step.PLACE_UNDER, Step.SUBMIT_FOR_SIGNATURE, Step.COMMENT, Step.REPORT_BEYOND, Step.RECALL, Step.REFUSE,
    Step.END_SERIES, Step.SUSPEND, Step.CANCEL,
)  # fmt: skip
_LEADS_ON = frozenset(_ORDER[: _ORDER.index(Step.REQUEST_EXTENSION)])
"""One of these is the primary button; where there is none, nothing is waited for from this person."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that this person may take now."""

    step: Step
    words: Promise
    has_form: bool
    primary: bool = False


@dataclass(slots=True)
class Life:
    part: Part
    offers: list[Offer] = field(default_factory=list)
    progress: Progress | None = None
    submissions: list[HandedIn] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)  # those that moved no date
    due_changes: list[Moved] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    milestones: list[Station] = field(default_factory=list)
    evidence: list[Attached] = field(default_factory=list)
    decision: Decision | None = None  # what the authority matrix says
    late: bool = False  # what waits for acceptance was handed in late
    milestone_late: bool = False  # 'có nguy cơ'
    today: date | None = None
    waiting: HandedIn | None = None
    asked_date: Extension | None = None
    question: Explanation | None = None

    @property
    def may_reach(self) -> bool:
        """Whether the person may say that a milestone is reached."""
        return any(offer.step == Step.REACH_MILESTONE for offer in self.offers)

    @property
    def buttons(self) -> list[Offer]:
        return self.offers[:AT_ONCE]

    @property
    def others(self) -> list[Offer]:
        return self.offers[AT_ONCE:]

    @property
    def first_date(self) -> date | None:
        """The date before all changes; None where it never moved."""
        return self.due_changes[-1].old_date if self.due_changes else None


def life_of(access: Access, task: Task, *, is_whole: bool) -> Life:
    """Two queries, whatever the task has seen."""
    life, found = Life(part_of(access, task)), everything_in(access, task)
    life.progress = found.progress[0] if found.progress else None
    life.submissions = _shown(found)
    life.extensions = [each for each in found.extensions if not each.approved]
    life.due_changes, life.explanations = found.due_changes, found.explanations
    life.milestones, life.evidence = found.milestones, found.evidence
    life.today = access.on
    life.decision = decision_on(access, task)
    life.milestone_late = at_risk(task.next_milestone, task.status, access.on)
    life.waiting = next((each for each in life.submissions if not each.outcome), None)
    life.asked_date = next((each for each in found.extensions if each.approved is None), None)
    life.question = next((each for each in life.explanations if each.decided_at is None), None)
    life.late = life.waiting is not None and is_late(task, life.waiting.at or timezone.now())
    life.offers = _offers(access, task, life, is_whole=is_whole)
    return life


def _shown(found: Everything) -> list[HandedIn]:
    """The submissions with those of their documents that the person may see."""
    by_pk = {each.id: each for each in found.submissions}
    for link in reversed(found.links):
        if link.allowed:
            by_pk[link.submission_id].documents.append(link)
        else:
            by_pk[link.submission_id].hidden += 1
    for each in found.submissions:
        each.words = [OUTCOME_WORDS[each.outcome]]
        each.words += [QUALITY_WORDS[each.quality]] if each.quality else []
        each.words += [LATE_FAULT_WORDS[each.late_fault]] if each.late_fault else []
    return found.submissions


def _offers(access: Access, task: Task, life: Life, *, is_whole: bool) -> list[Offer]:
    asks = {"extension": life.asked_date, "explanation": life.question}
    own = {each.by_id for each in (life.waiting, life.asked_date) if each is not None}
    steps = []
    for step in _ORDER:
        rule = rule_of(step, task)
        if may_not(rule, life.part) or cannot(rule, task, is_whole=is_whole):
            continue
        if step in _ANSWERS and asks[_ANSWERS[step]] is None:
            continue
        if step in _ASKS and asks[_ASKS[step]] is not None:
            continue
        if step == Step.REACH_MILESTONE and task.next_milestone is None:
            continue
        if step == Step.REPORT_BEYOND and not (life.decision and life.decision.beyond):
            continue
        lender = life.part.acting_for(rule)
        behind = {access.user.pk} | ({lender.holder_user_id} if lender else set())
        if step in _DECIDES_ON_WORDS and behind & own:
            continue
        steps.append(step)
    first = next((step for step in steps if step in _LEADS_ON), None)
    return [Offer(step, STEP_WORDS[step], has_form(step), step == first) for step in steps]
