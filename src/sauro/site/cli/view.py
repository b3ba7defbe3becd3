"""A reading in the terminal: the document, a card for each task, targets, petitions, references, what gave no task."""

from collections import Counter
from collections.abc import Iterator, Sequence
from errno import EPIPE
from os import strerror
from typing import TextIO

from rich.console import Console
from rich.text import Text

from sauro.reading import words
from sauro.reading.model import Reading, Task, Value
from sauro.site.cli.card import INDENT, brief_card, card
from sauro.site.cli.layout import BRAND, QUIET, field, hold, paragraph, rule, styled, table, wrap

WIDEST = 110
"""Columns: longer lines are hard to read, whatever the terminal offers."""
NARROWEST = 40


class Terminal(Console):
    """A console that tells of a closed pipe instead of ending the program by itself."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(EPIPE, strerror(EPIPE))


def print_reading(
    reading: Reading,
    out: TextIO,
    *,
    seconds: float,
    width: int,
    brief: bool = False,
    next_working_day: words.NextWorkingDay | None = None,
) -> None:
    """Writes the view to `out`, in colour only where `out` is a terminal; `width` is in columns, `seconds` the reading's time."""
    size = max(NARROWEST, min(width, WIDEST))
    console = Terminal(
        file=out, width=size + 1, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    for line in view(reading, size, seconds=seconds, brief=brief, next_working_day=next_working_day):
        console.print(line, no_wrap=True, crop=False, overflow="ignore")


def view(
    reading: Reading,
    width: int,
    *,
    seconds: float,
    brief: bool = False,
    next_working_day: words.NextWorkingDay | None = None,
) -> Iterator[Text]:
    """The lines of the view, each at most `width` cells."""
    yield Text()
    yield from document(reading, width)
    if reading.tasks:
        yield from tasks(reading, width, brief, next_working_day)
    else:
        yield from nothing_found(width)
    if not brief:
        yield from targets(reading, width)
        yield from petitions(reading, width)
        yield from references(reading, width)
    yield from gaps(reading, width)
    yield from warnings(reading, width)
    yield Text()
    yield from summary(reading, width, seconds)


def section(title: str, count: int, width: int) -> list[Text]:
    """The head of a part of the view, with how much stands in it."""
    return [
        Text(),
        rule(styled(title, f"bold {BRAND}"), styled(words.number(count), f"bold {BRAND}"), width, "━"),
        Text(),
    ]


def document(reading: Reading, width: int) -> Iterator[Text]:
    """The facts of the document: type and number, subject, issuer, date, addressees, signature."""
    facts = reading.document
    name = words.DOCUMENT_TYPE[facts.type] + (f" {words.clean(facts.symbol.text)}" if facts.symbol else "")
    yield from paragraph(name, width, style=f"bold {BRAND}")
    if facts.subject:
        yield from paragraph(words.clean(facts.subject.text), width, style="bold")
    yield Text()

    def joined(*found: Value | None) -> str:
        return " · ".join(words.clean(value.text) for value in found if value)

    day = words.parse_date(facts.date.text if facts.date else None)
    date = words.day_words(day) if day else words.date_words(facts.date.text if facts.date else None)
    rows = [
        (words.FIELD["issuing_agency"], joined(facts.issuer, facts.parent_body)),
        (words.FIELD["issue_date"], date + (f" · {joined(facts.place)}" if facts.place else "")),
        (words.FIELD["urgency"], joined(facts.urgency)),
        (words.FIELD["security_classification"], joined(facts.classification)),
        (words.FIELD["addressees"], words.values(facts.addressees)),
        (words.FIELD["signatory"], words.signatory(reading)),
    ]
    for label, value in rows:
        if value.strip(" ·"):
            yield from field(label, Text(value.strip(" ·")), width)


def tasks(
    reading: Reading, width: int, brief: bool, next_working_day: words.NextWorkingDay | None
) -> Iterator[Text]:
    """The cards, under the headings that they share; ours first where somebody asked whose they are."""
    shares = words.by_scope(reading.tasks)
    if not shares:
        yield from section(words.FIELD["task"], len(reading.tasks), width)
        yield from cards(list(enumerate(reading.tasks, 1)), width, brief, next_working_day)
    for ours, share in shares.items():
        said = words.SCOPE[ours]
        yield from section(said[0].upper() + said[1:], len(share), width)
        # What binds others is there to be looked through, not to be worked on.
        yield from cards(share, width, brief or ours is False, next_working_day)


def cards(
    numbered: Sequence[tuple[int, Task]],
    width: int,
    brief: bool,
    next_working_day: words.NextWorkingDay | None,
) -> Iterator[Text]:
    make = brief_card if brief else card
    before: list[str] = []
    for position, (order, task) in enumerate(numbered):
        above = [words.clean(part) for part in task.heading.split(" › ") if part.strip()]
        if position:
            yield Text()
        if above and above != before:
            yield from headings(above, before, width)
            yield Text()
        before = above
        yield from make(task, order, width, next_working_day)


def headings(above: list[str], before: list[str], width: int) -> Iterator[Text]:
    """The headings over a task, one under the other; those that it shares with the task before are not said again."""
    same = 0
    while same < min(len(above), len(before)) and above[same] == before[same]:
        same += 1
    for level in range(min(same, len(above) - 1), len(above)):
        sign = "› " if level else ""
        yield from paragraph(f"{sign}{above[level]}", width, INDENT + 2 * min(level, 3), QUIET)


def nothing_found(width: int) -> Iterator[Text]:
    """What was looked for, and what to do now."""
    yield from section(words.FIELD["task"], 0, width)
    yield from paragraph("Không tìm thấy nhiệm vụ nào trong văn bản này.", width, INDENT, "bold")
    yield from paragraph(
        "Đã tìm: câu, gạch đầu dòng hoặc hàng trong bảng phân công giao một việc cho một cơ quan, đơn vị hay người "
        "cụ thể (giao, yêu cầu, đề nghị, chủ trì, tham mưu, báo cáo…).",
        width,
        INDENT,
    )
    yield from paragraph(
        "Nên làm: xem phần “Đoạn không có nhiệm vụ” dưới đây để biết từng đoạn được hiểu là gì; nếu văn bản có phụ lục "
        "ở tệp riêng thì đọc tệp đó; nếu chữ bị thiếu hoặc lỗi thì chép nội dung rồi dán vào: sauro read -",
        width,
        INDENT,
    )


def targets(reading: Reading, width: int) -> Iterator[Text]:
    if not reading.targets:
        return
    order = {task.id: str(number) for number, task in enumerate(reading.tasks, 1)}
    rows = [
        [
            styled(words.figure(target), "bold"),
            Text(words.date_words(target.period_end)),
            Text(order.get(target.task or "", "")),
            Text(words.clean(target.quote)),
        ]
        for target in reading.targets
    ]
    yield from section(words.FIELD["target"], len(rows), width)
    yield from table(["Mức", "Đến ngày", "Nhiệm vụ", "Trong văn bản"], rows, width, INDENT)


def petitions(reading: Reading, width: int) -> Iterator[Text]:
    if not reading.petitions:
        return
    rows = []
    for position, petition in enumerate(reading.petitions, 1):
        who = ", ".join(words.clean(part) for part in (petition.petitioner, petition.role) if part)
        items = [words.clean(item) for item in petition.items]
        content = (
            items[0] if len(items) == 1 else "\n".join(f"({n}) {item}" for n, item in enumerate(items, 1))
        )
        agency = words.clean(petition.lead_agency or "")
        rows.append([Text(str(petition.no or position)), Text(who), Text(agency), Text(content)])
    yield from section(words.FIELD["petition"], len(rows), width)
    yield from table(["STT", "Người kiến nghị", "Cơ quan giải quyết", "Nội dung"], rows, width, INDENT)


def references(reading: Reading, width: int) -> Iterator[Text]:
    if not reading.references:
        return
    yield from section(words.FIELD["reference"], len(reading.references), width)
    for reference in reading.references:
        line = Text(words.clean(reference.quote))
        if reference.issuer and words.clean(reference.issuer) not in line.plain:
            line.append(f" · {words.clean(reference.issuer)}", QUIET)
        first, *rest = wrap(line, width - INDENT - 2)
        yield styled(" " * INDENT + "- ", QUIET) + first
        yield from (Text(" " * (INDENT + 2)) + more for more in rest)


def gaps(reading: Reading, width: int) -> Iterator[Text]:
    if not reading.gaps:
        return
    count = Counter(gap.reason for gap in reading.gaps)
    parts = [hold(f"{words.GAP[reason]} {number}") for reason, number in count.most_common()]
    yield from section(words.FIELD["gap"], len(reading.gaps), width)
    yield from paragraph(" · ".join(parts), width, INDENT)


def warnings(reading: Reading, width: int) -> Iterator[Text]:
    if not reading.warnings:
        return
    yield from section("Lưu ý", len(reading.warnings), width)
    for warning in reading.warnings:
        yield from paragraph(words.clean(warning.message), width, INDENT)


def summary(reading: Reading, width: int, seconds: float) -> list[Text]:
    """'23 nhiệm vụ · 21 có người · 9 có hạn · 6 có sản phẩm · 4 đủ 6 rõ · đọc 0,21 giây'."""
    parts = [*words.counts(reading.tasks), f"đọc {words.number(seconds, 2)} giây"]
    return paragraph(" · ".join(map(hold, parts)), width, style="bold")
