"""Vietnamese time expressions of official documents: where they stand and what they mean.

>>> [found] = scan("hoàn thành trước ngày 30/4/2026")
>>> found.text, found.kind, found.end_date, found.strict
('trước ngày 30/4/2026', 'by', '2026-04-30', True)
"""

from dataclasses import replace
from datetime import date, timedelta

from .drafts import Draft
from .expression import Duration, Kind, Recurrence, TimeExpression, Unit
from .periods import Core, Period, bounds, impossible, with_year
from .points import Point
from .rhythms import rule_of
from .scanner import drafts_of
from .tokens import Tokens, tokenise

# A time without a year that was over so many days before the document is that of the next year.
_DAY_LONG_OVER = 183
_PERIOD_LONG_OVER = 120

__all__ = ["Duration", "Kind", "Recurrence", "TimeExpression", "Unit", "scan"]


def scan(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    year: int | None = None,
    since: date | None = None,
) -> list[TimeExpression]:
    """Every time expression of ``text[start:end]``, in order, none over another; offsets are those of the whole text.

    `text` is NFC. `year` is the year of a date that prints none ('20/4'), usually that of the document; without it such
    a date is found but not computed. With `since`, the day of the document, a time without a year that was over long
    before it is that of the year after ('trước ngày 15/01' in December). White space in an expression may be a line feed (not a blank line), bold and
    italic signs are passed over. Takes time in proportion to the length of the text.
    """
    tokens = tokenise(text, start, len(text) if end is None else end)
    found: list[TimeExpression] = []
    for draft in drafts_of(tokens):
        found.extend(_built(tokens, draft, year, since))
    return found


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _words(tokens: Tokens, first: int, after: int) -> str:
    return " ".join(tokens.text[tokens.starts[first] : tokens.ends[after - 1]].replace("*", "").split())


def _made(
    tokens: Tokens,
    draft: Draft,
    kind: Kind,
    place: tuple[int, int] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> TimeExpression:
    begin, after = place or (draft.first, draft.next)
    start, end = tokens.starts[begin], tokens.ends[after - 1]
    rhythm = draft.rhythm
    points = [core for core in draft.cores if isinstance(core, Point)]
    rule = None
    if rhythm is not None:
        rule = rule_of(
            rhythm, points[-1:] if draft.ranged and len(draft.places) == 1 else points, draft.which
        )
        if draft.cores and isinstance(draft.cores[-1], Period) and not draft.cores[-1].ranged:
            months = sorted({core.last_month for core in draft.cores if isinstance(core, Period)})
            rule = f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}"
    return TimeExpression(
        start=start,
        end=end,
        text=tokens.text[start:end],
        kind=kind,
        start_date=_iso(first),
        end_date=_iso(last),
        time=draft.time,
        strict=draft.strict
        and kind in ("by", "recurring")
        and any(point.day is not None for point in points)
        and draft.time is None,
        recurrence=rhythm.recurrence if rhythm is not None else None,
        rrule=rule,
        duration=draft.term.duration if draft.term is not None else None,
        anchor=_words(tokens, *draft.anchor) if draft.anchor is not None else None,
        relation=draft.relation,
        lunar=any(core.lunar for core in draft.cores),
        impossible=any(impossible(core) for core in draft.cores),
        timed=draft.timed,
    )


def _dated(core: Core, year: int | None, since: date | None) -> Core:
    """The core with the year that it does not print: the one given, or the next one where the time is long over."""
    if core.year is not None or year is None:
        return core
    this = with_year(core, year)
    known = bounds(this)
    limit = _PERIOD_LONG_OVER if isinstance(core, Period) else _DAY_LONG_OVER
    if since is not None and since.year == year and known is not None and (since - known[1]).days > limit:
        return with_year(core, year + 1)
    return this


def _built(tokens: Tokens, draft: Draft, year: int | None, since: date | None) -> list[TimeExpression]:
    if draft.rhythm is not None:
        return [_made(tokens, draft, "recurring")]
    if draft.term is not None:
        measured = draft.term.anchor is None and draft.term.leads == ("trong",)
        return [_made(tokens, draft, "within_period" if measured else "offset")]
    if draft.anchor is not None:
        return [_made(tokens, draft, "offset")]
    draft.cores = [_dated(core, year, since) for core in draft.cores]
    if len(draft.places) > 1 and (draft.listed or (draft.ranged and draft.role == "by")):
        return [
            _single(tokens, draft, core, place) for core, place in zip(draft.cores, draft.places, strict=True)
        ]
    if draft.ranged and draft.role != "by":
        first, last = bounds(draft.cores[0]), bounds(draft.cores[-1])
        if first is None or last is None:
            return [_made(tokens, draft, "between")]
        low, high = first[0], last[1]
        if low > high and year is not None:  # both years come from outside: the range goes into the next one
            again = bounds(_a_year_later(draft.cores[-1]))
            high = again[1] if again is not None and again[1] > low else high
        return [_made(tokens, draft, "between", None, low, high)]
    return [_single(tokens, draft, draft.cores[-1], None)]


def _a_year_later(core: Core) -> Core:
    if core.year is None:
        return core
    if isinstance(core, Period):
        return replace(core, year=core.year + 1)
    return replace(core, year=core.year + 1)


def _single(tokens: Tokens, draft: Draft, core: Core, place: tuple[int, int] | None) -> TimeExpression:
    known = bounds(core)
    first, last = known if known is not None else (None, None)
    is_day = isinstance(core, Point) and core.day is not None
    onward = isinstance(core, Period) and core.onward
    if draft.role == "from" or (onward and draft.role != "by"):
        return _made(tokens, draft, "from", place, first, None)
    if draft.role == "after":
        return _made(tokens, draft, "from", place, None if last is None else last + timedelta(days=1), None)
    if draft.role == "by":
        # before a month is before its first day; a day left blank lies somewhere in its month
        if isinstance(core, Period) and draft.relation == "trước" and first is not None and first != last:
            last = first - timedelta(days=1)
        return _made(tokens, draft, "by", place, None, last)
    if is_day or (isinstance(core, Period) and core.edge):
        return _made(tokens, draft, "by", place, None, last)
    return _made(tokens, draft, "within_period", place, None, last)
