"""The numbers of the desk: each is the rows behind it, for every person, and told once more the slow way."""

import datetime as dt
import random

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.people import Ward, rights_of
from tests.tasks.living import GIVEN, submission, take, task_in
from tests.tasks.making import NOW, change, day, make, person, unit
from tests.tasks.test_lists_told import Told

from sauro.organisation.access import Access
from sauro.organisation.models import Person, Post
from sauro.tasks.actions import Conflict, Held, Refused, assign_many
from sauro.tasks.actions.watching import stop_watching, watch
from sauro.tasks.deadlines import DeadlineState, deadline_state
from sauro.tasks.desk.queries import desk_of, numbers_of, page_of
from sauro.tasks.desk.tiles import AGENCY, ME, UNIT, Scope, Tile, scopes_of
from sauro.tasks.life import Step
from sauro.tasks.lists.pages import MOST
from sauro.tasks.models import FINISHED, ExplanationRequest, ExtensionRequest, Submission, Task, TaskStatus
from sauro.tasks.queries import visible
from sauro.tasks.step_forms import ACTIONS

PEOPLE = (
    "clerk", "leader", "vice_leader", "division_head", "specialist", "colleague", "auditor", "administrator",
    "party_clerk", "party_specialist", "outsider",
)  # fmt: skip


STEPS = (
    Step.APPROVE, Step.RECEIVE, Step.UPDATE_PROGRESS, Step.SUBMIT_FOR_SIGNATURE, Step.SUBMIT_DELIVERABLE, Step.RECALL,
    Step.ACCEPT_DELIVERABLE, Step.RETURN_FOR_REWORK, Step.REQUEST_EXTENSION, Step.EXTEND_DEADLINE, Step.REJECT_EXTENSION,
    Step.EXPLAIN, Step.REQUEST_EXPLANATION, Step.REFUSE, Step.SUSPEND, Step.RESUME, Step.COMMENT,
)  # fmt: skip


def behind(tile: Tile, size: int = 9) -> list[int]:
    """The keys of all rows of a tile, page by page."""
    keys: list[int] = []
    cursor = ""
    while True:
        page = page_of(tile.pile, tile.key, cursor=cursor, size=size)
        keys += [task.pk for task in page.tasks]
        cursor = page.next_cursor
        if not cursor:
            return keys


def every_tile(access: Access) -> list[tuple[Scope, Tile]]:
    return [(scope, tile) for scope in scopes_of(access, NOW) for tile in scope.tiles]


def differing(ward: Ward) -> list[tuple[str, str, str, int, int]]:
    """Tiles whose number is not the number of their rows, or whose rows are not all to be seen."""
    found = []
    for name in PEOPLE:
        access = rights_of(getattr(ward, name))
        may = set(visible(access).values_list("pk", flat=True))
        for scope in scopes_of(access, NOW):
            numbers = numbers_of(scope.tiles)
            for tile in scope.tiles:
                rows = behind(tile)
                if (
                    numbers[tile.key].value != len(rows)
                    or len(set(rows)) != len(rows)
                    or not set(rows) <= may
                ):
                    found.append((name, scope.key, tile.key, numbers[tile.key].value, len(rows)))
    return found


@pytest.fixture
def lives(ward: Ward) -> Told:
    """Tasks in every relation and status, with what somebody waits for."""
    told = Told(ward, seed=11, many=24)
    chance = random.Random(12)  # noqa: S311
    people = [ward.specialist, ward.colleague, ward.clerk, ward.leader]
    for task in Task.objects.all():
        fields = {"received_at": NOW} if chance.random() < 0.4 else {}
        if task.status == TaskStatus.PENDING_ACCEPTANCE:
            submission(task, chance.choice(people))
        elif task.status not in FINISHED and task.due_date and chance.random() < 0.3:
            ExtensionRequest.objects.create(
                task=task, by=chance.choice(people).user, reason="Chờ số liệu", old_date=task.due_date,
                new_date=task.due_date + dt.timedelta(days=9),
            )  # fmt: skip
        if chance.random() < 0.2:
            ExplanationRequest.objects.create(task=task, by=ward.leader.user, question="Vì sao chậm?")
        change(task, **fields)
        if chance.random() < 0.3:
            one = chance.choice(people)
            if visible(rights_of(one)).filter(pk=task.pk).exists():
                watch(rights_of(one), task.uid)
    return told


def test_each_number_is_the_rows_behind_it_and_what_the_words_say(lives: Told) -> None:
    assert differing(lives.ward) == []
    for who in PEOPLE:
        access = rights_of(getattr(lives.ward, who))
        for scope, tile in every_tile(access):
            told = told_of(lives.ward, access, scope.key, tile.key)
            assert set(behind(tile)) == told, (who, scope.key, tile.key)


def told_of(ward: Ward, access: Access, scope: str, tile: str) -> set[int]:
    """What a tile has to hold, told from the tasks one by one."""
    return {
        task.pk for task in visible(access).prefetch_related("parties") if _has(access, task, scope, tile)
    }


def _has(access: Access, task: Task, scope: str, tile: str) -> bool:
    lead = next(party for party in task.parties.all() if party.role == "lead")
    me, user = access.person_id, access.user.pk
    whole = task.parent is None
    whole_of = access.agencies_for("tasks.see_agency")
    units = {u for _, _, u in access.posts if u}
    mine = lead.person_id == me
    opened = task.status not in FINISHED
    answers = task.accountable_leader_id == me and not (
        task.parent and task.parent.accountable_leader_id == me
    )
    guest = any(party.agency_id in whole_of for party in task.parties.all())
    base: dict[str, bool] = {
        ME: mine or answers,
        UNIT: lead.unit_id in units,
        AGENCY: (task.agency_id in whole_of and whole) or guest,
    }
    of: dict[str, bool] = {ME: mine, UNIT: lead.unit_id in units, AGENCY: task.agency_id in whole_of}
    superior = task.agency_id in access.agencies_for("tasks.assign") and (
        task.assigner_id == user or task.accountable_leader_id == me
    )
    asked = ExtensionRequest.objects.filter(task=task, approved=None).first() if opened else None
    state = deadline_state(task, NOW)

    def above(spoke: int | None) -> bool:
        if scope == AGENCY:
            return of[AGENCY]
        return superior and not mine and lead.unit_id not in units and spoke != user

    match tile:
        case "overdue" | "today" | "soon" | "undated":
            wanted = {"overdue": DeadlineState.OVERDUE, "today": DeadlineState.DUE_TODAY,
                      "soon": DeadlineState.DUE_SOON, "undated": DeadlineState.NO_DEADLINE}  # fmt: skip
            return base[scope] and state == wanted[tile]
        case "acceptance":
            handed = Submission.objects.filter(task=task, outcome="").first()
            waits = task.status == TaskStatus.PENDING_ACCEPTANCE
            return waits and (of[UNIT] if scope == UNIT else above(handed.by_id if handed else None))
        case "decisions":
            waits = task.status in (TaskStatus.PENDING_APPROVAL, TaskStatus.AWAITING_SIGNATURE)
            return (waits or asked is not None) and above(asked.by_id if asked else None)
        case "receipt":
            parts = Task.objects.filter(parent=task, is_own_part=False).exclude(status=TaskStatus.CANCELLED)
            fresh = task.status == TaskStatus.NOT_STARTED and task.received_at is None
            return of[scope] and fresh and not parts.exists()
        case "explanations":
            waits = ExplanationRequest.objects.filter(task=task, answered_at=None).exists()
            return of[scope] and waits and task.status != TaskStatus.CANCELLED
        case "assigned":
            return opened and (mine if scope == ME else base[scope])
        case "answered_for":
            return opened and base[ME]
        case "created":
            given = task.assigner_id == user and not (task.parent and task.parent.assigner_id == user)
            return opened and given and task.agency_id in whole_of
        case "supported":
            supports = [party for party in task.parties.all() if party.role == "support"]
            return opened and any(
                (
                    party.person_id == me
                    if scope == ME
                    else party.unit_id in units and lead.unit_id not in units
                )
                for party in supports
            )
        case "watched":
            return opened and any(
                party.role == "watch" and party.person_id == me for party in task.parties.all()
            )
    raise ValueError(tile)


def test_the_rows_come_in_the_order_of_dates(lives: Told) -> None:
    _, tile = next(each for each in every_tile(rights_of(lives.ward.leader)) if each[0].key == AGENCY
                   and each[1].key == "assigned")  # fmt: skip
    rows = [Task.objects.get(pk=pk) for pk in behind(tile)]
    assert len(rows) > 6
    assert rows == sorted(rows, key=lambda task: (task.due_order, task.pk))


def test_numbers_stay_the_rows_while_ten_people_work(ward: Ward) -> None:
    """Random steps by people of different rights, allowed and refused; after each of them nobody's numbers are wrong."""
    chance = random.Random(5)  # noqa: S311
    leads = [unit(ward.economy), unit(ward.culture), person(ward.specialist), unit(ward.office)]
    for _ in range(8):
        make(
            ward, leads=chance.sample(leads, chance.choice((1, 1, 2))), supports=[person(ward.colleague)],
            due_date=dt.date(2098, 1, 1), accountable_leader_id=ward.leader.pk,
        )  # fmt: skip
    workers = [getattr(ward, name) for name in PEOPLE if name not in ("administrator", "outsider")]
    steps = [step for step in STEPS if step != Step.CANCEL]
    taken = 0
    for turn in range(240):
        task = chance.choice(list(Task.objects.all()))
        step, who = chance.choice(steps), chance.choice(workers)
        try:
            ACTIONS[step](rights_of(who), Held(task.uid, task.version), **GIVEN.get(step, {}))
            taken += 1
        except (PermissionDenied, Refused, Conflict, Http404):
            continue
        if taken % 15 == 0:
            assert differing(ward) == [], (turn, step, who)
    assert taken > 15
    assert differing(ward) == []


def number_of(ward: Person, tile: str, scope: str = ME) -> int:
    access = rights_of(ward)
    chosen = next(each for each in scopes_of(access, NOW) if each.key == scope)
    return numbers_of(chosen.tiles)[tile].value


def test_what_is_received_leaves_the_tile(ward: Ward) -> None:
    task = make(ward, leads=[person(ward.specialist)])
    assert number_of(ward.specialist, "receipt") == 1
    take(ward.specialist, task, Step.RECEIVE)
    assert number_of(ward.specialist, "receipt") == 0
    assert number_of(ward.specialist, "assigned") == 1


def test_an_extension_waits_for_the_leader_until_it_is_decided(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, accountable_leader_id=ward.leader.pk)
    take(ward.specialist, task, Step.REQUEST_EXTENSION)
    assert number_of(ward.leader, "decisions") == number_of(ward.leader, "decisions", AGENCY) == 1
    take(ward.leader, task, Step.REJECT_EXTENSION)
    assert number_of(ward.leader, "decisions") == number_of(ward.leader, "decisions", AGENCY) == 0


def test_an_explanation_waits_for_the_unit_until_it_is_given(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    take(ward.leader, task, Step.REQUEST_EXPLANATION)
    assert number_of(ward.division_head, "explanations", UNIT) == 1
    take(ward.division_head, task, Step.EXPLAIN)
    assert number_of(ward.division_head, "explanations", UNIT) == 0


def test_nobody_finds_his_own_work_among_what_he_accepts(ward: Ward) -> None:
    task = make(ward, ward.office)  # the clerk assigned it, and it is the work of her own unit
    change(task, status=TaskStatus.PENDING_ACCEPTANCE)
    submission(task, ward.auditor)
    assert number_of(ward.clerk, "acceptance") == 0
    assert number_of(ward.leader, "acceptance", AGENCY) == 1


def test_who_handed_it_in_for_somebody_outside_does_not_accept_it(ward: Ward) -> None:
    from sauro.tasks.drafts import PartyDraft

    task = make(ward, leads=[PartyDraft(name="Bệnh viện Bến Sậy")])
    take(ward.clerk, task, Step.SUBMIT_DELIVERABLE)
    assert number_of(ward.clerk, "acceptance") == 0


def test_an_order_to_several_units_counts_once_for_who_gave_it(ward: Ward) -> None:
    make(ward, leads=[unit(ward.economy), unit(ward.culture)])
    assert number_of(ward.clerk, "created") == 1
    assert number_of(ward.leader, "receipt", AGENCY) == 2  # and each part is received by itself


def test_watching_counts_and_ends(ward: Ward) -> None:
    task = make(ward)
    access = rights_of(ward.vice_leader)
    watch(access, task.uid)
    watch(access, task.uid)
    assert number_of(ward.vice_leader, "watched") == 1
    stop_watching(access, task.uid)
    stop_watching(access, task.uid)
    assert number_of(ward.vice_leader, "watched") == 0


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_a_task_and_takes_part_may_watch_it(ward: Ward, who: str) -> None:
    task = make(ward)
    access = rights_of(getattr(ward, who))
    sees = visible(access).filter(pk=task.pk).exists()
    if sees and who != "auditor":
        watch(access, task.uid)
        assert task.parties.filter(role="watch", person=access.person_id).count() == 1
        return
    with pytest.raises(PermissionDenied if sees else Http404):
        watch(access, task.uid)


def test_to_watch_opens_nothing_after_a_change_of_post(ward: Ward) -> None:
    task = make(ward, due_date=day(3))
    watch(rights_of(ward.specialist), task.uid)
    assert number_of(ward.specialist, "watched") == 1
    Post.objects.filter(person=ward.specialist).update(unit=ward.culture)
    access = rights_of(ward.specialist)
    assert not visible(access).filter(pk=task.pk).exists()
    assert number_of(ward.specialist, "watched") == 0


def test_the_first_scope_that_has_something_is_shown(ward: Ward) -> None:
    make(ward)
    found = desk_of(rights_of(ward.specialist), NOW)
    assert found is not None
    assert (found.scope.key, found.chosen.tile.key) == (UNIT, "assigned")
    make(ward, leads=[person(ward.specialist)])
    found = desk_of(rights_of(ward.specialist), NOW)
    assert found is not None
    assert (found.scope.key, found.chosen.tile.key) == (ME, "assigned")


def test_whoever_sees_no_task_has_no_numbers(ward: Ward) -> None:
    assert desk_of(rights_of(ward.administrator), NOW) is None


def test_a_number_counts_no_further_than_a_thousand_and_says_so(ward: Ward) -> None:
    from tests.tasks.making import draft

    assign_many(rights_of(ward.clerk), [draft(ward) for _ in range(MOST + 3)])
    found = desk_of(rights_of(ward.division_head), NOW, scope=UNIT)
    assert found is not None
    assert found.chosen.number.capped
    assert found.chosen.number.shown == MOST
    assert len(behind(found.chosen.tile, size=300)) == MOST + 3
