"""`--as`: who we are, from a name or from a file that tells our units."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sauro.reading.share import Profile

FILES = (".toml", ".json")


def profile_asked(told: str | None) -> "Profile | None":
    """The profile that `--as` tells, None where it is not given. Raises `click.UsageError` with the reason."""
    if told is None:
        return None
    from sauro.reading.share import ProfileError, profile_from, profile_of

    path = Path(told)
    try:
        return profile_from(path) if path.suffix.lower() in FILES else profile_of(told)
    except ProfileError as error:
        raise click.UsageError(f"--as: {error}") from error
