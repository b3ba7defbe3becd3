"""Keeps addresses that hold a secret: encrypted, by a key that never stands in the database.

The key comes from the secret key of the installation, a file beside the data: a copy of the database alone opens
nothing, and where the file is lost the targets are entered anew.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Lost(Exception):
    """What was sealed cannot be opened: the key of this installation is another one."""


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sauro.notices.targets")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Raises `Lost`."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise Lost from error
