"""An invented directive of an invented ward, and its reading built by hand."""

from datetime import date, timedelta

from sauro.reading.model import (
    Clarity,
    Deadline,
    Document,
    Gap,
    Petition,
    Reading,
    Reference,
    Signature,
    Source,
    Target,
    Task,
    Value,
    Warning,
)

TEXT = """ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU
Số: 41/TB-UBND
Đồng Lau, ngày 03 tháng 8 năm 2026
2.1. Phòng Kinh tế, Hạ tầng và Đô thị
a) Chủ trì, phối hợp với Công an phường rà soát **các điểm họp chợ tạm**
trên phố Hàng Lau, lập danh mục điểm vi phạm, trình Chủ tịch Ủy ban nhân dân
phường phê duyệt chậm nhất ngày 16/8/2026. Trưởng phòng Kinh tế chịu trách nhiệm.
b) Báo cáo kết quả xử lý về Văn phòng trước ngày 25 hằng tháng.
3. Các đơn vị tiếp tục giữ gìn vệ sinh nơi làm việc.
Phấn đấu 95% hộ kinh doanh ký cam kết đến hết quý III/2026.
Thực hiện Kế hoạch số 9/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân phường.
"""


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def value(words: str, why: str = "trong câu", text: str | None = None) -> Value:
    return Value(text or words, span(words), 1, why)


def build() -> Reading:
    """Three tasks of three kinds: one with all six lamps, one with a rhythm, one that is almost bare."""
    unit = value("Phòng Kinh tế, Hạ tầng và Đô thị", "tiêu đề mục 2.1")
    heading = "2. Nhiệm vụ trong tháng 8 › 2.1. Phòng Kinh tế, Hạ tầng và Đô thị"
    first = TEXT[TEXT.index("Chủ trì") : TEXT.index(". Trưởng phòng")]
    second = "Báo cáo kết quả xử lý về Văn phòng trước ngày 25 hằng tháng"
    third = "Các đơn vị tiếp tục giữ gìn vệ sinh nơi làm việc"
    tasks = [
        Task(
            "T1", "2.1.a", heading, first, span(first), 1, value("rà soát"), [unit], "heading",
            [value("Công an phường")], value("Trưởng phòng Kinh tế"),
            value("Chủ tịch Ủy ban nhân dân\nphường"), None, value("danh mục điểm vi phạm"), None,
            [Deadline("chậm nhất ngày 16/8/2026", span("chậm nhất ngày 16/8/2026"), 1, "trong câu", "by",
                      end_date="2026-08-16")],
            "one_off", Clarity(True, True, True, True, True, True),
        ),
        Task(
            "T2", "2.1.b", heading, second, span(second), 1, value("Báo cáo"), [unit], "heading", [], None, None,
            None, None, value("Văn phòng"),
            [Deadline("trước ngày 25 hằng tháng", span("trước ngày 25 hằng tháng"), 1, "trong câu", "recurring",
                      strict=True, recurrence="monthly", rrule="FREQ=MONTHLY;BYMONTHDAY=25")],
            "recurring", Clarity(True, True, True, False, False, False),
        ),
        Task(
            "T3", "3", "", third, span(third), 1, value("giữ gìn"), [value("Các đơn vị")], "document", [], None,
            None, None, None, None, [], "standing", Clarity(False, True, False, False, False, False),
        ),
    ]  # fmt: skip
    document = Document(
        "thong_bao",
        value("ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU"),
        symbol=value("41/TB-UBND"),
        subject=Value("Kết luận giao ban tháng 8 năm 2026", None, 1, "trích yếu"),
        place=value("Đồng Lau"),
        date=value("ngày 03 tháng 8 năm 2026", text="2026-08-03"),
        addressees=[Value("Các phòng, đơn vị thuộc phường", None, 1, "nơi nhận")],
        signature=Signature(
            position=Value("CHÁNH VĂN PHÒNG", None, 1, "chữ ký"),
            name=Value("Trần Thị Lụa", None, 1, "chữ ký"),
        ),
    )
    cited = "Kế hoạch số 9/KH-UBND ngày 05/01/2026"
    figure = "Phấn đấu 95% hộ kinh doanh ký cam kết đến hết quý III/2026"
    return Reading(
        Source("thong-bao.txt", "text/plain", "0" * 64, None, False, "0.1.0"),
        TEXT,
        [],
        document,
        [Reference(cited, span(cited), 1, "Kế hoạch", "9/KH-UBND", "2026-01-05", "Ủy ban nhân dân phường")],
        tasks,
        [Target(figure, span(figure), 1, "T1", "95", "%", ">=", "2026-09-30")],
        [
            Petition(
                1,
                (0, 5),
                "Lò Văn Mây",
                "Tổ trưởng tổ dân phố số 2",
                ["Sửa đèn ngõ 4", "Dọn cống"],
                "UBND phường",
            )
        ],
        [Gap((0, 31), "heading"), Gap((32, 46), "heading"), Gap((47, 60), "data")],
        [Warning("no_holiday_list", "Chưa có lịch nghỉ lễ chính thức của năm 2027.")],
    )


def weekend_only(day: date) -> date:
    """The next working day where only Saturday and Sunday are off."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
