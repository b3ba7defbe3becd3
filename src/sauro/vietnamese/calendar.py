"""Working days of State offices: weekends, public holidays, and the days that the government swaps.

Weekends and holidays come from the library `holidays` (Bộ luật Lao động 2019, Điều 112, and the swaps that it knows).
Importing it takes the best part of a second, so `library_days.json` keeps what it says of the years that documents speak
of (`python -m sauro.vietnamese.calendar` writes it anew; a test compares the two); other years ask the library itself.
`working_days.json` adds swaps that the library lacks, each with the document that orders it. Days of a coming year are
the library's expectation until the government announces them, usually late in the year before.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOverride:
    """A day that is worked or not whatever the calendar says; `reason` and `source` are shown to people."""

    day: date
    working: bool
    reason: str
    source: str


def read_overrides(data: str | bytes) -> list[DayOverride]:
    """The overrides of a JSON text ``{"days": [{"date", "working", "reason", "source"}, …]}``.

    Raises `ValueError` (or `KeyError`) where the text is not such a list, names a day twice or gives no source.
    """
    overrides: list[DayOverride] = []
    for row in json.loads(data)["days"]:
        if not isinstance(row["working"], bool) or not row["source"].strip():
            raise ValueError(f"{row['date']}: 'working' is true or false, and 'source' names a document")
        overrides.append(
            DayOverride(date.fromisoformat(row["date"]), row["working"], row["reason"], row["source"])
        )
    if len({override.day for override in overrides}) < len(overrides):
        raise ValueError("a day stands twice in the overrides")
    return overrides


@dataclass(frozen=True, slots=True)
class LibraryDays:
    """What the library says of whole years: working weekdays that are off, and days of a weekend that are worked."""

    first_year: int
    last_year: int
    off: frozenset[date]
    worked: frozenset[date]

    def covers(self, day: date) -> bool:
        return self.first_year <= day.year <= self.last_year

    def is_working_day(self, day: date) -> bool:
        return day in self.worked if day.weekday() >= 5 else day not in self.off


def ask_library(first_year: int, last_year: int) -> LibraryDays:
    """Every day of the years from `first_year` to `last_year`, asked of the library."""
    import holidays

    country = holidays.country_holidays("VN")
    off: set[date] = set()
    worked: set[date] = set()
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        working = bool(country.is_working_day(day))
        if day.weekday() < 5 and not working:
            off.add(day)
        elif day.weekday() >= 5 and working:
            worked.add(day)
        day += _DAY
    return LibraryDays(first_year, last_year, frozenset(off), frozenset(worked))


@cache
def packaged_library_days() -> LibraryDays:
    """The years that come with this package."""
    data = json.loads(files(__package__).joinpath("library_days.json").read_bytes())
    return LibraryDays(
        data["first_year"],
        data["last_year"],
        frozenset(map(date.fromisoformat, data["off"])),
        frozenset(map(date.fromisoformat, data["worked"])),
    )


@cache
def packaged_overrides() -> tuple[DayOverride, ...]:
    """The overrides that come with this package."""
    return tuple(read_overrides(files(__package__).joinpath("working_days.json").read_bytes()))


class WorkingCalendar:
    """Which days are worked. `overrides` of an office stand above those of the package, these above the library."""

    def __init__(self, overrides: Iterable[DayOverride] = ()) -> None:
        self._overrides = {each.day: each for each in (*packaged_overrides(), *overrides)}
        self._holidays: Any = None

    def is_working_day(self, day: date) -> bool:
        """Whether State offices work on this day."""
        override = self._overrides.get(day)
        if override is not None:
            return override.working
        kept = packaged_library_days()
        if kept.covers(day):
            return kept.is_working_day(day)
        if self._holidays is None:
            import holidays

            self._holidays = holidays.country_holidays("VN")
        return bool(self._holidays.is_working_day(day))

    def next_working_day(self, day: date) -> date:
        """The day itself where it is worked, else the first working day after it.

        A time limit that ends on a weekend or public holiday ends at the end of the next working day (Bộ luật Dân sự
        2015, Điều 148 khoản 5). That is for limits counted in days, weeks or months; a fixed date of an order does not
        move by itself.
        """
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after this day, which itself is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2).

        A negative n counts back, 0 is the day as it is.
        """
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days go by from `first`, not counted, to `last`, counted; negative where `last` is earlier.

        ``working_days_between(d, add_working_days(d, n)) == n``.
        """
        if last < first:
            return -sum(self.is_working_day(last + _DAY * each) for each in range((first - last).days))
        return sum(self.is_working_day(first + _DAY * each) for each in range(1, (last - first).days + 1))


def _write_library_days(first_year: int = 2008, last_year: int = 2032) -> None:
    days = ask_library(first_year, last_year)
    data = {
        "first_year": days.first_year,
        "last_year": days.last_year,
        "off": sorted(day.isoformat() for day in days.off),
        "worked": sorted(day.isoformat() for day in days.worked),
    }
    (Path(__file__).parent / "library_days.json").write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    _write_library_days()
