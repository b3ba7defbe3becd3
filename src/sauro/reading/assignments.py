"""Assignment tables: each row that has work of its own is a task, its cells give owner, support, time and product."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sauro.reading.cells import Cell, Table
from sauro.reading.columns import Header, Role, header_of
from sauro.reading.heads import head_at
from sauro.reading.lexicon import VERB, Phrase
from sauro.reading.parties import party_end
from sauro.reading.petitions import holds_petitions
from sauro.reading.table_rows import Entry, entries_in
from sauro.vietnamese.text import fold

_NAMES: dict[Role, str] = {
    "lead": "Chủ trì",
    "agency": "Cơ quan, đơn vị",
    "support": "Phối hợp",
    "accountable": "Lãnh đạo phụ trách",
    "authority": "Thẩm quyền",
    "resources": "Nguồn lực",
    "time": "Thời gian",
    "begin": "Bắt đầu",
    "product": "Sản phẩm",
}
_SUPPORT = Phrase(
    r"(?:[;,./–-]|\s|<br\s*/?>)+(?:chủ trì,? )?(?:và )?(?:(?:cơ quan|đơn vị) )?phối hợp(?: thực hiện)?(?: với| cùng| là)?\s*:?\s*",
    re.IGNORECASE,
)
_LEAD_LABEL = Phrase(
    r"[-–+•\s*]*(?:(?:cơ quan|đơn vị) )?(?:chủ trì|thực hiện|đầu mối)(?: thực hiện)?\s*:\s*[-–+•\s*]*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-–+•]|\d{1,2}[.)]|[a-zđ]\))\s+")
# Where an item of a list inside a cell begins; a dash between two names or numbers is none.
_LIST_MARK = re.compile(r"(?:\A|(?<=[\s>]))(?:[-–+•]|\d{1,2}[.)]|[a-zđ]\))\s+(?=\S)")
_TAIL = re.compile(r"(?:<br\s*/?>|[.;,\s*_…])+\Z")
_HOUR = re.compile(r"\d{1,2}\s*(?:h|g|giờ|:)\s*(?:\d\d)?\b", re.IGNORECASE)
_FIGURE = re.compile(r"[\d.,%\s/-]+")
_DONE = re.compile(r"(?:da )?(?:hoan thanh|xong|thuc hien xong|dat)(?! \d)\b(?! mot phan)")
_STATE = re.compile(r"(?:da|dang|chua|hoan thanh|dat|khong dat|tiep tuc|x)\b")
_RESULT = re.compile(r"ket qua (?:thuc hien|giai quyet|xu ly)")


@dataclass(slots=True)
class Assignment:
    """A row of an assignment table, or one item of the list in it: where its work stands and the cells about it.

    A role has several cells where a page broke the cell or several rows speak of one work; `taken` are the roles whose
    cell is that of another row (a merged cell, a group).
    """

    start: int
    end: int
    section: str
    heading: str
    row: str
    cells: dict[Role, list[Cell]]
    taken: set[Role]

    def why(self, role: Role) -> str:
        """The reason of a value: 'cột Chủ trì, hàng 3', and that the cell is one over several rows."""
        merged = " (ô chung của nhiều hàng)" if role in self.taken else ""
        return f"cột {_NAMES.get(role, 'Nội dung')}, hàng {self.row}{merged}"


def assignments_in(text: str, table: Table) -> list[Assignment]:
    """The rows of `table` that have work, [] where it is not an assignment table (no column of work, a sheet of data)."""
    header = header_of(table, text) or _header_by_content(text, table)
    if header is None or "task" not in header.columns or holds_petitions(text, table, header):
        return []
    work = _column_of_work(text, table, header)
    entries = entries_in(text, table, header, work)
    if not _gives_work(text, header, entries):
        return []
    return [
        assignment
        for entry in entries
        if not _is_done(text, entry)
        for assignment in _assignments(text, entry, header)
    ]


def support_begin(text: str, cell: Cell) -> int | None:
    """Where in a cell of the lead those begin who only support: 'Chủ trì: Phòng A; phối hợp: Công an phường'."""
    match = _SUPPORT.search(text, cell.start, cell.end)
    return match.end() if match else None


def named_in(text: str, cell: Cell, role: Role) -> Cell:
    """The part of a cell that names those of the role: without 'Chủ trì:' before and 'phối hợp với …' behind the lead."""
    if role != "lead":
        return cell
    label = _LEAD_LABEL.match(text, cell.start, cell.end)
    start = label.end() if label else cell.start
    support = _SUPPORT.search(text, start, cell.end)
    return Cell(start, support.start() if support and support.start() > start else cell.end)


def _column_of_work(text: str, table: Table, header: Header) -> int:
    """The column of the works themselves: of 'Nhiệm vụ' and 'Nội dung thực hiện' the one with more of them."""
    columns = header.all_of("task") or [header.columns["task"]]
    rows = table.rows[header.rows :]
    counts = {
        column: len({row.cells[column].words(text) for row in rows if column < len(row.cells)} - {""})
        for column in columns
    }
    return max(columns, key=lambda column: (counts[column], -column))


def _gives_work(text: str, header: Header, entries: list[Entry]) -> bool:
    """Whether the table gives work: no budget, no scores, no schedule of hours, no statistics."""
    columns = header.columns
    if not entries or {"money", "score", "session"} & set(columns):
        return False
    times = [cell.words(text) for entry in entries for cell in entry.cells.get("time", [])]
    if times and 2 * sum(_HOUR.search(words) is not None for words in times) >= len(times):
        return False
    if {"lead", "support"} & set(columns):
        return True
    products = [cell.words(text) for entry in entries for cell in entry.cells.get("product", [])]
    said = times or [words for words in products if not _FIGURE.fullmatch(words)]
    named = {"time", "product", "accountable", "agency"} & set(columns)
    verbs = sum(_WORK.match(text, entry.start, entry.end) is not None for entry in entries)
    return (
        bool(named and (said or "agency" in columns)) and "unit" not in columns and 2 * verbs >= len(entries)
    )


def _is_done(text: str, entry: Entry) -> bool:
    """Whether the row reports a work that is finished: it orders nothing any more."""
    said = entry.cells.get("status", [])
    return any(_DONE.match(fold(cell.words(text))) is not None for cell in said)


def _assignments(text: str, entry: Entry, header: Header) -> Iterator[Assignment]:
    cells = {role: found for role, found in entry.cells.items() if role not in ("stt", "task")}
    product = cells.get("product")
    if product and _is_state(text, product[0], header):
        del cells["product"]
    if "resources" not in cells and "cost" in cells:
        cells["resources"] = cells["cost"]
    if "product" not in cells and _names_documents(header):
        cells["product"] = entry.cells["task"]
    where = entry.section or str(entry.row)
    for start, end, own in _items(text, entry, cells):
        first, last = _without_mark(text, start, end)
        if last > first:
            yield Assignment(first, last, entry.section, entry.heading, where, own, entry.taken)


def _names_documents(header: Header) -> bool:
    """Whether the works are documents to be written: a column 'Tên văn bản'."""
    label = header.labels[header.columns["task"]] if header.labels else ""
    return re.search(r"\bten (?:van ban|de an|san pham)", fold(label)) is not None


def _is_state(text: str, cell: Cell, header: Header) -> bool:
    """Whether a column 'Kết quả thực hiện' says how far the work is, and not what comes out of it."""
    label = header.labels[header.columns["product"]] if header.labels else ""
    return (
        _RESULT.search(fold(label)) is not None and _STATE.match(fold(cell.words(text))) is not None
    ) or _FIGURE.fullmatch(cell.words(text)) is not None


def _items(
    text: str, entry: Entry, cells: dict[Role, list[Cell]]
) -> list[tuple[int, int, dict[Role, list[Cell]]]]:
    """The work as one, or item by item where each has a date or a lead of its own in a list as long as that of works."""
    whole = [(entry.start, entry.end, cells)]
    works = _listed(text, entry.cells["task"])
    if len(works) < 2:
        return whole
    lists = {role: _listed(text, cells[role]) for role in cells}
    own = [role for role in ("time", "lead") if len(lists.get(role, [])) == len(works)]
    if own:
        return [
            (
                work.start,
                work.end,
                {
                    role: [lists[role][at]] if len(lists[role]) == len(works) else cells[role]
                    for role in cells
                },
            )
            for at, work in enumerate(works)
        ]
    if "time" not in cells and all(_BY.search(text, work.start, work.end) for work in works):
        return [(work.start, work.end, cells) for work in works]
    return whole


def parts_of(text: str, cell: Cell) -> list[Cell]:
    """The items of a list that fills the cell, without their marks; the cell itself where it holds none."""
    items = _listed(text, [cell])
    return [Cell(*_without_mark(text, item.start, item.end)) for item in items] or [cell]


def _listed(text: str, cells: list[Cell]) -> list[Cell]:
    """The items of a list that fills the cell; [] where it holds no list."""
    if len(cells) != 1:
        return []
    start, end = cells[0].start, cells[0].end
    while start < end and text[start] in "*_ \n":
        start += 1
    marks = [match.start() + start for match in _LIST_MARK.finditer(text[start:end])]
    if len(marks) < 2 or marks[0] != start:
        return []
    return [Cell(a, b) for a, b in zip(marks, [*marks[1:], end], strict=True)]


def _header_by_content(text: str, table: Table) -> Header | None:
    """The columns of a table without a header, told by what most of their cells hold: verbs, bodies, dates, numbers."""
    width = table.width
    rows = [row for row in table.rows if len(row.cells) == width]
    if table.layout or len(rows) < 2 or len(rows) < 0.7 * len(table.rows) or not 2 <= width <= 7:
        return None
    columns: dict[Role, int] = {}
    for column in range(width):
        cells = [row.cells[column] for row in rows if row.cells[column].words(text)]
        for role, holds in _HOLDS:
            if (
                role not in columns
                and len(cells) >= 2
                and sum(holds(text, cell) for cell in cells) >= 0.75 * len(rows)
            ):
                columns[role] = column
                break
    return Header(0, columns) if {"task", "lead"} <= set(columns) else None


def _is_number(text: str, cell: Cell) -> bool:
    return _NUMBER.fullmatch(cell.words(text)) is not None


def _is_date(text: str, cell: Cell) -> bool:
    return len(cell.words(text)) < 60 and _DATE.search(text, cell.start, cell.end) is not None


def _is_body(text: str, cell: Cell) -> bool:
    head = head_at(text, cell.start, cell.end)
    return head is not None and party_end(text, head, cell.end) >= cell.end - 2


def _is_work(text: str, cell: Cell) -> bool:
    return len(cell.words(text)) > 8 and _WORK.match(text, cell.start, cell.end) is not None


_NUMBER = re.compile(r"\d{1,3}[.)]?")
_DATE = Phrase(
    r"\d{1,2}/\d{1,2}|\d{1,2}/20\d\d|(?:[Qq]uý|[Tt]háng|[Nn]ăm) [\dIVX]+|[Tt]hường xuyên|[Hh][ằà]ng (?:tuần|tháng|quý|năm)"
)
_BY = Phrase(
    r"(?:trước|chậm nhất|xong|hoàn thành|trong|đến)[^;.]{0,24}?(?:\d{1,2}/\d{1,2}|[Qq]uý [IV]+|tháng \d)",
    re.IGNORECASE,
)
_WORK = Phrase(rf"[-+•\s*]*(?:{VERB})(?![\w])", re.IGNORECASE)
_HOLDS: tuple[tuple[Role, Callable[[str, Cell], bool]], ...] = (
    ("stt", _is_number),
    ("lead", _is_body),
    ("support", _is_body),
    ("time", _is_date),
    ("task", _is_work),
)


def _without_mark(text: str, start: int, end: int) -> tuple[int, int]:
    mark = _ITEM.match(text, start, end)
    begin = mark.end() if mark else start
    while begin < end and text[begin] in "*_ \n":
        begin += 1
    tail = _TAIL.search(text, begin, end)
    return begin, tail.start() if tail else end


class Known:
    """Wordings that are tasks already, so that a row that only repeats one is found without looking at each."""

    def __init__(self, wordings: Iterable[str] = ()) -> None:
        self._sets: list[frozenset[str]] = []
        self._by_word: dict[str, list[int]] = {}
        self.add(wordings)

    def add(self, wordings: Iterable[str]) -> None:
        for words in map(_words_of, wordings):
            for word in words:
                self._by_word.setdefault(word, []).append(len(self._sets))
            self._sets.append(words)

    def repeats(self, wording: str) -> bool:
        """Whether one of the wordings says the same task: most words of the shorter stand in the longer.

        Nearly all words are shared then, so the rarest of this wording, one more than may be missing, lead to it.
        """
        words = _words_of(wording)
        if not words:
            return False
        rare = sorted(words, key=lambda word: (len(self._by_word.get(word, [])), word))
        most = int(len(words) - _SHARE * _LEAST * len(words)) + 1
        seen: set[int] = set()
        for word in rare[:most]:
            for index in self._by_word.get(word, []):
                if index not in seen and _alike(words, self._sets[index]):
                    return True
                seen.add(index)
        return False


_SHARE = 0.85  # of the words of the shorter wording that stand in the longer
_LEAST = 0.8  # how long the shorter is, of the longer


def _words_of(wording: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(wording)))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    short, long = sorted((a, b), key=len)
    if not short or len(short) < _LEAST * len(long):
        return False
    return len(short & long) >= _SHARE * len(short)
