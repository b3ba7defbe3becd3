"""Names of people as they are sorted; how names of bodies are compared stands in `sauro.reading.share.names`."""

import unicodedata

from sauro.reading.share.names import Words, alias_key, likeness, same, shortened, without_honorific
from sauro.vietnamese.text import fold, nfc, squeeze

__all__ = ["Words", "alias_key", "likeness", "same", "shortened", "sort_key", "without_honorific"]

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang, huyền, hỏi, ngã, sắc, nặng


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
