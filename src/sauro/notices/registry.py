"""The kinds of notices: each room registers its own in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """`label`: of one notice, for the list and the choices of a person. `counted`: of n notices, for outside:
    '3 nhiệm vụ mới'; it names nobody and nothing.
    """

    name: str
    label: Promise
    counted: Callable[[int], str]


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _kinds.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def kinds() -> list[Kind]:
    """All of them, in the order of their registration."""
    return list(_kinds.values())
