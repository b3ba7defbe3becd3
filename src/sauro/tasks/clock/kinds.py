"""The kinds of notices that this room sends."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext_lazy

from sauro.notices.registry import Kind


def _kind(name: str, label: Promise, one: Callable[[int], str]) -> Kind:
    return Kind(f"tasks.{name}", label, lambda n: one(n) % {"n": n})


KINDS = (
    _kind("assigned", pgettext_lazy("notice", "New task"), lambda n: ngettext("%(n)s new task", "%(n)s new tasks", n)),
    _kind("reminder", pgettext_lazy("notice", "Reminder"), lambda n: ngettext("%(n)s reminder", "%(n)s reminders", n)),
    _kind("urged", pgettext_lazy("notice", "Urged"),
          lambda n: ngettext("%(n)s urging or question", "%(n)s urgings or questions", n)),
    _kind("submitted", pgettext_lazy("notice", "Waits for acceptance"),
          lambda n: ngettext("%(n)s product to accept", "%(n)s products to accept", n)),
    _kind("returned", pgettext_lazy("notice", "Returned"),
          lambda n: ngettext("%(n)s product returned", "%(n)s products returned", n)),
    _kind("refused", pgettext_lazy("notice", "Refused"),
          lambda n: ngettext("%(n)s task refused", "%(n)s tasks refused", n)),
    _kind("extension", pgettext_lazy("notice", "Extension"),
          lambda n: ngettext("%(n)s word on an extension", "%(n)s words on extensions", n)),
    _kind("accepted", pgettext_lazy("notice", "Accepted"),
          lambda n: ngettext("%(n)s product accepted", "%(n)s products accepted", n)),
    _kind("mentioned", pgettext_lazy("notice", "You are mentioned"),
          lambda n: ngettext("%(n)s mention of you", "%(n)s mentions of you", n)),
    _kind("commented", pgettext_lazy("notice", "Comment"),
          lambda n: ngettext("%(n)s comment", "%(n)s comments", n)),
    _kind("changed", pgettext_lazy("notice", "Task changed"),
          lambda n: ngettext("%(n)s task changed", "%(n)s tasks changed", n)),
)  # fmt: skip
