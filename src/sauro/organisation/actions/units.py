"""Units over time: renamed, put under another, merged, ended. What they were called stays an alias."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.organisation.actions.answering import ceased, has_ceased
from sauro.organisation.actions.base import named, require_manager, write
from sauro.organisation.handing import unit_movers
from sauro.organisation.models import Alias, Post, Unit, holds_on
from sauro.organisation.names import alias_key
from sauro.vietnamese.text import nfc, squeeze


@transaction.atomic
def change_unit(
    access: Access,
    unit: Unit,
    *,
    version: int,
    name: str,
    short_name: str = "",
    code: str = "",
    kind: str | None = None,
    parent: Unit | None = None,
) -> Unit:
    """Another name, code, kind or place in the tree. Documents go on to be read under the old name.

    Raises `Stale`, and `ValidationError` under the field: a name that is taken, a place below itself.
    """
    require_manager(access, unit, parent)
    new = named(name)
    if Unit.objects.filter(agency_id=unit.agency_id, name=new).exclude(pk=unit.pk).exists():
        raise ValidationError({"name": _("There is already one named “%(name)s”.") % {"name": new}})
    fault = _parent_fault(access, unit, parent)
    if fault:
        raise ValidationError({"parent": fault})
    old = {
        "name": unit.name,
        "short_name": unit.short_name,
        "parent": unit.parent.name if unit.parent else "",
    }
    unit.name, unit.parent = new, parent
    unit.short_name, unit.code = squeeze(nfc(short_name))[:80], squeeze(nfc(code))[:40]
    unit.kind = kind or unit.kind
    unit.save_version(expected=version, update_fields=["name", "short_name", "code", "kind", "parent"])
    for former in {old["name"], old["short_name"]} - {unit.name, unit.short_name, ""}:
        _keep_name(unit, former)
    write(
        access, "change_unit", "unit", unit,
        name=[old["name"], unit.name], parent=[old["parent"], parent.name if parent else ""],
    )  # fmt: skip
    return unit


def _parent_fault(access: Access, unit: Unit, parent: Unit | None) -> str:
    if parent is None:
        return ""
    if parent.agency_id != unit.agency_id:
        return _("A unit stands under a unit of the same agency.")
    if has_ceased(parent, access.on):
        return ceased(parent)
    above = dict(
        Unit.objects.select_for_update().filter(agency_id=unit.agency_id).values_list("pk", "parent_id")
    )
    here: int | None = parent.pk
    while here is not None:
        if here == unit.pk:
            return _("“%(name)s” stands under this unit itself.") % {"name": parent.name}
        here = above.get(here)
    return ""


def _keep_name(unit: Unit, name: str) -> None:
    """As an alias, unless the words mean something already."""
    Alias.objects.get_or_create(
        workspace_id=unit.workspace_id,
        folded=alias_key(name),
        defaults={"text": name, "unit": unit},
    )


@transaction.atomic
def end_unit(access: Access, unit: Unit, *, last_day: date) -> Unit:
    """After a merger: the unit stays readable, takes no new task, and its old name is pointed out."""
    require_manager(access, unit)
    if unit.valid_from is not None and last_day < unit.valid_from:
        raise ValidationError({"valid_to": _("A unit ends after it begins.")})
    below = Unit.objects.filter(holds_on(last_day + timedelta(days=1)), parent=unit)
    if below.exists():
        raise ValidationError(_("Units stand under it: put them elsewhere or end them first."))
    unit.valid_to = last_day
    unit.save_version(update_fields=["valid_to"])
    write(access, "end_unit", "unit", unit, last_day=last_day)
    return unit


@transaction.atomic
def merge_unit(access: Access, unit: Unit, into: Unit, *, last_day: date, version: int) -> Unit:
    """The unit ends, and `into` takes over: its people, its open work, its names, the units under it.

    `last_day` has passed: a merger is entered when it has taken effect, since the work moves at once.
    """
    require_manager(access, unit, into)
    faults: dict[str, str] = {}
    if into.pk == unit.pk:
        faults["into"] = _("A unit is not merged into itself.")
    elif has_ceased(into, access.on):
        faults["into"] = ceased(into)
    elif _parent_fault(access, unit, into) and into.agency_id == unit.agency_id:
        faults["into"] = _parent_fault(access, unit, into)
    if last_day >= access.on:
        faults["last_day"] = _(
            "A merger is entered on the day of its effect or later: the last day is before today."
        )
    elif unit.valid_from is not None and last_day < unit.valid_from:
        faults["last_day"] = _("A unit ends after it begins.")
    if faults:
        raise ValidationError(faults)
    unit.valid_to, unit.successor = last_day, into
    unit.save_version(expected=version, update_fields=["valid_to", "successor"])
    Unit.objects.filter(parent=unit, agency_id=into.agency_id).update(parent=into)
    moved = _move_posts(unit, into, last_day)
    for name in filter(None, (unit.name, unit.short_name)):
        _keep_name(into, name)
    Alias.objects.filter(unit=unit).update(unit=into)
    for move in unit_movers:
        move(access, unit, into)
    write(access, "merge_unit", "unit", unit, name=unit.name, into=into.name, last_day=last_day, posts=moved)
    return unit


def _move_posts(unit: Unit, into: Unit, last_day: date) -> int:
    held = list(Post.objects.filter(holds_on(last_day + timedelta(days=1)), unit=unit))
    for post in held:
        begins = post.valid_from is not None and post.valid_from > last_day
        if begins:  # has not begun before the merger
            post.unit, post.agency = into, into.agency
            post.save_version(update_fields=["unit", "agency"])
            continue
        Post.objects.create(
            workspace_id=post.workspace_id, person_id=post.person_id, agency_id=into.agency_id, unit=into,
            role=post.role, title=post.title, valid_from=last_day + timedelta(days=1), valid_to=post.valid_to,
        )  # fmt: skip
        post.valid_to = last_day
        post.save_version(update_fields=["valid_to"])
    return len(held)
