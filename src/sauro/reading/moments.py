"""What the times of a clause tell of it: whether it ends, comes back, goes on from some day, or begins with its time."""

import re

from sauro.reading.deadlines import Times
from sauro.reading.lexicon import Pattern

_BEFORE_A_TIME = Pattern(r"[\s*,]*(?:(?:và|đồng\s+thời|riêng|từ\s+nay|sau\s+đó)[\s,]+)*", re.IGNORECASE)

_AGAIN = Pattern(r"\s+(?:lại|thì)(?=\s)")


class Moments:
    """The times of one text, asked clause by clause; `start` and `end` are offsets of the text."""

    def __init__(self, text: str, times: Times) -> None:
        self.text = text
        self.times = times

    def has_deadline(self, start: int, end: int) -> bool:
        """Whether the words have a day, a period or a term that ends or begins something."""
        return any(
            each.end_date or each.start_date or each.kind == "offset" for each in self.times.of((start, end))
        )

    def has_rhythm(self, start: int, end: int) -> bool:
        """Whether the words come back as often as they say; 'định kỳ' and 'thường xuyên' alone are but a manner."""
        found = self.times.of((start, end))
        return any(each.rrule or each.recurrence not in (None, "unspecified") for each in found)

    def begins_then(self, start: int, end: int) -> bool:
        """Whether all times of the words are first days: 'kể từ ngày …', 'từ 15/4 đến 15/6'."""
        found = self.times.of((start, end))
        return bool(found) and all(each.kind in ("from", "between") for each in found)

    def time_first(self, start: int, end: int) -> int | None:
        """Where what is done begins behind a time that stands first: 'trước 30/4/2026 | đánh giá lại …'; else None."""
        found = self.times.of((start, end))
        if not found or _BEFORE_A_TIME.fullmatch(self.text, start, found[0].at[0]) is None:
            return None
        again = _AGAIN.match(self.text, found[0].at[1], end)  # 'cứ 6 tháng lại rà …'
        at = again.end() if again else found[0].at[1]
        while at < end and (self.text[at].isspace() or self.text[at] in ",*"):
            at += 1
        return at
