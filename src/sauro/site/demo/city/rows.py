"""Rows by the hundred thousand: one prepared statement on SQLite, COPY on PostgreSQL.

Values are given as both databases take them: text, whole numbers, bytes, None; a point in time as
'2026-01-31 02:03:04' (UTC), an identifier as 32 hexadecimal digits, JSON as its text.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Row = Sequence[Any]


class Table:
    """Collects the rows of a model: those columns that are named, and for all others the default of the field.

    Keys are given by the table itself, in order. Raises `ValueError` for a column that has no fixed default.
    """

    def __init__(self, model: type[models.Model], *named: str) -> None:
        self.model = model
        fields = {
            field.column: field
            for field in model._meta.concrete_fields
            if field.column != "id" and not field.generated
        }
        unknown = set(named) - fields.keys()
        if unknown:
            raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        others = [column for column in fields if column not in named]
        self.rest = tuple(_default(fields[column]) for column in others)
        self.columns = ("id", *named, *others)
        self.last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self.rows: list[Row] = []

    def add(self, *values: Any) -> int:
        """Takes a row; gives its key."""
        self.last += 1
        self.rows.append((self.last, *values, *self.rest))
        return self.last

    def write(self) -> None:
        """Stores what was collected."""
        rows, self.rows = self.rows, []
        insert(self.model._meta.db_table, self.columns, rows)

    def count_on(self) -> None:
        """Lets the database go on counting behind the last key."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)


def _default(field: "models.Field[Any, Any]") -> Any:
    if field.has_default():
        if callable(field.default) and field.default not in (list, dict):
            raise ValueError(f"{field.column} is to be named: its default changes from row to row")
        value = field.get_default()
        return json.dumps(value) if isinstance(value, list | dict) else value
    if field.null:
        return None
    if field.empty_strings_allowed:
        return ""
    raise ValueError(f"{field.column} has no default")


def insert(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Stores rows of plain values."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write("\n".join("\t".join(map(_copied, row)) for row in rows) + "\n")
        else:
            marks = ", ".join("?" * len(columns))
            # The names are the model's own.
            cursor.cursor.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                rows,
            )


def _copied(value: Any) -> str:
    """A value in the text format of COPY."""
    return _FORMS.get(type(value), _text)(value)


def _text(value: str) -> str:
    if "\\" in value or not value.isprintable():
        value = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value


_FORMS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    int: str,
    bytes: lambda value: f"\\\\x{value.hex()}",
    bool: lambda value: "t" if value else "f",
}


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Lets the database work without the care that only rows of unknown origin need: references are not looked up
    again, and SQLite waits for no disk. Ordinary care within a transaction, and where PostgreSQL does not allow it.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-300000")
            try:
                yield
            finally:
                cursor.execute("PRAGMA foreign_keys=ON")
                cursor.execute("PRAGMA synchronous=NORMAL")
                cursor.execute("PRAGMA cache_size=-2000")
            return
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = CURRENT_USER")
        may = bool(cursor.fetchone()[0])
        cursor.execute("SET synchronous_commit = OFF")
        if may:
            cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET synchronous_commit = ON")
            if may:
                cursor.execute("SET session_replication_role = DEFAULT")
