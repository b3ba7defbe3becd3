from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.people import Ward, rights_of

from sauro.identity.models import User, Workspace
from sauro.journal.models import Entry
from sauro.organisation import actions, queries
from sauro.organisation.models import (
    Agency,
    Alias,
    Axis,
    FieldAssignment,
    Person,
    Post,
    Role,
    Unit,
    WorkField,
)

NOT_MANAGERS = [
    "clerk", "leader", "vice_leader", "division_head", "specialist", "colleague", "auditor", "party_clerk", "outsider",
]  # fmt: skip


def test_the_administrator_builds_the_ward_and_the_journal_tells(ward: Ward) -> None:
    access = rights_of(ward.administrator)
    council = actions.add_agency(access, axis=Axis.COUNCIL, name="HĐND  phường Đồng Lau")
    board = actions.add_unit(access, council, name="Ban Kinh tế - Ngân sách", kind="council_board")
    person = actions.add_person(access, full_name="Lò Thị Ổi")
    post = actions.give_post(access, person, council, unit=board, role=Role.DIVISION_HEAD, title="Trưởng ban")
    field = actions.add_work_field(access, name="Ngân sách")
    actions.assign_field(access, ward.vice_leader, work_field=field, valid_from=date(2026, 7, 1))
    actions.end_post(access, post, last_day=date(2027, 1, 31))
    assert council.name == "HĐND phường Đồng Lau"
    assert Post.objects.get(pk=post.pk).valid_to == date(2027, 1, 31)
    done = (
        Entry.objects.filter(actor=ward.administrator.user)
        .order_by("id")
        .values_list("action", "object_kind")
    )
    assert [f"{action} {kind}" for action, kind in done] == [
        "organisation.add_agency agency",
        "organisation.add_unit unit",
        "organisation.add_person person",
        "organisation.give_post post",
        "organisation.add_work_field work_field",
        "organisation.assign_field field_assignment",
        "organisation.end_post post",
    ]


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_changes_the_organisation(ward: Ward, who: str) -> None:
    access = rights_of(getattr(ward, who))
    post = Post.objects.get(person=ward.specialist)
    for attempt in (
        lambda: actions.add_agency(access, axis=Axis.COUNCIL, name="HĐND"),
        lambda: actions.add_unit(access, ward.committee, name="Phòng Mới"),
        lambda: actions.add_person(access, full_name="Lò Thị Ổi"),
        lambda: actions.give_post(access, ward.colleague, ward.committee, role=Role.LEADER, title="Chủ tịch"),
        lambda: actions.end_post(access, post, last_day=date(2026, 1, 1)),
        lambda: actions.end_unit(access, ward.culture, last_day=date(2026, 1, 1)),
        lambda: actions.add_work_field(access, name="Ngân sách"),
        lambda: actions.assign_field(access, ward.leader, unit=ward.economy),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Entry.objects.exists()


def test_an_administrator_reaches_no_other_ward(ward: Ward) -> None:
    access = rights_of(ward.administrator)
    neighbour = Agency.objects.get(workspace=ward.elsewhere)
    for attempt in (
        lambda: actions.add_unit(access, neighbour, name="Phòng Mới"),
        lambda: actions.give_post(access, ward.outsider, ward.committee, role=Role.LEADER, title="Chủ tịch"),
        lambda: actions.give_post(access, ward.colleague, neighbour, role=Role.LEADER, title="Chủ tịch"),
        lambda: actions.assign_field(access, ward.outsider, unit=ward.economy),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_nobody_gives_himself_a_post(ward: Ward) -> None:
    with pytest.raises(PermissionDenied):
        actions.give_post(
            rights_of(ward.administrator),
            ward.administrator,
            ward.committee,
            role=Role.LEADER,
            title="Chủ tịch",
        )


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        ("leader", True),
        ("records_clerk", True),
        ("administrator", True),
        ("division_head", False),
        ("auditor", False),
    ],
)
def test_a_post_with_power_asks_for_a_second_factor(ward: Ward, role: str, needs: bool) -> None:
    actions.give_post(
        rights_of(ward.administrator), ward.colleague, ward.committee, role=role, title="Chức vụ"
    )
    assert User.objects.get(pk=ward.colleague.user_id).needs_second_factor is needs


def test_faults_are_told_and_nothing_is_stored(ward: Ward) -> None:
    access = rights_of(ward.administrator)
    for attempt in (
        lambda: actions.add_agency(access, axis=Axis.COUNCIL, name="   "),
        lambda: actions.add_unit(access, ward.committee, name="Phòng Văn hóa - Xã hội"),
        lambda: actions.add_unit(access, ward.committee, name="Tổ", parent=ward.party_office),
        lambda: actions.add_person(access, full_name="Khác", user=ward.clerk.user),
        lambda: actions.give_post(
            access, ward.colleague, ward.committee, unit=ward.party_office, role=Role.SPECIALIST, title="Chuyên viên"
        ),
        lambda: actions.give_post(
            access, ward.colleague, ward.committee, role=Role.SPECIALIST, title="Chuyên viên",
            valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1),
        ),
        lambda: actions.assign_field(access, ward.leader),
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            attempt()
    assert not Entry.objects.exists()


def test_an_empty_workspace_is_founded_once(db: None) -> None:
    workspace = Workspace.objects.create(name="Xã Đồi Cọ", slug="doi-co")
    user = User.objects.create_user("co", full_name="Hà Văn Cọ", workspace=workspace)
    post = actions.found(
        user,
        axis=Axis.COMMITTEE,
        name="Ủy ban nhân dân xã Đồi Cọ",
        short_name=" UBND  xã",
        code="UBND",
        valid_from=date(2025, 7, 1),
    )
    assert post.role == Role.ADMINISTRATOR
    agency = post.agency
    assert (agency.short_name, agency.code, agency.valid_from) == ("UBND xã", "UBND", date(2025, 7, 1))
    assert User.objects.get(pk=user.pk).needs_second_factor
    with pytest.raises(PermissionDenied):
        actions.found(user, axis=Axis.PARTY, name="Đảng ủy xã Đồi Cọ")


@pytest.mark.parametrize("who", ["clerk", "leader", "division_head", "administrator"])
def test_an_alias_is_learned_and_the_last_one_holds(ward: Ward, who: str) -> None:
    access = rights_of(getattr(ward, who))
    actions.learn_alias(access, "Phòng Một", unit_id=ward.economy.pk)
    alias = actions.learn_alias(access, "PHÒNG  một", unit_id=ward.culture.pk)
    assert Alias.objects.get().unit == ward.culture
    assert (alias.folded, alias.learned) == ("phong mot", True)
    actions.learn_alias(access, "phòng một", person_id=ward.leader.pk)
    assert (Alias.objects.get().unit, Alias.objects.get().person) == (None, ward.leader)


@pytest.mark.parametrize("who", ["specialist", "colleague", "auditor"])
def test_others_teach_no_alias(ward: Ward, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.learn_alias(rights_of(getattr(ward, who)), "Phòng Một", unit_id=ward.economy.pk)


def test_an_alias_belongs_to_one_thing_of_the_own_ward(ward: Ward) -> None:
    with pytest.raises(PermissionDenied):
        actions.learn_alias(rights_of(ward.outsider), "Phòng Một", unit_id=ward.economy.pk)
    for wrong in ({}, {"unit_id": ward.economy.pk, "person_id": ward.leader.pk}):
        with pytest.raises(ValidationError):
            actions.learn_alias(rights_of(ward.clerk), "Phòng Một", **wrong)
    with pytest.raises(ValidationError):
        actions.learn_alias(rights_of(ward.clerk), " -- ", unit_id=ward.economy.pk)


def test_lists_hold_the_own_ward_as_it_is_today(ward: Ward) -> None:
    Unit.objects.filter(pk=ward.culture.pk).update(valid_to=date(2020, 1, 1))
    Post.objects.filter(person=ward.colleague).update(valid_to=date(2020, 1, 1))
    access = rights_of(ward.specialist)
    assert [unit.name for unit in queries.units(access)][:2] == [ward.office.name, ward.economy.name]
    assert ward.culture not in queries.units(access)
    assert ward.colleague not in queries.people(access)
    assert set(queries.leaders(access)) == {ward.leader, ward.vice_leader}
    assert set(queries.leaders(rights_of(ward.outsider))) == {ward.outsider}
    assert list(queries.agencies(access)) == [ward.committee, ward.party]
    assert queries.posts_of(access, [ward.leader.pk])[ward.leader.pk][0].title == "Chủ tịch"


def test_the_nearest_assignment_answers(ward: Ward) -> None:
    field = WorkField.objects.create(workspace=ward.workspace, name="Đô thị")

    def assigned(leader: Person, **what: object) -> None:
        FieldAssignment.objects.create(workspace=ward.workspace, leader=leader, **what)

    on = date(2026, 11, 16)
    assert queries.leader_for(ward.workspace, ward.economy.pk, field.pk, on) is None
    assigned(ward.leader, work_field=field)
    assert queries.leader_for(ward.workspace, ward.economy.pk, field.pk, on) == ward.leader
    assigned(ward.vice_leader, unit=ward.economy, valid_from=date(2026, 7, 1))
    assert queries.leader_for(ward.workspace, ward.economy.pk, field.pk, on) == ward.vice_leader
    assert queries.leader_for(ward.workspace, ward.economy.pk, None, date(2026, 6, 30)) is None
    found = queries.Leaders(ward.workspace, on).of(ward.economy.pk)
    assert found is not None
    assert found.why == "được phân công phụ trách Phòng Kinh tế, Hạ tầng và Đô thị từ ngày 01/07/2026"
    assert queries.leader_for(ward.elsewhere, ward.economy.pk, field.pk, on) is None
