"""One task as a card: where it stands, its sentence, who, with whom, by when, what comes out, and the six lamps."""

from rich.text import Text

from sauro.reading import words
from sauro.reading.model import Clarity, Task, Value
from sauro.site.cli.layout import (
    BRAND,
    HELD,
    MISSING,
    OWNER,
    QUIET,
    field,
    hold,
    indented,
    paragraph,
    rule,
    styled,
    wrap,
)

INDENT = 4
MET_MARK, MISSING_MARK = "━━", "╌╌"


def sentence(task: Task) -> Text:
    """The task's words, white space folded; its act, owners and dates are marked where they stand in it."""
    signs = {index for found in words.EMPHASIS.finditer(task.quote) for index in range(*found.span())}
    kept: list[int] = []
    letters: list[str] = []
    for index, letter in enumerate(task.quote):
        if index in signs or (letter.isspace() and letters[-1:] in ([], [" "])):
            continue
        letters.append(" " if letter.isspace() else letter)
        kept.append(index)
    text = Text("".join(letters).rstrip())
    marks = [(owner.at, OWNER) for owner in task.owners] + [(due.at, MISSING) for due in task.deadlines]
    for at, style in [(task.action.at if task.action else None, "bold"), *marks]:
        if at is None or at[0] < task.at[0] or at[1] > task.at[1]:
            continue
        inside = [spot for spot, source in enumerate(kept) if at[0] <= source + task.at[0] < at[1]]
        if inside:
            text.stylize(style, inside[0], inside[-1] + 1)
    return text


def origin(task: Task) -> str:
    """Where the owner comes from; the reader's own reason, without the words it quotes, where it says more."""
    reason = task.owners[0].why.partition(": “")[0] if task.owners else ""
    if task.owner_source == "heading" and reason.startswith("tiêu đề"):
        return f"theo {reason}"
    if task.owner_source == "own" and reason.startswith(("cột", "dòng", "câu trước")):
        return f"theo {reason}"
    if task.owner_source == "document" and reason.startswith(("đoạn", "mục")):
        return f"theo {reason} của văn bản"
    return words.OWNER_SOURCE[task.owner_source]


def lamps(clarity: Clarity) -> Text:
    """The six lamps, always six and always in this order: a solid stroke where one burns, a dashed one where not."""
    line = Text()
    for name, word in words.LAMP.items():
        lit = getattr(clarity, name)
        mark = MET_MARK if lit else MISSING_MARK
        line.append("  " if line else "")
        line.append(f"{mark}{HELD}{hold(word)}", BRAND if lit else MISSING)
    return line


def strokes(clarity: Clarity) -> Text:
    """The six lamps as six strokes and a count, for one-line lists."""
    marks = Text()
    for name in words.LAMP:
        lit = getattr(clarity, name)
        marks.append("━" if lit else "╌", BRAND if lit else MISSING)
    return marks.append(f"{HELD}{words.met(clarity)}/6")


def names(found: list[Value]) -> Text:
    """Names one after the other; none is ever shortened."""
    return Text(words.values(found))


def noted(value: str, note: str) -> Text:
    """A value and, quieter, what is to be known with it."""
    return Text(value) + (styled(f" · {note}", QUIET) if note else Text())


def facts(task: Task, next_working_day: words.NextWorkingDay | None) -> list[tuple[str, Text]]:
    """Label and value of everything that the text says about the task, in the order of the ward's table."""
    found: list[tuple[str, Text]] = []
    if task.owners:
        found.append(("Chủ trì", names(task.owners) + styled(f" · {origin(task)}", QUIET)))
    if task.coordinators:
        found.append(("Phối hợp", names(task.coordinators)))
    for position, deadline in enumerate(task.deadlines):
        due = words.due(deadline, next_working_day)
        found.append(("" if position else words.FIELD["due_date"], noted(due.words, due.note)))
    single = {
        words.FIELD["deliverable"]: task.deliverable,
        words.FIELD["report_to"]: task.report_to,
        words.FIELD["accountable_leader"]: task.accountable,
        words.FIELD["authority"]: task.authority,
        words.FIELD["resources"]: task.resources,
    }
    found.extend((label, Text(words.clean(value.text))) for label, value in single.items() if value)
    if task.scope.why:
        found.append((words.FIELD["scope"], noted(words.SCOPE[task.scope.ours], task.scope.why)))
    return found


def card(task: Task, order: int, width: int, next_working_day: words.NextWorkingDay | None) -> list[Text]:
    """The lines of a task's card, the heading above it left to the caller (many tasks share one)."""
    head = styled(f"{order:>3} ", f"bold {BRAND}")
    where = [
        f"mục {task.section}" if task.section else "ngoài các mục",
        f"trang {task.page}" if task.page else "",
    ]
    head.append(" · ".join(part for part in where if part), QUIET)
    kind = styled(f"{words.TASK_KIND[task.task_kind]} · ", QUIET)
    kind.append(f"{words.met(task.clarity)}/6 rõ", "bold")
    room = width - kind.cell_len - 4
    *above, last = wrap(head, room) if head.cell_len > room else [head]
    lines = [*above, rule(last, kind, width), *paragraph(sentence(task), width, INDENT), Text()]
    for label, value in facts(task, next_working_day):
        lines += field(label, value, width, INDENT)
    lines += [Text(), *paragraph(lamps(task.clarity), width, INDENT)]
    lacking = words.missing(task.clarity)
    if lacking:
        lines += paragraph(f"còn thiếu: {', '.join(map(hold, lacking))}", width, INDENT, MISSING)
    return lines


def brief_card(
    task: Task, order: int, width: int, next_working_day: words.NextWorkingDay | None
) -> list[Text]:
    """Two lines of a task, its sentence cut with '…' where it is longer than one."""
    head = styled(f"{order:>3} ", f"bold {BRAND}")
    text = sentence(task)
    room = width - INDENT
    if text.cell_len > room:
        text = wrap(text, room - 2)[0] + Text(" …")
    due = [words.due(deadline, next_working_day).words for deadline in task.deadlines]
    below = strokes(task.clarity)
    who = task.scope.why if task.scope.ours is False else words.values(task.owners)
    for part in [who, *due]:
        below += styled(f" · {part}" if part else "", QUIET)
    return [head + text, *indented(wrap(below, room), INDENT)]
