"""The demo's leaders let out what was assigned without date or product; a few still wait for one of them."""

from collections.abc import Sequence
from uuid import uuid4

from sauro.organisation.access import access_of
from sauro.organisation.models import Post, Role
from sauro.site.demo.organise import Demo
from sauro.tasks.actions.many import Picks, approve_many
from sauro.tasks.models import Task, TaskStatus

REASON = "Việc cần làm ngay; đơn vị chủ trì đề xuất hạn và sản phẩm trong tuần đầu thực hiện."
AT_ONCE = 500


def let_out(tasks: Sequence[Task], *, keep: int = 0) -> None:
    """Approves those of one agency that wait, as its leader, but the last `keep` that have no parts."""
    waiting = [task for task in tasks if task.status == TaskStatus.PENDING_APPROVAL]
    alone = [task for task in waiting if not task.children.exists()] if keep else []
    waiting = [task for task in waiting if task not in alone[-keep:]] if keep else waiting
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        post = (
            Post.objects.filter(agency_id=some[0].agency_id, role=Role.LEADER, person__user__isnull=False)
            .select_related("person__user")
            .order_by("id")[0]
        )
        picks = Picks({task.uid: task.version for task in some}, uuid4())
        approve_many(access_of(post.person.user), picks, reason=REASON)


def leave_waiting(demo: Demo) -> set[int]:
    """The tasks, by key, that still wait for a leader."""
    found = Task.objects.filter(
        workspace=demo.workspace, status=TaskStatus.PENDING_APPROVAL, refusal="", parent=None
    )
    return set(found.values_list("pk", flat=True))
