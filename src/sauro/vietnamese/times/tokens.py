"""Words, numbers and signs of a text with their offsets, for the time scanner."""

import re
from typing import NamedTuple

BREAK = "\n\n"  # where an expression cannot go on: a blank line, a list item
GAP = "…"  # dots or underscores left to be filled in by hand
DASHES = frozenset("-–—−")
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+|\n\s*|[._…]{2,}|\*+|\S")
_BULLETS = frozenset("-–—+•●▪◦*")
_AHEAD = 12  # sentinels, so that looking a few words ahead needs no bounds


class Tokens(NamedTuple):
    """`words` in lower case; the token ``k`` is ``text[starts[k]:ends[k]]``. The last words are empty sentinels.

    White space and bold or italic signs are no tokens; a line feed counts as a space, a blank line or the beginning of
    a list item is a `BREAK`. Every dash is '-', dots or underscores to be filled in are one `GAP`.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def number(self, k: int, digits: int = 2) -> int | None:
        """The number at token k, of at most so many digits."""
        word = self.words[k]
        return int(word) if word.isascii() and word.isdecimal() and len(word) <= digits else None

    def year(self, k: int) -> int | None:
        """The year at token k, written with four digits."""
        word = self.words[k]
        if len(word) != 4 or not (word.isascii() and word.isdecimal()):
            return None
        value = int(word)
        return value if 1900 <= value < 2200 else None

    def follow(self, k: int, *words: str) -> bool:
        """Whether exactly these words stand from token k on."""
        return self.words[k] == words[0] and tuple(self.words[k : k + len(words)]) == words

    def touches(self, k: int) -> bool:
        """Whether nothing stands between token k - 1 and token k."""
        return 0 < k < len(self.words) and self.words[k] != "" and self.ends[k - 1] == self.starts[k]

    def skip(self, k: int, *words: str) -> int:
        """The token after k if it is one of these words, else k."""
        return k + 1 if self.words[k] in words else k


def tokenise(text: str, start: int, end: int) -> Tokens:
    """The tokens of ``text[start:end]``, in one pass."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    fresh_line = False
    for match in _PIECES.finditer(text, start, end):
        piece = match.group()
        first = piece[0]
        if first.isalpha():
            word = piece.lower()
            fresh_line = False
        elif first == "\n":
            fresh_line = True
            if piece.count("\n") == 1:
                continue
            word = BREAK
        else:
            after = match.end()
            if fresh_line and piece in _BULLETS and (after >= end or text[after].isspace()):
                word = BREAK
            elif first == "*":
                continue
            elif piece in DASHES:
                word = "-"
            else:
                word = GAP if first in "._…" and (len(piece) > 1 or first != ".") else piece
            fresh_line = False
        words.append(word)
        begin, after = match.span()
        starts.append(begin)
        ends.append(after)
    for _ in range(_AHEAD):
        words.append("")
        starts.append(end)
        ends.append(end)
    return Tokens(text, words, starts, ends)
