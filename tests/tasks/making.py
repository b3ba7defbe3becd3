"""Tasks and documents for the tests of this room and those above."""

import datetime as dt
from typing import Any

from tests.people import Ward, rights_of

from sauro.documents.models import AccessCircle, Document, Extraction
from sauro.documents.readings import packed
from sauro.files.models import StoredFile
from sauro.organisation.models import Agency, Person, Unit
from sauro.reading.model import Document as Facts
from sauro.reading.model import Reading, Source
from sauro.tasks.actions import assign
from sauro.tasks.deadlines import deadline_state
from sauro.tasks.drafts import PartyDraft, TaskDraft
from sauro.tasks.listings import settle
from sauro.tasks.models import (
    FINISHED,
    STATUS_ORDER,
    WITHOUT_END,
    ExplanationRequest,
    ExtensionRequest,
    Listing,
    Stage,
    Submission,
    Task,
    TaskParty,
    TaskStatus,
)
from sauro.vietnamese.text import fold

TEXT = (
    "2.3. Phòng Văn hóa - Xã hội\n- Công khai kết quả hằng tuần tại trụ sở.\n"
    "2.4. **Phòng Kinh tế, Hạ tầng và Đô thị**\n- Rà soát, lập danh mục điểm úng ngập; hoàn thành trước ngày 30/11/2026.\n"
    "- Nâng tỷ lệ hồ sơ đúng hạn.\n"
)
QUOTE = "Rà soát, lập danh mục điểm úng ngập; hoàn thành trước ngày 30/11/2026."


def unit(one: Unit) -> PartyDraft:
    return PartyDraft(unit_id=one.pk)


def person(one: Person) -> PartyDraft:
    return PartyDraft(person_id=one.pk)


def draft(ward: Ward, lead: Unit | None = None, **fields: Any) -> TaskDraft:
    """A task of the committee, led by the economy division."""
    chosen = {
        "agency_id": ward.committee.pk,
        "title": "Rà soát điểm úng ngập",
        "leads": [unit(lead or ward.economy)],
        **fields,
    }
    return TaskDraft(**chosen)


def make(ward: Ward, lead: Unit | None = None, **fields: Any) -> Task:
    """Assigned by the clerk of the agency; `status`, `finished_at` and `progress_percent` are set afterwards."""
    state = {
        name: fields.pop(name) for name in ("status", "finished_at", "progress_percent") if name in fields
    }
    clerk = ward.party_clerk if fields.get("agency_id") == ward.party.pk else ward.clerk
    task = let_out(assign(rights_of(clerk), draft(ward, lead, **fields)))
    if state:
        change(task, **state)
    return task


def let_out(task: Task) -> Task:
    """As if a leader had let it out, where it waits for want of a date or a product; its parts as well."""
    for each in (task, *task.children.all()):
        if each.status == TaskStatus.PENDING_APPROVAL:
            change(each, status=TaskStatus.NOT_STARTED, let_out_reason="Việc thường xuyên của phòng")
    return task


def change(task: Task, **fields: Any) -> None:
    """Sets fields past the actions, as one that is still to be written would: the lists hear of it."""
    Task.objects.filter(pk=task.pk).update(**fields)
    settle([task.pk])
    task.refresh_from_db()


def document(agency: Agency, number: str = "214/TB-UBND", text: str = TEXT, **fields: Any) -> Extraction:
    """A document of the agency with its extraction."""
    stored = StoredFile.objects.create(
        workspace=agency.workspace,
        sha256=f"{StoredFile.objects.count():064x}",
        size=1,
        media_type="text/plain",
    )
    made = Document.objects.create(
        **{
            "workspace": agency.workspace,
            "agency": agency,
            "access_circle": AccessCircle.AGENCY,
            "document_type": "thong_bao",
            "reference_number": number,
            "reference_folded": fold(number),
            "subject": "Kết luận giao ban",
            "file_name": "thong-bao.docx",
            "stored_file": stored,
            "search_text": fold(number),
            **fields,
        }
    )
    reading = Reading(
        source=Source("thong-bao.docx", "text/plain", stored.sha256, None, False, "test"),
        text=text, pages=[], document=Facts(), references=[], tasks=[], targets=[], petitions=[], gaps=[], warnings=[],
    )  # fmt: skip
    kept = packed(reading)
    return Extraction.objects.create(
        document=made, reader="test", text=kept[0], reading=kept[1], pages=kept[2]
    )


def sourced(extraction: Extraction) -> dict[str, Any]:
    """The fields of a draft that stands at QUOTE in the extraction."""
    at = extraction.text.index(QUOTE)
    return {
        "document": extraction.document,
        "extraction": extraction,
        "span_start": at,
        "span_end": at + len(QUOTE),
        "quote": QUOTE,
        "section": "2.4",
    }


NOW = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TODAY = NOW.date()


def day(offset: int) -> dt.date:
    """That many days from TODAY."""
    return TODAY + dt.timedelta(days=offset)


def stored_listings() -> set[tuple[Any, ...]]:
    return set(
        Listing.objects.values_list("holder", "task_id", "stage", "status_order", "due_order", "due_time")
    )


def listings_from_tasks() -> set[tuple[Any, ...]]:
    """What the listings have to be, told from the tasks one by one."""
    expected = set()
    people = {each.user_id: each.pk for each in Person.objects.exclude(user=None)}
    for task in Task.objects.select_related("parent").prefetch_related("parties"):
        holders = _who_finds(task, people) | _who_is_waited_for(task, people)
        day = WITHOUT_END if task.status in FINISHED or task.due_date is None else task.due_date
        expected |= {
            (holder, task.pk, _stage(task), STATUS_ORDER[task.status], day, task.due_time)
            for holder in holders
        }
    return expected


def _who_finds(task: Task, people: dict[int, int]) -> set[str]:
    holders = {f"a{task.agency_id}"} if task.parent is None else set()
    for party in task.parties.all():
        lead = party.role == "lead"
        unit, person = {"lead": ("u", "p")}.get(party.role, ("us", "pw" if party.role == "watch" else "ps"))
        leads = any(
            each.role == "lead" and each.unit_id == party.unit_id and not lead for each in task.parties.all()
        )
        holders |= {f"{unit}{party.unit_id}"} if party.unit_id and not leads else set()
        holders |= {f"{person}{party.person_id}"} if party.person_id else set()
        holders |= {f"pl{party.person_id}"} if party.person_id and lead else set()
        holders |= {f"g{party.agency_id}"} if party.agency_id else set()
    leader, above = task.accountable_leader_id, task.parent.accountable_leader_id if task.parent else None
    if leader and leader != above:
        holders.add(f"p{leader}")
    if task.assigner_id in people and not (task.parent and task.parent.assigner_id == task.assigner_id):
        holders.add(f"b{task.agency_id}.{people[task.assigner_id]}")
    return holders


def _who_is_waited_for(task: Task, people: dict[int, int]) -> set[str]:
    lead = next((party for party in task.parties.all() if party.role == "lead"), TaskParty())
    ours = [f"u{lead.unit_id}"] * bool(lead.unit_id) + [f"p{lead.person_id}"] * bool(lead.person_id)
    doers = [f"a{task.agency_id}", *ours]
    users = {pk: user for user, pk in people.items()}
    superiors = {people.get(task.assigner_id), task.accountable_leader_id} - {None, lead.person_id}

    def above(queue: str, spoke: int | None) -> set[str]:
        some = {pk for pk in superiors if spoke is None or users.get(pk) != spoke}
        return {f"{queue}a{task.agency_id}"} | {f"{queue}p{task.agency_id}.{pk}" for pk in some}

    found: set[str] = set()
    live = Task.objects.filter(parent=task, is_own_part=False).exclude(status=TaskStatus.CANCELLED)
    if task.status == TaskStatus.NOT_STARTED and task.received_at is None and not live.exists():
        found |= {f"r{each}" for each in doers}
    if task.status == TaskStatus.PENDING_ACCEPTANCE:
        handed = Submission.objects.filter(task=task, outcome="").first()
        found |= above("x", handed.by_id if handed else None)
    asked = ExtensionRequest.objects.filter(task=task, approved=None).first()
    asked = None if task.status in FINISHED else asked
    if asked or task.status in (TaskStatus.PENDING_APPROVAL, TaskStatus.AWAITING_SIGNATURE):
        found |= above("d", asked.by_id if asked else None)
    if (
        ExplanationRequest.objects.filter(task=task, answered_at=None).exists()
        and task.status != TaskStatus.CANCELLED
    ):
        found |= {f"e{each}" for each in doers}
    return found


def _stage(task: Task) -> Stage:
    match task.status:
        case TaskStatus.COMPLETED:
            return Stage.COMPLETED
        case TaskStatus.CANCELLED:
            return Stage.CANCELLED
        case TaskStatus.PENDING_ACCEPTANCE:
            return Stage.ACCEPTANCE
    return Stage.STILL if deadline_state(task, NOW) is None else Stage.RUNNING
