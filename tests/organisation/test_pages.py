"""The pages of the organisation, by each person; forms with good and bad input."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.people import Ward, client_of, rights_of

from sauro.identity.models import User
from sauro.organisation import actions
from sauro.organisation.models import (
    Absence,
    AuthorityRule,
    Delegation,
    FieldAssignment,
    Handover,
    Person,
    Post,
    Unit,
)


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def said(offset: int) -> str:
    return f"{day(offset):%d/%m/%Y}"


OPEN = ("/to-chuc/", "/to-chuc/phu-trach/", "/to-chuc/tham-quyen/", "/to-chuc/uy-quyen/", "/to-chuc/vang-mat/",
        "/to-chuc/ban-giao/", "/to-chuc/vang-mat/them/")  # fmt: skip
BOOKS = ("/to-chuc/nguoi/them/", "/to-chuc/don-vi/them/", "/to-chuc/phu-trach/them/", "/to-chuc/phu-trach/linh-vuc/",
         "/to-chuc/tham-quyen/them/")  # fmt: skip


def fill(ward: Ward) -> None:
    manager = rights_of(ward.administrator)
    field = actions.add_work_field(manager, name="Đô thị")
    actions.add_work_field(manager, name="Ngân sách")
    actions.assign_field(manager, ward.leader, work_field=field, area="Khu vực bờ đê")
    actions.assign_field(manager, ward.leader, unit=ward.economy)
    actions.assign_field(manager, ward.vice_leader, unit=ward.economy, valid_from=day(-3))
    actions.set_authority(
        manager, matter="Cấp giấy phép", position="UBND thành phố", source="Điều 103", level="above", phrases="giấy phép xây dựng"
    )  # fmt: skip
    actions.delegate(
        rights_of(ward.leader), Post.objects.get(person=ward.leader), ward.vice_leader, valid_from=day(0),
        valid_to=day(4), document_text="12/GUQ-UBND", reason="Đi công tác", unit=ward.economy, powers=["decide"],
    )  # fmt: skip
    actions.record_absence(
        rights_of(ward.specialist), ward.specialist, valid_from=day(0), valid_to=day(2), kind="sick", stand_in=ward.colleague
    )  # fmt: skip
    actions.open_handover(
        rights_of(ward.specialist), ward.specialist, ward.committee, last_day=day(9), reason="Điều động"
    )


@pytest.mark.parametrize("who", ["clerk", "leader", "division_head", "specialist", "auditor", "administrator", "party_clerk"])  # fmt: skip
@pytest.mark.parametrize("address", OPEN)
def test_everybody_of_the_ward_sees_who_is_there_and_who_answers(ward: Ward, who: str, address: str) -> None:
    fill(ward)
    answer = client_of(getattr(ward, who)).get(address)
    assert answer.status_code == 200
    assert 'aria-current="page"' in answer.content.decode()


@pytest.mark.parametrize("address", OPEN)
def test_another_ward_sees_nothing_of_it(ward: Ward, address: str) -> None:
    fill(ward)
    text = client_of(ward.outsider).get(address).content.decode()
    for name in ("Đồng Lau", ward.leader.full_name, ward.specialist.full_name, "Cấp giấy phép", "Đô thị"):
        assert name not in text


@pytest.mark.parametrize("who", ["clerk", "leader", "division_head", "specialist", "auditor", "party_clerk", "outsider"])  # fmt: skip
@pytest.mark.parametrize("address", BOOKS)
def test_only_the_administrator_keeps_the_books(ward: Ward, who: str, address: str) -> None:
    client = client_of(getattr(ward, who))
    assert client.get(address).status_code == 403
    assert client.post(address, {}).status_code == 403
    assert client_of(ward.administrator).get(address).status_code == 200


def test_pages_cost_the_same_for_any_number_of_people(ward: Ward, django_assert_max_num_queries: Any) -> None:
    fill(ward)
    client = client_of(ward.administrator)
    for address in OPEN:
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_a_person_of_the_ward_has_a_page(ward: Ward) -> None:
    fill(ward)
    address = f"/to-chuc/nguoi/{ward.vice_leader.uid}/"
    text = client_of(ward.specialist).get(address).content.decode()
    assert "Hành động thay mặt" in text or ward.leader.full_name in text
    assert client_of(ward.outsider).get(address).status_code == 404
    assert client_of(ward.outsider).get(f"/to-chuc/don-vi/{ward.economy.uid}/").status_code == 404


def test_the_administrator_adds_a_person_with_login_and_post(ward: Ward) -> None:
    client = client_of(ward.administrator)
    form = {"full_name": "Lò Thị Ổi", "username": "Oi.Lo", "place": f"u.{ward.culture.uid}", "title": "Chuyên viên",
            "role": "specialist", "valid_from": said(0)}  # fmt: skip
    answer = client.post("/to-chuc/nguoi/them/", form)
    assert answer.status_code == 200
    assert "Mật khẩu dùng một lần" in answer.content.decode()
    person = Person.objects.get(full_name="Lò Thị Ổi")
    assert person.user is not None
    assert person.user.username == "oi.lo"
    assert person.user.one_time_until is not None
    assert Post.objects.get(person=person).unit == ward.culture
    again = client.post("/to-chuc/nguoi/them/", form)
    assert again.status_code == 422
    assert "đã có người dùng" in again.content.decode()
    assert 'value="Lò Thị Ổi"' in again.content.decode()
    assert Person.objects.filter(full_name="Lò Thị Ổi").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "a b"), ("username", "Ổi"), ("full_name", " "), ("place", "u.x"), ("valid_from", "31/02/2026"), ("role", "king")],
)  # fmt: skip
def test_bad_input_for_a_person_is_told_and_nothing_is_stored(ward: Ward, field: str, value: str) -> None:
    form = {"full_name": "Lò Thị Ổi", "username": "oi", "place": f"u.{ward.culture.uid}", "title": "Chuyên viên",
            "role": "specialist", "valid_from": said(0), field: value}  # fmt: skip
    form["username"] = value if field == "username" else "oilo"
    answer = client_of(ward.administrator).post("/to-chuc/nguoi/them/", form)
    assert answer.status_code == 422
    assert "error-text" in answer.content.decode()
    assert not Person.objects.filter(full_name="Lò Thị Ổi").exists()
    assert not User.objects.filter(username__in=("oilo", "a b", "ổi")).exists()


def test_posts_are_given_and_ended(ward: Ward) -> None:
    client = client_of(ward.administrator)
    form = {
        "place": f"u.{ward.economy.uid}",
        "title": "Phụ trách",
        "role": "division_head",
        "valid_from": said(0),
    }
    address = f"/to-chuc/nguoi/{ward.colleague.uid}/chuc-danh/"
    assert client.post(address, form | {"valid_to": said(-1)}).status_code == 422
    assert client.post(address, form).status_code == 302
    post = Post.objects.get(person=ward.colleague, title="Phụ trách")
    assert client.post(f"/to-chuc/chuc-danh/{post.uid}/thoi-giu/", {"last_day": said(5)}).status_code == 302
    post.refresh_from_db()
    assert post.valid_to == day(5)


def test_units_are_added_renamed_merged_and_ended(ward: Ward) -> None:
    client = client_of(ward.administrator)
    form = {"agency": ward.committee.uid, "name": "Tổ quy hoạch", "kind": "other", "valid_from": said(-30),
            "parent": ward.economy.uid}  # fmt: skip
    assert client.post("/to-chuc/don-vi/them/", form).status_code == 302
    assert client.post("/to-chuc/don-vi/them/", form).status_code == 422
    unit = Unit.objects.get(name="Tổ quy hoạch")
    change = {
        "name": "Tổ quy hoạch và kiến trúc",
        "kind": "other",
        "parent": ward.culture.uid,
        "version": unit.version,
    }
    assert client.post(f"/to-chuc/don-vi/{unit.uid}/sua/", change).status_code == 302
    assert "Tổ quy hoạch<" in client.get(f"/to-chuc/don-vi/{unit.uid}/").content.decode()
    stale = client.post(f"/to-chuc/don-vi/{unit.uid}/sua/", change, follow=True)
    assert "người khác vừa thay đổi" in stale.content.decode().lower()
    unit.refresh_from_db()
    merge = {"into": ward.economy.uid, "last_day": said(-1), "version": unit.version}
    assert (
        client.post(f"/to-chuc/don-vi/{unit.uid}/sap-nhap/", merge | {"last_day": said(0)}).status_code == 422
    )
    assert client.post(f"/to-chuc/don-vi/{unit.uid}/sap-nhap/", merge).status_code == 302
    assert "Tổ quy hoạch và kiến trúc" in client.get("/to-chuc/").content.decode()
    assert (
        client.post(f"/to-chuc/don-vi/{ward.culture.uid}/ket-thuc/", {"last_day": said(1)}).status_code == 302
    )


def test_a_leader_delegates_on_the_page(ward: Ward) -> None:
    client = client_of(ward.leader)
    post = Post.objects.get(person=ward.leader)
    form = {"post": post.uid, "delegate": ward.vice_leader.uid, "valid_from": said(0), "valid_to": said(4),
            "document_text": "12/GUQ-UBND", "reason": "Đi công tác", "powers": ["decide"]}  # fmt: skip
    assert client.post("/to-chuc/uy-quyen/them/", form | {"reason": ""}).status_code == 422
    assert client.post("/to-chuc/uy-quyen/them/", form).status_code == 302
    made = Delegation.objects.get()
    assert client.post("/to-chuc/uy-quyen/them/", form).status_code == 422  # sent twice
    address = f"/to-chuc/uy-quyen/{made.uid}/cham-dut/"
    assert client_of(ward.specialist).post(address, {"reason": "x", "version": 1}).status_code == 403
    assert client.post(address, {"reason": "Đã về", "version": made.version}).status_code == 302
    made.refresh_from_db()
    assert made.ended_at is not None


def test_an_absence_is_recorded_and_ended_on_the_page(ward: Ward) -> None:
    client = client_of(ward.specialist)
    form = {"person": ward.specialist.uid, "kind": "leave", "valid_from": said(0), "valid_to": said(4),
            "stand_in": ward.colleague.uid}  # fmt: skip
    assert client.post("/to-chuc/vang-mat/them/", form | {"person": ward.leader.uid}).status_code == 422
    assert client.post("/to-chuc/vang-mat/them/", form).status_code == 302
    absence = Absence.objects.get()
    address = f"/to-chuc/vang-mat/{absence.uid}/ket-thuc/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": absence.version}).status_code == 302
    absence.refresh_from_db()
    assert absence.cancelled_at is not None


def test_fields_and_authority_are_entered_and_ended_on_the_page(ward: Ward) -> None:
    client = client_of(ward.administrator)
    answer = {"leader": ward.leader.uid, "unit": ward.economy.uid, "valid_from": said(0)}
    assert client.post("/to-chuc/phu-trach/them/", answer | {"unit": ""}).status_code == 422
    assert client.post("/to-chuc/phu-trach/them/", answer).status_code == 302
    row = FieldAssignment.objects.get()
    end = {"last_day": said(3), "version": row.version}
    assert client.post(f"/to-chuc/phu-trach/{row.uid}/ket-thuc/", end).status_code == 302
    rule = {
        "matter": "Cấp phép",
        "level": "ward",
        "position": "Chủ tịch",
        "source": "Điều 1",
        "valid_from": said(0),
    }
    assert client.post("/to-chuc/tham-quyen/them/", rule).status_code == 422
    assert client.post("/to-chuc/tham-quyen/them/", rule | {"phrases": "cấp phép"}).status_code == 302
    made = AuthorityRule.objects.get()
    end = {"last_day": said(-1), "version": made.version}
    assert client.post(f"/to-chuc/tham-quyen/{made.uid}/ket-thuc/", end).status_code == 422


def test_a_handover_is_opened_on_the_page_of_a_person(ward: Ward) -> None:
    address = f"/to-chuc/nguoi/{ward.specialist.uid}/ban-giao/"
    form = {"agency": ward.committee.uid, "last_day": said(9), "reason": "Điều động"}
    assert client_of(ward.colleague).post(address, form).status_code == 403
    assert client_of(ward.administrator).post(address, form).status_code == 302
    assert Handover.objects.get().person == ward.specialist
    assert client_of(ward.leader).post(address, form).status_code == 422  # one is open already
