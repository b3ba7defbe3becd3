"""Who gets in where: a row for every address of the product, and for every right what its holders may do.

A new page needs a row here, and so a decision: `test_every_address.py` walks the map of the site and fails for a page
without one. `who` are the people of tests/people.py who get an answer; everybody else is sent to the door (the citizen),
refused (403), or told that there is no such thing (404).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.people import Ward

from sauro.documents.models import Document
from sauro.files.store import path_of
from sauro.intake.models import Review
from sauro.notices.models import Notice
from sauro.organisation.access import ROLES
from sauro.organisation.models import Role
from sauro.tasks.clock.models import EscalationRule
from sauro.tasks.clock.rules import ensure
from sauro.tasks.models import Task


@dataclass(frozen=True)
class World:
    """What stands in the committee: a document under review, a task from it, another document, a notice for the
    specialist.
    """

    ward: Ward
    review: Review
    task: Task
    other: Document
    notice: Notice


# Person → role and agency, as tests/people.py has them.
POSTS = {
    "clerk": (Role.RECORDS_CLERK, "committee"),
    "leader": (Role.LEADER, "committee"),
    "vice_leader": (Role.LEADER, "committee"),
    "division_head": (Role.DIVISION_HEAD, "committee"),
    "specialist": (Role.SPECIALIST, "committee"),
    "colleague": (Role.SPECIALIST, "committee"),
    "auditor": (Role.AUDITOR, "committee"),
    "administrator": (Role.ADMINISTRATOR, "committee"),
    "party_clerk": (Role.RECORDS_CLERK, "party"),
    "party_specialist": (Role.SPECIALIST, "party"),
    "outsider": (Role.LEADER, "elsewhere"),
}
NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(POSTS)  # who is logged in
PUBLIC = EVERYBODY | {"citizen"}


def having(*actions: str, agency: str = "") -> frozenset[str]:
    """Who has one of the rights by his role, in the agency or in any."""
    return frozenset(
        name
        for name, (role, where) in POSTS.items()
        if any(role in ROLES[action] for action in actions) and agency in ("", where)
    )


def here(*actions: str) -> frozenset[str]:
    return having(*actions, agency="committee")


@dataclass(frozen=True)
class Row:
    """`kwargs`: of the address; `sends`: the form is sent instead of opening the page; `part`: htmx asks for it."""

    who: frozenset[str]
    kwargs: Callable[[World], dict[str, Any]] = lambda _: {}
    sends: bool = False
    part: bool = False
    form: dict[str, str] = field(default_factory=dict)


def _task(world: World) -> dict[str, Any]:
    return {"uid": world.task.uid}


def _document(world: World) -> dict[str, Any]:
    return {"uid": world.review.document.uid}


def _kept(world: World) -> dict[str, Any]:
    """A document whose file is in its place."""
    path = path_of(world.review.document.stored_file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"text")
    return _document(world)


def _review(world: World) -> dict[str, Any]:
    return {"uid": world.review.uid}


def _person(world: World) -> dict[str, Any]:
    return {"uid": world.ward.specialist.uid}


def _item(world: World) -> dict[str, Any]:
    return {"uid": world.review.uid, "item": world.review.items.earliest("id").uid}


def _rule(world: World) -> dict[str, Any]:
    ensure(world.ward.workspace)
    return {"uid": EscalationRule.objects.filter(workspace=world.ward.workspace).earliest("pk").uid}


ADMINISTRATOR = here("organisation.manage")
SECOND_FACTOR = frozenset({"clerk", "leader", "vice_leader", "administrator", "party_clerk", "outsider"})
IN_THE_TASK = here("tasks.see_agency") | {
    "division_head",
    "specialist",
}  # of the economy division, which leads it
READS = here("documents.see_agency") | {"specialist"}  # has a task from it
REVIEWS = here("intake.review")

ADDRESSES: dict[str, Row] = {
    # --- the door ---
    "identity:login": Row(PUBLIC),
    "identity:logout": Row(PUBLIC, sends=True),
    "identity:second_factor": Row(EVERYBODY),
    "identity:new_authenticator": Row(EVERYBODY),
    "identity:account": Row(EVERYBODY),
    "identity:password": Row(EVERYBODY),
    "identity:codes": Row(SECOND_FACTOR, sends=True),
    "home": Row(EVERYBODY),
    "design:design": Row(PUBLIC),
    # --- tasks ---
    "tasks:desk": Row(EVERYBODY),
    "tasks:list": Row(EVERYBODY),
    "tasks:task": Row(IN_THE_TASK, _task),
    "tasks:step": Row(IN_THE_TASK, lambda world: {**_task(world), "step": "comment"}, sends=True),
    "tasks:rules": Row(having("tasks.see_rules")),
    "tasks:add_rule": Row(having("tasks.set_rules"), sends=True),
    "tasks:due_soon": Row(
        having("tasks.set_rules"), lambda world: {"uid": world.ward.committee.uid}, sends=True
    ),
    "tasks:end_rule": Row(having("tasks.set_rules"), _rule, sends=True),
    # --- documents and their review ---
    "documents:list": Row(EVERYBODY),
    "documents:document": Row(READS, _document),
    "documents:original": Row(READS, _kept),
    "documents:comparison": Row(
        here("documents.see_agency"), lambda world: {**_document(world), "other": world.other.uid}
    ),
    "intake:upload": Row(having("files.send_in")),
    "intake:upload_state": Row(NOBODY, _task),  # of what one has sent in oneself
    "intake:scan_file": Row(NOBODY, _task),
    "intake:answer_scan": Row(NOBODY, _task, sends=True),
    "intake:dismiss_upload": Row(NOBODY, _task, sends=True),
    "intake:list": Row(having("intake.review")),
    "intake:review": Row(REVIEWS, _review),
    "intake:facts": Row(REVIEWS, _review),
    "intake:again": Row(REVIEWS, _review, sends=True),
    "intake:assign_all": Row(REVIEWS, _review),
    "intake:bulk": Row(REVIEWS, _review, sends=True, form={"act": "accept_clear"}),
    "intake:add": Row(REVIEWS, _review, sends=True),
    "intake:write": Row(REVIEWS, _review, sends=True),
    "intake:undo": Row(REVIEWS, _review, sends=True),
    "intake:item": Row(REVIEWS, _item, part=True),
    "intake:page_image": Row(NOBODY, lambda world: {**_review(world), "number": 1}),  # a text has no pages
    # --- notices ---
    "notices:list": Row(EVERYBODY),
    "notices:preferences": Row(EVERYBODY),
    "notices:read_all": Row(EVERYBODY, sends=True),
    "notices:open": Row(frozenset({"specialist"}), lambda world: {"uid": world.notice.uid}),
    "notices:targets": Row(having("notices.set_targets")),
    "notices:target": Row(
        having("notices.set_targets"), lambda world: {"uid": world.ward.specialist.user.uid}
    ),
    "notices:remove_target": Row(NOBODY, _person, sends=True),  # there is none yet
    # --- the administrator and the auditor ---
    "organisation:accounts": Row(having("organisation.manage")),
    "organisation:account": Row(ADMINISTRATOR, _person),
    "organisation:reset_password": Row(ADMINISTRATOR, _person, sends=True),
    "organisation:reset_second_factor": Row(ADMINISTRATOR, _person, sends=True),
    "organisation:lock_account": Row(ADMINISTRATOR, _person, sends=True),
    "organisation:unlock_account": Row(ADMINISTRATOR, _person, sends=True),
    "organisation:end_sessions": Row(ADMINISTRATOR, _person, sends=True),
    "organisation:forget_failed_tries": Row(ADMINISTRATOR, _person, sends=True),
    "files:machine": Row(having("files.see_worker")),
    "journal:journal": Row(having("journal.audit", "journal.see_system")),
    "journal:export_csv": Row(having("journal.audit", "journal.see_system")),
    "journal:export_xlsx": Row(having("journal.audit", "journal.see_system")),
}

# Addresses whose people are tried in the tests of their own room alone. Here it is seen to that nobody comes in without a
# login; a row above is better, and a new page takes one.
IN_THEIR_ROOMS = {
    f"{room}:{name}"
    for room, names in {
        "organisation": "absences add_person add_unit add_work_field answers assign_field change_unit close_handover decline_item delegate delegations end_absence end_answer end_authority end_delegation end_post end_unit exchange give_login give_post handover handovers matrix merge_unit minutes name_receivers open_handover person receive_items record_absence refresh_handover set_authority structure take_in unit workbook",
        "procedures": "about act file case cases discard do edit export issue library list measures new_draft start trail version withdraw",
        "tasks": "desk_step stop_watching watch evidence many keep_view view",
    }.items()
    for name in names.split()
}
