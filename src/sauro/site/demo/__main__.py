"""Fills a data folder: `python -m sauro.site.demo FOLDER TASKS`, in the environment that `sauro demo` makes."""

import sys
from pathlib import Path

import django

from sauro.site.cli.demo import read_mark, write_mark
from sauro.site.cli.output import note


def main() -> None:
    folder, tasks = Path(sys.argv[1]), int(sys.argv[2])
    django.setup()
    from django.utils import timezone

    from sauro.site.demo.city.grow import grow
    from sauro.site.demo.fill import fill
    from sauro.site.server.preparation import migrate

    migrate()
    kept = read_mark(folder) or {}
    filled = str(kept.get("filled") or "")
    if not filled:
        today = timezone.localdate()
        fill(today, say=note)
        filled = today.isoformat()
    if tasks:
        grow(tasks, say=note)
    write_mark(folder, filled=filled, tasks=tasks)


if __name__ == "__main__":
    main()
