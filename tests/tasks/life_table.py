"""The table of a task's life as it stands in docs/task-life.md.

    python -m tests.tasks.life_table

writes it there anew; tests/tasks/test_life_table.py fails where the two differ.
"""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "task-life.md"
BEGIN, END = "<!-- the table: written by tests/tasks/life_table.py -->", "<!-- the end of the table -->"


def table() -> str:
    """A row for each step: identifier, Vietnamese words, the moves, who, what it needs."""
    from django.utils.translation import override

    from sauro.tasks.life import NEED_WORDS, RELATION_WORDS, RULES, STEP_WORDS, Relation

    lines = [
        "| step | Vietnamese | from → to | who | needs | own work |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for step, rule in RULES.items():
        moves: dict[str, list[str]] = {}
        for old, new in rule.moves.items():
            goal = "as before" if new is None else "stays" if new == old else f"`{new}`"
            moves.setdefault(goal, []).append(f"`{old}`")
        led = "; ".join(f"{', '.join(olds)} → {goal}" for goal, olds in moves.items())
        with override("vi"):
            label = str(STEP_WORDS[step])
        with override("en"):
            who = "everybody in the task" if rule.who == frozenset(Relation) else ", ".join(
                str(RELATION_WORDS[each]) for each in Relation if each in rule.who
            )  # fmt: skip
            needs = ", ".join(str(NEED_WORDS[need]) for need in rule.needs) or "–"
        lines.append(f"| `{step}` | {label} | {led} | {who} | {needs} | {'no' if rule.not_own else 'yes'} |")
    return "\n".join(lines)


def written(page: str) -> str:
    """The table that stands in the page."""
    return page.partition(BEGIN)[2].partition(END)[0].strip()


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    from tests.starting import start_django

    start_django()
    main()
