"""Reading a document once more: what people did is kept, what is new waits, what is gone is said."""

import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import msgspec
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from tests.intake import handmade
from tests.people import Ward, client_of, rights_of

from sauro.documents.models import Extraction
from sauro.files import queue
from sauro.files.models import Upload, UploadState
from sauro.files.queue import work_off
from sauro.intake import actions
from sauro.intake.actions import Conflict, Held, Refused
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.journal.models import Entry
from sauro.organisation.models import Person, Post
from sauro.reading.model import Reading, Value
from sauro.tasks.models import Task

DRAINS, CLEANING, FAMILY, SIGNS = "úng ngập", "vệ sinh", "Gia đình", "biển quảng cáo"
HTMX = {"HTTP_HX_REQUEST": "true"}


def item_of(review: Review, word: str) -> ReviewItem:
    return next(item for item in review.items.all() if word in item.values["title"])


def held(item: ReviewItem) -> Held:
    return Held(item.uid, item.version)


def read_again(ward: Ward, review: Review, reading: Reading, person: Person | None = None) -> Review:
    """Asks for another reading and does what the worker does with it."""
    upload = actions.ask_again(rights_of(person or ward.clerk), review.uid)
    actions.take_reading(upload, reading)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READ)
    return Review.objects.get(pk=review.pk)


def newer(*, without: str = "", plus: str = "", text: str = handmade.TEXT) -> Reading:
    """The notice as a newer reader reads it: one order less, one more, perhaps in another text of the same pages."""
    old = handmade.notice()
    tasks = [task for task in old.tasks if not (without and without in task.quote)]
    if plus:
        tasks.append(handmade.task(handmade.TEXT, 5, plus, "Phòng Văn hóa - Xã hội"))
    if text != handmade.TEXT:
        moved = []
        for task in tasks:
            at = text.index(task.quote)
            owners = [handmade.value(text, one.text, one.why) for one in task.owners]
            moved.append(
                msgspec.structs.replace(task, at=(at, at + len(task.quote)), owners=owners, deadlines=[])
            )
        tasks = moved
    made = handmade.reading(text, tasks, old.gaps if text == handmade.TEXT else [])
    made.source.reader = "test/2"
    return made


def test_untouched_tasks_follow_the_new_reading_in_one_review(ward: Ward, notice: Review) -> None:
    new = newer()
    drains = next(task for task in new.tasks if DRAINS in task.quote)
    drains.deliverable = Value("danh mục", None, None, "trong câu")
    before = {item.uid: item.version for item in notice.items.all()}
    review = read_again(ward, notice, new)
    assert review.pk == notice.pk
    assert (review.extraction.reader, Extraction.objects.count()) == ("test/2", 2)
    item = item_of(review, DRAINS)
    assert (item.values["deliverable"], item.version) == ("danh mục", before[item.uid] + 1)
    assert item_of(review, FAMILY).version == before[item_of(review, FAMILY).uid]
    assert review.items.count() == 4
    assert review.reading_again is None


def test_what_a_person_wrote_stays_and_the_rest_of_the_task_follows(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    item = actions.edit(
        access, notice.uid, held(item_of(notice, DRAINS)), {"title": "Lập danh mục, khơi cống"}
    )
    new = newer()
    drains = next(task for task in new.tasks if DRAINS in task.quote)
    drains.deliverable = Value("danh mục", None, None, "trong câu")
    read_again(ward, notice, new)
    item.refresh_from_db()
    assert (item.values["title"], item.values["deliverable"]) == ("Lập danh mục, khơi cống", "danh mục")
    assert item.values["why"]["title"]["text"] == "do người duyệt nhập"
    assert item.read["values"]["title"].startswith("Lập danh mục điểm úng ngập")
    page = client_of(ward.clerk).get(f"/duyet/{notice.uid}/?viec={item.uid}").content.decode()
    assert "máy đọc:" in page


@pytest.mark.parametrize("act", ["accept", "drop", "inform"])
def test_what_was_decided_stays_as_it_was(ward: Ward, notice: Review, act: str) -> None:
    item = item_of(notice, CLEANING)
    getattr(actions, act)(rights_of(ward.clerk), notice.uid, [held(item)])
    item.refresh_from_db()
    before = (item.state, item.values, item.read, item.version, item.task_id)
    old = notice.extraction_id
    review = read_again(ward, notice, newer(without=CLEANING))
    item.refresh_from_db()
    assert (item.state, item.values, item.read, item.version, item.task_id) == before
    assert review.items.count() == 4
    for task in Task.objects.all():
        assert task.extraction_id == old


def test_a_task_that_is_found_first_waits_as_new(ward: Ward, notice: Review) -> None:
    review = read_again(ward, notice, newer(plus="Ghi nhận sự cố gắng của các đơn vị trong tháng 5"))
    item = item_of(review, "Ghi nhận")
    assert (item.state, item.read["new"], item.changed_by) == (ItemState.PENDING, True, None)
    page = client_of(ward.clerk).get(f"/duyet/{review.uid}/").content.decode()
    assert "mới đọc được" in page
    assert review.finished_at is None


def test_a_task_that_is_gone_stays_and_says_so_until_it_is_found_again(ward: Ward, notice: Review) -> None:
    review = read_again(ward, notice, newer(without=FAMILY))
    item = item_of(review, FAMILY)
    assert (item.state, item.read["gone"]) == (ItemState.PENDING, True)
    assert "lần đọc mới không còn thấy" in client_of(ward.clerk).get(f"/duyet/{review.uid}/").content.decode()
    review = read_again(ward, review, newer())
    item.refresh_from_db()
    assert "gone" not in item.read
    assert review.items.count() == 4


def test_a_task_that_a_person_touched_is_never_called_gone(ward: Ward, notice: Review) -> None:
    item = actions.edit(
        rights_of(ward.clerk), notice.uid, held(item_of(notice, FAMILY)), {"deliverable": "Kế hoạch"}
    )
    read_again(ward, notice, newer(without=FAMILY))
    item.refresh_from_db()
    assert "gone" not in item.read
    assert item.values["deliverable"] == "Kế hoạch"


def test_what_people_split_merged_or_added_is_not_added_once_more(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    drains = item_of(notice, DRAINS)
    actions.split(access, notice.uid, held(drains), handmade.TEXT.index("tổ chức khơi thông"))
    actions.merge(access, notice.uid, held(item_of(notice, CLEANING)), held(item_of(notice, FAMILY)))
    at = handmade.TEXT.index("Ghi nhận")
    actions.add(access, notice.uid, at, at + 40)
    before = sorted((item.values["title"], item.state) for item in notice.items.all())
    review = read_again(ward, notice, newer(plus="Ghi nhận sự cố gắng của các đơn vị trong tháng 5"))
    assert sorted((item.values["title"], item.state) for item in review.items.all()) == before


def test_in_another_text_of_the_same_pages_everything_finds_its_place(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    actions.accept(access, notice.uid, [held(item_of(notice, CLEANING))])
    actions.edit(
        access, notice.uid, held(item_of(notice, SIGNS)), {"title": "Rà soát biển quảng cáo sai phép"}
    )
    text = "Trang 1/1\n\n" + handmade.TEXT.replace("\n\n", "\n\n\n")
    review = read_again(ward, notice, newer(text=text))
    shown = {
        item.values["title"]: review.extraction.text[item.span_start : item.span_end]
        for item in review.items.all()
    }
    assert shown["Rà soát biển quảng cáo sai phép"] == "Rà soát biển quảng cáo trước ngày 28/6/2026"
    assert next(words for title, words in shown.items() if CLEANING in title).startswith("Tổng vệ sinh")
    assert review.items.count() == 4
    for item in review.items.all():
        for why in item.values["why"].values():
            assert why["at"] is None or 0 <= why["at"][0] < why["at"][1] <= len(text)
    assert client_of(ward.clerk).get(f"/duyet/{review.uid}/").status_code == 200


def test_who_was_editing_meanwhile_meets_both_values_and_loses_nothing(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.leader)
    seen = held(item_of(notice, DRAINS))
    new = newer()
    next(task for task in new.tasks if DRAINS in task.quote).deliverable = Value("danh mục", None, None, "")
    read_again(ward, notice, new)
    with pytest.raises(Conflict) as conflict:
        actions.edit(access, notice.uid, seen, {"title": "Của tôi"})
    assert conflict.value.base is not None
    assert conflict.value.base["deliverable"] == ""
    answer = client_of(ward.leader).post(
        f"/duyet/{notice.uid}/viec/{seen.uid}/",
        {"act": "save", "version": seen.version, "title": "Của tôi", "deliverable": ""},
        **HTMX,
    )
    words = answer.content.decode()
    assert answer.status_code == 409
    assert ">Của tôi</textarea>" in words
    assert ">danh mục</textarea>" in words
    other = actions.edit(access, notice.uid, held(item_of(notice, FAMILY)), {"title": "Việc khác"})
    assert other.values["title"] == "Việc khác"


def test_an_act_that_began_before_and_ends_after_changes_nothing(
    ward: Ward, notice: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sauro.intake.actions import shape

    real = shape._values_of_words

    def meanwhile(review: Review, span: Any) -> Any:
        read_again(ward, notice, newer(plus="Ghi nhận sự cố gắng"), ward.leader)
        return real(review, span)

    monkeypatch.setattr(shape, "_values_of_words", meanwhile)
    at = handmade.TEXT.index("Kết luận giao ban")
    with pytest.raises(Refused, match="đọc lại"):
        actions.add(rights_of(ward.clerk), notice.uid, at, at + 30)


def test_an_older_page_does_not_add_by_places_of_its_own_text(ward: Ward, notice: Review) -> None:
    client = client_of(ward.clerk)
    old = str(notice.extraction.uid)
    review = read_again(ward, notice, newer(text="Trang 1/1\n\n" + handmade.TEXT))
    before = review.items.count()
    answer = client.post(f"/duyet/{review.uid}/them/", {"span": "40-70", "ban": old}, **HTMX)
    assert answer.status_code == 422
    assert "Văn bản vừa được đọc lại" in answer.content.decode()
    assert review.items.count() == before
    item = item_of(review, DRAINS)
    words = client.get(f"/duyet/{review.uid}/viec/{item.uid}/?ban={old}", **HTMX).content.decode()
    assert "Văn bản đã được đọc lại trong lúc bạn mở trang này" in words
    now = {"ban": str(review.extraction.uid)}
    words = client.get(f"/duyet/{review.uid}/viec/{item.uid}/", now, **HTMX).content.decode()
    assert "Văn bản đã được đọc lại trong lúc bạn mở trang này" not in words


def test_it_is_one_act_in_the_journal_and_nobody_s_to_undo(ward: Ward, notice: Review) -> None:
    review = read_again(ward, notice, newer(without=FAMILY, plus="Ghi nhận sự cố gắng"), ward.leader)
    entries = Entry.objects.filter(action="intake.read_again")
    assert {entry.actor for entry in entries} == {ward.leader.user}
    assert len({entry.action_id for entry in entries}) == 1
    assert sorted(entry.payload.data.get("found") for entry in entries) == ["gone", "new"]
    assert Entry.objects.filter(action="documents.read_again").count() == 1
    with pytest.raises(Refused):
        actions.undo(rights_of(ward.leader), review.uid)


def test_the_same_reading_once_more_changes_nothing(ward: Ward, notice: Review) -> None:
    before = list(notice.items.order_by("id").values_list("uid", "version"))
    review = read_again(ward, notice, handmade.notice())
    assert list(review.items.order_by("id").values_list("uid", "version")) == before
    assert (Extraction.objects.count(), review.extraction_id) == (1, notice.extraction_id)
    assert review.reading_again is None


def test_it_is_asked_once_at_a_time_and_again_after_a_failure(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    upload = actions.ask_again(access, notice.uid)
    with pytest.raises(Refused):
        actions.ask_again(rights_of(ward.leader), notice.uid)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED, message="Tệp bị hỏng.")
    shown = client_of(ward.clerk).get(f"/duyet/{notice.uid}/doc-lai/", **HTMX).content.decode()
    assert "Không đọc lại được văn bản" in shown
    assert "Tệp bị hỏng." in shown
    assert "hx-trigger" not in shown
    assert actions.ask_again(access, notice.uid) != upload


REVIEWERS = ("clerk", "leader", "vice_leader", "division_head")
OTHERS = (
    "specialist",
    "colleague",
    "auditor",
    "administrator",
    "party_clerk",
    "party_specialist",
    "outsider",
)


@pytest.mark.parametrize("part", OTHERS)
def test_who_does_not_review_in_the_agency_does_not_find_it(ward: Ward, notice: Review, part: str) -> None:
    person = getattr(ward, part)
    with pytest.raises(Http404):
        actions.ask_again(rights_of(person), notice.uid)
    client = client_of(person)
    assert client.post(f"/duyet/{notice.uid}/doc-lai/").status_code == 404
    assert client.get(f"/duyet/{notice.uid}/doc-lai/", **HTMX).status_code == 404
    assert not Upload.objects.filter(reads_again__isnull=False).exists()


@pytest.mark.parametrize("part", REVIEWERS)
def test_who_reviews_asks_for_it_and_sees_how_far_it_is(ward: Ward, notice: Review, part: str) -> None:
    client = client_of(getattr(ward, part))
    assert client.post(f"/duyet/{notice.uid}/doc-lai/").url == f"/duyet/{notice.uid}/"
    upload = Upload.objects.get(reads_again=notice.document.uid)
    assert (upload.state, upload.sender, upload.stored_file) == (
        UploadState.WAITING,
        getattr(ward, part).user,
        notice.document.stored_file,
    )
    assert "doc-lai" in client.get(f"/duyet/{notice.uid}/").content.decode()
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READING, pages_done=2, pages_total=4)
    shown = client.get(f"/duyet/{notice.uid}/doc-lai/", **HTMX).content.decode()
    assert "2/4" in shown
    assert "every 1s" in shown
    assert str(upload.uid) not in client.get("/doc-van-ban/").content.decode()


def test_who_lost_his_post_meanwhile_changes_nothing(ward: Ward, notice: Review) -> None:
    upload = actions.ask_again(rights_of(ward.clerk), notice.uid)
    Post.objects.filter(person=ward.clerk).delete()
    upload = Upload.objects.get(pk=upload.pk)
    with pytest.raises(PermissionDenied):
        actions.take_reading(upload, newer(without=FAMILY))
    assert Extraction.objects.count() == 1


def test_the_queries_of_the_merge_do_not_grow_with_the_tasks(
    ward: Ward, open_text: Callable[..., Review], django_assert_max_num_queries: Any
) -> None:
    review = open_text(handmade.many(90))
    upload = actions.ask_again(rights_of(ward.clerk), review.uid)
    with django_assert_max_num_queries(45):
        actions.take_reading(upload, handmade.many(95))
    assert review.items.count() == 95


@pytest.mark.django_db(transaction=True)
def test_somebody_who_is_faster_than_the_merge_goes_first_and_is_merged(
    ward: Ward, notice: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that is added between the look at the items and the end of the merge: all is done once more, with it."""
    from sauro.intake import handler
    from sauro.intake.actions import again

    at = handmade.TEXT.index("Ghi nhận")
    real, turns = again.merge, []

    def late(*given: Any) -> Any:
        turns.append(len(given[1]))
        outcome = real(*given)
        if len(turns) == 1:
            Review.objects.filter(pk=notice.pk).update(version=99)  # as the act of somebody else leaves it
        return outcome

    monkeypatch.setattr(again, "merge", late)
    monkeypatch.setattr(handler, "_PAUSE", 0)
    monkeypatch.setattr(handler, "read", lambda *_, **__: newer(plus=handmade.TEXT[at : at + 30]))
    monkeypatch.setattr("sauro.files.store.path_of", lambda _: __file__)
    actions.ask_again(rights_of(ward.clerk), notice.uid)
    work_off()
    assert len(turns) == 2
    review = Review.objects.get(pk=notice.pk)
    assert (review.items.count(), review.extraction.reader) == (5, "test/2")
    assert Extraction.objects.count() == 2
    assert Upload.objects.get(reads_again__isnull=False).state == UploadState.READ


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_fails_leaves_the_review_as_it_was(
    ward: Ward, notice: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sauro.intake import handler
    from sauro.reading.errors import unreadable

    def fall(*_: object, **__: object) -> None:
        raise unreadable("time_limit", "Thông báo.txt", limit="90")

    monkeypatch.setattr(handler, "read", fall)
    monkeypatch.setattr("sauro.files.store.path_of", lambda _: __file__)
    actions.ask_again(rights_of(ward.clerk), notice.uid)
    before = list(notice.items.values_list("uid", "version"))
    work_off()
    assert Upload.objects.get(reads_again__isnull=False).state == UploadState.FAILED
    assert list(notice.items.values_list("uid", "version")) == before
    shown = client_of(ward.clerk).get(f"/duyet/{notice.uid}/doc-lai/", **HTMX).content.decode()
    assert "Kết quả đang duyệt vẫn giữ nguyên." in shown


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_is_under_way_is_waited_for_and_kept(
    ward: Ward, notice: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two connections: the edit has written its item and not yet its review when the merge begins."""
    from sauro.intake import handler

    editing = import_module("sauro.intake.actions.edit")
    monkeypatch.setattr(handler, "_PAUSE", 0.05)
    inside, faults = threading.Event(), []
    real = editing.close

    def slowly(*given: Any, **named: Any) -> None:
        inside.set()
        time.sleep(0.3)  # the merge begins meanwhile; whichever way they meet, the outcome is the same
        real(*given, **named)

    monkeypatch.setattr(editing, "close", slowly)
    seen = held(item_of(notice, DRAINS))
    access = rights_of(ward.leader)

    def work() -> None:
        try:
            actions.edit(access, notice.uid, seen, {"title": "Của lãnh đạo"})
        except Exception as fault:  # noqa: BLE001 - told to the test
            faults.append(fault)
        finally:
            connection.close()

    actions.ask_again(rights_of(ward.clerk), notice.uid)
    upload = queue.claim_next("one")
    assert upload is not None
    new = newer(plus="Ghi nhận sự cố gắng")
    next(task for task in new.tasks if DRAINS in task.quote).deliverable = Value("danh mục", None, None, "")
    clerk = threading.Thread(target=work)
    clerk.start()
    assert inside.wait(20)
    handler._take_again(upload, new, 0)
    clerk.join(20)
    assert faults == []
    item = ReviewItem.objects.get(uid=seen.uid)
    assert (item.values["title"], item.values["deliverable"]) == ("Của lãnh đạo", "danh mục")
    assert Review.objects.get(pk=notice.pk).items.count() == 5
