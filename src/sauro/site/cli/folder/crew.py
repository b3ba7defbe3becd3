"""The processes that read a folder: as many at once as there are cores, each for one file, so that none grows old."""

import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess

from sauro.reading.extraction.limits import Limits
from sauro.site.cli.folder.one import answer_of, crashed, run
from sauro.site.cli.folder.plan import Failure, Job, Plan, Record, forget_parts

GRACE = 60.0  # seconds for rendering and writing beyond what a reading may take
TICK = 0.5  # seconds after which the progress is looked at again
FORKS = sys.platform == "linux"
SHARED = (
    "sauro.reading.interpret",
    "sauro.reading.extraction.docx",
    "sauro.reading.extraction.pdf",
    "pypdfium2",
)
FOR_WORKBOOKS = (
    "openpyxl",
    "openpyxl.styles",
    "openpyxl.worksheet.properties",
    "sauro.reading.workbook",
    "sauro.site.cli.folder.summary",
)
WARMING = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU
Số: 1/KH-UBND
Đồng Lau, ngày 03 tháng 8 năm 2026
KẾ HOẠCH
Thực hiện Kế hoạch số 9/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân phường.
1. Phòng Văn hóa - Xã hội
a) Chủ trì, phối hợp với Công an phường rà soát, lập danh mục, báo cáo trước ngày 25 hằng tháng; đạt 95% trong quý III/2026.
| STT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Rà soát cống thoát nước | Phòng Văn hóa - Xã hội | 30/9/2026 |
"""
"""Read once before the first file, so that its copies have every rule at hand."""


@dataclass(slots=True)
class Hand:
    """A process at work."""

    job: Job
    process: BaseProcess
    pid: int
    pipe: Connection
    until: float


def cores() -> int:
    """How many processors this program may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def longest() -> float:
    """Seconds after which a process is taken for lost."""
    limits = Limits()
    return limits.seconds + limits.converter_seconds + GRACE


def prepare(plan: Plan) -> None:
    """Loads what every file needs once, so that a copy of this process has it at hand."""
    if not FORKS:
        return
    from sauro.reading import read_text
    from sauro.reading.lexicon import Pattern

    for name in (*SHARED, *(FOR_WORKBOOKS if plan.form == "xlsx" else ())):
        importlib.import_module(name)
    for name, module in list(sys.modules.items()):
        if name.startswith("sauro.reading"):
            for value in list(vars(module).values()):
                if isinstance(value, Pattern):
                    _ = value.match  # compiled when first used: once here instead of once a file
    read_text(WARMING)
    gc.collect()
    gc.freeze()  # copies share memory that nobody writes to


def work(
    jobs: Iterable[Job], plan: Plan, tick: Callable[[], None], *, hands: int | None = None
) -> Generator[Record | Failure, None, None]:
    """The answers for all jobs as they come. Closed early, or interrupted, it stops every process and cleans up."""
    waiting, size = iter(jobs), hands or cores()
    at_work: list[Hand] = []
    more = True
    try:
        while more or at_work:
            while more and len(at_work) < size:
                job = next(waiting, None)
                if job is None:
                    more = False
                else:
                    at_work.append(_begin(job, plan))
            for hand in _ready(at_work):
                at_work.remove(hand)
                yield _end(hand)
            tick()
    finally:
        for hand in at_work:
            _stop(hand, patience=0)
            forget_parts(hand.job, hand.pid)


def _begin(job: Job, plan: Plan) -> Hand:
    context: ForkContext | SpawnContext = get_context("fork") if FORKS else get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(job, plan, theirs))
    process.start()
    theirs.close()
    return Hand(job, process, process.pid or 0, ours, time.monotonic() + longest())


def _ready(hands: list[Hand]) -> list[Hand]:
    """The processes that have answered, died or are lost."""
    if not hands:
        return []
    told = set(wait([hand.pipe for hand in hands], TICK))
    now = time.monotonic()
    return [hand for hand in hands if hand.pipe in told or now > hand.until]


def _end(hand: Hand) -> Record | Failure:
    """The answer of a process; what killed it is told as a failure of its file."""
    patience = 1.0
    try:
        if not hand.pipe.poll():
            patience = 0
            return crashed(hand.job, "quá thời gian nên đã dừng")
        return answer_of(hand.pipe.recv_bytes())
    except (EOFError, OSError):
        hand.process.join(TICK)
        return crashed(hand.job, f"tiến trình đọc dừng đột ngột, mã {hand.process.exitcode}")
    finally:
        _stop(hand, patience)


def _stop(hand: Hand, patience: float = 1.0) -> None:
    """Ends a process; one that has answered ends by itself within the patience, in seconds."""
    hand.process.join(patience)
    if hand.process.is_alive():
        with suppress(AttributeError, OSError):
            os.killpg(hand.pid, signal.SIGKILL)
        hand.process.kill()
        hand.process.join()
    hand.pipe.close()
    hand.process.close()
