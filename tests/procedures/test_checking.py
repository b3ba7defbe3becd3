"""The check finds what would make a case get stuck, and a sound procedure has no finding."""

from typing import Any

import msgspec
import pytest
from tests.people import Ward
from tests.procedures.making import AMOUNT, CLERK, EVENT, LEADER, SLIP, step

from sauro.procedures.checking import Finding, check
from sauro.procedures.definition import (
    END,
    Actor,
    Branch,
    Compare,
    Condition,
    Definition,
    FieldKind,
    FormField,
    Limit,
    Package,
    Round,
    Step,
    What,
    Who,
    Within,
    read_package,
    to_json,
)
from sauro.procedures.holders import Office
from sauro.procedures.library import packages


def errors(*steps: Step, fields: tuple[FormField, ...] = (AMOUNT, EVENT), **named: Any) -> list[Finding]:
    return [each for each in check(Definition(fields=fields, steps=steps, **named)) if each.is_error]


def test_a_sound_procedure_has_no_error(ward: Ward) -> None:
    assert [each for each in check(SLIP, Office(ward.committee, ward_day())) if each.is_error] == []


def ward_day() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def many(*conditions: Condition) -> tuple[Branch, ...]:
    return (Branch("c", conditions),)


BAD = {
    "no step": (),
    "a step twice": (step("a"), step("a")),
    "a key that is kept for the end": (step(END),),
    "no name": (step("a", title=" "),),
    "a branch to nowhere": (step("a", branches=(Branch("x", (Condition("amount", Compare.FILLED),)),)),),
    "a return to nowhere": (step("a", returns=("x",)),),
    "a return forwards": (step("a", returns=("b",)), step("b")),
    "a way that goes back without a reason": (step("a"), step("b", then="a")),
    "a step that no way leads to": (step("a", then="c"), step("b"), step("c")),
    "a role that does not exist": (step("a", Actor(Who.ROLE, role="king")),),
    "a named person without a field": (step("a", Actor(Who.NAMED, field="amount")),),
    "who starts it decides": (step("a", Actor(Who.INITIATOR)),),
    "a condition on no field": (step("a", branches=many(Condition("x", Compare.FILLED))), step("b"), step("c")),
    "a condition on a word as a number": (step("a", branches=many(Condition("amount", Compare.IS, "nhiều"))), step("b"), step("c")),
    "a condition on a step that does not exist": (step("a", branches=many(Condition("step:x", Compare.IS, "agree"))), step("b"), step("c")),
    "an empty branch": (step("a", branches=many()), step("b"), step("c")),
    "a condition on what is filled in later": (
        step("a", branches=many(Condition("later", Compare.IS, "1"))), step("b"),
        step("c", CLERK, What.FORM, fields=(FormField("later", "Sau", FieldKind.NUMBER, required=True),)),
    ),
    "a limit of nothing": (step("a", limit=Limit(0, Within.WORKING_DAYS)),),
    "a limit of years": (step("a", limit=Limit(900, Within.WORKING_DAYS)),),
    "a limit before no date": (step("a", limit=Limit(3, Within.DAYS_BEFORE, "amount")),),
    "a limit that lies before the one of the step before": (
        step("a", limit=Limit(2, Within.DAYS_BEFORE, "event")), step("b", limit=Limit(3, Within.DAYS_BEFORE, "event")),
    ),
    "a form without fields": (step("a", CLERK, What.FORM),),
    "a round of many that returns": (step("z"), step("a", LEADER, What.OPINION, round=Round.ALL, returns=("z",))),
}  # fmt: skip


@pytest.mark.parametrize("steps", BAD.values(), ids=BAD.keys())
def test_a_fault_is_an_error(steps: tuple[Step, ...]) -> None:
    assert errors(*steps)


def test_a_dead_end_is_found() -> None:
    """Two steps that only lead to one another."""
    found = errors(step("a"), step("b", then="c"), step("c", then="b"))
    assert {"b", "c"} <= {each.step for each in found}


def test_a_condition_on_a_field_that_may_be_empty_is_a_warning() -> None:
    free = FormField("free", "Tự do", FieldKind.NUMBER)
    definition = Definition(
        fields=(free,),
        steps=(step("a", branches=many(Condition("free", Compare.IS, "1"))), step("b"), step("c")),
    )
    assert [each.is_error for each in check(definition)] == [False]


def test_a_choice_is_compared_with_one_of_its_values() -> None:
    kind = FormField("kind", "Loại", FieldKind.CHOICE, required=True, choices=("A", "B"))
    assert errors(
        step("a", branches=many(Condition("kind", Compare.IS, "C"))), step("b"), step("c"), fields=(kind,)
    )


def test_a_field_that_stands_twice_is_an_error() -> None:
    assert errors(step("a"), fields=(AMOUNT, AMOUNT))


def test_a_step_that_nobody_can_fill_is_found(ward: Ward) -> None:
    office = Office(ward.committee, ward_day())
    nobody = Actor(Who.ROLE, role="leader", title="Chủ nhiệm")
    found = check(Definition(steps=(step("a", nobody, fallback=nobody),)), office)
    assert [each.is_error for each in found] == [True]


def test_a_role_that_nobody_holds_today_is_a_warning_where_a_fallback_stands(ward: Ward) -> None:
    office = Office(ward.committee, ward_day())
    found = check(Definition(steps=(step("a", Actor(Who.UNIT, unit="Phòng Không có")),)), office)
    assert [each.is_error for each in found] == [False]


def test_the_head_is_found_by_its_title(ward: Ward) -> None:
    office = Office(ward.committee, ward_day())
    assert office.heads(ward.economy.pk) == [ward.division_head.pk]


@pytest.mark.parametrize("key", packages())
def test_every_procedure_of_the_library_is_sound(key: str, ward: Ward) -> None:
    found = check(packages()[key].definition, Office(ward.committee, ward_day()))
    assert [each for each in found if each.is_error] == []


@pytest.mark.parametrize("key", packages())
def test_what_is_exported_is_imported_as_it_was(key: str) -> None:
    package = packages()[key]
    assert read_package(to_json(package)) == package


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"name": "A"}', b'{"name": "A", "definition": {"steps": [], "more": 1}}', b"\xff\xfe", b"x" * 600_000,
     b'{"name": "A", "definition": {"steps": [{"key": "a", "title": "A", "actor": {"who": "king"}, "what": "decide"}]}}'],
)  # fmt: skip
def test_a_file_that_is_no_procedure_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_package(data)


def test_the_format_is_kept() -> None:
    assert msgspec.json.decode(to_json(Package("A", Definition(steps=()))))["name"] == "A"
