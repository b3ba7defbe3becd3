"""Figures to reach: 'phấn đấu đạt 48% kế hoạch', 'ít nhất 02 mô hình', '≥ 70% hồ sơ đến hết năm 2028'.

A figure is a target where its own words aim at it (phấn đấu, đạt, tối thiểu, vượt, bảo đảm…) or where it stands under a
heading of aims ('Mục tiêu cụ thể'). Figures that report ('ước đạt', 'so với cùng kỳ') and a percentage of the people
addressed ('Yêu cầu 100% cán bộ…') are none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Comparator, Span, Target
from sauro.reading.outline import Paragraph
from sauro.vietnamese.text import fold, squeeze
from sauro.vietnamese.times import scan

_COUNT_UNITS = (
    r"thanh\s+phan\s+ho\s+so|bo\s+du\s+lieu|nen\s+tang|tai\s+khoan|giao\s+dich|thiet\s+bi|can\s+bo|cong\s+chuc|vien\s+chuc|hoc\s+vien|hoc\s+sinh|phut|"
    r"trieu\s+dong/nguoi/(?:nam|thang)|trieu\s+dong/nguoi|nghin\s+ty\s+dong|ty\s+dong|trieu\s+dong|trieu\s+usd|ty\s+usd|nghin\s+ty|su\s+kien|mo\s+hinh|cong\s+trinh|du\s+an|can\s+ho|can\s+nha"
    r"|ho\s+ngheo|ho\s+gia\s+dinh|ho\s+dan|ho|ha|km|m2(?!/)|truong\s+hoc|truong|lop|san\s+pham|doanh\s+nghiep|hop\s+tac\s+xa|tieu\s+chi"
    r"|thu\s+tuc|dich\s+vu|cay\s+xanh|cay|viec\s+lam|lao\s+dong|m2/nguoi|m2\s+san/nguoi|giuong\s+benh/\d+\s+dan|usd/nguoi|dang\s+vien|khu\s+dan\s+cu|to\s+dan\s+pho|tuyen\s+duong|tuyen\s+pho|diem"
    r"|cuoc\s+giam\s+sat|cuoc\s+kiem\s+tra|cuoc|suat\s+qua|suat\s+hoc\s+bong|suat|buoi|nha(?!\s+(?:nuoc|van|may|dau|thau))|quan\s+chung|doan\s+vien|hoi\s+vien|chi\s+bo|to(?=\s+(?:lien|tu|cong|dan|hoa))|phong\s+hoc|trang\s+trai|phong\s+trao|chuyen\s+de|de\s+tai|sang\s+kien|luot\s+khach|luot\s+nguoi|luot|bac"
)
_SPELLED = {
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "muoi": "10",
}
_FIGURE = Pattern(
    r"(?<![\w/.,-])(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*(?P<percent>%|phan\s+tram\b)"
    rf"|(?<![\w/.,-])(?P<count>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?|{'|'.join(_SPELLED)})\s+(?:\(\w+\)\s+)?(?P<unit>(?:(?:trieu|nghin|van|ty)\s+)?(?:{_COUNT_UNITS}))\b"
)
_PARAGRAPH_END = Pattern(r"[;.…](?=\s|\Z)|(?<=\w)[.;](?=[*\s])|\n\s*\n|\||\t(?=\S)")

_AIM = Pattern(
    r"\b(?:phan\s+dau|muc\s+tieu|chi\s+tieu|vuot\s+muc|vuot|toi\s+thieu|it\s+nhat|khong\s+duoi|khong\s+qua|toi\s+da|duy\s+tri|dam\s+bao"
    r"|bao\s+dam|tang\s+them|hoan\s+thanh|dat|nang|giam|cat\s+giam|tang\s+truong|ty\s+le|giai\s+ngan|phu\s+kin|co)\b|≥|>=|≤|<="
)
_STRONG = Pattern(
    r"\b(?:phan\s+dau|muc\s+tieu|chi\s+tieu|vuot\s+muc|vuot|toi\s+thieu|it\s+nhat|khong\s+duoi|khong\s+qua|toi\s+da|duy\s+tri|dam\s+bao"
    r"|bao\s+dam|hoan\s+thanh|quyet\s+tam|tu)\b|≥|>=|≤|<="
)
_ORDERED = Pattern(r"\bdat\b|\bgiam\b|\btang\s+them\b|\bnang\b|\bgiai\s+ngan\b|\bphu\s+kin\b")
_HISTORY = (
    r"\buoc\b|\bda\b|\bcung\s+ky\b|\bluy\s+ke\b|\bthang\s+dau\s+nam\b|\bdu\s+kien\b|\bchiem\b|\bso\s+lieu\b"
    r"|\b(?:moi|chi)\s+(?:dat|co|ban\s+giao|giai\s+ngan|\w+\s+\w+\s+duoc|\w+\s+duoc)\b|\bhien\s+(?:nay|co|tai)\b|\bchi\s+co\b|\bket\s+qua\s+thuc\s+hien\b|\bnam\s+giu\b|\bmuc\s+dong\b|\bthue\s+suat\b"
)
# An aim, too, is measured against a year or by an average: these words report only where nothing aims.
_REPORTED = Pattern(rf"{_HISTORY}|\bbinh\s+quan\b|\bkhoang\b|\btrung\s+binh\b|\bso\s+voi\b")
_OVER = Pattern(_HISTORY)
_BOUND = Pattern(
    r"(?:\b(?:it\s+nhat|toi\s+thieu|khong\s+duoi|khong\s+qua|toi\s+da|giam\s+tu|tang\s+tu)|≥|>=|≤|<=)\s*\Z"
)
# '8%/năm', '120 triệu đồng/người/năm' name a rate, no formula
_RATE = Pattern(r"\s*/\s*(?:nam|thang|quy|tuan|ngay|nguoi|ho|luot)\b")
# '100% tổ dân phố có tổ công nghệ số' at the head of an item says what is to be reached
_SHARE_OF = Pattern(
    r"\s*(?!so\b|ke\s+hoach\b|chi\s+tieu\b|gia\s+tri\b)[^;.]{3,90}?\b(?:co|duoc|dat|su\s+dung|tham\s+gia|hoan\s+thanh|ung\s+dung|thuc\s+hien)\b"
)
_PEOPLE = Pattern(
    r"\s*(?:can\s+bo|cong\s+chuc|vien\s+chuc|dang\s+vien|doan\s+vien|hoi\s+vien|nguoi\s+lao\s+dong|cac\s+co\s+quan|cac\s+don\s+vi|don\s+vi"
    r"|co\s+quan|chi\s+bo|to\s+chuc\s+dang|cap\s+uy|giao\s+vien|hoc\s+sinh|sinh\s+vien|nguoi\s+dung\s+dau)\b"
)
_ADDRESSED = Pattern(
    r"\b(?:yeu\s+cau|de\s+nghi|giao|quan\s+triet|van\s+dong|tuyen\s+truyen|pho\s+bien|toi|den|cho|moi|to\s+chuc\s+cho)\b[\s*]*\Z"
)
_AIM_HEADING = Pattern(r"\b(?:muc\s+tieu|chi\s+tieu|phan\s+dau)\b")
_RULE_HEADING = Pattern(
    r"\bket\s+qua\b|\bdanh\s+gia\b|\bthuc\s+trang\b|\btinh\s+hinh\b|\bkinh\s+phi\b|\bvon\s+dau\s+tu\b"
)

_AT_LEAST = Pattern(r"(?:\b(?:tu|it\s+nhat|toi\s+thieu|tren|khong\s+duoi|hon|khong\s+thap\s+hon)|≥|>=)\s*\Z")
_AT_MOST = Pattern(r"(?:\b(?:duoi|khong\s+qua|toi\s+da|khong\s+vuot(?:\s+qua)?|xuong\s+con|con)|≤|<=)\s*\Z")
_EXCEED = Pattern(
    r"\bvuot(?:\s+muc)?(?:\s+tren)?\s*\Z|\bvuot\s+(?:muc\s+tieu|ke\s+hoach|chi\s+tieu|du\s+toan)[^;.]{0,60}\(\s*\Z"
)
_FROM_UP = Pattern(r"[^;.,)]{0,40}?\btro\s+len\b")
_DOWN = Pattern(r"[^;.,)]{0,40}?\btro\s+xuong\b")
_SOFT_START = Pattern(
    r"(?:,|\bva|\bvoi|:)\s+(?=(?:phan\s+dau|muc\s+tieu|dam\s+bao|bao\s+dam|duy\s+tri|tang\s+them|den\s+het|den\s+nam|den\s+(?:ngay\s+)?\d|den\s+cuoi|hoan\s+thanh|quyet\s+tam|giam|nang)\b)"
)
_REACHES = Pattern(r"\b(?:dat|nang\s+len|tang\s+len|tang\s+them)\s*\Z")
_COMPARED = re.compile(r"\bso\s+v(?:oi|ới)\s+(?:cuoi\s+|cuối\s+)?\Z", re.IGNORECASE)
_PART_OF = Pattern(r"\btrong\s+do\b")
_THIS_YEAR = Pattern(r"\b(?:ca|trong)\s+nam\b(?!\s*(?:\d|hoc|nay\s+qua))")
_COMMA = re.compile(r",\s")
# 'thu ngân sách 9 tháng đạt …'
_MONTHS_OF_YEAR = Pattern(
    r"(?<![\d.,])0?(?P<n>[69])\s+thang(?:\s+dau\s+nam)?(?=\s+(?:dat|phan\s+dau|uoc|toi\s+thieu|tren|khong|phai)\b)"
)
# 'Đến 31/12/2026, …; …' at the head of a sentence says when for all that follows in it
_LED_BY_A_DAY = Pattern(r"[\s*_-]*(?:phan\s+dau,?\s+)?(?:den|truoc|tu\s+nay\s+den|trong)\b")
_SENTENCE_START = Pattern(r"(?<=\w)\.\s")
_LABEL_LENGTH = 60
_OPENING_LENGTH = 200  # characters of a paragraph that tells how things stand, rather than one figure
_LONGEST_HEADING = 120  # characters of a heading without a number
# What orders or strives; without it the paragraphs at the top of a document tell how things stand.
_ORDERS = Pattern(r"\b(?:giao|yeu\s+cau|de\s+nghi|phan\s+dau|chi\s+dao|muc\s+tieu|chi\s+tieu)\b")
# 'các dự án giải ngân dưới 30%' says which are meant
_TELLS_APART = Pattern(
    r"\b(?:cac|nhung|cua|don\s+vi|du\s+an)\b(?:(?!\bty\s+le\b|\bgiam\b)[^;.,]){0,40}\bduoi\s*\Z"
)
_REACH = 600  # characters on both sides of a figure within which its clause stands


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of a paragraph between ';', '.', brackets: where one figure and its aim stand."""

    start: int
    end: int


def targets_in(
    text: str,
    parts: Sequence[Sequence[Paragraph]],
    page: Callable[[int], int | None] = lambda _: None,
    year: int | None = None,
    issued: str | None = None,
) -> list[Target]:
    """The targets that stand in the nested paragraphs of each part (body and attachments), in order.

    A figure of a period that was over when the document was issued (`issued`, ISO) is a report, and no target.
    `value` is as printed, a spelled number in figures; `unit` '%' or the noun counted; `period_end` the last day of the
    period that the clause, the words before 'trong đó' or the heading names; `year`, that of the document, stands in
    for one that is not printed ('đến hết tháng 8', 'cả năm'). `task` is left to the caller.
    """
    folded = fold(text)
    found: list[tuple[Target, bool]] = []
    for paragraphs in parts:
        for paragraph in paragraphs:
            if _FIGURE.search(folded, paragraph.body, paragraph.end) is None:
                continue
            for target in _in_paragraph(text, folded, paragraph, page, year):
                if issued and target.period_end and target.period_end < issued:
                    continue
                found.append((target, _is_heading(text, paragraph)))
    return _once(found)


def _is_heading(text: str, paragraph: Paragraph) -> bool:
    words = text[paragraph.body : paragraph.end].rstrip(" *\n")
    return bool(paragraph.children) and len(words) < 200 and not words.endswith((".", ";"))


def _once(found: list[tuple[Target, bool]]) -> list[Target]:
    """A target that a heading and an item under it both name counts once, as the item has it."""
    kept: list[Target] = []
    for index, (target, heading) in enumerate(found):
        same = any(
            (other.value, other.unit) == (target.value, target.unit)
            for other, _ in found[index + 1 : index + 4]
        )
        if not (heading and same):
            kept.append(target)
    return kept


def _in_paragraph(
    text: str, folded: str, paragraph: Paragraph, page: Callable[[int], int | None], year: int | None
) -> Iterator[Target]:
    headings = [folded[above.body : above.end] for above in paragraph.ancestors() if _names_a_section(above)]
    aimed = any(_AIM_HEADING.search(heading) for heading in headings[:3])
    if any(_RULE_HEADING.search(heading) and not _AIM_HEADING.search(heading) for heading in headings[:2]):
        return
    reports = _REPORTED.search(folded, paragraph.body, paragraph.end) is not None or (
        paragraph.parent is None
        and paragraph.marker is None
        and paragraph.end - paragraph.body > _OPENING_LENGTH
        and _ORDERS.search(folded, paragraph.body, paragraph.end) is None
    )
    for match in _FIGURE.finditer(folded, paragraph.body, paragraph.end):
        clause = _clause_of(text, folded, paragraph, match)
        if clause is None or not _is_target(folded, clause, match, aimed, reports):
            continue
        first, last = _quote(text, folded, clause, match)
        printed = match["value"] or match["count"]
        yield Target(
            quote=text[first:last],
            at=(first, last),
            page=page(first),
            task=None,
            value=_SPELLED.get(printed, printed),
            unit="%" if match["percent"] else squeeze(text[match.start("unit") : match.end("unit")]),
            comparator=_comparator(folded, clause, match),
            period_end=_period(text, folded, paragraph, clause, match.span(), year),
        )


def _names_a_section(above: Paragraph) -> bool:
    """Whether what stands above is a heading; a sentence that introduces a list may name one aim, and is none."""
    return above.marker is not None or bool(above.hashes) or above.end - above.body < _LONGEST_HEADING


def _clause_of(text: str, folded: str, paragraph: Paragraph, match: re.Match[str]) -> _Clause | None:
    start, end = max(paragraph.body, match.start() - _REACH), min(paragraph.end, match.end() + _REACH)
    for stop in _PARAGRAPH_END.finditer(folded, start, end):
        if stop.end() <= match.start():
            start = stop.end()
        elif stop.start() >= match.end():
            end = stop.start()
            break
    opened, closed = text.rfind("(", start, match.start()), text.rfind(")", start, match.start())
    if opened > closed:
        shut = text.find(")", match.end(), end)
        shut = shut if shut >= 0 else end
        if _AIM.search(folded, opened, match.start()) is not None:
            start, end = opened + 1, shut  # the bracket holds a clause of its own
        elif shut - opened > 24:
            return None
        else:
            end = min(end, shut + 1)
    if text.rfind("“", start, match.start()) > text.rfind("”", start, match.start()):
        return None
    return _Clause(start, end)


def _is_target(folded: str, clause: _Clause, match: re.Match[str], aimed: bool, reports: bool) -> bool:
    """Whether the figure is aimed at; `aimed`: it stands under a heading of aims, `reports`: in a paragraph of results."""
    before = folded[clause.start : match.start()]
    after = folded[match.end() : clause.end]
    sentence = folded[clause.start : clause.end]
    strives = re.search(r"\bphan\s+dau\b|\bmuc\s+tieu\b|\bchi\s+tieu\b|\bquyet\s+tam\b", before) is not None
    formula = re.match(r"\s*[)\]]?\s*[*/×=]", after) and not _RATE.match(after)
    if re.search(r"[=*/×]\s*\Z", before) or formula:
        return False
    bounded = _BOUND.search(before) is not None
    if not (strives or aimed) and (_OVER if bounded else _REPORTED).search(sentence):
        return False
    held = bounded or (aimed and _AT_LEAST.search(before) is not None)
    if (_OVER if bounded or aimed else _REPORTED).search(before[-30:]) and not (strives or held):
        return False
    if not (strives or aimed) and _TELLS_APART.search(before):
        return False
    if match["percent"]:
        if match["value"] == "100" and _PEOPLE.match(after) and not (aimed or strives):
            if _ADDRESSED.search(before) or not before.strip(" *-+\n"):
                return False
        if aimed or strives:
            return True
        if not before.strip(" *-+\n") and not reports and not _PEOPLE.match(after) and _SHARE_OF.match(after):
            return True
        near = before[-70:]
        return bool(_STRONG.search(near)) or (bool(_ORDERED.search(near)) and not reports)
    least = (
        _AT_LEAST.search(before) is not None
        and re.search(r"(?:it\s+nhat|toi\s+thieu|≥|>=)\s*\Z", before) is not None
    )
    reaches = _REACHES.search(before) is not None and not reports
    return strives or least or reaches or (aimed and _FIGURE.search(before) is None)


def _comparator(folded: str, clause: _Clause, match: re.Match[str]) -> Comparator:
    before = folded[clause.start : match.start()].rstrip(" *")
    after = folded[match.end() : clause.end]
    if _EXCEED.search(before) and not re.search(r"\bdat\s+va\s+vuot\s*\Z", before):
        return ">"
    if _AT_LEAST.search(before) or _FROM_UP.match(after) or before.endswith("dat va vuot"):
        return ">="
    if _AT_MOST.search(before) or _DOWN.match(after):
        return "<="
    return "="


def _quote(text: str, folded: str, clause: _Clause, match: re.Match[str]) -> Span:
    """The words of the target: from the aim (with its period or its short label) to the end of the clause."""
    start, end = clause.start, clause.end
    for soft in _SOFT_START.finditer(folded, clause.start, match.start()):
        label = folded[clause.start : soft.start()]
        if soft.group().startswith(":") and len(label) < _LABEL_LENGTH:
            continue
        start = soft.end()
    following = _FIGURE.search(folded, match.end(), end)
    if following is not None:
        for soft in _SOFT_START.finditer(folded, match.end(), following.start()):
            end = soft.start()
    edge = " \t\n*_-–+•()"
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in " \t\n*_,;.:":
        end -= 1
    return start, end


def _period(
    text: str, folded: str, paragraph: Paragraph, clause: _Clause, figure: Span, year: int | None
) -> str | None:
    """The last day of the period: from the figure's part of the clause, the clause, its sentence, or a heading."""
    part = _part_of(text, clause, figure)
    own = _last_day(text, *part, year)
    months = None if own else _MONTHS_OF_YEAR.search(folded, *part)
    if months and year is not None:
        return f"{year}-{'06-30' if months['n'] == '6' else '09-30'}"
    own = own or _last_day(text, clause.start, clause.end, year, from_aim=folded)
    if own is not None:
        return own
    if year is not None and _THIS_YEAR.search(folded, clause.start, clause.end):
        return f"{year}-12-31"
    first = max(paragraph.body, clause.start - _REACH)
    sentence = max(
        (stop.end() for stop in _PARAGRAPH_END.finditer(folded, first, clause.start)), default=first
    )
    if _PART_OF.search(folded, sentence, clause.end):
        before = _last_day(text, sentence, clause.start, year)
        if before is not None:
            return before
    begins = max((stop.end() for stop in _SENTENCE_START.finditer(text, first, clause.start)), default=first)
    if begins < clause.start and _LED_BY_A_DAY.match(folded, begins, clause.start):
        comma = _COMMA.search(text, begins, clause.start)
        led = _last_day(text, begins, comma.start(), year) if comma else None
        if led is not None:
            return led
    for above in paragraph.ancestors():
        if _names_a_section(above) and above.end - above.body < 220:
            named = _last_day(text, above.body, above.end, year)
            if named is not None:
                return named
    return None


def _part_of(text: str, clause: _Clause, figure: Span) -> Span:
    """The words between the commas around the figure; a comma within a number is none."""
    start, end = clause.start, clause.end
    for comma in _COMMA.finditer(text, clause.start, clause.end):
        if comma.end() <= figure[0]:
            start = comma.end()
        elif comma.start() >= figure[1]:
            end = comma.start()
            break
    return start, end


def _last_day(text: str, start: int, end: int, year: int | None, from_aim: str | None = None) -> str | None:
    """The last of the days or periods named in ``text[start:end]``; with `from_aim` only those of the target's words."""
    if from_aim is not None:
        for soft in _SOFT_START.finditer(from_aim, start, end):
            if _FIGURE.search(from_aim, start, soft.start()) is None:
                start = soft.end()
    for time in scan(text, start, end, year=year):
        compared = _COMPARED.search(text[max(start, time.start - 16) : time.start])
        if time.kind in ("by", "within_period", "between") and time.end_date is not None and not compared:
            return time.end_date
    return None
