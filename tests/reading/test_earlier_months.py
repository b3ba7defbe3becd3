"""A directive whose dates are all some months earlier is read the same, with the dates some months earlier."""

import calendar
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.directives import NAMES, text_of

from sauro.reading import read_text

PRINTED = re.compile(r"(?<![\d/.])(\d{1,2})(/|\s*tháng\s*)(\d{1,2})(/|\s*năm\s*)(20\d\d)(?!\d)")


def moved(day: date, months: int) -> date:
    """The same day some months later or earlier, the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def moved_text(text: str, months: int) -> str:
    def printed(found: re.Match[str]) -> str:
        day, between, month, before, year = found.groups()
        later = moved(date(int(year), int(month), int(day)), months)
        return f"{later.day:02d}{between}{later.month}{before}{later.year}"

    return PRINTED.sub(printed, text)


def plain(words: str) -> str:
    return "".join(words.split())


def task_lines(text: str, months: int) -> list[Any]:
    """What is read of each task; its full dates moved by so many months.

    A month without a year ('trong tháng 9') is left out: of a document of December it would be over.
    """
    lines: list[Any] = []
    for task in read_text(text).tasks:
        times = [
            (
                each.kind,
                each.recurrence,
                plain(moved_text(each.text, months)),
                moved(date.fromisoformat(each.end_date), months).isoformat()
                if each.end_date and PRINTED.search(each.text)
                else None,
            )
            for each in task.deadlines
            if PRINTED.search(each.text) or not each.end_date
        ]
        owners = [plain(owner.text) for owner in task.owners]
        product = plain(moved_text(task.deliverable.text, months)) if task.deliverable else None
        lines.append((plain(moved_text(task.quote, months)), owners, task.task_kind, product, times))
    return lines


@pytest.mark.parametrize("name", NAMES)
@given(months=st.integers(-14, -1))
@settings(max_examples=3)
def test_earlier_months_change_nothing_but_the_dates(name: str, months: int) -> None:
    text = text_of(name)
    earlier = moved_text(text, months)
    assert earlier != text
    assert task_lines(earlier, 0) == task_lines(text, months)
