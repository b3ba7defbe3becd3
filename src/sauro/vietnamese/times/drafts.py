"""A time expression as the scanner has found it, before anything is computed."""

from dataclasses import dataclass, field
from typing import Literal

from .durations import FoundDuration
from .periods import Core
from .rhythms import Rhythm

Role = Literal["by", "from", "after", "within", "at", "bare"]


@dataclass(slots=True)
class Draft:
    """An expression as found: tokens `first` to `next`, not yet computed.

    `cores` is one day or period, the two ends of a range, or a list of days whose tokens are `places`.
    """

    first: int
    next: int
    role: Role = "bare"
    relation: str | None = None
    strict: bool = False
    cores: list[Core] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    ranged: bool = False
    listed: bool = False  # each core for itself: 'quý II và quý IV'
    time: str | None = None
    timed: bool = False
    rhythm: Rhythm | None = None
    which: str = ""
    term: FoundDuration | None = None
    anchor: tuple[int, int] | None = None
    open_ended: bool = False
