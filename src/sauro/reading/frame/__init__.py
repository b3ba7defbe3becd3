"""The frame of a document: everything around its body, and where the body is.

`read_frame` reads the letterhead, the title, the addressees, the recipients and the signature, and cuts the text into
parts, so that the outline of tasks is made of the body and the attachments alone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sauro.reading.columns import header_of
from sauro.reading.frame.attachments import attachments_of
from sauro.reading.frame.closing import Closing, find_closing
from sauro.reading.frame.kinds import type_of_symbol
from sauro.reading.frame.letterhead import DATE, Letterhead, iso_date, read_letterhead, symbol_span
from sauro.reading.frame.letters import UPPER
from sauro.reading.frame.opening import (
    MAX_OPENING_LINES,
    Addressees,
    Title,
    read_addressees,
    read_title,
    starts_body,
)
from sauro.reading.frame.parts import Part, PartKind
from sauro.reading.frame.segments import Segment, segments_of
from sauro.reading.frame.sheet import Sheet
from sauro.reading.lines import Line
from sauro.reading.model import Document, Value
from sauro.reading.tables import Table, tables_in
from sauro.vietnamese.text import fold, squeeze

__all__ = ["Frame", "Part", "PartKind", "read_frame"]


@dataclass(slots=True)
class Frame:
    """The facts of the document and its parts, in order and non-overlapping."""

    document: Document
    parts: list[Part]


@dataclass(slots=True)
class _Opening:
    head: Letterhead
    title: Title | None
    addressees: Addressees | None
    body: int  # where the body begins


def read_frame(
    text: str,
    lines: Sequence[Line],
    page: Callable[[int], int | None],
    tables: Sequence[Table] | None = None,
) -> Frame:
    """The frame of a text. `lines` are those of `split_lines(text)`; `page` gives the page of an offset, if known."""
    sheet = Sheet(text, lines, tables_in(text, lines) if tables is None else tables, page)
    if not text.strip():
        return Frame(Document(), [])
    opening = _read_opening(sheet)
    after = min(sheet.line_at(opening.body), len(lines))
    closing = find_closing(sheet, after)
    attachments = attachments_of(
        sheet, sheet.line_at(closing.end) + 1 if closing else after, certain=closing is not None
    )
    document = _document(opening, closing)
    _fill_without_letterhead(sheet, opening, document, attachments)
    return Frame(document, _parts(sheet, opening, closing, attachments))


def _read_opening(sheet: Sheet) -> _Opening:
    data = (table.start for table in sheet.tables if header_of(table, sheet.text) is not None)
    last = min(MAX_OPENING_LINES, len(sheet.lines), sheet.line_at(next(data, len(sheet.text))) or 1)
    segments = segments_of(sheet.text, sheet.lines, 0, last, sheet.tables)
    title: Title | None = None
    addressees: Addressees | None = None
    top = len(segments)  # the first piece that is not of the letterhead
    end = 0
    number = 0
    while number < len(segments):
        segment = segments[number]
        found = read_title(sheet, segments, number) if title is None and segment.cell is None else None
        sent = read_addressees(sheet, segments, number) if addressees is None else None
        if found is not None and not (addressees is not None and number > top + 40):
            title, end = found, found.end
        elif sent is not None:
            addressees, end = sent, max(end, sent.end)
        elif _is_body(segment, title, addressees):
            break
        else:
            number += 1
            continue
        top = min(top, number)
        while number < len(segments) and segments[number].start < end:
            number += 1
    top = min(top, number)
    head = read_letterhead(sheet, segments[:top])
    if head.used:
        end = max(end, *(segment.end for segment in head.used))
    body = next((segment.start for segment in segments if segment.start >= end), end)
    if title is None and addressees is None and not head.found:
        body = segments[0].start if segments else 0
        head = Letterhead(urgency=head.urgency, classification=head.classification)
    return _Opening(head, title, addressees, _with_markup(sheet.text, body))


def _with_markup(text: str, start: int) -> int:
    """The beginning of the line whose first word stands at `start`, if only markup stands before it: '**I. …'."""
    line = text.rfind("\n", 0, start) + 1
    return line if not text[line:start].strip("*_#> \t") else start


def _is_body(segment: Segment, title: Title | None, addressees: Addressees | None) -> bool:
    if segment.cell is not None:
        return False
    if title is not None or addressees is not None:
        return starts_body(segment.words) or len(segment.words) > 150
    return len(segment.words) > 220 or (starts_body(segment.words) and len(segment.words) > 90)


def _document(opening: _Opening, closing: Closing | None) -> Document:
    head, title = opening.head, opening.title
    document = Document(
        issuer=head.issuer or (title.issuer if title else None),
        parent_body=head.parent_body,
        symbol=head.symbol,
        subject=(title.subject if title else None) or head.subject,
        place=head.place,
        date=head.date,
        urgency=head.urgency,
        classification=head.classification,
        addressees=opening.addressees.values if opening.addressees else [],
    )
    if closing is not None:
        document.recipients = closing.recipients
        document.signature = closing.signature
    if title is not None:
        document.type = title.kind
    elif head.symbol is not None:
        document.type = type_of_symbol(head.symbol.text) or "cong_van"
    elif opening.addressees is not None or head.subject is not None:
        document.type = "cong_van"
    return document


# --- a text without a letterhead ------------------------------------------------------------------------------------

_TIE = re.compile(r"kem\s+theo\s+(?P<type>[\w\s]{3,30}?)\s+so\s*:?\s*")
_TIE_DATE = re.compile(r"ng[àa]y\s*(?P<rest>[^)]{0,60})", re.IGNORECASE)
_TIE_ISSUER = re.compile(r"\bcủa\s+(?P<issuer>[^)]{4,140})\)?\s*\Z", re.DOTALL)
_SLASH_DATE = re.compile(r"\A\s*(?P<day>\d{1,2})?\s*/\s*(?P<month>\d{1,2})?\s*/\s*(?P<year>(?:19|20)\d\d)")
_HEAD_OF = re.compile(
    r"\A(?:Chủ\s+tịch|Bộ\s+trưởng|Giám\s+đốc|Phó\s+Chủ\s+tịch|Trưởng)\s+(?=Ủy|Uỷ|UBND|Hội|HĐND|Bộ|Sở|ban\b|Ban\b)"
)
_BODY_OF_STATE = (
    r"(?:Ủy\s+ban\s+nhân\s+dân|Uỷ\s+ban\s+nhân\s+dân|UBND|Hội\s+đồng\s+nhân\s+dân|HĐND|Ban\s+Thường\s+vụ|Thường\s+trực"
    r"|Đảng\s+ủy|Thành\s+ủy|Tỉnh\s+ủy|Bộ|Sở|Văn\s+phòng|Ủy\s+ban\s+MTTQ)"
)
_ORDERING = re.compile(
    rf"(?:\A|[.,;:)]\s|\n[^\S\n]*)(?:Chủ\s+tịch\s+)?(?P<issuer>{_BODY_OF_STATE}(?:\s+(?:[Tt]hành\s+phố|[{UPPER}]\w*|tỉnh|phường|xã|và)){{0,9}})"
    r"\s+(?:\([^)]{1,30}\)\s+)?(?:yêu\s+cầu|đề\s+nghị|có\s+ý\s+kiến\s+chỉ\s+đạo|chỉ\s+đạo|giao)\b"
)


def _fill_without_letterhead(
    sheet: Sheet, opening: _Opening, document: Document, attachments: Sequence[Part]
) -> None:
    """Issuer, symbol and date from where the text itself states them: the line that ties an appendix to its document,
    or the sentence in which the issuer gives its orders."""
    if opening.head.found:
        return
    for part in attachments:
        if part.attached is not None and part.attached.at is not None and document.symbol is None:
            _from_tie(sheet, document, *part.attached.at)
    if document.issuer is None and document.addressees:
        limit = min(len(sheet.text), opening.body + 6000)
        match = _ORDERING.search(sheet.text, opening.body, limit)
        if match is not None:
            document.issuer = sheet.value(*match.span("issuer"), "cơ quan giao việc trong phần mở đầu")


def _from_tie(sheet: Sheet, document: Document, start: int, end: int) -> None:
    why = 'dòng "Kèm theo …" của phụ lục'
    raw = sheet.text[start:end]
    tie = _TIE.search(fold(raw))
    if tie is None:
        return
    date = _TIE_DATE.search(raw, tie.end())
    symbol = symbol_span(sheet.text, start + tie.end(), start + (date.start() if date else len(raw)))
    if symbol is not None:
        document.symbol = sheet.value(*symbol, why)
    if date is not None and document.date is None:
        slash = _SLASH_DATE.match(date["rest"])
        match = slash or DATE.search(raw, date.start())
        iso = iso_date(match) if match is not None else None
        if iso is not None:
            document.date = Value(iso, (start + date.start(), start + date.end()), sheet.page(start), why)
    issuer = _TIE_ISSUER.search(raw.rstrip(" *\n"))
    if issuer is not None and document.issuer is None:
        first, last = start + issuer.start("issuer"), start + issuer.end("issuer")
        head = _HEAD_OF.match(sheet.text[first:last])
        document.issuer = sheet.value(first + (head.end() if head else 0), last, why)
        document.issuer.text = squeeze(document.issuer.text)


# --- parts --------------------------------------------------------------------------------------------------------


def _parts(
    sheet: Sheet, opening: _Opening, closing: Closing | None, attachments: Sequence[Part]
) -> list[Part]:
    pieces: list[Part] = []
    firsts = [part.start for part in (opening.title, opening.addressees) if part is not None]
    if opening.head.used:
        pieces.append(Part("letterhead", 0, min([opening.body, *firsts])))
    if opening.title is not None:
        pieces.append(Part("title", opening.title.start, opening.title.end, type=opening.title.kind))
    if opening.addressees is not None:
        pieces.append(Part("addressees", opening.addressees.start, opening.addressees.end))
    ends = [part.start for part in attachments[:1]] + (
        [_above(sheet, closing.start)] if closing else [len(sheet.text)]
    )
    pieces.append(Part("body", opening.body, max(opening.body, min(ends))))
    if closing is not None:
        if closing.recipients_span is not None:
            pieces.append(Part("recipients", *closing.recipients_span))
        elif closing.recipients:
            pieces.append(Part("recipients", closing.start, closing.end))
        if closing.signature_span is not None:
            pieces.append(Part("signature", *closing.signature_span))
        elif not closing.recipients:
            pieces.append(Part("signature", closing.start, closing.end))
    pieces.extend(attachments)
    return _in_order(pieces)


def _above(sheet: Sheet, start: int) -> int:
    """Where the layout table that holds the offset begins; the offset itself outside tables."""
    return next((table.start for table in sheet.tables if table.start <= start < table.end), start)


def _in_order(pieces: list[Part]) -> list[Part]:
    """The parts by their place; what would overlap the part before it is cut."""
    ordered: list[Part] = []
    last = 0
    for part in sorted(pieces, key=lambda one: (one.start, one.end)):
        part.start = max(part.start, last)
        if part.end <= part.start:
            continue
        ordered.append(part)
        last = part.end
    return ordered
