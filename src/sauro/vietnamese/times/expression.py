"""What the scanner of time expressions finds."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["by", "from", "between", "within_period", "offset", "recurring"]
Recurrence = Literal["weekly", "monthly", "quarterly", "yearly", "unspecified"]
Unit = Literal["hour", "day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: '05 ngày làm việc' is ``Duration(5, "day", True)``."""

    n: int
    unit: Unit
    working: bool = False


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time named in a text: ``text == whole[start:end]``, offsets in code points of the whole text.

    `kind`: ``by`` a last day (`end_date`), or a bare day; ``within_period`` a month, quarter, half year or year, with
    its last day as `end_date`; ``from`` a first day (`start_date`) without an end; ``between`` both; ``offset`` what
    cannot be computed from the words alone (`duration` and `anchor` where they are printed); ``recurring`` a rhythm
    (`recurrence`, and `rrule` of RFC 5545 where the words give one). Dates are ISO 8601, `time` is ``HH:MM``.

    `strict` is 'trước ngày D': `end_date` is D all the same, the last day is D - 1 where an office counts so.
    `relation` holds the words that lead to the date ('trước', 'chậm nhất', 'từ', 'trong', 'giai đoạn'…).
    `lunar`: a date of the lunar calendar, not computed. `impossible`: a day that no calendar has (31/02), not computed.
    `timed`: an hour or a part of the day (sáng, chiều) stands with the day.
    """

    start: int
    end: int
    text: str
    kind: Kind
    start_date: str | None = None
    end_date: str | None = None
    time: str | None = None
    strict: bool = False
    recurrence: Recurrence | None = None
    rrule: str | None = None
    duration: Duration | None = None
    anchor: str | None = None
    relation: str | None = None
    lunar: bool = False
    impossible: bool = False
    timed: bool = False
