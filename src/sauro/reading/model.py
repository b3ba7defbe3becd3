"""What a reading holds: the structures that every part of the reader fills and every user of it reads.

Offsets are Unicode code points of `Reading.text`; a span ``at`` is ``(start, end)`` with ``text[start:end]`` the words
themselves. Dates are ISO 8601 strings (``2026-06-16``), hours ``17:00``. Pages count from 1.
The structures are plain `msgspec.Struct` classes, so that they cost nothing to build and turn into JSON as they are.
"""

from typing import Literal

import msgspec

SCHEMA = "sauro.reading/1"

Span = tuple[int, int]

DocumentType = Literal[
    "cong_van",
    "thong_bao",
    "ke_hoach",
    "chuong_trinh_hanh_dong",
    "chi_thi",
    "cong_dien",
    "quyet_dinh",
    "nghi_quyet",
    "bao_cao",
    "to_trinh",
    "giay_moi",
    "huong_dan",
    "ket_luan",
    "other",
]
DeadlineKind = Literal["by", "from", "between", "within_period", "offset", "recurring"]
Recurrence = Literal["weekly", "monthly", "quarterly", "yearly", "unspecified"]
OwnerSource = Literal["own", "heading", "document"]
TaskKind = Literal["one_off", "recurring", "standing"]
Comparator = Literal["=", ">=", "<=", ">"]
GapReason = Literal[
    "heading", "preamble", "assessment", "aim", "accountability", "closing", "rule", "data", "unsure"
]
DurationUnit = Literal["hour", "day", "week", "month", "quarter", "year"]


class Value(msgspec.Struct):
    """Words found in the text, where they stand (None: put together from several places) and why they were taken.

    The words are as printed; in the name of a party a line break is a space.

    `why` is a reason in Vietnamese that a clerk understands: 'tiêu đề mục 2.4', 'cột Chủ trì, hàng 3'.
    """

    text: str
    at: Span | None
    page: int | None
    why: str


class Signature(msgspec.Struct):
    capacity: Value | None = None
    position: Value | None = None
    name: Value | None = None


class Document(msgspec.Struct):
    """The facts of the document itself: letterhead, subject, addressees, recipients, signature (NĐ 30/2020, Phụ lục I)."""

    type: DocumentType = "other"
    issuer: Value | None = None
    parent_body: Value | None = None
    symbol: Value | None = None
    subject: Value | None = None
    place: Value | None = None
    date: Value | None = None  # its text is ISO, as far as printed: 2026-06-16, 2026-06, 2026
    urgency: Value | None = None
    classification: Value | None = None
    addressees: list[Value] = []
    recipients: list[Value] = []
    signature: Signature = msgspec.field(default_factory=Signature)


class Reference(msgspec.Struct):
    """A document that this one cites; `date` is ISO."""

    quote: str
    at: Span
    page: int | None
    type: str | None = None
    symbol: str | None = None
    date: str | None = None
    issuer: str | None = None


class Duration(msgspec.Struct):
    n: int
    unit: DurationUnit
    working: bool = False


class Deadline(msgspec.Struct):
    """A time that binds a task. `strict` is 'trước ngày D': the last day is D - 1 where the office counts so."""

    text: str
    at: Span
    page: int | None
    why: str
    kind: DeadlineKind
    start_date: str | None = None
    end_date: str | None = None
    time: str | None = None
    strict: bool = False
    recurrence: Recurrence | None = None
    rrule: str | None = None  # RFC 5545
    duration: Duration | None = None
    anchor: str | None = None


class Clarity(msgspec.Struct):
    """The six lamps (6 rõ), derived from the fields of a task, never guessed."""

    person: bool
    work: bool
    time: bool
    responsibility: bool
    product: bool
    authority: bool


class Scope(msgspec.Struct):
    ours: bool | None = None
    why: str = ""


class Task(msgspec.Struct):
    """One obligation: an identifiable party is ordered to do something. `quote` is ``text[at[0]:at[1]]``."""

    id: str
    section: str | None
    heading: str
    quote: str
    at: Span
    page: int | None
    action: Value | None
    owners: list[Value]
    owner_source: OwnerSource
    coordinators: list[Value]
    accountable: Value | None
    authority: Value | None
    resources: Value | None
    deliverable: Value | None
    report_to: Value | None
    deadlines: list[Deadline]
    task_kind: TaskKind
    clarity: Clarity
    scope: Scope = msgspec.field(default_factory=Scope)


class Target(msgspec.Struct):
    """A figure to reach. `value` as printed ('12,5'), `period_end` ISO."""

    quote: str
    at: Span
    page: int | None
    task: str | None
    value: str
    unit: str | None
    comparator: Comparator
    period_end: str | None


class Petition(msgspec.Struct):
    """A row of a table of petitions; `task` is the order that sends them to be solved."""

    no: int | None
    at: Span
    petitioner: str | None
    role: str | None
    items: list[str]
    lead_agency: str | None
    note: str | None = None
    task: str | None = None
    page: int | None = None


class Gap(msgspec.Struct):
    """A paragraph that gave no task, and why."""

    at: Span
    reason: GapReason


class Warning(msgspec.Struct):
    code: str
    message: str
    at: Span | None = None


class Word(msgspec.Struct, array_like=True):
    """A word and its box on the page, in points from the top left corner."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class Page(msgspec.Struct):
    """A page of the source: the part of the text that it holds, its size in points, its words where it has a layout."""

    page: int
    at: Span
    width: float | None = None
    height: float | None = None
    words: list[Word] = []


class Source(msgspec.Struct):
    name: str
    media_type: str
    sha256: str
    pages: int | None
    ocr: bool
    reader: str


class Reading(msgspec.Struct):
    source: Source
    text: str
    pages: list[Page]
    document: Document
    references: list[Reference]
    tasks: list[Task]
    targets: list[Target]
    petitions: list[Petition]
    gaps: list[Gap]
    warnings: list[Warning]
    schema: str = SCHEMA


class Extraction(msgspec.Struct):
    """The text of a file and its pages, before anything is understood. Immutable once made.

    Tables stand in the text as one line a row, ``| cell | cell |``; a line feed inside a cell is a space.
    """

    source: Source
    text: str
    pages: list[Page] = []
    warnings: list[Warning] = []


def to_json(reading: Reading) -> bytes:
    """The reading as UTF-8 JSON, not escaped."""
    return msgspec.json.encode(reading)


def from_json(data: bytes) -> Reading:
    """The reading that `to_json` wrote. Raises `msgspec.ValidationError` where it is not one."""
    return msgspec.json.decode(data, type=Reading)
