"""What cases are about stands in rooms above. They say here what a kind is called, who may see it and what happens when
a case about it ends; they fill it in `AppConfig.ready()`.

    register(Kind("task", pgettext_lazy("subject", "Task"), find=subject_of_task, ended=case_of_task_ended))
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from sauro.organisation.access import Access
from sauro.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that a case is about. `interested`: keys of people whose own matter it is; they decide nothing in it."""

    title: str
    address: str
    interested: frozenset[int] = frozenset()
    due: date | None = None


def _nothing(access: Access, case: Case) -> None:
    """A kind to which the end of a case means nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`find`: the thing with this public identifier, None where the person may not see it. `ended`: called within the
    transaction in which the case ends, `case.state` says how.
    """

    name: str
    label: Promise
    find: Callable[[Access, uuid.UUID], Subject | None]
    ended: Callable[[Access, Case], None] = _nothing


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    kinds[kind.name] = kind


def subject_of(access: Access, kind: str, uid: uuid.UUID | None) -> Subject | None:
    """What the case is about, None where it stands by itself or the person may not see it."""
    known = kinds.get(kind)
    return known.find(access, uid) if known is not None and uid is not None else None
