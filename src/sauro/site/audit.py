"""What the journal's auditor needs of all rooms: rights, names and addresses of objects, sentences, a search."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

from sauro.documents.queries import visible as visible_documents
from sauro.files.models import Upload
from sauro.identity.models import User
from sauro.intake.models import Review, ReviewItem
from sauro.journal.ports import Ports, Rights, Subject, Told
from sauro.journal.queries import Event
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Agency, Person, Post, Unit
from sauro.procedures.models import Case, Procedure
from sauro.site.audit_words import ACTIONS, KINDS, ROOMS
from sauro.tasks.life import STEP_WORDS
from sauro.tasks.queries import visible as visible_tasks
from sauro.tasks.registry import action_words
from sauro.tasks.sentences import sentence_of
from sauro.vietnamese.text import fold, nfc

FOUND = 200  # objects of a room in whose words a text stands
SYSTEM = ("identity.", "organisation.", "notices.", "journal.")
OPENED = {
    "tasks:task": "task",
    "documents:document": "document",
    "documents:original": "document",
    "documents:comparison": "document",
    "intake:review": "review",
    "intake:scan_file": "upload",
}
"""Pages and files whose opening is noted: the name of the address, which has a `uid`, and the kind of the object."""

Subjects = Callable[[Access, Iterable[UUID]], dict[UUID, Subject]]


def ports() -> Ports:
    every: dict[str, Promise] = {
        **{f"tasks.{step}": words for step, words in STEP_WORDS.items()},
        **action_words,
        **ACTIONS,
    }
    actions: dict[str, dict[str, Promise]] = {room: {} for room in ROOMS}
    for name, words in every.items():
        actions[name.partition(".")[0]][name] = words
    return Ports(
        rights=rights,
        subjects=subjects,
        tell=tell,
        find=find,
        actions=actions,
        rooms=ROOMS,
        kinds=KINDS,
        system=frozenset(name for name in every if name.startswith(SYSTEM)),
        opened=OPENED,
    )


def rights(user: User) -> Rights | None:
    access = access_of(user)
    if access.agencies_for("journal.audit"):
        return Rights(access, whole=True)
    if access.agencies_for("journal.see_system"):
        return Rights(access, whole=False)
    return None


def tell(event: Event) -> Told:
    if event.action.startswith("tasks."):
        sentence = sentence_of(event)
        return Told(sentence.words, sentence.quotes)
    words = ACTIONS.get(event.action, event.action)
    reason = (event.data or {}).get("reason")
    return Told(str(words), [("", str(reason))] if reason else [])


def find(access: Access, text: str) -> list[UUID]:
    """The newest tasks and documents that he may see and in whose words all of the text's words stand."""
    tasks, documents = visible_tasks(access), visible_documents(access)
    for word in fold(nfc(text)).split():
        tasks, documents = (
            tasks.filter(search_text__contains=word),
            documents.filter(search_text__contains=word),
        )
    found: list[UUID] = []
    for some in (tasks, documents):
        found += some.order_by("-pk").values_list("uid", flat=True)[:FOUND]
    return found


def subjects(access: Access, wanted: Mapping[str, Iterable[UUID]]) -> dict[UUID, Subject]:
    """Those that the person may see; one query for each kind that is there."""
    found: dict[UUID, Subject] = {}
    for kind, uids in wanted.items():
        of_kind = _SUBJECTS.get(kind)
        if of_kind is not None:
            found |= of_kind(access, uids)
    return found


def _tasks(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    rows = visible_tasks(access).filter(uid__in=uids).values_list("uid", "title")
    return {uid: Subject(title, reverse("tasks:task", args=[uid])) for uid, title in rows}


def _documents(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    rows = visible_documents(access).filter(uid__in=uids)
    return {
        row.uid: Subject(str(row) or row.file_name, reverse("documents:document", args=[row.uid]))
        for row in rows.only("uid", "reference_number", "subject", "file_name")
    }


def _review_address(access: Access, uid: UUID) -> str:
    """Of somebody who may review; an auditor reads what was reviewed on the page of the document."""
    return reverse("intake:review", args=[uid]) if access.agencies_for("intake.review") else ""


def _reviews(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    rows = Review.objects.filter(uid__in=uids, document__in=visible_documents(access)).select_related(
        "document"
    )
    return {
        row.uid: Subject(str(row.document) or row.document.file_name, _review_address(access, row.uid))
        for row in rows
    }


def _review_items(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    rows = ReviewItem.objects.filter(uid__in=uids, review__document__in=visible_documents(access))
    return {
        row.uid: Subject(str(row.values.get("title", "")), _review_address(access, row.review.uid))
        for row in rows.select_related("review")
    }


def _uploads(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    """The name of a file that was sent in for an agency whose documents he sees."""
    agencies = Agency.objects.filter(pk__in=access.agencies_for("documents.see_agency"))
    rows = Upload.objects.filter(
        uid__in=uids, workspace_id=access.user.workspace_id, agency_uid__in=agencies.values("uid")
    )
    return {uid: Subject(name) for uid, name in rows.values_list("uid", "name")}


def _cases(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    agencies = access.agencies_for("procedures.see_agency")
    rows = Case.objects.filter(uid__in=uids, workspace_id=access.user.workspace_id, agency_id__in=agencies)
    rows = rows.select_related("procedure_version__procedure")
    return {row.uid: Subject(row.procedure_version.procedure.name) for row in rows}


def _named(model: Any, name: str) -> Subjects:
    """Bodies and people of the ward, which everybody may know."""

    def of_kind(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
        rows = model.objects.filter(uid__in=uids, workspace_id=access.user.workspace_id)
        return {uid: Subject(str(title)) for uid, title in rows.values_list("uid", name)}

    return of_kind


def _users(access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    rows = User.objects.filter(uid__in=uids, workspace_id=access.user.workspace_id)
    people: dict[int, UUID] = {}
    if access.agencies_for("organisation.manage"):
        people = dict(Person.objects.filter(user__in=rows).values_list("user_id", "uid"))
    return {
        row.uid: Subject(
            row.full_name,
            reverse("organisation:account", args=[people[row.pk]]) if row.pk in people else "",
        )
        for row in rows
    }


def _plain(_access: Access, uids: Iterable[UUID]) -> dict[UUID, Subject]:
    """Kinds that hold nothing of the office's work: their own name is enough."""
    return {uid: Subject("") for uid in uids}


_SUBJECTS: dict[str, Subjects] = {
    "task": _tasks,
    "document": _documents,
    "review": _reviews,
    "review_item": _review_items,
    "upload": _uploads,
    "procedure_case": _cases,
    "procedure": _named(Procedure, "name"),
    "agency": _named(Agency, "name"),
    "unit": _named(Unit, "name"),
    "person": _named(Person, "full_name"),
    "post": _named(Post, "person__full_name"),
    "user": _users,
    **dict.fromkeys(
        ("work_field", "field_assignment", "alias", "delegation", "absence", "workspace"), _plain
    ),
}
