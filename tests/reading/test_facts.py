"""What the words of one task say: its product, receiver, who answers, who decides, with whom. Invented orders."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.reading import facts
from sauro.reading.clauses import lead_of


def said(find: Callable[..., facts.Fact | None], text: str, *rest: object) -> str | None:
    fact = find(text, 0, len(text), *rest)
    return " ".join(text[fact.start : fact.end].split()) if fact else None


def product(text: str) -> str | None:
    lead = lead_of(text, 0, len(text))
    return said(facts.deliverable_in, text, lead.verb if lead else 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xây dựng kế hoạch thực hiện phù hợp với địa bàn", "kế hoạch thực hiện"),
        ("Hoàn thiện quy chế làm việc, quy trình tiếp dân; gửi Văn phòng", "quy chế làm việc, quy trình tiếp dân"),
        ("Lập, trình thẩm định, phê duyệt hồ sơ mời thầu để lựa chọn nhà thầu", "hồ sơ mời thầu"),
        ("Xây dựng phương án, lộ trình thay thế đường ống", "phương án, lộ trình thay thế đường ống"),
        ("Tham mưu Chủ tịch UBND phường phương án phân luồng phố Hàng Lau", "phương án phân luồng phố Hàng Lau"),
        ("Tham mưu cấp có thẩm quyền phương án kinh phí bảo đảm phù hợp", "phương án kinh phí"),
        ("Rà soát hộ khó khăn, gửi danh sách đăng ký về Phòng Kinh tế", "danh sách đăng ký"),
        ("Xây dựng kế hoạch tuyên truyền, vận động đoàn viên tích cực tham gia", "kế hoạch tuyên truyền, vận động đoàn viên"),
        ("Xây dựng và thực hiện các chương trình an sinh; xây dựng Kế hoạch tặng quà trong dịp lễ", "Kế hoạch tặng quà"),
        ("Tổng hợp kết quả, báo cáo UBND phường trước ngày 25 hằng tháng", "báo cáo"),
        ("Định kỳ hằng quý báo cáo kết quả về Văn phòng", "báo cáo kết quả"),
        ("Trả lời người kiến nghị bằng văn bản", "văn bản"),
        ("Chuẩn bị tài liệu phục vụ cuộc họp", "tài liệu"),
    ],
)  # fmt: skip
def test_the_product_is_what_the_verb_brings_about(text: str, expected: str) -> None:
    assert product(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức hội nghị sơ kết công tác hè",
        "Thực hiện nghiêm Nghị quyết số 05-NQ/ĐU của Đảng ủy phường",
        "Triển khai Kế hoạch này đến toàn thể cán bộ",
        "Kiện toàn bộ máy, xây dựng bộ máy tinh gọn",
        "Đối chiếu số liệu trước khi tổng hợp, gửi báo cáo quyết toán",
        "Trong quá trình thực hiện Kế hoạch, nếu có vướng mắc thì trao đổi với Phòng Kinh tế",
        "Kiểm tra, đôn đốc các tổ dân phố, kịp thời báo cáo UBND phường",
        "Hỗ trợ người cao tuổi nộp hồ sơ trực tuyến",
        "Xử lý các hộ phải có giấy phép nhưng không có giấy phép",
    ],
)
def test_what_exists_already_or_is_only_talked_about_is_no_product(text: str) -> None:
    assert product(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gửi kết quả về Phòng Kinh tế để tổng hợp, báo cáo UBND thành phố", "Phòng Kinh tế"),
        ("Báo cáo kết quả thực hiện về Thường trực Đảng ủy (qua Văn phòng)", "Thường trực Đảng ủy"),
        ("Phản hồi bằng văn bản về UBND phường trước ngày 05/5/2026", "UBND phường"),
        ("Tổng hợp, báo cáo và tham mưu Đảng ủy phường xử lý", "Đảng ủy phường"),
        ("Bồi dưỡng kỹ năng chuyển đổi số cho cán bộ, công chức", None),
        ("Hướng dẫn quy trình đăng ký cho người dân", None),
        ("Hoàn thành chương trình hỗ trợ cho các hộ khó khăn", None),
    ],
)
def test_the_receiver_is_a_body_that_something_is_sent_to(text: str, expected: str | None) -> None:
    assert said(facts.report_to_in, text, []) == expected


def test_an_owner_does_not_report_to_itself() -> None:
    text = "Các đơn vị gửi Phòng Kinh tế; Phòng Kinh tế tổng hợp, báo cáo UBND phường"
    assert said(facts.report_to_in, text, ["Phòng Kinh tế"]) == "UBND phường"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lập phương án, trình Chủ tịch UBND phường phê duyệt trước ngày 05/5/2026", "Chủ tịch UBND phường"),
        ("Kịp thời báo cáo Đảng ủy phường (qua Văn phòng) để được xem xét, chỉ đạo", "Đảng ủy phường"),
        ("Đề xuất UBND thành phố cơ chế hỗ trợ", "UBND thành phố"),
        ("Đối với việc vượt thẩm quyền, báo cáo cấp có thẩm quyền", "cấp có thẩm quyền"),
        ("Xử lý theo thẩm quyền các vi phạm", "theo thẩm quyền"),
        ("Xem xét, quyết định các biện pháp thuộc thẩm quyền", "thuộc thẩm quyền"),
        ("Gửi kết quả về Phòng Kinh tế để tổng hợp", None),
        ("Giải ngân số vốn được cấp có thẩm quyền cho phép kéo dài", None),
        ("Đề nghị UBND phường chỉ đạo các tổ dân phố", None),
    ],
)
def test_the_authority_is_who_decides(text: str, expected: str | None) -> None:
    assert said(facts.authority_in, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trưởng thôn chịu trách nhiệm về tính chính xác của số liệu", "Trưởng thôn"),
        (
            "Người đứng đầu các đơn vị chịu trách nhiệm trước Chủ tịch UBND phường",
            "Người đứng đầu các đơn vị",
        ),
        ("Phòng Kinh tế lập danh sách, chịu trách nhiệm trước UBND phường", "Phòng Kinh tế"),
        ("Phòng Kinh tế có trách nhiệm lập danh sách", None),
    ],
)
def test_who_answers_stands_before_the_words_or_is_the_subject(text: str, expected: str | None) -> None:
    assert said(facts.accountable_in, text) == expected


def test_coordinators_follow_the_words_of_working_together() -> None:
    text = "Chủ trì, phối hợp chặt chẽ với Công an phường, Trạm Y tế và các tổ dân phố kiểm tra chợ"
    assert [one.text for one in facts.coordinators_in(text, 0, len(text))] == [
        "Công an phường",
        "Trạm Y tế",
        "các tổ dân phố",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khẩn trương rà soát, thống kê các điểm ngập", "rà soát, thống kê"),
        ("Tiếp tục xây dựng và ban hành quy chế", "xây dựng và ban hành"),
        ("Chủ động, kịp thời nắm tình hình", "nắm"),
    ],
)
def test_the_action_is_the_content_verb(text: str, expected: str) -> None:
    fact = facts.action_in(text, 0, len(text))
    assert fact is not None
    assert text[fact.start : fact.end] == expected


def test_the_source_of_money_is_found() -> None:
    assert said(facts.resources_in, "Kinh phí thực hiện từ ngân sách phường năm 2026, vốn xã hội hóa") == (
        "Kinh phí thực hiện từ ngân sách phường năm 2026"
    )


@given(
    st.text(
        "xây dựng kế hoạch báo cáo UBND phường, trình (qua) và.;:\n* chịu trách nhiệm thẩm quyền", max_size=90
    )
)
def test_facts_lie_inside_their_span_for_any_text(text: str) -> None:
    for find in (facts.deliverable_in, facts.authority_in, facts.accountable_in, facts.resources_in):
        fact = find(text, 0, len(text))
        assert fact is None or 0 <= fact.start < fact.end <= len(text)
    fact = facts.report_to_in(text, 0, len(text), [])
    assert fact is None or 0 <= fact.start < fact.end <= len(text)
