"""The documents that a document cites: each once, at its first mention.

`references_in` takes those cited by number and those cited by name; the document itself, the words that tie an appendix
to it, and generic plurals ('các văn bản hướng dẫn') are none.
"""

import re
from collections.abc import Callable, Iterable

from sauro.reading.frame import Frame
from sauro.reading.model import Reference, Span
from sauro.reading.references.citation import Citation
from sauro.reading.references.named import named_in
from sauro.reading.references.numbered import numbered_in
from sauro.vietnamese.text import fold

__all__ = ["references_in"]


def references_in(
    text: str, frame: Frame, page: Callable[[int], int | None] = lambda _: None
) -> list[Reference]:
    """The references of the text, in order. `quote` is ``text[at[0]:at[1]]``: type, number and date, or the name."""
    folded = fold(text)
    own = _plain(frame.document.symbol.text) if frame.document.symbol is not None else None
    first: dict[str, Citation] = {}
    bodies, heads = _places(frame)
    for citation in _citations(text, folded, [*heads, *bodies]):
        _add(first, citation, own, heads, text)
    found = sorted(first.values(), key=lambda citation: citation.at)
    return [
        Reference(
            quote=text[at[0] : at[1]],
            at=at,
            page=page(at[0]),
            type=citation.type,
            symbol=citation.symbol,
            date=citation.date,
            issuer=citation.issuer,
        )
        for citation in found
        for at in (citation.at,)
    ]


def _places(frame: Frame) -> tuple[list[Span], list[Span]]:
    """The spans of body, attachments and notes, and those of the title and the 'V/v'; ties are cut out."""
    bodies: list[Span] = []
    heads: list[Span] = []
    for part in frame.parts:
        if part.kind in ("body", "attachment", "notes"):
            start = part.start
            if part.attached is not None and part.attached.at is not None:
                start = part.attached.at[1]
            bodies.append((start, part.end))
        elif part.kind == "title":
            heads.append((part.start, part.end))
    subject = frame.document.subject
    if subject is not None and subject.at is not None and not heads:
        heads.append(subject.at)
    return bodies, heads


def _citations(text: str, folded: str, places: Iterable[Span]) -> list[Citation]:
    found: list[Citation] = []
    for start, end in places:
        numbered = list(numbered_in(text, folded, start, end))
        found += numbered
        found += named_in(text, folded, start, end, [citation.at for citation in numbered])
    return sorted(found, key=lambda citation: citation.at)


def _plain(symbol: str) -> str:
    return re.sub(r"[^\w/-]", "", fold(symbol))


def _add(
    first: dict[str, Citation], citation: Citation, own: str | None, heads: list[Span], text: str
) -> None:
    key = _known_key(first, citation, own)
    if key is None:
        return
    known = first.get(key)
    if known is None:
        first[key] = citation
        return
    quote = text[known.at[0] : known.at[1]]
    in_head = any(start <= known.at[0] < end for start, end in heads)
    if in_head and (quote.isupper() or (known.date is None and citation.date is not None)):
        first[key] = citation  # the subject shortens what the body cites in full
    elif known.date is None and citation.date is not None:
        known.date = citation.date


def _known_key(first: dict[str, Citation], citation: Citation, own: str | None) -> str | None:
    """The key under which the cited document is known, or would be; None where it is the document itself."""
    if citation.symbol is None:
        for key, known in first.items():
            if known.symbol is not None and known.name is not None and known.name == citation.name:
                return key  # a law that was cited with its number before
        return f"{fold(citation.type)}: {citation.name}"
    symbol = _plain(citation.symbol)
    if symbol and symbol == own:
        return None
    if not symbol.isdigit():
        return symbol
    short = f"{fold(citation.type)} {int(symbol)}"
    return _known_by_number(first, citation, short)


def _known_by_number(first: dict[str, Citation], citation: Citation, short: str) -> str:
    """The key of a full symbol that a bare number means: 'Nghị quyết 57' after 'Nghị quyết số 57-NQ/TW'."""
    for key, known in first.items():
        number = re.match(r"\d+(?=[-/])", key)
        if (
            number is not None
            and f"{fold(known.type)} {int(number.group())}" == short
            and known.symbol is not None
        ):
            if citation.date is None or known.date in (None, citation.date):
                return key
    return short
