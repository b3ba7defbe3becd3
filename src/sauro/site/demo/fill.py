"""Fills an empty database with the demo ward: files sent in, read and accepted by the actions that people use."""

import io
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from datetime import time as daytime
from pathlib import Path

from django.utils import timezone

from sauro.files import queue
from sauro.files.actions import send_in
from sauro.files.models import Upload, UploadState
from sauro.files.ports import Refused
from sauro.intake.actions.base import Held
from sauro.intake.actions.base import Refused as NotNow
from sauro.intake.actions.decide import accept, inform, unacceptable
from sauro.intake.actions.edit import take_proposals
from sauro.intake.handler import read_upload
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.journal.sealer import seal_all
from sauro.organisation.access import Access
from sauro.reading.errors import unreadable
from sauro.site.demo import papers
from sauro.site.demo.letting_out import REASON, leave_waiting, let_out
from sauro.site.demo.lives import clock_at, tell_lives
from sauro.site.demo.organise import Demo, set_up
from sauro.site.demo.papers import Paper
from sauro.site.demo.procedures import tell_procedures
from sauro.site.demo.standing import hand_over, lend_and_cover
from sauro.site.demo.statuses import spread_statuses
from sauro.site.demo.striking import strike

Say = Callable[[str], None]
TOO_SLOW = "Bản đồ quy hoạch.txt"
TRIES = 30


def fill(today: date, say: Say = lambda _: None) -> Demo:
    """Makes the whole ward as it stands on `today`. The database is migrated and has no demo ward yet."""
    demo = set_up(today)
    lend_and_cover(demo, today)
    say("  Đã có bốn cơ quan, đơn vị, người và tài khoản.")
    _send_papers(demo, today)
    say(f"  Đang đọc {len(papers.PAPERS)} văn bản…")
    _read_all()
    _fail_one(demo, today)
    for paper in papers.PAPERS:
        if paper.accepted:
            _decide(demo, paper)
    spread_statuses(demo, today, told=tell_lives(demo) | leave_waiting(demo))
    hand_over(demo, today)
    _send_text(demo, "vanthu", "committee", papers.WAITING, papers.WAITING_TEXT, today)
    tell_procedures(demo, today)
    while seal_all():
        pass
    strike(demo, today)
    say("  Đã đọc văn bản, giao việc, ghi nhật ký và nhắc việc.")
    return demo


def _send(demo: Demo, username: str, agency: str, name: str, data: bytes) -> Upload | None:
    """Sends a file in; None where it is refused at the door, of which a trace stays."""
    try:
        return send_in(
            demo.access(username), agency_id=demo.agencies[agency].pk, name=name, stream=io.BytesIO(data)
        )
    except Refused:
        return None


def _send_text(demo: Demo, username: str, agency: str, name: str, text: str, today: date) -> Upload | None:
    return _send(demo, username, agency, name, papers.dated(text, today).encode("utf-8"))


def _send_papers(demo: Demo, today: date) -> None:
    for paper in papers.PAPERS:
        _send(demo, paper.sender, paper.agency, paper.name, papers.bytes_of(paper, today))
    _send(demo, "vanthu2", "committee", papers.BROKEN, b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    _send_text(demo, "vanthu", "committee", papers.CLASSIFIED, papers.CLASSIFIED_TEXT, today)


def _read_all() -> None:
    """Works until nothing waits, also for its next try."""
    for _ in range(TRIES):
        queue.work_off("demo")
        if not Upload.objects.filter(state__in=queue.OPEN).exists():
            return
        time.sleep(1)
    raise RuntimeError("some of the demo's files could not be read")


def _fail_one(demo: Demo, today: date) -> None:
    """One file that passes quarantine and that the reader then gives up on, by the queue's own way of failing."""
    sent = _send_text(
        demo, "vanthu2", "committee", TOO_SLOW, papers.WAITING_TEXT.replace("962", "963"), today
    )
    if sent is None:
        return

    def give_up(upload: Upload, _path: Path, _progress: Callable[[str], None]) -> uuid.UUID:
        error = unreadable("time_limit", upload.name, limit=120)
        raise queue.Unreadable(error.code, error.message)

    queue.register_handler(give_up)
    try:
        queue.work_off("demo")
    finally:
        queue.register_handler(read_upload)


def _decide(demo: Demo, paper: Paper) -> None:
    """What the person who accepts this paper does on its review screen."""
    upload = Upload.objects.get(workspace=demo.workspace, name=paper.name)
    if upload.state != UploadState.READ:
        raise RuntimeError(f"{paper.name}: {upload.state} {upload.message}")
    review = Review.objects.get(workspace=demo.workspace, document__uid=upload.result_uid)
    with clock_at(_day_after(review.document.issue_date)):
        _accept(demo.access(paper.accepts or paper.sender), review, paper)


def _day_after(issued: date | None) -> datetime | None:
    """A paper is dealt with in the morning after its issue; one of today at once."""
    if issued is None or issued >= timezone.localdate() - timedelta(days=1):
        return None
    return timezone.make_aware(datetime.combine(issued + timedelta(days=1), daytime(8, 40)))


def _accept(who: Access, review: Review, paper: Paper) -> None:
    waiting = list(ReviewItem.objects.filter(review=review, state=ItemState.PENDING))
    if paper.accepted == "some":
        ours = [item for item in waiting if any(one["unit"] for one in item.values["leads"])]
        others = [item for item in waiting if item not in ours]
        if others:
            inform(who, review.uid, _held(others))
        waiting = ours
    elif paper.accepted == "half":
        waiting = waiting[: (len(waiting) + 1) // 2]
    if not waiting:
        return
    with suppress(NotNow):  # nothing was missing that a rule proposes
        take_proposals(who, review.uid, _held(waiting[::2]), ["due", "deliverable"])
    fresh = ReviewItem.objects.filter(pk__in=[item.pk for item in waiting])
    tasks = accept(
        who, review.uid, _held([item for item in fresh if not unacceptable(item.values)]), reason=REASON
    )
    let_out(tasks, keep=1 if paper.agency == "committee" else 0)


def _held(items: list[ReviewItem]) -> list[Held]:
    return [Held(item.uid, item.version) for item in items]
