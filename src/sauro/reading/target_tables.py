"""Tables of targets: a row is a target, its figure stands in a column of its own ('Kế hoạch năm 2026', 'Mức phấn đấu').

Several columns of figures ('Đến hết năm 2026', 'Đến năm 2030') are several targets, each with the period of its column.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from sauro.reading.cells import Cell, Row, Table
from sauro.reading.columns import Header, header_of, repeats_header, role_of
from sauro.reading.model import Comparator, Span, Target
from sauro.vietnamese.text import fold
from sauro.vietnamese.times import scan

_AIMS = re.compile(
    r"\b(?:ke hoach|muc tieu|muc phan dau|phan dau|chi tieu|giao|den (?:het )?nam|nam 20\d\d|tam nhin|gia tri|so luong|dinh muc)\b|\A20\d\d\Z"
)
_REPORTS = re.compile(
    r"\b(?:thuc hien|uoc|ket qua|da dat|cung ky|so voi|hien trang|hien nay|ty le)\b|\bnam truoc\b"
)
_VALUE = re.compile(
    r"\s*(?P<before>[^\d|]{0,24}?)\s*(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*(?P<unit>%|[^\W\d_][^|;.,\d]{0,30})?(?P<after>.*)\Z",
    re.DOTALL,
)
_UNIT_IN_NAME = re.compile(r"\((?P<unit>%|[^\W\d_][^()\d]{0,24})\)\s*\Z")
_COMPARATORS: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"≥|>=|\b(?:tren|tu|it nhat|toi thieu|khong duoi|hon|khong thap hon)\b"), ">="),
    (re.compile(r"≤|<=|<|\b(?:duoi|khong qua|toi da|khong vuot|con|giam con)\b"), "<="),
    (re.compile(r">|\bvuot\b"), ">"),
)
_UP = re.compile(r"\btro len\b")
_DOWN = re.compile(r"\btro xuong\b")
_NEVER = 9999
_TITLE = 400  # characters above a table in which its period may stand
_MOST_WORDS = 60  # characters of a cell that holds a figure; more is a sentence


def is_target_table(text: str, table: Table) -> bool:
    """Whether the rows of the table are targets."""
    header = header_of(table, text)
    return header is not None and bool(_value_columns(text, table, header))


def targets_of_tables(
    text: str, tables: Sequence[Table], year: int | None, page: Callable[[int], int | None]
) -> list[Target]:
    """The targets of all tables of targets, in order; `year` is that of the document, for a period without one.

    A quote goes from the name of the target to its figure, bars included. `unit` as printed in its column, the cell or
    behind the name; `period_end` from the label of the column, the row's 'Thời hạn', else the title above the table.
    """
    found: list[Target] = []
    for table in tables:
        header = header_of(table, text)
        columns = _value_columns(text, table, header) if header else []
        if header and columns:
            found += _of_table(text, table, header, columns, year, page)
    return found


def _value_columns(text: str, table: Table, header: Header) -> list[int]:
    """The columns of figures to reach; [] where the table holds no targets."""
    name = header.columns.get("target")
    if name is None or {"task", "petition", "score", "money"} & set(header.columns):
        return []
    rows = table.rows[header.rows :]
    labelled = [
        column
        for column, label in enumerate(header.labels)
        if column != name
        and role_of(label) in (None, "target", "time")
        and _AIMS.search(fold(label))
        and not _REPORTS.search(fold(label))
    ]
    reported = [_year_of(label) for label in header.labels if _REPORTS.search(fold(label))]
    if reported:  # beside what was reached only the figures of a later year are still to be reached
        last = max(year or _NEVER for year in reported)
        labelled = [column for column in labelled if (_year_of(header.labels[column]) or 0) > last]
    return [column for column in labelled if any(_figure(text, row, column) for row in rows)]


def _year_of(label: str) -> int | None:
    years = re.findall(r"\b20\d\d\b", label)
    return int(years[-1]) if years else None


def _figure(text: str, row: Row, column: int) -> re.Match[str] | None:
    if column >= len(row.cells):
        return None
    cell = row.cells[column]
    words = text[cell.start : cell.end]
    return _VALUE.match(words) if len(words) <= _MOST_WORDS else None


def _of_table(
    text: str,
    table: Table,
    header: Header,
    columns: Sequence[int],
    year: int | None,
    page: Callable[[int], int | None],
) -> Iterator[Target]:
    name = header.columns["target"]
    labels = [_period_of_label(header.labels[column], year) for column in columns]
    title = _last_day(text, (max(0, table.start - _TITLE), table.start), year)
    for row in table.rows[header.rows :]:
        if (
            name >= len(row.cells)
            or not row.cells[name].words(text)
            or repeats_header(row, text, table, header)
        ):
            continue
        own = _period_of_row(text, row, header, columns, year)
        for column, label in zip(columns, labels, strict=True):
            figure = _figure(text, row, column)
            if figure is None:
                continue
            at = _span(text, row.cells[name], row.cells[column])
            yield Target(
                quote=text[at[0] : at[1]],
                at=at,
                page=page(at[0]),
                task=None,
                value=figure["value"],
                unit=_unit(text, row, header, name, figure),
                comparator=_comparator(figure),
                period_end=own or label or title,
            )


def _span(text: str, name: Cell, value: Cell) -> Span:
    start, end = min(name.start, value.start), max(name.end, value.end)
    while start < end and text[start] in "*_ ":
        start += 1
    while end > start and text[end - 1] in "*_ ;.,":
        end -= 1
    return start, end


def _unit(text: str, row: Row, header: Header, name: int, figure: re.Match[str]) -> str | None:
    column = header.columns.get("unit")
    own = row.cells[column].words(text) if column is not None and column < len(row.cells) else ""
    if own:
        return own
    if figure["unit"]:
        return re.split(r"\s+(?:trở|trong|đến|mỗi)\b", figure["unit"])[0].strip()
    named = _UNIT_IN_NAME.search(row.cells[name].words(text))
    return named["unit"].strip() if named else None


def _comparator(figure: re.Match[str]) -> Comparator:
    after = fold(f"{figure['unit'] or ''} {figure['after']}")
    if _UP.search(after):
        return ">="
    if _DOWN.search(after):
        return "<="
    before = fold(figure["before"])
    return next((comparator for pattern, comparator in _COMPARATORS if pattern.search(before)), "=")


def _period_of_label(label: str, year: int | None) -> str | None:
    named = _year_of(label)
    return _last_day(label, (0, len(label)), year) or (f"{named}-12-31" if named else None)


def _period_of_row(
    text: str, row: Row, header: Header, columns: Sequence[int], year: int | None
) -> str | None:
    column = header.columns.get("time")
    if column is None or column in columns or column >= len(row.cells):
        return None
    cell = row.cells[column]
    return _last_day(text, (cell.start, cell.end), year)


def _last_day(text: str, at: Span, year: int | None) -> str | None:
    days = [
        time.end_date
        for time in scan(text, *at, year=year)
        if time.kind in ("by", "within_period", "between") and time.end_date is not None
    ]
    return days[-1] if days else None
