"""Workspace (a ward, a city: the isolation boundary on every row), user, and what his second factor is made of."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from sauro.identity.records import Record


class Workspace(Record):
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get(self, *args: Any, **kwargs: Any) -> "User":
        """With the workspace, which every page names: this is how a session finds its user."""
        return self.get_queryset().select_related("workspace").get(*args, **kwargs)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser, Record):
    """Somebody who logs in. What he may do comes from his posts (`organisation`), never from a flag here."""

    username = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)  # False: locked by an administrator
    # Of a password that an administrator has given: until when it opens the door, and it must be changed behind it.
    one_time_until = models.DateTimeField(null=True, blank=True)
    session_round = models.PositiveIntegerField(default=1)  # counted up, it ends all sessions
    needs_second_factor = models.BooleanField(default=False)
    single_keys = models.BooleanField(
        default=True
    )  # WCAG 2.1.4: keyboard shortcuts of one key can be switched off
    language = models.CharField(max_length=5, default="vi")

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be one of this person; for Django, which asks at every request."""
        value = f"{self.session_round}.{self.password}"
        return salted_hmac("sauro.identity.session", value, secret=secret, algorithm="sha256").hexdigest()


class Authenticator(Record):
    """An application that shows codes (`totp`). A person has at most one in use, and one that he is setting up."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="authenticators")
    secret = models.CharField(max_length=128)  # hexadecimal
    confirmed = models.BooleanField(default=False)
    last_step = models.BigIntegerField(default=-1)  # a code counts once
    drift = models.SmallIntegerField(default=0)  # steps by which its clock differs from ours
    failures = models.PositiveIntegerField(default=0)  # wrong codes in a row, recovery codes as well
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="authenticator_in_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {'in use' if self.confirmed else 'being set up'}"


class RecoveryCode(models.Model):
    """A code on paper, for one use; the row goes with its use. Kept is its Argon2 hash and, to find it, its head."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes")
    head = models.CharField(max_length=2)
    hash = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["user", "head"], name="recovery_code_by_head")]

    def __str__(self) -> str:
        return f"{self.user} · {self.head}…"
