"""Tasks that are there: when their doers were last heard from, and series without a state of their own dates."""

import django.utils.timezone
from django.db import migrations, models

HEARD = "UPDATE tasks_task SET heard_at = changed_at WHERE finished_at IS NULL"
# As sauro.tasks.listings has it from this day on.
SERIES = """
    UPDATE tasks_listing SET stage = 2 WHERE stage = 1 AND task_id IN (
        SELECT id FROM tasks_task WHERE kind = 'recurring' AND rrule <> '')
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0011_clock")]

    operations = [
        migrations.RunSQL(HEARD, migrations.RunSQL.noop),
        migrations.RunSQL(SERIES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="task",
            name="heard_at",
            field=models.DateTimeField(default=django.utils.timezone.now, null=True),
        ),
    ]
