"""What the auditor takes away: the lines of his view as CSV or as a workbook, newest first, up to a limit."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import pgettext

from sauro.identity.models import User
from sauro.journal.audit import Filters, Line, Lines

MOST = 20_000
_AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Page = Callable[..., Lines]


def lines(user: User, page: Page, filters: Filters) -> Iterator[Line]:
    cursor, told = "", 0
    while told < MOST:
        found = page(user, filters, cursor=cursor, size=min(_AT_ONCE, MOST - told))
        yield from found.rows
        told += len(found.rows)
        cursor = found.next_cursor
        if not cursor:
            return


def escaped(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def head() -> list[str]:
    return [
        pgettext("audit", "Number"), pgettext("audit", "Time"), pgettext("audit", "Person"),
        pgettext("audit", "What"), pgettext("audit", "Object"), pgettext("audit", "Identifier"),
    ]  # fmt: skip


def cells(line: Line, words: Callable[[Line], str], title: Callable[[Line], str]) -> list[str]:
    quotes = "; ".join(f"{label}: {text}" if label else text for label, text in line.quotes)
    at: datetime = timezone.localtime(line.at)
    return [
        str(line.number or ""),
        f"{at:%d/%m/%Y %H:%M:%S}",
        escaped(line.actor or pgettext("journal", "The system")),
        escaped(f"{words(line)}: {quotes}" if quotes else words(line)),
        escaped(title(line)),
        str(line.uid),
    ]


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """UTF-8 with a mark in front, by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head())
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterator[list[str]]) -> bytes:
    import openpyxl  # loads slowly

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("audit", "Journal"))
    for letter, width in zip("ABCDEF", (10, 20, 28, 60, 60, 38), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append(head())
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
