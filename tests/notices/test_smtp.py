"""A real message on a real server: over a socket, as a mail server gets it."""

import email
import socket
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings
from tests.notices.telling import AFTER, SILENT, say, with_mail
from tests.people import Ward

from sauro.notices import post


class Kept:
    """Keeps what it is handed."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.recipients: list[list[str]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - of aiosmtpd
        self.messages.append(email.message_from_bytes(envelope.content))
        self.recipients.append(envelope.rcpt_tos)
        return "250 kept"


@pytest.fixture
def server(settings: Settings) -> Iterator[Kept]:
    """A mail server on a free port of this machine, and settings that name it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Kept()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.SITE_ADDRESS = "https://sauro.example"
    settings.DEFAULT_FROM_EMAIL = "sauro@sauro.example"
    yield kept
    controller.stop()


def test_a_digest_arrives_at_a_mail_server(ward: Ward, server: Kept) -> None:
    say(with_mail(ward.specialist), "a")
    say(ward.specialist, "b")
    assert post.work("w", AFTER) == 1
    (message,) = server.messages
    subject = str(email.header.make_header(email.header.decode_header(message["Subject"])))
    body = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert server.recipients == [[ward.specialist.user.email]]
    assert subject == "Sáu Rõ: 2 lời nhắn mới"
    assert "https://sauro.example/thong-bao/" in body
    assert SILENT not in body
    assert message["Message-ID"].endswith("@sauro.example>")


def test_a_server_that_is_gone_loses_nothing(ward: Ward, server: Kept, settings: Settings) -> None:
    say(with_mail(ward.specialist))
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert post.work("w", AFTER) == 0
    settings.EMAIL_PORT = port
    assert post.work("w", AFTER.replace(hour=9)) == 1
    assert len(server.messages) == 1
