"""The life of a task in one table: which step leads from where to where, who may take it, and what it needs.

`RULES` is the only place that knows; page, actions, tests and docs/task-life.md read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from sauro.organisation.access import ROLES, Access, lends
from sauro.organisation.holdings import Lent, StandsIn
from sauro.tasks.clarity import owed
from sauro.tasks.forms import STATUS_WORDS
from sauro.tasks.models import HandlingRole, Task, TaskKind, TaskParty, TaskStatus

PENDING_APPROVAL, NOT_STARTED, IN_PROGRESS = (
    TaskStatus.PENDING_APPROVAL,
    TaskStatus.NOT_STARTED,
    TaskStatus.IN_PROGRESS,
)
AWAITING_SIGNATURE, PENDING_ACCEPTANCE, REWORK = (
    TaskStatus.AWAITING_SIGNATURE,
    TaskStatus.PENDING_ACCEPTANCE,
    TaskStatus.REWORK,
)
COMPLETED, SUSPENDED, CANCELLED = TaskStatus.COMPLETED, TaskStatus.SUSPENDED, TaskStatus.CANCELLED


class Relation(StrEnum):
    """What a person is to a task. One person may be several at once."""

    ASSIGNEE = "assignee"  # the person who leads it by name
    LEAD_HEAD = "lead_head"  # head of the lead unit
    LEAD_MEMBER = "lead_member"  # specialist of the lead unit, where nobody in it is named
    OUTSIDE_CLERK = "outside_clerk"  # clerk of the task's agency, where the lead is outside the workspace
    STAND_IN = "stand_in"  # of a doer who is away
    SUPPORT = "support"  # in a supporting unit, or the supporting person
    ASSIGNER = "assigner"
    LEADER = "leader"  # of the task's agency
    CLERK = "clerk"  # of the task's agency


DOERS = frozenset({Relation.ASSIGNEE, Relation.LEAD_HEAD, Relation.LEAD_MEMBER, Relation.OUTSIDE_CLERK})
AT_WORK = DOERS | {Relation.STAND_IN}  # a stand-in receives and reports, and decides nothing
ANSWERABLE = frozenset({Relation.ASSIGNEE, Relation.LEAD_HEAD, Relation.OUTSIDE_CLERK})
SUPERIORS = frozenset({Relation.LEADER, Relation.ASSIGNER})
OVERSEERS = SUPERIORS | {Relation.CLERK}

RELATION_WORDS: dict[Relation, Promise] = {
    Relation.ASSIGNEE: pgettext_lazy("relation", "assignee"),
    Relation.LEAD_HEAD: pgettext_lazy("relation", "head of the lead unit"),
    Relation.LEAD_MEMBER: pgettext_lazy("relation", "specialist of the lead unit"),
    Relation.OUTSIDE_CLERK: pgettext_lazy("relation", "clerk, where the lead is outside"),
    Relation.STAND_IN: pgettext_lazy("relation", "stand-in of a doer who is away"),
    Relation.SUPPORT: pgettext_lazy("relation", "supporting"),
    Relation.ASSIGNER: pgettext_lazy("relation", "assigner"),
    Relation.LEADER: pgettext_lazy("relation", "leader of the agency"),
    Relation.CLERK: pgettext_lazy("relation", "records clerk of the agency"),
}


class Step(StrEnum):
    """What can be done with a task that is there. In the journal: 'tasks.' and this name."""

    APPROVE = "approve"
    RECEIVE = "receive"
    REFUSE = "refuse"
    UPDATE_PROGRESS = "update_progress"
    SUBMIT_FOR_SIGNATURE = "submit_for_signature"
    SUBMIT_DELIVERABLE = "submit_deliverable"
    RECALL = "recall"
    ACCEPT_DELIVERABLE = "accept_deliverable"
    RETURN_FOR_REWORK = "return_for_rework"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    END_SERIES = "end_series"
    REQUEST_EXTENSION = "request_extension"
    EXTEND_DEADLINE = "extend_deadline"
    REJECT_EXTENSION = "reject_extension"
    URGE = "urge"
    REQUEST_EXPLANATION = "request_explanation"
    EXPLAIN = "explain"
    COMMENT = "comment"
    REPORT_BEYOND = "report_beyond"
    NAME_ASSIGNEE = "name_assignee"
    REASSIGN = "reassign"
    CHANGE = "change"
    SPLIT = "split"
    PLACE_UNDER = "place_under"
    PLAN_MILESTONES = "plan_milestones"
    REACH_MILESTONE = "reach_milestone"


STEP_WORDS: dict[Step, Promise] = {
    Step.APPROVE: pgettext_lazy("step", "Approve"),
    Step.RECEIVE: pgettext_lazy("step", "Receive"),
    Step.REFUSE: pgettext_lazy("step", "Not ours to do"),
    Step.UPDATE_PROGRESS: pgettext_lazy("step", "Update progress"),
    Step.SUBMIT_FOR_SIGNATURE: pgettext_lazy("step", "Submit for signature"),
    Step.SUBMIT_DELIVERABLE: pgettext_lazy("step", "Submit for acceptance"),
    Step.RECALL: pgettext_lazy("step", "Recall"),
    Step.ACCEPT_DELIVERABLE: pgettext_lazy("step", "Accept"),
    Step.RETURN_FOR_REWORK: pgettext_lazy("step", "Return for rework"),
    Step.SUSPEND: pgettext_lazy("step", "Suspend"),
    Step.RESUME: pgettext_lazy("step", "Resume"),
    Step.CANCEL: pgettext_lazy("step", "Cancel the task"),
    Step.END_SERIES: pgettext_lazy("step", "End the series"),
    Step.REQUEST_EXTENSION: pgettext_lazy("step", "Request an extension"),
    Step.EXTEND_DEADLINE: pgettext_lazy("step", "Extend the deadline"),
    Step.REJECT_EXTENSION: pgettext_lazy("step", "Reject the extension"),
    Step.URGE: pgettext_lazy("step", "Urge"),
    Step.REQUEST_EXPLANATION: pgettext_lazy("step", "Ask for an explanation"),
    Step.EXPLAIN: pgettext_lazy("step", "Explain"),
    Step.COMMENT: pgettext_lazy("step", "Comment"),
    Step.REPORT_BEYOND: pgettext_lazy("step", "Report to those above"),
    Step.NAME_ASSIGNEE: pgettext_lazy("step", "Name the assignee"),
    Step.REASSIGN: pgettext_lazy("step", "Assign again"),
    Step.CHANGE: pgettext_lazy("step", "Change the task"),
    Step.SPLIT: pgettext_lazy("step", "Split into subtasks"),
    Step.PLACE_UNDER: pgettext_lazy("step", "Place under another task"),
    Step.PLAN_MILESTONES: pgettext_lazy("step", "Set milestones"),
    Step.REACH_MILESTONE: pgettext_lazy("step", "Milestone reached"),
}


class Need(StrEnum):
    """What a step cannot go without."""

    REASON = "reason"
    WORDS = "words"
    PERCENT = "percent"
    DELIVERABLE = "deliverable"
    DAY = "day"
    PERSON = "person"
    LEAD = "lead"
    PARTS = "parts"
    TASK = "task"
    MILESTONES = "milestones"
    LEADERS_REASON = "leaders_reason"  # where a one-off task has no date or no product: then a leader alone
    LATE_FAULT = "late_fault"  # where the last submission came after the due date


NEED_WORDS: dict[Need, Promise] = {
    Need.REASON: pgettext_lazy("need", "a reason"),
    Need.WORDS: pgettext_lazy("need", "words"),
    Need.PERCENT: pgettext_lazy("need", "how far, and what was done"),
    Need.DELIVERABLE: pgettext_lazy("need", "the product: words or documents"),
    Need.DAY: pgettext_lazy("need", "the new date"),
    Need.PERSON: pgettext_lazy("need", "a person with a post in the unit today"),
    Need.LEAD: pgettext_lazy("need", "the unit; an answer, if it is the same"),
    Need.PARTS: pgettext_lazy("need", "the parts, each with its lead"),
    Need.TASK: pgettext_lazy("need", "the task above"),
    Need.MILESTONES: pgettext_lazy("need", "names and dates"),
    Need.LEADERS_REASON: pgettext_lazy("need", "a leader's reason, if date or product is missing"),
    Need.LATE_FAULT: pgettext_lazy("need", "if late: through whom"),
}

AS_BEFORE = None  # resumes to the status that it had when it was suspended


@dataclass(frozen=True, slots=True)
class Rule:
    """One step. `moves`: from → to; a step that leaves the status as it is leads to where it comes from."""

    step: Step
    moves: Mapping[TaskStatus, TaskStatus | None]
    who: frozenset[Relation]
    needs: tuple[Need, ...] = ()
    not_own: bool = False  # nobody decides on the work of his own unit, or on what he himself submitted
    of_whole: bool = False  # may be taken on an order to several units, which otherwise follows its parts
    speaks_only: bool = False  # changes nothing of the task itself, so that it conflicts with nothing


def _stays(*statuses: TaskStatus) -> dict[TaskStatus, TaskStatus | None]:
    return {status: status for status in statuses}


def _all(statuses: tuple[TaskStatus, ...], to: TaskStatus) -> dict[TaskStatus, TaskStatus | None]:
    return dict.fromkeys(statuses, to)


_AT_WORK = (NOT_STARTED, IN_PROGRESS, AWAITING_SIGNATURE, REWORK)
_OPEN = (PENDING_APPROVAL, *_AT_WORK, PENDING_ACCEPTANCE, SUSPENDED)

RULES: dict[Step, Rule] = {
    rule.step: rule
    for rule in (
        Rule(Step.APPROVE, {PENDING_APPROVAL: NOT_STARTED}, SUPERIORS, (Need.LEADERS_REASON,),
             not_own=True, of_whole=True),
        Rule(Step.RECEIVE, _stays(NOT_STARTED), AT_WORK),
        Rule(Step.UPDATE_PROGRESS,
             {NOT_STARTED: IN_PROGRESS, **_stays(IN_PROGRESS, AWAITING_SIGNATURE, REWORK)}, AT_WORK, (Need.PERCENT,)),
        Rule(Step.SUBMIT_FOR_SIGNATURE, _all((NOT_STARTED, IN_PROGRESS, REWORK), AWAITING_SIGNATURE), DOERS),
        Rule(Step.SUBMIT_DELIVERABLE, _all(_AT_WORK, PENDING_ACCEPTANCE), DOERS, (Need.DELIVERABLE,)),
        Rule(Step.RECALL, _all((AWAITING_SIGNATURE, PENDING_ACCEPTANCE), IN_PROGRESS), DOERS, (Need.REASON,)),
        Rule(Step.ACCEPT_DELIVERABLE, {PENDING_ACCEPTANCE: COMPLETED}, SUPERIORS, (Need.LATE_FAULT,), not_own=True),
        Rule(Step.RETURN_FOR_REWORK, _all((AWAITING_SIGNATURE, PENDING_ACCEPTANCE), REWORK),
             SUPERIORS, (Need.REASON,), not_own=True),
        Rule(Step.REQUEST_EXTENSION, _stays(*_AT_WORK), DOERS, (Need.REASON, Need.DAY), speaks_only=True),
        Rule(Step.EXTEND_DEADLINE, _stays(*_OPEN), SUPERIORS, not_own=True),
        Rule(Step.REJECT_EXTENSION, _stays(*_OPEN), SUPERIORS, (Need.REASON,), not_own=True, speaks_only=True),
        Rule(Step.EXPLAIN, _stays(*_OPEN, COMPLETED), DOERS, (Need.WORDS,), speaks_only=True),
        Rule(Step.URGE, _stays(*_AT_WORK), OVERSEERS, of_whole=True, speaks_only=True),
        Rule(Step.REQUEST_EXPLANATION, _stays(*_OPEN, COMPLETED), OVERSEERS, (Need.WORDS,), speaks_only=True),
        Rule(Step.COMMENT, _stays(*_OPEN, COMPLETED), frozenset(Relation), (Need.WORDS,),
             of_whole=True, speaks_only=True),
        Rule(Step.NAME_ASSIGNEE, _stays(*_AT_WORK), frozenset({Relation.LEAD_HEAD}) | SUPERIORS, (Need.PERSON,)),
        Rule(Step.REASSIGN, {PENDING_APPROVAL: NOT_STARTED}, SUPERIORS, (Need.LEAD, Need.LEADERS_REASON),
             not_own=True),
        Rule(Step.CHANGE, _stays(*_OPEN), OVERSEERS, not_own=True, of_whole=True),
        Rule(Step.SPLIT, _stays(NOT_STARTED, IN_PROGRESS), frozenset({Relation.LEAD_HEAD}) | OVERSEERS,
             (Need.PARTS,), of_whole=True),
        Rule(Step.PLACE_UNDER, _stays(NOT_STARTED, IN_PROGRESS), OVERSEERS, (Need.TASK,), of_whole=True),
        Rule(Step.PLAN_MILESTONES, _stays(*_AT_WORK), DOERS | OVERSEERS, (Need.MILESTONES,), of_whole=True),
        Rule(Step.REACH_MILESTONE, _stays(*_AT_WORK, PENDING_ACCEPTANCE), DOERS, of_whole=True),
        # Of a task that somebody above the ward decides on (the authority matrix): report and propose.
        Rule(Step.REPORT_BEYOND, _stays(*_OPEN), ANSWERABLE | SUPERIORS, (Need.WORDS,),
             of_whole=True, speaks_only=True),
        Rule(Step.REFUSE, _all((NOT_STARTED, IN_PROGRESS), PENDING_APPROVAL), ANSWERABLE, (Need.REASON,)),
        Rule(Step.RESUME, {SUSPENDED: AS_BEFORE}, SUPERIORS, (Need.REASON,), not_own=True, of_whole=True),
        Rule(Step.SUSPEND, _all(_AT_WORK, SUSPENDED), SUPERIORS, (Need.REASON,), not_own=True, of_whole=True),
        Rule(Step.END_SERIES, _all(_OPEN, COMPLETED), SUPERIORS, (Need.REASON,), not_own=True, of_whole=True),
        Rule(Step.CANCEL, _all(_OPEN, CANCELLED), SUPERIORS, (Need.REASON,), not_own=True, of_whole=True),
    )
}  # fmt: skip


def unexplained(task: Task) -> list[str]:
    """What a one-off task still owes (`clarity.owed`) without a leader's reason for letting it out."""
    return [] if task.let_out_reason else owed(task)


def rule_of(step: Step, task: Task) -> Rule:
    """The rule of a step for this task: without date or product it is let out by a leader alone."""
    rule = RULES[step]
    if Need.LEADERS_REASON in rule.needs and unexplained(task):
        return replace(rule, who=rule.who & {Relation.LEADER})
    return rule


@dataclass(frozen=True, slots=True)
class Part:
    """What a person is to a task, and whether its work is his own. `through`: what he is only in the place of another."""

    relations: frozenset[Relation]
    own: bool
    through: Mapping[Relation, Lent | StandsIn] = field(default_factory=dict)

    def acting_for(self, rule: Rule) -> Lent | StandsIn | None:
        """In whose place he takes the step; None where he takes it as himself."""
        ways = [relation for relation in Relation if relation in rule.who & self.relations]
        if not ways or any(relation not in self.through for relation in ways):
            return None
        return self.through[ways[0]]


def part_of(access: Access, task: Task) -> Part:
    """What the person is to the task, out of its parties (fetched along), his posts, what others have lent him and for
    whom he stands in. No query of its own.
    """
    lead = next(party for party in task.parties.all() if party.role == HandlingRole.LEAD)
    himself = _himself(access, task, lead)
    through: dict[Relation, Lent | StandsIn] = {}
    for relation, lent in _lent(access, task, lead):
        # Whoever is not the doer himself is preferred: he could decide.
        if relation not in himself and (relation not in through or _does(through[relation], lead)):
            through[relation] = lent
    away = next((one for one in access.stands_in if _would_do(one, lead)), None)
    if away is not None:
        through[Relation.STAND_IN] = away
    relations = himself | frozenset(through)
    return Part(relations, _is_own(access, task, lead, relations, through), through)


def _himself(access: Access, task: Task, lead: TaskParty) -> frozenset[Relation]:
    """By posts of his own."""
    unit_id, person_id, me = lead.unit_id, lead.person_id, access.person_id
    takes_part = any(role in ROLES["tasks.take_part"] for role, _, _ in access.posts)
    clerk = access.may_himself("tasks.oversee", task.agency_id)
    held = {
        Relation.ASSIGNEE: takes_part and person_id is not None and person_id == me,
        Relation.LEAD_HEAD: access.unit_himself("tasks.answer_for", unit_id),
        Relation.LEAD_MEMBER: person_id is None and access.unit_himself("tasks.carry_out", unit_id),
        Relation.OUTSIDE_CLERK: clerk and unit_id is None and person_id is None,
        Relation.SUPPORT: any(
            access.unit_himself("tasks.take_part", party.unit_id)
            or (takes_part and party.person_id is not None and party.person_id == me)
            for party in _supports(task)
        ),
        Relation.ASSIGNER: task.assigner_id == access.user.pk
        and (
            access.may_himself("tasks.assign", task.agency_id)
            or (task.is_own_part and access.unit_himself("tasks.answer_for", unit_id))
        ),
        Relation.LEADER: access.may_himself("tasks.decide", task.agency_id),
        Relation.CLERK: clerk,
    }
    return frozenset(relation for relation, holds in held.items() if holds)


def _supports(task: Task) -> list[TaskParty]:
    return [party for party in task.parties.all() if party.role == HandlingRole.SUPPORT]


def _lent(access: Access, task: Task, lead: TaskParty) -> Iterable[tuple[Relation, Lent]]:
    """What the posts that others have lent him make him to the task."""
    unit_id, person_id = lead.unit_id, lead.person_id
    for lent in access.lent:
        if not lent.covers(unit_id=unit_id, work_field_id=task.work_field_id):
            continue
        gives = {name for name in _ACTIONS if lends(lent, name)}
        here, ours = lent.agency_id == task.agency_id, unit_id is not None and lent.unit_id == unit_id
        clerk = "tasks.oversee" in gives and here
        held = {
            Relation.ASSIGNEE: lent.whole and "tasks.take_part" in gives and person_id == lent.holder_id,
            Relation.LEAD_HEAD: "tasks.answer_for" in gives and ours,
            Relation.LEAD_MEMBER: "tasks.carry_out" in gives and ours and person_id is None,
            Relation.OUTSIDE_CLERK: clerk and unit_id is None and person_id is None,
            Relation.SUPPORT: "tasks.take_part" in gives
            and any(
                (party.unit_id is not None and party.unit_id == lent.unit_id)
                or (lent.whole and party.person_id == lent.holder_id)
                for party in _supports(task)
            ),
            Relation.ASSIGNER: "tasks.assign" in gives and here and task.assigner_id == lent.holder_user_id,
            Relation.LEADER: "tasks.decide" in gives and here,
            Relation.CLERK: clerk,
        }
        yield from ((relation, lent) for relation, holds in held.items() if holds)


_ACTIONS = (
    "tasks.take_part",
    "tasks.carry_out",
    "tasks.answer_for",
    "tasks.oversee",
    "tasks.assign",
    "tasks.decide",
)


def _would_do(away: StandsIn, lead: TaskParty) -> bool:
    """Whether the one who is away is a doer of it."""
    if lead.person_id is not None and lead.person_id == away.holder_id:
        return True
    needed = "tasks.carry_out" if lead.person_id is None else "tasks.answer_for"
    return lead.unit_id is not None and any(
        unit == lead.unit_id and role in ROLES[needed] for role, _, unit in away.posts
    )


def _does(lent: Lent | StandsIn, lead: TaskParty) -> bool:
    return isinstance(lent, Lent) and lent.is_doer(unit_id=lead.unit_id, person_id=lead.person_id)


def _is_own(
    access: Access,
    task: Task,
    lead: TaskParty,
    relations: frozenset[Relation],
    through: Mapping[Relation, Lent | StandsIn],
) -> bool:
    """Whether it is his own work: as a member of the unit or in person, in any post, as a stand-in or a delegate of who
    does it; or whether he could decide on it only in the place of somebody whose own work it is.
    """
    unit_id = lead.unit_id
    if (lead.person_id is not None and lead.person_id == access.person_id) or Relation.STAND_IN in relations:
        return True
    # A part that a unit made for itself is its assignee's work, and its head's to accept.
    is_persons = task.is_own_part and lead.person_id is not None
    if (
        not is_persons
        and unit_id is not None
        and (unit_id in access.unit_ids or any(lent.unit_id == unit_id for lent in access.lent))
    ):
        return True
    if Relation.ASSIGNEE in relations:
        return True
    decides = relations & SUPERIORS
    return bool(decides) and all(
        relation in through and _does(through[relation], lead) for relation in decides
    )


def may_not(rule: Rule, part: Part) -> str:
    """Why this person may not take the step at all; '' where he may."""
    if not rule.who & part.relations:
        who = ", ".join(str(RELATION_WORDS[relation]) for relation in Relation if relation in rule.who)
        return gettext("“%(step)s” is for: %(who)s.") % {"step": STEP_WORDS[rule.step], "who": who}
    if rule.not_own and part.own:
        return gettext("This is the work of your own unit: somebody else decides on it.")
    return ""


_IN_INSTANCES = frozenset(
    {
        Step.UPDATE_PROGRESS,
        Step.SUBMIT_FOR_SIGNATURE,
        Step.SUBMIT_DELIVERABLE,
        Step.REQUEST_EXTENSION,
    }
)


def cannot(rule: Rule, task: Task, *, is_whole: bool) -> str:
    """Why the step makes no sense for the task as it stands; '' where it does. `is_whole`: it has parts of its own."""
    if TaskStatus(task.status) not in rule.moves:
        return gettext("“%(step)s” can be done while a task is: %(from)s. This one is: %(status)s.") % {
            "step": STEP_WORDS[rule.step],
            "from": ", ".join(str(STATUS_WORDS[status]) for status in rule.moves),
            "status": STATUS_WORDS[task.status],
        }
    if is_whole and not rule.of_whole:
        return gettext("This order has parts of its own: it follows them, so take the step on a part.")
    if rule.step == Step.RECEIVE and task.received_at is not None:
        return gettext("The task has been received already.")
    if rule.step == Step.SUBMIT_DELIVERABLE and task.kind == TaskKind.STANDING:
        return gettext("A standing duty has no end: report its progress instead.")
    if rule.step == Step.APPROVE and task.refusal:
        return gettext("The lead gave it back: assign it again, with an answer, or cancel it.")
    if rule.step == Step.APPROVE and task.parent is not None and task.parent.status == PENDING_APPROVAL:
        return gettext("The order that it is a part of waits itself: decide on that.")
    if rule.step == Step.NAME_ASSIGNEE and not any(
        party.role == HandlingRole.LEAD and party.unit_id for party in task.parties.all()
    ):
        return gettext("No unit of the ward leads this task, so there is nobody to choose from.")
    if rule.step == Step.PLACE_UNDER and task.parent_id is not None:
        return gettext("The task is part of another one already.")
    if task.is_series and rule.step in _IN_INSTANCES:
        return gettext("The work of a series is done in its instances: take the step on one of them.")
    if rule.step == Step.END_SERIES and not task.is_series:
        return gettext("Only a series that comes back by its rhythm can be ended.")
    if rule.step == Step.REQUEST_EXTENSION and task.due_date is None:
        return gettext("The task has no due date that could be extended.")
    return ""


def leads_to(rule: Rule, task: Task) -> str:
    """The status in which the step leaves the task."""
    to = rule.moves[TaskStatus(task.status)]
    return str(to) if to is not None else task.resumes_to or IN_PROGRESS
