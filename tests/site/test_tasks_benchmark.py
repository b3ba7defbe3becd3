"""The figures of `sauro bench tasks`: all there, the worst page told, with a reason for each that is not."""

import json
from pathlib import Path
from typing import Any

from benchmarks import tasks, tasks_measured

from sauro.site.cli import harness

ROOT = Path(__file__).resolve().parents[2]


def measured(**other: Any) -> dict[str, Any]:
    return {
        "queries": {"desk": 9, "list": 10, "board": 8, "task": 12},
        "small_ms": {"desk": 20.0, "list": 20.0, "board": 20.0, "task": 20.0},
        "large_ms": {"desk": 22.0, "list": 29.0, "board": 21.0, "task": 20.0},
        "assign_500_s": 1.1,
        "clock_1m_s": 20.0,
        "clock_again_sent": 0,
        "generate_1m_s": 250.0,
    } | other


def test_the_worst_page_of_each_database_is_the_figure_and_the_parts_stand_beside() -> None:
    worse = measured(large_ms={"desk": 50.0, "list": 20.0, "board": 20.0, "task": 20.0})
    figures = tasks.summary({"sqlite": measured(), "postgresql": worse}, {})
    assert figures["p95_ratio_1m_10k"] == {"sqlite": 1.45, "postgresql": 2.5}
    assert figures["p95_ratio_parts"]["postgresql desk"] == 2.5
    assert figures["task_queries"] == 12
    assert figures["assign_500_s"] == {"sqlite": 1.1, "postgresql": 1.1}
    assert "skipped" not in figures
    assert set(figures) == set(tasks.WORDS)
    assert json.loads(harness.to_json(figures)) == figures
    assert "Bàn làm việc" in harness.table(tasks, figures)


def test_a_page_that_is_not_there_yet_is_skipped_with_the_reason() -> None:
    less = measured(queries={"list": 10, "task": 12}, small_ms={"list": 20.0}, large_ms={"list": 20.0})
    less.pop("clock_1m_s")
    figures = tasks.summary({"sqlite": less}, {})
    assert figures["board_queries"] is None
    assert set(figures["skipped"]) == {"desk_queries", "board_queries", "clock_1m_s"}


def test_every_page_has_its_addresses() -> None:
    assert tuple(tasks_measured.ADDRESSES) == tasks.PAGES


def test_the_checkout_has_the_benchmark_and_its_part_is_none() -> None:
    names = harness.names(ROOT / "benchmarks")
    assert "tasks" in names
    assert "tasks_measured" not in names
