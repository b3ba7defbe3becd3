"""Names of bodies and people as they are compared and sorted: one form for all ways of writing them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sauro.vietnamese.text import fold, nfc, squeeze

_WORD = re.compile(r"\w+")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang, huyền, hỏi, ngã, sắc, nặng
# Abbreviations that are no initials of the whole name, or stand within one.
_LONG = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "mttqvn": "mat tran to quoc viet nam",
    "ubkt": "uy ban kiem tra",
    "bchqs": "ban chi huy quan su",
    "tdp": "to dan pho",
}
# Words that a name may carry or leave out without meaning another body.
_LOOSE = {"va", "cua"}
_PLACE_KINDS = {"phuong", "xa"}
_HONORIFIC = re.compile(r"^(?:(?:cac )?dong chi|d/c|ong/ba|ong \(ba\)|ong|ba)[ :,]+", re.IGNORECASE)


def _letter_key(syllable: str) -> tuple[str, str]:
    """Letters in the order of the Vietnamese alphabet and the tone of one syllable, in digits and a–z alone."""
    letters = []
    tone = 0
    for character in unicodedata.normalize("NFC", syllable.lower()):
        parts = unicodedata.normalize("NFD", character)
        tone = next((at for at, mark in enumerate(_TONES) if mark and mark in parts), tone)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        if bare in _LETTERS:
            base = fold(bare)
            siblings = [letter for letter in _LETTERS if fold(letter) == base]
            letters.append(f"{base}{siblings.index(bare)}")
        elif bare.isdigit() and bare.isascii():
            letters.append(bare)
    return "".join(letters), str(tone)


def sort_key(full_name: str) -> str:
    """The key by which people stand in a list: given name (the last word), then family and middle names.

    Letters before tones, as in a dictionary: 'An' < 'Ân' < 'Bình'; 'Lê Văn An' < 'Nguyễn Thị An'. Plain digits and
    letters, so that every database sorts it alike. At most 255 characters.
    """
    syllables = squeeze(nfc(full_name)).split(" ")
    order = [syllables[-1], *syllables[:-1]]
    keys = [_letter_key(syllable) for syllable in order]
    given, rest = keys[0], keys[1:]
    words = [given[0], given[1], *(letters for letters, _ in rest), "".join(tone for _, tone in rest)]
    return "0".join(words)[:255]


def alias_key(text: str) -> str:
    """What two spellings of one alias have in common: words without case, diacritics and punctuation."""
    return " ".join(_WORD.findall(fold(nfc(text))))[:200]


def without_honorific(text: str) -> str:
    """The name without 'đồng chí', 'ông', 'bà' before it."""
    plain = squeeze(nfc(text))
    found = _HONORIFIC.match(fold(plain))
    return plain[found.end() :] if found else plain


def _left_out(before: str, word: str, after: str) -> bool:
    """Whether a name may go without the word; 'xã' of 'xã hội' and 'sở' of 'Sở Xây dựng' stay."""
    if word == "so":
        return after.isdigit()
    if word == "xa":
        return after != "hoi"
    if word == "phuong":
        return before not in {"dia", "da"} and after not in {"phap", "an"}
    return word in _LOOSE or (word, after) == ("viet", "nam") or (before, word) == ("viet", "nam")


class Words:
    """Turns names into words to compare, for one ward: its own name counts as a place that may be left out."""

    def __init__(self, place: str) -> None:
        words = _WORD.findall(fold(nfc(place)))
        self._place = [word for word in words if word not in _PLACE_KINDS]

    def of(self, name: str) -> tuple[str, ...]:
        """The words that tell a body apart: abbreviations spelt out, place and small words left out."""
        words: list[str] = []
        for word in _WORD.findall(fold(nfc(name))):
            words.extend(_LONG.get(word, word.lstrip("0") or word).split(" "))
        kept = ["", *self._without_place(words), ""]
        return tuple(
            word
            for before, word, after in zip(kept, kept[1:], kept[2:], strict=False)
            if not _left_out(before, word, after)
        )

    def _without_place(self, words: list[str]) -> list[str]:
        size = len(self._place)
        for at in range(len(words) - size + 1):
            if size and words[at : at + size] == self._place and at and words[at - 1] in _PLACE_KINDS:
                return words[:at] + words[at + size :]
        return words


def same(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Whether both are the same words in order, where a word asked may be the initials of several ('kthtdt')."""
    return _match(asked, name, gaps=False)


def shortened(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Whether `asked` is `name` with words left out behind the first: 'văn phòng ủy ban', 'phòng kinh tế'."""
    return len("".join(asked)) > 3 and len(asked) > 1 and _match(asked, name, gaps=True)


def _match(asked: Sequence[str], name: Sequence[str], *, gaps: bool) -> bool:
    """Where each word asked stands for one word of the name or for the initials of several that follow each other."""
    reached = {0}  # how many words of the name are used up
    for number, word in enumerate(asked):
        further: set[int] = set()
        for at in reached:
            starts = range(at, len(name)) if gaps and number else [at]
            for start in starts:
                further.update(start + length for length in _lengths(word, name, start))
        reached = further
    return bool(reached) if gaps else len(name) in reached


def _lengths(word: str, name: Sequence[str], start: int) -> list[int]:
    """For how many words of the name, from `start`, the word may stand."""
    if start >= len(name):
        return []
    if word == name[start]:
        return [1]
    size = len(word)
    following = name[start : start + size]
    if len(following) == size and all(
        each[0] == letter for each, letter in zip(following, word, strict=True)
    ):
        # One letter is an initial for 'P. Kinh tế' alone: elsewhere it says too little.
        return [size] if size > 1 or word == "p" else []
    return []


def likeness(asked: Iterable[str], name: Iterable[str]) -> float:
    """How much two names have in common, 0 to 1: words of both over words of either."""
    first, second = set(asked), set(name)
    return len(first & second) / len(first | second) if first and second else 0.0
