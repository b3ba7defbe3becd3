from datetime import date

import pytest
from tests.people import Ward, add_person

from sauro.organisation.models import Agency, Alias, Axis, Post, Role, Unit, UnitKind
from sauro.organisation.resolve import Resolver

TODAY = date(2026, 11, 16)


@pytest.fixture
def resolver(ward: Ward) -> Resolver:
    for number in (1, 2):
        Unit.objects.create(
            workspace=ward.workspace,
            agency=ward.party,
            name=f"Chi bộ Tổ dân phố số {number}",
            kind=UnitKind.PARTY_CELL,
        )
    for name, kind in (
        ("Công an phường", UnitKind.ARMED_FORCE),
        ("Ban Chỉ huy Quân sự phường", UnitKind.ARMED_FORCE),
        ("Trung tâm Phục vụ hành chính công phường", UnitKind.CENTRE),
    ):
        Unit.objects.create(workspace=ward.workspace, agency=ward.committee, name=name, kind=kind, order=5)
    return Resolver(ward.workspace, TODAY)


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("Văn phòng HĐND và UBND phường", "Văn phòng HĐND và UBND phường"),
        ("Văn phòng HĐND & UBND phường Đồng Lau", "Văn phòng HĐND và UBND phường"),
        ("VP HĐND-UBND", "Văn phòng HĐND và UBND phường"),
        ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường", "Văn phòng HĐND và UBND phường"),
        ("Văn phòng Ủy ban", "Văn phòng HĐND và UBND phường"),
        ("Văn phòng UBND phường", "Văn phòng HĐND và UBND phường"),
        ("Phòng KT, HT&ĐT", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("P. KTHTĐT", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("phòng Kinh tế - Hạ tầng - Đô thị phường", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("Phòng VHXH", "Phòng Văn hóa - Xã hội"),
        ("phong van hoa xa hoi", "Phòng Văn hóa - Xã hội"),
        ("Công an phường", "Công an phường"),
        ("CA phường", "Công an phường"),
        ("BCH QS phường", "Ban Chỉ huy Quân sự phường"),
        ("TTPVHCC", "Trung tâm Phục vụ hành chính công phường"),
        ("TT PVHCC phường", "Trung tâm Phục vụ hành chính công phường"),
        ("Trung tâm Hành chính công", "Trung tâm Phục vụ hành chính công phường"),
        ("Tổ dân phố 02", "Tổ dân phố số 2"),
        ("TDP số 3", "Tổ dân phố số 3"),
        ("Văn phòng Đảng ủy", "Văn phòng Đảng ủy phường"),
    ],
)
def test_a_unit_is_known_under_the_ways_of_writing_it(resolver: Resolver, printed: str, unit: str) -> None:
    found = resolver.party(printed)
    assert found.certain, found
    assert found.unit_id == Unit.objects.get(name=unit).pk
    assert found.name == unit
    assert found.why


@pytest.mark.parametrize(
    "printed",
    [
        "Sở Xây dựng",
        "Công an thành phố",
        "UBND phường Bến Sậy",
        "UBND thành phố",
        "Phòng Y tế",
        "Sở Kinh tế",
        "",
        "—",
    ],
)
def test_a_stranger_stays_a_name(resolver: Resolver, printed: str) -> None:
    found = resolver.party(printed)
    assert not found.certain
    assert (found.unit_id, found.person_id, found.unit_ids) == (None, None, [])
    assert found.name == printed
    assert found.why


def test_a_name_that_fits_several_units_asks(resolver: Resolver, ward: Ward) -> None:
    found = Resolver(ward.workspace, TODAY).party("Văn phòng phường Đồng Lau")
    assert found.unit_id == ward.office.pk  # its short name
    Unit.objects.filter(pk=ward.office.pk).update(short_name="")
    asked = Resolver(ward.workspace, TODAY).party("Chi bộ Tổ dân phố")
    assert not asked.certain
    assert len(asked.suggestions) == 2


def test_the_agency_leads_through_its_office(resolver: Resolver, ward: Ward) -> None:
    found = resolver.party("UBND phường")
    assert found.unit_id == ward.office.pk
    assert not found.certain
    assert ("person", ward.leader.pk, "Trần Văn Lau") in found.suggestions
    assert "cơ quan" in found.why


def test_an_order_to_all_wards_binds_ours(resolver: Resolver, ward: Ward) -> None:
    found = resolver.party("UBND các xã, phường")
    assert found.unit_id == ward.office.pk
    assert "gồm cả UBND phường Đồng Lau" in found.why
    assert resolver.party("Đảng ủy các phường, xã").unit_id == ward.party_office.pk


@pytest.mark.parametrize(
    ("printed", "person"),
    [
        ("đồng chí Phó Chủ tịch Đỗ Thị Cói", "Đỗ Thị Cói"),
        ("Đồng chí Trần Văn Lau - Chủ tịch UBND phường", "Trần Văn Lau"),
        ("Chủ tịch UBND phường", "Trần Văn Lau"),
        ("Chủ tịch Ủy ban nhân dân phường Đồng Lau", "Trần Văn Lau"),
        ("Phó Chủ tịch UBND phường", "Đỗ Thị Cói"),
        ("Trưởng phòng Kinh tế, Hạ tầng và Đô thị", "Phạm Văn Tre"),
        ("bà Nguyễn Thị Nứa", "Nguyễn Thị Nứa"),
    ],
)
def test_a_person_is_known_by_name_or_post(resolver: Resolver, printed: str, person: str) -> None:
    found = resolver.party(printed)
    assert found.certain, found
    assert found.name == person
    assert found.person_id is not None


def test_a_post_that_two_people_hold_asks(ward: Ward) -> None:
    add_person("Lò Thị Ổi", "oi", ward.committee, None, Role.LEADER, "Phó Chủ tịch")
    found = Resolver(ward.workspace, TODAY).party("Phó Chủ tịch UBND phường")
    assert found.person_id is None
    assert sorted(name for _, _, name in found.suggestions) == ["Lò Thị Ổi", "Đỗ Thị Cói"]
    assert "2 người cùng chức vụ" in found.why


def test_a_post_that_has_ended_is_nobodys(ward: Ward) -> None:
    Post.objects.filter(person=ward.leader).update(valid_to=date(2026, 11, 15))
    assert Resolver(ward.workspace, TODAY).party("Chủ tịch UBND phường").person_id is None
    assert (
        Resolver(ward.workspace, date(2026, 11, 15)).party("Chủ tịch UBND phường").person_id == ward.leader.pk
    )


@pytest.mark.parametrize(
    ("printed", "units", "why"),
    [
        ("các tổ dân phố", 3, "3 tổ dân phố"),
        ("24 tổ dân phố", 3, "3 tổ dân phố"),
        ("Tổ trưởng các tổ dân phố trên địa bàn phường", 3, "3 tổ dân phố"),
        ("các tổ dân phố số 1, 3", 2, "2 tổ dân phố"),
        ("Tổ dân phố số 1 và số 2", 2, "2 tổ dân phố"),
        ("các chi bộ trực thuộc", 2, "2 chi bộ"),
        ("các phòng, ban, đơn vị", 6, "6 phòng, đơn vị của UBND phường Đồng Lau"),
        ("Thủ trưởng các phòng, ban, đơn vị thuộc UBND phường", 6, "6 phòng, đơn vị"),
        ("các cơ quan, đơn vị", 6, "6 phòng, đơn vị"),
        ("các phòng chuyên môn", 2, "2 phòng chuyên môn"),
        ("các phòng, ban, đơn vị, các tổ dân phố", 9, "3 tổ dân phố"),
    ],
)
def test_a_class_binds_several_units(resolver: Resolver, printed: str, units: int, why: str) -> None:
    found = resolver.party(printed)
    assert len(found.unit_ids) == units, found
    assert found.certain
    assert why in found.why
    assert found.unit_id is None


@pytest.mark.parametrize("printed", ["các đơn vị có liên quan", "các phòng, ban liên quan"])
def test_a_vague_class_asks(resolver: Resolver, printed: str) -> None:
    found = resolver.party(printed)
    assert not found.certain
    assert found.unit_ids == []
    assert found.suggestions


@pytest.mark.parametrize("printed", ["các sở, ban, ngành", "các bộ, ngành trung ương", "các doanh nghiệp"])
def test_classes_above_the_ward_are_not_ours(resolver: Resolver, printed: str) -> None:
    found = resolver.party(printed)
    assert found.unit_ids == []
    assert found.unit_id is None


def test_what_was_learned_comes_first(ward: Ward) -> None:
    alias = Alias.objects.create(
        workspace=ward.workspace,
        text="Phòng Kinh tế",
        folded="phong kinh te",
        unit=ward.culture,
        learned=True,
    )
    found = Resolver(ward.workspace, TODAY).party("PHÒNG  Kinh tế")
    assert found.unit_id == ward.culture.pk
    assert found.why == f"bí danh đã học ngày {alias.created_at:%d/%m/%Y}: “Phòng Kinh tế”"


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("Phòng Văn hóa - Xã hội, Công an phường", ["Phòng Văn hóa - Xã hội", "Công an phường"]),
        (
            "Phòng KT-HT&ĐT; Ban CHQS phường",
            ["Phòng Kinh tế, Hạ tầng và Đô thị", "Ban Chỉ huy Quân sự phường"],
        ),
        ("Công an phường và Trung tâm PVHCC", ["Công an phường", "Trung tâm Phục vụ hành chính công phường"]),
        ("Công an phường, các tổ dân phố số 1, 3", ["Công an phường", "Tổ dân phố số 1", "Tổ dân phố số 3"]),
    ],
)
def test_units_that_are_joined_are_all_bound(resolver: Resolver, printed: str, units: list[str]) -> None:
    found = resolver.party(printed)
    assert found.certain, found
    assert {Unit.objects.get(pk=pk).name for pk in found.unit_ids} == set(units)


def test_a_list_with_a_stranger_in_it_asks(resolver: Resolver) -> None:
    found = resolver.party("Công an phường, Hợp tác xã Bến Sậy")
    assert not found.certain
    assert (found.unit_id, found.unit_ids) == (None, [])


def test_party_organisations_of_all_kinds_are_one_class(ward: Ward) -> None:
    for name in ("Chi bộ 1", "Chi bộ 2", "Đảng bộ Công an phường", "Đảng bộ Quân sự phường"):
        Unit.objects.create(workspace=ward.workspace, agency=ward.party, name=name, kind=UnitKind.PARTY_CELL)
    for printed in ("các chi bộ, đảng bộ cơ sở", "các TCCSĐ trực thuộc", "các tổ chức cơ sở đảng"):
        found = Resolver(ward.workspace, TODAY).party(printed)
        assert found.certain, printed
        assert len(found.unit_ids) == 4, printed


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("Mặt trận", "front"),
        ("Mặt trận Tổ quốc phường", "front"),
        ("Ban Thường trực UBMTTQ Việt Nam phường", "front"),
        ("Đảng bộ phường", "party"),
        ("Ban Thường vụ Đảng ủy phường Đồng Lau", "party"),
    ],
)
def test_an_agency_is_known_as_people_call_it(ward: Ward, printed: str, agency: str) -> None:
    front = Agency.objects.create(
        workspace=ward.workspace, axis=Axis.FRONT, name="Ủy ban MTTQ Việt Nam phường Đồng Lau"
    )
    office = Unit.objects.create(
        workspace=ward.workspace, agency=front, name="Cơ quan Ủy ban MTTQ", kind=UnitKind.OFFICE
    )
    found = Resolver(ward.workspace, TODAY).party(printed)
    assert found.unit_id == {"front": office.pk, "party": ward.party_office.pk}[agency]
    assert not found.certain  # which unit of the agency does it, a person says


CITY = "Ủy ban nhân dân thành phố Lam Giang"


@pytest.mark.parametrize("printed", ["Văn phòng", "Phòng Văn hóa - Xã hội", "các phòng, ban, đơn vị"])
def test_a_name_that_the_city_has_too_asks_in_a_paper_of_the_city(ward: Ward, printed: str) -> None:
    assert Resolver(ward.workspace, TODAY).party(printed).certain
    found = Resolver(ward.workspace, TODAY, issuer=CITY).party(printed)
    assert (found.certain, found.unit_id, found.unit_ids) == (False, None, [])
    assert found.suggestions
    assert CITY in found.why


def test_what_names_the_ward_is_ours_whoever_writes(ward: Ward) -> None:
    far = Resolver(ward.workspace, TODAY, issuer="Sở Nội vụ thành phố Lam Giang")
    assert far.party("Phòng Văn hóa - Xã hội phường Đồng Lau").unit_id == ward.culture.pk
    assert far.party("UBND các xã, phường").unit_id == ward.office.pk
    assert far.party("các cơ quan, đơn vị, địa phương").unit_id == ward.office.pk
    neighbour = Resolver(ward.workspace, TODAY, issuer="UBND phường Bến Sậy")
    assert not neighbour.party("Văn phòng").certain
    own = Resolver(ward.workspace, TODAY, issuer="ĐẢNG ỦY PHƯỜNG ĐỒNG LAU")
    assert own.party("Văn phòng").unit_id == ward.office.pk


def test_an_alias_of_somebody_who_has_left_answers_no_more(ward: Ward) -> None:
    Alias.objects.create(
        workspace=ward.workspace, text="anh Nứa địa chính", folded="anh nua dia chinh", person=ward.specialist
    )
    assert Resolver(ward.workspace, TODAY).party("anh Nứa địa chính").person_id == ward.specialist.pk
    Post.objects.filter(person=ward.specialist).update(valid_to=date(2026, 11, 15))
    found = Resolver(ward.workspace, TODAY).party("anh Nứa địa chính")
    assert (found.person_id, found.certain) == (None, False)


def test_an_alias_is_known_with_the_place_behind_it_too(ward: Ward) -> None:
    Alias.objects.create(
        workspace=ward.workspace, text="Bộ phận Một cửa", folded="bo phan mot cua", unit=ward.office
    )
    assert Resolver(ward.workspace, TODAY).party("Bộ phận một cửa phường Đồng Lau").unit_id == ward.office.pk


@pytest.mark.parametrize(
    "printed", ["Phòng Văn hóa - Xã hội", "Phòng VHXH", "Phòng Văn hóa", "Phòng Cũ", "PVH"]
)
def test_a_unit_that_has_ended_is_known_under_all_its_names(ward: Ward, printed: str) -> None:
    Unit.objects.filter(pk=ward.culture.pk).update(valid_to=date(2026, 6, 30), code="PVH")
    Alias.objects.create(
        workspace=ward.workspace, text="Phòng Cũ", folded="phong cu", unit=ward.culture, learned=True
    )
    found = Resolver(ward.workspace, TODAY).party(printed)
    assert (found.unit_id, found.certain) == (None, False)
    assert "đã thôi hoạt động từ sau ngày 30/06/2026" in found.why


def test_a_unit_that_has_ended_is_pointed_out(ward: Ward) -> None:
    Unit.objects.filter(pk=ward.culture.pk).update(valid_to=date(2026, 6, 30))
    found = Resolver(ward.workspace, TODAY).party("Phòng Văn hóa - Xã hội")
    assert found.unit_id is None
    assert "30/06/2026" in found.why


def test_a_typing_error_gives_a_suggestion(resolver: Resolver, ward: Ward) -> None:
    found = resolver.party("Phòng Kinh tế, Hạ tầng, Đô thị và Môi trường")
    assert found.unit_id is None
    assert found.suggestions, found
    assert found.suggestions[0] == ("unit", ward.economy.pk, ward.economy.name)


@pytest.mark.parametrize(
    "printed", ["Sở Xây dựng", "Công an thành phố", "Ban Xây dựng Đảng Thành ủy", "Công ty Hạ tầng Đô thị"]
)
def test_a_body_above_or_outside_is_like_nobody_here(resolver: Resolver, printed: str) -> None:
    found = resolver.party(printed)
    assert (found.name, found.suggestions) == (printed, [])
    assert found.why.endswith("giữ nguyên tên")


def test_another_ward_is_never_answered(ward: Ward) -> None:
    found = Resolver(ward.elsewhere, TODAY).party("Phòng Kinh tế, Hạ tầng và Đô thị")
    assert (found.unit_id, found.suggestions) == (None, [])


def test_building_it_costs_the_same_for_any_size(ward: Ward, django_assert_num_queries: object) -> None:
    def build() -> None:
        resolver = Resolver(ward.workspace, TODAY)
        for text in ("Phòng Kinh tế", "các tổ dân phố", "đồng chí Trần Văn Lau", "Sở Y tế"):
            resolver.party(text)

    with django_assert_num_queries(4):  # type: ignore[operator]
        build()
    for number in range(40):
        Unit.objects.create(
            workspace=ward.workspace, agency=ward.committee, name=f"Trường số {number}", kind=UnitKind.SCHOOL
        )
    with django_assert_num_queries(4):  # type: ignore[operator]
        build()
