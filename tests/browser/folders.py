"""Where things are, a free port, and the addresses of pages."""

import re
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address(name: str) -> str:
    """The address of a page by its name ('tasks:list'); an address stays what it is."""
    from django.urls import reverse

    return reverse(name) if re.fullmatch(r"[\w:]+", name) else name
