"""From lines to a tree of paragraphs: numbered, lettered and bulleted items under their headings.

Administrative texts come with lines broken by a typist, by a PDF or by a web page, so paragraphs are put together first
(`paragraphs_of`), then nested by their marks (`nest`): I. / 1. / 1.1. / (1) / a) / - / +, Điều, khoản, `###`.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sauro.reading.heads import head_at
from sauro.reading.labels import label_at
from sauro.reading.lexicon import UPPER, VERB, Phrase
from sauro.reading.lines import Line
from sauro.reading.model import Span
from sauro.reading.parties import party_end
from sauro.vietnamese.text import share_of_capitals

MARKUP = "*_#> \t\n"

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_LEAD = r"[*_#>\s]*"
# The mark of a paragraph, after markup that may stand around it; each group is a style.
_MARKER = re.compile(
    rf"{_LEAD}(?:"
    r"(?P<article>Điều\s+\d+[a-zđ]?)\s*[.:]"
    rf"|(?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:(?:thứ\s+\w+)|{_ROMAN}|\d+)(?=[\s.:*]))[.:]?"
    rf"|(?P<roman>{_ROMAN})\s*(?:[.)/]|[-–](?=\s+[{UPPER}]))(?=[\s*_]|[{UPPER}])"
    rf"|(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}}|[1-9]\d\d(?=[.)]\s+[*_]*[{UPPER}]))\s*(?:[.)/]+(?=[\s*_]|[{UPPER}]|$)|(?<=\.\d)(?=\s)|(?<=\.\d\d)(?=\s)|\.?[-–](?=\s+[*_]*[{UPPER}]))"
    r"|(?P<named>(?:Nhiệm vụ|Nhóm nhiệm vụ|Nội dung|Giải pháp|Nhóm giải pháp)\s+(?:thứ\s+\w+|\d{1,2}))\s*[.:](?=[\s*_])"
    r"|\((?P<paren>\d{1,2}|[ivx]{1,4}|[a-zđ])?\)\.?(?=[\s*_]|$)"
    r"|(?P<upper>[A-HĐ])\s*[.)](?=[\s*_])"
    rf"|(?P<letter>[a-zđ]\d?)\s*[.)](?=[\s*_]|[{UPPER}]|$)"
    rf"|(?P<dash>[-–—])(?=[\s*_]|[{UPPER}]|$)"
    rf"|(?P<plus>\+)(?=[\s*_]|[{UPPER}]|$)"
    r"|(?P<dot>[•·●▪◦○⁃])"
    rf"|(?P<star>\*)(?=\s+[{UPPER}])"
    r")"
)
_HASHES = re.compile(r"(#{1,6})\s")
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,3}[-–\s]*|[Tt]rang\s+\d+(\s*/\s*\d+)?")
_SEPARATOR = re.compile(r"[-_*=|.\s~—–]+")
_CLOSED = re.compile(r"[.;:!?…]\W*$|\./\.?\W*$")
# Words that no paragraph ends with: the next line goes on, whatever it begins with.
_HANGS = Phrase(
    r"(?<![\w])(?:và|về|của|với|cho|các|những|tại|để|theo|do|từ|trong|là|hoặc|cùng|quý|bởi|như|gồm|giữa|(?<!trực\s)thuộc)$"
)
# 'Công văn số' goes on where a number follows; 'Về chuyển đổi số' is a heading.
_HANGS_BEFORE_A_FIGURE = Phrase(r"(?<![\w])(?:số|tháng|ngày)$")
# 'các Bộ:' goes on with their names.
_SHARED = Phrase(
    r"(?<![\w])[Cc]ác (?:[Ss]ở|[Bb]ộ|[Bb]an|[Hh]ội|[Tt]rường|[Xx]ã|[Pp]hường)(?:, (?:ban, )?ngành)?:$"
)
_BARE_BODY = Phrase(
    r"(?<![\w])(?:Trung tâm|Văn phòng|Thanh tra|Sở|Bộ|Ban|Phòng|Vụ|Cục|Viện|Hội|Trường|Trạm|Tổ|Đảng|Ủy ban|UBND|Ủy ban nhân dân)$"
)
_BARE_CLASS = Phrase(r"(?<![\w])các [\w]+$")
_ORDERED = Phrase(r"(?:Đề nghị|Yêu cầu|Kiến nghị|Giao|Đối với|Trách nhiệm của|Nhiệm vụ của) ")
_ITEM = re.compile(r"(?:\d+(?:\.\d+)*[.)]|[-+•]|[a-zđ]\)|[IVX]+\.)\s")
_LETTERED = re.compile(r"\w\d?\s*[.)]")
# What a sentence begins with that has its subject on the line above.
_VERB_IN_CAPITALS = Phrase(
    rf"(?=[{UPPER}])(?:(?i:{VERB})|Là (?:cơ quan|đơn vị|đầu mối|thành viên)|Căn cứ|Theo (?:chức|nhiệm|lĩnh)|Trên cơ sở|Trong phạm vi|Chịu trách nhiệm|Có trách nhiệm|Làm)(?![\w])"
)
# How the last paragraphs of a directive begin; they belong to none of its items.
_CLOSES = Phrase(
    r"(?:Trên đây là|(?:Trong )?[Qq]uá trình (?:triển khai|tổ chức|thực hiện)|(?:Căn cứ|Nhận được|Sau khi nhận được)[^.;]{0,40} này,?"
    r"|(?:UBND|Ủy ban|Đảng ủy|Ban Thường vụ|Thường trực|Bộ|Sở|Chủ tịch)[^.;:]{0,60} (?:yêu cầu|đề nghị|thông báo) "
    r"|(?:Do đó|Vì vậy),? (?:yêu cầu|đề nghị)|(?:Kính|Trân trọng|Rất mong|Mong)(?![\w])"
    r"|(?:Yêu cầu|Đề nghị) (?:các|Thủ trưởng|Giám đốc|Chủ tịch|Trưởng|lãnh đạo|đồng chí|Quý|cấp ủy)[^.;:]{3,300}(?:nghiêm túc|quan tâm|phối hợp|khẩn trương|triển khai|thực hiện|chỉ đạo)"
    r"|(?:Các|Thủ trưởng)[^.;:]{3,160}(?:thực hiện|triển khai)[^.;:]{0,60} này)"
)
# 'theo quy định tại khoản⏎2' goes on; 'Chuẩn bị kiểm điểm', 'Lập danh mục' have ended.
_CITES_AN_ITEM = Phrase(
    r"(?<![\w])(?:[Kk]hoản|[Đđ]iều|và|Mục|Điểm|(?:tại|theo|các|với|và|hoặc|trừ|của|định|\d,|\w\),?) (?:điểm|mục))$"
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\Z")  # 'Thường trực Ban Chỉ huy (Ban Chỉ huy Quân sự xã)'
_APART = 0.4  # blank lines for each printed one
_LONGEST_PARTY = 240  # characters of a heading that names parties, over two lines or three
_LONGEST_HEADING = 100  # characters of a heading without a number; more is a sentence
_NUMERIC_STYLES = {"article", "part", "roman", "named", "decimal", "paren", "upper", "letter"}
_HEADING_STYLES = _NUMERIC_STYLES | {"bold"}
_BOLD = re.compile(r"\*\*(?P<words>[^*]+)\*\*\s*:?")


@dataclass(frozen=True, slots=True)
class Marker:
    """The printed mark of a paragraph: its style, its label ('2.1', 'a', 'II', 'Điều 3', '' for a bullet)."""

    style: str
    label: str
    end: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph: `start`..`end` with its mark, `body` where its words begin; its place in the tree."""

    start: int
    end: int
    body: int
    marker: Marker | None
    hashes: int = 0
    parent: "Paragraph | None" = None
    children: list["Paragraph"] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    def ancestors(self) -> Iterator["Paragraph"]:
        """The paragraphs above this one, nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def descendants(self) -> Iterator["Paragraph"]:
        for child in self.children:
            yield child
            yield from child.descendants()


def marker_of(text: str, start: int, end: int) -> Marker | None:
    """The mark at the beginning of ``text[start:end]``, if there is one."""
    match = _MARKER.match(text, start, end)
    if not match:
        return None
    style = match.lastgroup or "paren"
    if style == "star" or (style == "dash" and _dash_is_a_range(text, match.end(), end)):
        return Marker("star", "", match.end()) if style == "star" else None
    label = (match.group(style) or "").strip() if style in match.groupdict() else ""
    if style in {"dash", "plus", "dot"}:
        label = ""
    return Marker(style, label, match.end())


def _bold_party(text: str, line: Line) -> Marker | None:
    """A line all in bold that names a party and nothing else ('**Phòng Kinh tế:**') heads what stands under it."""
    bold = _BOLD.fullmatch(line.content.strip())
    if bold is None or bold.group("words").isupper():
        return None
    start = _first_word(text, line.start, line.end)
    end = start + len(text[start : line.end].rstrip(" *:\n"))
    head = head_at(text, start, end)
    if head is None or party_end(text, head, end) < end:
        return None
    return Marker("bold", "", start)


def _dash_is_a_range(text: str, at: int, end: int) -> bool:
    """'2025 -' at the end of a line leaves '- 2030, định hướng' at the beginning of the next: no bullet."""
    return re.match(r"\s*(?:19|20)\d\d\b", text[at : min(end, at + 8)]) is not None


def is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.bare) is not None


@dataclass(frozen=True, slots=True)
class _Layout:
    """How lines were broken: the width of a full line (None: a line is a paragraph), blank lines between paragraphs?

    Loose: a short line says nothing, since lines are broken anywhere or items always have a blank line above them.
    Apart: every paragraph has a blank line above it, so that lines without one between them belong together.
    """

    width: int | None
    separated: bool = False
    loose: bool = False
    apart: bool = False

    def short(self, line: Line) -> bool:
        return self.width is None or len(line.content) + line.indent < 0.78 * self.width

    def had_room(self, line: Line, following: Line) -> bool:
        """Whether the first word of the next line would have fitted: the break is the writer's own."""
        word = following.content.split(maxsplit=1)[0]
        return self.width is None or (
            not self.loose and len(line.content) + line.indent + 1 + len(word) < 0.92 * self.width
        )


_WHOLLY_IN_BRACKETS = re.compile(r"\([^()]*\)")


def _layout_of(lines: list[Line]) -> _Layout:
    printed = [line for line in lines if line.content and not is_page_number(line)]
    if len(printed) < 6:
        return _Layout(None)
    lengths = sorted(len(line.content) for line in printed)
    full = lengths[int(len(lengths) * 0.95)]
    long = sum(length >= 0.75 * full for length in lengths) >= 0.3 * len(lengths)
    # Where lines are broken, many begin in the middle of a sentence; paragraphs of one line each hardly ever do.
    broken = sum(map(_goes_on, printed)) >= 0.04 * len(printed)
    blank = sum(1 for before, line in itertools.pairwise(lines) if line.blank and before.content)
    short = sum(
        _goes_on(line) and len(before.content) < 0.6 * full for before, line in itertools.pairwise(lines)
    )
    return _Layout(
        full if full <= 140 and long and broken else None,
        separated=blank >= 0.15 * len(lengths),
        apart=blank >= _APART * len(lengths) and _paragraphs_stand_apart(lines),
        loose=short >= 0.15 * sum(map(_goes_on, printed)) or _items_stand_apart(lines),
    )


def _paragraphs_stand_apart(lines: list[Line]) -> bool:
    """Whether nearly every line that begins a sentence behind the end of another has a blank line above it."""
    begins: list[bool] = []
    before: Line | None = None
    gap = False
    for line in lines:
        if line.blank:
            gap = True
            continue
        if before and _CLOSED.search(before.bare) and line.bare[:1].isupper() and not _ITEM.match(line.bare):
            begins.append(gap)
        before, gap = line, False
    return sum(begins) >= 0.8 * len(begins)


def _items_stand_apart(lines: list[Line]) -> bool:
    above = [before.blank for before, line in itertools.pairwise(lines) if _ITEM.match(line.bare)]
    return sum(above) >= 0.8 * len(above)


def _goes_on(line: Line) -> bool:
    return line.bare[:1].islower() and _LETTERED.match(line.bare) is None


def paragraphs_of(text: str, lines: list[Line], skip: list[Span]) -> list[Paragraph]:
    """The paragraphs of `lines` in order; lines within the spans of `skip` (tables) end a paragraph and give none."""
    kept = [line for line in lines if not any(a <= line.start < b for a, b in skip)]
    layout = _layout_of(kept)
    found: list[Paragraph] = []
    open_paragraph: Paragraph | None = None
    last: Line | None = None
    gap = False
    for line in lines:
        if any(a <= line.start < b for a, b in skip):
            open_paragraph, gap = None, True
            continue
        if line.blank:
            gap = True
            continue
        if is_page_number(line) and (gap or last is None or _CLOSED.search(last.bare)):
            continue
        if _SEPARATOR.fullmatch(line.content) and line.content.strip("*_ ") not in {"-", "–", "+"}:
            if line.content.strip("*_ "):
                open_paragraph = None
            gap = True
            continue
        marker = marker_of(text, line.start, line.end) or _bold_party(text, line)
        if (
            open_paragraph is not None
            and last is not None
            and _continues(text, open_paragraph, last, line, marker, gap, layout)
        ):
            open_paragraph.end = line.end
            if open_paragraph.body >= last.end:
                open_paragraph.body = _first_word(text, line.start, line.end)
        else:
            open_paragraph = _begin(text, line, marker)
            found.append(open_paragraph)
        last, gap = line, False
    for paragraph in found:
        paragraph.end = _last_word(text, paragraph.start, paragraph.end)
        paragraph.body = min(max(paragraph.body, paragraph.start), paragraph.end)
    return [paragraph for paragraph in found if paragraph.end > paragraph.body]


def _begin(text: str, line: Line, marker: Marker | None) -> Paragraph:
    hashes = _HASHES.match(line.content)
    first = _first_word(text, marker.end if marker else line.start, line.end)
    return Paragraph(line.start, line.end, first, marker, len(hashes.group(1)) if hashes else 0)


def _continues(
    text: str, paragraph: Paragraph, last: Line, line: Line, marker: Marker | None, gap: bool, layout: _Layout
) -> bool:
    """Whether the line goes on with the open paragraph."""
    if paragraph.marker is not None and paragraph.body >= last.end and not marker:
        return True  # a mark alone on its line
    if line.content.startswith("#"):
        return False
    before = last.bare
    closed = _CLOSED.search(before) is not None or (
        last.start == paragraph.start and _WHOLLY_IN_BRACKETS.fullmatch(before) is not None
    )
    first = line.bare.lstrip("“\"'(")[:1]
    if marker is not None:
        below = paragraph.marker is not None and marker.label.startswith(f"{paragraph.marker.label}.")
        return not gap and not below and _mark_is_an_accident(before, marker, closed)
    if first.isupper() and (_is_label(text, line) or _WHOLLY_IN_BRACKETS.fullmatch(before)):
        return False
    hangs = (
        _HANGS.search(before)
        or _BARE_BODY.search(before)
        or (first.isdigit() and _HANGS_BEFORE_A_FIGURE.search(before))
        or (first.isupper() and _SHARED.search(before))
    )
    if not gap and hangs and not _is_heading_line(before):
        return True
    lower = first.islower() or first.isdigit() or first in ",;)%-–—"
    if not gap and _is_heading_line(before) and _is_heading_line(line.bare):
        return True  # a heading in capitals on two lines
    if not lower and (_is_heading_line(before) or _names_a_party(text, paragraph, last, line)):
        return False  # the heading has ended
    if gap:
        return not closed and first.islower() and not _is_heading_line(before)
    if layout.apart:
        return True
    if layout.width is None:
        return not closed and (lower or line.indent + 3 <= last.indent)
    if closed and not lower and (layout.short(last) or layout.had_room(last, line)):
        return False
    if closed and line.indent >= last.indent + 3 and not lower:
        return False
    if lower or before.endswith(",") or (layout.separated and layout.loose):
        return True
    return len(last.content) >= 0.6 * layout.width


def _is_label(text: str, line: Line) -> bool:
    """'Chủ trì: Sở A' begins a line of its own, whatever the line above lacks at its end."""
    label = label_at(text, _first_word(text, line.start, line.end), line.end)
    return label is not None and label.role in {"lead", "support", "time", "product"}


def _names_a_party(text: str, paragraph: Paragraph, last: Line, line: Line) -> bool:
    """'2. Công an phường' on a line of its own above 'Bố trí lực lượng …'."""
    if paragraph.marker is None or last.end - paragraph.body > _LONGEST_PARTY:
        return False
    ordered = _ORDERED.match(text, paragraph.body, last.end)
    head = head_at(text, ordered.end() if ordered else paragraph.body, last.end)
    words = last.start + len(_IN_BRACKETS.sub("", last.content.rstrip("* :")))
    if head is None or head >= words or party_end(text, head, last.end) < words:
        return False
    if _BARE_BODY.search(text, paragraph.body, words) or _BARE_CLASS.search(text, paragraph.body, words):
        return False
    return _VERB_IN_CAPITALS.match(text, line.start, line.end) is not None


def _mark_is_an_accident(before: str, marker: Marker, closed: bool) -> bool:
    """A line that begins like an item only because the line before was broken there ('khoản\\n2. …')."""
    if closed or marker.style in {"dash", "plus", "dot", "star", "article", "part", "named", "bold"}:
        return False
    if _CITES_AN_ITEM.search(before):
        return True
    if marker.style == "decimal" and re.search(r"(?<!đổi )(?:số|ngày|tháng|quý)$", before):
        return True  # 'Công văn số⏎12.'; a letter behind 'Phát triển hạ tầng số' opens an item
    return marker.style == "decimal" and "." not in marker.label and before.endswith(",")


def _is_heading_line(words: str) -> bool:
    return share_of_capitals(words) > 0.6


def _first_word(text: str, start: int, end: int) -> int:
    while start < end and text[start] in MARKUP:
        start += 1
    return start


def _last_word(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def nest(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Fill `parent` and `children`; the roots are returned. A mark seen before closes all that was opened since."""
    roots: list[Paragraph] = []
    stack: list[Paragraph] = []
    closing = _closing_from(text, paragraphs)
    for number, paragraph in enumerate(paragraphs):
        depth = 0 if number >= closing else _depth_of(text, paragraph, stack)
        del stack[depth:]
        parent = stack[-1] if stack else None
        paragraph.parent = parent
        (parent.children if parent else roots).append(paragraph)
        if paragraph.marker is not None or paragraph.hashes or _opens_a_list(text, paragraph):
            stack.append(paragraph)
    return roots


def _closing_from(text: str, paragraphs: list[Paragraph]) -> int:
    """The number of the paragraph from which on a text closes: behind the last mark, 'Trên đây là …', 'Yêu cầu các …'."""
    first = len(paragraphs)
    while first and paragraphs[first - 1].marker is None and not paragraphs[first - 1].hashes:
        first -= 1
    for number in range(first, len(paragraphs)):
        if number and _CLOSES.match(text, paragraphs[number].body, paragraphs[number].end):
            return number
    return len(paragraphs)


def style_of(paragraph: Paragraph) -> str:
    """What makes two paragraphs siblings: the style of the mark, for decimals how deep they are numbered."""
    if paragraph.marker is None:
        return f"#{paragraph.hashes}" if paragraph.hashes else ""
    if paragraph.marker.style == "decimal":
        return f"decimal{paragraph.marker.label.count('.')}"
    return paragraph.marker.style


def _opens_a_list(text: str, paragraph: Paragraph) -> bool:
    return text[paragraph.body : paragraph.end].rstrip(MARKUP).endswith(":") or _is_heading_line(
        text[paragraph.body : paragraph.end]
    )


def _depth_of(text: str, paragraph: Paragraph, stack: list[Paragraph]) -> int:
    style = style_of(paragraph)
    if paragraph.hashes:
        for depth, above in enumerate(stack):
            if above.hashes >= paragraph.hashes or not above.hashes:
                return depth
        return len(stack)
    if style in {"", "bold"}:
        same = [depth for depth, above in enumerate(stack) if style and style_of(above) == style]
        return same[-1] if same else _depth_of_plain(text, paragraph, stack)
    if style.startswith("decimal") and paragraph.marker is not None and "." in paragraph.marker.label:
        prefix = paragraph.marker.label.rsplit(".", 1)[0]
        for depth in range(len(stack) - 1, -1, -1):
            mark = stack[depth].marker
            if mark and mark.style == "decimal" and mark.label == prefix:
                return depth + 1
    for depth in range(len(stack) - 1, -1, -1):
        if style_of(stack[depth]) == style:
            return depth
    order = ("part", "article", "upper", "roman", "named", "decimal0", "decimal1", "decimal2", "decimal3")
    if style in order:  # a mark that outranks what is open closes it
        rank = order.index(style)
        for depth, above in enumerate(stack):
            other = style_of(above)
            if (other in order and order.index(other) > rank) or (
                rank < 5 and other in {"letter", "dash", "plus", "dot", "bold"}
            ):
                if not (style == "decimal0" and other == "letter"):
                    return depth
            if rank < 5 and not other:
                return depth
    return len(stack)


def _depth_of_plain(text: str, paragraph: Paragraph, stack: list[Paragraph]) -> int:
    """An unmarked paragraph stands under the nearest numbered one; bullets above it are closed.

    Words in capitals are a heading of their own and close everything.
    """
    if (
        _is_heading_line(text[paragraph.body : paragraph.end])
        and len(text[paragraph.body : paragraph.end]) < 200
    ):
        return 0
    depth = len(stack)
    while depth and not stack[depth - 1].hashes:
        mark = stack[depth - 1].marker
        if mark is not None and mark.style in _HEADING_STYLES:
            break
        depth -= 1
    return depth


def section_of(paragraph: Paragraph) -> str | None:
    """The printed numbers from outermost to innermost: 'II.12.1', '2.1(1)', '1.2.a'; None outside every section."""
    label = ""
    for node in reversed([paragraph, *paragraph.ancestors()]):
        marker = node.marker
        if marker is None or marker.style not in _NUMERIC_STYLES:
            continue
        own = marker.label.split()[-1] if marker.style in {"article", "part", "named"} else marker.label
        if marker.style == "paren":
            label += f"({own})"
            continue
        if marker.style == "decimal" and "." in own:
            prefix = own.rsplit(".", 1)[0]
            if label == prefix or label.endswith("." + prefix):
                label = label[: len(label) - len(prefix)].rstrip(".")
        label = f"{label}.{own}" if label else own
    return label or None


def heading_of(text: str, paragraph: Paragraph) -> str:
    """The headings above the paragraph, outermost first, joined by ' › '; a sentence that opens a list is none."""
    headings: list[str] = []
    for node in paragraph.ancestors():
        words = " ".join(text[node.body : node.end].replace("*", "").split()).rstrip(" :;.")
        if words and (node.marker or node.hashes or len(words) < _LONGEST_HEADING):
            headings.append(words)
    return " › ".join(reversed(headings))
