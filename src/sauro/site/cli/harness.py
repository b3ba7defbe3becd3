"""Runs a benchmark of a checkout: a module `benchmarks/NAME.py` with a function `run() -> dict`.

The dictionary goes out as JSON as it is. For the table a module may have `WORDS`, which gives a key its label, its unit
and its goal; a value may be None, and then `skipped` (key → reason) says why.
"""

import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from sauro.reading.words import number

Result = dict[str, Any]
SKIPPED = "skipped"


def names(folder: Path) -> list[str]:
    """The benchmarks of a folder: its modules that have a `run`."""
    return sorted(path.stem for path in folder.glob("*.py") if "\ndef run() -> " in path.read_text("utf-8"))


def load(folder: Path, name: str) -> ModuleType:
    """The module of a benchmark; its neighbours are importable as `benchmarks.…`."""
    if str(folder.parent) not in sys.path:
        sys.path.insert(0, str(folder.parent))
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"benchmarks/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(benchmark: ModuleType) -> Result:
    """The figures of a loaded benchmark."""
    result = benchmark.run()
    if not isinstance(result, dict):
        raise TypeError(f"{benchmark.__name__}: run() must return a dictionary")
    return result


def to_json(result: Mapping[str, Any]) -> bytes:
    """The figures as UTF-8 JSON with a line end."""
    return (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def shown(value: Any) -> str:
    """A figure as Vietnamese write it."""
    if value is None:
        return "không đo"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value, 0 if isinstance(value, int) else 3 if abs(value) < 10 else 1)


def table(benchmark: ModuleType, result: Result) -> str:
    """The figures as lines: label, value and unit, goal or reason; groups of figures indented below."""
    told: Mapping[str, tuple[str, str, str]] = getattr(benchmark, "WORDS", {})
    skipped: Mapping[str, str] = result.get(SKIPPED) or {}
    rows: list[tuple[str, str, str]] = []
    for key, value in result.items():
        label, unit, goal = told.get(key, (key, "", ""))
        if isinstance(value, dict) and key != SKIPPED:
            rows.append((label, "", goal))
            rows += [(f"  {inner}", shown(figure), "") for inner, figure in value.items()]
        elif key != SKIPPED:
            figure = f"{shown(value)} {unit}".strip() if value is not None else shown(value)
            rows.append((label, figure, skipped.get(key, goal)))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    lines = [f"{label:<{widths[0]}}  {figure:>{widths[1]}}  {goal}".rstrip() for label, figure, goal in rows]
    return "\n".join([f"Phép đo “{benchmark.__name__.rpartition('.')[2]}”", *lines, "", ""])
