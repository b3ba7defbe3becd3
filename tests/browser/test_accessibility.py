"""Every page: axe-core's rules of WCAG 2.0 to 2.2, A and AA; nothing scrolls sideways; the skip link comes first."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.folders import address

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Who opens it, and where; a word in front of the address: the first link of that list is followed.
PAGES = {
    "login": (None, "identity:login"),
    "tasks": ("vanthu", "tasks:list"),
    "tasks of a specialist": ("chuyenvien.kinhte", "tasks:list"),
    "a task": ("vanthu", "tasks:list -> [data-list] .title a"),
    "documents": ("vanthu", "intake:list"),
    "review": ("vanthu", "intake:list -> [data-list] .title a"),
    "review, paragraphs without a task": (
        "vanthu",
        "intake:list -> [data-list] .title a -> a[href*='xem=gaps']",
    ),
    "original pages": ("vanthu", "intake:list -> tr:has-text('.pdf') .title a -> a[href*='goc=1']"),
    "assign all": ("vanthu", "intake:list -> [data-list] .title a -> a[href$='/giao/']"),
    "upload": ("vanthu", "intake:upload"),
    "account": ("vanthu", "/tai-khoan/"),
    "password": ("vanthu", "/tai-khoan/mat-khau/"),
    "machine": ("quantri", "files:machine"),
    "accounts": ("quantri", "organisation:accounts"),
    "account of somebody": ("quantri", "organisation:accounts -> [data-list] .title a"),
    "design": ("vanthu", "design:design"),
    "not found": ("vanthu", "/khong-co-trang-nay/"),
}


def go(page: "Page", steps: str) -> None:
    first, *links = steps.split(" -> ")
    page.goto(address(first))
    for link in links:
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    open_page: Callable[..., "Page"], watch: object, name: str, size: dict[str, int]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    if name == "not found":
        watch.expected.append("404")  # type: ignore[attr-defined]
    username, steps = PAGES[name]
    page = open_page(username, viewport=size, color_scheme="light", reduced_motion="reduce")
    go(page, steps)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    told = [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]
    ]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_first_stop_of_the_keyboard_is_the_way_to_the_content(open_page: Callable[..., "Page"]) -> None:
    page = open_page("vanthu")
    page.goto(address("intake:list"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_no_page_asks_another_machine_for_anything(open_page: Callable[..., "Page"], server: object) -> None:
    asked: list[str] = []
    page = open_page("vanthu")
    page.on("request", lambda request: asked.append(request.url))
    for name in ("tasks:list", "intake:list", "intake:upload", "design:design"):
        page.goto(address(name))
    assert asked
    assert [url for url in asked if not url.startswith((server.address, "data:"))] == []  # type: ignore[attr-defined]
