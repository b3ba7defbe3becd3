"""The bodies and people of a ward, for screens and forms. Names of a ward's own bodies are open to everybody in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sauro.identity.models import Workspace
from sauro.organisation.access import Access
from sauro.organisation.models import Agency, FieldAssignment, Person, Post, Role, Unit, WorkField, holds_on


def agencies(access: Access) -> QuerySet[Agency]:
    return Agency.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id).order_by(
        "order", "id"
    )


def units(access: Access) -> QuerySet[Unit]:
    """The units of today, agency by agency."""
    found = Unit.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id)
    return found.select_related("agency").order_by("agency__order", "agency_id", "order", "id")


def people(access: Access) -> QuerySet[Person]:
    """Who holds a post today, in the order of given names."""
    holders = Post.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id).values(
        "person_id"
    )
    return Person.objects.filter(pk__in=holders).order_by("sort_key", "id")


def leaders(access: Access) -> QuerySet[Person]:
    """Who may answer for a task: leaders of an agency today."""
    posts = Post.objects.filter(holds_on(access.on), workspace_id=access.user.workspace_id, role=Role.LEADER)
    return Person.objects.filter(pk__in=posts.values("person_id")).order_by("sort_key", "id")


def work_fields(access: Access) -> QuerySet[WorkField]:
    return WorkField.objects.filter(workspace_id=access.user.workspace_id).order_by("name")


def posts_of(access: Access, person_ids: list[int]) -> dict[int, list[Post]]:
    """The posts that people hold today, in one query."""
    found = Post.objects.filter(
        holds_on(access.on), person_id__in=person_ids, workspace_id=access.user.workspace_id
    ).select_related("agency", "unit")
    held: dict[int, list[Post]] = {}
    for post in found.order_by("agency__order", "id"):
        held.setdefault(post.person_id, []).append(post)
    return held


@dataclass(frozen=True, slots=True)
class Accountable:
    """The leader who answers, and why, in Vietnamese."""

    person: Person
    why: str


class Leaders:
    """Who answers for which unit and field on a day; read once, asked for any number of tasks."""

    def __init__(self, workspace: Workspace, on: date) -> None:
        found = FieldAssignment.objects.filter(holds_on(on), workspace=workspace)
        self._rows = list(found.select_related("leader", "work_field", "unit").order_by("-valid_from", "-id"))

    def of(self, unit_id: int | None, work_field_id: int | None = None) -> Accountable | None:
        """The leader of this unit in this field, else of the unit, else of the field; the latest assignment first."""
        wanted = [(unit_id, work_field_id), (unit_id, None), (None, work_field_id)]
        for unit, work_field in wanted:
            if unit is None and work_field is None:
                continue
            for row in self._rows:
                if (row.unit_id, row.work_field_id) == (unit, work_field):
                    return Accountable(row.leader, _why(row))
        return None


def _why(row: FieldAssignment) -> str:
    what = [
        part
        for part in (row.unit and row.unit.name, row.work_field and f"lĩnh vực {row.work_field.name}")
        if part
    ]
    since = f" từ ngày {row.valid_from:%d/%m/%Y}" if row.valid_from else ""
    return f"được phân công phụ trách {', '.join(what)}{since}"


def leader_for(
    workspace: Workspace, unit_id: int | None, work_field_id: int | None, on: date
) -> Person | None:
    """The leader who answers for one task; `Leaders` tells why, and reads once for many."""
    found = Leaders(workspace, on).of(unit_id, work_field_id)
    return found.person if found else None
