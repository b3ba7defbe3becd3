"""Where one item gives two tasks: a time of its own that says nothing of what stands beside it."""

import pytest

from sauro.reading import read_text

NOTICE = "THÔNG BÁO\nkết luận cuộc họp giao ban tháng 5\n\nChủ tịch UBND phường kết luận:\n"


def quotes(item: str) -> list[str]:
    return [" ".join(task.quote.split()) for task in read_text(f"{NOTICE}1. {item}\n").tasks]


TWO = [
    # a rhythm
    ["Trạm Y tế công bố danh mục vật tư trước ngày 30/6/2026", "cập nhật danh mục này mỗi 03 tháng"],
    ["Công an phường kiểm tra các bãi xe", "nửa năm một lần thông báo kết quả cho các tổ dân phố"],
    ["Đài Truyền thanh phường mở chuyên mục “Chợ quê”", "phát sóng 02 số/tuần"],
    ["Phòng Kinh tế nhập số liệu chậm nhất 17h00 hằng ngày", "thứ Sáu hằng tuần gửi báo cáo về Văn phòng"],
    ["Trạm Y tế quản lý hồ sơ sức khỏe", "cuối mỗi tháng đối chiếu số liệu với các thôn"],
    ["Ban Xây dựng Đảng mỗi quý một lần gặp mặt đảng viên mới", "cứ 6 tháng lại rà danh sách đảng viên đi làm ăn xa"],
    # a time before its act
    ["Phòng Kinh tế làm việc với nhà thầu", "trước ngày 30/6/2026 đánh giá lại năng lực nhà thầu"],
    ["Ban Quản lý chợ lập danh sách hộ kinh doanh", "từ năm 2027 thu phí qua tài khoản vào ngày 05 hằng tháng"],
    # from when on, from one day to another
    ["Phòng Nội vụ rà soát, cắt giảm các cuộc họp", "thực hiện họp không giấy kể từ ngày 01/7/2026"],
    ["Công an phường nắm tình hình địa bàn", "mở đợt cao điểm từ ngày 15/6/2026 đến ngày 15/7/2026"],
    # an act that opens something
    ["Hội Nông dân hướng dẫn hội viên ghi sổ", "tổ chức lớp tập huấn cho tổ trưởng trước ngày 20/6/2026"],
    ["Ban Quản lý dự án lập lại tiến độ", "phấn đấu thông xe đoạn Km0 - Km3 trước ngày 02/9/2026"],
    # a duty without end beside a paper with its day
    ["Văn phòng theo dõi, đôn đốc các đơn vị", "tham mưu báo cáo sơ kết trước ngày 10/7/2026"],
    # two days
    ["Chi bộ thôn họp trong nửa cuối tháng 6/2026", "biên bản họp nộp về Văn phòng Đảng ủy trước 17 giờ ngày 03/7/2026"],
    ["Các chi bộ xây dựng kế hoạch kiểm điểm xong ngày 16/11/2026", "gửi báo cáo kết quả chậm nhất vào ngày 15/12/2026"],
    ["Phòng Kinh tế trình bổ sung 2 tỷ đồng từ nguồn tăng thu trong tháng 6/2026", "hướng dẫn các thôn thủ tục thanh toán"],
    ["Công an phường trả kết quả trong vòng 05 ngày làm việc kể từ khi nhận danh sách", "phối hợp cơ quan thuế rà soát mã số thuế"],
]  # fmt: skip


@pytest.mark.parametrize("parts", TWO, ids=[row[1] for row in TWO])
def test_a_time_of_its_own_makes_a_task_of_its_own(parts: list[str]) -> None:
    assert quotes("; ".join(parts) + ".") == parts


ONE = [
    "Phòng Kinh tế rà soát hồ sơ; lập danh sách gửi Văn phòng trước ngày 15/6/2026",
    "Trạm Y tế ban hành phương án thu gom rác; công khai đến từng hộ trước ngày 01/7/2026",
    "Phòng Kinh tế rà nguồn thu; báo cáo UBND phường kịch bản thu chậm nhất là ngày 22/6",
    "Công an xã làm sạch dữ liệu dân cư; lập bảng đối soát và bàn giao cho từng thôn trước ngày 25/6/2026",
    "Phòng Kinh tế lập quy hoạch chi tiết; lấy ý kiến cộng đồng, thời gian hoàn thành quý III/2026",
    "Trạm Y tế tổ chức khám cho người cao tuổi. Hoàn thành trước ngày 30/6/2026",
    "Phòng Kinh tế dự báo thu, báo cáo trước ngày 22/6/2026. Phấn đấu thu ngân sách đạt trên 78% dự toán; giải ngân vốn đến 31/8 không thấp hơn 60%",
]


@pytest.mark.parametrize("item", ONE)
def test_what_is_handed_over_at_the_end_ends_all_before_it(item: str) -> None:
    assert quotes(item + ".") == [item]


def test_what_the_document_says_of_itself_is_no_task_and_ends_one() -> None:
    assert quotes(
        "Phòng Kinh tế đôn đốc các thôn. Thông báo này thay thế Thông báo số 12/TB-UBND ngày 02/3/2026."
    ) == ["Phòng Kinh tế đôn đốc các thôn"]


def test_an_item_below_a_heading_that_ends_like_a_citation_is_an_item() -> None:
    text = (
        "HƯỚNG DẪN\nkiểm điểm cuối năm\n\nII- CÁCH TIẾN HÀNH\n1. Chuẩn bị kiểm điểm\n"
        "1.1. Bí thư chi bộ dự thảo báo cáo.\n2. Tổ chức kiểm điểm\n2.1. Chi ủy hoàn thành kiểm điểm trước ngày 05/12/2026.\n"
    )
    assert [task.section for task in read_text(text).tasks] == ["II.1.1", "II.2.1"]


@pytest.mark.parametrize(
    ("item", "owner"),
    [
        ("Phòng Văn hóa - Xã hội xóa quảng cáo rao vặt trên cột điện", "Phòng Văn hóa - Xã hội"),
        (
            "Trung tâm Phục vụ hành chính công phường cấu hình lại biểu mẫu",
            "Trung tâm Phục vụ hành chính công phường",
        ),
        ("Ban Chỉ huy Quân sự phường kê lại kho vật tư, dựng lều dã chiến", "Ban Chỉ huy Quân sự phường"),
        ("Viettel Khê Lũng xóa vùng lõm sóng tại 19 thôn", "Viettel Khê Lũng"),
        ("Công ty Môi trường Đồng Lau quét dọn chợ sau phiên", "Công ty Môi trường Đồng Lau"),
    ],
)
def test_the_verb_of_one_syllable_is_no_part_of_the_name(item: str, owner: str) -> None:
    [task] = read_text(f"{NOTICE}1. {item}.\n").tasks
    assert [value.text for value in task.owners] == [owner]
