"""Names of parties: where they begin, where they end, and how a list of them is parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.reading.heads import class_head_at, head_at, heads_in
from sauro.reading.named_by_place import in_sentence_case, loose_parties, partners_at
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("các sở, ban, ngành, UBND các xã, phường tổ chức thực hiện", ["các sở, ban, ngành", "UBND các xã, phường"]),
        ("Các sở, ban, ngành, đoàn thể tỉnh và UBND các huyện, thị xã, thành phố rà soát", ["Các sở, ban, ngành, đoàn thể tỉnh", "UBND các huyện, thị xã, thành phố"]),
        ("các phòng, ban, đơn vị, các tổ dân phố triển khai", ["các phòng, ban, đơn vị", "các tổ dân phố"]),
        ("Các cơ quan, đơn vị, địa phương, doanh nghiệp trên địa bàn thực hiện", ["Các cơ quan, đơn vị, địa phương, doanh nghiệp trên địa bàn"]),
        ("Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các xã, phường, đặc khu chỉ đạo", ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường, đặc khu"]),
        ("các Sở: Nông nghiệp và Môi trường, Tài chính, Công Thương, các đơn vị liên quan tham mưu", ["Nông nghiệp và Môi trường", "Tài chính", "Công Thương", "các đơn vị liên quan"]),
        ("Sở Nông nghiệp và Môi trường, Sở Công Thương, Sở Văn hóa, Thể thao và Du lịch tham mưu", ["Sở Nông nghiệp và Môi trường", "Sở Công Thương", "Sở Văn hóa, Thể thao và Du lịch"]),
        ("Chi cục Thuế khu vực III, Kho bạc Nhà nước khu vực VII đối chiếu", ["Chi cục Thuế khu vực III", "Kho bạc Nhà nước khu vực VII"]),
        ("Hợp tác xã Nông nghiệp Tân Tiến và các hộ xã viên ký cam kết", ["Hợp tác xã Nông nghiệp Tân Tiến", "các hộ xã viên"]),
        ("Công ty TNHH MTV Thủy lợi Nam Sông Lôi vận hành trạm bơm", ["Công ty TNHH MTV Thủy lợi Nam Sông Lôi"]),
        ("Công ty Cổ phần Môi trường đô thị Lam Giang thu gom rác", ["Công ty Cổ phần Môi trường đô thị Lam Giang"]),
        ("Ban Quản lý dự án đầu tư xây dựng khu vực 2 đẩy nhanh tiến độ", ["Ban Quản lý dự án đầu tư xây dựng khu vực 2"]),
        ("Ban QLDA ĐTXD phường hoàn thiện hồ sơ", ["Ban QLDA ĐTXD phường"]),
        ("Quỹ Hỗ trợ nông dân tỉnh giải ngân vốn", ["Quỹ Hỗ trợ nông dân tỉnh"]),
        ("Quỹ Bảo trợ trẻ em tỉnh tiếp nhận tài trợ", ["Quỹ Bảo trợ trẻ em tỉnh"]),
        ("Viện Kiểm sát nhân dân khu vực 4, Tòa án nhân dân khu vực 4 phối hợp", ["Viện Kiểm sát nhân dân khu vực 4", "Tòa án nhân dân khu vực 4"]),
        ("VKSND, TAND khu vực 4 phối hợp xét xử", ["VKSND", "TAND khu vực 4"]),
        ("BCHQS phường, CAP, TYT phường xây dựng phương án", ["BCHQS phường", "CAP", "TYT phường"]),
        ("TTPVHCC phường bố trí cán bộ", ["TTPVHCC phường"]),
        ("hai Ban HĐND xã thẩm tra", ["hai Ban HĐND xã"]),
        ("02 Ban của HĐND phường thẩm tra", ["02 Ban của HĐND phường"]),
        ("Thường trực HĐND, hai Ban HĐND, các Tổ đại biểu HĐND giám sát", ["Thường trực HĐND", "hai Ban HĐND", "các Tổ đại biểu HĐND"]),
        ("Tổ công nghệ số cộng đồng các thôn hướng dẫn người dân", ["Tổ công nghệ số cộng đồng các thôn"]),
        ("Tổ bảo vệ an ninh, trật tự ở cơ sở tuần tra", ["Tổ bảo vệ an ninh, trật tự ở cơ sở"]),
        ("lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở tuần tra", ["lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở"]),
        ("Ban Công tác Mặt trận, các chi hội đoàn thể tuyên truyền", ["Ban Công tác Mặt trận", "các chi hội đoàn thể"]),
        ("Đoàn TNCS Hồ Chí Minh phường, Hội LHPN phường, Hội Nông dân, Hội CCB phát động", ["Đoàn TNCS Hồ Chí Minh phường", "Hội LHPN phường", "Hội Nông dân", "Hội CCB"]),
        ("Đồng chí Phó Chủ tịch UBND phường phụ trách kinh tế chỉ đạo", ["Đồng chí Phó Chủ tịch UBND phường phụ trách kinh tế"]),
        ("đồng chí Lê Văn Nhạn - Trưởng phòng Kinh tế tham mưu", ["đồng chí Lê Văn Nhạn"]),
        ("Đ/c Lê Văn Nhạn, công chức địa chính, Đ/c Vi Thị Mai, công chức tư pháp rà soát", ["Đ/c Lê Văn Nhạn", "Đ/c Vi Thị Mai"]),
        ("Bí thư các chi bộ, Trưởng các thôn, bản vận động", ["Bí thư các chi bộ", "Trưởng các thôn, bản"]),
        ("Bí thư chi bộ, tổ trưởng tổ dân phố, trưởng ban công tác Mặt trận tuyên truyền", ["Bí thư chi bộ", "tổ trưởng tổ dân phố", "trưởng ban công tác Mặt trận"]),
        ("Hiệu trưởng các trường Mầm non, Tiểu học, THCS trên địa bàn phường xây dựng", ["Hiệu trưởng các trường Mầm non, Tiểu học, THCS trên địa bàn phường"]),
        ("Các trường mầm non, tiểu học, trung học cơ sở tổ chức", ["Các trường mầm non, tiểu học, trung học cơ sở"]),
        ("Trường Tiểu học Kim Đồng, Trường Mầm non 19/5 tổ chức", ["Trường Tiểu học Kim Đồng", "Trường Mầm non 19/5"]),
        ("Bộ Công an, Bộ Quốc phòng, Bộ Tài chính và các cơ quan liên quan đề xuất", ["Bộ Công an", "Bộ Quốc phòng", "Bộ Tài chính", "các cơ quan liên quan"]),
        ("Bộ Văn hóa, Thể thao và Du lịch, Bộ Dân tộc và Tôn giáo hướng dẫn", ["Bộ Văn hóa, Thể thao và Du lịch", "Bộ Dân tộc và Tôn giáo"]),
        ("Ngân hàng Chính sách xã hội, Ngân hàng Nông nghiệp và Phát triển nông thôn chi nhánh Khe Sậy cho vay", ["Ngân hàng Chính sách xã hội", "Ngân hàng Nông nghiệp và Phát triển nông thôn chi nhánh Khe Sậy"]),
        ("Điện lực Khe Sậy, Đội Quản lý điện lực khu vực Khe Sậy bảo đảm", ["Điện lực Khe Sậy", "Đội Quản lý điện lực khu vực Khe Sậy"]),
        ("Bưu điện - Văn hóa xã phối hợp", ["Bưu điện - Văn hóa xã"]),
        ("Phòng khám đa khoa khu vực tiếp nhận", ["Phòng khám đa khoa khu vực"]),
        ("Đài Truyền thanh phường, Trang thông tin điện tử phường đăng tải", ["Đài Truyền thanh phường", "Trang thông tin điện tử phường"]),
        ("Các hội quần chúng được Đảng, Nhà nước giao nhiệm vụ vận động", ["Các hội quần chúng được Đảng, Nhà nước giao nhiệm vụ"]),
        ("Ủy ban MTTQ Việt Nam phường và các đoàn thể chính trị - xã hội giám sát", ["Ủy ban MTTQ Việt Nam phường", "các đoàn thể chính trị - xã hội"]),
        ("Ban Xây dựng Đảng Đảng ủy, Ủy ban Kiểm tra Đảng ủy, Văn phòng Đảng ủy tham mưu", ["Ban Xây dựng Đảng Đảng ủy", "Ủy ban Kiểm tra Đảng ủy", "Văn phòng Đảng ủy"]),
        ("Đảng ủy UBND phường lãnh đạo, chỉ đạo", ["Đảng ủy UBND phường"]),
        ("Đảng ủy Quân sự, Đảng ủy Công an phường lãnh đạo", ["Đảng ủy Quân sự", "Đảng ủy Công an phường"]),
        ("Các ban xây dựng Đảng, Văn phòng Tỉnh ủy, các đảng ủy trực thuộc Tỉnh ủy quán triệt", ["Các ban xây dựng Đảng", "Văn phòng Tỉnh ủy", "các đảng ủy trực thuộc Tỉnh ủy"]),
        ("Cán bộ, công chức, viên chức, người lao động thuộc UBND phường thực hiện", ["Cán bộ, công chức, viên chức, người lao động thuộc UBND phường"]),
        ("Công chức Văn phòng - Thống kê tham mưu", ["Công chức Văn phòng - Thống kê"]),
        ("Phòng Y tế, Phòng Giáo dục và Đào tạo, Phòng Lao động - Thương binh và Xã hội lập", ["Phòng Y tế", "Phòng Giáo dục và Đào tạo", "Phòng Lao động - Thương binh và Xã hội"]),
        ("Văn phòng HĐND và UBND, Phòng Kinh tế, Trung tâm Cung ứng dịch vụ sự nghiệp công cập nhật", ["Văn phòng HĐND và UBND", "Phòng Kinh tế", "Trung tâm Cung ứng dịch vụ sự nghiệp công"]),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh, Văn phòng UBND tỉnh rà soát", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh", "Văn phòng UBND tỉnh"]),
        ("Cục Quản lý thị trường, Cục Thống kê báo cáo", ["Cục Quản lý thị trường", "Cục Thống kê"]),
        ("Tập đoàn Điện lực Việt Nam, Tập đoàn Dầu khí Việt Nam rà soát", ["Tập đoàn Điện lực Việt Nam", "Tập đoàn Dầu khí Việt Nam"]),
        ("Vụ Pháp chế, Cục Bảo trợ xã hội, Thanh tra Bộ thẩm định", ["Vụ Pháp chế", "Cục Bảo trợ xã hội", "Thanh tra Bộ"]),
        ("Người đứng đầu cấp ủy, chính quyền các cấp chịu trách nhiệm", ["Người đứng đầu cấp ủy, chính quyền các cấp"]),
        ("Ban Quản lý chợ Đồng Lau bố trí lực lượng", ["Ban Quản lý chợ Đồng Lau"]),
        ("Trạm Kiểm lâm Khe Sậy, Vườn quốc gia Ba Tầng tuần tra", ["Trạm Kiểm lâm Khe Sậy", "Vườn quốc gia Ba Tầng"]),
        ("Hạt Kiểm lâm khu vực, Ban quản lý rừng phòng hộ ký quy chế", ["Hạt Kiểm lâm khu vực", "Ban quản lý rừng phòng hộ"]),
        ("Ban Chấp hành Đoàn xã, Ban Chấp hành Hội Phụ nữ tổ chức", ["Ban Chấp hành Đoàn xã", "Ban Chấp hành Hội Phụ nữ"]),
        ("Trung đoàn 83, Lữ đoàn 215 giúp dân", ["Trung đoàn 83", "Lữ đoàn 215"]),
        ("Nhà Văn hóa Thiếu nhi phường tổ chức", ["Nhà Văn hóa Thiếu nhi phường"]),
        ("UBND phường Đồng Lau, UBND xã Bãi Cát kiểm tra", ["UBND phường Đồng Lau", "UBND xã Bãi Cát"]),
        ("các doanh nghiệp, hợp tác xã, hộ kinh doanh kê khai", ["các doanh nghiệp, hợp tác xã, hộ kinh doanh"]),
        ("các tổ chức, cá nhân, hộ gia đình kê khai", ["các tổ chức, cá nhân, hộ gia đình"]),
        ("Trưởng các phòng, ban, ngành; Giám đốc Trung tâm Phục vụ hành chính công, Trạm trưởng Trạm Y tế chủ động", ["Trưởng các phòng, ban, ngành", "Giám đốc Trung tâm Phục vụ hành chính công", "Trạm trưởng Trạm Y tế"]),
        ("Chánh Văn phòng HĐND và UBND, Trưởng các phòng chuyên môn, Trưởng Công an, Chỉ huy trưởng Ban CHQS phường thi hành", ["Chánh Văn phòng HĐND và UBND", "Trưởng các phòng chuyên môn", "Trưởng Công an", "Chỉ huy trưởng Ban CHQS phường"]),
    ],
)  # fmt: skip
def test_bodies_of_every_level_are_told_apart(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gia đình quản lý học sinh", ["gia đình"]),
        ("thư viện các tỉnh, thành phố chia sẻ học liệu", ["thư viện các tỉnh, thành phố"]),
        ("kế hoạch phát triển của địa phương", []),
        ("việc xử lý vi phạm", []),
    ],
)
def test_whoever_one_works_with_is_a_party_whatever_its_name(text: str, expected: list[str]) -> None:
    assert [party.text for party in partners_at(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Bảo vệ", ["Bảo vệ"]),
        ("Phi đội bay số 2", ["Phi đội bay số 2"]),
        ("Ban đại diện cha mẹ học sinh", ["Ban đại diện cha mẹ học sinh"]),
        ("Công tác tuyên truyền", []),
        ("Thời gian thực hiện", []),
        ("Bảo vệ môi trường", []),
        ("Tổ chức lễ phát động", []),
    ],
)
def test_where_somebody_must_stand_any_name_is_a_party_but_no_topic_or_act(
    heading: str, expected: list[str]
) -> None:
    assert [party.text for party in loose_parties(heading, 0, len(heading))] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("CÁC SỞ, BAN, NGÀNH TỈNH", "các sở, Ban, Ngành tỉnh"),
        ("UBND CÁC XÃ, PHƯỜNG", "UBND các xã, Phường"),
        ("MẶT TRẬN TỔ QUỐC VÀ CÁC ĐOÀN THỂ", "Mặt trận tổ quốc và các đoàn thể"),
    ],
)
def test_a_heading_in_capitals_is_read_as_in_a_sentence(heading: str, expected: str) -> None:
    assert in_sentence_case(heading) == expected
