"""`sauro serve`: one web process and one worker, kept running, ended together. Imports neither Django nor gunicorn."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

PORT_TAKEN = 71  # EX_OSERR
KEEPS_FALLING = 70  # EX_SOFTWARE
GRACE = 12.0  # seconds from the request to end to the kill; longer than the children take
SETTLED = 10.0  # a child that lived so long is no faulty start
MOST_FALLS = 6  # faulty starts in a row
_TICK = 0.1

Say = Callable[[str], None]


class CannotListen(Exception):
    """The address cannot be had; the message says why."""


@dataclass
class Child:
    """A program that has to run."""

    name: str
    arguments: list[str]
    descriptors: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    falls: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            command(*self.arguments),
            pass_fds=self.descriptors,
            env=environment(),
            stdin=subprocess.DEVNULL,
            # Ctrl-C in the terminal goes to the supervisor alone, which ends its children in order.
            start_new_session=True,
        )
        self.started = time.monotonic()

    def has_fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def put_off(self) -> float:
        """After a fall: when to start again, in seconds from now; longer with each fall in a row."""
        now = time.monotonic()
        self.falls = 1 if now - self.started >= SETTLED else self.falls + 1
        delay = min(0.25 * 2 ** (self.falls - 1), 30.0)
        self.process, self.again_at = None, now + delay
        return delay


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sauro.site.server.children", *arguments]


def environment() -> dict[str, str]:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1", "SAURO_PARENT": str(os.getpid())}


def listen(host: str, port: int) -> socket.socket:
    """The socket of the site. It stays open while a web process falls and is started again. Raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(256)
    except (OSError, OverflowError) as error:
        listener.close()
        raise CannotListen(str(error)) from error
    return listener


class Supervisor:
    def __init__(self, host: str, listener: socket.socket, say: Say) -> None:
        self.host, self.listener, self.say = host, listener, say
        self.port: int = listener.getsockname()[1]
        gate, self._opens = os.pipe()  # the web process waits until `_opens` is closed
        self._shut = True
        self.web = Child("web", ["web", str(listener.fileno()), str(gate)], (listener.fileno(), gate))
        self.worker = Child("worker", ["worker"])
        self.children = [self.web, self.worker]
        self.ending = threading.Event()

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.ending.set()

    def run(self) -> int:
        """Until somebody asks to end; gives the exit code."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self.stop)
        try:
            self.web.start()  # it loads while the tables are looked at
            prepared = self._prepare()
            if prepared or self.ending.is_set():
                return prepared
            os.close(self._opens)
            self._shut = False
            self.worker.start()
            threading.Thread(target=self._announce, daemon=True).start()
            return self._watch()
        finally:
            self._end()

    def _prepare(self) -> int:
        process = subprocess.Popen(
            command("prepare", self.host), env=environment(), stdin=subprocess.DEVNULL, start_new_session=True
        )
        while process.poll() is None:
            if self.ending.wait(0.02):
                process.terminate()
                process.wait()
                return 0
        return process.returncode

    def _watch(self) -> int:
        while not self.ending.wait(_TICK):
            for child in self.children:
                if child.has_fallen():
                    status = child.process.returncode if child.process else 0
                    delay = child.put_off()
                    if child.falls >= MOST_FALLS:
                        self.say(
                            f"Lỗi: tiến trình {child.name} không chạy được (mã {status}), đã thử {child.falls} lần."
                        )
                        return KEEPS_FALLING
                    self.say(f"Tiến trình {child.name} đã dừng (mã {status}); chạy lại sau {delay:g} giây.")
                elif child.process is None and time.monotonic() >= child.again_at:
                    child.start()
        return 0

    def _end(self) -> None:
        """Asks all children at once, waits for all, kills what is left."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if self._shut:  # it waits at the gate and has nothing to bring to an end
                _kill(process)
            process.terminate()
        until = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill(process)
                process.wait()
        self.listener.close()

    def _announce(self) -> None:
        """Prints the address when the first page answers."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        shown = f"[{host}]" if ":" in host else host
        while not self.ending.is_set():
            with suppress(OSError), socket.create_connection((host, self.port), timeout=30) as asked:
                asked.sendall(f"HEAD / HTTP/1.1\r\nHost: {shown}\r\nConnection: close\r\n\r\n".encode())
                if asked.recv(12).startswith(b"HTTP/"):
                    self.say(f"Sáu Rõ đang chạy tại http://{shown}:{self.port}  (Ctrl-C để dừng)")
                    return
            self.ending.wait(_TICK)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """The child and what it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def serve(host: str, port: int, say: Say) -> int:
    """Serves the site until SIGTERM or SIGINT; gives the exit code. Raises `CannotListen`."""
    return Supervisor(host, listen(host, port), say).run()
