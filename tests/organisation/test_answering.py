"""Who answers for what, and who decides."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.people import Ward, rights_of

from sauro.organisation import actions
from sauro.organisation.answering import (
    Authorities,
    accountable_leader,
    answers,
    is_beyond,
    matrix,
    phrases_of,
    who_decides,
)
from sauro.organisation.models import AuthorityRule, FieldAssignment, Level, Unit, WorkField


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


@pytest.fixture
def city(ward: Ward) -> WorkField:
    return actions.add_work_field(rights_of(ward.administrator), name="Đô thị")


def test_the_leader_of_a_field_in_a_unit_comes_before_that_of_the_unit(ward: Ward, city: WorkField) -> None:
    manager = rights_of(ward.administrator)
    actions.assign_field(manager, ward.leader, unit=ward.economy)
    actions.assign_field(manager, ward.vice_leader, unit=ward.economy, work_field=city)
    assert accountable_leader(ward.workspace, city, ward.economy, day(0)) == ward.vice_leader
    assert accountable_leader(ward.workspace, None, ward.economy, day(0)) == ward.leader
    assert accountable_leader(ward.workspace, None, ward.culture, day(0)) is None


def test_a_change_of_portfolio_holds_from_its_day(ward: Ward, city: WorkField) -> None:
    manager = rights_of(ward.administrator)
    first = actions.assign_field(manager, ward.leader, work_field=city, valid_from=day(-30))
    actions.end_field_assignment(manager, first, last_day=day(2), version=first.version)
    actions.assign_field(manager, ward.vice_leader, work_field=city, valid_from=day(3))
    assert accountable_leader(ward.workspace, city, None, day(2)) == ward.leader
    assert accountable_leader(ward.workspace, city, None, day(3)) == ward.vice_leader


def test_gaps_and_doubles_are_shown_and_a_part_of_the_ward_is_neither(ward: Ward, city: WorkField) -> None:
    manager = rights_of(ward.administrator)
    money = actions.add_work_field(manager, name="Ngân sách")
    actions.assign_field(manager, ward.leader, work_field=city)
    actions.assign_field(manager, ward.vice_leader, work_field=city, area="Khu vực bờ đê")
    actions.assign_field(manager, ward.leader, unit=ward.economy)
    actions.assign_field(manager, ward.vice_leader, unit=ward.economy)
    found = answers(rights_of(ward.specialist))
    fields = {row.name: (row.gap, row.doubled) for row in found.fields}
    units = {row.name: (row.gap, row.doubled) for row in found.units}
    assert fields == {city.name: (False, False), money.name: (True, False)}
    assert units[ward.economy.name] == (False, True)
    assert units[ward.culture.name] == (True, False)
    assert "Tổ dân phố số 1" not in units  # of which a ward has many
    assert accountable_leader(ward.workspace, city, None, day(0)) == ward.leader


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"valid_from": 3, "valid_to": 2}, "valid_to"),
        ({"unit": "ceased"}, "unit"),
        ({"leader": "specialist"}, "leader"),
    ],
)
def test_bad_assignments_are_refused(ward: Ward, fields: dict[str, Any], where: str) -> None:
    Unit.objects.filter(pk=ward.culture.pk).update(valid_to=day(-1))
    ward.culture.refresh_from_db()
    given = {name: day(value) for name, value in fields.items() if isinstance(value, int)}
    given |= {"unit": ward.culture} if "unit" in fields else {"unit": ward.economy}
    leader = ward.specialist if "leader" in fields else ward.leader
    with pytest.raises(ValidationError) as fault:
        actions.assign_field(rights_of(ward.administrator), leader, **given)
    assert where in fault.value.message_dict
    assert not FieldAssignment.objects.exists()


def rule(ward: Ward, matter: str = "Cấp giấy phép xây dựng", **fields: Any) -> AuthorityRule:
    given = {"position": "Chủ tịch UBND phường", "source": "Luật Xây dựng, Điều 103", **fields}
    return actions.set_authority(rights_of(ward.administrator), matter=matter, **given)


def test_the_longest_phrase_decides_and_says_why(ward: Ward, city: WorkField) -> None:
    rule(ward, work_field=city)
    rule(ward, "Mọi giấy phép", phrases="giấy phép", position="Phó Chủ tịch")
    rule(
        ward,
        "Công trình cấp I",
        phrases="giấy phép xây dựng công trình cấp I",
        level="above",
        position="Sở Xây dựng",
    )
    authorities = Authorities(ward.workspace, day(0))
    above = authorities.who_decides(
        "Hoàn thiện hồ sơ đề nghị GIẤY PHÉP xây dựng công trình cấp I, gửi trước 30/11", city.pk
    )
    assert above is not None
    assert (above.position, above.beyond) == ("Sở Xây dựng", True)
    assert "giấy phép xây dựng công trình cấp I" in above.why
    assert "Luật Xây dựng, Điều 103" in above.why
    plain = authorities.who_decides("Trả giấy phép cho dân")
    assert plain is not None
    assert plain.position == "Phó Chủ tịch"
    field = authorities.who_decides("Chỉnh trang vỉa hè", city.pk)
    assert field is not None
    assert (field.position, field.beyond) == ("Chủ tịch UBND phường", False)
    assert authorities.who_decides("Chỉnh trang vỉa hè") is None


def test_a_phrase_is_found_as_words_not_as_letters(ward: Ward) -> None:
    rule(ward, phrases="thu hồi đất")
    for order, there in (
        ("Thu hồi đất tại tổ 4", True),
        ("thu hồi, đất", True),
        ("thu hồi đất đai", True),
        ("rút thu hồi đấtx", False),
    ):
        assert (who_decides(ward.workspace, order, None, day(0)) is not None) is there, order
    assert phrases_of("Thu hồi  đất;; cấp-phép ;thu hoi dat") == ["thu hoi dat", "cap phep"]


def test_the_rule_of_the_field_comes_before_one_of_any_field(ward: Ward, city: WorkField) -> None:
    rule(ward, "Chung", phrases="cấp phép", position="Chánh Văn phòng")
    rule(ward, "Riêng", phrases="cấp phép", work_field=city, position="Phó Chủ tịch")
    found = who_decides(ward.workspace, "cấp phép", city, day(0))
    assert found is not None
    assert found.position == "Phó Chủ tịch"


def test_a_new_row_of_the_same_matter_ends_the_old_one(ward: Ward) -> None:
    old = rule(ward, phrases="cấp phép", valid_from=day(-100))
    rule(ward, phrases="cấp phép", position="UBND thành phố", level=Level.ABOVE, valid_from=day(0))
    old.refresh_from_db()
    assert old.valid_to == day(-1)
    assert not is_beyond(ward.workspace, "cấp phép", None, day(-1))
    assert is_beyond(ward.workspace, "cấp phép", None, day(0))


def test_a_row_that_fits_nothing_is_refused(ward: Ward) -> None:
    for fields, where in (
        ({"phrases": " ; "}, "phrases"),
        ({"phrases": "a", "position": " "}, "position"),
        ({"phrases": "a", "source": ""}, "source"),
        ({"phrases": "a", "level": "moon"}, "level"),
        ({"phrases": "a", "valid_from": day(2), "valid_to": day(1)}, "valid_to"),
    ):
        with pytest.raises(ValidationError) as fault:
            rule(ward, **fields)
        assert where in fault.value.message_dict
    assert not AuthorityRule.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "leader", "division_head", "specialist", "auditor", "outsider"])
def test_only_the_administrator_changes_them(ward: Ward, city: WorkField, who: str) -> None:
    row, assigned = (
        rule(ward, work_field=city),
        actions.assign_field(rights_of(ward.administrator), ward.leader, work_field=city),
    )
    access = rights_of(getattr(ward, who))
    for attempt in (
        lambda: actions.set_authority(access, matter="a", position="b", source="c", phrases="d"),
        lambda: actions.end_authority(access, row, last_day=day(0), version=row.version),
        lambda: actions.end_field_assignment(access, assigned, last_day=day(0), version=assigned.version),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_another_ward_has_its_own_matrix(ward: Ward, city: WorkField) -> None:
    rule(ward, phrases="cấp phép")
    access = rights_of(ward.outsider)
    assert not matrix(access).groups
    assert not answers(access).fields
    assert who_decides(ward.elsewhere, "cấp phép", None, day(0)) is None


def test_reading_the_matrix_costs_one_query(ward: Ward, django_assert_num_queries: Any) -> None:
    for number in range(5):
        rule(ward, f"Việc {number}", phrases=f"việc {number}")
    with django_assert_num_queries(1):
        authorities = Authorities(ward.workspace, day(0))
        for number in range(5):
            assert authorities.who_decides(f"làm việc {number}")
