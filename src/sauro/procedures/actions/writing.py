"""Writing procedures: drafts, issue, withdrawal; import of a file or of the library."""

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.identity.records import Stale
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.models import Agency, Role, Unit, UnitKind
from sauro.procedures.actions.base import Refused
from sauro.procedures.checking import check
from sauro.procedures.definition import Definition, Package, kept, read_definition, read_package
from sauro.procedures.holders import Office
from sauro.procedures.models import Procedure, Version, VersionState
from sauro.vietnamese.text import nfc, squeeze


def may_issue(access: Access, agency_id: int) -> bool:
    """Leaders of the agency, and the head of its office."""
    heads = {
        unit for role, agency, unit in access.posts if role == Role.DIVISION_HEAD and agency == agency_id
    }
    if any(role == Role.LEADER and agency == agency_id for role, agency, _unit in access.posts):
        return access.may("procedures.issue", agency_id)
    if not heads or not access.may("procedures.issue", agency_id):
        return False
    return Unit.objects.filter(pk__in=heads - {None}, kind=UnitKind.OFFICE).exists()


def _told(access: Access, action: str, procedure: Procedure, **data: object) -> None:
    change = Change(
        "procedure", procedure.uid, {name: value for name, value in data.items() if value not in ("", None)}
    )
    record(workspace=access.workspace, actor=access.user, action=f"procedures.{action}", changes=[change])


def _agency(access: Access, agency_id: int) -> Agency:
    access.require("procedures.write", agency_id)
    return Agency.objects.select_related("workspace").get(pk=agency_id, workspace_id=access.user.workspace_id)


def _name(agency: Agency, name: str, own: Procedure | None = None) -> str:
    clean = squeeze(nfc(name))
    if not clean or len(clean) > 200:
        raise ValidationError({"name": _("Give the procedure a name of at most 200 characters.")})
    same = Procedure.objects.filter(agency=agency, name=clean)
    if own is not None:
        same = same.exclude(pk=own.pk)
    if same.exists():
        raise ValidationError({"name": _("A procedure of this name exists already.")})
    return clean


@transaction.atomic
def create(
    access: Access,
    agency_id: int,
    *,
    name: str,
    description: str = "",
    definition: Definition | None = None,
    library_key: str = "",
) -> Version:
    """A new procedure with a first draft."""
    agency = _agency(access, agency_id)
    procedure = Procedure.objects.create(
        workspace=access.workspace, agency=agency, name=_name(agency, name), description=nfc(description).strip()[:4000],
        library_key=library_key,
    )  # fmt: skip
    version = Version.objects.create(
        procedure=procedure, number=1, definition=kept(definition or Definition(steps=()))
    )
    _told(access, "create", procedure, name=procedure.name, library=library_key)
    return version


def import_file(access: Access, agency_id: int, data: bytes) -> Version:
    """A new procedure out of a file that was exported here or elsewhere. Raises `ValidationError` that says what is wrong."""
    return import_package(access, agency_id, _package(data))


def _package(data: bytes) -> Package:
    try:
        return read_package(data)
    except ValueError as fault:
        words = _("This file is no procedure: %(fault)s. Export one to see its form.")
        raise ValidationError({"file": words % {"fault": fault}}) from fault


@transaction.atomic
def import_package(access: Access, agency_id: int, package: Package, library_key: str = "") -> Version:
    """A new procedure; where its name is taken, with a number behind it."""
    agency = _agency(access, agency_id)
    taken = set(Procedure.objects.filter(agency=agency).values_list("name", flat=True))
    name, number = squeeze(nfc(package.name))[:190], 2
    while name in taken:
        name, number = f"{squeeze(nfc(package.name))[:190]} ({number})", number + 1
    return create(
        access, agency_id, name=name, description=package.description, definition=package.definition,
        library_key=library_key,
    )  # fmt: skip


def _draft(access: Access, uid: uuid.UUID) -> Version:
    """The draft, locked. Raises `Http404`, `PermissionDenied`, `Refused`."""
    found = (
        Version.objects.select_for_update(of=("self",))
        .select_related("procedure__agency__workspace")
        .filter(uid=uid, procedure__workspace_id=access.user.workspace_id)
        .first()
    )
    if found is None or not access.may("procedures.see", found.procedure.agency_id):
        raise Http404(str(uid))
    access.require("procedures.write", found.procedure.agency_id)
    return found


def _save(version: Version, expected: int | None) -> None:
    version.save_version(expected=expected)


@transaction.atomic
def save_draft(
    access: Access,
    uid: uuid.UUID,
    definition: Definition,
    *,
    expected: int | None = None,
    name: str | None = None,
    description: str | None = None,
) -> Version:
    """What the editor has changed. A draft may have faults; the issue may not. Raises `Stale`."""
    version = _draft(access, uid)
    if version.state != VersionState.DRAFT:
        raise Refused(_("An issued version is never changed: make a new draft of it."))
    if expected is not None and expected != version.version:
        raise Stale(str(uid))
    procedure = version.procedure
    if name is not None:
        procedure.name = _name(procedure.agency, name, procedure)
        procedure.description = nfc(description or "").strip()[:4000]
        procedure.save_version()
    version.definition = kept(definition)
    _save(version, expected)
    _told(access, "save_draft", procedure, number=version.number, steps=len(definition.steps))
    return version


@transaction.atomic
def new_draft(access: Access, uid: uuid.UUID) -> Version:
    """A draft that begins as this version stands; the one that is there where there is one."""
    version = _draft(access, uid)
    there = version.procedure.versions.filter(state=VersionState.DRAFT).first()
    if there is not None:
        return there
    highest = version.procedure.versions.aggregate(n=Max("number"))["n"]
    draft = Version.objects.create(
        procedure=version.procedure, number=highest + 1, definition=version.definition
    )
    _told(access, "new_draft", version.procedure, number=draft.number, of=version.number)
    return draft


@transaction.atomic
def discard(access: Access, uid: uuid.UUID) -> Procedure | None:
    """Throws a draft away; gives the procedure, None where it had nothing else and has gone with it."""
    version = _draft(access, uid)
    if version.state != VersionState.DRAFT:
        raise Refused(_("An issued version stays: withdraw it."))
    procedure = version.procedure
    _told(access, "discard", procedure, number=version.number, name=procedure.name)
    version.delete()
    if procedure.versions.exists():
        return procedure
    procedure.delete()
    return None


@transaction.atomic
def issue(
    access: Access,
    uid: uuid.UUID,
    *,
    valid_from: dt.date,
    record_number: str = "",
    record_date: dt.date | None = None,
    record_uid: uuid.UUID | None = None,
    expected: int | None = None,
) -> Version:
    """Puts a draft into force from a day on. Raises `ValidationError` with every error of the check."""
    version = _draft(access, uid)
    if not may_issue(access, version.procedure.agency_id):
        raise PermissionDenied(_("A leader or the head of the office issues a procedure."))
    if version.state != VersionState.DRAFT:
        raise Refused(_("This version has been issued already."))
    if expected is not None and expected != version.version:
        raise Stale(str(uid))
    if valid_from < access.on:
        raise ValidationError({"valid_from": _("A version comes into force today or later.")})
    definition = read_definition(version.definition)
    errors = [
        each.words for each in check(definition, Office(version.procedure.agency, access.on)) if each.is_error
    ]
    if errors:
        raise ValidationError(errors)
    version.state, version.valid_from = VersionState.ISSUED, valid_from
    version.issued_at, version.issued_by = timezone.now(), access.user
    version.record_number, version.record_date = squeeze(nfc(record_number))[:80], record_date
    version.record_uid = record_uid
    _save(version, expected)
    _told(
        access,
        "issue",
        version.procedure,
        number=version.number,
        valid_from=valid_from,
        record=version.record_number,
    )
    return version


@transaction.atomic
def withdraw(access: Access, uid: uuid.UUID, *, reason: str) -> Version:
    """No case starts by this version any more; those that run go on by it."""
    version = _draft(access, uid)
    if not may_issue(access, version.procedure.agency_id):
        raise PermissionDenied(_("A leader or the head of the office withdraws a procedure."))
    if version.state != VersionState.ISSUED:
        raise Refused(_("Only an issued version can be withdrawn."))
    words = nfc(reason).strip()
    if not words:
        raise ValidationError({"reason": _("Give the reason in a few words.")})
    version.state, version.withdrawn_at = VersionState.WITHDRAWN, timezone.now()
    _save(version, None)
    _told(access, "withdraw", version.procedure, number=version.number, reason=words)
    return version
