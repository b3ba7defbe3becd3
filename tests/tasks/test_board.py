"""The list as a board, in groups, and with columns of one's own."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import NOW, day, document, make, sourced, unit
from tests.tasks.test_lists import SEEN, spread  # noqa: F401 - a fixture

from sauro.organisation.models import WorkField
from sauro.tasks.lists import GROUPINGS, MOST, TABS, Filters, counts, page_of
from sauro.tasks.lists.board import CARDS, board_of
from sauro.tasks.lists.groups import SHOWN, groups_of
from sauro.tasks.models import FINISHED, Task, TaskStatus


def _cards(ward: Ward, who: str, filters: Filters) -> dict[str, list[str]]:
    board = board_of(rights_of(getattr(ward, who)), filters, now=NOW)
    return {column.status: [task.title for task in column.rows] for column in board.columns}


@pytest.mark.parametrize("who", SEEN)
def test_a_board_holds_what_the_list_holds(spread: Ward, who: str) -> None:  # noqa: F811
    for number, task in enumerate(Task.objects.order_by("pk")):
        status = TaskStatus.values[number % 9]
        finished = timezone.now() if status in FINISHED else None
        Task.objects.filter(pk=task.pk).update(status=status, finished_at=finished)
    from sauro.tasks.listings import settle

    settle(Task.objects.values_list("pk", flat=True))
    access = rights_of(getattr(spread, who))
    for tab in TABS:
        filters = Filters(tab=tab)
        listed = {task.title: task.status for task in page_of(access, filters, now=NOW, size=100).rows}
        board = board_of(access, filters, now=NOW)
        assert {task.title: column.status for column in board.columns for task in column.rows} == listed
        assert sum(column.count.value for column in board.columns) == len(listed)


def test_a_column_goes_on_behind_its_last_card(ward: Ward) -> None:
    for number in range(CARDS + 3):
        make(ward, title=f"{number:02}", due_date=day(number))
    access, filters = rights_of(ward.clerk), Filters()
    column = next(each for each in board_of(access, filters, now=NOW).columns if each.rows)
    assert [task.title for task in column.rows] == [f"{number:02}" for number in range(CARDS)]
    assert column.count.value == CARDS + 3
    rest = board_of(access, filters, only=column.status, cursor=column.next_cursor, now=NOW).columns
    assert [task.title for task in rest[0].rows] == [f"{number:02}" for number in range(CARDS, CARDS + 3)]
    assert rest[0].next_cursor == ""


def test_filters_narrow_the_columns(ward: Ward) -> None:
    make(ward, title="gấp", due_date=day(-1))
    make(ward, ward.culture, title="sau", due_date=day(30))
    make(ward, title="đang làm", status="in_progress")
    assert _cards(ward, "clerk", Filters(unit_id=ward.culture.pk))["not_started"] == ["sau"]
    assert _cards(ward, "clerk", Filters(deadline="overdue"))["not_started"] == ["gấp"]
    assert _cards(ward, "clerk", Filters(status="in_progress")) == {"in_progress": ["đang làm"]}
    assert list(_cards(ward, "clerk", Filters(tab="completed"))) == ["completed"]


def test_the_moves_of_a_card_are_the_steps_of_the_life(ward: Ward) -> None:
    task = make(ward, status="in_progress")
    page = client_of(ward.specialist).get("/nhiem-vu/?layout=board").content.decode()
    assert f"/nhiem-vu/{task.uid}/?buoc=submit_deliverable&amp;ve=layout%3Dboard#buoc" in page
    assert "→ Chờ nghiệm thu" in page
    for stranger in (ward.auditor, ward.clerk):  # who may not move it is not offered to
        assert "submit_deliverable" not in client_of(stranger).get("/nhiem-vu/?layout=board").content.decode()


def test_a_move_leads_back_to_the_board(ward: Ward) -> None:
    task = make(ward)
    data = {"version": task.version, "key": "0190a6a8-0000-7000-8000-000000000001"}
    answer = client_of(ward.specialist).post(
        f"/nhiem-vu/{task.uid}/receive/?ve=layout%3Dboard%26unit%3D{ward.economy.pk}", data
    )
    assert answer["Location"] == f"/nhiem-vu/?layout=board&unit={ward.economy.pk}"
    task.refresh_from_db()
    assert task.received_at is not None


def test_groups_hold_every_task_once_and_can_be_opened(ward: Ward) -> None:
    field = WorkField.objects.create(workspace=ward.workspace, name="Đô thị")
    source = document(ward.committee)
    for number in range(SHOWN + 2):
        make(ward, title=f"kinh tế {number}", work_field_id=field.pk, accountable_leader_id=ward.leader.pk)
    make(ward, ward.culture, title="văn hóa", **sourced(source))
    access = rights_of(ward.clerk)
    expected = {
        "unit": [("Phòng Kinh tế, Hạ tầng và Đô thị", SHOWN + 2), ("Phòng Văn hóa - Xã hội", 1)],
        "leader": [("Trần Văn Lau", SHOWN + 2), ("", 1)],
        "source": [("214/TB-UBND", 1), ("", SHOWN + 2)],
        "field": [("Đô thị", SHOWN + 2), ("", 1)],
    }
    for by in GROUPINGS:
        found = groups_of(access, Filters(), by, now=NOW)
        assert [(group.name, group.number) for group in found.groups] == expected[by]
        assert not found.capped
        for group in found.groups:
            inside = page_of(access, Filters(within=(by, group.key)), now=NOW, size=50)
            assert len(inside.rows) == group.number
            assert [task.pk for task in group.rows] == [task.pk for task in inside.rows[:SHOWN]]


def test_a_group_goes_on_by_its_last_row(ward: Ward) -> None:
    for number in range(SHOWN + 1):
        make(ward, title=f"việc {number}", due_date=day(number))
    client = client_of(ward.clerk)
    page = client.get("/nhiem-vu/?group=unit").content.decode()
    assert f"việc {SHOWN}" not in page
    cursor = groups_of(rights_of(ward.clerk), Filters(), "unit", now=NOW).groups[0].next_cursor
    rows = client.get(
        f"/nhiem-vu/?group=unit&within={ward.economy.pk}&cursor={cursor}",
        headers={"hx-request": "true", "hx-target": f"group-more-{ward.economy.pk}"},
    ).content.decode()
    assert f"việc {SHOWN}" in rows
    assert "việc 0" not in rows
    assert "<html" not in rows


def test_more_than_a_thousand_tasks_are_said_to_be_cut(ward: Ward, monkeypatch: Any) -> None:
    monkeypatch.setattr("sauro.tasks.lists.groups.MOST", 3)
    for _ in range(5):
        make(ward)
    found = groups_of(rights_of(ward.clerk), Filters(), "unit", now=NOW)
    assert found.capped
    assert found.groups[0].number == 3
    assert (
        "1.000 nhiệm vụ đầu danh sách" in client_of(ward.clerk).get("/nhiem-vu/?group=unit").content.decode()
    )


def test_chosen_columns_stand_in_their_order_with_what_they_say(ward: Ward) -> None:
    field = WorkField.objects.create(workspace=ward.workspace, name="Đô thị")
    make(ward, supports=[unit(ward.culture)], work_field_id=field.pk, accountable_leader_id=ward.leader.pk,
         authority="Chủ tịch UBND")  # fmt: skip
    names = ("field", "authority", "leader", "assigner", "supports", "kind")
    columns = "&".join(f"columns={name}" for name in names)
    page = client_of(ward.clerk).get(f"/nhiem-vu/?{columns}").content.decode()
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.index("Đơn vị phối hợp") < head.index("Lãnh đạo phụ trách") < head.index("Lĩnh vực")
    assert "Sản phẩm" not in head
    for words in ("Đô thị", "Chủ tịch UBND", "Trần Văn Lau", "Lê Thị Sậy", "Phòng Văn hóa - Xã hội"):
        assert words in page.split("<tbody")[1], words


def test_what_narrows_the_list_can_be_taken_away(ward: Ward) -> None:
    page = (
        client_of(ward.clerk)
        .get(
            f"/nhiem-vu/?unit={ward.economy.pk}&q=ra&since=2026-11-01&layout=board&assigner={ward.clerk.user_id}"
        )
        .content.decode()
    )
    chips = page.split('<ul class="chips')[1].split("</ul>")[0]
    assert chips.count('class="chip"') == 4
    assert (
        f'href="/nhiem-vu/?q=ra&amp;assigner={ward.clerk.user_id}&amp;since=2026-11-01&amp;layout=board"'
        in chips
    )
    assert 'href="/nhiem-vu/?layout=board"' in chips


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["clerk", "division_head", "specialist", "colleague"])
@pytest.mark.parametrize(
    "address",
    ["?layout=board", "?group=unit", "?group=source", "?layout=timeline&day=2026-11-02", "?layout=calendar&day=2026-11-16",
     "?layout=calendar&span=week&day=2026-11-16", "?columns=leader&columns=field&columns=assigner&columns=due"],
)  # fmt: skip
def test_every_layout_costs_the_same_number_of_queries_for_any_size(
    ward: Ward, who: str, address: str
) -> None:
    extraction = document(ward.committee)
    for number in range(4):
        make(ward, supports=[unit(ward.culture)], due_date=day(number), **sourced(extraction))
    client = client_of(getattr(ward, who))
    client.get("/nhiem-vu/")
    few = _queries(client, f"/nhiem-vu/{address}")
    for number in range(30):
        source = document(ward.committee, f"{number}/TB-UBND")
        lead = (ward.economy, ward.culture, ward.office)[number % 3]
        make(ward, lead, supports=[unit(ward.groups[0])], due_date=day(number % 5), status=[*TaskStatus.values[:6], "suspended"][number % 7],
             accountable_leader_id=ward.leader.pk, **sourced(source))  # fmt: skip
    assert _queries(client, f"/nhiem-vu/{address}") == few <= 12


def test_the_numbers_of_a_board_stop_at_a_thousand(ward: Ward, monkeypatch: Any) -> None:
    monkeypatch.setattr("sauro.tasks.lists.board.MOST", 2)
    for _ in range(4):
        make(ward)
    column = board_of(rights_of(ward.clerk), Filters(), now=NOW).columns[1]
    assert (column.count.value, replace(column.count, most=2).capped) == (3, True)
    assert counts(rights_of(ward.clerk), Filters(), NOW)["open"].value == 4 <= MOST
