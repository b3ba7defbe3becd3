"""The sheets of the workbook: which columns, what stands in them, and reading them back as plain rows of text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.organisation.actions.base import require_manager
from sauro.organisation.models import FieldAssignment, Person, Post, Unit, WorkField
from sauro.organisation.presentation import ROLE_WORDS, UNIT_KIND_WORDS

KEY = "Mã định danh"  # of a row that is there already; empty: a new one
MOST_ROWS = 20_000
LARGEST = 8 * 1024 * 1024  # bytes
UNPACKED = 12 * LARGEST
RISKY_START = ("=", "+", "-", "@", "\t", "\r")
# Sheet → its columns and their widths in characters; names of an office's table, Vietnamese data.
SHEETS: dict[str, tuple[tuple[str, int], ...]] = {
    "Đơn vị": ((KEY, 14), ("Cơ quan", 34), ("Tên đơn vị", 44), ("Tên ngắn", 20), ("Mã", 12), ("Loại", 22),
               ("Trực thuộc", 34), ("Từ ngày", 12), ("Đến ngày", 12)),
    "Lĩnh vực": ((KEY, 14), ("Tên lĩnh vực", 44)),
    "Người": ((KEY, 14), ("Họ và tên", 34), ("Tên đăng nhập", 24)),
    "Chức danh": ((KEY, 14), ("Người", 34), ("Cơ quan", 34), ("Đơn vị", 44), ("Chức danh", 28), ("Vai trò", 20),
                  ("Từ ngày", 12), ("Đến ngày", 12)),
    "Phân công": ((KEY, 14), ("Lãnh đạo", 34), ("Lĩnh vực", 34), ("Đơn vị", 44), ("Địa bàn", 28), ("Văn bản", 30),
                  ("Từ ngày", 12), ("Đến ngày", 12)),
}  # fmt: skip
DAYS = ("Từ ngày", "Đến ngày")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet as text; `number`: as the program of the office shows it. Days as dd/mm/yyyy."""

    sheet: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def day_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def people_names(people: Iterable[Person]) -> dict[int, str]:
    """How each person is called in the workbook: by name, and with his username where two have the same."""
    found = list(people)
    times = Counter(person.full_name for person in found)
    names = {}
    for person in found:
        mark = person.user.username if person.user else str(person.uid)[-8:]
        names[person.pk] = f"{person.full_name} ({mark})" if times[person.full_name] > 1 else person.full_name
    return names


def _unit_name(unit: Unit | None) -> str:
    return unit.name if unit else ""


def rows_of(access: Access) -> dict[str, list[list[str]]]:
    """What the sheets hold, column by column. Five queries. Only who keeps the books takes it out."""
    require_manager(access)
    mine = {"workspace_id": access.user.workspace_id}
    units = (
        Unit.objects.filter(**mine)
        .select_related("agency", "parent")
        .order_by("agency__order", "order", "id")
    )
    people = list(Person.objects.filter(**mine).select_related("user").order_by("sort_key", "id"))
    names = people_names(people)
    posts = Post.objects.filter(**mine).select_related("agency", "unit").order_by("person__sort_key", "id")
    answers = FieldAssignment.objects.filter(**mine).select_related("work_field", "unit").order_by("id")
    return {
        "Đơn vị": [
            [str(row.uid), row.agency.name, row.name, row.short_name, row.code, str(UNIT_KIND_WORDS[row.kind]),
             _unit_name(row.parent), day_text(row.valid_from), day_text(row.valid_to)] for row in units
        ],
        "Lĩnh vực": [[str(row.uid), row.name] for row in WorkField.objects.filter(**mine).order_by("name")],
        "Người": [[str(row.uid), row.full_name, row.user.username if row.user else ""] for row in people],
        "Chức danh": [
            [str(row.uid), names[row.person_id], row.agency.name, _unit_name(row.unit), row.title,
             str(ROLE_WORDS[row.role]), day_text(row.valid_from), day_text(row.valid_to)] for row in posts
        ],
        "Phân công": [
            [str(row.uid), names[row.leader_id], row.work_field.name if row.work_field else "", _unit_name(row.unit),
             row.area, row.document_text, day_text(row.valid_from), day_text(row.valid_to)] for row in answers
        ],
    }  # fmt: skip


def export(access: Access) -> bytes:
    """The workbook. A cell that a program could take for a formula begins with an apostrophe."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    content = rows_of(access)
    book = Workbook()
    book.remove(book.active)
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.append([head for head, _width in columns])
        for cell in sheet[1]:
            cell.font = Font(name="Times New Roman", size=12, bold=True)
        for values in content[name]:
            sheet.append([_safe(value) for value in values])
        for number, (_head, width) in enumerate(columns, 1):
            sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.freeze_panes = "C2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(RISKY_START) else value


def read_rows(data: bytes) -> list[Row]:
    """The rows of a workbook, empty ones left out. Raises `ValidationError` for what is no workbook of this form."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if len(data) > LARGEST:
        raise ValidationError(_("The file is larger than 8 MB."))
    try:
        if _unpacked(data) > UNPACKED:
            raise ValidationError(_("The file is larger than 8 MB."))
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise ValidationError(
            _("This is no XLSX workbook. Export one here, edit it, and send it in.")
        ) from error
    found: list[Row] = []
    for name in SHEETS:
        if name in book.sheetnames:
            found += _sheet_rows(name, book[name])
    if not any(name in book.sheetnames for name in SHEETS):
        raise ValidationError(_("None of the sheets is known: %(names)s.") % {"names": ", ".join(SHEETS)})
    return found


def _unpacked(data: bytes) -> int:
    """Bytes that the archive says it holds."""
    with ZipFile(BytesIO(data)) as archive:
        return sum(part.file_size for part in archive.infolist())


def _sheet_rows(name: str, sheet: Any) -> list[Row]:
    lines = sheet.iter_rows(values_only=True)
    heads = [str(head).strip() if head is not None else "" for head in next(lines, ())]
    missing = [head for head, _width in SHEETS[name] if head not in heads]
    if missing:
        words = _("Sheet “%(sheet)s”: the column “%(column)s” is missing in the first line.")
        raise ValidationError(words % {"sheet": name, "column": missing[0]})
    found = []
    for number, values in enumerate(lines, 2):
        if number > MOST_ROWS:
            raise ValidationError(
                _("Sheet “%(sheet)s” has more than %(n)s lines.") % {"sheet": name, "n": MOST_ROWS}
            )
        cells = {head: _cell(value) for head, value in zip(heads, values, strict=False) if head}
        if any(cells.values()):
            found.append(Row(name, number, cells))
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY_START) else text
