"""Chat, by Apprise: services of a list, whose own servers are never inside the network unless the settings allow it.

Apprise knows a hundred kinds of address, among them ones that run programs or write files of this machine; only the
services named here are taken.
"""

import ipaddress
import re
import socket

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Service → whether its address names a server of somebody's own ('mmost://chat.example/…').
SERVICES = {
    "tgram": False,
    "slack": False,
    "discord": False,
    "workflows": False,
    "gchat": False,
    "wxteams": False,
    "zulip": False,
    "line": False,
    "mmosts": True,
    "mmost": True,
    "rockets": True,
    "rocket": True,
    "matrixs": True,
    "nctalks": True,
    "ntfys": True,
    "gotifys": True,
    "jsons": True,
    "json": True,
}
_SCHEME = re.compile(r"^([a-z0-9]+)://")


class Undelivered(OSError):
    """The service did not take the message. Its own words may hold the secret, so they are not repeated."""


def checked(address: str) -> str:
    """The service of the address. Raises `ValidationError` where it is none that may be reached."""
    found = _SCHEME.match(address)
    service = found[1] if found else ""
    if service not in SERVICES:
        raise ValidationError(
            {"address": _("Begin with one of these services: %(names)s.") % {"names": ", ".join(SERVICES)}}
        )
    plugin = _plugin(address)
    if plugin is None or getattr(plugin, "redirects", False):
        raise ValidationError({"address": _("Parts of the address are missing for this service.")})
    if SERVICES[service] and not _may_reach(getattr(plugin, "host", None)):
        raise ValidationError(
            {"address": _("This server does not exist or stands inside the network, which is not allowed.")}
        )
    return service


def send(address: str, title: str, body: str) -> None:
    """Raises `Undelivered`; the address is looked at again, since names may lead elsewhere by now."""
    try:
        checked(address)
    except ValidationError as fault:
        raise Undelivered("address") from fault
    import apprise

    sender = apprise.Apprise()
    if not sender.add(_plugin(address)) or not sender.notify(body=body, title=title):
        raise Undelivered("not taken")


def _plugin(address: str) -> object | None:
    import apprise  # loaded where chat is used: it takes half a second

    # `redirect=no`: a server outside cannot send us on to one inside.
    joined = address + ("&" if "?" in address else "?") + "redirect=no"
    return apprise.Apprise.instantiate(joined, suppress_exceptions=True)


def _may_reach(host: str | None) -> bool:
    """Whether all that the name stands for is outside: no loopback, private, link-local or reserved address."""
    if not host:
        return False
    if settings.PRIVATE_TARGETS:
        return True
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(ipaddress.ip_address(each[4][0].partition("%")[0]).is_global for each in found)
