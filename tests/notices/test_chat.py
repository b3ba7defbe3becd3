"""Chat: an administrator alone opens the way, never into the network, and the secret is kept from everybody."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from pytest_django.fixtures import Settings
from tests.notices.telling import AFTER, SILENT, say, with_mail
from tests.people import Ward, rights_of

from sauro.journal.models import Entry, Payload
from sauro.notices import post, secrets
from sauro.notices.actions import remove_target, set_target
from sauro.notices.channels import chat
from sauro.notices.models import ChatTarget, Dispatch

TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"


def test_only_the_administrator_sets_a_target(ward: Ward) -> None:
    for name, person in ward.people.items():
        if name != "administrator":
            with pytest.raises(PermissionDenied):
                set_target(rights_of(person), ward.specialist.user.uid, TELEGRAM)
    assert set_target(rights_of(ward.administrator), ward.specialist.user.uid, TELEGRAM).service == "tgram"


def test_nobody_of_another_ward_can_be_reached(ward: Ward) -> None:
    with pytest.raises(ValidationError):
        set_target(rights_of(ward.administrator), ward.outsider.user.uid, TELEGRAM)


def test_the_address_stands_nowhere_in_the_database(ward: Ward) -> None:
    set_target(rights_of(ward.administrator), ward.specialist.user.uid, TELEGRAM)
    row = ChatTarget.objects.get()
    assert secrets.unseal(row.sealed) == TELEGRAM
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM notices_chattarget")
        assert "abcdefg" not in str(cursor.fetchall())
    told = Payload.objects.get(entry=Entry.objects.get(action="notices.set_target"))
    assert told.data == {"service": "tgram"}


def test_a_copy_of_the_database_alone_opens_nothing(ward: Ward, settings: Settings) -> None:
    sealed = secrets.seal(TELEGRAM)
    settings.SECRET_KEY = "another installation"  # noqa: S105
    with pytest.raises(secrets.Lost):
        secrets.unseal(sealed)


@pytest.mark.parametrize(
    "address",
    [
        "json://127.0.0.1:9/x",
        "json://localhost/x",
        "jsons://[::1]/x",
        "mmosts://192.168.1.4/3ccdd113474722377935511fc85d3dd4",
        "ntfys://10.0.0.8/topic",
        "json://169.254.169.254/latest",
        "mmosts://khong-co-may-nay.invalid/3ccdd113474722377935511fc85d3dd4",
    ],
)
def test_no_address_inside_the_network(ward: Ward, address: str) -> None:
    with pytest.raises(ValidationError, match="mạng nội bộ"):
        chat.checked(address)


@pytest.mark.parametrize("address", ["", "syslog://", "file:///etc/passwd", "https://a.example/x", "dbus://"])
def test_no_service_that_is_not_in_the_list(address: str) -> None:
    with pytest.raises(ValidationError, match="Bắt đầu bằng"):
        chat.checked(address)


@pytest.mark.parametrize("address", ["tgram://", "tgram://x", "json://a.example/?redirect=yes"])
def test_an_address_with_parts_missing_or_a_redirect_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        chat.checked(address)


def test_a_name_that_leads_inside_by_now_is_not_reached(
    ward: Ward, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
    with pytest.raises(chat.Undelivered):
        chat.send("jsons://chat.example/x", "a", "b")


def test_removed_twice_it_is_removed_once(ward: Ward) -> None:
    administrator = rights_of(ward.administrator)
    set_target(administrator, ward.specialist.user.uid, TELEGRAM)
    remove_target(administrator, ward.specialist.user.uid)
    remove_target(administrator, ward.specialist.user.uid)
    assert Entry.objects.filter(action="notices.remove_target").count() == 1


class Listener(http.server.BaseHTTPRequestHandler):
    heard: list[dict[str, str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def listener() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Listener.heard.clear()
    yield f"json://127.0.0.1:{server.server_port}/hop"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_arrives_at_a_chat_server_without_a_title(
    ward: Ward, listener: str, settings: Settings
) -> None:
    settings.PRIVATE_TARGETS = True
    set_target(rights_of(ward.administrator), ward.specialist.user.uid, listener)
    say(with_mail(ward.specialist, by_mail=False, by_chat=True))
    assert post.work("w", AFTER) == 1
    (heard,) = Listener.heard
    assert heard["title"] == "Sáu Rõ: 1 lời nhắn mới"
    assert SILENT not in json.dumps(heard, ensure_ascii=False)


def test_a_fault_of_a_service_names_no_address(ward: Ward, settings: Settings) -> None:
    settings.PRIVATE_TARGETS = True
    set_target(rights_of(ward.administrator), ward.specialist.user.uid, "json://127.0.0.1:1/bi-mat")
    say(with_mail(ward.specialist, by_mail=False, by_chat=True))
    assert post.work("w", AFTER) == 0
    assert Dispatch.objects.get().fault == "Undelivered"
