"""A kind of notices that belongs to no room."""

from collections.abc import Iterator

import pytest
from tests.starting import start_django


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    start_django()
    from tests.notices.telling import KIND

    from sauro.notices import registry

    known = dict(registry._kinds)
    registry.register(KIND)
    yield
    registry._kinds.clear()
    registry._kinds.update(known)
