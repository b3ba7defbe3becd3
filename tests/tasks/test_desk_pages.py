"""The desk as a page: what each person finds on it, and what is done in place, with script and without."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, client_of
from tests.tasks.living import take, task_in
from tests.tasks.making import change, document, make, person, sourced

from sauro.organisation.access import Access
from sauro.tasks import registry
from sauro.tasks.life import Step
from sauro.tasks.models import ProgressUpdate, Task, TaskStatus

PEOPLE = (
    "clerk", "leader", "division_head", "specialist", "colleague", "auditor", "administrator", "party_clerk",
    "party_specialist",
)  # fmt: skip


def text_of(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def tiles_in(page: str) -> dict[str, int]:
    """Words of a tile → its number."""
    found = re.findall(r"<b>([\d.]+)\+?</b>([^<]+)</a>", page)
    return {words.strip(): int(number) for number, words in found}


def sent(task: Task, **typed: object) -> dict[str, object]:
    return {"version": task.version, "key": str(uuid.uuid4()), "confidence": "yes", **typed}


def address(task: Task, step: str = "update_progress", query: str = "pham-vi=unit&o=assigned") -> str:
    return f"/ban-lam-viec/{task.uid}/{step}/?{query}"


HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("clerk", ("Của tôi", "Đơn vị tôi", "Cơ quan", "Tạo bởi tôi", "Chờ tôi nghiệm thu", "Đọc văn bản")),
        ("leader", ("Của tôi", "Cơ quan", "Tôi phụ trách", "Chờ tôi nghiệm thu", "Tôi theo dõi")),
        ("division_head", ("Của tôi", "Đơn vị tôi", "Giao cho đơn vị", "Chờ tiếp nhận", "Đơn vị phối hợp")),
        ("specialist", ("Của tôi", "Đơn vị tôi", "Giao cho đơn vị")),
        ("auditor", ("Đang mở", "Chờ nghiệm thu", "Chưa tiếp nhận")),
        ("party_clerk", ("Của tôi", "Cơ quan", "Bàn làm việc còn trống")),
        ("party_specialist", ("Đơn vị tôi", "Bàn làm việc còn trống")),
    ],
)
def test_each_role_finds_its_numbers(ward: Ward, who: str, words: tuple[str, ...]) -> None:
    make(ward, accountable_leader_id=ward.leader.pk)
    page = text_of(client_of(getattr(ward, who)))
    for each in words:
        assert each in page, each


def test_a_specialist_is_offered_no_number_that_could_never_count(ward: Ward) -> None:
    tiles = tiles_in(text_of(client_of(ward.specialist), "/?pham-vi=me"))
    assert list(tiles) == ["Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Chờ tôi nhận", "Giao cho tôi",
                           "Tôi phối hợp", "Tôi theo dõi"]  # fmt: skip


def test_the_administrator_finds_the_system_and_no_content(ward: Ward) -> None:
    make(ward, title="Rà soát điểm úng ngập")
    page = text_of(client_of(ward.administrator))
    assert "Tài khoản người dùng" in page
    assert "Máy chủ" in page
    assert "Rà soát" not in page
    assert not tiles_in(page)


def test_a_tile_opens_the_rows_that_it_counts(ward: Ward) -> None:
    for number in range(13):
        make(ward, title=f"việc số {number}", leads=[person(ward.specialist)])
    client = client_of(ward.specialist)
    assert tiles_in(text_of(client))["Giao cho tôi"] == 13
    first = text_of(client, "/?pham-vi=me&o=assigned")
    further = re.search(r'hx-get="/\?([^"]+)"', first.split('id="pager"')[1])
    assert further is not None
    second = client.get("/?" + further[1].replace("&amp;", "&"), **HTMX).content.decode()
    titles = re.findall(r"việc số \d+", first) + re.findall(r"việc số \d+", second)
    assert sorted(titles) == sorted(f"việc số {number}" for number in range(13))


def test_an_address_that_means_nothing_shows_the_desk(ward: Ward) -> None:
    make(ward)
    for query in ("pham-vi=x", "o=x", "cursor=x", "sua=x", f"sua={uuid.uuid4()}", "pham-vi=agency&o=%00"):
        assert "Giao cho đơn vị" in text_of(client_of(ward.specialist), f"/?{query}"), query


def test_progress_is_reported_in_place_without_script(ward: Ward) -> None:
    task = make(ward)
    client = client_of(ward.specialist)
    page = text_of(client, f"/?pham-vi=unit&sua={task.uid}")
    assert 'name="progress_percent"' in page
    answer = client.post(
        address(task), sent(task, progress_percent=40, done="Đã rà soát hai tuyến"), follow=True
    )
    task.refresh_from_db()
    assert task.progress_percent == 40
    assert answer.redirect_chain[-1][0] == "/?pham-vi=unit&o=assigned"
    assert "Đã ghi: Cập nhật tiến độ" in answer.content.decode()


def test_progress_is_reported_in_place_with_htmx(ward: Ward) -> None:
    task = make(ward)
    client = client_of(ward.specialist)
    form = client.get(address(task), **HTMX).content.decode()
    assert f'id="sua-{task.uid}"' in form
    answer = client.post(
        address(task),
        sent(task, progress_percent=40, done="Đã rà soát"),
        HTTP_HX_TARGET=f"sua-{task.uid}",
        **HTMX,
    ).content.decode()
    assert "40%" in answer
    assert 'id="sua-' not in answer  # the form is gone
    assert answer.count("hx-swap-oob") == 3  # the row, the numbers, what is said aloud
    assert ProgressUpdate.objects.get(task=task).done == "Đã rà soát"


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(ward: Ward) -> None:
    task = make(ward)
    client = client_of(ward.specialist)
    for extra in ({}, HTMX):
        answer = client.post(address(task), sent(task, progress_percent=75, done=""), **extra)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "error-text" in page
        assert re.search(r'value="75" checked', page)
    assert not ProgressUpdate.objects.exists()


def test_two_who_report_at_once_are_told_in_the_row(ward: Ward) -> None:
    task = make(ward)
    seen = sent(task, progress_percent=50, done="Của tôi")
    take(ward.division_head, task, Step.UPDATE_PROGRESS)
    client = client_of(ward.specialist)
    answer = client.post(address(task), seen, **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phạm Văn Tre" in page
    assert "Của tôi" in page
    version = re.search(r'name="version" value="(\d+)"', page.replace('type="hidden" ', ""))
    key = re.search(r'name="key" value="([^"]+)"', page.replace('type="hidden" ', ""))
    assert version is not None
    assert key is not None
    again = seen | {"version": version[1], "key": key[1]}
    assert client.post(address(task), again, **HTMX).status_code == 200
    task.refresh_from_db()
    assert task.progress_percent == 50
    assert client.post(address(task), seen).status_code == 409


def test_a_form_that_is_sent_twice_counts_once(ward: Ward) -> None:
    task = make(ward)
    client, typed = client_of(ward.specialist), sent(task, progress_percent=50, done="Đã làm")
    for _ in range(2):
        assert client.post(address(task), typed, **HTMX).status_code == 200
    assert ProgressUpdate.objects.count() == 1


def test_a_task_is_received_with_one_click_and_leaves_its_tile(ward: Ward) -> None:
    task = make(ward)
    client = client_of(ward.specialist)
    page = text_of(client, "/?pham-vi=unit&o=receipt")
    assert f'action="/ban-lam-viec/{task.uid}/receive/?pham-vi=unit&amp;o=receipt"' in page
    answer = client.post(
        address(task, "receive", "pham-vi=unit&o=receipt"), sent(task), **HTMX
    ).content.decode()
    task.refresh_from_db()
    assert task.received_at is not None
    assert "không còn ở ô này" in answer
    assert tiles_in(answer)["Chờ tiếp nhận"] == 0


def test_a_product_is_handed_in_on_the_page_of_the_task_to_which_the_row_leads(ward: Ward) -> None:
    task = make(ward)
    form = client_of(ward.specialist).get(address(task), **HTMX).content.decode()
    assert f"/nhiem-vu/{task.uid}/?buoc=submit_deliverable#buoc" in form


@pytest.mark.parametrize("who", PEOPLE)
def test_the_desk_takes_steps_from_doers_alone(ward: Ward, who: str) -> None:
    task = make(ward)
    client = client_of(getattr(ward, who))
    status = client.post(address(task), sent(task, progress_percent=40, done="x")).status_code
    does = who in ("division_head", "specialist")
    sees = does or who in ("clerk", "leader", "auditor")
    assert status == (302 if does else 409 if sees else 404)
    task.refresh_from_db()
    assert task.progress_percent == (40 if does else 0)


def test_other_steps_are_not_taken_on_the_desk(ward: Ward) -> None:
    task = make(ward)
    for step in ("cancel", "accept_deliverable", "submit_deliverable", "x"):
        assert client_of(ward.leader).post(address(task, step), sent(task)).status_code == 404


def test_what_waits_for_a_leader_stands_with_its_words(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, accountable_leader_id=ward.leader.pk)
    take(ward.specialist, task, Step.REQUEST_EXTENSION)
    page = text_of(client_of(ward.leader), "/?pham-vi=me&o=decisions")
    assert "Nguyễn Thị Nứa đề nghị gia hạn từ 01/01/2098 đến 01/01/2099: Chờ số liệu" in page
    assert f"/nhiem-vu/{task.uid}/?buoc=extend_deadline#buoc" in page


def test_a_task_is_watched_from_its_page(ward: Ward) -> None:
    task = make(ward)
    client = client_of(ward.leader)
    page = client.post(f"/nhiem-vu/{task.uid}/theo-doi/", follow=True).content.decode()
    assert "Bỏ theo dõi" in page
    assert tiles_in(text_of(client, "/?pham-vi=me"))["Tôi theo dõi"] == 1
    assert (
        "Bỏ theo dõi" not in client.post(f"/nhiem-vu/{task.uid}/bo-theo-doi/", follow=True).content.decode()
    )
    assert tiles_in(text_of(client, "/?pham-vi=me"))["Tôi theo dõi"] == 0


@pytest.fixture
def panel() -> Iterator[None]:
    def fill(access: Access) -> registry.DeskPanel:
        row = registry.PanelRow("Giao ban đầu tuần", "/", "Phòng họp số 2", at="08:00")
        return registry.DeskPanel("meetings", "Cuộc họp hôm nay", [row])

    registry.desk_panels.append(fill)
    yield
    registry.desk_panels.remove(fill)


@pytest.mark.usefixtures("panel")
def test_rooms_above_lay_their_own_on_the_desk(ward: Ward) -> None:
    page = text_of(client_of(ward.specialist))
    assert "Giao ban đầu tuần" in page
    assert "08:00" in page


def test_without_rooms_above_there_is_no_empty_place_for_them(ward: Ward) -> None:
    assert "Cuộc họp" not in text_of(client_of(ward.specialist))


@pytest.mark.parametrize("who", PEOPLE)
def test_a_desk_costs_the_same_number_of_queries_for_any_size(ward: Ward, who: str) -> None:
    client = client_of(getattr(ward, who))

    def fill(many: int) -> None:
        for number in range(many):
            make(ward, leads=[person(ward.specialist)], due_date=dt.date(2098, 1, 1))
            make(
                ward,
                accountable_leader_id=ward.leader.pk,
                **sourced(document(ward.committee, f"{uuid.uuid4()}")),
            )
            change(make(ward, ward.culture), status=TaskStatus.PENDING_ACCEPTANCE)
            make(ward, ward.party_office, agency_id=ward.party.pk, title=f"{number}")

    fill(1)
    text_of(client)
    counted = []
    for many in (0, 6):
        fill(many)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text_of(client)
        counted.append(len(queries))
    assert counted[0] == counted[1], "\n".join(q["sql"][:400] for q in queries.captured_queries)
    # One of them reads from when on a task is due soon, one the steps of procedures that wait.
    assert counted[1] <= 13, "\n".join(query["sql"][:150] for query in queries.captured_queries)
