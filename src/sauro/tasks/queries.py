"""Which tasks a person may see, and one of them with all that its page shows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Substr
from django.http import Http404

from sauro.documents.models import Document, Extraction
from sauro.documents.queries import visible as visible_documents
from sauro.organisation.access import ROLES, Access, lends
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
    found = (
        visible(access)
        .filter(uid=uid)
        .select_related(
            "agency", "document", "accountable_leader", "work_field", "assigner", "received_by", "parent"
        )
    )
    task = found.prefetch_related(with_parties()).first()
    if task is None:
        raise Http404
    return task


@dataclass(frozen=True, slots=True)
class RollUp:
    """How far the children of a parent are: '7/12 đơn vị'."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def roll_ups(parent_ids: Iterable[int]) -> dict[int, RollUp]:
    """For the parents among these tasks; children that were cancelled do not count. One query."""
    rows = (
        Task.objects.filter(parent_id__in=list(parent_ids))
        .exclude(status=TaskStatus.CANCELLED)
        .values("parent_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(status=TaskStatus.COMPLETED)))
        .order_by()
    )
    return {row["parent_id"]: RollUp(row["done"], row["total"]) for row in rows}


@dataclass(slots=True)
class Names:
    """Who is in a task, by name."""

    lead: str = ""
    supports: list[str] = field(default_factory=list)


def names_in(task_ids: Iterable[int]) -> dict[int, Names]:
    """Lead and supports of these tasks. One query, and no object for each party: a list shows names alone."""
    named = Coalesce("unit__name", "person__full_name", "name")
    rows = TaskParty.objects.filter(
        task_id__in=list(task_ids), role__in=(HandlingRole.LEAD, HandlingRole.SUPPORT)
    ).order_by("id")
    found: dict[int, Names] = defaultdict(Names)
    for task_id, role, name in rows.values_list("task_id", "role", named):
        if role == HandlingRole.LEAD:
            found[task_id].lead = name
        else:
            found[task_id].supports.append(name)
    return found


def children_of(access: Access, task: Task) -> list[Task]:
    """The children that the person may see, in the order of their making."""
    return list(visible(access).filter(parent=task).select_related("document").order_by("id"))


def has_parts(task: Task) -> bool:
    """Whether it is an order to several units, whose parts are tasks of their own."""
    return Task.objects.filter(parent=task).exclude(status=TaskStatus.CANCELLED).exists()


def parent_of(access: Access, task: Task) -> Task | None:
    """The parent, where the person may see it."""
    return visible(access).filter(pk=task.parent_id).first() if task.parent_id else None


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


def excerpt_of(access: Access, task: Task) -> Excerpt | None:
    """The sentence with the words around it; alone where the person may not see the document. None without a source."""
    if not task.quote:
        return None
    if task.extraction_id is None or task.span_start is None or task.span_end is None:
        return Excerpt("", _plain(task.quote), "")
    first, length = max(task.span_start - AROUND, 0), task.span_end - task.span_start
    at = task.span_start - first
    window = Substr("text", first + 1, at + length + AROUND)  # the whole text never leaves the database
    allowed = visible_documents(access).filter(pk=task.document_id)
    found = Extraction.objects.filter(pk=task.extraction_id, document__in=allowed).values_list(
        window, flat=True
    )
    text = found.first()
    if text is None:
        return Excerpt("", _plain(task.quote), "")
    before = text[:at] if first == 0 else _from_a_word(text[:at])
    after = text[at + length :]
    cut = len(after) == AROUND
    return Excerpt(
        _plain(before), _plain(text[at : at + length]), _plain(_to_a_word(after) if cut else after)
    )


def _plain(text: str) -> str:
    """Without the marks of bold type and headings."""
    return text.replace("*", "").replace("#", "")


def _from_a_word(text: str) -> str:
    head, gap, rest = text.partition(" ")
    return f"… {rest}" if gap and len(head) < 40 else text


def _to_a_word(text: str) -> str:
    rest, gap, tail = text.rpartition(" ")
    return f"{rest} …" if gap and len(tail) < 40 else text


def document_of(access: Access, task: Task) -> Document | None:
    """The source, where the person may open it."""
    return visible_documents(access).filter(pk=task.document_id).first() if task.document_id else None


def lead_of(task: Task) -> TaskParty | None:
    """The one lead, out of parties that were fetched along."""
    return next((party for party in task.parties.all() if party.role == HandlingRole.LEAD), None)


def supports_of(task: Task) -> list[TaskParty]:
    return [party for party in task.parties.all() if party.role == HandlingRole.SUPPORT]
