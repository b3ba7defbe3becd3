"""What is proposed where the document printed nothing: never taken in by itself, always with its reason."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from sauro.intake import values as v
from sauro.intake.models import Review
from sauro.organisation.models import Axis
from sauro.tasks.proposals import propose_deliverable, propose_due_date, rules_of

# Who decides in a body of each axis, where no other is named.
_DECIDES = {
    Axis.PARTY: "Ban Thường vụ",
    Axis.COUNCIL: "Thường trực",
    Axis.COMMITTEE: "Chủ tịch",
    Axis.FRONT: "Ban Thường trực",
}


def hints_for(review: Review) -> dict[str, str]:
    """Suggested texts by field, taken with one key."""
    agency = review.document.agency
    return {"authority": f"{_DECIDES[Axis(agency.axis)]} {agency.short_name or agency.name}"}


def proposed(review: Review, all_values: Sequence[v.Values], fields: Sequence[str]) -> list[v.Values]:
    """The values with a date and a product where they lack one, by the dated rules of the workspace."""
    rules = rules_of(review.workspace)
    document = review.document
    made = []
    for values in all_values:
        values = values | {"why": dict(values["why"]), "proposed": list(values["proposed"])}
        if "due" in fields and not values["due"]["date"] and not values["due"]["rrule"]:
            due = propose_due_date(
                rules=rules,
                document_type=document.document_type,
                urgency=document.urgency,
                kind=values["kind"],
                issued_on=document.issue_date,
                received_on=timezone.localdate(document.created_at),
            )
            if due is not None and isinstance(due.value, date):
                values["due"] = values["due"] | {"date": due.value.isoformat(), "kind": "by"}
                _mark(values, "due", due.why)
        if "deliverable" in fields and not values["deliverable"]:
            product = propose_deliverable(values["title"])
            if product is not None:
                values["deliverable"] = str(product.value)
                _mark(values, "deliverable", product.why)
        made.append(values)
    return made


def _mark(values: v.Values, field: str, why: str) -> None:
    values["why"][field] = {"text": why, "at": None}
    values["proposed"].append(field)
