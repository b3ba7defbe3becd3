"""What a procedure says: its fields, its steps in order, their branches, limits and ways back. Values alone, no database.

The structures are the model, the JSON that a version keeps, and the file that is exported (docs/decisions/0016).
"""

import re
from enum import StrEnum

import msgspec

from sauro.vietnamese.text import fold

END = "end"  # where a branch ends the case
REVISE = "revise"  # the way back to who started the case; he mends it and it comes back to who returned it
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_STEPS = 40
MOST_FIELDS = 60
LARGEST_FILE = 500_000  # bytes of an imported definition


class What(StrEnum):
    """What is done at a step."""

    DECIDE = "decide"
    OPINION = "opinion"
    FORM = "form"
    ATTACH = "attach"
    SIGN = "sign"
    INFORM = "inform"


DECIDING = frozenset({What.DECIDE, What.OPINION, What.SIGN})
"""What nobody does in his own matter."""


class Who(StrEnum):
    """How the people of a step are found on the day on which it opens."""

    ROLE = "role"  # holders of `role` in the agency, narrowed by `title`
    UNIT = "unit"  # of the unit `unit`: holders of `role`, everybody where it is empty
    FIELD_LEADER = "field_leader"  # the leader who answers for the field of work `field`
    NAMED = "named"  # the person, or the head of the unit, in the case's field `field`
    INITIATOR = "initiator"
    INITIATOR_HEAD = "initiator_head"  # head of the initiator's unit
    INITIATOR_LEADER = "initiator_leader"  # the leader who answers for the initiator's unit


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"
    UNIT = "unit"


class Compare(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    FILLED = "filled"
    EMPTY = "empty"


class Within(StrEnum):
    """How a time limit counts."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    DAYS_BEFORE = "days_before"  # calendar days before the day in `date_field`: 'chậm nhất trước 03 ngày'
    WORKING_DAYS_BEFORE = "working_days_before"


BEFORE = frozenset({Within.DAYS_BEFORE, Within.WORKING_DAYS_BEFORE})


class Round(StrEnum):
    """When a round of opinions is over."""

    ONE = "one"
    ALL = "all"
    MAJORITY = "majority"  # more than half say the same, or everybody has spoken


class StandIn(StrEnum):
    """To whom a step may be handed over."""

    NOBODY = "nobody"
    SAME_ROLE = "same_role"  # who holds the same role in the agency
    UNIT = "unit"  # anybody of the same unit


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class _Struct(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    pass


class FormField(_Struct):
    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""


class Actor(_Struct):
    """Who does a step. Bodies are named in words, so that a definition can be carried to another ward."""

    who: Who
    role: str = ""
    unit: str = ""  # name, short name or code of a unit, or its kind: 'office'
    title: str = ""  # of the post, as printed: 'Chủ tịch'; its beginning is enough
    field: str = ""  # name of a field of work, or of a field of the case (`named`)


class Limit(_Struct):
    count: int
    within: Within
    date_field: str = ""


class Condition(_Struct):
    """A test of a field of the case, or of how a step ended: `step:<key>` is 'agree', 'disagree', 'reject' or 'done'."""

    field: str
    test: Compare
    value: str = ""


class Branch(_Struct):
    """Leads to the step `to` where all conditions hold."""

    to: str
    when: tuple[Condition, ...]


class Step(_Struct):
    key: str
    title: str
    actor: Actor
    what: What
    fields: tuple[FormField, ...] = ()
    limit: Limit | None = None
    branches: tuple[Branch, ...] = ()  # the first that holds is taken
    then: str = ""  # where none holds; '' is the next step of the list
    returns: tuple[str, ...] = ()  # steps to which it may go back, always with a reason; `REVISE`
    may_reject: bool = False  # a decision may end the case
    round: Round = Round.ONE
    stand_in: StandIn = StandIn.SAME_ROLE
    fallback: Actor | None = None  # who gets it where nobody holds the role
    hint: str = ""


class Schedule(_Struct):
    """Starts a case by itself. `day`: of the week (1 is Monday), of the month, of the first month of the quarter."""

    rhythm: Rhythm
    day: int
    title: str = ""


class Definition(_Struct):
    steps: tuple[Step, ...]
    fields: tuple[FormField, ...] = ()  # what who starts a case fills in
    subject_kinds: tuple[str, ...] = ()  # kinds of things a case may be about; none: it stands by itself
    concerns: tuple[str, ...] = ()  # fields with people whose matter it is: they decide nothing in it
    fallback: Actor = Actor(Who.ROLE, role="leader")
    schedule: Schedule | None = None
    basis: str = ""  # the rule it follows: 'Nghị định 30/2020/NĐ-CP, Điều 22'
    printed_name: str = ""  # heading of the printed trail: 'Phiếu trình giải quyết công việc'

    @property
    def all_fields(self) -> dict[str, FormField]:
        """By name, of the start and of every step."""
        every = [*self.fields, *(each for step in self.steps for each in step.fields)]
        return {each.name: each for each in every}

    def index(self, key: str) -> int:
        """The place of the step in the list; raises `KeyError`."""
        for place, step in enumerate(self.steps):
            if step.key == key:
                return place
        raise KeyError(key)

    def step(self, key: str) -> Step:
        return self.steps[self.index(key)]

    def after(self, step: Step) -> str:
        """Where the step leads when no branch holds."""
        if step.then:
            return step.then
        place = self.index(step.key) + 1
        return self.steps[place].key if place < len(self.steps) else END

    def leads_to(self, step: Step) -> list[str]:
        """Every step that may follow, without the ways back."""
        return list(dict.fromkeys([*(branch.to for branch in step.branches), self.after(step)]))


class Package(_Struct):
    """A procedure as a file: its name, what it is for, and what it says."""

    name: str
    definition: Definition
    description: str = ""
    format: int = 1


def to_json(value: Definition | Package) -> bytes:
    """Indented, so that people can read and compare it."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def kept(definition: Definition) -> dict[str, object]:
    """As the database keeps it."""
    found: dict[str, object] = msgspec.to_builtins(definition)
    return found


def read_definition(data: object) -> Definition:
    """From what the database keeps. Raises `msgspec.ValidationError`."""
    return msgspec.convert(data, Definition)


def read_package(data: bytes) -> Package:
    """From a file. Raises `ValueError` with what is wrong and where, as msgspec tells it."""
    if len(data) > LARGEST_FILE:
        raise ValueError("larger than a procedure can be")
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Package)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise ValueError(str(fault)) from fault


def key_for(title: str, taken: set[str]) -> str:
    """A key made of the words of a title, that no other step or field has."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:32].strip("-") or "buoc"
    if base in (END, REVISE):
        base += "-1"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key
