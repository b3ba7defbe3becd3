"""Days and meetings that come back, told without 'hằng': 'cuối mỗi tháng', 'thứ Hai nào cũng', '03 số/tuần'.

A day of the week with nothing that makes it one day ('vào 8 giờ sáng thứ Hai') comes back every week; with 'tuần đầu tiên
của tháng' behind it, every month.
"""

from dataclasses import replace

from .drafts import Draft
from .points import hours_at, part_of_day_at, weekday_at
from .rhythms import Rhythm, counted_at, every_at, unit_at
from .tokens import Tokens

_EDGES = {"đầu": 1, "cuối": -1}
_ORDINALS = {
    "đầu": 1, "nhất": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tư": 4, "4": 4, "cuối": -1,
}  # fmt: skip
_ALL = frozenset(("các", "mỗi", "mọi", "những", "từng", "cứ"))
_SETTLED = frozenset(("này", "tới", "sau", "qua", "trước", "vừa", "kế"))  # 'thứ Sáu tuần này' is one day
# What is measured, not done: '50 triệu đồng/năm', '3 người/tuần'; anything else is done so often: '02 buổi/tuần', '15 mẫu/tháng'.
_MEASURES = frozenset(
    "đồng triệu tỷ nghìn ngàn vnd usd m km kg tấn tạ yến lít ha người hộ học giờ kwh lần nhà tuần tháng quý năm trong mỗi một".split()
)
_MEETINGS = (
    ("kỳ", "họp"),
    ("phiên", "họp"),
    ("cuộc", "họp"),
    ("buổi", "họp"),
    ("hội", "nghị"),
    ("phiên", "giải"),
)
_REGULAR = (("thường", "lệ"), ("thường", "kỳ"), ("định", "kỳ"))
_NEAR = 8  # words between 'thứ Hai nào' and its 'cũng'


def repeat_at(tokens: Tokens, k: int) -> Draft | None:
    """What comes back from token k on, None where nothing that this module knows does."""
    for read in (_edge_of_each, _week_through, _edge_day, _whichever, _weekdays, _so_many, _at_meetings):
        found = read(tokens, k)
        if found is not None:
            found.relation = found.relation or tokens.words[k]
            return found
    return None


def _edge_of_each(tokens: Tokens, k: int) -> Draft | None:
    """'cuối mỗi tháng', 'vào đầu hằng quý', 'giữa mỗi năm'."""
    at = tokens.skip(k, "vào")
    if tokens.words[at] not in ("đầu", "giữa", "cuối"):
        return None
    every = every_at(tokens, at + 1)
    if every is None:
        return None
    return Draft(k, every[1], rhythm=_on_edge(every[0], _EDGES.get(tokens.words[at])))


def _on_edge(rhythm: Rhythm, day: int | None) -> Rhythm:
    return replace(rhythm, on=f";BYMONTHDAY={day}") if rhythm.months == 1 and day is not None else rhythm


def _of_each(tokens: Tokens, k: int) -> tuple[Rhythm, int] | None:
    """'mỗi tháng', 'của các quý', 'của tháng' where it names none ('của tháng 6/2026' is one)."""
    at = tokens.skip(k, "của", "trong")
    every = every_at(tokens, at)
    if every is not None:
        return every
    plural = tokens.words[at] in ("các", "từng")
    unit = unit_at(tokens, at + plural)
    if unit is None or not (plural or at > k) or tokens.words[at + plural] == "ngày":
        return None
    following = tokens.words[at + plural + 1]
    one = (
        following in _SETTLED
        or following in ("i", "ii", "iii", "iv", "giêng", "chạp", "học")
        or following.isdecimal()
    )
    return None if one else (unit, at + plural + 1)


def _edge_day(tokens: Tokens, k: int) -> Draft | None:
    """'ngày đầu tiên mỗi tháng', 'vào ngày làm việc cuối cùng của quý', 'tuần cuối hằng tháng'."""
    at = tokens.skip(k, "vào")
    if tokens.words[at] not in ("ngày", "tuần"):
        return None
    at += 3 if tokens.follow(at + 1, "làm", "việc") else 1
    day = _EDGES.get(tokens.words[at])
    if day is None:
        return None
    each = _of_each(tokens, tokens.skip(at + 1, "tiên", "cùng"))
    if each is None:
        return None
    plain = tokens.words[tokens.skip(k, "vào")] == "ngày" and tokens.words[at - 1] == "ngày"
    return Draft(k, each[1], rhythm=_on_edge(each[0], day if plain else None))


def _week_through(tokens: Tokens, k: int) -> Draft | None:
    """'các ngày trong tuần, kể cả thứ Bảy', 'tất cả các ngày làm việc'."""
    at = tokens.skip(k, "vào")
    if tokens.words[at] not in ("các", "mọi") or tokens.words[at + 1] != "ngày":
        return None
    at += 2
    working = tokens.follow(at, "làm", "việc")
    at += 2 * working
    if tokens.follow(at, "trong", "tuần") and tokens.words[at + 2] not in _SETTLED:
        at += 2
    elif not working:
        return None
    more = tokens.skip(at, ",", "(")
    if tokens.words[more] in ("kể", "trừ") and more > at:
        more = tokens.skip(tokens.skip(more + 1, "cả", "từ"), "ngày")
        days = _listed(tokens, more)
        at = days[1] if days is not None else at
    return Draft(k, at, rhythm=Rhythm(days=1))


def _whichever(tokens: Tokens, k: int) -> Draft | None:
    """'thứ Hai nào Văn phòng cũng phải …', 'tháng nào cũng'."""
    weekday = weekday_at(tokens, k)
    rhythm, at = (Rhythm(days=7, weekday=weekday[0]), weekday[1]) if weekday else (unit_at(tokens, k), k + 1)
    if rhythm is None or tokens.words[at] != "nào":
        return None
    if "cũng" not in tokens.words[at + 1 : at + 1 + _NEAR]:
        return None
    return Draft(k, at + 1, rhythm=rhythm, timed=weekday is not None)


def _listed(tokens: Tokens, k: int) -> tuple[list[str], int] | None:
    """Days of the week one after the other: 'thứ Hai, thứ Năm', 'thứ 2, 4, 6', 'thứ Bảy và Chủ nhật'."""
    first = weekday_at(tokens, k)
    if first is None:
        return None
    days, at = [first[0]], first[1]
    for _ in range(6):
        if tokens.words[at] not in (",", "và", "-", ";"):
            break
        following = tokens.skip(at + 1, "ngày", "và")
        more = weekday_at(tokens, following)
        if more is None and tokens.words[following].isdecimal() and tokens.words[at - 1].isdecimal():
            more = weekday_of_figure(tokens, following)
        if more is None:
            break
        days.append(more[0])
        at = more[1]
    return days, at


def weekday_of_figure(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """'4' behind 'thứ 2,' is a Wednesday; '4/5' would be a day of a month."""
    named = {"2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}.get(tokens.words[k])
    return (
        None
        if named is None or (tokens.words[k + 1] in ("/", ".") and tokens.touches(k + 1))
        else (named, k + 1)
    )


def _weekdays(tokens: Tokens, k: int) -> Draft | None:
    """'vào 8 giờ sáng thứ Hai', 'các chiều thứ Năm', 'Chủ nhật tuần đầu tiên của tháng', 'thứ 2 và thứ 5 hằng tuần'."""
    led = tokens.words[k] == "vào"
    at = tokens.skip(k, "vào", "trước")  # 'trước 15 giờ các ngày thứ Ba, thứ Sáu'
    hours = hours_at(tokens, at)
    at = tokens.skip(hours[1], ",") if hours is not None else at
    every = tokens.words[at] in _ALL
    at = part_of_day_at(tokens, tokens.skip(at, *_ALL))
    at = tokens.skip(at, "ngày")
    days = _listed(tokens, at)
    if days is None:
        return None
    named, at = days
    rhythm = Rhythm(days=7, weekday=",".join(named))
    time = hours[0] if hours is not None else None
    if tokens.words[at] in (",", "(") and tokens.words[at + 1] in ("ngày", *map(str, range(1, 32))):
        return None  # 'thứ Hai, 20/4/2026', 'thứ Hai (ngày 20/4)'
    if tokens.words[at] == "ngày" or tokens.words[at].isdecimal():
        return None
    nth = _of_month(tokens, at)
    if nth is not None:
        number, each, after = nth
        on = ";BYDAY=" + ",".join(f"{number:+d}{day}" for day in named) if each.months == 1 else ""
        return Draft(k, after, rhythm=replace(each, on=on), time=time, timed=True)
    of_each = _of_each(tokens, at)
    if of_each is not None and of_each[0].days == 7:
        return Draft(k, of_each[1], rhythm=rhythm, time=time, timed=True)
    if tokens.follow(at, "trong", "tuần") and tokens.words[at + 2] not in _SETTLED:
        return Draft(k, at + 2, rhythm=rhythm, time=time, timed=True)
    if tokens.words[at] in ("tuần", "tháng") or tokens.words[at] in _SETTLED:
        return None
    if tokens.words[k] == "trước" and not every:
        return None
    if every or len(named) > 1 or (hours is not None and led):
        return Draft(k, at, rhythm=rhythm, time=time, timed=True)
    return None


def _of_month(tokens: Tokens, k: int) -> tuple[int, Rhythm, int] | None:
    """'tuần đầu tiên của tháng', 'tuần thứ hai hằng tháng', 'cuối cùng của quý' behind a day of the week."""
    at = tokens.skip(tokens.skip(k, "của"), "tuần")
    at = tokens.skip(at, "thứ")
    number = _ORDINALS.get(tokens.words[at])
    if number is None:
        return None
    at = tokens.skip(at + 1, "tiên", "cùng")
    each = _of_each(tokens, at) or (
        (Rhythm(months=1), at + 1)
        if tokens.words[at] == "tháng"
        and not tokens.words[at + 1].isdecimal()
        and tokens.words[at + 1] not in _SETTLED
        else None
    )
    return None if each is None or each[0].months is None else (number, each[0], each[1])


def _so_many(tokens: Tokens, k: int) -> Draft | None:
    """'03 số/tuần', '02 ngày trong một tháng', '01 buổi mỗi tuần': as often as the length says."""
    counted = counted_at(tokens, k)
    if counted is None or not tokens.words[counted[1]].isalpha() or tokens.words[counted[1]] in _MEASURES:
        return None
    at = counted[1] + 1
    if tokens.words[at].isalpha() and tokens.words[at] not in ("trong", "mỗi", "một"):
        at += 1  # 'hội nghị', 'chuyên mục'
    sign = tokens.words[at]
    if sign == "/":
        inner = tokens.skip(at + 1, "1", "01")
    elif sign == "trong" and tokens.words[at + 1] in ("một", "mỗi", "1", "01"):
        inner = at + 2
    else:
        return None
    unit = unit_at(tokens, inner)
    if unit is None or tokens.words[inner + 1].isdecimal():
        return None
    return Draft(k, inner + 1, rhythm=unit)


def _at_meetings(tokens: Tokens, k: int) -> Draft | None:
    """'tại các kỳ họp thường lệ', 'tại mỗi phiên họp thường kỳ'."""
    if tokens.words[k] != "tại" or tokens.words[k + 1] not in _ALL:
        return None
    if not any(tokens.follow(k + 2, *meeting) for meeting in _MEETINGS):
        return None
    for words in _REGULAR:
        if tokens.follow(k + 4, *words):
            return Draft(k, k + 6, relation="tại", rhythm=Rhythm())
    return None
