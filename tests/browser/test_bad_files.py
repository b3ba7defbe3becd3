"""Files that cannot be taken, dropped in the browser: a clear sentence, nothing half stored."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.files import drop
from tests.browser.folders import address

if TYPE_CHECKING:
    from playwright.sync_api import Page

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD: dict[str, tuple[bytes, str]] = {
    "hong.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "hỏng"),
    "co-mat-khau.docx": (OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(3000), "mật khẩu"),
    "rong.txt": (b"", "không có nội dung"),
    "anh.png": (b"\x89PNG\r\n\x1a\n" + bytes(200), "ảnh không mở được"),
    "mat.txt": (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\n\nMẬT\n\nSố: 2/KH-UBND\n\nKẾ HOẠCH\nBảo vệ kho\n\nGiao Công an phường canh gác.\n".encode(),
        "bí mật nhà nước",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_clear_sentence(
    open_page: Callable[..., "Page"], tmp_path: Path, watch: object, name: str
) -> None:
    watch.expected.append("422")  # type: ignore[attr-defined]
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    page = open_page("vanthu2")
    page.goto(address("intake:upload"))
    before = page.locator("ol.uploads:not(#sending) > li").count()
    drop(page, page.locator("[data-drop]"), tmp_path / name)
    page.locator("#sending .error-text").first.wait_for(timeout=30_000)
    said = page.locator("#sending .error-text").first.inner_text()
    assert words.casefold() in said.casefold(), said
    assert "Error" not in said
    page.reload()
    assert page.locator("ol.uploads:not(#sending) > li").count() >= before
    assert page.get_by_role("link", name=name).count() == 0


def test_several_files_at_once_each_have_their_own_row(
    open_page: Callable[..., "Page"], tmp_path: Path
) -> None:
    paths = []
    for number in (1, 2, 3):
        paths.append(tmp_path / f"Ghi chú {number}.txt")
        paths[-1].write_text(f"Văn phòng HĐND và UBND phường lập danh sách số {number}.\n", "utf-8")
    page = open_page("vanthu2")
    page.goto(address("intake:upload"))
    drop(page, page.locator("[data-drop]"), *paths)
    for path in paths:
        link = (
            page.get_by_role("listitem").filter(has_text=path.name).get_by_role("link", name="Duyệt nhiệm vụ")
        )
        link.wait_for(timeout=60_000)


def test_a_connection_that_breaks_during_upload_says_so_and_sends_again(
    open_page: Callable[..., "Page"], tmp_path: Path, watch: object
) -> None:
    watch.expected.append("net::ERR")  # type: ignore[attr-defined]
    path = tmp_path / "Đứt đường truyền.txt"
    path.write_text("Văn phòng HĐND và UBND phường lập danh sách hộ dân.\n", "utf-8")
    page = open_page("vanthu2")
    page.goto(address("intake:upload"))
    page.route("**" + address("intake:upload"), lambda route: route.abort("connectionreset"))
    drop(page, page.locator("[data-drop]"), path)
    page.get_by_text("Mất kết nối. Tệp chưa được lưu.").wait_for()
    page.unroute("**" + address("intake:upload"))
    page.get_by_role("button", name="Gửi lại").click()
    page.get_by_role("listitem").filter(has_text=path.name).get_by_role(
        "link", name="Duyệt nhiệm vụ"
    ).wait_for(timeout=60_000)
