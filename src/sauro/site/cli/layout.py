"""Lines of styled text for a terminal: wrapping by words, labelled fields, rules and small tables.

Every line that leaves here is at most as wide as asked (in cells), so that no terminal ever breaks it by itself.
A no-break space (U+00A0) holds two words together while wrapping and leaves as an ordinary space.
"""

import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

# Middle tones: each stands out at least 4.5 to 1 on a white and on a black ground alike (WCAG 2.2, 1.4.3).
BRAND = "#6468de"
MISSING = "#9c6d00"
OWNER = "underline"
QUIET = "#727585"
HELD = "\u00a0"
LABEL_WIDTH = 20


def styled(words: str, style: str) -> Text:
    """Words in a style that stays with them: what is added behind them keeps its own."""
    return Text().append(words, style)


def hold(words: str) -> str:
    """The words as one that wrapping keeps on one line."""
    return words.replace(" ", HELD)


def chop(word: str, width: int) -> list[tuple[int, int]]:
    """The parts of a word that is wider than a line, each at most `width` cells."""
    parts, start, used = [], 0, 0
    for index, letter in enumerate(word):
        size = cell_len(letter)
        if used + size > width and index > start:
            parts.append((start, index))
            start, used = index, 0
        used += size
    return [*parts, (start, len(word))]


def wrap(text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` cells, broken at line feeds and between words.

    A word wider than a line is broken inside.
    """
    width = max(width, 2)  # a letter may be two cells wide
    spans: list[tuple[int, int]] = []
    for found in re.finditer(r"[^ \n]+", text.plain):
        start, end = found.span()
        line = text.plain[spans[-1][0] : end] if spans else ""
        if line and "\n" not in line and cell_len(line) <= width:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.extend((start + first, start + last) for first, last in chop(found[0], width))
    lines = [text[start:end] for start, end in spans]
    for part in lines:
        part.plain = part.plain.replace(HELD, " ")
    return lines or [Text()]


def indented(lines: Sequence[Text], indent: int) -> list[Text]:
    """The lines moved to the right."""
    return [Text(" " * indent) + line for line in lines]


def paragraph(text: Text | str, width: int, indent: int = 0, style: str = "") -> list[Text]:
    """Wrapped lines with an indent, inside `width` cells."""
    body = text if isinstance(text, Text) else styled(text, style)
    return indented(wrap(body, width - indent), indent)


def field(label: str, value: Text, width: int, indent: int = 0) -> list[Text]:
    """A label and its value, whose further lines hang under its first."""
    room = width - indent - LABEL_WIDTH
    head = styled(label.ljust(LABEL_WIDTH), QUIET)
    blank = Text(" " * LABEL_WIDTH)
    return indented([(blank if row else head) + line for row, line in enumerate(wrap(value, room))], indent)


def rule(left: Text, right: Text | None, width: int, line: str = "─") -> Text:
    """Words at the left, a line, words at the right."""
    end = Text(" ") + right if right else Text()
    fill = width - left.cell_len - end.cell_len - 1
    return left + styled(" " + line * max(fill, 1), QUIET) + end


def table(heads: Sequence[str], rows: Sequence[Sequence[Text]], width: int, indent: int = 0) -> list[Text]:
    """Columns under their heads; the last takes what is left, the others at most a quarter of the width."""
    cap = (width - indent) // 4
    cells = [[styled(head, QUIET) for head in heads], *rows]
    widths = [min(max(row[column].cell_len for row in cells), cap) for column in range(len(heads) - 1)]
    widths.append(width - indent - sum(widths) - 2 * len(widths))
    lines: list[Text] = []
    for row in cells:
        wrapped = [wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
        for level in range(max(map(len, wrapped))):
            line = Text(" " * indent)
            for column, (cell, size) in enumerate(zip(wrapped, widths, strict=True)):
                part = cell[level] if level < len(cell) else Text()
                last = column == len(widths) - 1
                line = line + part + Text("" if last else " " * (size - part.cell_len + 2))
            line.rstrip()
            lines.append(line)
    return lines
