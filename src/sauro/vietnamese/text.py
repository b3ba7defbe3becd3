"""Vietnamese words: one form of Unicode, folding without diacritics, white space, names that mean the same."""

import codecs
import re
import unicodedata

# Pairs of folded spellings that offices use for one another in names; the right one is the shorter.
_ABBREVIATIONS = (
    ("uy ban mat tran to quoc viet nam", "ubmttq"),
    ("uy ban mat tran to quoc", "ubmttq"),
    ("ubmttq viet nam", "ubmttq"),
    ("ubmttqvn", "ubmttq"),
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
)
_WORD = re.compile(r"\w+")
_TALLEST_PILE = 30  # marks on one letter, the bound of Unicode's stream-safe text
_PILE = re.compile(rf"[^\w\s\x00-\x7f][^\w\s\x00-\x7f]{{{_TALLEST_PILE},}}")


def nfc(text: str) -> str:
    """The text in Unicode normalisation form C, the one that every other function expects.

    Of a pile of marks on one letter, which no language writes, the first thirty are kept: to sort a pile takes time in
    the square of its height.
    """
    if not text.isascii() and _PILE.search(text):
        text = _PILE.sub(lambda pile: _without_marks(pile.group()), text)
    return unicodedata.normalize("NFC", text)


def _without_marks(pile: str) -> str:
    """The signs of a pile, of the marks among them the first thirty of each run."""
    kept: list[str] = []
    height = 0
    for sign in pile:
        height = height + 1 if unicodedata.combining(sign) else 0
        if height <= _TALLEST_PILE:
            kept.append(sign)
    return "".join(kept)


def _fold_character(character: str) -> str:
    """One character for one character, so that offsets hold: what would grow or vanish stays as it is."""
    lower = character.lower()
    if len(lower) != 1:
        return character
    if lower == "đ":
        return "d"
    base = "".join(part for part in unicodedata.normalize("NFD", lower) if not unicodedata.combining(part))
    return base if len(base) == 1 else lower


class _FoldTable(dict[int, str]):
    """The table for `str.translate`, filled as characters are met (Unicode has a bounded number of them)."""

    def __missing__(self, codepoint: int) -> str:
        folded = _fold_character(chr(codepoint))
        self[codepoint] = folded
        return folded


_FOLD = _FoldTable()
# The characters of nearly every directive have a code of one byte: two tables of the interpreter's own fold a text many
# times faster than `str.translate`, which asks a dictionary for each character.
_VIETNAMESE = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_COMMON = (
    f"\0\t\n\r{''.join(map(chr, range(32, 127)))}{_VIETNAMESE}{_VIETNAMESE.lower()}\u00a0“”‘’–—…•·§°×−≥≤½²●▪"
)
_CODES = codecs.charmap_build(_COMMON.ljust(256, "\ufffe"))
_FOLDED = "".join(map(_fold_character, _COMMON))


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d, each character for one character.

    ``len(fold(text)) == len(text)`` for every text, so an offset in the folded text is an offset in the text. Of use
    for NFC text: a combining mark that stands alone stays where it is.
    """
    if text.isascii():
        return text.lower()
    try:
        codes = codecs.charmap_encode(text, "strict", _CODES)[0]
    except UnicodeEncodeError:  # a letter beyond the common ones
        return text.translate(_FOLD)
    return codecs.charmap_decode(codes, "strict", _FOLDED)[0]


def share_of_capitals(text: str) -> float:
    """How much of the letters are capitals, from 0 to 1; 0 where there is no letter."""
    letters = [*filter(str.isalpha, text)]
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0


def search_words(text: str) -> list[str]:
    """The folded words of what somebody searches for; U+0000, which PostgreSQL takes in no text, parts words."""
    return fold(nfc(text.replace("\0", " "))).split()


def squeeze(text: str) -> str:
    """The text with every run of white space as one space and none at its ends."""
    return " ".join(text.split())


def _name_words(name: str) -> str:
    words = _WORD.findall(fold(nfc(name)))
    if len(words) > 1 and words[0] == "cac":
        words = words[1:]
    joined = f" {' '.join(words)} "
    for long, short in _ABBREVIATIONS:
        joined = joined.replace(f" {long} ", f" {short} ")
    return joined.strip()


def same_name(a: str, b: str) -> bool:
    """Whether two names are one body's or person's: the same words without case, diacritics and punctuation.

    'UBND' is 'Ủy ban nhân dân', 'HĐND' is 'Hội đồng nhân dân', 'UBMTTQ' is 'Ủy ban Mặt trận Tổ quốc (Việt Nam)'; a
    leading 'các' does not count. Two texts without a word are not a name and never the same.
    """
    first = _name_words(a)
    return bool(first) and first == _name_words(b)


def may_be_same_name(a: str, b: str) -> bool:
    """Whether one name may be the other, cut short: 'UBND thành phố' and 'Ủy ban nhân dân thành phố Lam Giang'."""
    first, second = sorted((_name_words(a), _name_words(b)), key=len)
    return bool(first) and f"{second} ".startswith(f"{first} ")
