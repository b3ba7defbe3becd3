import json
import os
import sys
from pathlib import Path

import docx
import pytest
from benchmarks import batch, scans
from benchmarks import reading as benchmark
from benchmarks.documents import directive, write_docx, write_pdf

from sauro.site.cli import harness

ROOT = Path(__file__).resolve().parents[2]

SCORER = """
import json, sys
fold = "skip" if "--skip" in sys.argv else "only"
assert sys.argv[sys.argv.index("--" + fold) + 1].count(",") == 6 and "--json" in sys.argv and "{}" in " ".join(sys.argv)
print(json.dumps({"tasks": [0.9, 0.8, 0.85 if fold == "skip" else 0.75]}))
sys.exit(1)
"""


@pytest.mark.parametrize("size", [5_000, 30_000])
def test_an_invented_directive_has_the_size_asked_for_and_is_always_the_same(size: int) -> None:
    text = directive(size)
    assert size <= len(text.encode()) <= size + 3_000
    assert text == directive(size)
    assert text != directive(size, seed=2)


def test_the_docx_holds_every_line_of_the_text(tmp_path: Path) -> None:
    text = "Số: 5/KH-UBND\nPhòng A & B <x>\n"
    write_docx(text, tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    assert [paragraph.text for paragraph in document.paragraphs] == text.splitlines()


def test_without_libreoffice_the_pdf_is_skipped_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    skipped: dict[str, str] = {}
    assert write_pdf(2, tmp_path / "a.pdf") == "không có LibreOffice để làm tệp PDF"
    assert benchmark.pdf(tmp_path / "a.pdf", skipped) == {"pdf_ratio": None, "pdf_ms": None}
    assert skipped["pdf_ratio"] == "không có LibreOffice để làm tệp PDF"


def test_the_fixed_calculation_gives_the_same_result_everywhere() -> None:
    assert benchmark.calculation() == benchmark.calculation() == 703_878


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc on this system")
def test_peak_memory_counts_the_process_and_its_child() -> None:
    grow = "import time; block = bytearray({} * 1_000_000); time.sleep(0.3)"
    both = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow.format(60)!r}]); {grow.format(40)}"
    environment = dict(os.environ)
    alone = benchmark.peak_memory([sys.executable, "-c", grow.format(40)], environment)
    together = benchmark.peak_memory([sys.executable, "-c", both], environment)
    assert alone is not None
    assert together is not None
    assert 40 < alone < 90
    assert together > alone + 60


def test_accuracy_comes_from_the_corpus_s_own_scorer_once_for_each_fold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "score.py").write_text(SCORER, "utf-8")
    monkeypatch.setenv(benchmark.CORPUS_VARIABLE, str(tmp_path))
    skipped: dict[str, str] = {}
    assert benchmark.accuracy(skipped) == {
        "accuracy": {"tasks": 0.85},
        "accuracy_kept_aside": {"tasks": 0.75},
    }
    assert skipped == {}


def test_without_a_corpus_accuracy_is_skipped_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(benchmark.CORPUS_VARIABLE, str(tmp_path))
    skipped: dict[str, str] = {}
    assert benchmark.accuracy(skipped) == {"accuracy": None, "accuracy_kept_aside": None}
    assert set(skipped) == {"accuracy", "accuracy_kept_aside"}


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="no /proc on this system")
def test_a_folder_is_measured_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    source = tmp_path / "batch"
    source.mkdir()
    assert batch.fill(source, 31) == len(list(source.iterdir())) == 31
    figures = batch.measured(source, tmp_path / "results")
    assert set(figures) == {"batch_files_per_s", "batch_lost", "peak_rss_mb"}
    assert figures["batch_lost"] == 0
    assert figures["batch_files_per_s"] > 0
    assert 10 < figures["peak_rss_mb"] < 2_000
    told = json.loads((tmp_path / "results" / "tong-hop.json").read_bytes())
    assert [(failure["file"], failure["code"]) for failure in told["failures"]] == [
        ("29.docx", "broken_file")
    ]


def test_the_figures_of_reading_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "warm_text", lambda: {"text_mb_per_s": 1.0, "read_30kb_ms": 50.0})
    monkeypatch.setattr(benchmark, "pdf", lambda *_: {"pdf_ratio": 2.0, "pdf_ms": 100.0})
    monkeypatch.setattr(benchmark, "whole_process", lambda *_: {"cold_start_s": 0.5, "read_rss_mb": 90.0})
    monkeypatch.setattr(
        batch, "figures", lambda *_: {"batch_files_per_s": 9.0, "batch_lost": 0, "peak_rss_mb": 60.0}
    )
    monkeypatch.setattr(benchmark, "accuracy", lambda *_: {"accuracy": None, "accuracy_kept_aside": None})
    monkeypatch.setattr(scans, "DIRECTIVES", scans.DIRECTIVES[:2])
    figures = benchmark.run()
    assert set(figures) == set(benchmark.WORDS)
    assert json.loads(harness.to_json(figures)) == figures
    assert "Tốc độ đọc chữ" in harness.table(benchmark, figures)


def test_the_checkout_has_the_benchmark_of_reading() -> None:
    assert "reading" in harness.names(ROOT / "benchmarks")
