"""The large workspace: the rows that work by hand would have left, a journal that verifies, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.tasks.making import listings_from_tasks, stored_listings

from sauro.documents.models import Extraction
from sauro.identity.models import User, Workspace
from sauro.journal import queries as journal
from sauro.journal.models import Entry, Payload
from sauro.journal.verification import verify
from sauro.organisation.access import access_of
from sauro.organisation.models import Agency, Person, Post, Unit
from sauro.site.cli import demo as command
from sauro.site.demo.city import CITY_ACCOUNTS, accounts
from sauro.site.demo.city.grow import grow
from sauro.site.demo.city.rows import Table
from sauro.tasks.actions import assign
from sauro.tasks.actions.base import follow_parts
from sauro.tasks.drafts import PartyDraft, TaskDraft
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    DueChange,
    HandlingRole,
    Listing,
    Outcome,
    Submission,
    Task,
    TaskParty,
    TaskStatus,
)
from sauro.tasks.queries import visible
from sauro.tasks.sentences import sentence_of
from sauro.vietnamese.text import fold

pytestmark = pytest.mark.django_db
COUNT = 1_200


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Workspace]:
    """A city, made once for the tests of this file and rolled back behind them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield grow(COUNT)
        transaction.set_rollback(True)


def people(username: str) -> Any:
    return access_of(User.objects.get(username=username))


def test_the_city_has_its_bodies_and_as_many_tasks_as_asked_for(city: Workspace) -> None:
    mine = {"workspace": city}
    assert Unit.objects.filter(**mine).count() == 200
    assert Person.objects.filter(**mine).count() == Post.objects.filter(**mine).count() == 5_000
    assert Agency.objects.filter(**mine).count() == 4
    assert Task.objects.filter(**mine).count() == COUNT
    for account in CITY_ACCOUNTS:
        assert User.objects.get(username=account.username).workspace == city


def test_every_row_refers_to_rows_that_are_there(city: Workspace) -> None:
    connection.check_constraints()
    for task in Task.objects.filter(workspace=city).select_related("agency", "document", "extraction"):
        assert task.agency.workspace_id == city.pk
        assert (task.document is None) == (task.extraction is None) == (task.quote == "")


def test_the_journal_of_the_city_verifies(city: Workspace) -> None:
    verdict = verify(city)
    assert verdict.holds, verdict.faults[:5]
    assert verdict.entries > 2 * COUNT


def test_settling_the_tasks_anew_changes_nothing(city: Workspace) -> None:
    before = set(Listing.objects.values_list())
    settle(Task.objects.filter(workspace=city).values_list("pk", flat=True))
    assert set(Listing.objects.values_list()) == before
    assert stored_listings() == listings_from_tasks()


def test_an_order_to_several_units_stands_as_its_parts_do(city: Workspace) -> None:
    wholes = Task.objects.filter(
        workspace=city, pk__in=Task.objects.filter(parent__isnull=False).values("parent")
    )
    assert wholes.count() > 3
    assert [follow_parts(whole) for whole in wholes] == [{} for _ in wholes]


def test_a_dealt_task_has_the_very_columns_of_one_made_by_the_action(city: Workspace) -> None:
    clerk = people(accounts.CLERK)
    fresh = Task.objects.filter(
        workspace=city, agency__in=clerk.agencies_for("tasks.assign"), parent=None, received_at=None,
        status=TaskStatus.NOT_STARTED, version=1, let_out_reason="",
    ).exclude(pk__in=Task.objects.filter(parent__isnull=False).values("parent"))  # fmt: skip
    compared = 0
    for made in fresh.select_related("document", "extraction")[:20]:
        parties = list(TaskParty.objects.filter(task=made).order_by("id").select_related("unit"))
        drafts = {
            role: [PartyDraft(each.unit_id, each.person_id) for each in parties if each.role == role]
            for role in (HandlingRole.LEAD, HandlingRole.SUPPORT)
        }
        draft = TaskDraft(
            agency_id=made.agency_id, title=made.title, leads=drafts[HandlingRole.LEAD],
            supports=drafts[HandlingRole.SUPPORT], kind=made.kind, due_date=made.due_date,
            due_text=made.due_text, rrule=made.rrule, deliverable=made.deliverable,
            accountable_leader_id=made.accountable_leader_id, work_field_id=made.work_field_id,
            proposed=made.proposed, document=made.document, extraction=made.extraction,
            span_start=made.span_start, span_end=made.span_end, quote=made.quote,
        )  # fmt: skip
        by_hand = Task.objects.get(pk=assign(clerk, draft).pk)
        assert _columns(made) == _columns(by_hand)
        entries = [
            Entry.objects.filter(object_uid=task.uid, action="tasks.assign").get() for task in (made, by_hand)
        ]
        told = [Payload.objects.get(entry=entry).data for entry in entries]
        assert told[0] == told[1]
        compared += 1
    assert compared > 5


def _columns(task: Task) -> dict[str, Any]:
    own = {"id", "uid", "created_at", "changed_at", "heard_at", "assigner_id"}
    return {field.attname: getattr(task, field.attname) for field in task._meta.concrete_fields
            if field.attname not in own}  # fmt: skip


def test_a_sentence_of_a_task_stands_in_its_source(city: Workspace) -> None:
    sourced = Task.objects.filter(workspace=city, document__isnull=False).select_related("extraction")
    for task in sourced[:50]:
        assert task.extraction.text[task.span_start : task.span_end] == task.quote
    assert Extraction.objects.filter(document__workspace=city).count() > 10


def test_every_state_is_dealt_and_has_its_rows(city: Workspace) -> None:
    mine = Task.objects.filter(workspace=city)
    statuses = Counter(mine.values_list("status", flat=True))
    assert set(statuses) == set(TaskStatus)
    parts = mine.exclude(pk__in=mine.filter(parent__isnull=False).values("parent"))
    waiting = parts.filter(status=TaskStatus.PENDING_ACCEPTANCE)
    assert {task.pk for task in waiting} == set(
        Submission.objects.filter(task__in=mine, outcome="").values_list("task", flat=True)
    )
    for task in parts.filter(status=TaskStatus.COMPLETED):
        assert Submission.objects.get(task=task, outcome=Outcome.ACCEPTED).at == task.finished_at
    assert not mine.filter(finished_at__gt=timezone.now()).exists()
    for change in DueChange.objects.filter(task__in=mine).select_related("task"):
        assert change.task.due_date == change.new_date


def test_the_history_of_a_task_tells_its_life_in_order(city: Workspace) -> None:
    task = Task.objects.filter(workspace=city, status=TaskStatus.COMPLETED, parent=None).exclude(
        pk__in=Task.objects.filter(parent__isnull=False).values("parent")
    )[0]
    events = journal.history(people(accounts.CLERK), task.uid)
    assert [event.action for event in events][-1] == "tasks.assign"
    assert events[0].action in ("tasks.accept_deliverable", "tasks.comment")
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert all("tasks." not in sentence_of(event).words for event in events)


def test_one_person_sees_one_task_in_a_hundred(city: Workspace) -> None:
    seen = visible(people(accounts.RARE)).count()
    assert abs(seen - COUNT / 100) <= 3


def test_the_city_grows_and_its_journal_goes_on(city: Workspace) -> None:
    with transaction.atomic():
        before = Entry.objects.filter(workspace=city).count()
        assert grow(COUNT - 5) == city
        assert Entry.objects.filter(workspace=city).count() == before
        grow(COUNT + 60)
        assert Task.objects.filter(workspace=city).count() == COUNT + 60
        assert verify(city).holds
        assert stored_listings() == listings_from_tasks()
        transaction.set_rollback(True)


def test_the_same_day_and_seed_deal_the_same_city(city: Workspace) -> None:
    from sauro.site.demo.city import bodies
    from sauro.site.demo.city.orders import Orders

    def deal(seed: int) -> list[Any]:
        orders = Orders(bodies.load(city), today, now, have=0, count=300, seed=seed)
        orders.deal(300)
        return [[row[1:] for row in table.rows] for table in (*orders.tables, orders.chain.entries)]

    today = timezone.localdate() - timedelta(days=1)
    now = int(timezone.now().timestamp())
    assert deal(7) == deal(7)
    assert deal(7) != deal(8)


def test_a_column_whose_default_changes_must_be_named() -> None:
    with pytest.raises(ValueError, match="uid"):
        Table(Task)
    with pytest.raises(ValueError, match="colour"):
        Table(Task, "colour")


def test_search_finds_a_dealt_task_without_diacritics(city: Workspace) -> None:
    task = Task.objects.filter(workspace=city).earliest("id")
    assert fold(task.title) in task.search_text


def test_the_welcome_names_the_accounts_of_the_large_workspace_only_where_there_is_one() -> None:
    assert accounts.RARE not in command.welcome(8000)
    shown = command.welcome(8000, large=100_000)
    assert "100.000" in shown
    assert all(account.username in shown for account in CITY_ACCOUNTS)
