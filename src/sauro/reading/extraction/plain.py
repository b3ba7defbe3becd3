"""Text and Markdown files: the text as it is, NFC, line ends as one line feed."""

from sauro.reading.errors import unreadable
from sauro.reading.model import Warning
from sauro.vietnamese.text import nfc

_CONTROL = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\v")


def read_plain(data: bytes, name: str) -> tuple[str, list[Warning]]:
    """The text of the bytes (UTF-8, UTF-16, else a legacy encoding), and a warning where it had to be converted."""
    warnings: list[Warning] = []
    try:
        text = _decode_unicode(data)
    except UnicodeDecodeError:
        text = None
    if text is None:
        if b"\x00" in data:
            raise unreadable("binary_text", name, f"byte NUL ở vị trí {data.index(0)}")
        from sauro.vietnamese import legacy

        text, encoding = legacy.decode(data)
        printed = legacy.ENCODING_NAMES[encoding]
        message = f"Tệp dùng bảng mã cũ {printed}, đã chuyển sang Unicode; hãy soát lại dấu và chữ hoa."
        warnings.append(Warning("legacy_encoding", message))
    text = text.replace("\r\n", "\n")
    _refuse_binary(text, name)
    if not text.strip():
        raise unreadable("empty_file", name)
    text, repaired = repair(nfc(text))
    return text, warnings + repaired


def repair(text: str) -> tuple[str, list[Warning]]:
    """The text converted where it is TCVN3 or VNI that somebody saved as Unicode, with a warning that says so."""
    if text.isascii() or not any("\xa0" < character < "\u0100" for character in text):
        return text, []
    from sauro.vietnamese import legacy
    from sauro.vietnamese.syllables import share_of_syllables

    share, words = share_of_syllables(text)
    if share > 0.85 or not words:
        return text, []
    encoding = legacy.detect(text)
    if encoding is None:
        return text, []
    printed = legacy.ENCODING_NAMES[encoding]
    message = f"Chữ trong tệp là bảng mã cũ {printed}, đã chuyển sang Unicode; hãy soát lại dấu và chữ hoa."
    return legacy.convert(text, encoding), [Warning("legacy_encoding", message)]


def _decode_unicode(data: bytes) -> str | None:
    """The text of UTF-8 or UTF-16 bytes; None for bytes with NUL that are neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\x00" in data:
        even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
        if len(data) % 2 == 0 and odd > 3 * (even + 1):
            return data.decode("utf-16-le")
        if len(data) % 2 == 0 and even > 3 * (odd + 1):
            return data.decode("utf-16-be")
        return None
    return data.decode("utf-8-sig")


def _refuse_binary(text: str, name: str) -> None:
    found = _CONTROL.intersection(text)
    if found:
        first = min(text.index(character) for character in found)
        line = text.count("\n", 0, first) + 1
        raise unreadable("binary_text", name, f"ký tự điều khiển ở dòng {line}")
