"""What this room adds to the pages of rooms below."""

from collections.abc import Sequence

from django.utils import timezone

from sauro.documents.registry import Work
from sauro.organisation.access import Access
from sauro.tasks.presentation import row_of
from sauro.tasks.queries import names_in, visible

MOST = 100  # tasks of a document that its page names


def works_of(access: Access, document_ids: Sequence[int]) -> dict[int, list[Work]]:
    """The tasks of these documents that the person may see, of an order to several units the parent alone. Two queries."""
    tasks = list(
        visible(access)
        .filter(document_id__in=document_ids, parent=None)
        .select_related("document")
        .order_by("document_id", "span_start", "pk")[:MOST]
    )
    names = names_in([task.pk for task in tasks])
    now = timezone.now()
    found: dict[int, list[Work]] = {}
    for task in tasks:
        row = row_of(task, now, names[task.pk])
        line = Work(task.title, row.address, row.lead, row.state_words or row.status_words, row.state_class)
        found.setdefault(task.document_id or 0, []).append(line)
    return found
