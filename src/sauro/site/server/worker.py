"""The worker: reads uploads one after the other; a thread beside it shows that it lives, seals the journal and sweeps,
another one is the clock of tasks, and one more sends what leaves the product: a slow mail server holds up nothing else.

Started by `sauro worker`, or as a child of `sauro serve`. SIGTERM: it takes nothing new, gives a reading that does not
end in `GRACE` seconds back to the queue, and leaves. Killed outright, its claim goes stale and another worker takes over.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from sauro.files import quarantine, queue
from sauro.files.models import WorkerBeat
from sauro.identity import actions as identity
from sauro.journal import lookups, sealer
from sauro.notices import post
from sauro.procedures import clock
from sauro.tasks.clock import daily

logger = logging.getLogger(__name__)

IDLE = 0.5  # seconds between two looks at the queue
BEAT = 5.0
TELL = 3.0
TICK = 60.0
SWEEP = 3600.0
GRACE = 6.0
_FORGET = timedelta(days=7)


class Worker:
    def __init__(self, name: str | None = None) -> None:
        self.name = name or f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(3)}"
        self.ending = threading.Event()
        self._ended = threading.Event()

    def run(self) -> None:
        """Works until `ending` is set."""
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        keeper.start()
        teller = threading.Thread(target=self._tell, name="teller", daemon=True)
        teller.start()
        sender = threading.Thread(target=self._send, name="sender", daemon=True)
        sender.start()
        while not self.ending.is_set():
            if not self._try(self._read_one):
                self.ending.wait(IDLE)
        self._ended.set()
        until = time.monotonic() + GRACE
        for each in (keeper, teller, sender):
            each.join(max(0.0, until - time.monotonic()))
        connection.close()

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.ending.set()

    def _read_one(self) -> bool:
        close_old_connections()
        return queue.work_on_next(self.name)

    def _keep(self) -> None:
        """The thread beside the reading."""
        beat_at = sweep_at = 0.0
        self._try(sealer.publish_again)
        while not self.ending.wait(IDLE):
            close_old_connections()
            now = time.monotonic()
            if now >= beat_at:
                self._try(self._beat)
                beat_at = now + BEAT
            if now >= sweep_at:
                self._try(quarantine.sweep)
                self._try(identity.sweep)
                self._try(lookups.prune)
                sweep_at = now + SWEEP
            self._try(sealer.seal_all)
        in_time = self._ended.wait(GRACE)
        if not in_time:
            self._try(lambda: queue.release(self.name))
        self._try(sealer.seal_all)
        self._try(lambda: WorkerBeat.objects.filter(name=self.name).delete())
        connection.close()
        if not in_time:
            # What the main thread still does is no longer ours to store: every write asks for the claim.
            os._exit(0)

    def _tell(self) -> None:
        """The thread that tells people things; killed, it leaves claims that go stale."""
        tick_at = 0.0
        while not self.ending.wait(TELL):
            close_old_connections()
            if time.monotonic() >= tick_at:
                self._try(clock.tick)
                tick_at = time.monotonic() + TICK
            self._try(clock.look)
            self._try(lambda: daily.tick(self.name))
        connection.close()

    def _send(self) -> None:
        """The thread that sends; killed while a mail server keeps it waiting, its claim goes stale too."""
        while not self.ending.wait(TELL):
            close_old_connections()
            self._try(lambda: post.work(self.name))
        connection.close()

    def _beat(self) -> None:
        now = timezone.now()
        queue.renew(self.name, now)
        doing = "reading" if queue.is_busy(self.name) else ""
        WorkerBeat.objects.update_or_create(name=self.name, defaults={"beat_at": now, "doing": doing})
        WorkerBeat.objects.filter(beat_at__lt=now - _FORGET).delete()

    def _try(self, work: Callable[[], object]) -> bool:
        """Does a piece of work; a database that is away for a moment or a full disk does not end the worker."""
        try:
            return bool(work())
        except (DatabaseError, OSError) as error:
            logger.error("worker: %s: %s", type(error).__name__, error)  # noqa: TRY400 - a line each half second
            connection.close_if_unusable_or_obsolete()
            return False


def main() -> None:
    """The life of a worker process, after `django.setup()`."""
    worker = Worker()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, worker.stop)
    worker.run()
