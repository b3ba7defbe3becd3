import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_lists")]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "holder", "task_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("holder", models.CharField(max_length=24)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.task"
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Running"),
                            (2, "Still"),
                            (3, "Acceptance"),
                            (4, "Completed"),
                            (5, "Cancelled"),
                        ]
                    ),
                ),
                ("due_order", models.DateField()),
                ("due_time", models.TimeField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                fields=["holder", "stage", "due_order", "task", "due_time"], name="listing_by_due"
            ),
        ),
        migrations.RemoveIndex(model_name="task", name="task_open_by_due"),
        migrations.RemoveIndex(model_name="task", name="task_by_status"),
        migrations.RemoveIndex(model_name="task", name="task_newest"),
    ]
