"""Measures the pages of tasks in this process, on the database of the environment:
`python -m benchmarks.tasks_measured 10000 1000000 TURN RESULT`.

TURN is a file that is locked: shared while tasks are dealt, alone while something is measured. RESULT gets the JSON.
"""

import fcntl
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS, REQUESTS = 3, 60
ASSIGNED = 500
OPENED = 40  # different tasks

# Page → what is opened in turn. An address that gives no page of its own (302, 404) is left out.
ADDRESSES: dict[str, Callable[[list[str]], list[str]]] = {
    "desk": lambda _: ["/"],
    "list": lambda _: ["/nhiem-vu/", "/nhiem-vu/?tab=all", "/nhiem-vu/?tab=overdue"],
    "board": lambda _: ["/nhiem-vu/?layout=board"],
    "task": lambda uids: [f"/nhiem-vu/{uid}/" for uid in uids],
}
MARKS = {
    "board": b"board"
}  # what a page must say of itself, so that another one is not measured in its place


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from sauro.site.demo.city.grow import grow

    small, large = int(sys.argv[1]), int(sys.argv[2])
    turn, result = Path(sys.argv[3]), Path(sys.argv[4])
    call_command("migrate", verbosity=0, interactive=False)
    with in_turn(turn, fcntl.LOCK_SH):
        grow(small, say=say)
    with in_turn(turn, fcntl.LOCK_EX):
        figures: dict[str, Any] = {"small_ms": p95()}
    with in_turn(turn, fcntl.LOCK_SH):
        start = time.perf_counter()
        workspace = grow(large, say=say)
        figures["generate_1m_s"] = round(time.perf_counter() - start, 1)
    with in_turn(turn, fcntl.LOCK_EX):
        figures |= {"large_ms": p95(), "queries": queries(), "assign_500_s": assigning()}
        figures |= clock(workspace)
    result.write_text(json.dumps(figures))


def say(text: str) -> None:
    from django.db import connection

    print(connection.vendor, text, file=sys.stderr)


@contextmanager
def in_turn(path: Path, how: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield


def client() -> Any:
    from django.test import Client

    from sauro.identity.models import User
    from sauro.site.demo.city.accounts import RARE

    made = Client(SERVER_NAME="localhost")
    made.force_login(User.objects.get(username=RARE), backend="django.contrib.auth.backends.ModelBackend")
    return made


def pages(browser: Any) -> dict[str, list[str]]:
    """The addresses of each page that there is, for the person in the browser."""
    from sauro.identity.models import User
    from sauro.organisation.access import access_of
    from sauro.site.demo.city.accounts import RARE
    from sauro.tasks.queries import visible

    keys = list(
        visible(access_of(User.objects.get(username=RARE))).order_by("pk").values_list("uid", flat=True)
    )
    every = max(len(keys) // OPENED, 1)
    found = {page: make([str(uid) for uid in keys[::every]]) for page, make in ADDRESSES.items()}
    return {page: addresses for page, addresses in found.items() if _stands(browser, page, addresses[0])}


def _stands(browser: Any, page: str, address: str) -> bool:
    answer = browser.get(address)
    return answer.status_code == 200 and MARKS.get(page, b"") in answer.content


def queries() -> dict[str, int]:
    """The most SQL queries of each page's addresses."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, counted = client(), {}
    for page, addresses in pages(browser).items():
        most = 0
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                opened(browser, address)
            most = max(most, len(asked))
        counted[page] = most
    return counted


def opened(browser: Any, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    _ = answer.content


def p95() -> dict[str, float]:
    """Milliseconds of a whole request that 95 in 100 stay under; of the rounds the best: what else the machine does
    makes a request slower, never faster.
    """
    browser = client()
    found = {}
    for page, addresses in pages(browser).items():
        for address in addresses[:5]:
            opened(browser, address)  # compiles templates
        rounds = []
        for _ in range(ROUNDS):
            took = [
                seconds(lambda n=n, among=addresses: opened(browser, among[n % len(among)]))
                for n in range(REQUESTS)
            ]
            rounds.append(statistics.quantiles(took, n=20)[18])
        found[page] = round(1000 * min(rounds), 1)
    return found


def assigning() -> float:
    """Seconds for 500 tasks in one go, as the clerk assigns what was accepted."""
    from sauro.identity.models import User
    from sauro.organisation.access import access_of
    from sauro.organisation.models import Unit
    from sauro.site.demo.city.accounts import CLERK
    from sauro.tasks.actions import assign_many
    from sauro.tasks.drafts import PartyDraft, TaskDraft

    access = access_of(User.objects.get(username=CLERK))
    [agency] = access.agencies_for("tasks.assign")
    units = list(Unit.objects.filter(agency_id=agency).order_by("id").values_list("pk", flat=True))

    def drafts() -> list[TaskDraft]:
        return [
            TaskDraft(
                agency_id=agency, title=f"Rà soát, báo cáo việc số {n}", leads=[PartyDraft(unit_id=units[n % len(units)])],
                supports=[PartyDraft(unit_id=units[(n + 1) % len(units)])], deliverable="Báo cáo",
            )
            for n in range(ASSIGNED)
        ]  # fmt: skip

    return round(statistics.median(seconds(lambda: assign_many(access, drafts())) for _ in range(3)), 2)


def clock(workspace: Any) -> dict[str, Any]:
    """Seconds of the daily clock over all tasks, and how many notices a second run on the same day makes."""
    try:
        from sauro.tasks.clock.daily import run_day
    except ImportError:
        return {}
    from django.utils import timezone

    from sauro.notices.models import Notice

    day = timezone.localdate()
    took = seconds(lambda: run_day(workspace, day))
    sent = Notice.objects.count()
    run_day(workspace, day)
    return {"clock_1m_s": round(took, 1), "clock_again_sent": Notice.objects.count() - sent}


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
