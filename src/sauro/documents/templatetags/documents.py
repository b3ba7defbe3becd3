"""Words about documents in templates."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.documents.models import CitationRelation
from sauro.reading.words import DOCUMENT_TYPE

register = template.Library()

_RELATION = {
    CitationRelation.CARRIES_OUT: pgettext_lazy("citation", "carries out"),
    CitationRelation.ANSWERS: pgettext_lazy("citation", "answers"),
    CitationRelation.AMENDS: pgettext_lazy("citation", "amends or replaces"),
    CitationRelation.BASIS: pgettext_lazy("citation", "is based on"),
    CitationRelation.MENTIONS: pgettext_lazy("citation", "mentions"),
}
_FIELD = {
    "type": pgettext_lazy("document field", "Type"),
    "symbol": pgettext_lazy("document field", "Number and symbol"),
    "date": pgettext_lazy("document field", "Date of issue"),
    "issuer": pgettext_lazy("document field", "Issuing agency"),
    "subject": pgettext_lazy("document field", "Subject"),
    "urgency": pgettext_lazy("document field", "Urgency"),
    "signatory": pgettext_lazy("document field", "Signatory"),
    "owners": pgettext_lazy("task field", "Assignee"),
    "coordinators": pgettext_lazy("task field", "Supporting"),
    "deadlines": pgettext_lazy("task field", "Due date"),
    "deliverable": pgettext_lazy("task field", "Deliverable"),
}


@register.filter
def type_words(document_type: str) -> str:
    """The legal form of its identifier: 'Công văn'; 'Văn bản' where it is none of those known."""
    return DOCUMENT_TYPE.get(document_type, DOCUMENT_TYPE["other"])


@register.filter
def relation_words(relation: str) -> Promise:
    return _RELATION[CitationRelation(relation)]


@register.filter
def field_words(name: str) -> Promise:
    return _FIELD[name]
