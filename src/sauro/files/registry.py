"""What rooms above add to the page of the machine; they fill it in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sauro.files.ports import Access


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: figures alone. `warning`: what somebody has to do; '' where all is well."""

    title: str
    warning: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)


# Asked after the page has found that the person runs the system.
panels: list[Callable[[Access], Panel]] = []
