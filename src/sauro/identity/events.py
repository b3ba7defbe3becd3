"""Tells the rooms above what a person did with his own login: the journal stands a floor higher.

The upper room adds its function in `AppConfig.ready()`:

    events.listeners.append(lambda user, by, action, data: ...)
"""

from collections.abc import Callable

from sauro.identity.models import User

# The user, who did it (None: the system, by an action of a room above), 'identity.verb', what changed.
Listener = Callable[[User, User | None, str, dict[str, object]], None]
listeners: list[Listener] = []


def tell(user: User, action: str, *, by: User | None, **data: object) -> None:
    """Called by the actions within their transaction: a listener that fails undoes the action."""
    for listener in listeners:
        listener(user, by, action, data)
