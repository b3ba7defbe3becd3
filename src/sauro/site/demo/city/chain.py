"""The journal of invented lives: entries in the order of their time, sealed as the sealer seals them."""

import hashlib
import heapq
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from django.utils import timezone

from sauro.identity.models import Workspace
from sauro.journal import heads
from sauro.journal.models import DailyHead, Entry, Payload
from sauro.site.demo.city.rows import Table, insert

_told = msgspec.json.Encoder(order="deterministic").encode  # the canonical JSON of the journal

ZONE = 7 * 3600


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: keys of user and person, and the user's identifier as it stands in the chain."""

    user: int
    uid: str
    person: int
    name: str


def stored(moment: int) -> str:
    """A second since 1970 as the databases take it."""
    days, second = divmod(moment, 86_400)
    hour, second = divmod(second, 3600)
    return f"{_day_text(days)} {hour:02d}:{second // 60:02d}:{second % 60:02d}"


@lru_cache(maxsize=4096)
def _day_text(days: int) -> str:
    return _day(days).isoformat()


class Identifiers:
    """UUIDs of version 7 from a seeded chance: 32 hexadecimal digits."""

    def __init__(self, chance: random.Random) -> None:
        self.bits = chance.getrandbits

    def new(self, moment: int) -> str:
        bits = self.bits(74)
        value = (moment * 1000 + (bits & 1023) % 1000) << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62
        return f"{value | bits & (1 << 62) - 1:032x}"


def dashed(uid: str) -> str:
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"


class Chain:
    """Takes what happened in any order of the near future, and writes it in the order of time.

    `tell` keeps an event; `until` takes those that have come, numbered and linked. All are sealed today.
    """

    def __init__(self, workspace: Workspace, chance: random.Random) -> None:
        self.workspace, self.chance = workspace, chance
        self.uid = str(workspace.uid)
        self.identifiers = Identifiers(chance)
        self.waiting: list[tuple[int, int, str, Actor | None, str, dict[str, Any]]] = []
        self.told = 0
        self.entries = Table(
            Entry, "workspace_id", "action_id", "at", "actor_id", "action", "object_kind", "object_uid",
            "digest", "number", "previous_hash", "hash",
        )  # fmt: skip
        self.payloads: list[tuple[int, str, str]] = []
        last = Entry.objects.filter(workspace=workspace, number__isnull=False).order_by("-number").first()
        self.number, self.link = (last.number or 0, last.hash) if last else (0, "")

    def tell(self, moment: int, action: str, actor: Actor | None, uid: str, data: dict[str, Any]) -> None:
        """An event of the task `uid` at a second since 1970."""
        self.told += 1
        heapq.heappush(self.waiting, (moment, self.told, action, actor, uid, data))

    def until(self, moment: int) -> None:
        """Takes into the chain what has happened up to then."""
        waiting = self.waiting
        while waiting and waiting[0][0] <= moment:
            self._link(*heapq.heappop(waiting))

    def _link(
        self, moment: int, _told_as: int, action: str, actor: Actor | None, uid: str, data: dict[str, Any]
    ) -> None:
        salt, text, at = self.chance.randbytes(16), _told(data), stored(moment)
        digest = hashlib.sha256(salt + text).hexdigest()
        action_id, by = self.identifiers.new(moment), f'"{actor.uid}"' if actor else "null"
        self.number += 1
        # The canonical form of an entry (journal.canonical.entry_hash), whose values need no escape here.
        form = (
            f'{{"action":"{action}","action_id":"{dashed(action_id)}","actor":{by},'
            f'"at":"{at.replace(" ", "T")}.000000Z","digest":"{digest}","number":{self.number},'
            f'"object_kind":"task","object_uid":"{dashed(uid)}","previous_hash":"{self.link}",'
            f'"workspace":"{self.uid}"}}'
        )
        previous, self.link = self.link, hashlib.sha256(form.encode()).hexdigest()
        key = self.entries.add(
            self.workspace.pk, action_id, at, actor.user if actor else None, action, "task", uid,
            digest, self.number, previous, self.link,
        )  # fmt: skip
        self.payloads.append((key, salt.hex(), text.decode()))

    def write(self) -> heads.Head:
        """Stores the entries so far, and the head of today, which is to be published after the commit."""
        self.entries.write()
        payloads, self.payloads = self.payloads, []
        insert(Payload._meta.db_table, ("entry_id", "salt", "data"), payloads)
        day = timezone.localdate()
        head = heads.sign(self.workspace.uid, day, self.number, self.link)
        DailyHead.objects.update_or_create(
            workspace=self.workspace,
            day=day,
            defaults={"number": head.number, "hash": head.hash, "signature": head.signature},
        )
        return head


def day_of(moment: int) -> date:
    """The day of the place, which has no summer time."""
    return _day((moment + ZONE) // 86_400)


@lru_cache(maxsize=4096)
def _day(days: int) -> date:
    return date(1970, 1, 1) + timedelta(days=days)
