"""The pages of documents over HTTP: the file as it came in, notices of what may be the same, a document without tasks."""

import io
import re
from pathlib import Path

import pytest
from django.urls import reverse
from tests.documents.test_links import ORDER, PLAN, put
from tests.people import Ward, client_of

from sauro.documents.models import Document
from sauro.files import store


def kept(ward: Ward, content: bytes) -> Document:
    """A document of the committee whose file is really there."""
    document = put(ward, PLAN)
    document.stored_file = store.put(ward.workspace, io.BytesIO(content))
    document.save(update_fields=["stored_file"])
    return document


def page_of(ward: Ward, document: Document) -> str:
    answer = client_of(ward.clerk).get(reverse("documents:document", args=[document.uid]))
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_sees_a_document_gets_its_file_byte_for_byte_and_nobody_else(
    ward: Ward, settings: object, tmp_path: Path
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    document = kept(ward, b"<script>alert(1)</script> \x00\xff")
    address = reverse("documents:original", args=[document.uid])
    assert address in page_of(ward, document)
    answer = client_of(ward.clerk).get(address)
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script> \x00\xff"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for person in (ward.specialist, ward.party_clerk, ward.administrator, ward.outsider):
        assert client_of(person).get(address).status_code == 404, person


def test_a_file_that_is_lost_is_no_fault_of_the_page(ward: Ward, settings: object, tmp_path: Path) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    address = reverse("documents:original", args=[put(ward, PLAN).uid])
    assert client_of(ward.clerk).get(address).status_code == 404


def test_one_that_may_be_the_same_is_told_at_once_and_several_fold(ward: Ward) -> None:
    first, second = put(ward, PLAN), put(ward, PLAN.replace("25/11/2026", "27/11/2026"))
    alone = page_of(ward, second)
    assert "Có thể trùng với" not in alone
    assert reverse("documents:comparison", args=[second.uid, first.uid]) in alone
    third = put(ward, PLAN.replace("25/11/2026", "28/11/2026"))
    page = page_of(ward, third)
    assert "Có thể trùng với 2 văn bản đã có" in page
    for other in (first, second):
        assert reverse("documents:comparison", args=[third.uid, other.uid]) in page
    assert "% số chữ" in page
    assert " % số chữ" not in page


def test_a_document_in_a_tree_of_orders_says_that_nothing_was_assigned_yet(ward: Ward) -> None:
    put(ward, ORDER)
    assert "Chưa có nhiệm vụ nào của văn bản này được giao" in page_of(ward, put(ward, PLAN))


def test_two_that_carry_out_one_order_stand_side_by_side_and_not_one_under_the_other(ward: Ward) -> None:
    order = put(ward, ORDER)
    put(ward, PLAN)
    put(ward, PLAN.replace("45/KH-UBND", "46/KH-UBND"))
    page = page_of(ward, order)
    assert re.findall(r"level-(\d)", page) == ["0", "1", "1"]
