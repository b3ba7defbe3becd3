"""Rhythms: 'hằng tháng', 'định kỳ 6 tháng', 'trước ngày 20 của tháng cuối quý', and their rules of RFC 5545."""

from dataclasses import dataclass
from typing import NamedTuple

from .expression import Recurrence
from .points import Point
from .tokens import Tokens

_EVERY = frozenset(("hằng", "hàng", "mỗi"))
# before 'hàng': goods, banks, shops and customers, no rhythm
_GOODS = frozenset(
    ("ngân", "khách", "bán", "mua", "mặt", "cửa", "đơn", "nhà", "giao", "xếp", "kho", "đặt", "lô")
)
_MONTHS = {"tháng": 1, "quý": 3, "quí": 3, "năm": 12}
_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: every so many months, every so many days, or not said (both None)."""

    months: int | None = None
    days: int | None = None
    weekday: str | None = None
    on: str = ""  # the days in a month, as an RRULE ends: ';BYMONTHDAY=-1', ';BYDAY=+1SU'

    @property
    def recurrence(self) -> Recurrence:
        """Daily and half-yearly rhythms, and any other length without a name, are unspecified."""
        by_months: dict[int | None, Recurrence] = {1: "monthly", 3: "quarterly", 12: "yearly"}
        return "weekly" if self.days == 7 else by_months.get(self.months, "unspecified")

    @property
    def rrule(self) -> str | None:
        if self.days is not None:
            if self.days % 7 == 0:
                every = "" if self.days == 7 else f";INTERVAL={self.days // 7}"
                return f"FREQ=WEEKLY{every}" + (f";BYDAY={self.weekday}" if self.weekday else "")
            return "FREQ=DAILY" + (f";INTERVAL={self.days}" if self.days > 1 else "")
        if self.months is None:
            return None
        if self.months % 12 == 0:
            return "FREQ=YEARLY" + (f";INTERVAL={self.months // 12}" if self.months > 12 else "")
        return "FREQ=MONTHLY" + (f";INTERVAL={self.months}" if self.months > 1 else "") + self.on


_MONTHS_OF_QUARTER = {"nhất": "đầu", "hai": "giữa", "2": "giữa", "ba": "cuối", "3": "cuối"}
_IN_QUARTER = {"đầu": "1,4,7,10", "giữa": "2,5,8,11", "cuối": "3,6,9,12"}


class FoundRhythm(NamedTuple):
    rhythm: Rhythm
    start: int
    next: int


def counted_at(tokens: Tokens, k: int) -> tuple[int, int] | None:
    """A number in figures or words ('05', 'năm', 'mười lăm', 'ba mươi', '03 (ba)') and the token after it."""
    value = tokens.number(k, 3)
    after = k + 1
    if value is None:
        value = _NUMBERS.get(tokens.words[k])
        if value is None:
            return None
        if value == 10 and tokens.words[after] in ("lăm", *_NUMBERS):
            value, after = 10 + _NUMBERS.get(tokens.words[after], 5), after + 1
        elif tokens.words[after] in ("mươi", "chục"):
            value, after = 10 * value, after + 1
    elif tokens.words[after] == "(" and tokens.words[after + 1] in _NUMBERS:
        closing = next((at for at in range(after + 2, after + 5) if tokens.words[at] == ")"), None)
        after = after if closing is None else closing + 1
    return value, after


def unit_at(tokens: Tokens, k: int) -> Rhythm | None:
    word = tokens.words[k]
    if word in _MONTHS:
        return Rhythm(months=_MONTHS[word])
    return {"ngày": Rhythm(days=1), "tuần": Rhythm(days=7)}.get(word)


def _times(rhythm: Rhythm, count: int) -> Rhythm:
    if rhythm.months is not None:
        return Rhythm(months=rhythm.months * count)
    return Rhythm(days=(rhythm.days or 1) * count)


def _so_often(rhythm: Rhythm, count: int) -> Rhythm:
    """The rhythm of what is done `count` times in that length: '02 lần/năm' is every six months, '02 lần/ngày' unspecified."""
    if count == 1:
        return rhythm
    if rhythm.months is not None and rhythm.months % count == 0:
        return Rhythm(months=rhythm.months // count)
    return Rhythm()


def every_at(tokens: Tokens, k: int) -> tuple[Rhythm, int] | None:
    """'hằng tháng', 'hàng quý', 'mỗi năm', 'mỗi tháng một lần', 'mỗi 03 tháng', 'cứ hai tuần một lần'."""
    each = _every_so_long(tokens, k)
    if each is not None:
        return each
    if tokens.words[k] not in _EVERY or (k and tokens.words[k] == "hàng" and tokens.words[k - 1] in _GOODS):
        return None
    rhythm = unit_at(tokens, k + 1)
    if rhythm is None or (tokens.words[k + 1] == "năm" and tokens.year(k + 2) is not None):
        return None
    after = k + 2
    counted = counted_at(tokens, after)
    if counted is not None and counted[0] > 0 and tokens.words[counted[1]] == "lần":
        return _so_often(rhythm, counted[0]), counted[1] + 1
    return rhythm, after


def _every_so_long(tokens: Tokens, k: int) -> tuple[Rhythm, int] | None:
    """'mỗi 03 tháng', 'cứ sau 15 ngày', 'cứ sáu tháng một lần'."""
    if tokens.words[k] not in ("mỗi", "cứ"):
        return None
    at = tokens.skip(tokens.skip(k + 1, "mỗi"), "sau")
    counted = counted_at(tokens, at)
    unit = unit_at(tokens, counted[1]) if counted is not None else None
    if counted is None or unit is None or not 1 <= counted[0] <= 60:
        return None
    after = counted[1] + 1
    for once in (("một", "lần"), ("1", "lần"), ("01", "lần")):
        after += 2 * tokens.follow(after, *once)
    return _times(unit, counted[0]), after


def _names_one(tokens: Tokens, k: int) -> bool:
    """Whether the unit at `k` names one period ('quý III/2026', 'tháng 9', 'năm 2026'), not any."""
    following = tokens.words[k + 1]
    quarter = following in ("i", "ii", "iii", "iv") and tokens.words[k] in ("quý", "quí")
    return quarter or following.isdecimal()


def _lengths_at(tokens: Tokens, k: int) -> tuple[Rhythm, int, bool] | None:
    """'6 tháng', '06 tháng/lần', '6 tháng một lần', '01 lần/năm'; True where 'lần' makes it a rhythm for sure."""
    if tokens.words[k] == "nửa" and tokens.words[k + 1] in ("tháng", "năm"):  # 'nửa năm một lần'
        count, after = (6, k + 1) if tokens.words[k + 1] == "năm" else (15, k + 1)
    else:
        counted = counted_at(tokens, k)
        if counted is None or not 1 <= counted[0] <= 60:
            return None
        count, after = counted
    if tokens.words[after] == "lần" and tokens.words[after + 1] in ("/", "trong", "mỗi", "một"):
        at = after + 2
        inner = counted_at(tokens, at) if unit_at(tokens, at) is None else (1, at)
        unit = None if inner is None else unit_at(tokens, inner[1])
        if inner is None or unit is None or _names_one(tokens, inner[1]):
            return None  # 'ít nhất một lần trong quý III/2026' is a period, no rhythm
        return _so_often(_times(unit, inner[0]), count), inner[1] + 1, True
    unit = unit_at(tokens, after)
    if tokens.words[k] == "nửa":
        unit = Rhythm(months=1) if tokens.words[after] == "năm" else Rhythm(days=1)
    if unit is None or (tokens.words[after] == "năm" and tokens.year(after + 1) is not None):
        return None
    if tokens.words[after + 1] in ("đầu", "cuối"):
        return None
    rhythm, after = _times(unit, count), after + 1
    if tokens.follow(after, "/", "lần"):
        return rhythm, after + 2, True
    if (
        tokens.follow(after, "một", "lần")
        or tokens.follow(after, "/", "1", "lần")
        or tokens.follow(after, "/", "01", "lần")
        or tokens.follow(after, "1", "lần")
        or tokens.follow(after, "01", "lần")
    ):
        return rhythm, after + (3 if tokens.words[after] == "/" else 2), True
    return rhythm, after, False


def more_at(tokens: Tokens, k: int) -> FoundRhythm | None:
    """A further rhythm of a list: ', quý', 'và hằng năm', ', 6 tháng'."""
    if tokens.words[k] not in (",", "và", ";"):
        return None
    k = tokens.skip(k + 1, "và")
    every = every_at(tokens, k)
    if every is not None:
        return FoundRhythm(every[0], k, every[1])
    length = _lengths_at(tokens, k)
    if length is not None:
        return FoundRhythm(length[0], k, length[1])
    unit = unit_at(tokens, k)
    if unit is None or tokens.words[k] == "ngày" or tokens.number(k + 1, 4) is not None:
        return None
    if tokens.words[k] in ("quý", "quí") and tokens.words[k + 1] in ("i", "ii", "iii", "iv"):
        return None
    return FoundRhythm(unit, k, k + 1)


def _on_demand_after(tokens: Tokens, k: int) -> int:
    """The token after 'hoặc đột xuất', 'và khi có yêu cầu', or k itself."""
    at = tokens.skip(k, ",")
    at = tokens.skip(at, "hoặc", "và")
    if at == k:
        return k
    for words in (
        ("đột", "xuất"),
        ("khi", "có", "yêu", "cầu"),
        ("theo", "yêu", "cầu"),
        ("khi", "cần", "thiết"),
    ):
        if tokens.follow(at, *words):
            return at + len(words)
    return k


def rhythms_at(tokens: Tokens, k: int) -> list[FoundRhythm]:
    """One rhythm, or those of a list ('định kỳ hằng tháng, quý, 6 tháng và năm'), in order; [] where there is none."""
    start = k
    periodic = tokens.words[k] == "định" and tokens.words[k + 1] in ("kỳ", "kì")
    found: list[FoundRhythm] = []
    if periodic:
        k += 2
        if tokens.words[k] in ("kỳ", "kì"):
            return []
        at = tokens.skip(k, "là", ":", "(", "theo", "vào")
        every = every_at(tokens, at)
        length = _lengths_at(tokens, at) if every is None else None
        unit = unit_at(tokens, at) if every is None and length is None else None
        if every is not None:
            found.append(FoundRhythm(every[0], start, every[1]))
        elif length is not None:
            found.append(FoundRhythm(length[0], start, length[1]))
        elif unit is not None and tokens.number(at + 1, 4) is None and tokens.words[at] != "ngày":
            found.append(FoundRhythm(unit, start, at + 1))
        else:
            found.append(FoundRhythm(Rhythm(), start, k))
    else:
        every = every_at(tokens, k)
        length = _lengths_at(tokens, k) if every is None else None
        if every is not None:
            found.append(FoundRhythm(every[0], start, every[1]))
        elif length is not None and length[2]:
            found.append(FoundRhythm(length[0], start, length[1]))
        else:
            return _with_on_demand(tokens, start, length)
    while found[-1].rhythm != Rhythm() and len(found) < 6:
        more = more_at(tokens, found[-1].next)
        if more is None:
            break
        found.append(more)
    found[-1] = found[-1]._replace(next=_on_demand_after(tokens, found[-1].next))
    return found


def _with_on_demand(tokens: Tokens, k: int, length: tuple[Rhythm, int, bool] | None) -> list[FoundRhythm]:
    """'6 tháng, 01 năm và đột xuất': lengths are rhythms where what is done on demand stands beside them."""
    if length is None:
        return []
    found = [FoundRhythm(length[0], k, length[1])]
    while len(found) < 6 and (more := more_at(tokens, found[-1].next)) is not None:
        found.append(more)
    after = _on_demand_after(tokens, found[-1].next)
    if after == found[-1].next:
        return []
    found[-1] = found[-1]._replace(next=after)
    return found


def tail_at(tokens: Tokens, k: int, month_printed: bool) -> tuple[Rhythm, int, str] | None:
    """The rhythm that follows a day: 'hằng tháng', 'của tháng cuối quý', 'tháng đầu quý sau', 'của tháng'.

    The third value is the `which` of `rule_of`.
    """
    at = tokens.skip(k, "của", "vào", "các", "trong")
    every = every_at(tokens, at)
    if every is not None:
        return every[0], every[1], ""
    if month_printed:
        return None
    numbered = tokens.words[at + 1] == "thứ" and tokens.words[at + 2] in _MONTHS_OF_QUARTER
    if tokens.words[at] == "tháng" and (numbered or tokens.words[at + 1] in ("đầu", "cuối")):
        which = _MONTHS_OF_QUARTER[tokens.words[at + 2]] if numbered else tokens.words[at + 1]
        at = tokens.skip(at + 2 + numbered, "cùng", "tiên")
        at = tokens.skip(at, "của")
        at = tokens.skip(at, "hằng", "hàng", "mỗi", "các")
        if tokens.words[at] in ("quý", "quí"):
            at += 1
            if tokens.words[at] in ("sau", "tiếp", "kế"):
                at = tokens.skip(at + 1, "theo", "tiếp")
            return Rhythm(months=3), at, which
        if tokens.words[at] == "kỳ":  # 'ngày 18 của tháng cuối kỳ báo cáo': as often as the report is
            return Rhythm(), at + (3 if tokens.follow(at + 1, "báo", "cáo") else 1), ""
        return None
    if (
        at > k
        and tokens.words[at] == "tháng"
        and tokens.words[at + 1] not in ("sau", "tiếp", "kế", "này", "tới", "liền")
    ):
        return None if tokens.number(at + 1) is not None else (Rhythm(months=1), at + 1, "")
    return None


_SHORTEST_MONTH = 28


def _in_month(day: int) -> str:
    """The day of a month; in a shorter month the last one that it has."""
    if day <= _SHORTEST_MONTH:
        return f";BYMONTHDAY={day}"
    return f";BYMONTHDAY={','.join(str(each) for each in range(28, day + 1))};BYSETPOS=-1"


def _in_year(points: list[Point]) -> str:
    pairs = [
        (point.month, point.day) for point in points if point.month is not None and point.day is not None
    ]
    months = sorted({month for month, _ in pairs})
    days = sorted({day for _, day in pairs})
    if len(days) == 1:
        return f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY={days[0]}"
    if len(months) == 1:
        return f"FREQ=YEARLY;BYMONTH={months[0]};BYMONTHDAY={','.join(map(str, days))}"
    # days of several months: counted from the end of the year after February, so that leap years do not shift them
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    numbers = [sum(lengths[: month - 1]) + day for month, day in pairs]
    counted = [
        number if month <= 2 else number - 366 for number, (month, _) in zip(numbers, pairs, strict=True)
    ]
    return f"FREQ=YEARLY;BYYEARDAY={','.join(map(str, counted))}"


def rule_of(rhythm: Rhythm, points: list[Point], which: str = "") -> str | None:
    """The RRULE of a rhythm on these days. `which`: 'đầu', 'giữa' or 'cuối', the month of the quarter that the day is in."""
    day = points[0].day if points else None
    if day is None or rhythm.days is not None:
        return rhythm.rrule
    if points[0].month is not None:
        return _in_year(points)
    if rhythm.months == 3 and which:
        return f"FREQ=MONTHLY;BYMONTH={_IN_QUARTER[which]}{_in_month(day)}"
    if rhythm.rrule is None or rhythm.months is None or rhythm.months >= 12:
        return rhythm.rrule
    days = sorted({point.day for point in points if point.day is not None})
    if len(days) > 1 and days[-1] <= _SHORTEST_MONTH:
        return f"{rhythm.rrule};BYMONTHDAY={','.join(map(str, days))}"
    return rhythm.rrule + _in_month(day)
