"""The sealer: gives committed entries their numbers, chains them, and signs the head of the day.

An entry without a number is one that nobody has sealed yet, however late its transaction committed: no entry can be
skipped, as it could be by a reader who remembers the last key he saw. One sealer at a time works on a workspace.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from sauro.identity.models import Workspace
from sauro.journal import heads
from sauro.journal.canonical import entry_hash
from sauro.journal.models import DailyHead, Entry

BATCH = 1000  # entries sealed in one transaction


def seal_all(now: datetime | None = None) -> int:
    """Seals what has been committed in every workspace; gives the number of entries."""
    waiting = Entry.objects.filter(number=None).order_by().values_list("workspace_id", flat=True).distinct()
    return sum(seal(workspace, now) for workspace in list(waiting))


def seal(workspace_id: int, now: datetime | None = None) -> int:
    """Seals up to `BATCH` entries of a workspace; 0 where there are none or another sealer is at it."""
    day = timezone.localdate(now or timezone.now())
    with transaction.atomic():
        # No key is changed: transactions that write rows of the workspace go on beside the sealer.
        locked = Workspace.objects.filter(pk=workspace_id)
        if connection.features.has_select_for_no_key_update:
            locked = locked.select_for_update(no_key=True, skip_locked=True)
        workspace = locked.only("uid").first()
        if workspace is None:
            return 0
        sealed = _chain(workspace)
        if not sealed:
            return 0
        _, number, link = sealed[-1]
        head = heads.sign(workspace.uid, day, number, link)
        DailyHead.objects.update_or_create(
            workspace_id=workspace_id,
            day=day,
            defaults={"number": number, "hash": link, "signature": head.signature},
        )
    heads.publish(head)
    return len(sealed)


def publish_again() -> None:
    """Writes the file of each workspace's last head: a stop between the commit and the file is made good."""
    last: dict[UUID, DailyHead] = {}
    for row in DailyHead.objects.select_related("workspace").order_by("workspace_id", "day"):
        last[row.workspace.uid] = row
    for uid, row in last.items():
        heads.publish(heads.Head(str(uid), row.day.isoformat(), row.number, row.hash, row.signature))


def _chain(workspace: Workspace) -> list[tuple[int, int, str]]:
    """Numbers and links the waiting entries, oldest first: (key, number, hash) of each."""
    entries = list(
        Entry.objects.filter(workspace=workspace, number=None).select_related("actor").order_by("id")[:BATCH]
    )
    last = (
        Entry.objects.filter(workspace=workspace, number__isnull=False)
        .order_by("-number")
        .values_list("number", "hash")
        .first()
    )
    number, link = last or (0, "")
    sealed: list[tuple[int, int, str]] = []
    rows: list[tuple[int, str, str, int]] = []
    for entry in entries:
        number += 1
        previous, link = link, link_of(entry, workspace.uid, number, link)
        sealed.append((entry.pk, number, link))
        rows.append((number, previous, link, entry.pk))
    if rows:
        # One statement for all: a queryset's bulk_update makes a CASE of thousands of arms of it.
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE journal_entry SET number = %s, previous_hash = %s, hash = %s WHERE id = %s", rows
            )
    return sealed


def link_of(entry: Entry, workspace: UUID, number: int, previous: str) -> str:
    """The hash of an entry at that place of the chain."""
    return entry_hash(
        workspace=workspace,
        number=number,
        at=entry.at,
        actor=entry.actor.uid if entry.actor else None,
        action=entry.action,
        action_id=entry.action_id,
        object_kind=entry.object_kind,
        object_uid=entry.object_uid,
        digest=entry.digest,
        previous_hash=previous,
    )
