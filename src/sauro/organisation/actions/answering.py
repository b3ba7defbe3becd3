"""Who answers for what over time, and the authority matrix."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.organisation.access import Access
from sauro.organisation.actions.base import require_manager, write
from sauro.organisation.models import (
    AuthorityRule,
    FieldAssignment,
    Level,
    Person,
    Post,
    Role,
    Unit,
    WorkField,
    holds_on,
)
from sauro.vietnamese.text import nfc, squeeze


@transaction.atomic
def assign_field(
    access: Access,
    leader: Person,
    *,
    work_field: WorkField | None = None,
    unit: Unit | None = None,
    area: str = "",
    document_text: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> FieldAssignment:
    """From a day on, `leader` answers for a field, a unit, or a field in a unit or in a part of the ward.

    Two leaders for one thing are possible, and shown: a change of portfolio may overlap for a while.
    """
    require_manager(access, leader, work_field, unit)
    if work_field is None and unit is None:
        raise ValidationError(_("Name a field of work or a unit."))
    faults: dict[str, str] = {}
    day = valid_from or access.on
    posts = Post.objects.filter(person=leader, role=Role.LEADER)
    if valid_from and valid_to and valid_to < valid_from:
        faults["valid_to"] = _("The last day lies before the first.")
    else:
        if not posts.filter(holds_on(day)).exists():
            faults["leader"] = _("%(name)s leads no agency on that day.") % {"name": leader.full_name}
        if unit is not None and has_ceased(unit, day):
            faults["unit"] = ceased(unit)
    if faults:
        raise ValidationError(faults)
    assignment = FieldAssignment.objects.create(
        workspace=access.workspace,
        leader=leader,
        work_field=work_field,
        unit=unit,
        area=squeeze(nfc(area))[:120],
        document_text=squeeze(nfc(document_text))[:200],
        valid_from=valid_from,
        valid_to=valid_to,
    )
    write(
        access,
        "assign_field",
        "field_assignment",
        assignment,
        leader=leader.uid,
        work_field=work_field.uid if work_field else None,
        unit=unit.uid if unit else None,
        area=assignment.area,
        valid_from=valid_from,
    )
    return assignment


def has_ceased(unit: Unit, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to < day


def ceased(unit: Unit) -> str:
    return _("%(unit)s ended on %(day)s; choose the unit that took over.") % {
        "unit": unit.name,
        "day": f"{unit.valid_to:%d/%m/%Y}",
    }


@transaction.atomic
def end_field_assignment(
    access: Access, assignment: FieldAssignment, *, last_day: date, version: int
) -> FieldAssignment:
    require_manager(access, assignment)
    if assignment.valid_from is not None and last_day < assignment.valid_from:
        raise ValidationError({"last_day": _("The last day lies before the first.")})
    assignment.valid_to = last_day
    assignment.save_version(expected=version, update_fields=["valid_to"])
    write(access, "end_field_assignment", "field_assignment", assignment, last_day=last_day)
    return assignment


@transaction.atomic
def set_authority(
    access: Access,
    *,
    matter: str,
    position: str,
    source: str,
    level: str = Level.WARD,
    work_field: WorkField | None = None,
    phrases: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> AuthorityRule:
    """A row of the matrix. An earlier row of the same matter and field ends on the day before this one begins."""
    require_manager(access, work_field)
    texts = {
        "matter": squeeze(nfc(matter)),
        "position": squeeze(nfc(position)),
        "source": squeeze(nfc(source)),
    }
    longest = {"matter": 250, "position": 160, "source": 250}
    faults = {name: _("Fill this in.") for name, text in texts.items() if not text}
    faults |= {
        name: _("Too long: at most %(n)s characters.") % {"n": longest[name]}
        for name, text in texts.items()
        if len(text) > longest[name]
    }
    if level not in Level.values:
        faults["level"] = _("Choose from the list.")
    if valid_from and valid_to and valid_to < valid_from:
        faults["valid_to"] = _("The last day lies before the first.")
    said = "; ".join(filter(None, (squeeze(nfc(part)) for part in phrases.split(";"))))
    if len(said) > 400:
        faults["phrases"] = _("Too long: at most %(n)s characters.") % {"n": 400}
    if not said and work_field is None:
        faults["phrases"] = _("Give phrases of orders, or a field of work: else the row fits nothing.")
    if faults:
        raise ValidationError(faults)
    if valid_from is not None:
        _end_earlier(access, texts["matter"], work_field, valid_from)
    rule = AuthorityRule.objects.create(
        workspace=access.workspace,
        work_field=work_field,
        phrases=said,
        level=level,
        valid_from=valid_from,
        valid_to=valid_to,
        **texts,
    )
    write(
        access, "set_authority", "authority_rule", rule,
        level=level, work_field=work_field.name if work_field else "", phrases=said, valid_from=valid_from, **texts,
    )  # fmt: skip
    return rule


def _end_earlier(access: Access, matter: str, work_field: WorkField | None, begins: date) -> None:
    earlier = AuthorityRule.objects.filter(
        holds_on(begins), workspace_id=access.user.workspace_id, matter=matter, work_field=work_field
    ).exclude(valid_from__gte=begins)
    for rule in earlier:
        rule.valid_to = begins - timedelta(days=1)
        rule.save_version(update_fields=["valid_to"])
        write(access, "end_authority", "authority_rule", rule, last_day=rule.valid_to)


@transaction.atomic
def end_authority(access: Access, rule: AuthorityRule, *, last_day: date, version: int) -> AuthorityRule:
    require_manager(access, rule)
    if rule.valid_from is not None and last_day < rule.valid_from:
        raise ValidationError({"last_day": _("The last day lies before the first.")})
    rule.valid_to = last_day
    rule.save_version(expected=version, update_fields=["valid_to"])
    write(access, "end_authority", "authority_rule", rule, last_day=last_day)
    return rule
