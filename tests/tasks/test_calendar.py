"""The list as a calendar: what is due on each day, weeks from Monday, days off marked."""

import datetime as dt
from typing import Any

import pytest
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import NOW, day, make
from tests.tasks.test_lists import SEEN, spread  # noqa: F401 - a fixture

from sauro.tasks.listings import settle
from sauro.tasks.lists import Filters, page_of
from sauro.tasks.lists.calendar import IN_MONTH, Calendar, Day, calendar_of
from sauro.tasks.models import Task


def _by_day(found: Calendar) -> dict[dt.date, Day]:
    return {each.day: each for week in found.weeks for each in week}


def test_a_month_is_whole_weeks_from_monday(ward: Ward) -> None:
    found = calendar_of(rights_of(ward.clerk), Filters(), dt.date(2026, 11, 16), now=NOW)
    assert (found.first, found.last) == (dt.date(2026, 10, 26), dt.date(2026, 12, 6))
    assert {week[0].day.weekday() for week in found.weeks} == {0}
    days = _by_day(found)
    assert [days[dt.date(2026, 11, n)].working for n in (16, 20, 21, 22)] == [True, True, False, False]
    assert [each.day for each in days.values() if each.today] == [NOW.date()]
    assert not days[dt.date(2026, 10, 31)].inside


def test_public_holidays_are_days_off(ward: Ward) -> None:
    days = _by_day(calendar_of(rights_of(ward.clerk), Filters(), dt.date(2026, 4, 30), week=True, now=NOW))
    assert [each.working for each in days.values()][3:5] == [False, False]  # 30/4 and 1/5


@pytest.mark.parametrize("who", SEEN)
def test_a_day_holds_what_the_list_of_the_day_holds(spread: Ward, who: str) -> None:  # noqa: F811
    Task.objects.update(due_date=day(2))
    settle(Task.objects.values_list("pk", flat=True))
    access = rights_of(getattr(spread, who))
    found = calendar_of(access, Filters(), NOW.date(), now=NOW)
    listed = page_of(access, Filters(since=day(2), until=day(2)), now=NOW, size=50).rows
    assert _by_day(found)[day(2)].number == len(listed) == found.total
    assert len(listed) == len(SEEN[who])


def test_a_day_names_the_first_and_says_how_many_more(ward: Ward) -> None:
    for number in range(IN_MONTH + 2):
        make(ward, title=f"việc {number}", due_date=day(1))
    make(ward, title="đã xong", due_date=day(1), status="completed", finished_at=NOW)
    held = _by_day(calendar_of(rights_of(ward.clerk), Filters(), NOW.date(), now=NOW))[day(1)]
    assert [task.title for task in held.rows] == [f"việc {number}" for number in range(IN_MONTH)]
    assert (held.number, held.further) == (IN_MONTH + 2, 2)
    page = client_of(ward.clerk).get(f"/nhiem-vu/?layout=calendar&day={day(1):%Y-%m-%d}").content.decode()
    link = f"/nhiem-vu/?since={day(1):%Y-%m-%d}&amp;until={day(1):%Y-%m-%d}"
    assert f'<a class="cal-more" href="{link}">+2</a>' in page
    rows = client_of(ward.clerk).get(link.replace("&amp;", "&")).content.decode().split("<tbody")[1]
    assert rows.count("<tr>") == IN_MONTH + 2


def test_filters_and_tabs_narrow_the_days(ward: Ward) -> None:
    make(ward, due_date=day(-2))
    make(ward, ward.culture, due_date=day(3))
    access = rights_of(ward.clerk)
    assert calendar_of(access, Filters(unit_id=ward.culture.pk), NOW.date(), now=NOW).total == 1
    assert calendar_of(access, Filters(tab="overdue"), NOW.date(), now=NOW).total == 1
    assert (
        calendar_of(access, Filters(tab="completed"), NOW.date(), now=NOW).total == 2
    )  # days are of what is open
    assert calendar_of(access, Filters(until=day(0)), NOW.date(), now=NOW).total == 1


def test_days_behind_what_is_counted_are_left_open(ward: Ward, monkeypatch: Any) -> None:
    monkeypatch.setattr("sauro.tasks.lists.calendar.MOST", 3)
    for offset in (0, 0, 1, 1, 2):
        make(ward, due_date=day(offset))
    found = calendar_of(rights_of(ward.clerk), Filters(), NOW.date(), now=NOW)
    days = _by_day(found)
    assert found.capped
    assert [days[day(offset)].number for offset in (-1, 0, 1, 2)] == [0, 2, None, None]


@pytest.mark.parametrize(
    "query", ["day=mai", "day=0001-01-01", "day=9999-12-31", "span=week&day=9999-12-31", "span=nam"]
)
@pytest.mark.parametrize("layout", ["calendar", "timeline"])
def test_a_mangled_day_still_shows_a_page(ward: Ward, layout: str, query: str) -> None:
    assert client_of(ward.clerk).get(f"/nhiem-vu/?layout={layout}&{query}").status_code == 200


def test_an_empty_month_says_so(ward: Ward) -> None:
    page = client_of(ward.clerk).get("/nhiem-vu/?layout=calendar").content.decode()
    assert "Không có nhiệm vụ đến hạn trong những ngày này" in page
    assert " style=" not in page
