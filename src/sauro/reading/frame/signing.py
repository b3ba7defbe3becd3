"""The signature: in whose place (TM., KT., TL., TUQ.), the signer's position, the name."""

import itertools
import re
from collections.abc import Sequence

from sauro.reading.frame.letters import LOWER, UPPER
from sauro.reading.frame.segments import Segment
from sauro.reading.frame.sheet import Sheet
from sauro.reading.model import Signature, Value
from sauro.vietnamese.text import fold, squeeze

MARK = re.compile(rf"(?:(?:TM|KT|TL|TUQ|TUN)\s?[./]|T/M\.?|K/T\.?|T/L\.?|T/UQ\.?)\s?(?=[{UPPER}]{{2}})")
_POSITION = (
    r"(?:quyen\s|q\.\s?|pho\s|chu\s+tich|chu\s+nhiem|bi\s+thu|truong\s|giam\s+doc"
    r"|tong\s+(?:giam\s+doc|cuc\s+truong|bien\s+tap|thanh\s+tra|bi\s+thu|thu\s+ky)|chanh\s|thu\s+truong|bo\s+truong"
    r"|cuc\s+truong|chi\s+cuc\s+truong|vu\s+truong|vien\s+truong|hieu\s+truong|to\s+truong|doi\s+truong|uy\s+vien"
    r"|chi\s+huy\s+truong|chinh\s+(?:uy|tri\s+vien)|thu\s+tuong|chu\s+toa|thu\s+ky)"
)
_POSITION_HEAD = re.compile(rf"\A{_POSITION}")
_POSITION_INSIDE = re.compile(rf"\b{_POSITION}")
_NOT_BEFORE_POSITION = re.compile(
    r"(?:\b(?:pho|quyen|tong|bo|thu|cuc|vu|vien|hieu|to|doi|huy|chi|chanh)|[.,/]|\b[tk]/(?:[tml]|uq))\s*\Z"
)
_NAME_WORD = rf"[{UPPER}][{LOWER}'’]*"
_RANK = r"(?:(?:TS|ThS|PGS|GS|BS|KS|CN|CVCC|Ths|Ts)\.?\s*|(?:Thiếu|Trung|Thượng|Đại)\s+(?:tá|tướng|úy)\s+)*"
NAME = re.compile(rf"\W{{0,3}}(?P<name>{_RANK}{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}})\W{{0,3}}\Z")
_NOISE = re.compile(r"\W*(?:da\s+ky|ky\s+ten|ky,|dong\s+dau|\d{1,3}\W*\Z|ky\s+boi|signature|digitally)")


def is_title(words: str) -> bool:
    """Whether a piece opens a signature: 'TM. …', 'KT. …' or a position in capitals."""
    if MARK.match(words) and len(words) < 90:
        return True
    letters = [c for c in words if c.isalpha()]
    upper = bool(letters) and sum(c.isupper() for c in letters) >= 0.85 * len(letters)
    return upper and len(words) < 60 and bool(_POSITION_HEAD.match(fold(words) + " "))


def name_in(words: str) -> str | None:
    """The name that a piece consists of, if it is one."""
    match = NAME.match(words)
    if match is None or any(len(word) > 12 for word in words.split()):
        return None
    return match["name"]


def read_signature(sheet: Sheet, segments: Sequence[Segment]) -> Signature:
    """The signature that these segments hold, in reading order; others in between are left out."""
    titles: list[list[Segment]] = []
    name: Value | None = None
    follows = False  # the piece before was a title
    for segment in _one_by_one(sheet, segments):
        if _NOISE.match(segment.folded):
            continue
        if titles:
            found = name_in(segment.words)
            if found is not None:
                start = sheet.text.find(found.split()[0], segment.start, segment.end)
                start = start if start >= 0 else segment.start  # markup inside its first word
                name = sheet.value(start, segment.end, "họ tên dưới chức vụ người ký")
                name.text = found
                continue
            if name is not None:
                break
        if is_title(segment.words) and not (titles and titles[-1][-1].words.endswith(",")):
            titles.append([segment])
            follows = True
        elif follows and _continues(segment):
            titles[-1].append(segment)
        else:
            follows = False
    return _signature(sheet, titles, name)


def _continues(segment: Segment) -> bool:
    """Whether a piece carries a title on that was broken over lines: capitals, no new sentence."""
    letters = [c for c in segment.words if c.isalpha()]
    return (
        len(letters) >= 3
        and all(c.isupper() for c in letters)
        and len(segment.words) < 50
        and not segment.after_blank
        and not re.search(r"[\d\\:;]", segment.words)
    )


def _signature(sheet: Sheet, titles: Sequence[Sequence[Segment]], name: Value | None) -> Signature:
    if not titles:
        return Signature(name=name)
    marked = MARK.match(titles[-1][0].words) is not None
    above = titles if marked else titles[:-1]
    capacity = sheet.joined(
        [part for title in above for part in title], "dòng thẩm quyền ký (TM., KT., TL., TUQ.)"
    )
    position = None if marked else sheet.joined(list(titles[-1]), "chức vụ của người ký")
    return Signature(capacity=capacity, position=position, name=name)


def _one_by_one(sheet: Sheet, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, those that hold several titles or a title and a name on one line taken apart."""
    found: list[Segment] = []
    for segment in segments:
        raw = sheet.text[segment.start : segment.end]
        cuts = [0, *_cuts(raw), len(raw)]
        for first, last in itertools.pairwise(cuts):
            piece = raw[first:last]
            start = segment.start + first + len(piece) - len(piece.lstrip(" *\n"))
            end = segment.start + first + len(piece.rstrip(" *\n"))
            if start < end:
                words = squeeze(sheet.text[start:end].replace("*", ""))
                after_blank = segment.after_blank and first == 0
                found.append(
                    Segment(
                        start,
                        end,
                        segment.column,
                        segment.line,
                        words,
                        segment.cell,
                        segment.indent,
                        after_blank,
                    )
                )
    return found


def _cuts(raw: str) -> list[int]:
    """Where a new title, or the name after the titles, begins inside a line."""
    folded = fold(raw)
    cuts = {
        match.start()
        for match in MARK.finditer(raw)
        if match.start() and not raw[match.start() - 1].isalnum()
    }
    if is_title(raw.strip(" *")) or cuts or MARK.match(raw.lstrip(" *")):
        for match in _POSITION_INSIDE.finditer(folded):
            at = match.start()
            if at and raw[at].isupper() and raw[at : at + 3].upper() == raw[at : at + 3]:
                if not _NOT_BEFORE_POSITION.search(folded[:at]):
                    cuts.add(at)
    tail = re.search(rf"(?<=[{UPPER}])[\s*]+({_RANK}{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}})[\s*]*\Z", raw)
    if (
        tail is not None
        and any(c.islower() for c in tail.group(1))
        and tail.group(1).split()[0][1:].islower()
    ):
        cuts.add(tail.start(1))
    return sorted(cuts)
