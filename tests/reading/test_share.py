import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.reading import read_text
from sauro.reading.model import Document, Reading, Signature, Task, Value
from sauro.reading.share import Body, ProfileError, Share, mark, profile_from, profile_of
from sauro.reading.share.bodies import groups_in, level_of, named_communes
from sauro.vietnamese.text import fold

WARD = profile_of("UBND phường Đồng Lau")
CITY = "ỦY BAN NHÂN DÂN THÀNH PHỐ LAM GIANG"
OWN = "ĐẢNG ỦY PHƯỜNG ĐỒNG LAU"
TO_WARDS = ("Các sở, ban, ngành thành phố", "UBND các xã, phường")


def value(text: str) -> Value:
    return Value(text, None, None, "")


def document(
    issuer: str | None, addressees: tuple[str, ...] = (), recipients: tuple[str, ...] = ()
) -> Document:
    return Document(
        issuer=value(issuer) if issuer else None,
        addressees=[value(each) for each in addressees],
        recipients=[value(each) for each in recipients],
        signature=Signature(),
    )


def party(
    text: str, issuer: str | None = CITY, addressees: tuple[str, ...] = (), as_: Any = WARD
) -> bool | None:
    answer = Share(as_, document(issuer, addressees)).party(text)
    assert answer.why
    return answer.ours


@pytest.mark.parametrize(
    "text",
    [
        "UBND các xã, phường",
        "Ủy ban nhân dân các phường, xã, đặc khu",
        "Uỷ ban nhân dân các xã/phường",
        "Chủ tịch UBND các xã, phường, đặc khu",
        "HĐND, UBND các phường",
        "UBND cấp xã",
        "Đảng ủy các xã, phường",
        "các xã, phường, đặc khu",
        "các phường",
        "24 xã, phường",
        "cấp ủy các cấp",
        "chính quyền các cấp",
        "MTTQ các cấp",
        "Ủy ban nhân dân hai cấp",
        "các địa phương",
        "các cơ quan, đơn vị, địa phương",
        "Thủ trưởng các sở, ban, ngành và các địa phương",
        "các sở, ban, ngành; UBND các xã, phường",
        "UBND phường Đồng Lau",
        "UBND phường Bến Sậy và UBND phường Đồng Lau",
        "Chủ tịch UBND phường Đồng Lau",
        "Công an phường Đồng Lau",
        "Hợp tác xã rau phường Đồng Lau",
    ],
)
def test_what_binds_every_ward_binds_ours_whoever_writes(text: str) -> None:
    assert party(text, CITY) is True
    assert party(text, None) is True


@pytest.mark.parametrize(
    "text",
    [
        "các sở, ban, ngành",
        "Thủ trưởng các sở, ban, ngành",
        "Giám đốc các sở",
        "Sở Xây dựng",
        "Giám đốc Sở Tài chính",
        "các ban, ngành, đoàn thể cấp tỉnh",
        "các cơ quan chuyên môn thuộc UBND thành phố",
        "Bộ Tài chính",
        "các bộ, ngành trung ương",
        "Công an thành phố",
        "Thành ủy Lam Giang",
        "UBND các tỉnh, thành phố",
        "UBND các huyện, thị xã",
        "UBND phường Bến Sậy",
        "UBND các phường Bến Sậy, Cống Trắng",
        "Công ty Cổ phần Cấp nước Lam Giang",
        "các doanh nghiệp trên địa bàn",
        "Thủ trưởng cơ quan, ban, ngành",
        "các ban, ngành, đoàn thể",
        "Các tổ chức, cá nhân và hộ gia đình",
        "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố",
    ],
)
def test_bodies_above_beside_and_outside_are_not_ours(text: str) -> None:
    for addressees in ((), TO_WARDS):
        assert party(text, CITY, addressees) is False


@pytest.mark.parametrize(
    "text",
    [
        "các cơ quan, đơn vị",
        "các đơn vị có liên quan",
        "các phòng, ban",
        "các ban, ngành, đoàn thể phường",
        "Thủ trưởng các ban, ngành",
        "Văn phòng",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng KT-HT&ĐT",
        "UBND phường",
        "Chủ tịch UBND phường",
        "Trưởng phòng Văn hóa - Xã hội",
        "Công an phường",
        "Trung tâm PVHCC",
        "Mặt trận Tổ quốc",
        "các chi bộ, đảng bộ cơ sở",
        "các tổ dân phố",
        "hệ thống chính trị phường",
        "đồng chí Lò Văn Mây",
        "mỗi cán bộ, đảng viên",
    ],
)
def test_our_own_papers_mean_our_own_people(text: str) -> None:
    assert party(text, OWN) is True
    assert party(text, "UBND PHƯỜNG BẾN SẬY") is False


@pytest.mark.parametrize(
    "text", ["Sở Xây dựng", "Công an thành phố", "Công ty Điện lực Lam Giang", "UBND phường Bến Sậy"]
)
def test_a_request_of_ours_to_others_is_not_ours_to_do(text: str) -> None:
    assert party(text, OWN) is False


@pytest.mark.parametrize(
    "text", ["các cơ quan, đơn vị", "các đơn vị", "thủ trưởng các cơ quan, đơn vị", "tất cả các đơn vị"]
)
def test_a_class_without_a_level_is_ours_where_the_document_comes_to_us(text: str) -> None:
    assert party(text, CITY, TO_WARDS) is True
    assert party(text, CITY) is False
    assert party(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "các cơ quan, đơn vị liên quan",
        "các đơn vị được giao",
        "UBND các xã, phường có liên quan",
        "UBND các xã, phường ven sông",
        "một số phường trọng điểm",
        "Văn phòng",
        "Ban Văn hóa - Xã hội",
    ],
)
def test_what_the_document_leaves_open_stays_open(text: str) -> None:
    assert party(text, CITY, TO_WARDS) is None


def test_a_name_of_ours_in_a_text_without_a_letterhead_is_ours() -> None:
    assert party("Phòng Kinh tế, Hạ tầng và Đô thị", None) is True
    assert party("Phòng Kinh tế, Hạ tầng và Đô thị", "BAN CHỈ ĐẠO 35") is None


def test_the_localities_of_the_government_are_provinces_first() -> None:
    answer = Share(WARD, document("BỘ NỘI VỤ")).party("các bộ, ngành, địa phương")
    assert answer.ours is None
    assert "tỉnh, thành phố" in answer.why


def test_a_unit_of_the_issuer_with_a_name_like_ours_is_the_issuers() -> None:
    answer = Share(WARD, document("HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ LAM GIANG")).party("Ban Văn hóa - Xã hội")
    assert answer.ours is False
    assert "cơ quan ban hành" in answer.why


def test_one_order_to_the_wards_leaves_the_others_open() -> None:
    plan = read_text(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ LAM GIANG\nSố: 7/KH-UBND\nLam Giang, ngày 03 tháng 8 năm 2026\nKẾ HOẠCH\nLàm sạch kênh mương\n"
        "1. Các cơ quan, đơn vị tổng hợp kết quả, báo cáo trước ngày 10/10/2026.\n"
        "2. UBND các xã, phường tổ chức nạo vét kênh mương, hoàn thành trước ngày 30/9/2026.\n"
        "3. Sở Xây dựng chủ trì, phối hợp với UBND các xã, phường kiểm tra hiện trường trước ngày 15/9/2026.\n"
        "4. Sở Tài chính thẩm định kinh phí trước ngày 01/9/2026.\n"
    )
    mark(plan, WARD)
    assert [task.scope.ours for task in plan.tasks] == [None, True, True, False]
    assert plan.tasks[1].scope.why == "phường Đồng Lau thuộc nhóm “UBND các xã, phường”"
    assert plan.tasks[2].scope.why == "phối hợp: phường Đồng Lau thuộc nhóm “UBND các xã, phường”"
    assert plan.tasks[3].scope.why == "giao cho “Sở Tài chính”, cơ quan cấp tỉnh, thành phố"


def reading_of(
    issuer: str, addressees: tuple[str, ...], owners: list[str], source: str = "document"
) -> Reading:
    made = read_text("1. Sở Xây dựng rà soát cống thoát nước trước ngày 10/10/2026.\n")
    made.document = document(issuer, addressees)
    made.tasks[0].owners = [value(each) for each in owners]
    made.tasks[0].owner_source = source  # type: ignore[assignment]
    return made


def test_who_is_addressed_alone_is_told_so() -> None:
    made = mark(reading_of(CITY, TO_WARDS, list(TO_WARDS)), WARD)
    assert made.tasks[0].scope.ours is True
    assert (
        made.tasks[0].scope.why
        == "câu không ghi riêng ai làm; phường Đồng Lau thuộc nhóm “UBND các xã, phường”"
    )


def test_a_task_without_an_owner_goes_to_the_addressees() -> None:
    assert mark(reading_of(CITY, TO_WARDS, []), WARD).tasks[0].scope.ours is True
    assert mark(reading_of(CITY, ("Sở Nội vụ",), []), WARD).tasks[0].scope.ours is False
    assert mark(reading_of(CITY, (), []), WARD).tasks[0].scope.ours is None
    assert mark(reading_of(OWN, (), []), WARD).tasks[0].scope.ours is True


def test_recipients_tell_where_no_addressee_does() -> None:
    share = Share(WARD, document(CITY, (), ("Thường trực Thành ủy", "UBND các xã, phường", "Lưu: VT")))
    answer = share.party("các cơ quan, đơn vị")
    assert answer.ours is True
    assert answer.why == "“các cơ quan, đơn vị” gồm cả phường Đồng Lau: nơi nhận có “UBND các xã, phường”"


@pytest.mark.parametrize(
    "name",
    [
        "UBND phường Đồng Lau",
        "ubnd phuong dong lau",
        "Phường ĐỒNG LAU",
        "Đảng ủy phường Đồng Lau",
        "Công an phường Đồng Lau",
    ],
)
def test_any_body_of_a_ward_stands_for_the_ward(name: str) -> None:
    profile = profile_of(name)
    assert (profile.level, fold(profile.place)) == ("commune", "phuong dong lau")
    assert {agency.axis for agency in profile.agencies} == {"party", "council", "committee", "front"}
    for text in (
        "UBND các xã, phường",
        "Đảng ủy phường Đồng Lau",
        "HĐND phường Đồng Lau",
        "UBMTTQ Việt Nam phường Đồng Lau",
    ):
        assert party(text, CITY, as_=profile) is True


def test_a_commune_and_a_special_zone_are_called_by_their_kind() -> None:
    assert profile_of("UBND xã Đồi Cọ").kind == "xã"
    assert profile_of("UBND đặc khu Hòn Sậy").kind == "đặc khu"
    assert party("các đặc khu", as_=profile_of("UBND đặc khu Hòn Sậy")) is True
    assert party("Hội Nông dân xã", "UBND XÃ ĐỒI CỌ", as_=profile_of("UBND xã Đồi Cọ")) is True


def test_a_department_has_a_share_too() -> None:
    department = profile_of("Sở Xây dựng thành phố Lam Giang")
    for text, ours in (
        ("Sở Xây dựng thành phố Lam Giang", True),
        ("các sở, ban, ngành", True),
        ("UBND các xã, phường", False),
        ("Sở Tài chính", False),
    ):
        assert party(text, CITY, as_=department) is ours, text


@pytest.mark.parametrize("name", ["", " . ", "UBND phường", "các xã, phường"])
def test_a_name_that_is_nobodys_is_refused(name: str) -> None:
    with pytest.raises(ProfileError):
        profile_of(name)


TOLD = {
    "name": "UBND phường Đồng Lau",
    "units": [{"name": "Tổ công nghệ số", "short": "TCNS", "aliases": ["Tổ số hóa"], "axis": "committee"}],
}


def test_a_file_tells_units_and_the_rest_follows_from_the_name(tmp_path: Path) -> None:
    as_json, as_toml = tmp_path / "a.json", tmp_path / "a.toml"
    as_json.write_text(json.dumps(TOLD), "utf-8")
    as_toml.write_text(
        'name = "UBND phường Đồng Lau"\n[[units]]\nname = "Tổ công nghệ số"\nshort = "TCNS"\naliases = ["Tổ số hóa"]\naxis = "committee"\n',
        "utf-8",
    )
    profile = profile_from(as_json)
    assert profile == profile_from(as_toml)
    assert profile.units == (Body("Tổ công nghệ số", "TCNS", aliases=("Tổ số hóa",), axis="committee"),)
    assert profile.agencies == WARD.agencies
    for name in ("Tổ công nghệ số phường", "TCNS", "tổ Số hóa"):
        answer = Share(profile, document(OWN)).party(name)
        assert answer.why == "ghi đích danh Tổ công nghệ số, đơn vị của UBND phường Đồng Lau"


@pytest.mark.parametrize(
    "data", ["", "name = 5", 'nam = "UBND phường Đồng Lau"', 'name = "UBND phường"', "[["]
)
def test_a_file_that_tells_it_wrong_is_refused_with_its_name(tmp_path: Path, data: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(data, "utf-8")
    with pytest.raises(ProfileError):
        profile_from(path)


@given(
    text=st.text(max_size=80), issuer=st.sampled_from([None, CITY, OWN, "BỘ NỘI VỤ", "UBND PHƯỜNG BẾN SẬY"])
)
def test_every_party_has_an_answer_with_a_reason(text: str, issuer: str | None) -> None:
    answer = Share(WARD, document(issuer, TO_WARDS)).party(text)
    assert answer.ours in (True, False, None)
    assert answer.why


@given(
    text=st.sampled_from(
        ["UBND các xã, phường", "Sở Xây dựng", "UBND phường Đồng Lau", "các sở, ban, ngành", "cấp ủy các cấp"]
    ),
    case=st.sampled_from(
        [str, str.upper, str.lower, fold, lambda name: name.replace(" ", "\n"), lambda name: f"**{name}**"]
    ),
)
def test_the_way_of_writing_changes_nothing(text: str, case: Any) -> None:
    assert party(case(text)) is party(text)


def test_levels_and_places_of_bodies() -> None:
    assert level_of("Hội đồng nhân dân phường") == "commune"
    assert level_of("Phòng Văn hóa - Xã hội") is None
    assert level_of("Hợp tác xã Bến Sậy") == "outside"
    assert level_of("Bộ phận Một cửa") is None
    assert level_of("Phó Giám đốc Sở Y tế") == "department"
    assert named_communes("UBND phường Bến Sậy, phường Cống Trắng và xã Đồi Cọ") == [
        "Bến Sậy",
        "Cống Trắng",
        "Đồi Cọ",
    ]
    assert named_communes("UBND phường Hội An và xã Đoàn Kết") == ["Hội An", "Đoàn Kết"]
    assert named_communes("UBND phường, Hội Nông dân phường") == []
    assert named_communes("UBND các xã, phường Thành phố Lam Giang") == []
    assert {group.level for group in groups_in("các sở, ban, ngành, địa phương")} == {
        "department",
        "localities",
    }
    assert groups_in("Vụ Chính quyền địa phương") == []


def test_a_reading_keeps_its_scope_in_json() -> None:
    made = mark(reading_of(CITY, TO_WARDS, ["Sở Xây dựng"], "own"), WARD)
    told = json.loads(msgspec.json.encode(made.tasks[0]))
    assert told["scope"] == {"ours": False, "why": "giao cho “Sở Xây dựng”, cơ quan cấp tỉnh, thành phố"}
    assert msgspec.json.decode(msgspec.json.encode(made.tasks[0]), type=Task).scope == made.tasks[0].scope
