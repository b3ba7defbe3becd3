"""A whole folder of invented directives, read as `sauro read FOLDER --out RESULTS` does."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.documents import directive, write_docx, write_pdf

ROOT = Path(__file__).resolve().parents[1]
FILES = 120
SIZES = (
    3_000,
    6_000,
    12_000,
    30_000,
)  # bytes of text: as the directives that offices get, most of them short
PDF_PAGES = 3
TICK = 0.05  # seconds between two looks at the memory


def figures(folder: Path) -> dict[str, Any]:
    """The figures of a run in an empty folder."""
    source = folder / "batch"
    source.mkdir()
    fill(source)
    return measured(source, folder / "results")


def fill(folder: Path, files: int = FILES) -> int:
    """Text, Word and (where LibreOffice is there to make one) PDF files, one in thirty broken; how many there are."""
    pdf = folder / "0.pdf"
    made = write_pdf(PDF_PAGES, pdf) is None
    for number in range(1 if made else 0, files):
        text = directive(SIZES[number % len(SIZES)], seed=number)
        if number % 30 == 29:
            (folder / f"{number}.docx").write_bytes(b"PK\x03\x04" + bytes(200))
        elif made and number % 5 == 0:
            (folder / f"{number}.pdf").write_bytes(pdf.read_bytes())
        elif number % 2:
            write_docx(text, folder / f"{number}.docx")
        else:
            (folder / f"{number}.txt").write_text(text, "utf-8")
    return files


def measured(source: Path, out: Path) -> dict[str, Any]:
    """Files a second over the whole run, and the megabytes that all its processes held at their highest.

    Memory is the proportional set size where the system tells it: what processes share counts once.
    """
    command = [sys.executable, "-m", "sauro", "read", str(source), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    started, peak = time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    while process.poll() is None:
        peak = max(peak, sum(held(pid) for pid in family(process.pid)))
        time.sleep(TICK)
    seconds = time.perf_counter() - started
    told = json.loads((out / "tong-hop.json").read_bytes())
    files = len(list(source.iterdir()))
    results = sum((out / each["output"]).is_file() for each in told["files"])
    return {
        "batch_files_per_s": round(files / seconds, 2),
        "batch_lost": files - results - len(told["failures"]),
        "peak_rss_mb": round(peak / 1000, 1) if peak else None,
    }


def family(pid: int) -> list[int]:
    """A process and its descendants, of which it is the first."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return [pid]
    return [pid, *(inner for child in children.split() for inner in family(int(child)))]


def held(pid: int) -> int:
    """Kilobytes that a process holds now, its part of what it shares; 0 where it is gone."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), 0)
