"""E-mail, by the server that the settings name (SAURO_MAIL_*)."""

from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

SECONDS = 20  # until a server that does not answer is given up for this time


def is_set_up() -> bool:
    """Whether there is a server to send by. Django's memory back end of the tests counts as one."""
    return bool(settings.EMAIL_HOST) or "locmem" in settings.EMAIL_BACKEND


def message_id(name: str) -> str:
    """The same for the same message: a mailbox knows one that was sent twice by it."""
    domain = make_msgid().rpartition("@")[2].rstrip(">") if not settings.SITE_ADDRESS else ""
    domain = domain or settings.SITE_ADDRESS.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"<sauro.{name}@{domain}>"


def send(to: str, subject: str, body: str, *, name: str) -> None:
    """Raises `OSError` (of which SMTP errors are a kind) where the server did not take it."""
    message = EmailMessage(
        subject,
        body,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={"Message-ID": message_id(name), "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=SECONDS),
    )
    message.send()
