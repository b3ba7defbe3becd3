"""Keeps the table that the lists walk: whoever changes a task calls `settle`, in the same transaction.

A list is asked for a hundred times where a task is changed once, so the order of dates, the stage and who finds the
task are put beside each other when it changes (docs/decisions/0011).
"""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Q

from sauro.tasks.models import STATUS_ORDER, Stage, Task

_AT_ONCE = 500  # tasks of one statement: SQLite bounds its values

# An order to several units stands in the list of its agency, and of the leader who answers for it, once: as the parent.
_HOLDERS = """
    SELECT id AS task_id, 'a' || agency_id AS holder FROM tasks_task WHERE parent_id IS NULL AND id IN ({ids})
    UNION SELECT task_id, 'g' || agency_id FROM tasks_taskparty WHERE agency_id IS NOT NULL AND task_id IN ({ids})
    UNION SELECT task_id, 'u' || unit_id FROM tasks_taskparty WHERE unit_id IS NOT NULL AND task_id IN ({ids})
    UNION SELECT task_id, 'p' || person_id FROM tasks_taskparty WHERE person_id IS NOT NULL AND task_id IN ({ids})
    UNION SELECT own.id, 'p' || own.accountable_leader_id
        FROM tasks_task own LEFT JOIN tasks_task whole ON whole.id = own.parent_id
        WHERE own.accountable_leader_id IS NOT NULL AND own.id IN ({ids})
            AND (whole.accountable_leader_id IS NULL OR whole.accountable_leader_id <> own.accountable_leader_id)
"""
_STAGE = f"""
    CASE WHEN task.status = 'completed' THEN {Stage.COMPLETED:d}
        WHEN task.status = 'cancelled' THEN {Stage.CANCELLED:d}
        WHEN task.status = 'pending_acceptance' THEN {Stage.ACCEPTANCE:d}
        WHEN task.status = 'suspended' OR task.kind = 'standing' THEN {Stage.STILL:d}
        ELSE {Stage.RUNNING:d} END
"""  # as `deadlines.CLOCK_STANDS` has it; a test compares the two
_STATUSES = " ".join(f"WHEN '{name}' THEN {order:d}" for name, order in STATUS_ORDER.items())
_STATUS = f"CASE task.status {_STATUSES} END"
_INSERT = f"""
    INSERT INTO tasks_listing (holder, task_id, stage, status_order, due_order, due_time)
    SELECT held.holder, task.id, {_STAGE}, {_STATUS},
        CASE WHEN task.finished_at IS NULL THEN task.due_order ELSE '9999-12-31' END, task.due_time
    FROM ({_HOLDERS}) held JOIN tasks_task task ON task.id = held.task_id
"""  # noqa: S608 - nothing from outside
_ARMS = _HOLDERS.count("{ids}")


@transaction.atomic
def settle(task_ids: Iterable[int]) -> None:
    """Writes the listings of these tasks anew, and of their children, whose leader may answer for the whole order.

    Three statements for up to 500 tasks. The tasks are locked first: of two actions at once the later one sees what
    the earlier has written.
    """
    wanted: set[int] = set()
    for some in _portions(sorted(set(task_ids))):
        found = Task.objects.select_for_update().filter(Q(pk__in=some) | Q(parent_id__in=some))
        wanted.update(found.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for some in _portions(sorted(wanted)):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM tasks_listing WHERE task_id IN ({marks})", some)  # noqa: S608 - marks alone
            cursor.execute(_INSERT.replace("{ids}", marks), some * _ARMS)


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))
