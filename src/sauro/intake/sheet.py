"""The left side of the review: the text of an extraction as HTML with everything found in it marked in place.

The HTML is put together here and not in a template because its white space counts: the visible words, taken in order,
are the text of the extraction, and `data-at` gives the offset (in code points) at which a block begins. What is not
part of the text (numbers in the margin, notes under a gap) carries `data-aside`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from sauro.documents.models import Extraction
from sauro.intake.marks import Block, Mark, Run, bars_in, blocks_of, markup_in, runs_of
from sauro.intake.models import ItemState
from sauro.reading.model import Span


class _Found(msgspec.Struct):
    at: Span | None = None


class _FoundTask(msgspec.Struct):
    owners: list[_Found] = []
    coordinators: list[_Found] = []
    deadlines: list[_Found] = []


class FoundGap(msgspec.Struct):
    at: Span
    reason: str


class Note(msgspec.Struct):
    """What the reader tells of the file: `at` where it is about words of the text."""

    code: str
    message: str
    at: Span | None = None


class _Signature(msgspec.Struct):
    capacity: _Found | None = None
    name: _Found | None = None


class _Head(msgspec.Struct):
    issuer: _Found | None = None
    symbol: _Found | None = None
    subject: _Found | None = None
    date: _Found | None = None
    addressees: list[_Found] = []
    recipients: list[_Found] = []
    signature: _Signature = msgspec.field(default_factory=_Signature)


class _Facts(msgspec.Struct):
    """What of a reading is marked in the text; everything else of it is passed over unread."""

    document: _Head = msgspec.field(default_factory=_Head)
    tasks: list[_FoundTask] = []
    targets: list[_Found] = []
    references: list[_Found] = []
    gaps: list[FoundGap] = []
    warnings: list[Note] = []


_UNREAD = frozenset({"scan_unread", "pages_illegible", "pages_without_text", "damaged_pages"})
"""Notes that tell of pages whose words are not in the text."""
_SAID_BY_CARDS = "no_tasks"


@dataclass(frozen=True, slots=True)
class Found:
    """What never changes in an extraction: its blocks, inner marks, gaps and counts for the legend."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    gaps: tuple[FoundGap, ...]
    counts: dict[str, int]
    notes: tuple[Note, ...] = ()  # about the file as a whole
    doubts: tuple[Note, ...] = ()  # about words of the text

    @property
    def unread(self) -> bool:
        """Whether pages could not be read, so that a person has to write down what they order."""
        return any(note.code in _UNREAD for note in self.notes)


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A task as the sheet needs it; `number` from 1 in the order of the text."""

    uid: str
    number: int
    span: Span
    state: str
    chosen: bool = False


def found_in(extraction: Extraction) -> Found:
    """The marks of an extraction; kept for the extractions seen last, which never change."""
    return _parsed(extraction.pk, extraction.text, bytes(extraction.reading))


@lru_cache(maxsize=16)
def _parsed(key: int, text: str, reading: bytes) -> Found:  # noqa: ARG001 - the key makes the comparison cheap
    facts = msgspec.json.decode(reading, type=_Facts)
    marks: dict[str, set[Span]] = {"owner": set(), "due": set(), "target": set(), "ref": set()}
    for task in facts.tasks:
        marks["owner"].update(one.at for one in (*task.owners, *task.coordinators) if one.at)
        marks["due"].update(one.at for one in task.deadlines if one.at)
    marks["target"].update(one.at for one in facts.targets if one.at)
    marks["ref"].update(one.at for one in facts.references if one.at)
    inner = [Mark(*span, kind) for kind, spans in marks.items() for span in spans]  # type: ignore[arg-type]
    doubts = [note for note in facts.warnings if note.at and note.at[0] < note.at[1]]
    inner += [Mark(*note.at, "doubt") for note in doubts if note.at]
    headings = [gap.at for gap in facts.gaps if gap.reason == "heading" and gap.at[1] - gap.at[0] < 200]
    blocks = blocks_of(
        text, head=_head_of(facts.document), foot=_foot_of(text, facts.document), headings=headings
    )
    return Found(
        text=text,
        blocks=tuple(blocks),
        marks=(*markup_in(text), *bars_in(text, blocks), *inner),
        gaps=tuple(gap for gap in facts.gaps if gap.reason != "heading"),
        counts={kind: len(spans) for kind, spans in marks.items()},
        notes=tuple(one for one in facts.warnings if one not in doubts and one.code != _SAID_BY_CARDS),
        doubts=tuple(doubts),
    )


def _head_of(document: _Head) -> Span:
    places = [
        one.at[1]
        for one in (document.issuer, document.symbol, document.date, document.subject)
        if one and one.at
    ]
    end = max(places, default=0)
    first = min((one.at[0] for one in document.addressees if one.at), default=end)
    return (0, min(end, first) if first else end)


def _foot_of(text: str, document: _Head) -> Span:
    places = [one.at for one in document.recipients if one.at]
    signed = [one.at for one in (document.signature.capacity, document.signature.name) if one and one.at]
    if not places and not signed:
        return (0, 0)
    start = min(span[0] for span in (*places, *signed))
    title = text.lower().rfind("nơi nhận", max(0, start - 40), start)
    start = text.rfind("\n", 0, title if title >= 0 else start) + 1
    return (start, max(span[1] for span in (*places, *signed)))


_CLASSES = {
    "owner": "found-owner",
    "due": "found-due",
    "target": "found-target",
    "ref": "found-ref",
    "doubt": "found-doubt",
    "hidden": "markup",
}


def sheet_html(found: Found, items: Sequence[SheetItem], *, may_add: bool, place: str = "") -> SafeString:
    """The whole sheet. `place` is the address of the review; with `may_add` a gap offers to become a task."""
    writer = _Writer(found, items, may_add=may_add, place=place)
    return mark_safe("".join(writer.write()))  # noqa: S308 - every word of the document is escaped in `_pieces`


class _Writer:
    def __init__(self, found: Found, items: Sequence[SheetItem], *, may_add: bool, place: str) -> None:
        self.found, self.may_add, self.place = found, may_add, place
        self.items = {item.number: item for item in items}
        self.marks = [*found.marks, *(Mark(*item.span, "task", item.number) for item in items)]
        self.out: list[str] = []
        self.in_table = False

    def write(self) -> list[str]:
        gaps = iter(self.found.gaps)
        gap = next(gaps, None)
        flat = [
            Block(a, b, "row")
            for block in self.found.blocks
            for a, b in block.cells or [(block.start, block.end)]
        ]
        parts = runs_of(self.found.text, flat, self.marks)
        for block in self.found.blocks:
            cells = [next(parts) for _ in block.cells or (block,)]
            runs = cells[0][1]
            while gap is not None and gap.at[1] <= block.start:
                gap = next(gaps, None)
            here = (
                gap
                if gap is not None and gap.at[0] < block.end and not any(run.items for run in runs)
                else None
            )
            self._table(block)
            if block.kind == "row":
                self._row(block, cells)
            else:
                self._block(block, runs, here)
        if self.in_table:
            self.out.append("</table>")
        return self.out

    def _table(self, block: Block) -> None:
        if (block.kind == "row") != self.in_table:
            self.out.append("<table class=cells>" if block.kind == "row" else "</table>")
            self.in_table = block.kind == "row"

    def _row(self, block: Block, cells: list[tuple[Block, list[Run]]]) -> None:
        """A row of a table; every sign of it stays within a cell, where a browser leaves it in its place."""
        if not block.cells:
            words = escape(self.found.text[block.start : block.end])
            self.out.append(f'<tr hidden data-at="{block.start}"><td>{words}</td></tr>')
            return
        self.out.append("<tr>")
        over = block.columns - len(cells)
        for number, (cell, runs) in enumerate(cells, start=1):
            span = f" colspan={over + 1}" if over and number == len(cells) else ""
            self.out.append(f'<td data-at="{cell.start}"{span}>{self._runs(runs)}</td>')
        self.out.append("</tr>")

    def _block(self, block: Block, runs: list[Run], gap: FoundGap | None) -> None:
        numbers = sorted({number for run in runs for number in run.items})
        classes = {"head": ["doc-line"], "foot": ["doc-line", "doc-end"]}.get(block.kind, [])
        if gap is not None:
            classes = [*classes, "gap", "faded"]
        if numbers and all(self.items[number].state == ItemState.ACCEPTED for number in numbers):
            classes = [*classes, "ok"]
        if any(self.items[number].chosen for number in numbers):
            classes = [*classes, "linked"]
        tag = "h3" if block.kind == "heading" else "p"
        given = f' class="{" ".join(classes)}"' if classes else ""
        self.out.append(f'<{tag} data-at="{block.start}"{given}>{self._runs(runs)}{self._note(gap)}</{tag}>')

    def _note(self, gap: FoundGap | None) -> str:
        """Why a paragraph gave no task, and the button that makes it one."""
        if gap is None:
            return ""
        start, end = gap.at
        button = ""
        if self.may_add:
            label = escape(pgettext("button", "Assign as a task"))
            button = (
                f'<button class="btn small" name="span" value="{start}-{end}" form="add-gap">{label}</button>'
            )
        return f'<span class="gap-note" data-aside id="g{start}">{escape(gap_reason(gap.reason))} {button}</span>'

    def _runs(self, runs: list[Run]) -> str:
        return "".join(self._run(run, first=number == 0) for number, run in enumerate(runs))

    def _run(self, run: Run, *, first: bool) -> str:
        words = "".join(self._piece(piece.words, piece.kinds) for piece in run.pieces)
        if not run.items:
            return words
        items = [self.items[number] for number in run.items]
        classes = ["found"]
        if all(item.state in (ItemState.DROPPED, ItemState.INFORM) for item in items):
            classes.append("dropped")
        if any(item.chosen for item in items):
            classes.append("on")
        numbers = "".join(self._number(self.items[number], aside=first) for number in run.opens)
        uids = " ".join(item.uid for item in items)
        return f'{numbers}<mark class="{" ".join(classes)}" data-items="{uids}">{words}</mark>'

    def _number(self, item: SheetItem, *, aside: bool) -> str:  # noqa: ARG002
        classes = "found-no on" if item.chosen else "found-no"
        title = escape(gettext("Task %(number)s") % {"number": item.number})
        return (
            f'<a class="{classes}" data-aside data-item="{item.uid}" id="t-{item.uid}" title="{title}" '
            f'href="{self.place}?viec={item.uid}#c-{item.uid}">{item.number}</a>'
        )

    def _piece(self, words: str, kinds: frozenset[str]) -> str:
        html = str(escape(words))
        classes = [_CLASSES[kind] for kind in sorted(kinds & _CLASSES.keys())]
        if classes:
            html = f'<span class="{" ".join(classes)}">{html}</span>'
        if "italic" in kinds:
            html = f"<i>{html}</i>"
        return f"<b>{html}</b>" if "bold" in kinds else html


def gap_reason(reason: str) -> str:
    """Why a paragraph gave no task, in words."""
    reasons = {
        "preamble": pgettext("gap", "preamble: reasons and grounds"),
        "assessment": pgettext("gap", "assessment of past work"),
        "aim": pgettext("gap", "aim or viewpoint, no act is ordered"),
        "accountability": pgettext("gap", "accountability in general, no act is ordered"),
        "closing": pgettext("gap", "closing words"),
        "rule": pgettext("gap", "rule or effect, nobody is ordered to act"),
        "data": pgettext("gap", "figures or table"),
        "unsure": pgettext("gap", "no clear order found: please check"),
    }
    return reasons.get(reason, reason)
