"""Passwords are hashed as in the product, but cheaply."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = [f"{CheapArgon2.__module__}.{CheapArgon2.__qualname__}"]
