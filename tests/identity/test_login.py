"""The door: password, second factor, recovery, and what stands in the way of guessing."""

from base64 import b32decode
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import Ward, add_person, client_of

from sauro.identity import actions, totp
from sauro.identity.models import Authenticator, RecoveryCode, User
from sauro.organisation.models import Role

PASSWORD = "sáu việc đều rõ ràng"  # noqa: S105


@pytest.fixture
def specialist(ward: Ward) -> User:
    """Needs no second factor."""
    return add_person(
        "Lý Thị Tỏi", "toi", ward.committee, ward.economy, Role.SPECIALIST, "Chuyên viên", password=PASSWORD
    ).user


@pytest.fixture
def clerk(ward: Ward) -> User:
    """Needs a second factor and has none yet."""
    return add_person(
        "Lý Văn Hành", "hanh", ward.committee, ward.office, Role.RECORDS_CLERK, "Văn thư", password=PASSWORD
    ).user


def log_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post("/dang-nhap/", {"username": username, "password": password}, **extra)


def code_of(authenticator: Authenticator, steps: int = 0) -> str:
    """What the phone shows, `steps` half minutes from now."""
    step = totp.step_of(timezone.now().timestamp()) + steps
    return totp.code_at(bytes.fromhex(authenticator.secret), step)


def set_up(client: Client) -> list[str]:
    """Sets up the second factor in the browser; gives the recovery codes."""
    client.get("/xac-thuc/cai-dat/")
    pending = Authenticator.objects.get(confirmed=False)
    page = client.post("/xac-thuc/cai-dat/", {"code": code_of(pending)})
    assert page.status_code == 200
    return page.context["codes"]


def test_a_password_opens_the_door_where_no_second_factor_is_needed(
    specialist: User, citizen: Client
) -> None:
    answer = log_in(citizen, " TOI ")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert citizen.get("/tai-khoan/").status_code == 200


def test_the_door_leads_to_the_page_that_was_wanted_and_nowhere_else(specialist: User) -> None:
    for wanted, where in (
        ("/tai-khoan/mat-khau/", "/tai-khoan/mat-khau/"),
        ("https://example.org/", "/"),
        ("//x.y/", "/"),
    ):
        answer = Client().post("/dang-nhap/", {"username": "toi", "password": PASSWORD, "next": wanted})
        assert answer["Location"] == where


def test_the_session_is_another_one_after_the_login(specialist: User, citizen: Client) -> None:
    citizen.get("/dang-nhap/")
    before = citizen.session.session_key
    log_in(citizen, "toi")
    assert citizen.session.session_key != before


@pytest.mark.parametrize(("username", "password"), [("toi", "sai"), ("khong-co", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    specialist: User, citizen: Client, username: str, password: str
) -> None:
    answer = log_in(citizen, username, password)
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.content.decode()


def test_somebody_who_is_no_longer_active_stays_outside(specialist: User, citizen: Client) -> None:
    User.objects.filter(pk=specialist.pk).update(is_active=False)
    assert log_in(citizen, "toi").status_code == 422


def test_five_wrong_passwords_shut_the_door_and_the_page_says_for_how_long(
    specialist: User, citizen: Client
) -> None:
    answers = [log_in(citizen, "toi", "sai") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert "sau 15 phút" in answers[-1].content.decode()
    assert int(answers[-1]["Retry-After"]) <= 15 * 60
    assert log_in(citizen, "toi").status_code == 429  # the right password does not open it either
    assert (
        log_in(Client(REMOTE_ADDR="192.0.2.9"), "toi").status_code == 302
    )  # the person himself, from elsewhere


def test_the_door_opens_again_when_the_time_is_over(specialist: User, citizen: Client) -> None:
    from axes.models import AccessAttempt

    for _ in range(6):
        log_in(citizen, "toi", "sai")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(citizen, "toi").status_code == 302


def test_without_the_second_factor_every_page_leads_to_it(clerk: User, citizen: Client) -> None:
    assert log_in(citizen, "hanh")["Location"] == "/xac-thuc/"
    for address in ("/", "/tai-khoan/", "/tai-khoan/mat-khau/"):
        assert citizen.get(address)["Location"] == "/xac-thuc/"
    assert citizen.post("/tai-khoan/ma-khoi-phuc/")["Location"] == "/xac-thuc/"
    assert citizen.get("/xac-thuc/")["Location"] == "/xac-thuc/cai-dat/"


def test_a_part_of_a_page_takes_the_whole_page_to_the_door(ward: Ward, citizen: Client) -> None:
    answer = citizen.get("/tai-khoan/", headers={"HX-Request": "true", "HX-Current-URL": "/tai-khoan/"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/dang-nhap/?next=/tai-khoan/")


def test_the_second_factor_is_set_up_with_a_picture_and_codes_on_paper(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    page = citizen.get("/xac-thuc/cai-dat/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    codes = set_up(citizen)
    assert len(set(codes)) == 10
    assert citizen.get("/tai-khoan/").status_code == 200
    assert all(code[:5] + "-" + code[5:] not in citizen.get("/tai-khoan/").content.decode() for code in codes)


def test_the_picture_holds_the_secret_of_the_person(clerk: User) -> None:
    pending = actions.begin_authenticator(clerk)
    address = urlparse(totp.address(bytes.fromhex(pending.secret), clerk.username))
    facts = parse_qs(address.query)
    assert facts["issuer"] == ["Sáu Rõ"]
    assert b32decode(facts["secret"][0]) == bytes.fromhex(pending.secret)
    assert address.path.endswith(":hanh")
    assert actions.begin_authenticator(clerk) == pending


def test_a_wrong_first_code_switches_nothing_on(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    citizen.get("/xac-thuc/cai-dat/")
    answer = citizen.post("/xac-thuc/cai-dat/", {"code": "000000"})
    assert answer.status_code == 422
    assert not Authenticator.objects.filter(confirmed=True).exists()


def test_the_code_of_the_phone_opens_the_door_once(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    set_up(citizen)
    code = code_of(Authenticator.objects.get(), 1)
    other = Client()
    log_in(other, "hanh")
    before = other.session.session_key
    assert other.post("/xac-thuc/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/"
    assert other.session.session_key != before
    assert other.get("/tai-khoan/").status_code == 200
    third = Client()
    log_in(third, "hanh")
    assert third.post("/xac-thuc/", {"code": code}).status_code == 422


def test_whoever_has_the_password_alone_cannot_bring_his_own_phone(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    set_up(citizen)
    thief = Client()
    log_in(thief, "hanh")
    assert thief.get("/xac-thuc/cai-dat/")["Location"] == "/xac-thuc/"
    assert thief.post("/xac-thuc/cai-dat/", {"code": "123456"})["Location"] == "/xac-thuc/"
    assert Authenticator.objects.count() == 1


def test_a_recovery_code_opens_the_door_once(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    code = set_up(citizen)[0]
    answers = []
    for _ in range(2):
        other = Client()
        log_in(other, "hanh")
        answers.append(other.post("/xac-thuc/", {"code": f"{code[:5].upper()}-{code[5:]}"}).status_code)
    assert answers == [302, 422]


def test_recovery_codes_are_kept_as_hashes_alone(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    codes = set_up(citizen)
    kept = list(RecoveryCode.objects.values_list("head", "hash"))
    assert sorted(head for head, _ in kept) == sorted(code[:2] for code in codes)
    assert all(each.startswith("argon2$argon2id$") for _, each in kept)
    assert not any(code in each for code in codes for _, each in kept)


def test_new_recovery_codes_make_the_old_ones_void(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    old = set_up(citizen)[0]
    assert len(citizen.post("/tai-khoan/ma-khoi-phuc/").context["codes"]) == 10
    assert actions.check_code(clerk, old) is None


def test_wrong_codes_make_the_next_try_wait(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    set_up(citizen)
    other = Client()
    log_in(other, "hanh")
    for _ in range(8):
        Authenticator.objects.update(failed_at=timezone.now() - timedelta(hours=1))
        other.post("/xac-thuc/", {"code": "000000"})
    answer = other.post("/xac-thuc/", {"code": code_of(Authenticator.objects.get(), 1)})
    assert answer.status_code == 422
    assert "đã nhập sai mã quá nhiều lần" in answer.content.decode()


def test_of_many_codes_at_one_moment_one_is_judged(
    clerk: User, citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(citizen, "hanh")
    set_up(citizen)
    seen = Authenticator.objects.get()  # by a request that another one overtakes
    assert actions.check_code(clerk, "000000") is None
    monkeypatch.setattr(actions, "authenticator_of", lambda _: seen)
    assert actions.check_code(clerk, code_of(seen, 1)) is None
    assert Authenticator.objects.get().failures == 1


def test_another_phone_takes_the_place_of_the_old_one(clerk: User, citizen: Client) -> None:
    log_in(citizen, "hanh")
    set_up(citizen)
    old = Authenticator.objects.get()
    set_up(citizen)
    assert Authenticator.objects.get().pk != old.pk
    assert citizen.get("/tai-khoan/").status_code == 200


def test_a_post_that_asks_for_it_makes_the_second_factor_necessary(specialist: User, citizen: Client) -> None:
    log_in(citizen, "toi")
    assert citizen.get("/tai-khoan/").status_code == 200
    actions.require_second_factor(specialist)
    assert citizen.get("/tai-khoan/")["Location"] == "/xac-thuc/"


class TestDemo:
    """Demo accounts have passwords that stand in the handbook."""

    @pytest.fixture(autouse=True)
    def _demo(self, ward: Ward, clerk: User, settings: object) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        ward.workspace.is_demo = True
        ward.workspace.save()

    def test_on_this_machine_they_need_no_second_factor(self, citizen: Client) -> None:
        assert log_in(citizen, "hanh", HTTP_HOST="localhost:8000")["Location"] == "/"
        assert citizen.get("/tai-khoan/", HTTP_HOST="localhost:8000").status_code == 200

    @pytest.mark.parametrize(
        "elsewhere",
        [
            {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "localhost"},
            {"HTTP_HOST": "sauro.example.vn"},
            {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_HOST": "localhost", "HTTP_FORWARDED": "for=127.0.0.1"},
        ],
    )
    def test_from_anywhere_else_they_do_not_come_in(self, citizen: Client, elsewhere: dict[str, str]) -> None:
        answer = log_in(citizen, "hanh", **elsewhere)
        assert answer.status_code == 422
        assert "Tài khoản thử nghiệm" in answer.content.decode()

    def test_a_session_from_this_machine_ends_elsewhere(self, citizen: Client) -> None:
        log_in(citizen, "hanh", HTTP_HOST="localhost")
        answer = citizen.get("/tai-khoan/", HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.7")
        assert answer["Location"].startswith("/dang-nhap/")
        assert citizen.get("/tai-khoan/", HTTP_HOST="localhost").status_code == 302


def test_logging_out_is_a_post_and_ends_the_session(ward: Ward) -> None:
    client = client_of(ward.clerk)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/")["Location"] == "/dang-nhap/"
    assert client.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize("address", ["/nhiem-vu/", "/van-ban/", "/duyet/", "/doc-van-ban/", "/tai-khoan/"])
def test_no_page_stays_behind_in_the_browser(ward: Ward, address: str) -> None:
    page = client_of(ward.clerk).get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]


def test_a_form_without_its_token_is_refused(specialist: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/dang-nhap/", {"username": "toi", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Trang này đã mở quá lâu" in answer.content.decode()
