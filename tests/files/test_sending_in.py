"""From the browser into quarantine: who may, what is turned away at the door, what is left when a connection breaks."""

import gc
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.files.reader import DIRECTIVE
from tests.people import Ward, rights_of

from sauro.files import quarantine, queries
from sauro.files.actions import send_in
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.files.ports import Refused
from sauro.journal.models import Entry, Payload

pytestmark = pytest.mark.django_db


def send(ward: Ward, name: str = "cong-van.txt", content: bytes = DIRECTIVE) -> Upload:
    return send_in(rights_of(ward.clerk), agency_id=ward.committee.pk, name=name, stream=io.BytesIO(content))


def bytes_on_disk(data: Path) -> list[Path]:
    return [path for path in data.rglob("*") if path.is_file() and path.parent.name != "heads"]


def test_a_file_waits_in_quarantine_under_no_name(ward: Ward, data: Path) -> None:
    upload = send(ward, "Công văn số 12.txt")
    assert (upload.state, upload.name, upload.agency_uid) == (
        UploadState.QUARANTINED,
        "Công văn số 12.txt",
        ward.committee.uid,
    )
    assert [path.name for path in bytes_on_disk(data)] == [str(upload.uid)]
    assert quarantine.path_of(upload.uid).read_bytes() == DIRECTIVE
    assert not StoredFile.objects.exists()
    assert "Công văn" not in str(list(Payload.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("part", "allowed"),
    [
        ("clerk", True),
        ("leader", True),
        ("division_head", True),
        ("specialist", True),
        ("auditor", False),
        ("administrator", False),
        ("party_clerk", False),
        ("outsider", False),
    ],
)
def test_who_may_send_in_for_the_committee(ward: Ward, data: Path, part: str, allowed: bool) -> None:
    access = rights_of(getattr(ward, part))
    if allowed:
        send_in(access, agency_id=ward.committee.pk, name="a.txt", stream=io.BytesIO(DIRECTIVE))
        assert Upload.objects.get().sender == access.user
        return
    with pytest.raises(PermissionDenied):
        send_in(access, agency_id=ward.committee.pk, name="a.txt", stream=io.BytesIO(DIRECTIVE))
    assert not Upload.objects.exists()
    assert bytes_on_disk(data) == []


def test_everybody_sees_the_uploads_that_are_his_own(ward: Ward) -> None:
    upload = send(ward)
    assert list(queries.uploads_of(rights_of(ward.clerk))) == [upload]
    assert queries.upload_by_uid(rights_of(ward.clerk), upload.uid) == upload
    for part in ("colleague", "leader", "administrator", "party_clerk", "outsider"):
        access = rights_of(getattr(ward, part))
        assert list(queries.uploads_of(access)) == []
        with pytest.raises(Upload.DoesNotExist):
            queries.upload_by_uid(access, upload.uid)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("rong.txt", b"", "empty_file"),
        ("trang.txt", b" \r\n\t ", "empty_file"),
        ("anh.gif", b"GIF89a" + b"x" * 99, "unknown_format"),
        ("trang.docx", b"<!doctype html><p>x</p>", "wrong_extension"),
        ("du-lieu.xml", b"<?xml version='1.0'?><a/>", "unknown_format"),
    ],
)
def test_what_can_be_told_at_once_is_turned_away_at_the_door(
    ward: Ward, data: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        send(ward, name, content)
    assert (refused.value.code, name in refused.value.message) == (code, True)
    assert bytes_on_disk(data) == []
    trace = Upload.objects.get()
    assert (trace.state, trace.code, trace.name) == (UploadState.REFUSED, code, name)
    assert trace.message.startswith("Tệp đã gửi")
    assert name not in trace.message + str(Payload.objects.get().data)
    assert Entry.objects.get().action == "files.refuse"


def test_a_file_over_the_limit_is_refused_and_none_of_it_stays(
    ward: Ward, data: Path, settings: object
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000  # type: ignore[attr-defined]
    send(ward, content=b"a" * 999)
    with pytest.raises(Refused) as refused:
        send(ward, "lon.txt", b"a" * 1000)
    assert refused.value.code == "too_large"
    assert len(bytes_on_disk(data)) == 1


class Endless(io.RawIOBase):
    """A stream that would fill the disk; counts what was asked of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 4_000_000, "the whole file was asked for at once"
        self.given += size
        return b"a" * size


def test_no_more_is_taken_than_the_limit_and_never_all_at_once(
    ward: Ward, data: Path, settings: object
) -> None:
    settings.MAX_UPLOAD_BYTES = 5_000_000  # type: ignore[attr-defined]
    stream = Endless()
    with pytest.raises(Refused):
        send_in(rights_of(ward.clerk), agency_id=ward.committee.pk, name="a.txt", stream=stream)
    assert stream.given < 10_000_000
    assert bytes_on_disk(data) == []


class Broken(io.RawIOBase):
    def __init__(self) -> None:
        self.parts = [DIRECTIVE[:100]]

    def read(self, size: int = -1) -> bytes:
        if self.parts:
            return self.parts.pop()
        raise ConnectionResetError("the browser has gone")


def test_a_connection_that_breaks_leaves_neither_bytes_nor_row(ward: Ward, data: Path) -> None:
    with pytest.raises(ConnectionResetError):
        send_in(rights_of(ward.clerk), agency_id=ward.committee.pk, name="a.txt", stream=Broken())
    assert bytes_on_disk(data) == []
    assert not Upload.objects.exists()
    assert not Entry.objects.exists()


def test_a_journal_that_cannot_be_written_leaves_neither_bytes_nor_row(
    ward: Ward, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Payload.objects, "bulk_create", fail)
    with pytest.raises(OSError, match="no space"):
        send(ward)
    assert bytes_on_disk(data) == []
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Văn thư\\công văn.docx", "công văn.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
        ("e\u0302\u0301.txt", "ế.txt"),
    ],
)
def test_names_are_made_harmless(given: str, shown: str) -> None:
    assert quarantine.tidy_name(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = quarantine.tidy_name("Kế hoạch triển khai " * 30 + ".docx")
    assert name.endswith(".docx")
    assert len(name.encode()) <= 200
    name.encode().decode()


def test_the_sweeper_takes_what_nobody_waits_for(ward: Ward, data: Path) -> None:
    import os
    import time

    kept, fresh = send(ward), quarantine.folder() / "0190a000-0000-7000-8000-000000000001"
    orphan, part = (
        quarantine.folder() / "0190a000-0000-7000-8000-000000000000",
        quarantine.folder() / "x.part",
    )
    for path in (fresh, orphan, part):
        path.write_bytes(b"x")
    old = time.time() - 25 * 3600
    for path in (orphan, part, quarantine.path_of(kept.uid)):
        os.utime(path, (old, old))
    assert quarantine.sweep() == 2
    assert sorted(path.name for path in bytes_on_disk(data)) == sorted([fresh.name, str(kept.uid)])


def test_nothing_is_taken_to_the_disk_for_somebody_at_the_door(ward: Ward, rf: Callable, data: Path) -> None:
    """The token of a form stands in it, so forms are read before anybody asks who sends them."""
    form = {"username": "x", "password": "y", "files": SimpleUploadedFile("b.pdf", b"%PDF-" + b"x" * 100_000)}
    assert Client().post("/dang-nhap/", form).status_code == 422
    half_way = rf.post("/", {"files": SimpleUploadedFile("b.pdf", b"%PDF-" + b"x" * 100_000)})
    half_way.user, half_way.session = ward.clerk.user, {}  # the password alone
    assert not half_way.FILES
    assert not (data / "quarantine").exists()


def test_a_form_takes_large_files_to_the_disk_and_stops_at_the_limit(
    ward: Ward, rf: Callable, data: Path, settings: object
) -> None:
    settings.MAX_UPLOAD_BYTES = 200_000  # type: ignore[attr-defined]
    request = rf.post(
        "/",
        {
            "small": SimpleUploadedFile("a.txt", DIRECTIVE),
            "large": SimpleUploadedFile("b.pdf", b"%PDF-" + b"x" * 1_000_000),
        },
    )
    request.user, request.session = ward.specialist.user, {}
    small, large = request.FILES["small"], request.FILES["large"]
    assert (small.name, small.read()) == ("a.txt", DIRECTIVE)
    on_disk = Path(large.temporary_file_path())
    assert on_disk.parent == data / "quarantine"
    assert 200_000 <= on_disk.stat().st_size < 300_000
    request.close()
    assert bytes_on_disk(data) == []


def test_a_form_whose_connection_breaks_leaves_nothing(ward: Ward, rf: Callable, data: Path) -> None:
    whole = rf.post("/", {"file": SimpleUploadedFile("b.pdf", b"%PDF-" + b"x" * 500_000)})
    body = whole.body
    kind = whole.META["CONTENT_TYPE"]
    request = rf.generic("POST", "/", body, content_type=kind)
    left = [body[: len(body) // 2]]

    class Line(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            if not left:
                raise OSError("the browser has gone")
            part, left[:] = left[0][:size], [left[0][size:]] if left[0][size:] else []
            return part

    request._stream, request.user, request.session = Line(), ward.specialist.user, {}
    try:
        _ = request.FILES
    except OSError as error:
        told = str(error)
    assert told == "the browser has gone"
    del request
    gc.collect()
    assert bytes_on_disk(data) == []
