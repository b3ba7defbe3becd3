"""Citations become links both ways, documents that may be one are found, two are shown side by side."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import make

from sauro.documents.actions import add_document, add_extraction
from sauro.documents.citations import branches, cited_by, citing, relation_of, tree
from sauro.documents.comparison import compare
from sauro.documents.likeness import ALIKE, alike, resemblance, runs_of
from sauro.documents.models import Citation, Document, Likeness
from sauro.files.models import StoredFile, Upload
from sauro.organisation.models import Agency, Person
from sauro.reading import read_text

ORDER = """ỦY BAN NHÂN DÂN
THÀNH PHỐ LAM GIANG

Số: 310/UBND-VX
V/v tổ chức ngày hội đọc sách

Lam Giang, ngày 02 tháng 11 năm 2026

Kính gửi: UBND các xã, phường

UBND thành phố yêu cầu UBND các xã, phường tổ chức ngày hội đọc sách, báo cáo Sở Văn hóa trước ngày 30/11/2026.
"""
PLAN = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU

Số: 45/KH-UBND
Đồng Lau, ngày 09 tháng 11 năm 2026

KẾ HOẠCH
Tổ chức ngày hội đọc sách

Căn cứ Quyết định số 12/QĐ-TTg ngày 05/01/2026 của Thủ tướng Chính phủ;
Thực hiện Công văn số 310/UBND-VX ngày 02/11/2026 của UBND thành phố Lam Giang về tổ chức ngày hội đọc sách,
UBND phường ban hành Kế hoạch như sau:

1. Phòng Văn hóa - Xã hội xây dựng chương trình ngày hội, trình Chủ tịch UBND phường trước ngày 20/11/2026.
2. Công an phường bảo đảm an ninh, trật tự tại công viên Hồ Sen trong ngày hội.
3. Văn phòng HĐND và UBND phường chuẩn bị phông, bảng, âm thanh xong trước ngày 25/11/2026.
"""


def put(ward: Ward, text: str, sender: Person | None = None, agency: Agency | None = None) -> Document:
    stored = StoredFile.objects.create(
        workspace=ward.workspace, sha256=uuid.uuid4().hex * 2, size=3, media_type="text/plain"
    )
    upload = Upload.objects.create(
        workspace=ward.workspace,
        sender=(sender or ward.clerk).user,
        agency_uid=(agency or ward.committee).uid,
        name="Văn bản.txt",
        stored_file=stored,
    )
    return add_document(upload, read_text(text))[0]


@pytest.mark.parametrize(
    ("before", "relation"),
    [
        ("Thực hiện ", "carries_out"),
        ("Triển khai thực hiện nội dung chỉ đạo của Chủ tịch UBND thành phố tại ", "carries_out"),
        ("Căn cứ Luật Thư viện; thực hiện ", "carries_out"),
        ("Căn cứ ", "basis"),
        ("Thực hiện nhiệm vụ được giao.\nCăn cứ ", "basis"),
        ("Phúc đáp ", "answers"),
        ("Kế hoạch này thay thế ", "amends"),
        ("Danh sách gửi kèm ", "mentions"),
        ("Đã thực hiện xong. Danh sách gửi kèm ", "mentions"),
        ("- Thực hiện tốt việc đọc sách\n- Xem ", "mentions"),
    ],
)
def test_the_words_before_a_citation_say_what_it_is(before: str, relation: str) -> None:
    text = f"{before}Công văn số 310/UBND-VX"
    assert relation_of(text, (len(before), len(text))) == relation


def test_a_citation_is_linked_both_ways_and_what_is_missing_is_listed(ward: Ward) -> None:
    plan, order = put(ward, PLAN), put(ward, ORDER)  # the order may come in later than what carries it out
    rights = rights_of(ward.clerk)
    found = {each.citation.reference_number: each.document for each in cited_by(rights, plan)}
    assert found == {"12/QĐ-TTg": None, "310/UBND-VX": order}
    assert [(each.document, each.relation) for each in citing(rights, order)] == [(plan, "carries_out")]
    assert cited_by(rights, order) == []
    page = client_of(ward.clerk).get(reverse("documents:document", args=[plan.uid])).content.decode()
    assert reverse("documents:document", args=[order.uid]) in page
    assert "chưa có" in page


@pytest.mark.parametrize(
    ("number", "day", "issuer", "same"),
    [
        ("310/UBND-VX", "02/11/2026", "UBND thành phố Lam Giang", True),
        ("310/UBND-VX", "02/11/2026", "UBND thành phố", True),
        ("0310/ubnd - vx", "02/11/2026", "UBND thành phố Lam Giang", True),
        ("310/UBND-VX", "03/11/2026", "UBND thành phố Lam Giang", False),
        ("310/UBND-VX", "02/11/2026", "UBND thành phố Hà Sơn", False),
        ("311/UBND-VX", "02/11/2026", "UBND thành phố Lam Giang", False),
    ],
)
def test_number_day_and_issuer_say_which_document_is_cited(
    ward: Ward, number: str, day: str, issuer: str, same: bool
) -> None:
    order, plan = put(ward, ORDER), put(ward, "Một văn bản.")
    Citation.objects.create(
        workspace=ward.workspace,
        document=plan,
        reference_number=number,
        reference_folded=number.lower().replace(" ", "").lstrip("0"),
        issue_date_text="-".join(reversed(day.split("/"))),
        issuing_agency=issuer,
        quote=number,
        span_start=0,
        span_end=3,
    )
    assert [each.document for each in cited_by(rights_of(ward.clerk), plan)] == [order if same else None]
    assert bool(citing(rights_of(ward.clerk), order)) is same


def test_the_tree_answers_which_order_from_above_is_carried_out(ward: Ward) -> None:
    order, plan = put(ward, ORDER), put(ward, PLAN)
    below = put(
        ward,
        PLAN.replace("45/KH-UBND", "9/TB-VP").replace(
            "Công văn số 310/UBND-VX ngày 02/11/2026 của UBND thành phố Lam Giang",
            "Kế hoạch số 45/KH-UBND ngày 09/11/2026 của UBND phường Đồng Lau",
        ),
    )
    make(ward, title="Xây dựng chương trình ngày hội", document=plan)
    rights = rights_of(ward.clerk)
    for document in (order, plan, below):
        root = tree(rights, document)
        assert root is not None
        lines = branches(root)
        assert [line.document for line in lines][: len(lines)] == [order, plan, below][: len(lines)]
        assert [line.document for line in lines if line.here] == [document]
    page = client_of(ward.clerk).get(reverse("documents:document", args=[below.uid])).content.decode()
    assert "Xây dựng chương trình ngày hội" in page
    assert tree(rights, put(ward, "Một văn bản.")) is None


def test_a_circle_of_orders_ends(ward: Ward) -> None:
    first = put(ward, PLAN)
    second = put(
        ward, PLAN.replace("45/KH-UBND", "46/KH-UBND").replace("310/UBND-VX ngày 02/11/2026 của UBND thành phố Lam Giang", "45/KH-UBND ngày 09/11/2026")
    )  # fmt: skip
    Citation.objects.filter(document=first, relation="carries_out").update(
        reference_folded=second.reference_folded, issue_date_text="", issuing_agency=""
    )
    root = tree(rights_of(ward.clerk), first)
    assert root is not None
    assert sorted(line.document.pk for line in branches(root)) == [first.pk, second.pk]


def test_nobody_sees_a_document_of_others_through_a_link(ward: Ward) -> None:
    order = put(ward, ORDER, ward.party_clerk, ward.party)
    plan = put(ward, PLAN)
    for person in (ward.clerk, ward.leader, ward.auditor):
        assert [each.document for each in cited_by(rights_of(person), plan)] == [None, None]
        assert tree(rights_of(person), plan) is None
        assert alike(rights_of(person), plan) == []
    assert citing(rights_of(ward.party_clerk), order) == []
    for person, status in ((ward.clerk, 200), (ward.administrator, 404), (ward.outsider, 404), (ward.party_clerk, 404)):  # fmt: skip
        assert client_of(person).get(reverse("documents:document", args=[plan.uid])).status_code == status
        compared = reverse("documents:comparison", args=[plan.uid, plan.uid])
        assert client_of(person).get(compared).status_code == status


def test_the_page_of_a_document_asks_as_many_queries_for_many_links(ward: Ward) -> None:
    put(ward, ORDER)
    plan = put(ward, PLAN)
    under = PLAN.replace("310/UBND-VX ngày 02/11/2026", "45/KH-UBND ngày 09/11/2026").replace(
        "UBND thành phố Lam Giang", "UBND phường Đồng Lau"
    )
    client = client_of(ward.clerk)
    address = reverse("documents:document", args=[plan.uid])

    def queries(numbers: range) -> int:
        for number in numbers:
            put(ward, under.replace("45/KH-UBND\n", f"{number}/KH-UBND\n"))
            make(ward, title=f"Việc {number}", document=plan)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).content.decode().count("/KH-UBND") > len(numbers)
        return len(asked)

    assert queries(range(600, 601)) == queries(range(601, 607))


def test_each_finds_his_documents_in_the_list_without_marks(ward: Ward) -> None:
    put(ward, ORDER)
    put(ward, PLAN)
    put(ward, ORDER.replace("310/", "77/"), ward.party_clerk, ward.party)
    address = reverse("documents:list")
    for person, sees in (
        (ward.clerk, True), (ward.leader, True), (ward.auditor, True), (ward.division_head, True),
        (ward.specialist, False), (ward.party_clerk, False), (ward.administrator, False), (ward.outsider, False),
    ):  # fmt: skip
        page = client_of(person).get(address).content.decode()
        assert ("45/KH-UBND" in page) is sees, person
        assert ("77/UBND-VX" in page) is (person == ward.party_clerk), person
    found = client_of(ward.clerk).get(address, {"q": "ngay hoi doc sach 310"}).content.decode()
    assert "310/UBND-VX" in found
    assert "45/KH-UBND" not in found
    assert "Không có văn bản nào" in client_of(ward.clerk).get(address, {"q": "khong co"}).content.decode()


# --- documents that may be one ----------------------------------------------------------------------------------------


def test_runs_do_not_hear_case_diacritics_and_punctuation() -> None:
    assert runs_of("Tổ chức Ngày hội, đọc sách!") == runs_of("to chuc ngay hoi doc sach")
    assert runs_of("") == runs_of(" .,; ") == frozenset()
    assert resemblance(frozenset(), frozenset()) == 0
    assert resemblance(runs_of(PLAN), runs_of(PLAN)) == 100
    assert resemblance(runs_of(PLAN), runs_of(ORDER)) < ALIKE


def test_the_same_directive_by_two_channels_and_a_corrected_version_are_found(ward: Ward) -> None:
    first = put(ward, PLAN)
    scan = put(ward, PLAN.replace("ế", "é").replace("Số: 45/KH-UBND", "Số: 4S/KH-UBND"))
    corrected = put(ward, PLAN.replace("25/11/2026", "27/11/2026"))
    other = put(ward, ORDER)
    rights = rights_of(ward.clerk)
    assert {document for document, _ in alike(rights, first)} == {scan, corrected}
    likeness = Likeness.objects.get(later=corrected, earlier=first)
    assert likeness.same_number
    assert likeness.same_date
    assert likeness.percent > 80
    assert alike(rights, other) == []
    page = client_of(ward.clerk).get(reverse("documents:document", args=[corrected.uid])).content.decode()
    assert reverse("documents:comparison", args=[corrected.uid, first.uid]) in page


def test_papers_of_one_form_are_not_one(ward: Ward) -> None:
    put(ward, PLAN)
    second = put(
        ward,
        PLAN[: PLAN.index("KẾ HOẠCH")].replace("45/", "46/")
        + "KẾ HOẠCH\nDiệt chuột, bảo vệ lúa mùa\n\n1. Phòng Kinh tế phát thuốc diệt chuột tại các cánh đồng trước ngày 20/11/2026.\n",
    )
    assert alike(rights_of(ward.clerk), second) == []


def test_a_new_reading_of_the_same_file_keeps_one_set_of_links(ward: Ward) -> None:
    plan = put(ward, PLAN)
    count = plan.citations.count()
    add_extraction(rights_of(ward.clerk), plan, read_text(PLAN))
    assert plan.citations.count() == count == 2


def test_changed_added_and_lost_tasks_are_marked(ward: Ward) -> None:
    old = put(ward, PLAN)
    text = PLAN.replace("25/11/2026", "27/11/2026")
    text = text.replace(
        "2. Công an phường bảo đảm an ninh, trật tự tại công viên Hồ Sen trong ngày hội.\n", ""
    )
    new = put(ward, text + "4. Trạm Y tế phường bố trí tổ cấp cứu trong suốt ngày hội.\n")
    found = compare(
        read_text(PLAN), read_text(text + "4. Trạm Y tế phường bố trí tổ cấp cứu trong suốt ngày hội.\n")
    )
    assert {kind: found.count(kind) for kind in ("same", "changed", "added", "removed")} == {
        "same": 1,
        "changed": 1,
        "added": 1,
        "removed": 1,
    }
    changed = next(pair for pair in found.pairs if pair.kind == "changed")
    assert [part.words for part in changed.new_parts if part.kind == "added"] == ["27/11/2026"]
    assert [change.name for change in changed.changes] == ["deadlines"]
    page = (
        client_of(ward.clerk).get(reverse("documents:comparison", args=[new.uid, old.uid])).content.decode()
    )
    assert "<ins>27/11/2026</ins>" in page
    assert "<del>25/11/2026</del>" in page
    assert page.index("25/11/2026") < page.index("27/11/2026")  # what came in first stands on the left
    assert "chương trình ngày hội, trình" not in page
    assert (
        "chương trình ngày hội, trình"
        in client_of(ward.clerk)
        .get(reverse("documents:comparison", args=[new.uid, old.uid]) + "?tat-ca")
        .content.decode()
    )


def test_facts_of_the_document_that_changed_are_told() -> None:
    found = compare(read_text(PLAN), read_text(PLAN.replace("45/KH-UBND", "48/KH-UBND")))
    assert [(change.name, change.old, change.new) for change in found.facts] == [
        ("symbol", "45/KH-UBND", "48/KH-UBND")
    ]
    assert found.count("same") == len(found.pairs)


def test_every_task_of_a_long_list_finds_its_counterpart_though_all_changed() -> None:
    head = PLAN[: PLAN.index("1. Phòng")]
    lines = [
        f"- Phòng Văn hóa - Xã hội kiểm tra nhà văn hóa số {n} trước ngày 20/11/2026.\n"
        for n in range(1, 301)
    ]
    changed = [line.replace("20/11", "21/11") for line in lines]
    found = compare(read_text(head + "".join(lines)), read_text(head + "".join(changed)))
    assert len(found.pairs) == found.count("changed") == 300
    assert all(
        [part.words for part in pair.new_parts if part.kind == "added"] == ["21/11/2026"]
        for pair in found.pairs
    )
