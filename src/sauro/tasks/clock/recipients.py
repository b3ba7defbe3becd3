"""Who is told about a task: the people behind its parties, as they stand on a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sauro.identity.models import User, Workspace
from sauro.organisation.models import Person, Post, Role, holds_on
from sauro.organisation.standing import stand_ins
from sauro.tasks.clock.models import Audience
from sauro.tasks.models import HandlingRole, Task, TaskParty

_WORKERS = (Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD, Role.SPECIALIST)


class People:
    """The people of a workspace on a day, read once in three queries and asked for any number of tasks.

    Users are told, by their keys: of people who hold a post that day and may log in. Who is away has a stand-in, who is
    told as well.
    """

    def __init__(self, workspace: Workspace, day: date) -> None:
        self._heads: dict[int, list[int]] = defaultdict(list)  # unit → people
        self._user_of: dict[int, int] = {}  # person → user
        self._person_of: dict[int, int] = {}
        self.names: dict[int, str] = {}  # user → name
        posts = Post.objects.filter(
            holds_on(day), workspace=workspace, role__in=_WORKERS, person__user__is_active=True
        ).order_by("pk")
        rows = posts.values_list("person_id", "person__user_id", "person__full_name", "role", "unit_id")
        for person, user, name, role, unit in rows:
            self._user_of[person], self._person_of[user], self.names[user] = user, person, name
            if role == Role.DIVISION_HEAD and unit is not None and person not in self._heads[unit]:
                self._heads[unit].append(person)
        self._stand_ins = {away: other.user_id for away, other in stand_ins(list(self._user_of), day).items()}
        uids = Person.objects.filter(pk__in=self._user_of, workspace=workspace)
        self._by_uid = {str(uid): person for uid, person in uids.values_list("uid", "pk")}

    def told(self, people: Iterable[int | None]) -> list[int]:
        """The users behind these people and those who stand in for them, each once, in order."""
        found: dict[int, None] = {}
        for person in people:
            user = self._user_of.get(person) if person is not None else None
            if user is None:
                continue
            found[user] = None
            instead = self._stand_ins.get(person or 0)
            if instead is not None and instead in self.names:
                found[instead] = None
        return list(found)

    def person(self, user_id: int | None) -> int | None:
        return self._person_of.get(user_id) if user_id is not None else None

    def by_uid(self, uid: str) -> int | None:
        """The person of that identifier, if he works here today."""
        return self._by_uid.get(uid)

    def doers(self, task: Task, lead: TaskParty) -> list[int]:
        """Who does it: the person named, else who has received it, else the heads of the lead unit."""
        if lead.person_id is not None:
            return self.told([lead.person_id])
        received = self.told([self.person(task.received_by_id)])
        return received or self.told(self._heads.get(lead.unit_id or 0, ()))

    def heads(self, lead: TaskParty) -> list[int]:
        return self.told(self._heads.get(lead.unit_id or 0, ()))

    def in_parties(self, parties: Sequence[TaskParty], *roles: str) -> list[int]:
        """The people of these roles: named, or heads of the units."""
        people: list[int | None] = []
        for party in parties:
            if party.role in roles:
                people += [party.person_id] if party.person_id else self._heads.get(party.unit_id or 0, [])
        return self.told(people)

    def of(self, task: Task, lead: TaskParty, audience: str) -> list[int]:
        """Who of the audience is told; where there is nobody, the next audience is, up to who assigned the task."""
        steps = {
            Audience.ASSIGNEE: lambda: self.doers(task, lead),
            Audience.DIVISION_HEAD: lambda: self.heads(lead),
            Audience.ACCOUNTABLE_LEADER: lambda: self.told([task.accountable_leader_id]),
            Audience.ASSIGNER: lambda: self.told([self.person(task.assigner_id)]),
        }
        order = list(Audience)
        for each in order[order.index(Audience(audience)) :]:
            found = steps[each]()
            if found:
                return found
        return []


def lead_of(task: Task) -> TaskParty:
    """The lead, out of parties that were fetched along."""
    return next(party for party in task.parties.all() if party.role == HandlingRole.LEAD)


def active_workspaces() -> list[Workspace]:
    """Those in which somebody can log in."""
    used = User.objects.filter(is_active=True).values("workspace_id")
    return list(Workspace.objects.filter(pk__in=used).order_by("pk"))
