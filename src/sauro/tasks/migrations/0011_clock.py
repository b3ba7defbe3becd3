"""What the clock keeps: rules, reminders, runs, and where it finds its tasks."""

import django.db.models.deletion
import django.utils.timezone
import sauro.identity.records
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_citations_of_old_documents"),
        ("identity", "0003_devices_of_django_otp"),
        ("organisation", "0004_delegation_and_absence"),
        ("tasks", "0010_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=sauro.identity.records.new_uid, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("day", models.DateField()),
                ("claimed_by", models.CharField(blank=True, max_length=100)),
                ("beat_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveIntegerField(default=0)),
                ("notices", models.PositiveIntegerField(default=0)),
                ("instances", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DueSoonRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=sauro.identity.records.new_uid, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("days", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("source", models.CharField(max_length=250)),
            ],
        ),
        migrations.CreateModel(
            name="EscalationRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=sauro.identity.records.new_uid, editable=False, unique=True),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("before_due", "Before Due"),
                            ("overdue", "Overdue"),
                            ("no_update", "No Update"),
                            ("report_due", "Report Due"),
                        ],
                        max_length=12,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("assignee", "Assignee"),
                            ("division_head", "Division Head"),
                            ("accountable_leader", "Accountable Leader"),
                            ("assigner", "Assigner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=250)),
            ],
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("looked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("before_due", "Before Due"),
                            ("overdue", "Overdue"),
                            ("no_update", "No Update"),
                            ("report_due", "Report Due"),
                        ],
                        max_length=12,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("assignee", "Assignee"),
                            ("division_head", "Division Head"),
                            ("accountable_leader", "Accountable Leader"),
                            ("assigner", "Assigner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.DateField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("recipients", models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name="task",
            name="heard_at",
            field=models.DateTimeField(default=django.utils.timezone.now, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="next_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="occurrence",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instances",
                to="tasks.task",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("due_date__isnull", False), ("finished_at", None)),
                fields=["workspace", "due_date", "id"],
                name="task_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("finished_at", None)),
                fields=["workspace", "heard_at", "id"],
                name="task_open_by_heard",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("finished_at", None), ("next_on__isnull", False)),
                fields=["workspace", "next_on", "id"],
                name="task_by_rhythm",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("finished_at", None), ("kind__in", ("recurring", "standing")), ("next_on", None)
                ),
                fields=["workspace", "id"],
                name="task_new_rhythm",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("series", "occurrence"), name="instance_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("occurrence", None), ("series", None)),
                    models.Q(("occurrence__isnull", False), ("series__isnull", False)),
                    _connector="OR",
                ),
                name="instance_has_its_day",
            ),
        ),
        migrations.AddField(
            model_name="clockrun",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.workspace"
            ),
        ),
        migrations.AddField(
            model_name="duesoonrule",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.agency"
            ),
        ),
        migrations.AddField(
            model_name="duesoonrule",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.workspace"
            ),
        ),
        migrations.AddField(
            model_name="escalationrule",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.workspace"
            ),
        ),
        migrations.AddField(
            model_name="follower",
            name="workspace",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.workspace"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tasks.escalationrule"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.task"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrun",
            constraint=models.UniqueConstraint(fields=("workspace", "day"), name="clock_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="duesoonrule",
            constraint=models.UniqueConstraint(fields=("agency", "valid_from"), name="due_soon_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="duesoonrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 1), ("days__lte", 30)), name="due_soon_in_days_to_30"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.UniqueConstraint(
                fields=("workspace", "trigger", "days", "audience", "valid_from"),
                name="escalation_rule_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 1), ("days__lte", 120)), name="escalation_in_days_to_120"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("task", "trigger", "days", "audience", "about"), name="reminded_once"
            ),
        ),
    ]
