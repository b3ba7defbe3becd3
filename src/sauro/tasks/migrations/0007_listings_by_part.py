"""Writes the table that the lists and the desk walk anew: who leads, supports, watches, gave, and is waited for."""

from typing import Any

from django.db import migrations
from django.db.models import Max

_AT_ONCE = 2000  # tasks of one statement
# As sauro.tasks.listings had it on the day of this migration.
_OWN = """
    SELECT task.id, task.agency_id AS agency, task.parent_id, task.due_time, CASE WHEN task.status = 'completed' THEN 4
        WHEN task.status = 'cancelled' THEN 5
        WHEN task.status = 'pending_acceptance' THEN 3
        WHEN task.status = 'suspended' OR task.kind = 'standing' THEN 2
        ELSE 1 END AS stage,
        CASE task.status WHEN 'pending_approval' THEN 1 WHEN 'not_started' THEN 2 WHEN 'in_progress' THEN 3
            WHEN 'awaiting_signature' THEN 4 WHEN 'pending_acceptance' THEN 5 WHEN 'rework' THEN 6
            WHEN 'completed' THEN 7 WHEN 'suspended' THEN 8 WHEN 'cancelled' THEN 9 END AS status_order,
        CASE WHEN task.finished_at IS NULL THEN task.due_order ELSE '9999-12-31' END AS due_order,
        answers.id AS answers, whole.accountable_leader_id AS answers_whole, answers.user_id AS answering,
        gives.id AS gives, CASE WHEN whole.assigner_id = task.assigner_id THEN 1 ELSE 0 END AS gave_whole,
        task.assigner_id AS giving, lead.unit_id AS lead_unit, lead.person_id AS lead_person,
        CASE WHEN task.status = 'not_started' AND task.received_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM tasks_task part WHERE part.parent_id = task.id AND part.status <> 'cancelled'
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
    WHERE task.id BETWEEN %s AND %s
"""
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
_FILL = f"""
    INSERT INTO tasks_listing (holder, task_id, stage, status_order, due_order, due_time)
    WITH own AS ({_OWN})
    SELECT held.holder, own.id, own.stage, own.status_order, own.due_order, own.due_time
    FROM ({_HOLDERS}) held JOIN own ON own.id = held.task_id
"""  # noqa: S608 - nothing from outside


def fill(apps: Any, schema_editor: Any) -> None:
    last = apps.get_model("tasks", "Task").objects.aggregate(last=Max("pk"))["last"] or 0
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_listing")
        for first in range(1, last + 1, _AT_ONCE):
            cursor.execute(_FILL, [first, first + _AT_ONCE - 1])


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_fold_names"),
        ("tasks", "0006_listing_status"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
