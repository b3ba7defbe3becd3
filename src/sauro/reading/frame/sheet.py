"""The text under reading with its lines, tables and pages, and how a value is taken from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sauro.reading.frame.segments import Segment
from sauro.reading.lines import Line
from sauro.reading.model import Value
from sauro.reading.tables import Table
from sauro.vietnamese.text import squeeze

PageOf = Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    text: str
    lines: Sequence[Line]
    tables: Sequence[Table]
    page: PageOf

    def value(self, start: int, end: int, why: str) -> Value:
        """The words from `start` to `end`, white space squeezed and markup dropped."""
        words = squeeze(self.text[start:end].replace("*", "").replace("#", ""))
        return Value(words, (start, end), self.page(start), why)

    def joined(self, segments: Sequence[Segment], why: str) -> Value | None:
        """The words of segments that follow each other; without a place where others stand between them."""
        if not segments:
            return None
        words = " ".join(segment.words for segment in segments)
        start, end = segments[0].start, segments[-1].end
        between = squeeze(_plain(self.text[start:end]))
        span = (start, end) if between == words else None
        return Value(words, span, self.page(start), why)

    def line_at(self, offset: int) -> int:
        """The number of the line that holds the offset."""
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].end < offset:
                low = middle + 1
            else:
                high = middle
        return min(low, len(self.lines) - 1)


def _plain(text: str) -> str:
    return text.replace("*", "").replace("#", "").replace("<br>", " ")
