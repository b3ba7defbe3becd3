"""The scanner: puts relation, hour, day or period, range and rhythm together."""

from itertools import pairwise
from typing import NamedTuple

from .drafts import Draft, Role
from .durations import clause_end, duration_at
from .joins import join_rhythm, share_rhythm, take_rhythm_of_report
from .periods import Core, Period, apart_at, bare_years_at, last_printed_year, period_at, with_year
from .points import Found, Point, hour_at, hours_at, part_of_day_at, points_at, weekday_at
from .repeats import repeat_at
from .rhythms import Rhythm, more_at, rhythms_at, tail_at
from .tokens import BREAK, Tokens

_SENTENCE_ENDS = frozenset((",", ";", ".", ")", "|", BREAK, ""))

_RELATIONS: tuple[tuple[tuple[str, ...], Role], ...] = (
    (("chậm", "nhất"), "by"), (("muộn", "nhất"), "by"), (("trễ", "nhất"), "by"),
    (("không", "muộn", "hơn"), "by"), (("không", "chậm", "hơn"), "by"), (("không", "quá"), "by"),
    (("hạn", "chót"), "by"), (("hạn", "cuối", "cùng"), "by"), (("hạn", "cuối"), "by"), (("thời", "hạn"), "by"),
    (("trước",), "by"), (("đến",), "by"), (("tới",), "by"), (("hết",), "by"),
    (("kể", "từ", "nay"), "by"), (("từ", "nay"), "by"), (("kể", "từ"), "from"), (("bắt", "đầu", "từ"), "from"), (("tính", "từ"), "from"), (("từ", "sau"), "after"),
    (("từ",), "from"), (("sau",), "after"), (("trong",), "within"), (("vào", "lúc"), "at"), (("vào",), "at"),
    (("lúc",), "at"),
)  # fmt: skip
_FIRST_OF_RELATION = {
    words[0]: [entry for entry in _RELATIONS if entry[0][0] == words[0]] for words, _ in _RELATIONS
}
_PRIORITY: tuple[Role, ...] = ("by", "from", "after", "within", "at")
_MEETINGS = (
    ("cuộc", "họp"), ("phiên", "họp"), ("kỳ", "họp"), ("hội", "nghị"), ("buổi", "họp"), ("giao", "ban"),
    ("buổi", "giao"),
)  # fmt: skip
_NEXT_ONE = (
    ("tiếp", "theo"), ("kế", "tiếp"), ("gần", "nhất"), ("sắp", "tới"), ("cuối", "năm"), ("giữa", "năm"), ("đầu", "năm"),
    *((unit, which) for unit in ("tuần", "tháng", "quý", "quí", "năm") for which in ("sau", "tới", "này")),
)  # fmt: skip
_UNITS = ("ngày", "tuần", "tháng", "quý", "quí", "năm")
_COMING = ("này", "tới", "nay", "sau")
# what comes back every year without a day of its own in this calendar
_SEASONS = (
    ("tết", "nguyên", "đán"), ("tết", "trung", "thu"), ("tết",), ("năm", "học", "mới"), ("khai", "giảng"),
    ("ngày", "khai", "giảng"), ("lễ", "khai", "giảng"), ("mùa", "mưa", "bão"), ("mùa", "mưa", ",", "bão"),
    ("mùa", "mưa", "lũ"), ("mùa", "mưa", ",", "lũ"), ("mùa", "mưa"), ("mùa", "bão"), ("mùa", "khô"),
)  # fmt: skip
_STARTS = frozenset(_FIRST_OF_RELATION) | frozenset(
    "rằm ngày tuần tháng năm quý quí các cả giai nhiệm thời nửa đầu giữa cuối mùng mồng thứ chủ sáng trưa chiều tối đêm buổi"
    " định hằng hàng mỗi một hai ba bốn sáu chín mười tại thường ít tối cứ mọi".split()
)


class _Relation(NamedTuple):
    role: Role
    words: str
    strict: bool
    next: int


def _relation_at(tokens: Tokens, k: int) -> _Relation | None:
    """'trước', 'chậm nhất là đến hết', 'từ', 'trong'…: the role of the strongest of the words, and all of them."""
    start = k
    roles: set[Role] = set()
    strict = False
    for _ in range(4):
        entry = next(
            (each for each in _FIRST_OF_RELATION.get(tokens.words[k], ()) if tokens.follow(k, *each[0])), None
        )
        if entry is None:
            break
        roles.add(entry[1])
        strict = strict or entry[0] == ("trước",)
        k += len(entry[0])
        k = tokens.skip(k, "là", ":", "khoảng")
        if tokens.follow(k, "thời", "điểm"):
            k += 2
    if not roles:
        return None
    role = next(role for role in _PRIORITY if role in roles)
    words = " ".join(word for word in tokens.words[start:k] if word != ":")
    return _Relation(role, words, strict, k)


def _core_at(tokens: Tokens, k: int) -> Draft | None:
    """A day, a list of days or a period from token k on."""
    found = points_at(tokens, k)
    if found:
        first, last = found[0], found[-1]
        starts = [k] + [_start_of(tokens, each, before) for before, each in pairwise(found)]
        return Draft(
            k,
            last.next,
            cores=[each.point for each in found],
            places=[(start, each.next) for start, each in zip(starts, found, strict=True)],
            ranged=len(found) > 1,
            timed=first.part_of_day,
        )
    period = period_at(tokens, k)
    if period is None:
        return None
    apart = apart_at(tokens, k) if period[0].ranged else []
    if apart and apart[-1][2] == period[1]:
        return Draft(
            k,
            period[1],
            cores=[each[0] for each in apart],
            places=[(each[1], each[2]) for each in apart],
            listed=True,
        )
    return Draft(k, period[1], cores=[period[0]], places=[(k, period[1])], ranged=period[0].ranged)


def _start_of(tokens: Tokens, found: Found, before: Found) -> int:
    at = before.next
    while tokens.words[at] in (",", "và", ";", "-", "&") and at < found.next:
        at += 1
    return at


def _stands_alone(tokens: Tokens, draft: Draft) -> bool:
    """Whether only signs stand around it: a bare '20/4' is a day in a cell, a fraction in a sentence."""
    before = tokens.words[draft.first - 1] if draft.first else ""
    return before in ("", "(", "|", BREAK, ":", ";") and tokens.words[draft.next] in (
        "",
        ")",
        "|",
        BREAK,
        ";",
        ".",
        ",",
    )


def _may_begin(tokens: Tokens, k: int) -> bool:
    """Whether the number at k is the beginning of something, not the middle of a symbol."""
    if k == 0:
        return True
    before = tokens.words[k - 1]
    if before == "số":
        return False
    if not tokens.touches(k):
        return True
    if before == "-":
        return k < 2 or not tokens.words[k - 2].isalpha() or not tokens.touches(k - 1)
    return before not in ("/", ".", ",") and not before.isalnum()


def _bare_holds(tokens: Tokens, draft: Draft) -> bool:
    """Whether a day or period without a relation is one at all."""
    core = draft.cores[-1]
    if isinstance(core, Period):
        return True
    marked = not tokens.words[draft.first].isdecimal()
    if not marked and not _may_begin(tokens, draft.first):
        return False
    if core.day is None or core.year is not None:
        return True
    if core.month is None:
        return False
    if marked or draft.time is not None or tokens.words[draft.first + 1] == "tháng":
        return True
    return (core.day, core.month) != (24, 7) and _stands_alone(tokens, draft)


def _extend_range(tokens: Tokens, draft: Draft) -> None:
    """'… đến ngày 31/3/2026', '- 01/5/2026', 'đến khi kết thúc', 'đến nay'."""
    at = draft.next
    if draft.ranged or tokens.words[at] not in ("đến", "tới", "-"):
        return
    if draft.role == "from" and tokens.words[at + 1] in ("khi", "lúc", "nay"):
        draft.open_ended = True
        if tokens.words[at + 1] == "nay":
            draft.relation, draft.next = f"{draft.relation} đến nay", at + 2
        else:
            draft.next = clause_end(tokens, at)
        return
    begin = at + 1
    for _ in range(3):
        begin = tokens.skip(begin, "hết", "trước", "cuối" if tokens.words[begin + 1] == "ngày" else "hết")
    hours = hours_at(tokens, begin)
    other = _core_at(tokens, tokens.skip(hours[1], ",") if hours else begin)
    if other is None:
        return
    first, last = draft.cores[0], other.cores[-1]
    if isinstance(first, Point) and isinstance(last, Point) and first.month is None:
        first = Point(first.day, last.month, last.year)
    if isinstance(last, Period) and isinstance(first, Point) and first.month is None:
        return
    if isinstance(last, Point) and last.month is None and isinstance(first, Period):
        return
    year = last_printed_year(last)
    if year is not None and _month(first) is not None and (_month(first) or 0) > (_month(last) or 12):
        year -= 1
    draft.cores = [with_year(first, year), last]
    draft.places = [(draft.first, other.next)]
    draft.next = other.next
    draft.ranged = True
    draft.time = hours[0] if hours else draft.time


def _month(core: Core) -> int | None:
    return core.month if isinstance(core, Point) else core.last_month


def _extend_tail(tokens: Tokens, draft: Draft) -> None:
    """The rhythm, the year after or the hour that follows a day: 'hằng tháng', 'năm sau năm quyết toán', ', 17h00'."""
    core = draft.cores[-1]
    at = draft.next
    hour_from = tokens.skip(at, ",", "(")
    hour_from = tokens.skip(hour_from, "trước", "vào")
    hour_from = tokens.skip(hour_from, "lúc")
    hours = hours_at(tokens, hour_from) if draft.time is None and isinstance(core, Point) else None
    if hours is not None and tokens.words[hours[1]] != "ngày":
        draft.time, draft.timed = hours[0], True
        closes = tokens.words[at] == "(" and tokens.words[hours[1]] == ")"
        draft.next = at = hours[1] + closes
    if last_printed_year(core) is not None:
        return
    month_printed = isinstance(core, Period) or core.month is not None
    tail = tail_at(tokens, at, month_printed)
    if tail is not None and not (month_printed and tail[0].months not in (3, 12)):
        draft.rhythm, draft.next, draft.which = tail
        return
    begin = tokens.skip(at, "của", ",")
    unit = tokens.words[begin]
    if unit == ("năm" if month_printed else "tháng") and tokens.words[begin + 1] in (
        "sau",
        "kế",
        "liền",
        "tiếp",
    ):
        after = tokens.skip(begin + 2, "tiếp", "kế", "sau", "theo", "liền")
        after = tokens.skip(after, "kề", "sau", "tiếp")
        anchor = begin
        if (
            tokens.words[after] == unit
            and tokens.words[after + 1].isalpha()
            and tokens.words[after + 2].isalpha()
        ):
            anchor, after = after, after + 3
        draft.anchor, draft.next = (anchor, after), after


def _timed_at(tokens: Tokens, k: int, relation: _Relation | None) -> Draft | None:
    """Relation, hour and day; or an hour with a weekday, a daily rhythm or 'hôm nay' where a day would stand."""
    hours = hours_at(tokens, k)
    at = k if hours is None else tokens.skip(tokens.skip(hours[1], ",", "("), "của")
    draft = _core_at(tokens, at)
    if draft is None:
        draft = _weekday_draft(tokens, at, relation is not None or hours is not None)
    if draft is None and hours is not None:
        draft = _daily_draft(tokens, at)
    if draft is None and relation is not None:
        draft = _relative_draft(tokens, at)
    if draft is None:
        return None
    if hours is not None:
        draft.time, draft.timed = hours[0], True
    draft.first = k
    return draft


def _weekday_draft(tokens: Tokens, k: int, led: bool) -> Draft | None:
    """'chiều thứ Sáu hằng tuần', 'thứ Sáu tuần này'."""
    weekday = weekday_at(tokens, part_of_day_at(tokens, k))
    if weekday is None:
        return None
    at = weekday[1]
    tail = rhythms_at(tokens, tokens.skip(at, "của"))
    if tail and tail[0].rhythm == Rhythm(days=7):
        return Draft(k, tail[0].next, rhythm=Rhythm(days=7, weekday=weekday[0]), timed=True)
    if tokens.words[at] == "tuần" and tokens.words[at + 1] in ("này", "tới", "sau"):
        day = _core_at(tokens, at + 3) if tokens.words[at + 2] == "(" else None
        if day is not None and tokens.words[day.next] == ")":  # 'thứ Sáu tuần này (17/7)'
            return Draft(k, day.next + 1, cores=day.cores, places=[(k, day.next + 1)], timed=True)
        return Draft(k, at + 2, anchor=(k, at + 2), timed=True)
    return Draft(k, at, anchor=(k, at), timed=True) if led else None


def _daily_draft(tokens: Tokens, k: int) -> Draft | None:
    found = rhythms_at(tokens, k)
    if found:
        return Draft(k, found[0].next, rhythm=found[0].rhythm)
    if (tokens.words[k], tokens.words[k + 1]) in (("hôm", "nay"), ("cùng", "ngày"), ("ngày", "mai")):
        return Draft(k, k + 2, anchor=(k, k + 2))
    return None


def _relative_draft(tokens: Tokens, k: int) -> Draft | None:
    """'tuần này', 'cuối tháng tới', 'trong quý', 'cuối quý': named from the day of the document, not computed."""
    at = tokens.skip(k, "đầu", "giữa", "cuối")
    if tokens.words[at] not in _UNITS:
        return None
    if tokens.words[at + 1] in _COMING and (at > k or tokens.words[at] != "ngày"):
        return Draft(k, at + 2, anchor=(k, at + 2))
    ends = tokens.words[at + 1] in _SENTENCE_ENDS
    if ends and (at > k or (tokens.words[k - 1] == "trong" and tokens.words[at] != "năm")):
        return Draft(k, at + 1, anchor=(k, at + 1))
    return None


def _season_at(tokens: Tokens, k: int) -> Draft | None:
    """'trước Tết Nguyên đán Bính Ngọ 2026', 'trước mùa mưa bão': an event, not computed."""
    if tokens.words[k] != "trước":
        return None
    first = tokens.skip(tokens.skip(k + 1, "dịp", "thềm"), "cổ" if tokens.follow(k + 2, "truyền") else "dịp")
    season = next((words for words in _SEASONS if tokens.follow(first, *words)), None)
    if season is None:
        return None
    after = first + len(season)
    for _ in range(2):  # 'Bính Ngọ'
        named = tokens.words[after].isalpha() and tokens.text[tokens.starts[after]].isupper()
        after += named and season[0] == "tết"
    year = tokens.skip(after, "năm")
    after = year + 1 if tokens.year(year) is not None else after
    if (
        tokens.words[after] == "-"
        and tokens.year(after - 1) is not None
        and tokens.year(after + 1) is not None
    ):
        after += 2  # 'năm học mới 2026 - 2027'
    return Draft(k, after, relation="trước", anchor=(first, after))


def _dated_at(tokens: Tokens, k: int) -> Draft | None:
    """A relation with its day or period, or one that stands bare."""
    relation = _relation_at(tokens, k)
    draft = _timed_at(tokens, relation.next if relation else k, relation)
    if draft is None:
        return _bare_years(tokens, k)
    if relation is not None:
        draft.role, draft.relation, draft.strict = relation.role, relation.words, relation.strict
        draft.first = k
        hour = hour_at(tokens, relation.next) if relation.role == "from" else None
        if hour is not None and tokens.words[hour[1]] in ("-", "đến"):
            draft.role = "at"  # from one hour to another of the same day
        if draft.places:
            draft.places[0] = (k, draft.places[0][1])
    if draft.cores and isinstance(draft.cores[0], Period) and draft.cores[0].unit == "stage":
        draft.relation = "giai đoạn"
    if not draft.cores:
        return draft
    if relation is not None and tokens.words[relation.next].isdecimal() and not _led_holds(tokens, draft):
        return None
    _extend_range(tokens, draft)
    _extend_tail(tokens, draft)
    if relation is None and draft.rhythm is None and draft.anchor is None and not _bare_holds(tokens, draft):
        return None
    return draft


def _bare_years(tokens: Tokens, k: int) -> Draft | None:
    years = bare_years_at(tokens, k)
    if years is None:
        return None
    draft = Draft(k, years[1], cores=[years[0]], places=[(k, years[1])], ranged=years[0].ranged)
    return draft if _stands_alone(tokens, draft) else None


def _led_holds(tokens: Tokens, draft: Draft) -> bool:
    """Whether a number after a relation is a day: 'trước 30/4' is, 'trong 1/2 số hộ' and 'từ 5/7 đơn vị' are not."""
    core = draft.cores[-1]
    if draft.role in ("by", "from", "at") or draft.time is not None or not isinstance(core, Point):
        return core.year is not None or not tokens.words[draft.next].isalpha() or tokens.words[draft.next] in (
            "đến", "tới", "và", "hằng", "hàng", "của", "năm", "báo", "để", "theo", "gửi", "phải", "về", "thông", "qua",
            "không", "tối", "ít", "đạt", "hoàn", "đánh",
        )  # fmt: skip
    return core.year is not None


def _rhythm_drafts(tokens: Tokens, k: int) -> list[Draft]:
    """Rhythms, the last one with the day that follows it: 'hằng tháng, trước ngày 25', 'hằng quý (trước ngày 20…)'."""
    drafts = [Draft(each.start, each.next, rhythm=each.rhythm) for each in rhythms_at(tokens, k)]
    # 'định kỳ 6 tháng (trước ngày 15/6), một năm (trước ngày 15/12)' has a day for each
    for _ in range(4):
        if not drafts or not _take_day(tokens, drafts):
            break
        # the next one of a list whose members have a day each
        more = more_at(tokens, drafts[-1].next)
        if more is None:
            break
        drafts.append(Draft(more.start, more.next, rhythm=more.rhythm))
    return drafts


def _take_day(tokens: Tokens, drafts: list[Draft]) -> bool:
    """Give the last rhythm the day or the hour that follows it; True where that stands in brackets."""
    last = drafts[-1]
    opening = tokens.words[last.next] == "("
    at = tokens.skip(last.next, ",", "(")
    if last.rhythm is not None and last.rhythm.days == 7:
        return _take_weekday(tokens, last, at, opening=opening)
    if last.rhythm == Rhythm(days=1):
        hours = hours_at(tokens, tokens.skip(at, "trước", "lúc", "vào"))
        if hours is not None and tokens.words[hours[1]] not in ("ngày", "thứ"):
            last.time, last.timed = hours[0], True
            last.next = hours[1] + (opening and tokens.words[hours[1]] == ")")
        return False
    day = _dated_at(tokens, tokens.skip(at, "vào")) or (_bare_day(tokens, at) if opening else None)
    if day is None or not day.cores or day.role in ("from", "after") or day.anchor is not None:
        return False
    if any(last_printed_year(core) is not None for core in day.cores):
        return False
    if day.role == "bare" and at == last.next and isinstance(day.cores[0], Period):
        return False
    whole = day.rhythm
    if whole is None:
        core = day.cores[0]
        dated = isinstance(core, Period) or core.month is not None
        whole = Rhythm(months=12) if dated else last.rhythm
        if whole == Rhythm():
            whole = Rhythm(months=1)
    day.first, day.rhythm = last.first, whole
    closes = opening and tokens.words[day.next] == ")"
    day.next += closes
    drafts[-1] = day
    return closes


def _bare_day(tokens: Tokens, k: int) -> Draft | None:
    """'ngày 20' in a bracket behind a rhythm."""
    return _core_at(tokens, k) if tokens.words[tokens.skip(k, "vào")] == "ngày" else None


def _take_weekday(tokens: Tokens, last: Draft, at: int, *, opening: bool) -> bool:
    """'hằng tuần (vào thứ Hai)', 'hằng tuần, trước 16h thứ Năm', 'hằng tuần vào sáng ngày thứ Sáu'."""
    relation = _relation_at(tokens, at)
    begin = relation.next if relation is not None else at
    hours = hours_at(tokens, begin)
    begin = tokens.skip(hours[1], ",") if hours is not None else begin
    weekday = weekday_at(tokens, tokens.skip(part_of_day_at(tokens, begin), "ngày"))
    if weekday is None:
        return False
    last.rhythm = Rhythm(days=7, weekday=weekday[0])
    last.next = weekday[1] + (opening and tokens.words[weekday[1]] == ")")
    last.time, last.timed = hours[0] if hours is not None else None, True
    last.relation = relation.words if relation is not None else None
    return False


def _next_meeting_at(tokens: Tokens, k: int) -> Draft | None:
    """'tại phiên họp thường kỳ kế tiếp', 'trong phiên họp gần nhất', 'tại kỳ họp cuối năm 2026'."""
    if tokens.words[k] not in ("tại", "trong", "trước"):
        return None
    if not any(tokens.follow(k + 1, *meeting) for meeting in _MEETINGS):
        return None
    for at in range(k + 3, min(k + 11, clause_end(tokens, k + 3) - 1)):
        if any(tokens.follow(at, *words) for words in _NEXT_ONE):
            end = at + 2 + (tokens.year(at + 2) is not None)
            return Draft(k, end, relation=tokens.words[k], anchor=(k + 1, end))
        if tokens.words[at] in ("tuần", "tháng", "quý") and tokens.number(at + 1) is not None:
            return Draft(
                k, at + 2, relation=tokens.words[k], anchor=(k + 1, at + 2)
            )  # 'tại giao ban tuần 29'
    return None


def _drafts_at(tokens: Tokens, k: int) -> list[Draft]:
    drafts = _rhythm_drafts(tokens, k)
    if drafts:
        return drafts
    again = repeat_at(tokens, k)
    if again is not None:
        return [again]
    if tokens.follow(k, "thường", "xuyên"):
        return [Draft(k, k + 2, rhythm=Rhythm(), relation="thường xuyên")]
    dated = _dated_at(tokens, k)
    if dated is not None:
        return [dated]
    term = duration_at(tokens, k)
    if term is not None:
        return [Draft(k, term.next, relation=" ".join(term.leads) or None, term=term, anchor=term.anchor)]
    season = _season_at(tokens, k)
    if season is not None:
        return [season]
    meeting = _next_meeting_at(tokens, k)
    return [] if meeting is None else [meeting]


def drafts_of(tokens: Tokens) -> list[Draft]:
    """Every expression of the text in order; none overlaps another."""
    found: list[Draft] = []
    k = 0
    while tokens.words[k] != "":
        word = tokens.words[k]
        drafts = _drafts_at(tokens, k) if word in _STARTS or word[0].isdecimal() else []
        if not drafts:
            k += 1
            continue
        if found:
            share_rhythm(tokens, found[-1], drafts[0])
        take_rhythm_of_report(tokens, drafts[0], found)
        found.extend(drafts)
        k = drafts[-1].next
        if len(found) > 1:
            join_rhythm(tokens, found)
        if drafts[-1].rhythm is not None and drafts[-1].cores and tokens.words[k] == "định":
            again = rhythms_at(tokens, k)  # 'trước ngày 10/6 hằng năm định kỳ 6 tháng' says one rhythm twice
            if again:
                drafts[-1].next = k = again[-1].next
    return found
