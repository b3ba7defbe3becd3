"""What one expression says for another: a rhythm for the day after it, a kind of report for its day.

'trước ngày 10/6 và trước ngày 10/12 hằng năm', 'Hằng quý … trước ngày 15 tháng cuối quý', 'báo cáo tháng (trước ngày 20)'.
"""

from .drafts import Draft
from .periods import Period
from .points import Point, part_of_day_at, weekday_at
from .rhythms import Rhythm
from .tokens import BREAK, Tokens

_MONTHS_OF_REPORT = {"tháng": 1, "quý": 3, "quí": 3, "năm": 12}
_FAR = 40  # words between a rhythm and the day that it is kept on
# 'báo cáo 6 tháng trước ngày 10/6, báo cáo cả năm trước ngày 10/12 hằng năm'
_BETWEEN_REPORTS = frozenset(", ; và báo cáo cả một 01 năm quý tháng 6 9 đối với ( ) đầu cuối gửi".split())
_SENT = frozenset(
    ("(", ":", ",", "gửi", "là", "nộp", "xong", "định", "kỳ", "và", ";", "hoàn", "thành", "trình")
)


def share_rhythm(tokens: Tokens, before: Draft, after: Draft) -> None:
    """'trước ngày 10/6 và trước ngày 10/12 hằng năm': the rhythm is both days'."""
    between = tokens.words[before.next : after.first]
    if before.rhythm is not None and before.cores and after.rhythm is None and after.cores:
        undated = all(isinstance(core, Point) and core.year is None for core in after.cores)
        if undated and between in (["và"], [","]) and after.anchor is None and after.role == "by":
            after.rhythm, after.which = before.rhythm, before.which
        return
    if before.rhythm is not None or not before.cores or before.anchor is not None or after.rhythm is None:
        return
    if len(between) > 8 or not set(between) <= _BETWEEN_REPORTS or not after.cores or not between:
        return
    if all(isinstance(core, Point) and core.year is None for core in before.cores):
        before.rhythm, before.which = after.rhythm, after.which


def take_rhythm_of_report(tokens: Tokens, draft: Draft, found: list[Draft]) -> None:
    """'báo cáo tháng (trước ngày 20)', 'báo cáo 6 tháng trước ngày 15/6, năm trước ngày 15/12': the report comes back.

    The kind of report stands right before the day, behind 'báo cáo' or behind another such day; a day with its year
    is a date all the same.
    """
    if draft.rhythm is not None or draft.anchor is not None or draft.role != "by" or not draft.cores:
        return
    if not all(
        isinstance(core, Point) and core.day and core.year is None and not core.lunar for core in draft.cores
    ):
        return
    rhythm = _report_before(tokens, draft, found) or _report_behind(tokens, draft)
    if rhythm is None:
        return
    dated = any(isinstance(core, Point) and core.month is not None for core in draft.cores)
    draft.rhythm = Rhythm(months=12) if dated else rhythm


def _report_before(tokens: Tokens, draft: Draft, found: list[Draft]) -> Rhythm | None:
    """'báo cáo tháng (trước …', 'báo cáo 6 tháng đầu năm: trước …', 'và năm (trước …' behind another report's day."""
    k = draft.first - 1
    while k > 0 and tokens.words[k] in _SENT:
        k -= 1
    if k > 2 and tokens.words[k] == "năm" and tokens.words[k - 1] in ("đầu", "cuối"):
        k -= 2  # 'báo cáo 6 tháng đầu năm'
    if k < 1 or tokens.words[k] not in _MONTHS_OF_REPORT:
        return None
    rhythm = Rhythm(months=_MONTHS_OF_REPORT[tokens.words[k]])
    counted = tokens.number(k - 1) or {"sáu": 6, "chín": 9, "một": 1}.get(tokens.words[k - 1])
    if counted is not None:
        if (counted, tokens.words[k]) not in ((6, "tháng"), (9, "tháng"), (1, "năm")):
            return None
        rhythm = Rhythm(months=12)
        k -= 1
    k -= 1
    while k > 0 and tokens.words[k] in ("định", "kỳ", "công", "tác", "(", "và", ",", ";", ")"):
        k -= 1
    last = found[-1] if found else None
    after_another = last is not None and last.rhythm is not None and bool(last.cores) and k < last.next
    return rhythm if tokens.words[k] == "cáo" or after_another else None


def _report_behind(tokens: Tokens, draft: Draft) -> Rhythm | None:
    """'trước ngày 15/6 (đối với báo cáo 6 tháng)'."""
    if tokens.words[draft.next] != "(":
        return None
    k = draft.next + 1
    k += 2 if tokens.follow(k, "đối", "với") else 0
    if not tokens.follow(k, "báo", "cáo"):
        return None
    k += 4 if tokens.follow(k + 2, "định", "kỳ") else 2
    k += tokens.number(k) is not None
    months = _MONTHS_OF_REPORT.get(tokens.words[k])
    return None if months is None else Rhythm(months=months)


def join_rhythm(tokens: Tokens, found: list[Draft]) -> None:
    """'Hằng quý, các đơn vị báo cáo … trước ngày 15 tháng cuối quý': the day says more than the rhythm before it.

    A day without a year takes the rhythm ('Hằng tháng … trước ngày 25'), unless a sentence or a clause ends between.
    """
    before, after = found[-2], found[-1]
    if before.rhythm is None or before.cores or before.time is not None or before.rhythm.weekday is not None:
        return
    if after.first - before.next > _FAR:
        return
    if after.rhythm is not None and after.first == before.next and before.rhythm.recurrence == "unspecified":
        after.first = before.first  # 'Định kỳ thứ Sáu hằng tuần'
        found.pop(-2)
        return
    between = tokens.words[before.next : after.first]
    if any(word in (";", BREAK, "|") for word in between) or _sentence_ends(tokens, before.next, after.first):
        return
    if before.rhythm.days == 7 and after.rhythm is None and after.anchor is not None:
        weekday = weekday_at(tokens, part_of_day_at(tokens, after.anchor[0]))
        if weekday is not None:  # 'Hằng tuần tổng hợp, báo cáo vào chiều thứ Sáu'
            after.rhythm, after.anchor = Rhythm(days=7, weekday=weekday[0]), None
            found.pop(-2)
        return
    if after.role != "by" or not after.cores:
        return
    if after.rhythm is None:
        dated = any(
            isinstance(core, Period) or core.month is not None or core.year is not None
            for core in after.cores
        )
        if (
            after.anchor is not None
            or before.rhythm.months is None
            or (dated and before.rhythm.months not in (6, 12))
        ):
            return
        if any(isinstance(core, Period) or core.year is not None or core.lunar for core in after.cores):
            return
        after.rhythm = Rhythm(months=12) if dated else before.rhythm
    elif after.rhythm.recurrence != before.rhythm.recurrence:
        return
    found.pop(-2)


def _sentence_ends(tokens: Tokens, first: int, after: int) -> bool:
    return any(tokens.words[k] == "." and not tokens.touches(k + 1) for k in range(first, after))
