"""The bracket at the end of a task that says whose it is, with whom and until when.

'(Sở Nội vụ chủ trì; các phòng phối hợp; xong trước 30/6)', '(Phòng Kinh tế; quý II/2026)', '[Trạm Y tế]'. It is closed at
the task's last word or right behind it, and may reach over several printed lines.
"""

import re
from dataclasses import dataclass

from sauro.reading.clauses import skip_markup
from sauro.reading.heads import head_at, heads_in
from sauro.reading.lexicon import Phrase
from sauro.reading.model import Span
from sauro.reading.parties import Party, list_at, party_end

_LONGEST = 320  # characters of a bracket
_LABEL = Phrase(
    r"(?:giao|thực hiện|chủ trì|(?:đơn vị|cơ quan) (?:chủ trì|thực hiện)|trách nhiệm|phân công)\s*:?\s*",
    re.IGNORECASE,
)
_ROLE = Phrase(
    r"[\s,*]*(?:(?:làm |là )?(?:cơ quan |đơn vị )?(?:chủ trì|thực hiện|phụ trách|tham mưu|triển khai|đảm nhiệm|đầu mối|chịu trách nhiệm|theo dõi)|phối hợp)(?![\w])",
    re.IGNORECASE,
)
_SUPPORTS = Phrase(r"[\s*]*(?:cùng )?phối hợp(?: thực hiện)?[\s*]*(?=$|[;,.])", re.IGNORECASE)
_MORE = Phrase(r"[\s;,]+(?:và )?", re.IGNORECASE)
_CLOSING, _OPENING = ")]", {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Charge:
    """Who does a task, who helps, and where what else the bracket says (its dates) stands."""

    owners: list[Party]
    supporting: list[Party]
    rest: Span


def charge_at(text: str, start: int, end: int) -> Charge | None:
    """What the bracket at or right behind the end of the task ``text[start:end]`` charges; None where it names nobody."""
    inside = _inside(text, start, end)
    if inside is None:
        return None
    begin, close = inside
    label = _LABEL.match(text, begin, close)
    at = skip_markup(text, label.end() if label else begin, close)
    owners, after = list_at(text, at, close, classes=True)
    if not owners:
        return None
    role = _ROLE.match(text, after, close)
    if not (label or role):
        if text[after:close].strip(" *\n")[:1] not in ("", ";", ",", "–", "-") or _names_before(
            text, begin - 1
        ):
            return None
    supporting: list[Party] = []
    at = role.end() if role else after
    while more := _MORE.match(text, at, close):
        parties, stop = list_at(text, more.end(), close, classes=True)
        helps = _SUPPORTS.match(text, stop, close) if parties else None
        if helps:
            supporting += parties
        elif parties and not role and not text[stop:close].strip(" *\n;."):
            owners = owners + parties
        else:
            break
        at = helps.end() if helps else stop
    return Charge(owners, supporting, (at, close))


def _inside(text: str, start: int, end: int) -> Span | None:
    """What stands between the brackets that close at the last word of the task, or open right behind it."""
    if end > start and text[end - 1] in _CLOSING:
        opened = text.rfind(_OPENING[text[end - 1]], max(start, end - _LONGEST), end)
        return (opened + 1, end - 1) if opened > start else None
    at = end
    while at < len(text) and text[at] in " .;,*\n":
        at += 1
    if text[end:at].count("\n") > 1 or text[at : at + 1] not in ("(", "["):
        return None
    close = text.find(")" if text[at] == "(" else "]", at, at + _LONGEST)
    return (at + 1, close) if close > 0 and not text[close + 1 : close + 2].isalnum() else None


def _names_before(text: str, at: int) -> bool:
    """Whether a party stands right before: 'gửi UBND phường (Phòng Kinh tế)' says only where in it."""
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    return any(
        party_end(text, head_end, end) >= end
        for start in heads_in(text, max(0, end - 60), end)
        if text[start].isupper() and (head_end := head_at(text, start, end)) is not None
    )
