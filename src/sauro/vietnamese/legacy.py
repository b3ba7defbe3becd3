"""Vietnamese text from before Unicode: TCVN3 (fonts .VnTime, .VnArial), VNI (VNI-Times), Windows-1258.

The tables are those of the `viparse` package; which of them a text needs is decided here, by the share of Vietnamese
syllables before and after, so that no text that is right already is changed.
"""

import unicodedata
from typing import Literal

from sauro.vietnamese.syllables import share_of_syllables

LegacyEncoding = Literal["tcvn3", "vni"]

ENCODING_NAMES = {
    "tcvn3": "TCVN3",
    "vni": "VNI",
    "windows-1258": "Windows-1258",
    "windows-1252": "Windows-1252",
}

_ENCODINGS: tuple[LegacyEncoding, ...] = ("tcvn3", "vni")
_GAIN = 0.15  # by how much the share of syllables must rise before a text is changed
_GOOD = 0.7  # and what it must reach
_FEW = 3  # words below which a text says nothing about its encoding


def convert(text: str, encoding: LegacyEncoding) -> str:
    """The text (its bytes taken as Windows-1252) as Unicode, NFC.

    TCVN3 has no capitals with diacritics (the font .VnTimeH draws them): they come out as small letters.
    """
    from viparse.normalize import encodings, tables

    return unicodedata.normalize("NFC", tables.convert(text, encodings.CHARMAPS[encoding]))


def encoding_of_font(font: str) -> LegacyEncoding | None:
    """The encoding that a font by that name stands for: '.VnTime' is TCVN3, 'VNI-Times' is VNI."""
    name = font.lower().partition("+")[2] or font.lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni") else None


def detect(text: str) -> LegacyEncoding | None:
    """The legacy encoding that this text was typed in and was taken for Windows-1252; None if it is right as it is."""
    marked = " ".join(word for word in text.split() if not word.isascii())
    share, words = share_of_syllables(marked)
    if share >= _GOOD or not marked or (words < _FEW and share_of_syllables(text)[0] >= _GOOD):
        return None
    best: LegacyEncoding | None = None
    best_share = max(share + _GAIN, _GOOD)
    for encoding in _ENCODINGS:
        converted, judged = share_of_syllables(convert(marked, encoding))
        if converted > best_share and judged >= _FEW:
            best, best_share = encoding, converted
    return best


def decode(data: bytes) -> tuple[str, str]:
    """Text of bytes that are not UTF-8, and the name of the encoding: a key of `ENCODING_NAMES`."""
    western = "".join(_western(byte) for byte in data) if _has_gaps(data) else data.decode("cp1252")
    legacy = detect(western)
    if legacy is not None:
        return convert(western, legacy), legacy
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    if share_of_syllables(vietnamese)[0] > share_of_syllables(western)[0]:
        return vietnamese, "windows-1258"
    return western, "windows-1252"


def _has_gaps(data: bytes) -> bool:
    return any(byte in data for byte in b"\x81\x8d\x8f\x90\x9d")


def _western(byte: int) -> str:
    """A byte as Windows-1252, and as Latin-1 where that has no letter for it."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
