"""The page of a document, and two documents side by side."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.documents import queries
from sauro.documents.citations import branches, cited_by, citing, tree
from sauro.documents.comparison import compare
from sauro.documents.likeness import alike
from sauro.documents.readings import reading_of
from sauro.documents.registry import review_link, works_of
from sauro.files.store import path_of
from sauro.organisation.access import access_of


@login_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)  # type: ignore[arg-type]
    search, cursor = request.GET.get("q", "").strip()[:200], request.GET.get("truoc", "")
    page = queries.page_of(access, search=search, cursor=cursor)
    return render(request, "documents/list.html", {"page": page, "search": search, "cursor": cursor})


@login_required
@require_safe
def document_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    access = access_of(request.user)  # type: ignore[arg-type]
    document = queries.by_uid(access, uid)
    root = tree(access, document)
    lines = branches(root) if root is not None else []
    works = works_of(access, [line.document.pk for line in lines] or [document.pk])
    cited = cited_by(access, document)
    context = {
        "document": document,
        "review": review_link(access, document),
        "alike": alike(access, document),
        "tree": [(line, works[line.document.pk]) for line in lines],
        "works": works[document.pk],
        "cited": cited,
        "missing": sum(each.document is None and bool(each.citation.reference_number) for each in cited),
        "citing": citing(access, document),
    }
    return render(request, "documents/document.html", context)


@login_required
@never_cache
@require_safe
def original(request: HttpRequest, uid: uuid.UUID) -> FileResponse:
    """The file as it came in, byte for byte, for whoever may see the document; never shown in a page."""
    document = queries.by_uid(access_of(request.user), uid)  # type: ignore[arg-type]
    try:
        stream = path_of(document.stored_file).open("rb")
    except FileNotFoundError:
        raise Http404("file") from None
    answer = FileResponse(
        stream, as_attachment=True, filename=document.file_name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@login_required
@require_safe
def comparison(request: HttpRequest, uid: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """The earlier one on the left, whichever of the two is named first."""
    access = access_of(request.user)  # type: ignore[arg-type]
    earlier, later = sorted((queries.by_uid(access, each) for each in (uid, other)), key=lambda each: each.pk)
    readings = [reading_of(queries.extraction_of(access, each)) for each in (earlier, later)]
    found = compare(*readings)
    context = {
        "earlier": earlier,
        "later": later,
        "comparison": found,
        "counts": {kind: found.count(kind) for kind in ("same", "changed", "added", "removed")},
        "all": "tat-ca" in request.GET,
    }
    return render(request, "documents/comparison.html", context)
