"""What of a recognised page a person should look at: numbers that were not read for certain, words that are none.

A number is doubted where a second recogniser reads another one; where there is no second one, where the first was not
sure, or where letters and digits are mixed as in no number.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sauro.reading.extraction.scans.tesseract import Seen
from sauro.vietnamese.syllables import is_syllable

_SURE = 90  # of 100: a number that was read with less is doubted
_ALONE = 75  # the same where a second recogniser read it alike
_WORD_SURE = 80  # of 100: a word that is no syllable and was read with less is doubted
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = r"[IVXLCDM]+"
_FORM = re.compile(
    r"\d+(?:[.,]\d+)*[%‰]?|\d{1,2}(?:[/.-]\d{1,2}){0,2}[/.-]\d{2,4}|\d+[hg]\d{0,2}"
    rf"|(?:{_ROMAN}|\d+)[/.-]\d+|\d+(?:\.\d+)*[.)]?|\d+[/-][A-ZĐ0-9.&/-]+"
)
_AROUND = " \t.,;:()[]{}\"'“”‘’!?*-–—/\\"
_LIKE_ROMAN = re.compile(r"[IVXLCDMHl1]{2,}(?:[/.]\S*)?")
_SIGNS = str.maketrans("–—⁄“”‘’", "--/\"\"''")
_ABBREVIATION = 6  # letters

Reason = Literal["number", "word"]


@dataclass(slots=True)
class Doubt:
    """A word of a line (its place in it) to look at; `other` is what the second recogniser read, where there is one."""

    word: int
    reason: Reason
    other: str = ""


def doubts_in(line: Sequence[Seen], second: str | None) -> list[Doubt]:
    """The words of a line to look at; `second` is the line by another recogniser, None where there is none."""
    others = _others(line, second) if second else None
    found = []
    for place, word in enumerate(line):
        bare = _bare(word.text)
        if _is_number(bare):
            other = others[place] if others else ""
            if others and not _same(bare, other):
                found.append(Doubt(place, "number", other))
            elif word.sure < (_ALONE if others else _SURE) or not _FORM.fullmatch(bare):
                found.append(Doubt(place, "number"))
        elif word.sure < _WORD_SURE and not _is_word(bare):
            found.append(Doubt(place, "word"))
    return found


def has_number(line: Sequence[Seen]) -> bool:
    """Whether a second reading of the line would be of use."""
    return any(_is_number(_bare(word.text)) for word in line)


def _same(bare: str, other: str) -> bool:
    """Whether the other recogniser read that number, perhaps with the next word close behind it."""
    other = _bare(other)
    return other == bare or (other.startswith(bare) and other[len(bare) :].lstrip(".,)")[:1].isalpha())


def _is_number(bare: str) -> bool:
    return any(character.isdigit() for character in bare) or _LIKE_ROMAN.fullmatch(bare) is not None


def _is_word(bare: str) -> bool:
    """Whether every run of letters is a syllable or an abbreviation."""
    return all(
        is_syllable(part) or (part.isupper() and len(part) <= _ABBREVIATION) or len(part) < 2
        for part in _LETTERS.findall(bare)
    )


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SIGNS).strip(_AROUND)


def _others(line: Sequence[Seen], second: str) -> list[str]:
    """What the second recogniser read at each word of the line, '' for what it did not see."""
    words, others = [_bare(word.text) for word in line], second.split()
    bare = [_bare(other) for other in others]
    found = [""] * len(words)
    for kind, begin, end, other, stop in SequenceMatcher(None, words, bare, autojunk=False).get_opcodes():
        if kind == "equal":
            found[begin:end] = others[other:stop]
        elif end - begin == stop - other:
            found[begin:end] = others[other:stop]
        elif kind == "replace":
            found[begin:end] = [" ".join(others[other:stop])] * (end - begin)
    return found
