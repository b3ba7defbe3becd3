"""Invented directives and the tasks in them, dealt in the order of time into the tables of the product."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import msgspec

from sauro.documents.models import AccessCircle, Document, Extraction
from sauro.organisation.models import Axis
from sauro.site.demo.city.bodies import City, Team
from sauro.site.demo.city.chain import ZONE, Actor, Chain, Identifiers, dashed, day_of, stored
from sauro.site.demo.city.lives import Life, Lives
from sauro.site.demo.city.rows import Table
from sauro.site.demo.plots import OBJECTS, PLACES, RHYTHMS, VERBS
from sauro.tasks.models import HandlingRole, Task, TaskKind, TaskParty, TaskStatus
from sauro.vietnamese.text import fold

SHARES = {Axis.COMMITTEE: 80, Axis.PARTY: 12, Axis.FRONT: 5, Axis.COUNCIL: 3}
IN_A_DIRECTIVE, BY_HAND = 20, 5  # orders in turn
RARE_EVERY = 100
MONTHS_BACK = 24
LET_OUT = "Giao làm ngay; thời hạn và sản phẩm báo cáo lãnh đạo chốt tại giao ban tuần"
FROM_HOUR, HOURS = 8, 9  # of a working day
_LEAD, _SUPPORT, _WATCH = (
    role.value for role in (HandlingRole.LEAD, HandlingRole.SUPPORT, HandlingRole.WATCH)
)
_FOLDED = {text: fold(text) for text in (*(verb for verb, _ in VERBS), *OBJECTS, *PLACES)}


@dataclass(slots=True)
class Source:
    """A directive that is being written: its text grows with each order."""

    document: int
    uid: str
    extraction: int
    number: str
    made: int
    lines: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, line: str) -> tuple[int, int]:
        """Adds a line; gives its place in the text."""
        first = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return first, first + len(line)


@dataclass(slots=True)
class Order:
    """What the tasks of one order share."""

    made: int
    agency: int
    title: str
    folded: str
    kind: str
    due: date | None
    due_text: str
    rrule: str
    product: str
    leader: int | None
    work_field: int
    assigner: Actor
    source: Source | None
    span: tuple[int, int] | None

    @property
    def owed(self) -> list[str]:
        """As `tasks.clarity.owed` has it."""
        there = {"due_date": self.due is not None, "deliverable": bool(self.product)}
        return [name for name, met in there.items() if not met] if self.kind == TaskKind.ONE_OFF else []

    @property
    def let_out(self) -> str:
        """The leader's reason for an order that lacks a date or a product."""
        return LET_OUT if self.owed else ""


class Calendar:
    """The moments at which the n-th of `count` tasks is made: even over the working hours until today."""

    def __init__(self, today: date, now: int, count: int) -> None:
        days = [today - timedelta(days=back) for back in range(MONTHS_BACK * 30, 0, -1)]
        self.days = [day for day in days if day.weekday() < 5]
        self.now, self.count = now, max(count, 1)

    def at(self, n: int) -> int:
        place = min(n / self.count, 0.999_999) * len(self.days)
        day = self.days[int(place)]
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - ZONE
        return min(midnight + FROM_HOUR * 3600 + int((place % 1) * HOURS * 3600), self.now)


class Orders:
    """Deals `count` tasks behind the `have` that there are. The same numbers and the same day deal the same."""

    def __init__(self, city: City, today: date, now: int, *, have: int, count: int, seed: int) -> None:
        self.city, self.now = city, now
        self.chance = random.Random(f"{seed}-{have}")  # noqa: S311 - an invented city
        self.calendar = Calendar(today, now, count)
        self.identifiers = Identifiers(self.chance)
        self.chain = Chain(city.workspace, self.chance)
        self.lives = Lives(self.chance, now)
        self.have, self.made, self.wanted, self.rare = have, 0, count, 0
        self.directives = have // 25
        self.agencies = [city.agencies[axis] for axis in SHARES]
        self.shares = list(SHARES.values())
        self.by_agency = {pk: axis for axis, pk in city.agencies.items()}
        self.reading, self.pages = _stub()
        record = ("uid", "created_at", "changed_at")
        self.documents = Table(
            Document, *record, "workspace_id", "agency_id", "access_circle", "document_type", "reference_number",
            "reference_folded", "subject", "issuing_agency", "issue_date", "issue_date_text", "file_name",
            "stored_file_id", "sent_in_by_id", "search_text",
        )  # fmt: skip
        self.extractions = Table(Extraction, *record, "document_id", "reader", "text", "reading", "pages")
        self.tasks = Table(
            Task, *record, "version", "workspace_id", "agency_id", "parent_id", "title", "kind", "status",
            "due_date", "due_text", "rrule", "deliverable", "authority", "accountable_leader_id",
            "work_field_id", "progress_percent", "proposed", "document_id", "extraction_id", "span_start",
            "span_end", "quote", "assigner_id", "finished_at", "search_text", "received_at", "received_by_id",
            "suspended_at", "resumes_to", "heard_at",
            "let_out_reason", "let_out_by_id",
        )  # fmt: skip
        self.parties = Table(TaskParty, *record, "task_id", "role", "unit_id", "person_id", "agency_id")

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.documents, self.extractions, self.tasks, self.parties, *self.lives.tables)

    def deal(self, most: int) -> int:
        """About `most` tasks more, never more than are wanted; gives how many."""
        before = self.made
        while self.made < self.wanted and self.made - before < most:
            self._directive()
        self.chain.until(self.calendar.at(self.made) if self.made < self.wanted else self.now)
        return self.made - before

    def _directive(self) -> None:
        """A directive with its orders, then some orders by hand."""
        agency = self.chance.choices(self.agencies, self.shares)[0]
        source = self._source(agency)
        for n in range(IN_A_DIRECTIVE + BY_HAND):
            if self.made >= self.wanted:
                break
            self.chain.until(self.calendar.at(self.made))
            self._order(agency, source if n < IN_A_DIRECTIVE else None, n + 1)
        at, text = stored(source.made), "\n".join(source.lines)
        extraction = self.extractions.add(
            self.identifiers.new(source.made), at, at, source.document, "city", text, self.reading, self.pages
        )
        if extraction != source.extraction:
            raise RuntimeError("extractions are written one after the other")

    def _source(self, agency: int) -> Source:
        self.directives += 1
        moment = self.calendar.at(self.made)
        axis, at, uid = self.by_agency[agency], stored(moment), self.identifiers.new(moment)
        day = day_of(moment)
        code = (
            "KH-TU"
            if axis == Axis.PARTY
            else f"KH-{ {Axis.COMMITTEE: 'UBND', Axis.FRONT: 'MTTQ'}.get(axis, 'HĐND') }"
        )
        number = f"{self.directives}/{code}"
        subject = f"Kế hoạch triển khai nhiệm vụ {self.chance.choice(PLACES)}"
        circle = AccessCircle.AGENCY if axis == Axis.PARTY else AccessCircle.WORKSPACE
        issuer = "Lam Giang"
        document = self.documents.add(
            uid, at, at, self.city.workspace.pk, agency, circle.value, "plan", number, fold(number), subject,
            issuer, day.isoformat(), day.isoformat(), f"{self.directives}-{fold(code)}.txt", self.city.file.pk,
            self.city.clerks[agency].user, f"{fold(number)} {fold(subject)}",
        )  # fmt: skip
        source = Source(document, uid, self.extractions.last + 1, number, moment)
        source.write(f"KẾ HOẠCH số {number}")
        source.write(subject)
        return source

    def _order(self, agency: int, source: Source | None, place: int) -> None:
        chance, number = self.chance, self.have + self.made + 1
        lead = self._lead(agency)
        agency = lead.agency
        verb, product = chance.choice(VERBS)
        thing, where = chance.choice(OBJECTS), chance.choice(PLACES)
        title = f"{verb} {thing} {where}, đợt {number}"
        folded = f"{_FOLDED[verb]} {_FOLDED[thing]} {_FOLDED[where]}, dot {number}"
        made = self.calendar.at(self.made)
        kind, due, due_text, rrule = self._time(made)
        printed = f"{place}. {title}, giao {lead.name} chủ trì."
        leaders = self.city.leaders[agency]
        complete = kind != TaskKind.ONE_OFF or (due is not None and bool(product))
        by_clerk = chance.random() < 0.7 and complete  # what lacks something goes out for a leader's reason
        order = Order(
            made, agency, title, folded, kind, due, due_text, rrule, product,
            chance.choice(leaders).person if chance.random() < 0.85 else None, chance.choice(self.city.fields),
            self.city.clerks[agency] if by_clerk else chance.choice(leaders), source,
            source.write(printed) if source else None,
        )  # fmt: skip
        left = self.wanted - self.made
        if lead is not self.city.rare and left > 4 and chance.random() < 0.03:
            self._whole(order, lead, min(chance.randint(3, 8), left - 1))
        else:
            doer = chance.choice(lead.members) if chance.random() < 0.4 else None
            self._task(order, lead, self._others(agency, lead), doer)

    def _lead(self, agency: int) -> Team:
        if self.made + 1 >= (self.rare + 1) * RARE_EVERY:
            self.rare += 1
            return self.city.rare
        return self.chance.choice(self.city.teams[agency])

    def _others(self, agency: int, lead: Team) -> list[Team]:
        """None to three units, one in twenty of another agency."""
        found = []
        for _ in range(self.chance.choices((0, 1, 2, 3), (45, 35, 14, 6))[0]):
            where = self.chance.choice(self.agencies) if self.chance.random() < 0.05 else agency
            team = self.chance.choice(self.city.teams[where])
            if team is not lead and team not in found:
                found.append(team)
        return found

    def _time(self, made: int) -> tuple[str, date | None, str, str]:
        """One in ten is a duty without end, one in twelve has a rhythm, one in fifteen no date yet."""
        drawn = self.chance.random()
        if drawn < 0.10:
            return TaskKind.STANDING, None, "", ""
        if drawn < 0.18:
            return TaskKind.RECURRING, None, *self.chance.choice(RHYTHMS)
        if drawn < 0.25:
            return TaskKind.ONE_OFF, None, "", ""
        day = day_of(made) + timedelta(days=self.chance.randint(4, 75))
        return TaskKind.ONE_OFF, day, "", ""

    def _whole(self, order: Order, first: Team, count: int) -> None:
        """An order to several units: the whole, whose state follows its parts, and a part for each."""
        teams = self.chance.sample(
            self.city.teams[order.agency], min(count, len(self.city.teams[order.agency]))
        )
        if first in teams:
            teams.remove(first)
        teams = [first, *teams][: max(count, 1)]
        # The rows of the parts name the whole, which is written before them and known only behind them.
        at = len(self.tasks.rows)
        whole, uid = self.tasks.add(), self.identifiers.new(order.made)
        self.made += 1
        lives = [self._task(order, team, [], None, whole=(whole, uid)) for team in teams]
        life = _of_parts(lives, order)
        self.tasks.rows[at] = (
            whole,
            *self._row(uid, order, first.name, teams[1:], life, None, None),
            *self.tasks.rest,
        )
        self._party(whole, order, _LEAD, first)
        self._tell(order, uid, first.name, [], {"children": len(teams)})

    def _task(
        self,
        order: Order,
        lead: Team,
        others: list[Team],
        doer: Actor | None,
        whole: tuple[int, str] | None = None,
    ) -> Life:
        uid = self.identifiers.new(order.made)
        acts = doer or lead.members[0]
        key = self.tasks.last + 1
        life = self.lives.deal(key, order.kind, order.made, order.due, acts, order.assigner)
        named = _named(lead, doer)
        self.tasks.add(*self._row(uid, order, named, others, life, acts, whole[0] if whole else None))
        self.made += 1
        self._party(key, order, _LEAD, lead, doer)
        for team in others:
            self._party(key, order, _SUPPORT, team)
        if self.chance.random() < 0.05:
            watcher = self.chance.choice(self.chance.choice(self.city.teams[order.agency]).members)
            at = stored(order.made)
            self.parties.add(
                self.identifiers.new(order.made), at, at, key, _WATCH, None, watcher.person, None
            )
        parent = {"parent": dashed(whole[1])} if whole else {"children": 0}
        self._tell(order, uid, named, others, parent)
        for moment, action, actor, data in life.events:
            self.chain.tell(moment, action, actor, uid, data)
        return life

    def _row(
        self,
        uid: str,
        order: Order,
        lead: str,
        others: list[Team],
        life: Life,
        doer: Actor | None,
        whole: int | None,
    ) -> tuple[object, ...]:
        source, span = order.source, order.span or (None, None)
        number = f" {fold(source.number)}" if source else ""
        named = "".join(f" {team.folded}" for team in others)
        title_names = f"{order.folded}{number or ' '} {_folded(lead)}{named}"
        return (
            uid, stored(order.made), stored(life.changed or order.made), life.version, self.city.workspace.pk,
            order.agency, whole, order.title, order.kind, life.status, life.due.isoformat() if life.due else None,
            order.due_text, order.rrule, order.product, "", order.leader, order.work_field, life.percent,
            json.dumps(["deliverable"] if order.product else []), source.document if source else None,
            source.extraction if source else None, *span, source.lines[-1] if source else "",
            order.assigner.user, _moment(life.finished), title_names, _moment(life.received),
            doer.user if life.received and doer else None, _moment(life.suspended), life.resumes_to,
            stored(life.changed or order.made), order.let_out, order.assigner.user if order.let_out else None,
        )  # fmt: skip

    def _party(self, task: int, order: Order, role: str, team: Team, person: Actor | None = None) -> None:
        at = stored(order.made)
        self.parties.add(
            self.identifiers.new(order.made), at, at, task, role, team.pk, person.person if person else None,
            team.agency if team.agency != order.agency else None,
        )  # fmt: skip

    def _tell(self, order: Order, uid: str, lead: str, others: list[Team], parts: dict[str, object]) -> None:
        data = {
            "title": order.title,
            "kind": str(order.kind),
            "due_date": order.due.isoformat() if order.due else None,
            "due_text": order.due_text,
            "deliverable": order.product,
            "proposed": ["deliverable"] if order.product else [],
            "owed": " ".join(order.owed),
            "waits": False,
            "reason": order.let_out,
            "document": dashed(order.source.uid) if order.source else None,
            "span": list(order.span) if order.span else None,
            "lead": lead,
            **({} if "parent" in parts else {"supports": [team.name for team in others]}),
            **parts,
        }
        self.chain.tell(order.made, "tasks.assign", order.assigner, uid, data)


def _of_parts(lives: list[Life], order: Order) -> Life:
    """As `tasks.actions.base.follow_parts` has it."""
    parts = [life for life in lives if life.status != TaskStatus.CANCELLED]
    done = [life for life in parts if life.status == TaskStatus.COMPLETED]
    whole = Life(TaskStatus.NOT_STARTED, changed=max(life.changed for life in lives), due=order.due)
    if not parts:
        whole.status, whole.finished = TaskStatus.CANCELLED, max(life.finished or 0 for life in lives)
        return whole
    whole.percent = 100 * len(done) // len(parts)
    if len(done) == len(parts):
        whole.status, whole.finished = TaskStatus.COMPLETED, max(life.finished or 0 for life in done)
    elif any(life.status not in (TaskStatus.NOT_STARTED, TaskStatus.PENDING_APPROVAL) for life in parts):
        whole.status = TaskStatus.IN_PROGRESS
    whole.version = 2 if whole.status != TaskStatus.NOT_STARTED else 1
    return whole


def _named(team: Team, doer: Actor | None) -> str:
    """As the rooms call a unit in which somebody is named."""
    return f"{team.name} ({doer.name})" if doer else team.name


_folded = lru_cache(maxsize=10_000)(fold)


def _moment(second: int | None) -> str | None:
    return None if second is None else stored(second)


def _stub() -> tuple[bytes, bytes]:
    """What the reader made of a directive: nothing, since the orders stand in tasks already."""
    from sauro.documents.readings import packed
    from sauro.reading import read_text

    _, reading, _ = packed(read_text("KẾ HOẠCH\nTriển khai nhiệm vụ."))
    return reading, msgspec.json.encode([])
