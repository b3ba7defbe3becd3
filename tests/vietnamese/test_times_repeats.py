"""What comes back without 'hằng': edges of months, days of the week, counts, meetings; and what does not."""

from datetime import date

import pytest

from sauro.vietnamese.times import scan

# words, what is found, recurrence, rule
AGAIN = [
    ("nửa năm một lần cho ý kiến", "nửa năm một lần", "unspecified", "FREQ=MONTHLY;INTERVAL=6"),
    ("giao ban nửa tháng/lần", "nửa tháng/lần", "unspecified", "FREQ=DAILY;INTERVAL=15"),
    ("cập nhật mỗi 03 tháng", "mỗi 03 tháng", "quarterly", "FREQ=MONTHLY;INTERVAL=3"),
    ("cứ hai tuần một lần kiểm tra", "cứ hai tuần một lần", "unspecified", "FREQ=WEEKLY;INTERVAL=2"),
    ("cứ sau 10 ngày lại đối soát", "cứ sau 10 ngày", "unspecified", "FREQ=DAILY;INTERVAL=10"),
    ("cuối mỗi tháng kết xuất số liệu", "cuối mỗi tháng", "monthly", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("vào đầu mỗi quý", "vào đầu mỗi quý", "quarterly", "FREQ=MONTHLY;INTERVAL=3"),
    ("vào ngày cuối cùng của tháng", "vào ngày cuối cùng của tháng", "monthly", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("ngày làm việc đầu tiên của mỗi tháng", "ngày làm việc đầu tiên của mỗi tháng", "monthly", "FREQ=MONTHLY"),
    ("tuần cuối hằng tháng", "tuần cuối hằng tháng", "monthly", "FREQ=MONTHLY"),
    ("họp vào 7 giờ 30 thứ Hai", "vào 7 giờ 30 thứ Hai", "weekly", "FREQ=WEEKLY;BYDAY=MO"),
    ("đối chiếu các chiều thứ Năm", "các chiều thứ Năm", "weekly", "FREQ=WEEKLY;BYDAY=TH"),
    ("báo cáo trước 15 giờ các ngày thứ Ba, thứ Sáu", "trước 15 giờ các ngày thứ Ba, thứ Sáu", "weekly", "FREQ=WEEKLY;BYDAY=TU,FR"),
    ("trực thứ 2, 4, 6 hằng tuần", "thứ 2, 4, 6 hằng tuần", "weekly", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("thứ Ba và thứ Sáu trong tuần", "thứ Ba và thứ Sáu trong tuần", "weekly", "FREQ=WEEKLY;BYDAY=TU,FR"),
    ("mỗi sáng thứ Bảy ra quân", "mỗi sáng thứ Bảy", "weekly", "FREQ=WEEKLY;BYDAY=SA"),
    ("thứ Hai nào Văn phòng cũng phải trình bảng", "thứ Hai nào", "weekly", "FREQ=WEEKLY;BYDAY=MO"),
    ("tháng nào các thôn cũng tổng vệ sinh", "tháng nào", "monthly", "FREQ=MONTHLY"),
    ("vào Chủ nhật tuần đầu tiên của tháng", "vào Chủ nhật tuần đầu tiên của tháng", "monthly", "FREQ=MONTHLY;BYDAY=+1SU"),
    ("thứ Bảy cuối cùng mỗi tháng", "thứ Bảy cuối cùng mỗi tháng", "monthly", "FREQ=MONTHLY;BYDAY=-1SA"),
    ("thứ Sáu tuần thứ hai hằng tháng", "thứ Sáu tuần thứ hai hằng tháng", "monthly", "FREQ=MONTHLY;BYDAY=+2FR"),
    ("lấy ít nhất 15 mẫu/tháng", "15 mẫu/tháng", "monthly", "FREQ=MONTHLY"),
    ("phát 03 số/tuần", "03 số/tuần", "weekly", "FREQ=WEEKLY"),
    ("tiếp công dân 02 ngày trong một tháng", "02 ngày trong một tháng", "monthly", "FREQ=MONTHLY"),
    ("tập luyện 02 buổi/01 tuần", "02 buổi/01 tuần", "weekly", "FREQ=WEEKLY"),
    ("tuần tra các ngày trong tuần, kể cả thứ Bảy, Chủ nhật", "các ngày trong tuần, kể cả thứ Bảy, Chủ nhật", "unspecified", "FREQ=DAILY"),
    ("báo cáo tại các kỳ họp thường lệ", "tại các kỳ họp thường lệ", "unspecified", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "text", "recurrence", "rule"), AGAIN, ids=[row[0] for row in AGAIN])
def test_what_comes_back_without_hang(words: str, text: str, recurrence: str, rule: str | None) -> None:
    [found] = scan(words, year=2026)
    assert (found.text, found.kind, found.recurrence, found.rrule) == (text, "recurring", recurrence, rule)


ONCE = [
    ("trước thứ Sáu tuần này (17/7)", [("by", "2026-07-17")]),
    ("họp vào 8 giờ thứ Hai tuần sau", [("offset", None)]),
    ("vào 8 giờ thứ Hai, ngày 20/7/2026", [("by", "2026-07-20")]),
    ("chậm nhất 16 giờ thứ Năm", [("offset", None)]),
    ("tuần đầu tiên của tháng 8", [("within_period", "2026-08-07")]),
    ("trong 03 ngày sau sinh hoạt", [("offset", None)]),
    ("tại giao ban tuần 29", [("offset", None)]),
    ("hỗ trợ 50 triệu đồng/năm, mức 3 triệu đồng/tháng", []),
    ("tại số nhà 10 đường 3/2", []),
    ("chậm nhất 03 ngày sau khi có kết quả phải thông báo cho chợ", [("offset", None)]),
]


@pytest.mark.parametrize(("words", "expected"), ONCE, ids=[row[0] for row in ONCE])
def test_one_day_of_the_week_stays_one_day(words: str, expected: list[tuple[str, str | None]]) -> None:
    found = scan(words, year=2026, since=date(2026, 7, 14))
    assert [(each.kind, each.end_date) for each in found if each.kind != "recurring"] == expected


def test_a_rhythm_behind_two_reports_is_that_of_both() -> None:
    words = "gửi báo cáo kết quả 6 tháng trước ngày 10/6, cả năm trước ngày 10/12 hằng năm"
    found = scan(words, year=2026)
    assert [(each.recurrence, each.rrule) for each in found] == [
        ("yearly", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10"),
        ("yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "kiểm tra trong quý II và quý IV",
            [("within_period", "2026-06-30"), ("within_period", "2026-12-31")],
        ),
        ("trong quý I, quý III/2027", [("within_period", "2027-03-31"), ("within_period", "2027-09-30")]),
        ("trong quý III và IV năm 2026", [("between", "2026-12-31")]),
    ],
)
def test_quarters_that_do_not_follow_each_other_are_two_times(
    words: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.kind, each.end_date) for each in scan(words, year=2026)] == expected


def test_quarters_of_every_year_are_one_rhythm() -> None:
    [found] = scan("vào quý II và quý IV hằng năm", year=2026)
    assert (found.recurrence, found.rrule) == ("yearly", "FREQ=YEARLY;BYMONTH=6,12")
