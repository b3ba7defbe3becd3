"""Telling somebody something."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_noop

from sauro.notices.actions import Word, tell
from sauro.notices.models import Notice, Preference
from sauro.notices.registry import Kind
from sauro.organisation.models import Person

KIND = Kind("test.said", gettext_noop("Lời nhắn"), lambda n: f"{n} lời nhắn mới")
SILENT = "Rà soát hồ sơ nhạy cảm tại ngõ 5"
HERE = dt.timezone(dt.timedelta(hours=7))
MORNING = dt.datetime(2026, 11, 16, 6, 30, tzinfo=HERE)  # a Monday
AFTER = MORNING.replace(hour=8)
SATURDAY = dt.datetime(2026, 11, 14, 8, 0, tzinfo=HERE)


def word(person: Person, key: str = "a", **fields: Any) -> Word:
    given = {"kind": KIND.name, "title": SILENT, "link": "/nhiem-vu/", **fields}
    return Word(recipient_id=person.user_id, key=key, **given)


def say(person: Person, key: str = "a", at: dt.datetime = MORNING, **fields: Any) -> Notice:
    """A notice that came in at that moment."""
    tell(person.workspace, [word(person, key, **fields)])
    Notice.objects.filter(recipient=person.user, key=key).update(created_at=at)
    return Notice.objects.get(recipient=person.user, key=key)


def with_mail(person: Person, **chosen: Any) -> Person:
    """The person has an e-mail address and has chosen how to be told."""
    person.user.email = f"{person.user.username}@phuong.example"
    person.user.save(update_fields=["email"])
    if chosen:
        Preference.objects.update_or_create(user=person.user, defaults=chosen)
    return person
