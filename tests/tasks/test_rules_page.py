"""The page of the rules: who sees it, who changes it, and what it answers to a wrong word."""

import re

import pytest
from django.utils import timezone
from tests.people import Ward, client_of
from tests.site.addresses import POSTS, having

from sauro.tasks.clock.models import DueSoonRule, EscalationRule

PAGE = "/quan-tri/nhac-viec/"


def rule(**fields: object) -> dict[str, object]:
    today = f"{timezone.localdate():%d/%m/%Y}"
    return {"days": 9, "trigger": "overdue", "audience": "assigner", "valid_from": today,
            "source": "Quy chế làm việc, Điều 12"} | fields  # fmt: skip


def test_who_may_only_see_finds_no_form(ward: Ward) -> None:
    changes = set()
    for name in sorted(having("tasks.see_rules")):
        page = client_of(getattr(ward, name)).get(PAGE).content.decode()
        if f'action="{PAGE}moi/"' in page:
            changes.add(name)
    assert changes == having("tasks.set_rules")


@pytest.mark.parametrize("name", sorted(POSTS))
def test_a_rule_is_added_by_who_may(ward: Ward, name: str) -> None:
    status = client_of(getattr(ward, name)).post(f"{PAGE}moi/", rule()).status_code
    may = name in having("tasks.set_rules")
    assert status == (302 if may else 403)
    assert EscalationRule.objects.filter(days=9).exists() is may


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": ""}, {"valid_from": "31/02/2027"}, {"source": ""}])
def test_a_wrong_word_is_answered_at_its_place_and_nothing_is_lost(
    ward: Ward, wrong: dict[str, object]
) -> None:
    answer = client_of(ward.clerk).post(f"{PAGE}moi/", rule(**wrong))
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.context["form"].errors
    assert ("Quy chế làm việc, Điều 12" in answer.content.decode()) is ("source" not in wrong)
    assert not EscalationRule.objects.filter(source__startswith="Quy chế").exists()


def test_a_wrong_threshold_is_answered_beside_its_agency(ward: Ward) -> None:
    answer = client_of(ward.clerk).post(f"{PAGE}{ward.committee.uid}/sap-den-han/", rule(days=31))
    assert answer.status_code == 422
    refused = [agency for agency, _, _, form in answer.context["due_soon"] if form.errors]
    assert refused == [ward.committee]
    assert not DueSoonRule.objects.exists()


def test_no_two_fields_of_the_page_have_the_same_id(ward: Ward) -> None:
    found = re.findall(r'\bid="([^"]+)"', client_of(ward.clerk).get(PAGE).content.decode())
    assert sorted(found) == sorted(set(found))
