"""Tasks and who is in them. Status is what people decide; deadline state and timeliness are computed, never stored."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from sauro.documents.models import Document, Extraction
from sauro.files.models import Upload
from sauro.identity.models import Workspace
from sauro.identity.records import Record
from sauro.organisation.models import Agency, Person, Unit, WorkField


class TaskKind(models.TextChoices):
    ONE_OFF = "one_off"
    RECURRING = "recurring"
    STANDING = "standing"


class TaskStatus(models.TextChoices):
    PENDING_APPROVAL = "pending_approval"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AWAITING_SIGNATURE = "awaiting_signature"
    PENDING_ACCEPTANCE = "pending_acceptance"
    REWORK = "rework"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


STATUS_ORDER = {
    str(status): number for number, status in enumerate(TaskStatus, 1)
}  # as a board has its columns
FINISHED = (TaskStatus.COMPLETED, TaskStatus.CANCELLED)
WITHOUT_END = date(9999, 12, 31)  # where a task without a date stands in the order of dates


class HandlingRole(models.TextChoices):
    LEAD = "lead"
    SUPPORT = "support"
    INFORM = "inform"
    WATCH = "watch"


class TaskCategory(models.TextChoices):
    STRATEGIC = "strategic"
    REGULAR = "regular"
    AD_HOC = "ad_hoc"


class TaskPriority(models.TextChoices):
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Task(Record):
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    title = models.TextField()
    kind = models.CharField(max_length=20, choices=TaskKind.choices, default=TaskKind.ONE_OFF)
    status = models.CharField(max_length=20, choices=TaskStatus.choices, default=TaskStatus.NOT_STARTED)
    due_date = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)  # only where an hour is printed; 17:00 times reminders
    due_text = models.CharField(max_length=200, blank=True)  # as printed, for rhythms and offsets
    due_order = models.GeneratedField(
        expression=Coalesce(F("due_date"), Value(WITHOUT_END), output_field=models.DateField()),
        output_field=models.DateField(),
        db_persist=True,
    )
    rrule = models.CharField(max_length=120, blank=True)
    deliverable = models.TextField(blank=True)
    authority = models.CharField(max_length=200, blank=True)
    report_to = models.CharField(max_length=200, blank=True)
    accountable_leader = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    work_field = models.ForeignKey(
        WorkField, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    progress_percent = models.PositiveSmallIntegerField(default=0)
    proposed = models.JSONField(
        default=list, blank=True
    )  # names of fields whose value is a proposal ('đề xuất')
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    extraction = models.ForeignKey(
        Extraction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    section = models.CharField(max_length=60, blank=True)
    assigner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)  # set where the task is completed or cancelled
    search_text = models.TextField(blank=True)  # folded: title, number of the source, units
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # When the doer was last heard from: receipt, progress, a product. Of a new task, when it was assigned.
    heard_at = models.DateTimeField(null=True, default=timezone.now)
    # An instance of a recurring task: the series, and the day of its rhythm.
    series = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="instances"
    )
    occurrence = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)  # when the clock looks at the rhythm next
    suspended_at = models.DateTimeField(null=True, blank=True)
    resumes_to = models.CharField(max_length=20, blank=True)  # the status that it had when it was suspended
    refusal = models.TextField(blank=True)  # why the lead gave it back, until somebody has decided on that
    # Why a leader let a one-off task out without a date or a product (`clarity.owed`), and which leader.
    let_out_reason = models.TextField(blank=True, db_default="")
    let_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=12, choices=TaskCategory.choices, blank=True)
    priority = models.CharField(max_length=8, choices=TaskPriority.choices, default=TaskPriority.NORMAL)
    resources = models.TextField(blank=True)  # people, money, means that go with it, as somebody wrote them
    # A part that the lead unit made for itself: its head accepts it, and the whole is still handed in by itself.
    is_own_part = models.BooleanField(default=False)
    # Product → 'handed_in' or 'accepted', by its line in `deliverable`; one that does not stand here is still missing.
    product_states = models.JSONField(default=dict, blank=True)
    next_milestone = models.DateField(null=True, blank=True)  # of the first milestone that is not reached

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(progress_percent__lte=100), name="task_progress_to_100"),
            models.CheckConstraint(
                condition=~Q(kind=TaskKind.STANDING) | Q(due_date=None), name="standing_task_has_no_due_date"
            ),
            models.CheckConstraint(
                condition=Q(status__in=FINISHED, finished_at__isnull=False)
                | Q(~Q(status__in=FINISHED), finished_at=None),
                name="task_finished_has_its_time",
            ),
            models.UniqueConstraint(fields=["series", "occurrence"], name="instance_once_a_day"),
            models.CheckConstraint(
                condition=Q(series=None, occurrence=None) | Q(series__isnull=False, occurrence__isnull=False),
                name="instance_has_its_day",
            ),
        ]
        # For the clock, which never walks all tasks: each holds those alone that it looks for.
        indexes = [
            models.Index(
                fields=["workspace", "due_date", "id"],
                condition=Q(finished_at=None, due_date__isnull=False),
                name="task_open_by_due",
            ),
            models.Index(
                fields=["workspace", "heard_at", "id"],
                condition=Q(finished_at=None),
                name="task_open_by_heard",
            ),
            models.Index(
                fields=["workspace", "next_on", "id"],
                condition=Q(finished_at=None, next_on__isnull=False),
                name="task_by_rhythm",
            ),
            models.Index(
                fields=["workspace", "id"],
                condition=Q(finished_at=None, next_on=None, kind__in=("recurring", "standing")),
                name="task_new_rhythm",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_series(self) -> bool:
        """A rhythm whose work is done in instances: it has no state of its own against a date."""
        return self.kind == TaskKind.RECURRING and bool(self.rrule)


class TaskParty(Record):
    """Who is in a task: a unit or a person, in one role, with an own part and date. Always exactly one lead."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=HandlingRole.choices)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=250, blank=True)  # a party outside the workspace, as printed
    # The unit's agency where it is not the task's: whoever sees all tasks of that agency sees this one too.
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    own_part = models.TextField(blank=True)
    own_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(role="lead"), name="one_lead_a_task"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False) | ~Q(name=""),
                name="party_is_somebody",
            ),
            models.UniqueConstraint(
                fields=["task", "person"], condition=Q(role="watch"), name="a_person_watches_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role", "task"], name="party_by_unit")]


class Stage(models.IntegerChoices):
    """What the tabs of a list ask of a task."""

    RUNNING = 1  # open, and its clock runs
    STILL = 2  # open, but suspended, a standing duty or a series: nothing becomes overdue
    ACCEPTANCE = 3
    COMPLETED = 4
    CANCELLED = 5


class Listing(models.Model):
    """A task as the list of one holder finds it; derived, written by `sauro.tasks.listings` alone.

    The table behind all lists and the desk (docs/decisions/0011). Each is a merge of walks along the index of its
    holders, from the cursor, until the page is full. A holder says who finds the task and as what:

    a3, g3      an agency: its orders, without their parts; a guest agency: tasks of others in which a unit of it is
    u12, us12   a unit that leads; one that is in the task otherwise
    p7, ps7     a person who leads or answers for it; one who is in it otherwise
    pl7, pw7    a person who leads by name; one who watches, which alone lets nobody see a task
    b3.7        who gave the task, in the agency that gave it: orders, without their parts

    And while something is waited for, with the parts of orders:

    ra3 ru12 rp7    to be received: in an agency, by a unit, by a person
    xa3 xp3.7       to be accepted: in an agency; by the person who gave it in that agency, or answers for it
    da3 dp3.7       to be decided: its approval, its signature, an extension
    ea3 eu12 ep7    to be explained
    """

    pk = models.CompositePrimaryKey("holder", "task_id")
    holder = models.CharField(max_length=24)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    status_order = models.PositiveSmallIntegerField(db_default=0)  # STATUS_ORDER: the column of a board
    due_order = models.DateField()
    due_time = models.TimeField(null=True)

    class Meta:
        indexes = [
            # The hour stands last so that no tab has to look into the table.
            models.Index(fields=["holder", "stage", "due_order", "task", "due_time"], name="listing_by_due"),
            models.Index(fields=["holder", "status_order", "due_order", "task"], name="listing_by_status"),
        ]


class DueRule(Record):
    """How long a task without a printed date may take by default; the latest rule in force that fits is proposed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    document_type = models.CharField(max_length=40, blank=True)  # sauro.reading.model.DocumentType; '' is any
    urgency = models.CharField(max_length=20, blank=True)  # folded, as printed: 'hoa toc'; '' is any
    working_days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=250)  # Vietnamese: the article or decision that it follows

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "document_type", "urgency", "valid_from"], name="due_rule_once_a_day"
            )
        ]


class StepTaken(models.Model):
    """The key of a form that was sent: sent twice, it counts once."""

    key = models.UUIDField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=30)
    at = models.DateTimeField(default=timezone.now)


class TaskWord(Record):
    """The base of what somebody says or asks in a task."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Confidence(models.TextChoices):
    """Whether the doer believes that the date holds."""

    YES = "yes"
    AT_RISK = "at_risk"
    NO = "no"


class ProgressUpdate(TaskWord):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    progress_percent = models.PositiveSmallIntegerField()
    done = models.TextField()
    obstacle = models.TextField(blank=True)
    request_to_superior = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.YES)

    class Meta:
        indexes = [models.Index(fields=["task", "-id"], name="progress_newest_first")]


class Outcome(models.TextChoices):
    """What became of a submission."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    RECALLED = "recalled"


class WorkQuality(models.TextChoices):
    EXCEEDS = "exceeds"
    MEETS = "meets"
    FALLS_SHORT = "falls_short"  # accepted all the same


class LateFault(models.TextChoices):
    """Through whom an accepted task was late."""

    DOER = "doer"
    SUPPORT = "support"
    SUPERIOR = "superior"
    CIRCUMSTANCES = "circumstances"


class Submission(TaskWord):
    """The product as it was handed in, and what became of it; '' while it waits."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    result_summary = models.TextField(blank=True)
    documents = models.ManyToManyField(Document, related_name="+")
    percent_before = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    quality = models.CharField(max_length=12, choices=WorkQuality.choices, blank=True)
    late_fault = models.CharField(max_length=14, choices=LateFault.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(outcome=""), name="one_submission_waits"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(outcome="accepted"), name="one_submission_accepted"
            ),
        ]


class ExtensionRequest(TaskWord):
    """A later date that was asked for; all are kept. `approved` is None while it waits."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    old_date = models.DateField()
    new_date = models.DateField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(approved=None), name="one_extension_waits"),
            models.CheckConstraint(condition=Q(new_date__gt=F("old_date")), name="extension_is_later"),
        ]


class DueChange(models.Model):
    """A due date that moved: by an extension, by the days for which the doer's clock stood, or by who assigned the task,
    with his reason.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    old_date = models.DateField()
    old_time = models.TimeField(null=True)
    new_date = models.DateField()
    extension = models.OneToOneField(ExtensionRequest, null=True, on_delete=models.CASCADE, related_name="+")
    stood_days = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(extension=None, stood_days__gt=0, reason="")
                | Q(extension__isnull=False, stood_days=0, reason="")
                | (Q(extension=None, stood_days=0) & ~Q(reason="")),
                name="due_change_has_one_cause",
            )
        ]
        indexes = [models.Index(fields=["task", "-id"], name="due_change_newest_first")]


class ExplanationRequest(TaskWord):
    """A question that the doer has to answer, and his answer."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    question = models.TextField()
    answer_by = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(answered_at=None), name="one_explanation_waits"
            )
        ]


class Urging(TaskWord):
    """A person pressed for the task (đôn đốc), as distinct from a reminder, which the machine sends."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    answer_by = models.DateField(null=True)


class Milestone(Record):
    """A station on the way of a long task (mốc trung gian)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    due_date = models.DateField()
    reached_at = models.DateTimeField(null=True)
    reached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["task", "due_date"], name="milestone_by_date")]


class Evidence(TaskWord):
    """A file that shows what was done (minh chứng). It goes through the same door as every other: kept once it is cleared."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["task", "-id"], name="evidence_newest_first")]


class Comment(TaskWord):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    mentioned = models.ManyToManyField(Person, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["task", "-id"], name="comment_newest_first")]


class Sharing(models.TextChoices):
    """Who may look at the list in a way that somebody has kept."""

    PRIVATE = "private"
    UNIT = "unit"
    AGENCY = "agency"


class SavedView(Record):
    """A way of looking at the list of tasks under a name: filters, columns, groups and layout, as an address has them."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)
    sharing = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.PRIVATE)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once_a_name"),
            models.CheckConstraint(
                condition=Q(sharing=Sharing.PRIVATE, unit=None, agency=None)
                | Q(sharing=Sharing.UNIT, unit__isnull=False, agency=None)
                | Q(sharing=Sharing.AGENCY, unit=None, agency__isnull=False),
                name="saved_view_shared_with_whom_it_says",
            ),
        ]

    def __str__(self) -> str:
        return self.name


from sauro.tasks.clock import models as _clock  # noqa: E402, F401 - further models of the room; they point here by name
