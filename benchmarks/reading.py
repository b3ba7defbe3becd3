"""How fast, how small and how right a reading is: the figures of `sauro bench reading`.

Times are medians over runs that alternate where two of them are compared. `machine` is how much longer than on the
reference machine a fixed calculation takes here: an absolute time divided by it compares between machines.
"""

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import batch, scans
from benchmarks.batch import family
from benchmarks.documents import directive, write_pdf

from sauro.reading import read
from sauro.reading.extraction import extraction_of_text
from sauro.reading.interpret import interpret

WORDS = {
    "text_mb_per_s": ("Tốc độ đọc chữ", "MB/giây", "mục tiêu: từ 0,5"),
    "read_30kb_ms": ("Đọc văn bản 30 kB, máy đã nóng", "mili giây", "mục tiêu: không quá 80"),
    "pdf_ratio": ("Đọc PDF 14 trang so với chỉ lấy chữ rồi đọc", "lần", "mục tiêu: không quá 3"),
    "pdf_ms": ("Đọc PDF 14 trang", "mili giây", ""),
    "cold_start_s": ("Cả tiến trình sauro read, văn bản 30 kB", "giây", "mục tiêu: không quá 0,8"),
    "read_rss_mb": ("Bộ nhớ cao nhất khi đọc một văn bản, cả tiến trình con", "MB", ""),
    "batch_files_per_s": ("Đọc cả thư mục, mọi nhân", "tệp/giây", ""),
    "batch_lost": ("Tệp trong thư mục không có kết quả cũng không có báo lỗi", "tệp", "mục tiêu: 0"),
    "peak_rss_mb": ("Bộ nhớ cao nhất khi đọc cả thư mục, phần dùng chung tính một lần", "MB", ""),
    **scans.WORDS,
    "machine": ("Thời gian một phép tính cố định, so với máy chuẩn", "lần", "1,0 là máy chuẩn"),
    "accuracy": ("Độ chính xác (F1), không kể phần để dành", "", ""),
    "accuracy_kept_aside": ("Độ chính xác (F1), riêng phần để dành", "", ""),
}
ROOT = Path(__file__).resolve().parents[1]
CORPUS_VARIABLE = "SAURO_READING_CORPUS"
KEPT_ASIDE = "105,118,127,139,145,151,155"  # of the corpus: scored, and looked at by nobody
KILOBYTES = 30
PAGES = 14
REFERENCE_SECONDS = 0.06
"""What `calculation` takes on the reference machine: one core of a 2-core x86-64 server, CPython 3.11."""


def run() -> dict[str, Any]:
    """Every figure under its name; None where it could not be measured, and `skipped` says why."""
    skipped: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
        figures: dict[str, Any] = {
            **warm_text(),
            **pdf(Path(folder) / "plan.pdf", skipped),
            **whole_process(Path(folder) / "plan.txt"),
            **batch.figures(Path(folder)),
            **scans.figures(Path(folder), skipped),
        }
    figures["machine"] = round(median(calculation, 5) / REFERENCE_SECONDS, 2)
    figures.update(accuracy(skipped))
    if skipped:
        figures["skipped"] = skipped
    return figures


def median(work: Callable[[], object], runs: int) -> float:
    """Seconds that the work takes, in the middle of its runs."""
    return statistics.median(seconds(work) for _ in range(runs))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def calculation() -> int:
    """A fixed calculation in plain Python: whole numbers, a dictionary, strings, sorting."""
    counts: dict[str, int] = {}
    state = 12_345
    for _ in range(200_000):
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
        key = f"k{state % 997}"
        counts[key] = counts.get(key, 0) + (state & 7)
    words = sorted(counts, key=lambda key: (counts[key], key))
    return len("".join(words)) + sum(counts.values())


def read_here(text: str) -> object:
    """The reading of a text in this process, without the child."""
    return interpret(extraction_of_text(text, "text"))


def warm_text() -> dict[str, float]:
    """Reading of text in a process that has read before: a short directive's time, a long one's speed."""
    short, long = directive(KILOBYTES * 1_000), directive(10 * KILOBYTES * 1_000, seed=2)
    read_here(short)
    quick, slow = [], []
    for turn in range(9):
        quick.append(seconds(lambda: read_here(short)))
        if turn % 3 == 0:
            slow.append(seconds(lambda: read_here(long)))
    speed = len(long.encode()) / 1e6 / statistics.median(slow)
    return {"text_mb_per_s": round(speed, 3), "read_30kb_ms": round(1000 * statistics.median(quick), 1)}


def bare_text(path: Path) -> str:
    """The text of a PDF by pypdfium2 alone."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return "\n".join(pages).replace("\r\n", "\n")
    finally:
        document.close()


def pdf(path: Path, skipped: dict[str, str]) -> dict[str, float | None]:
    """A whole reading of a text PDF, child included, against bare extraction and reading of its text here."""
    reason = write_pdf(PAGES, path)
    if reason is not None:
        skipped["pdf_ratio"] = skipped["pdf_ms"] = reason
        return {"pdf_ratio": None, "pdf_ms": None}
    read_here(bare_text(path))
    whole, bare = [], []
    for _ in range(5):
        whole.append(seconds(lambda: read(path)))
        bare.append(seconds(lambda: read_here(bare_text(path))))
    ratio = statistics.median(whole) / statistics.median(bare)
    return {"pdf_ratio": round(ratio, 2), "pdf_ms": round(1000 * statistics.median(whole), 1)}


def whole_process(path: Path) -> dict[str, float | None]:
    """`sauro read` from the start of the process to its end, and the memory of it and its child."""
    path.write_text(directive(KILOBYTES * 1_000), "utf-8")
    command = [sys.executable, "-m", "sauro", "read", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def once() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    once()  # writes the compiled modules
    cold = median(once, 5)
    peaks = [peak for _ in range(3) if (peak := peak_memory(command, environment)) is not None]
    return {
        "cold_start_s": round(cold, 3),
        "read_rss_mb": round(statistics.median(peaks), 1) if peaks else None,
    }


def peak_memory(command: list[str], environment: dict[str, str]) -> float | None:
    """Megabytes that a process and its descendants held at their highest, summed; None without /proc."""
    if not Path("/proc/self/status").exists():
        return None
    peaks: dict[int, int] = {}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    while process.poll() is None:
        for pid in family(process.pid):
            peaks[pid] = max(peaks.get(pid, 0), high_water(pid))
        time.sleep(0.002)
    return sum(peaks.values()) / 1000


def high_water(pid: int) -> int:
    """Kilobytes that a process held at its highest, 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def accuracy(skipped: dict[str, str]) -> dict[str, Any]:
    """F1 of every field against two careful readers, by the corpus's own score.py, where there is a corpus."""
    corpus = Path(os.environ.get(CORPUS_VARIABLE) or ROOT.parent / "shared" / "reading")
    if not (corpus / "score.py").is_file():
        reason = f"không có bộ văn bản mẫu (đặt {CORPUS_VARIABLE} để chỉ chỗ)"
        skipped.update(accuracy=reason, accuracy_kept_aside=reason)
        return {"accuracy": None, "accuracy_kept_aside": None}
    return {
        "accuracy": score(corpus, "--skip"),
        "accuracy_kept_aside": score(corpus, "--only"),
    }


def score(corpus: Path, fold: str) -> dict[str, float]:
    """Field → F1 on the corpus without (`--skip`) or with nothing but (`--only`) the documents kept aside."""
    reader = shlex.join([sys.executable, "-m", "sauro", "read", "--format", "json"]) + " {}"
    command = [sys.executable, str(corpus / "score.py"), "--gold", str(corpus / "gold"), "--run", reader]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    # Exit code 1 says that a document gave no reading: its figures count it as missed.
    done = subprocess.run(
        [*command, fold, KEPT_ASIDE, "--json"], capture_output=True, text=True, env=environment, check=False
    )
    return {field: f1 for field, (_, _, f1) in json.loads(done.stdout).items()}
