"""Lone figures in the cells of a table: the weak side of a recogniser of words, which takes a worn 2 for a syllable.

Where a column counts (most of its cells hold a number and nothing else), a cell that was read as something short, or as
nothing though there is ink, is read once more as digits.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from sauro.reading.extraction.scans.tesseract import Seen

_NUMBER = re.compile(r"\d{1,3}[.)]?")
_SHORT = 3  # letters
_LEAST = 2  # cells with a number, of a column that counts

Cell = tuple[int, int, int, int]
Lines = list[list[Seen]]


def doubtful(cells: Sequence[Cell], found: Sequence[Lines], step: int) -> list[int]:
    """The places of the cells to read as digits; sides within `step` pixels belong to one column."""
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, (x0, _, x1, _) in enumerate(cells):
        columns[round(x0 / step), round(x1 / step)].append(place)
    asked: list[int] = []
    for places in columns.values():
        texts = {place: " ".join(word.text for line in found[place] for word in line) for place in places}
        numbers = [place for place, text in texts.items() if _NUMBER.fullmatch(text)]
        others = [place for place in places if place not in numbers]
        head = min(places, key=lambda place: cells[place][1])
        short = [
            place for place in others if len(texts[place]) <= _SHORT and place != head
        ]  # the head says 'STT'
        if len(numbers) >= max(_LEAST, len(others) - 1):
            asked += short
    return asked


def taken(again: Lines) -> Lines:
    """What the second look at a cell gave, as doubted as it is; nothing where it is no number."""
    words = [word for line in again for word in line]
    if len(words) != 1 or not words[0].text.isdigit():
        return []
    return [[words[0]._replace(sure=min(words[0].sure, _DOUBTED))]]


_DOUBTED = 60.0  # of 100: below what a number needs to pass without a flag
