"""The list against one that is told task by task, over invented data, for every role and every filter."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from tests.people import Ward, rights_of
from tests.tasks.making import NOW, day, document, listings_from_tasks, person, sourced, stored_listings, unit

from sauro.organisation.access import Access
from sauro.organisation.models import Post, Role, WorkField
from sauro.tasks import queries
from sauro.tasks.actions import assign_many
from sauro.tasks.clarity import missing
from sauro.tasks.deadlines import DUE_SOON_DAYS, DeadlineState, deadline_state
from sauro.tasks.drafts import PartyDraft, TaskDraft
from sauro.tasks.listings import settle
from sauro.tasks.lists import NEWEST_FIRST, TABS, Filters, counts, page_of
from sauro.tasks.models import FINISHED, WITHOUT_END, Listing, Task, TaskKind, TaskStatus
from sauro.vietnamese.text import fold

WORDS = ("Rà soát điểm úng ngập", "Báo cáo tháng", "Nạo vét mương", "Tổ chức hội thi", "Công khai thủ tục")
HOURS = (None, None, dt.time(8), dt.time(9), dt.time(20))


class Told:
    """A ward full of tasks in every relation, and its list told the slow way."""

    def __init__(self, ward: Ward, seed: int, many: int = 70) -> None:
        self.ward, self.chance = ward, random.Random(seed)  # noqa: S311
        self.fields = [
            WorkField.objects.create(workspace=ward.workspace, name=name) for name in ("Đô thị", "Y tế")
        ]
        self.sources = [document(ward.committee, f"{number}/TB-UBND") for number in (1, 2)]
        self.units = [ward.office, ward.economy, ward.culture, *ward.groups, ward.party_office]
        drafts = [self._draft() for _ in range(many)]
        for clerk, agency in ((ward.clerk, ward.committee), (ward.party_clerk, ward.party)):
            assign_many(rights_of(clerk), [each for each in drafts if each.agency_id == agency.pk])
        made = list(Task.objects.all())
        for task in made:
            status = self.chance.choice([*TaskStatus.values, *[TaskStatus.IN_PROGRESS] * 6])
            if task.kind == TaskKind.STANDING and status == TaskStatus.COMPLETED:
                status = TaskStatus.SUSPENDED
            Task.objects.filter(pk=task.pk).update(
                status=status, finished_at=NOW if status in FINISHED else None
            )
        settle(task.pk for task in made)
        self.tasks = list(Task.objects.select_related("parent", "document").prefetch_related("parties"))

    def _draft(self) -> TaskDraft:
        chance, ward = self.chance, self.ward
        kind = chance.choice(("one_off", "one_off", "one_off", "recurring", "standing"))
        due = day(chance.randint(-6, 8)) if kind != "standing" and chance.random() < 0.7 else None
        return TaskDraft(
            agency_id=chance.choice((ward.committee, ward.committee, ward.party)).pk,
            title=chance.choice(WORDS),
            leads=[self._party() for _ in range(chance.choice((1, 1, 1, 2, 3)))],
            supports=[self._party() for _ in range(chance.choice((0, 0, 1, 2)))],
            kind=kind,
            due_date=due,
            due_time=chance.choice(HOURS) if due else None,
            rrule="FREQ=WEEKLY" if kind == "recurring" else "",
            deliverable=chance.choice(("", "Báo cáo")),
            authority=chance.choice(("", "Chủ tịch")),
            accountable_leader_id=chance.choice((None, ward.leader.pk, ward.colleague.pk, ward.clerk.pk)),
            work_field_id=chance.choice([None, *(field.pk for field in self.fields)]),
            **(sourced(chance.choice(self.sources)) if chance.random() < 0.4 else {}),
        )

    def _party(self) -> PartyDraft:
        ward = self.ward
        people = (ward.specialist, ward.colleague, ward.clerk, ward.party_specialist)
        return self.chance.choice(
            [unit(one) for one in self.units]
            + [person(one) for one in people]
            + [PartyDraft(name="Bệnh viện Bến Sậy")]
        )

    def rows(self, access: Access, filters: Filters) -> list[int]:
        """The keys of the tasks that the list has to show, in its order."""
        found = [
            task
            for task in self.tasks
            if self._has(access, task, filters)
            and self._in_tab(task, filters.tab)
            and self._fits(task, filters)
        ]
        newest = filters.newest_first or filters.tab in NEWEST_FIRST
        found.sort(key=lambda task: (-task.pk,) if newest else (task.due_date or WITHOUT_END, task.pk))
        return [task.pk for task in found]

    def _has(self, access: Access, task: Task, filters: Filters) -> bool:
        whole = access.agencies_for("tasks.see_agency")
        me = access.person_id if whole or access.agencies_for("tasks.see_unit") else None
        parties = list(task.parties.all())
        mine = any(party.person_id == me for party in parties) if me else False
        guest = any(party.agency_id in whole for party in parties)
        units = access.units_for("tasks.see_unit")
        answers = me is not None and task.accountable_leader_id == me
        if filters.unit_id is not None:
            acts = any(
                party.unit_id == filters.unit_id and party.role in ("lead", "support") for party in parties
            )
            ours = any(party.unit_id in units for party in parties)
            return acts and (task.agency_id in whole or mine or guest or ours or answers)
        # Units of an agency of which he sees all are seen through it.
        narrow = {unit for _, agency, unit in access.posts if agency not in whole and unit in units}
        ours = any(party.unit_id in narrow for party in parties)
        top = task.parent is None
        answers = answers and (top or task.parent.accountable_leader_id != me)
        return (task.agency_id in whole and top) or guest or mine or ours or answers

    def _in_tab(self, task: Task, tab: str) -> bool:
        state = deadline_state(task, NOW)
        days = (task.due_date - NOW.date()).days if task.due_date else None
        return {
            "open": task.status not in FINISHED,
            "overdue": state == DeadlineState.OVERDUE,
            "soon": state in (DeadlineState.DUE_TODAY, DeadlineState.DUE_SOON)
            and days is not None
            and days <= DUE_SOON_DAYS,
            "acceptance": task.status == TaskStatus.PENDING_ACCEPTANCE,
            "undated": state == DeadlineState.NO_DEADLINE,
            "completed": task.status == TaskStatus.COMPLETED,
            "all": True,
        }[tab]

    def _fits(self, task: Task, filters: Filters) -> bool:
        return (
            all(word in task.search_text for word in fold(filters.search).split())
            and filters.work_field_id in (None, task.work_field_id)
            and filters.leader_id in (None, task.accountable_leader_id)
            and filters.document_id in (None, task.document_id)
            and filters.status in ("", task.status)
            and filters.deadline in ("", deadline_state(task, NOW))
            and filters.kind in ("", task.kind)
            and (not filters.incomplete or bool(missing(task)))
            and filters.assigner_id in (None, task.assigner_id)
            and (filters.since is None or (task.due_date is not None and task.due_date >= filters.since))
            and (filters.until is None or (task.due_date is not None and task.due_date <= filters.until))
            and (filters.within is None or self._key(task, filters.within[0]) == filters.within[1])
        )

    def _key(self, task: Task, by: str) -> int:
        if by == "unit":
            return next(party.unit_id for party in task.parties.all() if party.role == "lead") or 0
        names = {"leader": "accountable_leader_id", "source": "document_id", "field": "work_field_id"}
        return getattr(task, names[by]) or 0

    def asked(self) -> Iterator[Filters]:
        """Each filter alone with one of its values, then some together, under any tab."""
        values = {
            "search": ["nao VET", "bao cao dong", "to dan pho", "không có"],
            "unit_id": [one.pk for one in self.units],
            "work_field_id": [one.pk for one in self.fields],
            "leader_id": [self.ward.leader.pk, self.ward.colleague.pk],
            "document_id": [one.document_id for one in self.sources],
            "status": list(TaskStatus.values),
            "deadline": list(DeadlineState),
            "kind": list(TaskKind.values),
            "incomplete": [True],
            "newest_first": [True],
            "assigner_id": [self.ward.clerk.user_id, self.ward.party_clerk.user_id],
            "since": [day(0), day(3)],
            "until": [day(-1), day(4)],
            "within": [
                *(("unit", key) for key in (0, self.units[1].pk)),
                *(("leader", key) for key in (0, self.ward.leader.pk)),
                *(("source", key) for key in (0, self.sources[0].document_id)),
                *(("field", key) for key in (0, self.fields[0].pk)),
            ],
        }
        assert values.keys() | {"tab"} == {each.name for each in fields(Filters)}
        for tab in TABS:
            yield Filters(tab=tab)
        for name, each in values.items():
            yield Filters(tab=self.chance.choice(["all", "open", *TABS]), **{name: self.chance.choice(each)})
        for _ in range(6):
            some = self.chance.sample(sorted(values), 2)
            chosen = {name: self.chance.choice(values[name]) for name in some}
            yield Filters(tab=self.chance.choice(list(TABS)), **chosen)


def walked(access: Access, filters: Filters, size: int) -> list[int]:
    """The keys of all pages, one after the other."""
    found, cursor = [], ""
    while True:
        page = page_of(access, filters, cursor=cursor, now=NOW, size=size)
        assert len(page.rows) <= size
        assert page.names.keys() <= {row.pk for row in page.rows}
        found += [row.pk for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_list_is_the_one_that_is_told_task_by_task(ward: Ward, seed: int) -> None:
    Post.objects.create(  # one who sees all of an agency, and works in a unit of another
        workspace=ward.workspace,
        person=ward.colleague if seed == 2 else ward.party_specialist,
        agency=ward.party if seed == 2 else ward.committee,
        role=Role.RECORDS_CLERK,
        title="Văn thư",
    )
    told = Told(ward, seed)
    for name, who in {**ward.people, "outsider": ward.outsider}.items():
        access = rights_of(who)
        for filters in told.asked():
            size = told.chance.choice((4, 9, 40))
            expected = told.rows(access, filters)
            assert walked(access, filters, size) == expected, (name, filters)
        for filters in told.chance.sample(list(told.asked()), 5):
            numbers = {tab: number.value for tab, number in counts(access, filters, NOW).items()}
            under = {tab: len(told.rows(access, replace(filters, tab=tab))) for tab in TABS}
            assert numbers == under, (name, filters)


def test_a_list_shows_nothing_that_its_reader_may_not_open(ward: Ward) -> None:
    told = Told(ward, seed=4)
    for name, who in {**ward.people, "outsider": ward.outsider}.items():
        access = rights_of(who)
        may = set(queries.visible(access).values_list("pk", flat=True))
        assert set(walked(access, Filters(tab="all"), 100)) <= may, name
        by_unit = {
            key for one in told.units for key in walked(access, Filters(tab="all", unit_id=one.pk), 100)
        }
        assert by_unit <= may, name


def test_the_migration_fills_the_lists_of_tasks_that_were_there(ward: Ward) -> None:
    Told(ward, seed=5)
    before = stored_listings()
    Listing.objects.all().delete()
    fill = import_module("sauro.tasks.migrations.0007_listings_by_part").fill
    fill(apps, SimpleNamespace(connection=connection))
    with connection.cursor() as cursor:  # what a later one makes of series
        cursor.execute(import_module("sauro.tasks.migrations.0012_clock_begins").SERIES)
    assert stored_listings() == before == listings_from_tasks()
    assert len(before) > 150
