"""What a task is made from: filled by the review of a reading, by hand, by a meeting."""

import datetime as dt
from dataclasses import dataclass, field

from sauro.documents.models import Document, Extraction


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """A unit or a person of the workspace, a person within a unit, or a party outside by its printed name."""

    unit_id: int | None = None
    person_id: int | None = None
    name: str = ""


@dataclass(slots=True)
class TaskDraft:
    """A task to be made. Several `leads` make one parent, led by the first, and a child with one lead for each."""

    agency_id: int
    title: str
    leads: list[PartyDraft]
    supports: list[PartyDraft] = field(default_factory=list)
    kind: str = "one_off"
    due_date: dt.date | None = None
    due_time: dt.time | None = None
    due_text: str = ""
    rrule: str = ""
    deliverable: str = ""
    authority: str = ""
    report_to: str = ""
    accountable_leader_id: int | None = None
    work_field_id: int | None = None
    category: str = ""
    priority: str = "normal"
    resources: str = ""
    proposed: list[str] = field(default_factory=list)
    document: Document | None = None
    extraction: Extraction | None = None
    span_start: int | None = None
    span_end: int | None = None
    quote: str = ""
    section: str = ""
