"""The administrator's page of logins: who may do what to whom, what the list shows, what the journal keeps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import Ward, add_person, client_of, rights_of

from sauro.identity.models import Authenticator, User
from sauro.identity.records import Stale
from sauro.journal.models import Entry, Payload
from sauro.organisation import actions, queries
from sauro.organisation.access import Access
from sauro.organisation.models import Person, Role

Act = Callable[[Access, Person], object]

ACTIONS: dict[str, Act] = {
    "mat-khau": lambda access, person: actions.reset_password(access, person, version=version_of(person)),
    "xac-thuc": lambda access, person: actions.reset_second_factor(
        access, person, version=version_of(person)
    ),
    "khoa": lambda access, person: actions.lock_account(access, person, version=version_of(person)),
    "mo-khoa": lambda access, person: actions.unlock_account(access, person, version=version_of(person)),
    "phien": lambda access, person: actions.end_sessions(access, person, version=version_of(person)),
    "thu-lai": actions.forget_failed_tries,
}
NAMES = {
    "mat-khau": "identity.reset_password",
    "xac-thuc": "identity.reset_second_factor",
    "khoa": "identity.lock",
    "mo-khoa": "identity.unlock",
    "phien": "identity.end_sessions",
    "thu-lai": "identity.forget_failed_tries",
}
OTHERS = (
    "clerk",
    "leader",
    "vice_leader",
    "division_head",
    "specialist",
    "colleague",
    "auditor",
    "party_clerk",
    "party_specialist",
    "outsider",
)


def version_of(person: Person) -> int:
    return User.objects.values_list("version", flat=True).get(pk=person.user_id)


def address(person: Person, action: str = "") -> str:
    return f"/quan-tri/tai-khoan/{person.uid}/{action}/" if action else f"/quan-tri/tai-khoan/{person.uid}/"


def told() -> list[tuple[str, int | None]]:
    return list(Entry.objects.filter(action__startswith="identity.").values_list("action", "actor_id"))


def state(person: Person) -> dict[str, object]:
    found = User.objects.filter(pk=person.user_id).values().get()
    return {name: value for name, value in found.items() if name != "last_login"}


@pytest.fixture
def second(ward: Ward) -> Person:
    """Another administrator of the ward."""
    return add_person(
        "Đinh Thị Rau", "rau", ward.party, ward.party_office, Role.ADMINISTRATOR, "Quản trị hệ thống"
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_the_administrator_does_it_and_the_journal_says_so(ward: Ward, action: str) -> None:
    ACTIONS[action](rights_of(ward.administrator), ward.specialist)
    assert told() == [(NAMES[action], ward.administrator.user_id)]
    assert Entry.objects.get(action=NAMES[action]).object_uid == ward.specialist.user.uid


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_does_it(ward: Ward, action: str, name: str) -> None:
    before = state(ward.specialist)
    with pytest.raises(PermissionDenied):
        ACTIONS[action](rights_of(getattr(ward, name)), ward.specialist)
    answer = client_of(getattr(ward, name)).post(address(ward.specialist, action), {"version": 1})
    assert answer.status_code == 403
    assert (state(ward.specialist), told()) == (before, [])


@pytest.mark.parametrize("action", ACTIONS)
def test_a_citizen_is_led_to_the_door(ward: Ward, citizen: Client, action: str) -> None:
    assert citizen.post(address(ward.specialist, action))["Location"].startswith("/dang-nhap/")
    assert citizen.get("/quan-tri/tai-khoan/")["Location"].startswith("/dang-nhap/")
    assert told() == []


@pytest.mark.parametrize("action", ACTIONS)
def test_an_administrator_reaches_no_other_ward(ward: Ward, action: str) -> None:
    before = state(ward.outsider)
    with pytest.raises(PermissionDenied):
        ACTIONS[action](rights_of(ward.administrator), ward.outsider)
    client = client_of(ward.administrator)
    assert client.post(address(ward.outsider, action), {"version": 1}).status_code == 404
    assert client.get(address(ward.outsider)).status_code == 404
    assert state(ward.outsider) == before


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_works_on_his_own_account_here(ward: Ward, second: Person, action: str) -> None:
    with pytest.raises(PermissionDenied):
        ACTIONS[action](rights_of(ward.administrator), ward.administrator)
    client = client_of(ward.administrator)
    assert client.post(address(ward.administrator, action), {"version": 1}).status_code == 403
    assert address(ward.administrator, action) not in client.get(address(ward.administrator)).content.decode()


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_sees_the_pages(ward: Ward, name: str) -> None:
    client = client_of(getattr(ward, name))
    assert client.get("/quan-tri/tai-khoan/").status_code == 403
    assert client.get(address(ward.specialist)).status_code == 403


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "thu-lai"])
def test_who_saw_an_older_version_changes_nothing(ward: Ward, action: str) -> None:
    client, seen = client_of(ward.administrator), version_of(ward.specialist)
    actions.end_sessions(rights_of(ward.administrator), ward.specialist, version=seen)
    before = state(ward.specialist)
    answer = client.post(address(ward.specialist, action), {"version": seen}, follow=True)
    assert "vừa có người khác thay đổi" in answer.content.decode()
    assert state(ward.specialist) == before
    with pytest.raises(Stale):
        actions.reset_password(rights_of(ward.administrator), ward.specialist, version=seen)


def test_a_form_without_a_version_changes_nothing(ward: Ward) -> None:
    client = client_of(ward.administrator)
    client.post(address(ward.specialist, "khoa"))
    assert state(ward.specialist)["is_active"] is True


def test_the_last_administrator_is_not_locked_out(ward: Ward, second: Person) -> None:
    access = rights_of(second)
    second.posts.update(valid_to=timezone.localdate() - timedelta(days=1))  # while the page is open
    with pytest.raises(ValidationError):
        actions.lock_account(access, ward.administrator, version=version_of(ward.administrator))
    assert state(ward.administrator)["is_active"] is True


def test_the_post_of_the_last_administrator_does_not_end(ward: Ward, second: Person) -> None:
    access, today = rights_of(ward.administrator), timezone.localdate()
    actions.end_post(access, second.posts.get(), last_day=today)
    with pytest.raises(ValidationError):
        actions.end_post(access, ward.administrator.posts.get(), last_day=today)
    assert ward.administrator.posts.get().valid_to is None


def test_of_two_administrators_who_lock_one_another_one_stays(ward: Ward, second: Person) -> None:
    mine, hers = rights_of(ward.administrator), rights_of(second)
    actions.lock_account(mine, second, version=version_of(second))
    with pytest.raises(PermissionDenied):
        actions.lock_account(hers, ward.administrator, version=version_of(ward.administrator))
    assert state(ward.administrator)["is_active"] is True


def test_another_administrator_can_be_locked_out(ward: Ward, second: Person) -> None:
    client = client_of(ward.administrator)
    page = client.post(address(second, "khoa"), {"version": version_of(second)}, follow=True)
    assert "Đã khóa tài khoản" in page.content.decode()
    assert "Mở khóa tài khoản" in page.content.decode()
    assert state(second)["is_active"] is False


def test_the_one_time_password_is_shown_once_and_kept_nowhere(ward: Ward) -> None:
    client = client_of(ward.administrator)
    page = client.post(address(ward.specialist, "mat-khau"), {"version": version_of(ward.specialist)})
    password = page.context["password"]
    assert page.content.decode().count(password) == 1
    assert "no-store" in page["Cache-Control"]
    assert User.objects.get(pk=ward.specialist.user_id).check_password(password)
    assert password not in client.get(address(ward.specialist)).content.decode()
    assert password not in str(list(Payload.objects.values_list("data", flat=True)))


def test_the_list_holds_the_logins_of_the_ward_alone(ward: Ward) -> None:
    page = client_of(ward.administrator).get("/quan-tri/tai-khoan/").content.decode()
    for person in ward.people.values():
        assert person.full_name in page
    assert ward.outsider.full_name not in page


def test_the_list_says_role_agency_login_second_factor_and_state(ward: Ward) -> None:
    login = timezone.now().replace(year=2026, month=3, day=4, hour=2, minute=5)
    User.objects.filter(pk=ward.leader.user_id).update(last_login=login, is_active=False)
    Authenticator.objects.create(user=ward.leader.user, secret="ab" * 20, confirmed=True)
    for _ in range(5):
        Client().post("/dang-nhap/", {"username": "nua", "password": "sai"})
    found = queries.accounts(rights_of(ward.administrator))
    rows = {row.person.pk: row for row in found.rows}
    leader, specialist, clerk = (rows[person.pk] for person in (ward.leader, ward.specialist, ward.clerk))
    assert (leader.has_second_factor, clerk.has_second_factor) == (True, False)
    assert (leader.user.is_active, leader.waits_until) == (False, None)
    assert specialist.waits_until is not None
    page = client_of(ward.administrator).get("/quan-tri/tai-khoan/?q=lau").content.decode()
    for words in ("Chủ tịch", "(lãnh đạo)", "UBND phường", "09:05 04/03/2026", "Đã bật", "Đã khóa"):
        assert words in page, words
    page = client_of(ward.administrator).get(address(ward.specialist)).content.decode()
    assert "Cho thử lại ngay" in page


def test_a_name_is_found_without_diacritics_and_in_any_order(ward: Ward) -> None:
    access = rights_of(ward.administrator)

    def found(search: str) -> list[str]:
        return [row.person.full_name for row in queries.accounts(access, search=search).rows]

    assert found("nguyen thi nua") == found("nứa nguyễn") == found("NUA") == ["Nguyễn Thị Nứa"]
    assert found("do coi") == ["Đỗ Thị Cói"]
    assert found("truc") == ["Hồ Thị Trúc"]  # also the username
    assert found("beo") == []
    assert found("%") == []


def test_people_made_by_the_action_are_found(ward: Ward) -> None:
    user = User.objects.create_user("dừa", None, full_name="Đặng Thị Dừa", workspace=ward.workspace)
    actions.add_person(rights_of(ward.administrator), full_name="Đặng Thị Dừa", user=user)
    rows = queries.accounts(rights_of(ward.administrator), search="dang thi dua").rows
    assert [row.user.username for row in rows] == ["dừa"]


def test_pages_follow_one_another_without_gap_or_repeat(ward: Ward) -> None:
    access = rights_of(ward.administrator)
    Person.objects.filter(pk=ward.leader.pk).update(sort_key=ward.clerk.sort_key)  # two of one name
    whole = [row.person.pk for row in queries.accounts(access).rows]
    seen: list[int] = []
    cursor = ""
    for _ in range(20):
        page = queries.accounts(access, cursor=cursor, size=2)
        seen += [row.person.pk for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == whole
    assert len(whole) == 10


@pytest.mark.parametrize("cursor", ["x", ".", "a.b", "..", "1.99999999999999999999999", "a\0.1"])
def test_a_cursor_that_is_none_does_no_harm(ward: Ward, cursor: str) -> None:
    assert client_of(ward.administrator).get("/quan-tri/tai-khoan/", {"sau": cursor}).status_code == 200


def test_a_search_that_no_database_can_hold_finds_by_its_words(ward: Ward) -> None:
    page = client_of(ward.administrator).get("/quan-tri/tai-khoan/", {"q": "le\0say"})
    assert page.status_code == 200
    assert ward.clerk.full_name in page.content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(ward: Ward) -> None:
    access = rights_of(ward.administrator)
    with CaptureQueriesContext(connection) as few:
        queries.accounts(access, size=2)
    with CaptureQueriesContext(connection) as many:
        queries.accounts(access)
    assert len(few) == len(many) == 4


def test_further_rows_and_results_come_as_parts(ward: Ward) -> None:
    client = client_of(ward.administrator)
    part = client.get("/quan-tri/tai-khoan/?q=nua", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert part["HX-Push-Url"] == "/quan-tri/tai-khoan/?q=nua"
    rows = client.get("/quan-tri/tai-khoan/?sau=0.0", headers={"HX-Request": "true"}).content.decode()
    assert rows.lstrip().startswith("<tr>")


def test_back_to_a_search_brings_the_whole_page(ward: Ward) -> None:
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    page = client_of(ward.administrator).get("/quan-tri/tai-khoan/?q=nua", headers=back)
    assert "<html" in page.content.decode()
    assert "HX-Push-Url" not in page
