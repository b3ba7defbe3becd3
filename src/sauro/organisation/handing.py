"""What of a person's work goes to others when he leaves: rooms above say it, in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from sauro.organisation.access import Access
from sauro.organisation.models import Agency, Person, Unit


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that stays behind. `address`: of its page; who may not see it gets its own answer there."""

    uid: UUID
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of things: `open_things` of a person in an agency; `move` gives some to who receives them, in the transaction
    of the receipt, and writes their journal. `address` leads to the page of one.
    """

    kind: str
    words: Promise
    open_things: Callable[[Agency, Person], list[OpenThing]]
    move: Callable[[Access, Person, Person, Sequence[UUID]], None]
    address: Callable[[UUID], str]


sources: dict[str, Source] = {}
# What moves with a unit that is merged into another: (who does it, from, to) in the transaction of the merger.
unit_movers: list[Callable[[Access, Unit, Unit], None]] = []


def register(source: Source) -> None:
    sources[source.kind] = source


def open_things(agency: Agency, person: Person) -> list[tuple[str, OpenThing]]:
    """(kind, thing) of all rooms."""
    return [
        (source.kind, thing) for source in sources.values() for thing in source.open_things(agency, person)
    ]
