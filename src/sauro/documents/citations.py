"""Cited documents become links: what a document says of each, and which of them we have."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sauro.documents.models import Citation, CitationRelation, Document, Extraction
from sauro.documents.numbers import number_key
from sauro.documents.queries import visible
from sauro.organisation.access import Access
from sauro.reading.model import Reading, Reference, Span
from sauro.vietnamese.text import fold, may_be_same_name, nfc, squeeze

BEFORE = 160  # characters before a citation in which its verb stands
LEVELS = 4  # of orders above an order: central, city, ward, and one to spare
MOST = 40  # documents of one level of the tree

# The last of these words before the citation, in its sentence, says what it is to the document.
_VERBS = re.compile(
    r"\b(?:"
    r"(?P<carries_out>(?:to chuc )?(?:thuc hien|trien khai(?: thuc hien)?|thi hanh|quan triet)|theo chi dao(?: cua [^,;]{0,60})? tai)"
    r"|(?P<answers>phuc dap|tra loi|tiep theo|hoi am)"
    r"|(?P<amends>thay the|sua doi|bo sung|dieu chinh|bai bo|het hieu luc|dinh chinh|thu hoi)"
    r"|(?P<basis>can cu)"
    r")\b"
)
_SENTENCE = re.compile(r"[.;](?=\s)|\n\s*\n|\n\s*(?:[-+*•]|\d+[.)])\s")


def relation_of(text: str, at: Span) -> CitationRelation:
    """What the words before a citation make of it. 'Thực hiện Công văn số …' is an order that is carried out."""
    before = _SENTENCE.split(fold(text[max(0, at[0] - BEFORE) : at[0]]))[-1]
    verbs = list(_VERBS.finditer(squeeze(before)))
    return CitationRelation(verbs[-1].lastgroup) if verbs else CitationRelation.MENTIONS


def citation_fields(text: str, references: Iterable[Reference]) -> list[dict[str, object]]:
    """What is stored of each reference of a text."""
    return [
        {
            "relation": relation_of(text, reference.at),
            "document_type": (reference.type or "")[:40],
            "reference_number": _short(reference.symbol, 80),
            "reference_folded": number_key(_short(reference.symbol, 80)),
            "issue_date_text": _short(reference.date, 10),
            "issuing_agency": _short(reference.issuer, 250),
            "quote": _short(reference.quote, 300),
            "span_start": reference.at[0],
            "span_end": reference.at[1],
        }
        for reference in references
    ]


def keep_citations(document: Document, extraction: Extraction, reading: Reading) -> list[Citation]:
    """Stores what the extraction cites, in place of what an older one did."""
    document.citations.all().delete()
    return Citation.objects.bulk_create(
        Citation(workspace_id=document.workspace_id, document=document, **fields)
        for fields in citation_fields(extraction.text, reading.references)
    )


def _short(words: str | None, most: int) -> str:
    return squeeze(nfc(words or ""))[:most]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, and the document of ours that it names: None where we have none, or the person may not see it."""

    citation: Citation
    document: Document | None


@dataclass(slots=True)
class Branch:
    """A document of the tree with those that carry it out; `depth` from 0 for the order at the top."""

    document: Document
    here: bool = False
    depth: int = 0
    below: list["Branch"] = field(default_factory=list)


def cited_by(access: Access, document: Document) -> list[Cited]:
    """What the document cites, in its order, with the documents that we have. Two queries."""
    citations = list(document.citations.all())
    found = _having(access, citations)
    return [Cited(each, _named(each, found)) for each in citations]


def citing(access: Access, document: Document) -> list[Citation]:
    """The citations of the document in others that the person may see, the newest first. One query."""
    return [each for each in _citing(access, [document]) if _names(each, document)]


def tree(access: Access, document: Document) -> Branch | None:
    """'Which order from above is this one carrying out': the orders above, this one, and those that carry it out.

    None where it stands alone. A document is in the tree once. Two queries a level, at most LEVELS up, and one below.
    """
    above = [document]
    seen = {document.pk}
    while len(above) <= LEVELS:
        orders = [each for each in _carried_out(access, above[-1]) if each.pk not in seen]
        if not orders:
            break
        above.append(orders[0])
        seen.add(orders[0].pk)
    here = Branch(document, here=True)
    for citation in _citing(access, [document], relation=CitationRelation.CARRIES_OUT):
        if citation.document_id not in seen and _names(citation, document):
            seen.add(citation.document_id)
            here.below.append(Branch(citation.document))
    top = here
    for order in above[1:]:
        top = Branch(order, below=[top])
    return top if top.below else None


def branches(root: Branch, depth: int = 0) -> list[Branch]:
    """The tree from its root, line by line, each with its depth."""
    root.depth = depth
    return [root, *(line for below in root.below for line in branches(below, depth + 1))]


def _carried_out(access: Access, document: Document) -> list[Document]:
    citations = list(document.citations.filter(relation=CitationRelation.CARRIES_OUT))
    found = _having(access, citations)
    return [order for each in citations if (order := _named(each, found)) is not None]


def _having(access: Access, citations: Iterable[Citation]) -> dict[str, list[Document]]:
    """Folded number → the documents of ours with it, newest first."""
    keys = {each.reference_folded for each in citations} - {""}
    found: dict[str, list[Document]] = {}
    if keys:
        for document in (
            visible(access).filter(reference_folded__in=keys).order_by("-pk").defer("search_text")
        ):
            found.setdefault(document.reference_folded, []).append(document)
    return found


def _named(citation: Citation, found: dict[str, list[Document]]) -> Document | None:
    documents = found.get(citation.reference_folded, ()) if citation.reference_folded else ()
    return next(
        (each for each in documents if each.pk != citation.document_id and _names(citation, each)), None
    )


def _names(citation: Citation, document: Document) -> bool:
    """Whether the citation names this document: its number, and neither another day nor another issuer."""
    if citation.reference_folded != document.reference_folded:
        return False
    days = (citation.issue_date_text, document.issue_date_text)
    if all(days) and not (days[0].startswith(days[1]) or days[1].startswith(days[0])):
        return False
    issuers = (citation.issuing_agency, document.issuing_agency)
    return not all(issuers) or may_be_same_name(*issuers)


def _citing(
    access: Access, documents: Sequence[Document], relation: CitationRelation | None = None
) -> list[Citation]:
    keys = {each.reference_folded for each in documents} - {""}
    if not keys:
        return []
    found = Citation.objects.filter(
        workspace_id=access.user.workspace_id, reference_folded__in=keys, document__in=visible(access)
    ).exclude(document__in=[each.pk for each in documents])
    if relation is not None:
        found = found.filter(relation=relation)
    return list(found.select_related("document").order_by("-document_id", "span_start")[:MOST])
