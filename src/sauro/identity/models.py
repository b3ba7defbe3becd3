"""Workspace (a ward, a city: the isolation boundary on every row) and user."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

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

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser, Record):
    """Somebody who logs in. What he may do comes from his posts (`organisation`), never from a flag here."""

    username = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
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
