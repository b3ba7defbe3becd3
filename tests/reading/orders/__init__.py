"""The fictional directives of this folder, with their tasks and who is ordered: README.md beside this file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9]*.txt"))

_TASK = re.compile(r"\[\[(?P<quote>.*?)\]\]\{(?P<owners>[^{}|]*)(?:\|(?P<support>[^{}]*))?\}", re.DOTALL)
# Marks of one letter, so that a line with them is hardly longer than without.
_FROM, _TO = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Order:
    """A task as two careful people read it: its words and the names of those who are ordered."""

    quote: str
    owners: list[str]
    coordinators: list[str]


def _names(listed: str | None) -> list[str]:
    return [" ".join(name.split()) for name in (listed or "").split(";") if name.strip()]


def marked(name: str) -> str:
    """The directive with its marks."""
    return (FOLDER / f"{name}.txt").read_text("utf-8")


def orders_in(raw: str, change: Callable[[str], str] = str) -> tuple[str, list[Order]]:
    """The text without its marks, laid out by `change`, and its orders; `raw` has the marks of README.md."""
    parties = [(_names(task["owners"]), _names(task["support"])) for task in _TASK.finditer(raw)]
    text = change(_TASK.sub(lambda task: _FROM + task["quote"] + _TO, raw))
    quotes = re.findall(f"{_FROM}(.*?){_TO}", text, re.DOTALL)
    orders = [Order(quote, *who) for quote, who in zip(quotes, parties, strict=True)]
    return text.replace(_FROM, "").replace(_TO, ""), orders


def without_marks(line: str) -> str:
    return line.replace(_FROM, "").replace(_TO, "")
