"""How far an extraction is: whoever extracts pages says so, whoever waits for them may listen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Progress = Callable[[int, int], None]
"""Called with the pages that are done and all pages of the file."""

_recognising: ContextVar[bool] = ContextVar("recognising", default=False)
_listener: ContextVar[Progress | None] = ContextVar("progress", default=None)


def progress(done: int, total: int) -> None:
    """`done` of `total` pages are extracted. To be called after each page; costs nothing where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def listening(listener: Progress | None) -> Iterator[None]:
    """Whatever is extracted in the block is told to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def recognising() -> Iterator[None]:
    """The pages of the block are recognised from pictures, which takes seconds for each."""
    token = _recognising.set(True)
    try:
        yield
    finally:
        _recognising.reset(token)


def is_recognising() -> bool:
    return _recognising.get()
