"""A document as the thing that a case of a procedure is about."""

import uuid

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from sauro.documents.queries import visible
from sauro.organisation.access import Access
from sauro.procedures.registry import Kind, Subject


def subject_of_document(access: Access, uid: uuid.UUID) -> Subject | None:
    """The document by its number and what it is about. One query."""
    document = visible(access).filter(uid=uid).only("reference_number", "subject", "file_name").first()
    if document is None:
        return None
    told = [each for each in (document.reference_number, document.subject) if each]
    return Subject(": ".join(told) or document.file_name, reverse("documents:document", args=[uid]))


DOCUMENT = Kind("document", pgettext_lazy("subject", "Document"), find=subject_of_document)
