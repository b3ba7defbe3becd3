"""Notices, how each person wants to be told, where an administrator lets chat go, and what was sent outside."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sauro.identity.models import Workspace
from sauro.identity.records import Record

FIRST_HOUR = 7  # local hour of the daily digest where nobody has chosen one


class Channel(models.TextChoices):
    """The ways out of the product."""

    MAIL = "mail"
    CHAT = "chat"


class Preference(Record):
    """How a person wants to be told. Who has none: by mail, once a working day at `FIRST_HOUR`, nothing at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest_hour = models.PositiveSmallIntegerField(default=FIRST_HOUR)
    by_mail = models.BooleanField(default=True)
    by_chat = models.BooleanField(default=False)
    on_days_off = models.BooleanField(default=False)
    at_once = models.JSONField(default=list, blank=True)  # kinds that do not wait for the digest

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_at_an_hour_of_the_day")
        ]


class ChatTarget(Record):
    """Where chat reaches a person. The address holds a secret: it is kept encrypted, and shown to nobody again."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=20)  # the scheme of the address: 'tgram'
    sealed = models.TextField()  # see `sauro.notices.secrets`


class DispatchState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up after the last try


class Dispatch(Record):
    """One message that leaves the product. The rows are the queue (docs/decisions/0007).

    `slot`: what it answers to, once: 'digest:2026-11-22', or 'now:' and the key of the first notice in it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    slot = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=DispatchState.choices, default=DispatchState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField()  # not before; of a claim: when it goes stale
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)  # of the last try; names no person and no title

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "channel", "slot"], name="dispatch_once_a_slot")
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=(DispatchState.WAITING, DispatchState.SENDING)),
                name="dispatch_to_do",
            )
        ]


class Notice(Record):
    """Somebody is told something, once: `key` says what, so that it can be said again without a second notice.

    `title` stays inside; outside goes the number of notices of a kind, and the title only where `is_open`: what it
    tells of may be read by everybody in the workspace.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)  # of `sauro.notices.registry`
    title = models.CharField(max_length=300)
    link = models.CharField(max_length=200)  # a path of the site
    object_uid = models.UUIDField(null=True)
    key = models.CharField(max_length=120)
    is_open = models.BooleanField(default=False)
    at_once = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(Dispatch, null=True, on_delete=models.SET_NULL, related_name="+")
    chat = models.ForeignKey(Dispatch, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_told_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_newest_first"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["recipient", "id"], condition=Q(read_at=None, mail=None), name="notice_to_mail"
            ),
            models.Index(
                fields=["recipient", "id"], condition=Q(read_at=None, chat=None), name="notice_to_chat"
            ),
        ]

    def __str__(self) -> str:
        return self.title
