import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import document, make, sourced

from sauro.documents import queries
from sauro.documents.actions import add_document, add_extraction
from sauro.documents.models import AccessCircle, Document, Extraction
from sauro.documents.numbers import number_key
from sauro.documents.readings import pages_of, reading_of
from sauro.files.models import StoredFile, Upload
from sauro.journal.models import Entry
from sauro.organisation.models import Person, Post
from sauro.reading.model import Document as Facts
from sauro.reading.model import Page, Reading, Source, Value, Word


def reading(**facts: str) -> Reading:
    values = {name: Value(text, None, None, "") for name, text in facts.items() if name != "type"}
    return Reading(
        source=Source("cv.docx", "application/docx", "0" * 64, 1, False, "sauro 0.3"),
        text="Nội dung chỉ đạo",
        pages=[Page(1, (0, 16), 595, 842, [Word(0, 3, 1, 2, 3, 4)])],
        document=Facts(type=facts.get("type", "cong_van"), **values),  # type: ignore[arg-type]
        references=[], tasks=[], targets=[], petitions=[], gaps=[], warnings=[],
    )  # fmt: skip


def upload(ward: Ward, sender: Person, agency: Any = None) -> Upload:
    stored = StoredFile.objects.create(
        workspace=ward.workspace, sha256=uuid.uuid4().hex * 2, size=3, media_type="x"
    )
    return Upload.objects.create(
        workspace=ward.workspace,
        sender=sender.user,
        agency_uid=(agency or ward.committee).uid,
        name="cv.docx",
        stored_file=stored,
    )


def test_a_reading_becomes_a_document_and_its_extraction(ward: Ward) -> None:
    sent = upload(ward, ward.specialist)
    facts = {
        "symbol": "814-CV/TU", "subject": "về  vệ sinh môi trường", "issuer": "Thành ủy Lam Giang", "date": "2026-11-12", "urgency": "Khẩn",
    }  # fmt: skip
    made, extraction = add_document(sent, reading(**facts), read_in_ms=120)
    kept = Document.objects.get(pk=made.pk)
    assert (kept.agency, kept.access_circle, kept.sent_in_by) == (
        ward.committee,
        AccessCircle.AGENCY,
        ward.specialist.user,
    )
    assert (kept.reference_number, kept.reference_folded) == ("814-CV/TU", "814-cv/tu")
    assert (kept.subject, kept.issue_date) == ("về vệ sinh môi trường", date(2026, 11, 12))
    assert "ve sinh moi truong" in kept.search_text
    again = Extraction.objects.get(pk=extraction.pk)
    assert (again.text, again.reader, again.read_in_ms) == ("Nội dung chỉ đạo", "sauro 0.3", 120)
    assert reading_of(again).document.type == "cong_van"
    assert reading_of(again).text == again.text
    assert pages_of(again)[0].words == [Word(0, 3, 1, 2, 3, 4)]
    assert "Nội dung".encode() not in bytes(again.reading)
    assert Entry.objects.get().action == "documents.add"


def test_a_date_is_kept_as_far_as_it_is_printed(ward: Ward) -> None:
    made, _ = add_document(upload(ward, ward.clerk), reading(date="2026-06"))
    assert (made.issue_date, made.issue_date_text) == (None, "2026-06")


def test_long_and_odd_facts_are_kept_as_far_as_they_fit(ward: Ward) -> None:
    made, _ = add_document(
        upload(ward, ward.clerk),
        reading(symbol="9" * 300, issuer="Cơ quan " * 90, urgency="x" * 90, date="2026-13-45"),
    )
    made.refresh_from_db()
    assert len(made.reference_number) == 80
    assert len(made.issuing_agency) == 250
    assert made.issue_date is None


def test_who_may_not_send_in_any_more_adds_nothing(ward: Ward) -> None:
    waiting = upload(ward, ward.specialist)
    Post.objects.filter(person=ward.specialist).update(valid_to=date(2020, 1, 1))
    for sent in (
        waiting,
        upload(ward, ward.specialist, ward.party),
        upload(ward, ward.outsider),
        upload(ward, ward.administrator),
        upload(ward, ward.auditor),
    ):
        with pytest.raises(PermissionDenied):
            add_document(Upload.objects.get(pk=sent.pk), reading())
    assert not Document.objects.exists()


def test_a_better_reader_adds_an_extraction_and_keeps_the_old(ward: Ward) -> None:
    made, first = add_document(upload(ward, ward.clerk), reading())
    second = add_extraction(rights_of(ward.clerk), made, reading())
    assert queries.extraction_of(rights_of(ward.clerk), made) == second
    assert Extraction.objects.filter(pk=first.pk).exists()
    for person in (ward.specialist, ward.outsider, ward.party_clerk, ward.administrator):
        with pytest.raises(PermissionDenied):
            add_extraction(rights_of(person), made, reading())


SEEN = {
    "clerk": {"UBND", "mở"},
    "leader": {"UBND", "mở"},
    "division_head": {"UBND", "mở"},
    "auditor": {"UBND", "mở"},
    "specialist": {"mở"},
    "colleague": {"mở"},
    "party_clerk": {"Đảng", "mở"},
    "party_specialist": {"mở"},
    "administrator": set(),
    "outsider": set(),
}


@pytest.mark.parametrize("who", SEEN)
def test_everybody_sees_his_own_documents(ward: Ward, who: str) -> None:
    made = {
        "UBND": document(ward.committee, "1/CV", sent_in_by=ward.administrator.user).document,
        "Đảng": document(ward.party, "2/CV").document,
        "mở": document(ward.committee, "3/CV", access_circle=AccessCircle.WORKSPACE).document,
    }
    access = rights_of(getattr(ward, who))
    expected = {made[name] for name in SEEN[who]}
    assert set(queries.visible(access)) == expected
    assert set(queries.page_of(access).rows) == expected
    for each in made.values():
        if each in expected:
            assert queries.by_uid(access, each.uid) == each
        else:
            with pytest.raises(Http404):
                queries.by_uid(access, each.uid)


def test_a_sender_and_whoever_has_a_task_from_it_see_a_document_of_their_agency(ward: Ward) -> None:
    own = document(ward.committee, "1/CV", sent_in_by=ward.specialist.user)
    source = document(ward.committee, "2/CV")
    papers = document(ward.party, "3/CV", sent_in_by=ward.specialist.user)
    make(ward, **sourced(source))
    make(ward, agency_id=ward.party.pk, **sourced(papers))
    assert set(queries.visible(rights_of(ward.specialist))) == {own.document, source.document}
    assert set(queries.visible(rights_of(ward.colleague))) == set()


def test_pages_of_documents_never_skip_or_repeat(ward: Ward) -> None:
    before = [document(ward.committee, f"{number}/CV").document for number in range(7)]
    access, seen, cursor = rights_of(ward.clerk), [], ""
    while True:
        page = queries.page_of(access, cursor=cursor, size=3)
        seen += page.rows
        document(ward.committee, "mới/CV")
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == before[::-1]
    assert queries.page_of(access, cursor="x'").rows


def test_documents_are_found_without_marks(ward: Ward) -> None:
    add_document(upload(ward, ward.clerk), reading(symbol="814-CV/TU", subject="Vệ sinh môi trường"))
    assert queries.page_of(rights_of(ward.clerk), search="VE SINH 814-cv/tu").rows
    assert not queries.page_of(rights_of(ward.clerk), search="ve sinh khac").rows


@pytest.mark.parametrize("number", ["814-CV/TU", "814 - CV/TU", "814–cv/tu", "Số: 814-CV/TU", "0814-CV/TU"])
def test_one_number_is_known_in_all_its_spellings(number: str) -> None:
    assert number_key(number) == "814-cv/tu"


@pytest.mark.parametrize("query", [{"q": "a\0b"}, {"truoc": "9" * 5000}, {"truoc": "\0"}])
def test_no_search_and_no_cursor_breaks_the_list(ward: Ward, query: dict[str, str]) -> None:
    assert client_of(ward.clerk).get("/van-ban/", query).status_code == 200


def test_two_documents_are_compared_without_their_pages(ward: Ward) -> None:
    first, second = (document(ward.committee, number).document for number in ("1/CV", "2/CV"))
    client = client_of(ward.clerk)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/van-ban/{first.uid}/so-sanh/{second.uid}/").status_code == 200
    assert not [each["sql"] for each in asked if '"documents_extraction"."pages"' in each["sql"]]


@pytest.mark.parametrize("who", ["clerk", "specialist"])
def test_a_list_of_documents_costs_the_same_for_any_size(
    ward: Ward, who: str, django_assert_num_queries: Any
) -> None:
    access = rights_of(getattr(ward, who))
    for total in (10, 40):
        while Document.objects.count() < total:
            make(ward, **sourced(document(ward.committee, f"{Document.objects.count()}/CV")))
        with django_assert_num_queries(1):
            assert queries.page_of(access, size=10).rows
