"""The fictional directives and their gold readings: README.md beside this file says what they are."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9]*.txt"))
WITH_DOCX = sorted(path.stem for path in FOLDER.glob("[0-9]*.docx"))


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text("utf-8")


def gold_of(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return gold
