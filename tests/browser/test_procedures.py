"""A procedure of five steps with a branch and a round of opinions: written in a browser, run by five people through a
return, and its trail printed.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.conftest import PHONE
from tests.browser.folders import address

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "Mua sắm văn phòng phẩm"
CASE = "Mua giấy in quý IV"


def choose(page: "Page", **values: str) -> None:
    """Controls of the editor by their names: what begins with '=' is chosen from a list."""
    for name, value in values.items():
        control = page.locator(f'[name="{name.replace("__", "-")}"]')
        control.select_option(value[1:]) if value.startswith("=") else control.fill(value)


def add_step(page: "Page", title: str) -> None:
    page.locator("[name=new_title]").fill(title)
    page.locator("button[value=add]").click()
    page.get_by_role("heading", name=title, level=2).wait_for()


def save(page: "Page") -> None:
    page.get_by_role("button", name="Lưu dự thảo").click()
    page.get_by_text("Đã lưu.").wait_for()


def write(page: "Page") -> None:
    """The chief of the office writes the procedure and puts it into force."""
    page.goto(address("procedures:library"))
    page.get_by_label("Tên quy trình").fill(NAME)
    page.get_by_role("button", name="Tạo dự thảo trống").click()
    page.get_by_role("link", name="Thêm bước đầu tiên").click()
    choose(page, **{"field-0-label": "Kinh phí", "field-0-kind": "=number"})
    page.locator("[name=field-0-required]").check()
    add_step(page, "Trưởng phòng xem")
    page.get_by_label("Người mở hồ sơ", exact=True).check()
    choose(page, count="2")
    add_step(page, "Văn thư cho ý kiến")
    choose(page, who="=role", role="=records_clerk", what="=opinion", round="=all")
    add_step(page, "Văn phòng xem nguồn")
    choose(page, who="=unit", unit="Văn phòng", role="=division_head")
    add_step(page, "Lãnh đạo quyết định")
    choose(page, who="=role", role="=leader")
    page.locator("[name=may_reject]").check()
    add_step(page, "Báo văn phòng")
    choose(page, who="=unit", unit="Văn phòng", role="=division_head", what="=inform")
    save(page)
    page.get_by_role("link", name="Văn thư cho ý kiến").click()
    choose(
        page, **{"branch-0-field0": "=kinh-phi", "branch-0-test0": "=at_most", "branch-0-value0": "20",
                 "branch-0-to": "=lanh-dao-quyet-dinh"}
    )  # fmt: skip
    save(page)
    page.get_by_role("link", name="Xem lại và ban hành").click()
    page.get_by_text("nếu Kinh phí không quá 20").wait_for()
    page.get_by_label("Có hiệu lực từ ngày").fill(date.today().strftime("%d/%m/%Y"))  # noqa: DTZ011
    page.get_by_role("button", name="Ban hành bản này").click()
    page.get_by_text("Đã ban hành quy trình.").wait_for()


def answer(page: "Page", case: str, button: str, words: str = "") -> None:
    page.goto(case)
    page.locator("[name=words]").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("Đã xong.").wait_for()


def test_a_procedure_is_written_run_and_printed(open_page: Callable[..., "Page"], tmp_path: Path) -> None:
    from playwright.sync_api import expect

    write(open_page("chanhvanphong"))
    doer = open_page("chuyenvien.kinhte")
    doer.goto(address("procedures:list"))
    doer.get_by_role("row").filter(has_text=NAME).get_by_role("link", name="Mở hồ sơ").click()
    doer.get_by_label("Nội dung hồ sơ").fill(CASE)
    doer.get_by_label("Kinh phí").fill("35")
    doer.get_by_role("button", name="Trình", exact=True).click()
    doer.get_by_text("Đã mở hồ sơ.").wait_for()
    case = doer.url

    head = open_page("truongphong.kinhte")
    head.goto(address("procedures:cases"))
    head.get_by_role("link", name=CASE).click()
    head.get_by_role("link", name="Trả lại").click()
    head.locator("[name=words]").fill("Tính lại theo báo giá mới")
    head.get_by_role("button", name="Trả lại").click()
    head.get_by_text("Đã xong.").wait_for()

    doer.goto(case)
    expect(doer.get_by_role("main")).to_contain_text("Tính lại theo báo giá mới")
    doer.get_by_label("Kinh phí").fill("18")
    doer.get_by_role("button", name="Trình", exact=True).click()
    doer.get_by_text("Đã xong.").wait_for()

    answer(head, case, "Đồng ý", "Nhất trí")
    answer(open_page("vanthu"), case, "Đồng ý", "Kho còn mười ram")
    answer(open_page("vanthu2", viewport=PHONE), case, "Không đồng ý", "Nên mua chung cả năm")
    leader = open_page("phochutich")
    leader.goto(case)
    expect(leader.get_by_role("main")).to_contain_text("Nên mua chung cả năm")
    answer(leader, case, "Đồng ý", "Cho mua")

    doer.goto(case)
    expect(doer.get_by_role("main")).to_contain_text("Hoàn thành")
    expect(doer.get_by_role("main")).not_to_contain_text("Văn phòng xem nguồn")
    doer.get_by_role("link", name="Phiếu luân chuyển").click()
    doer.get_by_role("heading", name=NAME).wait_for()
    for words in ("Tính lại theo báo giá mới", "Kho còn mười ram", "Cho mua", "Báo văn phòng"):
        expect(doer.get_by_role("main")).to_contain_text(words)
    doer.pdf(path=str(tmp_path / "trail.pdf"))
    assert (tmp_path / "trail.pdf").stat().st_size > 10_000
