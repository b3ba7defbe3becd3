"""Lengths of time with what they are counted from: 'trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản'."""

from typing import NamedTuple

from .expression import Duration, Unit
from .rhythms import counted_at
from .tokens import BREAK, Tokens

_LEADS: tuple[tuple[str, ...], ...] = (
    ("trong", "vòng"), ("trong", "thời", "hạn"), ("trong", "thời", "gian"), ("trong", "khoảng"), ("trong",),
    ("thời", "hạn"), ("thời", "gian"), ("chậm", "nhất"), ("muộn", "nhất"), ("ít", "nhất"), ("tối", "thiểu"),
    ("không", "quá"), ("tối", "đa"), ("trước",), ("sau",),
)  # fmt: skip
_FIRST_OF_LEAD = frozenset(words[0] for words in _LEADS)
_FILLERS = ("là", "khoảng", ":")
_UNITS: dict[str, Unit] = {
    "giờ": "hour", "ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "quí": "quarter", "năm": "year",
}  # fmt: skip
# a length that tells of the past, of an age or of a part of a year binds nobody
_NOT_A_TERM = frozenset(
    ("qua", "gần", "nay", "tuổi", "đầu", "cuối", "học", "tới", "liên", "trở", "đó", "thứ", "lại")
)
_STOPS = frozenset((",", ";", ":", "(", ")", "|", BREAK, ""))
_AROUND = frozenset(("khi", "ngày", "thời", "kỳ", "đợt", "hội", "cuộc", "phiên", "buổi", "kết"))
_EVENT_STARTS = frozenset(("ngày", "khi", "phiên", "kỳ", "cuộc", "hội", "thời"))
_WITHIN = frozenset(("trong", "trong vòng", "trong thời hạn", "chậm nhất", "muộn nhất", "không quá"))
_NO_EVENT = frozenset(("đây", "này", "đó", "cùng", "nhất", "tới", "nữa", "khoảng"))
_LONGEST_CLAUSE = 25
_ISSUED = (
    ("được", "ban", "hành"), ("được", "ký", "ban", "hành"), ("được", "phê", "duyệt"), ("được", "ký"), ("ban", "hành"),
    ("có", "hiệu", "lực", "thi", "hành"), ("có", "hiệu", "lực"),
)  # fmt: skip


class FoundDuration(NamedTuple):
    """`leads`: the words before the number. `anchor`: the tokens of what it is counted from, None where not printed."""

    duration: Duration
    leads: tuple[str, ...]
    anchor: tuple[int, int] | None
    next: int


def clause_end(tokens: Tokens, k: int) -> int:
    """The token after the clause that k stands in: up to a sign, a demonstrative ('văn bản này') or 25 words."""
    for at in range(k, min(k + _LONGEST_CLAUSE, len(tokens.words))):
        word = tokens.words[at]
        if word in _STOPS or (word == "." and not tokens.touches(at + 1)):
            return at
        if word in ("phải", "thì") and at > k + 1:  # 'sau khi có kết quả | phải thông báo'
            return at
        if word == "này" and at > k:
            return _past_issue(tokens, at + 1)
    return min(k + _LONGEST_CLAUSE, len(tokens.words) - 1)


def _past_issue(tokens: Tokens, k: int) -> int:
    """The token after 'được ban hành', 'có hiệu lực (thi hành)' that end 'kể từ ngày Quyết định này …', or k itself."""
    for words in _ISSUED:
        if tokens.follow(k, *words):
            return k + len(words)
    return k


def _leads_at(tokens: Tokens, k: int) -> tuple[tuple[str, ...], int]:
    leads: list[str] = []
    while len(leads) < 4:
        starting = tokens.words[k] in _FIRST_OF_LEAD
        lead = next((words for words in _LEADS if tokens.follow(k, *words)), None) if starting else None
        if lead is None:
            break
        leads.append(" ".join(lead))
        k += len(lead)
        k = tokens.skip(k, *_FILLERS)
    return tuple(leads), k


def _anchor_at(tokens: Tokens, k: int, leads: tuple[str, ...]) -> tuple[int, int] | None:
    """The tokens of the anchor: 'ngày nhận được văn bản' after 'kể từ', 'sau khi được phê duyệt' as a whole."""
    at = tokens.skip(k, ",")
    word, following = tokens.words[at], tokens.words[at + 1]
    if word in ("kể", "tính") and following == "từ":
        first = at + 2
    elif word == "từ" and following in ("ngày", "khi", "thời", "lúc"):
        first = at + 1
    elif word in ("sau", "trước") and following in _AROUND:
        if tokens.words[at + 2].isdecimal():  # 'báo cáo 6 tháng trước ngày 15/6' measures nothing
            return None
        first = at
    elif word == "sau" and set(leads) & _WITHIN and following.isalpha() and following not in _NO_EVENT:
        first = at  # 'trong 03 ngày sau sinh hoạt'
    elif word == "so" and following == "với":
        first = at + 2
    else:
        return None
    end = clause_end(tokens, first)
    return (first, end) if end > first else None


def _before_event(tokens: Tokens, leads: tuple[str, ...], k: int) -> FoundDuration | None:
    """'trước ngày họp 03 ngày làm việc', 'trước phiên họp ít nhất 05 ngày': the event stands before the number."""
    if "trước" not in leads or tokens.words[k] not in _EVENT_STARTS:
        return None
    for at in range(k + 1, k + 9):
        if not tokens.words[at].isalpha():
            break
    else:
        return None
    first = at
    if " ".join(tokens.words[at - 2 : at]) in ("ít nhất", "tối thiểu"):
        at -= 2
    n, unit = tokens.number(first), _UNITS.get(tokens.words[first + 1])
    if at == k + 1 and tokens.words[k] in ("ngày", "khi"):
        return None
    if n is None or n == 0 or unit not in ("day", "hour", "week") or tokens.number(first + 2) is not None:
        return None
    working = tokens.follow(first + 2, "làm", "việc")
    return FoundDuration(Duration(n, unit, working), leads, (k, at), first + 2 + 2 * working)


def duration_at(tokens: Tokens, k: int) -> FoundDuration | None:
    """A length of time that sets a term; None for one that only measures ('trong 5 năm qua', 'trẻ 36 tháng tuổi')."""
    leads, at = _leads_at(tokens, k)
    counted = counted_at(tokens, at)
    if counted is None:
        return _before_event(tokens, leads, at)
    n, at = counted
    unit = _UNITS.get(tokens.words[at])
    if unit is None and tokens.words[at] == "h" and leads and leads[0].startswith("trong"):
        unit = "hour"
    if unit is None or n == 0:
        return None
    after = at + 1
    if tokens.follow(after, "liên", "tục") and tokens.words[after + 2] in ("kể", "tính", "từ"):
        after += 2
    if tokens.words[after] in _NOT_A_TERM or tokens.number(after, 4) is not None:
        return None
    if unit == "hour" and (leads == ("trước",) or tokens.words[tokens.skip(after, ",")] in ("ngày", "thứ")):
        return None
    working = tokens.follow(after, "làm", "việc")
    after += 2 * working
    anchor = _anchor_at(tokens, after, leads)
    if anchor is not None:
        after = anchor[1]
        if (
            not leads
            and tokens.words[anchor[0] - 1] != "từ"
            and tokens.words[anchor[0]] not in ("trước", "sau")
        ):
            return None
    elif not leads or set(leads) <= {"thời gian", "tối đa", "không quá", "sau", "ít nhất", "tối thiểu"}:
        return None
    return FoundDuration(Duration(n, unit, working), leads, anchor, after)
