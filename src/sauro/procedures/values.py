"""The values of a case's fields as people give them → as a case keeps them (JSON). What is wrong is told by field."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sauro.procedures.conditions import NO, YES, is_empty
from sauro.procedures.definition import Definition, FieldKind, FormField
from sauro.procedures.holders import Office
from sauro.vietnamese.text import nfc

LONGEST = {FieldKind.TEXT: 500, FieldKind.LONG_TEXT: 8000}


def clean_values(fields: Iterable[FormField], given: Mapping[str, Any], office: Office) -> dict[str, Any]:
    """The values of these fields alone. Raises `ValidationError` {field: what is wrong}."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields:
        try:
            found[field.name] = _value(field, given.get(field.name), office)
        except ValueError as fault:
            wrong[field.name] = str(fault)
    if wrong:
        raise ValidationError(wrong)
    return found


def _value(field: FormField, given: Any, office: Office) -> Any:
    if isinstance(given, str):
        given = nfc(given).strip()
    if is_empty(given):
        if field.required:
            raise ValueError(_("Fill in “%(label)s”.") % {"label": field.label})
        return ""
    match field.kind:
        case FieldKind.NUMBER:
            return _number(given)
        case FieldKind.DATE:
            return _day(given)
        case FieldKind.YES_NO:
            if given not in (YES, NO, True, False):
                raise ValueError(_("Say yes or no."))
            return YES if given in (YES, True) else NO
        case FieldKind.CHOICE:
            if given not in field.choices:
                raise ValueError(_("Choose one of the values offered."))
        case FieldKind.PERSON:
            if str(given) not in {str(post.person.uid) for post in office.posts}:
                raise ValueError(_("Choose somebody who holds a post today."))
        case FieldKind.UNIT:
            if str(given) not in {str(post.unit.uid) for post in office.posts if post.unit}:
                raise ValueError(_("Choose a unit in which somebody works today."))
        case _:
            if len(str(given)) > LONGEST[field.kind]:
                raise ValueError(_("Too long: at most %(n)s characters.") % {"n": LONGEST[field.kind]})
    return str(given)


def _number(given: Any) -> str:
    text = str(given).replace(" ", "").replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        raise ValueError(_("Write a number, such as 12 or 3,5.")) from None
    if not math.isfinite(number) or abs(number) > 1e15:
        raise ValueError(_("Write a number, such as 12 or 3,5."))
    return text


def _day(given: Any) -> str:
    if isinstance(given, dt.date):
        return given.isoformat()
    try:
        return dt.date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise ValueError(_("Write a day, such as 30/11/2026.")) from None


def day_in(values: Mapping[str, Any], name: str) -> dt.date | None:
    """The day that a field of a case holds."""
    try:
        return dt.date.fromisoformat(str(values.get(name, "")))
    except ValueError:
        return None


def concerned(definition: Definition, values: Mapping[str, Any], office: Office) -> set[int]:
    """The keys of the people in the fields whose matter the case is."""
    wanted = {str(values.get(name, "")) for name in definition.concerns} - {""}
    return {post.person_id for post in office.posts if str(post.person.uid) in wanted}
