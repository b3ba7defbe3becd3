"""The figures of `sauro bench pages`: all there, with a reason for each that is not."""

import json
from pathlib import Path

import pytest
from benchmarks import pages, pages_served

from sauro.site.cli import harness

ROOT = Path(__file__).resolve().parents[2]
MEASURED = {
    "queries": {"tasks": 9},
    "queries_large": {"tasks": 9},
    "task_list_ratio": 1.1,
    "task_list_ms": {"one in a hundred": 40.0},
    "review_200_ms": 200.0,
}


@pytest.fixture
def without_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "measure", lambda _: dict(MEASURED))
    monkeypatch.setattr(pages, "databases", lambda _: {"sqlite": "", "postgresql": "postgres://x/y"})


@pytest.mark.usefixtures("without_databases")
def test_every_figure_of_the_pages_is_there_and_goes_out_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "server_rss_mb": 140.0,
        "demo_first_s": 20.0,
        "demo_start_s": 2.0,
        **dict.fromkeys(pages_served.FIGURES, 1.0),
    }
    monkeypatch.setattr(pages_served, "served", lambda *_: told)
    figures = pages.run()
    assert set(figures) == set(pages.WORDS)
    assert figures["task_list_ratio_100k_1k"] == {"sqlite": 1.1, "postgresql": 1.1}
    assert None not in figures.values()
    assert json.loads(harness.to_json(figures)) == figures
    assert "Bộ nhớ web" in harness.table(pages, figures)


def test_without_a_browser_its_figures_are_skipped_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SAURO_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    skipped: dict[str, str] = {}
    assert pages_served.in_browser("http://127.0.0.1:1", tmp_path, skipped) == dict.fromkeys(
        pages_served.FIGURES
    )
    assert set(skipped) == set(pages_served.FIGURES)


def test_the_memory_of_a_process_is_that_which_it_holds() -> None:
    import os

    held = pages_served.resident_megabytes(os.getpid())
    assert held is None or 10 < held < 2_000


def test_the_checkout_has_the_benchmark_of_pages_and_its_parts_are_none() -> None:
    names = harness.names(ROOT / "benchmarks")
    assert "pages" in names
    assert not {"pages_measured", "pages_served"} & set(names)
