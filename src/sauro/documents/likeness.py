"""Documents that may be one: the same directive received twice (a scan and a DOCX, two channels), or its corrected version.

The words of a text are compared as sets of runs of four syllables, folded (w-shingling and the resemblance of two sets:
A. Broder, On the resemblance and containment of documents, 1997). Of the hashes of these runs the smallest few are
kept; two texts that share most of their runs share some of them, which an index finds.
"""

from collections.abc import Iterable
from hashlib import blake2b
from heapq import nsmallest

from django.db.models import Q

from sauro.documents.models import Document, Extraction, Likeness, TextMark
from sauro.documents.queries import visible
from sauro.organisation.access import Access
from sauro.vietnamese.text import fold, may_be_same_name, nfc

RUN = 4  # syllables
MARKS = 12
CANDIDATES = 8  # so many are compared word by word
ALIKE = 60  # percent of the runs of both texts; unrelated papers of one office share a third at most
VERSION = 25  # percent that suffice where number, issuer or day are the same, too


def runs_of(text: str) -> frozenset[int]:
    """The hashes of all runs of four syllables, case, diacritics and punctuation aside."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(nfc(text))).split()
    return frozenset(
        int.from_bytes(blake2b(" ".join(words[at : at + RUN]).encode(), digest_size=8).digest(), "big") >> 1
        for at in range(max(1, len(words) - RUN + 1) if words else 0)
    )


def marks_of(runs: frozenset[int]) -> list[int]:
    """The smallest of the hashes: two texts that share most of their runs share some of these."""
    return nsmallest(MARKS, runs)


def resemblance(first: frozenset[int], second: frozenset[int]) -> int:
    """Percent of the runs of both that are in each of them; two texts without a word have nothing in common."""
    together = len(first | second)
    return 100 * len(first & second) // together if together else 0


def keep_likeness(document: Document, extraction: Extraction) -> list[Likeness]:
    """Stores the marks of the text, and which documents that came before it may be the same. Six queries."""
    runs = runs_of(extraction.text)
    marks = marks_of(runs)
    Likeness.objects.filter(later=document).delete()
    TextMark.objects.filter(document=document).delete()
    others = list(_candidates(document, marks))
    TextMark.objects.bulk_create(
        TextMark(workspace_id=document.workspace_id, document=document, mark=mark) for mark in marks
    )
    texts = _texts_of(others)
    found = (_compared(document, runs, other, texts.get(other.pk, "")) for other in others)
    return Likeness.objects.bulk_create(each for each in found if each is not None)


def _candidates(document: Document, marks: Iterable[int]) -> list[Document]:
    """Those that came before with the number, the subject on one day, or some of the marks; the newest few."""
    same = Q(pk__in=_sharing(document, marks))
    if document.reference_folded:
        same |= Q(reference_folded=document.reference_folded)
    if document.issue_date is not None and document.issuing_agency:
        same |= Q(issue_date=document.issue_date, issuing_agency=document.issuing_agency)
    before = Document.objects.filter(same, workspace_id=document.workspace_id, pk__lt=document.pk)
    return list(before.order_by("-pk")[:CANDIDATES])


def _sharing(document: Document, marks: Iterable[int]) -> list[int]:
    rows = TextMark.objects.filter(
        workspace_id=document.workspace_id, mark__in=list(marks), document__lt=document.pk
    )
    counted: dict[int, int] = {}
    for pk in rows.order_by("-document_id").values_list("document_id", flat=True)[: 50 * MARKS]:
        counted[pk] = counted.get(pk, 0) + 1
    return sorted(counted, key=lambda pk: (-counted[pk], -pk))[:CANDIDATES]


def _texts_of(documents: list[Document]) -> dict[int, str]:
    rows = Extraction.objects.filter(document__in=documents).order_by("pk").values_list("document_id", "text")
    return dict(rows)  # the latest of each, as it comes last


def _compared(document: Document, runs: frozenset[int], other: Document, text: str) -> Likeness | None:
    percent = resemblance(runs, runs_of(text))
    issuers = (document.issuing_agency, other.issuing_agency)
    one_issuer = not all(issuers) or may_be_same_name(*issuers)
    number = bool(document.reference_folded) and document.reference_folded == other.reference_folded
    day = document.issue_date is not None and document.issue_date == other.issue_date
    same_number = number and one_issuer
    enough = VERSION if one_issuer and (number or day) else ALIKE
    # A scan may be read badly: number, day and issuer alone say that it is the same.
    if percent < enough and not (same_number and day):
        return None
    return Likeness(
        later=document, earlier=other, percent=percent, same_number=same_number, same_date=day and one_issuer
    )


def alike(access: Access, document: Document) -> list[tuple[Document, Likeness]]:
    """The documents that may be the same as this one and that the person may see, the most alike first. Two queries."""
    found = Likeness.objects.filter(Q(later=document) | Q(earlier=document)).order_by("-percent", "-pk")[
        :CANDIDATES
    ]
    pairs = {each.earlier_id if each.later_id == document.pk else each.later_id: each for each in found}
    others = visible(access).filter(pk__in=pairs).in_bulk()
    return [(others[pk], each) for pk, each in pairs.items() if pk in others]
