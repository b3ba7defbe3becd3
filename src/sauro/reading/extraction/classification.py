"""Documents marked Mật, Tối mật, Tuyệt mật are refused at the door, before anything else looks at their text."""

import re

from sauro.reading.errors import unreadable

_LINES = 60  # lines with words from the top, where the stamp stands (NĐ 30/2020, Phụ lục I, ô số 10a)
_LEVELS = {"MẬT": "Mật", "TỐI MẬT": "Tối mật", "TUYỆT MẬT": "Tuyệt mật"}
_SEGMENTS = re.compile(r"\t|\||\s{2,}")
_FRAME = " \t*_#[](){}<>.:;\"'“”-–—"
_STAMP = re.compile(r"(?:ĐỘ\s+MẬT\s*:\s*)?((?:TỐI |TUYỆT )?MẬT)")
_LABELLED = re.compile(r"(?i)(?:mức )?độ mật\W{1,6}((?:tối |tuyệt )?mật)\b")
_AFTER_SYMBOL = re.compile(r"Số\s*:.{0,40}\s((?:TỐI |TUYỆT )?MẬT)")


def level_of(text: str) -> str | None:
    """The level of secrecy that a stamp at the head of the text gives; None where there is no stamp."""
    seen = 0
    end = 0
    while end < len(text) and seen < _LINES:
        start = end
        end = text.find("\n", start) + 1 or len(text)
        line = text[start:end].strip()
        if not line:
            continue
        seen += 1
        if "ẬT" not in line and "ật" not in line:
            continue
        for segment in (line, *_SEGMENTS.split(line)):
            bare = " ".join(segment.strip(_FRAME).split())
            match = _STAMP.fullmatch(bare) or _LABELLED.fullmatch(bare) or _AFTER_SYMBOL.fullmatch(bare)
            if match:
                return _LEVELS[match.group(1).upper()]
    return None


def refuse_classified(text: str, name: str) -> None:
    """Raises `UnreadableFile` ('classified') for a text that is stamped; its message holds nothing of the text."""
    level = level_of(text)
    if level is not None:
        raise unreadable("classified", name, level=level)
