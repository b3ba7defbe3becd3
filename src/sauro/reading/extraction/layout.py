"""From the words of a page to its lines, as a reader takes them: rows, two blocks side by side, paragraphs.

A letterhead and the block of recipients and signature stand side by side in Vietnamese documents (NĐ 30/2020, Phụ lục
I): there the left block comes first, then the right one. All else is read row by row.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sauro.reading.extraction.pdfium import PageWord

_SAME_ROW = 0.4  # of the height of a word: how far apart the feet of words of one row may be
_GUTTER = 5.0  # points: the least space between two blocks
_TAB = 2.6  # of the height of a word: a gap that parts columns
_INDENT = 9.0  # points
_SPACED = 1.22  # of the pitch of lines: more than that parts paragraphs
_ANCHOR = re.compile(
    r"CỘNG H(?:ÒA|OÀ)\b|ĐẢNG CỘNG SẢN|^\s*Nơi nhận|^\s*NƠI NHẬN|^\s*Nơi gửi"
    r"|^(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\.?\s*[A-ZĐ]"
)
_ADDRESS = re.compile(r"(?i)Kính gửi|KÍNH GỬI")
_STATE = re.compile(r"CỘNG H(?:ÒA|OÀ)\b|ĐẢNG CỘNG SẢN")
_MARK = re.compile(r"(?:[-–+•*]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\(?[a-zđ]\)|[IVX]{1,5}[.)])(?=\s|$)")
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,4}\s*[-–]?|[Tt]rang\s+\d+(?:\s*/\s*\d+)?")
_ENDS = re.compile(r"[.;:!?…/][\"”’')]*$")


@dataclass(slots=True)
class Row:
    """Words side by side, from left to right; `lead` is what must stand before it: '\\n' or '\\n\\n'."""

    words: list[PageWord]
    lead: str = "\n"
    cells: list[list[PageWord]] | None = None  # of a row of a ruled table
    glued: frozenset[int] = frozenset()  # the ids of words of cells that go on with the word before them

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        return min(word.y0 for word in self.words)

    @property
    def foot(self) -> float:
        return self.words[0].y1

    @property
    def height(self) -> float:
        return max(word.y1 - word.y0 for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def rows_of(words: Sequence[PageWord]) -> list[Row]:
    """The words by rows from top to bottom, each from left to right."""
    rows: list[list[PageWord]] = []
    reference = height = 0.0
    # By the foot, which is the same for all letters of a font; the head is higher under a mark of tone.
    for word in sorted(words, key=lambda word: word.y1):
        foot = word.y1
        own = foot - word.y0
        if rows and foot - reference <= _SAME_ROW * min(own, height):
            rows[-1].append(word)
        else:
            rows.append([word])
            reference, height = foot, own
    return [Row(sorted(row, key=lambda word: word.x0)) for row in rows]


def gap_before(previous: PageWord, word: PageWord) -> str:
    """The white space between two words of a row: a tab where a column ends, but not after the mark of an item."""
    if _MARK.fullmatch(previous.text):
        return " "
    return "\t" if word.x0 - previous.x1 > _TAB * (word.y1 - word.y0) else " "


def is_page_number(row: Row) -> bool:
    return len(row.words) <= 3 and _PAGE_NUMBER.fullmatch(row.text) is not None


def flow(words: Sequence[PageWord], width: float) -> list[Row]:
    """The rows of the words in reading order, each with the white space before it."""
    rows = rows_of(words)
    if not rows:
        return []
    measure = _Measure(rows)
    ordered: list[Row] = []
    index = 0
    while index < len(rows):
        block = _block_at(rows, index, width, measure.centre)
        if block is None:
            row = rows[index]
            if ordered:
                row.lead = measure.lead(ordered[-1], row)
            ordered.append(row)
            index += 1
            continue
        end, left, right = block
        for column in (left, right):
            _part(column, measure)
            ordered += column
        index = end
        if index < len(rows):
            rows[index].lead = "\n\n"
            ordered.append(rows[index])
            index += 1
    return ordered


def _part(column: list[Row], measure: "_Measure") -> None:
    """Parts the rows of one block where there is more space than between lines."""
    for position, row in enumerate(column):
        if position == 0:
            row.lead = "\n\n"
        else:
            above = column[position - 1]
            row.lead = "\n\n" if row.foot - above.foot > 1.6 * max(measure.pitch, above.height) else "\n"


def _block_at(
    rows: list[Row], index: int, width: float, centre: float
) -> tuple[int, list[Row], list[Row]] | None:
    """Two blocks side by side that begin in this row: the row after them, the left rows, the right rows.

    `width` is the page's, `centre` the middle of its text, where a title stands that ends the blocks.
    """
    if not _is_anchor(rows[index]):
        following = rows[index + 1] if index + 1 < len(rows) else None
        # The taller block may begin a row above the words that tell what it is.
        if following is None or not _is_anchor(following) or not _belongs(rows[index], following, width):
            return None
    low, high = 0.0, width
    left: list[Row] = []
    right: list[Row] = []
    end = index
    while end < len(rows):
        if end > index and (
            rows[end].top - rows[end - 1].top > 0.25 * width or _ADDRESS.match(rows[end].text)
        ):
            break
        split = _split(rows[end], low, high)
        if split is None:
            break
        at, low, high = split
        row = rows[end]
        if at == 0 and right and abs(row.centre - centre) < 0.03 * width < abs(right[0].centre - centre) / 2:
            break
        if at > 0:
            left.append(Row(row.words[:at]))
        if at < len(row.words):
            right.append(Row(row.words[at:]))
        end += 1
    if not left or not right or (end - index < 2):
        return None
    return end, left, right


def _is_anchor(row: Row) -> bool:
    text = row.text
    if _ANCHOR.search(text):
        return True
    return any(_ANCHOR.search(part) for part in _columns(row))


def _columns(row: Row) -> list[str]:
    """The texts of a row between its wide gaps."""
    parts = [[row.words[0]]]
    for previous, word in pairwise(row.words):
        if word.x0 - previous.x1 > 9:
            parts.append([])
        parts[-1].append(word)
    return [" ".join(word.text for word in part) for part in parts]


def _belongs(row: Row, anchor: Row, width: float) -> bool:
    """Whether a row above the anchor is the first line of one of its blocks, and no stamp and no text above it."""
    one_sided = row.x1 < 0.55 * width or row.x0 > 0.4 * width
    return one_sided and anchor.foot - row.foot < 2 * anchor.height and row.height > 0.75 * anchor.height


def _split(row: Row, low: float, high: float) -> tuple[int, float, float] | None:
    """Where the row is parted by the gutter low..high: how many words stand left, and the gutter that is left of it.

    None where words stand across the gutter.
    """
    words = row.words
    state = next(
        (i for i in range(len(words)) if _STATE.match(" ".join(w.text for w in words[i : i + 3]))), None
    )
    if state is not None and state > 0:
        narrowed = max(low, words[state - 1].x1), min(high, words[state].x0)
        return (state, *narrowed) if narrowed[1] > narrowed[0] else None
    gaps = [after.x0 - before.x1 for before, after in pairwise(words)]
    usual = median(gaps) if gaps else 0.0
    best: tuple[float, int, float, float] | None = None
    for at in range(len(words) + 1):
        begin = words[at - 1].x1 if at > 0 else float("-inf")
        stop = words[at].x0 if at < len(words) else float("inf")
        if 0 < at < len(words) and stop - begin < max(2 * _GUTTER, 1.7 * usual):
            continue
        narrowed = max(low, begin), min(high, stop)
        space = narrowed[1] - narrowed[0]
        if space < _GUTTER:
            continue
        if best is None or _rank(at, len(words), space) > _rank(best[1], len(words), best[0]):
            best = (space, at, *narrowed)
    return None if best is None else best[1:]


def _rank(at: int, count: int, space: float) -> tuple[bool, float]:
    """A gutter inside the row is better than one beside it, a wide one better than a narrow one."""
    return 0 < at < count, space


class _Measure:
    """What is usual on a page: the pitch of its lines, the margins of its text."""

    def __init__(self, rows: list[Row]) -> None:
        lefts: Counter[int] = Counter()
        for row in rows:
            lefts[round(row.x0 / 3)] += len(row.words)
        wide = [row for row in rows if len(row.words) > 5]
        self.left = 3.0 * lefts.most_common(1)[0][0]
        self.right = max((row.x1 for row in wide), default=max(row.x1 for row in rows))
        self.centre = (self.left + self.right) / 2
        steps = [
            below.foot - above.foot
            for above, below in pairwise(rows)
            if self._is_full(above) and abs(below.x0 - self.left) < _INDENT / 2
        ]
        every = [below.foot - above.foot for above, below in pairwise(rows)]
        self.pitch = median(steps or every or [rows[0].height])

    def _is_full(self, row: Row) -> bool:
        return row.x1 > self.right - 0.12 * (self.right - self.left)

    def _is_centred(self, row: Row) -> bool:
        before, after = row.x0 - self.left, self.right - row.x1
        return (
            before > 2 * _INDENT
            and after > 2 * _INDENT
            and abs(before - after) < 0.2 * (self.right - self.left)
        )

    def lead(self, above: Row, row: Row) -> str:
        """The white space before a row: a blank line where a paragraph begins."""
        if above.cells is not None or is_page_number(above) or is_page_number(row):
            return "\n\n"
        step = row.foot - above.foot
        if step > _SPACED * self.pitch or step < -self.pitch:
            return "\n\n"
        return "\n\n" if self.begins(above, row) else "\n"

    def begins(self, above: Row, row: Row) -> bool:
        """Whether the row begins a paragraph by its indent or its mark, whatever the space above it is."""
        indented = row.x0 - self.left > _INDENT
        if not indented:
            return bool(_MARK.match(row.text)) and not self._is_full(above)
        if self._is_centred(row) and self._is_centred(above):
            return False
        hanging = row.x0 - above.x0 > _INDENT / 3 and above.x0 - self.left > _INDENT / 2
        goes_on = self._is_full(above) and (hanging or row.text[0].islower())
        return not goes_on or _MARK.match(row.text) is not None


def continues(above: Row, row: Row) -> bool:
    """Whether a row at the top of a page goes on with the paragraph that the page before it broke off."""
    return not _ENDS.search(above.text) and not _MARK.match(row.text) and row.text[0].islower()
