"""A data folder for each test, and a reader in the place of the room that reads."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.files.reader import Reader


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: object) -> Path:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    settings.JOURNAL_KEY = tmp_path / "journal.key"  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> "Reader":
    from tests.files.reader import Reader

    from sauro.files import queue

    reader = Reader()
    monkeypatch.setattr(queue, "_handlers", [reader])
    monkeypatch.setattr(queue, "RETRY_SECONDS", (0, 0))
    return reader
