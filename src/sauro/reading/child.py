"""One file, one child process: with bounds on time, memory and files, without network, killed whole when it is late.

A program of one thread that has the reader loaded forks a copy of itself; any other starts ``python -I -S`` with its
own search path, so that an installed package and a source checkout work alike and no start-up hook costs time. The child
answers on its standard output: any number of lines ``progress 2 4`` (pages done, all pages; ``progress 2 4 recognised``
after a page that was a picture), then one line (``reading``, ``extraction`` or ``error``) and JSON after it; nothing is
ever unpickled. Where the platform has no resource limits or no namespaces, the clock still holds.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sauro.reading.errors import EXIT_CODES, UnreadableFile, megabytes, unreadable
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.progress import Progress, is_recognising, listening

if TYPE_CHECKING:
    from types import FrameType

    from sauro.reading.model import Extraction, Reading

_START = "import sys; sys.path[:] = sys.argv[1].split('\\n'); from sauro.reading.child import main; main()"
_GRACE = 2.0  # seconds between the request to end and the kill
_OPEN_FILES = 256
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_PROGRESS = b"progress "
_RECOGNISED = b" recognised\n"  # ends a line of progress about a page that was a picture
_LONGEST_LINE = 64  # bytes of a line of progress


def read_in_child(
    path: str | Path, limits: Limits | None = None, progress: Progress | None = None
) -> "Reading":
    """Extraction and interpretation of a file in a child process. Raises `UnreadableFile`.

    `progress` is called in this thread with (pages done, all pages) while they are extracted; what it raises ends the
    child.
    """
    from sauro.reading.model import from_json

    return from_json(_ask("reading", Path(path), limits or Limits(), progress))


def extract_in_child(
    path: str | Path, limits: Limits | None = None, progress: Progress | None = None
) -> "Extraction":
    """Extraction alone in a child process, for a caller that keeps the text before it is read."""
    import msgspec

    from sauro.reading.model import Extraction

    answer = _ask("extraction", Path(path), limits or Limits(), progress)
    return msgspec.json.decode(answer, type=Extraction)


def _ask(want: str, path: Path, limits: Limits, progress: Progress | None) -> bytes:
    """The JSON that the child answered."""
    name = path.name or str(path)
    order = json.dumps({"want": want, "path": str(path.absolute()), "limits": asdict(limits)}).encode()
    try:
        status, answer = (_fork if _may_fork() else _spawn)(order, _Clock(limits), progress)
    except TimeoutError as error:
        raise unreadable("time_limit", name, limit=f"{limits.seconds:g}") from error
    kind, _, content = answer.partition(b"\n")
    if status == 0 and kind == want.encode():
        return content
    if status == 0 and kind == b"error":
        _raise_error(content, name)
    raise _error_of_death(status, name, limits)


class _Clock:
    """How long a child may still take. Each page that it has recognised gives it the time for another."""

    def __init__(self, limits: Limits) -> None:
        now = time.monotonic()
        self._end = now + limits.seconds
        self._last = now + limits.longest_seconds if limits.scans else 0.0
        self._page = limits.page_seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def page_is_done(self) -> None:
        self._end = max(self._end, min(self._last, time.monotonic() + self._page))


def _may_fork() -> bool:
    """Whether a copy of this process is a safe child: one thread, and the reader at hand, so that a copy saves time.

    A service has threads, open connections and secrets in its memory; it starts a new Python instead.
    """
    return (
        sys.platform == "linux" and threading.active_count() == 1 and "sauro.reading.interpret" in sys.modules
    )


# Of the environment, in which the password of a database may stand.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TMPDIR", "LANG", "LC_ALL")


def _spawn(order: bytes, clock: _Clock, progress: Progress | None) -> tuple[int, bytes]:
    """A new Python that knows nothing but the search path: its exit status and its answer. Raises `TimeoutError`."""
    search_path = "\n".join(str(Path(entry).absolute()) for entry in sys.path)
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _START, search_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:  # never: both were asked for
        raise OSError("a child without pipes")
    try:
        with suppress(BrokenPipeError):  # it died before it heard the order: its status tells why
            process.stdin.write(order)
            process.stdin.close()
        answer = _read_until(process.stdout.fileno(), clock, progress)
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(_GRACE, clock.left))
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
    return process.returncode, answer


def _fork(order: bytes, clock: _Clock, progress: Progress | None) -> tuple[int, bytes]:
    """A copy of this process, which keeps none of its open files: exit status and answer. Raises `TimeoutError`."""
    reading_end, writing_end = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        _live_as_copy(order, writing_end)
    os.close(writing_end)
    try:
        answer = _read_until(reading_end, clock, progress)
    except TimeoutError:
        os.kill(pid, signal.SIGTERM)
        if not _wait(pid, _GRACE):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    finally:
        os.close(reading_end)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), answer


def _live_as_copy(order: bytes, writing_end: int) -> NoReturn:
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 2):
            os.dup2(nothing, standard)
        os.dup2(writing_end, 1)
        os.closerange(3, 65536)
        _answer(order, 1)
    finally:
        os._exit(1)


def _read_until(descriptor: int, clock: _Clock, progress: Progress | None) -> bytes:
    """All that comes until the other end is closed, without the lines of progress. Raises `TimeoutError`."""
    answer, telling = bytearray(), True
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            if not selector.select(clock.left):
                raise TimeoutError
            part = os.read(descriptor, 1 << 20)
            if not part:
                return bytes(answer)
            answer += part
            if telling:
                if _RECOGNISED in answer:
                    clock.page_is_done()
                telling = _take_progress(answer, progress)


def _take_progress(answer: bytearray, progress: Progress | None) -> bool:
    """Takes the lines of progress off the front of what came so far; whether more of them may follow."""
    told: tuple[int, int] | None = None
    while answer.startswith(_PROGRESS) and (end := answer.find(b"\n", 0, _LONGEST_LINE)) >= 0:
        line = bytes(answer[len(_PROGRESS) : end + 1])
        done, _, total = line.removesuffix(_RECOGNISED).removesuffix(b"\n").partition(b" ")
        if done.isdigit() and total.isdigit():
            told = int(done), int(total)
        del answer[: end + 1]
    if told is not None and progress is not None:
        progress(*told)
    return answer.startswith(_PROGRESS[: len(answer)])


def _wait(pid: int, seconds: float) -> bool:
    """Whether the process has ended within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.01)
    return False


def _raise_error(content: bytes, name: str) -> NoReturn:
    try:
        error = json.loads(content)
        code, message = error["code"], error["message"]
    except (ValueError, KeyError, TypeError):
        raise unreadable("reader_failed", name, "trả lời không đọc được") from None
    if code not in EXIT_CODES:
        raise unreadable("reader_failed", name, str(code))
    raise UnreadableFile(code, message)


def _error_of_death(status: int, name: str, limits: Limits) -> UnreadableFile:
    """Why a child ended without an answer."""
    if status == -signal.SIGXCPU:
        return unreadable("time_limit", name, limit=f"{limits.seconds:g}")
    if status in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP):  # how libraries in C end without memory
        return unreadable("memory_limit", name, limit=megabytes(limits.memory_bytes))
    if status < 0:
        return unreadable("broken_file", name, "phần mở tệp dừng đột ngột")
    return unreadable("reader_failed", name, f"mã {status}")


# In the child.


def main() -> None:
    """The whole life of a spawned child: one order from the standard input, one answer, the end."""
    _answer(sys.stdin.buffer.read(), 1)


def _answer(order_json: bytes, out: int) -> NoReturn:
    """Does what was ordered within its limits, writes the answer to the descriptor `out` and ends the process."""
    order = json.loads(order_json)
    limits = Limits(**order["limits"])
    path = Path(order["path"])
    signal.signal(signal.SIGTERM, _leave)
    _confine(limits)
    try:
        with listening(lambda done, total: _tell(out, limits, done, total)):
            kind, content = order["want"].encode(), _work(order["want"], path, limits)
    except UnreadableFile as error:
        kind, content = b"error", _error_json(error)
    except MemoryError:
        limit = megabytes(limits.memory_bytes)
        kind, content = b"error", _error_json(unreadable("memory_limit", path.name, limit=limit))
    except RecursionError:
        nested = unreadable("broken_file", path.name, "các phần lồng nhau quá sâu")
        kind, content = b"error", _error_json(nested)
    except Exception as error:  # noqa: BLE001 - a fault of the reader must still reach the person as a message
        detail = f"{type(error).__name__}: {error}"[:200]
        kind, content = b"error", _error_json(unreadable("reader_failed", path.name, detail))
    with os.fdopen(out, "wb", closefd=False) as stream:
        stream.write(kind + b"\n" + content)
    os._exit(0)  # nothing is left to clean, and the end of an interpreter costs time


def _tell(out: int, limits: Limits, done: int, total: int) -> None:
    """Says how far the work is. A page that was recognised gives this process the processor time for another."""
    slow = is_recognising() and limits.scans
    os.write(out, b"%s%d %d%s" % (_PROGRESS, done, total, _RECOGNISED if slow else b"\n"))
    if not slow:
        return
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        more = int(time.process_time() + limits.page_seconds) + 1
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_CPU, (max(soft, min(more, hard)), hard))


def _leave(_signal: int, _frame: "FrameType | None") -> NoReturn:
    raise SystemExit(1)


def _error_json(error: UnreadableFile) -> bytes:
    return json.dumps({"code": error.code, "message": error.message}, ensure_ascii=False).encode()


def _work(want: str, path: Path, limits: Limits) -> bytes:
    from sauro.reading.extraction import extract

    extraction = extract(path, limits)
    if want == "extraction":
        import msgspec

        return msgspec.json.encode(extraction)
    from sauro.reading.interpret import interpret
    from sauro.reading.model import to_json

    return to_json(interpret(extraction))


def _confine(limits: Limits) -> None:
    """Sets the limits of this process and takes its network, as far as the platform allows."""
    try:
        import resource
    except ImportError:  # not a POSIX system: the clock of the parent is what holds
        return
    seconds = max(1, int(limits.seconds))
    longest = max(seconds, int(limits.longest_seconds)) if limits.scans else seconds
    # The hard limit of memory stays above the soft one for LibreOffice, which is started with bounds of its own.
    bounds = (
        (resource.RLIMIT_AS, limits.memory_bytes, max(limits.memory_bytes, limits.converter_memory_bytes)),
        (resource.RLIMIT_CPU, seconds, longest + 5),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits.unpacked_bytes, limits.unpacked_bytes),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for kind, soft, hard in bounds:
        allowed = resource.getrlimit(kind)[1]
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            _isolate()


def _isolate() -> None:
    """No network, and an end with the parent. A system that forbids namespaces to users leaves the network as it is."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    user, group = os.getuid(), os.getgid()
    if library.unshare(_NEW_USER | _NEW_NET) != 0:
        return
    # The person stays who they are, so that files keep their owner for the converter.
    for place, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with suppress(OSError):
            Path("/proc/self", place).write_text(line)
