"""A directive of our own that was read for the ward, and its review."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from tests.intake import handmade
from tests.people import Ward

from sauro.documents.actions import add_document
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.intake.actions import open_review
from sauro.intake.models import Review
from sauro.reading import read_text
from sauro.reading.model import Reading

DIRECTIVES = Path(__file__).parents[1] / "reading" / "directives"


@cache
def reading_of(text: str, name: str) -> Reading:
    return read_text(text, name)


@pytest.fixture
def directive() -> str:
    """A notice of a ward with orders for its divisions."""
    return (DIRECTIVES / "18_thong_bao_ket_luan_ubnd.txt").read_text(encoding="utf-8")


@pytest.fixture
def open_text(ward: Ward) -> Callable[..., Review]:
    """The review of a text that the clerk (or another person) sent in."""

    def opened(
        text: str | Reading, name: str = "Thông báo.txt", *, person: object = None, agency: object = None
    ) -> Review:
        sender, body = person or ward.clerk, agency or ward.committee
        reading = text if isinstance(text, Reading) else reading_of(text, name)
        digest = sha256(reading.text.encode()).hexdigest()
        stored, _ = StoredFile.objects.get_or_create(
            workspace=ward.workspace,
            sha256=digest,
            defaults={"size": len(reading.text), "media_type": "text/plain"},
        )
        upload = Upload.objects.create(
            workspace=ward.workspace,
            sender=sender.user,  # type: ignore[attr-defined]
            agency_uid=body.uid,  # type: ignore[attr-defined]
            name=name,
            state=UploadState.READING,
            stored_file=stored,
        )
        document, extraction = add_document(upload, reading)
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.READ, result_uid=document.uid)
        return open_review(document, extraction, reading.tasks)

    return opened


@pytest.fixture
def review(open_text: Callable[..., Review], directive: str) -> Review:
    return open_text(directive)


@pytest.fixture
def notice(open_text: Callable[..., Review]) -> Review:
    """The review of `handmade.notice`: four tasks."""
    return open_text(handmade.notice())
