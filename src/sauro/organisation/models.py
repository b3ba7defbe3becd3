"""The bodies of a ward and the people in them. Everything is dated: mergers happen, old names stay readable."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sauro.identity.models import Workspace
from sauro.identity.records import Record


class Axis(models.TextChoices):
    """The four axes of a ward."""

    PARTY = "party"  # Đảng ủy
    COUNCIL = "council"  # HĐND
    COMMITTEE = "committee"  # UBND
    FRONT = "front"  # UBMTTQ


class Role(models.TextChoices):
    RECORDS_CLERK = "records_clerk"
    LEADER = "leader"
    DIVISION_HEAD = "division_head"
    SPECIALIST = "specialist"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Dated(models.Model):
    """Holds from `valid_from` to `valid_to`, both days included; None is open."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def holds_on(day: date) -> Q:
    """The dated rows that hold on `day`."""
    return Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Agency(Record, Dated):
    """A legal body: issuer, register owner, signer."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    axis = models.CharField(max_length=20, choices=Axis.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="agency_name_once")]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    DIVISION = "division"
    OFFICE = "office"
    CENTRE = "centre"
    PARTY_BOARD = "party_board"
    PARTY_CELL = "party_cell"
    COUNCIL_BOARD = "council_board"
    MASS_ORGANISATION = "mass_organisation"
    RESIDENTIAL_GROUP = "residential_group"
    ARMED_FORCE = "armed_force"
    SCHOOL = "school"
    OTHER = "other"


class Unit(Record, Dated):
    """A part of an agency."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=30, choices=UnitKind.choices, default=UnitKind.DIVISION)
    order = models.PositiveSmallIntegerField(default=0)
    successor = models.ForeignKey(  # into which it was merged
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_units"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once_an_agency")]

    def __str__(self) -> str:
        return self.name


class Person(Record):
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=255, db_index=True, editable=False)
    folded = models.CharField(max_length=200, default="", editable=False)  # the name, for search

    class Meta:
        indexes = [models.Index(fields=["workspace", "sort_key", "id"], name="person_in_order")]

    def __str__(self) -> str:
        return self.full_name


class Post(Record, Dated):
    """A person's position in an agency or one of its units, with the role that it gives. Any number at a time."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    title = models.CharField(max_length=120)  # Vietnamese, as printed: 'Phó Chủ tịch'

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_it_begins",
            )
        ]


class WorkField(Record):
    """A field of work (lĩnh vực) that leaders answer for."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="work_field_once")]

    def __str__(self) -> str:
        return self.name


class FieldAssignment(Record, Dated):
    """Who answers for what (phân công phụ trách): leader × field × area × unit over time."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="field_assignments")
    work_field = models.ForeignKey(
        WorkField, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(
        max_length=120, blank=True
    )  # a part of the ward: 'Khu vực bờ đê'; '' is all of it
    document_text = models.CharField(max_length=200, blank=True)  # 'Thông báo số 15/TB-UBND ngày 02/7/2026'


class Alias(Record):
    """Another way in which a unit or a person is written; grows with each correction a clerk makes."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases"
    )
    learned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "folded"], name="alias_once"),
            models.CheckConstraint(
                condition=Q(unit=None, person__isnull=False) | Q(unit__isnull=False, person=None),
                name="alias_of_one",
            ),
        ]


class Delegation(Record):
    """The rights of a post, lent by its holder to somebody for a time (ủy quyền): in writing, with a last day, not to be
    lent on (Luật Tổ chức chính quyền địa phương 2025; NĐ 30/2020/NĐ-CP, Điều 13). Both days are included.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    powers = models.CharField(max_length=400, blank=True)  # keys of `powers.POWERS`, blanks between; '': all
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_field = models.ForeignKey(
        WorkField, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_text = models.CharField(max_length=200)  # as printed: '12/GUQ-UBND ngày 03/11/2026'
    document_uid = models.UUIDField(null=True, blank=True)
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # taken back before its last day
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["delegate", "valid_to"], name="delegation_by_delegate")]


class AbsenceKind(models.TextChoices):
    LEAVE = "leave"
    BUSINESS_TRIP = "business_trip"
    TRAINING = "training"
    SICK = "sick"
    MATERNITY = "maternity"
    OTHER = "other"


class Absence(Record):
    """Somebody is away; `stand_in` gets his notices and takes the steps that decide nothing. Both days are included."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="absences_covered"
    )
    valid_from = models.DateField()
    valid_to = models.DateField()
    kind = models.CharField(max_length=20, choices=AbsenceKind.choices)
    words = models.CharField(max_length=250, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="absence_ends_after_it_begins"
            )
        ]
        indexes = [
            models.Index(fields=["person", "valid_to"], name="absence_by_person"),
            models.Index(fields=["stand_in", "valid_to"], name="absence_by_stand_in"),
        ]


class Level(models.TextChoices):
    WARD = "ward"
    ABOVE = "above"  # the city, the province, the central government: the ward reports and proposes


class AuthorityRule(Record, Dated):
    """A row of the authority matrix (ma trận thẩm quyền): who decides on a matter, since when, by which article."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=250)  # 'Cấp giấy phép xây dựng nhà ở riêng lẻ'
    work_field = models.ForeignKey(
        WorkField, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Folded phrases of orders, ';' between; '' : whatever else the field of work holds.
    phrases = models.CharField(max_length=400, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.WARD)
    position = models.CharField(max_length=160)  # as printed: 'Chủ tịch UBND phường', 'UBND thành phố'
    source = models.CharField(max_length=250)  # 'Luật Xây dựng, Điều 103 khoản 2'

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="authority_ends_after_it_begins",
            )
        ]


class Handover(Record):
    """What somebody who leaves passes on (bàn giao), item by item, each with who receives it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    last_day = models.DateField()
    reason = models.CharField(max_length=250)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)  # from now on the receivers confirm
    finished_at = models.DateTimeField(null=True, blank=True)  # everything is received
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(finished_at=None, cancelled_at=None),
                name="one_open_handover_a_person",
            )
        ]


class HandoverItem(Record):
    """One thing of a handover: a task, a document. What it is, the room knows that registered the kind."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=30)  # of `handing.sources`
    object_uid = models.UUIDField()
    title = models.CharField(max_length=400)
    detail = models.CharField(max_length=250, blank=True)
    receiver = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    declined = models.CharField(
        max_length=400, blank=True
    )  # why the last receiver asked to name somebody else

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "object_uid"], name="handed_over_once")
        ]
