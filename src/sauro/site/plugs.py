"""Rooms of one floor do not know each other; what they need of each other is plugged together here."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sauro.files.ports import Cleared, Ports, Refused, Unclear, plug_in
from sauro.identity import events
from sauro.identity.models import User, Workspace
from sauro.journal import ports as journal
from sauro.journal.actions import Change, record
from sauro.notices import ports as notices
from sauro.organisation.access import access_of
from sauro.organisation.models import Agency
from sauro.reading.errors import UnreadableFile, unreadable
from sauro.reading.model import Extraction, Reading
from sauro.site import audit, panels
from sauro.tasks import registry

_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""Zip and OLE: what is in them shows only in the whole file, which a web process does not open."""
_WORDS_OF_STAMPS = 80  # words of a page below which they may be a signature stamp on a picture
_FAULTS_OF_THE_READER = frozenset({"reader_failed", "time_limit", "memory_limit"})


def connect() -> None:
    """Gives each room what it needs of its neighbours. Called when the program starts (`SiteConfig.ready`)."""
    plug_in(
        Ports(
            access_of=access_of,
            agency_uid=_agency_uid,
            agency_uids=_agency_uids,
            agency_id=_agency_id,
            record=_record,
            refusal=_refusal,
            glance=_glance,
            clear=_clear,
        )
    )
    journal.plug_in(audit.ports())
    notices.plug_in(notices.Ports(access_of=access_of, record=_about_login))
    for panel in (panels.machine, panels.logins):
        if panel not in registry.desk_panels:
            registry.desk_panels.append(panel)
    if _login_changed not in events.listeners:
        events.listeners.append(_login_changed)


def _about_login(*, actor: User, action: str, about: UUID, data: dict[str, Any]) -> None:
    record(workspace=actor.workspace, actor=actor, action=action, changes=[Change("user", about, data)])


def _login_changed(user: User, by: User | None, action: str, data: dict[str, object]) -> None:
    record(workspace=user.workspace, actor=by, action=action, changes=[Change("user", user.uid, data)])


def _agency_uid(workspace: Workspace, agency_id: int) -> UUID:
    uid = Agency.objects.filter(workspace=workspace, pk=agency_id).values_list("uid", flat=True).first()
    if uid is None:
        raise LookupError(f"no agency {agency_id} in {workspace.slug}")
    return uid


def _agency_uids(workspace: Workspace, agency_ids: Collection[int]) -> Iterable[UUID]:
    return Agency.objects.filter(workspace=workspace, pk__in=agency_ids).values_list("uid", flat=True)


def _agency_id(workspace: Workspace, agency_uid: UUID) -> int:
    found = Agency.objects.filter(workspace=workspace, uid=agency_uid).values_list("pk", flat=True).first()
    if found is None:
        raise LookupError(f"no agency {agency_uid} in {workspace.slug}")
    return found


def _record(
    *,
    workspace: Workspace,
    actor: User | None,
    action: str,
    changes: Sequence[tuple[str, UUID, dict[str, Any]]],
) -> UUID:
    return record(
        workspace=workspace, actor=actor, action=action, changes=[Change(*change) for change in changes]
    )


def _refusal(code: str, name: str, detail: str = "", **facts: object) -> Refused:
    return Refused(code, unreadable(code, name, detail, **facts).message)


def _glance(head: bytes, name: str) -> None:
    from sauro.reading.extraction.sniff import sniff

    if head.startswith(_CONTAINERS):
        return
    try:
        sniff(Path(name), head)
    except UnreadableFile as error:
        raise Refused(error.code, error.message) from error


def _clear(path: Path, *, scans: bool, progress: Callable[[int, int], None]) -> Cleared:
    """Format, limits and classification, by reading the whole file in a child process.

    Most files are read at once, so that no file is opened twice. Where the reading itself fails, the text alone decides:
    a file that has one is no fault of the sender, and is kept. Where the first page has no text, on which the mark of
    secrecy stands (NĐ 30/2020, Phụ lục I, ô số 10a), a person looks at the file first.
    """
    from sauro.reading.child import extract_in_child, read_in_child
    from sauro.reading.extraction import Limits

    limits = Limits(scans=scans, keep_unread=scans)
    try:
        reading = read_in_child(path, limits, progress)
        if not scans and _has_pictures(reading):
            reading = read_in_child(path, Limits(), progress)
        return Cleared(reading.source.media_type, reading)
    except UnreadableFile as error:
        if error.code == "no_text_layer" and not scans:
            raise Unclear from error
        if error.code not in _FAULTS_OF_THE_READER:
            raise Refused(error.code, error.message) from error
    try:
        extraction = extract_in_child(path, limits, progress)
        if not scans:
            _has_pictures(extraction)
        return Cleared(extraction.source.media_type)
    except UnreadableFile as error:
        if error.code == "reader_failed":  # its message tells of the inside, which may hold words of the file
            raise _refusal(error.code, path.name, "lỗi của phần đọc") from error
        raise Refused(error.code, error.message) from error


def _has_pictures(found: Reading | Extraction) -> bool:
    """Whether pages without text could be recognised. Raises `Unclear` where the first page is one of them."""
    if not any(warning.code == "pages_without_text" for warning in found.warnings):
        return False
    if len(found.pages[0].words) < _WORDS_OF_STAMPS:
        raise Unclear
    from sauro.reading.extraction.scans import available

    return available()
