"""The life of a task in a real browser, by four people: assigned, received, extended, handed in, returned, accepted."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.conftest import PHONE, Watch, arrive
from tests.browser.files import TASKS, drop, make_docx
from tests.browser.folders import address

if TYPE_CHECKING:
    from playwright.sync_api import Page

READING_MS = 60_000
MARK = "Cúc Vàng"


def assign(page: "Page", path: Path) -> None:
    """A clerk sends the file in and gives all of its tasks to their owners."""
    page.goto(address("intake:upload"))
    page.get_by_label("Cơ quan của văn bản").select_option(label="Ủy ban nhân dân phường Đồng Lau")
    drop(page, page.locator("[data-drop]"), path)
    row = page.get_by_role("listitem").filter(has_text=path.name).first
    ready = row.get_by_role("link", name="Duyệt nhiệm vụ")
    ready.wait_for(timeout=READING_MS)
    ready.click()
    arrive(page, "[data-card]")
    page.get_by_role("link", name="Giao việc còn lại").click()
    page.get_by_role("button", name=f"Giao {TASKS} nhiệm vụ").click()
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Nhiệm vụ", exact=True).wait_for()


def find(page: "Page") -> str:
    """The task by its words in the list; its address."""
    page.goto(f"{address('tasks:list')}?q=so+do+gian+hang+cuc+vang")
    page.locator("tbody .title a").first.click()
    arrive(page, ".task-page")
    return page.url


def step(page: "Page", name: str, **typed: str) -> None:
    """Opens the form of a step, fills it in and sends it."""
    offered = page.locator(".task-steps")
    link = offered.get_by_role("link", name=re.compile(f"^{name}"))
    if not link.is_visible():
        offered.get_by_text("Thao tác khác").click()
    link.click()
    panel = page.locator("#buoc")
    for label, words in typed.items():
        panel.get_by_label(label.replace("_", " "), exact=True).fill(words)
    panel.get_by_role("button", name=name).click()
    page.get_by_text(f"Đã ghi: {name}.").wait_for()


def test_a_task_is_carried_to_its_accepted_result(open_page: Callable[..., "Page"], tmp_path: Path) -> None:
    from playwright.sync_api import expect

    clerk = open_page("vanthu")
    assign(clerk, make_docx(tmp_path / "Công văn chợ cúc.docx", 3115, MARK))
    task = find(clerk)
    expect(clerk.get_by_role("main")).to_contain_text("chưa nhận việc")

    head = open_page("truongphong.kinhte")
    head.goto(task)
    head.get_by_role("button", name="Nhận việc").click()
    expect(head.get_by_role("main")).to_contain_text(
        "Quách Đình Kè đã nhận nhiệm vụ"
    )  # the history catches up by itself

    doer = open_page("chuyenvien.kinhte", viewport=PHONE)
    doer.goto(task)
    arrive(doer, ".task-page")
    doer.keyboard.press("e")
    doer.wait_for_url("**buoc=update_progress**")
    step(doer, "Cập nhật tiến độ", **{"Tiến độ (%)": "40", "Đã làm được gì": "Đã đo mặt bằng."})
    expect(doer.get_by_role("main")).to_contain_text("40%")
    assert doer.evaluate("() => document.documentElement.scrollWidth <= innerWidth")

    later = date.today() + timedelta(days=30)  # noqa: DTZ011 - the day of the machine, as the server sees it
    step(doer, "Đề nghị gia hạn", **{"Hạn mới": f"{later:%d/%m/%Y}", "Lý do": "Chờ số gian hàng đăng ký."})
    leader = open_page("chutich")
    leader.goto(task)
    step(leader, "Gia hạn", Nội_dung="Đồng ý.")
    expect(leader.locator(".steps .now")).to_contain_text(f"{later:%d/%m/%Y}")
    expect(leader.locator(".steps s")).to_have_count(1)

    doer.goto(task)
    step(doer, "Trình nghiệm thu", Kết_quả_thực_hiện="Sơ đồ 40 gian hàng.")
    leader.goto(task)
    step(leader, "Trả lại để xử lý lại", Lý_do="Thiếu lối thoát hiểm.")
    doer.goto(task)
    expect(doer.get_by_role("main")).to_contain_text("Thiếu lối thoát hiểm.")
    step(doer, "Trình nghiệm thu", Kết_quả_thực_hiện="Sơ đồ có ba lối thoát hiểm.")

    leader.goto(task)
    step(leader, "Nghiệm thu", Nội_dung="Tốt.")
    expect(leader.locator(".task-head")).to_contain_text("Hoàn thành")
    expect(leader.locator("#h-dien-bien")).to_contain_text("Đoàn Minh Thước đã nghiệm thu: đạt yêu cầu")
    clerk.goto(f"{address('tasks:list')}?tab=completed&q=cuc+vang")
    expect(clerk.locator("tbody")).to_contain_text(MARK)


def _offers_progress(page: "Page", task: str) -> bool:
    """Whether it is a task of the person's own unit, rather than one that it supports."""
    page.goto(task)
    return page.locator(".task-steps").get_by_role("link", name="Cập nhật tiến độ").count() > 0


def test_two_who_write_at_once_see_both_values_and_lose_none(
    open_page: Callable[..., "Page"], watch: Watch
) -> None:
    from playwright.sync_api import expect

    watch.expected.append("409 (Conflict)")

    one = open_page("truongphong.vanhoa")
    one.goto(f"{address('tasks:list')}?status=in_progress")
    rows = one.locator("tbody .title a").evaluate_all("(links) => links.map((link) => link.href)")
    task = next(each for each in rows if _offers_progress(one, each))
    two = open_page("chuyenvien.vanhoa")
    two.goto(f"{task}?buoc=update_progress")
    one.goto(task)
    step(one, "Cập nhật tiến độ", **{"Tiến độ (%)": "55", "Đã làm được gì": "Phần của trưởng phòng."})
    panel = two.locator("#buoc")
    panel.get_by_label("Tiến độ (%)").fill("66")
    panel.get_by_label("Đã làm được gì").fill("Phần của chuyên viên.")
    with two.expect_response(lambda answer: answer.request.method == "POST") as told:
        panel.get_by_role("button", name="Cập nhật tiến độ").click()
    assert told.value.status == 409
    main = two.get_by_role("main")
    expect(main).to_contain_text("Có người vừa cập nhật trước bạn")
    expect(main).to_contain_text("Phần của trưởng phòng.")
    expect(two.get_by_label("Đã làm được gì")).to_have_value("Phần của chuyên viên.")
    two.get_by_role("button", name="Vẫn gửi nội dung của tôi").click()
    expect(two.get_by_role("main")).to_contain_text("66%")
