"""Who is away, and who stands in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.people import Ward, rights_of

from sauro.identity.models import User
from sauro.organisation import actions
from sauro.organisation.access import access_of
from sauro.organisation.models import Absence, Person, Post
from sauro.organisation.standing import absences, stand_in_of, stand_ins


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def away(person: Person, stand_in: Person | None, *, by: Person | None = None, **fields: Any) -> Absence:
    given = {"valid_from": day(0), "valid_to": day(4), "kind": "leave", **fields}
    return actions.record_absence(rights_of(by or person), person, stand_in=stand_in, **given)


@pytest.mark.parametrize(("offset", "there"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_stand_in_stands_in_on_these_days(ward: Ward, offset: int, there: bool) -> None:
    away(ward.specialist, ward.colleague)
    found = stand_in_of(ward.specialist, day(offset))
    assert found == (ward.colleague if there else None)
    access = access_of(User.objects.get(pk=ward.colleague.user_id), day(offset))
    assert [one.holder_name for one in access.stands_in] == ([ward.specialist.full_name] if there else [])


def test_a_stand_in_gets_no_right_of_the_post(ward: Ward) -> None:
    away(ward.leader, ward.specialist)
    access = rights_of(ward.specialist)
    assert not access.may("tasks.decide", ward.committee.pk)
    assert not access.may("tasks.see_agency", ward.committee.pk)


def test_a_stand_in_who_is_away_himself_gets_nothing(ward: Ward) -> None:
    away(ward.specialist, ward.colleague)
    away(ward.colleague, None)
    assert stand_in_of(ward.specialist, day(1)) is None
    assert stand_ins([ward.specialist.pk, ward.colleague.pk], day(1)) == {}


def test_two_posts_of_who_is_away_are_one_stand_in(ward: Ward) -> None:
    Post.objects.create(
        workspace=ward.workspace, person=ward.specialist, agency=ward.committee, unit=ward.culture, role="specialist",
        title="Chuyên viên",
    )  # fmt: skip
    Post.objects.create(
        workspace=ward.workspace, person=ward.specialist, agency=ward.committee, unit=ward.office, role="specialist",
        title="Cũ", valid_to=day(-1),
    )  # fmt: skip
    away(ward.specialist, ward.colleague)
    [one] = rights_of(ward.colleague).stands_in
    assert [unit for _, _, unit in one.posts] == [ward.economy.pk, ward.culture.pk]


def test_back_earlier_ends_it_from_today(ward: Ward) -> None:
    absence = away(ward.specialist, ward.colleague, valid_from=day(-2))
    actions.end_absence(rights_of(ward.specialist), absence, version=absence.version)
    assert stand_in_of(ward.specialist, day(0)) is None
    assert stand_in_of(ward.specialist, day(-1)) == ward.colleague
    with pytest.raises(ValidationError):
        actions.end_absence(rights_of(ward.specialist), absence, version=absence.version)


def test_one_that_has_not_begun_is_called_off(ward: Ward) -> None:
    absence = away(ward.specialist, ward.colleague, valid_from=day(2))
    actions.end_absence(rights_of(ward.specialist), absence, version=absence.version)
    assert stand_in_of(ward.specialist, day(3)) is None
    away(ward.specialist, ward.colleague, valid_from=day(2))


@pytest.mark.parametrize(
    ("who", "may"),
    [("clerk", True), ("administrator", True), ("specialist", True), ("leader", False), ("colleague", False),
     ("auditor", False), ("party_clerk", False), ("outsider", False)],
)  # fmt: skip
def test_who_records_the_absence_of_a_specialist(ward: Ward, who: str, may: bool) -> None:
    if may:
        assert away(ward.specialist, None, by=getattr(ward, who)).pk
    else:
        with pytest.raises(PermissionDenied):
            away(ward.specialist, None, by=getattr(ward, who))


def test_bad_input_is_told_field_by_field(ward: Ward) -> None:
    away(ward.colleague, None, valid_from=day(3), valid_to=day(3))
    away(ward.specialist, None, valid_from=day(20), valid_to=day(21))
    nobody = Person.objects.create(workspace=ward.workspace, full_name="Lò Văn Mận", sort_key="man")
    for stand_in, fields, where in (
        (None, {"valid_to": day(-1)}, "valid_to"),
        (None, {"kind": "holiday"}, "kind"),
        (None, {"valid_to": day(20)}, "valid_from"),
        (ward.specialist, {}, "stand_in"),
        (ward.colleague, {}, "stand_in"),
        (nobody, {}, "stand_in"),
        (ward.party_specialist, {}, "stand_in"),
    ):
        with pytest.raises(ValidationError) as fault:
            away(ward.specialist, stand_in, **fields)
        assert where in fault.value.message_dict, (stand_in, fields)


@pytest.mark.parametrize(
    ("who", "sees"), [("leader", True), ("colleague", True), ("party_clerk", False), ("outsider", False)]
)
def test_absences_are_known_in_the_agency(ward: Ward, who: str, sees: bool) -> None:
    away(ward.specialist, ward.colleague)
    assert bool(absences(rights_of(getattr(ward, who))).now) is sees
