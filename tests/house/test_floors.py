"""The floors of the house: who may import whom."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PURE_ROOMS = ("vietnamese", "reading", "drafting")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the package of that checkout."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A checkout of which a test may break the rules."""
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_down(root: Path) -> None:
    found = lint_imports(root)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("vietnamese", "import sauro.reading"),
        ("reading", "import sauro.site"),
        ("vietnamese", "import django.utils"),
        ("reading", "import rich"),
    ],
)
def test_an_import_that_points_up_or_out_is_found(copy: Path, room: str, imported: str) -> None:
    (copy / "src" / "sauro" / room / "trespass.py").write_text(imported + "\n", encoding="utf-8")
    found = lint_imports(copy)
    assert found.returncode != 0, found.stdout
    assert "BROKEN" in found.stdout


def test_a_room_that_stands_on_no_floor_is_found(copy: Path) -> None:
    (copy / "src" / "sauro" / "attic").mkdir()
    (copy / "src" / "sauro" / "attic" / "__init__.py").write_text("", encoding="utf-8")
    found = lint_imports(copy)
    assert found.returncode != 0
    assert "sauro.attic" in found.stdout


def test_rooms_of_one_floor_are_independent_of_each_other(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "floors")["layers"]
    assert len(floors) == 10  # nine floors, and site over them
    assert not [floor for floor in floors if ":" in floor]


def test_the_pure_rooms_never_name_django(root: Path) -> None:
    for room in PURE_ROOMS:
        for path in (root / "src" / "sauro" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not [name for name in names if name.partition(".")[0] == "django"], path


# Loaded when a file of their kind is read, not at the start: each costs 50 to 500 ms.
HEAVY = ("django", "holidays", "lxml", "openpyxl", "pdfplumber", "pypdfium2", "viparse")


@pytest.mark.parametrize("module", ["sauro.reading", "sauro.vietnamese", "sauro.site.cli"])
def test_the_start_stays_light(root: Path, module: str) -> None:
    code = f"import sys, {module}; print(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.split() == []
