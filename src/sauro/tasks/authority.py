"""Clear authority: who decides on a task by the authority matrix of the ward, and whether that is above the ward."""

from sauro.organisation.access import Access
from sauro.organisation.answering import Authorities, Decision
from sauro.tasks.models import Task
from sauro.tasks.proposals import Proposal


def decision_on(access: Access, task: Task) -> Decision | None:
    """By its words and its field, as the matrix stands today. One query."""
    authorities = Authorities(access.workspace, access.on)
    return authorities.who_decides(f"{task.title} {task.deliverable}", task.work_field_id)


def propose_authority(
    authorities: Authorities, order: str, work_field_id: int | None = None
) -> Proposal | None:
    """The position that decides, with the rule of the matrix as its reason."""
    found = authorities.who_decides(order, work_field_id)
    return Proposal("authority", found.position, found.position, found.why) if found else None
