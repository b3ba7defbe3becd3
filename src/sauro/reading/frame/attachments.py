"""What stands after the signature: appendices, the plan or programme that a decision issues, foot-notes."""

import re
from collections.abc import Sequence

from sauro.reading.frame.kinds import type_line
from sauro.reading.frame.letters import is_upper
from sauro.reading.frame.opening import starts_body
from sauro.reading.frame.parts import Part
from sauro.reading.frame.segments import Segment, segments_of
from sauro.reading.frame.sheet import Sheet

_APPENDIX = re.compile(r"\A\W*(?:PHỤ LỤC|Phụ lục|DANH MỤC|DANH SÁCH|BIỂU|MẪU SỐ|Mẫu số|BẢNG)\b.{0,120}\Z")
_PLAIN_APPENDIX = re.compile(r"\A\W*(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?[\dIVXA-D]{1,4})?[\W]*\Z")
_ATTACHED = re.compile(r"\A\W*(?:ban\s+hanh\s+)?kem\s+theo\b")
_TITLE_SPAN = 10  # pieces between a title and its 'Kèm theo …'


def attachments_of(sheet: Sheet, first: int, certain: bool) -> list[Part]:
    """The attachments and notes from line number `first` on.

    With `certain` everything there is behind the signature, so that it is an attachment even without a title; else only
    what begins with a title and 'Kèm theo …' (or 'PHỤ LỤC' alone) is.
    """
    segments = segments_of(sheet.text, sheet.lines, first, len(sheet.lines), sheet.tables)
    if not any(any(c.isalpha() for c in segment.words) for segment in segments):
        return []
    starts = [number for number in range(len(segments)) if _opens(segments, number, certain)]
    starts = [
        n
        for i, n in enumerate(starts)
        if not i or n - starts[i - 1] > 3 or _content_between(segments, starts[i - 1], n)
    ]
    lettered = next((n for n, segment in enumerate(segments) if any(c.isalpha() for c in segment.words)), 0)
    if certain and (not starts or starts[0] > lettered):
        starts.insert(0, lettered)
    if not starts:
        return []
    parts: list[Part] = []
    for number, following in zip(starts, [*starts[1:], len(segments)], strict=True):
        parts.append(_attachment(sheet, segments[number:following]))
    return _with_notes(parts, segments)


def _opens(segments: Sequence[Segment], number: int, certain: bool) -> bool:
    """Whether a title of an attachment stands at this piece."""
    segment = segments[number]
    if segment.cell is not None or len(segment.words) > 200:
        return False
    appendix = _APPENDIX.match(segment.words) is not None
    if not appendix and (type_line(segment.words) is None or not is_upper(segment.words)):
        return False
    if _PLAIN_APPENDIX.match(segment.words) and (certain or segment.words.isupper()):
        return True
    for below in segments[number + 1 : number + _TITLE_SPAN]:
        if _ATTACHED.match(below.folded):
            return True
        if starts_body(below.words) or below.cell is not None or len(below.words) > 400:
            return False
    return False


def _content_between(segments: Sequence[Segment], first: int, last: int) -> bool:
    return any(_ATTACHED.match(segment.folded) for segment in segments[first:last])


def _attachment(sheet: Sheet, segments: Sequence[Segment]) -> Part:
    """An attachment whose first piece is its title line (or, without a title, its first words)."""
    first = segments[0]
    part = Part("attachment", first.start, max(segment.end for segment in segments), body=first.start)
    if type_line(first.words) is None and _APPENDIX.match(first.words) is None:
        return part
    title, below = [first], 1
    tie = next((n for n, one in enumerate(segments[1:_TITLE_SPAN], 1) if _ATTACHED.match(one.folded)), None)
    if tie is not None:
        title = list(segments[:tie])
        last = tie
        while last + 1 < len(segments) and ")" not in segments[last].words and last - tie < 3:
            last += 1
        part.attached = sheet.value(
            segments[tie].start, segments[last].end, 'dòng "Kèm theo …" dưới tiêu đề phụ lục'
        )
        below = last + 1
    else:
        while below < len(segments) and below < _TITLE_SPAN and _is_title_piece(segments[below], title):
            title.append(segments[below])
            below += 1
    kinds = (type_line(segment.words) for segment in title)
    part.type = next((kind[0] for kind in kinds if kind is not None), None)
    part.title = " ".join(segment.words for segment in title)
    part.body = segments[below].start if below < len(segments) else part.end
    return part


def _is_title_piece(segment: Segment, title: Sequence[Segment]) -> bool:
    if starts_body(segment.words) or segment.cell is not None or len(segment.words) > 400:
        return False
    if len(title) == 1:
        return not segment.words.endswith((".", ";"))
    if is_upper(segment.words) or segment.words.startswith("("):
        return True
    return (
        not segment.after_blank
        and not is_upper(title[-1].words)
        and not segment.words.endswith((".", ";", ":"))
    )


def _with_notes(parts: list[Part], segments: Sequence[Segment]) -> list[Part]:
    """The same parts, the foot-notes at the end of the text ('[1] …') as a part of their own."""
    if not parts:
        return parts
    notes = [
        segment
        for segment in segments
        if segment.cell is None and re.match(r"[\s*]*\[\d{1,3}\]\s*\S", segment.words)
    ]
    if not notes or not re.match(r"[\s*]*\[1\]", notes[0].words):
        return parts
    start = notes[0].start
    kept = [part for part in parts if part.start < start]
    if kept:
        kept[-1].end = min(kept[-1].end, _last_before(segments, start))
        if kept[-1].body is not None:
            kept[-1].body = min(kept[-1].body, kept[-1].end)
    return [*kept, Part("notes", start, max(segment.end for segment in segments))]


def _last_before(segments: Sequence[Segment], start: int) -> int:
    return max(segment.end for segment in segments if segment.start < start)
