"""Whose a task is: told on its card, left out of what is assigned in one go, and a person has the last word."""

import re
from collections.abc import Callable

import pytest
from tests.intake import handmade
from tests.people import Ward, client_of, rights_of

from sauro.intake import actions
from sauro.intake.actions import Held
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.queries import Screen, screen
from sauro.organisation.models import Alias
from sauro.reading.model import Document, Reading, Value
from sauro.tasks.models import Task

WRONG = "Phòng Kinh tế, Hạ tầng, Đô thị và Môi trường"
CITY = "ỦY BAN NHÂN DÂN THÀNH PHỐ LAM GIANG"


def of_the_city() -> Reading:
    """The notice by hand as one of the city, for every ward, two departments and some bodies that it does not name."""
    made = handmade.notice()
    made.document = Document(
        type="thong_bao",
        issuer=Value(CITY, None, None, ""),
        addressees=[Value("UBND các xã, phường", None, None, "")],
    )
    owners = ("Sở Xây dựng", "UBND các xã, phường", "Sở Tài chính", "các đơn vị liên quan")
    for task, owner in zip(made.tasks, owners, strict=True):
        task.owners = [Value(owner, None, None, "")]
        task.coordinators = []
    return made


@pytest.fixture
def order(open_text: Callable[..., Review]) -> Review:
    return open_text(of_the_city())


def items(review: Review) -> list[ReviewItem]:
    return list(review.items.order_by("span_start"))


def shown(ward: Ward, review: Review, view: str = "all") -> Screen:
    return screen(rights_of(ward.clerk), review.uid, view=view)


def held(item: ReviewItem) -> Held:
    return Held(item.uid, item.version)


def test_each_item_knows_whether_it_binds_us_and_why(order: Review) -> None:
    assert [item.read["scope"]["ours"] for item in items(order)] == [False, True, False, None]
    assert items(order)[0].read["scope"]["why"] == "giao cho “Sở Xây dựng”, cơ quan cấp tỉnh, thành phố"
    assert items(order)[1].read["scope"]["why"] == "phường Đồng Lau thuộc nhóm “UBND các xã, phường”"


def test_our_own_papers_are_ours(open_text: Callable[..., Review]) -> None:
    made = handmade.notice()
    made.document.issuer = Value("ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU", None, None, "")
    assert {item.read["scope"]["ours"] for item in items(open_text(made))} == {True}


def test_what_is_others_is_neither_begun_with_nor_assigned_in_one_go(ward: Ward, order: Review) -> None:
    page = shown(ward, order)
    assert [card.theirs for card in page.cards] == [True, False, True, False]
    assert page.chosen is page.cards[1]
    assert page.ours == [page.cards[1], page.cards[3]]
    assert page.next_after(2) is page.cards[3]
    assert page.next_after(4) is page.cards[1]
    assert not [card for card in page.clear if card.theirs]
    assert (page.counts["pending"], page.counts["ours"], page.counts["theirs"]) == (4, 2, 2)
    assert [card.number for card in shown(ward, order, "theirs").shown] == [1, 3]
    assert [card.number for card in shown(ward, order, "missing").shown] == [2, 4]


def test_assigning_the_rest_asks_for_ours_and_tells_what_is_left(ward: Ward, order: Review) -> None:
    client, place = client_of(ward.clerk), f"/duyet/{order.uid}/giao/"
    page = client.get(place).content.decode()
    assert "Giao 2 nhiệm vụ?" in page
    assert "2 nhiệm vụ không phải của ta" in page
    chosen = re.findall(r'name="viec" value="([^"]+)"', page)
    assert [one.partition(":")[0] for one in chosen] == [str(items(order)[1].uid), str(items(order)[3].uid)]
    client.post(place, {"viec": chosen})
    assert [item.state for item in items(order)] == ["pending", "accepted", "pending", "accepted"]
    assert "Còn 2 nhiệm vụ không phải của ta." in client.get(place).content.decode()


def test_who_chooses_it_may_assign_it_all_the_same(ward: Ward, order: Review) -> None:
    access = rights_of(ward.clerk)
    assert len(actions.accept(access, order.uid, [held(items(order)[0])])) == 1
    assert Task.objects.count() == 1


def test_all_of_others_is_kept_for_information_with_one_click(ward: Ward, order: Review) -> None:
    client = client_of(ward.clerk)
    assert 'value="inform_theirs"' in client.get(f"/duyet/{order.uid}/?xem=theirs").content.decode()
    assert 'value="inform_theirs"' not in client.get(f"/duyet/{order.uid}/").content.decode()
    client.post(f"/duyet/{order.uid}/nhieu/", {"act": "inform_theirs", "xem": "theirs"})
    assert [item.state for item in items(order)] == ["inform", "pending", "inform", "pending"]
    client.post(f"/duyet/{order.uid}/nhieu/", {"act": "inform_theirs", "xem": "theirs"})
    assert [item.state for item in items(order)] == ["inform", "pending", "inform", "pending"]


def test_a_lead_of_ours_makes_it_ours(ward: Ward, order: Review) -> None:
    first = items(order)[0]
    actions.edit(rights_of(ward.clerk), order.uid, held(first), {"leads": "Phòng Kinh tế, Hạ tầng và Đô thị"})
    assert [card.theirs for card in shown(ward, order).cards] == [False, False, True, False]


def test_a_unit_typed_for_a_paper_of_the_city_is_our_unit(ward: Ward, order: Review) -> None:
    changed = actions.edit(rights_of(ward.clerk), order.uid, held(items(order)[0]), {"leads": "Văn phòng"})
    assert changed.values["leads"][0]["unit"] == ward.office.pk


def test_a_unit_that_the_city_has_too_is_asked_about(ward: Ward, open_text: Callable[..., Review]) -> None:
    made = of_the_city()
    made.tasks[0].owners = [Value("Phòng Văn hóa - Xã hội", None, None, "")]
    lead = items(open_text(made))[0].values["leads"][0]
    assert (lead["unit"], lead["certain"]) == (None, False)
    assert [name for _kind, _id, name in lead["suggestions"]] == [ward.culture.name]


def test_a_correction_teaches_what_was_suggested_and_no_more(
    ward: Ward, open_text: Callable[..., Review]
) -> None:
    made = handmade.notice()
    for task, owner in zip(made.tasks, (WRONG, "Sở Xây dựng", "Phòng Văn hóa", WRONG), strict=True):
        task.owners = [Value(owner, None, None, "")]
    review = open_text(made)
    access = rights_of(ward.clerk)
    first, second = items(review)[:2]
    actions.edit(access, review.uid, held(second), {"leads": ward.economy.name})  # a decision about this task
    assert not Alias.objects.exists()
    actions.edit(access, review.uid, held(first), {"leads": ward.economy.name})
    assert [(alias.text, alias.unit, alias.learned) for alias in Alias.objects.all()] == [
        (WRONG, ward.economy, True)
    ]


def test_the_cards_say_whose_they_are(ward: Ward, order: Review) -> None:
    client = client_of(ward.clerk)
    page = client.get(f"/duyet/{order.uid}/").content.decode()
    assert page.count("không phải của ta") == 2  # on the two folded cards
    assert "Không phải của ta" in page  # the view
    assert "phường Đồng Lau thuộc nhóm “UBND các xã, phường”" in page  # the open card
    opened = client.get(f"/duyet/{order.uid}/?viec={items(order)[2].uid}").content.decode()
    assert "giao cho “Sở Tài chính”, cơ quan cấp tỉnh, thành phố" in opened
    doubtful = client.get(f"/duyet/{order.uid}/?viec={items(order)[3].uid}").content.decode()
    assert "Chưa rõ có phải của ta" in doubtful


def test_a_paper_of_our_own_has_no_view_for_others(ward: Ward, notice: Review) -> None:
    assert "Không phải của ta" not in client_of(ward.clerk).get(f"/duyet/{notice.uid}/").content.decode()


def test_an_item_of_an_older_review_or_by_hand_is_nobody_elses(ward: Ward, order: Review) -> None:
    for item in items(order):
        item.read = {}
        item.save(update_fields=["read"])
    page = shown(ward, order)
    assert not page.theirs
    assert len(page.ours) == 4


def test_a_decided_item_is_counted_with_nobody(ward: Ward, order: Review) -> None:
    actions.drop(rights_of(ward.clerk), order.uid, [held(items(order)[0])])
    page = shown(ward, order)
    assert page.counts["theirs"] == 1
    assert items(order)[0].state == ItemState.DROPPED
