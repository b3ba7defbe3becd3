"""From how many days on a task is due soon: what the agency of the person has set, alike in tile, tab and row."""

import datetime as dt

import pytest
from django.utils import timezone
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import make

from sauro.organisation.models import Agency
from sauro.tasks.clock.actions import set_due_soon
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.deadlines import DUE_SOON_DAYS
from sauro.tasks.lists import Filters, counts, page_of

FAR = 6  # days to the date of the task: beyond the default


@pytest.fixture(autouse=True)
def task(ward: Ward) -> None:
    make(ward, due_date=timezone.localdate() + dt.timedelta(days=FAR))


def threshold(ward: Ward, agency: Agency, days: int, in_force: int = 0) -> None:
    clerk = rights_of(ward.clerk)
    begin = clerk.on + dt.timedelta(days=in_force)
    set_due_soon(clerk, agency.uid, days=days, valid_from=begin, source="Quy chế làm việc")


def soon(ward: Ward) -> tuple[int, int, bool, bool]:
    """Tab, its number, the row and the tile of the clerk."""
    access = rights_of(ward.clerk)
    client = client_of(ward.clerk)
    return (
        len(page_of(access, Filters(tab="soon")).rows),
        counts(access, Filters())["soon"].value,
        "due-soon" in client.get("/nhiem-vu/").content.decode(),
        "due-soon" in client.get("/").content.decode(),
    )


def test_without_a_word_of_the_agency_the_default_holds(ward: Ward) -> None:
    assert soon_for(rights_of(ward.clerk)) == DUE_SOON_DAYS
    assert soon(ward)[:3] == (0, 0, False)


@pytest.mark.parametrize(("days", "found"), [(FAR, 1), (FAR - 1, 0)])
def test_the_threshold_of_the_agency_holds_in_tab_number_and_row(ward: Ward, days: int, found: int) -> None:
    threshold(ward, ward.committee, days)
    assert soon(ward)[:3] == (found, found, bool(found))


def test_the_page_of_the_task_says_the_same(ward: Ward) -> None:
    threshold(ward, ward.committee, FAR)
    row = page_of(rights_of(ward.clerk), Filters()).rows[0]
    assert "due-soon" in client_of(ward.clerk).get(f"/nhiem-vu/{row.uid}/").content.decode()


def test_a_threshold_to_come_does_not_hold_yet(ward: Ward) -> None:
    threshold(ward, ward.committee, FAR, in_force=1)
    assert soon(ward)[0] == 0


def test_the_threshold_of_another_agency_is_not_ours(ward: Ward) -> None:
    threshold(ward, ward.party, FAR)
    assert soon_for(rights_of(ward.clerk)) == DUE_SOON_DAYS
    assert soon_for(rights_of(ward.party_clerk)) == FAR


def test_it_is_asked_once_for_a_request(ward: Ward, django_assert_num_queries: object) -> None:
    access = rights_of(ward.clerk)
    soon_for(access)
    with django_assert_num_queries(0):  # type: ignore[operator]
        soon_for(access)
