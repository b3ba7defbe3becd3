"""Codes by time, against the values that the standard prints."""

import pytest

from sauro.identity import totp

SECRET = b"12345678901234567890"  # of the test vectors


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, eight_digits: str) -> None:
    assert totp.code_at(SECRET, totp.step_of(seconds)) == eight_digits[-6:]


@pytest.mark.parametrize(
    ("count", "code"), [(0, "755224"), (1, "287082"), (2, "359152"), (7, "162583"), (9, "520489")]
)
def test_codes_are_those_of_rfc_4226(count: int, code: str) -> None:
    assert totp.code_at(SECRET, count) == code


def test_a_clock_may_be_half_a_minute_off_and_no_more() -> None:
    steps = {
        away: totp.matching_step(SECRET, totp.code_at(SECRET, 1000 + away), 1000) for away in range(-2, 3)
    }
    assert steps == {-2: None, -1: 999, 0: 1000, 1: 1001, 2: None}
