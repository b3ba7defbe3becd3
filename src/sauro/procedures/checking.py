"""The check of a definition: what would make a case get stuck, found before it is issued.

Errors stop the issue; warnings are shown. Words of the findings are for people who write procedures.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sauro.organisation.models import Role
from sauro.procedures.conditions import RESULT, comparable
from sauro.procedures.definition import (
    BEFORE,
    DECIDING,
    END,
    KEY,
    MOST_FIELDS,
    MOST_STEPS,
    REVISE,
    Actor,
    Compare,
    Definition,
    FieldKind,
    FormField,
    Round,
    Step,
    What,
    Who,
    Within,
)
from sauro.procedures.holders import Matter, Office

_ORDERED = frozenset({FieldKind.NUMBER, FieldKind.DATE})
_MOST_DAYS = {Within.WORKING_HOURS: 400, Within.WORKING_DAYS: 250}
_ENDS = {"agree", "disagree", "reject", "done"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`step`: the key of the step it is about, '' for the whole."""

    step: str
    words: str
    is_error: bool = True


def check(definition: Definition, office: Office | None = None) -> list[Finding]:
    """All findings, errors first. With `office`, also whether somebody can do each step today."""
    found = list(_shape(definition))
    if not any(each.is_error for each in found):  # the rest walks along the steps
        found += _ways(definition)
        found += _loops(definition)
        found += _conditions(definition)
        found += _limits(definition)
        if office is not None:
            found += _people(definition, office)
    return sorted(found, key=lambda each: not each.is_error)


def _shape(definition: Definition) -> Iterator[Finding]:
    if not definition.steps:
        yield Finding("", _("There is no step yet: add the first one."))
    if len(definition.steps) > MOST_STEPS:
        yield Finding("", _("More than %(n)s steps: split the procedure.") % {"n": MOST_STEPS})
    keys = [step.key for step in definition.steps]
    for step in definition.steps:
        if not KEY.fullmatch(step.key) or step.key in (END, REVISE) or keys.count(step.key) > 1:
            words = _("The step's key “%(key)s” is not usable or stands twice.")
            yield Finding(step.key, words % {"key": step.key})
        else:
            yield from _step_shape(definition, step, {*keys})
    yield from _field_shape(definition)


def _step_shape(definition: Definition, step: Step, keys: set[str]) -> Iterator[Finding]:
    if not step.title.strip():
        yield Finding(step.key, _("The step has no name."))
    for to in definition.leads_to(step):
        if to not in {*keys, END}:
            words = _("It leads to the step “%(key)s”, which does not exist.")
            yield Finding(step.key, words % {"key": to})
    for back in step.returns:
        if back not in {*keys, REVISE}:
            words = _("It returns to the step “%(key)s”, which does not exist.")
            yield Finding(step.key, words % {"key": back})
    if step.returns and step.what == What.OPINION and step.round != Round.ONE:
        yield Finding(
            step.key, _("A round of several opinions returns nothing: let the step after it decide.")
        )
    yield from _actor_shape(definition, step, step.actor)
    if step.fallback is not None:
        yield from _actor_shape(definition, step, step.fallback)


def _field_shape(definition: Definition) -> Iterator[Finding]:
    fields = [*definition.fields, *(each for step in definition.steps for each in step.fields)]
    names = [each.name for each in fields]
    if len(fields) > MOST_FIELDS:
        yield Finding("", _("More than %(n)s fields.") % {"n": MOST_FIELDS})
    for each in fields:
        if names.count(each.name) > 1 or not KEY.fullmatch(each.name):
            words = _("The field “%(name)s” stands twice or has no usable name.")
            yield Finding("", words % {"name": each.name})
        if each.kind == FieldKind.CHOICE and len(each.choices) < 2:
            words = _("The field “%(label)s” offers no choice: give at least two.")
            yield Finding("", words % {"label": each.label})
    for name in definition.concerns:
        if name not in names:
            yield Finding("", _("The field “%(name)s” does not exist.") % {"name": name})


def _actor_shape(definition: Definition, step: Step, actor: Actor) -> Iterator[Finding]:
    if actor.who == Who.ROLE and actor.role not in Role.values:
        yield Finding(step.key, _("Say which role does the step."))
    if actor.who == Who.UNIT and not actor.unit.strip():
        yield Finding(step.key, _("Say which unit does the step."))
    if actor.who == Who.UNIT and actor.role and actor.role not in Role.values:
        yield Finding(step.key, _("Say which role does the step."))
    if actor.who == Who.INITIATOR and step.what in DECIDING:
        yield Finding(step.key, _("Who starts the case would decide in his own matter."))
    if actor.who == Who.NAMED:
        field = definition.all_fields.get(actor.field)
        if field is None or field.kind not in (FieldKind.PERSON, FieldKind.UNIT):
            yield Finding(
                step.key, _("Who does it is to stand in a field for a person or a unit: choose that field.")
            )


def _ways(definition: Definition) -> Iterator[Finding]:
    """Steps that no way leads to, and steps from which no way leads to the end."""
    forward = {step.key: set(definition.leads_to(step)) for step in definition.steps}
    reached, waiting = set(), [definition.steps[0].key]
    while waiting:
        key = waiting.pop()
        if key not in reached and key != END:
            reached.add(key)
            waiting += forward[key]
            waiting += (back for back in definition.step(key).returns if back != REVISE)
    ending, grown = {END}, True
    while grown:
        more = {key for key, to in forward.items() if key not in ending and to & ending}
        ending |= more
        grown = bool(more)
    for step in definition.steps:
        if step.key not in reached:
            yield Finding(step.key, _("No way leads to this step."))
        elif step.key not in ending:
            yield Finding(step.key, _("A dead end: from here no way leads to the end of the case."))


def _loops(definition: Definition) -> Iterator[Finding]:
    """A way forward that comes back would go round without anybody giving a reason: ways back are returns."""
    for step in definition.steps:
        place = definition.index(step.key)
        for to in definition.leads_to(step):
            if to != END and definition.index(to) <= place:
                words = _(
                    "It goes on to the earlier step “%(title)s”: make that a return, which has a reason."
                )
                yield Finding(step.key, words % {"title": definition.step(to).title})
        for back in step.returns:
            if back != REVISE and definition.index(back) >= place:
                words = _("It returns to “%(title)s”, which does not lie before it.")
                yield Finding(step.key, words % {"title": definition.step(back).title})


def _conditions(definition: Definition) -> Iterator[Finding]:
    """Fields that do not exist, are not filled by then or may stay empty, and values that they cannot have."""
    fields = definition.all_fields
    for step in definition.steps:
        before = _fields_before(definition, step)
        for branch in step.branches:
            if not branch.when:
                yield Finding(step.key, _("A branch has no condition: it would always be taken."))
            for condition in branch.when:
                if condition.field.startswith(RESULT):
                    key = condition.field.removeprefix(RESULT)
                    if key not in {each.key for each in definition.steps} or condition.value not in _ENDS:
                        yield Finding(
                            step.key, _("A condition asks for the end of a step that does not exist.")
                        )
                    continue
                field = fields.get(condition.field)
                if field is None:
                    words = _("A condition asks for the field “%(name)s”, which does not exist.")
                    yield Finding(step.key, words % {"name": condition.field})
                elif condition.test not in (Compare.FILLED, Compare.EMPTY):
                    yield from _condition(
                        step, field, condition.test, condition.value, known=field.name in before
                    )


def _condition(step: Step, field: FormField, test: Compare, value: str, *, known: bool) -> Iterator[Finding]:
    named = {"label": field.label, "value": value}
    if not value or comparable(field.kind, value) is None:
        yield Finding(
            step.key, _("The condition on “%(label)s” compares with “%(value)s”, which it cannot be.") % named
        )
    elif field.kind == FieldKind.CHOICE and value not in field.choices:
        yield Finding(step.key, _("“%(label)s” has no choice “%(value)s”.") % named)
    elif test in (Compare.AT_LEAST, Compare.AT_MOST) and field.kind not in _ORDERED:
        yield Finding(
            step.key, _("“%(label)s” has no order: at least and at most are for numbers and dates.") % named
        )
    if not known:
        yield Finding(
            step.key,
            _("“%(label)s” is not filled in before this step ends: the condition never holds.") % named,
        )
    elif not field.required:
        words = _("“%(label)s” may stay empty; the condition does not hold then.")
        yield Finding(step.key, words % named, is_error=False)


def _fields_before(definition: Definition, step: Step) -> set[str]:
    """Fields that are asked for at the start, or at this step or one before it in the list."""
    before = definition.steps[: definition.index(step.key) + 1]
    return {each.name for each in definition.fields} | {each.name for one in before for each in one.fields}


def _limits(definition: Definition) -> Iterator[Finding]:
    fields = definition.all_fields
    last: dict[str, tuple[int, str]] = {}  # date field → days before it, of the step before
    for step in definition.steps:
        limit = step.limit
        if step.what == What.FORM and not step.fields:
            yield Finding(
                step.key, _("A form without fields: add some, or choose something else to be done.")
            )
        if limit is None:
            continue
        if limit.count <= 0:
            yield Finding(step.key, _("The limit has to be more than nothing."))
        elif limit.within in _MOST_DAYS and limit.count > _MOST_DAYS[limit.within]:
            yield Finding(step.key, _("The limit is longer than a year of work."))
        if limit.within not in BEFORE:
            continue
        field = fields.get(limit.date_field)
        if field is None or field.kind != FieldKind.DATE:
            yield Finding(step.key, _("The limit counts back from a date: choose the field that holds it."))
            continue
        if limit.date_field not in _fields_before(definition, step):
            yield Finding(step.key, _("The date that the limit counts back from is not filled in by then."))
        elif not field.required:
            words = _("“%(label)s” may stay empty; the step has no limit then.") % {"label": field.label}
            yield Finding(step.key, words, is_error=False)
        days, title = last.get(limit.date_field, (0, ""))
        if title and limit.count > days:
            words = _("It is due earlier than “%(title)s”, which comes before it: the limit cannot be met.")
            yield Finding(step.key, words % {"title": title})
        last[limit.date_field] = (limit.count, step.title)


def _people(definition: Definition, office: Office) -> Iterator[Finding]:
    """Roles and units that nobody holds today. Who depends on the case is found when it runs."""
    nobody = Matter(None, None, {}, frozenset())
    depends = {Who.NAMED, Who.INITIATOR, Who.INITIATOR_HEAD, Who.INITIATOR_LEADER}
    for step in definition.steps:
        if step.actor.who in depends:
            continue
        people = office.people(step.actor, nobody)
        spare = step.fallback or definition.fallback
        if not people and not (spare.who in depends or office.people(spare, nobody)):
            yield Finding(step.key, _("Nobody can do this step today, and nobody the fallback."))
        elif not people:
            yield Finding(
                step.key, _("Nobody holds this role today: the step will go to the fallback."), is_error=False
            )
        elif len(people) == 1 and step.what in DECIDING:
            words = _("One person alone can do it: in his own matter it goes to the fallback.")
            yield Finding(step.key, words, is_error=False)
