"""Makes the city, or lets it grow to a number of tasks."""

import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from sauro.identity.models import Workspace
from sauro.journal import heads
from sauro.journal.sealer import seal
from sauro.site.demo.city import bodies
from sauro.site.demo.city.accounts import SLUG
from sauro.site.demo.city.orders import Orders
from sauro.site.demo.city.rows import in_a_hurry
from sauro.tasks.listings import settle_fresh
from sauro.tasks.models import Task

AT_ONCE = 10_000  # tasks of one transaction
REPORT_SECONDS = 5


def grow(
    wanted: int,
    say: Callable[[str], None] = lambda _: None,
    *,
    today: date | None = None,
    seed: int = bodies.SEED,
) -> Workspace:
    """The city with `wanted` tasks; one that has as many is left as it is.

    The same number, day and seed give the same tasks, lives and journal.
    """
    today, now = today or timezone.localdate(), int(timezone.now().timestamp())
    workspace = Workspace.objects.filter(slug=SLUG, is_demo=True).first() or bodies.make(today)
    while seal(workspace.pk):
        pass
    have = Task.objects.filter(workspace=workspace).count()
    if have >= wanted:
        return workspace
    with in_a_hurry():
        orders = Orders(bodies.load(workspace), today, now, have=have, count=wanted - have, seed=seed)
        told = time.monotonic()
        while orders.made < orders.wanted:
            first = orders.tasks.last
            with transaction.atomic():
                orders.deal(AT_ONCE)
                for table in orders.tables:
                    table.write()
                settle_fresh(first + 1, orders.tasks.last)
                head = orders.chain.write()
            heads.publish(head)
            if time.monotonic() - told > REPORT_SECONDS:
                say(f"  {have + orders.made:,} nhiệm vụ…".replace(",", "."))
                told = time.monotonic()
        with transaction.atomic():
            for table in (*orders.tables, orders.chain.entries):
                table.count_on()
    look_at_tables()
    return workspace


def look_at_tables() -> None:
    """What a database does by itself in the minutes after so many rows: looks at them for its plans, and PostgreSQL
    (autovacuum) notes which pages an index may answer for.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "PRAGMA optimize")
