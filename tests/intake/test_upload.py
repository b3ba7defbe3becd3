"""Sending documents in: by form, by script, one or many, and what becomes of each."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.intake import handmade
from tests.people import Ward, client_of
from tests.reading.extraction.documents import PdfMaker

from sauro.documents.models import Document
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.files.ports import Cleared, Ports, Unclear, ports
from sauro.files.queue import work_off
from sauro.intake.models import Review
from sauro.organisation.models import Agency, Post, Role

PAGE = "/doc-van-ban/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def data_folder(settings: object, tmp_path: Path) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]


def file(name: str = "Thông báo 12.txt", text: str = handmade.TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


@pytest.mark.parametrize("part", ["clerk", "leader", "division_head", "specialist", "party_clerk"])
def test_who_may_send_in_sees_the_page(ward: Ward, part: str) -> None:
    page = client_of(getattr(ward, part)).get(PAGE)
    assert page.status_code == 200
    assert "Thả văn bản vào đây" in page.content.decode()


@pytest.mark.parametrize("part", ["auditor", "administrator"])
def test_others_may_not_send_in(ward: Ward, part: str) -> None:
    client = client_of(getattr(ward, part))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"files": file()}).status_code == 403
    assert not Upload.objects.exists()


def test_a_citizen_is_sent_to_the_door(citizen: Client, db: None) -> None:
    assert citizen.post(PAGE, {"files": file()}).status_code == 302
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_files_and_pasted_text_by_the_plain_form(ward: Ward) -> None:
    client = client_of(ward.clerk)
    answer = client.post(
        PAGE,
        {"files": [file(), file("Kế hoạch.txt", handmade.TEXT + "x")], "text": "Giao Phòng Văn hóa rà soát."},
    )
    assert answer.status_code == 302
    assert Upload.objects.count() == 3
    assert "Đang chờ đọc" in client.get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_it_and_the_row_leads_to_the_review(ward: Ward) -> None:
    client = client_of(ward.clerk)
    answer = client.post(PAGE, {"files": file()}, **JSON)
    row = answer.json()["rows"][0]
    assert "hx-trigger" in client.get(row, HTTP_HX_REQUEST="true").content.decode()
    work_off()
    upload = Upload.objects.get()
    assert upload.state == UploadState.READ, upload.message
    review = Review.objects.get()
    assert upload.result_uid == review.document.uid
    words = client.get(row, HTTP_HX_REQUEST="true").content.decode()
    assert f"/duyet/{review.uid}/" in words
    assert "hx-trigger" not in words
    assert client.get(row).url == f"/duyet/{review.uid}/"


@pytest.mark.django_db(transaction=True)
def test_a_classified_file_is_refused_and_nothing_of_it_is_kept(ward: Ward) -> None:
    client = client_of(ward.clerk)
    secret = "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\n\nMẬT\n\n" + handmade.TEXT
    answer = client.post(PAGE, {"files": file("Kế hoạch bí mật.txt", secret)}, **JSON)
    work_off()
    upload = Upload.objects.get()
    assert upload.state == UploadState.REFUSED, (answer.content, upload.state)
    assert not StoredFile.objects.exists()
    assert not Document.objects.exists()
    words = client.get(PAGE).content.decode()
    assert "Kế hoạch bí mật" not in words
    assert "Bị từ chối" in words
    assert upload.message in words.replace("&#x27;", "'")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 64])
def test_what_cannot_be_read_is_refused_at_the_door_with_a_reason(ward: Ward, content: bytes) -> None:
    client = client_of(ward.clerk)
    answer = client.post(PAGE, {"files": SimpleUploadedFile("ảnh.png", content)}, **JSON)
    assert answer.status_code in (200, 422)
    work_off()
    assert Upload.objects.filter(state=UploadState.REFUSED).count() == Upload.objects.count()
    assert not StoredFile.objects.exists()


def test_an_empty_form_says_what_to_do(ward: Ward) -> None:
    answer = client_of(ward.clerk).post(PAGE, {"text": "  "})
    assert answer.status_code == 422
    assert "Hãy chọn tệp hoặc dán nội dung" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_agency_in_which_one_holds_no_post_is_refused(ward: Ward) -> None:
    answer = client_of(ward.clerk).post(PAGE, {"files": file(), "agency": str(ward.party.pk)})
    assert answer.status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_page_begins_with_the_committee_and_then_with_the_agency_of_the_last_file(ward: Ward) -> None:
    Agency.objects.filter(pk=ward.party.pk).update(order=0)  # stands first in the list
    Post.objects.create(
        workspace=ward.workspace,
        person=ward.clerk,
        agency=ward.party,
        role=Role.RECORDS_CLERK,
        title="Văn thư",
    )
    client = client_of(ward.clerk)

    def chosen() -> list[str]:
        return re.findall(r'<option value="(\d+)" selected>', client.get(PAGE).content.decode())

    assert chosen() == [str(ward.committee.pk)]
    client.post(PAGE, {"files": file(), "agency": str(ward.party.pk)})
    assert chosen() == [str(ward.party.pk)]
    refused = client.post(PAGE, {"agency": str(ward.committee.pk)})
    assert f'<option value="{ward.committee.pk}" selected>' in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_file_again_is_pointed_out_to_who_may_see_it(ward: Ward) -> None:
    client = client_of(ward.clerk)
    for _ in range(2):
        client.post(PAGE, {"files": file()})
    work_off()
    first = Review.objects.order_by("id").first()
    assert first is not None
    words = client.get(PAGE).content.decode()
    assert "Chính tệp này đã có ở đây" in words
    assert words.count(f"/duyet/{first.uid}/") >= 2
    party = client_of(ward.party_clerk)
    party.post(PAGE, {"files": file()})
    work_off()
    assert "Chính tệp này đã có ở đây" not in party.get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_somebody_else_s_upload_is_not_found(ward: Ward) -> None:
    row = client_of(ward.clerk).post(PAGE, {"files": file()}, **JSON).json()["rows"][0]
    for part in ("leader", "specialist", "party_clerk", "outsider"):
        assert client_of(getattr(ward, part)).get(row, HTTP_HX_REQUEST="true").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_specialist_sends_in_and_the_clerk_reviews(ward: Ward) -> None:
    client = client_of(ward.specialist)
    client.post(PAGE, {"files": file()})
    work_off()
    review = Review.objects.get()
    assert f"/duyet/{review.uid}/" not in client.get(PAGE).content.decode()
    assert client_of(ward.clerk).get(f"/duyet/{review.uid}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_pdf_is_shown_with_what_was_found(ward: Ward, root: Path) -> None:
    pytest.importorskip("pypdfium2")
    client = client_of(ward.clerk)
    client.post(PAGE, {"files": SimpleUploadedFile("Thông báo.pdf", pdf())})
    work_off()
    upload = Upload.objects.get()
    assert upload.state == UploadState.READ, upload.message
    review = Review.objects.get()
    page = client.get(f"/duyet/{review.uid}/?goc=1").content.decode()
    assert "<svg viewBox" in page
    image = client.get(f"/duyet/{review.uid}/trang/1.png")
    assert image.status_code == 200
    assert image.content.startswith(b"\x89PNG")
    assert client.get(f"/duyet/{review.uid}/trang/9.png").status_code == 404


def pdf() -> bytes:
    """A page with words of the first plane, made without a library: Helvetica has no Vietnamese letters."""
    lines = ["THONG BAO", "1. Phong Kinh te", "Phong Kinh te bao cao ket qua truoc ngay 25/6/2026."] * 3
    stream = "BT /F1 12 Tf 60 780 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


SCAN = b"%PDF-1.4\n%%EOF"
PARTS = (
    "leader",
    "vice_leader",
    "division_head",
    "colleague",
    "auditor",
    "administrator",
    "party_clerk",
    "party_specialist",
    "outsider",
)


@pytest.fixture
def scan(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Upload:
    """A scan that the specialist sent in; it waits for an answer."""

    def clear(path: Path, *, scans: bool, progress: object) -> Cleared:
        if not scans:
            raise Unclear
        return Cleared("application/pdf", handmade.notice())

    plugged = {name: getattr(ports(), name) for name in Ports.__dataclass_fields__} | {"clear": clear}
    monkeypatch.setattr("sauro.files.ports._plugged", [Ports(**plugged)])
    client_of(ward.specialist).post(PAGE, {"files": SimpleUploadedFile("Bản quét.pdf", SCAN)})
    work_off()
    return Upload.objects.get()


@pytest.mark.django_db(transaction=True)
def test_who_sent_a_scan_is_asked_in_its_row_and_the_clerk_above_his_own(ward: Ward, scan: Upload) -> None:
    own = client_of(ward.specialist).get(PAGE).content.decode()
    assert "Tệp này là bản quét" in own
    assert "Bản quét chờ xác nhận" not in own
    clerk = client_of(ward.clerk).get(PAGE).content.decode()
    assert "Bản quét chờ xác nhận" in clerk
    assert f"người gửi: {ward.specialist.full_name}" in clerk
    for part in ("leader", "division_head", "colleague", "party_clerk"):
        assert "Bản quét.pdf" not in client_of(getattr(ward, part)).get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", PARTS)
def test_nobody_else_opens_a_scan_or_answers_for_it(ward: Ward, scan: Upload, part: str) -> None:
    client = client_of(getattr(ward, part))
    assert client.get(f"{PAGE}{scan.uid}/tep/").status_code == 404
    assert client.post(f"{PAGE}{scan.uid}/tra-loi/", {"act": "none"}).status_code == 404
    assert client.post(f"{PAGE}{scan.uid}/bo/").status_code == 404
    assert Upload.objects.get().state == UploadState.UNCLEAR


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", ["specialist", "clerk"])
def test_a_scan_is_opened_as_an_attachment_and_read_after_the_answer(
    ward: Ward, scan: Upload, part: str
) -> None:
    client = client_of(getattr(ward, part))
    opened = client.get(f"{PAGE}{scan.uid}/tep/")
    assert b"".join(opened.streaming_content) == SCAN
    opened.close()
    assert opened["Content-Disposition"].startswith("attachment")
    assert "sandbox" in opened["Content-Security-Policy"]
    assert client.post(f"{PAGE}{scan.uid}/tra-loi/", {"act": "perhaps"}).status_code == 404
    answer = client.post(f"{PAGE}{scan.uid}/tra-loi/", {"act": "none"}, follow=True)
    assert "Đã ghi nhận. Bản quét đang được đọc." in answer.content.decode()
    work_off()
    assert Upload.objects.get().state == UploadState.READ
    assert Review.objects.get().items.count() == 4
    assert client.get(f"{PAGE}{scan.uid}/tep/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_marked_scan_is_deleted_and_its_row_has_a_time_for_a_name(ward: Ward, scan: Upload) -> None:
    client = client_of(ward.clerk)
    answer = client.post(f"{PAGE}{scan.uid}/tra-loi/", {"act": "classified"}, follow=True)
    assert "Đã xóa tệp" in answer.content.decode()
    assert client.get(f"{PAGE}{scan.uid}/tep/").status_code == 404
    words = client_of(ward.specialist).get(PAGE).content.decode()
    assert "Bản quét.pdf" not in words
    assert f"Tệp đã gửi lúc {timezone.localtime(scan.created_at):%H:%M}" in words


@pytest.mark.django_db(transaction=True)
def test_a_refused_file_keeps_its_name_for_its_sender_until_he_dismisses_it(ward: Ward) -> None:
    client = client_of(ward.clerk)
    answer = client.post(PAGE, {"files": SimpleUploadedFile("Công văn trống.txt", b" ")}, **JSON)
    row = answer.json()["rows"][0]
    assert "Công văn trống.txt" in client.get(row, HTTP_HX_REQUEST="true").content.decode()
    words = client.get(PAGE).content.decode()
    assert "Công văn trống.txt" in words
    assert "không có nội dung" in words
    assert client_of(ward.leader).post(f"{row}bo/").status_code == 404
    assert client.post(f"{row}bo/", HTTP_HX_REQUEST="true").content == b""
    assert "Công văn trống.txt" not in client.get(PAGE).content.decode()
    assert client.post(f"{row}bo/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_row_says_how_many_pages_are_done(ward: Ward) -> None:
    client = client_of(ward.clerk)
    row = client.post(PAGE, {"files": file()}, **JSON).json()["rows"][0]
    for done, words in ((2, "2/4"), (4, "Đang tìm nhiệm vụ trong")):
        Upload.objects.update(state=UploadState.READING, pages_done=done, pages_total=4)
        assert words in client.get(row, HTTP_HX_REQUEST="true").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_real_scan_asks_before_it_is_read(ward: Ward) -> None:
    pytest.importorskip("pypdfium2")
    maker = PdfMaker().page().rule(10, 10, 500, 10)
    client_of(ward.clerk).post(PAGE, {"files": SimpleUploadedFile("Quét.pdf", maker.bytes())})
    work_off()
    upload = Upload.objects.get()
    assert (upload.state, upload.stored_file, upload.name) == (UploadState.UNCLEAR, None, "Quét.pdf")


@pytest.mark.django_db(transaction=True)
def test_the_queries_of_the_upload_page_do_not_grow_with_the_rows(
    ward: Ward, django_assert_max_num_queries: Callable
) -> None:
    client = client_of(ward.clerk)
    for number in range(9):
        client.post(PAGE, {"files": SimpleUploadedFile(f"{number}.txt", b" ")})
    with django_assert_max_num_queries(12):
        client.get(PAGE)
