"""A reading as an XLSX workbook in the columns of a ward's task table, ready to print on A4 across.

Sheets: Nhiệm vụ, Chỉ tiêu, Kiến nghị, Văn bản dẫn chiếu, Không có nhiệm vụ, Thông tin văn bản. Times New Roman 13 as
administrative documents are set (Nghị định 30/2020/NĐ-CP, Phụ lục I). Nothing in a cell is ever a formula.
"""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from sauro.reading import words
from sauro.reading.model import Reading, Task, Value

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FONT, SIZE = "Times New Roman", 13
LONGEST_CELL = 32_767  # characters that a cell holds (ECMA-376, SpreadsheetML)
CUT = " (còn nữa, xem trong văn bản)"
RISKY_START = ("=", "+", "-", "@", "\t", "\r")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Content = str | int | float | date | None
Column = tuple[str, int]
"""A head and a width in characters."""

TASK_COLUMNS: tuple[Column, ...] = (
    ("STT", 6),
    ("Nội dung nhiệm vụ", 60),
    (words.FIELD["lead_unit"], 24),
    (words.FIELD["supporting_unit"], 24),
    ("Thời hạn", 14),
    ("Thời hạn ghi trong văn bản", 22),
    (words.FIELD["deliverable"], 22),
    (words.FIELD["accountable_leader"], 20),
    (words.FIELD["authority"], 20),
    (words.FIELD["report_to"], 20),
    (words.FIELD["section"], 10),
    (words.FIELD["task_kind"], 14),
    ("Còn thiếu", 18),
    ("Vị trí trong văn bản", 20),
)
SCOPE_COLUMNS: tuple[Column, ...] = ((words.FIELD["scope"], 18), ("Vì sao", 36))
"""Behind the others where somebody asked whose the tasks are: ours stand first then."""
TARGET_COLUMNS: tuple[Column, ...] = (
    ("STT", 6),
    (words.FIELD["target"], 70),
    ("Mức", 12),
    ("Giá trị", 12),
    ("Đơn vị tính", 16),
    ("Thời hạn", 14),
    ("Nhiệm vụ (STT)", 12),
    ("Vị trí trong văn bản", 20),
)
PETITION_COLUMNS: tuple[Column, ...] = (
    ("STT", 6),
    ("Người kiến nghị", 24),
    ("Chức danh, địa bàn", 28),
    ("Nội dung kiến nghị", 70),
    ("Cơ quan giải quyết", 24),
    ("Ghi chú", 20),
    ("Nhiệm vụ (STT)", 12),
    ("Vị trí trong văn bản", 20),
)
REFERENCE_COLUMNS: tuple[Column, ...] = (
    ("STT", 6),
    (words.FIELD["reference"], 60),
    (words.FIELD["document_type"], 18),
    (words.FIELD["reference_number"], 20),
    (words.FIELD["issue_date"], 16),
    (words.FIELD["issuing_agency"], 30),
    ("Vị trí trong văn bản", 20),
)
GAP_COLUMNS: tuple[Column, ...] = (
    ("STT", 6),
    (words.FIELD["gap"], 90),
    ("Vì sao", 24),
    ("Vị trí trong văn bản", 20),
)
FACT_COLUMNS: tuple[Column, ...] = (("Thông tin", 28), ("Nội dung", 90))


def to_workbook(reading: Reading) -> bytes:
    """The bytes of the XLSX file."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    sheets: list[tuple[str, Sequence[Column], list[list[Content]]]] = [
        (words.FIELD["task"], task_columns(reading), task_rows(reading)),
        (words.FIELD["target"], TARGET_COLUMNS, target_rows(reading)),
        (words.FIELD["petition"], PETITION_COLUMNS, petition_rows(reading)),
        (words.FIELD["reference"], REFERENCE_COLUMNS, reference_rows(reading)),
        ("Không có nhiệm vụ", GAP_COLUMNS, gap_rows(reading)),
        ("Thông tin văn bản", FACT_COLUMNS, fact_rows(reading)),
    ]
    for name, columns, rows in sheets:
        fill(book.create_sheet(name), columns, rows, words.title(reading))
    book.properties.title = plain(words.title(reading))
    book.properties.creator = "Sáu Rõ"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill(
    sheet: "Worksheet", columns: Sequence[Column], rows: Sequence[Sequence[Content]], source: str
) -> None:
    """Heads, rows, widths and the print setup of a sheet."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="808080")
    border = Border(left=line, right=line, top=line, bottom=line)
    font, bold = Font(name=FONT, size=SIZE), Font(name=FONT, size=SIZE, bold=True)
    ground = PatternFill("solid", fgColor="ECEDF9")
    head_align = Alignment(horizontal="center", vertical="center", wrap_text=True)
    body_align = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    for number, (head, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number, head)
        cell.font, cell.fill, cell.alignment, cell.border = bold, ground, head_align, border
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, contents in enumerate(rows, 2):
        for number, content in enumerate(contents, 1):
            cell = put(sheet, row, number, content)
            cell.font, cell.border = font, border
            cell.alignment = body_align if isinstance(content, str) else centre
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows), 1) + 1}"
    set_up_print(sheet, source)


def set_up_print(sheet: "Worksheet", source: str) -> None:
    """A4 across, as wide as the page, heads on every page, the document named above and pages counted below."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4 (ECMA-376, ST_PaperSize)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.6  # inches
    named = plain(f"{sheet.title} · {source}").replace("&", "&&")
    for item, line in ((sheet.oddHeader, named), (sheet.oddFooter, "Trang &P/&N")):
        if item is not None:
            item.center.text, item.center.font = line, FONT


def plain(text: str) -> str:
    """The text without control characters and lone surrogates (XML 1.0 has none), cut to what a cell holds."""
    text = CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def put(sheet: "Worksheet", row: int, column: int, content: Content) -> "Cell":
    """Writes a value into a cell. A text stays text, whatever it begins with; a date is a real date."""
    if not isinstance(content, str):
        cell = sheet.cell(row, column, content)
        if isinstance(content, date):
            cell.number_format = "dd/mm/yyyy"
        return cell
    cell = sheet.cell(row, column, plain(content))
    cell.data_type = "s"
    if content.startswith(RISKY_START):
        # Marks the cell as text, as an apostrophe typed before it does: it stays text when somebody edits it.
        cell.quotePrefix = True
    return cell


def text_of(value: Value | None) -> str | None:
    return words.clean(value.text) if value else None


def due_date(task: Task) -> Content:
    """The one day on which the task ends; in words where there are several days, a rhythm or a period of days."""
    ends = [
        words.parse_date(deadline.end_date) for deadline in task.deadlines if deadline.kind != "recurring"
    ]
    if len(task.deadlines) == 1 and ends and ends[0]:
        return ends[0]
    return "; ".join(words.due(deadline).words for deadline in task.deadlines) or None


def task_columns(reading: Reading) -> tuple[Column, ...]:
    return TASK_COLUMNS + (SCOPE_COLUMNS if words.by_scope(reading.tasks) else ())


def task_rows(reading: Reading) -> list[list[Content]]:
    """A row a task in the order of the text; ours first where somebody asked, with the numbers of the text."""
    shares = words.by_scope(reading.tasks)
    if not shares:
        return [task_row(number, task) for number, task in enumerate(reading.tasks, 1)]
    return [
        [*task_row(number, task), words.SCOPE[ours], task.scope.why]
        for ours, share in shares.items()
        for number, task in share
    ]


def task_row(number: int, task: Task) -> list[Content]:
    return [
        number,
        words.clean(task.quote),
        words.values(task.owners) or None,
        words.values(task.coordinators) or None,
        due_date(task),
        "; ".join(words.clean(deadline.text) for deadline in task.deadlines) or None,
        text_of(task.deliverable),
        text_of(task.accountable),
        text_of(task.authority),
        text_of(task.report_to),
        task.section,
        words.TASK_KIND[task.task_kind],
        ", ".join(words.missing(task.clarity)) or None,
        words.place(task.page, task.at),
    ]


def orders(reading: Reading) -> dict[str | None, Content]:
    """The running number of each task by its id."""
    return {task.id: number for number, task in enumerate(reading.tasks, 1)}


def target_rows(reading: Reading) -> list[list[Content]]:
    order = orders(reading)
    return [
        [
            number,
            words.clean(target.quote),
            words.COMPARATOR[target.comparator],
            target.value,
            target.unit,
            words.parse_date(target.period_end) or target.period_end,
            order.get(target.task),
            words.place(target.page, target.at),
        ]
        for number, target in enumerate(reading.targets, 1)
    ]


def petition_rows(reading: Reading) -> list[list[Content]]:
    order = orders(reading)
    return [
        [
            petition.no or number,
            petition.petitioner,
            petition.role,
            "\n".join(words.clean(item) for item in petition.items),
            petition.lead_agency,
            petition.note,
            order.get(petition.task),
            words.place(None, petition.at),
        ]
        for number, petition in enumerate(reading.petitions, 1)
    ]


def reference_rows(reading: Reading) -> list[list[Content]]:
    return [
        [
            number,
            words.clean(reference.quote),
            reference.type,
            reference.symbol,
            words.parse_date(reference.date) or words.date_words(reference.date) or None,
            reference.issuer,
            words.place(reference.page, reference.at),
        ]
        for number, reference in enumerate(reading.references, 1)
    ]


def gap_rows(reading: Reading) -> list[list[Content]]:
    return [
        [number, words.clean(reading.text[slice(*gap.at)]), words.GAP[gap.reason], words.place(None, gap.at)]
        for number, gap in enumerate(reading.gaps, 1)
    ]


def fact_rows(reading: Reading) -> list[list[Content]]:
    document, source = reading.document, reading.source
    issued: Content = None
    if document.date:
        issued = words.parse_date(document.date.text) or words.date_words(document.date.text)
    rows: list[list[Content]] = [
        [words.FIELD["document_type"], words.DOCUMENT_TYPE[document.type]],
        [words.FIELD["reference_number"], text_of(document.symbol)],
        [words.FIELD["issuing_agency"], text_of(document.issuer)],
        [words.FIELD["parent_body"], text_of(document.parent_body)],
        [words.FIELD["issue_date"], issued],
        [words.FIELD["place"], text_of(document.place)],
        [words.FIELD["subject"], text_of(document.subject)],
        [words.FIELD["urgency"], text_of(document.urgency)],
        [
            words.FIELD["addressees"],
            "\n".join(words.clean(value.text) for value in document.addressees) or None,
        ],
        [
            words.FIELD["recipients"],
            "\n".join(words.clean(value.text) for value in document.recipients) or None,
        ],
        [words.FIELD["signatory"], words.signatory(reading) or None],
        ["Tệp nguồn", source.name],
        ["Mã kiểm tra tệp (SHA-256)", source.sha256],
        ["Phiên bản đọc", source.reader],
        ["Kết quả", " · ".join(words.counts(reading.tasks))],
    ]
    return rows + [["Lưu ý", words.clean(warning.message)] for warning in reading.warnings]
