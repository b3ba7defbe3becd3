"""The base of every stored thing: a public identifier, a version for optimistic locking, times of making and change."""

import uuid

import uuid_utils.compat
from django.db import models


class Stale(Exception):
    """Somebody else changed the record since it was read; nothing was stored."""


def new_uid() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): unique anywhere, in order of time."""
    return uuid_utils.compat.uuid7()


def version_in(words: str) -> int:
    """The version that a form sends back; 0, which no record has, for what is none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0


class Record(models.Model):
    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save_version(self, *, expected: int | None = None, update_fields: list[str] | None = None) -> None:
        """Save only where the stored version is `expected` (default: the one that was read), and count it up.

        Raises `Stale` where somebody else was faster. To be called within a transaction.
        """
        read = self.version if expected is None else expected
        taken = type(self)._base_manager.filter(pk=self.pk, version=read).update(version=read + 1)
        if not taken:
            raise Stale(f"{self._meta.label} {self.uid}")
        self.version = read + 1
        fields = None if update_fields is None else [*update_fields, "version", "changed_at"]
        self.save(update_fields=fields)
