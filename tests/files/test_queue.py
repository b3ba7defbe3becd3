"""The queue: quarantine to result, each step once, nothing lost."""

import io
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.files.reader import DIRECTIVE, Reader
from tests.people import Ward, build_ward, rights_of

from sauro.files import quarantine, queue, store
from sauro.files.actions import send_in
from sauro.files.models import StoredFile, Upload, UploadState, WorkerBeat
from sauro.journal.models import Entry, Payload


def send(ward: Ward, name: str = "cong-van.txt", content: bytes = DIRECTIVE) -> Upload:
    return send_in(rights_of(ward.clerk), agency_id=ward.committee.pk, name=name, stream=io.BytesIO(content))


def journal() -> str:
    return str(list(Payload.objects.values_list("data", flat=True)))


def test_a_file_that_passes_is_kept_and_read(ward: Ward, reader: Reader) -> None:
    result = uuid.uuid4()
    reader.answer = lambda _: result
    upload = send(ward)
    assert queue.work_off() == 1
    upload.refresh_from_db()
    assert (upload.state, upload.result_uid, upload.claimed_by) == (UploadState.READ, result, "")
    assert reader.read == [("cong-van.txt", DIRECTIVE)]
    assert store.path_of(upload.stored_file).read_bytes() == DIRECTIVE
    assert upload.stored_file.media_type == "text/plain"
    assert not quarantine.path_of(upload.uid).exists()
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "files.send_in",
        "files.clear",
        "files.read",
    ]


@pytest.mark.parametrize("level", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_of_a_state_secret_only_time_and_reason_are_kept(
    ward: Ward, reader: Reader, data: Path, level: str
) -> None:
    upload = send(ward, "phuong-an-tac-chien.txt", level.encode() + b"\n" + DIRECTIVE)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.code, upload.name) == (UploadState.REFUSED, "classified", "")
    assert "Luật Bảo vệ bí mật nhà nước" in upload.message
    assert reader.read == []
    assert not StoredFile.objects.exists()
    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert "tac-chien" not in upload.message + journal()
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "files.send_in",
        "files.refuse",
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("goi.docx", b"PK\x03\x04" + b"x" * 500, "broken_file"),
        ("tai-lieu.pdf", b"%PDF-1.7\n" + b"x" * 500, "broken_file"),
        ("la.txt", b"a\x00b" * 100, "binary_text"),
    ],
)
def test_a_file_that_cannot_be_looked_into_is_not_kept(
    ward: Ward, reader: Reader, data: Path, name: str, content: bytes, code: str
) -> None:
    upload = send(ward, name, content)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.code) == (UploadState.REFUSED, code)
    assert name not in upload.message
    assert upload.message
    assert [path for path in data.rglob("*") if path.is_file()] == []


def test_what_was_read_while_the_file_was_cleared_is_handed_on(ward: Ward, reader: Reader) -> None:
    seen = []

    def note(upload: Upload) -> uuid.UUID:
        seen.append(upload.prepared)
        return upload.uid

    reader.answer = note
    send(ward)
    queue.work_off()
    [reading] = seen
    assert reading.source.name == "cong-van.txt"
    assert len(reading.tasks) == 1


def test_a_fault_of_the_reader_is_no_reason_to_refuse_a_file(
    ward: Ward, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sauro.reading import child
    from sauro.reading.errors import unreadable

    def fall(path: Path, *_: object) -> None:
        raise unreadable("reader_failed", path.name, "KeyError: 'Nguyễn Thị Nứa'")

    def fall_too(upload: Upload) -> uuid.UUID:
        assert upload.prepared is None
        raise unreadable("time_limit", upload.name, limit="90")

    monkeypatch.setattr(child, "read_in_child", fall)
    reader.answer = fall_too
    upload = send(ward)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.code) == (UploadState.FAILED, "time_limit")
    assert upload.stored_file is not None


def virus_program(folder: Path, body: str) -> str:
    program = folder / "scan"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return f"{program} --quiet"


@pytest.mark.parametrize(
    ("body", "state", "code", "tries"),
    [
        ('[ "$1" = --quiet ] && grep -q "Kính gửi" "$2" && exit 0; exit 9', UploadState.READ, "", 1),
        ("exit 1", UploadState.REFUSED, "virus", 1),
        ("exit 2", UploadState.REFUSED, "virus_check_failed", 3),
    ],
)
def test_the_virus_program_decides(
    ward: Ward,
    reader: Reader,
    tmp_path_factory: Callable,
    settings: object,
    body: str,
    state: str,
    code: str,
    tries: int,
) -> None:
    settings.VIRUS_COMMAND = virus_program(tmp_path_factory.mktemp("programs"), body)  # type: ignore[attr-defined]
    upload = send(ward)
    assert queue.work_off() == tries
    upload.refresh_from_db()
    assert (upload.state, upload.code) == (state, code)


def test_a_virus_program_that_is_not_there_lets_nothing_pass(
    ward: Ward, reader: Reader, settings: object
) -> None:
    settings.VIRUS_COMMAND = "/no/such/program"  # type: ignore[attr-defined]
    upload = send(ward)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.code) == (UploadState.REFUSED, "virus_check_failed")


def test_what_the_reader_cannot_read_has_failed_and_is_kept(ward: Ward, reader: Reader) -> None:
    def unreadable(_: Upload) -> uuid.UUID:
        raise queue.Unreadable("too_many_pages", "Tệp 'cong-van.txt' có quá nhiều trang.")

    reader.answer = unreadable
    upload = send(ward)
    assert queue.work_off() == 1
    upload.refresh_from_db()
    assert (upload.state, upload.code, upload.name) == (UploadState.FAILED, "too_many_pages", "cong-van.txt")
    assert store.path_of(upload.stored_file).exists()


def test_a_failure_is_tried_three_times(ward: Ward, reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    def fall(_: Upload) -> uuid.UUID:
        raise ValueError("Nguyễn Thị Nứa bị tố cáo")

    reader.answer = fall
    upload = send(ward)
    assert queue.work_off() == 3
    upload.refresh_from_db()
    assert (upload.state, upload.code, upload.attempts) == (UploadState.FAILED, "reader_failed", 3)
    assert "tố cáo" not in upload.message + journal() + caplog.text
    assert len(reader.read) == 3


def test_a_failure_that_passes_is_read_in_the_end(ward: Ward, reader: Reader) -> None:
    falls = [ValueError(), ValueError()]

    def sometimes(upload: Upload) -> uuid.UUID:
        if falls:
            raise falls.pop()
        return upload.uid

    reader.answer = sometimes
    upload = send(ward)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.code, upload.message) == (UploadState.READ, "", "")


def test_a_handler_that_stores_and_then_falls_leaves_nothing_and_is_tried_again(
    ward: Ward, reader: Reader
) -> None:
    """Also where it had already called `finish`: its transaction falls as a whole."""

    def fall_late(upload: Upload) -> uuid.UUID:
        with transaction.atomic():
            WorkerBeat.objects.create(name="result", beat_at=timezone.now())
            queue.finish(upload, upload.uid)
            raise ValueError

    reader.answer = fall_late
    upload = send(ward)
    assert queue.work_off() == 3
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED
    assert not WorkerBeat.objects.exists()


def test_an_upload_is_claimed_by_one_worker(ward: Ward) -> None:
    first, second = send(ward), send(ward, "b.txt")
    assert queue.claim_next("one") == first
    assert queue.claim_next("two") == second
    assert queue.claim_next("three") is None


def test_a_claim_that_is_not_renewed_is_taken_over_and_its_owner_stores_nothing(
    ward: Ward, reader: Reader
) -> None:
    send(ward)
    later = timezone.now() + timedelta(seconds=queue.stale_seconds() + 1)

    def sleep_too_long(upload: Upload) -> uuid.UUID:
        taken = queue.claim_next("other", later)
        assert taken == upload
        return uuid.uuid4()

    reader.answer = sleep_too_long
    assert queue.work_on_next("sleeper")
    upload = Upload.objects.get()
    assert (upload.claimed_by, upload.state, upload.result_uid) == ("other", UploadState.READING, None)


def test_a_claim_that_is_renewed_is_nobody_elses(ward: Ward, reader: Reader) -> None:
    send(ward)
    soon = timezone.now() + timedelta(seconds=queue.stale_seconds() - 1)

    def slow(upload: Upload) -> uuid.UUID:
        queue.renew("slow", soon)
        assert queue.claim_next("other", soon + timedelta(seconds=5)) is None
        return upload.uid

    reader.answer = slow
    assert queue.work_on_next("slow")
    assert Upload.objects.get().state == UploadState.READ


def test_what_is_given_back_counts_as_no_try(ward: Ward, reader: Reader) -> None:
    send(ward)
    queue.claim_next("one")
    assert queue.release("one") == 1
    upload = Upload.objects.get()
    assert (upload.attempts, upload.claimed_by) == (0, "")
    assert queue.claim_next("two") == upload


def test_an_upload_over_which_three_workers_were_lost_is_given_up(ward: Ward, reader: Reader) -> None:
    upload = send(ward)
    now = timezone.now()
    for turn in range(queue.TRIES):
        assert queue.claim_next(f"lost {turn}", now + timedelta(hours=turn))
    Upload.objects.update(claimed_at=now - timedelta(hours=1))
    assert queue.work_off() == 1
    upload.refresh_from_db()
    assert (upload.state, reader.read) == (UploadState.REFUSED, [])


# Real processes.

PROGRAM = """
import sys, time, uuid
from pathlib import Path
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[3]
django.setup()
settings.WORKER_STALE_SECONDS = 2
from django.db import transaction
from sauro.files import queue
from sauro.journal.actions import Change, record
from sauro.site.server import worker
worker.BEAT, worker.GRACE = 0.3, 1.0
out, seconds = Path(sys.argv[1]), float(sys.argv[2])
def handler(upload, path, progress):
    with out.open("a") as log:
        log.write(f"begin {upload.name}\\n")
    time.sleep(seconds)
    uid = uuid.uuid4()
    with transaction.atomic():
        record(workspace=upload.workspace, actor=None, action="test.result",
               changes=[Change("result", uid, {"upload": upload.uid})])
        queue.finish(upload, uid)
    return uid
queue._handlers[:] = [handler]
worker.main()
"""


@pytest.fixture
def start_worker(data: Path, settings: object) -> Callable:
    processes: list[subprocess.Popen[bytes]] = []

    def start(seconds: float) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "SAURO_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}
        name = str(connection.settings_dict["NAME"])
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(data / "log"), str(seconds), name], env=environment
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def begun(data: Path) -> int:
    path = data / "log"
    return path.read_text().count("begin") if path.exists() else 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_reading_loses_nothing_and_doubles_nothing(
    data: Path, start_worker: Callable
) -> None:
    ward = build_ward()
    uploads = [send(ward, f"{number}.txt", DIRECTIVE + bytes([48 + number])) for number in range(3)]
    first = start_worker(60)
    wait_for(lambda: begun(data) == 1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    start_worker(0)
    wait_for(lambda: Upload.objects.filter(state=UploadState.READ).count() == 3)
    results = Entry.objects.filter(action="test.result")
    assert sorted(results.values_list("object_uid", flat=True)) == sorted(
        Upload.objects.values_list("result_uid", flat=True)
    )
    assert begun(data) == 4
    assert Upload.objects.get(pk=uploads[0].pk).attempts == 2
    wait_for(lambda: not Entry.objects.filter(number=None).exists())


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_queue(data: Path, start_worker: Callable) -> None:
    ward = build_ward()
    for number in range(6):
        send(ward, f"{number}.txt", DIRECTIVE + bytes([48 + number]))
    for _ in range(2):
        start_worker(0.3)
    wait_for(lambda: Upload.objects.filter(state=UploadState.READ).count() == 6)
    assert begun(data) == 6
    assert Entry.objects.filter(action="test.result").count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_end_gives_back_what_it_reads(data: Path, start_worker: Callable) -> None:
    ward = build_ward()
    send(ward)
    process = start_worker(60)
    wait_for(lambda: begun(data) == 1 and WorkerBeat.objects.exists())
    process.terminate()
    assert process.wait(20) == 0
    upload = Upload.objects.get()
    assert (upload.claimed_by, upload.state, upload.attempts) == ("", UploadState.WAITING, 0)
    assert not WorkerBeat.objects.exists()
    assert not Entry.objects.filter(action="test.result").exists()


@pytest.mark.django_db(transaction=True)
def test_an_idle_worker_ends_at_once_and_costs_next_to_nothing(data: Path, start_worker: Callable) -> None:
    build_ward()
    process = start_worker(0)
    wait_for(WorkerBeat.objects.exists)
    ticks = os.sysconf("SC_CLK_TCK")

    def used() -> float:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / ticks

    before = used()
    time.sleep(3)
    assert used() - before < 0.6  # seconds of a processor in three seconds: no busy loop
    process.terminate()
    assert process.wait(5) == 0
