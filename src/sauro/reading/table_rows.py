"""The rows of a table below its header as one reads them: groups and what stands in them, merged and broken cells.

A row may name a group ('I. HẠ TẦNG'), stand under a numbered row (1.1 under 1), leave a cell empty that is merged with
the one above, or go on with a row that the end of a page cut. `entries_in` puts that right; what a row means is for
others to say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sauro.reading.cells import Cell, Row, Table
from sauro.reading.columns import Header, Role, repeats_header

_MARK = re.compile(
    r"(?:[*_\s]*)(?P<number>[IVX]{1,5}|[A-HĐ]|\d{1,4}(?:\.\d{1,3}){0,3}|[a-zđ](?=\))|[-–+•*](?=\s))(?:[.):]+|\s|\Z)\s*"
)
_NUMBER = re.compile(r"[IVX]{1,5}(?:\.\d{1,3}){0,3}|[A-HĐ]|\d{1,4}(?:\.\d{1,3}){0,3}|[a-zđ]|[-–+•*]")
_OWN_NUMBER = re.compile(r"[*_\s]*(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})[.)]\s+[*_]*")
_PERIOD = re.compile(r"(?:[Qq]uý [IVX]{1,3}|[Tt]háng \d{1,2}|[Nn]ăm 20\d\d)(?:/20\d\d)?\Z")
_MARKED = re.compile(r"[xX×✓✔]")
_TOTAL = re.compile(r"\A(?:tổng(?: cộng| số)?|cộng)\b", re.IGNORECASE)
_BULLET = re.compile(r"[-–+•*]")
# What a group, or the row above, says for the rows that leave the cell empty.
_SHARED: tuple[Role, ...] = (
    "lead",
    "support",
    "begin",
    "time",
    "accountable",
    "authority",
    "resources",
)
_MERGED: tuple[Role, ...] = ("accountable", "authority")  # columns whose cells often reach over several rows
_BESIDE_THE_WORK: tuple[Role, ...] = ("stt", "other", "note", "status", "score", "unit")


@dataclass(slots=True)
class Group:
    """A row under which others stand: its number ('' for none), its words, the cells it gives to them."""

    rank: int
    number: str
    words: str
    cells: dict[Role, list[Cell]] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """A row with work of its own: the span of its words, its cells by role, the groups above it, outermost first.

    A cell in several pieces was broken by a page, or holds what several rows say of one work. `taken` are the roles
    whose cell is that of another row.
    """

    row: int
    number: str
    start: int
    end: int
    cells: dict[Role, list[Cell]]
    groups: tuple[Group, ...]
    taken: set[Role] = field(default_factory=set)

    @property
    def section(self) -> str:
        """The printed numbers from the outermost to its own, joined by '.': 'II.4', 'A.I.1', 'I.1.2'."""
        parts: list[str] = []
        for number in [*(group.number for group in self.groups), self.number]:
            if not number or _BULLET.match(number):
                continue
            if parts and number.startswith(f"{parts[-1]}."):
                parts.pop()
            parts.append(number)
        return ".".join(parts)

    @property
    def heading(self) -> str:
        return " › ".join(group.words for group in self.groups)


@dataclass(slots=True)
class _Raw:
    """A row as it is printed: what stands in the column of numbers, and its filled cells by role."""

    index: int
    number: str
    cells: dict[Role, list[Cell]]
    only: str  # the words of a row that has nothing but a number and a title, else ''
    across: bool  # one cell over the whole width
    group: str

    @property
    def rank(self) -> int:
        return _rank(self.number)


def _rank(number: str) -> int:
    """How deep a row with this number stands: letters, Roman numerals, 1, 1.1, 1.1.1, a), bullets and no number."""
    if re.fullmatch(r"[IVX]+", number):
        return 2
    if re.fullmatch(r"[A-HĐ]", number):
        return 1
    if number[:1] and number[:1] in "0123456789IVX":
        return 3 + len(re.findall(r"\d+", number))
    return 8 if number[:1].isalpha() else 9


def entries_in(text: str, table: Table, header: Header, work: int) -> list[Entry]:
    """The rows of `table` that have words in the column `work`, with what they share put to each."""
    raws = list(_raws(text, table, header, work))
    filled = {role: sum(role in raw.cells for raw in raws) for role in _MERGED}
    sparse = {role for role, count in filled.items() if 0 < 2 * count <= sum(not raw.only for raw in raws)}
    return _Reader(text, header, sparse).read(raws)


def _raws(text: str, table: Table, header: Header, work: int) -> Iterator[_Raw]:
    above = next((at for at in header.all_of("task") if at < work), None)
    width = table.width
    periods = _periods(text, table, header)
    for index, row in enumerate(table.rows[header.rows :], start=1):
        cells = _aligned(row, width, text)
        words = [cell.words(text) for cell in cells]
        filled = [column for column, each in enumerate(words) if each]
        if not filled or repeats_header(row, text, table, header) or _TOTAL.match(words[filled[0]]):
            continue
        column = header.columns.get("stt")
        number = words[column] if column is not None and column < len(words) else ""
        number, own = number.strip(" .):"), filled
        if not _NUMBER.fullmatch(number):
            number = ""
        else:
            own = [each for each in filled if each != column]
        only = words[own[0]] if len(own) == 1 and own[0] <= max(work, 1) else ""
        across = len(row.cells) == 1
        if only and not number:
            number, only = _numbered(only)
        by_role = {
            role: [cells[at]]
            for role, at in header.columns.items()
            if role not in ("stt", "task") and at in filled
        }
        marked = [label for at, label in periods if at in filled and _MARKED.fullmatch(words[at])]
        if marked:
            by_role["time"] = [*by_role.get("time", []), *marked]
        if work in filled and not across:
            by_role["task"] = [cells[work]]
            printed = _OWN_NUMBER.match(text, cells[work].start, cells[work].end) if column is None else None
            if printed:
                number = printed["number"]
                by_role["task"] = [Cell(printed.end(), cells[work].end)]
        group = words[above] if above is not None and above in filled else ""
        yield _Raw(index, number, by_role, only, across, group)


def _periods(text: str, table: Table, header: Header) -> list[tuple[int, Cell]]:
    """The columns that are periods of a year ('Quý I', 'Tháng 3'), each with the cell that says so: a mark in it is a date."""
    found: list[tuple[int, Cell]] = []
    for column, label in enumerate(header.labels):
        period = _PERIOD.search(label)
        cells = [cell for row in table.rows[: header.rows] for cell in row.cells if cell.words(text)]
        named = next((cell for cell in cells if period and cell.words(text).endswith(period.group())), None)
        if named is not None:
            found.append((column, named))
    return found


def _numbered(words: str) -> tuple[str, str]:
    """'I. HẠ TẦNG' as its number and its words."""
    mark = _MARK.match(words)
    return (mark["number"], words) if mark and mark.end() < len(words) else ("", words)


def _aligned(row: Row, width: int, text: str) -> list[Cell]:
    """The cells, one a column. A row that lacks cells under merged ones, its number among them, is filled on the left."""
    lacks = width - len(row.cells)
    if lacks <= 0 or len(row.cells) == 1 or _NUMBER.fullmatch(row.cells[0].words(text).strip(" .)")):
        return row.cells
    return [Cell(row.start, row.start)] * lacks + row.cells


class _Reader:
    def __init__(self, text: str, header: Header, sparse: set[Role]) -> None:
        self._text = text
        self._header = header
        self._sparse = sparse
        self._groups: list[Group] = []
        self._found: list[Entry] = []

    def read(self, raws: Sequence[_Raw]) -> list[Entry]:
        for at, raw in enumerate(raws):
            following = raws[at + 1] if at + 1 < len(raws) else None
            last = self._found[-1] if self._found else None
            if last is not None and not raw.across and self._goes_on(last, raw):
                self._continue(last, raw)
            elif self._is_group(raw, following):
                self._open(raw)
            elif "task" in raw.cells:
                self._add(raw)
        return self._found

    # --- groups -----------------------------------------------------------------------------------------------------

    def _is_group(self, raw: _Raw, following: _Raw | None) -> bool:
        if raw.across:
            return True
        if "task" not in raw.cells:
            return bool(raw.only)
        deeper = following is not None and following.rank > raw.rank
        if raw.number and raw.rank <= 2:
            return bool(raw.only) or deeper
        under = following is not None and following.number.startswith(f"{raw.number}.")
        if raw.number and under:
            return True
        if not raw.only:
            return bool(raw.number) and deeper and self._words(raw.cells["task"]).endswith(":")
        if raw.number:
            return deeper
        return "stt" in self._header.columns or raw.only.isupper() or not self._merged_lead()

    def _merged_lead(self) -> bool:
        """Whether a lead stands above that an empty cell may be part of."""
        return bool(self._found) and "lead" in self._found[-1].cells

    def _open(self, raw: _Raw) -> None:
        rank = raw.rank if raw.number else 3
        words = raw.only or self._words(raw.cells.get("task", []))
        while self._groups and self._groups[-1].rank >= rank:
            self._groups.pop()
        title = words if _MARK.match(words) or not raw.number else f"{raw.number} {words}"
        cells = {role: cells for role, cells in raw.cells.items() if role in _SHARED}
        self._groups.append(Group(rank, raw.number, title, cells))

    # --- rows -------------------------------------------------------------------------------------------------------

    def _goes_on(self, last: Entry, raw: _Raw) -> bool:
        """Whether the row is the rest of the one above: no number, no work, or work that begins in the middle."""
        work, same_number = raw.cells.get("task"), not raw.number or raw.number == last.number
        if not same_number:
            return False
        if work is None:
            return bool(raw.cells.keys() - set(_BESIDE_THE_WORK))
        words = self._words(work)
        if words == self._words([Cell(last.start, last.end)]) or words == self._words(last.cells["task"]):
            return True
        return not raw.number and "stt" in self._header.columns and words[:1].islower()

    def _continue(self, last: Entry, raw: _Raw) -> None:
        work = raw.cells.get("task")
        words = self._words(work) if work else ""
        broken = bool(work) and words[:1].islower() and words != self._words(last.cells["task"])
        lead = raw.cells.get("lead")
        if not broken and lead and "lead" in last.cells and not self._is_rest(last, "lead", lead[0]):
            self._another_lead(last, raw)
            return
        if work and broken:
            last.cells["task"] = [*last.cells["task"], *work]
            last.end = max(last.end, work[-1].end)
        for role, cells in raw.cells.items():
            if role == "task" or (
                role in last.cells and cells[0].words(self._text) == self._words(last.cells[role])
            ):
                continue
            if role not in last.cells or role in last.taken:
                last.cells[role] = cells
                last.taken.discard(role)
            elif role in ("time", "begin") or self._is_rest(last, role, cells[0]):
                last.cells[role] = [*last.cells[role], *cells]

    def _is_rest(self, last: Entry, role: Role, cell: Cell) -> bool:
        """Whether the cell says the same again, or begins in the middle of a name."""
        words = cell.words(self._text)
        return words[:1].islower() or words == self._words(last.cells[role])

    def _another_lead(self, last: Entry, raw: _Raw) -> None:
        """The same work again, for another lead."""
        cells = {**raw.cells}
        cells.setdefault("task", last.cells["task"])
        self._found.append(
            Entry(raw.index, last.number, cells["task"][0].start, cells["task"][-1].end, cells, last.groups)
        )

    def _add(self, raw: _Raw) -> None:
        rank = raw.rank if raw.number else 9
        while self._groups and self._groups[-1].rank >= rank and self._groups[-1].rank != 3:
            self._groups.pop()
        if raw.group:
            self._part_of(raw)
        groups = tuple(self._groups)
        last = self._found[-1] if self._found and self._found[-1].groups[:1] == groups[:1] else None
        number = raw.number
        if not number and last is not None and last.groups == groups and "stt" in self._header.columns:
            number = last.number
        work = raw.cells["task"][0]
        entry = Entry(raw.index, number, work.start, work.end, dict(raw.cells), groups)
        self._share(entry, last if last is not None and last.groups == groups else None)
        self._found.append(entry)

    def _part_of(self, raw: _Raw) -> None:
        """A column of works stands beside one of their parts: the wider work is a group of its own."""
        while self._groups and self._groups[-1].rank >= 7:
            self._groups.pop()
        self._groups.append(Group(7, "", raw.group))

    def _share(self, entry: Entry, above: Entry | None) -> None:
        """Fills the cells that are left empty: from the groups, nearest first, or as part of the cell above."""
        for group in reversed(entry.groups):
            for role, cells in group.cells.items():
                if role not in entry.cells:
                    entry.cells[role] = cells
                    entry.taken.add(role)
        if above is None:
            return
        lead = "lead" not in entry.cells and "lead" in above.cells
        for role in ("lead", "begin", "time", "accountable", "authority") if lead else self._sparse:
            if role not in entry.cells and role in above.cells:
                entry.cells[role] = above.cells[role]
                entry.taken.add(role)

    def _words(self, cells: Sequence[Cell]) -> str:
        return " ".join(cell.words(self._text) for cell in cells)
