"""Units over time: names, places in the tree, mergers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.people import Ward, rights_of

from sauro.identity.records import Stale
from sauro.organisation import actions
from sauro.organisation.models import Alias, Post, Unit
from sauro.organisation.structure import tree


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def change(ward: Ward, unit: Unit, **fields: Any) -> Unit:
    unit.refresh_from_db()
    given = {"name": unit.name, "short_name": unit.short_name, "version": unit.version, **fields}
    return actions.change_unit(rights_of(ward.administrator), unit, **given)


def test_a_unit_that_is_renamed_is_found_under_its_old_name(ward: Ward) -> None:
    change(ward, ward.economy, name="Phòng Kinh tế và Đô thị", short_name="Phòng KTĐT")
    assert {alias.text for alias in Alias.objects.filter(unit=ward.economy)} == {
        "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế",
    }  # fmt: skip
    with pytest.raises(Stale):
        actions.change_unit(rights_of(ward.administrator), ward.economy, name="Khác", version=1)


def test_the_tree_has_no_circles(ward: Ward) -> None:
    change(ward, ward.culture, parent=ward.economy)
    change(ward, ward.office, parent=ward.culture)
    for parent in (ward.office, ward.economy):
        with pytest.raises(ValidationError) as fault:
            change(ward, ward.economy, parent=parent)
        assert "parent" in fault.value.message_dict
    node = next(each for each in tree(rights_of(ward.specialist)).agencies if each.agency == ward.committee)
    assert [(one.unit.pk, one.depth) for one in node.units] == [
        (ward.economy.pk, 0), (ward.culture.pk, 1), (ward.office.pk, 2),
    ]  # fmt: skip


def test_a_unit_stands_under_one_of_its_agency_that_is_still_there(ward: Ward) -> None:
    for parent in (ward.party_office, ward.culture):
        Unit.objects.filter(pk=ward.culture.pk).update(valid_to=day(-1))
        parent.refresh_from_db()
        with pytest.raises(ValidationError):
            change(ward, ward.economy, parent=parent)
        with pytest.raises(ValidationError):
            actions.add_unit(rights_of(ward.administrator), ward.committee, name="Tổ mới", parent=parent)


def test_a_merger_takes_people_names_and_units_along(ward: Ward) -> None:
    change(ward, ward.groups[0], parent=ward.culture)
    actions.learn_alias(rights_of(ward.administrator), "Ban Văn hóa", unit_id=ward.culture.pk, learned=False)
    ward.culture.refresh_from_db()
    actions.merge_unit(
        rights_of(ward.administrator),
        ward.culture,
        ward.economy,
        last_day=day(-1),
        version=ward.culture.version,
    )
    ward.culture.refresh_from_db()
    assert (ward.culture.valid_to, ward.culture.successor) == (day(-1), ward.economy)
    posts = Post.objects.filter(person=ward.colleague).order_by("id")
    assert [(post.unit, post.valid_to) for post in posts] == [(ward.culture, day(-1)), (ward.economy, None)]
    assert rights_of(ward.colleague).unit_ids == {ward.economy.pk}
    names = set(Alias.objects.filter(unit=ward.economy).values_list("text", flat=True))
    assert names == {"Phòng Văn hóa - Xã hội", "Phòng Văn hóa", "Ban Văn hóa"}
    ward.groups[0].refresh_from_db()
    assert ward.groups[0].parent == ward.economy


@pytest.mark.parametrize(("into", "last_day", "where"), [("culture", -1, "into"), ("economy", 0, "last_day")])
def test_bad_mergers_are_refused(ward: Ward, into: str, last_day: int, where: str) -> None:
    with pytest.raises(ValidationError) as fault:
        actions.merge_unit(
            rights_of(ward.administrator), ward.culture, getattr(ward, into), last_day=day(last_day),
            version=ward.culture.version,
        )  # fmt: skip
    assert where in fault.value.message_dict


def test_a_unit_with_units_under_it_is_not_ended(ward: Ward) -> None:
    change(ward, ward.office, parent=ward.culture)
    with pytest.raises(ValidationError):
        actions.end_unit(rights_of(ward.administrator), ward.culture, last_day=day(0))


def test_no_post_is_given_in_a_unit_that_has_ceased(ward: Ward) -> None:
    actions.end_unit(rights_of(ward.administrator), ward.culture, last_day=day(-1))
    with pytest.raises(ValidationError) as fault:
        actions.give_post(
            rights_of(ward.administrator), ward.specialist, ward.committee, unit=ward.culture, role="specialist", title="x"
        )  # fmt: skip
    assert "unit" in fault.value.message_dict


@pytest.mark.parametrize("who", ["clerk", "leader", "division_head", "auditor", "outsider"])
def test_only_the_administrator_changes_units(ward: Ward, who: str) -> None:
    access = rights_of(getattr(ward, who))
    for attempt in (
        lambda: actions.change_unit(access, ward.economy, name="Khác", version=ward.economy.version),
        lambda: actions.merge_unit(access, ward.culture, ward.economy, last_day=day(-1), version=1),
        lambda: actions.welcome(
            access, full_name="A", username="", agency=ward.committee, role="leader", title="B"
        ),
        lambda: actions.give_login(access, ward.colleague, username="another"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
