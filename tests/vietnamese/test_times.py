"""What each form of a time expression means: a table, one phrase a row."""

from collections.abc import Mapping

import pytest

from sauro.vietnamese.times import Duration, TimeExpression, scan

Row = tuple[str, str, Mapping[str, object]]


def by(end: str | None, **more: object) -> dict[str, object]:
    return {"kind": "by", "end_date": end, "start_date": None, **more}


def within(end: str | None, **more: object) -> dict[str, object]:
    return {"kind": "within_period", "end_date": end, "start_date": None, **more}


def since(start: str | None, **more: object) -> dict[str, object]:
    return {"kind": "from", "start_date": start, "end_date": None, **more}


def between(start: str | None, end: str | None, **more: object) -> dict[str, object]:
    return {"kind": "between", "start_date": start, "end_date": end, **more}


def recurring(recurrence: str, rrule: str | None, **more: object) -> dict[str, object]:
    return {"kind": "recurring", "recurrence": recurrence, "rrule": rrule, "end_date": None, **more}


def offset(**more: object) -> dict[str, object]:
    return {"kind": "offset", "start_date": None, "end_date": None, **more}


DATES: list[Row] = [
    ("xong ngày 30/4/2026 nhé", "ngày 30/4/2026", by("2026-04-30", strict=False, relation=None)),
    ("lập 30.4.2026.", "30.4.2026", by("2026-04-30")),
    ("lập 30-4-2026", "30-4-2026", by("2026-04-30")),
    ("lập 30 /4/ 2026", "30 /4/ 2026", by("2026-04-30")),
    ("ngày 30/4/26", "ngày 30/4/26", by("2026-04-30")),
    ("ngày 08 tháng 4 năm 2026", "ngày 08 tháng 4 năm 2026", by("2026-04-08")),
    ("ngày 08 tháng 4/2026", "ngày 08 tháng 4/2026", by("2026-04-08")),
    ("08 tháng 4 năm 2026", "08 tháng 4 năm 2026", by("2026-04-08")),
    ("ngày 20/4", "ngày 20/4", by("2031-04-20")),
    ("20/4", "20/4", by("2031-04-20")),
    ("ngày 20 tháng 4", "ngày 20 tháng 4", by("2031-04-20")),
    ("thứ Sáu, ngày 24/4/2026", "thứ Sáu, ngày 24/4/2026", by("2026-04-24", timed=True)),
    ("sáng ngày 24/4/2026", "sáng ngày 24/4/2026", by("2026-04-24", timed=True, time=None)),
    ("ngày   tháng 6 năm 2026", "ngày   tháng 6 năm 2026", within("2026-06-30")),
    ("ngày … tháng … năm 2026", "ngày … tháng … năm 2026", within("2026-12-31")),
    ("ngày ..... tháng 02 năm 2028", "ngày ..... tháng 02 năm 2028", within("2028-02-29")),
    ("ngày    /6/2026", "ngày    /6/2026", within("2026-06-30")),
    ("trước ngày 31/02/2026", "trước ngày 31/02/2026", by(None, impossible=True)),
    ("ngày 30/13/2026", "ngày 30/13/2026", by(None, impossible=True)),
    ("ngày 29/02/2026", "ngày 29/02/2026", by(None, impossible=True)),
    ("ngày 29/02/2028", "ngày 29/02/2028", by("2028-02-29", impossible=False)),
    ("mùng 10 tháng 3 âm lịch", "mùng 10 tháng 3 âm lịch", by(None, lunar=True, impossible=False)),
    ("ngày 30/02/2026 (âm lịch)", "ngày 30/02/2026 (âm lịch)", by(None, lunar=True, impossible=False)),
]
HOURS: list[Row] = [
    ("trước 17h00 ngày 20/4", "trước 17h00 ngày 20/4", by("2031-04-20", time="17:00", strict=False)),
    ("17 giờ 30 phút ngày 20/4/2026", "17 giờ 30 phút ngày 20/4/2026", by("2026-04-20", time="17:30")),
    ("17 giờ, ngày 20/4/2026", "17 giờ, ngày 20/4/2026", by("2026-04-20", time="17:00")),
    ("lúc 7:05 ngày 20/4/2026", "lúc 7:05 ngày 20/4/2026", by("2026-04-20", time="07:05")),
    ("24h00 ngày 20/4/2026", "24h00 ngày 20/4/2026", by("2026-04-20", time="23:59")),
    ("8h00-10h30 ngày 20/4/2026", "8h00-10h30 ngày 20/4/2026", by("2026-04-20", time="10:30")),
    ("từ 8h đến 10h ngày 20/4/2026", "từ 8h đến 10h ngày 20/4/2026", by("2026-04-20", time="10:00")),
    ("ngày 20/4/2026 (trước 17h00)", "ngày 20/4/2026 (trước 17h00)", by("2026-04-20", time="17:00")),
]
PERIODS: list[Row] = [
    ("quý II/2026", "quý II/2026", within("2026-06-30")),
    ("quí IV-2025", "quí IV-2025", within("2025-12-31")),
    ("Quý 1 năm 2026", "Quý 1 năm 2026", within("2026-03-31")),
    ("quý III", "quý III", within("2031-09-30")),
    ("xong trong Quý I/2026", "trong Quý I/2026", within("2026-03-31", relation="trong")),
    ("quý III và quý IV năm 2026", "quý III và quý IV năm 2026", between("2026-07-01", "2026-12-31")),
    ("trong tháng 02/2028", "trong tháng 02/2028", within("2028-02-29")),
    ("Tháng 9 - 10/2026", "Tháng 9 - 10/2026", between("2026-09-01", "2026-10-31")),
    ("các tháng 3, 6, 9 năm 2026", "các tháng 3, 6, 9 năm 2026", between("2026-03-01", "2026-09-30")),
    ("tháng 12, tháng 01/2027", "tháng 12, tháng 01/2027", between("2026-12-01", "2027-01-31")),
    ("tháng 10, 11 đơn vị", "tháng 10", within("2031-10-31")),
    ("tuần 2 tháng 6/2026", "tuần 2 tháng 6/2026", within("2026-06-14")),
    ("tuần cuối tháng 02/2026", "tuần cuối tháng 02/2026", within("2026-02-28")),
    ("6 tháng đầu năm 2026", "6 tháng đầu năm 2026", within("2026-06-30")),
    ("sáu tháng cuối năm", "sáu tháng cuối năm", within("2031-12-31")),
    ("nửa đầu năm 2026", "nửa đầu năm 2026", within("2026-06-30")),
    ("9 tháng đầu năm 2026", "9 tháng đầu năm 2026", within("2026-09-30")),
    ("trong năm 2026", "trong năm 2026", within("2026-12-31")),
    ("năm 2026 – 2029", "năm 2026 – 2029", between("2026-01-01", "2029-12-31")),
    ("năm 2027 và các năm tiếp theo", "năm 2027 và các năm tiếp theo", since("2027-01-01")),
    ("giai đoạn 2026-2030", "giai đoạn 2026-2030", between("2026-01-01", "2030-12-31", relation="giai đoạn")),
    ("giữa tháng 5/2026", "giữa tháng 5/2026", by("2026-05-15")),
    ("giữa năm 2026", "giữa năm 2026", by("2026-06-30")),
    ("đến cuối tháng 5/2026", "đến cuối tháng 5/2026", by("2026-05-31")),
    ("2026 - 2028", "2026 - 2028", between("2026-01-01", "2028-12-31")),
    ("| 2027 |", "2027", within("2027-12-31")),
]
RELATIONS: list[Row] = [
    ("trước ngày 30/4/2026", "trước ngày 30/4/2026", by("2026-04-30", strict=True, relation="trước")),
    ("trước 30/4/2026", "trước 30/4/2026", by("2026-04-30", strict=True)),
    ("chậm nhất ngày 30/4/2026", "chậm nhất ngày 30/4/2026", by("2026-04-30", strict=False)),
    ("chậm nhất là đến hết ngày 30/4/2026", "chậm nhất là đến hết ngày 30/4/2026", by("2026-04-30")),
    ("không muộn hơn ngày 30/4/2026", "không muộn hơn ngày 30/4/2026", by("2026-04-30")),
    ("đến hết quý II/2026", "đến hết quý II/2026", by("2026-06-30", relation="đến hết")),
    ("trước tháng 6/2026", "trước tháng 6/2026", by("2026-05-31", strict=False)),
    ("trước năm 2027", "trước năm 2027", by("2026-12-31")),
    ("từ tháng 5/2026", "từ tháng 5/2026", since("2026-05-01")),
    ("kể từ ngày 01/7/2026", "kể từ ngày 01/7/2026", since("2026-07-01")),
    ("sau ngày 30/4/2026", "sau ngày 30/4/2026", since("2026-05-01")),
    ("từ tháng 5/2026 đến khi xong việc, rồi", "từ tháng 5/2026 đến khi xong việc", since("2026-05-01")),
    ("từ ngày 01/5/2026 đến hết ngày 15/5/2026", "từ ngày 01/5/2026 đến hết ngày 15/5/2026",
     between("2026-05-01", "2026-05-15")),
    ("từ ngày 01 đến ngày 15/5/2026", "từ ngày 01 đến ngày 15/5/2026", between("2026-05-01", "2026-05-15")),
    ("từ 01-15/5/2026", "từ 01-15/5/2026", between("2026-05-01", "2026-05-15")),
    ("từ ngày 25/12 đến ngày 05/01/2027", "từ ngày 25/12 đến ngày 05/01/2027",
     between("2026-12-25", "2027-01-05")),
    ("từ ngày 25/12 đến ngày 05/01", "từ ngày 25/12 đến ngày 05/01", between("2031-12-25", "2032-01-05")),
    ("từ tháng 11/2026 đến tháng 3/2027", "từ tháng 11/2026 đến tháng 3/2027", between("2026-11-01", "2027-03-31")),
    ("Ngày 12, 13/5/2026", "Ngày 12, 13/5/2026", between("2026-05-12", "2026-05-13")),
    ("Chiều ngày 12/5 và cả ngày 13/5/2026", "Chiều ngày 12/5 và cả ngày 13/5/2026",
     between("2026-05-12", "2026-05-13")),
]  # fmt: skip
DURATIONS: list[Row] = [
    ("trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản, các tổ",
     "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản",
     offset(duration=Duration(5, "day", True), anchor="ngày nhận được văn bản")),
    ("chậm nhất trước 03 ngày", "chậm nhất trước 03 ngày", offset(duration=Duration(3, "day"), anchor=None)),
    ("trong thời hạn 15 ngày", "trong thời hạn 15 ngày", offset(duration=Duration(15, "day"), anchor=None)),
    ("trong thời hạn mười lăm ngày", "trong thời hạn mười lăm ngày", offset(duration=Duration(15, "day"))),
    ("trong vòng 24 giờ kể từ khi có tin báo", "trong vòng 24 giờ kể từ khi có tin báo",
     offset(duration=Duration(24, "hour"), anchor="khi có tin báo")),
    ("trước ngày họp 03 ngày làm việc", "trước ngày họp 03 ngày làm việc",
     offset(duration=Duration(3, "day", True), anchor="ngày họp")),
    ("02 tuần sau khi kết thúc lớp học", "02 tuần sau khi kết thúc lớp học",
     offset(duration=Duration(2, "week"), anchor="sau khi kết thúc lớp học")),
    ("sau 01 tháng kể từ ngày Quyết định này phải nộp", "sau 01 tháng kể từ ngày Quyết định này",
     offset(duration=Duration(1, "month"), anchor="ngày Quyết định này")),
    ("trong 20 ngày ra quân", "trong 20 ngày", within(None, duration=Duration(20, "day"))),
    ("chậm nhất ngày 10 tháng 2 năm sau năm báo cáo", "chậm nhất ngày 10 tháng 2 năm sau năm báo cáo",
     offset(anchor="năm báo cáo")),
    ("trước ngày 05 của tháng sau", "trước ngày 05 của tháng sau", offset(anchor="tháng sau")),
    ("trong tuần này", "trong tuần này", offset(anchor="tuần này")),
    ("trước 16h thứ Sáu tuần tới", "trước 16h thứ Sáu tuần tới", offset(time="16:00")),
    ("tại phiên họp thường kỳ kế tiếp", "tại phiên họp thường kỳ kế tiếp", offset()),
]  # fmt: skip
RHYTHMS: list[Row] = [
    ("hằng tuần", "hằng tuần", recurring("weekly", "FREQ=WEEKLY")),
    ("hàng tháng", "hàng tháng", recurring("monthly", "FREQ=MONTHLY")),
    ("hằng quý", "hằng quý", recurring("quarterly", "FREQ=MONTHLY;INTERVAL=3")),
    ("mỗi năm một lần", "mỗi năm một lần", recurring("yearly", "FREQ=YEARLY")),
    ("hằng ngày", "hằng ngày", recurring("unspecified", "FREQ=DAILY")),
    ("định kỳ", "định kỳ", recurring("unspecified", None)),
    ("định kỳ hoặc khi có yêu cầu", "định kỳ hoặc khi có yêu cầu", recurring("unspecified", None)),
    ("định kỳ 6 tháng", "định kỳ 6 tháng", recurring("unspecified", "FREQ=MONTHLY;INTERVAL=6")),
    ("định kỳ 3 tháng", "định kỳ 3 tháng", recurring("quarterly", "FREQ=MONTHLY;INTERVAL=3")),
    ("02 tuần/lần", "02 tuần/lần", recurring("unspecified", "FREQ=WEEKLY;INTERVAL=2")),
    ("01 lần/tháng", "01 lần/tháng", recurring("monthly", "FREQ=MONTHLY")),
    ("thứ Sáu hằng tuần", "thứ Sáu hằng tuần", recurring("weekly", "FREQ=WEEKLY;BYDAY=FR")),
    ("trước 15h00 thứ 5 hằng tuần", "trước 15h00 thứ 5 hằng tuần",
     recurring("weekly", "FREQ=WEEKLY;BYDAY=TH", time="15:00")),
    ("hằng tuần (vào thứ Hai)", "hằng tuần (vào thứ Hai)", recurring("weekly", "FREQ=WEEKLY;BYDAY=MO")),
    ("trước ngày 25 hằng tháng", "trước ngày 25 hằng tháng",
     recurring("monthly", "FREQ=MONTHLY;BYMONTHDAY=25", strict=True)),
    ("ngày 30 hằng tháng", "ngày 30 hằng tháng", recurring("monthly", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1")),
    ("hằng tháng, trước ngày 25", "hằng tháng, trước ngày 25", recurring("monthly", "FREQ=MONTHLY;BYMONTHDAY=25")),
    ("định kỳ ngày 20 hằng tháng", "định kỳ ngày 20 hằng tháng", recurring("monthly", "FREQ=MONTHLY;BYMONTHDAY=20")),
    ("trước ngày 20 của tháng cuối quý", "trước ngày 20 của tháng cuối quý",
     recurring("quarterly", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=20")),
    ("ngày 05 tháng đầu quý sau", "ngày 05 tháng đầu quý sau",
     recurring("quarterly", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=5")),
    ("trước ngày 10/6 và 25/11 hằng năm", "trước ngày 10/6 và 25/11 hằng năm",
     recurring("yearly", "FREQ=YEARLY;BYYEARDAY=-205,-37")),
    ("trước ngày 15/6 và ngày 15/12 hằng năm", "trước ngày 15/6 và ngày 15/12 hằng năm",
     recurring("yearly", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15")),
    ("hằng năm, trước ngày 15 tháng 01", "hằng năm, trước ngày 15 tháng 01",
     recurring("yearly", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15")),
    ("định kỳ 6 tháng trước ngày 20/6", "định kỳ 6 tháng trước ngày 20/6",
     recurring("yearly", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20")),
    ("tháng 12 hằng năm", "tháng 12 hằng năm", recurring("yearly", "FREQ=YEARLY;BYMONTH=12")),
    ("thường xuyên", "thường xuyên", recurring("unspecified", None, relation="thường xuyên")),
]  # fmt: skip


def row_name(value: object) -> str | None:
    return value if isinstance(value, str) else None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [*DATES, *HOURS, *PERIODS, *RELATIONS, *DURATIONS, *RHYTHMS],
    ids=row_name,
)
def test_a_phrase_means_what_the_table_says(text: str, words: str, expected: Mapping[str, object]) -> None:
    [found] = scan(text, year=2031)
    assert found.text == words
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 15/2031/NĐ-CP",
        "Nghị quyết số 12.3/2026/NQ-CP",
        "Quyết định số 12/QĐ-UBND",
        "văn bản số 05/6/2026",
        "phục vụ 24/7",
        "24/7",
        "trong 1/2 số hộ",
        "đạt 2/3 số phiếu",
        "từ 3/4 đại biểu",
        "khách hàng năm nay",
        "trẻ từ 06 tháng đến 36 tháng tuổi",
        "trong 5 năm qua",
        "tuyến đường 1.3, 4.4",
        "chiếm 12,5%",
        "năm học 2026 - 2027",
        "lần thứ hai",
        "quý vị đại biểu",
        "ngay từ cơ sở",
        "ngày 45",
        "từ 7h30 đến 17h00 các buổi",
        "",
    ],
)
def test_what_is_no_time_is_not_found(text: str) -> None:
    assert scan(text, year=2031) == []


def found_in(text: str, **more: int) -> list[tuple[str, str, str | None]]:
    return [(found.text, found.kind, found.end_date) for found in scan(text, **more)]


def test_a_list_of_last_days_gives_each_its_own_deadline() -> None:
    assert found_in("trước ngày 15/6, ngày 15/12/2026") == [
        ("trước ngày 15/6", "by", "2026-06-15"),
        ("ngày 15/12/2026", "by", "2026-12-15"),
    ]


def test_a_list_of_rhythms_gives_each() -> None:
    found = scan("định kỳ hằng tháng, quý, 6 tháng và năm")
    assert [each.recurrence for each in found] == ["monthly", "quarterly", "unspecified", "yearly"]
    assert [each.text for each in found] == ["định kỳ hằng tháng", "quý", "6 tháng", "năm"]


def test_a_rhythm_at_the_end_holds_for_the_day_before_it() -> None:
    found = scan("trước ngày 10/6 và trước ngày 10/12 hằng năm")
    assert [each.rrule for each in found] == [
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10",
    ]


def test_a_date_without_year_is_found_but_not_computed() -> None:
    [found] = scan("trước ngày 20/4")
    assert (found.kind, found.end_date, found.impossible, found.strict) == ("by", None, False, True)


def test_line_feeds_and_markup_stand_inside_an_expression() -> None:
    text = "báo cáo **trước\n   ngày 30/4/2026**, xong"
    [found] = scan(text)
    assert found.text == "trước\n   ngày 30/4/2026"
    assert found.end_date == "2026-04-30"
    [bold] = scan("chậm nhất **ngày 30** tháng 4 năm *2026*")
    assert bold.end_date == "2026-04-30"


@pytest.mark.parametrize("gap", ["\n\n", "\n- ", "\n * ", " | ", ". "])
def test_an_expression_ends_with_its_paragraph_item_or_cell(gap: str) -> None:
    assert [found.text for found in scan(f"trong tháng 5{gap}năm 2026 tổng kết", year=2026)] == [
        "trong tháng 5",
        "năm 2026",
    ]


def test_only_the_region_asked_for_is_scanned_with_offsets_of_the_whole() -> None:
    text = "ngày 01/5/2026; ngày 02/5/2026; ngày 03/5/2026"
    start, end = text.index("ngày 02"), text.index("; ngày 03")
    [found] = scan(text, start, end)
    assert (found.start, found.end, found.text) == (start, end, "ngày 02/5/2026")


def test_an_expression_is_frozen() -> None:
    [found] = scan("ngày 01/5/2026")
    assert isinstance(found, TimeExpression)
    with pytest.raises(AttributeError):
        found.end_date = None  # type: ignore[misc]
