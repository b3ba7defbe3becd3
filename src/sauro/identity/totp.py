"""Codes by time (TOTP, RFC 6238) as every authenticator knows them: SHA-1, six digits, thirty seconds."""

import hmac
from base64 import b32encode
from urllib.parse import quote, urlencode

STEP = 30  # seconds
DIGITS = 6
SECRET_BYTES = 20  # as long as the digest, RFC 4226 section 4
ISSUER = "Sáu Rõ"


def code_at(secret: bytes, step: int) -> str:
    """The code of one step: the number of whole half minutes since 1970 (RFC 4226 section 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 0xF
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(seconds: float) -> int:
    """The step in which a time lies, given in seconds since 1970."""
    return int(seconds // STEP)


def matching_step(secret: bytes, code: str, around: int) -> int | None:
    """Which of the steps before, at and after `around` has this code; None where none has it."""
    for step in (around, around - 1, around + 1):
        if step >= 0 and hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def in_letters(secret: bytes) -> str:
    """The secret as applications take it: base 32, without padding."""
    return b32encode(secret).decode("ascii").rstrip("=")


def address(secret: bytes, username: str) -> str:
    """What the QR code holds: 'otpauth://totp/Sáu Rõ:username?secret=…', in the form of Google Authenticator."""
    facts = {"secret": in_letters(secret), "issuer": ISSUER, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(ISSUER)}:{quote(username)}?{urlencode(facts, quote_via=quote)}"
