"""Bytes by their hash."""

import hashlib
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from tests.files.reader import DIRECTIVE
from tests.people import Ward, build_ward

from sauro.files import store
from sauro.files.models import StoredFile


def test_bytes_are_kept_as_they_came(ward: Ward, data: Path) -> None:
    stored = store.put(ward.workspace, io.BytesIO(DIRECTIVE), media_type="text/plain")
    assert (stored.sha256, stored.size) == (hashlib.sha256(DIRECTIVE).hexdigest(), len(DIRECTIVE))
    path = store.path_of(stored)
    assert path.read_bytes() == DIRECTIVE
    assert path.stat().st_mode & 0o222 == 0


def test_the_same_bytes_are_kept_once_in_a_workspace(ward: Ward, data: Path, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(DIRECTIVE)
    first, second = store.put(ward.workspace, source), store.put(ward.workspace, io.BytesIO(DIRECTIVE))
    other = store.put(ward.elsewhere, source)
    assert first == second
    assert store.path_of(other) != store.path_of(first)
    assert len(list((data / "files").rglob("*"))) == 2 * 3


def test_bytes_that_were_lost_come_back_with_the_next_copy(ward: Ward) -> None:
    stored = store.put(ward.workspace, io.BytesIO(DIRECTIVE))
    store.path_of(stored).unlink()
    assert store.put(ward.workspace, io.BytesIO(DIRECTIVE)) == stored
    assert store.path_of(stored).read_bytes() == DIRECTIVE


class Broken(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        raise OSError("disk")


def test_a_stream_that_breaks_leaves_nothing(ward: Ward, data: Path) -> None:
    with pytest.raises(OSError, match="disk"):
        store.put(ward.workspace, Broken())
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_at_the_same_moment_are_one_row(data: Path) -> None:
    workspace = build_ward().workspace
    together = threading.Barrier(4)

    def put(_: int) -> int:
        try:
            together.wait(20)
            return store.put(workspace, io.BytesIO(DIRECTIVE)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(put, range(4)))) == 1
    assert StoredFile.objects.count() == 1
    assert list((data / "files").rglob("*.part")) == []


def test_a_path_under_a_name_lasts_as_long_as_its_block(ward: Ward, data: Path) -> None:
    stored = store.put(ward.workspace, io.BytesIO(DIRECTIVE))
    with store.named(store.path_of(stored), "Công văn.txt") as path:
        assert (path.name, path.read_bytes()) == ("Công văn.txt", DIRECTIVE)
    assert list((data / "reading").iterdir()) == []
    assert store.path_of(stored).exists()
