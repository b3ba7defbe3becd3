"""What a reading of a described document has that is other than expected."""

import re

from tests.reading.table_forms import Sample

from sauro.reading.model import Deadline, Petition, Reading, Task, Value


def plain(words: str) -> str:
    """Words as a person sees them: no markup, white space folded."""
    return " ".join(re.sub(r"<br\s*/?>", " ", words).replace("*", "").split())


def same(printed: str, wanted: str) -> bool:
    """'…' in what is wanted stands for the cells that lie between two parts of a broken row."""
    if "…" not in wanted:
        return plain(printed) == wanted
    first, last = (part.strip() for part in wanted.split("…"))
    return plain(printed).startswith(first) and plain(printed).endswith(last)


def shown(deadline: Deadline) -> str:
    """'by 2026-06-30', 'within 2026-06-30', 'every monthly', 'from 2026-03-01'."""
    if deadline.kind == "recurring":
        return f"every {deadline.recurrence}"
    kind = "within" if deadline.kind == "within_period" else deadline.kind
    days = [deadline.start_date if deadline.kind != "within_period" else None, deadline.end_date]
    return " ".join([kind, *(day for day in days if day)])


def names(values: list[Value]) -> list[str]:
    return [plain(value.text) for value in values]


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(" + ")] if cell else []


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in (line + " |" * 6).split("|")[:7]]


def faults_of_task(task: Task, line: str) -> list[str]:
    """What in the task is other than the line says."""
    section, quote, owners, support, times, product, extra = cells_of(line)
    found = {
        "section": (task.section or "-", section),
        "owners": (names(task.owners), listed(owners)),
        "coordinators": (names(task.coordinators), listed(support)),
        "deadlines": ([shown(each) for each in task.deadlines], listed(times)),
    }
    if product:
        found["deliverable"] = (plain(task.deliverable.text) if task.deliverable else "", product)
    for part in extra.split(" ; ") if extra else []:
        key, wanted = part.split("=", 1)
        value = task.heading if key == "group" else getattr(task, key)
        found[key] = (plain(value.text if isinstance(value, Value) else value or ""), wanted)
    faults = [f"{key}: {had!r}, not {wanted!r}" for key, (had, wanted) in found.items() if had != wanted]
    return faults if same(task.quote, quote) else [f"quote: {plain(task.quote)!r}, not {quote!r}", *faults]


def values_of(task: Task) -> list[Value]:
    single = [task.deliverable, task.accountable, task.authority, task.resources]
    return [*task.owners, *task.coordinators, *(value for value in single if value)]


def unsound(reading: Reading) -> list[str]:
    """Spans that are not the words they say, values without a reason."""
    faults = []
    for task in reading.tasks:
        if reading.text[slice(*task.at)] != task.quote:
            faults.append(f"span of {task.quote!r}")
        for value in values_of(task):
            if not value.why or (value.at and plain(reading.text[slice(*value.at)]) != plain(value.text)):
                faults.append(f"span or reason of {value.text!r}")
    faults += [
        f"span of {one.quote!r}" for one in reading.targets if reading.text[slice(*one.at)] != one.quote
    ]
    return faults


def as_line(petition: Petition) -> str:
    parts = [
        str(petition.no),
        petition.petitioner or "",
        petition.role or "",
        " + ".join(petition.items),
        petition.lead_agency or "",
        petition.note or "",
        petition.task or "",
    ]
    return " | ".join(plain(part) for part in parts).strip(" |")


def check(sample: Sample, reading: Reading) -> list[str]:
    """Everything in the reading that is other than expected, [] where nothing is."""
    faults = unsound(reading)
    lines = sample.expected.get("tasks", [])
    if "petitions" not in sample.expected:
        if len(reading.tasks) != len(lines):
            faults.append(f"{len(reading.tasks)} tasks: {[plain(task.quote) for task in reading.tasks]}")
        for task, line in zip(reading.tasks, lines, strict=False):
            faults += [f"{line.split('|')[1].strip()[:40]}: {fault}" for fault in faults_of_task(task, line)]
    elif any(task.at[0] > petition.at[0] for task in reading.tasks for petition in reading.petitions):
        faults.append(f"petitions are read as tasks: {[plain(task.quote) for task in reading.tasks]}")
    targets = [
        f"{target.value} | {target.unit} | {target.comparator} | {target.period_end}"
        for target in reading.targets
    ]
    if targets != sample.expected.get("targets", []):
        faults.append(f"targets: {targets}")
    petitions = [as_line(petition) for petition in reading.petitions]
    wanted = [" | ".join(cells_of(line)).strip(" |") for line in sample.expected.get("petitions", [])]
    faults += [
        f"{one!r}, not {other!r}" for one, other in zip(petitions, wanted, strict=False) if one != other
    ]
    if len(petitions) != len(wanted):
        faults.append(f"{len(petitions)} petitions, not {len(wanted)}")
    return faults
