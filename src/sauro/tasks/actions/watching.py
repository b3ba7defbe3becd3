"""To watch a task: it stands on one's desk, and opens nothing that one does not see otherwise."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sauro.journal.actions import Change, record
from sauro.organisation.access import ROLES, Access
from sauro.tasks.actions.base import lock
from sauro.tasks.listings import settle
from sauro.tasks.models import HandlingRole, Task, TaskParty
from sauro.tasks.queries import by_uid


def may_watch(access: Access) -> bool:
    """Whoever takes part in the work, by a post of his own."""
    return access.person_id is not None and any(
        role in ROLES["tasks.take_part"] for role, _, _ in access.posts
    )


@transaction.atomic
def watch(access: Access, uid: uuid.UUID) -> Task:
    """Theo dõi. Done twice, it counts once. Raises `Http404` and `PermissionDenied`."""
    task = _seen(access, uid)
    _, made = TaskParty.objects.get_or_create(
        task=task, role=HandlingRole.WATCH, person_id=access.person_id, unit=None
    )
    return _told(access, task, "tasks.watch") if made else task


@transaction.atomic
def stop_watching(access: Access, uid: uuid.UUID) -> Task:
    """Bỏ theo dõi; nothing happens where the person does not watch the task."""
    task = _seen(access, uid)
    watches = TaskParty.objects.filter(task=task, role=HandlingRole.WATCH, person_id=access.person_id)
    gone, _ = watches.delete()
    return _told(access, task, "tasks.stop_watching") if gone else task


def _seen(access: Access, uid: uuid.UUID) -> Task:
    """The task, locked: of two clicks at once the second finds what the first has written."""
    task = by_uid(access, uid)
    if not may_watch(access):
        raise PermissionDenied("tasks.take_part")
    return lock(task.pk)


def _told(access: Access, task: Task, action: str) -> Task:
    settle([task.pk])
    record(
        workspace=access.workspace, actor=access.user, action=action, changes=[Change("task", task.uid, {})]
    )
    return task
