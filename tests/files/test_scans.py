"""A scan: no text tells whether it is a state secret, so a person looks at it before it is read."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from tests.files.reader import DIRECTIVE, Reader
from tests.files.test_queue import journal, send
from tests.people import Ward, rights_of

from sauro.files import quarantine, queries, queue
from sauro.files.actions import answer_scan, dismiss, send_in
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.files.ports import Cleared, Ports, Refused, Unclear, ports
from sauro.identity.records import Stale
from sauro.journal.models import Entry
from sauro.organisation.models import Person, Post

PARTS = (
    "clerk",
    "leader",
    "vice_leader",
    "division_head",
    "specialist",
    "colleague",
    "auditor",
    "administrator",
    "party_clerk",
    "party_specialist",
    "outsider",
)


@pytest.fixture(autouse=True)
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In the place of the reader: nothing is read in a file before somebody answered for it; the marks that it bears then."""
    marks: list[str] = []

    def clear(path: Path, *, scans: bool, progress: object) -> Cleared:
        if not scans:
            raise Unclear
        if marks:
            raise ports().refusal("classified", path.name, level=marks[0])
        return Cleared("application/pdf")

    plugged = {name: getattr(ports(), name) for name in Ports.__dataclass_fields__} | {"clear": clear}
    monkeypatch.setattr("sauro.files.ports._plugged", [Ports(**plugged)])
    return marks


def scan(ward: Ward, person: Person | None = None) -> Upload:
    import io

    access = rights_of(person or ward.specialist)
    upload = send_in(
        access, agency_id=ward.committee.pk, name="Bản quét.pdf", stream=io.BytesIO(b"%PDF-" + DIRECTIVE)
    )
    queue.work_off()
    upload.refresh_from_db()
    return upload


def on_disk(data: Path) -> list[str]:
    return [path.name for path in data.rglob("*") if path.is_file() and path.parent.name != "heads"]


def test_a_scan_waits_in_quarantine_for_an_answer_and_nobody_claims_it(
    ward: Ward, reader: Reader, data: Path
) -> None:
    upload = scan(ward)
    assert (upload.state, upload.claimed_by, upload.attempts) == (UploadState.UNCLEAR, "", 0)
    assert on_disk(data) == [str(upload.uid)]
    assert not StoredFile.objects.exists()
    assert not queue.work_on_next("one")
    assert reader.read == []
    assert Entry.objects.order_by("-id").first().action == "files.ask"  # type: ignore[union-attr]
    assert "Bản quét" not in journal()


def test_the_sweeper_leaves_a_scan_that_waits(ward: Ward, reader: Reader, data: Path) -> None:
    upload = scan(ward)
    assert quarantine.sweep(now=quarantine.path_of(upload.uid).stat().st_mtime + 30 * 24 * 3600) == 0
    assert quarantine.path_of(upload.uid).exists()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("classified", [False, True])
def test_only_who_sent_it_and_the_clerk_of_the_agency_see_it_and_may_answer(
    ward: Ward, reader: Reader, data: Path, part: str, classified: bool
) -> None:
    upload = scan(ward)
    access = rights_of(getattr(ward, part))
    if part in ("clerk", "specialist"):
        assert list(queries.scans(access)) == [upload]
        answer_scan(access, upload.uid, classified=classified)
        assert Entry.objects.order_by("-id")[0].actor == access.user
        return
    assert list(queries.scans(access)) == []
    with pytest.raises(Upload.DoesNotExist):
        answer_scan(access, upload.uid, classified=classified)
    assert Upload.objects.get().state == UploadState.UNCLEAR
    assert on_disk(data) == [str(upload.uid)]


def test_after_the_answer_it_is_read_and_kept(ward: Ward, reader: Reader) -> None:
    upload = scan(ward)
    answer_scan(rights_of(ward.clerk), upload.uid, classified=False)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.cleared_by) == (UploadState.READ, ward.clerk.user)
    assert reader.read == [("Bản quét.pdf", b"%PDF-" + DIRECTIVE)]
    assert not quarantine.path_of(upload.uid).exists()
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "files.send_in",
        "files.ask",
        "files.clear_scan",
        "files.clear",
        "files.read",
    ]


def test_a_scan_that_is_marked_is_wiped_at_once_and_leaves_no_name(
    ward: Ward, reader: Reader, data: Path
) -> None:
    upload = scan(ward)
    answer_scan(rights_of(ward.specialist), upload.uid, classified=True)
    upload.refresh_from_db()
    assert (upload.state, upload.code, upload.name) == (UploadState.REFUSED, "classified", "")
    assert "Luật Bảo vệ bí mật nhà nước" in upload.message
    assert "Bản quét" not in upload.message + journal()
    assert on_disk(data) == []


def test_a_mark_that_is_recognised_after_the_answer_refuses_it_as_any_other(
    ward: Ward, reader: Reader, data: Path, recognised: list[str]
) -> None:
    upload = scan(ward)
    recognised.append("Tối mật")
    answer_scan(rights_of(ward.specialist), upload.uid, classified=False)
    queue.work_off()
    upload.refresh_from_db()
    assert (upload.state, upload.code, upload.name) == (UploadState.REFUSED, "classified", "")
    assert on_disk(data) == []
    assert reader.read == []


def test_it_is_answered_once(ward: Ward, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    from sauro.files import actions

    upload = scan(ward)
    seen = queries.scan_by_uid(rights_of(ward.clerk), upload.uid)
    answer_scan(rights_of(ward.specialist), upload.uid, classified=True)
    with pytest.raises(Upload.DoesNotExist):
        answer_scan(rights_of(ward.clerk), upload.uid, classified=False)
    monkeypatch.setattr(actions, "scan_by_uid", lambda *_: seen)  # who saw it just before
    with pytest.raises(Stale):
        answer_scan(rights_of(ward.clerk), upload.uid, classified=False)
    upload.refresh_from_db()
    assert (upload.state, upload.cleared_by) == (UploadState.REFUSED, None)


def test_a_sender_who_may_no_longer_send_in_does_not_answer(ward: Ward, reader: Reader) -> None:
    upload = scan(ward)
    Post.objects.filter(person=ward.specialist).delete()
    with pytest.raises(PermissionDenied):
        answer_scan(rights_of(ward.specialist), upload.uid, classified=False)


@pytest.mark.parametrize("part", [part for part in PARTS if part != "clerk"])
def test_a_refusal_is_taken_off_the_list_by_its_sender_alone(ward: Ward, data: Path, part: str) -> None:
    with pytest.raises(Refused):
        send(ward, "trống.txt", b"")
    upload = Upload.objects.get()
    assert list(queries.uploads_of(rights_of(ward.clerk))) == [upload]
    with pytest.raises(Upload.DoesNotExist):
        dismiss(rights_of(getattr(ward, part)), upload.uid)
    dismiss(rights_of(ward.clerk), upload.uid)
    upload.refresh_from_db()
    assert (upload.name, list(queries.uploads_of(rights_of(ward.clerk)))) == ("", [])
    assert upload.code == "empty_file"
    assert Entry.objects.order_by("-id")[0].action == "files.dismiss"


def test_what_was_not_refused_stays_on_the_list(ward: Ward, data: Path) -> None:
    upload = send(ward)
    with pytest.raises(Upload.DoesNotExist):
        dismiss(rights_of(ward.clerk), upload.uid)
