from datetime import date
from typing import Any

import pytest
from tests.people import Ward

from sauro.identity.models import Workspace
from sauro.organisation.models import Alias, Unit
from sauro.organisation.profile import profile_of_workspace
from sauro.reading.model import Document, Value
from sauro.reading.share import Profile, Share

TODAY = date(2026, 11, 16)
OWN = Value("UBND PHƯỜNG ĐỒNG LAU", None, None, "")


def ours(profile: Profile, text: str) -> tuple[bool | None, str]:
    answer = Share(profile, Document(issuer=OWN)).party(text)
    return answer.ours, answer.why


def test_a_ward_knows_its_own_bodies_by_all_their_names(ward: Ward) -> None:
    Alias.objects.create(workspace=ward.workspace, text="Tổ một cửa", folded="to mot cua", unit=ward.office)
    Unit.objects.filter(pk=ward.culture.pk).update(valid_to=date(2026, 6, 30))
    profile = profile_of_workspace(ward.workspace, TODAY)
    assert (profile.level, profile.place) == ("commune", "Phường Đồng Lau".replace("P", "p"))
    for text, name in (
        ("Tổ một cửa phường", ward.office.name),
        ("Phòng Kinh tế", ward.economy.name),
        ("Phòng Văn hóa - Xã hội", ward.culture.name),
        ("TDP 2", "Tổ dân phố số 2"),
        ("Ban Thường vụ Đảng ủy phường", ward.party.name),
        ("HĐND phường", "Hội đồng nhân dân phường Đồng Lau"),  # not told, and every ward has one
    ):
        said, why = ours(profile, text)
        assert said is True
        assert why.startswith(f"ghi đích danh {name}"), text


def test_a_unit_that_begins_later_is_not_known_yet(ward: Ward) -> None:
    Unit.objects.filter(pk=ward.culture.pk).update(valid_from=date(2027, 1, 1))
    names = {unit.name for unit in profile_of_workspace(ward.workspace, TODAY).units}
    assert ward.culture.name not in names
    assert ward.economy.name in names


def test_an_empty_workspace_has_the_bodies_of_every_ward(db: None) -> None:
    profile = profile_of_workspace(Workspace.objects.create(name="Xã Đồi Cọ", slug="doi-co"), TODAY)
    assert len(profile.agencies) == 4
    assert "Hội Nông dân xã Đồi Cọ" in {unit.name for unit in profile.units}


@pytest.mark.parametrize("name", ["Ủy ban", "Văn phòng khu vực", "."])
def test_a_workspace_that_is_no_ward_has_a_profile_too(db: None, name: str) -> None:
    profile = profile_of_workspace(Workspace.objects.create(name=name, slug="x"), TODAY)
    assert (profile.name, profile.place) == (name, "")


def test_nothing_of_another_ward_is_in_it(ward: Ward) -> None:
    profile = profile_of_workspace(ward.elsewhere, TODAY)
    assert "Đồng Lau" not in str(profile)


def test_it_costs_three_queries(ward: Ward, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        profile_of_workspace(ward.workspace, TODAY)
