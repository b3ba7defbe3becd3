"""From the top to the first words of the body: title line, trích yếu, 'Kính gửi'."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sauro.reading.frame.kinds import type_line
from sauro.reading.frame.letters import is_upper
from sauro.reading.frame.segments import Segment
from sauro.reading.frame.sheet import Sheet
from sauro.reading.model import DocumentType, Value
from sauro.vietnamese.text import fold

_ADDRESS = re.compile(r"\A\W{0,4}(?:(?:dong\s+)?kinh\s+(?:gui|goi|moi|chuyen|trinh)\s*:?|gui\s*:)[\s*:;.]*")
_TELEGRAM = re.compile(
    r"(?:\bdien(?:\s+(?:cac\s+)?(?:ong|ba|dong\s+chi|don\s+vi|dia\s+phuong)[^:;]{0,24})?\s*[,:]|\bgui\s*:)\s*\Z"
)
# A telegram that names its addressees behind the colon, on the same line.
_TELEGRAM_TO = re.compile(r"\A[^:;.]{4,90}\bdien\s*:\s+(?=\w)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
_PURPOSE = re.compile(r"\s*\((?:có|theo|để|qua|danh\s+sách|kèm)[^()]*\)\Z")
_BODY_OF_ITS_OWN = re.compile(
    r"(?:Sở|Bộ|Ban|Phòng|UBND|Ủy\s+ban\s+nhân|Ủy\s+ban\s+Mặt|HĐND|Công\s+an|Các|Trung\s+tâm|Hội|Đoàn|MTTQ|Đảng\s+ủy|Trạm|Trường|Chi\s+cục)\b"
)
_BULLET = re.compile(r"\A\W{0,3}[-–—+•▪◦●○]\s*|\A[*\s]*\d{1,2}[.)]\s+")
_BODY = re.compile(
    r"\A\W{0,3}(?:can\s+cu|thuc\s+hien|ngay\s+\d|sau\s+khi|de\s+(?!nghi|an\b|tai\b)|trong\s|thoi\s+gian\s+qua|tiep\s+theo|xet\s"
    r"|thua\s+(?:lenh|uy)|theo\s|nham\s|hien\s+nay|nhan\s|vua\s+qua|tren\s+co\s+so|quan\s+triet|kinh\s+gui|kinh\s+moi|dieu\s+1\b"
    r"|trien\s+khai\s+(?:cong\s+van|thong\s+bao|chi\s+thi|ke\s+hoach)\s+so|tu\s+ngay\s+\d|chieu\s|sang\s+ngay)"
)
_HEADING = re.compile(
    r"\A[\W_]*(?:[IVX]{1,5}|[1-9]|[A-D])\s?[.)]\s|\A[\W_]*(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Điều)\s+\w+\b"
)
_AUTHORITY = re.compile(
    r"\A[\W_]*(?:chu\s+tich|giam\s+doc|bo\s+truong|thu\s+tuong|uy\s+ban|hoi\s+dong|ban\s+(?:chap\s+hanh|thuong\s+vu)"
    r"|dang\s+uy|ban\s+chi\s+(?:huy|dao)|cuc\s+truong|hieu\s+truong|truong\s+ban|tong\s+giam\s+doc|bi\s+thu|chi\s+cuc\s+truong|thuong\s+truc)\b"
)
_RULE = re.compile(r"[\W_]*\Z")
_INVITING = re.compile(r"\btran\s+trong\b|\bkinh\s+moi\b")
_ATTACHED = re.compile(r"\A\W*(?:ban\s+hanh\s+)?kem\s+theo\b|\A\W*\(?du\s+thao\b")
MAX_OPENING_LINES = 90


@dataclass(slots=True)
class Title:
    """A title: its type, where it stands, its trích yếu, the body that it names ('CỦA …')."""

    kind: DocumentType
    name: str
    start: int
    end: int
    subject: Value | None = None
    issuer: Value | None = None


@dataclass(slots=True)
class Addressees:
    start: int
    end: int
    values: list[Value] = field(default_factory=list)


def starts_body(words: str) -> bool:
    """Whether a line with these words can only be body: a legal basis, a numbered heading, a sentence's beginning."""
    begins = words.lstrip(' *"“(')[:1].isupper() and not is_upper(words)
    return bool(begins and _BODY.match(fold(words))) or bool(_HEADING.match(words))


# A line of the trích yếu that cannot be its last: 'triển khai nhiệm vụ quý / III/2026'.
_UNFINISHED = re.compile(r"(?:^|\s)(?:và|của|về|với|cho|các|giai\s+đoạn|tại|trong)\Z", re.IGNORECASE)
_UNNUMBERED = re.compile(r"(?:^|\s)(?:quý|tháng|năm|số)\Z", re.IGNORECASE)
_FIGURE = re.compile(r"(?:[IVX]{1,4}|\d{1,4})(?![.)]|\w)")


def read_title(sheet: Sheet, segments: Sequence[Segment], at: int) -> Title | None:
    """The title that begins with the segment number `at`, with the lines of its trích yếu."""
    first = segments[at]
    found = type_line(first.words)
    if found is None:
        return None
    kind, name, rest = found
    title = Title(kind, name, first.start, first.end)
    if fold(name) == "chuong trinh" and at + 1 < len(segments):
        if segments[at + 1].folded.startswith("hanh dong"):
            title.kind = "chuong_trinh_hanh_dong"
    taken: list[Segment] = []
    if rest:
        start = sheet.text.find(rest.split()[0], first.start + len(name), first.end)
        start = start if start >= 0 else first.start
        taken.append(Segment(start, first.end, first.column, first.line, rest, first.cell))
    for segment in segments[at + 1 :]:
        if _RULE.match(segment.folded):
            if taken:
                break
            continue
        if _ends_title(segment, taken):
            break
        taken.append(segment)
        title.end = segment.end
    _take_issuer(sheet, title, taken)
    title.subject = sheet.joined(taken, f"trích yếu dưới tên loại {name}")
    return title


def _ends_title(segment: Segment, taken: Sequence[Segment]) -> bool:
    folded = segment.folded
    if (
        segment.cell is not None
        or _ADDRESS.match(folded)
        or _ATTACHED.match(folded)
        or len(segment.words) > 450
    ):
        return True
    if not taken:
        return starts_body(segment.words) and not folded.startswith(("ve ", "v/v", "trien khai", "thuc hien"))
    above = taken[-1].words
    goes_on = _UNFINISHED.search(above) or (_UNNUMBERED.search(above) and _FIGURE.match(segment.words))
    if goes_on and not segment.after_blank:
        return False
    upper = is_upper(" ".join(one.words for one in taken))
    if (
        upper
        and fold(taken[0].words).startswith("cua ")
        and len(taken) == 1
        and not starts_body(segment.words)
    ):
        return False  # the body is named first, the trích yếu follows
    longest = max(len(one.words) for one in taken)
    if segment.words.endswith(":") or _INVITING.search(folded) or len(segment.words) > max(90, 1.5 * longest):
        return True
    if (
        upper
        and is_upper(segment.words)
        and _AUTHORITY.match(folded)
        and (segment.after_blank or len(taken) > 1)
    ):
        return True
    if upper != is_upper(segment.words) and not re.match(r"[\W\d]*\Z", segment.words):
        return not (segment.folded.startswith(("giai doan", "nam 20", "quy ")) and len(segment.words) < 80)
    if segment.after_blank:
        continues = segment.words[:1].islower() or segment.folded.startswith(("nam 20", "giai doan"))
        return not (continues and len(segment.words) < 220 and not segment.words.endswith((".", ":")))
    return starts_body(segment.words) or len(taken) > 12 or taken[-1].words.endswith((".", ":"))


def _take_issuer(sheet: Sheet, title: Title, taken: list[Segment]) -> None:
    """'CỦA BAN CHẤP HÀNH …' in capitals on a line of its own, over a trích yếu in other letters, names the issuer."""
    if len(taken) < 2 or not fold(taken[0].words).startswith("cua ") or not is_upper(taken[0].words):
        return
    count = 1
    while count < len(taken) and is_upper(taken[count].words) and not taken[count].after_blank:
        count += 1
    if count == len(taken):
        return
    first = taken[0]
    at = first.start + len(first.words.split()[0])
    while sheet.text[at : at + 1].isspace():
        at += 1
    head = Segment(at, first.end, first.column, first.line, " ".join(first.words.split()[1:]), first.cell)
    title.issuer = sheet.joined([head, *taken[1:count]], "tên cơ quan nêu trong tiêu đề văn bản")
    del taken[:count]


def read_addressees(sheet: Sheet, segments: Sequence[Segment], at: int) -> Addressees | None:
    """The parties of 'Kính gửi', if the segment number `at` begins it; of 'X điện:' in a telegram likewise."""
    first = segments[at]
    label = _ADDRESS.match(first.folded)
    inline = _TELEGRAM_TO.match(first.folded) if label is None and _AUTHORITY.match(first.folded) else None
    if label is None and inline is None and not _TELEGRAM.search(first.folded):
        return None
    items: list[list[Segment]] = []
    if label is not None:
        raw = _ADDRESS.match(fold(sheet.text[first.start : first.end]))
        start = first.start + (raw.end() if raw else 0)
        words = first.words[label.end() :].strip(" *:")
        if words:
            items.append([Segment(start, first.end, first.column, first.line, words, first.cell)])
    if inline is not None:
        start = sheet.text.index(":", first.start) + 1
        items.append(
            [Segment(start, first.end, first.column, first.line, first.words[inline.end() :], first.cell)]
        )
    end = first.end
    for segment in segments[at + 1 :]:
        again = _ADDRESS.match(segment.folded) if items else None
        if again is not None and not segment.after_blank:  # 'Đồng kính gửi: …'
            raw = _ADDRESS.match(fold(sheet.text[segment.start : segment.end]))
            start = segment.start + (raw.end() if raw else 0)
            words = segment.words[again.end() :].strip(" *:")
            items.append([Segment(start, segment.end, segment.column, segment.line, words, segment.cell)])
            end = segment.end
            continue
        bullet = _BULLET.match(segment.words)
        if label is not None and items and items[0][0].line == first.line and _NUMBERED.match(segment.words):
            break  # 'Kính gửi: Các phòng, ban' and at once '1. Rà soát …'
        if not _belongs(segment, first, items, bullet is not None):
            break
        if bullet is None and items and not items[-1][-1].words.endswith((";", ".")):
            items[-1].append(segment)
        else:
            items.append([segment])
        end = segment.end
    values = [value for item in items for part in _own_lines(item) for value in _item_values(sheet, part)]
    return Addressees(first.start, end, values) if values else None


def _own_lines(item: list[Segment]) -> list[list[Segment]]:
    """Lines without bullet and punctuation, each of which begins with a body: an addressee each."""
    if len(item) > 1 and all(
        _BODY_OF_ITS_OWN.match(line.words) and not re.search(r"(?:và|của|với)\Z", line.words) for line in item
    ):
        return [[line] for line in item]
    return [item]


def _belongs(segment: Segment, first: Segment, items: list[list[Segment]], bullet: bool) -> bool:
    if (starts_body(segment.words) and not bullet) or type_line(segment.words) is not None:
        return False
    if first.cell is not None and segment.cell is not None and segment.line == first.line:
        return True
    if len(segment.words) > 320 or (items and items[-1][-1].words.rstrip("*").endswith((".", "./."))):
        return False
    if bullet:
        return True
    if segment.after_blank and items:
        return False
    return segment.after_blank is False or not items


def _item_values(sheet: Sheet, item: Sequence[Segment]) -> list[Value]:
    """A line of 'Kính gửi' without bullet and final punctuation; several run together by '; -' are parted."""
    start, end = item[0].start, item[-1].end
    values: list[Value] = []
    for piece in split_items(sheet.text, start, end):
        first, last = bare_item(sheet.text, *piece)
        purpose = _PURPOSE.search(sheet.text, first, last)
        if first < last:
            values.append(sheet.value(first, purpose.start() if purpose else last, 'dòng "Kính gửi"'))
    return values


_NUMBERED = re.compile(r"[*_]*(?:\d{1,2}|[IVX]+)[.)]\s")
_ITEM_BREAK = re.compile(r"[;.,]\s+(?=[-–+•]\s+\S)")


def split_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of a run of words, where bullets stand inside it."""
    cuts = [start, *(match.end() for match in _ITEM_BREAK.finditer(text, start, end)), end]
    return list(itertools.pairwise(cuts))


def bare_item(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without bullet, markup and final punctuation."""
    edge = " \t\n*#_-–—+•▪◦●○:"
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in " \t\n*_;.,:/-":
        end -= 1
    number = _NUMBERED.match(text, start, end)
    return number.end() if number else start, end
