"""The auditor's view and the look-up log: who changed what, who saw what, and what stays closed."""

import csv
import datetime as dt
import io
import re
import uuid
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import document, draft, make, sourced

from sauro import organisation
from sauro.journal import lookups
from sauro.journal.actions import Change, erase, record
from sauro.journal.models import Entry, Lookup
from sauro.journal.ports import ports
from sauro.journal.sealer import seal_all
from sauro.journal.verification import keep, verify
from sauro.organisation.models import Person
from sauro.site.audit_words import ACTIONS, KINDS
from sauro.tasks.actions import Held, assign, comment

ADDRESS = "/nhat-ky/"
ROOT = Path(__file__).resolve().parents[2]


def shown(who: Person, address: str = ADDRESS, **asked: str) -> str:
    answer = client_of(who).get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def sealed(ward: Ward, **values: Any) -> Any:
    task = make(ward, **values)
    seal_all()
    return task


# --- who changed what -------------------------------------------------------------------------------------------------


def test_the_auditor_reads_who_did_what_with_a_way_to_the_object(ward: Ward) -> None:
    task = sealed(ward, title="Rà soát điểm úng ngập")
    page = shown(ward.auditor)
    assert ward.clerk.full_name in page
    assert f'href="/nhiem-vu/{task.uid}/"' in page
    assert "Rà soát điểm úng ngập" in page
    assert "tasks.assign" not in page.replace('value="tasks.assign"', "")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("auditor", 200), ("administrator", 200), ("clerk", 403), ("leader", 403), ("division_head", 403),
        ("specialist", 403), ("colleague", 403), ("party_clerk", 403), ("party_specialist", 403), ("outsider", 403),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}xuat.csv", f"{ADDRESS}xuat.xlsx"])
def test_auditor_and_administrator_alone_come_in(ward: Ward, who: str, status: int, address: str) -> None:
    assert client_of(getattr(ward, who)).get(address).status_code == status


def test_a_citizen_is_sent_to_the_door(ward: Ward, citizen: Client) -> None:
    assert citizen.get(ADDRESS)["Location"].startswith("/dang-nhap/")


def test_the_administrator_sees_changes_of_the_system_and_no_work(ward: Ward) -> None:
    sealed(ward, title="Rà soát điểm úng ngập")
    with transaction.atomic():
        record(
            workspace=ward.workspace, actor=ward.administrator.user, action="identity.lock",
            changes=[Change("user", ward.specialist.user.uid, {})],
        )  # fmt: skip
    seal_all()
    page = shown(ward.administrator)
    assert "khóa tài khoản" in page
    assert ward.specialist.full_name in page
    assert "úng ngập" not in page
    assert "úng ngập" not in shown(ward.administrator, text="úng ngập", action="tasks.assign")
    assert client_of(ward.administrator).get(ADDRESS, {"view": "lookups"}).status_code == 403


def test_an_object_outside_the_circle_stands_without_its_words(ward: Ward) -> None:
    order = draft(ward, ward.party_office, agency_id=ward.party.pk, title="Rà soát chi bộ")
    task = assign(rights_of(ward.party_clerk), order)
    comment(rights_of(ward.party_clerk), Held(task.uid), words="Giữ kín")
    seal_all()
    page = shown(ward.auditor)
    assert "Nhiệm vụ ngoài phạm vi được xem" in page
    assert ward.party_clerk.full_name in page
    assert "Rà soát chi bộ" not in page
    assert "Giữ kín" not in page
    assert str(task.uid) not in page
    assert "Không có dòng nào khớp" in shown(ward.auditor, text="chi bộ")


def test_nothing_of_another_ward_is_there(ward: Ward) -> None:
    with transaction.atomic():
        record(
            workspace=ward.elsewhere, actor=ward.outsider.user, action="identity.lock",
            changes=[Change("user", ward.outsider.user.uid, {})],
        )  # fmt: skip
    seal_all()
    Lookup.objects.create(
        workspace=ward.elsewhere, user=ward.outsider.user, view="tasks:task", object_kind="task",
        object_uid=uuid.uuid4(),
    )  # fmt: skip
    for asked in ({}, {"view": "lookups"}, {"person": "Bèo"}):
        assert ward.outsider.full_name not in shown(ward.auditor, **asked)


def test_each_filter_leaves_what_fits(ward: Ward) -> None:
    one = sealed(ward, title="Rà soát điểm úng ngập")
    other = sealed(ward, title="Lập danh sách hộ nghèo")
    comment(rights_of(ward.specialist), Held(one.uid), words="Đã rõ")
    seal_all()
    Entry.objects.filter(object_uid=other.uid).update(at=timezone.now() - dt.timedelta(days=10))
    today = timezone.localdate()
    for asked, has, lacks in (
        ({"person": "nua"}, "Đã rõ", "Lập danh sách"),
        ({"action": "tasks.comment"}, "Đã rõ", "Lập danh sách"),
        ({"object": str(other.uid)}, "Lập danh sách", "úng ngập"),
        ({"text": "ho ngheo"}, "Lập danh sách", "úng ngập"),
        ({"since": f"{today:%d/%m/%Y}"}, "úng ngập", "Lập danh sách"),
        ({"until": f"{today - dt.timedelta(days=5):%d/%m/%Y}"}, "Lập danh sách", "úng ngập"),
    ):
        page = shown(ward.auditor, **asked)
        assert has in page, asked
        assert lacks not in page, asked
    wrong = shown(ward.auditor, since="32/13/2026", action="x", object="y", sau="~")
    assert "Ghi ngày theo mẫu 31/12/2026." in wrong
    assert 'value="32/13/2026"' in wrong


def test_pages_follow_each_other_without_gap_or_repeat(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sauro.journal.audit.changes.__kwdefaults__", {"cursor": "", "size": 3})
    for n in range(8):
        make(ward, title=f"Việc {n}")
    seal_all()
    now = timezone.now()
    Entry.objects.filter(number__lte=5).update(at=now)  # several at one moment
    seen: list[str] = []
    address = ADDRESS
    client = client_of(ward.auditor)
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"mục (\d+)</div>", page)
        more = re.search(r'href="(\?[^"]*sau=[^"]*)"', page)
        address = ADDRESS + more.group(1).replace("&amp;", "&") if more else ""
    assert sorted(map(int, seen)) == list(range(1, 9))


def test_the_number_of_queries_is_the_same_for_one_line_and_for_forty(ward: Ward) -> None:
    client = client_of(ward.auditor)
    counted = []
    for count in (1, 39):
        for n in range(count):
            make(ward, title=f"Việc {n}")
        seal_all()
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 12


def test_what_was_erased_is_told_as_erased(ward: Ward) -> None:
    task = sealed(ward, title="Rà soát điểm úng ngập")
    number = Entry.objects.get(object_uid=task.uid).number
    erase(workspace=ward.workspace, actor=ward.leader.user, numbers=[number], reason="Theo yêu cầu")
    seal_all()
    page = shown(ward.auditor)
    assert "Nội dung đã xóa theo quy định." in page
    assert "xóa nội dung một mục theo quy định" in page


def test_the_page_shows_whether_the_journal_holds(ward: Ward) -> None:
    assert "Chưa kiểm tra" in shown(ward.auditor)
    sealed(ward)
    keep(ward.workspace, verify(ward.workspace), 0.1)
    page = shown(ward.auditor)
    assert "Không mục nào bị sửa" in page
    assert "Dấu chốt gần nhất" in page
    Entry.objects.filter(workspace=ward.workspace).update(action="tasks.cancel")
    keep(ward.workspace, verify(ward.workspace), 0.1)
    assert "1 chỗ không khớp" in shown(ward.auditor)


# --- taken away as a file ---------------------------------------------------------------------------------------------


def test_the_lines_go_out_as_csv_and_workbook_without_formulas(ward: Ward) -> None:
    task = sealed(ward, title='=HYPERLINK("x")')
    client = client_of(ward.auditor)
    answer = client.get(f"{ADDRESS}xuat.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Số mục", "Thời gian", "Người"]
    assert rows[1][4:] == ['\'=HYPERLINK("x")', str(task.uid)]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}xuat.xlsx").content))
    lines = list(book.active.iter_rows(values_only=True))
    assert lines[1][4] == '\'=HYPERLINK("x")'


def test_taking_the_journal_away_stands_in_the_journal(ward: Ward) -> None:
    sealed(ward)
    client_of(ward.auditor).get(f"{ADDRESS}xuat.csv", {"person": "Sậy"})
    entry = Entry.objects.get(action="journal.export")
    assert entry.actor == ward.auditor.user
    assert entry.payload.data == {"lines": 1, "lookups": False, "filters": "person=S%E1%BA%ADy"}


# --- who saw what -----------------------------------------------------------------------------------------------------


def test_opening_a_task_and_a_document_is_noted_and_the_auditor_reads_it(ward: Ward) -> None:
    extraction = document(ward.committee)
    task = make(ward, title="Rà soát điểm úng ngập", **sourced(extraction))
    client = client_of(ward.specialist)
    for address in (f"/nhiem-vu/{task.uid}/", f"/van-ban/{extraction.document.uid}/"):
        assert client.get(address).status_code == 200
    rows = Lookup.objects.order_by("id").values_list("user", "object_kind", "object_uid")
    assert list(rows) == [
        (ward.specialist.user_id, "task", task.uid),
        (ward.specialist.user_id, "document", extraction.document.uid),
    ]
    page = shown(ward.auditor, view="lookups")
    assert ward.specialist.full_name in page
    assert "mở xem" in page
    assert "Rà soát điểm úng ngập" in page


def test_what_one_may_not_open_and_parts_of_a_page_are_not_noted(ward: Ward) -> None:
    task = make(ward)
    assert client_of(ward.colleague).get(f"/nhiem-vu/{task.uid}/").status_code == 404
    client_of(ward.specialist).get(f"/nhiem-vu/{task.uid}/", headers={"HX-Request": "true"})
    client_of(ward.specialist).get("/nhiem-vu/")
    assert not Lookup.objects.exists()


def test_the_note_costs_one_insert_and_never_breaks_a_page(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make(ward)
    client = client_of(ward.specialist)
    client.get(f"/nhiem-vu/{task.uid}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/nhiem-vu/{task.uid}/")
    assert len([each for each in asked if "journal_lookup" in each["sql"]]) == 1

    def fails(**_: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(Lookup.objects, "create", fails)
    assert client.get(f"/nhiem-vu/{task.uid}/").status_code == 200


def test_look_ups_expire(ward: Ward, settings: Any) -> None:
    settings.LOOKUP_DAYS = 30
    now = timezone.now()
    for days in (40, 31, 29, 0):
        Lookup.objects.create(
            workspace=ward.workspace, user=ward.clerk.user, view="tasks:task", object_kind="task",
            object_uid=uuid.uuid4(), at=now - dt.timedelta(days=days),
        )  # fmt: skip
    assert lookups.prune(now) == 2
    assert Lookup.objects.count() == 2


def test_every_address_that_is_noted_exists_and_carries_a_uid() -> None:
    from django.urls import reverse

    for view in ports().opened:
        kwargs = {"uid": uuid.uuid4()} | ({"other": uuid.uuid4()} if view.endswith("comparison") else {})
        assert reverse(view, kwargs=kwargs)


def test_every_action_that_the_product_writes_has_its_words() -> None:
    known = {name for actions in ports().actions.values() for name in actions}
    written = set()
    for path in (ROOT / "src" / "sauro").rglob("*.py"):
        written |= set(re.findall(r'action="([a-z_]+\.[a-z_]+)"', path.read_text("utf-8")))
    assert written - known == set()


def test_every_action_of_the_organisation_has_words() -> None:
    sources = [path.read_text() for path in Path(organisation.__path__[0]).glob("actions/*.py")]
    written = {found for text in sources for found in re.findall(r'write\(\s*access, "(\w+)", "(\w+)"', text)}
    assert len(written) > 15
    assert {f"organisation.{name}" for name, _ in written} <= set(ACTIONS)
    assert {kind for _, kind in written} <= set(KINDS)
