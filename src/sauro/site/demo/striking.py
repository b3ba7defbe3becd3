"""The clock of the demo ward: its last days, with their reminders, instances and notices."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from sauro.journal.sealer import seal_all
from sauro.site.demo.lives import clock_at
from sauro.site.demo.organise import Demo
from sauro.tasks.clock import daily, events

DAYS = 4
_SIX = time(6)


def strike(demo: Demo, today: date) -> None:
    """Runs the clock of the last days, each in its morning, and tells people what the journal says."""
    for back in range(DAYS, -1, -1):
        morning = timezone.make_aware(datetime.combine(today - timedelta(days=back), _SIX))
        with clock_at(min(morning, timezone.now())):
            daily.run_claimed(demo.workspace, today - timedelta(days=back), "demo", timezone.now())
            while seal_all():
                pass
    while events.follow(demo.workspace):
        pass
