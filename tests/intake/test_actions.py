"""What people do in a review: each act, who may do it, and that nothing is half done."""

import importlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from tests.intake import handmade
from tests.people import Ward, rights_of

from sauro.intake import actions
from sauro.intake.actions import Conflict, Held, Refused
from sauro.intake.models import ItemState, Review, ReviewItem, Step
from sauro.journal.models import Entry
from sauro.organisation.models import Alias
from sauro.tasks.clarity import owed
from sauro.tasks.models import HandlingRole, Task, TaskStatus

undoing = importlib.import_module("sauro.intake.actions.undo")  # the package has a function of this name
shaping = importlib.import_module("sauro.intake.actions.shape")


def held(item: ReviewItem) -> Held:
    return Held(item.uid, item.version)


def item_of(review: Review, word: str) -> ReviewItem:
    return next(item for item in review.items.all() if word in item.values["title"])


def ghi_nhan(review: Review) -> tuple[int, int]:
    at = review.extraction.text.index("Ghi nhận")
    return at, at + 40


def drains(review: Review) -> ReviewItem:
    return item_of(review, "úng ngập")


ACTS: dict[str, Callable[[Any, Review, ReviewItem], object]] = {
    "accept": lambda access, review, item: actions.accept(access, review.uid, [held(item)]),
    "drop": lambda access, review, item: actions.drop(access, review.uid, [held(item)]),
    "inform": lambda access, review, item: actions.inform(access, review.uid, [held(item)]),
    "restore": lambda access, review, item: actions.restore(access, review.uid, [held(item)]),
    "edit": lambda access, review, item: actions.edit(access, review.uid, held(item), {"title": "Việc khác"}),
    "split": lambda access, review, item: actions.split(access, review.uid, held(item), item.span_start + 20),
    "merge": lambda access, review, item: actions.merge(access, review.uid, held(item), held(item)),
    "add": lambda access, review, _: actions.add(access, review.uid, 0, 20),
    "choose": lambda access, review, item: actions.choose(access, review.uid, held(item), "x", "unit", 1),
    "propose": lambda access, review, item: actions.take_proposals(access, review.uid, [held(item)], ["due"]),
    "undo": lambda access, review, _: actions.undo(access, review.uid),
    "write": lambda access, review, _: actions.write(access, review.uid, "Rà soát hộ nghèo"),
}
REVIEWERS = ("clerk", "leader", "vice_leader", "division_head")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "part",
    ["specialist", "colleague", "auditor", "administrator", "party_clerk", "party_specialist", "outsider"],
)
def test_who_does_not_review_in_the_agency_does_not_even_find_it(
    ward: Ward, notice: Review, act: str, part: str
) -> None:
    with pytest.raises(Http404):
        ACTS[act](rights_of(getattr(ward, part)), notice, drains(notice))
    assert not Task.objects.exists()
    assert not notice.steps.exists()


@pytest.mark.parametrize("part", REVIEWERS)
def test_who_reviews_may_correct_and_drop(ward: Ward, notice: Review, part: str) -> None:
    access = rights_of(getattr(ward, part))
    item = actions.edit(access, notice.uid, held(drains(notice)), {"title": "Lập danh mục"})
    assert actions.drop(access, notice.uid, [held(item)])[0].state == ItemState.DROPPED


def test_a_head_of_division_reviews_but_does_not_assign(ward: Ward, notice: Review) -> None:
    with pytest.raises(PermissionDenied):
        actions.accept(rights_of(ward.division_head), notice.uid, [held(drains(notice))])
    assert not Task.objects.exists()


def test_nothing_is_assigned_before_a_person_accepts(notice: Review) -> None:
    assert notice.items.count() == 4
    assert not Task.objects.exists()


def test_accepting_makes_the_task_with_its_source_and_its_item_in_one(ward: Ward, notice: Review) -> None:
    item = drains(notice)
    (task,) = actions.accept(rights_of(ward.clerk), notice.uid, [held(item)])
    item.refresh_from_db()
    assert (item.state, item.task) == (ItemState.ACCEPTED, task)
    lead = task.parties.get(role=HandlingRole.LEAD)
    assert lead.unit == ward.economy
    assert task.quote == notice.extraction.text[item.span_start : item.span_end]
    assert task.document == notice.document
    assert Entry.objects.filter(action="intake.accept", object_uid=item.uid).count() == 1


def test_an_order_that_binds_several_units_becomes_a_parent_with_a_child_for_each(
    ward: Ward, notice: Review
) -> None:
    item = item_of(notice, "vệ sinh")
    assert [one["unit"] for one in item.values["leads"]] == [group.pk for group in ward.groups]
    (task,) = actions.accept(rights_of(ward.clerk), notice.uid, [held(item)])
    assert task.children.count() == 3
    assert {child.parties.get(role=HandlingRole.LEAD).unit_id for child in task.children.all()} == {
        group.pk for group in ward.groups
    }


def test_accepting_many_is_all_or_nothing(ward: Ward, notice: Review) -> None:
    items = list(notice.items.all())
    ReviewItem.objects.filter(pk=items[-1].pk).update(values=items[-1].values | {"leads": []})
    with pytest.raises(Refused):
        actions.accept(rights_of(ward.clerk), notice.uid, [held(item) for item in items])
    assert not Task.objects.exists()
    assert set(notice.items.values_list("state", flat=True)) == {ItemState.PENDING}


def test_accepting_the_same_twice_is_refused(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    item = drains(notice)
    actions.accept(access, notice.uid, [held(item)])
    item.refresh_from_db()
    with pytest.raises(Refused):
        actions.accept(access, notice.uid, [held(item)])
    assert Task.objects.count() == 1


def test_the_number_of_queries_does_not_grow_with_the_number_accepted(
    ward: Ward, open_text: Callable[..., Review], django_assert_max_num_queries: Any
) -> None:
    review = open_text(handmade.many(40))
    items = list(review.items.all())
    assert len(items) == 40
    with django_assert_max_num_queries(32):
        actions.accept(rights_of(ward.clerk), review.uid, [held(item) for item in items])
    assert Task.objects.count() == 40


def test_what_was_read_is_kept_beside_what_a_person_wrote(ward: Ward, notice: Review) -> None:
    item = drains(notice)
    read = item.values["title"]
    item = actions.edit(
        rights_of(ward.clerk),
        notice.uid,
        held(item),
        {
            "title": "Lập danh mục điểm úng",
            "due": (date(2026, 7, 1), time(16, 0)),
            "leads": "Phòng Văn hóa - Xã hội",
        },
    )
    item.refresh_from_db()
    assert item.read["values"]["title"] == read
    assert item.values["title"] == "Lập danh mục điểm úng"
    assert (item.values["due"]["date"], item.values["due"]["time"]) == ("2026-07-01", "16:00")
    assert [one["unit"] for one in item.values["leads"]] == [ward.culture.pk]
    assert item.values["why"]["title"]["text"] == "do người duyệt nhập"


def test_a_field_that_was_sent_back_untouched_keeps_its_reason(ward: Ward, notice: Review) -> None:
    from sauro.intake.forms import ValuesForm, initial_of

    item = drains(notice)
    form = ValuesForm(initial_of(item.values))
    assert form.is_valid(), form.errors
    again = actions.edit(rights_of(ward.clerk), notice.uid, held(item), form.typed())
    assert again.values == item.values
    assert again.version == item.version
    assert not notice.steps.exists()


def test_two_clerks_on_one_task_the_second_is_told_and_nothing_is_lost(ward: Ward, notice: Review) -> None:
    item = drains(notice)
    base = dict(item.values)
    actions.edit(rights_of(ward.leader), notice.uid, held(item), {"deliverable": "Danh mục"})
    with pytest.raises(Conflict) as caught:
        actions.edit(rights_of(ward.clerk), notice.uid, held(item), {"deliverable": "Báo cáo"})
    assert caught.value.item.values["deliverable"] == "Danh mục"
    assert caught.value.base is not None
    assert caught.value.base["title"] == base["title"]
    item.refresh_from_db()
    assert item.values["deliverable"] == "Danh mục"


def test_splitting_gives_each_part_its_own_words_and_date(ward: Ward, notice: Review) -> None:
    item = drains(notice)
    text = notice.extraction.text
    at = text.index("tổ chức khơi thông")
    first, second = actions.split(rights_of(ward.clerk), notice.uid, held(item), at)
    assert text[first.span_start : first.span_end].endswith("25/6/2026")
    assert text[second.span_start : second.span_end].startswith("tổ chức khơi thông")
    assert (first.values["due"]["date"], second.values["due"]["date"]) == ("2026-06-25", "2026-06-30")
    assert [one["unit"] for one in second.values["leads"]] == [ward.economy.pk]


@pytest.mark.parametrize("offset", [-5, 0, 10_000])
def test_a_split_outside_the_words_is_refused(ward: Ward, notice: Review, offset: int) -> None:
    item = drains(notice)
    with pytest.raises(Refused):
        actions.split(rights_of(ward.clerk), notice.uid, held(item), item.span_start + offset)
    assert notice.items.count() == 4


def test_merging_takes_in_the_next_and_undo_gives_both_back(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    one, two = list(notice.items.all())[:2]
    before = (one.values, two.values)
    merged = actions.merge(access, notice.uid, held(one), held(two))
    two.refresh_from_db()
    assert (two.state, two.merged_into) == (ItemState.MERGED, one)
    assert merged.span_end == two.span_end
    assert {party["unit"] for party in merged.values["leads"]} >= {ward.economy.pk, ward.groups[0].pk}
    actions.undo(access, notice.uid)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.values, two.values) == before
    assert (two.state, two.merged_into) == (ItemState.PENDING, None)


def test_words_that_a_person_selects_become_a_task(ward: Ward, notice: Review) -> None:
    text = notice.extraction.text
    start = text.index("Ghi nhận")
    made = actions.add(rights_of(ward.clerk), notice.uid, start - 2, text.index("tháng 5.") + 8)
    assert text[made.span_start : made.span_end] == "Ghi nhận sự cố gắng của các đơn vị trong tháng 5"
    assert made.read == {}
    with pytest.raises(Refused):
        actions.add(rights_of(ward.clerk), notice.uid, made.span_start, made.span_end)


@pytest.mark.parametrize("span", [(5, 5), (9, 3), (0, 10**9), (15, 16)])
def test_a_selection_without_words_is_refused(ward: Ward, notice: Review, span: tuple[int, int]) -> None:
    if span == (15, 16):
        place = notice.extraction.text.index("\n\n")
        span = (place, place + 2)
    with pytest.raises(Refused):
        actions.add(rights_of(ward.clerk), notice.uid, *span)
    assert notice.items.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_words_sent_twice_at_one_moment_are_one_task(
    ward: Ward, notice: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2)  # where nothing holds the second one back, both have looked before either stores
    values_of = shaping._values_of_words

    def together(*given: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(0.5)
        return values_of(*given)

    monkeypatch.setattr(shaping, "_values_of_words", together)
    span, told = ghi_nhan(notice), []

    def send() -> None:
        try:
            actions.add(rights_of(ward.clerk), notice.uid, *span)
            told.append("added")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["added", "refused"]
    assert notice.items.count() == 5


def test_undo_takes_back_each_act_once(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    item = drains(notice)
    actions.drop(access, notice.uid, [held(item)])
    actions.undo(access, notice.uid)
    item.refresh_from_db()
    assert item.state == ItemState.PENDING
    added = actions.add(access, notice.uid, *ghi_nhan(notice))
    actions.undo(access, notice.uid)
    assert not ReviewItem.objects.filter(pk=added.pk).exists()
    with pytest.raises(Refused):
        actions.undo(access, notice.uid)


@pytest.mark.parametrize("act", ["drop", "add"])
def test_of_two_undoings_at_one_moment_the_second_is_refused_in_words(
    ward: Ward, notice: Review, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """The second request has found the act before the first took it back."""
    access = rights_of(ward.clerk)
    ACTS[act](access, notice, drains(notice))
    step = Step.objects.get()
    left = undoing._as_left(notice, step)
    actions.undo(access, notice.uid)
    monkeypatch.setattr(undoing, "_as_left", lambda *_: left)
    Step.objects.filter(pk=step.pk).update(undone=False, version=step.version)
    with pytest.raises(Refused, match="đã có người sửa"):
        actions.undo(access, notice.uid)


def test_undo_of_an_acceptance_withdraws_the_task(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    (task,) = actions.accept(access, notice.uid, [held(drains(notice))])
    actions.undo(access, notice.uid)
    task.refresh_from_db()
    item = drains(notice)
    assert task.status == TaskStatus.CANCELLED
    assert (item.state, item.task) == (ItemState.PENDING, None)


def test_undo_never_overwrites_what_somebody_else_did_since(ward: Ward, notice: Review) -> None:
    item = actions.edit(
        rights_of(ward.clerk), notice.uid, held(drains(notice)), {"deliverable": "Danh mục úng"}
    )
    actions.edit(rights_of(ward.leader), notice.uid, held(item), {"deliverable": "Báo cáo"})
    with pytest.raises(Refused):
        actions.undo(rights_of(ward.clerk), notice.uid)
    item.refresh_from_db()
    assert item.values["deliverable"] == "Báo cáo"


def test_an_owner_that_is_chosen_is_learned_and_put_right_everywhere(ward: Ward, notice: Review) -> None:
    items = list(notice.items.all())
    doubt = {**items[0].values["leads"][0], "unit": None, "name": "Tổ liên ngành", "text": "Tổ liên ngành"}
    doubt |= {"certain": False, "suggestions": [["unit", ward.culture.pk, ward.culture.name]]}
    for item in items[:2]:
        ReviewItem.objects.filter(pk=item.pk).update(values=item.values | {"leads": [doubt]})
    done = actions.choose(
        rights_of(ward.clerk), notice.uid, held(items[0]), "Tổ liên ngành", "unit", ward.culture.pk
    )
    assert len(done) == 2
    assert [item.values["leads"][0]["unit"] for item in done] == [ward.culture.pk] * 2
    assert Alias.objects.get(text="Tổ liên ngành").unit == ward.culture


def test_a_unit_of_another_ward_cannot_be_chosen(ward: Ward, notice: Review) -> None:
    from sauro.organisation.models import Agency, Unit

    agency = Agency.objects.get(workspace=ward.elsewhere)
    unit = Unit.objects.create(workspace=ward.elsewhere, agency=agency, name="Phòng xa")
    with pytest.raises(Refused):
        actions.choose(rights_of(ward.clerk), notice.uid, held(drains(notice)), "x", "unit", unit.pk)


def test_a_proposal_is_marked_and_the_mark_goes_when_a_person_writes(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    item = item_of(notice, "Ngày Gia đình")
    assert item.values["due"]["date"] == ""
    (item,) = actions.take_proposals(access, notice.uid, [held(item)], ["due"])
    assert item.values["due"]["date"]
    assert item.values["proposed"] == ["due"]
    assert item.values["why"]["due"]["text"]
    item = actions.edit(access, notice.uid, held(item), {"due": (date(2026, 6, 27), None)})
    assert item.values["proposed"] == []


def test_the_review_is_finished_when_nothing_waits_and_open_again_after_undo(
    ward: Ward, notice: Review
) -> None:
    access = rights_of(ward.clerk)
    actions.accept(access, notice.uid, [held(item) for item in notice.items.all()])
    notice.refresh_from_db()
    assert notice.finished_at is not None
    actions.undo(access, notice.uid)
    notice.refresh_from_db()
    assert notice.finished_at is None


def test_a_new_reading_makes_a_new_review_and_leaves_the_old_one(ward: Ward, notice: Review) -> None:
    from sauro.documents.actions import add_extraction
    from sauro.documents.readings import reading_of

    access = rights_of(ward.clerk)
    item = actions.edit(access, notice.uid, held(drains(notice)), {"deliverable": "Danh mục úng"})
    reading = reading_of(notice.extraction)
    fresh = actions.open_review(
        notice.document, add_extraction(access, notice.document, reading), reading.tasks
    )
    assert fresh.uid != notice.uid
    assert fresh.items.count() == notice.items.count()
    again = actions.edit(access, notice.uid, held(item), {"authority": "Chủ tịch UBND phường"})
    assert again.values["deliverable"] == "Danh mục úng"


def test_each_act_is_in_the_journal(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.clerk)
    item = actions.edit(access, notice.uid, held(drains(notice)), {"deliverable": "Danh mục úng"})
    actions.inform(access, notice.uid, [held(item)])
    entries = Entry.objects.filter(object_uid=item.uid).order_by("id")
    assert [entry.action for entry in entries] == ["intake.edit", "intake.inform"]
    assert entries[0].payload.data["deliverable"][1] == "Danh mục úng"
    assert all(entry.actor == ward.clerk.user for entry in entries)


def unread(note: str = "scan_unread") -> Any:
    from sauro.reading.model import Warning

    made = handmade.reading("", [], [])
    made.warnings = [Warning(note, "Chưa đọc được tệp này.")]
    return made


def test_a_task_of_a_page_that_could_not_be_read_is_written_by_hand(
    ward: Ward, open_text: Callable[..., Review]
) -> None:
    review = open_text(unread())
    access = rights_of(ward.clerk)
    item = actions.write(
        access, review.uid, "Giao Phòng Văn hóa - Xã hội rà soát hộ nghèo, báo cáo trước ngày 30/11/2026."
    )
    assert (item.span_start, item.span_end, item.read) == (0, 0, {})
    assert item.values["leads"][0]["unit"] == ward.culture.pk
    assert item.values["due"]["date"] == "2026-11-30"
    assert item.values["leads"][0]["at"] is None
    (task,) = actions.accept(access, review.uid, [held(item)])
    assert (task.quote, task.document) == ("", review.document)


def test_words_are_needed_and_a_page_that_could_not_be_read(
    ward: Ward, notice: Review, open_text: Callable[..., Review]
) -> None:
    access = rights_of(ward.clerk)
    with pytest.raises(Refused):
        actions.write(access, open_text(unread()).uid, " \n ")
    with pytest.raises(Refused, match="đều đã đọc được"):
        actions.write(access, notice.uid, "Rà soát hộ nghèo")
    assert not Task.objects.exists()


def unowed(review: Review) -> list[Held]:
    """The tasks of the notice without what a clerk may have filled in."""
    return [held(item) for item in review.items.filter(state=ItemState.PENDING)]


def test_what_a_clerk_accepts_without_date_or_product_waits_for_a_leader(ward: Ward, notice: Review) -> None:
    tasks = actions.accept(rights_of(ward.clerk), notice.uid, unowed(notice))
    waiting = {task.pk for task in tasks if task.status == TaskStatus.PENDING_APPROVAL}
    assert waiting == {task.pk for task in tasks if owed(task)}
    assert waiting


def test_a_leader_accepts_a_selection_with_one_reason(ward: Ward, notice: Review) -> None:
    access = rights_of(ward.leader)
    with pytest.raises(Refused, match="chưa có hạn hoặc sản phẩm"):
        actions.accept(access, notice.uid, unowed(notice))
    tasks = actions.accept(access, notice.uid, unowed(notice), reason="Việc gấp")
    assert {task.status for task in tasks} == {TaskStatus.NOT_STARTED}
    assert {task.let_out_reason for task in tasks if owed(task)} == {"Việc gấp"}
