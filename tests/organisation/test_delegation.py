"""Rights that are lent: for a time, for a scope, once, and never on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.people import Ward, add_person, rights_of

from sauro.identity.models import User
from sauro.identity.records import Stale
from sauro.journal.models import Entry
from sauro.organisation import actions
from sauro.organisation.access import ROLES, Access, access_of
from sauro.organisation.models import Delegation, Person, Post, Role, WorkField
from sauro.organisation.powers import LENDABLE, NEVER_LENT, POWERS
from sauro.organisation.standing import delegations


def today() -> date:
    return timezone.localdate()


def day(offset: int) -> date:
    return today() + timedelta(days=offset)


def post_of(person: Person) -> Post:
    return Post.objects.get(person=person)


def lend(holder: Person, to: Person, *, by: Person | None = None, **fields: Any) -> Delegation:
    given = {
        "valid_from": day(0),
        "valid_to": day(10),
        "document_text": "12/GUQ-UBND",
        "reason": "Đi công tác",
        **fields,
    }
    return actions.delegate(rights_of(by or holder), post_of(holder), to, **given)


def on(person: Person, when: date) -> Access:
    return access_of(User.objects.get(pk=person.user_id), when)


def test_a_delegate_has_every_right_of_the_post_and_says_for_whom(ward: Ward) -> None:
    lend(ward.leader, ward.division_head)
    before, after = rights_of(ward.leader), rights_of(ward.division_head)
    for action in ROLES:
        own = Role.DIVISION_HEAD in ROLES[action]
        lent = before.may(action, ward.committee.pk) and action not in NEVER_LENT
        assert after.may(action, ward.committee.pk) is (own or lent), action
        acting = after.acting_for(action, ward.committee.pk)
        assert (acting.holder_name if acting else None) == (
            ward.leader.full_name if lent and not own else None
        )
    assert "organisation.delegate" in NEVER_LENT


@pytest.mark.parametrize(("offset", "holds"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_delegation_begins_and_ends_by_itself(ward: Ward, offset: int, holds: bool) -> None:
    lend(ward.leader, ward.division_head)
    assert on(ward.division_head, day(offset)).may("tasks.decide", ward.committee.pk) is holds


def test_it_ends_with_the_post_of_the_holder(ward: Ward) -> None:
    lend(ward.leader, ward.division_head)
    Post.objects.filter(person=ward.leader).update(valid_to=day(3))
    assert on(ward.division_head, day(3)).may("tasks.decide", ward.committee.pk)
    assert not on(ward.division_head, day(4)).may("tasks.decide", ward.committee.pk)


def test_it_ends_with_the_last_post_of_the_delegate(ward: Ward) -> None:
    lend(ward.leader, ward.division_head)
    Post.objects.filter(person=ward.division_head).update(valid_to=day(3))
    assert not on(ward.division_head, day(4)).may("tasks.decide", ward.committee.pk)


def test_it_is_taken_back_at_once_by_its_holder_and_by_nobody_who_saw_an_older_one(ward: Ward) -> None:
    made = lend(ward.leader, ward.division_head)
    with pytest.raises(PermissionDenied):
        actions.end_delegation(rights_of(ward.division_head), made, reason="Thôi", version=made.version)
    with pytest.raises(Stale):
        actions.end_delegation(rights_of(ward.leader), made, reason="Đã về", version=made.version - 1)
    made.refresh_from_db()
    actions.end_delegation(rights_of(ward.leader), made, reason="Đã về", version=made.version)
    assert not rights_of(ward.division_head).may("tasks.decide", ward.committee.pk)
    with pytest.raises(ValidationError):
        actions.end_delegation(rights_of(ward.leader), made, reason="Đã về", version=made.version)
    told = Entry.objects.order_by("-id").values_list("action", flat=True)
    assert (
        list(told[:2]) == ["organisation.end_delegation", "organisation.delegate"]
        or "organisation.delegate" in told
    )


def test_chosen_powers_lend_nothing_else(ward: Ward) -> None:
    lend(ward.leader, ward.division_head, powers=["decide"])
    access = rights_of(ward.division_head)
    assert access.may("tasks.decide", ward.committee.pk)
    assert access.may("tasks.see_agency", ward.committee.pk)
    assert not access.may("tasks.assign", ward.committee.pk)
    assert not access.may("intake.accept", ward.committee.pk)


def test_a_narrowed_delegation_lets_see_and_decides_in_its_unit_and_field_alone(ward: Ward) -> None:
    field = WorkField.objects.create(workspace=ward.workspace, name="Đô thị")
    lend(ward.leader, ward.colleague, unit=ward.economy, work_field=field)
    access = rights_of(ward.colleague)
    assert access.may("tasks.see_agency", ward.committee.pk)
    assert not access.may("tasks.decide", ward.committee.pk)
    there = {"unit_id": ward.economy.pk, "work_field_id": field.pk}
    assert access.acting_for("tasks.decide", ward.committee.pk, **there) is not None
    assert (
        access.acting_for("tasks.decide", ward.committee.pk, **(there | {"unit_id": ward.culture.pk})) is None
    )
    assert access.acting_for("tasks.decide", ward.committee.pk, **(there | {"work_field_id": None})) is None


def test_what_is_lent_is_not_lent_on(ward: Ward) -> None:
    lend(ward.leader, ward.division_head)
    with pytest.raises(PermissionDenied, match="không ủy quyền lại"):
        lend(ward.leader, ward.clerk, by=ward.division_head)


@pytest.mark.parametrize(
    "who",
    [
        "vice_leader",
        "division_head",
        "specialist",
        "colleague",
        "clerk",
        "auditor",
        "party_clerk",
        "outsider",
    ],
)
def test_nobody_lends_the_post_of_another(ward: Ward, who: str) -> None:
    with pytest.raises(PermissionDenied):
        lend(ward.leader, ward.colleague, by=getattr(ward, who))
    assert not Delegation.objects.exists()


def test_an_administrator_enters_the_paper_of_a_leader_but_gives_himself_nothing(ward: Ward) -> None:
    made = lend(ward.leader, ward.division_head, by=ward.administrator)
    assert made.granted_by == ward.administrator.user
    with pytest.raises(PermissionDenied):
        lend(ward.vice_leader, ward.administrator, by=ward.administrator)


@pytest.mark.parametrize("who", ["specialist", "auditor", "administrator"])
def test_some_posts_are_not_lent(ward: Ward, who: str) -> None:
    person = getattr(ward, who)
    with pytest.raises((ValidationError, PermissionDenied)):
        lend(person, ward.colleague)
    with pytest.raises((ValidationError, PermissionDenied)):
        lend(person, ward.colleague, by=ward.administrator)
    assert post_of(person).role not in LENDABLE


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"valid_from": 5, "valid_to": 4}, "valid_to"),
        ({"valid_from": -9, "valid_to": -1}, "valid_to"),
        ({"valid_from": 0, "valid_to": 400}, "valid_to"),
        ({"document_text": "  "}, "document_text"),
        ({"reason": ""}, "reason"),
        ({"powers": ["everything"]}, "powers"),
    ],
)
def test_bad_input_is_told_field_by_field(ward: Ward, fields: dict[str, Any], where: str) -> None:
    given = {name: day(value) if isinstance(value, int) else value for name, value in fields.items()}
    with pytest.raises(ValidationError) as fault:
        lend(ward.leader, ward.division_head, **given)
    assert where in fault.value.message_dict


def test_whom_nothing_is_lent_to(ward: Ward) -> None:
    gone = add_person("Lò Thị Ổi", "oi", ward.committee, ward.culture, Role.SPECIALIST, "Chuyên viên")
    Post.objects.filter(person=gone).update(valid_to=day(-1))
    nobody = Person.objects.create(workspace=ward.workspace, full_name="Lò Văn Mận", sort_key="man")
    for to in (ward.leader, gone, nobody, ward.party_specialist):
        with pytest.raises(ValidationError) as fault:
            lend(ward.leader, to)
        assert "delegate" in fault.value.message_dict, to
    with pytest.raises(PermissionDenied):
        lend(ward.leader, ward.outsider)


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ({}, True),
        ({"valid_from": 10, "valid_to": 20}, True),
        ({"valid_from": 11, "valid_to": 20}, False),
        ({"powers": ["assign"]}, True),
    ],
)
def test_the_same_thing_is_lent_once_at_a_time(ward: Ward, second: dict[str, Any], refused: bool) -> None:
    lend(ward.leader, ward.division_head)
    given = {name: day(value) if isinstance(value, int) else value for name, value in second.items()}
    if refused:
        with pytest.raises(ValidationError, match=ward.division_head.full_name):
            lend(ward.leader, ward.colleague, **given)
    else:
        lend(ward.leader, ward.colleague, **given)


def test_different_scopes_stand_beside_each_other(ward: Ward) -> None:
    lend(ward.leader, ward.division_head, powers=["decide"], unit=ward.culture)
    lend(ward.leader, ward.vice_leader, powers=["decide"], unit=ward.economy)
    lend(ward.leader, ward.clerk, powers=["assign"])
    with pytest.raises(ValidationError):
        lend(ward.leader, ward.colleague, powers=["decide", "review"], unit=ward.economy)


def test_who_gets_the_rights_of_a_leader_comes_in_with_a_second_factor(ward: Ward) -> None:
    assert not User.objects.get(pk=ward.colleague.user_id).needs_second_factor
    lend(ward.leader, ward.colleague)
    assert User.objects.get(pk=ward.colleague.user_id).needs_second_factor


def test_rights_cost_one_query_and_two_where_something_is_lent(
    ward: Ward, django_assert_num_queries: Any
) -> None:
    user = User.objects.get(pk=ward.division_head.user_id)
    with django_assert_num_queries(1):
        access_of(user)
    lend(ward.leader, ward.division_head)
    lend(ward.clerk, ward.division_head)
    user = User.objects.get(pk=ward.division_head.user_id)
    with django_assert_num_queries(2):
        assert len(access_of(user).lent) == 2


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("leader", True),
        ("auditor", True),
        ("administrator", True),
        ("party_clerk", False),
        ("outsider", False),
    ],
)
def test_delegations_are_known_in_their_agency(ward: Ward, who: str, sees: bool) -> None:
    lend(ward.leader, ward.division_head)
    assert bool(delegations(rights_of(getattr(ward, who))).now) is sees


def test_powers_are_made_of_actions_that_posts_have() -> None:
    for key, power in POWERS.items():
        assert power.actions <= set(ROLES), key
        assert any(role in ROLES[action] for action in power.actions for role in LENDABLE), key
