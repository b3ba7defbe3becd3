"""Days and hours: 'ngày 08 tháng 4 năm 2026', '30.4.2026', 'ngày 12, 13/5/2026', '17 giờ 30', 'sáng thứ Sáu, ngày'."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from .tokens import GAP, Tokens

WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "bẩy": "SA",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
_MONTHS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_LUNAR_MONTHS = {"giêng": 1, "chạp": 12}
_FULL_MOON = 15
_PARTS_OF_DAY = frozenset(("sáng", "trưa", "chiều", "tối", "đêm"))
_EVERY = frozenset(("hằng", "hàng", "mỗi"))
_MOST_IN_A_LIST = 16


@dataclass(frozen=True, slots=True)
class Point:
    """A day as far as it is printed. Without a day it is a date whose day was left to be filled in by hand."""

    day: int | None
    month: int | None = None
    year: int | None = None
    lunar: bool = False


class Month(NamedTuple):
    """The month after the word 'tháng' and the token after it."""

    value: int
    next: int
    lunar: bool


def month_at(tokens: Tokens, k: int, *, dated: bool) -> Month | None:
    """The month whose figure or word stands at token k: '9', 'Chín', 'Mười Hai', 'Giêng', 'Chạp' (both lunar).

    A word that is only a number elsewhere ('mỗi tháng hai lần') counts where it is capital, where a day leads to it
    (`dated`) or where nothing that it could count follows it.
    """
    value = tokens.number(k)
    if value is not None:
        return Month(value, k + 1, lunar=False)
    word = tokens.words[k]
    if word in _LUNAR_MONTHS:
        return Month(_LUNAR_MONTHS[word], k + 1, lunar=True)
    if word not in _MONTHS or (k > 1 and not dated and _counts(tokens, k - 2)):
        return None
    value, after = _MONTHS[word], k + 1
    if value == 10 and tokens.words[after] in ("một", "hai"):
        value, after = 10 + _MONTHS[tokens.words[after]], after + 1
    capital = tokens.text[tokens.starts[k]].isupper()
    following = tokens.words[after]
    if word == "năm" and not (capital or following == "năm"):
        return None
    if not (capital or dated or not following[:1].isalpha() or following == "năm"):
        return None
    return Month(value, after, lunar=False)


def _counts(tokens: Tokens, k: int) -> bool:
    """Whether the word before 'tháng' makes a rhythm or a length of it ('mỗi tháng', '6 tháng', 'ngày tháng năm')."""
    return tokens.words[k] in ("hằng", "hàng", "mỗi", "ngày", "các", "từng") or tokens.words[k].isdecimal()


class Found(NamedTuple):
    """A point that ends before token `next`. `marked`: 'ngày' or a part of the day leads to it."""

    point: Point
    next: int
    marked: bool
    part_of_day: bool


def hour_at(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """'17h', '17h00', '17:00', '17 giờ 30 phút': the hour as ``HH:MM`` and the token after it."""
    hour = tokens.number(k)
    if hour is None or hour > 24:
        return None
    sign = tokens.words[k + 1]
    if sign == ":":
        if not (tokens.touches(k + 1) and tokens.touches(k + 2)) or len(tokens.words[k + 2]) != 2:
            return None
    elif sign not in ("h", "g", "giờ"):
        return None
    minute = tokens.number(k + 2)
    following = k + 3
    if minute is None or minute > 59 or (sign in ("h", "g") and not tokens.touches(k + 2)):
        if sign == ":":
            return None
        minute, following = 0, k + 2
    following = tokens.skip(following, "phút", "'", "’", "′")
    return ("23:59" if hour == 24 else f"{hour:02}:{minute:02}"), following


def hours_at(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """An hour, or from one to another ('8h00-10h00', 'từ 8h00 đến 10h00'): the later one and the token after it."""
    found = hour_at(tokens, tokens.skip(k, "từ"))
    if found is None:
        return None
    if tokens.words[found[1]] in ("-", "đến"):
        return hour_at(tokens, found[1] + 1) or found
    return found


def weekday_at(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """'thứ Sáu', 'thứ 6', 'chủ nhật': the day of the week as in RFC 5545 and the token after it."""
    if tokens.words[k] == "thứ" and tokens.words[k + 1] in WEEKDAYS:
        return WEEKDAYS[tokens.words[k + 1]], k + 2
    if tokens.follow(k, "chủ", "nhật"):
        return "SU", k + 2
    return None


def part_of_day_at(tokens: Tokens, k: int) -> int:
    """The token after 'sáng', 'cuối buổi chiều', 'cả', 'đầu giờ sáng', or k itself."""
    start = k
    if tokens.words[k] in ("đầu", "cuối") and tokens.words[k + 1] in ("giờ", "buổi"):
        k += 2
    k = tokens.skip(k, "buổi", "cả")
    if tokens.words[k] in _PARTS_OF_DAY:
        return k + 1
    return k if tokens.words[k] == "ngày" else start


def _year_after(tokens: Tokens, k: int) -> tuple[int | None, int]:
    """The year in 'năm 2026', '/2026', '-2026', ', năm 2026'."""
    if tokens.words[k] in ("/", "-", "năm") and (year := tokens.year(k + 1)) is not None:
        return year, k + 2
    if tokens.follow(k, ",", "năm") and (year := tokens.year(k + 2)) is not None:
        return year, k + 3
    return None, k


def _numeric_at(tokens: Tokens, k: int, marked: bool) -> tuple[Point, int] | None:
    """'30/4/2026', '30.4.2026', '30-4-2026', '30/4', '30/4 năm 2026' from the day on."""
    day, sign, month = tokens.number(k), tokens.words[k + 1], tokens.number(k + 2)
    if day is None or month is None or sign not in ("/", ".", "-"):
        return None
    if sign != "/" and not (tokens.touches(k + 1) and tokens.touches(k + 2)):
        return None
    if tokens.words[k + 3] == sign:
        year = tokens.year(k + 4)
        if (
            year is None
            and marked
            and sign == "/"
            and tokens.touches(k + 4)
            and len(tokens.words[k + 4]) == 2
        ):
            short = tokens.number(k + 4)
            year = None if short is None else 2000 + short
        if year is not None:
            return Point(day, month, year), k + 5
    if sign == "-":
        # '30-9' is a day; '5-7' may be the days from one to another
        if not marked or month > 12 or day < month or tokens.words[k + 3] in ("-", "/"):
            return None
        return Point(day, month), k + 3
    if sign == "." and not marked:
        return None
    year, following = _year_after(tokens, k + 3)
    return Point(day, month, year), following


def _worded_at(tokens: Tokens, k: int, marked: bool) -> tuple[Point, int] | None:
    """'08 tháng 4 năm 2026', '08 tháng 4/2026', '30 tháng 6', '02 tháng Chín' from the day on."""
    day = tokens.number(k)
    if day is None or tokens.words[k + 1] != "tháng":
        return None
    month = month_at(tokens, k + 2, dated=marked)
    if month is None:
        return None
    year, following = _year_after(tokens, month.next)
    return Point(day, month.value, year, month.lunar), following


def _feast_at(tokens: Tokens, k: int) -> tuple[Point, int] | None:
    """'Rằm tháng Bảy', 'mùng 6 Tết', '28 Tết': days of the lunar calendar."""
    if tokens.words[k] == "rằm" and tokens.words[k + 1] == "tháng":
        month = month_at(tokens, k + 2, dated=True)
        if month is None:
            return None
        year, following = _year_after(tokens, month.next)
        return Point(_FULL_MOON, month.value, year, lunar=True), following
    day = tokens.number(k)
    if day is None or tokens.words[k + 1] != "tết":
        return None
    return Point(day, 1 if tokens.words[k - 1] in ("mùng", "mồng") else 12, lunar=True), k + 2


def _blank_at(tokens: Tokens, k: int) -> tuple[Point, int] | None:
    """What follows 'ngày' where the day, perhaps the month, is left blank: '… tháng 6 năm 2026', '   /6/2026'."""
    k = tokens.skip(k, GAP)
    if tokens.words[k] == "tháng":
        month, after = tokens.number(k + 1), k + 2
        if month is None:
            after = tokens.skip(k + 1, GAP)
        if tokens.words[after] != "năm":
            return None
        year = tokens.year(after + 1)
        return None if year is None else (Point(None, month, year), after + 2)
    if tokens.words[k] == "/":
        month, year = tokens.number(k + 1), tokens.year(k + 3)
        if (
            (month is not None or tokens.words[k + 1] == GAP)
            and year is not None
            and tokens.words[k + 2] == "/"
        ):
            return Point(None, month, year), k + 4
    return None


def _lunar_after(tokens: Tokens, k: int) -> int:
    """The token after 'âm lịch', '(âm lịch)', 'ÂL', or k itself."""
    bracket = tokens.words[k] == "("
    inside = k + bracket
    if tokens.follow(inside, "âm", "lịch"):
        inside += 2
    elif tokens.words[inside] == "âl":
        inside += 1
    else:
        return k
    return inside + bracket if not bracket or tokens.words[inside] == ")" else k


def _runs_on(tokens: Tokens, k: int) -> bool:
    """Whether a number goes on as a symbol ('12/4/2026/QĐ', '12/4-CV', '3.5%')."""
    if tokens.words[k] == "%":
        return True
    if tokens.words[k] not in ("/", "-", ".") or not tokens.touches(k) or not tokens.touches(k + 1):
        return False
    return tokens.words[k] == "/" or tokens.words[k + 1].isalpha()


def point_at(tokens: Tokens, k: int) -> Found | None:
    """A day with what stands before it: 'ngày', the day of the week, a part of the day, 'mùng'."""
    first = k
    k = part_of_day_at(tokens, k)
    part_of_day = k > first
    for _ in range(2):  # 'thứ Sáu, ngày' as well as 'ngày thứ Sáu, 24/4'
        weekday = weekday_at(tokens, k)
        if weekday is not None:
            k = tokens.skip(weekday[1], ",", "(")
            part_of_day = True
        k = tokens.skip(k, "ngày")
    marked = k > first
    k = tokens.skip(k, ":") if marked else k
    new_moon = tokens.words[k] in ("mùng", "mồng")
    k += new_moon
    marked = marked or new_moon or tokens.words[k] == "rằm"
    found = _numeric_at(tokens, k, marked) or _worded_at(tokens, k, marked) or _feast_at(tokens, k)
    if found is None and marked and tokens.words[k - 1] == "ngày":
        found = _blank_at(tokens, k)
    if found is None:
        day = tokens.number(k)
        if not marked or day is None or not 1 <= day <= 31 or _runs_on(tokens, k + 1):
            return None
        found = Point(day), k + 1
    point, following = found
    if point.day is not None and not 1 <= point.day <= 31 and not marked:
        return None
    if point.month is not None and not 1 <= point.month <= 12 and not marked:
        return None
    if _runs_on(tokens, following):
        return None
    after = _lunar_after(tokens, following)
    if after > following:
        point = replace(point, lunar=True)
    return Found(point, after, marked, part_of_day)


def _separator_after(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """What stands between two days of a list, and the token after it."""
    if tokens.words[k] == "," and tokens.words[k + 1] == "và":
        return ",", k + 2
    if tokens.words[k] in (",", "và", ";", "-", "&"):
        return tokens.words[k], k + 1
    return None


def points_at(tokens: Tokens, k: int) -> list[Found]:
    """A day, or a list of days whose last one says the month for all: 'ngày 12, 13/5/2026', '10/6 và 25/11/2026'.

    Years and months that only a later day prints are filled in for the earlier ones.
    """
    first = point_at(tokens, tokens.skip(k, "các"))
    if first is None and tokens.words[k + 1] == "-" and tokens.touches(k + 1) and tokens.touches(k + 2):
        first = _bare_number(tokens, k)  # '01-15/5/2026'
    if first is None:
        return []
    found = [first]
    while len(found) < _MOST_IN_A_LIST:
        separator = _separator_after(tokens, found[-1].next)
        if separator is None:
            break
        following = point_at(tokens, separator[1]) or _bare_number(tokens, separator[1])
        if following is None or following.point.day is None or found[-1].point.day is None:
            break
        if separator[0] == "-" and found[-1].point.month is not None and following.point.month is None:
            break
        found.append(following)
    if not (
        len(found) > 1
        and tokens.words[found[-1].next] in _EVERY
        and tokens.words[found[-1].next + 1] == "tháng"
    ):
        while len(found) > 1 and found[-1].point.month is None:
            found.pop()
    if len(found) == 1 and not first.marked and first.point.month is None:
        return []
    for position in range(len(found) - 2, -1, -1):
        found[position] = _completed(found[position], found[position + 1].point)
    return found


def _bare_number(tokens: Tokens, k: int) -> Found | None:
    day = tokens.number(k)
    if day is None or not 1 <= day <= 31 or _runs_on(tokens, k + 1):
        return None
    return Found(Point(day), k + 1, False, False)


def _completed(found: Found, later: Point) -> Found:
    point = found.point
    month = point.month if point.month is not None else later.month
    year = point.year
    if year is None and later.year is not None:
        beyond = month is not None and later.month is not None and month > later.month
        year = later.year - beyond
    return found._replace(point=replace(point, month=month, year=year))
