"""Clauses of a paragraph and how each orders."""

import pytest

from sauro.reading.clauses import Lead, clauses_of, lead_of


def lead(text: str) -> Lead | None:
    return lead_of(text, 0, len(text))


def parts(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in clauses_of(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "party", "verb"),
    [
        ("Giao Sở Xây dựng hướng dẫn các xã", "Sở Xây dựng", "hướng dẫn"),
        ("Phân\ncông Phòng\nKinh tế theo dõi", "Phòng\nKinh tế", "theo dõi"),
        ("Công an phường: bố trí lực lượng", "Công an phường", "bố trí"),
        ("Đối với Sở Tài chính: cân đối nguồn kinh phí", "Sở Tài chính", "cân đối"),
        ("Về trật tự đô thị: giao Công an phường xử lý", "Công an phường", "xử lý"),
        ("Đồng chí Mạc Tường Lân, Phó Bí thư Đảng ủy, Chủ tịch UBND xã chỉ đạo việc đo đạc", "Đồng chí Mạc Tường Lân", "chỉ đạo"),
        ("Trường hợp hồ sơ chưa đủ, Sở Tài chính yêu cầu chủ đầu tư giải trình", "Sở Tài chính", "yêu cầu"),
        ("Trong thời gian 03 tháng kể từ ngày ký, các hội hoàn thành việc thanh toán", "các hội", "hoàn thành"),
    ],
)  # fmt: skip
def test_an_order_names_its_party_and_its_verb(text: str, party: str, verb: str) -> None:
    found = lead(text)
    assert found is not None
    assert [one.text for one in found.parties] == [party]
    assert text[found.verb :].startswith(verb)


@pytest.mark.parametrize(
    "text", ["Định kỳ ngày 05 hằng tháng gửi báo cáo về Văn phòng", "định kỳ hằng quý báo cáo UBND xã"]
)
def test_a_rhythm_in_front_of_a_verb_orders(text: str) -> None:
    found = lead(text)
    assert found is not None
    assert found.kind == "verb"


@pytest.mark.parametrize(
    "text",
    [
        "Ban Thường vụ đánh giá cao kết quả của các chi bộ",
        "Ban Thường vụ Đảng ủy ghi nhận và biểu dương nhân dân thôn Đoài",
        "Đồng chí Vi Bách Khoa chủ trì Hội nghị",
        "giao ban công tác quý II",
        "Kinh tế ban đêm còn chậm",
    ],
)
def test_praise_chairing_and_meetings_order_nothing(text: str) -> None:
    assert lead(text) is None


def test_a_semicolon_within_a_list_of_parties_cuts_no_clause() -> None:
    text = (
        "UBND tỉnh yêu cầu Thủ trưởng các sở, ngành; Chủ tịch UBND các xã tổ chức quán triệt; rà soát hồ sơ"
    )
    assert parts(text) == [text.rpartition(";")[0], "rà soát hồ sơ"]


def test_abbreviations_and_brackets_end_no_sentence() -> None:
    text = "Gửi UBND TP. Lam Giang (Điều 2. Khoản 3. Luật) hồ sơ. Báo cáo UBND xã."
    assert parts(text) == ["Gửi UBND TP. Lam Giang (Điều 2. Khoản 3. Luật) hồ sơ", "Báo cáo UBND xã"]


@pytest.mark.parametrize(
    ("text", "kind", "party", "verb"),
    [
        ("Riêng Trung tâm Văn hóa chuẩn bị sân khấu", "party", "Trung tâm Văn hóa", "chuẩn bị"),
        ("Đồng ý chủ trương mở rộng chợ, giao UBND phường chỉ đạo lập dự án", "ordered", "UBND phường", "chỉ đạo"),
        ("Thống nhất đề xuất của Hội Phụ nữ xã, giao Hội Phụ nữ xã chủ trì thực hiện", "ordered", "Hội Phụ nữ xã", "thực hiện"),
        ("Phòng Văn hóa - Xã hội là đơn vị đầu mối, theo dõi, tổng hợp kết quả", "party", "Phòng Văn hóa - Xã hội", "là đơn vị"),
        ("Là cơ quan thường trực, tham mưu xây dựng chương trình", "verb", None, "tham mưu"),
        ("Căn cứ Nghị quyết của Đảng ủy phường, các tổ chức đảng trực thuộc xây dựng kế hoạch", "party", "các tổ chức đảng trực thuộc", "xây dựng"),
        ("Phân công cấp ủy viên phụ trách từng tổ dân phố", "verb", None, "Phân công"),
        ("Về kinh phí: Bộ phận Tài chính - Kế toán tham mưu cân đối", "party", "Bộ phận Tài chính - Kế toán", "tham mưu"),
    ],
)  # fmt: skip
def test_orders_in_other_turns_of_phrase(text: str, kind: str, party: str | None, verb: str) -> None:
    found = lead(text)
    assert found is not None
    assert (found.kind, found.parties[0].text if found.parties else None) == (kind, party)
    assert text[found.verb :].startswith(verb)


def test_a_number_may_end_a_sentence_but_the_number_of_an_article_does_not() -> None:
    assert parts("Đánh giá sản phẩm đợt 1. Đơn vị thực hiện: Sở Công Thương") == [
        "Đánh giá sản phẩm đợt 1",
        "Đơn vị thực hiện: Sở Công Thương",
    ]
    assert parts("Theo quy định tại Điều 5. Sở Công Thương thực hiện") == [
        "Theo quy định tại Điều 5. Sở Công Thương thực hiện"
    ]
