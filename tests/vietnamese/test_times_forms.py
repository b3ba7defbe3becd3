"""More forms of times: blanks, months in words, lunar days, seasons, halves, reports that come back, terms of a decree."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.vietnamese.times import Duration, scan

Row = tuple[str, str, Mapping[str, object]]


def found_as(
    kind: str, end: str | None = None, start: str | None = None, **more: object
) -> dict[str, object]:
    return {"kind": kind, "start_date": start, "end_date": end, **more}


def again(recurrence: str, rrule: str | None, **more: object) -> dict[str, object]:
    return {"kind": "recurring", "recurrence": recurrence, "rrule": rrule, **more}


DAYS: list[Row] = [
    ("trước 30/9", "trước 30/9", found_as("by", "2031-09-30", strict=True)),
    ("trước ngày 30-9", "trước ngày 30-9", found_as("by", "2031-09-30", strict=True)),
    ("trước ngày 30-9-2026", "trước ngày 30-9-2026", found_as("by", "2026-09-30")),
    ("ngày 05.8.2026", "ngày 05.8.2026", found_as("by", "2026-08-05")),
    ("trước 16 giờ 00, ngày 05/8/2026", "trước 16 giờ 00, ngày 05/8/2026", found_as("by", "2026-08-05", time="16:00", strict=False)),
    ("trước 17:00 ngày 05/8/2026", "trước 17:00 ngày 05/8/2026", found_as("by", "2026-08-05", time="17:00")),
    ("trước 10g00 ngày 05/8/2026", "trước 10g00 ngày 05/8/2026", found_as("by", "2026-08-05", time="10:00")),
    # a day left blank lies somewhere in its month, not before it
    ("trước ngày   tháng 6 năm 2026", "trước ngày   tháng 6 năm 2026", found_as("by", "2026-06-30", strict=False)),
    ("trước ngày …/6/2026", "trước ngày …/6/2026", found_as("by", "2026-06-30", strict=False)),
    ("trước ngày ... tháng ... năm 2026", "trước ngày ... tháng ... năm 2026", found_as("by", "2026-12-31", strict=False)),
    # months in words
    ("ngày 02 tháng Chín", "ngày 02 tháng Chín", found_as("by", "2031-09-02")),
    ("trước ngày 5 tháng tám năm 2026", "trước ngày 5 tháng tám năm 2026", found_as("by", "2026-08-05")),
    ("trong tháng Chín", "trong tháng Chín", found_as("within_period", "2031-09-30")),
    ("tháng Mười năm 2026", "tháng Mười năm 2026", found_as("within_period", "2026-10-31")),
    ("hết tháng Mười Một/2026", "hết tháng Mười Một/2026", found_as("by", "2026-11-30")),
    ("đến tháng mười hai", "đến tháng mười hai", found_as("by", "2031-12-31")),
    ("tháng Năm năm 2026", "tháng Năm năm 2026", found_as("within_period", "2026-05-31")),
    # lunar days are known as such and not computed
    ("trước ngày 23 tháng Chạp", "trước ngày 23 tháng Chạp", found_as("by", None, lunar=True)),
    ("Rằm tháng Bảy", "Rằm tháng Bảy", found_as("by", None, lunar=True)),
    ("rằm tháng 7", "rằm tháng 7", found_as("by", None, lunar=True)),
    ("mùng 6 Tết", "mùng 6 Tết", found_as("by", None, lunar=True)),
    ("trong tháng Giêng", "trong tháng Giêng", found_as("within_period", None, lunar=True)),
]  # fmt: skip
PERIODS: list[Row] = [
    ("trong nửa đầu tháng 8", "trong nửa đầu tháng 8", found_as("within_period", "2031-08-15")),
    ("nửa cuối tháng 8/2026", "nửa cuối tháng 8/2026", found_as("within_period", "2026-08-31")),
    ("trong tuần lễ thứ hai tháng 8/2026", "trong tuần lễ thứ hai tháng 8/2026", found_as("within_period", "2026-08-14")),
    ("từ nay đến hết năm 2026", "từ nay đến hết năm 2026", found_as("by", "2026-12-31")),
    ("từ nay đến 30/9/2026", "từ nay đến 30/9/2026", found_as("by", "2026-09-30")),
    ("từ nay đến cuối năm", "từ nay đến cuối năm", found_as("by", "2031-12-31")),
    ("vào cuối năm", "vào cuối năm", found_as("by", "2031-12-31")),
    ("quý ba năm 2026", "quý ba năm 2026", found_as("within_period", "2026-09-30")),
    ("trong tuần", "trong tuần", found_as("offset", anchor="tuần")),
    ("vào cuối tháng", "vào cuối tháng", found_as("offset", anchor="cuối tháng")),
    ("trước Tết Nguyên đán", "trước Tết Nguyên đán", found_as("offset", anchor="Tết Nguyên đán")),
    ("trước Tết Nguyên đán Đinh Mùi năm 2027", "trước Tết Nguyên đán Đinh Mùi năm 2027", found_as("offset")),
    ("trước mùa mưa bão", "trước mùa mưa bão", found_as("offset", anchor="mùa mưa bão")),
    ("trước năm học mới 2026 - 2027", "trước năm học mới 2026 - 2027", found_as("offset")),
]  # fmt: skip
TERMS: list[Row] = [
    ("trong thời hạn 10 ngày làm việc kể từ ngày Kế hoạch này được ban hành",
     "trong thời hạn 10 ngày làm việc kể từ ngày Kế hoạch này được ban hành",
     found_as("offset", duration=Duration(10, "day", True), anchor="ngày Kế hoạch này được ban hành")),
    ("trong vòng 24h kể từ khi phát hiện", "trong vòng 24h kể từ khi phát hiện",
     found_as("offset", duration=Duration(24, "hour"), anchor="khi phát hiện")),
    ("sau 10 ngày kể từ ngày ban hành", "sau 10 ngày kể từ ngày ban hành",
     found_as("offset", duration=Duration(10, "day"), anchor="ngày ban hành")),
    ("chậm nhất 05 ngày làm việc sau khi nhận được văn bản", "chậm nhất 05 ngày làm việc sau khi nhận được văn bản",
     found_as("offset", duration=Duration(5, "day", True))),
]  # fmt: skip
RHYTHMS: list[Row] = [
    ("trước ngày 20 tháng thứ ba của quý", "trước ngày 20 tháng thứ ba của quý",
     again("quarterly", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=20")),
    ("trước ngày 05 tháng cuối cùng của mỗi quý", "trước ngày 05 tháng cuối cùng của mỗi quý",
     again("quarterly", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=5")),
    ("chậm nhất ngày 18 của tháng cuối kỳ báo cáo", "chậm nhất ngày 18 của tháng cuối kỳ báo cáo", again("unspecified", None)),
    ("định kỳ hằng tháng (ngày 20)", "định kỳ hằng tháng (ngày 20)", again("monthly", "FREQ=MONTHLY;BYMONTHDAY=20")),
    ("hằng tuần (thứ Sáu)", "hằng tuần (thứ Sáu)", again("weekly", "FREQ=WEEKLY;BYDAY=FR")),
    ("hằng tuần vào sáng ngày thứ Hai", "hằng tuần vào sáng ngày thứ Hai", again("weekly", "FREQ=WEEKLY;BYDAY=MO", relation="vào")),
    ("hằng ngày trước 16h00", "hằng ngày trước 16h00", again("unspecified", "FREQ=DAILY", time="16:00")),
    ("ngày 10 và ngày 25 hằng tháng", "ngày 10 và ngày 25 hằng tháng", again("monthly", "FREQ=MONTHLY;BYMONTHDAY=10,25")),
    ("ngày 10, 25 hằng tháng", "ngày 10, 25 hằng tháng", again("monthly", "FREQ=MONTHLY;BYMONTHDAY=10,25")),
    ("03 tháng/01 lần", "03 tháng/01 lần", again("quarterly", "FREQ=MONTHLY;INTERVAL=3")),
    ("mỗi tháng 02 lần", "mỗi tháng 02 lần", again("unspecified", None)),
    ("báo cáo tháng (trước ngày 20)", "trước ngày 20", again("monthly", "FREQ=MONTHLY;BYMONTHDAY=20")),
    ("báo cáo năm gửi trước ngày 15/12", "trước ngày 15/12", again("yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15")),
    ("báo cáo 6 tháng gửi trước ngày 05/6", "trước ngày 05/6", again("yearly", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5")),
    ("báo cáo năm trước ngày 15/12/2026", "trước ngày 15/12/2026", found_as("by", "2026-12-15")),
    ("Hằng quý, các tổ báo cáo trước ngày 15 của tháng cuối quý", "trước ngày 15 của tháng cuối quý",
     again("quarterly", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15")),
    ("trước ngày 15/6 (đối với báo cáo 6 tháng)", "trước ngày 15/6", again("yearly", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15")),
    ("Hằng tuần tổng hợp, báo cáo vào chiều thứ Sáu", "vào chiều thứ Sáu", again("weekly", "FREQ=WEEKLY;BYDAY=FR")),
    ("Hằng tháng các tổ gửi báo cáo trước ngày 25", "trước ngày 25", again("monthly", "FREQ=MONTHLY;BYMONTHDAY=25")),
    ("Hằng năm các tổ gửi báo cáo trước ngày 15/12", "trước ngày 15/12", again("yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "expected"), [*DAYS, *PERIODS, *TERMS, *RHYTHMS], ids=lambda value: value if isinstance(value, str) else None
)  # fmt: skip
def test_a_phrase_means_what_the_table_says(text: str, words: str, expected: Mapping[str, object]) -> None:
    [found] = scan(text, year=2031)
    assert found.text == words
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "mỗi tháng một lần họp",
        "hằng tháng hai bên gặp nhau",
        "ghi rõ ngày tháng năm sinh",
        "6 tháng ba người",
        "họ và tên, ngày, tháng, năm",
        "vui đón Tết",
        "hồ sơ 12-5A",
    ],
)
def test_a_number_in_words_is_no_month_where_it_counts_something(text: str) -> None:
    assert [found.kind for found in scan(text, year=2031) if found.kind != "recurring"] == []


def test_days_on_demand_make_lengths_rhythms() -> None:
    found = scan("báo cáo 6 tháng, 01 năm và đột xuất")
    assert [(each.text, each.recurrence) for each in found] == [
        ("6 tháng", "unspecified"),
        ("01 năm và đột xuất", "yearly"),
    ]
    assert scan("kinh phí 6 tháng, 01 năm") == []


def test_each_rhythm_of_a_list_keeps_its_own_day() -> None:
    found = scan("định kỳ 6 tháng (trước ngày 15/6), một năm (trước ngày 15/12)")
    assert [each.rrule for each in found] == [
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15",
    ]


def test_a_report_of_half_a_year_comes_back() -> None:
    found = scan("báo cáo 6 tháng đầu năm: trước ngày 10/6")
    assert [(each.kind, each.rrule) for each in found] == [
        ("within_period", None),
        ("recurring", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10"),
    ]


def test_a_rhythm_and_a_day_of_another_clause_stay_apart() -> None:
    found = scan("Hằng tháng rà soát danh sách; gửi báo cáo trước ngày 15/12", year=2031)
    assert [(each.kind, each.end_date) for each in found] == [("recurring", None), ("by", "2031-12-15")]


@pytest.mark.parametrize(
    ("text", "issued", "end"),
    [
        ("trước ngày 15/01", date(2026, 12, 20), "2027-01-15"),
        ("trong quý II", date(2026, 11, 12), "2027-06-30"),
        ("trong tháng 02", date(2026, 12, 31), "2027-02-28"),
        ("trước ngày 15/11", date(2026, 12, 20), "2026-11-15"),
        ("trong quý III", date(2026, 11, 12), "2026-09-30"),
        ("trước ngày 15/01/2026", date(2026, 12, 20), "2026-01-15"),
        ("trước ngày 15/01", date(2027, 1, 5), "2027-01-15"),
    ],
)
def test_a_time_without_year_that_is_long_over_is_of_the_next_year(text: str, issued: date, end: str) -> None:
    [found] = scan(text, year=issued.year, since=issued)
    assert found.end_date == end


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_without_year_lies_near_the_document(issued: date, day: date) -> None:
    [found] = scan(f"trước ngày {day.day}/{day.month}", year=issued.year, since=issued)
    if found.end_date is not None:
        assert -183 <= (date.fromisoformat(found.end_date) - issued).days <= 366
