"""How Party committees, people's councils and the Fatherland Front write: who leads whom, lines that assign, headings.

The forms are those of such papers; every name in them is invented.
"""

import pytest

from sauro.reading import read_text
from sauro.reading.model import Reading

PROGRAMME = """ĐẢNG ỦY PHƯỜNG ĐỒNG LAU
Số 12-CTr/ĐU
Đồng Lau, ngày 04 tháng 3 năm 2026

CHƯƠNG TRÌNH HÀNH ĐỘNG
phát triển chợ ven sông

II. NHIỆM VỤ
"""


def plain(values: list) -> list[str]:  # type: ignore[type-arg]
    return [" ".join(value.text.split()) for value in values]


def read(body: str) -> Reading:
    return read_text(PROGRAMME + body)


def owners(body: str) -> list[list[str]]:
    return [plain(task.owners) for task in read(body).tasks]


@pytest.mark.parametrize(
    ("line", "lead", "support"),
    [
        ("Phân công thực hiện: Phòng Kinh tế chủ trì; Công an phường, Trạm Y tế phối hợp.", ["Phòng Kinh tế"], ["Công an phường", "Trạm Y tế"]),
        ("Phân công thực hiện: Phòng Kinh tế chủ trì, phối hợp với Công an phường.", ["Phòng Kinh tế"], ["Công an phường"]),
        ("Phân công thực hiện: Đảng ủy UBND phường lãnh đạo UBND phường chủ trì; Công an phường phối hợp.", ["Đảng ủy UBND phường"], ["Công an phường"]),
    ],
)  # fmt: skip
def test_a_line_under_the_heading_assigns_the_items_behind_it(
    line: str, lead: list[str], support: list[str]
) -> None:
    found = read(
        f"1. Chỉnh trang chợ\n{line}\n- Xây dựng phương án sắp xếp các sạp hàng.\n- Vận động tiểu thương giữ vệ sinh.\n"
    ).tasks
    assert [plain(task.owners) for task in found] == [lead, lead]
    assert [plain(task.coordinators) for task in found] == [support, support]
    assert {task.owner_source for task in found} == {"heading"}


def test_a_line_behind_the_items_assigns_them_and_not_those_after() -> None:
    body = (
        "1. Chỉnh trang chợ\n- Xây dựng phương án sắp xếp các sạp hàng.\nChủ trì: Phòng Kinh tế.\n"
        "- Lắp đặt hệ thống chiếu sáng.\nChủ trì: Ban Quản lý chợ.\n"
    )
    assert owners(body) == [["Phòng Kinh tế"], ["Ban Quản lý chợ"]]


def test_who_leads_a_body_is_ordered_and_not_the_body() -> None:
    body = "1. Đảng ủy UBND phường lãnh đạo UBND phường:\n- Kiện toàn Ban Chỉ huy.\n- Rà soát các bến đò.\n"
    assert owners(body) == [["Đảng ủy UBND phường"], ["Đảng ủy UBND phường"]]


def test_under_a_party_committee_to_lead_is_an_act() -> None:
    assert owners("1. Đảng ủy UBND phường\n- Lãnh đạo Phòng Kinh tế rà soát các bến đò.\n") == [
        ["Đảng ủy UBND phường"]
    ]


def test_elsewhere_the_leaders_of_a_body_are_people() -> None:
    assert owners("1. Công tác bến bãi\n- Lãnh đạo Phòng Kinh tế rà soát các bến đò.\n") == [
        ["Lãnh đạo Phòng Kinh tế"]
    ]


def test_the_post_behind_a_name_is_no_second_owner() -> None:
    body = "1. Đồng chí Mạc Thị Sen, Phó Chủ nhiệm\n- Theo dõi các cuộc giám sát chuyên đề.\n"
    assert owners(body) == [["Đồng chí Mạc Thị Sen"]]


def test_grassroots_party_organisations_are_a_class() -> None:
    assert owners("1. Đối với các đảng bộ cơ sở\n- Rà soát hồ sơ đảng viên.\n") == [["các đảng bộ cơ sở"]]


def test_a_line_in_bold_that_names_a_party_heads_what_stands_under_it() -> None:
    text = (
        "**KẾ HOẠCH**\n**chỉnh trang chợ năm 2026**\n\n**C. Tổ chức thực hiện**\n\n"
        "**Phòng Kinh tế:**\n\nRà soát các sạp hàng trước ngày 20/4/2026.\n\n"
        "**Công an phường:**\n\nLập danh sách hộ kinh doanh.\n"
    )
    assert [plain(task.owners) for task in read_text(text).tasks] == [["Phòng Kinh tế"], ["Công an phường"]]


def test_a_numbered_task_is_a_heading_where_sentences_stand_under_it() -> None:
    text = (
        "**KẾ HOẠCH**\n**chỉnh trang chợ năm 2026**\n\n**B. Nhiệm vụ**\n\n"
        "**Nhiệm vụ 1. Cải cách thủ tục hành chính**\n\nPhòng Kinh tế rà soát các thủ tục về chợ.\n\n"
        "**Nhiệm vụ 2. Chỉ đạo, điều hành**\n\nVăn phòng Đảng ủy lập lịch kiểm tra.\n"
    )
    assert [task.quote for task in read_text(text).tasks] == [
        "Phòng Kinh tế rà soát các thủ tục về chợ",
        "Văn phòng Đảng ủy lập lịch kiểm tra",
    ]


def test_a_letter_behind_a_heading_that_ends_with_digital_opens_an_item() -> None:
    body = "2. Phát triển hạ tầng số\na) Giao Phòng Kinh tế khảo sát các điểm lắp trạm.\nb) Công an phường bảo vệ các trạm.\n"
    assert owners(body) == [["Phòng Kinh tế"], ["Công an phường"]]


def test_a_page_number_between_sentences_stands_outside_the_task() -> None:
    body = "1. Phòng Kinh tế rà soát các bến đò trên địa bàn, lập danh sách các chủ đò.\n2\n2. Công an phường tuần tra các bến.\n"
    assert [task.quote for task in read(body).tasks] == [
        "Phòng Kinh tế rà soát các bến đò trên địa bàn, lập danh sách các chủ đò",
        "Công an phường tuần tra các bến",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Hạn chế: còn 11 sạp hàng chưa được cấp phép; 06 điểm lấn chiếm chậm được xử lý.",
        "Kết quả đạt được: rà soát xong 14 sạp hàng, tổ chức 03 buổi đối thoại.",
        "Trong quý I, các đoàn thể đã có nhiều cố gắng, bám sát nhiệm vụ được giao.",
    ],
)
def test_what_is_assessed_orders_nothing(words: str) -> None:
    assert read(f"1. {words}\n2. Công an phường tuần tra các bến.\n").tasks[0].quote.startswith("Công an")


@pytest.mark.parametrize(
    ("order", "product"),
    [
        ("Xây dựng Đề án chợ đêm, báo cáo Ban Thường vụ Đảng ủy cho ý kiến", "Đề án chợ đêm"),
        ("Gửi kế hoạch về Ban Xây dựng Đảng trước ngày 20/5/2026", "kế hoạch"),
        ("Xây dựng kế hoạch của đơn vị và báo cáo kết quả về Văn phòng Đảng ủy", "kế hoạch của đơn vị"),
        ("Lập danh sách hộ phải di dời, trình UBND phường", "danh sách hộ phải di dời"),
        ("Cụ thể hóa Nghị quyết thành kế hoạch hằng năm", "kế hoạch hằng năm"),
        ("Ban hành quy chế mẫu về quản lý, khai thác nhà văn hóa", "quy chế mẫu về quản lý, khai thác nhà văn hóa"),
        ("Tổ chức diễn tập tại các bến; kế hoạch diễn tập trình Bí thư Đảng ủy phê duyệt", "kế hoạch diễn tập"),
    ],
)  # fmt: skip
def test_where_a_product_begins_and_ends(order: str, product: str) -> None:
    (task,) = read(f"1. Phòng Kinh tế\n- {order}.\n").tasks
    assert task.deliverable is not None
    assert task.deliverable.text == product


@pytest.mark.parametrize(
    ("order", "kind", "recurrence"),
    [
        ("Mỗi năm mở ít nhất 04 lớp bồi dưỡng cho tiểu thương", "recurring", "yearly"),
        ("Phát thanh tối thiểu 02 chuyên mục mỗi tuần về dịch vụ công", "recurring", "weekly"),
        ("Lập danh sách theo dõi các chủ đò và cập nhật hằng quý", "recurring", "quarterly"),
        ("Dự sinh hoạt với chi bộ ít nhất một lần trong quý III/2026", "within_period", None),
        ("Tổ chức 05 đoàn thăm tiểu thương (từ ngày 25/5 đến ngày 02/6/2026)", "between", None),
    ],
)
def test_rhythms_and_periods(order: str, kind: str, recurrence: str | None) -> None:
    (task,) = read(f"1. Phòng Kinh tế\n- {order}.\n").tasks
    assert [(one.kind, one.recurrence) for one in task.deadlines] == [(kind, recurrence)]


def test_the_day_by_which_a_figure_is_reached_is_no_deadline() -> None:
    (task,) = read("1. Phòng Kinh tế\n- Tập trung thu phí chợ, đến 30/9/2026 đạt trên 80% dự toán.\n").tasks
    assert task.deadlines == []


def test_a_length_that_counts_from_each_case_is_no_end() -> None:
    (task,) = read(
        "1. Phòng Kinh tế\n- Nắm tình hình tại chợ; khi có vụ việc phát sinh phải báo cáo Đảng ủy trong vòng 24 giờ.\n"
    ).tasks
    assert task.task_kind == "standing"


@pytest.mark.parametrize(
    ("aim", "value", "unit", "until"),
    [
        ("đến hết tháng 8 phải đạt ít nhất 62% kế hoạch vốn", "62", "%", "2026-08-31"),
        ("phấn đấu cả năm trồng mới 120 ha rừng", "120", "ha", "2026-12-31"),
        ("phấn đấu trao tối thiểu 600 suất quà", "600", "suất quà", None),
        ("phấn đấu kết nạp ít nhất 38 quần chúng trong năm 2026", "38", "quần chúng", "2026-12-31"),
    ],
)
def test_figures_and_their_period(aim: str, value: str, unit: str, until: str | None) -> None:
    (target,) = read(f"1. Phòng Kinh tế\n- Tập trung chỉ đạo, {aim}.\n").targets
    assert (target.value, target.unit, target.period_end) == (value, unit, until)


def test_who_answers_among_the_items_of_one_party_answers_for_that_party_alone() -> None:
    body = (
        "1. Phòng Kinh tế\n- Rà soát các bến đò.\n"
        "2. Các chi bộ\n- Phân công đảng viên phụ trách từng bến.\n"
        "- Người đứng đầu chịu trách nhiệm trực tiếp trước Ban Thường vụ Đảng ủy về kết quả thực hiện.\n"
    )
    first, second = read(body).tasks[:2]
    assert first.accountable is None
    assert second.accountable is not None


def test_the_bars_of_letterhead_and_signature_make_no_table_of_the_text_between() -> None:
    items = "\n".join(f"{number}. Trạm Y tế kiểm tra quầy hàng số {number}." for number in range(1, 36))
    text = (
        "BAN THƯỜNG TRỰC\nỦY BAN MTTQ PHƯỜNG ĐỒNG LAU\n|\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\n|\nSố: 22/KH-MTTQ-BTT\n|\nĐồng Lau, ngày 02 tháng 3 năm 2026\n|\n"
        f"KẾ HOẠCH\nkiểm tra quầy hàng\n{items}\nNơi nhận:\n- Đảng ủy phường;\n- Lưu.\n|\n"
        "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH\nCao Thị Gấm\n|\n"
    )
    reading = read_text(text)
    assert len(reading.tasks) == 35
    assert plain(reading.document.recipients) == ["Đảng ủy phường", "Lưu"]
    name = reading.document.signature.name
    assert name is not None
    assert name.text == "Cao Thị Gấm"
