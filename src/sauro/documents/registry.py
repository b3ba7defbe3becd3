"""What rooms above add to the page of a document; they fill it in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sauro.documents.models import Document
from sauro.organisation.access import Access


@dataclass(frozen=True, slots=True)
class Work:
    """What is done for a document, a line each: a task."""

    title: str
    address: str
    lead: str
    state_words: str
    state_class: str  # of the design system: 'due-soon'


# What the person may see of the work of these documents, by their keys.
works: list[Callable[[Access, Sequence[int]], dict[int, list[Work]]]] = []

# The address at which the reading of a document is reviewed, or None where the person may not open it.
review_links: list[Callable[[Access, Document], str | None]] = []


def works_of(access: Access, document_ids: Sequence[int]) -> dict[int, list[Work]]:
    found: dict[int, list[Work]] = {pk: [] for pk in document_ids}
    for each in works:
        for pk, lines in each(access, document_ids).items():
            found[pk] += lines
    return found


def review_link(access: Access, document: Document) -> str | None:
    return next((address for link in review_links if (address := link(access, document))), None)
