"""Which paragraphs give tasks, and where each begins and ends."""

import pytest

from sauro.reading import read_text

NOTICE = "THÔNG BÁO\nkết luận cuộc họp giao ban tháng 5\n\nChủ tịch UBND phường kết luận:\n"


def quotes(text: str) -> list[str]:
    return [" ".join(task.quote.split()) for task in read_text(text).tasks]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Phòng Kinh tế rà soát hạ tầng mạng; định kỳ ngày 05 hằng tháng gửi báo cáo về Văn phòng.",
         ["Phòng Kinh tế rà soát hạ tầng mạng", "định kỳ ngày 05 hằng tháng gửi báo cáo về Văn phòng"]),
        ("Phòng Kinh tế hướng dẫn các thôn lập hồ sơ. Định kỳ sáu tháng, hằng năm báo cáo UBND xã kết quả.",
         ["Phòng Kinh tế hướng dẫn các thôn lập hồ sơ", "Định kỳ sáu tháng, hằng năm báo cáo UBND xã kết quả"]),
        ("Công an xã đối thoại với các hộ, hoàn thành trước ngày 20/4/2026; trường hợp không đồng thuận, hoàn thiện hồ sơ cưỡng chế.",
         ["Công an xã đối thoại với các hộ, hoàn thành trước ngày 20/4/2026", "trường hợp không đồng thuận, hoàn thiện hồ sơ cưỡng chế"]),
        ("Các đơn vị rà soát hồ sơ, gửi Văn phòng; Văn phòng tổng hợp, báo cáo Chủ tịch.",
         ["Các đơn vị rà soát hồ sơ, gửi Văn phòng", "Văn phòng tổng hợp, báo cáo Chủ tịch"]),
        ("Phòng Kinh tế gửi dự thảo trước ngày 05/6/2026; trình ký văn bản trước ngày 10/6/2026.",
         ["Phòng Kinh tế gửi dự thảo trước ngày 05/6/2026", "trình ký văn bản trước ngày 10/6/2026"]),
        ("Phòng Kinh tế kiểm tra cống; lập phương án xử lý, trình Chủ tịch phê duyệt trong tháng 4/2026.",
         ["Phòng Kinh tế kiểm tra cống; lập phương án xử lý, trình Chủ tịch phê duyệt trong tháng 4/2026"]),
        ("Phòng Kinh tế lập hồ sơ, chịu trách nhiệm trước UBND xã về tiến độ.", ["Phòng Kinh tế lập hồ sơ"]),
        ("Trường hợp hồ sơ chưa đủ, Sở Tài chính yêu cầu chủ đầu tư giải trình. Sở Tài chính yêu cầu chủ đầu tư nộp các khoản còn thiếu.",
         ["Trường hợp hồ sơ chưa đủ, Sở Tài chính yêu cầu chủ đầu tư giải trình. Sở Tài chính yêu cầu chủ đầu tư nộp các khoản còn thiếu"]),
    ],
)  # fmt: skip
def test_a_clause_is_a_task_of_its_own_where_owner_rhythm_or_date_is(item: str, expected: list[str]) -> None:
    assert quotes(NOTICE + "1. " + item + "\n") == expected


@pytest.mark.parametrize(
    "item",
    [
        "Ban Thường vụ đánh giá cao kết quả của các chi bộ.",
        "Phòng Kinh tế nghiêm túc triển khai thực hiện Thông báo này.",
        "Thủ trưởng các đơn vị khẩn trương, nghiêm túc, trách nhiệm trong việc triển khai thực hiện.",
        "Người đứng đầu các đơn vị chịu trách nhiệm trước Chủ tịch về kết quả.",
        "Đề nghị các đồng chí dự họp đúng thành phần, thời gian.",
        "Hội nghị giao ban tháng 6 tổ chức vào ngày 05/6/2026.",
    ],
)
def test_praise_formulas_and_attendance_are_no_tasks(item: str) -> None:
    assert quotes(NOTICE + "1. " + item + "\n") == []


@pytest.mark.parametrize(
    "item",
    [
        "Các đơn vị thuộc phường căn cứ Kế hoạch này xây dựng kế hoạch cụ thể.",
        "Chỉ đạo các chi bộ trực thuộc nghiêm túc kiểm điểm.",
        "Báo cáo kết quả về Văn phòng trước ngày 10/7/2026.",
    ],
)
def test_what_only_begins_like_a_formula_is_a_task(item: str) -> None:
    assert quotes(NOTICE + "1. " + item + "\n") == [item.rstrip(".")]


def test_a_preamble_that_opens_the_list_does_not_make_it_a_list_of_data() -> None:
    text = (
        "CHỈ THỊ\nVề việc tăng cường phòng cháy\n\nThời gian qua, cháy nổ diễn biến phức tạp. Để khắc phục, Chủ tịch UBND tỉnh chỉ thị:\n"
        "1. Công an tỉnh\na) Tổ chức quán triệt Luật Phòng cháy.\nb) Chủ động kiểm tra nguồn lửa.\n"
    )
    assert quotes(text) == ["Tổ chức quán triệt Luật Phòng cháy", "Chủ động kiểm tra nguồn lửa"]


DECISION = (
    "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\nSố: 77/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐồng Lau, ngày 3 tháng 4 năm 2026\n"
    "QUYẾT ĐỊNH\nVề việc kiện toàn Tổ công tác chuyển đổi số\nQUYẾT ĐỊNH:\n"
)


def test_articles_of_a_decision_order_only_those_whom_they_name_or_charge() -> None:
    text = DECISION + (
        "Điều 1. Kiện toàn Tổ công tác chuyển đổi số phường.\nĐiều 2. Tổ công tác có nhiệm vụ:\n"
        "1. Tham mưu Ủy ban nhân dân phường ban hành kế hoạch trước ngày 30/4/2026.\n2. Định kỳ hằng quý báo cáo kết quả thực hiện.\n"
        "Điều 3. Giao Phòng Văn hóa - Xã hội chuẩn bị nội dung các cuộc họp.\n"
        "Điều 4. Các ông (bà): Chánh Văn phòng; Trưởng phòng Kinh tế chịu trách nhiệm thi hành Quyết định này./.\n"
    )
    assert quotes(text) == [
        "Tham mưu Ủy ban nhân dân phường ban hành kế hoạch trước ngày 30/4/2026",
        "Định kỳ hằng quý báo cáo kết quả thực hiện",
        "Giao Phòng Văn hóa - Xã hội chuẩn bị nội dung các cuộc họp",
    ]


def test_rules_of_conduct_in_an_attached_regulation_are_no_tasks() -> None:
    text = DECISION + (
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý nhà văn hóa.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nHà Văn Quế\n\n"
        "QUY CHẾ\nQuản lý, sử dụng nhà văn hóa\n(Ban hành kèm theo Quyết định số 77/QĐ-UBND ngày 3/4/2026)\n\n"
        "Điều 1. Trách nhiệm\n1. Tổ chức, cá nhân sử dụng nhà văn hóa phải đăng ký trước với tổ trưởng.\n2. Giữ gìn vệ sinh chung sau khi sử dụng.\n"
    )
    assert quotes(text) == []


def test_targets_that_a_resolution_adopts_are_no_tasks() -> None:
    text = "NGHỊ QUYẾT\nVề nhiệm vụ năm 2026\nĐiều 1. Thông qua các chỉ tiêu chủ yếu:\n1. Thu ngân sách đạt 120 tỷ đồng.\n2. Giảm tỷ lệ hộ nghèo còn dưới 0,5%.\n"
    assert quotes(text) == []


@pytest.mark.parametrize("space", ["\n", "  ", "* ", " *"])
def test_white_space_and_stray_marks_inside_phrases_change_nothing(space: str) -> None:
    text = "1. Giao Văn phòng HĐND và UBND phường chủ trì, phối hợp với Công an phường rà soát hồ sơ, báo cáo Chủ tịch.\n"
    variant = text.replace("Văn phòng HĐND", f"Văn{space}phòng HĐND").replace("Công an", f"Công{space}an")
    first, second = read_text(NOTICE + text).tasks, read_text(NOTICE + variant).tasks

    def bare(task: object, field: str) -> list[str]:
        return ["".join(value.text.replace("*", "").split()) for value in getattr(task, field)]

    assert len(first) == len(second) == 1
    for field in ("owners", "coordinators"):
        assert bare(first[0], field) == bare(second[0], field) != []
