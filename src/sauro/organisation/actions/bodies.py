"""Bodies, people, posts, who answers for what, other names."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.identity import actions as identity
from sauro.identity.models import User, Workspace
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.actions.answering import ceased, has_ceased
from sauro.organisation.actions.base import (
    WITH_SECOND_FACTOR,
    administrators,
    make_person,
    named,
    require_manager,
    unused,
    write,
)
from sauro.organisation.handing import open_things
from sauro.organisation.models import (
    Agency,
    Alias,
    Handover,
    Person,
    Post,
    Role,
    Unit,
    UnitKind,
    WorkField,
    holds_on,
)
from sauro.organisation.names import alias_key
from sauro.vietnamese.text import nfc, squeeze


@transaction.atomic
def found(
    user: User,
    *,
    axis: str,
    name: str,
    short_name: str = "",
    code: str = "",
    valid_from: date | None = None,
    title: str = "Quản trị hệ thống",
) -> Post:
    """The first agency of an empty workspace, with `user` as its administrator: everything else follows from him.

    Raises `PermissionDenied` where the workspace has an agency already.
    """
    workspace = Workspace.objects.select_for_update().get(pk=user.workspace_id)
    if Agency.objects.filter(workspace=workspace).exists():
        raise PermissionDenied("organisation.found")
    agency = Agency.objects.create(
        workspace=workspace,
        axis=axis,
        name=named(name),
        short_name=squeeze(nfc(short_name)),
        code=squeeze(code),
        order=1,
        valid_from=valid_from,
    )
    person = make_person(workspace, user.full_name, user)
    post = Post.objects.create(
        workspace=workspace, person=person, agency=agency, role=Role.ADMINISTRATOR, title=title
    )
    identity.require_second_factor(user)
    record(
        workspace=workspace,
        actor=user,
        action="organisation.found",
        changes=[
            Change("agency", agency.uid, {"name": agency.name, "axis": agency.axis}),
            Change("post", post.uid, {"person": person.uid, "role": post.role, "title": post.title}),
        ],
    )
    return post


@transaction.atomic
def add_agency(
    access: Access,
    *,
    axis: str,
    name: str,
    short_name: str = "",
    code: str = "",
    order: int = 0,
    valid_from: date | None = None,
) -> Agency:
    require_manager(access)
    agency = Agency.objects.create(
        workspace=access.workspace,
        axis=axis,
        name=unused(Agency.objects.filter(workspace=access.workspace), name),
        short_name=squeeze(nfc(short_name)),
        code=squeeze(code),
        order=order,
        valid_from=valid_from,
    )
    write(access, "add_agency", "agency", agency, name=agency.name, axis=agency.axis)
    return agency


@transaction.atomic
def add_unit(
    access: Access,
    agency: Agency,
    *,
    name: str,
    kind: str = UnitKind.DIVISION,
    short_name: str = "",
    code: str = "",
    order: int = 0,
    parent: Unit | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Unit:
    require_manager(access, agency, parent)
    if parent is not None and parent.agency_id != agency.pk:
        raise ValidationError({"parent": _("A unit stands under a unit of the same agency.")})
    if parent is not None and has_ceased(parent, access.on):
        raise ValidationError({"parent": ceased(parent)})
    if valid_from and valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": _("A unit ends after it begins.")})
    unit = Unit.objects.create(
        workspace=access.workspace,
        agency=agency,
        parent=parent,
        name=unused(Unit.objects.filter(agency=agency), name),
        short_name=squeeze(nfc(short_name)),
        code=squeeze(code),
        kind=kind,
        order=order,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    write(access, "add_unit", "unit", unit, name=unit.name, agency=agency.uid, kind=unit.kind)
    return unit


@transaction.atomic
def add_person(access: Access, *, full_name: str, user: User | None = None) -> Person:
    """Somebody of the ward; `user` is his login, where he has one."""
    require_manager(access, user)
    if user is not None and Person.objects.filter(user=user).exists():
        raise ValidationError({"user": _("This login belongs to somebody else.")})
    person = make_person(access.workspace, named(full_name), user)
    write(access, "add_person", "person", person, full_name=person.full_name)
    return person


@transaction.atomic
def give_post(
    access: Access,
    person: Person,
    agency: Agency,
    *,
    role: str,
    title: str,
    unit: Unit | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Post:
    """A dated position and the role that it gives. Nobody gives one to himself."""
    require_manager(access, person, agency, unit)
    if person.pk == access.person_id:
        raise PermissionDenied("a post for oneself")
    if unit is not None and unit.agency_id != agency.pk:
        raise ValidationError({"unit": _("This unit is not one of %(agency)s.") % {"agency": agency.name}})
    if valid_from and valid_to and valid_to < valid_from:
        raise ValidationError({"valid_to": _("A post ends after it begins.")})
    if unit is not None and has_ceased(unit, valid_from or access.on):
        raise ValidationError({"unit": ceased(unit)})
    post = Post.objects.create(
        workspace=access.workspace,
        person=person,
        agency=agency,
        unit=unit,
        role=Role(role),
        title=named(title),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    if post.role in WITH_SECOND_FACTOR and person.user is not None:
        identity.require_second_factor(person.user)
    data = {"person": person.uid, "agency": agency.uid, "role": str(post.role), "title": post.title}
    write(access, "give_post", "post", post, unit=unit.uid if unit else None, **data)
    return post


HANDOVER_FIRST = "handover_first"


def leaves_behind(post: Post, last_day: date) -> int:
    """How many things of the agency are open in the person's name where this is his last post there and no handover is
    under way. Only their number: the administrator reads none of them.
    """
    after = last_day + timedelta(days=1)
    others = Post.objects.filter(holds_on(after), person_id=post.person_id, agency_id=post.agency_id)
    if others.exclude(pk=post.pk).exists():
        return 0
    under_way = Handover.objects.filter(
        person_id=post.person_id, agency_id=post.agency_id, finished_at=None, cancelled_at=None
    )
    return 0 if under_way.exists() else len(open_things(post.agency, post.person))


@transaction.atomic
def end_post(access: Access, post: Post, *, last_day: date) -> Post:
    """Raises `ValidationError` where nobody would be administrator on the day after, and where it is the person's last
    post in the agency and his work would stay behind without anybody: a handover is opened first.
    """
    require_manager(access, post)
    if post.valid_from is not None and last_day < post.valid_from:
        raise ValidationError({"valid_to": _("A post ends after it begins.")})
    Workspace.objects.select_for_update().get(pk=access.user.workspace_id)
    those_left = administrators(access, last_day + timedelta(days=1))
    if post.role == Role.ADMINISTRATOR and not those_left.exclude(pk=post.pk).exists():
        raise ValidationError(_("The last administrator cannot be locked out."))
    left = leaves_behind(post, last_day)
    if left:
        words = _(
            "%(name)s still has %(n)s open things here: open a handover first, so that somebody receives them."
        )
        raise ValidationError(words % {"name": post.person.full_name, "n": left}, code=HANDOVER_FIRST)
    post.valid_to = last_day
    post.save_version(update_fields=["valid_to"])
    write(access, "end_post", "post", post, last_day=last_day)
    return post


@transaction.atomic
def add_work_field(access: Access, *, name: str) -> WorkField:
    require_manager(access)
    work_field = WorkField.objects.create(
        workspace=access.workspace, name=unused(WorkField.objects.filter(workspace=access.workspace), name)
    )
    write(access, "add_work_field", "work_field", work_field, name=work_field.name)
    return work_field


@transaction.atomic
def learn_alias(
    access: Access,
    text: str,
    *,
    unit_id: int | None = None,
    person_id: int | None = None,
    learned: bool = True,
) -> Alias:
    """Another way in which one unit or one person is written; what was learned last holds.

    A clerk's correction in a review is `learned`; the administrator writes down known names without that.
    """
    if not (access.agencies_for("organisation.learn_alias") or access.agencies_for("organisation.manage")):
        raise PermissionDenied("organisation.learn_alias")
    folded = alias_key(text)
    if not folded:
        raise ValidationError({"text": _("Give a name.")})
    if (unit_id is None) == (person_id is None):
        raise ValidationError(_("An alias belongs to one unit or one person."))
    mine = {"workspace_id": access.user.workspace_id}
    thing: Unit | Person | None = (
        Unit.objects.filter(pk=unit_id, **mine).first()
        if unit_id
        else Person.objects.filter(pk=person_id, **mine).first()
    )
    if thing is None:
        raise PermissionDenied("another workspace")
    alias, _made = Alias.objects.update_or_create(
        workspace=access.workspace,
        folded=folded,
        defaults={
            "text": squeeze(nfc(text))[:200],
            "unit_id": unit_id,
            "person_id": person_id,
            "learned": learned,
        },
    )
    write(access, "learn_alias", "alias", alias, text=alias.text, of=thing.uid, name=str(thing))
    return alias
