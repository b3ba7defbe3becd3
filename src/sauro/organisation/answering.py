"""Who answers for what, and who decides: read once for a day, asked for any number of tasks; and what the pages show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied

from sauro.identity.models import Workspace
from sauro.organisation.access import Access
from sauro.organisation.models import (
    AuthorityRule,
    FieldAssignment,
    Level,
    Person,
    Unit,
    UnitKind,
    WorkField,
    holds_on,
)
from sauro.organisation.queries import Leaders
from sauro.vietnamese.text import fold, nfc, squeeze

# Bodies of which a ward has many, and for which nobody answers one by one.
MANY = frozenset({UnitKind.RESIDENTIAL_GROUP, UnitKind.PARTY_CELL, UnitKind.SCHOOL})


def accountable_leader(
    workspace: Workspace, work_field: WorkField | None, unit: Unit | None, day: date
) -> Person | None:
    """The leader who answers for a field in a unit on a day; None where nobody does. One query."""
    found = Leaders(workspace, day).of(unit.pk if unit else None, work_field.pk if work_field else None)
    return found.person if found else None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides on a matter, by which rule, and why it is this one, in Vietnamese."""

    position: str
    beyond: bool  # above the ward: it reports and proposes
    matter: str
    source: str
    why: str


class Authorities:
    """The authority matrix of a workspace on a day."""

    def __init__(self, workspace: Workspace, on: date) -> None:
        rows = AuthorityRule.objects.filter(holds_on(on), workspace=workspace).select_related("work_field")
        self._rules = [(rule, phrases_of(rule.phrases)) for rule in rows.order_by("-valid_from", "-id")]

    def who_decides(self, order: str, work_field_id: int | None = None) -> Decision | None:
        """The rule whose longest phrase stands in the order, its field before any other; else that of the whole field.

        Phrases are compared word by word, without diacritics. None where no rule says anything.
        """
        words = f" {squeeze(fold(nfc(order)))} "
        best: tuple[tuple[bool, int], AuthorityRule, str] | None = None
        for rule, phrases in self._rules:
            if rule.work_field_id is not None and work_field_id not in (None, rule.work_field_id):
                continue
            phrase = max((one for one in phrases if f" {one} " in _plain(words)), key=len, default="")
            if not phrase and (phrases or rule.work_field_id is None or rule.work_field_id != work_field_id):
                continue
            rank = (bool(phrase), len(phrase) * 2 + (rule.work_field_id is not None))
            if best is None or rank > best[0]:
                best = (rank, rule, phrase)
        if best is None:
            return None
        _, rule, phrase = best
        of = f"“{phrase_as_written(rule, phrase)}”" if phrase else f"lĩnh vực {rule.work_field}"
        since = f", áp dụng từ {rule.valid_from:%d/%m/%Y}" if rule.valid_from else ""
        why = f"ma trận thẩm quyền, {of}: {rule.matter} ({rule.source}{since})"
        return Decision(rule.position, rule.level == Level.ABOVE, rule.matter, rule.source, why)

    def is_beyond(self, order: str, work_field_id: int | None = None) -> bool:
        """Whether somebody above the ward decides on it."""
        found = self.who_decides(order, work_field_id)
        return found is not None and found.beyond


def _plain(words: str) -> str:
    return " " + " ".join("".join(letter if letter.isalnum() else " " for letter in words).split()) + " "


def phrases_of(text: str) -> list[str]:
    """'Cấp phép xây dựng; giấy phép xây dựng' → ['cap phep xay dung', 'giay phep xay dung']."""
    found = (_plain(fold(nfc(part))).strip() for part in text.split(";"))
    return [part for part in dict.fromkeys(found) if part]


def phrase_as_written(rule: AuthorityRule, phrase: str) -> str:
    """With its diacritics, as the administrator wrote it."""
    written = (squeeze(part) for part in rule.phrases.split(";"))
    return next((part for part in written if phrases_of(part) == [phrase]), phrase)


def who_decides(workspace: Workspace, order: str, work_field: WorkField | None, day: date) -> Decision | None:
    """For one matter; `Authorities` reads once for many."""
    return Authorities(workspace, day).who_decides(order, work_field.pk if work_field else None)


def is_beyond(workspace: Workspace, order: str, work_field: WorkField | None, day: date) -> bool:
    found = who_decides(workspace, order, work_field, day)
    return found is not None and found.beyond


def _require_insider(access: Access) -> None:
    if not access.agencies_for("organisation.see"):
        raise PermissionDenied("organisation.see")


@dataclass(slots=True)
class Answer:
    """A field or a unit, who answers for it on the day, and in which parts of it others do."""

    name: str
    where: str = ""  # the agency of a unit
    whole: list[FieldAssignment] = field(default_factory=list)
    parts: list[FieldAssignment] = field(default_factory=list)  # a field in one unit or one area

    @property
    def gap(self) -> bool:
        return not self.whole and not self.parts

    @property
    def doubled(self) -> bool:
        return len({row.leader_id for row in self.whole}) > 1


@dataclass(slots=True)
class Answers:
    on: date
    fields: list[Answer]
    units: list[Answer]
    to_come: list[FieldAssignment]
    over: list[FieldAssignment]

    @property
    def gaps(self) -> int:
        return sum(row.gap for row in (*self.fields, *self.units))

    @property
    def doubles(self) -> int:
        return sum(row.doubled for row in (*self.fields, *self.units))


def answers(access: Access, on: date | None = None) -> Answers:
    """Who answers for each field and each unit of the ward on a day. Everybody of the ward may know. Four queries."""
    _require_insider(access)
    day = on or access.on
    mine = {"workspace_id": access.user.workspace_id}
    rows = list(
        FieldAssignment.objects.filter(**mine)
        .select_related("leader", "work_field", "unit")
        .order_by("valid_from", "id")
    )
    holding = [row for row in rows if _holds(row, day)]
    fields = {row.pk: Answer(row.name) for row in WorkField.objects.filter(**mine).order_by("name")}
    units = {}
    found = Unit.objects.filter(holds_on(day), **mine).select_related("agency")
    named = {row.unit_id for row in holding if row.work_field_id is None}
    for unit in found.order_by("agency__order", "agency_id", "order", "id"):
        if unit.kind not in MANY or unit.pk in named:
            units[unit.pk] = Answer(unit.name, unit.agency.short_name or unit.agency.name)
    for row in holding:
        answer = fields.get(row.work_field_id or 0) if row.work_field_id else units.get(row.unit_id or 0)
        if answer is not None:
            narrow = bool(row.area) or (row.work_field_id is not None and row.unit_id is not None)
            (answer.parts if narrow else answer.whole).append(row)
    return Answers(
        day,
        list(fields.values()),
        list(units.values()),
        [row for row in rows if row.valid_from is not None and row.valid_from > day],
        [row for row in reversed(rows) if row.valid_to is not None and row.valid_to < day],
    )


def _holds(row: FieldAssignment, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


@dataclass(slots=True)
class Matrix:
    """The rules of a day by field of work; '' stands for those of no field."""

    on: date
    groups: list[tuple[str, list[AuthorityRule]]]
    to_come: list[AuthorityRule]
    over: list[AuthorityRule]


def matrix(access: Access, on: date | None = None, search: str = "") -> Matrix:
    """The authority matrix on a day. Everybody of the ward may know who decides. One query."""
    _require_insider(access)
    day = on or access.on
    rules: Iterable[AuthorityRule] = AuthorityRule.objects.filter(
        workspace_id=access.user.workspace_id
    ).select_related("work_field")
    wanted = fold(nfc(search)).split()
    rules = sorted(
        (rule for rule in rules if all(word in _words_of(rule) for word in wanted)),
        key=lambda rule: (rule.work_field.name if rule.work_field else "", rule.level, rule.matter, rule.pk),
    )
    groups: dict[str, list[AuthorityRule]] = defaultdict(list)
    to_come, over = [], []
    for rule in rules:
        if rule.valid_from is not None and rule.valid_from > day:
            to_come.append(rule)
        elif rule.valid_to is not None and rule.valid_to < day:
            over.append(rule)
        else:
            groups[rule.work_field.name if rule.work_field else ""].append(rule)
    return Matrix(day, list(groups.items()), to_come, over)


def _words_of(rule: AuthorityRule) -> str:
    return fold(nfc(f"{rule.matter} {rule.position} {rule.source} {rule.phrases} {rule.work_field or ''}"))
