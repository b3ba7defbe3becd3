"""Months, quarters, half years, years and what they have in common with days: first and last day."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from .points import Point, month_at
from .tokens import Tokens

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4,
             "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}  # fmt: skip
_ROMAN = frozenset(("i", "ii", "iii", "iv"))
_WEEKS = {"đầu": 1, "nhất": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tư": 4, "4": 4, "cuối": 5, "5": 5}
_EDGES = ("đầu", "giữa", "cuối")


@dataclass(frozen=True, slots=True)
class Period:
    """Months of a year, or of several years, as printed.

    `edge` 'đầu', 'giữa', 'cuối' names one day of it: the first, the 15th (of a year: 30 June), the last (Bộ luật Dân sự
    2015, Điều 146).
    """

    first_month: int
    last_month: int
    year: int | None
    last_year: int | None = None
    edge: str | None = None
    ranged: bool = False  # from one to another: 'tháng 11 - 12/2025', 'năm 2026 - 2029'
    onward: bool = False  # 'năm 2026 và các năm tiếp theo'
    unit: str = "year"
    week: int | None = None  # of a month: the days 1 to 7, 8 to 14…; 5 is the last one
    half: int | None = None  # of a month: 1 to its 15th, 2 from its 16th
    lunar: bool = False


Core = Point | Period


def _year_of_period(tokens: Tokens, k: int) -> tuple[int | None, int]:
    """The year after a month or quarter: '/2026', '-2026', 'năm 2026', '.2026', ', năm 2026', 'của năm 2026'."""
    word = tokens.words[k]
    if word in ("/", "-", "năm", ".") and (year := tokens.year(k + 1)) is not None:
        if word != "." or (tokens.touches(k) and tokens.touches(k + 1)):
            return year, k + 2
    if word in (",", "của") and tokens.words[k + 1] == "năm" and (year := tokens.year(k + 2)) is not None:
        return year, k + 3
    return None, k


def _another(tokens: Tokens, k: int, word: str) -> int | None:
    """Where the next member of a list begins: ', 12', ' - 12', 'và tháng 12'."""
    if tokens.words[k] not in (",", "-", "và", "đến"):
        return None
    k += 1
    k = tokens.skip(k, "và")
    return k + 1 if tokens.words[k] == word or (word == "quý" and tokens.words[k] == "quí") else k


class _Member(NamedTuple):
    """One month or quarter of a list. `sure`: it cannot be the number of something else that follows the list."""

    value: int
    year: int | None
    next: int
    sure: bool
    lunar: bool = False


def _member_at(tokens: Tokens, k: int, word: str, sure: bool) -> _Member | None:
    printed = tokens.words[k]
    if word == "tháng":
        month = month_at(tokens, k, dated=False) if sure or tokens.number(k) is not None else None
        if month is None or not 1 <= month.value <= 12 or tokens.words[month.next] == "%":
            return None
        year, following = _year_of_period(tokens, month.next)
        return _Member(month.value, year, following, sure or year is not None, month.lunar)
    value = _QUARTERS.get(printed)
    if value is None or tokens.words[k + 1] == "%":
        return None
    year, following = _year_of_period(tokens, k + 1)
    return _Member(value, year, following, sure or year is not None or printed in _ROMAN)


def _members(tokens: Tokens, first: _Member, word: str, *, plural: bool) -> list[_Member]:
    """The months or quarters of a list from its first on, without numbers at its end that may count something else."""
    members = [first]
    for _ in range(11):
        at = _another(tokens, members[-1].next, word)
        found = (
            None
            if at is None
            else _member_at(tokens, at, word, plural or tokens.words[at - 1] in ("quý", "tháng", "quí"))
        )
        if found is None:
            break
        members.append(found)
    while not members[-1].sure:
        members.pop()
    return members


def apart_at(tokens: Tokens, k: int) -> list[tuple[Period, int, int]]:
    """Quarters that are listed and do not follow each other ('quý II và quý IV'): each with its tokens; else []."""
    first = _member_at(tokens, k + 1, "quý", True) if tokens.words[k] in ("quý", "quí") else None
    members = _members(tokens, first, "quý", plural=False) if first is not None else []
    joined = all(tokens.words[each.next] in (",", "và") for each in members[:-1])
    if len(members) < 2 or not joined or any(b.value - a.value == 1 for a, b in pairwise(members)):
        return []
    found: list[tuple[Period, int, int]] = []
    year = None
    for number in range(len(members) - 1, -1, -1):
        each = members[number]
        year = each.year if each.year is not None else year
        start = k if number == 0 else members[number - 1].next + 1
        period = Period(3 * each.value - 2, 3 * each.value, year, unit="quarter")
        found.insert(0, (period, start, each.next))
    return found


def _numbered_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'quý II/2026', 'quý III và IV năm 2026', 'tháng 10/2025', 'tháng 11 - 12/2025', 'các tháng 10, 11/2025'."""
    plural = tokens.words[k] == "các"
    k += plural
    word = "quý" if tokens.words[k] == "quí" else tokens.words[k]
    first = _member_at(tokens, k + 1, word, True) if word in ("quý", "tháng") else None
    if first is None:
        return None
    members = _members(tokens, first, word, plural=plural)
    last = members[-1]
    if tokens.words[last.next] == "/" and tokens.touches(last.next):
        return None
    year = next((member.year for member in reversed(members) if member.year is not None), None)
    first_year = first.year
    if first_year is None and year is not None:
        first_year = year - (first.value > last.value)
    width = 1 if word == "tháng" else 3
    return Period(
        width * (first.value - 1) + 1,
        width * last.value,
        first_year,
        year if year != first_year else None,
        ranged=len(members) > 1,
        unit="month" if word == "tháng" else "quarter",
        lunar=any(member.lunar for member in members),
    ), last.next


def _years_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'năm 2026', 'năm 2026 - 2029', 'các năm 2026, 2027', 'năm 2025 và các năm tiếp theo'."""
    k = tokens.skip(k, "các", "cả")
    if tokens.words[k] != "năm":
        return None
    first = tokens.year(k + 1)
    if first is None:
        # 'cả năm', 'trong năm' at the end of what is said
        whole = k > 0 and tokens.words[k - 1] in ("cả", "trong") and not tokens.words[k + 1].isalnum()
        return (Period(1, 12, None), k + 1) if whole else None
    following = k + 2
    last = first
    for _ in range(10):
        at = following + 1 if tokens.words[following] in ("-", ",", "và", "đến") else 0
        at = tokens.skip(at, "năm") if at else 0
        later = tokens.year(at) if at else None
        if later is None or later <= last:
            break
        last, following = later, at + 1
    for words in (("và", "các", "năm"), ("và", "những", "năm"), ("và", "năm")):
        if tokens.follow(following, *words):
            after = following + len(words)
            if tokens.words[after] in ("tiếp", "sau", "kế"):
                after = tokens.skip(after + 1, "theo", "tiếp")
                return Period(1, 12, first, onward=True), after
    return Period(1, 12, first, last if last > first else None, ranged=last > first), following


def _stage_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'giai đoạn 2026 - 2030', 'nhiệm kỳ 2025 - 2030', 'thời kỳ 2021-2030'."""
    if (tokens.words[k], tokens.words[k + 1]) not in (
        ("giai", "đoạn"), ("nhiệm", "kỳ"), ("nhiệm", "kì"), ("thời", "kỳ"), ("thời", "kì"),
    ):  # fmt: skip
        return None
    k = tokens.skip(k + 2, "từ")
    k = tokens.skip(k, "năm")
    first, last = tokens.year(k), tokens.year(tokens.skip(k + 2, "năm"))
    if first is None or last is None or last < first or tokens.words[k + 1] not in ("-", "đến"):
        return None
    return Period(1, 12, first, last, ranged=True, unit="stage"), tokens.skip(k + 2, "năm") + 1


def _part_of_year_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'6 tháng đầu năm 2026', '9 tháng năm 2026', 'sáu tháng cuối năm', 'nửa đầu năm 2026'."""
    if tokens.words[k] == "nửa":
        if tokens.words[k + 1] in ("đầu", "cuối") and tokens.words[k + 2] == "tháng":
            month = _numbered_at(tokens, k + 2)
            if month is None or month[0].ranged:
                return None
            return replace(month[0], half=1 if tokens.words[k + 1] == "đầu" else 2), month[1]
        months, side = 6, k + 1
    else:
        count = {"ba": 3, "sáu": 6, "chín": 9}.get(tokens.words[k], tokens.number(k))
        if count not in (3, 6, 9) or tokens.words[k + 1] != "tháng":
            return None
        months, side = count, k + 2
    which = tokens.words[side]
    at = side + 1 if which in ("đầu", "cuối") else side
    if tokens.words[at] != "năm" or (which not in ("đầu", "cuối") and tokens.year(at + 1) is None):
        return None
    year = tokens.year(at + 1)
    first, last = (13 - months, 12) if which == "cuối" else (1, months)
    return Period(first, last, year, unit="half"), at + (1 if year is None else 2)


def _week_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'tuần 2 tháng 6/2026', 'tuần thứ hai của tháng 6', 'tuần cuối tháng 6/2026'."""
    if tokens.words[k] != "tuần":
        return None
    at = tokens.skip(tokens.skip(k + 1, "lễ"), "thứ")
    week = _WEEKS.get(tokens.words[at])
    month = _numbered_at(tokens, tokens.skip(tokens.skip(at + 1, "tiên", "cùng"), "của")) if week else None
    if month is None or month[0].unit != "month" or month[0].ranged:
        return None
    return replace(month[0], week=week), month[1]


def bare_years_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'2026', '2026 - 2030': years without a word, of use only where nothing else stands beside them."""
    first = tokens.year(k)
    if first is None:
        return None
    last = tokens.year(k + 2) if tokens.words[k + 1] in ("-", "đến") else None
    if last is None or last <= first:
        return Period(1, 12, first), k + 1
    return Period(1, 12, first, last, ranged=True), k + 3


def period_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """A month, quarter, half year, year or a run of them, and the token after it."""
    edge = tokens.words[k] if tokens.words[k] in _EDGES else None
    if edge:
        found = _numbered_at(tokens, k + 1) or _years_at(tokens, k + 1) or _this_year_at(tokens, k)
        return None if found is None else (replace(found[0], edge=edge), found[1])
    for read in (_numbered_at, _years_at, _week_at, _stage_at, _part_of_year_at):
        found = read(tokens, k)
        if found is not None:
            return found
    return None


def _this_year_at(tokens: Tokens, k: int) -> tuple[Period, int] | None:
    """'cuối năm', 'giữa năm nay' at the end of what is said; the beginning of a year may be that of the next one."""
    if tokens.words[k] not in ("cuối", "giữa") or tokens.words[k + 1] != "năm":
        return None
    after = tokens.skip(k + 2, "nay")
    return None if tokens.words[after].isalnum() else (Period(1, 12, None), after)


def with_year(core: Core, year: int | None) -> Core:
    return replace(core, year=year) if core.year is None and year is not None else core


def last_printed_year(core: Core) -> int | None:
    return (core.last_year or core.year) if isinstance(core, Period) else core.year


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def bounds(core: Core) -> tuple[date, date] | None:
    """The first and the last day; None where a year is missing, the date is lunar or no calendar has it."""
    if core.year is None:
        return None
    if isinstance(core, Point):
        if core.lunar or impossible(core):
            return None
        if core.day is not None and core.month is not None:
            day = date(core.year, core.month, core.day)
            return day, day
        if core.day is not None:
            return None
        return date(core.year, core.month or 1, 1), last_day(core.year, core.month or 12)
    if core.lunar:
        return None
    first = date(core.year, core.first_month, 1)
    last = last_day(core.last_year or core.year, core.last_month)
    if core.week is not None:
        return first + timedelta(days=7 * core.week - 7), min(first + timedelta(days=7 * core.week - 1), last)
    if core.half is not None:
        middle = date(first.year, first.month, 15)
        return (first, middle) if core.half == 1 else (middle + timedelta(days=1), last)
    if core.edge == "đầu":
        return first, first
    if core.edge == "giữa":
        middle = date(first.year, 6, 30) if core.unit == "year" else date(first.year, first.month, 15)
        return middle, middle
    return first, last


def impossible(core: Core) -> bool:
    """Whether no calendar has the day: 31/02, 30/13, 29/02 of a year that is not a leap year."""
    if not isinstance(core, Point) or core.lunar or core.month is None:
        return False
    if not 1 <= core.month <= 12:
        return True
    # without a year the longest February counts
    most = calendar.monthrange(core.year if core.year is not None else 2000, core.month)[1]
    return core.day is not None and not 1 <= core.day <= most
