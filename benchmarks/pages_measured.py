"""Measures pages in this process, on the database of the environment: `python -m benchmarks.pages_measured 1000 100000`.

Prints JSON. Started by `pages.py`, with a data folder of its own.
"""

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

RUNS = 60
RARE = "chuyenvien.yte"  # sees one task in a hundred
CLERK = "vanthu"
REVIEWED = 200
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from sauro.site.demo.bulk import fill_up
    from sauro.site.demo.fill import fill

    small, large = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", verbosity=0, interactive=False)
    fill(timezone.localdate())
    review = review_of_many()
    fill_up(small)
    settle()
    addresses = addresses_of(review)
    result: dict[str, Any] = {"queries": queries(addresses), "review_200_ms": milliseconds(CLERK, review)}
    readers = {"one in a hundred": RARE, "all of an agency": CLERK}
    before = {who: milliseconds(name, addresses["tasks"]) for who, name in readers.items()}
    fill_up(large)
    settle()
    after = {who: milliseconds(name, addresses["tasks"]) for who, name in readers.items()}
    result |= {
        "queries_large": queries(addresses),
        "task_list_ratio": max(round(after[who] / before[who], 2) for who in readers),
        "task_list_ms": after,
        "task_list_small_ms": before,
    }
    print(json.dumps(result))


def settle() -> None:
    """What a database does by itself in the minutes after so many rows: looks at them for its plans, and PostgreSQL
    (autovacuum) notes which pages an index may answer for.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "PRAGMA optimize")


def client(username: str) -> Any:
    from django.test import Client

    from sauro.identity.models import User

    made = Client(SERVER_NAME="localhost")
    made.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return made


def review_of_many() -> str:
    """The address of the review of an invented directive with 200 tasks."""
    from benchmarks.documents import UNITS, WORKS
    from django.urls import reverse

    from sauro.files import queue
    from sauro.files.actions import send_in
    from sauro.files.models import Upload
    from sauro.intake.models import Review
    from sauro.site.demo.bulk import load

    demo = load()
    lines = [
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG ĐỒNG LAU",
        "",
        "Số: 700/KH-UBND",
        "",
        "KẾ HOẠCH",
        "Việc của cả năm",
        "",
    ]
    for number in range(REVIEWED):
        unit, work = UNITS[number % 7], WORKS[number % len(WORKS)]
        day, month = number % 27 + 1, number % 12 + 1
        if number % 20 == 0:
            lines.append(f"{ROMAN[number // 20]}. NHIỆM VỤ PHẦN {number // 20 + 1}")
        lines.append(f"{number % 20 + 1}. {unit} {work}, hoàn thành trước ngày {day:02d}/{month}/2027.")
    upload = send_in(
        demo.access(CLERK),
        agency_id=demo.agencies["committee"].pk,
        name="Kế hoạch cả năm.txt",
        stream=io.BytesIO("\n".join(lines).encode("utf-8")),
    )
    queue.work_off("bench")
    review = Review.objects.get(document__uid=Upload.objects.get(pk=upload.pk).result_uid)
    found = review.items.count()
    if found < REVIEWED:
        raise RuntimeError(f"{found} tasks were read instead of {REVIEWED}")
    return reverse("intake:review", args=[review.uid])


def addresses_of(review: str) -> dict[str, str]:
    from django.urls import reverse

    from sauro.site.demo.bulk import load
    from sauro.tasks.models import Task

    demo = load()
    task = Task.objects.filter(
        agency=demo.agencies["committee"], document__isnull=False, parent=None
    ).earliest("id")
    return {
        "tasks": reverse("tasks:list"),
        "task": reverse("tasks:task", args=[task.uid]),
        "documents": reverse("intake:list"),
        "review": review,
        "upload": reverse("intake:upload"),
        "account": reverse("identity:account"),
    }


def queries(addresses: dict[str, str]) -> dict[str, int]:
    """SQL queries of each page as the clerk opens it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = client(CLERK)
    browser.get(addresses["account"])  # the first visit stores its session
    counted = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        counted[name] = len(asked)
    return counted


def milliseconds(username: str, address: str) -> float:
    """Of a whole request; the first ones, which compile templates, are left out.

    The lowest tenth: what else the machine does makes a request slower, never faster.
    """
    browser = client(username)

    def once() -> None:
        answer = browser.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        _ = answer.content

    for _ in range(3):
        once()
    return round(1000 * statistics.quantiles([seconds(once) for _ in range(RUNS)], n=10)[0], 1)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
