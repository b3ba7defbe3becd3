import json
from pathlib import Path

import pytest

from sauro.site.cli import develop, harness, run

TINY = """
from benchmarks.neighbour import FACTOR

WORDS = {"speed": ("Tốc độ", "MB/giây", "mục tiêu: từ 0,5")}


def run() -> dict[str, object]:
    return {"speed": 1.2346 * FACTOR, "pages": 1482, "pdf": None, "inner": {"tasks": 0.5}, "skipped": {"pdf": "thiếu"}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one tiny benchmark and a module beside it."""
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.delitem(__import__("sys").modules, "benchmarks", raising=False)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "tests").mkdir()
    benchmarks = tmp_path / "benchmarks"
    benchmarks.mkdir()
    (benchmarks / "tiny.py").write_text(TINY, "utf-8")
    (benchmarks / "neighbour.py").write_text("FACTOR = 1\n", "utf-8")
    monkeypatch.setattr(develop, "HERE", tmp_path / "src" / "sauro" / "site" / "cli" / "develop.py")
    return benchmarks


def test_a_benchmark_is_a_module_with_a_run(folder: Path) -> None:
    assert harness.names(folder) == ["tiny"]


def test_the_table_says_figures_with_their_words_units_goals_and_reasons(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "tiny"]) == 0
    out = capsys.readouterr().out
    rows = [line.split("  ") for line in out.splitlines() if line]
    told = [[part.strip() for part in row if part.strip()] for row in rows]
    assert told == [
        ["Phép đo “tiny”"],
        ["Tốc độ", "1,235 MB/giây", "mục tiêu: từ 0,5"],
        ["pages", "1.482"],
        ["pdf", "không đo", "thiếu"],
        ["inner"],
        ["tasks", "0,500"],
    ]


def test_json_of_one_benchmark_is_its_dictionary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "tiny", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["speed"] == 1.2346


def test_json_of_all_benchmarks_is_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tiny"]["pages"] == 1482


def test_a_run_that_gives_no_dictionary_is_refused(folder: Path) -> None:
    (folder / "wrong.py").write_text("def run() -> list[int]:\n    return [1]\n", "utf-8")
    with pytest.raises(TypeError, match="dictionary"):
        harness.run(harness.load(folder, "wrong"))
