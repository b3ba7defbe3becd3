import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.people import Ward, rights_of
from tests.tasks.making import NOW, day, document, make, person, sourced, unit

from sauro.organisation.access import Access
from sauro.organisation.models import Post, Role, WorkField
from sauro.tasks import queries
from sauro.tasks.clarity import missing
from sauro.tasks.deadlines import DeadlineState, deadline_state
from sauro.tasks.listings import settle
from sauro.tasks.lists import MOST, TABS, Filters, counts, page_of
from sauro.tasks.models import Task, TaskStatus

EVERYTHING = Filters(tab="all")


def titles(access: Access, filters: Filters = EVERYTHING) -> list[str]:
    return [task.title for task in page_of(access, filters, now=NOW, size=500).rows]


def walk(access: Access, filters: Filters, size: int) -> Iterator[list[Task]]:
    cursor = ""
    while True:
        page = page_of(access, filters, cursor=cursor, now=NOW, size=size)
        yield page.rows
        cursor = page.next_cursor
        if not cursor:
            return


@pytest.fixture
def spread(ward: Ward) -> Ward:
    """Tasks in every relation that somebody may have to them."""
    make(ward, title="của phòng Kinh tế")
    make(ward, ward.culture, title="của phòng Văn hóa", supports=[unit(ward.economy)])
    make(ward, ward.office, title="của Văn phòng")
    make(ward, leads=[person(ward.colleague)], title="của một người")
    make(ward, ward.party_office, agency_id=ward.party.pk, title="của Đảng ủy")
    make(ward, ward.culture, agency_id=ward.party.pk, title="Đảng ủy giao Văn hóa")
    make(ward, ward.party_office, title="UBND nhờ Đảng ủy")
    make(
        ward,
        leads=[unit(group) for group in ward.groups],
        title="của tổ dân phố",
        accountable_leader_id=ward.colleague.pk,
    )
    return ward


COMMITTEE = {
    "của phòng Kinh tế",
    "của phòng Văn hóa",
    "của Văn phòng",
    "của một người",
    "UBND nhờ Đảng ủy",
    "của tổ dân phố",
}
CROSSING = {"Đảng ủy giao Văn hóa"}
SEEN = {
    "clerk": COMMITTEE | CROSSING,
    "leader": COMMITTEE | CROSSING,
    "auditor": COMMITTEE | CROSSING,
    "division_head": {"của phòng Kinh tế", "của phòng Văn hóa"},
    "specialist": {"của phòng Kinh tế", "của phòng Văn hóa"},
    "colleague": {"của phòng Văn hóa", "của một người", "Đảng ủy giao Văn hóa", "của tổ dân phố"},
    "party_clerk": {"của Đảng ủy", "Đảng ủy giao Văn hóa", "UBND nhờ Đảng ủy"},
    "party_specialist": {"của Đảng ủy", "UBND nhờ Đảng ủy"},
    "administrator": set(),
    "outsider": set(),
}


@pytest.mark.parametrize("who", SEEN)
def test_everybody_sees_his_own(spread: Ward, who: str) -> None:
    access = rights_of(getattr(spread, who))
    assert {task.title for task in queries.visible(access)} == SEEN[who]
    assert set(titles(access)) == SEEN[who]
    assert counts(access, EVERYTHING, NOW)["all"].value == len(titles(access))


def test_a_post_that_has_ended_shows_nothing(spread: Ward) -> None:
    Post.objects.filter(person=spread.specialist).update(valid_to=dt.date(2020, 1, 1))
    assert titles(rights_of(spread.specialist)) == []


def test_two_posts_show_both_sides_once(spread: Ward) -> None:
    Post.objects.create(
        workspace=spread.workspace,
        person=spread.clerk,
        agency=spread.party,
        role=Role.RECORDS_CLERK,
        title="Văn thư",
    )
    seen = titles(rights_of(spread.clerk))
    assert len(seen) == len(set(seen)) == 8
    assert counts(rights_of(spread.clerk), EVERYTHING, NOW)["all"].value == 8


def test_an_order_to_several_is_one_row_until_a_unit_is_asked_for(spread: Ward) -> None:
    access = rights_of(spread.clerk)
    assert titles(access).count("của tổ dân phố") == 1
    group = spread.groups[1]
    rows = page_of(access, Filters(tab="all", unit_id=group.pk), now=NOW).rows
    assert [queries.lead_of(row).unit for row in rows] == [group]
    assert rows[0].parent_id is not None


def test_pages_never_skip_or_repeat_while_rows_come_in(ward: Ward) -> None:
    for number in range(23):
        make(ward, title=f"cũ {number}", due_date=day(number % 5) if number % 4 else None)
    for filters in (Filters(), Filters(tab="all")):
        seen: list[int] = []
        before = set(Task.objects.values_list("pk", flat=True))
        for number, rows in enumerate(walk(rights_of(ward.clerk), filters, 4)):
            seen += [row.pk for row in rows]
            make(ward, title=f"mới {filters.tab} {number}", due_date=day(number))
            make(ward, title=f"mới {filters.tab} {number}")
        assert len(seen) == len(set(seen))
        assert before <= set(seen)


def test_dates_stand_in_order_and_none_comes_last(ward: Ward) -> None:
    for offset in (5, None, -3, 0, None, 5):
        make(ward, title=f"{offset}", due_date=None if offset is None else day(offset))
    rows = [row for rows in walk(rights_of(ward.specialist), Filters(), 2) for row in rows]
    assert [row.title for row in rows] == ["-3", "0", "5", "5", "None", "None"]
    newest = page_of(rights_of(ward.clerk), Filters(newest_first=True), now=NOW).rows
    assert [row.pk for row in newest] == sorted((row.pk for row in rows), reverse=True)


def test_each_filter_asks_what_it_says(ward: Ward) -> None:
    field = WorkField.objects.create(workspace=ward.workspace, name="Đô thị")
    first, second = document(ward.committee, "1/KH-UBND"), document(ward.committee, "22/TB-UBND")
    make(ward, title="Nạo vét mương thoát nước", due_date=day(-1), work_field_id=field.pk, **sourced(first))
    make(
        ward,
        ward.culture,
        title="Tổ chức hội thi",
        due_date=day(2),
        accountable_leader_id=ward.leader.pk,
        **sourced(second),
    )
    make(ward, ward.office, title="Trực lễ", kind="standing", supports=[unit(ward.culture)])
    make(
        ward,
        ward.office,
        title="Đủ sáu rõ",
        due_date=day(30),
        accountable_leader_id=ward.vice_leader.pk,
        deliverable="Báo cáo",
        authority="Chủ tịch",
    )
    access = rights_of(ward.clerk)
    asked = {
        "search": ("NAO VET", {"Nạo vét mương thoát nước"}),
        "unit_id": (ward.culture.pk, {"Tổ chức hội thi", "Trực lễ"}),
        "work_field_id": (field.pk, {"Nạo vét mương thoát nước"}),
        "leader_id": (ward.leader.pk, {"Tổ chức hội thi"}),
        "document_id": (second.document_id, {"Tổ chức hội thi"}),
        "status": ("not_started", {"Nạo vét mương thoát nước", "Tổ chức hội thi", "Trực lễ", "Đủ sáu rõ"}),
        "deadline": ("overdue", {"Nạo vét mương thoát nước"}),
        "kind": ("standing", {"Trực lễ"}),
        "incomplete": (True, {"Nạo vét mương thoát nước", "Tổ chức hội thi", "Trực lễ"}),
    }
    for name, (value, expected) in asked.items():
        assert set(titles(access, Filters(tab="all", **{name: value}))) == expected, name
    for words in ("mương", "muong thoat", "22/tb-ubnd", "phong van hoa hoi thi"):
        assert titles(access, replace(EVERYTHING, search=words)), words
    assert titles(access, replace(EVERYTHING, search="muong khong co")) == []


def test_each_tab_counts_the_rows_that_it_shows(ward: Ward) -> None:
    for offset in (-4, -1, 0, 1, 3, 4, 20, None):
        due = None if offset is None else day(offset)
        for status in TaskStatus.values:
            finished = NOW if status in ("completed", "cancelled") else None
            make(ward, due_date=due, status=status, finished_at=finished)
        make(ward, due_date=due, due_time=dt.time(8))
    make(ward, kind="standing")
    make(ward, kind="recurring", rrule="FREQ=WEEKLY")
    for who in (ward.clerk, ward.specialist, ward.colleague):
        access = rights_of(who)
        numbers = counts(access, Filters(), NOW)
        for tab in TABS:
            assert numbers[tab].value == len(titles(access, Filters(tab=tab))), tab


def test_the_filter_and_the_word_of_a_row_are_one_line(ward: Ward) -> None:
    for offset in (-4, -1, 0, 1, 3, 4, 20, None):
        for hour in (None, dt.time(8), dt.time(9), dt.time(20)):
            make(
                ward,
                due_date=None if offset is None else day(offset),
                due_time=hour if offset is not None else None,
            )
    for status in TaskStatus.values:
        make(
            ward,
            due_date=day(-1),
            status=status,
            finished_at=NOW if status in ("completed", "cancelled") else None,
        )
    make(ward, kind="standing")
    access = rights_of(ward.clerk)
    every = page_of(access, EVERYTHING, now=NOW, size=500).rows
    for state in DeadlineState:
        listed = {
            row.pk for row in page_of(access, Filters(tab="all", deadline=state), now=NOW, size=500).rows
        }
        assert listed == {row.pk for row in every if deadline_state(row, NOW) == state}, state
    lacking = {row.pk for row in page_of(access, Filters(tab="all", incomplete=True), now=NOW, size=500).rows}
    assert lacking == {row.pk for row in every if missing(row)}


def test_a_tab_counts_no_further_than_a_thousand(ward: Ward) -> None:
    made = Task.objects.bulk_create(
        Task(workspace=ward.workspace, agency=ward.committee, title="x", accountable_leader=ward.colleague)
        for _ in range(MOST + 1)
    )
    settle(task.pk for task in made)
    for reader, most in ((ward.clerk, True), (ward.colleague, True), (ward.specialist, False)):
        number = counts(rights_of(reader), Filters(), NOW)["open"]
        assert (number.shown, number.capped) == ((MOST, True) if most else (0, False))
    made[0].status, made[0].finished_at = TaskStatus.COMPLETED, NOW
    made[0].save()
    settle([made[0].pk])
    number = counts(rights_of(ward.clerk), Filters(), NOW)["open"]
    assert (number.shown, number.capped) == (MOST, False)
