"""Values of a case's fields: read from what people type, compared, shown. A condition on an empty field does not hold."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sauro.procedures.definition import Compare, Condition, Definition, FieldKind, Step
from sauro.vietnamese.text import fold, nfc

RESULT = "step:"  # a condition on how a step ended
YES = "yes"
NO = "no"


def is_empty(value: Any) -> bool:
    return value is None or value == ""


def comparable(kind: FieldKind, value: Any) -> Any:
    """The value as what it is, or None where it is not one of this kind."""
    try:
        match kind:
            case FieldKind.NUMBER:
                return Decimal(str(value))
            case FieldKind.DATE:
                return date.fromisoformat(str(value))
    except (InvalidOperation, ValueError):
        return None
    return fold(nfc(str(value)).strip())


def holds(condition: Condition, definition: Definition, values: Mapping[str, Any]) -> bool:
    """Whether the condition holds. `values`: of the fields, and 'step:<key>' for each step that has ended."""
    value = values.get(condition.field)
    if condition.test == Compare.EMPTY:
        return is_empty(value)
    if is_empty(value):
        return False
    if condition.test == Compare.FILLED:
        return True
    field = definition.all_fields.get(condition.field)
    kind = field.kind if field else FieldKind.TEXT
    mine, wanted = comparable(kind, value), comparable(kind, condition.value)
    if mine is None or wanted is None:
        return False
    match condition.test:
        case Compare.IS:
            return bool(mine == wanted)
        case Compare.IS_NOT:
            return bool(mine != wanted)
        case Compare.AT_LEAST:
            return bool(mine >= wanted)
    return bool(mine <= wanted)


def next_of(definition: Definition, step: Step, values: Mapping[str, Any]) -> str:
    """The key of the step that follows, or `END`: the first branch whose conditions all hold, else the way without one."""
    for branch in step.branches:
        if all(holds(each, definition, values) for each in branch.when):
            return branch.to
    return definition.after(step)
