"""Who may what: role × relation × field × circle, in one place, for page, API and test alike.

`access_of(user)` reads a person's posts once; every list and every action asks it. The administrator runs the system
and sees no content.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sauro.identity.models import User, Workspace
from sauro.organisation.models import Post, Role, holds_on

# Each action of the product and the roles that may do it in their own agency.
ROLES: dict[str, frozenset[str]] = {
    "files.send_in": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST}),
    "documents.see_agency": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.AUDITOR, Role.DIVISION_HEAD}),
    "intake.review": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
    "intake.accept": frozenset({Role.RECORDS_CLERK, Role.LEADER}),
    "organisation.learn_alias": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
    "organisation.manage": frozenset({Role.ADMINISTRATOR}),
    "tasks.see_agency": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.AUDITOR}),
    "tasks.see_unit": frozenset({Role.DIVISION_HEAD, Role.SPECIALIST}),
    "tasks.assign": frozenset({Role.RECORDS_CLERK, Role.LEADER}),
    # The life of a task (tasks/life.py): what the role lends to somebody's relation to it.
    "tasks.take_part": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST}),
    "tasks.carry_out": frozenset({Role.DIVISION_HEAD, Role.SPECIALIST}),
    "tasks.answer_for": frozenset({Role.DIVISION_HEAD}),
    "tasks.oversee": frozenset({Role.RECORDS_CLERK}),
    "tasks.decide": frozenset({Role.LEADER}),
    "files.see_worker": frozenset({Role.ADMINISTRATOR}),
    "files.clear_scan": frozenset({Role.RECORDS_CLERK}),
    "documents.correct": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
}


@dataclass(frozen=True)
class Access:
    """A person's rights on a day, resolved once. `posts`: (role, agency id, unit id or None); `title`: of the first of
    them, as printed: 'Phó Chủ tịch'.
    """

    user: User
    person_id: int | None
    posts: tuple[tuple[str, int, int | None], ...]
    on: date = field(default_factory=timezone.localdate)
    title: str = ""

    @property
    def workspace(self) -> Workspace:
        return self.user.workspace

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(unit for _, _, unit in self.posts if unit is not None)

    def agencies_for(self, action: str) -> frozenset[int]:
        """The agencies in which the person may do `action`."""
        roles = ROLES[action]
        return frozenset(agency for role, agency, _ in self.posts if role in roles)

    def units_for(self, action: str) -> frozenset[int]:
        """The units in which the person may do `action`."""
        roles = ROLES[action]
        return frozenset(unit for role, _, unit in self.posts if role in roles and unit is not None)

    def may(self, action: str, agency_id: int) -> bool:
        return agency_id in self.agencies_for(action)

    def require(self, action: str, agency_id: int) -> None:
        """Raises `PermissionDenied` where the person may not do `action` in the agency."""
        if not self.may(action, agency_id):
            raise PermissionDenied(action)


def access_of(user: User, on: date | None = None) -> Access:
    """The rights of `user` today, in one query; kept on the user object of a request."""
    day = on or timezone.localdate()
    kept: Access | None = getattr(user, "kept_access", None)
    if kept is not None and kept.on == day:
        return kept
    rows = Post.objects.filter(
        holds_on(day),
        person__user=user,
        workspace_id=user.workspace_id,
    ).values_list("person_id", "role", "agency_id", "unit_id", "title")
    posts = list(rows.order_by("id"))
    access = Access(
        user=user,
        person_id=posts[0][0] if posts else None,
        posts=tuple((role, agency, unit) for _, role, agency, unit, _ in posts),
        on=day,
        title=posts[0][4] if posts else "",
    )
    user.kept_access = access  # type: ignore[attr-defined]
    return access
