"""What a whole folder holds: one workbook of all tasks for a clerk, one list of files for a program."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sauro import __version__
from sauro.reading import words
from sauro.reading.model import Reading
from sauro.site.cli.folder.plan import Failure, Record
from sauro.site.cli.output import write_file

if TYPE_CHECKING:
    from openpyxl import Workbook

SCHEMA = "sauro.folder/1"
BEFORE = (("STT", 6), ("Văn bản", 30), (words.FIELD["issue_date"], 16))
BEHIND = ("Tệp", 40)
DOCUMENT_COLUMNS = (
    ("STT", 6),
    BEHIND,
    (words.FIELD["document_type"], 20),
    (words.FIELD["reference_number"], 22),
    (words.FIELD["issue_date"], 16),
    (words.FIELD["issuing_agency"], 34),
    (words.FIELD["subject"], 60),
    ("Số nhiệm vụ", 12),
)
FAILURE_COLUMNS = (("STT", 6), BEHIND, ("Vì sao", 90), ("Mã", 8))
MOST_ROWS = 1_048_000  # of a sheet; Excel has 1,048,576


def facts_of(reading: Reading) -> dict[str, Any]:
    """What the summary says of a document."""
    document = reading.document
    return {
        "type": words.DOCUMENT_TYPE[document.type],
        "symbol": words.clean(document.symbol.text) if document.symbol else None,
        "date": document.date.text if document.date else None,
        "issuer": words.clean(document.issuer.text) if document.issuer else None,
        "subject": words.clean(document.subject.text) if document.subject else None,
    }


def rows_of(reading: Reading) -> list[list[Any]]:
    """The rows of its workbook, the scope (or None) and its reason at the end of each."""
    from sauro.reading.workbook import TASK_COLUMNS, task_rows

    return [[*row, None, None][: len(TASK_COLUMNS) + 2] for row in task_rows(reading)]


def write_list(path: Path, records: Iterable[Record], failures: Sequence[Failure]) -> None:
    """The list of files as JSON. Raises `CannotWriteError`."""
    files = [
        {"file": one.file, "output": one.output, "sha256": one.sha256, "tasks": one.tasks} for one in records
    ]
    told = {"schema": SCHEMA, "reader": __version__, "files": files, "failures": failures}
    write_file(path, msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")


def write_workbook(path: Path, records: Callable[[], Iterable[Record]], failures: Sequence[Failure]) -> None:
    """All tasks, all documents, all failures; a record at a time, so that memory stays flat. Raises `CannotWriteError`."""
    from openpyxl import Workbook

    from sauro.reading.workbook import SCOPE_COLUMNS, TASK_COLUMNS

    book = Workbook(write_only=True)
    scoped = any(row[-1] for one in records() for row in one.rows)
    columns = (*BEFORE, *TASK_COLUMNS[1:], *(SCOPE_COLUMNS if scoped else ()), BEHIND)
    tasks = _Sheet(book, words.FIELD["task"], columns)
    documents = _Sheet(book, "Văn bản", DOCUMENT_COLUMNS)
    for one in records():
        facts, issued = one.facts, _day(one.facts.get("date"))
        named = " ".join(filter(None, (facts.get("type"), facts.get("symbol"))))
        for row in one.rows:
            told = row if scoped else row[:-2]
            tasks.add([named, issued, *map(_dated, told[1:]), one.file])
        about = [facts.get(name) for name in ("issuer", "subject")]
        documents.add([one.file, facts.get("type"), facts.get("symbol"), issued, *about, one.tasks])
    broken = _Sheet(book, "Không đọc được", FAILURE_COLUMNS)
    for failure in failures:
        broken.add([failure.file, failure.message, failure.exit_code])
    for sheet in (tasks, documents, broken):
        sheet.finish()
    book.properties.creator = "Sáu Rõ"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "summary.xlsx"
        book.save(made)
        write_file(path, made.read_bytes())


def _day(iso: str | None) -> date | str | None:
    return words.parse_date(iso) or words.date_words(iso) or None


def _dated(content: Any) -> Any:
    """A day is a day again: JSON had made a text of it."""
    return (isinstance(content, str) and words.parse_date(content)) or content


class _Sheet:
    """A sheet that is written a row at a time, in the dress of a single reading's workbook; its first column counts."""

    def __init__(self, book: "Workbook", title: str, columns: Sequence[tuple[str, int]]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        from sauro.reading.workbook import FONT, SIZE, set_up_print

        self._sheet: Any = book.create_sheet(title)
        self._rows = 0
        self._last = get_column_letter(len(columns))
        for number, (_head, width) in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.freeze_panes = "B2"
        set_up_print(self._sheet, "tổng hợp")

        def dress(bold: bool, centred: bool) -> Any:
            cell = WriteOnlyCell(self._sheet)
            cell.font = Font(name=FONT, size=SIZE, bold=bold)
            horizontal = "center" if centred else None
            cell.alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=True)
            return cell

        self._text, self._centred, head = dress(False, False), dress(False, True), dress(True, True)
        self._day = dress(False, True)
        self._day.number_format = "dd/mm/yyyy"
        self._risky = dress(False, False)
        self._risky.quotePrefix = True
        self._sheet.append([self._like(head, name) for name, _width in columns])

    @staticmethod
    def _like(dress: Any, content: Any) -> Any:
        cell = copy(dress)
        cell.value = content
        if isinstance(content, str):
            cell.data_type = "s"  # never a formula
        return cell

    def add(self, contents: Sequence[Any]) -> None:
        if self._rows == MOST_ROWS:
            return
        self._rows += 1
        self._sheet.append([self._cell(content) for content in (self._rows, *contents)])

    def _cell(self, content: Any) -> Any:
        from sauro.reading.workbook import RISKY_START, plain

        if isinstance(content, str):
            risky = content.startswith(RISKY_START)
            return self._like(self._risky if risky else self._text, plain(content))
        return self._like(self._day if isinstance(content, date) else self._centred, content)

    def finish(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._last}{max(self._rows, 1) + 1}"
