"""Keeps the table that the lists and the desk walk: whoever changes a task calls `settle`, in the same transaction.

A list is asked for a hundred times where a task is changed once, so the order of dates, the stage and who finds the
task are put beside each other when it changes (docs/decisions/0011).
"""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Q

from sauro.tasks.models import STATUS_ORDER, Stage, Task

_AT_ONCE = 500  # tasks of one statement: SQLite bounds its values

_STAGE = f"""
    CASE WHEN task.status = 'completed' THEN {Stage.COMPLETED:d}
        WHEN task.status = 'cancelled' THEN {Stage.CANCELLED:d}
        WHEN task.status = 'pending_acceptance' THEN {Stage.ACCEPTANCE:d}
        WHEN task.status = 'suspended' OR task.kind = 'standing' THEN {Stage.STILL:d}
        WHEN task.kind = 'recurring' AND task.rrule <> '' THEN {Stage.STILL:d}
        ELSE {Stage.RUNNING:d} END
"""  # as `deadlines.CLOCK_STANDS` has it; a test compares the two
_STATUSES = " ".join(f"WHEN '{name}' THEN {order:d}" for name, order in STATUS_ORDER.items())
_STATUS = f"CASE task.status {_STATUSES} END"
# The tasks as the arms below ask for them. `receives`, `accepts`, `decides`, `explains`: what the task waits for.
_OWN = f"""
    SELECT task.id, task.agency_id AS agency, task.parent_id, task.due_time, {_STAGE} AS stage,
        {_STATUS} AS status_order,
        CASE WHEN task.finished_at IS NULL THEN task.due_order ELSE '9999-12-31' END AS due_order,
        answers.id AS answers, whole.accountable_leader_id AS answers_whole, answers.user_id AS answering,
        gives.id AS gives, CASE WHEN whole.assigner_id = task.assigner_id THEN 1 ELSE 0 END AS gave_whole,
        task.assigner_id AS giving, lead.unit_id AS lead_unit, lead.person_id AS lead_person,
        CASE WHEN task.status = 'not_started' AND task.received_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM tasks_task part WHERE part.parent_id = task.id AND part.status <> 'cancelled'
                AND NOT part.is_own_part
        ) THEN 1 ELSE 0 END AS receives,
        CASE WHEN task.status = 'pending_acceptance' THEN 1 ELSE 0 END AS accepts,
        CASE WHEN task.status IN ('pending_approval', 'awaiting_signature') OR asked.id IS NOT NULL
            THEN 1 ELSE 0 END AS decides,
        CASE WHEN question.id IS NOT NULL THEN 1 ELSE 0 END AS explains,
        handed.by_id AS handed_by, asked.by_id AS asked_by
    FROM tasks_task task
    LEFT JOIN tasks_task whole ON whole.id = task.parent_id
    LEFT JOIN tasks_taskparty lead ON lead.task_id = task.id AND lead.role = 'lead'
    LEFT JOIN organisation_person answers ON answers.id = task.accountable_leader_id
    LEFT JOIN organisation_person gives
        ON gives.user_id = task.assigner_id AND gives.workspace_id = task.workspace_id
    LEFT JOIN tasks_submission handed ON handed.task_id = task.id AND handed.outcome = ''
    LEFT JOIN tasks_extensionrequest asked ON asked.task_id = task.id AND asked.approved IS NULL
        AND task.finished_at IS NULL
    LEFT JOIN tasks_explanationrequest question ON question.task_id = task.id AND question.answered_at IS NULL
        AND task.status <> 'cancelled'
    WHERE task.id IN ({{ids}})
"""  # noqa: S608 - nothing from outside
# Who finds a task, and as what (`models.Listing`). An order to several units stands once, as the parent, in the list of
# its agency, of the leader who answers for it and of who gave it. What waits for somebody is always the part.
_HOLDERS = """
    SELECT id AS task_id, 'a' || agency AS holder FROM own WHERE parent_id IS NULL
    UNION SELECT own.id, 'g' || party.agency_id FROM own JOIN tasks_taskparty party ON party.task_id = own.id
        WHERE party.agency_id IS NOT NULL
    UNION SELECT id, 'u' || lead_unit FROM own WHERE lead_unit IS NOT NULL
    UNION SELECT own.id, 'us' || party.unit_id FROM own JOIN tasks_taskparty party ON party.task_id = own.id
        WHERE party.unit_id IS NOT NULL AND party.role <> 'lead'
            AND (lead_unit IS NULL OR lead_unit <> party.unit_id)
    UNION SELECT id, 'p' || lead_person FROM own WHERE lead_person IS NOT NULL
    UNION SELECT id, 'p' || answers FROM own
        WHERE answers IS NOT NULL AND (answers_whole IS NULL OR answers_whole <> answers)
    UNION SELECT id, 'pl' || lead_person FROM own WHERE lead_person IS NOT NULL
    UNION SELECT own.id, 'ps' || party.person_id FROM own JOIN tasks_taskparty party ON party.task_id = own.id
        WHERE party.person_id IS NOT NULL AND party.role IN ('support', 'inform')
    UNION SELECT own.id, 'pw' || party.person_id FROM own JOIN tasks_taskparty party ON party.task_id = own.id
        WHERE party.person_id IS NOT NULL AND party.role = 'watch'
    UNION SELECT id, 'b' || agency || '.' || gives FROM own WHERE gives IS NOT NULL AND gave_whole = 0
    UNION SELECT id, 'ra' || agency FROM own WHERE receives = 1
    UNION SELECT id, 'ru' || lead_unit FROM own WHERE receives = 1 AND lead_unit IS NOT NULL
    UNION SELECT id, 'rp' || lead_person FROM own WHERE receives = 1 AND lead_person IS NOT NULL
    UNION SELECT id, 'xa' || agency FROM own WHERE accepts = 1
    UNION SELECT id, 'xp' || agency || '.' || gives FROM own WHERE accepts = 1 AND gives IS NOT NULL
        AND (lead_person IS NULL OR lead_person <> gives) AND (handed_by IS NULL OR handed_by <> giving)
    UNION SELECT id, 'xp' || agency || '.' || answers FROM own WHERE accepts = 1 AND answers IS NOT NULL
        AND (lead_person IS NULL OR lead_person <> answers)
        AND (handed_by IS NULL OR answering IS NULL OR handed_by <> answering)
    UNION SELECT id, 'da' || agency FROM own WHERE decides = 1
    UNION SELECT id, 'dp' || agency || '.' || gives FROM own WHERE decides = 1 AND gives IS NOT NULL
        AND (lead_person IS NULL OR lead_person <> gives) AND (asked_by IS NULL OR asked_by <> giving)
    UNION SELECT id, 'dp' || agency || '.' || answers FROM own WHERE decides = 1 AND answers IS NOT NULL
        AND (lead_person IS NULL OR lead_person <> answers)
        AND (asked_by IS NULL OR answering IS NULL OR asked_by <> answering)
    UNION SELECT id, 'ea' || agency FROM own WHERE explains = 1
    UNION SELECT id, 'eu' || lead_unit FROM own WHERE explains = 1 AND lead_unit IS NOT NULL
    UNION SELECT id, 'ep' || lead_person FROM own WHERE explains = 1 AND lead_person IS NOT NULL
"""
_INSERT = f"""
    INSERT INTO tasks_listing (holder, task_id, stage, status_order, due_order, due_time)
    WITH own AS ({_OWN})
    SELECT held.holder, own.id, own.stage, own.status_order, own.due_order, own.due_time
    FROM ({_HOLDERS}) held JOIN own ON own.id = held.task_id
"""  # noqa: S608 - nothing from outside


@transaction.atomic
def settle(task_ids: Iterable[int]) -> None:
    """Writes the listings of these tasks anew, of their children, whose leader may answer for the whole order, and of
    the order that they are a part of.

    Three statements for up to 500 tasks. The tasks are locked first: of two actions at once the later one sees what
    the earlier has written.
    """
    wanted: set[int] = set()
    for some in _portions(sorted(set(task_ids))):
        orders = Task.objects.filter(pk__in=some, parent__isnull=False).values("parent_id")
        found = Task.objects.select_for_update().filter(
            Q(pk__in=some) | Q(parent_id__in=some) | Q(pk__in=orders)
        )
        wanted.update(found.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for some in _portions(sorted(wanted)):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM tasks_listing WHERE task_id IN ({marks})", some)  # noqa: S608 - marks alone
            cursor.execute(_INSERT.replace("{ids}", marks), some)


def settle_fresh(first: int, last: int) -> None:
    """Writes the listings of tasks that have none yet: of all keys from `first` to `last`. One statement."""
    fresh = f"SELECT id FROM tasks_task WHERE id BETWEEN {first:d} AND {last:d}"  # noqa: S608 - whole numbers
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.replace("{ids}", fresh))


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))
