"""Reading procedures and cases for screens: fetch and authorise together, a constant number of queries."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import timezone

from sauro.organisation.access import Access
from sauro.organisation.models import Person, Unit
from sauro.procedures.holders import holders_of, paths_of
from sauro.procedures.models import (
    OPEN_CASES,
    WITHOUT_LIMIT,
    Case,
    Procedure,
    RunState,
    Seat,
    StepFile,
    StepRun,
    Version,
    VersionState,
)
from sauro.vietnamese.text import fold, search_words

PAGE = 20
_ARMS = 100  # walks of one statement
MOST = 1000  # a number counts so far and no further


def procedures(access: Access) -> list[Procedure]:
    """The procedures of the person's agencies with their versions; drafts only for those who write them. Three queries.

    `running` of each: how many cases run by it, at most MOST + 1.
    """
    versions = Version.objects.defer("definition").order_by("-number")
    writes = access.agencies_for("procedures.write")
    versions = versions.filter(~Q(state=VersionState.DRAFT) | Q(procedure__agency_id__in=writes))
    mine = Procedure.objects.filter(
        workspace_id=access.user.workspace_id, agency_id__in=access.agencies_for("procedures.see")
    ).select_related("agency")
    rows = mine.prefetch_related(Prefetch("versions", versions, to_attr="seen"))
    found = [each for each in rows if each.seen]
    running = _running_by([each.pk for each in found])
    for each in found:
        each.running = running.get(each.pk, 0)  # type: ignore[attr-defined]
    return sorted(found, key=lambda each: (each.agency.order, each.agency_id, fold(each.name), each.pk))


def _running_by(procedures: list[int]) -> dict[int, int]:
    """Open cases by procedure. A walk for each ends after MOST + 1, so that the list costs as little in a busy year."""
    found: dict[int, int] = {}
    for at in range(0, len(procedures), _ARMS):
        arms, every = [], []
        for pk in procedures[at : at + _ARMS]:
            walk = Case.objects.filter(procedure_version__procedure=pk, state__in=OPEN_CASES).order_by()
            statement, values = walk.values("pk")[: MOST + 1].query.sql_with_params()
            arms.append(f"SELECT {pk:d} AS procedure, COUNT(*) AS n FROM ({statement}) walk_{pk:d}")  # noqa: S608
            every += values
        with connection.cursor() as asked:
            asked.execute(" UNION ALL ".join(arms), every)
            found |= {int(pk): int(n) for pk, n in asked.fetchall()}
    return found


def version_by_uid(access: Access, uid: uuid.UUID) -> Version:
    """Raises `Http404` where the person may not know it; a draft is known to those who write procedures."""
    found = (
        Version.objects.select_related("procedure__agency__workspace", "issued_by")
        .filter(
            uid=uid,
            procedure__workspace_id=access.user.workspace_id,
            procedure__agency_id__in=access.agencies_for("procedures.see"),
        )
        .first()
    )
    if found is None or (
        found.state == VersionState.DRAFT and not access.may("procedures.write", found.procedure.agency_id)
    ):
        raise Http404(str(uid))
    return found


def visible(access: Access) -> QuerySet[Case]:
    """Cases that the person may open: of agencies that he sees as a whole, that he started, or that came onto his desk."""
    return Case.objects.filter(
        Q(agency_id__in=access.agencies_for("procedures.see_agency"))
        | Q(initiator_id=access.person_id, initiator__isnull=False)
        | Exists(_his(access).filter(run__case=OuterRef("pk"))),
        workspace_id=access.user.workspace_id,
        agency_id__in=access.agencies_for("procedures.see"),
    )


def _his(access: Access) -> QuerySet[Seat]:
    """Seats that are or were the person's. What a role had is open to him only while it is on his desk, or where he did it."""
    own = Q(holder=f"p{access.person_id}") | Q(by_id=access.user.pk) | Q(run__by_id=access.user.pk)
    return Seat.objects.filter(own | Q(holder__in=holders_of(access), is_open=True))


def case_by_uid(access: Access, uid: uuid.UUID) -> Case:
    """Raises `Http404` where the person may not see it. One query."""
    found = visible(access).select_related(
        "procedure_version__procedure", "agency", "workspace", "initiator", "initiator_unit"
    )
    case = found.filter(uid=uid).first()
    if case is None:
        raise Http404(str(uid))
    return case


def runs_of(case: Case) -> list[StepRun]:
    """Every step that the case has gone through, in order, with its seats, its files and who did it. Three queries."""
    seats = Seat.objects.select_related("person", "instead_of", "by").order_by("id")
    found = StepRun.objects.filter(case=case).select_related("by", "unit", "instead_of").order_by("id")
    files = StepFile.objects.select_related("upload").order_by("id")
    return list(found.prefetch_related(Prefetch("seats", seats), Prefetch("files", files)))


@dataclass(frozen=True, slots=True)
class CasePage:
    rows: list[Case]
    next_cursor: str  # '' on the last page


TABS = ("mine", "open", "finished")


def cases(
    access: Access,
    *,
    tab: str = "open",
    search: str = "",
    procedure: uuid.UUID | None = None,
    cursor: str = "",
) -> CasePage:
    """Cases newest first, with their open step. Two queries."""
    found = visible(access)
    if tab == "mine":
        found = found.filter(initiator_id=access.person_id)
    else:
        found = found.filter(state__in=OPEN_CASES) if tab == "open" else found.exclude(state__in=OPEN_CASES)
    if procedure is not None:
        found = found.filter(procedure_version__procedure__uid=procedure)
    for word in search_words(search):
        found = found.filter(folded__contains=word)
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 19:
        found = found.filter(pk__lt=int(cursor))
    rows = found.select_related("procedure_version__procedure", "initiator").defer(
        "data", "procedure_version__definition"
    )
    rows = list(rows.prefetch_related(_with_open_runs()).order_by("-pk")[: PAGE + 1])
    return CasePage(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def cases_about(access: Access, kind: str, uid: uuid.UUID) -> list[Case]:
    """The cases about a thing that the person may see, newest first, with their open step. Two queries."""
    found = visible(access).filter(subject_kind=kind, subject_uid=uid)
    rows = found.select_related("procedure_version__procedure").defer("data", "procedure_version__definition")
    return list(rows.prefetch_related(_with_open_runs()).order_by("-pk")[:PAGE])


def _with_open_runs() -> Prefetch:
    opened = StepRun.objects.filter(state=RunState.OPEN).order_by("id")
    return Prefetch("runs", opened, to_attr="open_runs")


def offered_for(access: Access, kind: str) -> list[Procedure]:
    """The procedures that the person can start today from a thing of that kind, by name. Two queries."""
    issued = Version.objects.filter(
        state=VersionState.ISSUED,
        valid_from__lte=access.on,
        procedure__workspace_id=access.user.workspace_id,
        procedure__agency_id__in=access.agencies_for("procedures.start"),
    )
    newest: dict[int, list[str]] = {}
    kinds_of = issued.order_by("valid_from", "number").values_list(
        "procedure_id", "definition__subject_kinds"
    )
    for procedure_id, kinds in kinds_of:
        newest[procedure_id] = kinds or []
    ids = [procedure_id for procedure_id, kinds in newest.items() if kind in kinds]
    found = Procedure.objects.filter(pk__in=ids).select_related("agency") if ids else []
    return sorted(found, key=lambda each: (fold(each.name), each.pk))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step on somebody's desk."""

    run: StepRun
    in_place: bool  # of somebody for whom the person stands in, or whose rights he has been lent

    @property
    def late(self) -> bool:
        return self.run.due_at is not None and self.run.due_at < timezone.now()


@dataclass(frozen=True, slots=True)
class Desk:
    rows: list[Waiting]
    next_cursor: str  # '' on the last page


def waiting_for(access: Access, *, cursor: str = "", size: int = PAGE) -> Desk:
    """The open steps on the person's desk, the earliest limit first, without limit last; keyset. Two queries.

    A page is a union of short walks along the index of open seats, one for each seat that he has, so that its cost
    hangs neither on the number of cases nor on how many are his (docs/decisions/0011).
    """
    holders = [] if access.person_id is None else holders_of(access)
    if not holders:
        return Desk([], "")
    behind = _behind(cursor)
    walk = Seat.objects.filter(behind, is_open=True, holder=_HOLDER).order_by("due_order", "run_id")
    statement, values = walk.values("run_id", "due_order")[: size + 1].query.sql_with_params()
    arms = " UNION ".join(f"SELECT * FROM ({statement}) walk_{n}" for n in range(len(holders)))  # noqa: S608
    every = [holder if value == _HOLDER else value for holder in holders for value in values]
    first = f"SELECT run_id FROM ({arms}) merged ORDER BY due_order, run_id LIMIT {size + 1:d}"  # noqa: S608
    found = (
        StepRun.objects.filter(pk__in=RawSQL(first, every))  # noqa: S611 - written by Django, values apart
        .select_related("case__procedure_version__procedure", "case__initiator")
        .defer("case__data", "case__procedure_version__definition")
        .prefetch_related(
            Prefetch("seats", Seat.objects.filter(is_open=True, holder__in=holders), to_attr="his")
        )
    )
    rows = sorted(found, key=lambda run: (run.due_at or WITHOUT_LIMIT, run.pk))
    own = set(_own(access))
    shown = [Waiting(run, in_place=not any(seat.holder in own for seat in run.his)) for run in rows[:size]]
    last = rows[size - 1] if len(rows) > size else None
    return Desk(shown, f"{(last.due_at or WITHOUT_LIMIT).timestamp():.6f}.{last.pk}" if last else "")


_HOLDER = "?"


def _own(access: Access) -> list[str]:
    return [path.holder for path in paths_of(access).values() if path.instead_of is None]


def _behind(cursor: str) -> Q:
    """The rows behind the cursor; one that is none is the beginning."""
    moment, _, pk = cursor.rpartition(".")
    try:
        due = dt.datetime.fromtimestamp(float(moment), dt.UTC)
        return Q(due_order__gt=due) | Q(due_order=due, run_id__gt=int(pk))
    except (ValueError, OverflowError, OSError):
        return Q()


def waiting_count(access: Access) -> int:
    """How many steps are on the person's desk, at most MOST + 1. One query."""
    holders = [] if access.person_id is None else holders_of(access)
    if not holders:
        return 0
    walk = Seat.objects.filter(is_open=True, holder__in=holders).values("run_id").distinct()[: MOST + 1]
    with connection.cursor() as asked:
        statement, values = walk.query.sql_with_params()
        asked.execute(f"SELECT COUNT(*) FROM ({statement}) held", values)  # noqa: S608 - written by Django
        return int(asked.fetchone()[0])


def names_of(values: Sequence[Any], case: Case) -> dict[str, str]:
    """Names of the people and units among the values of a case, by their public identifiers. Two queries."""
    uids = []
    for value in values:
        try:
            uids.append(uuid.UUID(str(value)))
        except ValueError:
            continue
    if not uids:
        return {}
    people = Person.objects.filter(uid__in=uids, workspace_id=case.workspace_id).values_list(
        "uid", "full_name"
    )
    units = Unit.objects.filter(uid__in=uids, workspace_id=case.workspace_id).values_list("uid", "name")
    return {str(uid): name for uid, name in [*people, *units]}
