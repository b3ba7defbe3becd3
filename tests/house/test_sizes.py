"""Files and functions stay small enough to be read at one sitting."""

import ast
from pathlib import Path

FILE_LINES = 600
FUNCTION_LINES = 60


def too_long(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    found = [f"{path}: {lines} lines"] if lines > FILE_LINES else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{path}:{node.lineno}: {node.name} has {length} lines")
    return found


def test_no_file_and_no_function_is_too_long(root: Path) -> None:
    files = sorted((root / "src").rglob("*.py"))
    assert files
    assert [fault for path in files for fault in too_long(path)] == []


def test_a_long_file_and_a_long_function_are_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def whole():\n" + "    pass\n" * FILE_LINES, encoding="utf-8")
    assert len(too_long(path)) == 2
