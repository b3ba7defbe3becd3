"""After every test of this room the lists' table says what the tasks say."""

from collections.abc import Iterator

import pytest
from tests.tasks.making import listings_from_tasks, stored_listings


@pytest.fixture(autouse=True)
def listings_follow_the_tasks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each action has to keep `Listing` right (`listings.settle`): one that forgets fails its own test here."""
    there = "ward" in request.fixturenames
    if there:
        request.getfixturevalue("ward")  # so that the database is still there afterwards
    yield
    if there:
        assert stored_listings() == listings_from_tasks()
