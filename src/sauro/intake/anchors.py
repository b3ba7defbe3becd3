"""Where words of one text stand in another text of the same document. Pure Python.

A better reader or OCR gives another text of the same pages: other spaces and line breaks, some other words. A place is
found by runs of three words that both texts have, each of which votes for where the whole may stand; of several
likenesses the one wins that stands where it is expected from the place in the old text.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict

from sauro.reading.model import Span

_WORD = re.compile(r"\w+")
_RUN = 3  # words that vote together
_SHARE = 0.5  # of the runs that must be found again
_TOO_COMMON = 400  # places of one run above which it says nothing


class Anchors:
    """Finds spans of `old` in `new`; equal texts cost nothing."""

    def __init__(self, old: str, new: str) -> None:
        self._same = old == new
        if self._same:
            return
        self._old = [(match.start(), match.group().casefold()) for match in _WORD.finditer(old)]
        self._starts = [start for start, _ in self._old]
        self._new = [(match.start(), match.end(), match.group().casefold()) for match in _WORD.finditer(new)]
        self._index: dict[int, dict[tuple[str, ...], list[int]]] = {}

    def at(self, span: Span) -> Span | None:
        """Where the words of the span stand in the new text; None where they are not found again."""
        if self._same:
            return span
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        words = [word for _, word in self._old[first:last]]
        size = min(_RUN, len(words))
        if not size:
            return None
        runs = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
        index = self._places(size)
        found = [(number, place) for number, run in enumerate(runs) for place in index.get(run, ())]
        start = self._best(found, len(words), first)
        if start is None:
            return None
        leeway = max(3, len(words) // 5)
        here = [(number, place) for number, place in found if abs(place - number - start) <= leeway]
        if len({number for number, _ in here}) < _SHARE * len(runs):
            return None
        # Words at the ends that are read differently now are counted off.
        number, place = min(here)
        begin = max(0, place - number)
        number, place = max(here)
        end = min(len(self._new), place + len(words) - number) - 1
        return (self._new[begin][0], self._new[end][1])

    def near(self, at: int) -> int:
        """About where an offset stands, by the share of the text before it: for what is not found again."""
        if self._same or not self._old or not self._new:
            return at if self._same else 0
        word = bisect_left(self._starts, at) * len(self._new) // len(self._old)
        return self._new[min(word, len(self._new) - 1)][0]

    def _places(self, size: int) -> dict[tuple[str, ...], list[int]]:
        """The places of all runs of that many words in the new text."""
        if size not in self._index:
            places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
            words = [word for _, _, word in self._new]
            for at in range(len(words) - size + 1):
                places[tuple(words[at : at + size])].append(at)
            self._index[size] = {run: found for run, found in places.items() if len(found) <= _TOO_COMMON}
        return self._index[size]

    def _best(self, found: list[tuple[int, int]], length: int, first: int) -> int | None:
        """The word of the new text at which the span begins by most votes; near ones count together."""
        votes = Counter(place - number for number, place in found)
        if not votes:
            return None
        expected = first * len(self._new) / max(1, len(self._old))
        leeway = max(1, min(3, length // 5))
        return max(
            votes,
            key=lambda start: (
                sum(votes.get(near, 0) for near in range(start - leeway, start + leeway + 1)),
                votes[start],
                -abs(start - expected),
            ),
        )
