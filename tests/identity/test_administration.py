"""What an administrator does to a login shows at the door: one-time passwords, ended sessions, forgotten tries."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.people import Ward, add_person, client_of

from sauro.identity import actions, totp
from sauro.identity.models import Authenticator, RecoveryCode, User
from sauro.identity.queries import shut_out
from sauro.organisation.models import Role

PASSWORD, OWN = "sáu việc đều rõ ràng", "hai bên bờ sông rộng"


@pytest.fixture
def administrator(ward: Ward) -> User:
    return ward.administrator.user


@pytest.fixture
def person(ward: Ward) -> User:
    return add_person(
        "Lý Thị Tỏi", "toi", ward.committee, ward.economy, Role.SPECIALIST, "Chuyên viên", password=PASSWORD
    ).user


def log_in(password: str) -> tuple[Client, int]:
    client = Client()
    return client, client.post("/dang-nhap/", {"username": "toi", "password": password}).status_code


def change(client: Client, current: str, new: str) -> object:
    return client.post("/tai-khoan/mat-khau/", {"current": current, "new": new, "again": new})


def test_a_one_time_password_opens_the_door_and_nothing_behind_it(person: User, administrator: User) -> None:
    given = actions.reset_password(person, by=administrator, expected=person.version)
    client, status = log_in(given)
    assert status == 302
    for address in ("/", "/tai-khoan/", "/nhiem-vu/", "/doc-van-ban/"):
        assert client.get(address)["Location"] == "/tai-khoan/mat-khau/"
    page = client.get("/tai-khoan/mat-khau/").content.decode()
    assert "mật khẩu dùng một lần" in page
    assert 'class="rail"' not in page
    assert change(client, given, given).status_code == 422  # it is not kept
    assert change(client, given, OWN)["Location"] == "/"
    assert client.get("/tai-khoan/").status_code == 200
    assert log_in(given)[1] == 422
    assert log_in(OWN)[1] == 302


def test_the_action_itself_refuses_to_keep_a_one_time_password(person: User, administrator: User) -> None:
    given = actions.reset_password(person, by=administrator, expected=person.version)
    with pytest.raises(Exception, match="mật khẩu được cấp"):
        actions.change_password(person, given)
    assert User.objects.get(pk=person.pk).one_time_until is not None


def test_a_one_time_password_that_nobody_used_in_time_is_void(person: User, administrator: User) -> None:
    given = actions.reset_password(person, by=administrator, expected=person.version)
    User.objects.filter(pk=person.pk).update(one_time_until=timezone.now() - timedelta(minutes=1))
    client, status = log_in(given)
    assert status == 422
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")


def test_a_one_time_password_waits_behind_the_second_factor(ward: Ward, administrator: User) -> None:
    clerk = ward.clerk.user
    authenticator = Authenticator.objects.create(user=clerk, secret="ab" * 20, confirmed=True)
    given = actions.reset_password(clerk, by=administrator, expected=clerk.version)
    client = Client()
    assert client.post("/dang-nhap/", {"username": "say", "password": given})["Location"] == "/xac-thuc/"
    assert client.get("/tai-khoan/mat-khau/")["Location"] == "/xac-thuc/"
    step = totp.step_of(timezone.now().timestamp())
    client.post("/xac-thuc/", {"code": totp.code_at(bytes.fromhex(authenticator.secret), step)})
    assert client.get("/")["Location"] == "/tai-khoan/mat-khau/"


def test_a_new_password_ends_the_sessions_of_the_old_one(person: User, administrator: User) -> None:
    client, _ = log_in(PASSWORD)
    actions.reset_password(person, by=administrator, expected=person.version)
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")


def test_with_the_old_password_goes_the_authenticator_that_was_being_set_up(
    person: User, administrator: User
) -> None:
    """Whoever had the old password may have seen its secret."""
    seen = actions.begin_authenticator(person).secret
    actions.reset_password(person, by=administrator, expected=person.version)
    between = actions.begin_authenticator(person).secret
    actions.change_password(person, OWN)
    assert len({seen, between, actions.begin_authenticator(person).secret}) == 3


def test_sessions_end_and_the_password_stays(person: User, administrator: User) -> None:
    (here, _), (there, _) = log_in(PASSWORD), log_in(PASSWORD)
    actions.end_sessions(person, by=administrator, expected=person.version)
    assert [client.get("/tai-khoan/").status_code for client in (here, there)] == [302, 302]
    assert log_in(PASSWORD)[1] == 302


def test_who_is_locked_is_out_at_once_and_stays_out(person: User, administrator: User) -> None:
    client, _ = log_in(PASSWORD)
    actions.lock(person, by=administrator, expected=person.version)
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    assert log_in(PASSWORD)[1] == 422
    actions.unlock(person, by=administrator, expected=person.version)
    assert client.get("/tai-khoan/").status_code == 302  # the old session does not come back
    assert log_in(PASSWORD)[1] == 302


def test_without_his_phone_a_clerk_sets_up_another_one(ward: Ward, administrator: User) -> None:
    clerk = ward.clerk.user
    client = client_of(ward.clerk)
    codes = actions.renew_codes(clerk)
    actions.reset_second_factor(clerk, by=administrator, expected=clerk.version)
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert actions.check_code(clerk, codes[0]) is None
    again = Client()
    again.force_login(User.objects.get(pk=clerk.pk), backend="django.contrib.auth.backends.ModelBackend")
    assert again.get("/xac-thuc/")["Location"] == "/xac-thuc/cai-dat/"


def test_wrong_passwords_are_forgotten(person: User, administrator: User) -> None:
    for _ in range(5):
        log_in("sai")
    assert list(shut_out([person, administrator])) == ["toi"]
    assert log_in(PASSWORD)[1] == 429
    actions.forget_failed_tries(person, by=administrator)
    assert shut_out([person]) == {}
    assert log_in(PASSWORD)[1] == 302


def test_tries_that_no_longer_count_shut_nobody_out(person: User) -> None:
    for _ in range(5):
        log_in("sai")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert shut_out([person]) == {}


def test_a_reset_password_helps_who_was_shut_out(person: User, administrator: User) -> None:
    for _ in range(5):
        log_in("sai")
    assert log_in(actions.reset_password(person, by=administrator, expected=person.version))[1] == 302


def test_wrong_codes_are_forgotten(ward: Ward, administrator: User) -> None:
    clerk = ward.clerk.user
    Authenticator.objects.create(
        user=clerk, secret="ab" * 20, confirmed=True, failures=9, failed_at=timezone.now()
    )
    step = totp.step_of(timezone.now().timestamp())
    code = totp.code_at(bytes.fromhex("ab" * 20), step)
    assert actions.check_code(clerk, code) is None
    actions.forget_failed_tries(clerk, by=administrator)
    assert actions.check_code(clerk, code) is not None


def test_nothing_of_a_login_is_kept_longer_than_it_counts(person: User) -> None:
    log_in(PASSWORD)
    assert not AccessLog.objects.exists()  # who came in from where is not written down
    log_in("sai")
    Client(REMOTE_ADDR="192.0.2.9").post("/dang-nhap/", {"username": "toi", "password": "sai"})
    AccessAttempt.objects.filter(ip_address="192.0.2.9").update(
        attempt_time=timezone.now() - timedelta(minutes=16)
    )
    AccessLog.objects.create(username="toi", ip_address="192.0.2.9", attempt_time=timezone.now())
    sessions = Session.objects.count()
    ended = Session.objects.order_by("pk").first()
    Session.objects.filter(pk=ended.pk).update(expire_date=timezone.now() - timedelta(hours=1))
    assert actions.sweep() == 3
    assert list(AccessAttempt.objects.values_list("ip_address", flat=True)) == ["127.0.0.1"]
    assert not AccessLog.objects.exists()
    assert Session.objects.count() == sessions - 1


def test_second_factors_of_an_older_version_are_taken_over(ward: Ward) -> None:
    """Tables as django-otp 1.7 made them, without the columns that nobody reads."""
    clerk = ward.clerk.user
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE otp_totp_totpdevice (id INTEGER, user_id BIGINT, confirmed BOOLEAN, key VARCHAR(80),"
            " drift SMALLINT, last_t BIGINT, throttling_failure_count INTEGER,"
            " throttling_failure_timestamp TIMESTAMP NULL)"
        )
        cursor.execute("CREATE TABLE otp_static_staticdevice (id INTEGER, user_id BIGINT, name VARCHAR(64))")
        cursor.execute(
            "CREATE TABLE otp_static_statictoken (id INTEGER, device_id INTEGER, token VARCHAR(16))"
        )
        devices = [(1, "11" * 20, True), (2, "22" * 20, True), (3, "33" * 20, False)]
        for number, key, confirmed in devices:
            cursor.execute(
                "INSERT INTO otp_totp_totpdevice VALUES (%s, %s, %s, %s, 1, 57, 0, NULL)",
                [number, clerk.pk, confirmed, key],
            )
        cursor.execute("INSERT INTO otp_static_staticdevice VALUES (1, %s, 'recovery')", [clerk.pk])
        cursor.execute("INSERT INTO otp_static_statictoken VALUES (1, 1, 'abcdefghjk'), (2, 1, 'abmnpqrstu')")
    migration = import_module("sauro.identity.migrations.0003_devices_of_django_otp")
    migration.take_over(apps, SimpleNamespace(connection=connection))
    in_use = Authenticator.objects.get(user=clerk, confirmed=True)
    assert (in_use.secret, in_use.drift, in_use.last_step) == ("22" * 20, 1, 57)
    assert Authenticator.objects.get(user=clerk, confirmed=False).secret == "33" * 20
    assert not RecoveryCode.objects.filter(hash__contains="abcdefghjk").exists()
    assert actions.check_code(clerk, "ABMNP-QRSTU") == in_use
    assert actions.check_code(clerk, "abmnpqrstu") is None
    with connection.cursor() as cursor:
        assert not [name for name in connection.introspection.table_names(cursor) if name.startswith("otp_")]
