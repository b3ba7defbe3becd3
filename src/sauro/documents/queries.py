"""What a person may see of the documents: fetched and authorised together."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from sauro.documents.models import AccessCircle, Document, Extraction
from sauro.organisation.access import Access
from sauro.vietnamese.text import search_words

PAGE = 30

# Rooms above that let a person see a document of his own agency ('a source of my task'): each gives a condition.
also_visible: list[Callable[[Access], Q]] = []


def visible(access: Access) -> QuerySet[Document]:
    """The documents that the person may see.

    All of an agency for its clerk, leaders, heads and auditor; what is open to the workspace for everybody who works
    with content; what he sent in himself or has a task from, in an agency where he holds a post. The administrator
    sees none.
    """
    works_in = access.agencies_for("tasks.see_agency") | access.agencies_for("tasks.see_unit")
    mine = Q(agency_id__in=access.agencies_for("documents.see_agency"))
    if works_in:
        mine |= Q(access_circle=AccessCircle.WORKSPACE)
        related = Q(sent_in_by_id=access.user.pk)
        for condition in also_visible:
            related |= condition(access)
        mine |= Q(Q(agency_id__in=works_in), related)
    return Document.objects.filter(mine, workspace_id=access.user.workspace_id)


def by_uid(access: Access, uid: uuid.UUID) -> Document:
    """The document, or 404: whether there is one that he may not see is not his to know."""
    document = visible(access).filter(uid=uid).select_related("agency", "stored_file", "sent_in_by").first()
    if document is None:
        raise Http404
    return document


def extraction_of(access: Access, document: Document) -> Extraction:
    """The latest extraction of a document, text and reading included; its pages come where they are asked for."""
    if document.workspace_id != access.user.workspace_id:
        raise PermissionDenied("another workspace")
    return document.extractions.defer("pages").order_by("-id")[:1].get()


@dataclass(frozen=True, slots=True)
class DocumentPage:
    rows: list[Document]
    next_cursor: str  # '' on the last page


def page_of(access: Access, *, search: str = "", cursor: str = "", size: int = PAGE) -> DocumentPage:
    """Documents, newest first; `cursor` is where the page before ended. New ones never move a page."""
    found = visible(access)
    for word in search_words(search):
        found = found.filter(search_text__contains=word)
    if cursor.isascii() and cursor.isdigit():
        found = found.filter(pk__lt=int(cursor[:18]))
    rows = list(found.select_related("agency", "sent_in_by").defer("search_text").order_by("-id")[: size + 1])
    more = len(rows) > size
    return DocumentPage(rows[:size], str(rows[size - 1].pk) if more else "")
