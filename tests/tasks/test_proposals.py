from datetime import date

import pytest
from tests.people import Ward

from sauro.organisation.models import FieldAssignment
from sauro.organisation.queries import Leaders
from sauro.tasks.clarity import missing
from sauro.tasks.drafts import TaskDraft
from sauro.tasks.models import DueRule
from sauro.tasks.proposals import (
    PACKAGED,
    propose_deliverable,
    propose_due_date,
    propose_leader,
    rule_for,
    rules_of,
)

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("document_type", "urgency", "due"),
    [
        ("cong_van", "", date(2026, 12, 1)),  # 24/11 is a holiday
        ("cong_van", "Hỏa tốc", date(2026, 11, 17)),
        ("cong_dien", "", date(2026, 11, 18)),
        ("ke_hoach", "KHẨN", date(2026, 11, 23)),
        ("other", "", date(2026, 12, 8)),
    ],
)
def test_a_date_is_counted_in_working_days_from_receipt(document_type: str, urgency: str, due: date) -> None:
    found = propose_due_date(
        rules=PACKAGED,
        document_type=document_type,
        urgency=urgency,
        issued_on=date(2026, 11, 12),
        received_on=MONDAY,
    )
    assert found is not None
    assert (found.field, found.value, found.text) == ("due_date", due, f"{due:%d/%m/%Y}")
    assert "ngày làm việc kể từ ngày nhận 16/11/2026 (ban hành 12/11/2026)" in found.why


@pytest.mark.parametrize("kind", ["standing", "recurring"])
def test_a_duty_without_end_gets_no_date(kind: str) -> None:
    assert (
        propose_due_date(
            rules=PACKAGED, document_type="cong_van", kind=kind, issued_on=None, received_on=MONDAY
        )
        is None
    )


def test_a_rule_of_the_ward_holds_from_its_day(ward: Ward) -> None:
    DueRule.objects.create(
        workspace=ward.workspace,
        document_type="cong_van",
        working_days=7,
        valid_from=MONDAY,
        source="Điều 5 Quy chế làm việc",
    )
    rules = rules_of(ward.workspace)
    old = rule_for(rules, "cong_van", "", date(2026, 11, 15))
    new = rule_for(rules, "cong_van", "", MONDAY)
    assert (old and old.working_days, new and new.working_days) == (10, 7)
    assert new is not None
    assert new.source == "Điều 5 Quy chế làm việc"
    assert rule_for(rules_of(ward.elsewhere), "cong_van", "", MONDAY) == old
    assert rule_for(rules, "cong_van", "", date(2025, 6, 30)) is None


@pytest.mark.parametrize(
    ("order", "product"),
    [
        ("Xây dựng kế hoạch kiểm tra vệ sinh an toàn thực phẩm", "Kế hoạch"),
        ("Khẩn trương tham mưu UBND phường ban hành kế hoạch thu gom rác", "Kế hoạch"),
        ("- Chủ trì, phối hợp với Công an phường, rà soát biển quảng cáo", "Báo cáo kết quả rà soát"),
        ("Tổ chức hội nghị đối thoại với người dân", "Biên bản và báo cáo kết quả hội nghị"),
        ("Tổ chức tập huấn chuyển đổi số", "Báo cáo kết quả lớp học, kèm danh sách người dự"),
        ("Lập danh sách hộ nghèo", "Danh sách"),
        ("Thành lập tổ công tác", "Quyết định thành lập"),
        ("Niêm yết công khai danh sách tại trụ sở", "Biên bản niêm yết"),
        ("Tổng hợp ý kiến cử tri", "Báo cáo tổng hợp"),
        ("Đẩy mạnh tuyên truyền", "Báo cáo kết quả đẩy mạnh"),
    ],
)
def test_the_verb_proposes_the_product(order: str, product: str) -> None:
    found = propose_deliverable(order)
    assert found is not None
    assert found.value == product
    assert found.why.startswith("suy ra từ động từ “")


@pytest.mark.parametrize("order", ["", "Việc này", "Các đơn vị lưu ý"])
def test_no_verb_no_product(order: str) -> None:
    assert propose_deliverable(order) is None


def test_the_leader_comes_from_the_division_of_fields(ward: Ward) -> None:
    FieldAssignment.objects.create(workspace=ward.workspace, leader=ward.vice_leader, unit=ward.economy)
    leaders = Leaders(ward.workspace, MONDAY)
    found = propose_leader(leaders, ward.economy.pk)
    assert found is not None
    assert (found.value, found.text) == (ward.vice_leader.pk, "Đỗ Thị Cói")
    assert propose_leader(leaders, ward.culture.pk) is None


def test_the_six_clears_come_from_the_fields() -> None:
    bare = TaskDraft(agency_id=1, title=" ", leads=[])
    assert missing(bare, has_lead=False) == [
        "assignee", "task", "due_date", "accountable_leader", "deliverable", "authority",
    ]  # fmt: skip
    full = TaskDraft(
        agency_id=1,
        title="Rà soát",
        leads=[],
        due_date=MONDAY,
        accountable_leader_id=1,
        deliverable="Báo cáo",
        authority="Chủ tịch",
    )
    assert missing(full) == []
    rhythm = TaskDraft(agency_id=1, title="Trực", leads=[], kind="standing", due_text="hằng tuần")
    assert "due_date" not in missing(rhythm)
    assert "due_date" in missing(TaskDraft(agency_id=1, title="Trực", leads=[], due_text="sớm"))
