"""A task as the thing that a case of a procedure is about."""

import uuid

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from sauro.organisation.access import Access
from sauro.procedures.registry import Kind, Subject
from sauro.tasks.models import HandlingRole, TaskParty
from sauro.tasks.queries import visible

DOERS = (HandlingRole.LEAD, HandlingRole.SUPPORT)


def subject_of_task(access: Access, uid: uuid.UUID) -> Subject | None:
    """The task, whose own matter it is for those who do it by name: they decide nothing about it. Two queries."""
    task = visible(access).filter(uid=uid).only("title", "due_date").first()
    if task is None:
        return None
    doers = TaskParty.objects.filter(task=task, role__in=DOERS, person__isnull=False)
    interested = frozenset(doers.values_list("person_id", flat=True))
    return Subject(task.title, reverse("tasks:task", args=[uid]), interested, task.due_date)  # type: ignore[arg-type]


TASK = Kind("task", pgettext_lazy("subject", "Task"), find=subject_of_task)
