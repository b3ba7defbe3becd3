"""The closing: 'Nơi nhận' and its lines, and the signature beside or under it."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sauro.reading.frame.kinds import type_line
from sauro.reading.frame.letters import UPPER, is_upper
from sauro.reading.frame.opening import bare_item, split_items
from sauro.reading.frame.segments import Segment, segments_of
from sauro.reading.frame.sheet import Sheet
from sauro.reading.frame.signing import MARK, is_title, name_in, read_signature
from sauro.reading.model import Signature, Span, Value
from sauro.vietnamese.text import fold, squeeze

_LABEL = re.compile(r"\W{0,6}noi\s+nhan\W*(?:\Z|(?<=[:;.*])|(?<=\s))")
_END_MARK = re.compile(r"\./\s?\.|(?<=[\w)])\s?/\.\s*\Z")
_BULLET = re.compile(r"[\s*_]*[-–—+•▪◦●○]")
_PURPOSE = re.compile(
    r"\A\W*de\s+(?:b/?\s?c|t\.?\s?hien|th\b|bao\s+cao|thuc\s+hien|biet|phoi\s+hop|chi\s+dao)", re.IGNORECASE
)
_PURPOSE_BRACKET = re.compile(
    r"[\s,;]*\*?\(\s*(?:đ[ểẻ]|để|đ/b|đb|b/c|b/cáo|báo\s+cáo|t/h|th/hiện|thực\s+hiện|đưa\s+tin|p/h|phối\s+hợp|chỉ\s+đạo|biết"
    r"|c/đ|th|bc|đăng\s+tải|qua\s+bản\s+điện\s+tử|bản\s+điện\s+tử|bđt)(?=[\s),;./])[^()]{0,80}\)[\s;,.*]*\Z",
    re.IGNORECASE,
)
_ATTACHMENT = re.compile(r"\A\W*(?:PHỤ LỤC|PHU LUC|DANH MỤC|DANH SÁCH|BIỂU|MẪU SỐ|Phụ lục|Mẫu số)\b")
_ATTACHED = re.compile(r"\A\W*(?:ban\s+hanh\s+)?kem\s+theo\b")
_NOTE = re.compile(r"\A[\s*]*(?:\[\d{1,3}\]|\d{1,2}\s+[A-ZĐ][^.]{0,40}\bsố\b)")
_REGION_LINES = 70


@dataclass(slots=True)
class Closing:
    """Where the closing stands and what it says; the spans of its two halves are None where they interleave."""

    start: int
    end: int
    recipients: list[Value] = field(default_factory=list)
    signature: Signature = field(default_factory=Signature)
    recipients_span: Span | None = None
    signature_span: Span | None = None


def find_closing(sheet: Sheet, after: int) -> Closing | None:
    """The first closing whose 'Nơi nhận' or signature stands at a line numbered `after` or later."""
    found = _labelled(sheet, after)
    if found is None:
        found = _unlabelled(sheet, after)
    if found is None:
        return None
    first, last = found
    segments = [
        part
        for segment in segments_of(sheet.text, sheet.lines, first, last, sheet.tables)
        for part in _parted(sheet, segment)
    ]
    return _read(sheet, segments)


def _labelled(sheet: Sheet, after: int) -> tuple[int, int] | None:
    """The lines around the first 'Nơi nhận': from a signature that stands above it, if one does, onwards."""
    for number in range(after, len(sheet.lines)):
        line = sheet.lines[number]
        if "hận" not in line.content and "HẬN" not in line.content:
            continue
        if not _LABEL.match(fold(line.content).lstrip("|* ")):
            continue
        first = number
        for table in sheet.tables:
            if (
                table.start <= line.start < table.end
                and sheet.line_at(table.start) >= after  # not the bars of the letterhead far above
                and "|" in sheet.lines[sheet.line_at(table.start)].content
            ):
                return sheet.line_at(table.start), min(sheet.line_at(table.end) + 1, len(sheet.lines))
        seen = 0
        for above in range(number - 1, max(after, number - 30) - 1, -1):
            content = sheet.lines[above].bare
            if not content:
                continue
            seen += 1
            if seen > 9 or len(content) > 70 or _END_MARK.search(content):
                break
            if is_title(content):
                first = above
        return first, _region_end(sheet, number)
    return None


def _unlabelled(sheet: Sheet, after: int) -> tuple[int, int] | None:
    """The lines after the end mark './.' where a signature follows soon."""
    for number in range(after, len(sheet.lines)):
        if not _END_MARK.search(sheet.lines[number].content):
            continue
        seen = 0
        for below in range(number + 1, len(sheet.lines)):
            content = sheet.lines[below].bare.lstrip("| ")
            if not content:
                continue
            seen += 1
            if seen > 12 or len(content) > 150:
                break
            mark = MARK.search(content)
            if is_title(content) or (mark is not None and is_upper(content[mark.start() :])):
                return number + 1, _region_end(sheet, below)
    for number in range(len(sheet.lines) - 1, after - 1, -1):
        content = sheet.lines[number].bare.lstrip("| ")
        if MARK.match(content) and is_title(content) and is_upper(content):
            while number > after and MARK.match(sheet.lines[number - 1].bare):
                number -= 1
            return number, _region_end(sheet, number)
    return None


def _region_end(sheet: Sheet, first: int) -> int:
    """The line at which a closing that begins at `first` must have ended."""
    last = min(first + _REGION_LINES, len(sheet.lines))
    for number in range(first + 1, last):
        content = sheet.lines[number].bare
        if _ATTACHMENT.match(content) or _ATTACHED.match(fold(content)) or _NOTE.match(content):
            return number
        if content and type_line(content) is not None:
            return number
        if (
            content == "|"
            and first < number
            and not _signs_below(sheet, number, last)
            and not any(
                table.start <= sheet.lines[number].start <= table.end and table.layout
                for table in sheet.tables
            )
        ):
            return number
    return last


def _signs_below(sheet: Sheet, bar: int, last: int) -> bool:
    """Whether the first line under a bar that stands alone begins a signature: the cell beside the recipients."""
    below = next((one.bare for one in sheet.lines[bar + 1 : last] if one.bare.strip("| ")), "")
    return MARK.match(below) is not None or is_title(below)


def _parted(sheet: Sheet, segment: Segment) -> list[Segment]:
    """Both columns of a line of the closing that was run together: '- Như trên; KT. CHỦ TỊCH'."""
    raw = sheet.text[segment.start : segment.end]
    mark = MARK.search(raw)
    cut = mark.start() if mark is not None and mark.start() > 0 and raw[mark.start() - 1].isspace() else 0
    label = _LABEL.match(fold(raw))
    if not cut and label is not None and is_title(raw[label.end() :].strip(" *")):
        cut = label.end()
    if not cut and _BULLET.match(raw) and segment.cell is None:
        beside = re.search(rf"[;.,]\s+(?=((?:[{UPPER}]{{2,}}\s){{1,4}}[{UPPER}]{{2,}})\Z)", raw)
        if beside is not None and is_title(raw[beside.end() :]):
            cut = beside.end()
        named = re.search(r"\b[Ll]ưu\b.*[.;]\s+(?=\S+(?: \S+){1,4}\Z)", raw)
        if named is not None and name_in(raw[named.end() :]):
            cut = named.end()
    if not cut:
        return [segment]
    if segment.cell is not None and not _LABEL.match(fold(raw)):
        return [segment]
    left_end = segment.start + len(raw[:cut].rstrip(" *"))
    left = Segment(segment.start, left_end, "left", segment.line, squeeze(raw[:cut].replace("*", "")), segment.cell,
                   segment.indent, segment.after_blank)  # fmt: skip
    right = Segment(segment.start + cut, segment.end, "right", segment.line, squeeze(raw[cut:].replace("*", "")),
                    None, segment.indent, segment.after_blank)  # fmt: skip
    return [left, right] if left.start < left.end else [right]


def _read(sheet: Sheet, segments: Sequence[Segment]) -> Closing | None:
    """What the segments of a closing say; None where they hold neither recipients nor a signature."""
    items: list[list[Segment]] = []
    signing: list[Segment] = []
    used: list[Segment] = []
    listing = False  # inside 'Nơi nhận'
    finished = False  # the signer's name has been read
    label_cell: int | None = None
    for segment in segments:
        words = segment.words
        if re.fullmatch(r"[\W_]*\d{0,3}[\W_]*", words):
            continue
        label = _label_end(sheet, segment)
        if label is not None and not items:
            listing, label_cell = True, segment.cell
            rest = sheet.text[segment.start + label : segment.end]
            if rest.strip(" *:;"):
                items.append([_cut(sheet, segment, label)])
            used.append(segment)
            continue
        in_list = listing and segment.column != "right" if label_cell is None else segment.cell == label_cell
        bullet = _BULLET.match(words) is not None
        if in_list and _PURPOSE.match(segment.folded):
            used.append(segment)
            continue
        if (
            (in_list or (not listing and segment.column != "right" and label_cell is None))
            and bullet
            and len(words) < 400
        ):
            items.append([segment])
        elif in_list and not signing_starts(segment, signing) and _carries_on(segment, items, bool(signing)):
            items[-1].append(segment) if items and not _ended(items[-1], segment) else items.append([segment])
        elif finished and segment.cell is None and segment.column != "right":
            break
        elif len(words) > 120 and segment.cell is None:
            if signing or items:
                break
        elif segment.cell is None or segment.cell != label_cell:
            signing.append(segment)
            finished = finished or (
                any(is_title(one.words) for one in signing[:-1]) and name_in(words) is not None
            )
        used.append(segment)
    if not used:
        return None
    signature = read_signature(sheet, signing)
    if not items and signature.position is None and signature.capacity is None:
        return None
    return _closing(sheet, items, signing, used, signature)


def signing_starts(segment: Segment, signing: Sequence[Segment]) -> bool:
    return is_title(segment.words) or (bool(signing) and name_in(segment.words) is not None)


def _carries_on(segment: Segment, items: Sequence[Sequence[Segment]], signing: bool) -> bool:
    """Whether a line without a bullet belongs to the list: a list without bullets, or a broken line."""
    if segment.cell is not None:
        return True
    if not items:
        return not signing
    if signing and segment.column == "full" and segment.after_blank:
        return False
    last = items[-1][-1]
    complete = last.words.endswith((".", ";", ","))
    kept = fold(items[-1][0].words).lstrip("-–+• *").startswith("luu")
    if complete and (kept or segment.after_blank):
        return False
    return not segment.after_blank or not kept


def _ended(item: Sequence[Segment], segment: Segment) -> bool:
    """Whether the item is complete, so that a line without a bullet is the next one of a list without bullets."""
    return (
        item[-1].words.endswith((";", "."))
        and not _BULLET.match(item[0].words)
        and not segment.words[:1].islower()
    )


def _label_end(sheet: Sheet, segment: Segment) -> int | None:
    match = _LABEL.match(fold(sheet.text[segment.start : segment.end]))
    return match.end() if match is not None else None


def _cut(sheet: Sheet, segment: Segment, at: int) -> Segment:
    start = segment.start + at
    words = squeeze(sheet.text[start : segment.end].replace("*", ""))
    return Segment(start, segment.end, segment.column, segment.line, words, segment.cell)


def _closing(
    sheet: Sheet,
    items: list[list[Segment]],
    signing: list[Segment],
    used: list[Segment],
    signature: Signature,
) -> Closing:
    closing = Closing(used[0].start, max(segment.end for segment in used), signature=signature)
    for item in items:
        closing.recipients.extend(_recipients(sheet, item))
    listed = [segment for item in items for segment in item]
    if listed and signing:
        if listed[-1].end <= signing[0].start:
            closing.recipients_span = (used[0].start, listed[-1].end)
            closing.signature_span = (signing[0].start, max(closing.end, signing[-1].end))
        elif signing[-1].end <= listed[0].start:
            closing.signature_span = (signing[0].start, signing[-1].end)
            closing.recipients_span = (max(signing[-1].end, _label_before(used, listed[0])), listed[-1].end)
    return closing


def _label_before(used: list[Segment], first: Segment) -> int:
    """Where the label 'Nơi nhận' stands above the first recipient; the recipient itself where there is none."""
    labels = [
        segment.start for segment in used if segment.start <= first.start and _LABEL.match(segment.folded)
    ]
    return labels[-1] if labels else first.start


def _recipients(sheet: Sheet, item: Sequence[Segment]) -> list[Value]:
    """A line of 'Nơi nhận' (or several run together) without bullet, purpose in brackets and final punctuation."""
    values: list[Value] = []
    contiguous = not squeeze(
        "".join(sheet.text[a.end : b.start] for a, b in itertools.pairwise(item))
        .replace("*", "")
        .replace("<br>", "")
    )
    pieces = split_items(sheet.text, item[0].start, item[-1].end) if contiguous else []
    if len(pieces) == 1 and not _BULLET.match(item[0].words) and len(item) == 1:
        pieces = [part for piece in pieces for part in _inline(sheet.text, *piece)]
    for start, end in pieces:
        first, last = _bare(sheet.text, start, end)
        if first < last:
            values.append(sheet.value(first, last, 'dòng của "Nơi nhận"'))
    if not contiguous:
        value = sheet.joined(item, 'dòng của "Nơi nhận"')
        if value is not None:
            start, end = _bare(value.text, 0, len(value.text))
            values.append(Value(value.text[start:end], None, value.page, value.why))
    return values


def _inline(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """'Nơi nhận: Như trên; Lưu VT.': a list without bullets on one line is parted at ';'."""
    cuts = [start, *(match.end() for match in re.finditer(r";\s+", text[start:end])), end - start]
    return [
        (start + (a if index else 0), start + b)
        for index, (a, b) in enumerate(zip([0, *cuts[1:]], cuts[1:], strict=False))
    ]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = bare_item(text, start, end)
    while True:
        bracket = _PURPOSE_BRACKET.search(text[first:last])
        if bracket is None or bracket.start() == 0:
            return first, last
        first, last = bare_item(text, first, first + bracket.start())
