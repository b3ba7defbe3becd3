"""When the clock looks at an open step: to tell its people that it has come, to remind them, and when it is late."""

import datetime as dt

from sauro.procedures.limits import MINUTES, add_working_minutes

AHEAD = MINUTES  # working minutes before a limit at which its people are reminded: a day of work


def reminder_of(due: dt.datetime) -> dt.datetime:
    """When people are reminded of a limit: a day of work ahead."""
    return add_working_minutes(due, -AHEAD)


def look_at(due: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """When the clock has to look at a step next, once it has been told of: at its reminder, at its limit, never more."""
    if due is None or due <= now:
        return None
    reminder = reminder_of(due)
    return reminder if reminder > now else due
