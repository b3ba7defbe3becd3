"""What binds a task in sentences, brackets, labels and closings: invented orders of an invented ward."""

from datetime import date

import pytest

from sauro.reading import read_text
from sauro.reading.deadlines import Times
from sauro.reading.model import Deadline, Task

ISSUED = date(2026, 7, 10)


def read(text: str, issued: date = ISSUED) -> list[Deadline]:
    times = Times(text, year=issued.year, page=lambda _: None, issued=issued)
    return times.of((0, len(text)))


def short(found: list[Deadline]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(each.kind, each.start_date, each.end_date, each.recurrence) for each in found]


BINDING = [
    ("Lập danh sách hộ cần hỗ trợ, gửi Phòng Kinh tế trước 30/9", ("by", None, "2026-09-30", None)),
    ("Gửi kết quả về Phòng Kinh tế (xong trước 17h00 ngày 05/8/2026)", ("by", None, "2026-08-05", None)),
    ("Hoàn thành việc bàn giao hồ sơ trong tuần", ("offset", None, None, None)),
    ("Ban hành Kế hoạch trong nửa đầu tháng 8", ("within_period", None, "2026-08-15", None)),
    ("Tập huấn phân loại rác cho tổ trưởng (trong tháng 8/2026)", ("within_period", None, "2026-08-31", None)),
    ("Tập huấn nghiệp vụ cho công chức (quý III/2026)", ("within_period", None, "2026-09-30", None)),
    ("Truyền thông về dịch vụ công trực tuyến (thường xuyên)", ("recurring", None, None, "unspecified")),
    ("Từ nay đến hết năm 2026, ra quân dọn vệ sinh", ("by", None, "2026-12-31", None)),
    ("Hoàn thành, đưa công trình vào sử dụng trước Tết Nguyên đán", ("offset", None, None, None)),
    ("Phấn đấu hợp long trước Tết Nguyên đán Đinh Mùi năm 2027, giữ an toàn", ("offset", None, None, None)),
    ("Trao quà xong trước ngày 23 tháng Chạp", ("by", None, None, None)),
    ("Nạo vét xong cống trong tháng Chín", ("within_period", None, "2026-09-30", None)),
    ("Gửi báo cáo chính thức trong vòng 03 ngày làm việc sau kỳ nghỉ lễ", ("offset", None, None, None)),
    ("Tổ chức giao ban hằng tuần vào sáng thứ Hai", ("recurring", None, None, "weekly")),
    ("Cập nhật số liệu lên hệ thống hằng ngày trước 16h00", ("recurring", None, None, "unspecified")),
    ("Hằng quý, các tổ gửi báo cáo về phường trước ngày 15 của tháng cuối quý", ("recurring", None, None, "quarterly")),
    ("Phấn đấu hoàn thành trong quý III/2026", ("within_period", None, "2026-09-30", None)),
    ("Phấn đấu khởi công trong quý III/2026, bảo đảm an toàn", ("within_period", None, "2026-09-30", None)),
    ("Hằng tuần tổng hợp, báo cáo vào chiều thứ Sáu", ("recurring", None, None, "weekly")),
    ("Cung cấp thông tin trước 9h ngày 15/01", ("by", None, "2027-01-15", None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BINDING, ids=[text for text, _ in BINDING])
def test_a_time_of_the_order_binds(
    text: str, expected: tuple[str, str | None, str | None, str | None]
) -> None:
    issued = date(2026, 12, 20) if text.endswith("15/01") else ISSUED
    assert short(read(text, issued)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Đến ngày 30/6/2026 đã đạt 45% kế hoạch, tiếp tục đôn đốc các tổ",
        "Đến hết ngày 30/6/2026, toàn phường còn 12 hộ chưa bàn giao, tiếp tục vận động",
        "Rà soát các hồ sơ nộp từ ngày 01/01/2026 đến ngày 30/6/2026",
        "Kiểm tra các giấy phép cấp trước ngày 01/7/2026",
        "Rà soát các giấy phép xây dựng cấp trước ngày 01/7/2025",
        "Kiểm tra các công trình khởi công từ ngày 01/01/2026",
        "Đánh giá kết quả các đợt ra quân từ tháng 3/2026 đến tháng 5/2026",
        "Kiểm điểm công tác trong tuần",
        "Phấn đấu hoàn thành 100% chỉ tiêu trong quý III/2026",
        "Tổng hợp theo số liệu chốt đến ngày 15/8/2026",
        "Sửa chữa nhà dân trước mùa mưa bão bằng nguồn vốn dự phòng",
        "Tổ chức các hoạt động nhân dịp Rằm tháng Bảy",
        "Tham gia hội thi (Hội thi tháng 8/2026 của thành phố)",
    ],
)
def test_what_was_over_and_what_is_only_named_binds_nothing(text: str) -> None:
    assert read(text) == []


def test_a_last_day_that_is_ordered_stays_though_it_is_over() -> None:
    """A misprint should be seen by somebody."""
    assert short(read("Phòng Kinh tế báo cáo kết quả trước ngày 05/7/2026")) == [
        ("by", None, "2026-07-05", None)
    ]


HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Lau, ngày 10 tháng 7 năm 2026

KẾ HOẠCH
Chỉnh trang các tuyến phố

I. NỘI DUNG
"""


def tasks_of(body: str) -> list[Task]:
    return read_text(HEAD + body).tasks


@pytest.mark.parametrize(
    "lines",
    [
        "- Phân công: Giao Phòng Kinh tế chủ trì, phối hợp với Công an phường; hoàn thành trong quý III/2026.",
        "- Đơn vị thực hiện: Phòng Kinh tế.\n- Thời gian: Quý III/2026.",
        "- Đơn vị thực hiện: Phòng Kinh tế.\n- Thời hạn hoàn thành: trong quý III/2026.",
        "- Đơn vị thực hiện: Phòng Kinh tế.\n- Sản phẩm: Danh sách biển vi phạm, hoàn thành trong quý III/2026.",
    ],
)
def test_the_time_stands_in_a_label_of_any_kind(lines: str) -> None:
    [task] = tasks_of(f"1. Rà soát biển quảng cáo sai quy định trên các tuyến phố.\n{lines}\n")
    assert short(task.deadlines) == [("within_period", None, "2026-09-30", None)]


def test_a_date_in_the_last_sentence_holds_for_the_orders_before_it() -> None:
    body = (
        "1. Công an phường rà soát, lập hồ sơ các vi phạm. Phòng Kinh tế tham mưu xử lý. "
        "Hoàn thành trước ngày 15/8/2026.\n"
    )
    assert [short(task.deadlines) for task in tasks_of(body)] == [[("by", None, "2026-08-15", None)]] * 2


def test_a_sentence_behind_a_label_of_time_is_an_order_and_no_label() -> None:
    body = (
        "1. Phòng Kinh tế lát lại vỉa hè phố Hàng Lau, hoàn thành trong tháng 8/2026.\n"
        "2. Công an phường xử lý các vi phạm trật tự đô thị, xong trước ngày 20/8/2026.\n"
        "3. Thời hạn báo cáo: Các đơn vị gửi báo cáo kết quả về UBND phường trước ngày 25 hằng tháng.\n"
    )
    first, second, third = tasks_of(body)
    assert short(first.deadlines) == [("within_period", None, "2026-08-31", None)]
    assert short(second.deadlines) == [("by", None, "2026-08-20", None)]
    assert short(third.deadlines) == [("recurring", None, None, "monthly")]


def test_a_date_that_no_calendar_has_in_the_letterhead_breaks_nothing() -> None:
    text = (
        HEAD.replace("ngày 10 tháng 7", "ngày 31 tháng 02") + "1. Công an phường lập danh sách trước 30/9.\n"
    )
    assert short(read_text(text).tasks[0].deadlines) == [("by", None, "2026-09-30", None)]
