"""Putting right what was read of the document itself; what was read stands beside it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.intake import handmade
from tests.intake.test_read_again import OTHERS, REVIEWERS, read_again
from tests.people import Ward, client_of, rights_of

from sauro.documents.actions import correct
from sauro.documents.models import Document
from sauro.identity.records import Stale
from sauro.intake.models import Review
from sauro.journal.models import Entry
from sauro.reading.model import Document as Facts
from sauro.reading.model import Value

TYPED = {
    "reference_number": "77/TB-UBND",
    "issue_date": "16/6/2026",
    "issuing_agency": "UBND phường Đồng Lau",
    "document_type": "thong_bao",
    "subject": "Kết luận giao ban tháng 6",
}


def address(review: Review) -> str:
    return f"/duyet/{review.uid}/thong-tin/"


def send(ward: Ward, review: Review, person: Any = None, **typed: Any) -> Any:
    version = Document.objects.get(pk=review.document_id).version
    return client_of(person or ward.clerk).post(address(review), TYPED | {"version": version} | typed)


@pytest.mark.parametrize("part", REVIEWERS)
def test_who_reviews_puts_the_facts_right(ward: Ward, notice: Review, part: str) -> None:
    person = getattr(ward, part)
    assert client_of(person).get(address(notice)).status_code == 200
    assert send(ward, notice, person).url == f"/duyet/{notice.uid}/"
    document = Document.objects.get(pk=notice.document_id)
    assert (document.reference_number, document.issue_date, document.issue_date_text) == (
        "77/TB-UBND",
        date(2026, 6, 16),
        "2026-06-16",
    )
    assert (document.reference_folded, document.version) == ("77/tb-ubnd", 2)
    assert "ket luan giao ban thang 6 ubnd phuong dong lau" in document.search_text
    entry = Entry.objects.get(action="documents.correct")
    assert entry.actor == person.user
    assert entry.payload.data["reference_number"] == ["", "77/TB-UBND"]


@pytest.mark.parametrize("part", OTHERS)
def test_others_do_not_find_the_page_nor_the_action(ward: Ward, notice: Review, part: str) -> None:
    person = getattr(ward, part)
    client = client_of(person)
    assert client.get(address(notice)).status_code == 404
    assert client.post(address(notice), TYPED | {"version": 1}).status_code == 404
    with pytest.raises((PermissionDenied, Http404)):
        correct(rights_of(person), notice.document.uid, version=1, typed={"subject": "x"})
    assert Document.objects.get(pk=notice.document_id).version == 1


def test_what_the_machine_read_stands_beside_what_a_person_wrote(ward: Ward, notice: Review) -> None:
    facts = Facts(
        type="thong_bao",
        symbol=Value("71/TB-UBND", None, None, ""),
        subject=Value("Kết luận", None, None, ""),
    )
    new = handmade.notice()
    new.document = facts
    review = read_again(ward, notice, new)
    assert send(ward, review, document_type="ke_hoach").status_code == 302
    page = client_of(ward.clerk).get(address(notice)).content.decode()
    assert "máy đọc: 71/TB-UBND" in page
    assert "máy đọc: Thông báo" in page
    assert 'value="77/TB-UBND"' in page
    head = client_of(ward.clerk).get(f"/duyet/{notice.uid}/").content.decode()
    assert "77/TB-UBND" in head
    assert "Kế hoạch" in head


def test_a_fault_in_a_date_is_told_and_nothing_is_stored(ward: Ward, notice: Review) -> None:
    answer = send(ward, notice, issue_date="31/6/2026", subject="Chữ đang nhập dở")
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "tháng 6 có 30 ngày" in words
    assert "Chữ đang nhập dở" in words
    assert Document.objects.get(pk=notice.document_id).version == 1
    assert send(ward, notice, issue_date="30/6/2026 17:00").status_code == 422
    assert send(ward, notice, document_type="thu_tinh").status_code == 422


def test_two_at_once_overwrite_nothing(ward: Ward, notice: Review) -> None:
    assert send(ward, notice, ward.leader, subject="Của lãnh đạo").status_code == 302
    answer = client_of(ward.clerk).post(address(notice), TYPED | {"version": 1, "subject": "Của văn thư"})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Của văn thư</textarea>" in words
    assert "người kia ghi: Của lãnh đạo" in words
    assert Document.objects.get(pk=notice.document_id).subject == "Của lãnh đạo"
    assert 'name="version" value="2"' in words
    assert send(ward, notice, subject="Của văn thư").status_code == 302
    with pytest.raises(Stale):
        correct(rights_of(ward.clerk), notice.document.uid, version=1, typed={"subject": "Muộn"})


def test_a_new_reading_fills_what_nobody_put_right_and_leaves_the_rest(ward: Ward, notice: Review) -> None:
    correct(rights_of(ward.clerk), notice.document.uid, version=1, typed={"subject": "Của văn thư"})
    new = handmade.notice()
    new.document = Facts(
        type="ke_hoach",
        subject=Value("Máy đọc lại", None, None, ""),
        date=Value("2026-06-16", None, None, ""),
        symbol=Value("9/KH-UBND", None, None, ""),
    )
    document = read_again(ward, notice, new).document
    assert (document.subject, document.document_type, document.issue_date) == (
        "Của văn thư",
        "ke_hoach",
        date(2026, 6, 16),
    )
    assert (document.reference_number, document.reference_folded) == ("9/KH-UBND", "9/kh-ubnd")
    new = handmade.notice()
    new.document = Facts(type="ke_hoach", symbol=Value("9/KH-UBND", None, None, ""))
    correct(
        rights_of(ward.clerk), document.uid, version=document.version, typed={"issue_date": date(2026, 6, 17)}
    )
    document = read_again(ward, notice, new).document
    assert (document.issue_date, document.issue_date_text) == (date(2026, 6, 17), "2026-06-17")


def test_storing_what_stands_there_changes_nothing(ward: Ward, notice: Review) -> None:
    send(ward, notice)
    version = Document.objects.get(pk=notice.document_id).version
    assert send(ward, notice).status_code == 302
    assert Document.objects.get(pk=notice.document_id).version == version
    assert Entry.objects.filter(action="documents.correct").count() == 1
