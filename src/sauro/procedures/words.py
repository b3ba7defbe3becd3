"""Procedures in words: who, what, until when, on which condition. No decision."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from sauro.organisation.models import Role, UnitKind
from sauro.procedures.conditions import RESULT, YES, is_empty
from sauro.procedures.definition import (
    END,
    REVISE,
    Actor,
    Compare,
    Condition,
    Definition,
    FieldKind,
    FormField,
    Limit,
    Rhythm,
    Round,
    Schedule,
    StandIn,
    Step,
    What,
    Who,
    Within,
)
from sauro.procedures.models import CaseState, Outcome, RunState, VersionState

WHAT: dict[str, Promise] = {
    What.DECIDE: pgettext_lazy("what", "Decide"),
    What.OPINION: pgettext_lazy("what", "Give an opinion"),
    What.FORM: pgettext_lazy("what", "Fill in a form"),
    What.ATTACH: pgettext_lazy("what", "Attach papers"),
    What.SIGN: pgettext_lazy("what", "Sign"),
    What.INFORM: pgettext_lazy("what", "Be informed"),
}
WHO: dict[str, Promise] = {
    Who.ROLE: pgettext_lazy("who", "Holders of a role in the agency"),
    Who.UNIT: pgettext_lazy("who", "People of a unit"),
    Who.FIELD_LEADER: pgettext_lazy("who", "The leader who answers for a field of work"),
    Who.NAMED: pgettext_lazy("who", "The person or unit named in a field"),
    Who.INITIATOR: pgettext_lazy("who", "Who starts the case"),
    Who.INITIATOR_HEAD: pgettext_lazy("who", "Head of the unit of who starts it"),
    Who.INITIATOR_LEADER: pgettext_lazy("who", "The leader who answers for that unit"),
}
ROLES: dict[str, Promise] = {
    Role.LEADER: pgettext_lazy("role", "Leader"),
    Role.DIVISION_HEAD: pgettext_lazy("role", "Head of unit"),
    Role.RECORDS_CLERK: pgettext_lazy("role", "Records clerk"),
    Role.SPECIALIST: pgettext_lazy("role", "Specialist"),
}
UNIT_KINDS: dict[str, Promise] = {
    UnitKind.OFFICE: pgettext_lazy("unit kind", "The office"),
    UnitKind.DIVISION: pgettext_lazy("unit kind", "Divisions"),
    UnitKind.CENTRE: pgettext_lazy("unit kind", "Centres"),
    UnitKind.RESIDENTIAL_GROUP: pgettext_lazy("unit kind", "Residential groups"),
    UnitKind.SCHOOL: pgettext_lazy("unit kind", "Schools"),
}
FIELD_KINDS: dict[str, Promise] = {
    FieldKind.TEXT: pgettext_lazy("field kind", "Short text"),
    FieldKind.LONG_TEXT: pgettext_lazy("field kind", "Long text"),
    FieldKind.NUMBER: pgettext_lazy("field kind", "Number"),
    FieldKind.DATE: pgettext_lazy("field kind", "Date"),
    FieldKind.YES_NO: pgettext_lazy("field kind", "Yes or no"),
    FieldKind.CHOICE: pgettext_lazy("field kind", "Choice"),
    FieldKind.PERSON: pgettext_lazy("field kind", "Person"),
    FieldKind.UNIT: pgettext_lazy("field kind", "Unit"),
}
WITHIN: dict[str, Promise] = {
    Within.WORKING_HOURS: pgettext_lazy("limit", "working hours"),
    Within.WORKING_DAYS: pgettext_lazy("limit", "working days"),
    Within.DAYS_BEFORE: pgettext_lazy("limit", "days before"),
    Within.WORKING_DAYS_BEFORE: pgettext_lazy("limit", "working days before"),
}
COMPARE: dict[str, Promise] = {
    Compare.IS: pgettext_lazy("condition", "is"),
    Compare.IS_NOT: pgettext_lazy("condition", "is not"),
    Compare.AT_LEAST: pgettext_lazy("condition", "at least"),
    Compare.AT_MOST: pgettext_lazy("condition", "at most"),
    Compare.FILLED: pgettext_lazy("condition", "is filled in"),
    Compare.EMPTY: pgettext_lazy("condition", "is empty"),
}
ROUNDS: dict[str, Promise] = {
    Round.ONE: pgettext_lazy("round", "One opinion is enough"),
    Round.ALL: pgettext_lazy("round", "Everybody gives one"),
    Round.MAJORITY: pgettext_lazy("round", "Until more than half agree"),
}
STAND_INS: dict[str, Promise] = {
    StandIn.NOBODY: pgettext_lazy("stand-in", "To nobody"),
    StandIn.SAME_ROLE: pgettext_lazy("stand-in", "To somebody of the same role"),
    StandIn.UNIT: pgettext_lazy("stand-in", "To anybody of the unit"),
}
RHYTHMS: dict[str, Promise] = {
    Rhythm.WEEKLY: pgettext_lazy("rhythm", "Every week"),
    Rhythm.MONTHLY: pgettext_lazy("rhythm", "Every month"),
    Rhythm.QUARTERLY: pgettext_lazy("rhythm", "Every quarter"),
}
VERSION_STATES: dict[str, Promise] = {
    VersionState.DRAFT: pgettext_lazy("version", "Draft"),
    VersionState.ISSUED: pgettext_lazy("version", "Issued"),
    VersionState.WITHDRAWN: pgettext_lazy("version", "Withdrawn"),
}
CASE_STATES: dict[str, Promise] = {
    CaseState.RUNNING: pgettext_lazy("case", "Running"),
    CaseState.SUSPENDED: pgettext_lazy("case", "Suspended"),
    CaseState.COMPLETED: pgettext_lazy("case", "Completed"),
    CaseState.REJECTED: pgettext_lazy("case", "Rejected"),
    CaseState.RECALLED: pgettext_lazy("case", "Taken back"),
}
OUTCOMES: dict[str, Promise] = {
    Outcome.AGREE: pgettext_lazy("outcome", "Agrees"),
    Outcome.DISAGREE: pgettext_lazy("outcome", "Does not agree"),
    Outcome.REJECT: pgettext_lazy("outcome", "Rejects"),
    Outcome.DONE: pgettext_lazy("outcome", "Done"),
}
# What the button of an answer says.
ACTS: dict[tuple[str, str], Promise] = {
    (What.DECIDE, Outcome.AGREE): pgettext_lazy("button", "Agree"),
    (What.DECIDE, Outcome.REJECT): pgettext_lazy("button", "Reject"),
    (What.OPINION, Outcome.AGREE): pgettext_lazy("button", "Agree"),
    (What.OPINION, Outcome.DISAGREE): pgettext_lazy("button", "Do not agree"),
    (What.FORM, Outcome.DONE): pgettext_lazy("button", "Hand in"),
    (What.ATTACH, Outcome.DONE): pgettext_lazy("button", "Attach and pass on"),
    (What.SIGN, Outcome.DONE): pgettext_lazy("button", "Record as signed"),
}


def actor_words(actor: Actor, definition: Definition) -> str:
    """'Lãnh đạo (Chủ tịch)', 'Trưởng đơn vị · Văn phòng'."""
    match actor.who:
        case Who.ROLE:
            role = str(ROLES.get(actor.role, actor.role))
            return f"{role} ({actor.title})" if actor.title else role
        case Who.UNIT:
            unit = str(UNIT_KINDS.get(actor.unit, actor.unit))
            return f"{ROLES.get(actor.role, actor.role)} · {unit}" if actor.role else unit
        case Who.FIELD_LEADER:
            return _("The leader for %(field)s") % {"field": actor.field}
        case Who.NAMED:
            field = definition.all_fields.get(actor.field)
            return _("By the case: %(label)s") % {"label": field.label if field else actor.field}
    return str(WHO[actor.who])


def limit_words(limit: Limit | None, definition: Definition) -> str:
    """'2 ngày làm việc', 'chậm nhất trước 03 ngày so với Ngày tổ chức'; '' without one."""
    if limit is None:
        return ""
    field = definition.all_fields.get(limit.date_field)
    named = {
        "n": limit.count,
        "n2": f"{limit.count:02d}",
        "label": field.label if field else limit.date_field,
    }
    match limit.within:
        case Within.WORKING_HOURS:
            return _("%(n)s working hours") % named
        case Within.WORKING_DAYS:
            return _("%(n)s working days") % named
        case Within.DAYS_BEFORE:
            return _("at the latest %(n2)s days before: %(label)s") % named
    return _("at the latest %(n2)s working days before: %(label)s") % named


def step_words(key: str, definition: Definition) -> str:
    """'3. Lãnh đạo phê duyệt'; 'kết thúc'."""
    if key == END:
        return pgettext("step", "the end")
    if key == REVISE:
        return pgettext("step", "who started it")
    try:
        place = definition.index(key)
    except KeyError:
        return key
    return f"{place + 1}. {definition.steps[place].title}"


def condition_words(condition: Condition, definition: Definition) -> str:
    """'Kinh phí từ 20'."""
    if condition.field.startswith(RESULT):
        label = step_words(condition.field.removeprefix(RESULT), definition)
        return f"{label}: {OUTCOMES.get(condition.value, condition.value)}"
    field = definition.all_fields.get(condition.field)
    label = field.label if field else condition.field
    if condition.test in (Compare.FILLED, Compare.EMPTY):
        return f"{label} {COMPARE[condition.test]}"
    return f"{label} {COMPARE[condition.test]} {value_words(field, condition.value, {})}"


def value_words(field: FormField | None, value: Any, names: Mapping[str, str]) -> str:
    """A value of a case as people read it. `names`: of people and units, by their public identifiers."""
    if is_empty(value):
        return "–"
    kind = field.kind if field else FieldKind.TEXT
    if kind == FieldKind.YES_NO:
        return pgettext("value", "yes") if value == YES else pgettext("value", "no")
    if kind == FieldKind.DATE:
        parts = str(value).split("-")
        return "/".join(reversed(parts)) if len(parts) == 3 else str(value)
    if kind == FieldKind.NUMBER:
        whole, _point, part = str(value).partition(".")
        grouped = f"{int(whole):,}".replace(",", ".") if whole.lstrip("-").isdigit() else whole
        return f"{grouped},{part}" if part else grouped
    return names.get(str(value), str(value))


def schedule_words(schedule: Schedule | None) -> str:
    if schedule is None:
        return ""
    return _("%(rhythm)s, day %(day)s") % {"rhythm": RHYTHMS[schedule.rhythm], "day": schedule.day}


def outcome_words(what: str, state: str, outcome: str) -> str:
    """How a step ended, in the trail."""
    if state == RunState.RETURNED:
        return pgettext("step", "Returned")
    if state == RunState.CANCELLED:
        return pgettext("step", "Ended with the case")
    if state == RunState.OPEN:
        return pgettext("step", "In handling")
    if outcome == Outcome.DONE:
        return {
            What.SIGN: pgettext("step", "Signed"),
            What.ATTACH: pgettext("step", "Attached"),
            What.INFORM: pgettext("step", "Informed"),
        }.get(What(what), pgettext("step", "Done"))
    return str(OUTCOMES.get(outcome, outcome))


def needs_of(step: Step) -> list[str]:
    """What a step asks for, for its line in the path."""
    return [
        f"{each.label}{'' if each.required else ' (' + pgettext('field', 'optional') + ')'}"
        for each in step.fields
    ]
