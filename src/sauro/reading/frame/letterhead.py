"""The letterhead: issuing body and the one above it, number and symbol, place and date, urgency, marking, 'V/v'.

Two forms: of the State (Nghị định 30/2020/NĐ-CP, Phụ lục I: quốc hiệu on the right, the body's name on the left) and of
the Party (Hướng dẫn 36-HD/VPTW: 'ĐẢNG CỘNG SẢN VIỆT NAM' on the right).
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sauro.reading.frame.letters import UPPER, is_upper
from sauro.reading.frame.segments import Segment
from sauro.reading.frame.sheet import Sheet
from sauro.reading.model import Value
from sauro.vietnamese.text import fold, squeeze

_MOTTO = re.compile(
    r"\bcong\s+h\w+\s+xa\b|\bxa\s+hoi\s+chu\s+nghia\b|\Achu\s+nghia\s+viet\s+nam\b|\Ahoi\s+chu\s+nghia\b"
    r"|\bd\wc\s+l\wp\b.{0,4}\bt\w\s+do\b|\bdang\s+cong\s+san(?:\s+viet\s+nam)?\Z|\Aviet\s+nam\Z|\A\W*tu\s+do\b.*hanh\s+phuc"
)
_NUMBER = re.compile(r"\A\W{0,3}so\s*(?:[:.;]|(?=[-/\d…])|\Z)\s*")
_SYMBOL = re.compile(
    rf"(?:\d[^\s/]{{0,8}})?[ .…]{{0,4}}(?:/\d{{4}}(?=/))?\s{{0,10}}[-/–]\s?[{UPPER}][\w&.]*(?:\s?[-/–]\s?[{UPPER}][\w&.]*)*"
)
_FIGURES_ONLY = re.compile(r"\d{1,5}(?:/\d{4})?")
DATE = re.compile(
    r"ngày(?P<gap>[\s.…_]*)(?P<day>\d{1,2})?[\s.…_]*tháng[\s.…_]*(?P<month>\d{1,2})?[\s.…_]*năm[\s.…_]*(?P<year>(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(
    r"ngày\s*(?P<day>\d{1,2})?\s*/\s*(?P<month>\d{1,2})?\s*/\s*(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_SUBJECT = re.compile(r"\A\W{0,3}(?:v/\s?v\b|vv\s*:|ve\s+viec\b)")
_URGENCY = re.compile(r"\W{0,4}((?:hoa\s+toc(?:\s+hen\s+gio)?|thuong\s+khan|khan))\W{0,4}\Z")
_MARKING = re.compile(r"\W{0,4}((?:tuyet\s+mat|toi\s+mat|mat))\W{0,4}\Z")
_NOISE = re.compile(
    r"@|\bsao\s+y\b|\bthoi\s+gian\s+ky\b|\bky\s+boi\b|\bnguoi\s+ky\b|\d\d:\d\d|\bcong\s+bao\b|\btin\s+hoc\Z|\bemail\b"
    r"|\bcong\s+thong\s+tin\s+dien\s+tu\b|\bdt\s*:|\bdien\s+thoai\b|\bfax\b|\bvan\s+ban\s+den\b|\Aden\b(?:\s+so\b.*)?\Z|\bso\s+den\b|\bden\s+ngay\b|\bchuyen\s*:"
)
_RULE = re.compile(r"[\W_]*\Z")

# Words with which the name of a body begins, and those that only continue one.
_HEADS = (
    "uy ban", "ubnd", "ubmttq", "hoi dong", "hdnd", "so", "bo", "ban", "cuc", "tong cuc", "chi cuc", "van phong", "vp",
    "dang bo", "dang uy", "chi bo", "tinh uy", "thanh uy", "huyen uy", "quan uy", "trung tam", "phong", "doan", "mat tran",
    "lien doan", "cong doan", "hoi", "cong an", "vien", "hoc vien", "truong", "dai hoc", "tong cong ty", "cong ty", "thanh tra",
    "kho bac", "bao hiem", "quan khu", "thu tuong", "chinh phu", "quoc hoi", "chu tich", "toa an", "tap doan", "benh vien",
    "ngan hang", "thue", "hai quan", "to ", "bch", "bcd", "lien minh", "quan uy", "tieu ban", "thuong truc", "thuong vu",
)  # fmt: skip
_NOT_HEADS = re.compile(
    r"(?:bo|ban|hoi|doan|vien|so|truong|phong)\s+(?:phuong|xa|tinh|thanh\s+pho|quan|huyen|trung\s+uong)\b"
)
# A name that ends so goes on in the next line, even where that begins like another body: 'VĂN PHÒNG / ĐẢNG ỦY'. With accents:
# 'HÀ TĨNH' and 'XUÂN THƯỢNG' are complete.
_OPEN_END = re.compile(
    r"(?:\b(?:và|của|thuộc|với|tỉnh|phố|phường|xã|quận|huyện|đặc\s+khu|văn\s+phòng|tư\s+pháp|(?<!thành )(?<!tỉnh )(?<!đảng )(?<!huyện )(?<!quận )[ủu][ỷy])|[,&-])\Z"
)
_INNER_HEAD = re.compile(
    r"\b(?:phuong|xa|tinh|thanh\s+pho|tp\.?|quan|huyen|thi\s+xa|dac\s+khu|trung\s+uong)\s+(?:\w+\s+){0,4}?"
    r"(?P<head>(?:so|phong|van\s+phong|dang\s+uy|cuc|chi\s+cuc|trung\s+tam|ban|uy\s+ban|hoi\s+dong|thanh\s+tra|cong\s+an|truong)\s)"
)
# Heads of one syllable with their marks: 'BÀN' in 'PHƯỜNG THẠCH BÀN' is no 'BAN', 'BỒ ĐỀ' no 'BỘ'.
_MARKED = {
    "so": "sở", "bo": "bộ", "ban": "ban", "cuc": "cục", "hoi": "hội", "vien": "viện", "doan": "đoàn", "thue": "thuế",
    "phong": "phòng", "truong": "trường", "to": "tổ",
}  # fmt: skip
_NAMED_SO = re.compile(
    r"trường\s+(?!tiểu|trung|mầm|mẫu|thcs|thpt|th\b|mn\b|đại|cao|chính|phổ|dân|liên|cán|sĩ)"
)
# A name that is not in capitals counts where it begins as a body does.
_BODY = re.compile(
    r"(?:ỦY BAN|UBND|UỶ BAN|HỘI ĐỒNG NHÂN|ĐẢNG ỦY|ĐẢNG BỘ|SỞ|BỘ|VĂN PHÒNG|CÔNG AN|TRƯỜNG|TRUNG TÂM|PHÒNG|CHI BỘ|CÔNG TY|CỤC|CHI CỤC|BAN)\s+\w"
)
_BEFORE_HEAD = ("va", "phong", "ban", "tra", "chu", "thuoc", "cua")


@dataclass(slots=True)
class Letterhead:
    """What the letterhead says; `places` of its parts count the segments that were used."""

    found: bool = False
    issuer: Value | None = None
    parent_body: Value | None = None
    symbol: Value | None = None
    subject: Value | None = None
    place: Value | None = None
    date: Value | None = None
    urgency: Value | None = None
    classification: Value | None = None
    used: list[Segment] = field(default_factory=list)


def read_letterhead(sheet: Sheet, segments: Sequence[Segment]) -> Letterhead:
    """What stands in the segments above the title (or above 'Kính gửi')."""
    head = Letterhead()
    names: list[Segment] = []
    rest: list[Segment] = []
    closed = False  # the name of the body ends where the number or the date stands
    before: Segment | None = None
    for above, segment in zip([None, *segments], segments, strict=False):
        before = above
        folded = segment.folded
        if _RULE.match(folded):
            continue
        if _MOTTO.search(folded):
            head.found = True
        elif _NUMBER.match(folded):
            closed = closed or segment.column != "right"
            _take_symbol(sheet, head, segment)
        elif _take_date(sheet, head, segment):
            _place_above(sheet, head, before, segment)
        elif _take_mark(sheet, head, segment, folded):
            pass
        elif _SUBJECT.match(folded) and head.subject is None:
            head.subject = _subject(sheet, segments, segment)
            closed = True
        elif not closed and segment.column != "right" and _is_name(segment.words):
            names.append(segment)
        else:
            rest.append(segment)
            continue
        head.used.append(segment)
    if head.date is None:
        _date_over_lines(sheet, head, segments)
    head.found = head.found or head.symbol is not None
    if head.found:
        _take_names(sheet, head, names)
    return head


def _is_name(words: str) -> bool:
    letters = sum(c.isalpha() for c in words)
    if letters < 3 or len(words) > 120 or _NOISE.search(fold(words)):
        return False
    titled = len(words) <= 70 and words[:1].isupper() and words[-1].isalnum()
    return is_upper(words) or (titled and _BODY.match(words.upper()) is not None)


# --- number, date, marks ----------------------------------------------------------------------------------------


def symbol_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the number and symbol stand in ``text[start:end]``, which begins after 'Số:'."""
    found = _SYMBOL.search(text, start, end)
    if found is not None and found.start() - start <= 12:
        first, last = found.span()
        while first < last and text[first] in " .…\t\n":
            first += 1
        return first, last
    figures = _FIGURES_ONLY.match(text, start, end)
    return figures.span() if figures else None


def _take_symbol(sheet: Sheet, head: Letterhead, segment: Segment) -> None:
    if head.symbol is not None:
        return
    label = _NUMBER.match(fold(sheet.text[segment.start : segment.end]))
    start = segment.start + (label.end() if label else 0)
    span = symbol_span(sheet.text, start, segment.end)
    if span is not None:
        head.symbol = sheet.value(*span, 'dòng "Số: …" của phần đầu văn bản')


def iso_date(match: re.Match[str]) -> str | None:
    """The date of a match of `DATE` as far as it is printed and possible."""
    day, month, year = (int(match[name]) if match[name] else None for name in ("day", "month", "year"))
    if year is None:
        return None
    if month is None or not 1 <= month <= 12:
        return str(year)
    if day is None or not 1 <= day <= 31:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def _take_date(sheet: Sheet, head: Letterhead, segment: Segment) -> bool:
    if head.date is not None or len(segment.words) > 90 or _SUBJECT.match(segment.folded):
        return False
    match = DATE.search(sheet.text, segment.start, segment.end) or _NUMERIC_DATE.search(
        sheet.text, segment.start, segment.end
    )
    if match is None or not match["year"]:
        return False
    before = sheet.text[segment.start : match.start()].strip(" *\n\t,.")
    if len(before) > 50 or (before and (not before[0].isupper() or re.search(r"\d", before))):
        return False
    if sheet.text[match.end() : segment.end].lstrip(" *\n\t,.")[:1].islower():
        return False  # 'ngày 03/6/2026 của Chính phủ' carries a subject on
    text = iso_date(match)
    if text is None:
        return False
    why = "dòng địa danh và ngày, tháng, năm"
    head.date = Value(text, match.span(), sheet.page(match.start()), why)
    if before:
        start = sheet.text.index(before, segment.start)
        head.place = sheet.value(start, start + len(before), why)
    return True


def _place_above(sheet: Sheet, head: Letterhead, above: Segment | None, segment: Segment) -> None:
    """The place, or the first half of its name, on the line above the date: 'Thành phố Đồng / Lau, ngày 18 …'."""
    if above is None or head.date is None or above.cell is None or above.cell != segment.cell:
        return
    if len(above.words) > 30 or not above.words[:1].isupper() or is_upper(above.words):
        return
    if _MOTTO.search(above.folded) or _NUMBER.match(above.folded):
        return
    end = head.place.at[1] if head.place is not None and head.place.at is not None else above.end
    while end > above.start and sheet.text[end - 1] in " ,*":
        end -= 1
    head.place = sheet.value(above.start, end, "dòng địa danh và ngày, tháng, năm")


def _date_over_lines(sheet: Sheet, head: Letterhead, segments: Sequence[Segment]) -> None:
    """A date that a cell breaks over two lines: 'Đồng Lau, ngày 24 / tháng 11 năm 2025'."""
    for first, second in itertools.pairwise(segments):
        same_cell = first.cell is not None and first.cell == second.cell
        if not (same_cell or (first.column == second.column and second.line - first.line <= 1)):
            continue
        if (
            len(first.words) + len(second.words) > 90
            or _MOTTO.search(first.folded)
            or _NUMBER.match(first.folded)
        ):
            continue
        both = Segment(
            first.start, second.end, first.column, first.line, f"{first.words} {second.words}", first.cell
        )
        between = sheet.text[first.end : second.start]
        if same_cell or not between.strip(" \n\t*|"):
            if not re.search(r"ng[àa]y", first.words + second.words, re.IGNORECASE):
                continue
            if _take_date(sheet, head, both):
                head.used += [first, second]
                return


def _take_mark(sheet: Sheet, head: Letterhead, segment: Segment, folded: str) -> bool:
    """'HỎA TỐC', 'MẬT': alone in their piece, in capitals."""
    if segment.words != segment.words.upper():
        return False
    urgency, marking = _URGENCY.match(folded), _MARKING.match(folded)
    if urgency is not None and head.urgency is None:
        head.urgency = sheet.value(segment.start, segment.end, "dấu độ khẩn ở phần đầu văn bản")
        return True
    if marking is not None and head.classification is None:
        head.classification = sheet.value(segment.start, segment.end, "dấu độ mật ở phần đầu văn bản")
        return True
    return False


def _subject(sheet: Sheet, segments: Sequence[Segment], first: Segment) -> Value | None:
    """'V/v …' and the lines that carry it on, in its column."""
    taken: list[Segment] = []
    for segment in segments[list(segments).index(first) :]:
        if taken:
            if segment.column == "right" != first.column:
                continue
            if segment.cell != first.cell or segment.after_blank or len(taken) > 8:
                break
            if _ends_subject(segment):
                break
        taken.append(segment)
    return sheet.joined(taken, 'dòng "V/v" dưới số, ký hiệu')


def _ends_subject(segment: Segment) -> bool:
    folded = segment.folded
    return bool(
        _NUMBER.match(folded)
        or _MOTTO.search(folded)
        or _RULE.match(folded)
        or _NOISE.search(folded)
        or re.search(r",\s*ngày\b", segment.words)
        or folded.lstrip("-* ").startswith("kinh gui")
    )


# --- names --------------------------------------------------------------------------------------------------------


def _take_names(sheet: Sheet, head: Letterhead, names: Sequence[Segment]) -> None:
    """The last name above the number is the issuer, the one above it the parent body."""
    groups: list[list[Segment]] = []
    for segment in names:
        for piece in _split_inside(sheet, segment):
            if groups and not _begins_name(piece, groups[-1][-1].words):
                groups[-1].append(piece)
            else:
                groups.append([piece])
    if not groups:
        return
    head.issuer = sheet.joined(groups[-1], "tên cơ quan ở góc trái phần đầu văn bản, dòng trên số, ký hiệu")
    if len(groups) > 1:
        head.parent_body = sheet.joined(groups[-2], "tên cơ quan cấp trên, dòng trên cùng bên trái")


def _is_marked(words: str) -> bool:
    """Whether the first word is a head with its own marks; words without any mark (a bad scan) are taken as they are."""
    first, _, rest = words.lower().partition(" ")
    marked = _MARKED.get(fold(first))
    if marked is None or first == marked:
        return _NAMED_SO.match(f"{first} {rest}") is None
    return words.isascii()


def _begins_name(piece: Segment, before: str) -> bool:
    folded = piece.folded.strip()
    if not _is_marked(piece.words.strip(" *")):
        return False
    if _OPEN_END.search(before.strip(" *").lower()) or _NOT_HEADS.match(folded):
        return False
    return any(folded == head or folded.startswith(head.rstrip() + " ") for head in _HEADS)


def _split_inside(sheet: Sheet, segment: Segment) -> list[Segment]:
    """The names of two bodies that stand on one line: 'UBND TỈNH X SỞ Y'."""
    raw = sheet.text[segment.start : segment.end]
    folded = fold(raw)
    for match in _INNER_HEAD.finditer(folded):
        at = match.start("head")
        before = folded[:at].split()
        if before and (before[-1] in _BEFORE_HEAD or before[-1].endswith(",") or len(before) < 3):
            continue
        if not _is_marked(squeeze(raw[at:].replace("*", ""))):
            continue
        if folded[match.start() : at].split()[-1] in ("phuong", "xa", "tinh", "pho", "quan", "huyen"):
            continue
        left = Segment(segment.start, segment.start + len(raw[:at].rstrip(" *\n")), segment.column, segment.line,
                       squeeze(raw[:at].replace("*", "")), segment.cell)  # fmt: skip
        right = Segment(segment.start + at, segment.end, segment.column, segment.line,
                        squeeze(raw[at:].replace("*", "")), segment.cell)  # fmt: skip
        return [left, right]
    return [segment]
