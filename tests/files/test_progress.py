"""How far a reading is: written to the upload as pages are done, not too often, and by the owner of the claim alone."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.files.reader import Reader
from tests.files.test_queue import send
from tests.people import Ward

from sauro.files import queue
from sauro.files.models import Upload
from sauro.files.ports import Cleared, Ports, ports


def shown() -> tuple[int, int]:
    return Upload.objects.values_list("pages_done", "pages_total").get()


def test_pages_are_written_no_oftener_than_twice_a_second_and_the_last_one_always(ward: Ward) -> None:
    send(ward)
    upload = queue.claim_next("one")
    assert upload is not None
    times = iter([0.0, 0.1, 0.49, 0.6, 0.7])
    progress = queue.Progress(upload, clock=lambda: next(times))
    seen = []
    for done in range(1, 6):
        progress.pages(done, 5)
        seen.append(shown())
    assert seen == [(1, 5), (1, 5), (1, 5), (4, 5), (5, 5)]


def test_a_worker_that_lost_its_claim_is_told_so_by_its_progress(ward: Ward) -> None:
    send(ward)
    upload = queue.claim_next("sleeper")
    assert upload is not None
    assert queue.claim_next("other", timezone.now() + timedelta(hours=1)) is not None
    with pytest.raises(queue.ClaimLost):
        queue.Progress(upload).pages(1, 4)
    assert shown() == (0, 0)


def test_the_pages_of_the_clearing_are_shown_while_it_lasts(
    ward: Ward, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def clear(path: Path, *, scans: bool, progress: object) -> Cleared:
        assert not scans
        for done in (1, 4):
            progress(done, 4)  # type: ignore[operator]
            seen.append(shown())
        return Cleared("application/pdf")

    plugged = {name: getattr(ports(), name) for name in Ports.__dataclass_fields__} | {"clear": clear}
    monkeypatch.setattr("sauro.files.ports._plugged", [Ports(**plugged)])
    send(ward)

    def read(upload: Upload) -> uuid.UUID:
        seen.append(shown())
        return upload.uid

    reader.answer = read
    queue.work_off()
    assert seen == [(1, 4), (4, 4), (0, 0)]
