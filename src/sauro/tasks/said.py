"""All that was said, handed in, asked and decided in a task, in one query: a union of the tables that hold it.

The page of a task stands or falls with the number of its queries; each of these tables would cost one of its own.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from sauro.documents.queries import visible as visible_documents
from sauro.organisation.access import Access
from sauro.tasks.models import (
    DueChange,
    Evidence,
    ExplanationRequest,
    ExtensionRequest,
    Milestone,
    ProgressUpdate,
    Submission,
    Task,
)

_COLUMNS: dict[str, Any] = {  # name → the field of an empty one
    "c_kind": CharField(),
    "c_id": IntegerField(),
    "c_uid": CharField(),
    "c_at": DateTimeField(),
    "c_by": CharField(),
    "c_by_id": IntegerField(),
    "c_decided_at": DateTimeField(),
    "c_decided_by": CharField(),
    "c_text": TextField(),
    "c_more": TextField(),
    "c_words": TextField(),
    "c_code": CharField(),
    "c_code2": CharField(),
    "c_day": DateField(),
    "c_day2": DateField(),
    "c_number": IntegerField(),
    "c_flag": BooleanField(),
}


@dataclass(slots=True)
class Said:
    """One of them; which of the fields mean something depends on the kind."""

    id: int
    uid: str
    at: dt.datetime | None
    by: str
    by_id: int | None
    decided_at: dt.datetime | None
    decided_by: str


@dataclass(slots=True)
class Progress(Said):
    done: str
    obstacle: str
    request_to_superior: str
    confidence: str
    progress_percent: int


@dataclass(slots=True)
class HandedIn(Said):
    """A submission, with those of its documents that the person may see."""

    result_summary: str
    decision: str
    outcome: str
    quality: str
    late_fault: str
    documents: list[Any] = field(default_factory=list)
    hidden: int = 0
    words: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Extension(Said):
    reason: str
    decision: str
    old_date: dt.date
    new_date: dt.date
    approved: bool | None


@dataclass(slots=True)
class Moved(Said):
    """A due date that moved. `extension`: that which was granted."""

    reason: str
    old_date: dt.date
    new_date: dt.date
    stood_days: int
    extension_id: int | None
    extension: Extension | None = None


@dataclass(slots=True)
class Explanation(Said):
    question: str
    answer: str
    answer_by: dt.date | None


@dataclass(slots=True)
class Station(Said):
    """A milestone; `decided_at`, `decided_by`: when it was reached, and who said so."""

    name: str
    due_date: dt.date


@dataclass(slots=True)
class Attached(Said):
    """A file of evidence. `state`, `message`: of its upload; `number`: of the submission that it came with."""

    name: str
    message: str
    state: str
    submission_id: int | None


@dataclass(slots=True)
class Linked(Said):
    """A document of ours that was handed in; `allowed`: whether the person may see it."""

    reference_number: str
    subject: str
    file_name: str
    submission_id: int
    allowed: bool


@dataclass(slots=True)
class Everything:
    """Newest first, milestones by date."""

    progress: list[Progress] = field(default_factory=list)  # the last one alone
    submissions: list[HandedIn] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    due_changes: list[Moved] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    milestones: list[Station] = field(default_factory=list)
    evidence: list[Attached] = field(default_factory=list)
    links: list[Linked] = field(default_factory=list)


def everything_in(access: Access, task: Task) -> Everything:
    """One query."""
    last = ProgressUpdate.objects.filter(task=task).order_by("-id").values("pk")[:1]
    told = {"c_at": F("at"), "c_by": F("by__full_name"), "c_by_id": F("by_id")}
    decided = {"c_decided_at": F("decided_at"), "c_decided_by": F("decided_by__full_name")}
    arms = [
        _arm(ProgressUpdate.objects.filter(pk__in=last), "progress", **told, c_text=F("done"), c_more=F("obstacle"),
             c_words=F("request_to_superior"), c_code=F("confidence"), c_number=F("progress_percent")),
        _arm(Submission.objects.filter(task=task), "submissions", **told, **decided, c_text=F("result_summary"),
             c_more=F("decision"), c_words=F("late_fault"), c_code=F("outcome"), c_code2=F("quality")),
        _arm(ExtensionRequest.objects.filter(task=task), "extensions", **told, **decided, c_text=F("reason"),
             c_more=F("decision"), c_day=F("old_date"), c_day2=F("new_date"), c_flag=F("approved")),
        _arm(DueChange.objects.filter(task=task), "due_changes", c_at=F("at"), c_by=F("by__full_name"), c_by_id=F("by_id"),
             c_text=F("reason"), c_day=F("old_date"), c_day2=F("new_date"), c_number=F("stood_days"),
             c_code=Cast(F("extension_id"), CharField())),
        _arm(ExplanationRequest.objects.filter(task=task), "explanations", **told, c_decided_at=F("answered_at"),
             c_decided_by=F("answered_by__full_name"), c_text=F("question"), c_more=F("answer"), c_day=F("answer_by")),
        _arm(Milestone.objects.filter(task=task), "milestones", c_decided_at=F("reached_at"),
             c_decided_by=F("reached_by__full_name"), c_text=F("name"), c_day=F("due_date")),
        _arm(Evidence.objects.filter(task=task), "evidence", **told, c_text=F("upload__name"),
             c_more=F("upload__message"), c_code=F("upload__state"), c_number=F("submission_id")),
        _arm(Submission.documents.through.objects.filter(submission__task=task), "links",
             c_uid=Cast(F("document__uid"), CharField()), c_text=F("document__reference_number"),
             c_more=F("document__subject"), c_words=F("document__file_name"), c_number=F("submission_id"),
             c_flag=Exists(visible_documents(access).filter(pk=OuterRef("document_id")))),
    ]  # fmt: skip
    found = Everything()
    for row in sorted(arms[0].union(*arms[1:], all=True), key=lambda row: row[1], reverse=True):
        kind, *rest = row
        getattr(found, kind).append(_MAKE[kind](_head(rest), rest[7:]))
    found.milestones.sort(key=lambda each: (each.due_date, each.id))
    granted = {each.id: each for each in found.extensions}
    for change in found.due_changes:
        change.extension = granted.get(change.extension_id or 0)
    return found


def _arm(rows: QuerySet[Any, Any], kind: str, **given: Any) -> QuerySet[Any, Any]:
    """The rows in the common columns. A `uid` is read as text, as the two databases keep it differently."""
    given |= {"c_kind": Value(kind, CharField()), "c_id": F("id")}
    if "c_uid" not in given and any(each.name == "uid" for each in rows.model._meta.fields):
        given["c_uid"] = Cast(F("uid"), CharField())
    columns = {name: given.get(name) or Cast(Value(None), empty) for name, empty in _COLUMNS.items()}
    return rows.order_by().annotate(**columns).values_list(*_COLUMNS)


def _head(row: list[Any]) -> tuple[Any, ...]:
    pk, uid, at, by, by_id, decided_at, decided_by = row[:7]
    return pk, str(UUID(uid)) if uid else "", at, by or "", by_id, decided_at, decided_by or ""


_MAKE: dict[str, Any] = {  # the head, and (text, more, words, code, code2, day, day2, number, flag)
    "progress": lambda head, r: Progress(*head, r[0], r[1], r[2], r[3], r[7]),
    "submissions": lambda head, r: HandedIn(*head, r[0], r[1], r[3], r[4], r[2]),
    "extensions": lambda head, r: Extension(*head, r[0], r[1], r[5], r[6], r[8]),
    "due_changes": lambda head, r: Moved(*head, r[0], r[5], r[6], r[7], int(r[3]) if r[3] else None),
    "explanations": lambda head, r: Explanation(*head, r[0], r[1], r[5]),
    "evidence": lambda head, r: Attached(*head, r[0], r[1], r[3], r[7]),
    "links": lambda head, r: Linked(*head, r[0], r[1], r[2], r[7], bool(r[8])),
    "milestones": lambda head, r: Station(*head, r[0], r[5]),
}
