"""Rules of escalation, what was reminded, and how far the clock has come."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sauro.identity.models import Workspace
from sauro.identity.records import Record
from sauro.organisation.models import Agency

MOST_DAYS = 120


class Trigger(models.TextChoices):
    """What a rule waits for."""

    BEFORE_DUE = "before_due"  # so many working days before the due date
    OVERDUE = "overdue"  # so many working days after it
    NO_UPDATE = "no_update"  # nothing heard from the doer for so many days
    REPORT_DUE = "report_due"  # so many working days before a standing duty is to be reported on


class Audience(models.TextChoices):
    """Who is reminded. Where there is nobody of the kind, the next one in this order is."""

    ASSIGNEE = "assignee"
    DIVISION_HEAD = "division_head"
    ACCOUNTABLE_LEADER = "accountable_leader"
    ASSIGNER = "assigner"


class EscalationRule(Record):
    """Who is reminded when. In force from `valid_from` to `valid_to`, both included; changed by a rule that follows it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField(max_length=12, choices=Trigger.choices)
    days = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=20, choices=Audience.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=250)  # Vietnamese: the article or decision that it follows

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "trigger", "days", "audience", "valid_from"],
                name="escalation_rule_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS), name="escalation_in_days_to_120"
            ),
        ]


class DueSoonRule(Record):
    """From how many days before its date a task of an agency counts as 'sắp đến hạn'; the latest in force holds."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="due_soon_once_a_day"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=30), name="due_soon_in_days_to_30"),
        ]


class Reminder(models.Model):
    """Somebody was reminded of a task. `about`: the date that it was about, so that a new date is reminded of anew."""

    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(EscalationRule, on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField(max_length=12, choices=Trigger.choices)
    days = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=20, choices=Audience.choices)
    about = models.DateField()
    day = models.DateField()  # on which it was sent
    at = models.DateTimeField(default=timezone.now)
    recipients = models.JSONField(default=list)  # keys of users; empty where nobody has a login

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "trigger", "days", "audience", "about"], name="reminded_once"
            )
        ]


class ClockRun(Record):
    """The daily run of a workspace: claimed by a conditional update, finished once."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    claimed_by = models.CharField(max_length=100, blank=True)
    beat_at = models.DateTimeField(null=True)  # of who is at it
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    notices = models.PositiveIntegerField(default=0)
    instances = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day"], name="clock_once_a_day")]


class Follower(models.Model):
    """How far the journal of a workspace has been followed for notices."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
