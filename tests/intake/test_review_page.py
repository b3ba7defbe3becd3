"""The review screen over HTTP: who sees it, what it shows, how it answers with and without script."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.asked import asked
from tests.intake import handmade
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import make

from sauro.intake import actions
from sauro.intake import values as v
from sauro.intake.actions import Held
from sauro.intake.forms import initial_of
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.queries import review_page
from sauro.reading.model import Page, Warning
from sauro.tasks.models import Task

HX = {"HTTP_HX_REQUEST": "true"}


def place(review: Review) -> str:
    return f"/duyet/{review.uid}/"


def item_place(item: ReviewItem) -> str:
    return f"/duyet/{item.review.uid}/viec/{item.uid}/"


def sent(item: ReviewItem, act: str, **values: str) -> dict[str, str]:
    """What the open card sends."""
    return {**initial_of(item.values), "version": str(item.version), "act": act, **values}


def first(review: Review) -> ReviewItem:
    item = review.items.first()
    assert item is not None
    return item


def item_with(review: Review, word: str) -> ReviewItem:
    return next(item for item in review.items.all() if word in item.values["title"])


@pytest.mark.parametrize("part", ["clerk", "leader", "vice_leader", "division_head"])
def test_reviewers_see_text_and_cards(ward: Ward, notice: Review, part: str) -> None:
    page = client_of(getattr(ward, part)).get(place(notice))
    assert page.status_code == 200
    words = page.content.decode()
    assert words.count("data-card=") == 4
    assert "<mark" in words
    assert ('value="accept"' in words) == (part != "division_head")


@pytest.mark.parametrize(
    "part",
    ["specialist", "colleague", "auditor", "administrator", "party_clerk", "party_specialist", "outsider"],
)
def test_others_find_no_review(ward: Ward, notice: Review, part: str) -> None:
    client = client_of(getattr(ward, part))
    assert client.get(place(notice)).status_code == 404
    item = first(notice)
    assert client.get(item_place(item), **HX).status_code == 404
    assert client.post(item_place(item), sent(item, "accept")).status_code == 404
    assert client.post(f"{place(notice)}nhieu/", {"act": "accept_clear"}).status_code == 404
    assert client.post(f"{place(notice)}them/", {"span": "1-30"}).status_code == 404
    assert client.post(f"{place(notice)}hoan-tac/").status_code == 404
    assert client.get(f"{place(notice)}giao/").status_code == 404
    assert client.get(f"{place(notice)}trang/1.png").status_code == 404
    assert str(notice.uid) not in client.get("/duyet/").content.decode()
    assert not Task.objects.exists()


def test_a_citizen_is_sent_to_the_door(notice: Review, citizen: Client) -> None:
    for address in ("/duyet/", place(notice), f"{place(notice)}trang/1.png", "/doc-van-ban/"):
        assert citizen.get(address).status_code == 302
    assert citizen.post(item_place(first(notice)), {"act": "accept"}).status_code == 302
    assert not Task.objects.exists()


def test_a_head_of_division_who_sends_an_acceptance_is_refused(ward: Ward, notice: Review) -> None:
    item = first(notice)
    assert client_of(ward.division_head).post(item_place(item), sent(item, "accept")).status_code == 403
    assert not Task.objects.exists()


def test_without_script_accepting_goes_on_to_the_next_task(ward: Ward, notice: Review) -> None:
    item, after = list(notice.items.all())[:2]
    answer = client_of(ward.clerk).post(item_place(item), sent(item, "accept"))
    assert answer.status_code == 302
    assert f"viec={after.uid}" in answer["Location"]
    item.refresh_from_db()
    assert item.state == ItemState.ACCEPTED


def test_what_was_typed_is_stored_with_the_acceptance(ward: Ward, notice: Review) -> None:
    item = first(notice)
    client_of(ward.clerk).post(
        item_place(item), sent(item, "accept", title="Lập danh mục", due="01/7/2026 16:00")
    )
    task = Task.objects.get()
    assert (task.title, task.due_date, str(task.due_time)) == ("Lập danh mục", date(2026, 7, 1), "16:00:00")


def test_htmx_gets_only_the_cards_that_changed_and_what_the_text_needs(ward: Ward, notice: Review) -> None:
    item, after = list(notice.items.all())[:2]
    answer = client_of(ward.clerk).post(item_place(item), sent(item, "accept"), **HX)
    words = answer.content.decode()
    assert re.findall(r'<li class="card[^"]*" id="c-([0-9a-f-]+)"', words) == [str(item.uid), str(after.uid)]
    told = json.loads(answer["HX-Trigger-After-Swap"])["review:changed"]
    assert told["chosen"] == str(after.uid)
    assert told["states"][str(item.uid)] == "accepted"
    assert "1/4" in words


@pytest.mark.parametrize(
    ("due", "says"),
    [
        ("31/11/2026", "tháng 11 có 30 ngày"),
        ("mai", "đây không phải là ngày"),
        ("1/13/2026", "12 tháng"),
        ("1/7/2026 25:00", "giờ"),
    ],
)
def test_a_wrong_date_is_explained_and_what_was_typed_stays(
    ward: Ward, notice: Review, due: str, says: str
) -> None:
    item = first(notice)
    answer = client_of(ward.clerk).post(
        item_place(item), sent(item, "accept", due=due, deliverable="Danh mục úng")
    )
    words = answer.content.decode()
    assert answer.status_code == 422
    assert says in words
    assert f'value="{due}"' in words
    assert "Danh mục úng" in words
    assert not Task.objects.exists()


def test_an_empty_title_is_refused(ward: Ward, notice: Review) -> None:
    item = first(notice)
    answer = client_of(ward.clerk).post(item_place(item), sent(item, "save", title=" "), **HX)
    assert answer.status_code == 422
    assert "hãy ghi việc phải làm" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HX])
def test_the_slower_clerk_sees_both_values_and_keeps_his_own(
    ward: Ward, notice: Review, headers: dict[str, str]
) -> None:
    item = first(notice)
    actions.edit(
        rights_of(ward.leader),
        notice.uid,
        Held(item.uid, item.version),
        {"deliverable": "Danh mục điểm úng", "authority": "Chủ tịch"},
    )
    client = client_of(ward.clerk)
    form = sent(item, "save", deliverable="Báo cáo kết quả")
    answer = client.post(item_place(item), form, **headers)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Trần Văn Lau" in words
    assert "Danh mục điểm úng" in words
    assert "Báo cáo kết quả</textarea>" in words
    assert "Chủ tịch</textarea>" in words  # what only the other touched stands as he left it
    version = re.search(r'id="open-version" value="(\d+)"', words)
    assert version
    again = client.post(item_place(item), {**form, "authority": "Chủ tịch", "version": version[1]}, **headers)
    assert again.status_code in (200, 302)
    item.refresh_from_db()
    assert (item.values["deliverable"], item.values["authority"]) == ("Báo cáo kết quả", "Chủ tịch")


def test_a_task_that_was_decided_meanwhile_is_not_overwritten(ward: Ward, notice: Review) -> None:
    item = first(notice)
    actions.accept(rights_of(ward.leader), notice.uid, [Held(item.uid, item.version)], reason="Việc gấp")
    answer = client_of(ward.clerk).post(item_place(item), sent(item, "save", title="Việc khác"))
    assert answer.status_code == 409
    assert "Việc khác" in answer.content.decode()
    assert Task.objects.get().title != "Việc khác"


def test_an_order_for_several_units_shows_its_subtasks_before_it_is_accepted(
    ward: Ward, notice: Review
) -> None:
    item = notice.items.all()[1]
    words = client_of(ward.clerk).get(f"{place(notice)}?viec={item.uid}").content.decode()
    assert "Một nhiệm vụ chung, 3 nhiệm vụ con" in words
    assert all(group.name in words for group in ward.groups)
    assert not Task.objects.exists()


def test_a_paragraph_without_a_task_becomes_one_with_one_click(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    words = client.get(f"{place(notice)}?xem=gaps").content.decode()
    spans = re.findall(r'name="span" value="(\d+-\d+)"', words)
    assert len(set(spans)) == 1
    assert "đánh giá việc đã qua" in words
    client.post(f"{place(notice)}them/", {"span": spans[0]})
    assert notice.items.count() == 5
    assert "đánh giá việc đã qua" not in client.get(f"{place(notice)}?xem=gaps").content.decode()


@pytest.mark.parametrize("span", ["", "abc", "1-", "-5-9", "9-1", "0-99999999", "1-2-3"])
def test_a_selection_that_makes_no_sense_is_refused(ward: Ward, notice: Review, span: str) -> None:
    answer = client_of(ward.clerk).post(f"{place(notice)}them/", {"span": span}, **HX)
    assert answer.status_code == 422
    assert notice.items.count() == 4


def test_a_selection_of_cards_is_decided_at_once(ward: Ward, notice: Review) -> None:
    chosen = [f"{item.uid}:{item.version}" for item in notice.items.all()[:3]]
    client_of(ward.clerk).post(f"{place(notice)}nhieu/", {"act": "accept", "viec": chosen})
    states = list(notice.items.values_list("state", flat=True))
    assert states == [ItemState.ACCEPTED] * 3 + [ItemState.PENDING]


def test_proposals_for_a_selection(ward: Ward, notice: Review) -> None:
    chosen = [f"{item.uid}:{item.version}" for item in notice.items.all()]
    client_of(ward.clerk).post(f"{place(notice)}nhieu/", {"act": "propose", "viec": chosen})
    assert all(item.values["due"]["date"] for item in notice.items.all())
    assert item_with(notice, "Ngày Gia đình").values["deliverable"] == "Kế hoạch"
    assert any("due" in item.values["proposed"] for item in notice.items.all())


def test_all_that_meet_the_six_clears_and_no_other(ward: Ward, notice: Review) -> None:
    item = first(notice)
    full = {"deliverable": "Danh mục", "authority": "Chủ tịch UBND phường", "accountable": "Trần Văn Lau"}
    actions.edit(rights_of(ward.clerk), notice.uid, Held(item.uid, item.version), full)
    client_of(ward.clerk).post(f"{place(notice)}nhieu/", {"act": "accept_clear"})
    assert [one.state for one in notice.items.all()] == ["accepted", "pending", "pending", "pending"]


def test_the_rest_is_assigned_after_a_question_that_names_the_number(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    words = client.get(f"{place(notice)}giao/").content.decode()
    assert "Giao 4 nhiệm vụ?" in words
    assert not Task.objects.exists()
    held = re.findall(r'name="viec" value="([^"]+)"', words)
    assert client.post(f"{place(notice)}giao/", {"viec": held}).status_code == 302
    assert Task.objects.filter(parent=None).count() == 4
    assert "Không còn nhiệm vụ chờ duyệt" in client.get(f"{place(notice)}giao/").content.decode()


def test_a_change_between_question_and_answer_assigns_nothing(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    words = client.get(f"{place(notice)}giao/").content.decode()
    item = first(notice)
    actions.edit(rights_of(ward.leader), notice.uid, Held(item.uid, item.version), {"title": "Việc khác hẳn"})
    answer = client.post(f"{place(notice)}giao/", {"viec": re.findall(r'name="viec" value="([^"]+)"', words)})
    assert answer.status_code == 409
    assert not Task.objects.exists()


def test_split_merge_and_undo_by_plain_forms(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    item = first(notice)
    client.post(item_place(item), sent(item, "split"))
    assert notice.items.count() == 5
    item.refresh_from_db()
    client.post(item_place(item), sent(item, "merge"))
    assert notice.items.exclude(state=ItemState.MERGED).count() == 4
    client.post(f"{place(notice)}hoan-tac/")
    client.post(f"{place(notice)}hoan-tac/")
    assert notice.items.count() == 4
    assert client.post(f"{place(notice)}hoan-tac/", **HX).status_code == 422


def test_dropped_and_kept_for_information_can_be_restored(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    for act in ("drop", "inform"):
        item = first(notice)
        client.post(item_place(item), sent(item, act))
        item.refresh_from_db()
        assert "Khôi phục" in client.get(f"{place(notice)}?xem=dropped").content.decode()
        client.post(item_place(item), {"act": "restore", "version": item.version})
        item.refresh_from_db()
        assert item.state == ItemState.PENDING


def test_no_inline_style_or_script_stands_on_the_pages(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    for address in (
        place(notice),
        f"{place(notice)}?xem=gaps",
        f"{place(notice)}giao/",
        "/duyet/",
        "/doc-van-ban/",
    ):
        words = client.get(address).content.decode()
        assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|hx-on", words)


def test_names_from_a_document_are_escaped(ward: Ward, open_text: Callable[..., Review]) -> None:
    reading = handmade.notice()
    words = "<script>alert(1)</script> & “x”"
    review = open_text(handmade.reading(words * 3, [handmade.task(words * 3, 1, words, words)], []))
    page = client_of(ward.clerk).get(place(review)).content.decode()
    assert "<script>alert" not in page
    assert reading.tasks


def test_a_document_without_a_task_says_what_to_do(ward: Ward, open_text: Callable[..., Review]) -> None:
    review = open_text(
        handmade.reading(
            "Báo cáo tình hình.\n", [], [handmade.gap("Báo cáo tình hình.\n", "Báo cáo tình hình.", "data")]
        )
    )
    words = client_of(ward.clerk).get(place(review)).content.decode()
    assert "Không tìm thấy nhiệm vụ nào" in words


def test_long_names_are_shown_whole(ward: Ward, notice: Review) -> None:
    item = first(notice)
    name = "Ban Chỉ đạo phối hợp liên ngành về " + "công tác rất dài " * 12
    actions.edit(rights_of(ward.clerk), notice.uid, Held(item.uid, item.version), {"leads": name.strip()})
    words = client_of(ward.clerk).get(f"{place(notice)}?viec={item.uid}").content.decode()
    assert name.strip() in words


def test_a_typed_name_that_nobody_here_bears_is_pointed_out(ward: Ward, notice: Review) -> None:
    item = first(notice)
    said = "Không có trong danh sách đơn vị, cá nhân"

    def page(leads: str) -> str:
        item.refresh_from_db()
        held = Held(item.uid, item.version)
        actions.edit(rights_of(ward.clerk), notice.uid, held, {"leads": leads})
        return client_of(ward.clerk).get(f"{place(notice)}?viec={item.uid}").content.decode()

    words = page("Phòng Văn hóa - Xã hội; Phòng Khí tượng")
    assert f"{said}: Phòng Khí tượng." in words
    assert said not in page("Phòng Văn hóa - Xã hội")


@pytest.mark.parametrize(
    ("act", "status"),
    [
        ("choose:unit:1", 404),
        ("choose:unit:x:Phòng", 404),
        ("choose:unit:-1:Phòng", 404),
        ("choose:agency:1:Phòng", 404),
        ("take:due", 404),
        ("take:due:mai", 302),
        ("take:title:", 302),
        ("take:authority:a\0b", 302),
        ("take:state:accepted", 404),
        ("take", 404),
        ("publish", 404),
    ],
)
def test_an_act_that_is_none_changes_nothing(ward: Ward, notice: Review, act: str, status: int) -> None:
    item = first(notice)
    answer = client_of(ward.clerk).post(item_place(item), {"version": str(item.version), "act": act})
    assert answer.status_code == status
    item.refresh_from_db()
    assert (item.version, item.state) == (1, ItemState.PENDING)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "9" * 5000])
def test_a_version_that_is_none_is_an_old_one(ward: Ward, notice: Review, version: str) -> None:
    item = first(notice)
    client = client_of(ward.clerk)
    typed = {"version": version, "act": "save", "title": "Việc khác"}
    assert client.post(item_place(item), typed).status_code == 409
    assert (
        client.post(f"{place(notice)}nhieu/", {"act": "drop", "viec": f"{item.uid}:{version}"}).status_code
        == 302
    )
    facts = {"document_type": "cong_van", "subject": "Việc khác", "version": version}
    assert client.post(f"{place(notice)}thong-tin/", facts).status_code == 409
    item.refresh_from_db()
    assert (item.version, item.state) == (1, ItemState.PENDING)


def test_a_plan_of_thousands_of_tasks_is_assigned_in_one_form(ward: Ward, notice: Review) -> None:
    held = [f"{uuid.uuid4()}:1" for _ in range(3000)]
    answer = client_of(ward.clerk).post(f"{place(notice)}giao/", {"viec": held})
    assert answer.status_code == 422  # refused by the act, which has read them all


def test_the_pages_of_a_document_are_fetched_where_they_are_shown_alone(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    item = first(notice)
    held = ("documents_extraction", "pages"), ("documents_extraction", "text")
    for address, light in (
        (place(notice), False),
        (item_place(item), False),
        (f"{place(notice)}doc-lai/", True),
        (f"{place(notice)}trang/1.png", True),
    ):
        with CaptureQueriesContext(connection) as asked:
            client.get(address, **HX)
        fetched = [
            [each for each in asked if f'"{table}"."{column}"' in each["sql"]] for table, column in held
        ]
        assert not fetched[0]
        assert bool(fetched[1]) != light


def test_the_list_counts_the_tasks_of_its_own_page_alone(
    ward: Ward, notice: Review, django_assert_num_queries: Any
) -> None:
    """Counted in one query with the reviews, the items of all of them would be grouped before a page is cut off."""
    access = rights_of(ward.clerk)
    actions.drop(access, notice.uid, [Held(first(notice).uid, 1)])
    with django_assert_num_queries(2), CaptureQueriesContext(connection) as asked:
        (listed,) = review_page(access).reviews
    assert [("GROUP BY" in each["sql"], "documents_document" in each["sql"]) for each in asked] == [
        (False, True),
        (True, False),
    ]
    assert (listed.total, listed.accepted, listed.pending) == (4, 0, 3)


def test_the_ways_to_the_tasks_lead_to_those_of_this_document(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    item = first(notice)
    client.post(item_place(item), sent(item, "accept"))
    task = Task.objects.get()
    assert f'href="/nhiem-vu/{task.uid}/"' in client.get(f"{place(notice)}?viec={item.uid}").content.decode()
    held = [Held(one.uid, one.version) for one in notice.items.filter(state=ItemState.PENDING)]
    actions.drop(rights_of(ward.clerk), notice.uid, held)
    words = client.get(place(notice)).content.decode()
    way = re.search(r'href="(/nhiem-vu/\?source=[^"]+)"', words)
    assert way
    make(ward, title="Việc của một văn bản khác")
    found = client.get(way[1]).content.decode()
    assert f"/nhiem-vu/{task.uid}/" in found
    assert "Việc của một văn bản khác" not in found


@pytest.mark.parametrize("count", [5, 60])
def test_the_number_of_queries_does_not_grow_with_the_tasks(
    ward: Ward, open_text: Callable[..., Review], django_assert_max_num_queries: Any, count: int
) -> None:
    review = open_text(handmade.many(count))
    client = client_of(ward.clerk)
    client.get(place(review))
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        assert client.get(place(review)).status_code == 200
    assert len(asked(caught)) <= 11
    with django_assert_max_num_queries(10):
        client.get(item_place(first(review)), **HX)


def test_the_list_counts_and_pages(ward: Ward, notice: Review, django_assert_max_num_queries: Any) -> None:
    item = first(notice)
    actions.accept(rights_of(ward.clerk), notice.uid, [Held(item.uid, item.version)])
    client = client_of(ward.clerk)
    client.get("/duyet/")
    with django_assert_max_num_queries(8):
        words = client.get("/duyet/").content.decode()
    assert str(notice.uid) in words
    assert "1/4" in words
    assert "bỏ, để biết" not in words
    rest = [Held(one.uid, one.version) for one in notice.items.filter(state=ItemState.PENDING)]
    actions.drop(rights_of(ward.clerk), notice.uid, rest[:1])
    actions.inform(rights_of(ward.clerk), notice.uid, rest[1:2])
    assert "2 bỏ, để biết" in client.get("/duyet/").content.decode()


def test_a_task_knows_its_place_in_the_review(ward: Ward, notice: Review) -> None:
    from sauro.tasks.registry import source_link

    item = notice.items.all()[1]
    (task,) = actions.accept(rights_of(ward.clerk), notice.uid, [Held(item.uid, item.version)])
    address = source_link(rights_of(ward.clerk), task.children.first())
    assert address is not None
    assert str(item.uid) in address
    assert str(item.uid) not in (source_link(rights_of(ward.specialist), task) or "")


def test_what_the_reader_warns_of_stands_above_the_text(ward: Ward, open_text: Callable[..., Review]) -> None:
    made = handmade.notice()
    at = handmade.TEXT.index("25/6/2026")
    made.warnings = [
        Warning("pages_recognised", "Chữ ở trang 1 được nhận dạng từ ảnh."),
        Warning("ocr_number", "Số “25/6/2026” được nhận dạng chưa chắc.", (at, at + 9)),
    ]
    page = client_of(ward.clerk).get(place(open_text(made))).content.decode()
    assert "Chữ ở trang 1 được nhận dạng từ ảnh." in page
    assert "1 chỗ cần soát lại" in page
    assert f'data-at="{at}-{at + 9}"' in page
    assert "found-doubt" in page
    assert 'id="words"' not in page


def test_a_page_that_could_not_be_read_offers_to_write_its_tasks(
    ward: Ward, open_text: Callable[..., Review]
) -> None:
    made = handmade.reading("", [], [], [Page(1, (0, 0), 595, 842)])
    made.warnings = [Warning("scan_unread", "Chưa đọc được tệp này.")]
    review = open_text(made)
    client = client_of(ward.clerk)
    assert 'id="words"' in client.get(place(review)).content.decode()
    answer = client.post(f"{place(review)}ghi/", {"words": "Rà soát hộ nghèo"}, follow=True)
    assert "Rà soát hộ nghèo" in answer.content.decode()
    assert review.items.count() == 1
    assert client.post(f"{place(review)}ghi/", {"words": " "}, follow=True).status_code == 200
    assert review.items.count() == 1


def test_confirming_without_any_task_says_so(ward: Ward, review: Review) -> None:
    answer = client_of(ward.clerk).post(f"/duyet/{review.uid}/giao/")
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một nhiệm vụ" in answer.content.decode()


def test_one_button_fills_the_proposals_of_all_that_lack_date_or_product(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    assert "Điền đề xuất cho tất cả" in client.get(place(notice)).content.decode()
    before = sum("due_date" in v.owed(item.values) for item in notice.items.all())
    client.post(f"{place(notice)}nhieu/", {"act": "propose_all"})
    assert before
    assert not [item for item in notice.items.all() if "due_date" in v.owed(item.values)]
