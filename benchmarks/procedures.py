"""How fast procedures are: statements of a move, the desk at 200,000 running cases, a round of the clock over them.

Each database gets a process and a ward of its own (`procedures_measured.py`).
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks.pages import LIMIT_SECONDS, ROOT, databases, in_postgresql

WORDS = {
    "move_queries": ("Số câu SQL để mở và chuyển một hồ sơ", "", "mục tiêu: không quá 12"),
    "desk_p95_ms": (
        "Danh sách bước chờ xử lý, 200.000 hồ sơ (mili giây, p95)",
        "",
        "mục tiêu: không quá 100",
    ),
    "clock_200k_s": (
        "Một vòng nhắc hạn, 200.000 hồ sơ, một phần mười đến hạn (giây)",
        "",
        "mục tiêu: không quá 30",
    ),
    "clock_again_s": ("Vòng nhắc hạn ngay sau đó (giây)", "", "không nhắc lại lần nào"),
}
CASES = 200_000


def run() -> dict[str, Any]:
    """Every figure under its name, by database; `skipped` says what could not be measured and why."""
    skipped: dict[str, str] = {}
    measured = {name: measure(url) for name, url in databases(skipped).items()}
    figures: dict[str, Any] = {each: {name: one[each] for name, one in measured.items()} for each in WORDS}
    if "postgresql" not in measured:
        figures["skipped"] = {"desk_p95_ms.postgresql": "không có PostgreSQL (đặt DATABASE_URL)"}
    return figures


def measure(url: str, cases: int = CASES) -> dict[str, Any]:
    """The figures of one database, from a process of its own; a database of PostgreSQL is made and dropped for it."""
    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SAURO_")}
        environment |= {
            "SAURO_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "sauro.site.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        environment.pop("DATABASE_URL", None)
        own = f"sauro_bench_{secrets.token_hex(4)}" if url else ""
        if own:
            in_postgresql(url, f"CREATE DATABASE {own}")
            environment["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{own}"
        try:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.procedures_measured", str(cases)],
                env=environment, stdout=subprocess.PIPE, timeout=LIMIT_SECONDS, check=True,
            )  # fmt: skip
        finally:
            if own:
                in_postgresql(url, f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")
    result: dict[str, Any] = json.loads(done.stdout)
    return result
