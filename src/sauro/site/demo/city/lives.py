"""What becomes of an invented task between its assignment and now: its state, the rows of its life, its events."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sauro.site.demo.city.chain import Actor, Identifiers, day_of, stored
from sauro.site.demo.city.rows import Table
from sauro.tasks.models import (
    Comment,
    Confidence,
    DueChange,
    ExtensionRequest,
    LateFault,
    Outcome,
    ProgressUpdate,
    Submission,
    TaskKind,
    TaskStatus,
    Urging,
    WorkQuality,
)

HOUR, DAY = 3600, 86_400
DONE = (
    "Đang triển khai theo phân công.",
    "Đã rà soát xong một nửa số hồ sơ.",
    "Đã họp thống nhất với các đơn vị phối hợp.",
    "Đang tổng hợp số liệu của các tổ dân phố.",
)
OBSTACLES = ("", "", "", "", "Chưa có hướng dẫn về mẫu biểu.", "Thiếu số liệu của đơn vị phối hợp.")
RESULT = "Đã hoàn thành sản phẩm được giao."
COMMENTS = (
    "Đề nghị gửi bản mềm để tổng hợp.",
    "Lưu ý thống nhất số liệu với Công an.",
    "Đã rõ, sẽ báo cáo đúng hạn.",
)
REASON_CANCEL = "Đã có nhiệm vụ khác thay thế."
REASON_LATER = "Cần thêm thời gian lấy ý kiến các đơn vị."
# Of a hundred tasks that are open, by whether their date has passed.
OPEN = {
    TaskStatus.IN_PROGRESS: 42, TaskStatus.NOT_STARTED: 33, TaskStatus.PENDING_ACCEPTANCE: 8,
    TaskStatus.AWAITING_SIGNATURE: 6, TaskStatus.REWORK: 5, TaskStatus.SUSPENDED: 3, TaskStatus.PENDING_APPROVAL: 3,
}  # fmt: skip
_STATUSES, _WEIGHTS = list(OPEN), list(OPEN.values())
_PERCENT = {
    TaskStatus.IN_PROGRESS: (2, 16), TaskStatus.PENDING_ACCEPTANCE: (20, 20), TaskStatus.AWAITING_SIGNATURE: (16, 19),
    TaskStatus.REWORK: (12, 18), TaskStatus.SUSPENDED: (0, 8),
}  # fmt: skip
COMPLETED_WHEN_PAST, CANCELLED_WHEN_PAST = 0.86, 0.90


@dataclass(slots=True)
class Life:
    """How a task stands now. Moments are seconds since 1970."""

    status: str
    percent: int = 0
    version: int = 1
    changed: int = 0
    due: date | None = None
    received: int | None = None
    finished: int | None = None
    suspended: int | None = None
    resumes_to: str = ""
    events: list[tuple[int, str, Actor, dict[str, Any]]] = field(default_factory=list)

    def step(self, moment: int, name: str, actor: Actor, **told: Any) -> None:
        """One step that changed the task, with its entry."""
        self.version += 1
        self.changed = moment
        told["version"] = [self.version - 1, self.version]
        self.events.append((moment, f"tasks.{name}", actor, told))

    def said(self, moment: int, name: str, actor: Actor, **told: Any) -> None:
        """Words that left the task as it was."""
        told["version"] = [self.version, self.version]
        self.events.append((moment, f"tasks.{name}", actor, told))

    def move(self, status: str, percent: int) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if status != self.status:
            told["status"] = [self.status, status]
        if percent != self.percent:
            told["progress_percent"] = [self.percent, percent]
        self.status, self.percent = status, percent
        return told


class Lives:
    """Deals lives and collects the rows that go with them."""

    def __init__(self, chance: random.Random, now: int) -> None:
        self.chance, self.now = chance, now
        self.identifiers = Identifiers(chance)
        word = ("uid", "created_at", "changed_at", "at", "by_id", "task_id")
        self.reports = Table(ProgressUpdate, *word, "progress_percent", "done", "obstacle", "confidence")
        self.products = Table(
            Submission, *word, "result_summary", "percent_before", "outcome", "decided_by_id", "decided_at",
            "quality", "late_fault",
        )  # fmt: skip
        self.requests = Table(
            ExtensionRequest,
            *word,
            "reason",
            "old_date",
            "new_date",
            "approved",
            "decided_by_id",
            "decided_at",
        )
        self.moves = Table(DueChange, "task_id", "at", "old_date", "new_date", "extension_id")
        self.urgings = Table(Urging, *word, "words", "answer_by")
        self.comments = Table(Comment, *word, "words")

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.reports, self.products, self.requests, self.moves, self.urgings, self.comments)

    def _word(self, task: int, moment: int, by: Actor) -> tuple[Any, ...]:
        at = stored(moment)
        return (self.identifiers.new(moment), at, at, at, by.user, task)

    def deal(self, task: int, kind: str, made: int, due: date | None, doer: Actor, above: Actor) -> Life:
        """The life of a task from `made` until now; what it is due on in the end stands in the life."""
        chance = self.chance
        life = Life(TaskStatus.NOT_STARTED, changed=made, due=due)
        if due is not None and chance.random() < 0.04:
            self._extend(life, task, made, doer, above)
        end = _second(life.due) if life.due is not None else self.now + DAY
        drawn = chance.random()
        if end < self.now and drawn < COMPLETED_WHEN_PAST and kind != TaskKind.STANDING:
            self._complete(life, task, made, end, doer, above)
        elif end < self.now and drawn < CANCELLED_WHEN_PAST:
            moment = self._between(made, min(end, self.now))
            life.finished = moment
            life.step(
                moment, "cancel", above, **life.move(TaskStatus.CANCELLED, life.percent), reason=REASON_CANCEL
            )
        else:
            self._go_on(life, task, made, doer, above)
        if chance.random() < 0.03:
            moment, words = self._between(life.changed, self.now), chance.choice(COMMENTS)
            self.comments.add(*self._word(task, moment, above), words)
            life.said(moment, "comment", above, words=words)
        return life

    def _between(self, first: int, last: int) -> int:
        return first + int(self.chance.random() * max(last - first, 1)) if last > first else first

    def _receive(self, life: Life, made: int) -> None:
        life.received = min(made + self.chance.randint(1, 20) * HOUR, self.now)

    def _report(self, life: Life, task: int, moment: int, percent: int, doer: Actor) -> None:
        done, obstacle = self.chance.choice(DONE), self.chance.choice(OBSTACLES)
        at_risk = Confidence.AT_RISK if obstacle else Confidence.YES
        self.reports.add(*self._word(task, moment, doer), percent, done, obstacle, at_risk.value)
        told = life.move(TaskStatus.IN_PROGRESS, percent) | {"done": done}
        if obstacle:
            told |= {"obstacle": obstacle, "confidence": at_risk.value}
        life.step(moment, "update_progress", doer, **told)

    def _submit(self, life: Life, task: int, moment: int, doer: Actor, *decision: Any) -> None:
        before = life.percent
        life.step(
            moment, "submit_deliverable", doer, **life.move(TaskStatus.PENDING_ACCEPTANCE, 100),
            result_summary=RESULT,
        )  # fmt: skip
        self.products.add(
            *self._word(task, moment, doer), RESULT, before, *(decision or ("", None, None, "", ""))
        )

    def _complete(self, life: Life, task: int, made: int, end: int, doer: Actor, above: Actor) -> None:
        """Handed in a few days before or behind the date, accepted the day after."""
        chance = self.chance
        self._receive(life, made)
        first = max(life.changed, life.received or made)
        handed = end + chance.choice((-6, -3, -2, -1, -1, 0, 0, 0, 1, 3)) * DAY - chance.randint(0, 8) * HOUR
        handed = min(max(handed, first + HOUR), self.now - 2 * HOUR)
        if chance.random() < 0.3 and handed > first:
            self._report(life, task, self._between(first, handed), chance.randint(4, 18) * 5, doer)
        decided = min(handed + chance.randint(2, 30) * HOUR, self.now - HOUR)
        late = life.due is not None and day_of(handed) > life.due
        fault = LateFault.DOER.value if late else ""
        quality = WorkQuality.MEETS.value
        self._submit(
            life, task, handed, doer, Outcome.ACCEPTED.value, above.user, stored(decided), quality, fault
        )
        life.finished = handed
        life.step(
            decided, "accept_deliverable", above, **life.move(TaskStatus.COMPLETED, 100), quality=quality,
            **({"late_fault": fault} if fault else {}),
        )  # fmt: skip

    def _go_on(self, life: Life, task: int, made: int, doer: Actor, above: Actor) -> None:
        """Still open."""
        chance = self.chance
        status = chance.choices(_STATUSES, _WEIGHTS)[0]
        if status == TaskStatus.NOT_STARTED:
            if chance.random() < 0.5:
                self._receive(life, made)
            return
        if status == TaskStatus.PENDING_APPROVAL:
            moment = self._between(made, self.now)
            told = life.move(status, 0) | {"reason": "Việc thuộc thẩm quyền của đơn vị khác."}
            life.step(moment, "refuse", doer, **told)
            return
        self._receive(life, made)
        low, high = _PERCENT[status]
        percent = chance.randint(low, high) * 5
        moment = self._between(max(life.changed, life.received or made), self.now)
        if status == TaskStatus.PENDING_ACCEPTANCE:
            self._submit(life, task, moment, doer)
            return
        self._report(life, task, moment, percent, doer)
        if status == TaskStatus.IN_PROGRESS:
            if chance.random() < 0.2:
                self._urge(life, task, above)
            return
        later = self._between(moment, self.now)
        if status == TaskStatus.AWAITING_SIGNATURE:
            life.step(later, "submit_for_signature", doer, **life.move(status, percent))
        elif status == TaskStatus.REWORK:
            told = life.move(status, percent) | {"reason": "Số liệu chưa khớp, đề nghị rà soát lại."}
            life.step(later, "return_for_rework", above, **told)
        else:
            told = life.move(status, percent) | {"reason": "Chờ hướng dẫn của cấp trên."}
            life.suspended, life.resumes_to = later, TaskStatus.IN_PROGRESS.value
            life.step(later, "suspend", above, **told)

    def _urge(self, life: Life, task: int, above: Actor) -> None:
        moment = self._between(life.changed, self.now)
        answer_by = day_of(moment + 3 * DAY)
        words = "Đề nghị báo cáo tiến độ."
        self.urgings.add(*self._word(task, moment, above), words, answer_by.isoformat())
        life.said(moment, "urge", above, words=words, answer_by=answer_by.isoformat())

    def _extend(self, life: Life, task: int, made: int, doer: Actor, above: Actor) -> None:
        """A later date was asked for and given."""
        old = life.due
        if old is None or made + 2 * DAY > self.now:
            return
        new = old + timedelta(days=self.chance.choice((5, 7, 10, 15)))
        asked = made + DAY
        days = [old.isoformat(), new.isoformat()]
        request = self.requests.add(
            *self._word(task, asked, doer), REASON_LATER, *days, True, above.user, stored(asked + DAY)
        )
        self.moves.add(task, stored(asked + DAY), *days, request)
        life.said(asked, "request_extension", doer, reason=REASON_LATER, new_date=days[1])
        life.step(asked + DAY, "extend_deadline", above, due_date=days)
        life.due = new


def _second(day: date) -> int:
    """17:00 of a day, in the time of the place."""
    return int(datetime(day.year, day.month, day.day, 10, tzinfo=UTC).timestamp())
