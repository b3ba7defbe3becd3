"""What an office does with its rules: each has a date of effect and a source; old periods keep theirs."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sauro.identity.records import Stale
from sauro.journal.actions import Change, record
from sauro.organisation.access import Access
from sauro.organisation.models import Agency
from sauro.tasks.clock.models import MOST_DAYS, Audience, DueSoonRule, EscalationRule, Trigger
from sauro.vietnamese.text import nfc, squeeze

SET_RULES = "tasks.set_rules"
_LONGEST_SOURCE = 250


@transaction.atomic
def add_rule(
    access: Access, *, trigger: str, days: int, audience: str, valid_from: date, source: str
) -> EscalationRule:
    """A rule from that day on. Raises `PermissionDenied`, and `ValidationError` with the fault of each field."""
    may_set_rules(access)
    faults: dict[str, str] = {}
    source = _source(source, faults)
    if trigger not in Trigger.values or audience not in Audience.values:
        faults["trigger"] = _("Choose what the rule waits for, and whom it reminds.")
    if not 1 <= days <= MOST_DAYS:
        faults["days"] = _("From 1 to %(n)s days.") % {"n": MOST_DAYS}
    _not_past(access, valid_from, faults)
    same = EscalationRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from),
        workspace=access.workspace, trigger=trigger, days=days, audience=audience,
    )  # fmt: skip
    if not faults and same.exists():
        faults["days"] = _("This rule is there already.")
    if faults:
        raise ValidationError(faults)
    rule = EscalationRule.objects.create(
        workspace=access.workspace, trigger=trigger, days=days, audience=audience, valid_from=valid_from, source=source
    )  # fmt: skip
    _tell(access, "tasks.add_rule", "escalation_rule", rule.uid, _shown(rule))
    return rule


@transaction.atomic
def end_rule(access: Access, uid: UUID, *, version: int, last_day: date) -> EscalationRule:
    """The rule holds up to that day, which has not passed. What it has reminded of stays in the history."""
    may_set_rules(access)
    rule = EscalationRule.objects.select_for_update().filter(workspace=access.workspace, uid=uid).first()
    if rule is None:
        raise ValidationError(_("This rule is not one of the ward."))
    if rule.valid_to == last_day:
        return rule  # sent twice
    faults: dict[str, str] = {}
    if last_day < access.on - timedelta(days=1):
        faults["last_day"] = _("This day has passed: old periods keep their rules.")
    if rule.valid_to is not None and rule.valid_to < access.on:
        faults["last_day"] = _("The rule has ended already.")
    if faults:
        raise ValidationError(faults)
    if rule.version != version:
        raise Stale(str(uid))
    rule.valid_to = last_day
    rule.save_version(update_fields=["valid_to"])
    _tell(access, "tasks.end_rule", "escalation_rule", rule.uid, _shown(rule) | {"valid_to": last_day})
    return rule


@transaction.atomic
def set_due_soon(access: Access, agency: UUID, *, days: int, valid_from: date, source: str) -> DueSoonRule:
    """From how many days before its date a task of the agency counts as due soon. Of one day the last word holds."""
    may_set_rules(access)
    faults: dict[str, str] = {}
    source = _source(source, faults)
    if not 1 <= days <= 30:
        faults["days"] = _("From 1 to %(n)s days.") % {"n": 30}
    _not_past(access, valid_from, faults)
    found = Agency.objects.filter(workspace=access.workspace, uid=agency).first()
    if found is None:
        faults["agency"] = _("This agency is not one of the ward.")
    if faults or found is None:
        raise ValidationError(faults)
    rule, _made = DueSoonRule.objects.update_or_create(
        agency=found,
        valid_from=valid_from,
        defaults={"workspace": access.workspace, "days": days, "source": source},
    )
    data = {"days": days, "valid_from": valid_from, "source": source}
    _tell(access, "tasks.set_due_soon", "agency", found.uid, data)
    return rule


def may_set_rules(access: Access) -> None:
    """Raises `PermissionDenied`."""
    if not access.agencies_for(SET_RULES):
        raise PermissionDenied(SET_RULES)


def _source(source: str, faults: dict[str, str]) -> str:
    clean = squeeze(nfc(source))
    if not clean or len(clean) > _LONGEST_SOURCE:
        faults["source"] = _("Name the document or article that the rule follows, in one line.")
    return clean


def _not_past(access: Access, day: date, faults: dict[str, str]) -> None:
    if day < access.on:
        faults["valid_from"] = _("This day has passed: old periods keep their rules.")


def _shown(rule: EscalationRule) -> dict[str, object]:
    return {
        "trigger": rule.trigger,
        "days": rule.days,
        "audience": rule.audience,
        "valid_from": rule.valid_from,
        "source": rule.source,
    }


def _tell(access: Access, action: str, kind: str, uid: UUID, data: dict[str, object]) -> None:
    record(workspace=access.workspace, actor=access.user, action=action, changes=[Change(kind, uid, data)])
