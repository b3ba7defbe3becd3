"""The kinds of notices of this room."""

from django.utils.translation import ngettext, pgettext_lazy

from sauro.notices.registry import Kind


def _steps(n: int) -> str:
    return ngettext("%(n)s step of a procedure", "%(n)s steps of procedures", n) % {"n": n}


def _limits(n: int) -> str:
    return ngettext("%(n)s limit of a step", "%(n)s limits of steps", n) % {"n": n}


NEW, INFORMED, DUE_SOON, LATE = (
    "procedures.step",
    "procedures.informed",
    "procedures.due_soon",
    "procedures.late",
)
KINDS = (
    Kind(NEW, pgettext_lazy("notice", "A step of a procedure for you"), _steps),
    Kind(INFORMED, pgettext_lazy("notice", "A procedure informs you"), _steps),
    Kind(DUE_SOON, pgettext_lazy("notice", "A step of a procedure is due soon"), _limits),
    Kind(LATE, pgettext_lazy("notice", "A step of a procedure is late"), _limits),
)
