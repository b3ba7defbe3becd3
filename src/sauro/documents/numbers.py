"""Reference numbers as they are compared: '814 - CV/TU', '814–cv/tu' and 'Số: 814-CV/TU' are one."""

import re

from sauro.vietnamese.text import fold, nfc

_PREFIX = re.compile(r"^so\b[:.\s]*")
_DASH = re.compile(r"[‐-―−_]")
_LEADING = re.compile(r"^0+(?=\d)")


def number_key(number: str) -> str:
    """The number without case, diacritics, white space, leading zeros and kinds of dash; at most 80 characters."""
    plain = _PREFIX.sub("", fold(nfc(number)).strip())
    return _LEADING.sub("", "".join(_DASH.sub("-", plain).split()))[:80]
