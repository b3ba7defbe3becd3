"""The invented directive as a fixture."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.site.example import build, weekend_only

from sauro.reading.model import Reading


@pytest.fixture
def reading() -> Reading:
    return build()


@pytest.fixture
def next_working_day() -> Callable[[date], date]:
    return weekend_only
