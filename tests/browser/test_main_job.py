"""The main job in a real browser: a file is dropped, read by the worker, corrected, accepted, and found in the list."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmarks.pages_served import SETTLED
from tests.browser.conftest import arrive
from tests.browser.files import TASKS, drop, make_docx, make_pdf
from tests.browser.folders import address

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

READING_MS = 60_000


def saved(page: "Page", act: Callable[[], object]) -> None:
    """Does something that the review screen stores, and waits until it is stored."""
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and "/viec/" in answer.url
    ) as told:
        act()
    assert told.value.status in {200, 204}, told.value.text()
    page.wait_for_function(SETTLED)


def row_of(page: "Page", name: str) -> "Locator":
    return page.get_by_role("listitem").filter(has_text=name).first


def test_a_dropped_pdf_is_read_corrected_accepted_and_found_by_mouse(
    open_page: Callable[..., "Page"], require: Callable[[str], str], tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    path = make_pdf(tmp_path / "Công văn chợ xuân.pdf", 3101, "Hoa Mướp", require("libreoffice"))
    page = open_page("vanthu")
    page.goto(address("intake:list"))
    page.get_by_role("link", name="Đọc văn bản mới").first.click()
    page.get_by_label("Cơ quan của văn bản").select_option(label="Ủy ban nhân dân phường Đồng Lau")
    drop(page, page.locator("[data-drop]"), path)
    ready = row_of(page, path.name).get_by_role("link", name="Duyệt nhiệm vụ")
    ready.wait_for(timeout=READING_MS)
    ready.click()

    cards = page.locator("[data-card]")
    expect(cards).to_have_count(TASKS)
    expect(page.locator("#sheet")).to_contain_text("phiên chợ xuân")
    for number, (field, value) in enumerate(
        (
            ("Sản phẩm", "Sơ đồ gian hàng phiên chợ Hoa Mướp"),
            ("Hạn hoàn thành", "28/12/2027"),
            ("Nhiệm vụ", "Bố trí lực lượng giữ gìn trật tự phiên chợ Hoa Mướp"),
        )
    ):
        card = cards.nth(number)
        if number:
            card.locator("[data-open]").click()
            expect(cards.nth(number)).to_have_attribute("aria-current", "true")
        box = cards.nth(number).get_by_label(field, exact=True)
        box.fill(value)
        saved(page, box.blur)
    page.reload()
    page.get_by_role("link", name="Giao việc còn lại").click()
    expect(page.get_by_role("heading", name=re.compile(rf"Giao {TASKS} nhiệm vụ"))).to_be_visible()
    page.get_by_role("button", name=f"Giao {TASKS} nhiệm vụ").click()

    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Nhiệm vụ", exact=True).click()
    page.get_by_role("searchbox").fill("giu gin trat tu phien cho hoa muop")
    page.get_by_role("searchbox").press("Enter")
    found = page.get_by_role("link", name="Bố trí lực lượng giữ gìn trật tự phiên chợ Hoa Mướp")
    found.click()
    expect(page.get_by_role("main")).to_contain_text(
        "Công an phường bố trí lực lượng giữ gìn trật tự tại cổng chợ"
    )
    expect(page.get_by_role("main")).to_contain_text("3101/UBND-KTHTĐT")


def focused(page: "Page") -> str:
    """Name and kind of what the keyboard stands on."""
    words: str = page.evaluate(
        "() => { const e = document.activeElement; return `${e.tagName} ${e.id} ${e.name ?? ''} "
        "${(e.labels?.[0] ?? e).textContent.trim().replace(/\\s+/g, ' ')}`; }"
    )
    return words


def tab_to(page: "Page", pattern: str, limit: int = 120) -> None:
    """Presses Tab until the focus stands on what the pattern says."""
    for _ in range(limit):
        if re.search(pattern, focused(page)):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never came to {pattern}; stands on {focused(page)}")


def test_the_same_job_goes_by_keyboard_alone(open_page: Callable[..., "Page"], tmp_path: Path) -> None:
    from playwright.sync_api import expect

    from sauro.site.demo.accounts import PASSWORD

    path = make_docx(tmp_path / "Công văn chợ hè.docx", 3102, "Sen Hồng")
    page = open_page()
    page.goto(address("identity:login"))
    tab_to(page, "username")
    page.keyboard.type("vanthu2")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: address("identity:login") not in url)
    tab_to(page, "^A .*Đọc văn bản mới")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + address("intake:upload"))
    page.wait_for_load_state("networkidle")
    tab_to(page, "^INPUT files")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)
    row_of(page, path.name).get_by_role("link", name="Duyệt nhiệm vụ").wait_for(timeout=READING_MS)
    tab_to(page, "^A .*Duyệt nhiệm vụ")
    page.keyboard.press("Enter")
    arrive(page, "main.review")

    cards = page.locator("[data-card]")
    expect(cards).to_have_count(TASKS)
    page.locator("body").press("e")
    assert "f-title" in focused(page)
    page.keyboard.press("Control+End")
    page.keyboard.type(" mùa hè")
    saved(page, lambda: page.keyboard.press("Escape"))
    for words in ("Biên bản Sen Hồng", "Báo cáo Sen Hồng"):
        before = page.url
        page.keyboard.press("j")
        page.wait_for_function("(before) => location.href !== before", arg=before)
        tab_to(page, "f-deliverable")
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        saved(page, lambda: page.keyboard.press("Escape"))
    for _ in range(TASKS):
        left = page.locator("[data-card]:not(.accepted)").count()
        if page.locator(".card.selected.accepted").count():
            page.keyboard.press("k")
        saved(page, lambda: page.keyboard.press("a"))
        expect(page.locator("[data-card]:not(.accepted)")).to_have_count(left - 1)

    tab_to(page, "^A .*Xem nhiệm vụ")
    page.keyboard.press("Enter")
    arrive(page, "#id_q")
    page.keyboard.press("/")
    page.keyboard.type("so do gian hang sen hong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("gian hàng Sen Hồng.* mùa hè"))).to_be_visible()


def test_what_one_person_accepted_the_specialist_of_the_unit_sees_and_another_does_not(
    open_page: Callable[..., "Page"],
) -> None:
    """After the two tests above, or alone: the demo has such tasks of its own."""
    from playwright.sync_api import expect

    for username, sees in (("chuyenvien.kinhte", True), ("chuyenvien.yte", False)):
        page = open_page(username)
        page.goto(address("tasks:list"))
        page.get_by_role("searchbox").fill("kiem tra toan bo cong trinh dang thi cong")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("link", name=re.compile("oàn bộ công trình đang thi công"))).to_have_count(
            int(sees)
        )
