"""What the auditor's view needs of the rooms above: `site` plugs it in when the program starts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from sauro.identity.models import User
from sauro.journal.queries import Event


@dataclass(frozen=True, slots=True)
class Rights:
    """`access`: of the person, handed back to the functions below. `whole`: he reads all changes and look-ups of his
    workspace; otherwise changes of the system alone.
    """

    access: Any
    whole: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """An object that the person may see: how it is called, and its address ('' where it has no page)."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words. `quotes`: (label or '', words)."""

    words: str
    quotes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ports:
    rights: Callable[[User], Rights | None]  # None: the person has nothing to do here
    subjects: Callable[[Any, Mapping[str, Iterable[UUID]]], dict[UUID, Subject]]  # by kind; those he may see
    tell: Callable[[Event], Told]
    find: Callable[
        [Any, str], list[UUID]
    ]  # objects in whose words a text stands, newest first, not all of many
    actions: Mapping[
        str, Mapping[str, Promise]
    ]  # room → action → words: 'tasks' → 'tasks.assign' → 'assigned the task'
    rooms: Mapping[str, Promise]  # how a group of actions is called
    kinds: Mapping[str, Promise]  # how a kind of object is called
    system: frozenset[str]  # the actions that the administrator may see
    opened: Mapping[
        str, str
    ]  # name of an address with a `uid` → kind of what is opened there: the look-up log


_plugged: list[Ports] = []


def plug_in(ports: Ports) -> None:
    _plugged[:] = [ports]


def ports() -> Ports:
    if not _plugged:
        raise RuntimeError("nothing is plugged into sauro.journal (sauro.journal.ports.plug_in)")
    return _plugged[0]
