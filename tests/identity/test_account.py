"""A person's own account: password, language, keys; and who hears of it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.people import Ward, add_person, client_of

from sauro.identity import actions, events
from sauro.identity.models import User
from sauro.identity.records import Stale
from sauro.organisation.models import Role

OLD, NEW = "một con đường mới", "hai bên bờ sông rộng"


@pytest.fixture
def person(ward: Ward) -> User:
    return add_person(
        "Lý Thị Tỏi", "toi", ward.committee, ward.economy, Role.SPECIALIST, "Chuyên viên", password=OLD
    ).user


def change(client: Client, current: str, new: str, again: str) -> object:
    return client.post("/tai-khoan/mat-khau/", {"current": current, "new": new, "again": again})


def test_the_new_password_counts_and_other_sessions_end(person: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/dang-nhap/", {"username": "toi", "password": OLD})
    assert change(here, OLD, NEW, NEW)["Location"] == "/tai-khoan/"
    assert "Đã đổi mật khẩu" in here.get("/tai-khoan/").content.decode()
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert Client().post("/dang-nhap/", {"username": "toi", "password": OLD}).status_code == 422
    assert Client().post("/dang-nhap/", {"username": "toi", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "again", "words"),
    [
        ("sai", NEW, NEW, "đây không phải mật khẩu đang dùng"),
        (OLD, NEW, NEW + "!", "hai lần nhập mật khẩu mới không giống nhau"),
        (OLD, "ngắn quá", "ngắn quá", "10"),
        (OLD, "password123", "password123", "phổ biến"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    person: User, current: str, new: str, again: str, words: str
) -> None:
    client = Client()
    client.post("/dang-nhap/", {"username": "toi", "password": OLD})
    answer = change(client, current, new, again)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(OLD)


def test_passwords_are_kept_as_argon2(person: User) -> None:
    assert person.password.startswith("argon2$argon2id$")


def test_the_screens_change_their_language(ward: Ward) -> None:
    client = client_of(ward.specialist)
    assert '<html lang="vi">' in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/", {"language": "en", "single_keys": "on"})
    page = client.get("/tai-khoan/")
    assert page["Content-Language"] == "en"
    assert '<html lang="en">' in page.content.decode()
    assert "Change password" in page.content.decode()
    assert "Your choices are saved." in page.content.decode()


def test_single_keys_can_be_switched_off(ward: Ward) -> None:
    client = client_of(ward.specialist)
    assert "data-single-keys" in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/", {"language": "vi"})
    assert "data-single-keys" not in client.get("/tai-khoan/").content.decode()


def test_a_language_that_is_not_there_is_refused(ward: Ward) -> None:
    assert client_of(ward.specialist).post("/tai-khoan/", {"language": "xx"}).status_code == 422


def test_nobody_reaches_an_account_without_a_login(citizen: Client) -> None:
    for address in ("/tai-khoan/", "/tai-khoan/mat-khau/", "/xac-thuc/", "/xac-thuc/cai-dat/"):
        assert citizen.get(address)["Location"] == f"/dang-nhap/?next={address}"
    assert citizen.post("/tai-khoan/ma-khoi-phuc/")["Location"] == "/dang-nhap/"


def test_who_is_inside_may_leave_the_setting_up_of_a_phone_without_logging_out(ward: Ward) -> None:
    page = client_of(ward.specialist).get("/xac-thuc/cai-dat/").content.decode()
    assert "Quay lại trang Tài khoản" in page
    assert "Công việc của bạn cần" not in page


def test_recovery_codes_are_made_for_who_passed_the_second_factor_alone(ward: Ward) -> None:
    assert client_of(ward.specialist).post("/tai-khoan/ma-khoi-phuc/").status_code == 403
    assert client_of(ward.clerk).post("/tai-khoan/ma-khoi-phuc/").status_code == 200


def test_what_a_person_does_with_his_login_is_told_upwards(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[User, User | None, str, dict[str, object]]] = []
    monkeypatch.setattr(events, "listeners", [lambda *told: heard.append(told)])
    actions.change_password(person, NEW)
    actions.choose(person, language="en", single_keys=False)
    actions.require_second_factor(person)
    actions.require_second_factor(person)
    assert [told[:3] for told in heard] == [
        (person, person, "identity.change_password"),
        (person, person, "identity.choose"),
        (person, None, "identity.require_second_factor"),
    ]
    assert NEW not in str(heard)


def test_a_listener_that_fails_undoes_the_change(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(user: User, by: User | None, action: str, data: dict[str, object]) -> None:
        raise RuntimeError(action)

    monkeypatch.setattr(events, "listeners", [fail])
    with pytest.raises(RuntimeError):
        actions.change_password(person, NEW)
    assert User.objects.get(pk=person.pk).check_password(OLD)


def test_the_rules_of_passwords_hold_in_the_action_itself(person: User) -> None:
    with pytest.raises(ValidationError):
        actions.change_password(person, "ngắn")


def test_who_read_an_older_version_changes_nothing(person: User) -> None:
    other = User.objects.get(pk=person.pk)
    actions.choose(person, language="en", single_keys=True)
    with pytest.raises(Stale):
        actions.choose(other, language="vi", single_keys=False)
    assert User.objects.get(pk=person.pk).language == "en"


def test_the_journal_tells_of_a_changed_password_and_does_not_hold_it(person: User) -> None:
    from sauro.journal.models import Entry

    actions.change_password(person, NEW)
    entry = Entry.objects.get(action="identity.change_password")
    assert (entry.actor, entry.object_kind, entry.object_uid) == (person, "user", person.uid)
    assert entry.payload.data == {}
