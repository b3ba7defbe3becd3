"""Who may what: role × relation × field × circle, in one place, for page, API and test alike.

`access_of(user)` reads a person's posts once, with the rights that others have lent him (ủy quyền) and those for whom he
stands in; every list and every action asks it. The administrator runs the system and sees no content.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sauro.identity.models import User, Workspace
from sauro.organisation.holdings import Lent, StandsIn, holdings_of
from sauro.organisation.models import Role
from sauro.organisation.powers import LENDABLE, NEVER_LENT

# Each action of the product and the roles that may do it in their own agency.
ROLES: dict[str, frozenset[str]] = {
    "files.send_in": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST}),
    "documents.see_agency": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.AUDITOR, Role.DIVISION_HEAD}),
    "intake.review": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
    "intake.accept": frozenset({Role.RECORDS_CLERK, Role.LEADER}),
    "organisation.learn_alias": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
    "organisation.manage": frozenset({Role.ADMINISTRATOR}),
    "organisation.see": frozenset(Role),
    "organisation.delegate": LENDABLE,
    "organisation.hand_over": frozenset({Role.LEADER}),
    "organisation.record_absence": frozenset({Role.ADMINISTRATOR, Role.RECORDS_CLERK}),
    "tasks.see_agency": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.AUDITOR}),
    "tasks.see_unit": frozenset({Role.DIVISION_HEAD, Role.SPECIALIST}),
    "tasks.assign": frozenset({Role.RECORDS_CLERK, Role.LEADER}),
    # The life of a task (tasks/life.py): what the role lends to somebody's relation to it.
    "tasks.take_part": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST}),
    "tasks.carry_out": frozenset({Role.DIVISION_HEAD, Role.SPECIALIST}),
    "tasks.answer_for": frozenset({Role.DIVISION_HEAD}),
    "tasks.oversee": frozenset({Role.RECORDS_CLERK}),
    "tasks.decide": frozenset({Role.LEADER}),
    "journal.audit": frozenset({Role.AUDITOR}),
    "journal.see_system": frozenset({Role.ADMINISTRATOR}),  # nothing of the office's work
    "tasks.see_rules": frozenset(
        {Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.AUDITOR, Role.ADMINISTRATOR}
    ),
    "tasks.set_rules": frozenset({Role.RECORDS_CLERK, Role.ADMINISTRATOR}),
    "files.see_worker": frozenset({Role.ADMINISTRATOR}),
    "files.clear_scan": frozenset({Role.RECORDS_CLERK}),
    "notices.set_targets": frozenset({Role.ADMINISTRATOR}),
    "procedures.see": frozenset(set(Role) - {Role.ADMINISTRATOR}),
    "procedures.see_agency": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.AUDITOR}),  # every case
    "procedures.start": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST}),
    "procedures.act": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST}),
    "procedures.oversee": frozenset({Role.RECORDS_CLERK, Role.LEADER}),
    "procedures.measure": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.AUDITOR, Role.DIVISION_HEAD}),
    "procedures.write": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
    "procedures.issue": frozenset({Role.LEADER, Role.DIVISION_HEAD}),  # of the heads that of an office alone
    "documents.correct": frozenset({Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD}),
}


@dataclass(frozen=True)
class Access:
    """A person's rights on a day, resolved once. `posts`: (role, agency id, unit id or None); `title`: of the first of
    them, as printed: 'Phó Chủ tịch'. `lent`: rights of others' posts that he holds for a time; those that are narrowed
    to a unit or a field let him see as the post does, and act only where `acting_for` says so.
    """

    user: User
    person_id: int | None
    posts: tuple[tuple[str, int, int | None], ...]
    on: date = field(default_factory=timezone.localdate)
    title: str = ""
    lent: tuple[Lent, ...] = ()
    stands_in: tuple[StandsIn, ...] = ()
    # What rooms above worked out for this person, once for a request.
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def workspace(self) -> Workspace:
        return self.user.workspace

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """The units of his own posts."""
        return frozenset(unit for _, _, unit in self.posts if unit is not None)

    def _held(self, action: str) -> Iterator[tuple[int, int | None]]:
        """(agency, unit) of each post, own or lent, that gives `action` in all of its reach."""
        roles = ROLES[action]
        for role, agency, unit in self.posts:
            if role in roles:
                yield agency, unit
        for lent in self.lent:
            if lends(lent, action) and (not lent.narrowed or ".see_" in action):
                yield lent.agency_id, lent.unit_id

    def agencies_for(self, action: str) -> frozenset[int]:
        """The agencies in which the person may do `action`."""
        return frozenset(agency for agency, _ in self._held(action))

    def units_for(self, action: str) -> frozenset[int]:
        """The units in which the person may do `action`."""
        return frozenset(unit for _, unit in self._held(action) if unit is not None)

    def unit_posts_for(self, action: str) -> frozenset[tuple[int, int]]:
        """(agency, unit) of the units in which the person may do `action`."""
        return frozenset((agency, unit) for agency, unit in self._held(action) if unit is not None)

    def may(self, action: str, agency_id: int) -> bool:
        return agency_id in self.agencies_for(action)

    def may_himself(self, action: str, agency_id: int) -> bool:
        """By a post of his own."""
        return any(agency == agency_id and role in ROLES[action] for role, agency, _ in self.posts)

    def unit_himself(self, action: str, unit_id: int | None) -> bool:
        """By a post of his own in the unit."""
        return unit_id is not None and any(
            unit == unit_id and role in ROLES[action] for role, _, unit in self.posts
        )

    def lenders(
        self, action: str, agency_id: int, *, unit_id: int | None = None, work_field_id: int | None = None
    ) -> list[Lent]:
        """Who has lent him `action` in the agency, for something that a unit leads in a field of work."""
        return [
            lent
            for lent in self.lent
            if lent.agency_id == agency_id
            and lends(lent, action)
            and lent.covers(unit_id=unit_id, work_field_id=work_field_id)
        ]

    def acting_for(
        self, action: str, agency_id: int, *, unit_id: int | None = None, work_field_id: int | None = None
    ) -> Lent | None:
        """In whose place the person does `action`; None where a post of his own gives the right, or nothing does."""
        if self.may_himself(action, agency_id):
            return None
        found = self.lenders(action, agency_id, unit_id=unit_id, work_field_id=work_field_id)
        return found[0] if found else None

    def require(self, action: str, agency_id: int) -> None:
        """Raises `PermissionDenied` where the person may not do `action` in the agency."""
        if not self.may(action, agency_id):
            raise PermissionDenied(action)


def lends(lent: Lent, action: str) -> bool:
    """Whether the delegation is about `action` at all, wherever it holds."""
    if lent.role not in ROLES[action] or action in NEVER_LENT:
        return False
    return lent.actions is None or action in lent.actions


def access_of(user: User, on: date | None = None) -> Access:
    """The rights of `user` today, in one query, in two where somebody has lent him his; kept on the user object of a
    request.
    """
    day = on or timezone.localdate()
    kept: Access | None = getattr(user, "kept_access", None)
    if kept is not None and kept.on == day:
        return kept
    held = holdings_of(user, day)
    access = Access(
        user=user,
        person_id=held.person_id,
        posts=held.posts,
        on=day,
        title=held.title,
        lent=held.lent,
        stands_in=held.stands_in,
    )
    user.kept_access = access  # type: ignore[attr-defined]
    return access
