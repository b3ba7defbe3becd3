"""What screens ask about uploads and the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from sauro.files.models import Upload, UploadState, WorkerBeat
from sauro.files.ports import Access, ports
from sauro.files.queue import OPEN, stale_seconds

SEE_WORKER = "files.see_worker"
CLEAR_SCAN = "files.clear_scan"
FORGET_WORKERS = timedelta(days=1)


def uploads_of(access: Access) -> QuerySet[Upload]:
    """What the person has sent in and not taken off his list, newest first."""
    mine = Upload.objects.filter(
        workspace_id=access.user.workspace_id,
        sender=access.user,
        reads_again=None,
        attached_to=None,
        dismissed_at=None,
    )
    return mine.select_related("stored_file").order_by("-id")


def upload_by_uid(access: Access, uid: UUID) -> Upload:
    """One upload of the person. Raises `Upload.DoesNotExist`."""
    return uploads_of(access).get(uid=uid)


def scans(access: Access) -> QuerySet[Upload]:
    """The scans in quarantine that the person may answer for: his own, and as clerk all of the agency; oldest first."""
    his = Q(sender=access.user)
    agencies = access.agencies_for(CLEAR_SCAN)
    if agencies:
        his |= Q(agency_uid__in=ports().agency_uids(access.workspace, agencies))
    waiting = Upload.objects.filter(his, workspace_id=access.user.workspace_id, state=UploadState.UNCLEAR)
    return waiting.select_related("sender").order_by("id")


def scan_by_uid(access: Access, uid: UUID) -> Upload:
    """One of `scans`. Raises `Upload.DoesNotExist`."""
    return scans(access).get(uid=uid)


def asked_again(access: Access, uid: UUID) -> Upload:
    """The upload that stands for reading a document again; who may see that document is asked by the room above.

    Raises `Upload.DoesNotExist`.
    """
    return Upload.objects.get(uid=uid, workspace_id=access.user.workspace_id, reads_again__isnull=False)


def being_read(access: Access, uid: UUID) -> bool:
    """Whether the upload of that identifier is still on its way."""
    return Upload.objects.filter(uid=uid, workspace_id=access.user.workspace_id, state__in=OPEN).exists()


@dataclass(frozen=True, slots=True)
class Worker:
    name: str
    beat_at: datetime
    doing: str
    lives: bool


@dataclass(frozen=True, slots=True)
class MachineState:
    """How the machine is: its workers, and the files that wait for them."""

    workers: list[Worker]
    waiting: int
    reading: int
    failed_today: int
    oldest_waiting: datetime | None

    @property
    def works(self) -> bool:
        return any(worker.lives for worker in self.workers)


def machine_state(access: Access, now: datetime | None = None) -> MachineState:
    """For who runs the system: figures alone, nothing about any file. Two queries. Raises `PermissionDenied`."""
    if not access.agencies_for(SEE_WORKER):
        raise PermissionDenied(SEE_WORKER)
    now = now or timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    here = Q(workspace_id=access.user.workspace_id)
    counted = Upload.objects.filter(
        here & (Q(state__in=OPEN) | Q(state=UploadState.FAILED, changed_at__gte=today))
    )
    waits = Q(state__in=(UploadState.QUARANTINED, UploadState.WAITING))
    figures = counted.aggregate(
        waiting=Count("id", filter=waits),
        reading=Count("id", filter=Q(state=UploadState.READING)),
        failed=Count("id", filter=Q(state=UploadState.FAILED)),
        oldest=Min("created_at", filter=waits),
    )
    alive_since = now - timedelta(seconds=stale_seconds())
    beats = WorkerBeat.objects.filter(beat_at__gte=now - FORGET_WORKERS).order_by("-beat_at", "name")[:20]
    workers = [Worker(beat.name, beat.beat_at, beat.doing, beat.beat_at >= alive_since) for beat in beats]
    return MachineState(workers, figures["waiting"], figures["reading"], figures["failed"], figures["oldest"])
