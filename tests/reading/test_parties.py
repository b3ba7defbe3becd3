"""Names of parties: where they begin, where they end, and how a list of them is parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.reading.heads import class_head_at, head_at, heads_in
from sauro.reading.parties import list_at, parties_at, split_parties


def names(text: str) -> list[str]:
    return [" ".join(party.text.split()) for party in parties_at(text, 0, len(text), classes=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Xây dựng hướng dẫn các xã lập hồ sơ", ["Sở Xây dựng"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị chủ trì", ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
        ("Phòng Văn hóa - Xã hội rà soát", ["Phòng Văn hóa - Xã hội"]),
        ("Phòng Công nghệ thông tin rà soát hạ tầng", ["Phòng Công nghệ thông tin"]),
        ("Trung tâm Dịch vụ tổng hợp xã đối thoại với các hộ", ["Trung tâm Dịch vụ tổng hợp xã"]),
        ("Chi nhánh Văn phòng Đăng ký đất đai khu vực II cập nhật", ["Chi nhánh Văn phòng Đăng ký đất đai khu vực II"]),
        ("Ban Chỉ đạo phòng, chống tham nhũng phường rà soát", ["Ban Chỉ đạo phòng, chống tham nhũng phường"]),
        ("Ban Chỉ đạo chuyển đổi số phường họp", ["Ban Chỉ đạo chuyển đổi số phường"]),
        ("Đội Cảnh sát giao thông số 3 tổ chức phân luồng", ["Đội Cảnh sát giao thông số 3"]),
        ("Đội quản lý trật tự đô thị phường lập biên bản", ["Đội quản lý trật tự đô thị phường"]),
        ("Báo và Phát thanh, Truyền hình Đông Sơn tăng thời lượng", ["Báo và Phát thanh, Truyền hình Đông Sơn"]),
        ("Các đồng chí được phân công phụ trách địa bàn bám sát cơ sở", ["Các đồng chí được phân công phụ trách địa bàn"]),
    ],
)  # fmt: skip
def test_a_name_may_hold_what_looks_like_a_verb(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội đồng thẩm định hồ sơ, lập biên bản", ["Hội đồng"]),
        ("Tổ công tác kiểm tra, rà soát các hộ", ["Tổ công tác"]),
        ("Đoàn kiểm tra việc chấp hành, báo cáo kết quả", ["Đoàn"]),
        ("Văn phòng tổng hợp, báo cáo", ["Văn phòng"]),
        ("Phòng Kinh tế quản lý đất đai", ["Phòng Kinh tế"]),
    ],
)
def test_what_a_group_does_is_no_part_of_its_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công an phường/Trạm Y tế phường/Phòng Kinh tế rà soát", ["Công an phường", "Trạm Y tế phường", "Phòng Kinh tế"]),
        ("Trưởng các phòng chuyên môn, Trạm trưởng Trạm Y tế và tổ trưởng tổ dân phố tuyên truyền",
         ["Trưởng các phòng chuyên môn", "Trạm trưởng Trạm Y tế", "tổ trưởng tổ dân phố"]),
        ("các Ban của Hội đồng nhân dân và đại biểu Hội đồng nhân dân xã giám sát",
         ["các Ban của Hội đồng nhân dân", "đại biểu Hội đồng nhân dân xã"]),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức thành viên vận động",
         ["Ủy ban Mặt trận Tổ quốc Việt Nam xã", "các tổ chức thành viên"]),
        ("UBND phường và đơn vị liên quan rà soát", ["UBND phường", "đơn vị liên quan"]),
        ("Cấp ủy, tổ chức đảng, người đứng đầu cơ quan chủ động", ["Cấp ủy", "tổ chức đảng", "người đứng đầu cơ quan"]),
        ("Trưởng thôn Đoài, trưởng thôn Đông tổ chức họp dân", ["Trưởng thôn Đoài", "trưởng thôn Đông"]),
        ("Chánh Văn phòng, Trưởng các phòng, tổ trưởng tổ dân phố thi hành",
         ["Chánh Văn phòng", "Trưởng các phòng, tổ trưởng tổ dân phố"]),
        ("Văn phòng HĐND và UBND phường, Công an phường bố trí người", ["Văn phòng HĐND và UBND phường", "Công an phường"]),
    ],
)  # fmt: skip
def test_joined_parties_are_named_one_by_one(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "các sở, ban, ngành tỉnh",
        "các phòng, đơn vị thuộc phường",
        "Giám đốc, Thủ trưởng các sở, ban, ngành",
        "cán bộ, công chức, người lao động cơ quan",
        "UBND các xã, phường liên quan",
        "Thủ trưởng cơ quan, đơn vị liên quan",
        "Phòng, ban chuyên môn thuộc xã",
        "HĐND, UBND các xã, phường",
    ],
)
def test_a_set_phrase_with_a_shared_qualifier_stays_one(text: str) -> None:
    assert names(text + " rà soát") == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đồng chí Mạc Tường Lân, Phó Bí thư Đảng ủy, Chủ tịch UBND xã chỉ đạo", ["Đồng chí Mạc Tường Lân"]),
        ("đồng chí Vũ Thị Hải Đường - Phó Chủ tịch HĐND xã phụ trách thôn Đoài", ["đồng chí Vũ Thị Hải Đường"]),
        ("ông Vi Bách Khoa, bà Ngụy Thị Lài xây dựng bản đồ", ["ông Vi Bách Khoa", "bà Ngụy Thị Lài"]),
        ("Các đồng chí: Vi Bách Khoa, Ngụy Thị Lài tham mưu", ["Vi Bách Khoa", "Ngụy Thị Lài"]),
        ("Các ông (bà): Chánh Văn phòng; Trưởng phòng Kinh tế chịu trách nhiệm", ["Chánh Văn phòng", "Trưởng phòng Kinh tế"]),
        ("các sở: Tài chính, Văn hóa và Thể thao rà soát", ["Tài chính", "Văn hóa và Thể thao"]),
    ],
)  # fmt: skip
def test_people_and_shared_heads(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_list_ends_behind_the_posts_of_a_person() -> None:
    text = "Đồng chí Mạc Tường Lân, Phó Bí thư Đảng ủy, Chủ tịch UBND xã trực tiếp chỉ đạo"
    _, stop = list_at(text, 0, len(text))
    assert text[stop:] == " trực tiếp chỉ đạo"


@pytest.mark.parametrize(
    "text",
    [
        "ban hành kế hoạch",
        "hội nghị giao ban",
        "Phòng, chống dịch",
        "bộ máy",
        "đơn vị tính",
        "Tổ chức hội nghị",
    ],
)
def test_words_that_only_look_like_a_head_are_none(text: str) -> None:
    assert head_at(text, 0, len(text)) is None
    assert class_head_at(text, 0, len(text)) is None


def test_a_colon_with_nothing_to_list_ends_the_name() -> None:
    assert names("Chủ tịch Ủy ban nhân dân các xã, phường:") == ["Chủ tịch Ủy ban nhân dân các xã, phường"]


BODIES = (
    "Sở Tài chính", "Công an phường", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND phường", "các tổ dân phố",
    "Trung tâm Dịch vụ tổng hợp xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ban Chỉ huy Quân sự phường", "Trường Mầm non Hoa Sen",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(BODIES), min_size=1, max_size=5, unique=True),
    st.sampled_from([", ", ",\n", "; "]),
    st.sampled_from([" ", "\n", "  ", "* "]),
)
def test_any_list_of_bodies_is_parted_again_whatever_white_space_stands_in_it(
    bodies: list[str], comma: str, space: str
) -> None:
    text = comma.join(bodies).replace(" ", space) + " rà soát hồ sơ"
    assert [name.replace("*", "") for name in names(text)] == bodies


@given(st.text(alphabet="abcđSởXBộBan ,;:()/-*\nvàUBND.", max_size=60))
def test_spans_lie_in_the_text_in_order_and_say_their_words(text: str) -> None:
    last = 0
    for party in split_parties(text, 0, len(text)):
        assert last <= party.start < party.end <= len(text)
        assert text[party.start : party.end] == party.text
        last = party.end
    assert all(0 <= at < len(text) for at in heads_in(text, 0, len(text)))
