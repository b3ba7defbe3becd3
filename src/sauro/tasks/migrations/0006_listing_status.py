"""The listings say the status, so that a column of a board is a walk of its own."""

from django.db import migrations, models

# As sauro.tasks.listings had it on the day of this migration.
FILL = """
    UPDATE tasks_listing SET status_order = (
        SELECT CASE task.status WHEN 'pending_approval' THEN 1 WHEN 'not_started' THEN 2 WHEN 'in_progress' THEN 3
            WHEN 'awaiting_signature' THEN 4 WHEN 'pending_acceptance' THEN 5 WHEN 'rework' THEN 6
            WHEN 'completed' THEN 7 WHEN 'suspended' THEN 8 WHEN 'cancelled' THEN 9 END
        FROM tasks_task task WHERE task.id = tasks_listing.task_id)
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_life")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="status_order",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                fields=["holder", "status_order", "due_order", "task"], name="listing_by_status"
            ),
        ),
    ]
