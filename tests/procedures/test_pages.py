"""Pages of procedures and cases: who sees them, what they say, forms that keep what was typed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.people import Ward, client_of, rights_of
from tests.procedures.making import (
    AMOUNT,
    LEADER,
    SLIP,
    does,
    fresh,
    held,
    issued,
    open_run,
    started,
    step,
    version_of,
)

from sauro.organisation.models import Person
from sauro.procedures import actions, queries
from sauro.procedures.definition import REVISE, Definition, read_definition
from sauro.procedures.models import Case, CaseState, Procedure, Version, VersionState

KEY = "018f0000-0000-7000-8000-00000000000a"


def text(person: Person, address: str, status: int = 200) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "seen"),
    [("clerk", True), ("leader", True), ("division_head", True), ("specialist", True), ("auditor", True),
     ("administrator", False), ("party_clerk", False), ("outsider", False)],
)  # fmt: skip
def test_who_sees_a_procedure(ward: Ward, who: str, seen: bool) -> None:
    version = version_of(issued(ward))
    person = getattr(ward, who)
    assert ("Phiếu trình" in text(person, "/quy-trinh/").split("<main")[1]) is seen
    page = text(person, f"/quy-trinh/ban/{version.uid}/", 200 if seen else 404)
    assert ("2 ngày làm việc" in page) is seen
    assert " style=" not in page


def test_a_draft_is_for_those_who_write(ward: Ward) -> None:
    draft = actions.create(rights_of(ward.clerk), ward.committee.pk, name="Nháp", definition=SLIP)
    text(ward.division_head, f"/quy-trinh/ban/{draft.uid}/")
    for person in (ward.specialist, ward.auditor, ward.administrator, ward.outsider):
        text(person, f"/quy-trinh/ban/{draft.uid}/", 404)
    assert "Nháp" not in text(ward.specialist, "/quy-trinh/")


def test_the_path_says_who_what_until_when_and_where_it_goes(ward: Ward) -> None:
    page = text(ward.clerk, f"/quy-trinh/ban/{version_of(issued(ward)).uid}/")
    for told in ("2 ngày làm việc", "Kinh phí từ 50", "3. Leader", "Trưởng đơn vị của người mở hồ sơ"):
        assert told in page, told


def test_a_case_is_started_acted_on_and_its_trail_printed(ward: Ward) -> None:
    procedure = issued(ward)
    client = client_of(ward.specialist)
    address = f"/quy-trinh/{procedure.uid}/bat-dau/"
    empty = client.post(address, {"key": KEY, "title": "Mua máy in"})
    assert empty.status_code == 422
    assert "Mua máy in" in empty.content.decode()
    client.post(address, {"key": KEY, "title": "Mua máy in", "f_amount": "60,5", "f_event": "30/11/2026"})
    case = Case.objects.get()
    assert case.data == {"amount": "60.5", "event": "2026-11-30"}
    head = client_of(ward.division_head)
    assert "Mua máy in" in head.get("/quy-trinh/ho-so/").content.decode()
    run = open_run(case)
    done = head.post(
        f"/quy-trinh/ho-so/{case.uid}/buoc/{run.uid}/",
        {"key": KEY, "outcome": "agree", "words": "Nhất trí trình"},
    )
    assert done.status_code == 302
    trail = text(ward.specialist, f"/quy-trinh/ho-so/{case.uid}/phieu/")
    for told in ("Nhất trí trình", "Phạm Văn Tre", "60,5", "30/11/2026"):
        assert told in trail, told


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("leader", 200), ("division_head", 200), ("specialist", 200), ("auditor", 200),
     ("colleague", 404), ("administrator", 404), ("party_clerk", 404), ("party_specialist", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_opens_a_case(ward: Ward, who: str, status: int) -> None:
    case = started(issued(ward), ward.specialist)
    text(getattr(ward, who), f"/quy-trinh/ho-so/{case.uid}/", status)
    text(getattr(ward, who), f"/quy-trinh/ho-so/{case.uid}/phieu/", status)


def test_a_citizen_is_asked_to_log_in(ward: Ward, citizen: object) -> None:
    for address in ("/quy-trinh/", "/quy-trinh/ho-so/", "/quy-trinh/thu-vien/"):
        assert citizen.get(address).status_code == 302  # type: ignore[attr-defined]


def test_the_form_of_a_step_is_for_who_has_it(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    assert "/buoc/" in text(ward.division_head, f"/quy-trinh/ho-so/{case.uid}/")
    assert "/buoc/" not in text(ward.clerk, f"/quy-trinh/ho-so/{case.uid}/")


def test_an_own_matter_says_so(ward: Ward) -> None:
    case = started(issued(ward, Definition(fields=(AMOUNT,), steps=(step("leader", LEADER),))), ward.leader)
    page = text(ward.leader, f"/quy-trinh/ho-so/{case.uid}/")
    assert "việc của chính" in page
    assert "/buoc/" not in page


def test_a_return_by_the_page_keeps_its_reason(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    head = client_of(ward.division_head)
    address = f"/quy-trinh/ho-so/{case.uid}/tra-lai/"
    assert head.post(address, {"key": KEY, "to": REVISE, "words": " "}).status_code == 422
    assert head.post(address, {"key": KEY, "to": REVISE, "words": "Thiếu báo giá"}).status_code == 302
    assert "Thiếu báo giá" in text(ward.specialist, f"/quy-trinh/ho-so/{case.uid}/")
    mended = {"key": KEY, "f_amount": "70"}
    run = open_run(case)
    assert (
        client_of(ward.specialist).post(f"/quy-trinh/ho-so/{case.uid}/buoc/{run.uid}/", mended).status_code
        == 302
    )
    assert open_run(case).key == "head"


def test_who_acts_second_is_told_who_was_first(ward: Ward) -> None:
    definition = Definition(fields=(AMOUNT,), steps=(step("leader", LEADER), step("number", LEADER)))
    case = started(issued(ward, definition), ward.specialist)
    run = open_run(case)
    does(case, ward.leader)
    answer = client_of(ward.vice_leader).post(
        f"/quy-trinh/ho-so/{case.uid}/buoc/{run.uid}/", {"key": KEY, "outcome": "agree"}
    )
    assert answer.status_code == 409
    assert "Trần Văn Lau" in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "typed", "who"),
    [("tam-dung", {"words": "Chờ"}, "clerk"), ("gia-han", {"new_date": "30/12/2027", "words": "Chờ"}, "clerk"),
     ("thu-hoi", {"words": "Thôi"}, "specialist"), ("chuyen-giao", {"words": "Vắng"}, "clerk")],
)  # fmt: skip
def test_the_other_acts(ward: Ward, act: str, typed: dict[str, str], who: str) -> None:
    case = started(issued(ward), ward.specialist)
    person = getattr(ward, who)
    page = text(person, f"/quy-trinh/ho-so/{case.uid}/?lam={act}")
    assert f"/ho-so/{case.uid}/{act}/" in page
    if act == "gia-han":
        typed = {
            **typed,
            "new_date": rights_of(person).on.replace(year=rights_of(person).on.year).strftime("%d/%m/%Y"),
        }
        assert (
            client_of(person).post(f"/quy-trinh/ho-so/{case.uid}/{act}/", {"key": KEY, **typed}).status_code
            == 422
        )
        return
    if act == "chuyen-giao":
        typed = {**typed, "to": str(ward.colleague.uid)}
    answer = client_of(person).post(f"/quy-trinh/ho-so/{case.uid}/{act}/", {"key": KEY, **typed})
    assert answer.status_code == 302, answer.content.decode()


def test_a_suspended_case_is_resumed_by_the_page(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    actions.suspend(rights_of(ward.clerk), case.uid, reason="Chờ")
    answer = client_of(ward.clerk).post(
        f"/quy-trinh/ho-so/{case.uid}/tiep-tuc/", {"key": KEY, "words": "Xong"}
    )
    assert answer.status_code == 302
    assert fresh(case).state == CaseState.RUNNING


def test_an_unknown_act_is_not_there(ward: Ward) -> None:
    case = started(issued(ward), ward.specialist)
    assert client_of(ward.clerk).post(f"/quy-trinh/ho-so/{case.uid}/khac/", {"key": KEY}).status_code == 404
    assert held(case)


@pytest.mark.parametrize("tab", ["desk", "open", "mine", "finished", "x"])
def test_the_lists_of_cases(ward: Ward, tab: str) -> None:
    started(issued(ward), ward.specialist)
    text(ward.specialist, f"/quy-trinh/ho-so/?tab={tab}&q=may&sau=1")


def test_a_procedure_of_the_library_is_taken_over_and_issued(ward: Ward) -> None:
    clerk = client_of(ward.clerk)
    answer = clerk.post("/quy-trinh/thu-vien/", {"agency": ward.committee.pk, "key": "nghi-phep"})
    version = Version.objects.get()
    assert answer["Location"].endswith(f"/quy-trinh/ban/{version.uid}/")
    day = rights_of(ward.leader).on.strftime("%d/%m/%Y")
    assert clerk.post(f"/quy-trinh/ban/{version.uid}/ban-hanh/", {"valid_from": day}).status_code == 403
    client_of(ward.leader).post(
        f"/quy-trinh/ban/{version.uid}/ban-hanh/", {"valid_from": day, "record_number": "3/QĐ-UBND"}
    )
    version.refresh_from_db()
    assert (version.state, version.record_number) == (VersionState.ISSUED, "3/QĐ-UBND")


def test_who_writes_nothing_has_no_library(ward: Ward) -> None:
    text(ward.specialist, "/quy-trinh/thu-vien/", 403)


def test_what_is_exported_is_imported(ward: Ward) -> None:
    version = version_of(issued(ward))
    data = client_of(ward.specialist).get(f"/quy-trinh/ban/{version.uid}/tep/").content
    assert json.loads(data)["name"] == "Phiếu trình"
    upload = SimpleUploadedFile("a.json", data, "application/json")
    client_of(ward.clerk).post("/quy-trinh/thu-vien/", {"agency": ward.committee.pk, "file": upload})
    twin = Procedure.objects.get(name="Phiếu trình (2)")
    assert read_definition(version_of(twin).definition) == SLIP


def test_a_wrong_file_says_what_is_wrong(ward: Ward) -> None:
    upload = SimpleUploadedFile("a.json", b'{"name": 1}', "application/json")
    answer = client_of(ward.clerk).post("/quy-trinh/thu-vien/", {"agency": ward.committee.pk, "file": upload})
    assert answer.status_code == 422
    assert "$.name" in answer.content.decode()


def test_figures_are_for_those_who_measure(ward: Ward) -> None:
    procedure = issued(ward)
    case = started(procedure, ward.specialist)
    actions.send_back(rights_of(ward.division_head), case.uid, held(case), to=REVISE, reason="Thiếu báo giá")
    page = text(ward.clerk, f"/quy-trinh/{procedure.uid}/do-luong/")
    assert "Thiếu báo giá" in page
    text(ward.specialist, f"/quy-trinh/{procedure.uid}/do-luong/", 403)
    text(ward.party_clerk, f"/quy-trinh/{procedure.uid}/do-luong/", 404)


def test_the_path_ahead_follows_what_the_case_says(ward: Ward) -> None:
    """Below 50 the leader's step is left out of what is still to come."""
    procedure = issued(ward)
    small, large = (started(procedure, ward.specialist, title=n, amount=n) for n in ("10", "90"))
    ahead = [text(ward.clerk, f"/quy-trinh/ho-so/{case.uid}/") for case in (small, large)]
    assert ["Leader</h3>" in page for page in ahead] == [False, True]


def test_the_list_counts_running_cases_and_stops_at_a_bound(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    one, other = issued(ward), issued(ward, SLIP, "Phiếu khác")
    cases = [started(one, ward.specialist) for _ in range(4)]
    actions.recall(rights_of(ward.specialist), cases[0].uid, reason="Nhầm")
    started(other, ward.specialist)
    counted = {each.name: each.running for each in queries.procedures(rights_of(ward.clerk))}  # type: ignore[attr-defined]
    assert counted == {"Phiếu trình": 3, "Phiếu khác": 1}
    assert '<span class="num">2+</span>' in text(ward.clerk, "/quy-trinh/")
