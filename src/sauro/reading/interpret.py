"""From an extraction to a reading: the parts of the reader in the order in which they build on each other."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from sauro.reading.deadlines import PageOf, Times
from sauro.reading.frame import read_frame
from sauro.reading.lines import split_lines
from sauro.reading.model import Extraction, Page, Reading, Source, Span, Task, Warning
from sauro.reading.outline import Paragraph
from sauro.reading.part_reader import PartReader, Sheet
from sauro.reading.petitions import Orders, petitions_in
from sauro.reading.references import references_in
from sauro.reading.tables import Table, tables_in
from sauro.reading.target_tables import is_target_table, targets_of_tables
from sauro.reading.targets import targets_in


def interpret(extraction: Extraction) -> Reading:
    """Read the text of `extraction`. Pure: the same text gives the same reading; nothing outside it is looked at."""
    text = extraction.text
    page = page_finder(extraction.pages)
    lines = split_lines(text)
    frame = read_frame(text, lines, page)
    issued = frame.document.date.text if frame.document.date else ""
    times = Times(
        text,
        year=int(issued[:4]) if issued[:4].isdigit() else None,
        page=page,
        issued=_day(issued),
    )
    sheet = Sheet(text, lines, tables_in(text, lines), frame, times, page)
    reader = PartReader(sheet)
    for part in sheet.parts:
        reader.read(part)
    tasks = sorted(reader.tasks, key=lambda task: task.at)  # a table may reach over the end of its part
    for number, task in enumerate(tasks, start=1):
        task.id = f"T{number}"
    aims = [table for table in sheet.tables if is_target_table(text, table)]
    targets = targets_in(
        text,
        [_outside(sheet.paragraphs_with_tables(part), aims) for part in sheet.parts],
        page,
        times.year,
        issued=issued if times.issued else None,
    )
    for target in targets:
        target.task = _task_around(tasks, target.at)
    targets = sorted([*targets, *targets_of_tables(text, aims, times.year, page)], key=lambda each: each.at)
    petitions = petitions_in(text, sheet.tables, page)
    orders = Orders(tasks) if petitions else None
    for petition in petitions:
        petition.task = orders.that_solves(petition) if orders else None
    return Reading(
        source=extraction.source,
        text=text,
        pages=extraction.pages,
        document=frame.document,
        references=references_in(text, frame, page),
        tasks=tasks,
        targets=targets,
        petitions=petitions,
        gaps=sorted(reader.gaps, key=lambda gap: gap.at),
        warnings=[*extraction.warnings, *_warnings(tasks, sheet.times)],
    )


def _day(iso: str) -> date | None:
    """The day, None where the date is printed in part or no calendar has it (31/02)."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def page_finder(pages: Sequence[Page]) -> PageOf:
    """The page of an offset, None where the source has no pages."""
    starts = [page.at[0] for page in pages]

    def page_of(offset: int) -> int | None:
        index = bisect_right(starts, offset) - 1
        return pages[index].page if index >= 0 else None

    return page_of


def _outside(paragraphs: Sequence[Paragraph], tables: Sequence[Table]) -> list[Paragraph]:
    """The paragraphs that are no rows of these tables."""
    if not tables:
        return list(paragraphs)
    starts = [table.start for table in tables]

    def is_row(paragraph: Paragraph) -> bool:
        index = bisect_right(starts, paragraph.start) - 1
        return index >= 0 and paragraph.start < tables[index].end

    return [paragraph for paragraph in paragraphs if not is_row(paragraph)]


def _task_around(tasks: list[Task], at: Span) -> str | None:
    return next((task.id for task in tasks if task.at[0] <= at[0] < task.at[1]), None)


def _warnings(tasks: list[Task], times: Times) -> list[Warning]:
    bound = {deadline.at: deadline for task in tasks for deadline in task.deadlines}
    found: list[Warning] = []
    for at in sorted(set(times.impossible) & set(bound)):
        words = " ".join(bound[at].text.replace("*", "").split())
        message = f"Ngày trong “{words}” không có trong lịch; kiểm tra lại trong văn bản."
        found.append(Warning("impossible_date", message, at))
    if not tasks:
        message = "Không tìm thấy nhiệm vụ nào trong văn bản; xem các đoạn không có nhiệm vụ và lý do."
        found.append(Warning("no_tasks", message))
    return found


def interpret_text(text: str, name: str = "text") -> Reading:
    """Read a text that is at hand, in this process."""
    import hashlib

    from sauro import __version__

    source = Source(name, "text/plain", hashlib.sha256(text.encode()).hexdigest(), None, False, __version__)
    return interpret(Extraction(source=source, text=text))
