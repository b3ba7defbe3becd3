"""What people do with procedures and their cases: one function for each thing; permission first, journal last."""

from sauro.procedures.actions.base import Conflict, Held, Refused
from sauro.procedures.actions.moving import act, hand_over, see, send_back
from sauro.procedures.actions.overseeing import extend, recall, resume, suspend
from sauro.procedures.actions.starting import start, start_by_schedule
from sauro.procedures.actions.writing import (
    create,
    discard,
    import_file,
    import_package,
    issue,
    may_issue,
    new_draft,
    save_draft,
    withdraw,
)

__all__ = [
    "Conflict",
    "Held",
    "Refused",
    "act",
    "create",
    "discard",
    "extend",
    "hand_over",
    "import_file",
    "import_package",
    "issue",
    "may_issue",
    "new_draft",
    "recall",
    "resume",
    "save_draft",
    "see",
    "send_back",
    "start",
    "start_by_schedule",
    "suspend",
    "withdraw",
]
