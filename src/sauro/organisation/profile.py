"""Who a ward is, for its share of a directive: its agencies, units and aliases of a day."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from sauro.identity.models import Workspace
from sauro.organisation.models import Agency, Alias, Unit, holds_on
from sauro.reading.share import Body, Profile, ProfileError, profile_of


def profile_of_workspace(workspace: Workspace, on: date) -> Profile:
    """The profile of a workspace on a day, in three queries.

    Units that have ended stay in it: a directive that still uses their old name means us. A ward that has not told its
    bodies yet has those of every ward.
    """
    try:
        by_rule = profile_of(workspace.name)
    except ProfileError:
        by_rule = Profile(workspace.name)
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit_id, text in Alias.objects.filter(workspace=workspace, unit__isnull=False).values_list(
        "unit_id", "text"
    ):
        aliases[unit_id or 0].append(text)
    usual = {body.axis: body for body in by_rule.agencies}
    agencies = []
    for agency in Agency.objects.filter(holds_on(on), workspace=workspace).order_by("order", "id"):
        rule = usual.pop(agency.axis, None)  # type: ignore[call-overload]
        others = rule.names if rule else ()
        agencies.append(Body(agency.name, agency.short_name, agency.code, others, agency.axis))  # type: ignore[arg-type]
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    units = [
        Body(unit.name, unit.short_name, unit.code, tuple(aliases[unit.pk]), unit.agency.axis)  # type: ignore[arg-type]
        for unit in Unit.objects.filter(begun, workspace=workspace)
        .select_related("agency")
        .order_by("order", "id")
    ]
    return Profile(
        name=by_rule.name,
        level=by_rule.level,
        place=by_rule.place,
        agencies=(*agencies, *usual.values()),
        units=tuple(units) or by_rule.units,
    )
