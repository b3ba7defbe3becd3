"""What each layout of the list shows: table, groups, board, timeline, calendar. Words and addresses, no decision."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from sauro.organisation.access import Access
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.columns import also_for, heading_of, title_heading
from sauro.tasks.forms import GROUP_OF_NONE, SPAN_WORDS, STATUS_WORDS, FilterForm
from sauro.tasks.life import STEP_WORDS, Rule, Step, cannot, leads_to, may_not, part_of, rule_of
from sauro.tasks.lists import page_of
from sauro.tasks.lists.board import Board, Column, board_of
from sauro.tasks.lists.calendar import Calendar, Day, calendar_of
from sauro.tasks.lists.groups import groups_of
from sauro.tasks.lists.timeline import Bar, Window, timeline_of, window_of
from sauro.tasks.models import STATUS_ORDER, Task
from sauro.tasks.presentation import Row, row_of
from sauro.tasks.queries import Names, RollUp, lead_of, names_in, supports_of
from sauro.tasks.step_forms import FIELDS

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Heading:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one head; `address` is that of the whole group, `more` of its next rows ('' at its end)."""

    key: int
    words: str
    number: int
    rows: list[Row]
    address: str
    more: str


def table(access: Access, form: FilterForm, cursor: str, now: dt.datetime) -> dict[str, Any]:
    columns, soon = form.chosen_columns, soon_for(access)
    page = page_of(access, form.filters(), cursor=cursor, now=now, also=also_for(columns))
    return {
        "rows": [
            row_of(task, now, page.names[task.pk], page.roll_ups.get(task.pk), columns, soon=soon)
            for task in page.rows
        ],
        "next_address": form.address(cursor=page.next_cursor) if page.next_cursor else "",
        "cursor": cursor,
        **_headings(columns),
    }


def _headings(columns: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title_heading": title_heading(columns),
        "headings": [Heading(name, str(heading_of(name, columns))) for name in columns],
        "width": len(columns) + 2,
    }


def groups(access: Access, form: FilterForm, first: str, now: dt.datetime) -> dict[str, Any]:
    """`first`: the number of the head at which the page begins, as the address says it."""
    columns, by = form.chosen_columns, form.cleaned_data["group"]
    soon = soon_for(access)
    at = int(first) if first.isascii() and first.isdigit() and len(first) < 6 else 0
    found = groups_of(access, form.filters(), by, first=at, now=now, also=also_for(columns))
    page = found.page
    shown = []
    for group in found.groups:
        rows = [
            row_of(task, now, page.names[task.pk], page.roll_ups.get(task.pk), columns, soon=soon)
            for task in group.rows
        ]
        inside = str(group.key)
        more = form.address(within=inside, cursor=group.next_cursor) if group.next_cursor else ""
        words = group.name or str(GROUP_OF_NONE[by])
        shown.append(RowGroup(group.key, words, group.number, rows, form.address(within=inside), more))
    return {
        "groups": shown,
        "rows": any(group.rows for group in shown),
        "capped": found.capped,
        "next_address": form.address(first=str(found.next_first)) if found.next_first else "",
        "first": at,
        **_headings(columns),
    }


@dataclass(frozen=True, slots=True)
class Move:
    """A step that the person may take on a card. `to`: the status that it leads to, '' where it stays."""

    step: str
    words: str
    to: str
    has_form: bool


@dataclass(frozen=True, slots=True)
class Card:
    task: Task
    row: Row
    moves: list[Move]
    hidden: dict[str, Any]  # version and key, for steps that a button alone takes


@dataclass(frozen=True, slots=True)
class ShownColumn:
    status: str
    words: str
    column: Column
    cards: list[Card]
    address: str  # all of them as a table
    more: str


# The steps that a board offers: those that move a card, and those without which it does not move.
_ON_BOARD = (
    Step.RECEIVE, Step.APPROVE, Step.UPDATE_PROGRESS, Step.SUBMIT_FOR_SIGNATURE, Step.SUBMIT_DELIVERABLE,
    Step.ACCEPT_DELIVERABLE, Step.RETURN_FOR_REWORK, Step.RECALL, Step.RESUME, Step.SUSPEND, Step.REFUSE, Step.CANCEL,
)  # fmt: skip


def board(access: Access, form: FilterForm, now: dt.datetime, *, only: str, cursor: str) -> dict[str, Any]:
    """`only`: a status, where further cards of one column are asked for."""
    wanted = only if only in STATUS_ORDER else ""
    found = board_of(access, form.filters(), only=wanted, cursor=cursor if wanted else "", now=now)
    return {"columns": [_column(access, form, found, column, now) for column in found.columns]}


def _column(access: Access, form: FilterForm, found: Board, column: Column, now: dt.datetime) -> ShownColumn:
    more = form.address(column=column.status, cursor=column.next_cursor) if column.next_cursor else ""
    return ShownColumn(
        column.status,
        str(STATUS_WORDS[column.status]),
        column,
        [_card(access, task, found.roll_ups.get(task.pk), now) for task in column.rows],
        form.address(layout="", status=column.status),
        more,
    )


def _card(access: Access, task: Task, roll_up: RollUp | None, now: dt.datetime) -> Card:
    lead = lead_of(task)
    names = Names(supports=[_name(party) for party in supports_of(task)])
    names.lead = _name(lead) if lead else ""
    moves = moves_of(access, task, is_whole=roll_up is not None)
    return Card(
        task,
        row_of(task, now, names, roll_up, soon=soon_for(access)),
        moves,
        {"version": task.version, "key": uuid4()},
    )


def _name(party: Any) -> str:
    if party.unit is not None:
        return party.unit.short_name or party.unit.name
    return party.person.full_name if party.person is not None else party.name


def moves_of(access: Access, task: Task, *, is_whole: bool) -> list[Move]:
    """The steps of the board that are open to the person on this task, as `life.RULES` has them."""
    part = part_of(access, task)
    open_to_him = (
        rule
        for rule in (rule_of(step, task) for step in _ON_BOARD)
        if not may_not(rule, part) and not cannot(rule, task, is_whole=is_whole)
    )
    return [_move(rule, task) for rule in open_to_him]


def _move(rule: Rule, task: Task) -> Move:
    to = leads_to(rule, task)
    words = str(STATUS_WORDS[to]) if to != task.status else ""
    return Move(rule.step.value, str(STEP_WORDS[rule.step]), words, bool(FIELDS[rule.step]))


@dataclass(frozen=True, slots=True)
class Tick:
    """A week or a month at the head of a timeline. `x`: where it begins, in percent."""

    words: str
    under: str
    x: float


@dataclass(frozen=True, slots=True)
class ShownBar:
    bar: Bar
    row: Row
    told: str  # for those who do not see the picture


def timeline(access: Access, form: FilterForm, cursor: str, now: dt.datetime) -> dict[str, Any]:
    months = form.cleaned_data.get("span") == "months"
    today = timezone.localtime(now).date()
    day = form.cleaned_data.get("day") or (today.replace(day=1) if months else today - 14 * _DAY)
    window = window_of(_within_years(day), months=months)
    found = timeline_of(access, form.filters(), window, cursor=cursor, now=now)
    rows = found.page
    names, soon = rows.names, soon_for(access)
    shown = [
        (
            lead,
            [
                _shown(
                    bar, row_of(bar.task, now, names[bar.task.pk], rows.roll_ups.get(bar.task.pk), soon=soon)
                )
                for bar in bars
            ],
        )
        for lead, bars in found.groups
    ]
    return {
        "window": window,
        "ticks": _ticks(window),
        "bar_groups": shown,
        "today_x": found.today,
        "next_address": form.address(cursor=rows.next_cursor) if rows.next_cursor else "",
        "cursor": cursor,
        "spans": [
            (SPAN_WORDS[name], form.address(span=name, day=""), (name == "months") == months)
            for name in ("weeks", "months")
        ],
        "earlier": form.address(day=f"{window.before:%Y-%m-%d}"),
        "later": form.address(day=f"{window.after:%Y-%m-%d}"),
        "now_address": form.address(day=""),
        "span_words": f"{window.first:%d/%m/%Y} – {window.last:%d/%m/%Y}",
    }


def _within_years(day: dt.date) -> dt.date:
    """A day whose neighbours can be reckoned with."""
    return min(max(day, dt.date(1900, 1, 1)), dt.date(2200, 12, 31))


def _ticks(window: Window) -> list[Tick]:
    shares = [round(100 * n / window.columns, 3) for n in range(window.columns)]
    if window.by == "months":
        return [
            Tick(pgettext("tick", "M%(n)s") % {"n": start.month}, str(start.year), x)
            for start, x in zip(window.starts, shares, strict=False)
        ]
    return [
        Tick(f"{start:%d/%m}", pgettext("tick", "week %(n)s") % {"n": start.isocalendar().week}, x)
        for start, x in zip(window.starts, shares, strict=False)
    ]


def _shown(bar: Bar, row: Row) -> ShownBar:
    told = gettext("from %(start)s to %(end)s") % {
        "start": f"{timezone.localdate(bar.task.created_at):%d/%m/%Y}",
        "end": row.date,
    }
    if bar.task.next_milestone:
        day = f"{bar.task.next_milestone:%d/%m/%Y}"
        told += ", " + pgettext("timeline", "next milestone %(day)s") % {"day": day}
    return ShownBar(bar, row, f"{told}, {row.state_words or row.status_words}")


@dataclass(frozen=True, slots=True)
class ShownDay:
    day: Day
    rows: list[Row]
    address: str  # the list of what is due on that day
    words: str


def calendar(access: Access, form: FilterForm, now: dt.datetime) -> dict[str, Any]:
    week = form.cleaned_data.get("span") == "week"
    today = timezone.localtime(now).date()
    day = _within_years(form.cleaned_data.get("day") or today)
    found = calendar_of(access, form.filters(), day, week=week, now=now)
    before, after = _neighbours(day, week=week)
    named = [task.pk for row in found.weeks for each in row for task in each.rows]
    names = names_in(named) if week and named else {}
    soon = soon_for(access)
    return {
        "weeks": [[_shown_day(form, each, names, now, soon) for each in row] for row in found.weeks],
        "week_numbers": [row[0].day.isocalendar().week for row in found.weeks],
        "is_week": week,
        "calendar": found,
        "span_words": _calendar_words(found, day, week=week),
        "spans": [
            (SPAN_WORDS[name], form.address(span=name), (name == "week") == week)
            for name in ("month", "week")
        ],
        "earlier": form.address(day=f"{before:%Y-%m-%d}"),
        "later": form.address(day=f"{after:%Y-%m-%d}"),
        "now_address": form.address(day=""),
        "weekdays": [
            pgettext("weekday", "Monday"),
            pgettext("weekday", "Tuesday"),
            pgettext("weekday", "Wednesday"),
            pgettext("weekday", "Thursday"),
            pgettext("weekday", "Friday"),
            pgettext("weekday", "Saturday"),
            pgettext("weekday", "Sunday"),
        ],
    }


def _neighbours(day: dt.date, *, week: bool) -> tuple[dt.date, dt.date]:
    if week:
        return day - 7 * _DAY, day + 7 * _DAY
    first = day.replace(day=1)
    return (first - _DAY).replace(day=1), (first + 31 * _DAY).replace(day=1)


def _calendar_words(found: Calendar, day: dt.date, *, week: bool) -> str:
    if week:
        return gettext("Week %(n)s: %(first)s – %(last)s") % {
            "n": found.first.isocalendar().week,
            "first": f"{found.first:%d/%m/%Y}",
            "last": f"{found.last:%d/%m/%Y}",
        }
    return pgettext("calendar", "Month %(month)s/%(year)s") % {"month": day.month, "year": day.year}


def _shown_day(form: FilterForm, day: Day, names: dict[int, Names], now: dt.datetime, soon: int) -> ShownDay:
    exact = f"{day.day:%Y-%m-%d}"
    tab = "" if form.cleaned_data.get("tab") in ("completed", "all") else form.cleaned_data.get("tab", "")
    return ShownDay(
        day,
        [row_of(task, now, names.get(task.pk, Names()), soon=soon) for task in day.rows],
        form.address(layout="", tab=tab, since=exact, until=exact, span="", day="", group="", within=""),
        f"{day.day:%d/%m/%Y}",
    )
