"""One scanned page: from its picture to words with places, the lines of its tables, and what to look at again."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sauro.reading.extraction import ruled
from sauro.reading.extraction.pdfium import PageWord, Rule
from sauro.reading.extraction.scans import blocks, counting, ruling, second, straighten, tesseract
from sauro.reading.extraction.scans.agree import Reason, doubts_in, has_number
from sauro.reading.extraction.scans.tesseract import Seen
from sauro.reading.extraction.straight import Turn
from sauro.vietnamese.syllables import is_syllable, share_of_syllables

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 72.0  # to the inch
_SENSE = 0.6  # share of Vietnamese syllables below which a page was not read
_JUDGED = 8  # words that are needed for that judgement
_UNSURE = 48.0  # of 100: below that on the whole, a line or a page was not read
_SURE = 70.0  # the same for a page of few words, which may be the traces of a seal
_ITEM = re.compile(r"[-–+•*]|(?:\w|\d+)[.)]?")
_LETTERS = re.compile(r"[^\W\d_]+")
_STAIN = 30.0  # of 100: below that a word is a stain or a stroke of a pen, unless it is a syllable
_SPECK = 5.0  # the same in a cell of a table
_SYLLABLE = 3  # letters: what a stain looks like may be shorter
_LONG = 4  # words of a line by which it can be judged
_MARKS = "-–+•*"  # what an item may begin with
_WRITTEN = 150  # of 255: a part of a page without anything darker is empty
_SPECKS = 0.003  # share of a page that is dark
_MOST_INK = 0.22  # share of a page: what is darker is noise, on which a recogniser loses minutes
_MOST_CELLS = 1500

Box = tuple[int, int, int, int]


class Query(NamedTuple):
    """A word of a sheet to look at, and what else it may be."""

    word: PageWord
    reason: Reason
    other: str


@dataclass(slots=True)
class Sheet:
    """What was recognised on a page. Places are in points on the page after `turn`.

    `legible` is False where there is writing, or what looks like it, of which nothing could be made.
    """

    turn: Turn
    words: list[PageWord] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    legible: bool = True
    sense: float = 0.0  # share of its words that are Vietnamese; 1 for words too few to judge by


class _Look(NamedTuple):
    """A reading of a picture from one side."""

    picture: "Image"  # level and clean
    tilt: float
    rules: list[Rule]
    lines: list[list[Seen]]  # without what is no writing
    found: bool  # whether there was anything that looked like writing


def read(picture: "Image", dpi: float) -> Sheet:
    """Reads a page (grey, dark on light) of which `dpi` pixels are an inch."""
    scale = POINTS / dpi
    width, height = picture.width * scale, picture.height * scale
    quarters = 0
    if tesseract.find() is not None:
        look = _look(picture, dpi)
        if look.found and _sense(look.lines) < _SENSE:
            quarters = tesseract.quarters(picture)
            if quarters:
                again = _look(straighten.turned(picture, quarters), dpi)
                look, quarters = (again, quarters) if _sense(again.lines) > _sense(look.lines) else (look, 0)
    else:
        look, quarters = _look_alone(picture, dpi)
    turn = Turn(width, height, quarters, look.tilt)
    sense = _sense(look.lines)
    if sense < _SENSE:
        return Sheet(turn, legible=_is_empty(picture))
    return _sheet(look, turn, scale, sense)


def _sheet(look: _Look, turn: Turn, scale: float, sense: float) -> Sheet:
    others = _second_reading(look)
    sheet = Sheet(turn, rules=look.rules, sense=sense)
    for line, other in zip(look.lines, others, strict=True):
        words = [_in_points(word, scale) for word in line]
        sheet.words += words
        sheet.queries += [
            Query(words[doubt.word], doubt.reason, doubt.other) for doubt in doubts_in(line, other)
        ]
    return sheet


def _second_reading(look: _Look) -> list[str | None]:
    """The lines as the second recogniser reads them; None for those without a number, and where there is no second."""
    others: list[str | None] = [None] * len(look.lines)
    if tesseract.find() is not None and second.installed():
        places = [place for place, line in enumerate(look.lines) if has_number(line)]
        texts = second.read_lines(look.picture, [look.lines[place] for place in places])
        for place, text in zip(places, texts, strict=True):
            others[place] = text
    return others


def _in_points(word: Seen, scale: float) -> PageWord:
    return PageWord(word.x0 * scale, word.y0 * scale, word.x1 * scale, word.y1 * scale, word.text)


def _look(picture: "Image", dpi: float) -> _Look:
    """Reads the cells of the tables and the blocks around them, each for itself."""
    from PIL import ImageStat

    level, clean, tilt = straighten.levelled(picture)
    ink = ruling.ink_of(level, dpi)
    if ImageStat.Stat(ink).mean[0] < 255 * (1 - _MOST_INK):
        return _Look(clean, tilt, [], [], found=False)
    tables, rules = _tables(ink, dpi)
    inset = max(2, round(dpi / 60))
    parts = [
        (clean, (x0 + inset, y0 + inset, x1 - inset, y1 - inset))
        for cells in tables
        for x0, y0, x1, y1 in cells
    ]
    around = clean
    if clean is not level:
        ink = ruling.ink_of(clean, dpi)
    if tables:
        around = clean.copy()
        for cells in tables:
            edge = _around(cells, inset)
            ink.paste(255, edge)
            around.paste(255, edge)
    count = len(parts)
    parts += [(around, box) for box in blocks.blocks_of(ink, dpi)]
    found = _read_parts(parts, dpi)
    asked = counting.doubtful([box for _, box in parts[:count]], found[:count], step=round(dpi / 12))
    for place, again in zip(
        asked, _read_parts([parts[place] for place in asked], dpi, digits=True), strict=True
    ):
        found[place] = counting.taken(again) or found[place]
    lines = [line for part in found[:count] for line in _without_specks(part)]
    lines += [line for part in found[count:] for line in _without_stains(part)]
    return _Look(clean, tilt, rules, lines, any(found))


def _look_alone(picture: "Image", dpi: float) -> tuple[_Look, int]:
    """The reading of the second recogniser, which stands in for the first."""
    quarters = second.quarters(picture)
    level, clean, tilt = straighten.levelled(straighten.turned(picture, quarters))
    _, rules = _tables(ruling.ink_of(level, dpi), dpi)
    lines = second.read_page(clean)
    return _Look(clean, tilt, rules, _without_stains(lines), bool(lines)), quarters


def _tables(ink: "Image", dpi: float) -> tuple[list[list[Box]], list[Rule]]:
    """The cells of each table in pixels, and the lines that make them in points."""
    scale = POINTS / dpi
    level, upright = ruling.strokes_of(ink, dpi)
    rules = []
    for x0, y0, x1, y1 in level:
        middle = (y0 + y1) / 2 * scale
        rules.append(Rule(x0 * scale, middle, x1 * scale, middle))
    for x0, y0, x1, y1 in upright:
        middle = (x0 + x1) / 2 * scale
        rules.append(Rule(middle, y0 * scale, middle, y1 * scale))
    if not ruled.may_hold_table(rules):
        return [], []
    tables = []
    for boxes in ruled.cells_of(rules):
        if len(boxes) > 1:
            tables.append(
                [
                    (round(a / scale), round(b / scale), round(c / scale), round(d / scale))
                    for a, b, c, d in boxes
                ]
            )
    if sum(len(cells) for cells in tables) > _MOST_CELLS:  # a drawing, or a form of squares
        return [], []
    return tables, rules if tables else []


def _around(cells: list[Box], margin: int) -> Box:
    return (
        min(cell[0] for cell in cells) - margin,
        min(cell[1] for cell in cells) - margin,
        max(cell[2] for cell in cells) + margin,
        max(cell[3] for cell in cells) + margin,
    )


def _read_parts(
    parts: list[tuple["Image", Box]], dpi: float, *, digits: bool = False
) -> list[list[list[Seen]]]:
    """The lines of each part of a page, read on white paper of its own, with their places on the page."""
    from PIL import Image

    margin, least = round(dpi / 12), dpi / 25
    papers: list[Image.Image] = []
    corners: list[tuple[int, int, int]] = []
    for number, (picture, (x0, y0, x1, y1)) in enumerate(parts):
        if x1 - x0 < least or y1 - y0 < least:
            continue
        part = picture.crop((x0, y0, x1, y1))
        if _darkest(part) > _WRITTEN:
            continue
        if digits:  # a lone figure is not found in a wide white cell
            x0, y0, part = _cut_out(part, x0, y0)
        paper = Image.new("L", (part.width + 2 * margin, part.height + 2 * margin), 255)
        paper.paste(part, (margin, margin))
        papers.append(paper)
        corners.append((number, x0 - margin, y0 - margin))
    found: list[list[list[Seen]]] = [[] for _ in parts]
    for (number, x, y), lines in zip(corners, tesseract.read(papers, dpi, digits=digits), strict=True):
        found[number] = [
            [word._replace(x0=word.x0 + x, x1=word.x1 + x, y0=word.y0 + y, y1=word.y1 + y) for word in line]
            for line in lines
        ]
    return found


def _cut_out(part: "Image", x: int, y: int) -> tuple[int, int, "Image"]:
    """The written middle of a part of a page, and where it begins; `x` and `y` are where the part does."""
    box = part.point(lambda value: 255 if value <= _WRITTEN else 0).getbbox()
    return (x, y, part) if box is None else (x + box[0], y + box[1], part.crop(box))


def _darkest(picture: "Image") -> int:
    """The darkest grey of a picture, 0 to 255."""
    return next(level for level, count in enumerate(picture.histogram()) if count)


def _is_empty(picture: "Image") -> bool:
    """Whether there is no more on a page than specks, and what shines through from its back."""
    from PIL import ImageStat

    dark = picture.point(lambda value: 255 if value < _WRITTEN else 0)
    return bool(ImageStat.Stat(dark).mean[0] < 255 * _SPECKS)


def _is_writing(word: Seen) -> bool:
    return any(character.isalnum() or character in _MARKS for character in word.text)


def _is_stain(word: Seen) -> bool:
    if not _is_writing(word):
        return True
    if word.sure >= _STAIN:
        return False
    return not any(len(run) >= _SYLLABLE and is_syllable(run) for run in _LETTERS.findall(word.text))


def _without_specks(lines: list[list[Seen]]) -> list[list[Seen]]:
    """The lines of a cell of a table, where there are no stamps: a lone number that was read badly stays."""
    kept = [[word for word in line if word.sure >= _SPECK and _is_writing(word)] for line in lines]
    return [line for line in kept if line]


def _without_stains(lines: list[list[Seen]]) -> list[list[Seen]]:
    """The lines without what is no writing: the lines of a seal, the strokes of a signature, specks.

    A number in a line that was read well is kept however it was read: that it is doubted is better than that it is gone.
    """
    kept = []
    for line in lines:
        good = len(line) >= _LONG and _mean(line) >= _SURE
        words = [word for word in line if not _is_stain(word) or (good and any(map(str.isdigit, word.text)))]
        words = _without_edges(words)
        if words and _mean(words) >= _UNSURE:
            kept.append(words)
    return kept


def _without_edges(line: list[Seen]) -> list[Seen]:
    """The line without what stands apart at its ends and was read badly: a piece of a stamp beside the writing."""
    while len(line) > 1 and _stands_apart(line[0], line[1].x0 - line[0].x1):
        line = line[1:]
    while len(line) > 1 and _stands_apart(line[-1], line[-1].x0 - line[-2].x1):
        line = line[:-1]
    return line


def _stands_apart(word: Seen, gap: float) -> bool:
    letters = sum(character.isalnum() for character in word.text)
    return (
        word.sure < _SURE
        and letters < _SYLLABLE
        and gap > word.y1 - word.y0
        and not _ITEM.fullmatch(word.text)
    )


def _mean(line: list[Seen]) -> float:
    return sum(word.sure for word in line) / len(line)


def _sense(lines: list[list[Seen]]) -> float:
    """The share (0 to 1) of the words that are Vietnamese; 0 where the recogniser was not sure of most.

    Of few words it is 1: they are judged by that alone.
    """
    every = [word for line in lines for word in line]
    if not every:
        return 0.0
    share, judged = share_of_syllables(" ".join(word.text for word in every))
    if judged < _JUDGED:  # none: the traces of a seal
        return 1.0 if judged and _mean(every) >= _SURE else 0.0
    return share if _mean(every) >= _UNSURE else 0.0
