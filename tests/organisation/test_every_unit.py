"""Every unit of a whole ward is known under every way in which offices write it, and never as another one."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.identity.models import Workspace
from sauro.organisation.models import Agency, Alias, Unit
from sauro.organisation.names import alias_key
from sauro.organisation.resolve import Resolver
from sauro.site.demo import ward as demo
from sauro.vietnamese.text import fold

TODAY = date(2026, 11, 16)
PLACES = ("", " phường", " phường Đồng Lau", " P. Đồng Lau", " của phường Đồng Lau")
CASES = (str, str.upper, str.lower, fold)
SIGNS = (
    lambda name: name,
    lambda name: name.replace(" và ", " & "),
    lambda name: name.replace(" & ", " và "),
    lambda name: name.replace(" - ", " – "),
    lambda name: name.replace(" - ", "-"),
    lambda name: name.replace(", ", " - "),
    lambda name: name.replace(" và ", ", "),
    lambda name: name.replace(" ", "  "),
    lambda name: f"{name}.",
    lambda name: f"“{name}”",
)  # fmt: skip


@pytest.fixture
def resolver(db: None) -> Resolver:
    with transaction.atomic():
        workspace = Workspace.objects.create(name=demo.NAME, slug=demo.SLUG)
        agencies = {
            row.key: Agency.objects.create(
                workspace=workspace, axis=row.axis, name=row.name, short_name=row.short_name, code=row.code
            )
            for row in demo.AGENCIES
        }
        for row in demo.UNITS:
            unit = Unit.objects.create(
                workspace=workspace,
                agency=agencies[row.agency],
                name=row.name,
                short_name=row.short_name,
                code=row.code,
                kind=row.kind,
            )
            for text in row.aliases:
                Alias.objects.create(workspace=workspace, text=text, folded=alias_key(text), unit=unit)
    return Resolver(workspace, TODAY)


def bare(name: str) -> str:
    """The name without the place behind it."""
    for place in (" phường Đồng Lau", " phường"):
        name = name.removesuffix(place)
    return name


def initials(name: str) -> str:
    """The first word, and the first letters of the others: 'Phòng KTHTĐT'."""
    words = bare(name).replace(",", "").replace("-", " ").split()
    kept = [word for word in words[1:] if word not in ("và", "số")]
    return f"{words[0]} {''.join(word if word.isupper() or word.isdigit() else word[0].upper() for word in kept)}"


def in_full(name: str) -> bool:
    """Whether a name has four words or more and no abbreviation among them."""
    return len(name.split()) > 3 and not any(word.isupper() and len(word) > 1 for word in name.split())


@pytest.mark.parametrize("unit", demo.UNITS, ids=lambda unit: unit.key)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(PLACES), case=st.sampled_from(CASES), sign=st.sampled_from(SIGNS), data=st.data()
)
def test_a_unit_is_known_however_it_is_written(
    resolver: Resolver, unit: demo.UnitData, place: str, case: object, sign: object, data: st.DataObject
) -> None:
    written = data.draw(
        st.sampled_from([bare(unit.name), unit.short_name, unit.code, *map(bare, unit.aliases)]).filter(bool)
    )
    printed = sign(case(f"{written}{place}"))  # type: ignore[operator]
    found = resolver.party(printed)
    assert (found.name, found.certain) == (unit.name, True), (printed, found)
    assert found.why


@pytest.mark.parametrize(
    "unit", [unit for unit in demo.UNITS if in_full(bare(unit.name))], ids=lambda unit: unit.key
)
def test_initials_behind_the_first_word_are_enough_or_ask(resolver: Resolver, unit: demo.UnitData) -> None:
    found = resolver.party(initials(unit.name))
    names = [name for _kind, _id, name in found.suggestions]
    assert (found.certain and found.name == unit.name) or (not found.certain and unit.name in names), found


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("Văn phòng HĐND & UBND phường", {"Văn phòng HĐND và UBND phường"}),
        ("VP HĐND-UBND", {"Văn phòng HĐND và UBND phường"}),
        ("VPUBND phường", {"Văn phòng HĐND và UBND phường"}),
        ("Văn phòng Ủy ban", {"Văn phòng HĐND và UBND phường"}),
        ("Phòng KT-HT&ĐT", {"Phòng Kinh tế, Hạ tầng và Đô thị"}),
        ("Công an phường", {"Công an phường"}),
        ("Trung tâm PVHCC", {"Trung tâm Phục vụ hành chính công phường"}),
        ("Ban CHQS", {"Ban Chỉ huy Quân sự phường"}),
        ("BCH Quân sự phường", {"Ban Chỉ huy Quân sự phường"}),
        ("Đoàn TN", {"Đoàn Thanh niên phường"}),
        ("Đoàn TNCS Hồ Chí Minh phường", {"Đoàn Thanh niên phường"}),
        ("Đoàn Thanh niên Cộng sản HCM phường Đồng Lau", {"Đoàn Thanh niên phường"}),
        ("Hội Nông dân phường, Công đoàn phường", {"Hội Nông dân phường", "Công đoàn phường"}),
        ("TT.HĐND phường", {"Thường trực Hội đồng nhân dân phường"}),
        ("UBKT Đảng ủy", {"Ủy ban Kiểm tra Đảng ủy"}),
        ("TDP số 07", {"Tổ dân phố số 7"}),
        ("các tổ dân phố số 5, 6 và 7", {"Tổ dân phố số 5", "Tổ dân phố số 6", "Tổ dân phố số 7"}),
    ],
)
def test_what_offices_write_is_understood(resolver: Resolver, printed: str, units: set[str]) -> None:
    found = resolver.party(printed)
    assert found.certain, found
    ids = found.unit_ids or [found.unit_id]
    assert {Unit.objects.get(pk=pk).name for pk in ids} == units
    assert found.why


def test_all_party_cells_and_committees_are_one_class(resolver: Resolver) -> None:
    found = resolver.party("các chi bộ, đảng bộ cơ sở")
    assert found.certain
    assert len(found.unit_ids) == len([unit for unit in demo.UNITS if unit.kind == "party_cell"]) == 16


@pytest.mark.parametrize(
    "printed", ["Ban", "Phòng", "Trường", "Hội", "Tổ dân phố", "Văn", "Ban Quản lý", "Trường Mầm non", "P"]
)
def test_half_a_name_is_never_a_guess(resolver: Resolver, printed: str) -> None:
    found = resolver.party(printed)
    assert not (found.certain and found.unit_id), found
