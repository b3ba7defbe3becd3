"""Measures procedures in this process, on the database of the environment: `python -m benchmarks.procedures_measured 200000`.

Prints JSON. Started by `procedures.py`, with a data folder of its own.
"""

import datetime as dt
import json
import random
import statistics
import sys
import time
import uuid
from typing import Any

RUNS = 60
AT_ONCE = 2_000
TO_TELL = 10  # one case in so many has something to be told


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from sauro.site.demo.organise import set_up

    call_command("migrate", verbosity=0, interactive=False)
    demo = set_up(timezone.localdate())
    result: dict[str, Any] = {"move_queries": move_queries(demo)}
    fill(demo, int(sys.argv[1]))
    settle()
    result["desk_p95_ms"] = desk(demo)
    result |= clock()
    print(json.dumps(result))


def settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "PRAGMA optimize")


def move_queries(demo: Any) -> int:
    """The most statements that a start or a move of a submission slip takes, the transaction's own aside."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sauro.procedures import actions
    from sauro.procedures.actions import Held
    from sauro.procedures.library import packages
    from sauro.procedures.models import RunState, StepRun

    chair = demo.access("chutich")
    version = actions.import_package(
        chair, demo.agencies["committee"].pk, packages()["phieu-trinh"], "phieu-trinh"
    )
    actions.issue(chair, version.uid, valid_from=chair.on)
    values = {"noi-dung": "a", "de-xuat": "b", "kinh-phi": "5"}
    counted = []
    with CaptureQueriesContext(connection) as captured:
        case = actions.start(
            demo.access("chuyenvien.kinhte"),
            version.procedure.uid,
            title="Mua",
            values=values,
            key=uuid.uuid4(),
        )
    counted.append(statements(captured))
    for who in ("truongphong.kinhte", "phochutich"):
        run = StepRun.objects.get(case=case, state=RunState.OPEN)
        access = demo.access(who)
        with CaptureQueriesContext(connection) as captured:
            actions.act(access, case.uid, Held(run.uid, uuid.uuid4()))
        counted.append(statements(captured))
    return max(counted)


def statements(captured: Any) -> int:
    ours = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(ours) for query in captured.captured_queries)


def fill(demo: Any, wanted: int) -> None:
    """Running cases with an open step each, spread over the roles, units and people of the ward."""
    from django.utils import timezone

    from sauro.organisation.models import Post, holds_on
    from sauro.procedures.holders import WORKERS
    from sauro.procedures.models import Case, Seat, StepRun, Version

    chance, now = random.Random(7), timezone.now()  # noqa: S311 - invented data
    version = Version.objects.get(procedure__library_key="phieu-trinh")
    agency = demo.agencies["committee"]
    # Seats of people who can log in: what nobody has would be given away by the first round of the clock.
    mine = Post.objects.filter(holds_on(timezone.localdate()), agency=agency, person__user__is_active=True)
    posts = [post for post in mine.values_list("person_id", "unit_id", "role") if post[2] in WORKERS]
    holders = [f"r{agency.pk}.leader", f"r{agency.pk}.records_clerk"] * (len(posts) // 6)
    holders += [f"u{unit}.{role}" for _person, unit, role in posts if unit] + [
        f"p{person}" for person, _u, _r in posts
    ]
    starter = posts[-1][0]
    for first in range(0, wanted, AT_ONCE):
        many = range(first, min(wanted, first + AT_ONCE))
        cases = Case.objects.bulk_create(
            [
                Case(
                    workspace=demo.workspace, agency=agency, procedure_version=version, title=f"Việc {number}",
                    folded=f"viec {number}", initiator_id=starter, started_at=now, data={}, barred=[starter],
                )
                for number in many
            ]
        )  # fmt: skip
        runs = []
        for number, case in zip(many, cases, strict=True):
            due = now + dt.timedelta(hours=chance.randint(24, 2_000))
            to_tell = number % TO_TELL == 0
            due = now - dt.timedelta(hours=chance.randint(1, 20)) if to_tell else due
            runs.append(
                StepRun(
                    case=case, key="don-vi", title="Trưởng đơn vị trình", what="decide", opened_at=now, due_at=due,
                    told_at=now, look_at=due,
                )
            )  # fmt: skip
        runs = StepRun.objects.bulk_create(runs)
        Seat.objects.bulk_create(
            Seat(run=run, holder=chance.choice(holders), due_order=run.due_at) for run in runs
        )


def desk(demo: Any) -> float:
    """Milliseconds of the first page of the desk, p95 over people and runs; the slowest person counts."""
    from sauro.procedures.queries import waiting_for

    slowest = 0.0
    for who in ("vanthu", "chutich", "truongphong.kinhte", "chuyenvien.kinhte"):
        taken = []
        for _ in range(RUNS):
            access = demo.access(who)
            began = time.perf_counter()
            waiting_for(access)
            taken.append(1000 * (time.perf_counter() - began))
        slowest = max(slowest, statistics.quantiles(taken, n=20)[-1])
    return round(slowest, 1)


def clock() -> dict[str, float]:
    from sauro.procedures.clock import tick

    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        tick()
        seconds.append(round(time.perf_counter() - began, 2))
    return {"clock_200k_s": seconds[0], "clock_again_s": seconds[1]}


if __name__ == "__main__":
    main()
