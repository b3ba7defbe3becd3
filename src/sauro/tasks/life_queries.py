"""What the page of a task shows of its life: the steps that are open to the person, and what was said and handed in."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.functional import Promise

from sauro.documents.models import Document
from sauro.documents.queries import visible as visible_documents
from sauro.organisation.access import Access
from sauro.tasks.deadlines import is_late
from sauro.tasks.life import RULES, STEP_WORDS, Part, Step, cannot, may_not, part_of
from sauro.tasks.models import (
    DueChange,
    ExplanationRequest,
    ExtensionRequest,
    ProgressUpdate,
    Submission,
    Task,
)
from sauro.tasks.step_forms import FIELDS, LATE_FAULT_WORDS, OUTCOME_WORDS, QUALITY_WORDS

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
    Step.EXPLAIN, Step.RECEIVE, Step.UPDATE_PROGRESS, Step.SUBMIT_DELIVERABLE, Step.REQUEST_EXTENSION, Step.RESUME,
    Step.URGE, Step.REQUEST_EXPLANATION, Step.SUBMIT_FOR_SIGNATURE, Step.COMMENT, Step.RECALL, Step.REFUSE,
    Step.SUSPEND, Step.CANCEL,
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


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission with those of its documents that the person may see."""

    submission: Submission
    documents: list[Document]
    hidden: int  # documents that he may not see
    words: list[Promise]  # what became of it, how good it is, through whom it was late


@dataclass(slots=True)
class Life:
    part: Part
    offers: list[Offer] = field(default_factory=list)
    progress: ProgressUpdate | None = None
    submissions: list[HandedIn] = field(default_factory=list)
    extensions: list[ExtensionRequest] = field(default_factory=list)  # those that moved no date
    due_changes: list[DueChange] = field(default_factory=list)
    explanations: list[ExplanationRequest] = field(default_factory=list)
    late: bool = False  # what waits for acceptance was handed in late
    waiting: Submission | None = None
    asked_date: ExtensionRequest | None = None
    question: ExplanationRequest | None = None

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
    """Seven queries, whatever the task has seen."""
    life = Life(part_of(access, task))
    life.progress = ProgressUpdate.objects.filter(task=task).select_related("by").order_by("-id").first()
    life.submissions = _submissions(access, task)
    asked = list(
        ExtensionRequest.objects.filter(task=task).select_related("by", "decided_by").order_by("-id")
    )
    life.extensions = [each for each in asked if not each.approved]
    by_pk = {each.pk: each for each in asked}
    life.due_changes = list(DueChange.objects.filter(task=task).order_by("-id"))
    for change in life.due_changes:
        change.extension = by_pk.get(change.extension_id)
    explanations = ExplanationRequest.objects.filter(task=task).select_related("by", "answered_by")
    life.explanations = list(explanations.order_by("-id"))
    life.waiting = next((each.submission for each in life.submissions if not each.submission.outcome), None)
    life.asked_date = next((each for each in asked if each.approved is None), None)
    life.question = next((each for each in life.explanations if each.answered_at is None), None)
    life.late = life.waiting is not None and is_late(task, life.waiting.at)
    life.offers = _offers(access, task, life, is_whole=is_whole)
    return life


def _submissions(access: Access, task: Task) -> list[HandedIn]:
    rows = Submission.objects.filter(task=task).select_related("by", "decided_by").order_by("-id")
    found = list(rows.prefetch_related(Prefetch("documents", queryset=Document.objects.order_by("pk"))))
    named = {each.pk for row in found for each in row.documents.all()}
    seen = (
        set(visible_documents(access).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    )
    shown = []
    for row in found:
        documents = list(row.documents.all())
        allowed = [each for each in documents if each.pk in seen]
        words = [OUTCOME_WORDS[row.outcome]]
        words += [QUALITY_WORDS[row.quality]] if row.quality else []
        words += [LATE_FAULT_WORDS[row.late_fault]] if row.late_fault else []
        shown.append(HandedIn(row, allowed, len(documents) - len(allowed), words))
    return shown


def _offers(access: Access, task: Task, life: Life, *, is_whole: bool) -> list[Offer]:
    asks = {"extension": life.asked_date, "explanation": life.question}
    own = {each.by_id for each in (life.waiting, life.asked_date) if each is not None}
    steps = []
    for step in _ORDER:
        rule = RULES[step]
        if may_not(rule, life.part) or cannot(rule, task, is_whole=is_whole):
            continue
        if step in _ANSWERS and asks[_ANSWERS[step]] is None:
            continue
        if step in _ASKS and asks[_ASKS[step]] is not None:
            continue
        lender = life.part.acting_for(rule)
        behind = {access.user.pk} | ({lender.holder_user_id} if lender else set())
        if step in _DECIDES_ON_WORDS and behind & own:
            continue
        steps.append(step)
    first = next((step for step in steps if step in _LEADS_ON), None)
    return [Offer(step, STEP_WORDS[step], bool(FIELDS[step]), step == first) for step in steps]
