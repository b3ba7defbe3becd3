"""Starting a case: from a thing of another room, by hand, or by the schedule of the procedure."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.procedures.actions.base import Move, Refused
from sauro.procedures.definition import Definition, read_definition
from sauro.procedures.holders import Office
from sauro.procedures.models import Case, CaseState, Version, VersionState
from sauro.procedures.registry import kinds
from sauro.procedures.values import clean_values, concerned
from sauro.vietnamese.text import fold, nfc, squeeze

LONGEST_TITLE = 500


def version_in_force(access: Access, procedure_uid: uuid.UUID) -> Version:
    """The version by which a case starts today. Raises `Http404` where the person may not know the procedure,
    `Refused` where none is in force.
    """
    rows = Version.objects.select_related("procedure__agency__workspace").filter(
        procedure__uid=procedure_uid,
        procedure__workspace_id=access.user.workspace_id,
        procedure__agency_id__in=access.agencies_for("procedures.see"),
    )
    found = list(rows.exclude(state=VersionState.DRAFT).order_by("-valid_from", "-number")[:20])
    if not found and not rows.exists():
        raise Http404(str(procedure_uid))
    current = next((v for v in found if v.state == VersionState.ISSUED and v.valid_from <= access.on), None)
    if current is None:
        if any(version.state == VersionState.ISSUED for version in found):
            raise Refused(_("No version of this procedure is in force yet."))
        if found:
            raise Refused(_("This procedure has been withdrawn: no case starts by it any more."))
        raise Refused(_("This procedure has not been issued: no case can start by it."))
    return current


def start(
    access: Access,
    procedure_uid: uuid.UUID,
    *,
    title: str,
    values: Mapping[str, Any],
    subject: tuple[str, uuid.UUID] | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """A new case on the desk of whoever has its first step. The same `key` starts it once.

    Raises `Http404`, `PermissionDenied`, `Refused`, and `ValidationError` for values that do not fit.
    """
    try:
        return _start(access, procedure_uid, title, values, subject, key)
    except IntegrityError:  # the same form at the same moment: the other one has started it
        if key is None:
            raise
        return _start(access, procedure_uid, title, values, subject, key)


@transaction.atomic
def _start(
    access: Access,
    procedure_uid: uuid.UUID,
    title: str,
    values: Mapping[str, Any],
    subject: tuple[str, uuid.UUID] | None,
    key: uuid.UUID | None,
) -> Case:
    version = version_in_force(access, procedure_uid)
    access.require("procedures.start", version.procedure.agency_id)
    if key is not None:
        before = Case.objects.filter(start_key=key).select_related("procedure_version").first()
        if before is not None:
            if (
                before.initiator_id != access.person_id
                or before.procedure_version.procedure_id != version.procedure_id
            ):
                raise PermissionDenied(_("This form belongs to another case."))
            return before
    definition = read_definition(version.definition)
    office = Office(version.procedure.agency, access.on)
    interested = _interested(access, definition, subject)
    clean = _title(title)
    case = Case(
        workspace=access.workspace, agency=version.procedure.agency, procedure_version=version, title=clean,
        folded=fold(clean), subject_kind=subject[0] if subject else "", subject_uid=subject[1] if subject else None,
        initiator_id=access.person_id, initiator_unit_id=office.unit_of(access.person_id), start_key=key,
    )  # fmt: skip
    case.data = clean_values(definition.fields, values, office)
    own = {access.person_id} if access.person_id else set()
    case.barred = sorted(own | interested | concerned(definition, case.data, office))
    return _run(access, case, definition, office, timezone.now())


def _run(access: Access | None, case: Case, definition: Definition, office: Office, now: dt.datetime) -> Case:
    case.started_at = now
    move = Move(case, definition, office, access, now)
    move.open_from(definition.steps[0].key)
    return move.close("procedures.start", new=True, version=case.procedure_version.number, title=case.title)


def _title(title: str) -> str:
    clean = squeeze(nfc(title))
    if not clean:
        raise ValidationError({"title": _("Say in a few words what the case is about.")})
    if len(clean) > LONGEST_TITLE:
        raise ValidationError({"title": _("Too long: at most %(n)s characters.") % {"n": LONGEST_TITLE}})
    return clean


def _interested(access: Access, definition: Definition, subject: tuple[str, uuid.UUID] | None) -> set[int]:
    """People whose own matter the subject is. Raises `Http404` where the person may not see it."""
    if subject is None:
        if definition.subject_kinds:
            raise Refused(_("A case of this procedure starts from the thing that it is about."))
        return set()
    kind, uid = subject
    if definition.subject_kinds and kind not in definition.subject_kinds:
        raise Refused(_("This procedure is not for such things."))
    found = kinds[kind].find(access, uid) if kind in kinds else None
    if found is None:
        raise Http404(str(uid))
    return set(found.interested)


@transaction.atomic
def start_by_schedule(version: Version, day: dt.date, now: dt.datetime) -> Case | None:
    """The case of a scheduled day, by nobody; None where it has been started before."""
    definition = read_definition(version.definition)
    if Case.objects.filter(procedure_version__procedure=version.procedure_id, scheduled_for=day).exists():
        return None
    schedule = definition.schedule
    named = (schedule.title if schedule else "") or version.procedure.name
    clean = f"{named} ({day:%d/%m/%Y})"[:LONGEST_TITLE]
    case = Case(
        workspace=version.procedure.workspace, agency=version.procedure.agency, procedure_version=version,
        title=clean, folded=fold(clean), scheduled_for=day, state=CaseState.RUNNING,
    )  # fmt: skip
    return _run(None, case, definition, Office(version.procedure.agency, timezone.localdate(now)), now)
