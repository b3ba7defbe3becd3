"""Which tasks a person may see, and one of them with all that its page shows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Substr
from django.http import Http404

from sauro.documents.models import Document, Extraction
from sauro.documents.queries import visible as visible_documents
from sauro.organisation.access import ROLES, Access, lends
from sauro.organisation.models import Person, Post, holds_on
from sauro.tasks.models import HandlingRole, Task, TaskParty, TaskStatus

AROUND = 300  # characters of the source shown at each side of the sentence


def party_tasks(access: Access) -> list[QuerySet[TaskParty] | QuerySet[Task]]:
    """Subqueries of one column, the id of a task: those that the person sees because he or his unit is in them.

    A list of small subqueries, each over one index: together they are a union, never an OR over several columns.
    """
    whole = access.agencies_for("tasks.see_agency")
    units = {unit for _, unit in units_of(access)}
    arms: list[QuerySet[TaskParty] | QuerySet[Task]] = []
    if units:
        arms.append(TaskParty.objects.filter(unit_id__in=units).values("task_id"))
    if whole:
        arms.append(TaskParty.objects.filter(agency_id__in=whole).values("task_id"))
    people = people_of(access)
    if people:
        # Whoever watches has chosen so himself: it opens nothing to him.
        named = TaskParty.objects.filter(person_id__in=people).exclude(role=HandlingRole.WATCH)
        arms.append(named.values("task_id"))
        arms.append(Task.objects.filter(accountable_leader_id__in=people).values("pk"))
    return arms


def people_of(access: Access) -> list[int]:
    """Whose own tasks the person sees: his, and those of whom he stands in for or who has lent him all of a post."""
    if access.person_id is None or not (
        access.agencies_for("tasks.see_agency") or access.agencies_for("tasks.see_unit")
    ):
        return []
    others = [one.holder_id for one in access.stands_in]
    others += [lent.holder_id for lent in access.lent if lent.whole and lends(lent, "tasks.take_part")]
    return list(dict.fromkeys([access.person_id, *others]))


def units_of(access: Access) -> frozenset[tuple[int, int]]:
    """(agency, unit) of the units whose tasks the person sees: of his posts, and of those whom he stands in for."""
    away = {(agency, unit) for one in access.stands_in for role, agency, unit in one.posts
            if unit is not None and role in ROLES["tasks.see_unit"]}  # fmt: skip
    return access.unit_posts_for("tasks.see_unit") | away


def visible(access: Access) -> QuerySet[Task]:
    """The tasks that the person may see.

    All of an agency for its clerk, leaders and auditor, and those of other agencies in which one of its units is; for
    everybody who works: tasks of his unit, his own, and those for which he answers. The administrator sees none.
    """
    mine = Q(agency_id__in=access.agencies_for("tasks.see_agency"))
    for arm in party_tasks(access):
        mine |= Q(pk__in=arm)
    return Task.objects.filter(mine, workspace_id=access.user.workspace_id)


def source_documents(access: Access) -> Q:
    """For `documents`: the sources of one's tasks."""
    sourced = Task.objects.filter(document__isnull=False)
    condition = Q(pk__in=[])
    for arm in party_tasks(access):
        condition |= Q(pk__in=sourced.filter(pk__in=arm).values("document_id"))
    return condition


def with_parties() -> Prefetch:
    parties = TaskParty.objects.select_related("unit", "person").order_by("id")
    return Prefetch("parties", queryset=parties)


def by_uid(access: Access, uid: uuid.UUID) -> Task:
    """The task with its parties, document and people; 404 where there is none or he may not see it."""
    return _only(_whole(visible(access).filter(uid=uid)))


def _whole(found: QuerySet[Task]) -> QuerySet[Task]:
    related = ("agency", "document", "accountable_leader", "work_field", "assigner", "received_by", "let_out_by",
               "parent")  # fmt: skip
    return found.select_related(*related).prefetch_related(with_parties())


def _only(found: QuerySet[Task]) -> Task:
    task = found.first()
    if task is None:
        raise Http404
    return task


@dataclass(frozen=True, slots=True)
class RollUp:
    """How far the children of a parent are: '7/12 đơn vị'."""

    done: int
    total: int
    is_own: bool = False  # parts that the unit has made for itself: it goes on by itself

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A task as its page shows it. `parent`: where the person may see it."""

    task: Task
    roll_up: RollUp | None
    leader_title: str
    parent: Task | None

    @property
    def is_whole(self) -> bool:
        """Whether it follows its parts."""
        return self.roll_up is not None and not self.roll_up.is_own


def opened(access: Access, uid: uuid.UUID) -> Opened:
    """As `by_uid`, with what the page asks further of the task itself. Two queries."""
    posts = Post.objects.filter(holds_on(access.on), person_id=OuterRef("accountable_leader_id"))
    found = with_roll_up(_whole(visible(access).filter(uid=uid))).annotate(
        sees_parent=Exists(visible(access).filter(pk=OuterRef("parent_id"))),
        leader_title=Subquery(posts.order_by("agency__order", "id").values("title")[:1]),
    )
    task = _only(found)
    return Opened(task, roll_up_of(task), task.leader_title or "", task.parent if task.sees_parent else None)


def _number(rows: QuerySet[Task]) -> Coalesce:
    counted = rows.values("parent_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_roll_up(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with what `roll_ups` says of them, for pages that count their queries."""
    parts = Task.objects.filter(parent=OuterRef("pk")).exclude(status=TaskStatus.CANCELLED).order_by()
    return tasks.annotate(
        n_parts=_number(parts),
        n_done=_number(parts.filter(status=TaskStatus.COMPLETED)),
        n_others=_number(parts.filter(is_own_part=False)),
    )


def roll_up_of(task: Any) -> RollUp | None:
    """Of a task that was fetched by `with_roll_up`; None where it has no parts."""
    return RollUp(task.n_done, task.n_parts, not task.n_others) if task.n_parts else None


def roll_ups(parent_ids: Iterable[int]) -> dict[int, RollUp]:
    """For the parents among these tasks; children that were cancelled do not count. One query."""
    rows = (
        Task.objects.filter(parent_id__in=list(parent_ids))
        .exclude(status=TaskStatus.CANCELLED)
        .values("parent_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(status=TaskStatus.COMPLETED)),
            others=Count("pk", filter=Q(is_own_part=False)),
        )
        .order_by()
    )
    return {row["parent_id"]: RollUp(row["done"], row["total"], not row["others"]) for row in rows}


@dataclass(slots=True)
class Names:
    """Who is in a task, by name."""

    lead: str = ""
    assignee: str = ""  # the person in the lead unit
    by_name: bool = False  # whether a person leads it, and no unit
    supports: list[str] = field(default_factory=list)


def names_in(task_ids: Iterable[int]) -> dict[int, Names]:
    """Lead and supports of these tasks. One query, and no object for each party: a list shows names alone."""
    named = Coalesce("unit__name", "person__full_name", "name")
    rows = TaskParty.objects.filter(
        task_id__in=list(task_ids), role__in=(HandlingRole.LEAD, HandlingRole.SUPPORT)
    ).order_by("id")
    found: dict[int, Names] = defaultdict(Names)
    person = Case(When(unit__isnull=False, then="person__full_name"))
    for task_id, role, name, assignee, unit_id, person_id in rows.values_list(
        "task_id", "role", named, person, "unit_id", "person_id"
    ):
        if role == HandlingRole.LEAD:
            found[task_id].lead, found[task_id].assignee = name, assignee or ""
            found[task_id].by_name = unit_id is None and person_id is not None
        else:
            found[task_id].supports.append(name)
    return found


def names_of(task: Task) -> Names:
    """As `names_in`, out of parties that were fetched along."""
    names = Names()
    for party in task.parties.all():
        name = party.unit.name if party.unit else party.person.full_name if party.person else party.name
        if party.role == HandlingRole.LEAD:
            names.lead = name
            names.assignee = party.person.full_name if party.unit and party.person else ""
        elif party.role == HandlingRole.SUPPORT:
            names.supports.append(name)
    return names


def children_of(access: Access, task: Task) -> list[tuple[Task, Names, RollUp | None]]:
    """The children that the person may see, in the order of their making, each with its lead and its own parts. One query."""
    lead = TaskParty.objects.filter(task=OuterRef("pk"), role=HandlingRole.LEAD)
    name = Coalesce("unit__name", "person__full_name", "name")
    found = visible(access).filter(parent=task).select_related("document").order_by("id")
    rows = with_roll_up(found).annotate(
        lead_name=Subquery(lead.annotate(said=name).values("said")[:1]),
        lead_person=Subquery(lead.filter(unit__isnull=False).values("person__full_name")[:1]),
    )
    return [(row, Names(row.lead_name or "", row.lead_person or ""), roll_up_of(row)) for row in rows]


def people_who_see(access: Access, task: Task) -> list[Person]:
    """Who may see the task by a post of his own today, but for the person himself. The parties were fetched along."""
    parties = list(task.parties.all())
    agencies = {task.agency_id} | {party.agency_id for party in parties} - {None}
    people = {party.person_id for party in parties} | {task.accountable_leader_id}
    sees = Q(role__in=ROLES["tasks.see_agency"], agency_id__in=agencies)
    sees |= Q(role__in=ROLES["tasks.see_unit"], unit_id__in={party.unit_id for party in parties} - {None})
    sees |= Q(role__in=ROLES["tasks.take_part"], person_id__in=people - {None})
    posts = Post.objects.filter(sees, holds_on(access.on), workspace_id=task.workspace_id)
    found = Person.objects.filter(pk__in=posts.values("person_id")).exclude(pk=access.person_id)
    return list(found.order_by("sort_key", "id"))


def has_parts(task: Task) -> bool:
    """Whether it is an order to several units, whose parts are tasks of their own, not steps of one unit's work."""
    return Task.objects.filter(parent=task, is_own_part=False).exclude(status=TaskStatus.CANCELLED).exists()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The sentence of a task and what stands around it in its source."""

    before: str
    quote: str
    after: str

    @property
    def paragraphs_before(self) -> list[str]:
        return [line for line in self.before.split("\n")[:-1] if line.strip()]

    @property
    def same_line_before(self) -> str:
        return self.before.rpartition("\n")[2]

    @property
    def same_line_after(self) -> str:
        return self.after.partition("\n")[0]

    @property
    def paragraphs_after(self) -> list[str]:
        return [line for line in self.after.split("\n")[1:] if line.strip()]


def source_of(access: Access, task: Task) -> tuple[Document | None, Excerpt | None]:
    """The source, where the person may open it, and the sentence with the words around it; the sentence alone where he
    may not. One query at most.
    """
    if task.document_id is None:
        return None, Excerpt("", _plain(task.quote), "") if task.quote else None
    found = visible_documents(access).filter(pk=task.document_id)
    alone = Excerpt("", _plain(task.quote), "") if task.quote else None
    if not task.quote or task.extraction_id is None or task.span_start is None or task.span_end is None:
        return found.first(), alone
    first, length = max(task.span_start - AROUND, 0), task.span_end - task.span_start
    at = task.span_start - first
    window = Substr("text", first + 1, at + length + AROUND)  # the whole text never leaves the database
    read = Extraction.objects.filter(pk=task.extraction_id, document=OuterRef("pk"))
    document = found.annotate(window=Subquery(read.annotate(window=window).values("window")[:1])).first()
    text = document.window if document is not None else None
    if text is None:
        return document, alone
    before = text[:at] if first == 0 else _from_a_word(text[:at])
    after = text[at + length :]
    cut = len(after) == AROUND
    shown = Excerpt(
        _plain(before), _plain(text[at : at + length]), _plain(_to_a_word(after) if cut else after)
    )
    return document, shown


def _plain(text: str) -> str:
    """Without the marks of bold type and headings."""
    return text.replace("*", "").replace("#", "")


def _from_a_word(text: str) -> str:
    head, gap, rest = text.partition(" ")
    return f"… {rest}" if gap and len(head) < 40 else text


def _to_a_word(text: str) -> str:
    rest, gap, tail = text.rpartition(" ")
    return f"{rest} …" if gap and len(tail) < 40 else text


def lead_of(task: Task) -> TaskParty | None:
    """The one lead, out of parties that were fetched along."""
    return next((party for party in task.parties.all() if party.role == HandlingRole.LEAD), None)


def watches(access: Access, task: Task) -> bool:
    """Whether the person watches it, out of parties that were fetched along."""
    me = access.person_id
    return any(party.role == HandlingRole.WATCH and party.person_id == me for party in task.parties.all())


def supports_of(task: Task) -> list[TaskParty]:
    return [party for party in task.parties.all() if party.role == HandlingRole.SUPPORT]
