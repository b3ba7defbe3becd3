"""The review screen in a browser: sentence and card together, the acts of the keyboard, two clerks on one document."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import PHONE, arrive
from tests.browser.files import TASKS, make_docx
from tests.browser.folders import address

if TYPE_CHECKING:
    from playwright.sync_api import Page

READING_MS = 60_000


@pytest.fixture
def review(open_page: Callable[..., "Page"], tmp_path: Path) -> "Page":
    """A document of five tasks that nobody has touched, open for review."""
    page = open_page("vanthu")
    page.goto(address("intake:upload"))
    page.get_by_label("Cơ quan của văn bản").select_option(label="Ủy ban nhân dân phường Đồng Lau")
    page.locator("#files").set_input_files(make_docx(tmp_path / "Công văn.docx", 3200, "Cúc Quỳ"))
    ready = page.locator("#sending").get_by_role("link", name="Duyệt nhiệm vụ")
    ready.wait_for(timeout=READING_MS)
    ready.click()
    arrive(page, "main.review")
    return page


def tops(page: "Page") -> tuple[float, float]:
    mark, card = (
        page.locator("#sheet mark.on").first.bounding_box(),
        page.locator(".card.selected").bounding_box(),
    )
    assert mark
    assert card
    return mark["y"], card["y"]


def test_sentence_and_card_are_chosen_together_from_both_sides(review: "Page") -> None:
    from playwright.sync_api import expect

    for step in range(2, TASKS + 1):
        review.keyboard.press("j")
        expect(review.locator(".card.selected .card-no")).to_have_text(str(step))
        mark, card = tops(review)
        height = review.viewport_size["height"] if review.viewport_size else 0
        assert 0 < mark < height
        assert 0 < card < height
    review.locator("#sheet mark").nth(1).click()
    expect(review.locator(".card.selected .card-no")).to_have_text("2")
    expect(review.locator(".found-no.on")).to_have_text("2")


def test_split_at_the_cursor_add_from_a_selection_and_undo(review: "Page") -> None:
    from playwright.sync_api import expect

    cards = review.locator("[data-card]")
    box = review.locator("#sheet mark").first.bounding_box()
    assert box
    review.mouse.click(box["x"] + box["width"] / 2, box["y"] + 8)
    review.wait_for_load_state("networkidle")  # the card that the click opens
    review.keyboard.press("s")
    expect(cards).to_have_count(TASKS + 1)
    review.keyboard.press("u")
    expect(cards).to_have_count(TASKS)

    words = "TM. ỦY BAN NHÂN DÂN"
    review.locator("#sheet").get_by_text(words).first.select_text()
    review.keyboard.press("n")
    expect(cards).to_have_count(TASKS + 1)
    assert words.lower() in review.locator("#f-title").input_value().lower()
    review.keyboard.press("u")
    expect(cards).to_have_count(TASKS)
    review.keyboard.press("x")
    expect(review.locator("mark.dropped")).to_have_count(1)
    review.keyboard.press("u")
    expect(review.locator("mark.dropped")).to_have_count(0)


def test_the_words_on_the_sheet_are_those_of_the_text_and_count_in_code_points(review: "Page") -> None:
    """What a script would send for a selection is what the server cuts out."""
    told = review.evaluate(
        """() => [...document.querySelectorAll('#sheet [data-at]')].map((block) => {
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            let words = '';
            for (let text = walker.nextNode(); text; text = walker.nextNode())
              if (!text.parentElement.closest('[data-aside]')) words += text.data;
            return [Number(block.dataset.at), [...words].length];
        })"""
    )
    at = 0
    for start, length in told:
        assert start == at
        at += length


def test_the_second_of_two_clerks_keeps_what_he_typed_and_sees_the_other_value(
    review: "Page", open_page: Callable[..., "Page"], watch: object
) -> None:
    from playwright.sync_api import expect

    watch.expected.append("409")  # type: ignore[attr-defined]
    other = open_page("vanthu2")
    other.goto(review.url)
    for page, words in ((other, "Biên bản của người thứ hai"), (review, "Báo cáo của người thứ nhất")):
        page.locator("#f-deliverable").fill(words)
        with page.expect_response(
            lambda answer: "/viec/" in answer.url and answer.request.method == "POST"
        ) as told:
            page.locator("#f-deliverable").blur()
        told.value.finished()
    expect(review.get_by_role("alert")).to_contain_text("vừa sửa nhiệm vụ này")
    expect(review.locator("#field-deliverable")).to_contain_text("Biên bản của người thứ hai")
    expect(review.locator("#f-deliverable")).to_have_value("Báo cáo của người thứ nhất")


def test_the_help_lists_the_keys_of_the_review_in_place_of_those_of_lists(review: "Page") -> None:
    from playwright.sync_api import expect

    review.keyboard.press("?")
    dialog = review.locator("#keys-help")
    expect(dialog).to_contain_text("duyệt: giao nhiệm vụ")
    expect(dialog.get_by_text("chọn hàng")).to_be_hidden()
    review.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_on_a_phone_the_card_stands_under_its_sentence(review: "Page") -> None:
    from playwright.sync_api import expect

    review.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    review.reload()
    review.keyboard.press("j")
    expect(review.locator(".card.selected .card-no")).to_have_text("2")
    review.wait_for_timeout(300)
    mark, card = tops(review)
    assert 0 < mark < card < PHONE["height"]
