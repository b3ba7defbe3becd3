"""Procedures, their versions, the running cases, and whose desk each step is on."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sauro.files.models import Upload
from sauro.identity.models import Workspace
from sauro.identity.records import Record
from sauro.organisation.models import Agency, Person, Unit

WITHOUT_LIMIT = dt.datetime(
    9999, 12, 31, tzinfo=dt.UTC
)  # where a step without a limit stands in the order of limits


class VersionState(models.TextChoices):
    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class CaseState(models.TextChoices):
    RUNNING = "running"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    REJECTED = "rejected"
    RECALLED = "recalled"  # taken back by who started it, or ended by who oversees the procedures


OPEN_CASES = (CaseState.RUNNING, CaseState.SUSPENDED)


class RunState(models.TextChoices):
    OPEN = "open"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Outcome(models.TextChoices):
    """How a step ended; what conditions on 'step:<key>' ask."""

    AGREE = "agree"
    DISAGREE = "disagree"
    REJECT = "reject"
    DONE = "done"


class Because(models.TextChoices):
    """Why a seat is somebody's."""

    STEP = "step"
    FALLBACK = "fallback"  # nobody else could have it
    HANDED_OVER = "handed_over"
    ADDED = "added"  # asked for an opinion as well


class Procedure(Record):
    """A procedure of an agency. What it says stands in its versions."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    library_key = models.CharField(max_length=60, blank=True)  # of the library it was taken from

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="procedure_once_an_agency")]

    def __str__(self) -> str:
        return self.name


class Version(Record):
    """What a procedure says from a day on. An issued one is never changed: running cases keep theirs."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    definition = models.JSONField()
    valid_from = models.DateField(null=True, blank=True)
    record_number = models.CharField(max_length=80, blank=True)  # of the document that issues it
    record_date = models.DateField(null=True, blank=True)
    record_uid = models.UUIDField(null=True, blank=True)  # of that document, where it is kept here
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(state="draft"), name="procedure_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(valid_from__isnull=False),
                name="procedure_issued_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} · {self.number}"


class Case(Record):
    """One run of a procedure. `data`: the values of its fields; `results`: how each step ended, by its key."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="cases")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_uid = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=500)
    folded = models.CharField(max_length=500, editable=False)
    initiator = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    initiator_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.RUNNING)
    data = models.JSONField(default=dict)
    results = models.JSONField(default=dict)
    barred = models.JSONField(default=list)  # keys of the people whose matter it is
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it stands still, was rejected or taken back
    start_key = models.UUIDField(
        null=True, blank=True, unique=True
    )  # of the form that started it: it counts once
    scheduled_for = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure_version", "scheduled_for"],
                condition=Q(scheduled_for__isnull=False),
                name="case_once_a_scheduled_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_CASES, finished_at=None)
                | Q(~Q(state__in=OPEN_CASES), finished_at__isnull=False),
                name="case_finished_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-id"], name="case_of_agency"),
            models.Index(fields=["initiator", "state", "-id"], name="case_of_initiator"),
            models.Index(fields=["subject_uid"], name="case_of_subject"),
            models.Index(fields=["procedure_version", "-id"], name="case_of_version"),
            models.Index(fields=["procedure_version", "state"], name="case_running_by_version"),
        ]

    def __str__(self) -> str:
        return self.title


class StepRun(Record):
    """A step of a case on somebody's desk, from its opening to its end. A step that is gone through twice has two."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="runs")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    what = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.OPEN)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)  # first opened by who has it: until then it waited
    due_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)  # before it was extended
    past_at_start = models.BooleanField(default=False)  # the limit was over when the step opened
    flagged = models.BooleanField(default=False)  # nobody held the role: it went to the fallback
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    words = models.TextField(blank=True)  # what who ended it said; the reason of a return
    filled = models.JSONField(default=dict)  # what was filled in here, and papers by their numbers
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    instead_of = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    led_to = models.CharField(max_length=40, blank=True)
    came_from = models.CharField(max_length=40, blank=True)  # of `REVISE`: the step that comes next
    act_key = models.UUIDField(null=True, blank=True)  # of the form that ended it: it counts once
    told_at = models.DateTimeField(null=True, blank=True)  # its people know that they have it
    look_at = models.DateTimeField(null=True, blank=True)  # when the clock has to look at it again

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="run_of_case"),
            models.Index(
                fields=["look_at", "id"], condition=Q(look_at__isnull=False), name="run_for_the_clock"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", finished_at=None) | Q(~Q(state="open"), finished_at__isnull=False),
                name="run_finished_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """On whose desk a step is. `holder`: 'p7' a person, 'r3.leader' a role of an agency, 'u5.division_head' a role of a
    unit, 'u5.' everybody of it. In a round of opinions a seat for each person, with what he said.
    """

    run = models.ForeignKey(StepRun, on_delete=models.CASCADE, related_name="seats")
    holder = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=12, choices=Because.choices, default=Because.STEP)
    is_open = models.BooleanField(default=True)
    due_order = models.DateTimeField(default=WITHOUT_LIMIT)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "holder"], name="seat_once_a_step")]
        indexes = [
            models.Index(
                F("holder"), F("due_order"), F("run"), condition=Q(is_open=True), name="seat_on_the_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.holder


class StepFile(Record):
    """A file that somebody attached in a step. It goes through the same door as every other: kept once it is cleared."""

    run = models.ForeignKey(StepRun, on_delete=models.CASCADE, related_name="files")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.upload.name
