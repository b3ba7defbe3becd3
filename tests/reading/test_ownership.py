"""Who must do a task: named by it, by a label or a bracket, by the heading above it, or by the document as a whole.

The forms are those of notices, letters, plans, telegrams, decisions and Party papers; every name in them is invented.
"""

import pytest

from sauro.reading import read_text
from sauro.reading.model import Task

PLAN = "KẾ HOẠCH\nphát triển du lịch cộng đồng năm 2026\n\nII. NHIỆM VỤ\n"


def tasks(text: str) -> list[Task]:
    return read_text(text).tasks


def plain(values: list) -> list[str]:  # type: ignore[type-arg]
    return [" ".join(value.text.split()) for value in values]


def owners(text: str) -> list[list[str]]:
    return [plain(task.owners) for task in tasks(text)]


@pytest.mark.parametrize(
    ("item", "lead", "support"),
    [
        ("(Sở Du lịch chủ trì, phối hợp với Sở Nội vụ).", ["Sở Du lịch"], ["Sở Nội vụ"]),
        (". (Sở Du lịch, Sở Nội vụ)", ["Sở Du lịch", "Sở Nội vụ"], []),
        ("[Phòng Kinh tế]", ["Phòng Kinh tế"], []),
        ("=> Sở Du lịch", ["Sở Du lịch"], []),
        ("(giao Phòng Kinh tế tham mưu, hoàn thành trước 30/9/2026).", ["Phòng Kinh tế"], []),
        (".\n- Chủ trì: Sở Du lịch.\n- Phối hợp: Sở Nội vụ.", ["Sở Du lịch"], ["Sở Nội vụ"]),
        (".\n* Đơn vị chủ trì: Sở Du lịch, Sở Tài chính.\n* Đơn vị phối hợp: Sở Nội vụ.", ["Sở Du lịch", "Sở Tài chính"], ["Sở Nội vụ"]),
        (".\n- ***Cơ quan chủ trì:*** Phòng Kinh tế.\n- ***Cơ quan phối hợp:*** Trạm Y tế.", ["Phòng Kinh tế"], ["Trạm Y tế"]),
        (".\nCơ quan chủ trì thực hiện: Sở Du lịch; cơ quan phối hợp: Sở Nội vụ.", ["Sở Du lịch"], ["Sở Nội vụ"]),
        (".\n- Bộ phận chủ trì, tham mưu: Phòng Kinh tế.\n- Đơn vị cùng phối hợp thực hiện: Trạm Y tế.", ["Phòng Kinh tế"], ["Trạm Y tế"]),
        (".\n- Cơ quan, đơn vị chủ trì: Phòng Kinh tế.\n- Các cơ quan, đơn vị phối hợp: Trạm Y tế.", ["Phòng Kinh tế"], ["Trạm Y tế"]),
        ("\n+ Phân công thực hiện: Sở Du lịch chủ trì, phối hợp với Sở Nội vụ.", ["Sở Du lịch"], ["Sở Nội vụ"]),
        (".\nTrách nhiệm: Sở Du lịch.\nThời hạn: tháng 9/2026.", ["Sở Du lịch"], []),
        (".\nNgười phụ trách: Đồng chí Vi Bách Khoa, Phó Chủ tịch UBND xã.", ["Đồng chí Vi Bách Khoa"], []),
        (". Đơn vị thực hiện: Sở Du lịch, Sở Tài chính.", ["Sở Du lịch", "Sở Tài chính"], []),
        (". Thời gian: Quý III/2026. Thực hiện: Sở Du lịch.", ["Sở Du lịch"], []),
        (". Giao Sở Du lịch chủ trì, Sở Nội vụ phối hợp.", ["Sở Du lịch"], ["Sở Nội vụ"]),
    ],
)  # fmt: skip
def test_brackets_labels_and_a_sentence_behind_the_work_name_the_owner(
    item: str, lead: list[str], support: list[str]
) -> None:
    found = tasks(
        PLAN
        + "1. Xây dựng bản đồ du lịch cộng đồng ".rstrip()
        + (item if item[0] in ".\n" else " " + item)
        + "\n"
    )
    assert [plain(task.owners) for task in found] == [lead]
    assert found[0].owner_source == "own"
    assert plain(found[0].coordinators) == support


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Phòng Kinh tế: Xây dựng bản đồ; Trạm Y tế: kiểm tra bếp ăn; Công an xã: bảo đảm an ninh.",
         [["Phòng Kinh tế"], ["Trạm Y tế"], ["Công an xã"]]),
        ("Đồng chí Vi Bách Khoa - Trưởng phòng Kinh tế: Xây dựng bản đồ du lịch.", [["Đồng chí Vi Bách Khoa"]]),
        ("Ông Vi Bách Khoa - Phó Chủ tịch UBND xã: phụ trách xây dựng bản đồ.", [["Ông Vi Bách Khoa"]]),
        ("Giao ông Vi Bách Khoa, bà Ngụy Thị Lài xây dựng bản đồ du lịch.", [["ông Vi Bách Khoa", "bà Ngụy Thị Lài"]]),
        ("Giao đồng chí Vi Bách Khoa, Phó Bí thư; đồng chí Mạc Tường Lân, Chủ tịch UBND xã chỉ đạo xử lý.",
         [["đồng chí Vi Bách Khoa", "đồng chí Mạc Tường Lân"]]),
        ("UBND phường, Công an phường, Ban CHQS phường và các tổ dân phố tăng cường tuần tra.",
         [["UBND phường", "Công an phường", "Ban CHQS phường", "các tổ dân phố"]]),
        ("Tòa án nhân dân khu vực 2, Thi hành án dân sự tỉnh phối hợp rà soát vụ việc.",
         [["Tòa án nhân dân khu vực 2", "Thi hành án dân sự tỉnh"]]),
        ("Các cơ quan tham mưu, giúp việc Đảng ủy; các chi bộ trực thuộc đăng ký thi đua.",
         [["Các cơ quan tham mưu, giúp việc Đảng ủy", "các chi bộ trực thuộc"]]),
        ("Toàn thể cán bộ, công chức nghiêm túc chấp hành giờ làm việc.", [["Toàn thể cán bộ, công chức"]]),
        ("Cả hệ thống chính trị vào cuộc tuyên truyền, vận động Nhân dân.", [["Cả hệ thống chính trị"]]),
        ("Trường Mầm non Hoa Sen, THCS Đồng Lau rà soát cơ sở vật chất.", [["Trường Mầm non Hoa Sen", "THCS Đồng Lau"]]),
        ("Các thôn: Đoài, Đông, Hạ tổ chức họp dân.", [["Đoài", "Đông", "Hạ"]]),
    ],
)  # fmt: skip
def test_an_item_names_its_owners(item: str, expected: list[list[str]]) -> None:
    assert owners(PLAN + "1. " + item + "\n") == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Công an phường", ["Công an phường"]),
        ("Giao Ban Xây dựng Đảng, Văn phòng Đảng ủy:", ["Ban Xây dựng Đảng", "Văn phòng Đảng ủy"]),
        ("Đối với Đảng ủy UBND phường và Mặt trận Tổ quốc", ["Đảng ủy UBND phường", "Mặt trận Tổ quốc"]),
        ("Trách nhiệm của Phòng Kinh tế", ["Phòng Kinh tế"]),
        ("Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường",
         ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"]),
        ("Chủ tịch Ủy ban nhân dân các xã, phường:", ["Chủ tịch Ủy ban nhân dân các xã, phường"]),
        ("Các đồng chí Đảng ủy viên phụ trách đơn vị", ["Các đồng chí Đảng ủy viên phụ trách đơn vị"]),
        ("Tổ công tác có nhiệm vụ:", ["Tổ công tác"]),
    ],
)  # fmt: skip
def test_a_heading_names_the_owners_of_the_items_under_it(heading: str, expected: list[str]) -> None:
    text = f"HƯỚNG DẪN\nkiểm điểm cuối năm\n\nIII. TỔ CHỨC THỰC HIỆN\n1. {heading}\n- Hoàn thiện dự thảo quy chế.\n- Chuẩn bị hội nghị.\n"
    found = tasks(text)
    assert [plain(task.owners) for task in found] == [expected, expected]
    assert {task.owner_source for task in found} == {"heading"}


BODY = (
    "Thực hiện các nội dung sau:\n1. Tăng cường tuần tra, kiểm soát rừng.\n2. Xây dựng phương án ứng phó.\n"
)


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("CÔNG ĐIỆN\nVề phòng cháy rừng\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LAM GIANG ĐIỆN:\n\n- Chủ tịch UBND các xã, phường;\n- Giám đốc Công an tỉnh.\n",
         ["Chủ tịch UBND các xã, phường", "Giám đốc Công an tỉnh"]),
        ("CÔNG ĐIỆN\nVề phòng cháy rừng\n\nỦy ban nhân dân tỉnh điện các ông (bà):\n- Giám đốc các sở;\n- Chủ tịch UBND các xã, phường.\n",
         ["Giám đốc các sở", "Chủ tịch UBND các xã, phường"]),
        ("CÔNG ĐIỆN\nVề phòng cháy rừng\n\nBAN CHỈ HUY PHÒNG THỦ DÂN SỰ TỈNH điện: Công an tỉnh; các xã, phường.\n",
         ["Công an tỉnh", "các xã, phường"]),
        ("V/v phòng cháy rừng\n\nKính gửi: - Sở Tài chính;\n          - Công an tỉnh.\n", ["Sở Tài chính", "Công an tỉnh"]),
        ("V/v phòng cháy rừng\n\nKính gửi:\n1. Sở Tài chính;\n2. Công an tỉnh.\n", ["Sở Tài chính", "Công an tỉnh"]),
        ("V/v phòng cháy rừng\n\nKính gửi\n\nSở Tài chính\nCông an tỉnh\n", ["Sở Tài chính", "Công an tỉnh"]),
        ("V/v phòng cháy rừng\n\nKính gởi: Ông (Bà) Trưởng các phòng chuyên môn\n", ["Ông (Bà) Trưởng các phòng chuyên môn"]),
        ("V/v phòng cháy rừng\n\nKính gửi: Thủ trưởng các đơn vị thuộc UBND tỉnh\n(có danh sách kèm theo)\n", ["Thủ trưởng các đơn vị thuộc UBND tỉnh"]),
    ],
)  # fmt: skip
def test_where_nothing_else_names_an_owner_the_addressees_are_meant(
    opening: str, expected: list[str]
) -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\n-------\nSố: 12/UBND-NN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLam Giang, ngày 10 tháng 6 năm 2026\n"
    found = tasks(head + opening + "\n" + BODY)
    assert [plain(task.owners) for task in found] == [expected, expected]
    assert {task.owner_source for task in found} == {"document"}


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("Yêu cầu Trưởng các phòng, đơn vị triển khai thực hiện nghiêm túc Kế hoạch này.", ["Trưởng các phòng, đơn vị"]),
        ("Trên đây là Kế hoạch phát triển du lịch, đề nghị các cơ quan, đơn vị phối hợp thực hiện./.", ["các cơ quan, đơn vị"]),
        ("Nơi nhận:\n- Thường trực Đảng ủy (để báo cáo);\n- Các phòng, ban, đơn vị (để thực hiện);\n- Lưu: VT.\nCHỦ TỊCH\nHà Văn Quế", ["Các phòng, ban, đơn vị"]),
    ],
)  # fmt: skip
def test_the_closing_or_the_recipients_who_carry_it_out_are_meant(closing: str, expected: list[str]) -> None:
    assert (
        owners(PLAN + "1. Xây dựng bản đồ du lịch.\n2. Tập huấn kỹ năng đón khách.\n" + closing + "\n")
        == [expected] * 2
    )


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("Các ông (bà): Chánh Văn phòng; Trưởng phòng Kinh tế chịu trách nhiệm thi hành Quyết định này.", ["Chánh Văn phòng", "Trưởng phòng Kinh tế"]),
        ("Chánh Văn phòng HĐND và UBND phường, tổ trưởng tổ dân phố căn cứ Quyết định thi hành./.", ["Chánh Văn phòng HĐND và UBND phường", "tổ trưởng tổ dân phố"]),
        ("Văn phòng HĐND và UBND phường, Công an phường thi hành Quyết định này.", ["Văn phòng HĐND và UBND phường", "Công an phường"]),
    ],
)  # fmt: skip
def test_a_plan_under_a_decision_binds_those_who_execute_the_decision(
    article: str, expected: list[str]
) -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\nSố: 77/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐồng Lau, ngày 3 tháng 4 năm 2026\n"
        "QUYẾT ĐỊNH\nBan hành Kế hoạch chuyển đổi số\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số năm 2026.\n"
        f"Điều 2. {article}\nNơi nhận:\n- Như Điều 2;\n- Lưu: VT.\nCHỦ TỊCH\nHà Văn Quế\n\n"
        "KẾ HOẠCH\nChuyển đổi số năm 2026\n(Kèm theo Quyết định số 77/QĐ-UBND ngày 3 tháng 4 năm 2026)\nI. NHIỆM VỤ\n"
        "1. Xây dựng kho dữ liệu dùng chung.\n2. Tập huấn kỹ năng số.\n"
    )
    assert owners(text) == [expected] * 2


def test_a_table_without_a_header_is_read_by_what_its_cells_hold() -> None:
    text = PLAN + (
        "| 1 | Xây dựng kịch bản | Phòng Văn hóa - Xã hội | 10/11/2026 |\n"
        "| 2 | Trang trí hội trường | Trung tâm Văn hóa phường | 15/11/2026 |\n"
        "| 3 | Mời đại biểu | Văn phòng HĐND và UBND phường | 12/11/2026 |\n"
    )
    assert owners(text) == [
        ["Phòng Văn hóa - Xã hội"],
        ["Trung tâm Văn hóa phường"],
        ["Văn phòng HĐND và UBND phường"],
    ]
    assert [task.deadlines[0].end_date for task in tasks(text)] == ["2026-11-10", "2026-11-15", "2026-11-12"]


def test_a_table_of_figures_without_a_header_gives_no_task() -> None:
    assert tasks(PLAN + "| 1 | Sở Du lịch | 120 | 10/11/2026 |\n| 2 | Sở Nội vụ | 75 | 15/11/2026 |\n") == []


@pytest.mark.parametrize(
    ("preamble", "expected"),
    [
        ("Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường (gọi tắt là địa phương) thực hiện các nhiệm vụ sau:",
         ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"]),
        ("Sở Y tế đề nghị các bệnh viện trực thuộc Sở; các viện có giường bệnh khẩn trương triển khai một số nội dung như sau:",
         ["các bệnh viện trực thuộc Sở", "các viện có giường bệnh"]),
        ("Để bảo đảm an toàn, UBND phường yêu cầu: Các phòng chuyên môn, Công an phường, các tổ dân phố thực hiện:",
         ["Các phòng chuyên môn", "Công an phường", "các tổ dân phố"]),
        ("Do đó, yêu cầu các đồng chí Thủ trưởng đơn vị, Bí thư chi bộ nghiêm túc thực hiện các việc sau đây.",
         ["các đồng chí Thủ trưởng đơn vị", "Bí thư chi bộ"]),
        ("Sở Nội vụ kính đề nghị Quý cơ quan, đơn vị quan tâm phối hợp thực hiện các nội dung sau:", ["Quý cơ quan, đơn vị"]),
        ("Đảng ủy phường giao nhiệm vụ cho các chi bộ trực thuộc, UBND phường, Ủy ban MTTQ phường như sau:",
         ["các chi bộ trực thuộc", "UBND phường", "Ủy ban MTTQ phường"]),
        ("Chủ tịch UBND tỉnh có ý kiến chỉ đạo các sở, ngành, địa phương như sau:", ["các sở, ngành, địa phương"]),
        ("Để thực hiện tốt Kế hoạch, các chi bộ, đơn vị cần tập trung một số nhiệm vụ sau:", ["các chi bộ, đơn vị"]),
    ],
)  # fmt: skip
def test_a_preamble_names_whom_the_whole_document_orders(preamble: str, expected: list[str]) -> None:
    text = f"CHỈ THỊ\nvề công tác mới\n\nThời gian qua, kết quả còn hạn chế.\n\n{preamble}\n\n1. Rà soát hồ sơ còn tồn đọng.\n2. Xây dựng kế hoạch khắc phục.\n"
    found = tasks(text)
    assert [plain(task.owners) for task in found] == [expected, expected]
    assert {task.owner_source for task in found} == {"document"}


HEAD = (
    "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\nSố: 12/{symbol}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Đồng Lau, ngày 10 tháng 3 năm 2026\n\n"
)
TWO_ITEMS = "1. Rà soát, thống kê các hộ kinh doanh trên địa bàn.\n2. Tập huấn kỹ năng số cho người dân.\n"
FOOT = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nHà Văn Quế\n"


def owners_of_items(text: str) -> list[list[str]]:
    return [
        plain(task.owners) for task in tasks(text) if task.quote.startswith(("Rà soát, thống", "Tập huấn"))
    ]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("Trên đây là Kế hoạch phát triển kinh tế số. Trong quá trình thực hiện nếu có vướng mắc, các đơn vị phản ánh về Phòng Kinh tế để tổng hợp./.",
         ["các đơn vị"]),
        ("Căn cứ Kế hoạch này, các phòng, ban, đơn vị, các tổ dân phố triển khai thực hiện nghiêm túc./.",
         ["các phòng, ban, đơn vị", "các tổ dân phố"]),
        ("Các cơ quan, đơn vị theo chức năng, nhiệm vụ tổ chức triển khai thực hiện Kế hoạch này./.", ["Các cơ quan, đơn vị"]),
        ("Yêu cầu Thủ trưởng các phòng, ban, ngành, đoàn thể; Tổ trưởng các tổ dân phố căn cứ chức năng, nhiệm vụ triển khai thực hiện Kế hoạch./.",
         ["Thủ trưởng các phòng, ban, ngành, đoàn thể", "Tổ trưởng các tổ dân phố"]),
        ("Đề nghị UBMTTQ và các đoàn thể phường phối hợp; yêu cầu các phòng, đơn vị, tổ dân phố nghiêm túc thực hiện Kế hoạch này./.",
         ["các phòng, đơn vị, tổ dân phố"]),
        ("III. TỔ CHỨC THỰC HIỆN\n1. Các phòng, ban, đơn vị thuộc UBND phường; các tổ dân phố căn cứ nội dung Kế hoạch chủ động triển khai thực hiện.",
         ["Các phòng, ban, đơn vị thuộc UBND phường", "các tổ dân phố"]),
    ],
)  # fmt: skip
def test_a_plan_binds_those_whom_its_closing_names(closing: str, expected: list[str]) -> None:
    plan = "KẾ HOẠCH\nPhát triển kinh tế số năm 2026\n\nI. MỤC TIÊU\nPhấn đấu đạt 80%.\nII. NHIỆM VỤ\n"
    assert (
        owners_of_items(HEAD.format(symbol="KH-UBND") + plan + TWO_ITEMS + closing + "\n" + FOOT)
        == [expected] * 2
    )


@pytest.mark.parametrize(
    ("addressed", "preamble", "expected"),
    [
        ("Các phòng chuyên môn; các tổ dân phố.", "Thực hiện Công văn số 5/SCT ngày 01/3/2026 của Sở Công Thương, UBND phường yêu cầu:",
         ["Các phòng chuyên môn", "các tổ dân phố"]),
        ("Giám đốc Sở Tài chính; Chủ tịch UBND xã Bãi Cát.", "Chủ tịch UBND thành phố yêu cầu:", ["Giám đốc Sở Tài chính", "Chủ tịch UBND xã Bãi Cát"]),
        ("Các tổ dân phố", "UBND phường thông báo đến các tổ dân phố, các hộ kinh doanh một số nội dung sau:", ["các tổ dân phố", "các hộ kinh doanh"]),
        ("\nĐảng ủy UBND phường,\nĐảng ủy các cơ quan Đảng,\nCác chi bộ trực thuộc.", "Thường trực Đảng ủy đề nghị:",
         ["Đảng ủy UBND phường", "Đảng ủy các cơ quan Đảng", "Các chi bộ trực thuộc"]),
        ("- Công an phường\n- Các tổ dân phố\nĐồng kính gửi: Kho bạc Nhà nước khu vực V", "Về việc này, Chủ tịch UBND phường có ý kiến như sau:",
         ["Công an phường", "Các tổ dân phố", "Kho bạc Nhà nước khu vực V"]),
    ],
)  # fmt: skip
def test_a_letter_binds_its_addressees_unless_its_preamble_names_others(
    addressed: str, preamble: str, expected: list[str]
) -> None:
    text = HEAD.format(symbol="UBND-KT") + f"Kính gửi: {addressed}\n\n{preamble}\n" + TWO_ITEMS + FOOT
    assert owners_of_items(text) == [expected] * 2


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("Giám đốc Công ty TNHH Nước sạch Lam Giang, Chủ nhiệm Hợp tác xã Dịch vụ Đồng Lau, Trưởng Ban Quản lý chợ có trách nhiệm thi hành Quyết định này.",
         ["Giám đốc Công ty TNHH Nước sạch Lam Giang", "Chủ nhiệm Hợp tác xã Dịch vụ Đồng Lau", "Trưởng Ban Quản lý chợ"]),
        ("Vụ trưởng Vụ Học sinh, sinh viên, Giám đốc các sở giáo dục và đào tạo, Hiệu trưởng các trường đại học chịu trách nhiệm thi hành Quyết định này.",
         ["Vụ trưởng Vụ Học sinh, sinh viên", "Giám đốc các sở giáo dục và đào tạo", "Hiệu trưởng các trường đại học"]),
    ],
)  # fmt: skip
def test_all_that_stands_before_thi_hanh_is_who_executes(article: str, expected: list[str]) -> None:
    text = (
        HEAD.format(symbol="QĐ-UBND")
        + "QUYẾT ĐỊNH\nBan hành Kế hoạch chuyển đổi số\nQUYẾT ĐỊNH:\n"
        + "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số.\n"
        + f"Điều 2. {article}\n{FOOT}\nKẾ HOẠCH\nChuyển đổi số\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 10 tháng 3 năm 2026)\n"
        + f"I. NHIỆM VỤ\n{TWO_ITEMS}II. TỔ CHỨC THỰC HIỆN\n1. Các sở giáo dục\n- Tổng hợp, báo cáo.\n"
    )
    assert owners_of_items(text) == [expected] * 2


def test_a_bracket_belongs_to_the_item_that_it_ends_and_to_no_other() -> None:
    text = PLAN + (
        "1. Nông nghiệp (Phòng Kinh tế tham mưu)\n- Trồng 50 ha cây ăn quả.\n- Xây dựng 02 mã số vùng trồng.\n"
        "2. Thu ngân sách (Thuế cơ sở 5 chủ trì)\n- Rà soát hộ kinh doanh.\n"
    )
    assert owners(text) == [["Phòng Kinh tế"], ["Phòng Kinh tế"], ["Thuế cơ sở 5"]]


def test_a_notice_told_to_a_named_body_and_those_concerned_binds_the_named_body() -> None:
    text = (
        "THÔNG BÁO\nKết luận tại buổi làm việc với xã Bãi Cát\n\nI. NHIỆM VỤ\n1. Rà soát quy hoạch chung của xã.\n"
        "2. Đẩy mạnh chuyển đổi số.\n\nVăn phòng UBND tỉnh thông báo để UBND xã Bãi Cát và các cơ quan liên quan biết, thực hiện./.\n"
    )
    assert owners(text) == [["UBND xã Bãi Cát"]] * 2


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("1. Rà soát cơ sở kinh doanh (Phòng Kinh tế).", [["Phòng Kinh tế"]]),
        ("1. Rà soát cơ sở kinh doanh, giao Phòng Kinh tế thực hiện.", [["Phòng Kinh tế"]]),
        ("1. Việc rà soát cơ sở kinh doanh: Phòng Kinh tế thực hiện trước ngày 30/6/2026.", [["Phòng Kinh tế"]]),
        ("1. Nhóm nhiệm vụ do Phòng Kinh tế chủ trì thực hiện\n- Rà soát cơ sở kinh doanh.", [["Phòng Kinh tế"]]),
        ("1. Giao các đơn vị:\n- Phòng Kinh tế: rà soát cơ sở kinh doanh;\n- Trạm Y tế: kiểm tra bếp ăn.", [["Phòng Kinh tế"], ["Trạm Y tế"]]),
        ("1. Giao các đơn vị: Phòng Kinh tế, Trạm Y tế\n- Rà soát cơ sở kinh doanh.", [["Phòng Kinh tế", "Trạm Y tế"]]),
        ("1. Nhiệm vụ giao Phòng Kinh tế:\n- Rà soát cơ sở kinh doanh.", [["Phòng Kinh tế"]]),
        ("a) Phòng Kinh tế:\n(i) Rà soát cơ sở kinh doanh;\n(ii) Lập danh sách vi phạm.", [["Phòng Kinh tế"], ["Phòng Kinh tế"]]),
        ("1. P. Kinh tế rà soát cơ sở kinh doanh.\n2. CAP xử lý vi phạm.", [["P. Kinh tế"], ["CAP"]]),
        ("1. Đồng chí Chủ tịch UBND phường yêu cầu Phòng Kinh tế rà soát cơ sở kinh doanh.", [["Phòng Kinh tế"]]),
        ("1. Giải thể các hợp tác xã ngừng hoạt động\n+ Cơ quan chủ trì: UBND các xã, phường", [["UBND các xã, phường"]]),
    ],
)  # fmt: skip
def test_where_in_an_item_its_owner_may_stand(item: str, expected: list[list[str]]) -> None:
    assert owners(PLAN + item + "\n") == expected


def test_a_body_in_brackets_behind_another_only_says_where_in_it() -> None:
    found = tasks(PLAN + "1. Gửi danh sách cơ sở kinh doanh về UBND phường (Phòng Kinh tế).\n")
    assert plain(found[0].owners) != ["Phòng Kinh tế"]


def test_whoever_one_may_ask_is_no_owner_and_the_line_no_task() -> None:
    text = (
        PLAN
        + "1. Xây dựng bản đồ du lịch.\nMọi thông tin chi tiết xin liên hệ: ông Vi Bách Khoa, chuyên viên.\n"
    )
    assert [task.quote for task in tasks(text)] == ["Xây dựng bản đồ du lịch"]


def test_what_is_agreed_to_is_no_task() -> None:
    text = "CÔNG VĂN\n\nChủ tịch UBND tỉnh có ý kiến như sau:\n1. Đồng ý với đề nghị của Sở Nội vụ tại Tờ trình nêu trên.\n2. Giao Sở Nội vụ tham mưu văn bản trả lời.\n"
    assert owners(text) == [["Sở Nội vụ"]]


def test_the_issuer_under_its_short_name_orders_others() -> None:
    text = (
        "BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH\nSố: 12/BVHTTDL-ĐT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 10 tháng 3 năm 2026\n\n"
        "Kính gửi: Các cơ sở đào tạo\n\nI. NHIỆM VỤ\n1. Bộ VHTTDL yêu cầu các cơ sở đào tạo gửi báo cáo tuyển sinh.\n"
        "2. Bộ VHTTDL sẽ xem xét, bố trí kinh phí.\n"
    )
    assert owners(text) == [["các cơ sở đào tạo"]]
