"""What holds for every date and every text."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.vietnamese.times import scan
from sauro.vietnamese.times.scanner import drafts_of
from sauro.vietnamese.times.tokens import tokenise

Form = Callable[[date], str]

DATES = st.dates(date(1990, 1, 1), date(2150, 12, 31))
WITH_YEAR: list[Form] = [
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"ngày {day.day}/{day.month}/{day.year}",
    lambda day: f"ngày {day:%d} tháng {day:%m} năm {day.year}",
    lambda day: f"Ngày {day.day} tháng {day.month}/{day.year}",
    lambda day: f"ngày {day.day}/{day.month} năm {day.year}",
    lambda day: f"trước\nngày {day:%d/%m/%Y}",
    lambda day: f"**trước ngày {day:%d/%m/%Y}**",
    lambda day: f"chậm nhất là ngày {day:%d/%m/%Y}",
    lambda day: f"đến hết ngày {day:%d/%m/%Y}",
    lambda day: f"trước 17h00 ngày {day:%d/%m/%Y}",
    lambda day: f"16 giờ 30, ngày {day:%d/%m/%Y}",
    lambda day: f"sáng thứ Hai, ngày {day:%d/%m/%Y}",
]
WITHOUT_YEAR: list[Form] = [
    lambda day: f"ngày {day.day}/{day.month}",
    lambda day: f"ngày {day:%d} tháng {day:%m}",
    lambda day: f"trước {day:%d/%m}",
    lambda day: f"trước 9h ngày {day.day}/{day.month}",
]
PIECES = st.sampled_from(
    "ngày tháng năm quý I II IV trước chậm nhất đến hết từ kể trong vòng thời hạn hằng hàng định kỳ thứ sáu hai 6 tháng"
    " 2026 2027 30 31 02 4 12 17h00 8 giờ / - . , ; : ( ) * ** … | % và của cuối đầu làm việc lần giai đoạn khi nhận"
    " âm lịch tuần mùng 24/7 30/4/2026 29/02 UBND phường Lau".split(" ")
)
NOISE = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "  ", "\n", "\n\n"]))).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


@given(DATES, st.sampled_from(WITH_YEAR))
def test_a_date_is_found_as_the_same_day_in_every_form(day: date, form: Form) -> None:
    text = f"Phòng gửi báo cáo {form(day)}, xong việc"
    [found] = scan(text, year=1999)
    assert found.end_date == day.isoformat()
    assert found.start_date is None


@given(DATES, st.sampled_from(WITHOUT_YEAR))
def test_a_date_without_year_takes_the_year_given(day: date, form: Form) -> None:
    [found] = scan(f"Phòng gửi báo cáo {form(day)}, xong việc", year=day.year)
    assert found.end_date == day.isoformat()


@given(
    DATES,
    DATES,
    st.sampled_from(["từ ngày {} đến ngày {}", "từ {} - {}", "{} - {}", "Từ ngày {} đến hết ngày {}"]),
)
def test_a_range_is_found_with_both_its_days(one: date, other: date, form: str) -> None:
    first, last = sorted((one, other))
    text = form.format(f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}")
    [found] = scan(text)
    assert (found.kind, found.start_date, found.end_date) == ("between", first.isoformat(), last.isoformat())


@given(DATES, st.sampled_from(WITH_YEAR), st.integers(-700, 700))
def test_shifting_a_date_shifts_its_reading_alike_and_nothing_else(day: date, form: Form, days: int) -> None:
    shift = timedelta(days=days)
    [before] = scan(form(day))
    [after] = scan(form(day + shift))
    assert before.end_date is not None
    assert after.end_date == (date.fromisoformat(before.end_date) + shift).isoformat()
    assert (after.kind, after.strict, after.time, after.relation) == (
        before.kind,
        before.strict,
        before.time,
        before.relation,
    )


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2150))
def test_a_day_is_computed_or_impossible_never_both_or_neither(day: int, month: int, year: int) -> None:
    [found] = scan(f"trước ngày {day}/{month}/{year}")
    try:
        expected = date(year, month, day).isoformat()
    except ValueError:
        expected = None
    assert found.end_date == expected
    assert found.impossible is (expected is None)


@given(
    st.integers(1, 4),
    st.sampled_from(["quý {}/{}", "Quí {}-{}", "trong quý {} năm {}"]),
    st.integers(1990, 2150),
)
def test_a_quarter_ends_with_its_third_month(quarter: int, form: str, year: int) -> None:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    [found] = scan(form.format(roman, year))
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    assert found.end_date == (following - timedelta(days=1)).isoformat()


@given(st.one_of(st.text(), NOISE), st.none() | st.integers(1990, 2100))
def test_spans_of_any_text_are_its_words_in_order_and_never_overlap(text: str, year: int | None) -> None:
    before = 0
    for found in scan(text, year=year):
        assert text[found.start : found.end] == found.text
        assert before <= found.start < found.end
        assert not found.text[0].isspace()
        assert not found.text[-1].isspace()
        before = found.end


@given(NOISE)
def test_kinds_have_the_dates_that_they_promise(text: str) -> None:
    for found in scan(text, year=2026):
        if found.kind in ("by", "within_period"):
            assert found.start_date is None
        if found.kind == "from":
            assert found.end_date is None
        if found.kind == "between":
            assert (found.start_date is None) == (found.end_date is None)
        if found.kind in ("offset", "recurring"):
            assert found.start_date is None
            assert found.end_date is None
        assert (found.recurrence is not None) == (found.kind == "recurring")
        if found.impossible or found.lunar:
            assert found.end_date is None


@given(NOISE, st.data())
def test_a_region_is_scanned_as_if_it_stood_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inside = [(found.start - start, found.text, found.kind) for found in scan(text, start, end, year=2026)]
    alone = [(found.start, found.text, found.kind) for found in scan(text[start:end], year=2026)]
    assert inside == alone


class CountingWords(list[str]):
    """A list that counts how often it is asked for a word."""

    asked = 0

    def __getitem__(self, at: SupportsIndex | slice) -> object:  # type: ignore[override]
        CountingWords.asked += 1
        return super().__getitem__(at)


def words_asked(text: str) -> int:
    tokens = tokenise(text, 0, len(text))
    CountingWords.asked = 0
    drafts_of(tokens._replace(words=CountingWords(tokens.words)))
    return CountingWords.asked


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1/",
        "1, ",
        "12-",
        "1.",
        "/ ",
        " ",
        "\n",
        "(",
        "ngày ",
        "ngày 1, ",
        "ngày 1/1, ",
        "ngày … ",
        "từ ",
        "từ ngày 1 đến ",
        "từ ngày 1/1 đến khi x ",
        "trước ",
        "chậm nhất ",
        "chậm nhất là ",
        "trong vòng ",
        "trong vòng 1 ngày kể từ ngày x ",
        "trước ngày x ",
        "hằng tháng, ",
        "định kỳ ",
        "tháng 1, ",
        "năm 2026, ",
        "tháng 1 - ",
        "tại cuộc họp x ",
        "17h00-",
        "thứ sáu ",
        "sáng thứ sáu, ngày ",
        "năm ",
    ],
)
def test_the_work_grows_with_the_length_of_the_text_and_no_faster(piece: str) -> None:
    short, long = words_asked(piece * 500), words_asked(piece * 2000)
    assert long <= 4.1 * short + 2000


def test_many_digits_and_blanks_are_read_in_one_pass() -> None:
    for text in ("9" * 100_000, " " * 100_000, "\n" * 100_000, "1/" * 50_000, "." * 100_000, "*" * 100_000):
        assert len(tokenise(text, 0, len(text)).words) <= len(text) + 12
        assert scan(text) == []
