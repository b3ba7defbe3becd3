"""Desk, list, board and task page at 10,000 and at 1,000,000 tasks: the figures of `sauro bench tasks`.

A city of 200 units and 5,000 people (`sauro.site.demo.city`); the pages are opened by somebody who sees one task in a
hundred. Each database gets a process and a city of its own (`tasks_measured.py`). Both cities are dealt at once, and
while one is measured the other waits.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from benchmarks.pages import databases, in_postgresql

SMALL, LARGE = 10_000, 1_000_000
PAGES = ("desk", "list", "board", "task")
WORDS = {
    "desk_queries": ("Bàn làm việc, 1.000.000 nhiệm vụ", "câu SQL", "mục tiêu: không quá 12"),
    "list_queries": ("Danh sách", "câu SQL", "mục tiêu: không quá 12"),
    "board_queries": ("Bảng theo trạng thái", "câu SQL", "mục tiêu: không quá 12"),
    "task_queries": ("Trang nhiệm vụ", "câu SQL", "mục tiêu: không quá 12"),
    "p95_ratio_1m_10k": (
        "p95 ở 1.000.000 so với 10.000 (lần), trang kém nhất",
        "",
        "mục tiêu: không quá 1,5, cho người thấy một phần trăm",
    ),
    "p95_ratio_parts": ("p95 ở 1.000.000 so với 10.000 (lần), từng trang", "", ""),
    "p95_small_ms": ("p95 ở 10.000 (mili giây)", "", ""),
    "p95_large_ms": ("p95 ở 1.000.000 (mili giây)", "", ""),
    "assign_500_s": ("Giao 500 nhiệm vụ một lượt, ở 1.000.000", "giây", "mục tiêu: không quá 3"),
    "clock_1m_s": ("Đồng hồ hằng ngày trên 1.000.000", "giây", "mục tiêu: không quá 60"),
    "clock_again_sent": ("Thông báo khi đồng hồ chạy lần hai", "", "mục tiêu: 0"),
    "generate_1m_s": ("Sinh 1.000.000 nhiệm vụ", "giây", ""),
}
ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS = 7_200


def run() -> dict[str, Any]:
    """Every figure under its name: a number of queries is the larger one, times and ratios stand by database. None
    where something could not be measured, and `skipped` says why.
    """
    skipped: dict[str, str] = {}
    urls = databases(skipped)
    missing = skipped.pop("task_list_ratio_100k_1k.postgresql", None)
    if missing:
        skipped["postgresql"] = missing
    return summary(measure(urls), skipped)


def summary(measured: dict[str, dict[str, Any]], skipped: dict[str, str]) -> dict[str, Any]:
    figures: dict[str, Any] = dict.fromkeys(WORDS)
    for page in PAGES:
        counted = [each["queries"][page] for each in measured.values() if page in each["queries"]]
        figures[f"{page}_queries"] = max(counted, default=None)
    small = figures["p95_small_ms"] = _flat({name: each["small_ms"] for name, each in measured.items()})
    large = figures["p95_large_ms"] = _flat({name: each["large_ms"] for name, each in measured.items()})
    parts = figures["p95_ratio_parts"] = {name: round(large[name] / small[name], 2) for name in large}
    figures["p95_ratio_1m_10k"] = {
        name: max(value for part, value in parts.items() if part.startswith(f"{name} ")) for name in measured
    }
    for figure in ("assign_500_s", "clock_1m_s", "clock_again_sent", "generate_1m_s"):
        figures[figure] = {name: each.get(figure) for name, each in measured.items()}
        if None in figures[figure].values():
            skipped[figure] = "chưa có trong bản này"
    for page in PAGES:
        if figures[f"{page}_queries"] is None:
            skipped[f"{page}_queries"] = "chưa có trang này"
    if skipped:
        figures["skipped"] = skipped
    return figures


def _flat(by_database: dict[str, dict[str, float]]) -> dict[str, float]:
    """'sqlite task' → milliseconds."""
    return {f"{name} {page}": value for name, pages in by_database.items() for page, value in pages.items()}


def measure(urls: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The figures of each database, from a process of its own. Raises `RuntimeError` where one fails."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sauro-bench-")))
        started = {
            name: (stack.enter_context(_process(name, url, folder)), folder / f"{name}.json")
            for name, url in urls.items()
        }
        for name, (process, _) in started.items():
            if process.wait(LIMIT_SECONDS):
                raise RuntimeError(f"{name}: {process.returncode}")
        return {name: json.loads(path.read_text()) for name, (_, path) in started.items()}


@contextmanager
def _process(name: str, url: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that measures; a database of PostgreSQL is made and dropped for it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAURO_")}
    environment |= {
        "SAURO_DATA": str(folder / name),
        "DJANGO_SETTINGS_MODULE": "sauro.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    environment.pop("DATABASE_URL", None)
    own = f"sauro_bench_{secrets.token_hex(4)}" if url else ""
    if own:
        in_postgresql(url, f"CREATE DATABASE {own}")
        environment["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{own}"
    command = [sys.executable, "-m", "benchmarks.tasks_measured", str(SMALL), str(LARGE)]
    command += [str(folder / "turn"), str(folder / f"{name}.json")]
    process = subprocess.Popen(command, env=environment, stdout=_errors())
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if own:
            in_postgresql(url, f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")


def _errors() -> IO[Any]:
    """What a process says goes where progress goes: the output is the figures alone."""
    return sys.stderr
