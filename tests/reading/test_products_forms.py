"""What is a product and what is not, who receives it, who decides: invented orders."""

import pytest

from sauro.reading import facts, read_text
from sauro.reading.facts import Fact


def said(fact: Fact | None, text: str) -> str | None:
    return text[fact.start : fact.end] if fact else None


def product(text: str, verb: int = 0) -> str | None:
    return said(facts.deliverable_in(text, 0, len(text), verb), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rà soát, báo cáo UBND phường trước ngày 30/9/2026", "báo cáo"),
        ("Tổng hợp, báo cáo kết quả kiểm kê về Phòng Kinh tế", "báo cáo kết quả kiểm kê"),
        ("Báo cáo số liệu định kỳ hằng tháng lên hệ thống", "Báo cáo số liệu"),
        ("Tổng hợp kết quả, báo cáo kết quả rà soát; báo cáo bằng văn bản về phường", "báo cáo kết quả rà soát"),
        ("Tham mưu UBND phường kế hoạch diễn tập", "kế hoạch diễn tập"),
        ("Ban hành theo thẩm quyền các quy định về trật tự đô thị", "quy định về trật tự đô thị"),
        ("Xây dựng cơ sở dữ liệu đất đai", "cơ sở dữ liệu đất đai"),
        ("Lập danh sách các hộ có nguy cơ sạt lở để di dời", "danh sách các hộ có nguy cơ sạt lở"),
        ("Có báo cáo giải trình gửi Thường trực HĐND phường", "báo cáo giải trình"),
        ("Trình HĐND phường dự thảo Nghị quyết về phân bổ ngân sách", "Nghị quyết về phân bổ ngân sách"),
        ("Lập biên bản, xử phạt các trường hợp vi phạm", "biên bản"),
        ("Mở sổ theo dõi đơn thư", "sổ theo dõi đơn thư"),
        ("Ban hành các nghị quyết, kết luận, chương trình công tác", "nghị quyết, kết luận, chương trình công tác"),
        ("Chuẩn bị giấy mời, công tác tổ chức hội nghị", "giấy mời"),
        ("Điều chỉnh quy hoạch, kế hoạch, các dự án trên địa bàn", "quy hoạch, kế hoạch"),
        ("định kỳ hoặc khi có yêu cầu báo cáo kết quả thực hiện về Đảng ủy (qua Văn phòng) để tổng hợp, báo cáo Thành ủy",
         "báo cáo kết quả thực hiện"),
    ],
)  # fmt: skip
def test_the_product_and_where_its_name_ends(text: str, expected: str) -> None:
    assert product(text) == expected


def test_a_report_is_found_though_the_verb_was_taken_from_the_end_of_the_sentence() -> None:
    text = "định kỳ báo cáo kết quả thực hiện về Đảng ủy để tổng hợp, báo cáo Thành ủy"
    assert product(text, text.rindex("báo cáo")) == "báo cáo kết quả thực hiện"


@pytest.mark.parametrize(
    "text",
    [
        "Tham mưu triển khai thực hiện kế hoạch kiểm kê",
        "Hướng dẫn các hộ lập hồ sơ hưởng chính sách",
        "Trình Chủ tịch UBND phường quyết định",
        "Trang bị máy tính phục vụ công tác biên soạn, phát hành và sử dụng bản tin",
        "Thực hiện theo quy định tại Kế hoạch xây dựng bộ chỉ số của thành phố",
        "Chuẩn hóa cơ sở dữ liệu hộ tịch khi kết nối",
        "Theo dõi, đôn đốc các sở về tiến độ chuẩn bị dự thảo nghị quyết",
        "Lập các quy hoạch phải bảo đảm tính thống nhất",
    ],
)
def test_what_is_only_carried_out_or_talked_about_is_none(text: str) -> None:
    assert product(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chuyển hồ sơ sang Công an phường để xử lý", "Công an phường"),
        ("Chuyển Phòng Kinh tế tổng hợp", "Phòng Kinh tế"),
        (
            "Gửi qua hệ thống quản lý văn bản về Văn phòng HĐND và UBND phường",
            "Văn phòng HĐND và UBND phường",
        ),
        ("Nếu có vướng mắc, phản ánh về Phòng Kinh tế để được hướng dẫn", "Phòng Kinh tế"),
        ("Kịp thời phản ánh với cấp ủy, chính quyền để xem xét", None),
        ("Đối chiếu số liệu trước khi tổng hợp, gửi báo cáo cho Sở Tài chính", None),
        ("Cung cấp số liệu cho Phòng Kinh tế", None),
    ],
)
def test_who_receives_the_result(text: str, expected: str | None) -> None:
    assert said(facts.report_to_in(text, 0, len(text), []), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mức hỗ trợ do Chủ tịch UBND phường quyết định", "Chủ tịch UBND phường"),
        ("Trường hợp vượt thẩm quyền, báo cáo UBND phường", "UBND phường"),
        ("Báo cáo UBND phường những vấn đề vượt thẩm quyền", "UBND phường"),
        ("Phản ánh về Phòng Kinh tế để phối hợp giải quyết", "Phòng Kinh tế"),
        ("Báo cáo UBND phường các nội dung chậm tiến độ hoặc vượt thẩm quyền", None),
        ("Báo cáo UBND phường (qua Phòng Kinh tế) trước ngày 20/8/2026", None),
    ],
)
def test_who_decides(text: str, expected: str | None) -> None:
    assert said(facts.authority_in(text, 0, len(text)), text) == expected


def test_who_is_ordered_to_decide_is_who_decides() -> None:
    text = (
        "Kính gửi: Các đơn vị thuộc phường.\n\nUBND phường yêu cầu:\n"
        "1. Thường trực HĐND phường: Giám sát việc thực hiện; kịp thời xem xét, quyết định các biện pháp cần thiết.\n"
        "2. Phòng Kinh tế: Giám sát việc thực hiện các biện pháp cần thiết tại các tổ dân phố.\n"
    )
    first, second = read_text(text).tasks
    assert first.authority is not None
    assert first.authority.text == "Thường trực HĐND phường"
    assert second.authority is None
