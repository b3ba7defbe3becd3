"""How fast, how small and how handy the site is: the figures of `sauro bench pages`, on the demo ward.

Server times are those of a whole request in the process, from the address to the last byte of the answer, without a
network. Each database gets a process and a ward of its own (`pages_measured.py`); a real server with its worker is
measured from outside (`pages_served.py`).
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

WORDS = {
    "queries": ("Số câu SQL của mỗi trang", "", "không đổi khi dữ liệu lớn lên"),
    "queries_large": ("Số câu SQL của mỗi trang, 100.000 nhiệm vụ", "", ""),
    "task_list_ratio_100k_1k": (
        "Danh sách nhiệm vụ, 100.000 so với 1.000 (lần)",
        "",
        "mục tiêu: không quá 1,5, cho người thấy một phần trăm và cho văn thư (số kém hơn)",
    ),
    "task_list_ms": ("Danh sách nhiệm vụ, 100.000 (mili giây)", "", ""),
    "review_200_ms": ("Mở màn hình duyệt 200 nhiệm vụ", "mili giây", "mục tiêu: không quá 400"),
    "server_rss_mb": ("Bộ nhớ web và tiến trình đọc", "MB", "mục tiêu: dưới 300"),
    "upload_to_review_s": ("Tải lên PDF 14 trang đến khi duyệt được", "giây", "mục tiêu: không quá 3"),
    "accept_seconds_per_task": ("Duyệt một nhiệm vụ (người mẫu bằng bàn phím)", "giây", ""),
    "accept_keys_per_task": ("Duyệt một nhiệm vụ", "phím", ""),
    "demo_first_s": ("Làm dữ liệu mẫu lần đầu", "giây", "mục tiêu: dưới 60"),
    "demo_start_s": ("Mở lại trang mẫu", "giây", "mục tiêu: dưới 3"),
}
ROOT = Path(__file__).resolve().parents[1]
SMALL, LARGE = 1_000, 100_000
LIMIT_SECONDS = 3_600


def run() -> dict[str, Any]:
    """Every figure under its name; None where it could not be measured, and `skipped` says why."""
    skipped: dict[str, str] = {}
    figures: dict[str, Any] = dict.fromkeys(WORDS)
    measured = {name: measure(url) for name, url in databases(skipped).items()}
    first = measured["sqlite"]
    figures["queries"], figures["queries_large"] = first["queries"], first["queries_large"]
    figures["review_200_ms"] = first["review_200_ms"]
    figures["task_list_ratio_100k_1k"] = {name: each["task_list_ratio"] for name, each in measured.items()}
    figures["task_list_ms"] = {name: each["task_list_ms"] for name, each in measured.items()}
    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
        from benchmarks.pages_served import served

        figures.update(served(Path(folder), skipped))
    if skipped:
        figures["skipped"] = skipped
    return figures


def databases(skipped: dict[str, str]) -> dict[str, str]:
    """Name → DATABASE_URL ('' is SQLite) of the databases that are there."""
    found = {"sqlite": ""}
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        with socket.socket() as probe:
            probe.settimeout(1)
            answers = probe.connect_ex(("127.0.0.1", 5432)) == 0
        url = "postgres://postgres@127.0.0.1:5432/postgres" if answers else ""
    if url:
        found["postgresql"] = url
    else:
        skipped["task_list_ratio_100k_1k.postgresql"] = "không có PostgreSQL (đặt DATABASE_URL)"
    return found


def measure(url: str) -> dict[str, Any]:
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
            command = [sys.executable, "-m", "benchmarks.pages_measured", str(SMALL), str(LARGE)]
            done = subprocess.run(
                command, env=environment, stdout=subprocess.PIPE, timeout=LIMIT_SECONDS, check=True
            )
        finally:
            if own:
                in_postgresql(url, f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def in_postgresql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(statement)
