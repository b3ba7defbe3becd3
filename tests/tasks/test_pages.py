import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import Ward, client_of
from tests.tasks.making import change, document, make, sourced, unit

from sauro.journal.sealer import seal
from sauro.organisation.models import Person
from sauro.tasks.registry import source_links


def today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the page's own day


def test_the_list_shows_what_a_row_needs(ward: Ward) -> None:
    extraction = document(ward.committee)
    make(
        ward,
        supports=[unit(ward.culture)],
        deliverable="Danh mục",
        due_date=today() - dt.timedelta(days=3),
        **sourced(extraction),
    )
    page = client_of(ward.clerk).get("/nhiem-vu/").content.decode()
    for words in (
        "Rà soát điểm úng ngập", "214/TB-UBND", "2.4", "Phòng Kinh tế, Hạ tầng và Đô thị", "phối hợp: Phòng Văn hóa - Xã hội",
        "Danh mục", "Quá hạn 3 ngày", "Chưa thực hiện", "4/6", "Còn thiếu: trách nhiệm, thẩm quyền",
    ):  # fmt: skip
        assert words in page, words
    assert " style=" not in page


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", True), ("leader", True), ("auditor", True), ("division_head", True), ("specialist", True),
        ("colleague", False), ("administrator", False), ("party_clerk", False), ("party_specialist", False), ("outsider", False),
    ],
)  # fmt: skip
def test_list_and_page_for_each_role(ward: Ward, who: str, seen: bool) -> None:
    task = make(ward, title="Rà soát điểm úng ngập")
    client = client_of(getattr(ward, who))
    answer = client.get("/nhiem-vu/")
    assert answer.status_code == 200
    assert ("Rà soát điểm úng ngập" in answer.content.decode()) is seen
    assert client.get(f"/nhiem-vu/{task.uid}/").status_code == (200 if seen else 404)


def test_the_address_in_a_row_is_that_of_the_task(ward: Ward) -> None:
    task = make(ward)
    assert (
        f'href="{reverse("tasks:task", args=[task.uid])}"'
        in client_of(ward.clerk).get("/nhiem-vu/").content.decode()
    )


def test_a_citizen_goes_to_the_door(ward: Ward, citizen: Client) -> None:
    task = make(ward)
    for address in ("/nhiem-vu/", f"/nhiem-vu/{task.uid}/"):
        answer = citizen.get(address)
        assert answer.status_code == 302
        assert "next=" in answer["Location"]


def test_the_page_marks_the_sentence_in_its_context(ward: Ward) -> None:
    task = make(ward, **sourced(document(ward.committee)))
    page = client_of(ward.clerk).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert (
        '<mark class="found on">Rà soát, lập danh mục điểm úng ngập; hoàn thành trước ngày 30/11/2026.</mark>'
        in page
    )
    assert "Công khai kết quả hằng tuần" in page
    assert "**" not in page


def test_who_may_not_see_the_document_reads_the_sentence_alone(ward: Ward) -> None:
    task = make(ward, agency_id=ward.party.pk, **sourced(document(ward.party)))
    own = client_of(ward.party_clerk).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "Công khai kết quả hằng tuần" in own
    for person in (ward.specialist, ward.clerk):  # the task is their unit's; the paper is the Party's
        page = client_of(person).get(f"/nhiem-vu/{task.uid}/").content.decode()
        assert "Rà soát, lập danh mục điểm úng ngập" in page
        assert "Công khai kết quả hằng tuần" not in page


def test_the_page_of_an_order_rolls_up(ward: Ward) -> None:
    parent = make(ward, leads=[unit(group) for group in ward.groups])
    child = parent.children.order_by("id").first()
    change(child, status="completed", finished_at=dt.datetime.now(dt.UTC), progress_percent=100)
    page = client_of(ward.clerk).get(f"/nhiem-vu/{parent.uid}/").content.decode()
    assert "1/3 đơn vị" in page
    assert page.count("Tổ dân phố số") >= 3
    assert f"/nhiem-vu/{parent.uid}/" in client_of(ward.clerk).get(f"/nhiem-vu/{child.uid}/").content.decode()
    listed = client_of(ward.clerk).get("/nhiem-vu/").content.decode()
    assert "1/3 đơn vị" in listed
    assert listed.count("Rà soát điểm úng ngập") == 1


def test_the_page_tells_what_happened(ward: Ward) -> None:
    task = make(ward)
    seal(ward.workspace.pk)
    page = client_of(ward.specialist).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "<b>Lê Thị Sậy</b> đã giao nhiệm vụ" in page


def test_a_room_above_gives_the_link_to_the_source(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    task = make(ward, **sourced(document(ward.committee)))
    monkeypatch.setattr(
        "sauro.tasks.registry.source_links", [lambda _, task: f"/duyet/{task.document.uid}/#t1"]
    )
    page = client_of(ward.clerk).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert f'href="/duyet/{task.document.uid}/#t1"' in page
    assert isinstance(source_links, list)


def test_a_title_is_never_markup(ward: Ward) -> None:
    task = make(ward, title="<script>alert(1)</script>", deliverable="<b>x", due_text="<i>")
    client = client_of(ward.clerk)
    for address in ("/nhiem-vu/", f"/nhiem-vu/{task.uid}/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>x" not in page


@pytest.mark.parametrize(
    "query",
    [
        "cursor=x",
        "cursor=20261340.5",
        "cursor=99999999999999999999",
        "tab=nothing",
        "unit=x",
        "unit=999999",
        "status=x",
        "source=abc",
        "q=%00",
    ],
)
def test_a_mangled_address_still_shows_a_list(ward: Ward, query: str) -> None:
    make(ward)
    assert client_of(ward.clerk).get(f"/nhiem-vu/?{query}").status_code == 200


def test_htmx_gets_the_results_or_further_rows_alone(ward: Ward) -> None:
    for number in range(25):
        make(ward, title=f"Việc {number:02}")
    client = client_of(ward.clerk)
    results = client.get(
        "/nhiem-vu/?q=viec", headers={"HX-Request": "true", "HX-Target": "results"}
    ).content.decode()
    assert "<html" not in results
    assert results.count("<tr>") == 16
    assert 'id="tabs"' in results
    address = results.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rows = client.get(address, headers={"HX-Request": "true", "HX-Target": "task-rows"}).content.decode()
    assert rows.count("<tr>") == 10
    assert "<table" not in rows
    whole = client.get(address).content.decode()
    assert "Về đầu danh sách" in whole


def test_further_filters_come_when_they_are_asked_for(ward: Ward) -> None:
    extraction = document(ward.committee)
    make(ward, title="Có nguồn", **sourced(extraction))
    make(ward, title="Không nguồn")
    client = client_of(ward.clerk)
    usual = client.get("/nhiem-vu/?q=nguon").content.decode()
    assert 'name="source"' not in usual
    assert 'href="?q=nguon&amp;more=on"' in usual  # works without script
    assert 'name="source"' in client.get("/nhiem-vu/?q=nguon&more=on").content.decode()
    part = client.get(
        "/nhiem-vu/?more=on", headers={"HX-Request": "true", "HX-Target": "more"}
    ).content.decode()
    assert 'name="source"' in part
    assert "Có nguồn" not in part
    chosen = client.get(f"/nhiem-vu/?source={extraction.document.uid}").content.decode()
    assert "Có nguồn" in chosen
    assert "Không nguồn" not in chosen
    assert f'<option value="{extraction.document.uid}" selected>' in chosen


def test_paper_says_whose_it_is_and_which_view(ward: Ward) -> None:
    task = make(ward)
    client = client_of(ward.clerk)
    page = client.get("/nhiem-vu/?tab=all&status=not_started&q=ra%20soat&missing=on").content.decode()
    assert '<p class="print-only">Tất cả · “ra soat” · Chưa thực hiện · còn thiếu 6 rõ</p>' in page
    for address, name in (
        ("/nhiem-vu/", ward.workspace.name),
        (f"/nhiem-vu/{task.uid}/", ward.committee.name),
    ):
        printed = (
            client.get(address)
            .content.decode()
            .split('<p class="print-only print-head">')[1]
            .split("</p>")[0]
        )
        assert f"<b>{name}</b>" in printed
        assert "in lúc" in printed
        assert ward.clerk.full_name in printed


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["clerk", "division_head", "specialist", "colleague"])
def test_pages_cost_the_same_number_of_queries_for_any_size(ward: Ward, who: str) -> None:
    extraction = document(ward.committee)
    person: Person = getattr(ward, who)
    for _ in range(10):
        make(ward, supports=[unit(ward.culture)], accountable_leader_id=ward.leader.pk, **sourced(extraction))
    parent = make(ward, leads=[unit(ward.economy), unit(ward.culture)])
    client = client_of(person)
    client.get("/nhiem-vu/")  # the first visit stores its session
    few = (
        _queries(client, "/nhiem-vu/"),
        _queries(client, f"/nhiem-vu/{parent.uid}/" if who == "clerk" else "/nhiem-vu/?q=ra"),
    )
    for number in range(30):
        make(
            ward,
            supports=[unit(ward.culture), unit(ward.office)],
            **sourced(document(ward.committee, f"{number}/TB-UBND")),
        )
    many = (
        _queries(client, "/nhiem-vu/"),
        _queries(client, f"/nhiem-vu/{parent.uid}/" if who == "clerk" else "/nhiem-vu/?q=ra"),
    )
    assert few == many
    assert many[0] <= 12, many
    assert many[1] <= 20, many
