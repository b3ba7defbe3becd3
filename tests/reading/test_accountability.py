"""Who answers: a sentence behind the tasks of a party, in their paragraph, or in the closing for all."""

import pytest

from sauro.reading import read_text

LETTER = "CÔNG VĂN\nvề dọn vệ sinh\n\nỦy ban nhân dân phường yêu cầu:\n"


def answering(text: str) -> list[str | None]:
    return [task.accountable.text if task.accountable else None for task in read_text(text).tasks]


SECTIONS = [
    ("UBND các xã, phường", "Chủ tịch UBND các xã, phường chịu trách nhiệm trước Chủ tịch UBND thành phố nếu để chậm.", "Chủ tịch UBND các xã, phường"),
    ("Các chi bộ, đảng bộ bộ phận", "Bí thư chi bộ chịu trách nhiệm trước Ban Thường vụ về tỷ lệ đảng viên tham gia.", "Bí thư chi bộ"),
    ("Trạm Y tế phường", "Trưởng Trạm Y tế phường chịu trách nhiệm về số liệu.", "Trưởng Trạm Y tế phường"),
    ("Công an phường", "Đồng chí Trưởng Công an phường chịu trách nhiệm toàn diện trước Ủy ban về an toàn.", "Đồng chí Trưởng Công an phường"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "sentence", "who"), SECTIONS, ids=[row[0] for row in SECTIONS])
def test_a_sentence_under_the_items_of_a_party_answers_for_them(
    heading: str, sentence: str, who: str
) -> None:
    text = (
        f"{LETTER}1. {heading}\na) Rà soát các điểm rác.\nb) Thu gom rác trước ngày 20/6/2026.\n{sentence}\n"
        "2. Phòng Kinh tế\na) Lập dự toán.\nb) Thanh toán cho đơn vị thu gom.\n"
    )
    assert answering(text) == [who, who, None, None]


def test_a_sentence_in_the_paragraph_answers_for_the_tasks_before_it() -> None:
    text = (
        f"{LETTER}1. Các chi bộ lập kế hoạch trước ngày 16/11/2026; gửi báo cáo kết quả trước ngày 15/12/2026. "
        "Bí thư chi bộ chịu trách nhiệm về chất lượng.\n2. Văn phòng tổng hợp, báo cáo Ủy ban.\n"
    )
    assert answering(text) == ["Bí thư chi bộ", "Bí thư chi bộ", None]


def test_the_closing_of_a_plan_answers_for_the_rows_of_its_attachment_too() -> None:
    text = (
        "KẾ HOẠCH\nchuyển đổi số\n\nI. NHIỆM VỤ\n1. Phòng Kinh tế lập danh mục dữ liệu.\n2. Văn phòng cập nhật cổng thông tin.\n"
        "Yêu cầu Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm trước Chủ tịch UBND phường về tiến độ các nhiệm vụ được giao./.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n"
        "| STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Xây dựng kho dữ liệu dùng chung | Phòng Kinh tế | Tháng 8/2026 |\n"
    )
    assert set(answering(text)) == {"Thủ trưởng các cơ quan, đơn vị"}


AUTHORITY = [
    ("Phòng Kinh tế xác định đơn giá, trình Hội đồng thẩm định trước ngày 05/5/2026 để Chủ tịch UBND phường ký quyết định phê duyệt.", "Chủ tịch UBND phường"),
    ("Phòng Kinh tế tổng hợp, tham mưu UBND phường báo cáo Thành ủy kết quả.", "UBND phường"),
    ("Hội Phụ nữ tiếp nhận phản ánh, chuyển Đảng ủy phường xử lý.", "Đảng ủy phường"),
    ("Văn phòng lập dự thảo Quyết định của Chủ tịch UBND phường.", "Chủ tịch UBND phường"),
    ("Công an phường thẩm tra hồ sơ, Chủ tịch UBND phường phê duyệt danh sách.", "Chủ tịch UBND phường"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "who"), AUTHORITY, ids=[row[1] + " " + row[0][:20] for row in AUTHORITY])
def test_who_decides_is_who_signs_in_the_end(item: str, who: str) -> None:
    [task] = read_text(f"THÔNG BÁO\nkết luận\n\nChủ tịch kết luận:\n1. {item}\n").tasks
    assert task.authority is not None
    assert task.authority.text == who


JOINED = [
    ("Phòng Kinh tế chủ trì, Ban Quản lý dự án phối hợp hoàn chỉnh phương án.", ["Ban Quản lý dự án"]),
    ("Văn phòng chủ trì, các phòng, ban phối hợp rà từng thủ tục.", ["các phòng, ban"]),
    ("Ủy ban MTTQ phường chủ trì, cùng Đoàn Thanh niên hướng dẫn người dân.", ["Đoàn Thanh niên"]),
    ("Thực hiện Công văn số 871/UBND-KT của UBND tỉnh, Phòng Kinh tế chủ trì, Trạm Y tế tham gia phối hợp lập hồ sơ.", ["Trạm Y tế"]),
]  # fmt: skip


@pytest.mark.parametrize(("item", "support"), JOINED, ids=[row[1][0] for row in JOINED])
def test_those_named_before_phoi_hop_support_the_lead(item: str, support: list[str]) -> None:
    [task] = read_text(f"THÔNG BÁO\nkết luận\n\nChủ tịch kết luận:\n1. {item}\n").tasks
    assert [value.text for value in task.coordinators] == support
    assert len(task.owners) == 1


PRODUCTS = [
    ("Trạm Y tế lập bảng đối soát chênh lệch giữa các hệ thống.", "bảng đối soát chênh lệch giữa các hệ thống"),
    ("Văn phòng kết xuất bảng số liệu hồ sơ trễ hạn.", "bảng số liệu hồ sơ trễ hạn"),
    ("Tổ công nghệ hằng tuần ghi nhật ký công việc.", "nhật ký công việc"),
    ("Trạm Y tế làm việc với các thôn; có biên bản làm việc.", "biên bản làm việc"),
    ("Trung tâm cấu hình lại biểu mẫu điện tử tương tác.", "biểu mẫu điện tử tương tác"),
    ("Văn phòng rà thủ tục; sản phẩm là phương án đơn giản hóa thủ tục.", "phương án đơn giản hóa thủ tục"),
    ("Phòng Kinh tế trình HĐND phường trong tháng 8/2026 nghị quyết hỗ trợ học phí.", "nghị quyết hỗ trợ học phí"),
    ("Phòng Kinh tế hướng dẫn các thôn. Văn bản hướng dẫn ban hành trước ngày 25/8/2026.", "Văn bản hướng dẫn"),
    ("Phòng Kinh tế hoàn chỉnh Tờ trình và dự thảo Quyết định trình UBND phường.", "Tờ trình và dự thảo Quyết định"),
    ("Trạm Y tế cập nhật danh mục này mỗi quý.", "danh mục"),
    ("Bí thư chi bộ phân công chi ủy viên dự thảo báo cáo kiểm điểm tập thể.", "báo cáo kiểm điểm tập thể"),
    ("Phòng Kinh tế bố trí dự toán chi môi trường năm 2027.", "dự toán chi môi trường năm 2027"),
    ("Công an phường lên danh sách kèm ảnh các điểm vi phạm.", "danh sách"),
    ("Văn phòng chuẩn bị báo cáo tại từng kỳ họp.", "báo cáo"),
    ("Trạm Y tế lấy mẫu; mỗi đợt phải có biên bản, chậm nhất 03 ngày thông báo kết quả.", "biên bản"),
    ("Ban Quản lý chợ lập hồ sơ chuyển Phòng Kinh tế xử lý.", "hồ sơ"),
    ("Văn phòng tổng kết vào cuối năm, dự thảo báo cáo gửi Chi cục An toàn thực phẩm.", "báo cáo"),
    ("Trạm Y tế góp ý bằng văn bản vào nội quy chợ, gửi văn bản vào hộp thư chung.", "văn bản"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "product"), PRODUCTS, ids=[row[1] for row in PRODUCTS])
def test_products_are_named_in_many_ways(item: str, product: str) -> None:
    found = read_text(f"THÔNG BÁO\nkết luận\n\nChủ tịch kết luận:\n1. {item}\n").tasks
    assert product in [" ".join(task.deliverable.text.split()) for task in found if task.deliverable]


TARGETS = [
    ("Phấn đấu đến hết quý III năm 2026 đạt tối thiểu 95% số hộ, đến 15/12/2026 đạt 100%.", [("95", "2026-09-30"), ("100", "2026-12-15")]),
    ("Phấn đấu thu ngân sách 9 tháng đạt trên 78% dự toán.", [("78", "2026-09-30")]),
    ("Phấn đấu giải ngân đến 31/8 không thấp hơn 60%.", [("60", "2026-08-31")]),
    ("Xóa các điểm rác tự phát. Đến 31/12/2026, tối thiểu 60% hộ phân loại rác; lượng rác chôn lấp không quá 40%.", [("60", "2026-12-31"), ("40", "2026-12-31")]),
    ("Đôn đốc các thôn chậm; giải ngân quý I đạt 7,4% kế hoạch năm.", []),
]  # fmt: skip


@pytest.mark.parametrize(("item", "expected"), TARGETS, ids=[row[0][:30] for row in TARGETS])
def test_a_figure_has_the_period_of_its_own_part(item: str, expected: list[tuple[str, str]]) -> None:
    head = "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\nSố: 9/TB-UBND\nĐồng Lau, ngày 20 tháng 6 năm 2026\nTHÔNG BÁO\nKết luận giao ban\n\n"
    found = read_text(f"{head}Chủ tịch UBND phường kết luận:\n1. Phòng Kinh tế rà soát. {item}\n").targets
    assert [(target.value, target.period_end) for target in found] == expected
