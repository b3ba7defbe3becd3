"""Fills the table that the lists walk from the tasks that are there: one statement for all of them."""

from django.db import migrations

# As sauro.tasks.listings had it on the day of this migration.
FILL = """
    INSERT INTO tasks_listing (holder, task_id, stage, due_order, due_time)
    SELECT held.holder, task.id,
        CASE WHEN task.status = 'completed' THEN 4
            WHEN task.status = 'cancelled' THEN 5
            WHEN task.status = 'pending_acceptance' THEN 3
            WHEN task.status = 'suspended' OR task.kind = 'standing' THEN 2
            ELSE 1 END,
        CASE WHEN task.finished_at IS NULL THEN task.due_order ELSE '9999-12-31' END,
        task.due_time
    FROM (
        SELECT id AS task_id, 'a' || agency_id AS holder FROM tasks_task WHERE parent_id IS NULL
        UNION SELECT task_id, 'g' || agency_id FROM tasks_taskparty WHERE agency_id IS NOT NULL
        UNION SELECT task_id, 'u' || unit_id FROM tasks_taskparty WHERE unit_id IS NOT NULL
        UNION SELECT task_id, 'p' || person_id FROM tasks_taskparty WHERE person_id IS NOT NULL
        UNION SELECT own.id, 'p' || own.accountable_leader_id
            FROM tasks_task own LEFT JOIN tasks_task whole ON whole.id = own.parent_id
            WHERE own.accountable_leader_id IS NOT NULL
                AND (whole.accountable_leader_id IS NULL
                    OR whole.accountable_leader_id <> own.accountable_leader_id)
    ) held JOIN tasks_task task ON task.id = held.task_id
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_listings")]

    operations = [migrations.RunSQL(FILL, "DELETE FROM tasks_listing")]
