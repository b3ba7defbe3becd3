"""Static files at addresses that change with their content, so that a browser keeps them for good.

The digest of all of them stands in the address as a folder: '/static/3f0c…/sauro/shell.js'. So relative addresses in
style sheets and imports between modules hold as they are written, nothing is rewritten and nothing copied at a start.
The plain address answers as well, for a minute. docs/decisions/0009 says what else was tried.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware


def _files() -> Iterator[tuple[str, str]]:
    """The address below static/ of each file, and its path."""
    for finder in get_finders():
        for name, storage in finder.list(None):
            prefix = getattr(storage, "prefix", None)
            yield f"{prefix}/{name}" if prefix else name, storage.path(name)


@cache
def digest() -> str:
    """Twelve digits for everything that is served: the same on every machine that runs this version. 20 ms, once."""
    whole = sha256()
    for address, path in sorted(_files()):
        whole.update(address.encode() + b"\0" + sha256(Path(path).read_bytes()).digest())
    return whole.hexdigest()[:12]


class VersionedStorage(StaticFilesStorage):
    """Gives the addresses for templates. In development files change while the site runs, so they stay plain."""

    def url(self, name: str | None) -> str:
        return super().url(name if settings.DEBUG else f"{digest()}/{name}")


class VersionedFiles(WhiteNoiseMiddleware):
    """Answers under the plain address and, to be kept for good, under the one with the digest."""

    def add_files_from_finders(self) -> None:
        super().add_files_from_finders()
        plain = self.static_prefix
        self.static_prefix = f"{plain}{digest()}/"
        super().add_files_from_finders()
        self.static_prefix = plain

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002 - called by whitenoise
        return url.startswith(f"{settings.STATIC_URL}{digest()}/")
