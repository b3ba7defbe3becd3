"""How papers of People's Committees and departments order: brackets, headings that order, closings, campaigns.

Every name and number is invented.
"""

import pytest

from sauro.reading import read_text
from sauro.reading.model import Task

PLAN = "KẾ HOẠCH\nlàm sạch dữ liệu trên địa bàn phường Đồng Lau\n\nII. NHIỆM VỤ\n"


def tasks(text: str) -> list[Task]:
    return read_text(text).tasks


def plain(values: list) -> list[str]:  # type: ignore[type-arg]
    return [" ".join(value.text.split()) for value in values]


def quotes(text: str) -> list[str]:
    return [" ".join(task.quote.split()) for task in tasks(text)]


@pytest.mark.parametrize(
    ("bracket", "owners", "support", "end"),
    [
        ("(Phòng Kinh tế chủ trì; Công an phường, Trạm Y tế\nphường phối hợp)", ["Phòng Kinh tế"], ["Công an phường", "Trạm Y tế phường"], None),
        ("(Phòng Kinh tế; quý II/2026)", ["Phòng Kinh tế"], [], "2026-06-30"),
        ("(Phòng Kinh tế phối hợp Trạm Y tế phường, trước 30/9/2026)", ["Phòng Kinh tế"], ["Trạm Y tế phường"], "2026-09-30"),
        ("(Các trường học; Trưởng các bản)", ["Các trường học", "Trưởng các bản"], [], None),
    ],
)  # fmt: skip
def test_a_bracket_at_the_end_names_owner_support_and_time(
    bracket: str, owners: list[str], support: list[str], end: str | None
) -> None:
    (task,) = tasks(PLAN + f"1. Rà soát toàn bộ điểm đọc sách của các bản vùng cao {bracket}.\n")
    assert plain(task.owners) == owners
    assert task.owner_source == "own"
    assert plain(task.coordinators) == support
    assert [deadline.end_date for deadline in task.deadlines] == ([end] if end else [])


def test_a_heading_that_orders_somebody_opens_no_section_of_requirements() -> None:
    found = tasks(
        "Số: 31/UBND-KT\n\n1. Yêu cầu các chủ đầu tư được giao vốn:\n\n"
        "- Lập kế hoạch giải ngân từng tháng, gửi Sở Tài chính trước ngày 20/6/2026.\n\n"
        "- Hoàn ứng số dư tạm ứng quá hạn trước ngày 31/7/2026.\n\n2. Giao Sở Tài chính:\n\n"
        "- Tổng hợp, báo cáo UBND tỉnh trước ngày 05/8/2026.\n"
    )
    assert [plain(task.owners) for task in found[:2]] == [["các chủ đầu tư được giao vốn"]] * 2
    assert len(found) == 3


def test_a_line_that_says_what_is_spoken_of_is_no_task() -> None:
    text = (
        "II. NHIỆM VỤ\n\nNhiệm vụ 1: Cải cách thể chế\n\n"
        "- Phòng Kinh tế rà soát các văn bản hết hiệu lực trước ngày 30/6/2026.\n\n"
        "Về văn hóa, giáo dục, y tế\n\nTrạm Y tế phường kiểm tra nguồn nước tại các tổ dân phố trước ngày 15/7/2026.\n"
    )
    assert [quote.split(" ", 2)[:2] for quote in quotes(text)] == [["Phòng", "Kinh"], ["Trạm", "Y"]]


@pytest.mark.parametrize(
    ("item", "count"),
    [
        ("Tổng hợp số liệu, báo cáo vào thứ Sáu hằng tuần; tham mưu tổ chức hội nghị tổng kết trước ngày 20/11/2026.", 2),
        ("Xây dựng kế hoạch, gửi Sở Y tế trước ngày 31/3/2026; báo cáo kết quả trước ngày 05/12 hằng năm.", 2),
        ("Kiểm tra các hộ kinh doanh mỗi quý một lần; công khai kết quả trên trang thông tin của phường.", 1),
        ("Xử lý các công trình vi phạm trong quý III/2026; không để phát sinh vi phạm mới.", 1),
        ("Mở đợt kiểm tra trước ngày 15/12/2026; phấn đấu giảm 10% số vụ vi phạm.", 1),
    ],
)  # fmt: skip
def test_a_rhythm_or_date_of_its_own_parts_a_clause_and_what_adds_no_act_does_not(
    item: str, count: int
) -> None:
    assert (
        len(tasks(PLAN + f"1. Phòng Văn hóa - Xã hội:\n\na) {item}\n\nb) Cập nhật phần mềm.\n")) == count + 1
    )


CLOSING = (
    "Số: 12/UBND-VP\n\n1. Phòng Kinh tế rà soát các hộ kinh doanh trước ngày 20/6/2026.\n\n"
    "2. Công an phường\n\nTuần tra các tuyến phố đi bộ.\n\n"
)


def test_the_closing_behind_the_last_item_answers_for_all() -> None:
    found = tasks(
        CLOSING + "Thủ trưởng các đơn vị chịu trách nhiệm trước UBND phường về kết quả giải ngân.\n"
    )
    assert [task.accountable and task.accountable.text for task in found] == ["Thủ trưởng các đơn vị"] * 2


def test_a_closing_that_speaks_of_something_else_answers_for_nobody() -> None:
    words = "Người đứng đầu tổ dân phố chịu trách nhiệm nếu để xảy ra vi phạm. Công văn này thay thế Công văn cũ.\n"
    assert all(task.accountable is None for task in tasks(CLOSING + words))


def test_a_report_behind_a_formula_is_of_those_whom_the_formula_orders() -> None:
    found = tasks(
        CLOSING
        + "Yêu cầu các đơn vị nghiêm túc thực hiện; báo cáo kết quả về Văn phòng trước ngày 05/10/2026.\n"
    )
    assert plain(found[-1].owners) == ["các đơn vị"]
    assert found[-1].quote.startswith("báo cáo kết quả")


def test_a_class_under_a_section_is_ordered_by_the_sentence_that_opens_the_list() -> None:
    found = tasks(
        "CHỈ THỊ\nvề đón Tết\n\nI. NHIỆM VỤ CHUNG\n\n"
        "Các phòng, đơn vị trên địa bàn phường thực hiện tốt các nội dung sau:\n\n"
        "1. Phân công lịch trực, gửi danh sách về Văn phòng trước ngày 20/01/2027.\n\n"
        "2. Giữ gìn vệ sinh trụ sở.\n\nYêu cầu Thủ trưởng các cơ quan nghiêm túc thực hiện Chỉ thị này.\n"
    )
    assert [(plain(task.owners), task.owner_source) for task in found] == [
        (["Các phòng, đơn vị trên địa bàn phường"], "heading")
    ] * 2


def test_one_aim_in_the_sentence_above_a_list_makes_no_targets_of_its_figures() -> None:
    text = (
        "Nhằm mục tiêu giải ngân đạt tối thiểu 95% kế hoạch vốn năm 2026 của toàn phường trong điều kiện giá vật liệu "
        "còn cao, yêu cầu các đơn vị thực hiện:\n\n"
        "- Tháo gỡ vướng mắc mặt bằng tại 17 dự án trọng điểm.\n\n"
        "- Điều chuyển vốn của các dự án giải ngân dưới 30% sang các dự án có khối lượng.\n\n"
        "- Đón tối thiểu 4,5 triệu lượt khách.\n"
    )
    assert [(each.value, each.unit) for each in read_text(text).targets] == [
        ("95", "%"),
        ("4,5", "triệu lượt khách"),
    ]


def test_the_day_of_a_figure_is_no_deadline_and_an_hour_is_one() -> None:
    first, second = tasks(
        PLAN + "1. Phòng Kinh tế:\n\na) Số hóa hồ sơ; phấn đấu đến 31/12/2026 số hóa ít nhất 80% hồ sơ.\n\n"
        "b) Thu gom hết rác tồn đọng trước 12 giờ ngày 05/02/2027.\n"
    )
    assert first.deadlines == []
    assert [deadline.end_date for deadline in second.deadlines] == ["2027-02-05"]


@pytest.mark.parametrize(
    ("item", "authority"),
    [
        ("Tham mưu UBND tỉnh trình HĐND tỉnh thông qua mức hỗ trợ.", "HĐND tỉnh"),
        ("Rà soát toàn bộ văn bản do UBND xã cũ ban hành còn hiệu lực.", None),
    ],
)
def test_who_decides(item: str, authority: str | None) -> None:
    (task,) = tasks(PLAN + f"1. Sở Du lịch:\n\n- {item}\n")
    assert (task.authority.text if task.authority else None) == authority


def test_a_rule_of_working_together_names_no_partner() -> None:
    (task,) = tasks(PLAN + "1. Sở Y tế biên soạn quy trình phối hợp hội chẩn từ xa trước ngày 10/8/2026.\n")
    assert task.coordinators == []


def test_inspecting_is_an_act_and_an_inspectorate_a_body() -> None:
    text = PLAN + (
        "1. Sở Y tế:\n\n- Thanh tra, kiểm tra việc mua sắm trang thiết bị của các bệnh viện.\n\n"
        "2. Đề nghị Hội Phụ nữ thành phố, Thành đoàn, Hội Nông dân thành phố vận động hội viên tham gia.\n\n"
        "3. Thanh tra thành phố rà soát kiến nghị sau thanh tra.\n"
    )
    assert [plain(task.owners) for task in tasks(text)] == [
        ["Sở Y tế"],
        ["Hội Phụ nữ thành phố", "Thành đoàn", "Hội Nông dân thành phố"],
        ["Thanh tra thành phố"],
    ]


def test_a_regular_weekday_is_one_rhythm() -> None:
    (task,) = tasks(PLAN + "1. Ban Quản lý dự án định kỳ thứ Sáu hằng tuần báo cáo Văn phòng UBND tỉnh.\n")
    assert [deadline.recurrence for deadline in task.deadlines] == ["weekly"]
