"""From an extraction to a reading: the parts of the reader in the order in which they build on each other."""

from bisect import bisect_right
from collections.abc import Sequence

from sauro.reading.deadlines import PageOf, Times
from sauro.reading.frame import read_frame
from sauro.reading.lines import split_lines
from sauro.reading.model import Extraction, Page, Reading, Source, Span, Task, Warning
from sauro.reading.part_reader import PartReader, Sheet
from sauro.reading.petitions import order_that_solves, petitions_in
from sauro.reading.references import references_in
from sauro.reading.tables import tables_in
from sauro.reading.targets import targets_in


def interpret(extraction: Extraction) -> Reading:
    """Read the text of `extraction`. Pure: the same text gives the same reading; nothing outside it is looked at."""
    text = extraction.text
    page = page_finder(extraction.pages)
    lines = split_lines(text)
    frame = read_frame(text, lines, page)
    date = frame.document.date
    year = int(date.text[:4]) if date and date.text[:4].isdigit() else None
    sheet = Sheet(text, lines, tables_in(text, lines), frame, Times(text, year=year, page=page), page)
    reader = PartReader(sheet)
    for part in sheet.parts:
        reader.read(part)
    tasks = reader.tasks
    for number, task in enumerate(tasks, start=1):
        task.id = f"T{number}"
    targets = targets_in(text, [sheet.paragraphs_with_tables(part) for part in sheet.parts], page)
    for target in targets:
        target.task = _task_around(tasks, target.at)
    petitions = petitions_in(text, sheet.tables, page)
    for petition in petitions:
        petition.task = order_that_solves(petition, tasks)
    return Reading(
        source=extraction.source,
        text=text,
        pages=extraction.pages,
        document=frame.document,
        references=references_in(text, frame, page),
        tasks=tasks,
        targets=targets,
        petitions=petitions,
        gaps=reader.gaps,
        warnings=[*extraction.warnings, *_warnings(tasks, sheet.times)],
    )


def page_finder(pages: Sequence[Page]) -> PageOf:
    """The page of an offset, None where the source has no pages."""
    starts = [page.at[0] for page in pages]

    def page_of(offset: int) -> int | None:
        index = bisect_right(starts, offset) - 1
        return pages[index].page if index >= 0 else None

    return page_of


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
