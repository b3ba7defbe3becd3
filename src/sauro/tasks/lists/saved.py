"""The ways of looking at the list that a person has kept, and those that others share with him."""

from dataclasses import dataclass

from django.db.models import Q

from sauro.organisation.access import Access
from sauro.organisation.models import Agency, Unit
from sauro.tasks.models import SavedView

MOST = 100


@dataclass(frozen=True, slots=True)
class Kept:
    view: SavedView
    mine: bool
    by: str  # whose it is, '' for one's own


def kept_views(access: Access) -> list[Kept]:
    """Own ones first, each part by name. One query."""
    agencies = {agency for _, agency, _ in access.posts}
    wanted = Q(owner=access.user) | Q(unit_id__in=access.unit_ids) | Q(agency_id__in=agencies)
    found = SavedView.objects.filter(wanted, workspace_id=access.user.workspace_id).select_related("owner")
    kept = [
        Kept(view, mine := view.owner_id == access.user.pk, "" if mine else view.owner.full_name)
        for view in found.order_by("name", "id")[:MOST]
    ]
    return sorted(kept, key=lambda each: not each.mine)


def places_of(access: Access) -> list[tuple[str, str]]:
    """With whom the person may share: his units and agencies, as ('u12', name). Two queries."""
    units = Unit.objects.filter(pk__in=access.unit_ids, workspace_id=access.user.workspace_id)
    agencies = Agency.objects.filter(
        pk__in={agency for _, agency, _ in access.posts}, workspace_id=access.user.workspace_id
    )
    return [
        *((f"u{pk}", name) for pk, name in units.order_by("order", "id").values_list("pk", "name")),
        *((f"a{pk}", name) for pk, name in agencies.order_by("order", "id").values_list("pk", "name")),
    ]
