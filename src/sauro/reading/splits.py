"""Whether a clause behind a task is a task of its own: where its time says nothing of what stands before it."""

from sauro.reading.clauses import Clause, Lead
from sauro.reading.draft import Draft
from sauro.reading.formulas import (
    ADDS_NO_ACT,
    BINDS_ALL,
    CONDITIONS,
    CONTINUES,
    ENDS_ALL,
    HANDS_OVER,
    OPENS,
    RHYTHM_START,
    STRIVES,
)
from sauro.reading.moments import Moments

_SHORTEST = 25  # characters of a clause that has a rhythm and something to do


def is_timed_apart(
    text: str, moments: Moments, current: Draft, clause: Clause, lead: Lead, rest: list[Clause]
) -> bool:
    """Whether the clause, done by whoever does `current`, is a task of its own; `rest`: the clauses behind it."""
    returns = moments.has_rhythm(clause.start, clause.end)
    if returns != moments.has_rhythm(current.start, current.end) and lead.by != "sent":
        return returns or moments.has_deadline(clause.start, clause.end)
    words = " ".join(text[clause.start : clause.end].replace("*", "").split())
    if len(words) > _SHORTEST and (
        RHYTHM_START.match(words) or (returns and moments.time_first(clause.start, clause.end) is not None)
    ):
        return True
    own = moments.has_deadline(clause.start, clause.end)
    if ADDS_NO_ACT.match(words) and not (own and STRIVES.match(words)):
        return False
    timed = moments.has_deadline(current.start, current.end)
    if ENDS_ALL.match(words) or words.lower().startswith(CONDITIONS):
        return timed and words.lower().startswith("trường hợp")
    if timed and own:
        return True
    if BINDS_ALL.match(words):
        return False
    if own:
        return _is_timed_alone(text, moments, current, clause, lead)
    if HANDS_OVER.match(text, lead.verb, clause.end):
        return False
    return timed and not any(
        BINDS_ALL.match(text, later.start) and moments.has_deadline(later.start, later.end) for later in rest
    )


def _is_timed_alone(text: str, moments: Moments, current: Draft, clause: Clause, lead: Lead) -> bool:
    """Whether the clause's own time says nothing of what stands before it, which has none.

    So is one that stands before its act ('…; trước 30/4 đánh giá lại nhà thầu'), one from which something goes on, one
    of an act that opens something, one behind a duty without end, and one in a sentence of its own. What is handed over
    at the end ends all.
    """
    if OPENS.match(text, lead.verb, clause.end) or moments.begins_then(clause.start, clause.end):
        return True
    before = current.lead.verb if current.lead else current.start
    if CONTINUES.match(text, before, current.end):
        return True
    first = moments.time_first(clause.start, clause.end)
    if HANDS_OVER.match(text, lead.verb if first is None else first, clause.end):
        return False
    return first is not None or clause.sentence
